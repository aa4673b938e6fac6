//! Scattered storage: an item lies in several bins, and bins and walk are chosen together.
//!
//! Which bins may serve is decided elsewhere (rotation, holds); here any of them may. Two methods work hand in hand. Prices on
//! the items (a Lagrangian relaxation of the demand) turn the exact walk of [`tour`](super::tour) into one that goes where it is
//! worth it: no plan is shorter than what that says, and the bins it passes are good to start from. A search then takes items
//! out of the plan and puts each back at the bin that costs the walk least, which one sweep over the walk's states tells for all
//! bins at once. The problem is that of Heßler and Irnich (INFORMS J. Computing 36(6), 2024), who solve it by branch and cut.
//!
//! **Invariant**: a plan takes of each item what is wanted, never more from a bin than it holds, and is never shorter than its
//! bound. The same problem, seed and number of steps give the same plan.

mod fill;
mod lattice;
mod moves;
mod price;
mod search;

use std::fmt;

use super::layout::{Cell, Layout, Unsound};

pub use self::search::{Plan, Search, Take};

/// What lies in a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// The item, as its position in the demand.
    pub item: usize,
    /// Where.
    pub at: Cell,
    /// How much of it.
    pub quantity: u64,
}

/// What is wanted, and where it lies.
#[derive(Clone, Debug)]
pub struct Problem {
    layout: Layout,
    demand: Vec<u64>,
    bins: Vec<Bin>,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A place outside the layout.
    Place(Unsound),
    /// A bin holds an item that is not in the demand.
    Unknown(usize),
    /// There is less of an item than is wanted.
    Short {
        /// The item, as its position in the demand.
        item: usize,
        /// How much is wanted.
        wanted: u64,
        /// How much there is.
        held: u64,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(unsound) => unsound.fmt(f),
            Self::Unknown(item) => write!(f, "item {item} is not in the demand"),
            Self::Short { item, wanted, held } => {
                write!(f, "{wanted} of item {item} are wanted and {held} are there")
            }
        }
    }
}

impl std::error::Error for Unfit {}

impl Problem {
    /// Of each item `demand` is wanted, from these bins.
    ///
    /// # Errors
    /// A bin outside the layout or of an unknown item, or the first item of which there is too little.
    pub fn new(layout: Layout, demand: Vec<u64>, bins: Vec<Bin>) -> Result<Self, Unfit> {
        let mut held = vec![0_u64; demand.len()];
        for bin in &bins {
            layout.check(bin.at).map_err(Unfit::Place)?;
            let held = held.get_mut(bin.item).ok_or(Unfit::Unknown(bin.item))?;
            *held = held.saturating_add(bin.quantity);
        }
        for (item, (wanted, held)) in demand.iter().copied().zip(held).enumerate() {
            if held < wanted {
                return Err(Unfit::Short { item, wanted, held });
            }
        }
        Ok(Self { layout, demand, bins })
    }
}

/// The least that is wanted of an item and a bin holds.
fn useful(bin: &Bin, demand: &[u64]) -> u64 {
    bin.quantity.min(demand[bin.item])
}

#[cfg(test)]
mod tests;
