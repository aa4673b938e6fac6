//! Holds: what is reserved for orders that wait to be released; and freeing many reservations at once.

use std::collections::BTreeMap;

use bipe_core::allocate::Take;
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId, OrderLineId, ReservationId};
use bipe_core::ledger::Place;
use serde::Serialize;
use uuid::Uuid;

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
