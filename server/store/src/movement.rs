//! Movements as they are read: in pages, and to be taken back. They are written by the ledger.

use bipe_core::id::{CommandId, HandlingUnitId, ItemId, LocationId, LotId, MovementId, WarehouseId};
use bipe_core::item::Tracking;
use bipe_core::ledger::{Movement, Place};
use bipe_core::location::Arrival;
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, optional};
use crate::{StoreError, Tx};

/// A movement as desks read it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// Why.
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
    pub from_location: String,
    /// The handling unit it came from.
    pub from_unit: Option<String>,
    /// The location it went to.
    pub to_location: String,
    /// The handling unit it went to.
    pub to_unit: Option<String>,
    /// Who; none for the program itself.
    pub actor: Option<String>,
    /// The command that did it.
    pub command_id: Uuid,
    /// The movement that it takes back.
    pub undoes_id: Option<Uuid>,
    /// The movement that took it back.
    pub undone_by: Option<Uuid>,
    /// The receipt's or order's number.
    pub document: Option<String>,
}

/// Movements before `before` (all when none), newest first, of an item, lot or location, or of all.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    subject: Option<Uuid>,
    before: Option<MovementId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let before = before.map_or(Uuid::max(), |id| id.0);
    match subject {
        Some(subject) => all!(tx, Listed, "movement/of_subject.sql", warehouse.0, before, limit, subject),
        None => all!(tx, Listed, "movement/page.sql", warehouse.0, before, limit),
    }
}

/// A movement that may be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its id.
    pub id: MovementId,
    /// What it did.
    pub movement: Movement,
    /// Whether another one has taken it back.
    pub undone: bool,
    /// What its item's stock is told apart by.
    pub tracking: Tracking,
    /// Its goods as they would come somewhere.
    pub arrival: Arrival,
}

#[derive(sqlx::FromRow)]
struct PostedRow {
    id: Uuid,
    reason: String,
    item_id: Uuid,
    lot_id: Uuid,
    quantity_base: i64,
    from_location_id: Uuid,
    from_handling_unit_id: Uuid,
    to_location_id: Uuid,
    to_handling_unit_id: Uuid,
    undone: bool,
    tracking: String,
    temperature_class: String,
    weight_mg_base: i64,
    volume_mm3_base: i64,
}

impl PostedRow {
    fn posted(self) -> Result<Posted, StoreError> {
        let (item_id, lot_id, quantity_base) = (ItemId(self.item_id), LotId(self.lot_id), self.quantity_base);
        let place = |location, unit| Place::within(LocationId(location), HandlingUnitId(unit));
        Ok(Posted {
            id: MovementId(self.id),
            movement: Movement {
                item_id,
                lot_id,
                quantity_base,
                reserved_base: 0,
                from: place(self.from_location_id, self.from_handling_unit_id),
                to: place(self.to_location_id, self.to_handling_unit_id),
                reason: from_word("movements.reason", self.reason)?,
            },
            undone: self.undone,
            tracking: from_word("items.tracking", self.tracking)?,
            arrival: Arrival {
                item_id,
                lot_id,
                temperature_class: from_word("items.temperature_class", self.temperature_class)?,
                quantity_base,
                weight_mg_base: self.weight_mg_base,
                volume_mm3_base: self.volume_mm3_base,
            },
        })
    }
}

/// The command that a movement is of.
pub async fn command(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: MovementId,
) -> Result<Option<CommandId>, StoreError> {
    let row = optional!(tx, (Uuid,), "movement/command.sql", warehouse.0, id.0)?;
    Ok(row.map(|(id,)| CommandId(id)))
}

/// All that a command moved. Lock its places first ([`crate::ledger::lock_command`]).
pub async fn of_command(
    tx: &mut Tx,
    warehouse: WarehouseId,
    command: CommandId,
) -> Result<Vec<Posted>, StoreError> {
    let rows = all!(tx, PostedRow, "movement/of_command.sql", warehouse.0, command.0)?;
    rows.into_iter().map(PostedRow::posted).collect()
}

/// One end of a movement, as it is now. Lock its location first.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct End {
    location_id: Uuid,
    lot_id: Uuid,
    handling_unit_id: Uuid,
    /// Whether it is an account of the ledger.
    pub account: bool,
    /// Whether a count is at work there.
    pub counting: bool,
    /// What of the lot lies there, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// Whether the unit stands there.
    pub here: bool,
    /// Whether the unit is in use: in someone's hands, within another, or for an order.
    pub in_use: bool,
    /// All that the unit holds.
    pub holds_base: i64,
}

impl End {
    /// Whether it is this end.
    pub fn is(&self, place: Place, lot: LotId) -> bool {
        (self.location_id, self.handling_unit_id, self.lot_id)
            == (place.location_id.0, place.handling_unit_id.0, lot.0)
    }
}

#[derive(Serialize)]
struct Wanted {
    location_id: LocationId,
    lot_id: LotId,
    handling_unit_id: HandlingUnitId,
}

/// The ends of movements.
pub async fn ends(tx: &mut Tx, movements: &[Posted]) -> Result<Vec<End>, StoreError> {
    let wanted = |place: Place, lot_id| Wanted {
        location_id: place.location_id,
        lot_id,
        handling_unit_id: place.handling_unit_id,
    };
    let wanted: Vec<Wanted> = movements
        .iter()
        .map(|one| &one.movement)
        .flat_map(|one| [wanted(one.from, one.lot_id), wanted(one.to, one.lot_id)])
        .collect();
    all!(tx, End, "movement/ends.sql", json(&wanted))
}
