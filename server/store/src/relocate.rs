//! What moving reads: units as they stand, and what lies in a bin or in a unit with all that stands in it.

use bipe_core::flow::relocate::{Holder, Lies};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId, TaskId};
use bipe_core::ledger::Place;
use bipe_core::lot::Lot;
use time::Date;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json};
use crate::{StoreError, Tx, item};

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: Uuid,
    code: String,
    kind: String,
    parent_id: Option<Uuid>,
    order_id: Option<Uuid>,
    location_id: Uuid,
    is_at_rest: bool,
    is_parcel: bool,
    is_within_source: bool,
    holder: Option<String>,
}

/// These units with where they stand, as `task` sees them; what is not in any location is left out. `source` is the unit that
/// goods are taken from, or that moves.
pub async fn units(
    tx: &mut Tx,
    units: &[HandlingUnitId],
    source: Option<HandlingUnitId>,
    task: TaskId,
) -> Result<Vec<(Holder, LocationId)>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let source = source.unwrap_or(HandlingUnitId::NONE);
    let rows = all!(tx, UnitRow, "relocate/units.sql", json(&Id::all(units)), source.0, task.0)?;
    let unit = |row: UnitRow| {
        let holder = Holder {
            id: HandlingUnitId(row.id),
            code: row.code,
            kind: from_word("handling_units.kind", row.kind)?,
            parent_id: row.parent_id.map(HandlingUnitId),
            order_id: row.order_id.map(OrderId),
            is_parcel: row.is_parcel,
            is_at_rest: row.is_at_rest,
            is_within_source: row.is_within_source,
            holder: row.holder,
        };
        Ok((holder, LocationId(row.location_id)))
    };
    rows.into_iter().map(unit).collect()
}

#[derive(sqlx::FromRow)]
struct LiesRow {
    location_id: Uuid,
    handling_unit_id: Uuid,
    lot_id: Uuid,
    on_hand_base: i64,
    reserved_base: i64,
    lot: String,
    implicit: bool,
    expiry: Option<Date>,
    received_on: Date,
    status: String,
    is_of_order: bool,
    back_base: i64,
    origin_id: Option<Uuid>,
    temperature_class: String,
    weight_mg_base: i64,
    volume_mm3_base: i64,
    /// The item with one of its packagings.
    #[sqlx(flatten)]
    item: item::Row,
}

/// What is asked for of a place.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The bin, or the one in which the unit stands.
    pub location_id: LocationId,
    /// The unit: all in it, and in what stands in it, is given.
    pub unit_id: Option<HandlingUnitId>,
    /// Without a unit: this item's stock is given,
    pub item_id: Option<ItemId>,
    /// and that of these lots.
    pub lots: Vec<LotId>,
}

/// What lies there, by item's name, expiry and lot. Lock the place first where it is about to change.
pub async fn lies(tx: &mut Tx, asked: &Asked) -> Result<Vec<Lies>, StoreError> {
    let unit = asked.unit_id.unwrap_or(HandlingUnitId::NONE).0;
    let item = asked.item_id.map_or(Uuid::nil(), |item| item.0);
    let lots = json(&Id::all(&asked.lots));
    let (location, none) = (asked.location_id.0, HandlingUnitId::NONE.0);
    let rows = all!(tx, LiesRow, "relocate/lies.sql", location, unit, item, lots, none)?;
    let mut lies: Vec<Lies> = Vec::new();
    for mut row in rows {
        let packaging = row.item.packaging()?;
        let (place, lot_id) = row.key();
        if lies.last().is_none_or(|last| (last.place, last.lot.id) != (place, lot_id)) {
            lies.push(row.lies()?);
        }
        if let Some(last) = lies.last_mut() {
            last.item.packagings.extend(packaging);
        }
    }
    Ok(lies)
}

impl LiesRow {
    fn key(&self) -> (Place, LotId) {
        let place = Place::within(LocationId(self.location_id), HandlingUnitId(self.handling_unit_id));
        (place, LotId(self.lot_id))
    }

    /// What lies there; its item's packagings are yet to be added.
    fn lies(self) -> Result<Lies, StoreError> {
        let (place, lot_id) = self.key();
        let item = self.item.item()?;
        Ok(Lies {
            place,
            lot: Lot {
                id: lot_id,
                item_id: item.id,
                code: self.lot,
                implicit: self.implicit,
                expiry: self.expiry,
                received_on: self.received_on,
                status: from_word("lots.status", self.status)?,
            },
            item,
            on_hand_base: self.on_hand_base,
            reserved_base: self.reserved_base,
            back_base: self.back_base,
            is_of_order: self.is_of_order,
            origin_id: self.origin_id.map(LocationId),
            temperature_class: from_word("items.temperature_class", self.temperature_class)?,
            weight_mg_base: self.weight_mg_base,
            volume_mm3_base: self.volume_mm3_base,
        })
    }
}
