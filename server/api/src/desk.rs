//! Resources of the desk and of programs.

use bipe_core::id::{ItemId, OrderId, OwnerId, PrintJobId, PrinterId, ReceiptId, TourId, WaveId};
use bipe_core::item::{RotationPolicy, Tracking};
use bipe_core::lot::LotStatus;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::problem::ProblemAt;

/// A receipt in the list (`GET /api/v1/receipts`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// The invoice's number.
    pub number: String,
    /// The NF-e access key, 44 characters.
    pub access_key: Option<String>,
    /// The supplier's name.
    pub supplier: String,
    /// `expected`, `open` or `closed`.
    pub status: String,
    /// When it was created (RFC 3339).
    pub created_at: String,
    /// Lines received in full.
    pub lines_done: i64,
    /// Lines in all.
    pub lines: i64,
}

/// A receipt with its lines (`GET /api/v1/receipts/{id}`; `POST /api/v1/receipts/nfe` answers with it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDetail {
    /// The receipt.
    pub receipt: Receipt,
    /// Its lines in the document's order.
    pub lines: Vec<ReceiptLine>,
    /// What was odd about the file it was imported from; only in the answer to the import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<ProblemAt>,
}

/// A line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// The item number in the document (`nItem`).
    pub number: i64,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// Expected, in base units.
    pub expected_base: i64,
    /// Received, in base units.
    pub received_base: i64,
    /// The base unit's name.
    pub unit: String,
}

/// An address for a shipping tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The receiver's name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Flat, floor, reference.
    #[serde(default)]
    pub complement: String,
    /// District (bairro).
    #[serde(default)]
    pub district: String,
    /// City.
    pub city: String,
    /// State (UF).
    pub state: String,
    /// Postal code (CEP).
    pub postal_code: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
}

/// `POST /api/v1/orders`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What is ordered.
    pub lines: Vec<NewOrderLine>,
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
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// Its parcels.
    pub parcels: Vec<Parcel>,
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
}

/// Stock in one place (`GET /api/v1/stock?search=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The location's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The lot's code.
    pub lot: String,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// The lot's status.
    pub status: LotStatus,
    /// The handling unit's code; `None` when loose.
    pub unit_code: Option<String>,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// The base unit's name.
    pub unit: String,
}

/// An item (`GET /api/v1/items`, `POST /api/v1/items`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id; made by the server when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ItemId>,
    /// The owner; the warehouse's first owner when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    /// The owner's code for it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// What its stock is told apart by.
    pub tracking: Tracking,
    /// Whether its lots expire.
    #[serde(default)]
    pub expires: bool,
    /// What happens when a lot is taken out of turn.
    pub rotation_policy: RotationPolicy,
    /// Days of life a lot must have left when it leaves.
    #[serde(default)]
    pub remaining_days_min: i64,
    /// Days from the day a lot was made to its expiry, where the goods don't say the expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shelf_life_days: Option<i64>,
    /// Days before the expiry through which a lot is best used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_before_lead_days: Option<i64>,
    /// Days before the expiry on which a lot must leave the shelf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal_lead_days: Option<i64>,
    /// Its packagings.
    #[serde(default)]
    pub packagings: Vec<Packaging>,
}

/// A packaging of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packaging {
    /// Its name: `UN`, `CX`.
    pub name: String,
    /// Its GTIN, 8 to 14 digits.
    #[serde(default)]
    pub gtin: Option<String>,
    /// Base units in one.
    pub quantity_base: i64,
    /// Gross weight of one, in grams.
    #[serde(default)]
    pub weight_g: i64,
}

/// A print job (`GET /api/v1/print-jobs`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintJob {
    /// Its id.
    pub id: PrintJobId,
    /// The printer's name.
    pub printer: String,
    /// The label's kind: `shipping`, `pallet`, `badge` …
    pub label: String,
    /// What it is about: the SSCC, the badge.
    pub subject: String,
    /// `queued`, `sending`, `sent`, `printed`, `failed`, `unknown` or `cancelled`.
    pub status: String,
    /// The printer's reason, where it gave one.
    pub reason: Option<String>,
    /// When it was asked for (RFC 3339).
    pub created_at: String,
    /// The job it prints again.
    pub reprint_of: Option<PrintJobId>,
}

/// A printer (`GET /api/v1/printers`, `POST /api/v1/printers`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printer {
    /// Its id; made by the server when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PrinterId>,
    /// Its name.
    pub name: String,
    /// `tcp://host:port`, or `file:folder` for PDFs in a folder.
    pub address: String,
    /// `zpl` or `pdf`.
    pub format: String,
    /// 203 or 300.
    pub dpi: i64,
    /// The label kinds it prints by default: `shipping`, `pallet`, `badge`.
    pub labels: Vec<String>,
}
