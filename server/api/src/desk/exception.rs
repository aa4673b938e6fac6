//! Exceptions: work without the network that could not be written down once it was back.

use bipe_core::id::ExceptionId;
use serde::{Deserialize, Serialize};

/// How far an exception is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionStatus {
    /// Someone has to look at the goods.
    Open,
    /// Done.
    Resolved,
}

/// An exception (`GET /api/v1/exceptions`, `GET /api/v1/exceptions/{id}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Its id.
    pub id: ExceptionId,
    /// How far it is.
    pub status: ExceptionStatus,
    /// Who scanned.
    pub operator: String,
    /// Why the server refused, as a stable name: `unusable_lot`.
    pub code: String,
    /// The same as a sentence, in the reader's language.
    pub reason: String,
    /// How many commands were refused.
    pub commands: i64,
    /// The order's number.
    pub order: Option<String>,
    /// The code of the line's bin.
    pub location: Option<String>,
    /// The code of the line's item.
    pub sku: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The code of the line's lot, where people see one.
    pub lot: Option<String>,
    /// Each of the goods that the operator says were moved; none where the work did not come that far.
    pub goods: Vec<ExceptionGoods>,
    /// When the first command was refused (RFC 3339).
    pub created_at: String,
    /// When it was resolved (RFC 3339).
    pub resolved_at: Option<String>,
    /// By whom.
    pub resolved_by: Option<String>,
    /// What was done about it.
    pub note: String,
}

/// Goods of an exception: of one item and lot, out of one bin and into one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionGoods {
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: Option<String>,
    /// The base unit's name.
    pub unit: Option<String>,
    /// The lot's code, where people see one.
    pub lot: Option<String>,
    /// How much, in base units; below nothing where goods that the book has went back the way they came.
    pub moved_base: i64,
    /// The code of the bin that they came out of; none of what came in.
    pub location: Option<String>,
    /// The tote or pallet that they went into.
    pub tote: Option<String>,
}

/// `POST /api/v1/exceptions/{id}/resolve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// How many refused commands the one who resolves it has seen: `commands` as it was read. Where more have joined it since, it stays
    /// open.
    pub commands: i64,
    /// What was done about it: 3 to 200 characters.
    pub note: String,
}
