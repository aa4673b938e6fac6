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

/// Up to so many places to stop at the order is the best.
pub const EXACT_MAX: usize = 12;
/// The most nodes of a graph.
pub const NODES_MAX: usize = 1_000_000;

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
        self.check(from)?;
        let mut lengths = vec![f64::INFINITY; self.ways.len()];
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
                    lengths[*to] = there;
                    heap.push(Reverse((there.to_bits(), *to)));
                }
            }
        }
        Ok(lengths)
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
        let is_exact = places.len() <= EXACT_MAX;
        let order = if is_exact { order::exact(&metres) } else { order::near(&metres, seed, kicks) };
        let length = metres.along(&order);
        let bound = if is_exact { length } else { bound::least(&metres, length).min(length) };
        let order = order[1..order.len() - 1].iter().flat_map(|at| &places[&nodes[*at]]).copied().collect();
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
        Ok(Metres { size: nodes.len(), metres })
    }
}

/// The lengths of the shortest paths between places: the start is the first, the end the last.
struct Metres {
    size: usize,
    metres: Vec<f64>,
}

impl Metres {
    fn of(&self, from: usize, to: usize) -> f64 {
        self.metres[from * self.size + to]
    }

    fn along(&self, order: &[usize]) -> f64 {
        order.windows(2).map(|pair| self.of(pair[0], pair[1])).sum()
    }
}

#[cfg(test)]
mod tests;
