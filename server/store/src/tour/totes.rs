//! Totes on carts. An order's slot names the tote that is being filled; those that are full keep the order, and stay where the
//! cart is until they are packed.

use bipe_core::flow::pick::Tote;
use bipe_core::id::{LocationId, OrderId, TourId, WarehouseId};

use super::CHANGED;
use crate::row::{Id, json, later};
use crate::{StoreError, Tx};

/// Puts a tote into an order's slot, made new or taken into use.
///
/// # Errors
/// [`StoreError::Contention`] when the tote or the slot was taken meanwhile.
pub async fn assign_tote(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (tour, order): (TourId, OrderId),
    tote: &Tote,
    new: bool,
    transit: LocationId,
    at_ms: i64,
) -> Result<(), StoreError> {
    take(tx, warehouse, order, tote, new, transit, at_ms).await?;
    later!(tx, rows(1, CHANGED), "tour/assign_tote.sql", tour.0, order.0, tote.id.0)
}

/// Puts the next tote into an order's slot, made new or taken into use.
///
/// # Errors
/// [`StoreError::Contention`] when the tote or the slot was taken meanwhile.
pub async fn next_tote(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (tour, order): (TourId, OrderId),
    (full, is_empty): (&Tote, bool),
    (tote, new): (&Tote, bool),
    transit: LocationId,
    at_ms: i64,
) -> Result<(), StoreError> {
    take(tx, warehouse, order, tote, new, transit, at_ms).await?;
    swap(tx, (tour, order), full, tote).await?;
    if is_empty {
        give_up(tx, order, full).await?;
    }
    Ok(())
}

/// Puts the tote of before into an order's slot again; the empty one is free, unless another order has it by now.
///
/// # Errors
/// [`StoreError::Contention`] when the slot changed meanwhile.
pub async fn tote_back(
    tx: &mut Tx,
    slot: (TourId, OrderId),
    given_up: &Tote,
    tote: &Tote,
) -> Result<(), StoreError> {
    swap(tx, slot, given_up, tote).await?;
    give_up(tx, slot.1, given_up).await
}

async fn swap(
    tx: &mut Tx,
    (tour, order): (TourId, OrderId),
    from: &Tote,
    to: &Tote,
) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/swap_tote.sql", tour.0, order.0, from.id.0, to.id.0)
}

/// An empty tote is its order's no longer; one that another order has by now stays that one's.
async fn give_up(tx: &mut Tx, order: OrderId, tote: &Tote) -> Result<(), StoreError> {
    later!(tx, "tour/give_up_tote.sql", tote.id.0, order.0)
}

async fn take(
    tx: &mut Tx,
    warehouse: WarehouseId,
    order: OrderId,
    tote: &Tote,
    new: bool,
    transit: LocationId,
    at_ms: i64,
) -> Result<(), StoreError> {
    let one = tote.id.0;
    if new {
        let (house, code) = (warehouse.0, &tote.code);
        return later!(
            tx,
            rows(1, CHANGED),
            "tour/make_tote.sql",
            one,
            house,
            code,
            transit.0,
            order.0,
            at_ms
        );
    }
    later!(tx, rows(1, CHANGED), "tour/take_tote.sql", one, order.0, transit.0)
}

/// Frees the empty totes of orders.
pub async fn free_totes(tx: &mut Tx, orders: &[OrderId]) -> Result<(), StoreError> {
    later!(tx, "tour/free_totes.sql", json(&Id::all(orders)))
}
