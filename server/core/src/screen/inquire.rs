//! The screen that tells what something is.

use serde::{Deserialize, Serialize};

use super::{Bin, Goods, ReceiptSummary};
use crate::code::CommandCode;
use crate::flow::UnitKind;
use crate::flow::receive::ReceiptStatus;
use crate::location::LocationKind;
use crate::lot::LotStatus;
use crate::quantity::Pack;

/// What was scanned, and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquire {
    /// The symbol as it was scanned: scanned again after one of the commands, the work begins with it.
    pub symbol: Option<String>,
    /// What it is.
    pub about: Option<About>,
    /// The work that this operator may do with it.
    pub can: Vec<CommandCode>,
    /// Its label's newest print; none when it was never printed here.
    pub printed: Option<Printed>,
}

/// A print of a label, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// What is known of it.
    pub status: PrintStatus,
    /// Why it waits or failed, as a sentence in the operator's language.
    pub reason: Option<String>,
    /// The printer's name.
    pub printer: String,
}

/// What is known of a print job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintStatus {
    /// Waits its turn, or for the printer.
    Queued,
    /// A worker is at it.
    Sending,
    /// All bytes went out.
    Sent,
    /// The printer said that it is printed.
    Printed,
    /// It can't be printed.
    Failed,
    /// Bytes went out, and only a person can tell what came of them.
    Unknown,
    /// Taken back before it went out.
    Cancelled,
}

/// What something is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum About {
    /// A bin.
    Bin(AboutBin),
    /// An item, or one lot of it.
    Item(AboutItem),
    /// A handling unit.
    Unit(AboutUnit),
    /// A parcel.
    Parcel(AboutParcel),
    /// A receipt.
    Receipt(AboutReceipt),
}

/// Stock somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lying {
    /// What and how much.
    pub goods: Goods,
    /// Where.
    pub bin: Bin,
    /// The unit it is in.
    pub unit: Option<String>,
    /// Reserved of it, in base units.
    pub reserved_base: i64,
    /// The lot's status.
    pub status: LotStatus,
    /// Whether it lies in quarantine: damaged, or set apart for another reason.
    pub quarantine: bool,
}

/// Stock by rows: what leaves first comes first, at most thirty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lies {
    /// The rows.
    pub rows: Vec<Lying>,
    /// How many there are in all.
    pub count: i64,
    /// What all of them are together, in base units.
    pub on_hand_base: i64,
    /// What is reserved of that.
    pub reserved_base: i64,
}

/// A bin with what lies in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutBin {
    /// The bin.
    pub bin: Bin,
    /// What it is for.
    pub kind: LocationKind,
    /// Whether a count is at work in it.
    pub counting: bool,
    /// What lies there.
    pub lies: Lies,
}

/// An item with where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutItem {
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its base unit's name.
    pub unit: String,
    /// Its packagings, largest first; each counted once.
    pub packs: Vec<Pack>,
    /// The lot that was scanned with it; what lies is of this lot then.
    pub lot: Option<String>,
    /// Where it lies.
    pub lies: Lies,
}

/// A handling unit with what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutUnit {
    /// Its code.
    pub unit: String,
    /// What it is.
    pub kind: UnitKind,
    /// Where it stands.
    pub bin: Option<Bin>,
    /// Whether that is a dock.
    pub at_dock: bool,
    /// The unit it stands on.
    pub stands_on: Option<String>,
    /// The order it is bound to.
    pub order: Option<String>,
    /// What is in it.
    pub lies: Lies,
}

/// A parcel with what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutParcel {
    /// Its SSCC.
    pub sscc: String,
    /// The order.
    pub order: String,
    /// Its number within the order, from 1.
    pub number: i64,
    /// The carrier.
    pub carrier: String,
    /// The carrier's code for it.
    pub tracking_code: String,
    /// `open`, `closed` or `shipped`.
    pub status: String,
    /// What is in it.
    pub goods: Vec<Goods>,
}

/// A receipt with how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutReceipt {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// How far it is.
    pub status: ReceiptStatus,
}
