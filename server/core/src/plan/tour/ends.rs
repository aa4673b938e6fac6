//! Where a walk begins and ends.

use super::state::Ends;
use super::table::Within;
use crate::plan::layout::{Cell, Layout, Unsound};

/// Where a walk begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The depot. From there to the front cross aisle one walks the layout's depot offset.
    Depot,
    /// Where an aisle meets a cross aisle.
    Crossing {
        /// The aisle, from 0.
        aisle: usize,
        /// The cross aisle, from 0 at the front.
        cross: usize,
    },
    /// Before a cell: the bin at which a picker stands.
    Cell(Cell),
}

impl Place {
    /// Whether it lies in a layout.
    pub(super) fn check(self, layout: &Layout) -> Result<(), Unsound> {
        match self {
            Self::Depot => Ok(()),
            Self::Cell(cell) => layout.check(cell),
            Self::Crossing { aisle, cross } if aisle < layout.aisles() && cross <= layout.blocks() => Ok(()),
            Self::Crossing { aisle, cross } => Err(Unsound::NoCrossing { aisle, cross }),
        }
    }
}

/// A place within the aisles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Crossing(usize, usize),
    Cell(Cell),
}

/// Both ends of a walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    ends: [Spot; 2],
    /// What is walked to the aisles and from them, in metres.
    pub(super) offset: f64,
}

impl Walk {
    pub(super) fn new(layout: &Layout, start: Place, end: Place) -> Self {
        let ends = [start, end].map(|place| match place {
            Place::Depot => Spot::Crossing(layout.depot_aisle(), 0),
            Place::Crossing { aisle, cross } => Spot::Crossing(aisle, cross),
            Place::Cell(cell) => Spot::Cell(cell),
        });
        let offset = [start, end].iter().filter(|place| **place == Place::Depot).count() as f64;
        Self { ends, offset: offset * layout.depot_offset() }
    }

    /// Whether it ends where it begins.
    pub(super) fn is_closed(&self) -> bool {
        self.ends[0] == self.ends[1]
    }

    /// The ends that are cells.
    pub(super) fn cells(&self) -> [Option<Cell>; 2] {
        self.ends.map(|end| match end {
            Spot::Cell(cell) => Some(cell),
            Spot::Crossing(..) => None,
        })
    }

    /// The start, as a crossing or a cell.
    pub(super) fn start(&self) -> Result<(usize, usize), Cell> {
        match self.ends[0] {
            Spot::Crossing(aisle, cross) => Ok((aisle, cross)),
            Spot::Cell(cell) => Err(cell),
        }
    }

    /// The ends' aisles.
    pub(super) fn aisles(&self) -> [usize; 2] {
        self.ends.map(|end| match end {
            Spot::Crossing(aisle, _) => aisle,
            Spot::Cell(cell) => cell.aisle,
        })
    }

    /// The ends that lie at a crossing.
    pub(super) fn at(&self, aisle: usize, cross: usize) -> Ends {
        let here = Spot::Crossing(aisle, cross);
        match self.ends.iter().filter(|end| **end == here).count() {
            0 => Ends::None,
            1 => Ends::One,
            _ => Ends::Both,
        }
    }

    /// What lies in a block with stops, when an end of the walk does.
    pub(super) fn within(&self, aisle: usize, block: usize) -> Option<Within> {
        let is_here = |end: &&Spot| matches!(end, Spot::Cell(at) if (at.aisle, at.block) == (aisle, block));
        match self.ends.iter().filter(is_here).count() {
            0 => None,
            1 => Some(Within::One),
            _ if self.is_closed() => Some(Within::Both),
            _ => Some(Within::Two),
        }
    }
}
