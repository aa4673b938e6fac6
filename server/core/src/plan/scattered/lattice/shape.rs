//! The steps of a walk's states, shaped for sweeps: choices that lead from a state to the same other are one, as the least of them
//! is all that counts.

use super::BARRED;
use crate::plan::tour::state::Pass;
use crate::plan::tour::table::{Kind, Step, Table};

/// Choices of a step, to a power of two.
pub(super) const CHOICES: usize = 8;
/// Sets of choices that lead from one state to the same other, to a power of two: more than any number of blocks has.
pub(super) const SETS: usize = 32;
/// The costs of a step's sets of choices: of each the least.
pub(super) type Costs = [f64; SETS];

/// A state and the set of choices that lead from it, or to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge(u32);

impl Edge {
    pub(super) fn new(state: usize, set: usize) -> Self {
        Self((state * SETS + set) as u32)
    }

    pub(super) fn state(self) -> usize {
        self.0 as usize / SETS
    }

    pub(super) fn set(self) -> usize {
        self.0 as usize % SETS
    }
}

/// Which choices need be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// All.
    All,
    /// Those of a block with stops.
    Stops,
    /// Those of a block without.
    Nothing,
}

/// As bits, the choice to skip a block, and those through it.
pub(super) const SKIP: u8 = 1 << Pass::Skip as u8;
pub(super) const THROUGH: u8 = 1 << Pass::Once as u8 | 1 << Pass::Twice as u8;

/// Sets of choices as bits, each once; a set's number is its position.
#[derive(Clone, Debug, Default)]
pub(super) struct Sets(pub(super) Vec<u8>);

impl Sets {
    pub(super) fn number(&mut self, choices: u8) -> usize {
        let known = self.0.iter().position(|known| *known == choices);
        known.unwrap_or_else(|| {
            assert!(self.0.len() < SETS, "there are fewer sets of choices");
            self.0.push(choices);
            self.0.len() - 1
        })
    }

    /// What each set costs: the least of its choices.
    pub(super) fn costs(&self, choices: &[f64]) -> Costs {
        let mut costs = [BARRED; SETS];
        for (cost, set) in costs.iter_mut().zip(&self.0) {
            *cost = within(*set).map(|choice| choices[choice]).fold(BARRED, f64::min);
        }
        costs
    }
}

/// The choices in a set.
pub(super) fn within(set: u8) -> impl Iterator<Item = usize> {
    (0..CHOICES).filter(move |choice| set & (1 << choice) != 0)
}

/// The edges to look at on one side of a step, column by column, so that a column's states wait for nothing of each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// The states, those with most edges first.
    pub(super) order: Vec<u32>,
    /// Of these states the first edges, then the second ones of those that have two, and so on.
    edges: Vec<Edge>,
    /// Where each column ends.
    until: Vec<u32>,
}

impl Columns {
    pub(super) fn new(by_state: &[Vec<Edge>], looked_at: impl Fn(&Edge) -> bool) -> Self {
        let kept = by_state.iter().map(|edges| edges.iter().copied().filter(&looked_at).collect());
        let kept: Vec<Vec<Edge>> = kept.collect();
        let mut order: Vec<u32> = (0..kept.len() as u32).collect();
        order.sort_by_key(|state| (std::cmp::Reverse(kept[*state as usize].len()), *state));
        let mut columns = Self { order, ..Self::default() };
        for column in 0..kept.iter().map(Vec::len).max().unwrap_or(0) {
            let edges = columns.order.iter().map_while(|state| kept[*state as usize].get(column));
            columns.edges.extend(edges);
            columns.until.push(columns.edges.len() as u32);
        }
        columns
    }

    /// The least costs of the states on this side in their order, from those on the other.
    pub(super) fn take(&self, other: &[f64], costs: &Costs, found: &mut Vec<f64>) {
        found.clear();
        found.resize(self.order.len(), f64::INFINITY);
        let mut from = 0;
        for until in &self.until {
            let edges = &self.edges[from..*until as usize];
            for (least, edge) in found.iter_mut().zip(edges) {
                let cost = other[edge.state()] + costs[edge.set()];
                *least = if cost < *least { cost } else { *least };
            }
            from = *until as usize;
        }
    }
}

/// A state's edges on one side of a step.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) by_state: Vec<Vec<Edge>>,
    /// By [`Look`].
    pub(super) columns: [Columns; 3],
}

impl Side {
    pub(super) fn new(by_state: Vec<Vec<Edge>>, sets: &Sets) -> Self {
        let holds = |edge: &Edge, choices: u8| sets.0[edge.set()] & choices != 0;
        let columns = [
            Columns::new(&by_state, |_| true),
            Columns::new(&by_state, |edge| holds(edge, !SKIP)),
            Columns::new(&by_state, |edge| holds(edge, SKIP | THROUGH)),
        ];
        Self { by_state, columns }
    }
}

/// A step: for the states behind it those before it, and the other way round.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) into: Side,
    pub(super) out: Side,
}

impl Shape {
    pub(super) fn new(step: &Step, before: usize, sets: &mut Sets) -> Self {
        let (mut into, mut out) = (vec![Vec::new(); step.size()], vec![Vec::new(); before]);
        for (to, into) in into.iter_mut().enumerate() {
            // A state's edges stand by the state that they come from.
            for same in step.into(to).chunk_by(|a, b| a.from() == b.from()) {
                let choices = same.iter().fold(0, |choices, edge| choices | 1 << edge.choice());
                let (from, set) = (same[0].from(), sets.number(choices));
                out[from].push(Edge::new(to, set));
                into.push(Edge::new(from, set));
            }
        }
        Self { into: Side::new(into, sets), out: Side::new(out, sets) }
    }
}

/// A step taken: its shape, and where the states before it and behind it begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer {
    pub(super) shape: usize,
    pub(super) before: usize,
    pub(super) behind: usize,
    /// The slot it goes through; a step along a cross aisle has none.
    pub(super) slot: Option<usize>,
}

/// Lays the states out, step by step.
pub(super) struct Builder {
    pub(super) table: Table,
    pub(super) shapes: Vec<Shape>,
    pub(super) sets: Sets,
    /// By step's number: its shape.
    known: Vec<Option<usize>>,
    pub(super) layers: Vec<Layer>,
    pub(super) set: u32,
    /// The present states: where they begin, and how many there are.
    pub(super) begin: usize,
    pub(super) size: usize,
}

impl Builder {
    pub(super) fn new(blocks: usize) -> Self {
        let table = Table::new(blocks);
        let (shapes, known, layers, sets) = (Vec::new(), Vec::new(), Vec::new(), Sets::default());
        Self { table, shapes, sets, known, layers, set: Table::START, begin: 0, size: 1 }
    }

    pub(super) fn step(&mut self, kind: Kind, slot: Option<usize>) {
        let number = self.table.number_of(self.set, kind);
        let step = self.table.step(number);
        let known = &mut self.known;
        known.resize(known.len().max(number as usize + 1), None);
        let shape = *known[number as usize].get_or_insert_with(|| {
            self.shapes.push(Shape::new(step, self.size, &mut self.sets));
            self.shapes.len() - 1
        });
        let behind = self.begin + self.size;
        self.layers.push(Layer { shape, before: self.begin, behind, slot });
        (self.set, self.begin, self.size) = (step.next, behind, step.size());
    }
}
