//! What is behind a figure of stock.

use bipe_core::id::{CommandId, MovementId};
use serde::{Deserialize, Serialize};

/// The explanation of a subject's figures (`GET /api/v1/audit/explain?item=|lot=&sku=|location=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// What is explained: `CAFE-500`, `CAFE-500 L1`, `A-01-01-1`.
    pub subject: String,
    /// Its figures, each of one lot in one place; accounts of the ledger last.
    pub figures: Vec<Figure>,
    /// The open reservations behind what is reserved.
    pub reserved: Vec<Kept>,
    /// A page of the legs behind what is on hand, oldest first.
    pub legs: Vec<Leg>,
    /// Where the next page of legs begins.
    pub next: Option<String>,
}

/// A figure of stock: of one lot in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The location's code.
    pub location: String,
    /// The location's kind.
    pub kind: String,
    /// The handling unit's code; `None` when loose.
    pub unit_code: Option<String>,
    /// The item's code.
    pub sku: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code.
    pub lot: String,
    /// On hand, as the books say; accounts of the ledger have no stock of their own.
    pub on_hand_base: i64,
    /// The sum of its legs: the same, or the books are wrong.
    pub moved_base: i64,
    /// Reserved, as the books say.
    pub reserved_base: i64,
    /// The sum of its open reservations: the same, or the books are wrong.
    pub kept_base: i64,
}

/// One side of a movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The movement.
    pub movement_id: MovementId,
    /// When (RFC 3339).
    pub at: String,
    /// Why: `receive`, `pick` …
    pub reason: String,
    /// The item's code.
    pub sku: String,
    /// The lot's code.
    pub lot: String,
    /// The location that gained or lost.
    pub location: String,
    /// The handling unit there.
    pub unit_code: Option<String>,
    /// What it gained (more than zero) or lost, in base units.
    pub quantity_base: i64,
    /// The location on the other side.
    pub other: String,
    /// The handling unit on the other side.
    pub other_unit_code: Option<String>,
    /// Who; `None` for the program itself.
    pub actor: Option<String>,
    /// The command that did it.
    pub command_id: CommandId,
    /// The movement that it takes back.
    pub undoes_id: Option<MovementId>,
    /// The receipt's or order's number.
    pub document: Option<String>,
}

/// An open reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The order's number.
    pub order: String,
    /// The line's number.
    pub line: i64,
    /// The location's code.
    pub location: String,
    /// The handling unit's code.
    pub unit_code: Option<String>,
    /// The item's code.
    pub sku: String,
    /// The lot's code.
    pub lot: String,
    /// How much, in base units.
    pub quantity_base: i64,
}
