//! Orders and their lines.

use std::collections::BTreeMap;

use bipe_core::allocate::{Demand, Rule};
use bipe_core::id::{ItemId, OrderId, OrderLineId, OwnerId, PrintJobId, WarehouseId};
use bipe_core::order::{FreeLot, OrderStatus};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, later, optional, run, word};
use crate::{StoreError, Tx};

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
        at_ms
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

/// An order as lists show it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its channel.
    pub channel: String,
    /// Who it goes to.
    pub customer: String,
    /// City and state.
    pub city: String,
    /// The carrier's name.
    pub carrier: String,
    /// Its status, as a word.
    pub status: String,
    /// When it arrived, in Unix milliseconds.
    pub created_at_ms: i64,
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// The number of its wave.
    pub wave: Option<String>,
    /// Lines.
    pub lines: i64,
    /// Ordered, in base units, on all lines.
    pub ordered_base: i64,
    /// Promised.
    pub promised_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Where it goes, as JSON; read for a single order only.
    #[sqlx(default)]
    pub ship_to: String,
}

/// At most `limit` orders, newest first: those before the order `before`, in one status or any.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    status: Option<OrderStatus>,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let status = status.map(|status| word(&status));
    all!(tx, Listed, "order/page.sql", warehouse.0, status, before.map(|order| order.0), limit)
}

/// One order of a warehouse.
pub async fn by_id(
    tx: &mut Tx,
    warehouse: WarehouseId,
    order: OrderId,
) -> Result<Option<Listed>, StoreError> {
    optional!(tx, Listed, "order/by_id.sql", order.0, warehouse.0)
}

/// A line as its order shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// Its place in the order, from 1.
    pub number: i64,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Ordered, in base units.
    pub ordered_base: i64,
    /// Softly promised.
    pub promised_base: i64,
    /// Reserved on stock rows.
    pub reserved_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Short.
    pub short_base: i64,
    /// Cancelled.
    pub cancelled_base: i64,
}

/// An order's lines.
pub async fn lines(tx: &mut Tx, order: OrderId) -> Result<Vec<Line>, StoreError> {
    all!(tx, Line, "order/lines.sql", order.0)
}

/// A parcel as its order shows it.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Its SSCC.
    pub sscc: String,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
    /// How many parcels there are.
    pub total: i64,
    /// Its status, as a word.
    pub status: String,
    /// The carrier's tracking code.
    pub tracking_code: String,
    /// The newest print job of its tag.
    pub print_job: Option<PrintJobId>,
}

/// An order's parcels.
pub async fn parcels(tx: &mut Tx, order: OrderId) -> Result<Vec<Parcel>, StoreError> {
    type Row = (String, i64, String, String, i64, Option<Uuid>);
    let parcel = |(sscc, number, status, tracking_code, total, print_job): Row| Parcel {
        sscc,
        number,
        total,
        status,
        tracking_code,
        print_job: print_job.map(PrintJobId),
    };
    Ok(all!(tx, Row, "order/parcels.sql", order.0)?.into_iter().map(parcel).collect())
}

/// At most `limit` new orders that have some stock: the soonest to leave first, then in order of arrival.
pub async fn to_release(tx: &mut Tx, warehouse: WarehouseId, limit: i64) -> Result<Vec<OrderId>, StoreError> {
    let rows = all!(tx, (Uuid,), "order/to_release.sql", warehouse.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| OrderId(id)).collect())
}

/// A locked order.
#[derive(Clone, Debug)]
pub struct Locked {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// How far it has come.
    pub status: OrderStatus,
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// When it arrived, in Unix milliseconds.
    pub created_at_ms: i64,
}

/// Locks orders of a warehouse, in ascending id.
pub async fn lock(
    tx: &mut Tx,
    warehouse: WarehouseId,
    orders: &[OrderId],
) -> Result<Vec<Locked>, StoreError> {
    type Row = (Uuid, String, String, Option<Date>, i64);
    all!(tx, Row, "order/lock.sql", json(&Id::all(orders)), warehouse.0)?
        .into_iter()
        .map(|(id, number, status, ship_by, created_at_ms)| {
            let status = from_word("orders.status", status)?;
            Ok(Locked { id: OrderId(id), number, status, ship_by, created_at_ms })
        })
        .collect()
}

/// What the lines of orders still want, in order of order and line.
pub async fn demands(tx: &mut Tx, orders: &[OrderId]) -> Result<Vec<(OrderId, Demand)>, StoreError> {
    type Row = (Uuid, Uuid, Uuid, i64, i64);
    let rows = all!(tx, Row, "order/demands.sql", json(&Id::all(orders)))?;
    let demand = |(id, order, item, quantity_base, remaining_days_min): Row| {
        let (order_line_id, item_id) = (OrderLineId(id), ItemId(item));
        let rule = Rule::default();
        (OrderId(order), Demand { order_line_id, item_id, quantity_base, remaining_days_min, rule })
    };
    Ok(rows.into_iter().map(demand).collect())
}

#[derive(Serialize)]
struct Kept {
    id: OrderLineId,
    quantity_base: i64,
}

/// Lowers the promises of lines by what was reserved for them.
pub async fn keep_promises(tx: &mut Tx, kept: &BTreeMap<OrderLineId, i64>) -> Result<(), StoreError> {
    let rows: Vec<Kept> = kept.iter().map(|(id, base)| Kept { id: *id, quantity_base: *base }).collect();
    later!(tx, "order/keep_promises.sql", json(&rows))
}

/// Sets the status of orders.
pub async fn set_status(tx: &mut Tx, orders: &[OrderId], status: OrderStatus) -> Result<(), StoreError> {
    later!(tx, "order/set_status.sql", json(&Id::all(orders)), word(&status))
}

/// Adds to what was picked for a line.
pub async fn add_picked(tx: &mut Tx, line: OrderLineId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, "order/add_picked.sql", line.0, quantity_base)
}

/// Adds to what is short of a line.
pub async fn add_short(tx: &mut Tx, line: OrderLineId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, "order/add_short.sql", line.0, quantity_base)
}

/// What was short of these orders is open again.
pub async fn reopen(tx: &mut Tx, orders: &[OrderId]) -> Result<(), StoreError> {
    later!(tx, "order/reopen.sql", json(&Id::all(orders)))
}
