//! The shortest walk through a rectangular warehouse, exactly, by dynamic programming over its aisles.
//!
//! A walk is a connected subgraph that holds its ends and every pick, with an even degree everywhere but at its two ends where
//! these differ. Aisle by aisle it is built from a few ways through each block (pass once or twice, turn back at one end or at
//! both, leaving the largest gap) and 0, 1 or 2 edges on each cross aisle. What the rest must know of the part built so far is
//! small, see [`State`](state::State), and which states lead where is compiled once for a number of blocks, see
//! [`Table`](table::Table). For one block this is the method of Ratliff and Rosenthal (Operations Research 31(3), 1983), for two
//! that of Roodbergen and de Koster (EJOR 133(1), 2001), for more that of Pansart, Catusse and Cambazard (Computers & OR 100,
//! 2018); ends that differ are treated as by Löffler, Boysen and Schneider (INFORMS J. Computing 34(1), 2022).
//!
//! **Invariant**: the walk returned has the length that is returned with it, to rounding, and no shorter one exists.

mod ends;
mod known;
pub(super) mod state;
mod stops;
pub(super) mod table;
mod walk;

pub use self::ends::Place;
pub(super) use self::known::Known;

use self::ends::Walk;
use self::state::Pass;
use self::stops::Stops;
use self::table::{CHOICES, Costs, Kind, Table};
use self::walk::Graph;
use super::layout::{Cell, Layout, Unsound};

/// By choice, all the ways through a block: what a table's edge calls by number.
const PASSES: [Pass; 14] = {
    use Pass::{
        Back, BackOdd, Both, EvenOdd, Front, FrontOdd, OddEven, OddOdd, Once, Skip, TieBack, TieFront, Twice,
        Whole,
    };
    [
        Skip, Once, Twice, Front, Back, Both, Whole, TieFront, TieBack, FrontOdd, BackOdd, OddEven, EvenOdd,
        OddOdd,
    ]
};

/// A walk from its start past all picks to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Tour {
    /// Its length in metres.
    pub length: f64,
    /// The picks, as positions in what was asked for, in walking order.
    pub order: Vec<usize>,
}

/// The shortest walk from the depot past the picks and back. Without picks it is empty and 0 m long.
///
/// Whoever asks often keeps a [`Router`].
///
/// # Errors
/// The first pick that lies outside the layout.
pub fn shortest(layout: &Layout, picks: &[Cell]) -> Result<Tour, Unsound> {
    Router::new(layout.clone()).shortest(picks)
}

/// Finds walks through one layout; what it learns of the method's steps serves the next walk.
#[derive(Clone, Debug)]
pub struct Router {
    layout: Layout,
    /// By block, its length in metres.
    lengths: Vec<f64>,
    table: Table,
    stops: Stops,
    /// The aisles with a stop or an end: the others are only passed by.
    aisles: Vec<usize>,
    /// The steps taken, each with where the states before it stand in `reached`.
    steps: Vec<(u32, usize)>,
    /// By step and state, the least metres so far.
    reached: Vec<f64>,
}

impl Router {
    /// For a layout.
    pub fn new(layout: Layout) -> Self {
        Self {
            table: Table::new(layout.blocks()),
            lengths: lengths(&layout),
            layout,
            stops: Stops::default(),
            aisles: Vec::new(),
            steps: Vec::new(),
            reached: Vec::new(),
        }
    }

    /// The same router for another layout.
    pub fn set_layout(&mut self, layout: Layout) {
        if layout.blocks() != self.layout.blocks() {
            self.table = Table::new(layout.blocks());
        }
        self.lengths = lengths(&layout);
        self.layout = layout;
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The shortest walk from the depot past the picks and back. Without picks it is empty and 0 m long.
    ///
    /// # Errors
    /// The first pick that lies outside the layout.
    pub fn shortest(&mut self, picks: &[Cell]) -> Result<Tour, Unsound> {
        self.shortest_between(Place::Depot, Place::Depot, picks)
    }

    /// The length of the shortest walk from the depot past the picks and back, in metres.
    ///
    /// # Errors
    /// The first pick that lies outside the layout.
    pub fn length(&mut self, picks: &[Cell]) -> Result<f64, Unsound> {
        self.length_between(Place::Depot, Place::Depot, picks)
    }

    /// The shortest walk from one place past the picks to another. Without picks, and from a place to itself, it is 0 m long.
    ///
    /// # Errors
    /// The first pick that lies outside the layout, or the start or the end if it does.
    pub fn shortest_between(&mut self, start: Place, end: Place, picks: &[Cell]) -> Result<Tour, Unsound> {
        let walk = self.checked(start, end, picks)?;
        if picks.is_empty() {
            return Ok(Tour { length: self.without_picks(start, end, &walk), order: Vec::new() });
        }
        self.stops.fill(&self.layout, picks, walk.cells());
        let last = self.solve(&walk);
        let length = self.reached[last] + walk.offset;
        let graph = self.drawn(last, &walk);
        let start = match walk.start() {
            Ok((aisle, cross)) => {
                let column = self.aisles.binary_search(&aisle).expect("the start's aisle is walked");
                graph.crossing(column, cross)
            }
            Err(cell) => graph.stop(self.stops.number(cell).expect("the start is a stop")),
        };
        Ok(Tour { length, order: graph.order(start, &self.stops) })
    }

    /// The length of the shortest walk from one place past the picks to another, in metres.
    ///
    /// # Errors
    /// The first pick that lies outside the layout, or the start or the end if it does.
    pub fn length_between(&mut self, start: Place, end: Place, picks: &[Cell]) -> Result<f64, Unsound> {
        let walk = self.checked(start, end, picks)?;
        if picks.is_empty() {
            return Ok(self.without_picks(start, end, &walk));
        }
        self.stops.fill(&self.layout, picks, walk.cells());
        let last = self.solve(&walk);
        Ok(self.reached[last] + walk.offset)
    }

    /// The length of the shortest walk from the one end past what is known of the parts with these numbers to the other, in
    /// metres; none where that is nothing. The ends are no cells.
    pub(super) fn length_past(
        &mut self,
        (start, end): (Place, Place),
        known: &mut Known,
        parts: impl Iterator<Item = usize>,
    ) -> Option<f64> {
        let walk = Walk::new(&self.layout, start, end);
        self.stops.fill_known(known, parts).then(|| {
            let last = self.solve(&walk);
            self.reached[last] + walk.offset
        })
    }

    fn checked(&self, start: Place, end: Place, picks: &[Cell]) -> Result<Walk, Unsound> {
        picks.iter().try_for_each(|pick| self.layout.check(*pick))?;
        start.check(&self.layout)?;
        end.check(&self.layout)?;
        Ok(Walk::new(&self.layout, start, end))
    }

    fn without_picks(&mut self, start: Place, end: Place, walk: &Walk) -> f64 {
        match () {
            () if start == end => 0.0,
            () if walk.is_closed() => walk.offset,
            () => {
                self.stops.fill(&self.layout, &[], walk.cells());
                let last = self.solve(walk);
                self.reached[last] + walk.offset
            }
        }
    }

    /// Takes all steps past the stops; gives where the complete walk stands in `reached`.
    ///
    /// An aisle without a stop or an end is only passed by: whatever a walk has there can as well stand in the next aisle to the
    /// left or to the right, and one of the two makes it no longer.
    fn solve(&mut self, walk: &Walk) -> usize {
        self.aisles.clear();
        self.aisles.extend(self.stops.aisles().chain(walk.aisles()));
        self.aisles.sort_unstable();
        self.aisles.dedup();
        self.steps.clear();
        self.reached.clear();
        self.reached.push(0.0);
        let (mut layer, mut set, mut group) = (0, Table::START, 0);
        for column in 0..self.aisles.len() {
            let aisle = self.aisles[column];
            for block in 0..self.lengths.len() {
                let spots = self.stops.group(group, aisle, block).unwrap_or_default();
                group += usize::from(!spots.is_empty());
                let (kind, costs) = self.block_step(walk, aisle, block, spots);
                (layer, set) = self.step(kind, &costs, layer, set);
            }
            let (costs, is_last) = (self.cross_costs(column), column + 1 == self.aisles.len());
            for cross in 0..=self.lengths.len() {
                let kind = Kind::Cross { cross, ends: walk.at(aisle, cross), is_last };
                (layer, set) = self.step(kind, &costs, layer, set);
            }
        }
        layer + self.table.closed(set).expect("walking everything twice is a walk")
    }

    /// What edges on a cross aisle cost, from an aisle with stops to the next.
    fn cross_costs(&self, column: usize) -> Costs {
        let next = self.aisles.get(column + 1).map_or(0, |next| next - self.aisles[column]);
        let mut costs = [f64::INFINITY; CHOICES];
        (0..=2).for_each(|edges| costs[edges] = (edges * next) as f64 * self.layout.aisle_pitch());
        costs
    }

    fn block_step(&self, walk: &Walk, aisle: usize, block: usize, spots: &[stops::Spot]) -> (Kind, Costs) {
        let length = self.lengths[block];
        let plain = if spots.is_empty() { table::Within::Nothing } else { table::Within::Stops };
        let within = walk.within(aisle, block).unwrap_or(plain);
        let costs = match within {
            table::Within::One | table::Within::Two => stops::ways_with_ends(spots, length),
            _ => stops::ways(spots, length),
        };
        (Kind::Block(block, within), costs)
    }

    /// One step from the states of `set` that stand from `layer` on. Gives where the next ones stand, and their set.
    fn step(&mut self, kind: Kind, costs: &Costs, layer: usize, set: u32) -> (usize, u32) {
        let number = self.table.number_of(set, kind);
        let step = self.table.step(number);
        let next_layer = self.reached.len();
        self.steps.push((number, layer));
        self.reached.resize(next_layer + step.size(), f64::INFINITY);
        let (before, behind) = self.reached.split_at_mut(next_layer);
        step.take(&before[layer..], costs, behind);
        (next_layer, step.next)
    }

    /// The subgraph that leads to the last state, from there back.
    fn drawn(&self, last: usize, walk: &Walk) -> Graph {
        let blocks = self.lengths.len();
        let mut graph = Graph::new(&self.aisles, blocks, self.stops.len());
        let (mut at, mut layer) = (last, self.last_layer());
        for (n, (number, before)) in self.steps.iter().enumerate().rev() {
            let (column, part) = (n / (2 * blocks + 1), n % (2 * blocks + 1));
            let aisle = self.aisles[column];
            let stops = self.stops.range(aisle, part);
            let spots = self.stops.spots(stops.clone());
            let costs = match part.checked_sub(blocks) {
                Some(_) => self.cross_costs(column),
                None => self.block_step(walk, aisle, part, spots).1,
            };
            let leads = |edge: &&table::Edge| {
                self.reached[before + edge.from()] + costs[edge.choice()] <= self.reached[at]
            };
            let edge = self.table.step(*number).into(at - layer).iter().find(leads);
            let edge = edge.expect("a state that was reached has a way to it");
            match part.checked_sub(blocks) {
                Some(cross) => graph.cross(column, cross, edge.choice()),
                None => graph.block(column, part, stops, stops::walked(spots, PASSES[edge.choice()])),
            }
            (at, layer) = (before + edge.from(), *before);
        }
        graph
    }

    /// Where the states behind the last step stand.
    fn last_layer(&self) -> usize {
        let size = self.steps.last().map_or(0, |(number, _)| self.table.step(*number).size());
        self.reached.len() - size
    }
}

fn lengths(layout: &Layout) -> Vec<f64> {
    (0..layout.blocks()).map(|block| layout.block_length(block)).collect()
}

#[cfg(test)]
pub(super) mod tests;
