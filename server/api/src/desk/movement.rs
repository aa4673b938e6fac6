//! Movements: the list, and goods that come out of a handling unit.

use bipe_core::id::{CommandId, MovementId};
use serde::{Deserialize, Serialize};

/// A movement of stock (`GET /api/v1/movements?item=|lot=&sku=|location=`, newest first).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Its id.
    pub id: MovementId,
    /// When (RFC 3339).
    pub at: String,
    /// Why: `receive`, `pick` …
    pub reason: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code.
    pub lot: String,
    /// How much, in base units.
    pub quantity_base: i64,
    /// The location it came from.
    pub from: String,
    /// The handling unit it came from; `None` when loose.
    pub from_unit: Option<String>,
    /// The location it went to.
    pub to: String,
    /// The handling unit it went to; `None` when loose.
    pub to_unit: Option<String>,
    /// Who; `None` for the program itself.
    pub actor: Option<String>,
    /// The command that did it.
    pub command_id: CommandId,
    /// The movement that it takes back.
    pub undoes_id: Option<MovementId>,
    /// The movement that took it back.
    pub undone_by: Option<MovementId>,
    /// The receipt's or order's number.
    pub document: Option<String>,
}

/// What a command moved was taken back (`POST /api/v1/movements/{id}/undo`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The command that took it back.
    pub command_id: CommandId,
    /// The movements that were taken back: all of the command that posted the one named.
    pub undone: Vec<MovementId>,
}

/// Goods come out of a handling unit and lie loose where it stands (`POST /api/v1/units/{code}/open`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenUnit {
    /// The item's code.
    pub sku: String,
    /// The owner's code; the warehouse's first owner when absent.
    #[serde(default)]
    pub owner: Option<String>,
    /// The lot's code; where the unit holds one lot of the item, it may be left out.
    #[serde(default)]
    pub lot: Option<String>,
    /// Base units; all of the lot when absent.
    #[serde(default)]
    pub quantity_base: Option<i64>,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Where it lies.
    pub location: String,
    /// The lot's code.
    pub lot: String,
    /// How much came out, in base units.
    pub quantity_base: i64,
    /// What of the lot is left in the unit.
    pub left_base: i64,
}
