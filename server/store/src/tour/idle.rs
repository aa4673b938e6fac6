//! Tours that a desk leaves without stops, and stops that come later.

use bipe_core::id::{LocationId, OrderId, TourId, WarehouseId, WaveId};
use bipe_core::item::Handling;
use bipe_core::order::OrderStatus;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, later, optional};
use crate::{StoreError, Tx};

/// An order on the cart of a tour that no stop is left of.
#[derive(Clone, Debug)]
pub struct Idle {
    /// The tour.
    pub tour_id: TourId,
    /// Its wave.
    pub wave_id: WaveId,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub number: String,
    /// How far the order has come.
    pub status: OrderStatus,
    /// Base units picked for it.
    pub picked_base: i64,
    /// The code of its tote that was being filled.
    pub tote: Option<String>,
    /// The codes of its totes with goods; that one comes last.
    pub totes: Vec<String>,
}

/// Those of the tours that run with no stop left, with their orders.
pub async fn idle(tx: &mut Tx, tours: &[TourId]) -> Result<Vec<Idle>, StoreError> {
    type Row = (Uuid, Uuid, Uuid, String, String, i64, Option<String>, Option<String>);
    let mut idle: Vec<Idle> = Vec::new();
    for row in all!(tx, Row, "tour/idle.sql", json(&Id::all(tours)))? {
        let (tour, wave, order, number, status, picked_base, tote, full) = row;
        let (tour_id, wave_id, order_id) = (TourId(tour), WaveId(wave), OrderId(order));
        if idle.last().is_none_or(|last| (last.tour_id, last.order_id) != (tour_id, order_id)) {
            let (status, totes) = (from_word("orders.status", status)?, Vec::new());
            idle.push(Idle { tour_id, wave_id, order_id, number, status, picked_base, tote, totes });
        }
        if let Some(last) = idle.last_mut() {
            last.totes.extend(full);
        }
    }
    Ok(idle)
}

/// Ends tours from a desk, and the waves that have no other left.
pub async fn end(tx: &mut Tx, tours: &[TourId], waves: &[WaveId]) -> Result<(), StoreError> {
    later!(tx, "tour/end.sql", json(&Id::all(tours)))?;
    all!(tx, (Uuid,), "wave/lock.sql", json(&Id::all(waves)))?;
    later!(tx, "wave/finish_all.sql", json(&Id::all(waves)))
}

/// The running tour that an order is on.
pub async fn of_order(tx: &mut Tx, order: OrderId) -> Result<Option<TourId>, StoreError> {
    let row = optional!(tx, (Uuid,), "tour/of_order.sql", order.0)?;
    Ok(row.map(|(id,)| TourId(id)))
}

/// The running tours that orders are on.
pub async fn of_orders(tx: &mut Tx, orders: &[OrderId]) -> Result<Vec<TourId>, StoreError> {
    let rows = all!(tx, (Uuid,), "tour/of_orders.sql", json(&Id::all(orders)))?;
    Ok(rows.into_iter().map(|(id,)| TourId(id)).collect())
}

/// The bins that a wave's tours go past, each with when its goods go into the tote, tour by tour in the order of their walks.
pub async fn paths(
    tx: &mut Tx,
    warehouse: WarehouseId,
    wave: WaveId,
) -> Result<Vec<(String, LocationId, Handling)>, StoreError> {
    let rows = all!(tx, (String, Uuid, String), "tour/paths.sql", warehouse.0, wave.0)?;
    let path = |(number, id, word)| Ok((number, LocationId(id), from_word("items.handling", word)?));
    rows.into_iter().map(path).collect()
}

/// The open stops of a tour: place in the tour's walk, place of the bin in the warehouse's.
pub async fn walk(tx: &mut Tx, tour: TourId) -> Result<Vec<(i64, i64)>, StoreError> {
    all!(tx, (i64, i64), "tour/walk.sql", tour.0)
}
