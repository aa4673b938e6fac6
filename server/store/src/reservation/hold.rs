//! Holds: what is reserved for orders that wait to be released; and freeing many reservations at once.

use std::collections::BTreeMap;

use bipe_core::allocate::Take;
use bipe_core::id::{
    HandlingUnitId, ItemId, LocationId, LotId, OrderId, OrderLineId, PickId, ReservationId, TourId,
    WarehouseId,
};
use bipe_core::ledger::Place;
use bipe_core::order::change::{PickStop, Reserved};
use serde::Serialize;
use uuid::Uuid;

use super::CHANGED;
use crate::ledger::Locked;
use crate::row::{Id, all, json, later};
use crate::{StoreError, Tx};

/// Stock on hold for an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnHold {
    /// The order.
    pub order_id: OrderId,
    /// The reservation.
    pub reservation_id: ReservationId,
    /// What it is on.
    pub take: Take,
}

/// What is on hold for orders that are not released.
pub async fn on_hold(tx: &mut Tx, orders: &[OrderId]) -> Result<Vec<OnHold>, StoreError> {
    type Row = (Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, i64, i64);
    let hold = |row: Row| {
        let (order, id, line, item, lot, location, unit, pick_sequence, quantity_base) = row;
        let take = Take {
            order_line_id: OrderLineId(line),
            item_id: ItemId(item),
            lot_id: LotId(lot),
            place: Place::within(LocationId(location), HandlingUnitId(unit)),
            pick_sequence,
            quantity_base,
        };
        OnHold { order_id: OrderId(order), reservation_id: ReservationId(id), take }
    };
    let rows = all!(tx, Row, "reservation/on_hold.sql", json(&Id::all(orders)))?;
    Ok(rows.into_iter().map(hold).collect())
}

/// Holds that stay for good.
pub async fn keep(tx: &mut Tx, held: &[ReservationId]) -> Result<(), StoreError> {
    if held.is_empty() {
        return Ok(());
    }
    later!(tx, "reservation/keep.sql", json(&Id::all(held)))
}

/// A stock row: where, in which unit, of which lot.
pub type StockRow = (LocationId, HandlingUnitId, LotId);

#[derive(Serialize)]
struct Wanted {
    location_id: LocationId,
    handling_unit_id: HandlingUnitId,
    lot_id: LotId,
}

/// What is free of stock rows, of released lots only.
pub async fn free_on(tx: &mut Tx, rows: &[StockRow]) -> Result<BTreeMap<StockRow, i64>, StoreError> {
    let wanted = |(location_id, handling_unit_id, lot_id): &StockRow| Wanted {
        location_id: *location_id,
        handling_unit_id: *handling_unit_id,
        lot_id: *lot_id,
    };
    let wanted: Vec<Wanted> = rows.iter().map(wanted).collect();
    let free = all!(tx, (Uuid, Uuid, Uuid, i64), "reservation/free_on.sql", json(&wanted))?;
    let row = |(location, unit, lot, free_base): (Uuid, Uuid, Uuid, i64)| {
        ((LocationId(location), HandlingUnitId(unit), LotId(lot)), free_base)
    };
    Ok(free.into_iter().map(row).collect())
}

/// The warehouses in which holds of new orders have run out.
pub async fn run_out_in(tx: &mut Tx, now_ms: i64) -> Result<Vec<WarehouseId>, StoreError> {
    let rows = all!(tx, (Uuid,), "reservation/run_out_in.sql", now_ms)?;
    Ok(rows.into_iter().map(|(id,)| WarehouseId(id)).collect())
}

/// At most `limit` new orders of a warehouse whose holds have run out.
pub async fn run_out(
    tx: &mut Tx,
    warehouse: WarehouseId,
    now_ms: i64,
    limit: i64,
) -> Result<Vec<OrderId>, StoreError> {
    let rows = all!(tx, (Uuid,), "reservation/run_out.sql", warehouse.0, now_ms, limit)?;
    Ok(rows.into_iter().map(|(id,)| OrderId(id)).collect())
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    order_id: Uuid,
    id: Uuid,
    order_line_id: Uuid,
    location_id: Uuid,
    handling_unit_id: Uuid,
    lot_id: Uuid,
    quantity_base: i64,
    pick_id: Option<Uuid>,
    tour_id: Option<Uuid>,
    sequence: Option<i64>,
}

/// The open reservations of orders, with the stops that are to pick them.
pub async fn open(tx: &mut Tx, orders: &[OrderId]) -> Result<Vec<(OrderId, Reserved)>, StoreError> {
    let reserved = |row: OpenRow| {
        let stop = row.pick_id.zip(row.tour_id).zip(row.sequence);
        let stop =
            stop.map(|((id, tour), sequence)| PickStop { id: PickId(id), tour_id: TourId(tour), sequence });
        let reserved = Reserved {
            id: ReservationId(row.id),
            order_line_id: OrderLineId(row.order_line_id),
            place: Place::within(LocationId(row.location_id), HandlingUnitId(row.handling_unit_id)),
            lot_id: LotId(row.lot_id),
            quantity_base: row.quantity_base,
            stop,
        };
        (OrderId(row.order_id), reserved)
    };
    let rows = all!(tx, OpenRow, "reservation/open.sql", json(&Id::all(orders)))?;
    Ok(rows.into_iter().map(reserved).collect())
}

#[derive(Serialize)]
struct Freed {
    location_id: LocationId,
    lot_id: LotId,
    handling_unit_id: HandlingUnitId,
    quantity_base: i64,
}

#[derive(Serialize)]
struct Released {
    id: ReservationId,
    quantity_base: i64,
}

#[derive(Serialize)]
struct Reduced {
    id: PickId,
    quantity_base: i64,
    /// Whether nothing is left to pick.
    cancelled: bool,
}

/// Gives reservations back to the stock, each in part or whole. A stop with nothing left to pick is cancelled, one that
/// wants less is cut down.
///
/// # Errors
/// [`StoreError::Contention`] when one of them is no longer as it was.
pub async fn free_all(tx: &mut Tx, _locked: &Locked, freed: &[(Reserved, i64)]) -> Result<(), StoreError> {
    if freed.is_empty() {
        return Ok(());
    }
    let mut sums: BTreeMap<StockRow, i64> = BTreeMap::new();
    for (one, base) in freed {
        let row = (one.place.location_id, one.place.handling_unit_id, one.lot_id);
        *sums.entry(row).or_insert(0) += base;
    }
    let stock = |((location_id, handling_unit_id, lot_id), quantity_base)| Freed {
        location_id,
        lot_id,
        handling_unit_id,
        quantity_base,
    };
    let stock: Vec<Freed> = sums.into_iter().map(stock).collect();
    later!(tx, rows(stock.len() as u64, CHANGED), "reservation/free_all.sql", json(&stock))?;
    let released = |(one, base): &(Reserved, i64)| Released { id: one.id, quantity_base: *base };
    let rows: Vec<Released> = freed.iter().map(released).collect();
    later!(tx, rows(rows.len() as u64, CHANGED), "reservation/release_all.sql", json(&rows))?;
    let reduced = |(one, base): &(Reserved, i64)| {
        let stop = one.stop?;
        Some(Reduced { id: stop.id, quantity_base: *base, cancelled: *base == one.quantity_base })
    };
    let picks: Vec<Reduced> = freed.iter().filter_map(reduced).collect();
    if picks.is_empty() {
        return Ok(());
    }
    later!(tx, rows(picks.len() as u64, CHANGED), "tour/reduce.sql", json(&picks))
}
