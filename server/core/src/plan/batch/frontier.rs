//! The steps of a walk through one aisle, for walks from the depot and back: the same for each aisle before the depot's, for those
//! behind it, and at it.
//!
//! Between two aisles a walk stands in one of a few states, see [`Table`]; an aisle leads from each to others by the ways through
//! its blocks, then along the cross aisles. Here the costs alone say whether a block holds stops, so that all aisles on one side of
//! the depot have the same states before and behind them, and what is known of one walk helps to measure another.

use crate::plan::tour::state::{Ends, KINDS, Pass};
use crate::plan::tour::table::{Kind, Table, Within};

/// The most blocks: with more there are too many states to keep.
pub(super) const BLOCKS_MAX: usize = 4;

/// By choice, the state that a step leads to; [`Frontier::nowhere`] where it is barred.
pub(super) type Ways = [u16; KINDS];

/// What the choices of a step through a block cost, in metres.
pub(super) type Costs = [f64; KINDS];

/// The steps through one aisle.
#[derive(Clone, Debug)]
pub(super) struct Aisle {
    /// By block, and by the state before it.
    pub(super) through: Vec<Vec<Ways>>,
    /// The states that a state behind the blocks leads to along the cross aisles, one state after the other; where each one's end.
    along: Vec<u16>,
    until: Vec<u32>,
}

impl Aisle {
    fn new(mut through: Vec<Vec<Ways>>, blocks: usize) -> Self {
        let crosses = through.split_off(blocks);
        let mut aisle = Self { through, along: Vec::new(), until: Vec::new() };
        for state in 0..crosses[0].len() {
            let mut reached = vec![state as u16];
            for cross in &crosses {
                let ways = reached.iter().flat_map(|state| cross[usize::from(*state)]);
                reached = ways.filter(|way| *way != u16::MAX).collect();
                reached.sort_unstable();
                reached.dedup();
            }
            aisle.along.extend(reached);
            aisle.until.push(aisle.along.len() as u32);
        }
        aisle
    }

    /// How many states there are before the n-th block; behind the blocks, when there are no more.
    pub(super) fn count(&self, block: usize) -> usize {
        self.through.get(block).map_or(self.until.len(), Vec::len)
    }

    /// The same with fewer states: their new numbers before the aisle, behind each block, and behind the aisle.
    pub(super) fn narrowed(&self, before: &[u16], behind: &[Vec<u16>], after: &[u16]) -> Self {
        let renumbered =
            |numbers: &[u16], way: u16| numbers.get(usize::from(way)).copied().unwrap_or(u16::MAX);
        let kept = |numbers: &[u16]| {
            let all = numbers.iter().enumerate();
            all.filter(|(_, number)| **number != u16::MAX).map(|(state, _)| state).collect::<Vec<usize>>()
        };
        let mut narrow = Self { through: Vec::new(), along: Vec::new(), until: Vec::new() };
        let mut from = before;
        for (ways, to) in self.through.iter().zip(behind) {
            let ways = kept(from).into_iter().map(|state| ways[state].map(|way| renumbered(to, way)));
            narrow.through.push(ways.collect());
            from = to;
        }
        for state in kept(from) {
            let ways = self.along(state).iter().map(|way| renumbered(after, *way));
            narrow.along.extend(ways.filter(|way| *way != u16::MAX));
            narrow.until.push(narrow.along.len() as u32);
        }
        narrow
    }

    /// The states that a state behind the blocks leads to.
    pub(super) fn along(&self, state: usize) -> &[u16] {
        let from = state.checked_sub(1).map_or(0, |before| self.until[before]);
        &self.along[from as usize..self.until[state] as usize]
    }

    /// By state behind the blocks, the states that it leads to.
    pub(super) fn all_along(&self) -> impl Iterator<Item = &[u16]> {
        let mut rest = &self.along[..];
        let mut from = 0;
        self.until.iter().map(move |until| {
            let (ways, behind) = rest.split_at((until - from) as usize);
            (rest, from) = (behind, *until);
            ways
        })
    }
}

/// The steps of all aisles.
#[derive(Clone, Debug)]
pub(super) struct Frontier {
    /// Of aisles before the depot's, of that, and of those behind it; or column by column.
    pub(super) aisles: Vec<Aisle>,
    /// By state between two aisles before the depot's, and behind it, or behind each column: how many cross aisles' lengths are
    /// walked there.
    pub(super) crossed: Vec<Vec<f64>>,
    /// The state in which the walk is complete.
    pub(super) closed: usize,
    /// The number of no state, behind all of them.
    pub(super) nowhere: u16,
}

impl Frontier {
    /// The state in which nothing is walked.
    pub(super) const START: u16 = 0;

    /// For a number of blocks, at most [`BLOCKS_MAX`].
    pub(super) fn new(blocks: usize) -> Self {
        let mut builder = Builder { table: Table::new(blocks), blocks };
        let before = builder.settled(Table::START);
        let (mut at, first_behind) = builder.steps(before, Ends::Both);
        let behind = builder.settled(first_behind);
        builder.embed(&mut at, first_behind, behind);
        let steps = [builder.steps(before, Ends::None).0, at, builder.steps(behind, Ends::None).0];
        let mut passed = |set| builder.passed(set).iter().map(|(_, edges)| *edges as f64).collect();
        let crossed = [before, behind].map(&mut passed).into();
        let closed = builder.table.closed(behind).expect("walks are closed behind the depot");
        let aisles = steps.map(|steps| Aisle::new(steps, blocks)).into();
        Self { aisles, crossed, closed, nowhere: 0 }.bounded()
    }

    /// The same with a number of its own for no state, just behind all others.
    pub(super) fn bounded(mut self) -> Self {
        let counts = self.aisles.iter().flat_map(|aisle| (0..=aisle.through.len()).map(|n| aisle.count(n)));
        let most = counts.chain(self.crossed.iter().map(Vec::len)).max();
        self.nowhere = most.unwrap_or(0) as u16;
        for way in self.aisles.iter_mut().flat_map(|aisle| &mut aisle.through).flatten().flatten() {
            *way = (*way).min(self.nowhere);
        }
        self
    }
}

/// Compiles steps.
struct Builder {
    table: Table,
    blocks: usize,
}

impl Builder {
    fn kinds(&self, ends: Ends) -> impl Iterator<Item = Kind> + use<> {
        let blocks = self.blocks;
        let through = (0..blocks).map(|block| Kind::Block(block, Within::Perhaps));
        let along = (0..=blocks).map(move |cross| {
            let ends = if cross == 0 { ends } else { Ends::None };
            Kind::Cross { cross, ends, is_last: false }
        });
        through.chain(along)
    }

    /// An aisle's steps from a set of states, and the set behind it.
    fn steps(&mut self, mut set: u32, ends: Ends) -> (Vec<Vec<Ways>>, u32) {
        let mut steps: Vec<Vec<Ways>> = Vec::new();
        for kind in self.kinds(ends) {
            let number = self.table.number_of(set, kind);
            let step = self.table.step(number);
            let mut ways: Vec<Ways> = Vec::new();
            for to in 0..step.size() {
                for edge in step.into(to) {
                    ways.resize(ways.len().max(edge.from() + 1), [u16::MAX; KINDS]);
                    ways[edge.from()][edge.choice()] = to as u16;
                }
            }
            steps.push(ways);
            set = step.next;
        }
        (steps, set)
    }

    /// The set that grows no more from aisle to aisle, beginning with another: no state need be left.
    fn settled(&mut self, mut set: u32) -> u32 {
        loop {
            let (_, next) = self.steps(set, Ends::None);
            if next == set {
                return set;
            }
            set = next;
        }
    }

    /// By state, which it is behind an aisle that is only passed by, and how many edges lead past it.
    fn passed(&mut self, set: u32) -> Vec<(u16, usize)> {
        let (steps, _) = self.steps(set, Ends::None);
        let (through, along) = steps.split_at(self.blocks);
        let pass = |state: usize| {
            let mut at = state as u16;
            for step in through {
                at = step[usize::from(at)][Pass::Skip as usize];
            }
            let mut edges = 0;
            for step in along {
                let ways = step[usize::from(at)];
                // One that is touched goes on, and not all ways through the states need it to.
                let most = (0..=2).rev().find(|edges| ways[*edges] != u16::MAX).expect("a state goes on");
                (at, edges) = (ways[most], edges + most);
            }
            (at, edges)
        };
        (0..steps[0].len()).map(pass).collect()
    }

    /// Lets an aisle lead to the states of a larger set.
    fn embed(&mut self, steps: &mut [Vec<Ways>], mut set: u32, into: u32) {
        while set != into {
            let passed = self.passed(set);
            for way in steps.last_mut().into_iter().flatten().flatten().filter(|way| **way != u16::MAX) {
                *way = passed[usize::from(*way)].0;
            }
            (_, set) = self.steps(set, Ends::None);
        }
    }
}
