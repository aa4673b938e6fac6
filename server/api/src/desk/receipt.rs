//! Receipts: announced by programs and desks, received on the floor, settled at a desk.

use bipe_core::flow::receive::ReceiptKind;
use bipe_core::id::ReceiptId;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::problem::ProblemAt;

/// A receipt in the list (`GET /api/v1/receipts?status=&kind=&search=&cursor=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// What announced the goods.
    #[serde(default)]
    pub kind: ReceiptKind,
    /// Whether those who receive are not told what is expected.
    #[serde(default)]
    pub blind: bool,
    /// The document's number.
    pub number: String,
    /// The NF-e access key, 44 characters.
    pub access_key: Option<String>,
    /// The supplier's name; empty when nobody knows it.
    pub supplier: String,
    /// `expected`, `open` or `closed`.
    pub status: String,
    /// When it was created (RFC 3339).
    pub created_at: String,
    /// Lines received in full; of a blind receipt that is not closed, lines of which anything came.
    pub lines_done: i64,
    /// Lines in all.
    pub lines: i64,
}

/// A receipt with its lines (`GET /api/v1/receipts/{id}`; `POST /api/v1/receipts` and `/receipts/nfe` answer with it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDetail {
    /// The receipt.
    pub receipt: Receipt,
    /// Its lines in the document's order.
    pub lines: Vec<ReceiptLine>,
    /// How much more than expected may come in, in percent of it; absent is the item's or the warehouse's rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_receipt_percent: Option<i64>,
    /// What differs from the document, once it is closed.
    #[serde(default)]
    pub discrepancies: Vec<ReceiptDiscrepancy>,
    /// The pallets that the document announces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pallets: Vec<ReceiptPallet>,
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
    /// Expected, in base units; 0 to those who receive a blind receipt.
    pub expected_base: i64,
    /// Received, in base units.
    pub received_base: i64,
    /// How many of these went to quarantine.
    #[serde(default)]
    pub quarantined_base: i64,
    /// How many of these have gone back to the supplier since.
    #[serde(default)]
    pub sent_back_base: i64,
    /// The base unit's name.
    pub unit: String,
    /// Lots that the document announces; none to those who receive a blind receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<ReceiptLot>,
}

/// A lot that the document announces for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLot {
    /// Its code, or a serial.
    pub code: String,
    /// Base units of it.
    pub quantity_base: i64,
    /// The day it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_on: Option<Date>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<Date>,
}

/// A line of which more or less came than was expected, or not all was good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDiscrepancy {
    /// The line's number.
    pub number: i64,
    /// The item's code.
    pub sku: String,
    /// Received less expected, in base units: below zero is missing. 0 where nothing was announced.
    pub difference_base: i64,
    /// How many of those received went to quarantine.
    pub quarantined_base: i64,
}

/// A pallet that the document announces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPallet {
    /// Its SSCC.
    pub sscc: String,
    /// Whether it has come in.
    pub received: bool,
}

/// `POST /api/v1/receipts`: goods are announced by a purchase order, an ASN or an invoice without its file; or, of kind `blind`
/// and without lines, by nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// What announces them.
    pub kind: ReceiptKind,
    /// The document's number; made by the server for a blind receipt without one.
    #[serde(default)]
    pub number: Option<String>,
    /// The NF-e access key.
    #[serde(default)]
    pub access_key: Option<String>,
    /// Who sends them; a blind receipt may not know.
    #[serde(default)]
    pub supplier: Option<NewSupplier>,
    /// The owner's code; the first owner when absent.
    #[serde(default)]
    pub owner: Option<String>,
    /// Whether those who receive are not told what is expected; absent is the warehouse's rule.
    #[serde(default)]
    pub blind: Option<bool>,
    /// How much more than expected may come in, in percent of it; absent is the item's or the warehouse's rule.
    #[serde(default)]
    pub over_receipt_percent: Option<i64>,
    /// What is expected.
    #[serde(default)]
    pub lines: Vec<NewReceiptLine>,
    /// Pallets, each received whole by one scan of its SSCC.
    #[serde(default)]
    pub pallets: Vec<NewReceiptPallet>,
}

/// Who sends goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSupplier {
    /// The name.
    pub name: String,
    /// CNPJ, CPF or what else tells suppliers apart.
    pub tax_id: String,
}

/// A supplier in the list (`GET /api/v1/suppliers`), by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// The name.
    pub name: String,
    /// CNPJ, CPF or what else tells suppliers apart, as it was first given.
    pub tax_id: String,
}

/// A line of a new receipt: an item by its SKU, or a packaging of it by its GTIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReceiptLine {
    /// The item's code.
    #[serde(default)]
    pub sku: Option<String>,
    /// The GTIN of one of its packagings.
    #[serde(default)]
    pub gtin: Option<String>,
    /// How many: of the GTIN's packaging, or base units of the SKU.
    pub quantity: i64,
    /// Lots that are announced.
    #[serde(default)]
    pub lots: Vec<NewReceiptLot>,
}

/// A lot that is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReceiptLot {
    /// Its code, or a serial.
    pub code: String,
    /// How many, counted as the line's quantity is.
    pub quantity: i64,
    /// The day it was made.
    #[serde(default)]
    pub made_on: Option<Date>,
    /// Its last day.
    #[serde(default)]
    pub expiry: Option<Date>,
}

/// A pallet that is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReceiptPallet {
    /// Its SSCC, 18 digits.
    pub sscc: String,
    /// What it holds.
    pub contents: Vec<NewPalletLine>,
}

/// Goods on a pallet that is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPalletLine {
    /// The line, counted from 1.
    pub line: i64,
    /// One of the line's lots, where the item has lots.
    #[serde(default)]
    pub lot: Option<String>,
    /// How many, counted as the line's quantity is.
    pub quantity: i64,
}

/// Goods go back to the supplier (`POST /api/v1/receipts/{id}/send-back`): out of quarantine, a bin or the dock, against a closed
/// receipt that they came with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendBack {
    /// The code of the location that they lie in.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The lot's code; where one lot of the item lies there, it may be left out.
    #[serde(default)]
    pub lot: Option<String>,
    /// The handling unit's code; loose goods when absent.
    #[serde(default)]
    pub unit_code: Option<String>,
    /// How many base units.
    pub quantity_base: i64,
    /// Why.
    pub reason: String,
}

/// How the warehouse receives where neither item nor receipt says (`GET` and `PUT /api/v1/receipts/rule`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRule {
    /// How much more than expected may come in, in percent of it: 0 to 100.
    pub over_receipt_percent: i64,
    /// Whether those who receive are not told what is expected.
    pub blind: bool,
}
