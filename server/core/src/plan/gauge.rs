//! How long a walk past cells is, from where walks start to where they end: in one rectangle exactly, elsewhere by shortest paths.
//!
//! **Invariant**: a walk without stops is 0 m long: nobody sets out for it.

mod rectangle;

pub use self::rectangle::{End, Rectangle};

use super::layout::{Cell, Layout, Unsound};
use super::net::Net;
use super::tour::{Known, Tour};
use crate::item::Handling;

/// What a quick walk through a net takes, see [`Gauge::effort`].
const NET_EFFORT: usize = 16;

/// A cell where a walk starts, and one where it ends; none for where walks start and end anyway.
pub type Ends = (Option<Cell>, Option<Cell>);

/// Measures walks.
#[derive(Clone, Debug)]
pub enum Gauge {
    /// Through one rectangle whose aisles are walked both ways.
    Rectangle(Box<Rectangle>),
    /// Through anything else.
    Net(Net),
}

impl Gauge {
    /// For a layout, from its depot and back.
    pub fn closed(layout: Layout) -> Self {
        Self::Rectangle(Box::new(Rectangle::closed(layout)))
    }

    /// Whether a place lies in it.
    ///
    /// # Errors
    /// The place, when it does not.
    pub fn check(&self, cell: Cell) -> Result<(), Unsound> {
        match self {
            Self::Rectangle(rectangle) => rectangle.layout().check(cell),
            Self::Net(net) => net.check(cell),
        }
    }

    /// The length of the shortest walk past these cells that is found at once, in metres: for a search that asks a thousand times.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn quick(&mut self, cells: &[Cell]) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.length(cells),
            Self::Net(net) => net.quick(cells),
        }
    }

    /// What to know of parts, as their cells, so that [`Self::quick_past`] measures walks past several of them; none where only
    /// [`Self::quick`] does.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub(super) fn known<'p>(&self, parts: impl Iterator<Item = &'p [Cell]> + Clone) -> Option<Known> {
        match self {
            Self::Rectangle(rectangle) => rectangle.known(parts),
            Self::Net(_) => None,
        }
    }

    /// The length of the shortest walk past the parts with these numbers, in metres.
    ///
    /// # Panics
    /// When nothing can be known of parts here.
    pub(super) fn quick_past(
        &mut self,
        known: &mut Known,
        parts: impl Iterator<Item = usize> + Clone,
    ) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.length_past(known, parts),
            Self::Net(_) => unreachable!("a net knows nothing of parts"),
        }
    }

    /// The length of [`Self::walk`] past cells with goods that are all alike, in metres.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn length(&mut self, cells: &[Cell]) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.length(cells),
            Self::Net(net) => {
                let stops: Vec<(Cell, Handling)> =
                    distinct(cells).into_iter().map(|cell| (cell, Handling::Normal)).collect();
                net.walk((None, None), &stops).length
            }
        }
    }

    /// A short walk past the stops, the shortest in a rectangle, heavy goods before fragile ones. The stops are distinct.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn walk(&mut self, ends: Ends, stops: &[(Cell, Handling)]) -> Tour {
        match self {
            Self::Rectangle(rectangle) => rectangle.walk(ends, stops),
            Self::Net(net) => net.walk(ends, stops),
        }
    }

    /// The length of such a walk that is found at once, in metres: for a search that asks a thousand times.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn quick_between(&mut self, ends: Ends, stops: &[(Cell, Handling)]) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.length_between(ends, stops),
            Self::Net(net) => net.quick_between(ends, stops),
        }
    }

    /// How long it takes to ask that, where a walk between two places of a rectangle takes 1.
    pub fn effort(&self) -> usize {
        match self {
            Self::Rectangle(rectangle) => rectangle.ends(),
            Self::Net(_) => NET_EFFORT,
        }
    }

    /// The length of the walk past the cells in just this order, in metres.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn in_order(&mut self, ends: Ends, cells: &[Cell]) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.in_order(ends, cells),
            Self::Net(net) => net.in_order(ends, cells),
        }
    }

    /// How long any walk past the stops is at least, in metres, by one that is known: in a rectangle the length of the shortest.
    /// The stops are distinct.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn least(&mut self, stops: &[(Cell, Handling)], known: f64) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.walk((None, None), stops).length,
            Self::Net(net) => net.least(stops, known),
        }
    }

    /// The S-shape past the cells in metres, where it means something: in a rectangle that one leaves where one entered it.
    pub fn s_shape(&self, cells: &[Cell]) -> Option<f64> {
        match self {
            Self::Rectangle(rectangle) => rectangle.s_shape(cells),
            Self::Net(_) => None,
        }
    }
}

/// The cells, each once, in their order.
pub(super) fn distinct(cells: &[Cell]) -> Vec<Cell> {
    let mut cells = cells.to_vec();
    cells.sort_unstable();
    cells.dedup();
    cells
}
