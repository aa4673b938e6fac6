//! Screens of receiving.

use serde::{Deserialize, Serialize};

use super::{Goods, Progress};
use crate::flow::receive::Quarantined;

/// Receipts that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveInvoice {
    /// Receipts not closed yet, oldest first, at most twenty.
    pub expected: Vec<ReceiptSummary>,
}

/// One receipt in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSummary {
    /// The invoice's or order's number.
    pub number: String,
    /// The supplier's name.
    pub supplier: String,
    /// Lines done and lines in all; of a blind one, items that came and none.
    pub progress: Progress,
    /// Whether nobody is told what is expected.
    #[serde(default)]
    pub blind: bool,
}

/// A receipt in work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveGoods {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// The pallet that goods go on now: its SSCC; `None` before the first goods.
    pub pallet: Option<String>,
    /// Goods on that pallet, last first, at most five.
    pub on_pallet: Vec<Goods>,
    /// Lines that still miss goods, at most five: quantity is what is missing. None of a blind receipt.
    pub missing: Vec<Goods>,
    /// Whether the next goods go to quarantine, since they are damaged.
    #[serde(default)]
    pub damaged: bool,
}

/// What is still missing of the goods just scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveLot {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// The goods as far as known.
    pub goods: Goods,
    /// Whether the lot is missing.
    pub lot_missing: bool,
    /// Whether the expiry is missing.
    pub expiry_missing: bool,
}

/// How many of the goods just scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveQuantity {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// The goods; quantity is one of the scanned packaging.
    pub goods: Goods,
    /// Name of the packaging that is counted: `CX`.
    pub packaging: String,
    /// Base units in one of it.
    pub packaging_base: i64,
    /// How many the scan proposes: what is missing, in whole packagings.
    pub proposed: i64,
    /// Why the goods go to quarantine, where they do.
    #[serde(default)]
    pub quarantine: Option<Quarantined>,
}

/// A code that names nothing yet, and what it may be attached to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveAttach {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// The code.
    pub code: String,
    /// What it may name, at most twenty.
    pub targets: Vec<AttachTo>,
    /// Which of them was chosen.
    pub chosen: Option<AttachTo>,
}

/// A packaging of an item that a code may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachTo {
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The packaging's name.
    pub packaging: String,
    /// Base units in one.
    pub packaging_base: i64,
    /// The base unit's name.
    pub unit: String,
    /// What is scanned to choose it.
    pub symbol: String,
}

/// A receipt about to close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveClose {
    /// The receipt.
    pub receipt: ReceiptSummary,
    /// Lines that differ.
    pub differences: Vec<Difference>,
}

/// A line whose received quantity is not the expected one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The goods; quantity is what was received.
    pub goods: Goods,
    /// Base units expected.
    pub expected_base: i64,
    /// How many of those received went to quarantine.
    #[serde(default)]
    pub quarantined_base: i64,
}
