//! What the method must know of the part of a walk that is built so far, and how each move changes it.
//!
//! The walk's two ends may be one place or two. Where they are two, the walk has an odd degree at each, and a part of the
//! frontier with an odd number of odd nodes is one that holds one end; nothing else need be known of the ends.

/// The most cross aisles: a state holds a node for each.
const CROSSES_MAX: usize = super::super::layout::BLOCKS_MAX + 1;

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
    /// Whether the walk is complete.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// A number of its own.
    pub(super) fn key(&self) -> u64 {
        let node = |key: u64, node: &Node| key << 5 | u64::from(node.part) << 1 | u64::from(node.odd);
        self.nodes.iter().fold(u64::from(self.closed), node)
    }

    /// Parts numbered by their first node.
    fn canonical(mut self) -> Self {
        let mut names = [0_u8; CROSSES_MAX + 3];
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

    /// Both ends of a block in one part.
    fn tie(&mut self, block: usize) {
        let (a, b) = (self.nodes[block].part, self.nodes[block + 1].part);
        for node in &mut self.nodes {
            if node.part == a.max(b) {
                node.part = a.min(b);
            }
        }
    }

    /// An edge or two at a node.
    fn touch(&mut self, at: usize, odd: bool) {
        if self.nodes[at].part == 0 {
            self.nodes[at].part = self.fresh();
        }
        self.nodes[at].odd ^= odd;
    }

    /// After walking a block; none when the walk was closed before.
    pub(super) fn walked(mut self, block: usize, pass: Pass) -> Option<Self> {
        if pass == Pass::Skip {
            return Some(self);
        }
        if self.closed || (pass == Pass::Whole && self.is_touched()) {
            return None;
        }
        let (front, back) = pass.ends();
        if let Some(odd) = front {
            self.touch(block, odd);
        }
        if let Some(odd) = back {
            self.touch(block + 1, odd);
        }
        if pass.is_tied() {
            self.tie(block);
        }
        self.closed = pass == Pass::Whole;
        Some(self.canonical())
    }

    /// After `edges` on a cross aisle to the next aisle; none when that cannot become a walk.
    pub(super) fn crossed(self, at: usize, edges: usize, ends: Ends) -> Option<Self> {
        let node = self.nodes[at];
        let is_odd = node.odd ^ (ends == Ends::One);
        if is_odd != (edges % 2 == 1) || (ends == Ends::Both && node.part == 0 && edges == 0) {
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
        if next.closed || (node.part == 0 && ends == Ends::None) {
            // Nobody starts a walk in the middle of nowhere.
            return None;
        }
        let part = if node.part == 0 { next.fresh() } else { node.part };
        next.nodes[at] = Node { odd: edges % 2 == 1, part };
        Some(next.canonical())
    }
}

/// Which of the walk's ends lie at a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Ends {
    /// None.
    None,
    /// Both: the walk comes past.
    Both,
    /// One of them: the walk has an odd degree here.
    One,
}

/// What walking a block does to its ends. The first [`KINDS`] are all that there is where no end of the walk lies in the block.
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
    /// Nothing: the whole walk lies in the block.
    Whole,
    /// Ties them, with one edge at the front and two at the back.
    TieFront,
    /// Ties them, with two edges at the front and one at the back.
    TieBack,
    /// The front has a way in, or out.
    FrontOdd,
    /// The back has one.
    BackOdd,
    /// The front has a way in or out, the back one in and back.
    OddEven,
    /// The front has a way in and back, the back one in or out.
    EvenOdd,
    /// Each has a way in or out.
    OddOdd,
}

/// How many ways there are where no end of the walk lies in a block.
pub(in crate::plan) const KINDS: usize = 6;

/// Those, each in its column.
pub(in crate::plan) const PASSES: [Pass; KINDS] =
    [Pass::Skip, Pass::Once, Pass::Twice, Pass::Front, Pass::Back, Pass::Both];

impl Pass {
    /// By end, the front's first: untouched, or touched with an odd number of edges or an even one.
    fn ends(self) -> (Option<bool>, Option<bool>) {
        let (odd, even) = (Some(true), Some(false));
        match self {
            Self::Skip | Self::Whole => (None, None),
            Self::Once | Self::OddOdd => (odd, odd),
            Self::Twice | Self::Both => (even, even),
            Self::Front => (even, None),
            Self::Back => (None, even),
            Self::TieFront | Self::OddEven => (odd, even),
            Self::TieBack | Self::EvenOdd => (even, odd),
            Self::FrontOdd => (odd, None),
            Self::BackOdd => (None, odd),
        }
    }

    fn is_tied(self) -> bool {
        matches!(self, Self::Once | Self::Twice | Self::TieFront | Self::TieBack)
    }

    /// Whether the first stretch from the front is one that is walked an odd number of times.
    pub(super) fn is_odd(self) -> bool {
        self.ends().0 == Some(true)
    }
}
