//! Orders and their lines.

mod change;
mod release;
mod rest;
mod show;

use std::collections::BTreeMap;

use bipe_core::allocate::Strategy;
use bipe_core::id::{ItemId, OrderId, OrderLineId, OwnerId, WarehouseId};
use bipe_core::order::{Fill, FreeLot, Remainder};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

pub use change::*;
pub use release::*;
pub use rest::*;
pub use show::*;

use crate::row::{Id, all, from_word, json, later, optional, run, word};
use crate::{StoreError, Tx};

/// Why a write to a line found nothing to change.
const CHANGED: &str = "the order changed meanwhile";

/// Parts the zones of an order in their column: no zone's code holds it.
pub const ZONE_SEPARATOR: &str = ",";

/// The zones in an order's column.
fn zones(column: &str) -> Vec<String> {
    column.split(ZONE_SEPARATOR).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// A new order.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// Its id.
    pub id: OrderId,
    /// Whose goods it orders.
    pub owner_id: OwnerId,
    /// The sender's number.
    pub number: String,
    /// The channel it came by.
    pub channel: String,
    /// Where it goes, as JSON.
    pub ship_to: String,
    /// The receiver's name.
    pub customer: String,
    /// City and state.
    pub city: String,
    /// The carrier.
    pub carrier_id: Uuid,
    /// The sales invoice's number.
    pub invoice_number: Option<String>,
    /// Days of life that the customer asks every lot to have left.
    pub remaining_days_min: i64,
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// Of orders that leave at one time, higher ones go first.
    pub priority: i64,
    /// The customer, where the sender named one.
    pub customer_id: Option<Uuid>,
    /// How its stock is chosen, before the items' and the warehouse's way.
    pub strategy: Option<Strategy>,
    /// Codes of the zones that may serve it, in their turn.
    pub zones: Vec<String>,
    /// Whether it may leave in part.
    pub fill: Fill,
    /// What becomes of what could not be served.
    pub remainder: Remainder,
    /// The order whose rest it is.
    pub backorder_of: Option<OrderId>,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// A line of a new order.
#[derive(Clone, Debug, Serialize)]
pub struct NewLine {
    /// Its id.
    pub id: OrderLineId,
    /// Its place in the order, from 1.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Ordered, in base units.
    pub ordered_base: i64,
    /// Softly promised of it.
    pub promised_base: i64,
}

/// Whether the owner has an order with this number.
pub async fn exists(tx: &mut Tx, owner: OwnerId, number: &str) -> Result<bool, StoreError> {
    Ok(optional!(tx, (Uuid,), "order/by_number.sql", owner.0, number)?.is_some())
}

/// Adds an order with its lines; `false`, and nothing is added, when the owner has one with this number.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &NewOrder,
    at_ms: i64,
) -> Result<bool, StoreError> {
    let added = run!(
        tx,
        "order/insert.sql",
        new.id.0,
        warehouse.0,
        new.owner_id.0,
        &new.number,
        &new.channel,
        &new.ship_to,
        &new.customer,
        &new.city,
        new.carrier_id,
        new.invoice_number.as_deref(),
        new.remaining_days_min,
        new.ship_by,
        at_ms,
        new.customer_id,
        new.strategy.as_ref().map(word),
        new.zones.join(ZONE_SEPARATOR),
        word(&new.fill),
        word(&new.remainder),
        new.backorder_of.map(|order| order.0),
        new.priority
    )?;
    if added == 0 {
        return Ok(false);
    }
    later!(tx, "order/insert_lines.sql", json(&new.lines), new.id.0)?;
    Ok(true)
}

#[derive(Serialize)]
struct Sku<'s> {
    sku: &'s str,
}

/// An item as an order names it.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// The item.
    pub item_id: ItemId,
    /// Its code.
    pub sku: String,
    /// Days of life that its lots must have left.
    pub remaining_days_min: i64,
}

/// The owner's items with these codes.
pub async fn items_by_sku(tx: &mut Tx, owner: OwnerId, skus: &[&str]) -> Result<Vec<Ordered>, StoreError> {
    let wanted: Vec<Sku<'_>> = skus.iter().map(|sku| Sku { sku }).collect();
    let rows = all!(tx, (Uuid, String, i64), "order/items_by_sku.sql", json(&wanted), owner.0)?;
    let ordered = |(id, sku, remaining_days_min)| Ordered { item_id: ItemId(id), sku, remaining_days_min };
    Ok(rows.into_iter().map(ordered).collect())
}

/// What lies free of these items, and what of it other orders were promised. Orders of the same items wait for each other
/// here, so that no promise is given twice.
pub async fn free(
    tx: &mut Tx,
    warehouse: WarehouseId,
    items: &[ItemId],
) -> Result<(Vec<FreeLot>, BTreeMap<ItemId, i64>), StoreError> {
    type Row = (Uuid, String, Option<Date>, i64);
    let wanted = json(&Id::all(items));
    all!(tx, (Uuid,), "order/lock_items.sql", &wanted)?;
    let free = all!(tx, Row, "order/free_lots.sql", &wanted, warehouse.0)?
        .into_iter()
        .map(|(item, status, expiry, free_base)| {
            let status = from_word("lots.status", status)?;
            Ok(FreeLot { item_id: ItemId(item), status, expiry, free_base })
        })
        .collect::<Result<_, StoreError>>()?;
    let promised = all!(tx, (Uuid, i64), "order/promised.sql", &wanted, warehouse.0)?;
    Ok((free, promised.into_iter().map(|(item, base)| (ItemId(item), base)).collect()))
}

/// Adds to what was picked for a line.
pub async fn add_picked(tx: &mut Tx, line: OrderLineId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "order/add_picked.sql", line.0, quantity_base)
}

/// Takes from what was picked for a line.
///
/// # Errors
/// [`StoreError::Contention`] when as much was not picked.
pub async fn take_picked(tx: &mut Tx, line: OrderLineId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "order/take_picked.sql", line.0, quantity_base)
}

/// Adds to what is short of a line.
pub async fn add_short(tx: &mut Tx, line: OrderLineId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "order/add_short.sql", line.0, quantity_base)
}

/// What was short of these orders is open again.
pub async fn reopen(tx: &mut Tx, orders: &[OrderId]) -> Result<(), StoreError> {
    later!(tx, "order/reopen.sql", json(&Id::all(orders)))
}
