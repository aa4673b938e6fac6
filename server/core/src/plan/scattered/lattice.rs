//! The states of a walk as a graph, laid out once for a problem: only what a choice costs changes from sweep to sweep.
//!
//! Every way through a block is there for every block; a way that must not be taken costs [`BARRED`].

use crate::plan::layout::Layout;
use crate::plan::tour::state::{Ends, KINDS, PASSES, Pass};
use crate::plan::tour::table::{Kind, Table, Within};

/// More than any walk.
pub(super) const BARRED: f64 = 1e12;
/// Where the costs of blocks begin: before them stand those of 0, 1 and 2 edges on a cross aisle.
const BLOCKS: usize = 3;

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u32,
    to: u32,
    /// Which cost.
    cost: u32,
}

/// A walk's states from the first aisle to the last, and the moves between them.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    /// Step by step.
    edges: Vec<Edge>,
    end: usize,
    /// What each choice costs, in metres.
    costs: Vec<f64>,
    first: usize,
    blocks: usize,
    /// By slot: where its edges begin and end, and where the states after them begin.
    layers: Vec<Layer>,
    /// The first edge from which on, and the last edge up to which, costs have changed since the last sweep.
    changed_from: usize,
    changed_to: usize,
    ahead: Vec<f64>,
    behind: Vec<f64>,
    /// By choice: the shortest walk with it, without what it costs itself; by slot, for which sweep this was found.
    through: Vec<f64>,
    found: Vec<u64>,
    sweep: u64,
}

/// Where the step through a slot lies.
#[derive(Clone, Copy, Debug, Default)]
struct Layer {
    edges: (usize, usize),
    /// The first state before the step, and the first behind it.
    nodes: (usize, usize),
}

impl Lattice {
    /// For walks between these aisles.
    pub(super) fn new(layout: &Layout, first: usize, last: usize) -> Self {
        let mut builder = Builder::new(Table::new(layout.blocks()));
        let blocks = layout.blocks();
        for aisle in first..=last {
            for block in 0..blocks {
                let cost = BLOCKS + ((aisle - first) * blocks + block) * KINDS;
                builder.step(Kind::Block(block, Within::Perhaps), cost);
            }
            for cross in 0..=blocks {
                let is_depot = cross == 0 && aisle == layout.depot_aisle();
                let ends = if is_depot { Ends::Both } else { Ends::None };
                builder.step(Kind::Cross { cross, ends, is_last: aisle == last }, 0);
            }
        }
        let slots = (last - first + 1) * blocks;
        let (edges, nodes, end) = builder.done();
        let pitch = layout.aisle_pitch();
        let mut costs = vec![0.0, pitch, 2.0 * pitch];
        costs.resize(BLOCKS + slots * KINDS, BARRED);
        Self {
            layers: layers(&edges, slots),
            changed_from: 0,
            changed_to: edges.len(),
            edges,
            end,
            through: vec![0.0; costs.len()],
            found: vec![0; slots],
            sweep: 0,
            costs,
            first,
            blocks,
            ahead: vec![0.0; nodes],
            behind: vec![0.0; nodes],
        }
    }

    /// The number of an aisle's block.
    pub(super) fn slot(&self, aisle: usize, block: usize) -> usize {
        (aisle - self.first) * self.blocks + block
    }

    /// How many blocks of aisles there are.
    pub(super) fn slots(&self) -> usize {
        (self.costs.len() - BLOCKS) / KINDS
    }

    /// What the ways through a block cost, in the order of [`PASSES`].
    pub(super) fn set(&mut self, slot: usize, costs: [f64; KINDS]) {
        let at = BLOCKS + slot * KINDS;
        let known = &mut self.costs[at..at + KINDS];
        if *known != costs {
            known.copy_from_slice(&costs);
            let (from, to) = self.layers[slot].edges;
            self.changed_from = self.changed_from.min(from);
            self.changed_to = self.changed_to.max(to);
        }
    }

    /// The length of the shortest walk. What lies before the first change stands.
    pub(super) fn forward(&mut self) -> f64 {
        let from = std::mem::replace(&mut self.changed_from, self.edges.len());
        let Some(first) = self.edges.get(from) else { return self.ahead[self.end] };
        self.sweep += 1;
        // The first edge of a step need not lead to its first state.
        let next = self.changed_nodes(first.cost).1;
        self.ahead[next..].fill(f64::INFINITY);
        if from == 0 {
            self.ahead[0] = 0.0;
        }
        for edge in &self.edges[from..] {
            let length = self.ahead[edge.from as usize] + self.costs[edge.cost as usize];
            let known = &mut self.ahead[edge.to as usize];
            *known = known.min(length);
        }
        self.ahead[self.end]
    }

    /// After [`forward`](Self::forward): makes ready to ask [`with`](Self::with). What lies behind the last change stands.
    pub(super) fn backward(&mut self) {
        let to = std::mem::replace(&mut self.changed_to, 0);
        let Some(last) = to.checked_sub(1).map(|last| self.edges[last]) else { return };
        self.sweep += 1;
        let whole = to == self.edges.len();
        let end = if whole { self.behind.len() } else { self.changed_nodes(last.cost).1 };
        self.behind[..end].fill(f64::INFINITY);
        if whole {
            self.behind[self.end] = 0.0;
        }
        for edge in self.edges[..to].iter().rev() {
            let length = self.behind[edge.to as usize] + self.costs[edge.cost as usize];
            let known = &mut self.behind[edge.from as usize];
            *known = known.min(length);
        }
    }

    /// The states before and behind the step of a changed cost, which is one of a slot.
    fn changed_nodes(&self, cost: u32) -> (usize, usize) {
        self.layers[(cost as usize - BLOCKS) / KINDS].nodes
    }

    /// After [`backward`](Self::backward): how long the shortest walk is when a block's ways cost this.
    pub(super) fn with(&mut self, slot: usize, costs: [f64; KINDS]) -> f64 {
        let at = BLOCKS + slot * KINDS;
        if self.found[slot] != self.sweep {
            self.found[slot] = self.sweep;
            self.through[at..at + KINDS].fill(f64::INFINITY);
            let (from, to) = self.layers[slot].edges;
            for edge in &self.edges[from..to] {
                let rest = self.ahead[edge.from as usize] + self.behind[edge.to as usize];
                let known = &mut self.through[edge.cost as usize];
                *known = known.min(rest);
            }
        }
        let ways = self.through[at..at + KINDS].iter().zip(costs);
        ways.fold(f64::INFINITY, |least, (rest, cost)| least.min(rest + cost))
    }

    /// After [`forward`](Self::forward): the way that the shortest walk takes through each block, for those it enters.
    pub(super) fn walk(&self, mut each: impl FnMut(usize, Pass)) {
        let mut at = self.end;
        for edge in self.edges.iter().rev().filter(|edge| self.ahead[edge.to as usize] < f64::INFINITY) {
            let leads = self.ahead[edge.from as usize] + self.costs[edge.cost as usize];
            if edge.to as usize == at && leads <= self.ahead[at] {
                at = edge.from as usize;
                if let Some(cost) = (edge.cost as usize).checked_sub(BLOCKS) {
                    each(cost / KINDS, PASSES[cost % KINDS]);
                }
            }
        }
    }
}

/// What the ways through a block with these stops cost, and one more stop; stops lie from the front.
pub(super) fn ways(stops: &[f64], length: f64, more: Option<f64>) -> [f64; KINDS] {
    let mut costs = [BARRED; KINDS];
    let mut say = |pass: Pass, cost: f64| costs[pass as usize] = cost;
    say(Pass::Once, length);
    say(Pass::Twice, 2.0 * length);
    let deepest = stops.last().copied().into_iter().chain(more).fold(f64::NEG_INFINITY, f64::max);
    let nearest = stops.first().copied().into_iter().chain(more).fold(f64::INFINITY, f64::min);
    if deepest < nearest {
        say(Pass::Skip, 0.0);
        return costs;
    }
    say(Pass::Front, 2.0 * deepest);
    say(Pass::Back, 2.0 * (length - nearest));
    let (mut before, mut gap, mut added) = (nearest, 0.0_f64, more.is_none());
    for stop in stops {
        if let Some(between) = more.filter(|more| !added && more <= stop) {
            gap = gap.max(between - before);
            (before, added) = (between, true);
        }
        gap = gap.max(stop - before);
        before = *stop;
    }
    if let Some(last) = more.filter(|_| !added) {
        gap = gap.max(last - before);
    }
    say(Pass::Both, 2.0 * (length - gap));
    costs
}

/// Where each slot's step lies; the edges stand step by step.
fn layers(edges: &[Edge], slots: usize) -> Vec<Layer> {
    let mut layers = vec![Layer { edges: (usize::MAX, 0), nodes: (usize::MAX, usize::MAX) }; slots];
    for (at, edge) in edges.iter().enumerate() {
        let Some(cost) = (edge.cost as usize).checked_sub(BLOCKS) else { continue };
        let Layer { edges, nodes } = &mut layers[cost / KINDS];
        *edges = (edges.0.min(at), at + 1);
        *nodes = (nodes.0.min(edge.from as usize), nodes.1.min(edge.to as usize));
    }
    layers
}

/// Lays the graph out, step by step.
struct Builder {
    table: Table,
    edges: Vec<Edge>,
    set: u32,
    /// The present step's states: where they begin, and how many there are.
    begin: usize,
    size: usize,
}

impl Builder {
    fn new(table: Table) -> Self {
        Self { table, edges: Vec::new(), set: Table::START, begin: 0, size: 1 }
    }

    /// One step, whose choices' costs stand from `cost` on.
    fn step(&mut self, kind: Kind, cost: usize) {
        let number = self.table.number_of(self.set, kind);
        let step = self.table.step(number);
        let next_begin = self.begin + self.size;
        for to in 0..step.size() {
            self.edges.extend(step.into(to).iter().map(|edge| Edge {
                from: (self.begin + edge.from()) as u32,
                to: (next_begin + to) as u32,
                cost: (cost + edge.choice()) as u32,
            }));
        }
        (self.set, self.begin, self.size) = (step.next, next_begin, step.size());
    }

    /// The edges that lie on a walk, the states, and the state of the walk that is closed.
    fn done(mut self) -> (Vec<Edge>, usize, usize) {
        let nodes = self.begin + self.size;
        let closed = self.table.closed(self.set);
        let end = self.begin + closed.expect("walking everything twice is a walk");
        let mut leads = vec![false; nodes];
        leads[end] = true;
        for edge in self.edges.iter().rev() {
            if leads[edge.to as usize] {
                leads[edge.from as usize] = true;
            }
        }
        self.edges.retain(|edge| leads[edge.to as usize]);
        (self.edges, nodes, end)
    }
}
