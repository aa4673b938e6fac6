//! The states of a walk, layer by layer, laid out once for a problem: only what a choice costs changes from sweep to sweep.
//!
//! Every way through a block is there for every block; a way that must not be taken costs [`BARRED`]. What states cost is kept
//! less the least of their layer: a change then alters only the layers near it, as the others move by the same metres all, and
//! a sweep goes on from a change only until it meets what it knows.

mod shape;

use self::shape::{Builder, CHOICES, Costs, Edge, Layer, Look, SETS, Sets, Shape, within};
use crate::plan::layout::Layout;
use crate::plan::tour::state::{Ends, KINDS, PASSES, Pass};
use crate::plan::tour::table::{Kind, Within};

/// More than any walk.
pub(super) const BARRED: f64 = f64::INFINITY;
/// What counts as the same, in metres.
const SAME: f64 = 1e-9;
/// What the layers' states cost, from one end of the walk, less the least of each layer.
#[derive(Clone, Debug)]
struct Known {
    costs: Vec<f64>,
    /// By layer: what was taken off behind it, in metres; and whether its choices cost something else since.
    least: Vec<f64>,
    stale: Vec<bool>,
    /// No layer before the first of these, or from the second on, is stale.
    span: (usize, usize),
}

impl Known {
    fn new(nodes: usize, layers: usize, start: usize) -> Self {
        let mut costs = vec![f64::INFINITY; nodes];
        costs[start] = 0.0;
        Self { costs, least: vec![0.0; layers], stale: vec![true; layers], span: (0, layers) }
    }

    fn touch(&mut self, layer: usize) {
        self.stale[layer] = true;
        self.span = (self.span.0.min(layer), self.span.1.max(layer + 1));
    }

    /// Takes what the states from here on cost now, in this order, in the place of what is known; `true` when they cost the same.
    fn learn(&mut self, layer: usize, from: usize, order: &[u32], found: &[f64]) -> bool {
        let least = |a: f64, b: &f64| if *b < a { *b } else { a };
        let (pairs, odd) = found.as_chunks::<4>();
        let mut lanes = [f64::INFINITY; 4];
        for four in pairs {
            lanes.iter_mut().zip(four).for_each(|(lane, cost)| *lane = least(*lane, cost));
        }
        let least = lanes.iter().chain(odd).fold(f64::INFINITY, least);
        let off = if least < f64::INFINITY { least } else { 0.0 };
        let known = &mut self.costs[from..from + order.len()];
        let mut changed = false;
        for (state, found) in order.iter().zip(found) {
            let (known, cost) = (&mut known[*state as usize], found - off);
            // Of two that are barred the difference is no number, and no change.
            changed |= (cost - *known).abs() > SAME;
            *known = cost;
        }
        self.least[layer] = off;
        self.stale[layer] = false;
        !changed
    }
}

/// What a step's choices cost.
#[derive(Clone, Copy, Debug)]
struct Ways {
    layer: usize,
    /// By choice, in metres.
    choices: [f64; CHOICES],
    sets: Costs,
    /// Which of them matter.
    look: Look,
}

impl Ways {
    fn barred(layer: usize) -> Self {
        Self { layer, choices: [BARRED; CHOICES], sets: [BARRED; SETS], look: Look::All }
    }
}

/// The moves through a block: the shortest walk with each choice, without what that costs.
#[derive(Clone, Debug)]
struct Through {
    rest: [f64; CHOICES],
    /// The shortest walk as it is.
    least: f64,
    /// Whether this is still so.
    stands: bool,
}

/// A walk's states from the first aisle to the last, and the moves between them.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    shapes: Vec<Shape>,
    sets: Sets,
    layers: Vec<Layer>,
    slots: Vec<Ways>,
    cross: Ways,
    end: usize,
    first: usize,
    blocks: usize,
    ahead: Known,
    behind: Known,
    through: Vec<Through>,
    /// By slot: how often what a stop more costs there has changed.
    changes: Vec<u32>,
    found: Vec<f64>,
    length: f64,
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
        let (nodes, end) = (builder.begin + builder.size, builder.begin + closed);
        let mut cross = Ways::barred(0);
        (0..=2).for_each(|edges| cross.choices[edges] = edges as f64 * layout.aisle_pitch());
        cross.sets = builder.sets.costs(&cross.choices);
        let layers = builder.layers;
        let slots = (0..layers.len()).filter(|at| layers[*at].slot.is_some());
        let slots: Vec<Ways> = slots.map(Ways::barred).collect();
        let through = Through { rest: [BARRED; CHOICES], least: BARRED, stands: false };
        Self {
            shapes: builder.shapes,
            sets: builder.sets,
            cross,
            end,
            first,
            blocks,
            ahead: Known::new(nodes, layers.len(), 0),
            behind: Known::new(nodes, layers.len(), end),
            layers,
            through: vec![through; slots.len()],
            changes: vec![0; slots.len()],
            slots,
            found: Vec::new(),
            length: BARRED,
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
        let ways = &mut self.slots[slot];
        if ways.choices[..KINDS] != costs {
            ways.choices[..KINDS].copy_from_slice(&costs);
            ways.sets = self.sets.costs(&ways.choices);
            ways.look = match (costs[Pass::Skip as usize] < BARRED, costs[Pass::Front as usize] < BARRED) {
                (true, true) => Look::All,
                (true, false) => Look::Nothing,
                (false, _) => Look::Stops,
            };
            let layer = ways.layer;
            self.ahead.touch(layer);
            self.behind.touch(layer);
            self.change(slot);
        }
    }

    fn change(&mut self, slot: usize) {
        self.through[slot].stands = false;
        self.changes[slot] += 1;
    }

    /// How often what [`with`](Self::with) tells of a block has changed.
    pub(super) fn changes(&self, slot: usize) -> u32 {
        self.changes[slot]
    }

    fn ways(&self, layer: Layer) -> &Ways {
        layer.slot.map_or(&self.cross, |slot| &self.slots[slot])
    }

    /// The length of the shortest walk.
    pub(super) fn forward(&mut self) -> f64 {
        let (mut at, to) = self.ahead.span;
        if at >= to {
            return self.length;
        }
        let mut found = std::mem::take(&mut self.found);
        while at < self.layers.len() {
            let layer = self.layers[at];
            let Ways { sets, look, .. } = self.ways(layer);
            let columns = &self.shapes[layer.shape].into.columns[*look as usize];
            columns.take(&self.ahead.costs[layer.before..layer.behind], sets, &mut found);
            let same = self.ahead.learn(at, layer.behind, &columns.order, &found);
            at += 1;
            if same {
                // From here on all stands up to the next change.
                let next = self.ahead.stale[at..to.max(at)].iter().position(|stale| *stale);
                at = next.map_or(self.layers.len(), |next| at + next);
            } else if let Some(slot) = self.layers.get(at).and_then(|layer| layer.slot) {
                self.change(slot);
            }
        }
        self.found = found;
        self.ahead.span = (self.layers.len(), 0);
        self.length = self.ahead.least.iter().sum::<f64>() + self.ahead.costs[self.end];
        self.length
    }

    /// After [`forward`](Self::forward): makes ready to ask [`with`](Self::with).
    pub(super) fn backward(&mut self) {
        let (from, mut at) = self.behind.span;
        let mut found = std::mem::take(&mut self.found);
        while at > 0 {
            at -= 1;
            let layer = self.layers[at];
            let Ways { sets, look, .. } = self.ways(layer);
            let columns = &self.shapes[layer.shape].out.columns[*look as usize];
            columns.take(&self.behind.costs[layer.behind..], sets, &mut found);
            if self.behind.learn(at, layer.before, &columns.order, &found) {
                let next = self.behind.stale[from.min(at)..at].iter().rposition(|stale| *stale);
                at = next.map_or(0, |next| from.min(at) + next + 1);
            } else if let Some(slot) = at.checked_sub(1).and_then(|at| self.layers[at].slot) {
                self.change(slot);
            }
        }
        self.found = found;
        self.behind.span = (self.layers.len(), 0);
    }

    /// After [`backward`](Self::backward): how much longer the shortest walk is when a block's ways cost this, and it has stops.
    pub(super) fn with(&mut self, slot: usize, costs: [f64; KINDS]) -> f64 {
        if !self.through[slot].stands {
            self.through[slot] = self.found(slot);
        }
        let through = &self.through[slot];
        let ways = through.rest.iter().zip(costs);
        ways.skip(1).fold(f64::INFINITY, |least, (rest, cost)| least.min(rest + cost)) - through.least
    }

    fn found(&self, slot: usize) -> Through {
        let ways = &self.slots[slot];
        let layer = self.layers[ways.layer];
        let side = &self.shapes[layer.shape].into;
        let (ahead, behind) =
            (&self.ahead.costs[layer.before..layer.behind], &self.behind.costs[layer.behind..]);
        let mut by_set = [f64::INFINITY; SETS];
        for (edges, behind) in side.by_state.iter().zip(behind) {
            for edge in edges {
                let known = &mut by_set[edge.set()];
                let length = ahead[edge.state()] + behind;
                *known = if length < *known { length } else { *known };
            }
        }
        let mut rest = [f64::INFINITY; CHOICES];
        for (length, set) in by_set.iter().zip(&self.sets.0) {
            within(*set).for_each(|choice| rest[choice] = rest[choice].min(*length));
        }
        let all = rest.iter().zip(&ways.choices);
        let least = all.fold(f64::INFINITY, |least, (rest, cost)| least.min(rest + cost));
        Through { rest, least, stands: true }
    }

    /// After [`forward`](Self::forward): the way that the shortest walk takes through each block, for those it enters.
    pub(super) fn walk(&self, mut each: impl FnMut(usize, Pass)) {
        let mut at = self.end;
        for layer in self.layers.iter().rev() {
            let Ways { choices, sets, .. } = self.ways(*layer);
            let side = &self.shapes[layer.shape].into;
            let cost = |edge: &Edge| self.ahead.costs[layer.before + edge.state()] + sets[edge.set()];
            let edges = &side.by_state[at - layer.behind];
            let edge = edges.iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
            let edge = edge.expect("a state that was reached has a way to it");
            at = layer.before + edge.state();
            if let Some(slot) = layer.slot {
                let taken = within(self.sets.0[edge.set()]);
                let taken = taken.min_by(|a, b| choices[*a].total_cmp(&choices[*b]));
                each(slot, PASSES[taken.expect("a set holds a choice")]);
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

#[cfg(test)]
mod tests;
