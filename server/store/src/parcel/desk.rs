//! Parcels at the pack desk.

use std::collections::BTreeMap;

use bipe_core::flow::pack::{Checked, Closing, Content, Line, Lot, Order, Parcel, Stage};
use bipe_core::id::{
    HandlingUnitId, ItemId, LocationId, LotId, OrderId, OrderLineId, OwnerId, ParcelId, UserId, WarehouseId,
};
use bipe_core::ledger::Place;
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use super::LineQuantity;
use crate::row::{all, from_word, json, later, optional};
use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: Uuid,
    owner_id: Uuid,
    number: String,
    customer: String,
    carrier: String,
    status: String,
    desk_id: Option<Uuid>,
    parcel_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    parcel_number: Option<i64>,
    closed: i64,
    left_base: i64,
    taken_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ContentRow {
    line_id: Uuid,
    item_id: Uuid,
    picked_base: i64,
    packed_base: i64,
    sku: String,
    name: String,
    unit: String,
    tracking: String,
    lot_id: Option<Uuid>,
    lot: Option<String>,
    expiry: Option<Date>,
    lot_status: Option<String>,
    tote_id: Option<Uuid>,
    tote: Option<String>,
    location_id: Option<Uuid>,
    on_hand_base: Option<i64>,
    checked_base: Option<i64>,
}

/// An order as the desk needs it, with its owner, locked; `None` when this warehouse has no such order.
///
/// # Errors
/// [`StoreError::Corrupt`] when the warehouse has no pack desk.
pub async fn order_at_desk(
    tx: &mut Tx,
    warehouse: WarehouseId,
    order: OrderId,
    user: UserId,
    now_ms: i64,
) -> Result<Option<(Order, OwnerId)>, StoreError> {
    let row = optional!(tx, OrderRow, "parcel/order_at_desk.sql", warehouse.0, order.0, user.0, now_ms)?;
    let Some(row) = row else { return Ok(None) };
    let parcel = match (row.parcel_id, row.unit_id, row.parcel_number) {
        (Some(id), Some(unit), Some(number)) => {
            Some(Parcel { id: ParcelId(id), unit_id: HandlingUnitId(unit), number })
        }
        _ => None,
    };
    let stage = match row.status.as_str() {
        "new" | "released" | "picking" => Stage::Picking { left_base: row.left_base },
        "picked" | "packing" => Stage::Ready,
        _ => Stage::Packed,
    };
    let desk_id = row.desk_id.map(LocationId);
    let no_desk = || StoreError::Corrupt { column: "locations.kind", value: "pack_desk".to_owned() };
    let order = Order {
        id: OrderId(row.id),
        number: row.number,
        customer: row.customer,
        carrier: row.carrier,
        stage,
        taken_by: row.taken_by,
        desk_id: desk_id.ok_or_else(no_desk)?,
        parcel,
        parcels_closed: row.closed,
        parcels: Vec::new(),
        lines: Vec::new(),
        lots: Vec::new(),
        checked: Vec::new(),
    };
    Ok(Some((order, OwnerId(row.owner_id))))
}

/// Adds lines, lots and what is checked to an order at the desk.
pub async fn fill(tx: &mut Tx, order: &mut Order) -> Result<(), StoreError> {
    let parcel = order.parcel.as_ref().map_or(Uuid::nil(), |parcel| parcel.id.0);
    let rows = all!(tx, ContentRow, "parcel/contents_at_desk.sql", order.id.0, parcel)?;
    let mut places: BTreeMap<LotId, usize> = BTreeMap::new();
    for row in rows {
        let (line_id, item_id) = (OrderLineId(row.line_id), ItemId(row.item_id));
        if order.lines.last().is_none_or(|line| line.id != line_id) {
            let (picked_base, packed_base) = (row.picked_base, row.packed_base);
            order.lines.push(Line { id: line_id, item_id, picked_base, packed_base });
        }
        let (Some(lot_id), Some(tote_id), Some(location_id)) = (row.lot_id, row.tote_id, row.location_id)
        else {
            continue;
        };
        let lot_id = LotId(lot_id);
        let place = Place::within(LocationId(location_id), HandlingUnitId(tote_id));
        let at = match places.get(&lot_id) {
            Some(at) => *at,
            None => {
                places.insert(lot_id, order.lots.len());
                order.lots.push(Lot {
                    id: lot_id,
                    code: row.lot.unwrap_or_default(),
                    expiry: row.expiry,
                    status: from_word("lots.status", row.lot_status.unwrap_or_default())?,
                    item_id,
                    sku: row.sku,
                    name: row.name,
                    unit: row.unit,
                    tracking: from_word("items.tracking", row.tracking)?,
                    contents: Vec::new(),
                });
                order.lots.len() - 1
            }
        };
        // A lot of two lines or totes comes in several rows.
        let lot = &mut order.lots[at];
        if lot.contents.iter().all(|content| content.place != place) {
            let quantity_base = row.on_hand_base.unwrap_or(0);
            lot.contents.push(Content { place, tote: row.tote.unwrap_or_default(), quantity_base });
        }
        let known = order.checked.iter().any(|known| known.line_id == line_id && known.lot_id == lot_id);
        if let Some(quantity_base) = row.checked_base.filter(|_| !known) {
            order.checked.push(Checked { line_id, lot_id, quantity_base });
        }
    }
    Ok(())
}

/// Totes that wait to be packed, those of the oldest order first.
pub async fn totes_waiting(
    tx: &mut Tx,
    warehouse: WarehouseId,
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = all!(tx, (String,), "parcel/totes_waiting.sql", warehouse.0, limit)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// The order is on the user's desk: it is being packed, and nobody else's task is about it.
pub async fn begin_packing(tx: &mut Tx, order: OrderId, user: UserId, at_ms: i64) -> Result<(), StoreError> {
    later!(tx, "parcel/begin_packing.sql", order.0)?;
    later!(tx, "parcel/take_over.sql", order.0, user.0, at_ms)
}

#[derive(Serialize)]
struct CheckedRow {
    line_id: Uuid,
    lot_id: Uuid,
    quantity_base: i64,
}

/// Writes what a parcel holds of these lines and lots, in all.
pub async fn check(tx: &mut Tx, parcel: ParcelId, checked: &[Checked]) -> Result<(), StoreError> {
    let row = |checked: &Checked| CheckedRow {
        line_id: checked.line_id.0,
        lot_id: checked.lot_id.0,
        quantity_base: checked.quantity_base,
    };
    let (some, none): (Vec<_>, Vec<_>) =
        checked.iter().map(row).partition(|checked| checked.quantity_base > 0);
    if !some.is_empty() {
        later!(tx, "parcel/check.sql", json(&some), parcel.0)?;
    }
    if !none.is_empty() {
        later!(tx, "parcel/uncheck.sql", json(&none), parcel.0)?;
    }
    Ok(())
}

/// Closes a parcel, and counts its lines as packed. Its movements are the ledger's.
///
/// # Errors
/// [`StoreError::Contention`] when it is not open any more.
pub async fn close(tx: &mut Tx, closing: &Closing, at_ms: i64) -> Result<(), StoreError> {
    let changed = "the parcel was closed meanwhile";
    later!(tx, rows(1, changed), "parcel/close.sql", closing.parcel_id.0, at_ms)?;
    let line =
        |(id, quantity_base): &(OrderLineId, i64)| LineQuantity { id: id.0, quantity_base: *quantity_base };
    let lines: Vec<LineQuantity> = closing.lines.iter().map(line).collect();
    later!(tx, "parcel/pack_lines.sql", json(&lines))
}

/// The order is packed, and its empty totes are free at the desk.
pub async fn complete(tx: &mut Tx, order: OrderId) -> Result<(), StoreError> {
    later!(tx, "parcel/complete.sql", order.0)?;
    later!(tx, "parcel/free_totes.sql", order.0)
}
