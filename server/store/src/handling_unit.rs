//! Handling units: pallets, cartons, totes.

use std::collections::BTreeMap;

use bipe_core::code::Sscc;
use bipe_core::flow::{Unit, UnitKind, putaway, receive};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId, ParcelId, TaskId, WarehouseId};
use bipe_core::item::Item;
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, later, one, optional, word};
use crate::{StoreError, Tx, item};

/// The extension digit of pallets' SSCCs, which keeps their numbers apart from other units'.
const PALLET_EXTENSION: u8 = 0;

/// The handling unit with this code, and the parcel whose carton it is with that parcel's order.
pub async fn by_code(
    tx: &mut Tx,
    warehouse: WarehouseId,
    code: &str,
) -> Result<Option<(Unit, Option<(ParcelId, OrderId)>)>, StoreError> {
    type Row = (Uuid, String, String, Option<Uuid>, Option<Uuid>, bool, Option<Uuid>, Option<Uuid>);
    let row = optional!(tx, Row, "handling_unit/by_code.sql", warehouse.0, code)?;
    row.map(|(id, code, kind, location_id, order_id, empty, parcel, parcel_order)| {
        let unit = Unit {
            id: HandlingUnitId(id),
            code,
            kind: from_word("handling_units.kind", kind)?,
            location_id: location_id.map(LocationId),
            order_id: order_id.map(OrderId),
            empty,
        };
        Ok((unit, parcel.zip(parcel_order).map(|(parcel, order)| (ParcelId(parcel), OrderId(order)))))
    })
    .transpose()
}

/// A new handling unit.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// Its id.
    pub id: HandlingUnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its code.
    pub code: String,
    /// Where it stands.
    pub location_id: LocationId,
    /// The task that has it in hand.
    pub task_id: Option<TaskId>,
}

/// Adds a handling unit.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    unit: &NewUnit,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        "handling_unit/insert.sql",
        unit.id.0,
        warehouse.0,
        word(&unit.kind),
        &unit.code,
        unit.location_id.0,
        unit.task_id.map(|task| task.0),
        at_ms
    )
}

/// Draws a pallet's SSCC. One that is not used in the end is lost: no SSCC is ever given twice.
///
/// # Errors
/// [`StoreError::Corrupt`] when the warehouse's GS1 prefix makes no SSCC, or its serials are used up.
pub async fn next_sscc(tx: &mut Tx, warehouse: WarehouseId) -> Result<String, StoreError> {
    let name = format!("sscc:{PALLET_EXTENSION}:");
    let (prefix, serial) = one!(tx, (String, i64), "handling_unit/next_serial.sql", warehouse.0, name)?;
    let sscc = Sscc::build(PALLET_EXTENSION, &prefix, serial.unsigned_abs());
    let sscc = sscc.map_err(|_| StoreError::Corrupt { column: "warehouses.gs1_prefix", value: prefix })?;
    Ok(sscc.as_str().to_owned())
}

/// Puts a unit into a task's hands, or lets go of it.
pub async fn hold(tx: &mut Tx, unit: HandlingUnitId, task: Option<TaskId>) -> Result<(), StoreError> {
    later!(tx, "handling_unit/hold.sql", unit.0, task.map(|task| task.0))
}

/// Stands a unit in a location, by itself or on another unit, with the units that stand in it, and lets go of it. The stock in
/// them is moved by the ledger.
pub async fn stand(
    tx: &mut Tx,
    unit: HandlingUnitId,
    location: LocationId,
    parent: Option<HandlingUnitId>,
) -> Result<(), StoreError> {
    later!(tx, "handling_unit/stand.sql", unit.0, location.0, parent.map(|parent| parent.0))
}

/// The pallet that a task loads, with what is on it, last first; none when the task has it no longer.
pub async fn in_hand(
    tx: &mut Tx,
    unit: HandlingUnitId,
    task: TaskId,
) -> Result<Option<receive::Pallet>, StoreError> {
    let rows = all!(tx, InHand, "handling_unit/in_hand.sql", unit.0, task.0)?;
    let Some(code) = rows.first().map(|row| row.unit_code.clone()) else { return Ok(None) };
    let contents = rows.into_iter().filter_map(InHand::content).collect::<Result<_, _>>()?;
    Ok(Some(receive::Pallet { id: unit, code, contents }))
}

#[derive(sqlx::FromRow)]
struct InHand {
    unit_code: String,
    item_id: Option<Uuid>,
    lot_id: Option<Uuid>,
    lot: Option<String>,
    implicit: Option<bool>,
    expiry: Option<Date>,
    status: Option<String>,
    on_hand_base: Option<i64>,
}

impl InHand {
    fn content(self) -> Option<Result<receive::Content, StoreError>> {
        let (item_id, lot_id) = (ItemId(self.item_id?), LotId(self.lot_id?));
        let (code, quantity_base) = (self.lot?, self.on_hand_base?);
        let status = match from_word("lots.status", self.status?) {
            Ok(status) => status,
            Err(error) => return Some(Err(error)),
        };
        let on_record = receive::KnownLot {
            id: lot_id,
            item_id,
            code: code.clone(),
            expiry: self.expiry,
            status,
            on_hand_base: 0,
        };
        let lot = Some(code).filter(|_| self.implicit == Some(false));
        let expiry = self.expiry;
        Some(Ok(receive::Content { item_id, lot_id, lot, expiry, quantity_base, on_record: Some(on_record) }))
    }
}

#[derive(sqlx::FromRow, Clone)]
struct Standing {
    code: String,
    location_id: Uuid,
    location: String,
    at_dock: bool,
    task_id: Option<Uuid>,
    holder: Option<String>,
    unit_id: Uuid,
    item_id: Option<Uuid>,
    lot_id: Option<Uuid>,
    lot: Option<String>,
    implicit: Option<bool>,
    expiry: Option<Date>,
    on_hand_base: Option<i64>,
    temperature_class: Option<String>,
    abc_class: Option<String>,
    weight_mg_base: i64,
    volume_mm3_base: i64,
}

/// A unit that stands somewhere, as `task` sees it, with what it and the units in it hold; and whether that task has it in hand.
pub async fn on_floor(
    tx: &mut Tx,
    unit: HandlingUnitId,
    task: TaskId,
) -> Result<Option<(putaway::Pallet, bool)>, StoreError> {
    let rows = all!(tx, Standing, "handling_unit/on_floor.sql", unit.0)?;
    let Some(first) = rows.first().cloned() else { return Ok(None) };
    let wanted: Vec<ItemId> = rows.iter().filter_map(|row| row.item_id.map(ItemId)).collect();
    let mut items = BTreeMap::new();
    if !wanted.is_empty() {
        items.extend(item::by_ids(tx, &wanted).await?.into_iter().map(|item| (item.id, item)));
    }
    let mine = first.task_id == Some(task.0);
    let pallet = putaway::Pallet {
        id: unit,
        code: first.code,
        location_id: LocationId(first.location_id),
        location: first.location,
        at_dock: first.at_dock,
        holder: first.holder.filter(|_| !mine),
        contents: rows.into_iter().filter_map(|row| row.content(&items)).collect::<Result<_, _>>()?,
    };
    Ok(Some((pallet, mine)))
}

impl Standing {
    fn content(self, items: &BTreeMap<ItemId, Item>) -> Option<Result<putaway::Content, StoreError>> {
        let item = items.get(&ItemId(self.item_id?))?;
        let (lot_id, quantity_base) = (LotId(self.lot_id?), self.on_hand_base?);
        let temperature_class = from_word("items.temperature_class", self.temperature_class?);
        let abc_class = from_word("items.abc_class", self.abc_class?);
        let content = |temperature_class, abc_class| putaway::Content {
            unit_id: HandlingUnitId(self.unit_id),
            item_id: item.id,
            sku: item.sku.clone(),
            name: item.name.clone(),
            unit: item.unit.clone(),
            packagings: item.packagings.clone(),
            lot_id,
            lot: self.lot.filter(|_| self.implicit == Some(false)),
            expiry: self.expiry,
            quantity_base,
            temperature_class,
            abc_class,
            weight_mg_base: self.weight_mg_base,
            volume_mm3_base: self.volume_mm3_base,
        };
        Some(temperature_class.and_then(|class| Ok(content(class, abc_class?))))
    }
}

/// Codes of the loaded pallets at docks that no other open task has in hand, oldest first, at most twenty.
pub async fn at_docks(tx: &mut Tx, warehouse: WarehouseId, task: TaskId) -> Result<Vec<String>, StoreError> {
    let rows = all!(tx, (String,), "handling_unit/at_docks.sql", warehouse.0, task.0)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
