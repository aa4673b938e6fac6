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
    /// The bin's code.
    pub location: Option<String>,
    /// The item's code.
    pub sku: Option<String>,
    /// The item's name.
    pub name: Option<String>,
    /// The base unit's name.
    pub unit: Option<String>,
    /// The lot's code, where people see one.
    pub lot: Option<String>,
    /// What the operator says was moved, in base units; none where the work did not come that far.
    pub moved_base: Option<i64>,
    /// The tote that it went into.
    pub tote: Option<String>,
    /// When the first command was refused (RFC 3339).
    pub created_at: String,
    /// When it was resolved (RFC 3339).
    pub resolved_at: Option<String>,
    /// By whom.
    pub resolved_by: Option<String>,
    /// What was done about it.
    pub note: String,
}

/// `POST /api/v1/exceptions/{id}/resolve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// What was done about it: 3 to 200 characters.
    pub note: String,
}
