//! Orders on their way to a wave: which wait, what they want, by which rule.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::allocate::{Demand, Rule, Strategy};
use bipe_core::id::{ItemId, OrderId, OrderLineId, WarehouseId};
use bipe_core::item::Packaging;
use bipe_core::order::release::{ReleaseRule, Urgency};
use bipe_core::order::{Fill, OrderStatus, Remainder};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use super::zones;
use crate::row::{Id, all, from_word, json, later, one, word};
use crate::{StoreError, Tx, warehouse};

#[derive(Serialize)]
struct Code<'r> {
    code: &'r str,
}

/// At most `limit` new orders that have some stock and that the rule takes, its zones apart: the most urgent first.
pub async fn to_release(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (rule, today): (&ReleaseRule, Date),
    limit: i64,
) -> Result<Vec<OrderId>, StoreError> {
    let codes = |codes: &[String]| json(&codes.iter().map(|code| Code { code }).collect::<Vec<_>>());
    let rows = all!(
        tx,
        (Uuid,),
        "order/to_release.sql",
        warehouse.0,
        limit,
        rule.carriers.len() as i64,
        codes(&rule.carriers),
        rule.channels.len() as i64,
        codes(&rule.channels),
        rule.priority_min,
        rule.leaves_until(today)
    )?;
    Ok(rows.into_iter().map(|(id,)| OrderId(id)).collect())
}

/// An order as a release takes it.
#[derive(Clone, Debug)]
pub struct Locked {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// How far it has come.
    pub status: OrderStatus,
    /// How soon it must leave.
    pub urgency: Urgency,
    /// Whether it may leave in part.
    pub fill: Fill,
    /// What becomes of what could not be served.
    pub remainder: Remainder,
}

type LockedRow = (Uuid, String, String, Option<Date>, i64, String, String, i64, Option<i64>);

fn locked(row: LockedRow) -> Result<Locked, StoreError> {
    let (id, number, status, ship_by, created_at_ms, fill, remainder, priority, cut_off_min) = row;
    Ok(Locked {
        id: OrderId(id),
        number,
        status: from_word("orders.status", status)?,
        urgency: Urgency { ship_by, cut_off_min, priority, created_at_ms },
        fill: from_word("orders.fill", fill)?,
        remainder: from_word("orders.remainder", remainder)?,
    })
}

/// Locks orders of a warehouse, in ascending id.
pub async fn lock(
    tx: &mut Tx,
    warehouse: WarehouseId,
    orders: &[OrderId],
) -> Result<Vec<Locked>, StoreError> {
    let rows = all!(tx, LockedRow, "order/lock.sql", json(&Id::all(orders)), warehouse.0)?;
    rows.into_iter().map(locked).collect()
}

/// The same without a lock, to plan with.
pub async fn read(
    tx: &mut Tx,
    warehouse: WarehouseId,
    orders: &[OrderId],
) -> Result<Vec<Locked>, StoreError> {
    let rows = all!(tx, LockedRow, "order/read.sql", json(&Id::all(orders)), warehouse.0)?;
    rows.into_iter().map(locked).collect()
}

#[derive(sqlx::FromRow)]
struct DemandRow {
    id: Uuid,
    order_id: Uuid,
    item_id: Uuid,
    quantity_base: i64,
    remaining_days_min: i64,
    order_strategy: Option<String>,
    item_strategy: Option<String>,
    strategy: String,
    zones: String,
}

/// The strategy that counts, of the columns of an order, its item and its warehouse.
fn strategy(order: Option<String>, item: Option<String>, warehouse: String) -> Result<Strategy, StoreError> {
    let own = |column, word: Option<String>| word.map(|word| from_word(column, word)).transpose();
    let house = from_word("warehouses.strategy", warehouse)?;
    Ok(Strategy::resolve(own("orders.strategy", order)?, own("items.strategy", item)?, house))
}

/// By which rule a line of an order is served whose item has these packagings; and the layout of the warehouse that serves it.
pub async fn rule_of_line(
    tx: &mut Tx,
    line: OrderLineId,
    packagings: &[Packaging],
) -> Result<(Rule, warehouse::Layout), StoreError> {
    type Row = (Option<String>, Option<String>, String, String, i64, String, String);
    let (order, item, house, codes, version, places, ways) = one!(tx, Row, "order/rule_of_line.sql", line.0)?;
    let rule = Rule {
        strategy: strategy(order, item, house)?,
        zones: zones(&codes),
        packagings_base: packagings.iter().map(|packaging| packaging.quantity_base).collect(),
    };
    Ok((rule, warehouse::layout_of(version, places, ways)?))
}

/// What the lines of orders still want beyond what is reserved for them, by which rule, in order of order and line.
pub async fn demands(tx: &mut Tx, orders: &[OrderId]) -> Result<Vec<(OrderId, Demand)>, StoreError> {
    let rows = all!(tx, DemandRow, "order/demands.sql", json(&Id::all(orders)))?;
    let mut demands = Vec::with_capacity(rows.len());
    for row in rows {
        let strategy = strategy(row.order_strategy, row.item_strategy, row.strategy)?;
        let rule = Rule { strategy, zones: zones(&row.zones), packagings_base: Vec::new() };
        let demand = Demand {
            order_line_id: OrderLineId(row.id),
            item_id: ItemId(row.item_id),
            quantity_base: row.quantity_base,
            remaining_days_min: row.remaining_days_min,
            rule,
        };
        demands.push((OrderId(row.order_id), demand));
    }
    let by_packaging = |demand: &Demand| demand.rule.strategy == Strategy::FullPackaging;
    let items: BTreeSet<ItemId> =
        demands.iter().filter(|(_, demand)| by_packaging(demand)).map(|(_, demand)| demand.item_id).collect();
    if !items.is_empty() {
        let items: Vec<ItemId> = items.into_iter().collect();
        let mut sizes: BTreeMap<ItemId, Vec<i64>> = BTreeMap::new();
        for (item, base) in all!(tx, (Uuid, i64), "order/packagings.sql", json(&Id::all(&items)))? {
            sizes.entry(ItemId(item)).or_default().push(base);
        }
        for (_, demand) in demands.iter_mut().filter(|(_, demand)| by_packaging(demand)) {
            demand.rule.packagings_base = sizes.get(&demand.item_id).cloned().unwrap_or_default();
        }
    }
    Ok(demands)
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

/// What lines give up for good: nothing of it is promised any longer.
pub async fn cut(tx: &mut Tx, cut: &BTreeMap<OrderLineId, i64>) -> Result<(), StoreError> {
    let rows: Vec<Kept> = cut.iter().map(|(id, base)| Kept { id: *id, quantity_base: *base }).collect();
    later!(tx, "order/cut.sql", json(&rows))
}
