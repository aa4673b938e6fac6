//! Corrections of stock, and goods thrown away.

use bipe_core::id::LotId;
use serde::{Deserialize, Serialize};

/// A correction (`POST /api/v1/adjustments`): more than the books say, or less. Goods thrown away (`POST /api/v1/scraps`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjust {
    /// The location's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The owner's code; the warehouse's first owner when absent.
    #[serde(default)]
    pub owner: Option<String>,
    /// The lot's code; where one lot of the item lies there, it may be left out.
    #[serde(default)]
    pub lot: Option<String>,
    /// The handling unit's code; loose goods when absent.
    #[serde(default)]
    pub unit_code: Option<String>,
    /// Base units found (more than zero) or missing (less); of goods thrown away how many, more than zero.
    pub quantity_base: i64,
    /// Why.
    pub reason: String,
}

/// What a correction did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// The lot.
    pub lot_id: LotId,
    /// Its code.
    pub lot: String,
    /// On hand there now, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
}
