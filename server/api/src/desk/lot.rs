//! Lots: the list, holds and recalls, their dates, and where they went.

use bipe_core::id::{LotId, OrderId};
use bipe_core::lot::LotStatus;
use serde::{Deserialize, Serialize};
use time::Date;

/// A lot (`GET /api/v1/lots?search=&status=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code.
    pub code: String,
    /// Whether nobody scans it: the receipt day of an untracked item.
    pub implicit: bool,
    /// The day it was made.
    pub made_on: Option<Date>,
    /// The day through which it is best used.
    pub best_before: Option<Date>,
    /// The last day on which it may be used.
    pub expiry: Option<Date>,
    /// The last day on the shelf.
    pub removal_on: Option<Date>,
    /// The day it was first received.
    pub received_on: Date,
    /// Released, held or recalled.
    pub status: LotStatus,
    /// Why it is held or recalled.
    pub status_reason: String,
    /// On hand in this warehouse, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// How much of it lies in quarantine: damaged, or set apart for another reason.
    pub quarantined_base: i64,
}

/// A lot with the orders that have it reserved (`GET /api/v1/lots/{id}`; what changes a lot answers with it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotDetail {
    /// The lot.
    pub lot: Lot,
    /// Open reservations on it in this warehouse. A hold or a recall leaves them; nothing of them leaves meanwhile.
    pub reserved: Vec<LotReserved>,
}

/// An open reservation on a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotReserved {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub order: String,
    /// The line.
    pub line: i64,
    /// Where the goods lie.
    pub location: String,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// Why something is done (`POST /api/v1/lots/{id}/hold`, `…/release`, `…/recall`; `POST /api/v1/receipts/{id}/reopen`, `…/cancel`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// The reason, in the words of who decides it.
    pub reason: String,
}

/// New dates of a lot (`PATCH /api/v1/lots/{id}`): those given are set, the others move by as many days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchLot {
    /// The day it was made.
    #[serde(default)]
    pub made_on: Option<Date>,
    /// The day through which it is best used.
    #[serde(default)]
    pub best_before: Option<Date>,
    /// The last day on which it may be used.
    #[serde(default)]
    pub expiry: Option<Date>,
    /// The last day on the shelf.
    #[serde(default)]
    pub removal_on: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Where a lot went (`GET /api/v1/lots/{id}/trace`), in this warehouse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotTrace {
    /// The receipts it came by: number, supplier, status, received.
    pub receipts: Vec<Traced>,
    /// Where it lies: location, its kind, on hand.
    pub locations: Vec<Traced>,
    /// The handling units it lies in: code, location, kind, on hand.
    pub units: Vec<Traced>,
    /// The orders that have or had it: number, customer, status, picked, and what is reserved.
    pub orders: Vec<Traced>,
    /// The parcels it went into: SSCC, order, status, packed.
    pub parcels: Vec<Traced>,
    /// The customers it was shipped to: name, city, shipped.
    pub customers: Vec<Traced>,
}

/// One thing that a lot touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traced {
    /// What it is called: a location's code, an order's number, an SSCC, a customer's name.
    pub name: String,
    /// What stands beside it: a supplier, a customer, an order, a city, a location.
    pub of: String,
    /// Its status or kind.
    pub status: String,
    /// How much of the lot, in base units.
    pub quantity_base: i64,
    /// How much of that is reserved, or still to be picked.
    pub reserved_base: i64,
}
