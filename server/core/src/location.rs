//! Locations: every place stock can be, real or virtual, and what may be put there.

mod fits;

use serde::{Deserialize, Serialize};

pub use fits::{Arrival, Coming, Limits, Load, Room, fits, stays};

use crate::id::{LocationId, ZoneId};

/// What a location is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationKind {
    /// Where goods arrive and leave.
    Dock,
    /// Reserve storage.
    Storage,
    /// A bin that pickers take from.
    PickFace,
    /// Goods waiting for their next step.
    Staging,
    /// Where orders are checked and closed.
    PackDesk,
    /// Goods that must not be used.
    Quarantine,
    /// On the way: carts and totes.
    Transit,
    /// Where goods come from.
    Supplier,
    /// Where goods go.
    Customer,
    /// The other side of a correction.
    Adjustment,
    /// Where broken goods go.
    Scrap,
}

impl LocationKind {
    /// Whether it is a ledger account rather than a place: without stock rows and version.
    pub fn is_virtual(self) -> bool {
        matches!(self, Self::Supplier | Self::Customer | Self::Adjustment | Self::Scrap)
    }

    /// Whether orders may be promised and allocated what lies here.
    pub fn is_allocatable(self) -> bool {
        matches!(self, Self::Storage | Self::PickFace)
    }
}

/// What may stand together in a bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mixing {
    /// Anything.
    #[default]
    Any,
    /// One item, of any lots.
    OneItem,
    /// One lot.
    OneLot,
}

/// How cold goods want it, and how cold a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemperatureClass {
    /// As it is.
    #[default]
    Ambient,
    /// A cold room.
    Chilled,
    /// A freezer.
    Frozen,
}

/// How often goods are asked for, and how near a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AbcClass {
    /// Often; the best places.
    A,
    /// Now and then.
    #[default]
    B,
    /// Seldom.
    C,
}

/// A location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its id.
    pub id: LocationId,
    /// Its code as printed: `A-03-02-1`.
    pub code: String,
    /// What it is for.
    pub kind: LocationKind,
    /// The zone it lies in.
    pub zone_id: Option<ZoneId>,
    /// Its place in the walk through the warehouse.
    pub pick_sequence: i64,
    /// Raised by every movement that touches it.
    pub version: i64,
}
