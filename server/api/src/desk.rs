//! Resources of the desk and of programs.

mod adjust;
mod count;
mod exception;
mod explain;
mod layout;
mod lot;
mod movement;
mod order;
mod receipt;
mod release;
mod replenish;

pub use adjust::*;
pub use count::*;
pub use exception::*;
pub use explain::*;
pub use layout::*;
pub use lot::*;
pub use movement::*;
pub use order::*;
pub use receipt::*;
pub use release::*;
pub use replenish::*;

use bipe_core::allocate::Strategy;
use bipe_core::id::{ItemId, OwnerId, PrintJobId, PrinterId};
use bipe_core::item::{Handling, PackagingKind, RotationPolicy, Tracking};
use bipe_core::location::{AbcClass, TemperatureClass};
use bipe_core::lot::LotStatus;
use serde::{Deserialize, Serialize};
use time::Date;

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

/// Stock in one place (`GET /api/v1/stock?search=`, or `?item=` with an item's whole code).
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
    /// Whether it lies in quarantine: damaged, or set apart for another reason.
    pub quarantine: bool,
    /// The handling unit's code; `None` when loose.
    pub unit_code: Option<String>,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// The base unit's name.
    pub unit: String,
}

/// An item (`GET /api/v1/items`, `POST /api/v1/items`; `PATCH /api/v1/items/{sku}` takes those of its fields that change).
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
    /// Days of life a lot must have left when it comes in.
    #[serde(default)]
    pub arrival_days_min: i64,
    /// How much more than expected may come in, in percent of it; absent is the warehouse's rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_receipt_percent: Option<i64>,
    /// Days from the day a lot was made to its expiry, where the goods don't say the expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shelf_life_days: Option<i64>,
    /// Days before the expiry through which a lot is best used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_before_lead_days: Option<i64>,
    /// Days before the expiry on which a lot must leave the shelf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal_lead_days: Option<i64>,
    /// How cold it wants it.
    #[serde(default)]
    pub temperature_class: TemperatureClass,
    /// How often it is asked for.
    #[serde(default)]
    pub abc_class: AbcClass,
    /// When it is put into the tote: `heavy` things first, `fragile` ones last.
    #[serde(default)]
    pub handling: Handling,
    /// How its stock is chosen for orders; absent is the warehouse's way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// Codes that name it besides its SKU and the GTINs of its packagings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
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
    /// Gross weight of one, in grams; 0 when unknown.
    #[serde(default)]
    pub weight_g: i64,
    /// What it is; absent is `each` for one base unit and `case` for more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PackagingKind>,
    /// Its length in millimetres; 0 when unknown.
    #[serde(default)]
    pub length_mm: i64,
    /// Its width in millimetres; 0 when unknown.
    #[serde(default)]
    pub width_mm: i64,
    /// Its height in millimetres; 0 when unknown.
    #[serde(default)]
    pub height_mm: i64,
    /// Codes that name it besides its GTIN.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
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
    /// Why it is printed again.
    #[serde(default)]
    pub why: Option<String>,
    /// Who asked for it.
    #[serde(default)]
    pub requested_by: String,
}

/// `POST /api/v1/print-jobs/{id}/reprint`: a body is not needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reprint {
    /// Why, in a few words.
    #[serde(default)]
    pub why: Option<String>,
}

/// `POST /api/v1/print-jobs/reprint`: prints the newest label about a code again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReprintCode {
    /// Any code on the label, as scanned.
    pub code: String,
    /// Why, in a few words.
    #[serde(default)]
    pub why: Option<String>,
}

/// How a printer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterState {
    /// Whether it can print.
    pub ready: bool,
    /// What is wrong with it, in the reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it said so (RFC 3339).
    pub at: String,
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
    /// `tcp://host:port`, `file:folder` for files in a folder, or `station:CODE/NAME` for one at a station.
    pub address: String,
    /// `zpl`, `tspl`, `epl`, `escpos` or `pdf`.
    pub format: String,
    /// 203 or 300.
    pub dpi: i64,
    /// The label kinds it prints by default: `shipping`, `pallet`, `badge`.
    pub labels: Vec<String>,
    /// Whether it answers when asked how it is; cheap ones never do, and are sent to all the same.
    #[serde(default = "yes")]
    pub answers: bool,
    /// How it is; only in answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PrinterState>,
}

fn yes() -> bool {
    true
}
