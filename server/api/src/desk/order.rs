//! Orders, customers and waves.

use bipe_core::allocate::Strategy;
use bipe_core::id::{OrderId, PrintJobId, TourId, WaveId};
use bipe_core::order::{Fill, Remainder};
use serde::{Deserialize, Serialize};
use time::Date;

use super::Address;

/// `POST /api/v1/orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// The sender's number, unique per owner.
    pub number: String,
    /// The owner's code; the warehouse's first owner when absent.
    #[serde(default)]
    pub owner: Option<String>,
    /// The channel it came by: `loja`, `marketplace`.
    #[serde(default)]
    pub channel: String,
    /// Who it goes to.
    pub ship_to: Address,
    /// The carrier's code.
    #[serde(default)]
    pub carrier: Option<String>,
    /// The sales invoice's number, for the tag.
    #[serde(default)]
    pub invoice_number: Option<String>,
    /// Days of life that the customer asks every lot to have left.
    #[serde(default)]
    pub remaining_days_min: i64,
    /// The latest day it must leave on.
    #[serde(default)]
    pub ship_by: Option<Date>,
    /// Of orders that leave at one time, higher ones go first: -100 to 100.
    #[serde(default)]
    pub priority: i64,
    /// Who orders, as the owner's system names them.
    #[serde(default)]
    pub customer: Option<NewCustomer>,
    /// How its stock is chosen; the items' or the warehouse's way when absent.
    #[serde(default)]
    pub strategy: Option<Strategy>,
    /// Codes of the zones that may serve it, in their turn; all when empty.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Whether it may leave in part.
    #[serde(default)]
    pub fill: Fill,
    /// What becomes of what could not be served.
    #[serde(default)]
    pub remainder: Remainder,
    /// Reserves its stock at once, until this time (RFC 3339); what is not released by then falls back to the stock.
    #[serde(default)]
    pub reserve_until: Option<String>,
    /// What is ordered.
    pub lines: Vec<NewOrderLine>,
}

/// Who orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// The owner's code for them.
    pub code: String,
    /// Their name; the known one stays when it is empty.
    #[serde(default)]
    pub name: String,
}

/// A customer (`GET /api/v1/customers/{code}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The owner's code for them.
    pub code: String,
    /// Their name.
    pub name: String,
    /// Days of life that they ask every lot to have left.
    pub remaining_days_min: i64,
}

/// `PUT /api/v1/customers/{code}`: makes a customer known, or changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutCustomer {
    /// The owner's code; the warehouse's first owner when absent.
    #[serde(default)]
    pub owner: Option<String>,
    /// Their name; the known one stays when it is absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Days of life that they ask every lot to have left; the known figure stays when it is absent.
    #[serde(default)]
    pub remaining_days_min: Option<i64>,
}

/// How a warehouse chooses stock where neither order nor item says (`GET` and `PUT /api/v1/warehouse`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarehouseRule {
    /// The strategy.
    pub strategy: Strategy,
    /// Cross aisles between the first and the last, as places along the aisles in millimetres; absent in a `PUT` that leaves them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_aisles_mm: Option<Vec<i64>>,
}

/// A line of a new order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrderLine {
    /// The item's code.
    pub sku: String,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// `PATCH /api/v1/orders/{id}`: what of an order changes; the rest stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchOrder {
    /// Where it goes instead.
    #[serde(default)]
    pub ship_to: Option<Address>,
    /// Its priority from now on.
    #[serde(default)]
    pub priority: Option<i64>,
    /// Lines that want more or less.
    #[serde(default)]
    pub lines: Vec<PatchOrderLine>,
}

/// A line that wants more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchOrderLine {
    /// Its place in the order, from 1.
    pub number: i64,
    /// How much it wants from now on, in base units; 0 for nothing.
    pub quantity_base: i64,
}

/// An order in the list (`GET /api/v1/orders`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// Its channel.
    pub channel: String,
    /// Who it goes to.
    pub customer: String,
    /// City and state.
    pub city: String,
    /// The carrier's name.
    pub carrier: String,
    /// `new`, `released`, `picking`, `picked`, `packing`, `packed`, `shipped` or `cancelled`.
    pub status: String,
    /// When it arrived (RFC 3339).
    pub created_at: String,
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// Of orders that leave at one time, higher ones go first.
    #[serde(default)]
    pub priority: i64,
    /// Lines.
    pub lines: i64,
    /// Base units ordered.
    pub ordered_base: i64,
    /// Base units softly promised from stock on hand; less than ordered means a shortage.
    pub promised_base: i64,
    /// Base units picked.
    pub picked_base: i64,
    /// The wave it was released in.
    pub wave: Option<String>,
}

/// An order with lines and parcels (`GET /api/v1/orders/{id}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetail {
    /// The order.
    pub order: Order,
    /// Where it goes.
    pub ship_to: Address,
    /// By which rule it is served.
    #[serde(default)]
    pub rule: OrderRule,
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// Its parcels.
    pub parcels: Vec<Parcel>,
}

/// By which rule an order is served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRule {
    /// The customer's code, where the sender named one.
    pub customer: Option<String>,
    /// Days of life that order and customer ask every lot to have left.
    pub remaining_days_min: i64,
    /// The order's own way of choosing stock; the items' or the warehouse's when absent.
    pub strategy: Option<Strategy>,
    /// Codes of the zones that may serve it, in their turn; all when empty.
    pub zones: Vec<String>,
    /// Whether it may leave in part.
    pub fill: Fill,
    /// What becomes of what could not be served.
    pub remainder: Remainder,
    /// The number of the order whose rest this one is.
    pub backorder_of: Option<String>,
    /// Until when its stock is on hold (RFC 3339); `None` when nothing is.
    #[serde(default)]
    pub reserved_until: Option<String>,
}

/// A line of an order; ordered = picked + short + cancelled + open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Its place in the order, from 1.
    pub number: i64,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Ordered.
    pub ordered_base: i64,
    /// Softly promised.
    pub promised_base: i64,
    /// Reserved on stock rows.
    pub reserved_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Short.
    pub short_base: i64,
    /// Cancelled.
    pub cancelled_base: i64,
}

/// A parcel of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its SSCC.
    pub sscc: String,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
    /// How many parcels there are.
    pub total: i64,
    /// `open`, `closed` or `shipped`.
    pub status: String,
    /// The carrier's tracking code.
    pub tracking_code: String,
    /// The print job of its tag, once there is one.
    pub print_job: Option<PrintJobId>,
}

/// `POST /api/v1/waves`: releases orders for picking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWave {
    /// The orders; all new ones that have stock when empty.
    #[serde(default)]
    pub orders: Vec<OrderId>,
    /// The code of the release channel that chooses them instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_channel: Option<String>,
}

/// A wave (`GET /api/v1/waves`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    /// Its id.
    pub id: WaveId,
    /// Its number.
    pub number: String,
    /// `released` or `done`.
    pub status: String,
    /// When it was released (RFC 3339).
    pub released_at: String,
    /// The code of the channel that released it.
    #[serde(default)]
    pub release_channel: Option<String>,
    /// Orders in it.
    pub orders: i64,
    /// Base units reserved for it at release.
    pub allocated_base: i64,
    /// Base units that found no stock at release.
    pub open_base: i64,
    /// Its tours.
    pub tours: Vec<Tour>,
    /// Numbers of orders that were asked for and stay new, because there is no stock for them; only in the answer to a release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unallocated: Vec<String>,
}

/// A tour of a wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tour {
    /// Its id.
    pub id: TourId,
    /// Its number.
    pub number: String,
    /// `open`, `claimed` or `done`.
    pub status: String,
    /// Who walks it.
    pub operator: Option<String>,
    /// Stops done.
    pub stops_done: i64,
    /// Stops in all.
    pub stops: i64,
    /// How far it is walked by plan, in millimetres; absent where the layout was not known when it was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_mm: Option<i64>,
    /// How far it would be through each aisle with picks, up one and down the next; absent where that means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s_shape_mm: Option<i64>,
    /// How far it would be from bin to bin along the pick sequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_bin_mm: Option<i64>,
}
