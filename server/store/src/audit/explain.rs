//! Explains any figure of stock: each movement behind what is on hand, each reservation behind what is reserved.
//!
//! **Invariant**: the legs of a figure sum to its `moved_base`, its reservations to its `kept_base`; where these are not what the
//! stock table says, the audit has a finding.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use bipe_core::id::WarehouseId;

use crate::row::all;
use crate::{StoreError, Tx};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All stock of an item.
    Item,
    /// All stock of a lot.
    Lot,
    /// All stock in a location, or an account of the ledger.
    Location,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Lot => "lot",
            Self::Location => "location",
        }
    }
}

/// A figure of stock: of one lot in one place.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Figure {
    /// The location's code.
    pub location: String,
    /// The location's kind.
    pub kind: String,
    /// The handling unit's code; none when loose.
    pub unit_code: Option<String>,
    /// The item's code.
    pub sku: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code.
    pub lot: String,
    /// On hand, as the stock table says; accounts of the ledger have no row, and 0 here.
    pub on_hand_base: i64,
    /// The sum of the legs.
    pub moved_base: i64,
    /// Reserved, as the stock table says.
    pub reserved_base: i64,
    /// The sum of the open reservations.
    pub kept_base: i64,
}

/// One side of a movement.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Leg {
    /// The movement.
    pub id: Uuid,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
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
    /// Who; none for the program itself.
    pub actor: Option<String>,
    /// The command that did it.
    pub command_id: Uuid,
    /// The movement that it takes back.
    pub undoes_id: Option<Uuid>,
    /// The receipt's or order's number.
    pub document: Option<String>,
    inward: i64,
}

/// An open reservation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    /// The order's number.
    pub order_number: String,
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

/// A place in the list of legs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    at_ms: i64,
    id: Uuid,
    inward: i64,
}

impl Default for After {
    fn default() -> Self {
        Self { at_ms: -1, id: Uuid::nil(), inward: -1 }
    }
}

impl Leg {
    /// Where the list goes on after it.
    pub fn after(&self) -> After {
        After { at_ms: self.at_ms, id: self.id, inward: self.inward }
    }
}

/// What a code names, at most three of a kind: ids, and names that tell them apart. `sku` says whose lot is meant.
pub async fn subjects(
    tx: &mut Tx,
    warehouse: WarehouseId,
    kind: Kind,
    code: &str,
    sku: &str,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    all!(tx, (Uuid, String), "explain/subject.sql", warehouse.0, kind.word(), code, sku)
}

/// The figures that a subject stands in.
pub async fn figures(tx: &mut Tx, warehouse: WarehouseId, subject: Uuid) -> Result<Vec<Figure>, StoreError> {
    all!(tx, Figure, "explain/figures.sql", warehouse.0, subject)
}

/// The legs behind a subject's figures, oldest first: at most `limit` after `after`.
pub async fn legs(
    tx: &mut Tx,
    warehouse: WarehouseId,
    subject: Uuid,
    after: &After,
    limit: i64,
) -> Result<Vec<Leg>, StoreError> {
    let After { at_ms, id, inward } = after;
    all!(tx, Leg, "explain/legs.sql", warehouse.0, subject, at_ms, id, inward, limit)
}

/// The open reservations behind a subject's figures.
pub async fn kept(tx: &mut Tx, warehouse: WarehouseId, subject: Uuid) -> Result<Vec<Kept>, StoreError> {
    all!(tx, Kept, "explain/reservations.sql", warehouse.0, subject)
}
