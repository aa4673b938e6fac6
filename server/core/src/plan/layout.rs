//! The rectangular layout: parallel pick aisles between cross aisles, as lengths in metres.
//!
//! Aisle `a` lies at x = a · pitch. Cross aisle 0 is the front, at y = 0; block `b` lies between cross aisles `b` and `b` + 1. Both
//! rack faces of an aisle share its line, and one changes aisle on a cross aisle only.

use std::fmt;

/// The most aisles of a layout.
pub const AISLES_MAX: usize = 10_000;
/// The most blocks that the exact method takes.
pub const BLOCKS_MAX: usize = 7;

/// A layout that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    aisles: usize,
    cells_per_block: Vec<usize>,
    aisle_pitch: f64,
    cell_pitch: f64,
    end_gap: f64,
    depot_aisle: usize,
    depot_offset: f64,
}

/// Where goods lie: an aisle, a block, a cell counted from the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The aisle, from 0.
    pub aisle: usize,
    /// The block, from 0.
    pub block: usize,
    /// The cell in the block, from 0 at the front.
    pub cell: usize,
}

/// Why a layout, or a place in it, makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// No aisle, no block, a block without cells, or more than can be planned: which.
    Size(&'static str),
    /// A length that is negative or no number: which.
    Length(&'static str),
    /// The depot stands at an aisle that is not there.
    Depot(usize),
    /// A place outside the layout.
    Outside(Cell),
    /// A crossing that is not there.
    NoCrossing {
        /// The aisle.
        aisle: usize,
        /// The cross aisle.
        cross: usize,
    },
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(what) => write!(f, "{what}"),
            Self::Length(what) => write!(f, "{what} must be a length in metres, from 0 to 1000000"),
            Self::Depot(aisle) => write!(f, "depot_aisle {aisle} is outside the warehouse"),
            Self::Outside(Cell { aisle, block, cell }) => {
                write!(f, "the place [{aisle}, {block}, {cell}] is outside the warehouse")
            }
            Self::NoCrossing { aisle, cross } => {
                write!(f, "aisle {aisle} does not meet a cross aisle {cross} in this warehouse")
            }
        }
    }
}

impl std::error::Error for Unsound {}

/// The lengths of a layout, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lengths {
    /// From aisle to aisle.
    pub aisle_pitch: f64,
    /// From cell to cell.
    pub cell_pitch: f64,
    /// From a cross aisle to the first cell, and from the last cell to the next cross aisle.
    pub end_gap: f64,
    /// From the depot to its place on the front cross aisle, walked each way.
    pub depot_offset: f64,
}

impl Layout {
    /// A layout of `aisles` aisles with these cells in each block, and the depot on the front cross aisle at `depot_aisle`.
    ///
    /// # Errors
    /// What makes no sense.
    pub fn new(
        aisles: usize,
        cells_per_block: Vec<usize>,
        lengths: Lengths,
        depot_aisle: usize,
    ) -> Result<Self, Unsound> {
        let Lengths { aisle_pitch, cell_pitch, end_gap, depot_offset } = lengths;
        if aisles == 0 || aisles > AISLES_MAX {
            return Err(Unsound::Size("aisles must be 1 to 10000"));
        }
        if cells_per_block.is_empty() || cells_per_block.len() > BLOCKS_MAX {
            return Err(Unsound::Size("cells_per_block must name 1 to 7 blocks"));
        }
        if cells_per_block.iter().any(|cells| *cells == 0 || *cells > 1_000_000) {
            return Err(Unsound::Size("a block must have 1 to 1000000 cells"));
        }
        let named = [
            ("aisle_pitch", aisle_pitch),
            ("cell_pitch", cell_pitch),
            ("end_gap", end_gap),
            ("depot_offset", depot_offset),
        ];
        if let Some((name, _)) = named.iter().find(|(_, metres)| !(0.0..=1e6).contains(metres)) {
            return Err(Unsound::Length(name));
        }
        if depot_aisle >= aisles {
            return Err(Unsound::Depot(depot_aisle));
        }
        Ok(Self { aisles, cells_per_block, aisle_pitch, cell_pitch, end_gap, depot_aisle, depot_offset })
    }

    /// Whether a place lies in it.
    ///
    /// # Errors
    /// The place, when it does not.
    pub fn check(&self, at: Cell) -> Result<(), Unsound> {
        let cells = self.cells_per_block.get(at.block).copied().unwrap_or(0);
        if at.aisle < self.aisles && at.cell < cells { Ok(()) } else { Err(Unsound::Outside(at)) }
    }

    /// Its aisles.
    pub fn aisles(&self) -> usize {
        self.aisles
    }

    /// Its blocks.
    pub fn blocks(&self) -> usize {
        self.cells_per_block.len()
    }

    /// The cells of a block in each aisle.
    pub fn cells(&self, block: usize) -> usize {
        self.cells_per_block[block]
    }

    /// From aisle to aisle, in metres.
    pub fn aisle_pitch(&self) -> f64 {
        self.aisle_pitch
    }

    /// The aisle at which the depot stands.
    pub fn depot_aisle(&self) -> usize {
        self.depot_aisle
    }

    /// What is walked between the depot and its place on the front cross aisle, each way, in metres.
    pub fn depot_offset(&self) -> f64 {
        self.depot_offset
    }

    /// From the front to the back of a block, in metres.
    pub fn block_length(&self, block: usize) -> f64 {
        2.0 * self.end_gap + (self.cells_per_block[block] - 1) as f64 * self.cell_pitch
    }

    /// From the front of the warehouse to a cross aisle, in metres.
    pub fn front(&self, cross: usize) -> f64 {
        (0..cross).map(|block| self.block_length(block)).sum()
    }

    /// From the front of the warehouse to a place in an aisle, in metres.
    pub fn height(&self, at: Cell) -> f64 {
        self.front(at.block) + self.depth(at.cell)
    }

    /// From the front of its block to a cell, in metres.
    pub fn depth(&self, cell: usize) -> f64 {
        self.end_gap + cell as f64 * self.cell_pitch
    }
}
