//! Screens of returns.

use serde::{Deserialize, Serialize};

use super::Goods;

/// The shipment that goods come back of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnOf {
    /// The order's number.
    pub order: String,
    /// The customer's name.
    pub customer: String,
}

/// A return in work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnsGoods {
    /// The shipment; none of an unplanned return.
    pub of: Option<ReturnOf>,
    /// What may still come back of it, at most five.
    pub shipped: Vec<Goods>,
    /// The pallet that goods for stock go on: its SSCC; none before the first.
    pub pallet: Option<String>,
    /// Goods on that pallet, last first, at most five.
    pub on_pallet: Vec<Goods>,
}

/// What is still missing of the goods just scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnsLot {
    /// The shipment; none of an unplanned return.
    pub of: Option<ReturnOf>,
    /// The goods as far as known.
    pub goods: Goods,
    /// Whether the lot is missing.
    pub lot_missing: bool,
    /// Whether the expiry is missing.
    pub expiry_missing: bool,
}

/// Goods in hand, and where they go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnsDecide {
    /// The shipment; none of an unplanned return.
    pub of: Option<ReturnOf>,
    /// The goods; quantity is what is in hand.
    pub goods: Goods,
    /// Name of the packaging that is counted: `CX`.
    pub packaging: String,
    /// Base units in one of it.
    pub packaging_base: i64,
    /// How many of it are in hand.
    pub count: i64,
}
