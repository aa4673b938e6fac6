//! Screens of packing and shipping.

use serde::{Deserialize, Serialize};

use super::{Goods, Progress};

/// Totes waiting to be packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackTote {
    /// Their codes, oldest first, at most twenty.
    pub waiting: Vec<String>,
}

/// An order being checked at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackGoods {
    /// The order's number.
    pub order: String,
    /// Who it goes to.
    pub customer: String,
    /// The carrier's name.
    pub carrier: String,
    /// The tote or totes it lies in.
    pub totes: Vec<String>,
    /// The parcel being filled, from 1.
    pub parcel: i64,
    /// Each line and lot to check: checked and picked.
    pub lines: Vec<PackLine>,
    /// Base units checked and base units in all.
    pub progress: Progress,
}

/// One line and lot at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackLine {
    /// The goods; quantity is what was picked.
    pub goods: Goods,
    /// Base units checked so far.
    pub checked_base: i64,
}

/// A packed order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackDone {
    /// The order's number.
    pub order: String,
    /// Its parcels.
    pub parcels: Vec<ParcelSummary>,
}

/// One parcel in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSummary {
    /// Its SSCC.
    pub sscc: String,
    /// The order's number.
    pub order: String,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
    /// How many parcels the order has.
    pub total: i64,
    /// The carrier's tracking code.
    pub tracking_code: String,
    /// The carrier's name.
    pub carrier: String,
}

/// Parcels waiting to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipParcel {
    /// Parcels that wait, oldest first, at most twenty.
    pub waiting: Vec<ParcelSummary>,
    /// The last one that left in this task.
    pub last: Option<ParcelSummary>,
    /// Parcels loaded in this task and parcels in all.
    pub progress: Progress,
}
