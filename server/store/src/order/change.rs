//! Orders that change after they were taken: what a change decides on, and what it writes.

use std::collections::BTreeMap;

use bipe_core::id::{HandlingUnitId, ItemId, LotId, OrderId, OrderLineId};
use bipe_core::order::change::{Changed, InTote, Line};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{Id, all, json, later};
use crate::{StoreError, Tx};

/// The lines of an order with their figures, by number.
pub async fn lines_to_change(tx: &mut Tx, order: OrderId) -> Result<Vec<Line>, StoreError> {
    type Row = (Uuid, i64, Uuid, i64, i64, i64, i64, i64);
    let line = |row: Row| {
        let (id, number, item, ordered_base, promised_base, picked_base, short_base, cancelled_base) = row;
        let (id, item_id) = (OrderLineId(id), ItemId(item));
        Line { id, number, item_id, ordered_base, promised_base, picked_base, short_base, cancelled_base }
    };
    Ok(all!(tx, Row, "order/lines_to_change.sql", order.0)?.into_iter().map(line).collect())
}

/// What lies in an order's totes and was not asked back yet; lots that leave first come first.
pub async fn in_totes(tx: &mut Tx, order: OrderId) -> Result<Vec<InTote>, StoreError> {
    let goods = |(unit, item, lot, quantity_base): (Uuid, Uuid, Uuid, i64)| InTote {
        unit_id: HandlingUnitId(unit),
        item_id: ItemId(item),
        lot_id: LotId(lot),
        quantity_base,
    };
    let rows = all!(tx, (Uuid, Uuid, Uuid, i64), "order/in_totes.sql", order.0)?;
    Ok(rows.into_iter().map(goods).collect())
}

#[derive(Serialize)]
struct Row {
    id: OrderLineId,
    more_base: i64,
    cancelled_base: i64,
    short_base: i64,
    picked_base: i64,
    promised_base: i64,
}

/// Writes what lines become.
pub async fn change(tx: &mut Tx, lines: &BTreeMap<OrderLineId, Changed>) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let row = |(id, becomes): (&OrderLineId, &Changed)| Row {
        id: *id,
        more_base: becomes.more_base,
        cancelled_base: becomes.cancelled_base,
        short_base: becomes.short_base,
        picked_base: becomes.picked_base,
        promised_base: becomes.promised_base,
    };
    let rows: Vec<Row> = lines.iter().map(row).collect();
    let changed = "a line changed meanwhile";
    later!(tx, rows(rows.len() as u64, changed), "order/change.sql", json(&rows))
}

#[derive(Serialize)]
struct Promise {
    id: OrderLineId,
    quantity_base: i64,
}

/// Promises lines more.
pub async fn promise_more(tx: &mut Tx, more: &BTreeMap<OrderLineId, i64>) -> Result<(), StoreError> {
    let promise = |(id, base): (&OrderLineId, &i64)| Promise { id: *id, quantity_base: *base };
    let rows: Vec<Promise> = more.iter().map(promise).filter(|row| row.quantity_base > 0).collect();
    if rows.is_empty() {
        return Ok(());
    }
    later!(tx, "order/promise_more.sql", json(&rows))
}

/// Sends an order elsewhere: the address as JSON, the receiver's name, city and state.
pub async fn send_elsewhere(
    tx: &mut Tx,
    order: OrderId,
    ship_to: &str,
    customer: &str,
    city: &str,
) -> Result<(), StoreError> {
    later!(tx, "order/send_elsewhere.sql", order.0, ship_to, customer, city)
}

/// At most `limit` orders of a wave whose tours still run.
pub async fn running(
    tx: &mut Tx,
    wave: bipe_core::id::WaveId,
    limit: i64,
) -> Result<Vec<OrderId>, StoreError> {
    let rows = all!(tx, (Uuid,), "order/running.sql", wave.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| OrderId(id)).collect())
}

/// Frees the totes of orders that nothing lies in.
pub async fn free_empty_totes(tx: &mut Tx, orders: &[OrderId]) -> Result<(), StoreError> {
    later!(tx, "tour/free_totes.sql", json(&Id::all(orders)))
}

/// Gives an order a priority, and its tours that nobody has taken the highest of their orders'.
pub async fn set_priority(tx: &mut Tx, order: OrderId, priority: i64) -> Result<(), StoreError> {
    later!(tx, apart, "order/set_priority.sql", order.0, priority)?;
    later!(tx, apart, "tour/set_priority.sql", order.0)
}
