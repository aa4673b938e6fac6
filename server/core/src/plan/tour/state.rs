//! What the method must know of the part of a walk that is built so far, and how each move changes it.
//!
//! Moves are tried out once and kept in a table: a walk then is a series of look-ups.

use std::collections::BTreeMap;

/// The most cross aisles: a state holds a node for each.
pub(in crate::plan) const CROSSES_MAX: usize = super::super::layout::BLOCKS_MAX + 1;

/// A node of the frontier: the parity of its degree and the part it hangs in; part 0 is untouched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    odd: bool,
    part: u8,
}

/// The frontier: for each cross aisle its node at the present aisle, and whether the walk is already closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) struct State {
    nodes: [Node; CROSSES_MAX],
    closed: bool,
}

impl State {
    /// Parts numbered by their first node.
    fn canonical(mut self) -> Self {
        let mut names = [0_u8; CROSSES_MAX + 2];
        let mut count = 0;
        for node in self.nodes.iter_mut().filter(|node| node.part > 0) {
            let name = &mut names[usize::from(node.part)];
            if *name == 0 {
                count += 1;
                *name = count;
            }
            node.part = *name;
        }
        self
    }

    fn is_touched(&self) -> bool {
        self.nodes.iter().any(|node| node.part > 0)
    }

    fn fresh(&self) -> u8 {
        self.nodes.iter().map(|node| node.part).max().unwrap_or(0) + 1
    }

    /// The nodes at both ends of a block with `edges` more edges each, in one part with each other.
    fn tie(&mut self, front: usize, edges: usize) {
        let (a, b) = (self.nodes[front].part, self.nodes[front + 1].part);
        let part = match (a, b) {
            (0, 0) => self.fresh(),
            (0, part) | (part, 0) => part,
            (a, b) => a.min(b),
        };
        for node in &mut self.nodes {
            if node.part > 0 && (node.part == a || node.part == b) {
                node.part = part;
            }
        }
        for node in &mut self.nodes[front..front + 2] {
            node.part = part;
            node.odd ^= edges % 2 == 1;
        }
    }

    fn touch(&mut self, at: usize) {
        if self.nodes[at].part == 0 {
            self.nodes[at].part = self.fresh();
        }
    }

    /// After walking a block; none when the walk was closed before.
    fn walked(mut self, block: usize, pass: Pass) -> Option<Self> {
        if self.closed && pass != Pass::Skip {
            return None;
        }
        match pass {
            Pass::Skip => {}
            Pass::Once => self.tie(block, 1),
            Pass::Twice => self.tie(block, 2),
            Pass::Front => self.touch(block),
            Pass::Back => self.touch(block + 1),
            Pass::Both => {
                self.touch(block);
                self.touch(block + 1);
            }
        }
        Some(self.canonical())
    }

    /// After `edges` on a cross aisle to the next aisle; none when that cannot become a walk.
    fn crossed(self, at: usize, edges: usize, is_depot: bool) -> Option<Self> {
        let node = self.nodes[at];
        if node.odd != (edges % 2 == 1) || (is_depot && node.part == 0 && edges == 0) {
            return None;
        }
        let mut next = self;
        if edges == 0 {
            next.nodes[at] = Node::default();
            if node.part > 0 && !next.nodes.iter().any(|left| left.part == node.part) {
                // The part ends here: it is the whole walk, or it can never be reached.
                if next.closed || next.is_touched() {
                    return None;
                }
                next.closed = true;
            }
            return Some(next.canonical());
        }
        if next.closed || (node.part == 0 && !is_depot) {
            // Nobody starts a walk in the middle of nowhere.
            return None;
        }
        let part = if node.part == 0 { next.fresh() } else { node.part };
        next.nodes[at] = Node { odd: edges % 2 == 1, part };
        Some(next.canonical())
    }
}

/// What walking a block does to its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Pass {
    /// Nothing.
    Skip,
    /// Ties them, with one edge.
    Once,
    /// Ties them, with two edges.
    Twice,
    /// The front has a way in and back.
    Front,
    /// The back has one.
    Back,
    /// Each has one of its own.
    Both,
}

/// Each in its column.
pub(in crate::plan) const PASSES: [Pass; KINDS] =
    [Pass::Skip, Pass::Once, Pass::Twice, Pass::Front, Pass::Back, Pass::Both];

/// A move, as a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Move(u16);

/// How many kinds of move a block has, and a cross aisle.
pub(in crate::plan) const KINDS: usize = 6;
/// A move that was not tried yet, and one that leads nowhere.
const UNTRIED: u32 = u32::MAX;
const NOWHERE: u32 = u32::MAX - 1;

/// All states met so far, and where each move leads from them.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Automaton {
    blocks: usize,
    states: Vec<State>,
    numbers: BTreeMap<State, u32>,
    /// State by state, one entry for each move.
    table: Vec<u32>,
}

impl Automaton {
    pub(in crate::plan) fn new(blocks: usize) -> Self {
        let mut automaton = Self { blocks, states: Vec::new(), numbers: BTreeMap::new(), table: Vec::new() };
        automaton.number(State::default());
        automaton
    }

    /// The state before the first step.
    pub(in crate::plan) fn start(&self) -> u32 {
        0
    }

    pub(in crate::plan) fn is_closed(&self, state: u32) -> bool {
        self.states[state as usize].closed
    }

    fn width(&self) -> usize {
        (2 * self.blocks + 1) * KINDS
    }

    fn number(&mut self, state: State) -> u32 {
        let width = self.width();
        let (states, table) = (&mut self.states, &mut self.table);
        *self.numbers.entry(state).or_insert_with(|| {
            states.push(state);
            table.resize(table.len() + width, UNTRIED);
            states.len() as u32 - 1
        })
    }

    /// Walking a block.
    pub(in crate::plan) fn walk(&self, block: usize, pass: Pass) -> Move {
        Move((block * KINDS + pass as usize) as u16)
    }

    /// `edges` on a cross aisle.
    pub(in crate::plan) fn cross(&self, cross: usize, edges: usize, is_depot: bool) -> Move {
        Move(((self.blocks + cross) * KINDS + 2 * edges + usize::from(is_depot)) as u16)
    }

    /// Where a move leads.
    pub(in crate::plan) fn next(&mut self, state: u32, Move(column): Move) -> Option<u32> {
        let entry = state as usize * self.width() + usize::from(column);
        let known = self.table[entry];
        if known < NOWHERE {
            return Some(known);
        }
        if known == NOWHERE {
            return None;
        }
        let next = self.tried(self.states[state as usize], usize::from(column));
        let next = next.map(|next| self.number(next));
        self.table[entry] = next.unwrap_or(NOWHERE);
        next
    }

    fn tried(&self, state: State, column: usize) -> Option<State> {
        let (at, kind) = (column / KINDS, column % KINDS);
        if at >= self.blocks {
            return state.crossed(at - self.blocks, kind / 2, kind % 2 == 1);
        }
        state.walked(at, PASSES[kind])
    }
}
