//! The cells to visit, by aisle and block, and the ways through each block.

use std::ops::Range;

use super::known::Known;
use super::state::Pass;
use super::table::{CHOICES, Costs};
use crate::plan::layout::{Cell, Layout};

/// Bits of a sort key: the cell in its block, and the pick's position. Three more for the block leave the rest to the aisle.
const CELL_BITS: u32 = 20;
const POSITION_BITS: u32 = 27;
/// The positions from here on are those of the walk's ends.
const ENDS_FROM: u64 = (1 << POSITION_BITS) - 2;

/// A place to come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// From the front of its block, in metres.
    depth: f64,
    /// Where its picks begin.
    picks: u32,
    /// Whether just one end of the walk lies here.
    is_end: bool,
}

/// The cells to visit, each once, aisle by aisle, block by block, from the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Stops {
    /// Each pick as one number: aisle, block, cell, and its position in what was asked for. Ascending.
    keys: Vec<u64>,
    spots: Vec<Spot>,
    /// Aisle and block of those with stops as one number, with where their spots begin.
    groups: Vec<(u32, u32)>,
}

pub(super) fn group(aisle: usize, block: usize) -> u32 {
    (aisle << 3 | block) as u32
}

fn key(at: Cell, position: u64) -> u64 {
    (u64::from(group(at.aisle, at.block)) << CELL_BITS | at.cell as u64) << POSITION_BITS | position
}

impl Stops {
    /// Takes new picks, and ends of the walk that lie in cells, in the place of the old.
    pub(super) fn fill(&mut self, layout: &Layout, picks: &[Cell], ends: [Option<Cell>; 2]) {
        self.keys.clear();
        self.keys.extend(picks.iter().zip(0..).map(|(pick, position)| key(*pick, position)));
        let ends = ends.into_iter().zip(ENDS_FROM..);
        self.keys.extend(ends.filter_map(|(end, position)| Some(key(end?, position))));
        self.keys.sort_unstable();
        self.spots.clear();
        self.groups.clear();
        let (mut last_cell, mut last_group) = (u64::MAX, u32::MAX);
        for (at, key) in self.keys.iter().copied().enumerate() {
            let cell = key >> POSITION_BITS;
            if cell != last_cell {
                last_cell = cell;
                let group = (cell >> CELL_BITS) as u32;
                if group != last_group {
                    last_group = group;
                    self.groups.push((group, self.spots.len() as u32));
                }
                let depth = layout.depth((cell & ((1 << CELL_BITS) - 1)) as usize);
                self.spots.push(Spot { depth, picks: at as u32, is_end: false });
            }
            if key & ((1 << POSITION_BITS) - 1) >= ENDS_FROM
                && let Some(spot) = self.spots.last_mut()
            {
                spot.is_end = !spot.is_end;
            }
        }
    }

    /// Takes what is known of some parts in the place of the old; `false` when that is nothing.
    pub(super) fn fill_known(&mut self, known: &mut Known, parts: impl Iterator<Item = usize>) -> bool {
        self.keys.clear();
        self.spots.clear();
        self.groups.clear();
        let mut last_group = u32::MAX;
        for (group, depth) in known.together(parts) {
            if group != last_group {
                last_group = group;
                self.groups.push((group, self.spots.len() as u32));
            }
            self.spots.push(Spot { depth, picks: 0, is_end: false });
        }
        !self.spots.is_empty()
    }

    /// How many spots there are.
    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    /// The picks of the n-th spot, as positions in what was asked for.
    pub(super) fn asked(&self, n: usize) -> impl Iterator<Item = usize> + '_ {
        let until = self.spots.get(n + 1).map_or(self.keys.len(), |next| next.picks as usize);
        let positions = self.keys[self.spots[n].picks as usize..until].iter();
        positions
            .map(|key| key & ((1 << POSITION_BITS) - 1))
            .filter(|at| *at < ENDS_FROM)
            .map(|at| at as usize)
    }

    /// The spots of the n-th block with stops, if that is the one meant.
    pub(super) fn group(&self, n: usize, aisle: usize, block: usize) -> Option<&[Spot]> {
        let (met, from) = *self.groups.get(n)?;
        let until = self.groups.get(n + 1).map_or(self.spots.len(), |next| next.1 as usize);
        (met == group(aisle, block)).then(|| &self.spots[from as usize..until])
    }

    /// The spots of a block, as numbers.
    pub(super) fn range(&self, aisle: usize, block: usize) -> Range<usize> {
        let Ok(at) = self.groups.binary_search_by_key(&group(aisle, block), |group| group.0) else {
            return 0..0;
        };
        let until = self.groups.get(at + 1).map_or(self.spots.len(), |next| next.1 as usize);
        self.groups[at].1 as usize..until
    }

    /// The number of the spot at a cell, if the walk has to come there.
    pub(super) fn number(&self, at: Cell) -> Option<usize> {
        let cell = key(at, 0) >> POSITION_BITS;
        self.spots.binary_search_by_key(&cell, |spot| self.keys[spot.picks as usize] >> POSITION_BITS).ok()
    }

    /// The spots with these numbers.
    pub(super) fn spots(&self, range: Range<usize>) -> &[Spot] {
        &self.spots[range]
    }

    /// The aisles with stops, ascending.
    pub(super) fn aisles(&self) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().map(|group| group.0 as usize >> 3)
    }
}

/// What the ways through a block of this length cost.
pub(super) fn ways(spots: &[Spot], length: f64) -> Costs {
    let mut costs = [f64::INFINITY; CHOICES];
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else {
        costs[Pass::Skip as usize] = 0.0;
        costs[Pass::Once as usize] = length;
        costs[Pass::Twice as usize] = 2.0 * length;
        return costs;
    };
    costs[Pass::Once as usize] = length;
    costs[Pass::Twice as usize] = 2.0 * length;
    costs[Pass::Front as usize] = 2.0 * last.depth;
    costs[Pass::Back as usize] = 2.0 * (length - first.depth);
    costs[Pass::Whole as usize] = 2.0 * (last.depth - first.depth);
    let mut gap = f64::NEG_INFINITY;
    for pair in spots.windows(2) {
        gap = gap.max(pair[1].depth - pair[0].depth);
    }
    costs[Pass::Both as usize] = 2.0 * (length - gap);
    costs
}

/// What the ways through a block cost in which an end of the walk lies, or both ends at two places.
pub(super) fn ways_with_ends(spots: &[Spot], length: f64) -> Costs {
    use Pass::{
        Back, BackOdd, Both, EvenOdd, Front, FrontOdd, OddEven, OddOdd, Once, TieBack, TieFront, Twice, Whole,
    };
    let mut costs = [f64::INFINITY; CHOICES];
    let [Some(first), Some(last)] = [spots.first(), spots.last()] else { return costs };
    let is_two = spots.iter().filter(|spot| spot.is_end).count() == 2;
    for is_odd in [false, true] {
        let all: f64 = (0..=spots.len()).map(|n| stretch(spots, length, n, is_odd)).sum();
        let inner =
            inner_gap(spots, is_odd).map_or(f64::INFINITY, |gap| all - stretch(spots, length, gap, is_odd));
        let (no_front, no_back) = (all - 2.0 * first.depth, all - 2.0 * (length - last.depth));
        let mut say = |pass: Pass, cost: f64| costs[pass as usize] = cost;
        match (is_two, is_odd) {
            (false, false) => {
                say(TieBack, all);
                say(BackOdd, no_front);
                say(EvenOdd, inner);
            }
            (false, true) => {
                say(TieFront, all);
                say(FrontOdd, no_back);
                say(OddEven, inner);
            }
            (true, false) => {
                say(Twice, all);
                say(Back, no_front);
                say(Front, no_back);
                say(Both, inner);
                say(Whole, all - 2.0 * (length - (last.depth - first.depth)));
            }
            (true, true) => {
                say(Once, all);
                say(OddOdd, inner);
            }
        }
    }
    costs
}

/// How often a stretch is walked that is walked at all: the n-th from the front lies before spot n. `is_odd` says it of the
/// first, and at each end of the walk it changes.
fn times(spots: &[Spot], n: usize, is_odd: bool) -> usize {
    let ends = spots[..n].iter().filter(|spot| spot.is_end).count();
    if is_odd == (ends % 2 == 0) { 1 } else { 2 }
}

/// What is walked of the n-th stretch, in metres.
fn stretch(spots: &[Spot], length: f64, n: usize, is_odd: bool) -> f64 {
    let from = n.checked_sub(1).map_or(0.0, |before| spots[before].depth);
    let to = spots.get(n).map_or(length, |spot| spot.depth);
    times(spots, n, is_odd) as f64 * (to - from)
}

/// The longest stretch between spots that need not be walked.
fn inner_gap(spots: &[Spot], is_odd: bool) -> Option<usize> {
    let gap = |n: &usize| spots[*n].depth - spots[n - 1].depth;
    let even = (1..spots.len()).filter(|n| times(spots, *n, is_odd) == 2);
    even.max_by(|a, b| gap(a).total_cmp(&gap(b)))
}

/// How often each stretch of a block is walked, from the front.
pub(super) fn walked(spots: &[Spot], pass: Pass) -> impl Iterator<Item = usize> + '_ {
    use Pass::{Back, BackOdd, Both, EvenOdd, Front, FrontOdd, OddEven, OddOdd, Skip, Whole};
    let is_odd = pass.is_odd();
    let gaps = match pass {
        Skip => [Some(0), None],
        Back | BackOdd => [Some(0), None],
        Front | FrontOdd => [Some(spots.len()), None],
        Whole => [Some(0), Some(spots.len())],
        Both | EvenOdd | OddEven | OddOdd => [inner_gap(spots, is_odd), None],
        _ => [None, None],
    };
    (0..=spots.len()).map(move |n| if gaps.contains(&Some(n)) { 0 } else { times(spots, n, is_odd) })
}
