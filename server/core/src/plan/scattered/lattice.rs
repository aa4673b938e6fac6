//! The states of a walk, layer by layer, laid out once for a problem: only what a choice costs changes from sweep to sweep.
//!
//! Every way through a block is there for every block; a way that must not be taken costs [`BARRED`].

use crate::plan::layout::Layout;
use crate::plan::tour::state::{Ends, KINDS, PASSES, Pass};
use crate::plan::tour::table::{Kind, Step, Table, Within};

/// More than any walk.
pub(super) const BARRED: f64 = 1e12;
/// Choices of a step, to a power of two.
const CHOICES: usize = 8;
/// The costs of a step's choices.
type Costs = [f64; CHOICES];

/// A state and the choice that leads from it, or to it.
#[derive(Clone, Copy, Debug)]
struct Edge(u32);

impl Edge {
    fn new(state: usize, choice: usize) -> Self {
        Self((state * CHOICES + choice) as u32)
    }

    fn state(self) -> usize {
        self.0 as usize / CHOICES
    }

    fn choice(self) -> usize {
        self.0 as usize % CHOICES
    }
}

/// Which choices need be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// All.
    All,
    /// Those of a block with stops.
    Stops,
    /// Those of a block without.
    Nothing,
}

/// A state's edges on one side of a step: first those that turn back in the block, then those through it, then the others.
#[derive(Clone, Debug, Default)]
struct Side {
    edges: Vec<Edge>,
    /// By state: where its edges begin, where those through begin, where those begin that skip, and where they end.
    parts: Vec<[u32; 4]>,
}

impl Side {
    fn push(&mut self, mut edges: Vec<Edge>) {
        let rank = |edge: &Edge| match edge.choice() {
            choice if choice >= Pass::Front as usize => 0,
            choice if choice >= Pass::Once as usize => 1,
            _ => 2,
        };
        edges.sort_by_key(|edge| (rank(edge), edge.0));
        let begin = self.edges.len();
        let until = |most: usize| (begin + edges.iter().filter(|edge| rank(edge) < most).count()) as u32;
        self.parts.push([begin as u32, until(1), until(2), until(3)]);
        self.edges.extend(edges);
    }

    fn of(&self, [begin, through, skip, end]: [u32; 4], look: Look) -> &[Edge] {
        match look {
            Look::All => &self.edges[begin as usize..end as usize],
            Look::Stops => &self.edges[begin as usize..skip as usize],
            Look::Nothing => &self.edges[through as usize..end as usize],
        }
    }

    /// The least costs of the states on this side, from those on the other.
    fn take(&self, other: &[f64], costs: &Costs, look: Look, into: &mut [f64]) {
        for (parts, into) in self.parts.iter().zip(into) {
            let mut least = f64::INFINITY;
            for edge in self.of(*parts, look) {
                let cost = other[edge.state()] + costs[edge.choice()];
                least = if cost < least { cost } else { least };
            }
            *into = least;
        }
    }
}

/// A step: for the states behind it those before it, and the other way round.
#[derive(Clone, Debug, Default)]
struct Shape {
    into: Side,
    out: Side,
}

impl Shape {
    fn new(step: &Step, before: usize) -> Self {
        let mut shape = Self::default();
        let mut out = vec![Vec::new(); before];
        for to in 0..step.size() {
            let edges = step.into(to);
            edges.iter().for_each(|edge| out[edge.from()].push(Edge::new(to, edge.choice())));
            shape.into.push(edges.iter().map(|edge| Edge::new(edge.from(), edge.choice())).collect());
        }
        out.into_iter().for_each(|edges| shape.out.push(edges));
        shape
    }
}

/// A step taken: its shape, and where the states before it and behind it begin.
#[derive(Clone, Copy, Debug)]
struct Layer {
    shape: usize,
    before: usize,
    behind: usize,
    /// The slot it goes through; a step along a cross aisle has none.
    slot: Option<usize>,
}

/// A walk's states from the first aisle to the last, and the moves between them.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    shapes: Vec<Shape>,
    layers: Vec<Layer>,
    /// By slot: its layer, what its ways cost in metres, and which of them matter.
    slots: Vec<(usize, Costs, Look)>,
    cross: Costs,
    end: usize,
    first: usize,
    blocks: usize,
    /// The layers from which on, and up to which, costs have changed since the last sweep.
    changed_from: usize,
    changed_to: usize,
    ahead: Vec<f64>,
    behind: Vec<f64>,
    /// By slot: the shortest walk with each choice, without what that costs, and for which sweep this was found.
    through: Vec<(Costs, u64)>,
    sweep: u64,
}

impl Lattice {
    /// For walks between these aisles.
    pub(super) fn new(layout: &Layout, first: usize, last: usize) -> Self {
        let (mut builder, blocks) = (Builder::new(layout.blocks()), layout.blocks());
        for aisle in first..=last {
            for block in 0..blocks {
                let slot = (aisle - first) * blocks + block;
                builder.step(Kind::Block(block, Within::Perhaps), Some(slot));
            }
            for cross in 0..=blocks {
                let is_depot = cross == 0 && aisle == layout.depot_aisle();
                let ends = if is_depot { Ends::Both } else { Ends::None };
                builder.step(Kind::Cross { cross, ends, is_last: aisle == last }, None);
            }
        }
        let closed = builder.table.closed(builder.set).expect("walking everything twice is a walk");
        let nodes = builder.begin + builder.size;
        let mut cross = [BARRED; CHOICES];
        (0..=2).for_each(|edges| cross[edges] = edges as f64 * layout.aisle_pitch());
        let layers = builder.layers;
        let slots = (0..layers.len()).filter(|at| layers[*at].slot.is_some());
        let slots: Vec<_> = slots.map(|at| (at, [BARRED; CHOICES], Look::All)).collect();
        let mut ahead = vec![f64::INFINITY; nodes];
        ahead[0] = 0.0;
        let mut behind = vec![f64::INFINITY; nodes];
        behind[builder.begin + closed] = 0.0;
        Self {
            shapes: builder.shapes,
            end: builder.begin + closed,
            changed_from: 0,
            changed_to: layers.len(),
            layers,
            cross,
            first,
            blocks,
            ahead,
            behind,
            through: vec![([BARRED; CHOICES], 0); slots.len()],
            slots,
            sweep: 0,
        }
    }

    /// The number of an aisle's block.
    pub(super) fn slot(&self, aisle: usize, block: usize) -> usize {
        (aisle - self.first) * self.blocks + block
    }

    /// How many blocks of aisles there are.
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// What the ways through a block cost, in the order of [`PASSES`].
    pub(super) fn set(&mut self, slot: usize, costs: [f64; KINDS]) {
        let (layer, known, look) = &mut self.slots[slot];
        if known[..KINDS] != costs {
            known[..KINDS].copy_from_slice(&costs);
            *look = match (costs[Pass::Skip as usize] < BARRED, costs[Pass::Front as usize] < BARRED) {
                (true, true) => Look::All,
                (true, false) => Look::Nothing,
                (false, _) => Look::Stops,
            };
            self.changed_from = self.changed_from.min(*layer);
            self.changed_to = self.changed_to.max(*layer + 1);
        }
    }

    fn costs(&self, layer: Layer) -> (&Costs, Look) {
        layer.slot.map_or((&self.cross, Look::All), |slot| (&self.slots[slot].1, self.slots[slot].2))
    }

    /// The length of the shortest walk. What lies before the first change stands.
    pub(super) fn forward(&mut self) -> f64 {
        let from = std::mem::replace(&mut self.changed_from, self.layers.len());
        self.sweep += u64::from(from < self.layers.len());
        let mut ahead = std::mem::take(&mut self.ahead);
        for layer in &self.layers[from..] {
            let (costs, look) = self.costs(*layer);
            let (before, behind) = ahead.split_at_mut(layer.behind);
            self.shapes[layer.shape].into.take(&before[layer.before..], costs, look, behind);
        }
        self.ahead = ahead;
        self.ahead[self.end]
    }

    /// After [`forward`](Self::forward): makes ready to ask [`with`](Self::with). What lies behind the last change stands.
    pub(super) fn backward(&mut self) {
        let to = std::mem::replace(&mut self.changed_to, 0);
        self.sweep += u64::from(to > 0);
        let mut behind = std::mem::take(&mut self.behind);
        for layer in self.layers[..to].iter().rev() {
            let (costs, look) = self.costs(*layer);
            let (before, after) = behind.split_at_mut(layer.behind);
            self.shapes[layer.shape].out.take(after, costs, look, &mut before[layer.before..]);
        }
        self.behind = behind;
    }

    /// After [`backward`](Self::backward): how long the shortest walk is when a block's ways cost this, and it has stops.
    pub(super) fn with(&mut self, slot: usize, costs: [f64; KINDS]) -> f64 {
        if self.through[slot].1 != self.sweep {
            self.through[slot] = (self.found(slot), self.sweep);
        }
        let ways = self.through[slot].0.iter().zip(costs);
        ways.skip(1).fold(f64::INFINITY, |least, (rest, cost)| least.min(rest + cost))
    }

    fn found(&self, slot: usize) -> Costs {
        let layer = self.layers[self.slots[slot].0];
        let side = &self.shapes[layer.shape].into;
        let (ahead, behind) = (&self.ahead[layer.before..layer.behind], &self.behind[layer.behind..]);
        let mut through = [f64::INFINITY; CHOICES];
        for (parts, rest) in side.parts.iter().zip(behind) {
            for edge in side.of(*parts, Look::Stops) {
                let known = &mut through[edge.choice()];
                let length = ahead[edge.state()] + rest;
                *known = if length < *known { length } else { *known };
            }
        }
        through
    }

    /// After [`forward`](Self::forward): the way that the shortest walk takes through each block, for those it enters.
    pub(super) fn walk(&self, mut each: impl FnMut(usize, Pass)) {
        let mut at = self.end;
        for layer in self.layers.iter().rev() {
            let (costs, look) = self.costs(*layer);
            let side = &self.shapes[layer.shape].into;
            let leads = |edge: &&Edge| {
                self.ahead[layer.before + edge.state()] + costs[edge.choice()] <= self.ahead[at]
            };
            let edges = side.of(side.parts[at - layer.behind], look);
            let edge = edges.iter().find(leads).expect("a state that was reached has a way to it");
            at = layer.before + edge.state();
            if let Some(slot) = layer.slot {
                each(slot, PASSES[edge.choice()]);
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

/// Lays the states out, step by step.
struct Builder {
    table: Table,
    shapes: Vec<Shape>,
    /// By step's number: its shape.
    known: Vec<Option<usize>>,
    layers: Vec<Layer>,
    set: u32,
    /// The present states: where they begin, and how many there are.
    begin: usize,
    size: usize,
}

impl Builder {
    fn new(blocks: usize) -> Self {
        let table = Table::new(blocks);
        let (shapes, known, layers) = (Vec::new(), Vec::new(), Vec::new());
        Self { table, shapes, known, layers, set: Table::START, begin: 0, size: 1 }
    }

    fn step(&mut self, kind: Kind, slot: Option<usize>) {
        let number = self.table.number_of(self.set, kind);
        let step = self.table.step(number);
        let known = &mut self.known;
        known.resize(known.len().max(number as usize + 1), None);
        let shape = *known[number as usize].get_or_insert_with(|| {
            self.shapes.push(Shape::new(step, self.size));
            self.shapes.len() - 1
        });
        let behind = self.begin + self.size;
        self.layers.push(Layer { shape, before: self.begin, behind, slot });
        (self.set, self.begin, self.size) = (step.next, behind, step.size());
    }
}
