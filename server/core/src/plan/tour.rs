//! The shortest walk through a rectangular warehouse, exactly, by dynamic programming over its aisles.
//!
//! A walk is a connected subgraph with even degrees that holds the depot and every pick. Aisle by aisle it is built from a few
//! ways through each block (pass once or twice, turn back at one end or at both, leaving the largest gap) and 0, 1 or 2 edges
//! on each cross aisle. What the rest must know of the part built so far is small, see [`State`](state::State). For one block
//! this is the method of Ratliff and Rosenthal (Operations Research 31(3), 1983), for two that of Roodbergen and de Koster
//! (EJOR 133(1), 2001), for more that of Pansart, Catusse and Cambazard (Computers & OR 100, 2018).
//!
//! **Invariant**: the walk returned has the length that is returned with it, to rounding, and no shorter one exists.

pub(super) mod state;
mod stops;
mod walk;

use self::state::{Automaton, Move};
use self::stops::{Stops, Way};
use self::walk::Graph;
use super::layout::{Cell, Layout, Unsound};

/// A walk from the depot past all picks and back.
#[derive(Clone, Debug, PartialEq)]
pub struct Tour {
    /// Its length in metres.
    pub length: f64,
    /// The picks, as positions in what was asked for, in walking order.
    pub order: Vec<usize>,
}

/// The shortest walk past the picks. Without picks it is empty and 0 m long.
///
/// Whoever asks often keeps a [`Router`].
///
/// # Errors
/// The first pick that lies outside the layout.
pub fn shortest(layout: &Layout, picks: &[Cell]) -> Result<Tour, Unsound> {
    Router::new(layout.clone()).shortest(picks)
}

/// Finds walks through one layout; what it learns of the method's states serves the next walk.
#[derive(Clone, Debug)]
pub struct Router {
    layout: Layout,
    automaton: Automaton,
    stops: Stops,
    steps: Vec<Step>,
    choices: Vec<Choice>,
    /// All states reached, step by step.
    reached: Vec<Reached>,
    /// By state: where the present step has reached it.
    known: Vec<usize>,
}

/// A step of the method: one block of an aisle, or one cross aisle from an aisle to the next.
#[derive(Clone, Copy, Debug)]
struct Step {
    aisle: usize,
    /// The block, or the cross aisle.
    at: usize,
    /// Where its choices begin.
    choices: usize,
}

#[derive(Clone, Copy, Debug)]
enum Taken {
    Block(Way),
    Edges(usize),
}

#[derive(Clone, Copy, Debug)]
struct Choice {
    taken: Taken,
    /// What it does to a state.
    change: Move,
    /// In metres.
    length: f64,
}

/// A state reached by a step.
#[derive(Clone, Copy, Debug)]
struct Reached {
    state: u32,
    /// Metres so far.
    length: f64,
    /// The state before it.
    before: usize,
    /// The choice that led here, counted from the step's first.
    choice: u16,
}

impl Router {
    /// For a layout.
    pub fn new(layout: Layout) -> Self {
        Self {
            automaton: Automaton::new(layout.blocks()),
            layout,
            stops: Stops::default(),
            steps: Vec::new(),
            choices: Vec::new(),
            reached: Vec::new(),
            known: Vec::new(),
        }
    }

    /// The same router for another layout.
    pub fn set_layout(&mut self, layout: Layout) {
        if layout.blocks() != self.layout.blocks() {
            self.automaton = Automaton::new(layout.blocks());
        }
        self.layout = layout;
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The shortest walk past the picks. Without picks it is empty and 0 m long.
    ///
    /// # Errors
    /// The first pick that lies outside the layout.
    pub fn shortest(&mut self, picks: &[Cell]) -> Result<Tour, Unsound> {
        picks.iter().try_for_each(|pick| self.layout.check(*pick))?;
        if picks.is_empty() {
            return Ok(Tour { length: 0.0, order: Vec::new() });
        }
        let last = self.solve(picks);
        let graph = self.drawn(last);
        let order = graph.order(&self.stops);
        Ok(Tour { length: self.reached[last].length + 2.0 * self.layout.depot_offset(), order })
    }

    /// The length of the shortest walk past the picks, in metres.
    ///
    /// # Errors
    /// The first pick that lies outside the layout.
    pub fn length(&mut self, picks: &[Cell]) -> Result<f64, Unsound> {
        picks.iter().try_for_each(|pick| self.layout.check(*pick))?;
        if picks.is_empty() {
            return Ok(0.0);
        }
        let last = self.solve(picks);
        Ok(self.reached[last].length + 2.0 * self.layout.depot_offset())
    }

    /// Takes all steps; gives where the closed walk stands in `reached`.
    fn solve(&mut self, picks: &[Cell]) -> usize {
        self.stops.fill(picks);
        self.steps.clear();
        self.choices.clear();
        self.reached.clear();
        let start = self.automaton.start();
        self.reached.push(Reached { state: start, length: 0.0, before: 0, choice: 0 });
        let (first, last) = self.stops.span(self.layout.depot_aisle());
        let mut layer = 0;
        for aisle in first..=last {
            for block in 0..self.layout.blocks() {
                let from = self.choices.len();
                for (way, length) in self.stops.ways(&self.layout, aisle, block) {
                    let change = self.automaton.walk(block, way.pass(self.stops.at(aisle, block).len()));
                    self.choices.push(Choice { taken: Taken::Block(way), change, length });
                }
                layer = self.step(Step { aisle, at: block, choices: from }, layer);
            }
            for cross in 0..=self.layout.blocks() {
                let from = self.choices.len();
                let is_depot = cross == 0 && aisle == self.layout.depot_aisle();
                for edges in 0..=if aisle == last { 0 } else { 2 } {
                    let length = edges as f64 * self.layout.aisle_pitch();
                    let change = self.automaton.cross(cross, edges, is_depot);
                    self.choices.push(Choice { taken: Taken::Edges(edges), change, length });
                }
                layer = self.step(Step { aisle, at: cross, choices: from }, layer);
            }
        }
        let closed = (layer..self.reached.len()).find(|at| self.automaton.is_closed(self.reached[*at].state));
        closed.expect("walking everything twice is a walk")
    }

    /// One step from the states that stand from `layer` on: of each state's choices the shortest to each next state is kept.
    /// Gives where the next layer begins.
    fn step(&mut self, step: Step, layer: usize) -> usize {
        let next_layer = self.reached.len();
        self.steps.push(step);
        for before in layer..next_layer {
            let Reached { state, length, .. } = self.reached[before];
            for (choice, made) in self.choices[step.choices..].iter().enumerate() {
                let Some(state) = self.automaton.next(state, made.change) else { continue };
                let length = length + made.length;
                let reached = Reached { state, length, before, choice: choice as u16 };
                if self.known.len() <= state as usize {
                    self.known.resize(state as usize + 1, 0);
                }
                let known = self.known[state as usize];
                match self.reached.get_mut(known).filter(|it| known >= next_layer && it.state == state) {
                    Some(it) if it.length <= length => {}
                    Some(it) => *it = reached,
                    None => {
                        self.known[state as usize] = self.reached.len();
                        self.reached.push(reached);
                    }
                }
            }
        }
        next_layer
    }

    /// The subgraph that the choices make, from the last state back.
    fn drawn(&self, mut at: usize) -> Graph {
        let (first, last) = self.stops.span(self.layout.depot_aisle());
        let mut graph =
            Graph::new(first..=last, self.layout.blocks(), self.layout.depot_aisle(), self.stops.len());
        for step in self.steps.iter().rev() {
            let reached = self.reached[at];
            match self.choices[step.choices + usize::from(reached.choice)].taken {
                Taken::Edges(edges) => graph.cross(step.aisle, step.at, edges),
                Taken::Block(way) => {
                    graph.block(step.aisle, step.at, self.stops.range(step.aisle, step.at), way);
                }
            }
            at = reached.before;
        }
        graph
    }
}

#[cfg(test)]
mod tests;
