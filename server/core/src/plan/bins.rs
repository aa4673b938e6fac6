//! Which bins a cart goes to, where the rotation rule leaves a choice.
//!
//! Allocation says which lot serves which line. Where that lot lies in several bins, they do equally well for the rule, and
//! the cart's bins and its walk are chosen together ([`scattered`](super::scattered), or by single moves where the site is no
//! rectangle). What lies on hold for an order, and what its rule took from just this bin, stays where it is and is a stop of the
//! walk like any other. What came from a pick face comes from pick faces.
//!
//! **Invariant**: each line gets of each lot what it got before, no row gives more than it has free, and no walk gets longer.

mod near;

use std::collections::BTreeMap;

use super::gauge::{Gauge, distinct};
use super::layout::{Cell, Layout};
use super::scattered::{Bin, Problem, Search, Take};
use super::site::Site;
use crate::id::{LocationId, LotId};

/// The most bins of one lot that a choice is made among: those nearest to where the cart goes anyway.
const BINS_MAX: usize = 32;
/// The same choice comes of the same cart.
const SEED: u64 = 1;
/// What counts as nothing, in metres.
const FREE: f64 = 1e-3;

/// A row of stock: a lot in a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The bin.
    pub location_id: LocationId,
    /// The lot.
    pub lot_id: LotId,
    /// Whether the bin is a pick face.
    pub is_face: bool,
    /// What is free of it, in base units.
    pub free_base: i64,
}

/// What a line takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The bin that it is taken from as things stand.
    pub location_id: LocationId,
    /// The row, as its position on the shelf; `None` for what must come from just this bin.
    pub row: Option<usize>,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// A part of a pick, and the row that it comes from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The pick, as its position in the cart.
    pub pick: usize,
    /// The row, as its position on the shelf.
    pub row: usize,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// Lots that do equally well for the rule: a lot, in pick faces or elsewhere.
type Kind = (LotId, bool);

/// All rows that carts may choose among, each with what is free of it now.
#[derive(Clone, Debug)]
pub struct Shelf {
    rows: Vec<Row>,
    by_kind: BTreeMap<Kind, Vec<usize>>,
}

impl Shelf {
    /// The rows, with what is free of them beyond all that carts take already.
    pub fn new(rows: Vec<Row>) -> Self {
        let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            by_kind.entry((row.lot_id, row.is_face)).or_default().push(at);
        }
        Self { rows, by_kind }
    }

    /// Chooses a cart's bins: each where the walk minds it least, then by as many steps of the search as `goes_on` says; `None`
    /// where the walk can't be bettered. A pick that is not named in the answer stays as it is; the parts of one that is named add
    /// up to it.
    pub fn choose(
        &mut self,
        site: &mut Site,
        picks: &[Pick],
        mut goes_on: impl FnMut() -> bool,
    ) -> Option<Vec<Part>> {
        let open = self.open(site, picks)?;
        let fixed: Vec<Cell> = picks
            .iter()
            .enumerate()
            .filter(|(at, _)| !open.picks.contains(at))
            .filter_map(|(_, pick)| site.cell(pick.location_id))
            .collect();
        let mut cells = fixed.clone();
        cells.extend(open.picks.iter().filter_map(|at| site.cell(picks[*at].location_id)));
        let (before, stops) = (site.length(&cells), distinct(&cells).len());
        let takes = match site.gauge() {
            Gauge::Rectangle(rectangle) => {
                let problem = self.problem(rectangle.layout().clone(), &open, &fixed);
                let mut search = Search::new(problem, SEED);
                while !search.is_done() && goes_on() {
                    search.step();
                }
                search.best().takes
            }
            Gauge::Net(net) => near::takes(net, &open, (picks, &fixed), goes_on),
        };
        let parts = open.deal(&takes, picks);
        let mut now = fixed;
        now.extend(parts.iter().filter_map(|part| site.cell(self.rows[part.row].location_id)));
        let (length, fewer) = (site.length(&now), distinct(&now).len() < stops);
        let good = length < before - FREE || (fewer && length <= before + FREE);
        good.then(|| self.moved(picks, &open, parts))
    }

    /// What of the cart leaves a choice; `None` when nothing does.
    fn open(&self, site: &Site, picks: &[Pick]) -> Option<Open> {
        let mut open = Open { picks: Vec::new(), kinds: Vec::new(), rows: Vec::new(), wanted: Vec::new() };
        let mut taken: BTreeMap<usize, i64> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (at, pick) in picks.iter().enumerate() {
            let Some(row) = pick.row.filter(|_| site.cell(pick.location_id).is_some()) else { continue };
            *taken.entry(row).or_insert(0) += pick.quantity_base;
            kinds.entry((self.rows[row].lot_id, self.rows[row].is_face)).or_default().push(at);
        }
        let stops: Vec<Cell> = picks.iter().filter_map(|pick| site.cell(pick.location_id)).collect();
        for (kind, of_kind) in kinds {
            let free = |row: &usize| {
                let base = self.rows[*row].free_base + taken.get(row).copied().unwrap_or(0);
                Some((*row, base, site.cell(self.rows[*row].location_id)?)).filter(|(_, base, _)| *base > 0)
            };
            let mut rows: Vec<(usize, i64, Cell)> = self.by_kind[&kind].iter().filter_map(free).collect();
            if rows.len() < 2 {
                continue;
            }
            rows.sort_by_cached_key(|(row, _, cell)| (!taken.contains_key(row), off(*cell, &stops), *row));
            let own = rows.iter().take_while(|(row, ..)| taken.contains_key(row)).count();
            rows.truncate(BINS_MAX.max(own));
            open.wanted.push(of_kind.iter().map(|at| picks[*at].quantity_base).sum());
            open.picks.extend(&of_kind);
            open.kinds.push(of_kind);
            open.rows.push(rows);
        }
        (!open.kinds.is_empty()).then_some(open)
    }

    /// The choice as a problem; the walk's other stops are items with one bin each, behind the rows of the kinds.
    fn problem(&self, layout: Layout, open: &Open, fixed: &[Cell]) -> Problem {
        let mut bins = Vec::new();
        let base = |base: i64| u64::try_from(base).unwrap_or(0);
        for (item, rows) in open.rows.iter().enumerate() {
            let bin =
                |(_, free_base, at): &(usize, i64, Cell)| Bin { item, at: *at, quantity: base(*free_base) };
            bins.extend(rows.iter().map(bin));
        }
        let mut wanted: Vec<u64> = open.wanted.iter().copied().map(base).collect();
        for at in distinct(fixed) {
            bins.push(Bin { item: wanted.len(), at, quantity: 1 });
            wanted.push(1);
        }
        Problem::new(layout, wanted, bins).expect("what was taken is there")
    }

    /// Writes the choice down as what is free.
    fn moved(&mut self, picks: &[Pick], open: &Open, parts: Vec<Part>) -> Vec<Part> {
        for pick in open.picks.iter().map(|at| &picks[*at]) {
            if let Some(row) = pick.row {
                self.rows[row].free_base += pick.quantity_base;
            }
        }
        for part in &parts {
            self.rows[part.row].free_base -= part.quantity_base;
        }
        parts
    }
}

/// What of a cart leaves a choice.
struct Open {
    /// The picks, as positions in the cart.
    picks: Vec<usize>,
    /// The same by kind.
    kinds: Vec<Vec<usize>>,
    /// By kind: the rows that may serve, what is free of each without this cart, and where it lies.
    rows: Vec<Vec<(usize, i64, Cell)>>,
    /// By kind: how much is wanted, in base units.
    wanted: Vec<i64>,
}

impl Open {
    /// Deals what is taken of the rows, numbered kind by kind, out to the picks. A pick that a row serves in whole comes before one
    /// that it serves in part.
    fn deal(&self, takes: &[Take], picks: &[Pick]) -> Vec<Part> {
        let behind: Vec<usize> = self.rows.iter().flatten().map(|(row, ..)| *row).collect();
        let mut first: Vec<usize> = Vec::new();
        for rows in &self.rows {
            first.push(first.last().copied().unwrap_or(0) + rows.len());
        }
        let mut parts: Vec<Part> = Vec::new();
        for (kind, of_kind) in self.kinds.iter().enumerate() {
            let mut left: Vec<(usize, i64)> =
                of_kind.iter().map(|at| (*at, picks[*at].quantity_base)).collect();
            left.sort_by_key(|(at, base)| (std::cmp::Reverse(*base), *at));
            let from = if kind == 0 { 0 } else { first[kind - 1] };
            for take in takes.iter().filter(|take| (from..first[kind]).contains(&take.bin)) {
                let mut base = i64::try_from(take.quantity).unwrap_or(i64::MAX);
                while base > 0 {
                    let whole = left.iter().position(|(_, wanted)| *wanted <= base).unwrap_or(0);
                    let Some((pick, wanted)) = left.get_mut(whole) else { break };
                    let part = base.min(*wanted);
                    parts.push(Part { pick: *pick, row: behind[take.bin], quantity_base: part });
                    *wanted -= part;
                    base -= part;
                    if *wanted == 0 {
                        left.remove(whole);
                    }
                }
            }
        }
        parts
    }
}

/// How far a place is from the nearest stop: aisles first, then blocks and cells.
pub(super) fn off(cell: Cell, stops: &[Cell]) -> (usize, usize, usize) {
    let off = |stop: &Cell| {
        (cell.aisle.abs_diff(stop.aisle), cell.block.abs_diff(stop.block), cell.cell.abs_diff(stop.cell))
    };
    stops.iter().map(off).min().unwrap_or_default()
}

#[cfg(test)]
mod tests;
