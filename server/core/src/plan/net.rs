//! Walks through lines between junctions: one-way aisles, several halls, stairs and lifts.
//!
//! Between all junctions (crossings, and the places where links, starts and ends meet the aisles) the shortest paths are found
//! once for a layout ([`graph`](super::graph)). A cell lies between two junctions of its line, so that how far it is from one cell
//! to another is told by four sums, and a walk's stops are put in order by these lengths.
//!
//! **Invariant**: lengths are whole millimetres, from each cell to each other there is a way, and no leg of a path goes against one.

mod hops;

use std::sync::Arc;

use self::hops::Spot;
use super::gauge::Ends;
use super::graph::{Graph, Metres, Way};
use super::layout::{Cell, Unsound};
use super::tour::Tour;
use super::ways::Direction;
use crate::item::Handling;

/// The most junctions: their lengths take 32 MB.
pub const JUNCTIONS_MAX: usize = 2_000;
/// How often a long walk's order is shaken.
const KICKS: u32 = 24;
/// The same walk comes of the same stops.
const SEED: u64 = 1;
/// Cells in a line are that far apart, in millimetres.
const ALONG_MM: i64 = 10;

/// A line of aisles through a hall.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub hall: usize,
    pub x_mm: i64,
    /// The cross aisles' y, from the front.
    pub crosses_mm: Vec<i64>,
    /// By block, the direction in which it must be walked.
    pub directions: Vec<Option<Direction>>,
    /// The junctions on it by y, from the front: its crossings first and last.
    pub junctions: Vec<(i64, usize)>,
}

/// A way between two junctions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub from: usize,
    pub to: usize,
    pub length_mm: i64,
    pub is_one_way: bool,
}

/// What a net is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub lines: Vec<Line>,
    /// The junctions: each one's hall, x and y.
    pub junctions: Vec<(usize, i64, i64)>,
    pub legs: Vec<Leg>,
    pub start: usize,
    pub ends: Vec<usize>,
}

/// Lines and junctions with the lengths of the shortest paths.
#[derive(Clone, Debug)]
pub struct Net(Arc<Known>);

#[derive(Debug)]
struct Known {
    parts: Parts,
    /// From each junction to each, in millimetres.
    lengths_mm: Vec<f64>,
    /// By the same, the junction before the last.
    before: Vec<u32>,
}

impl Net {
    /// Finds the shortest paths between at most [`JUNCTIONS_MAX`] junctions.
    pub(super) fn new(parts: Parts) -> Self {
        let metres = |mm: i64| mm as f64 / 1_000.0;
        let way = |leg: &Leg| Way {
            from: leg.from,
            to: leg.to,
            length: metres(leg.length_mm),
            is_one_way: leg.is_one_way,
        };
        let count = parts.junctions.len();
        let graph = Graph::new(count, &parts.legs.iter().map(way).collect::<Vec<_>>());
        let graph = graph.expect("the legs lead from junction to junction");
        let (mut lengths_mm, mut before) =
            (Vec::with_capacity(count * count), Vec::with_capacity(count * count));
        for from in 0..count {
            let (lengths, last) = graph.paths(from).expect("the junction is there");
            lengths_mm.extend(lengths.into_iter().map(|metres| (metres * 1_000.0).round()));
            before.extend(last.into_iter().map(|at| u32::try_from(at).unwrap_or(u32::MAX)));
        }
        Self(Arc::new(Known { parts, lengths_mm, before }))
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0.parts
    }

    /// From one junction to another, in millimetres; infinity where no way leads.
    pub(super) fn between_mm(&self, from: usize, to: usize) -> f64 {
        self.0.lengths_mm[from * self.parts().junctions.len() + to]
    }

    /// Whether a place lies in it.
    ///
    /// # Errors
    /// The place, when it does not.
    pub fn check(&self, cell: Cell) -> Result<(), Unsound> {
        let ends =
            |line: &Line| Some((*line.crosses_mm.get(cell.block)?, *line.crosses_mm.get(cell.block + 1)?));
        let inside = |(from, to): (i64, i64)| from + cell.cell as i64 * ALONG_MM <= to;
        match self.parts().lines.get(cell.aisle).and_then(ends).is_some_and(inside) {
            true => Ok(()),
            false => Err(Unsound::Outside(cell)),
        }
    }

    /// Whether one comes from the start to a cell, and from there to an end.
    pub(super) fn reaches(&self, cell: Cell) -> (bool, bool) {
        let spot = self.spot(cell);
        (self.start_mm(None, &spot) < f64::INFINITY, self.to_end_mm(&spot).0 < f64::INFINITY)
    }

    /// The length of a short walk past the cells that is found at once, in metres.
    pub(super) fn quick(&self, cells: &[Cell]) -> f64 {
        self.quick_order(cells).0
    }

    /// The same with its cells, each once, in walking order.
    pub(super) fn quick_order(&self, cells: &[Cell]) -> (f64, Vec<Cell>) {
        let cells = super::gauge::distinct(cells);
        if cells.is_empty() {
            return (0.0, cells);
        }
        let (length_mm, order) = self.metres((None, None), &cells).quick();
        (length_mm / 1_000.0, order.into_iter().map(|at| cells[at]).collect())
    }

    pub(super) fn walk(&self, ends: Ends, stops: &[(Cell, Handling)]) -> Tour {
        if stops.is_empty() {
            return Tour { length: 0.0, order: Vec::new() };
        }
        let walk = self.metres_between(ends, stops).walk((SEED, KICKS));
        Tour { length: walk.length / 1_000.0, order: walk.order }
    }

    /// The length of a short walk that is found at once, in metres.
    pub(super) fn quick_between(&self, ends: Ends, stops: &[(Cell, Handling)]) -> f64 {
        if stops.is_empty() { 0.0 } else { self.metres_between(ends, stops).quick().0 / 1_000.0 }
    }

    /// How long any walk past the stops is at least, in metres, by one that is known; the length of the shortest past a dozen
    /// stops. The stops are distinct.
    pub(super) fn least(&self, stops: &[(Cell, Handling)], known: f64) -> f64 {
        if stops.is_empty() {
            return 0.0;
        }
        // Walks are whole millimetres long.
        let least_mm = self.metres_between((None, None), stops).least(known * 1_000.0);
        (least_mm - 1e-3).ceil() / 1_000.0
    }

    /// All lengths that a walk past the stops is made of, in millimetres.
    fn metres_between(&self, ends: Ends, stops: &[(Cell, Handling)]) -> Metres {
        let cells: Vec<Cell> = stops.iter().map(|(cell, _)| *cell).collect();
        let classes: Vec<Handling> = stops.iter().map(|(_, handling)| *handling).collect();
        self.metres(ends, &cells).in_classes(&classes)
    }

    pub(super) fn in_order(&self, (from, to): Ends, cells: &[Cell]) -> f64 {
        let spots: Vec<Spot> = cells.iter().map(|cell| self.spot(*cell)).collect();
        let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return 0.0 };
        let hops: f64 = spots.windows(2).map(|two| self.hop_mm(&two[0], &two[1])).sum();
        (self.start_mm(from, first) + hops + self.end_mm(last, to)) / 1_000.0
    }

    /// How much longer a walk gets at least by each of the cells, in metres; `cells` are those of the walk, in its order.
    pub(super) fn added(&self, walk: &[Cell], cells: &[Cell]) -> Vec<f64> {
        let spots: Vec<Spot> = walk.iter().map(|cell| self.spot(*cell)).collect();
        let added = |cell: &Cell| {
            let spot = self.spot(*cell);
            let Some((first, last)) = spots.first().zip(spots.last()) else {
                return self.start_mm(None, &spot) + self.to_end_mm(&spot).0;
            };
            let hop = |two: &[Spot]| {
                self.hop_mm(&two[0], &spot) + self.hop_mm(&spot, &two[1]) - self.hop_mm(&two[0], &two[1])
            };
            let before = self.start_mm(None, &spot) + self.hop_mm(&spot, first) - self.start_mm(None, first);
            let behind = self.hop_mm(last, &spot) + self.to_end_mm(&spot).0 - self.to_end_mm(last).0;
            spots.windows(2).map(hop).fold(before.min(behind), f64::min)
        };
        cells.iter().map(|cell| added(cell) / 1_000.0).collect()
    }

    /// All lengths that a walk past the cells is made of, in millimetres.
    fn metres(&self, (from, to): Ends, cells: &[Cell]) -> Metres {
        let spots: Vec<Spot> = cells.iter().map(|cell| self.spot(*cell)).collect();
        let mut lengths = Vec::with_capacity((cells.len() + 2).pow(2));
        // Nothing leads to the start.
        lengths.push(0.0);
        lengths.extend(spots.iter().map(|spot| self.start_mm(from, spot)));
        lengths.push(0.0);
        for spot in &spots {
            lengths.push(f64::INFINITY);
            lengths.extend(spots.iter().map(|to| self.hop_mm(spot, to)));
            lengths.push(self.end_mm(spot, to));
        }
        Metres::new(cells.len() + 2, lengths)
    }
}
