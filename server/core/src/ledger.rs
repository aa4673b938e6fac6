//! The ledger: stock moves, it never changes. Every correction is a movement too.

mod adjust;
mod open;
mod undo;

pub use adjust::{Lying, Named, Spot, Unadjusted, Wish, adjust};
pub use open::{Closed, Out, open};
use serde::{Deserialize, Serialize};
pub use undo::{End, Kept, Posted, StandingUnit, moved_whole, undo};

use crate::id::{HandlingUnitId, ItemId, LocationId, LotId};

/// Where stock is: in a location, loose or in a handling unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The location.
    pub location_id: LocationId,
    /// The handling unit, or [`HandlingUnitId::NONE`].
    pub handling_unit_id: HandlingUnitId,
}

impl Place {
    /// Loose in a location.
    pub fn loose(location_id: LocationId) -> Self {
        Self { location_id, handling_unit_id: HandlingUnitId::NONE }
    }

    /// In a handling unit that stands in a location.
    pub fn within(location_id: LocationId, handling_unit_id: HandlingUnitId) -> Self {
        Self { location_id, handling_unit_id }
    }
}

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Came in from a supplier.
    Receive,
    /// Went from the dock to its bin.
    Putaway,
    /// Was taken for an order.
    Pick,
    /// Was checked into a parcel.
    Pack,
    /// Left for a customer.
    Ship,
    /// Was moved by hand.
    Relocate,
    /// Was corrected.
    Adjust,
    /// Came out of the unit it was packed in, where it stands.
    Open,
    /// An earlier movement was taken back.
    Undo,
    /// Was found, or missed, by a count.
    Count,
    /// Went back to a bin from the tote of an order that no longer wants it.
    PutBack,
    /// Filled a pick face up.
    Replenish,
    /// Came back from a customer, or went back to a supplier.
    Return,
    /// Was thrown away.
    Scrap,
}

/// Stock on its way from one place to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// How much, in base units; more than zero.
    pub quantity_base: i64,
    /// How much of that was reserved at `from`, and is taken out of the reserve there.
    pub reserved_base: i64,
    /// Where it was.
    pub from: Place,
    /// Where it is now.
    pub to: Place,
    /// Why.
    pub reason: Reason,
}
