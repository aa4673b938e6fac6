//! Walks on any graph: a mezzanine, several halls, ways that may be walked in one direction only.
//!
//! Shortest paths between the stops (Dijkstra, Numerische Mathematik 1, 1959), then the order of the stops: exact up to
//! [`EXACT_MAX`] of them (Held and Karp, J. SIAM 10(1), 1962), beyond that by local search with kicks. How short any walk is at
//! least is told by spanning trees whose degrees are priced (Held and Karp, Operations Research 18(6), 1970).
//!
//! **Invariant**: a walk comes past each stop, is as long as it says, and never shorter than its bound. The same graph, stops,
//! seed and number of kicks give the same walk.

mod bound;
mod order;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt;

use crate::item::Handling;

/// Up to so many places to stop at the order is the best.
pub const EXACT_MAX: usize = 12;
/// Up to so many it is where there is no time.
const QUICK_EXACT_MAX: usize = 6;
/// The most nodes of a graph.
pub const NODES_MAX: usize = 1_000_000;
/// What a step costs that takes goods out of their order: more than any walk is long.
const BARRED: f64 = 1e12;

/// A way between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The node it leads from.
    pub from: usize,
    /// The node it leads to.
    pub to: usize,
    /// Its length, in metres.
    pub length: f64,
    /// Whether it may be walked from `from` to `to` only.
    pub is_one_way: bool,
}

/// Why there is no graph, or no walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// More nodes than can be planned for.
    Size,
    /// A node that is not there.
    Node(usize),
    /// The way at this position has a length that is negative or no number.
    Length(usize),
    /// There is no way from the first node to the second.
    Apart(usize, usize),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size => write!(f, "a graph has at most {NODES_MAX} nodes"),
            Self::Node(node) => write!(f, "the node {node} is not in the graph"),
            Self::Length(at) => write!(f, "the way at position {at} must be 0 to 1000000 metres long"),
            Self::Apart(from, to) => write!(f, "there is no way from node {from} to node {to}"),
        }
    }
}

impl std::error::Error for Unfit {}

/// A walk past stops.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Its length in metres.
    pub length: f64,
    /// How long any such walk is at least, in metres.
    pub bound: f64,
    /// The stops, as positions in what was asked for, in walking order.
    pub order: Vec<usize>,
}

/// Nodes and the ways between them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// By node: where the ways from it lead, and their lengths.
    ways: Vec<Vec<(usize, f64)>>,
}

impl Graph {
    /// A graph of nodes from 0 and these ways.
    ///
    /// # Errors
    /// The first way that makes no sense, or too many nodes.
    pub fn new(nodes: usize, ways: &[Way]) -> Result<Self, Unfit> {
        if nodes > NODES_MAX {
            return Err(Unfit::Size);
        }
        let mut graph = Self { ways: vec![Vec::new(); nodes] };
        for (at, way) in ways.iter().enumerate() {
            graph.check(way.from)?;
            graph.check(way.to)?;
            if !(0.0..=1e6).contains(&way.length) {
                return Err(Unfit::Length(at));
            }
            graph.ways[way.from].push((way.to, way.length));
            if !way.is_one_way {
                graph.ways[way.to].push((way.from, way.length));
            }
        }
        Ok(graph)
    }

    fn check(&self, node: usize) -> Result<(), Unfit> {
        if node < self.ways.len() { Ok(()) } else { Err(Unfit::Node(node)) }
    }

    /// By node, the length of the shortest path to it, in metres; infinity where none leads.
    ///
    /// # Errors
    /// A node that is not there.
    pub fn lengths(&self, from: usize) -> Result<Vec<f64>, Unfit> {
        self.paths(from).map(|(lengths, _)| lengths)
    }

    /// The same, and by node the one before it on that path; itself where there is none.
    ///
    /// # Errors
    /// A node that is not there.
    pub fn paths(&self, from: usize) -> Result<(Vec<f64>, Vec<usize>), Unfit> {
        self.check(from)?;
        let mut lengths = vec![f64::INFINITY; self.ways.len()];
        let mut before: Vec<usize> = (0..self.ways.len()).collect();
        lengths[from] = 0.0;
        // Lengths are not negative, so that their bits are in order as they are.
        let mut heap = BinaryHeap::from([Reverse((0_u64, from))]);
        while let Some(Reverse((bits, at))) = heap.pop() {
            let length = f64::from_bits(bits);
            if length > lengths[at] {
                continue;
            }
            for (to, more) in &self.ways[at] {
                let there = length + more;
                if there < lengths[*to] {
                    (lengths[*to], before[*to]) = (there, at);
                    heap.push(Reverse((there.to_bits(), *to)));
                }
            }
        }
        Ok((lengths, before))
    }

    /// A short walk from one node past the stops to another, the shortest up to [`EXACT_MAX`] of them; beyond, `kicks` say how
    /// often the order is shaken from `seed` and made better again.
    ///
    /// # Errors
    /// A node that is not there, or the first two between which there is no way.
    pub fn walk(
        &self,
        (start, end): (usize, usize),
        stops: &[usize],
        (seed, kicks): (u64, u32),
    ) -> Result<Walk, Unfit> {
        let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        stops.iter().zip(0..).for_each(|(node, at)| places.entry(*node).or_default().push(at));
        let nodes: Vec<usize> = [start].into_iter().chain(places.keys().copied()).chain([end]).collect();
        let metres = self.between(&nodes)?;
        if stops.is_empty() {
            let length = metres.of(0, 1);
            return Ok(Walk { length, bound: length, order: Vec::new() });
        }
        let Walk { length, bound, order } = metres.walk((seed, kicks));
        let order = order.iter().flat_map(|at| &places[&nodes[at + 1]]).copied().collect();
        Ok(Walk { length, bound, order })
    }

    fn between(&self, nodes: &[usize]) -> Result<Metres, Unfit> {
        nodes.iter().try_for_each(|node| self.check(*node))?;
        let mut metres = Vec::with_capacity(nodes.len() * nodes.len());
        // Nothing leads from the end.
        for from in &nodes[..nodes.len() - 1] {
            let lengths = self.lengths(*from)?;
            for to in &nodes[1..] {
                if lengths[*to] == f64::INFINITY {
                    return Err(Unfit::Apart(*from, *to));
                }
            }
            metres.extend(nodes.iter().map(|to| lengths[*to]));
        }
        Ok(Metres::new(nodes.len(), metres))
    }
}

/// The lengths of the shortest paths between places: the start is the first, the end the last. Nothing asks for a length to the
/// start or from the end.
#[derive(Clone, Debug)]
pub(super) struct Metres {
    size: usize,
    metres: Vec<f64>,
    /// By stop, what must be taken before it has a lower one.
    classes: Vec<Handling>,
}

impl Metres {
    /// Lengths between `size` places, row by row.
    pub(super) fn new(size: usize, metres: Vec<f64>) -> Self {
        Self { size, metres, classes: vec![Handling::default(); size - 2] }
    }

    /// The same for stops with these goods: no good order takes one before another of an earlier class.
    pub(super) fn in_classes(mut self, classes: &[Handling]) -> Self {
        let mut all = classes.to_vec();
        all.sort_unstable();
        all.dedup();
        let rank = |at: usize| all.binary_search(&classes[at - 1]).unwrap_or(0);
        let last = self.size - 1;
        for at in 1..last {
            self.bar(0, at, rank(at) > 0);
            self.bar(at, last, rank(at) + 1 < all.len());
            (1..last).for_each(|to| self.bar(at, to, rank(to) != rank(at) && rank(to) != rank(at) + 1));
        }
        self.classes = classes.to_vec();
        self
    }

    fn bar(&mut self, from: usize, to: usize, is_barred: bool) {
        self.metres[from * self.size + to] += if is_barred { BARRED } else { 0.0 };
    }

    fn of(&self, from: usize, to: usize) -> f64 {
        self.metres[from * self.size + to]
    }

    fn along(&self, order: &[usize]) -> f64 {
        order.windows(2).map(|pair| self.of(pair[0], pair[1])).sum()
    }

    /// A short walk past at least one stop, the shortest up to [`EXACT_MAX`] of them.
    pub(super) fn walk(&self, (seed, kicks): (u64, u32)) -> Walk {
        if self.size - 2 <= EXACT_MAX {
            return self.best();
        }
        let order = order::near(self, seed, kicks);
        let length = self.along(&order);
        let bound = bound::least(self, length).min(length);
        Walk { length, bound, order: stops(&order) }
    }

    /// The shortest walk past at least one stop, and few.
    fn best(&self) -> Walk {
        let order = order::exact(self);
        let length = self.along(&order);
        Walk { length, bound: length, order: stops(&order) }
    }

    /// How long any walk past at least one stop is at least, by one that is known; the length of the shortest up to [`EXACT_MAX`]
    /// of them.
    pub(super) fn least(&self, known: f64) -> f64 {
        if self.size - 2 <= EXACT_MAX { self.best().length } else { bound::least(self, known).min(known) }
    }

    /// The length of a short walk past at least one stop and its order, found at once: the shortest past a few stops, without
    /// kicks past more.
    pub(super) fn quick(&self) -> (f64, Vec<usize>) {
        let is_few = self.size - 2 <= QUICK_EXACT_MAX;
        let order = if is_few { order::exact(self) } else { order::near(self, 0, 0) };
        (self.along(&order), stops(&order))
    }
}

/// An order of places without its ends, as positions among the stops.
fn stops(order: &[usize]) -> Vec<usize> {
    order[1..order.len() - 1].iter().map(|at| at - 1).collect()
}

#[cfg(test)]
mod tests;
