//! Giving back what was reserved for orders, and what that leaves of tours.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::id::{LocationId, OrderId, TourId, WaveId};
use bipe_core::order::OrderStatus;
use bipe_core::order::change::{Back, Reserved};
use bipe_store::event::NewEvent;
use bipe_store::order::Locked;
use bipe_store::put_back::{self, NewPutBack};
use bipe_store::tour::Idle;
use bipe_store::{StoreError, event, ledger, order, reservation, tour};
use serde_json::json;

use crate::office::Office;

/// Locks every place where the orders have something reserved, and `others`, and then reads what is reserved.
pub(super) async fn lock(
    office: &mut Office<'_>,
    orders: &[OrderId],
    others: BTreeSet<LocationId>,
) -> Result<(Vec<(OrderId, Reserved)>, ledger::Locked), StoreError> {
    let mut places = others;
    let before = reservation::open(office.tx, orders).await?;
    places.extend(before.iter().map(|(_, one)| one.place.location_id));
    let locked = ledger::lock(office.tx, &places.iter().copied().collect::<Vec<_>>()).await?;
    let reserved = reservation::open(office.tx, orders).await?;
    if reserved.iter().any(|(_, one)| !places.contains(&one.place.location_id)) {
        return Err(StoreError::Contention("what is reserved moved meanwhile"));
    }
    Ok((reserved, locked))
}

/// Gives reservations back to the stock; their stops are cancelled or cut down.
pub(super) async fn write(
    office: &mut Office<'_>,
    locked: &ledger::Locked,
    freed: &[(Reserved, i64)],
) -> Result<(), StoreError> {
    reservation::free_all(office.tx, locked, freed).await
}

/// Asks goods back from totes.
pub(super) async fn ask_back(
    office: &mut Office<'_>,
    order: &Locked,
    back: &[Back],
) -> Result<(), StoreError> {
    if back.is_empty() {
        return Ok(());
    }
    let mut new = Vec::with_capacity(back.len());
    for one in back {
        new.push(NewPutBack {
            id: office.ids.next_uuid(),
            order_line_id: one.order_line_id,
            handling_unit_id: one.unit_id,
            lot_id: one.lot_id,
            quantity_base: one.quantity_base,
        });
    }
    let (warehouse, at_ms) = (office.session.actor.warehouse_id, office.at_ms);
    put_back::insert(office.tx, warehouse, &new, at_ms).await?;
    let payload = json!({"order_id": order.id, "number": order.number, "put_backs": new}).to_string();
    let event = NewEvent { kind: "put_back.asked", subject_id: order.id.0, payload };
    event::append(office.tx, warehouse, &event, at_ms, &mut office.ids).await
}

/// Ends those of the tours that have no stop left: orders with goods in their totes are picked, the others wait for stock
/// again. Gives the orders that wait.
pub(super) async fn end_idle(
    office: &mut Office<'_>,
    tours: BTreeSet<TourId>,
) -> Result<Vec<OrderId>, StoreError> {
    if tours.is_empty() {
        return Ok(Vec::new());
    }
    let idle = tour::idle(office.tx, &tours.into_iter().collect::<Vec<_>>()).await?;
    if idle.is_empty() {
        return Ok(Vec::new());
    }
    let ended: BTreeSet<TourId> = idle.iter().map(|one| one.tour_id).collect();
    let waves: BTreeSet<WaveId> = idle.iter().map(|one| one.wave_id).collect();
    let (ended, waves): (Vec<_>, Vec<_>) = (ended.into_iter().collect(), waves.into_iter().collect());
    tour::end(office.tx, &ended, &waves).await?;
    let running = |one: &&Idle| matches!(one.status, OrderStatus::Released | OrderStatus::Picking);
    let (picked, waiting): (Vec<&Idle>, Vec<&Idle>) =
        idle.iter().filter(running).partition(|one| one.picked_base > 0);
    let ids = |orders: &[&Idle]| orders.iter().map(|one| one.order_id).collect::<Vec<_>>();
    let (picked_ids, waiting_ids) = (ids(&picked), ids(&waiting));
    if !waiting_ids.is_empty() {
        order::set_status(office.tx, &waiting_ids, OrderStatus::New).await?;
        order::reopen(office.tx, &waiting_ids).await?;
    }
    if !picked_ids.is_empty() {
        order::set_status(office.tx, &picked_ids, OrderStatus::Picked).await?;
    }
    order::free_empty_totes(office.tx, &[waiting_ids.as_slice(), &picked_ids].concat()).await?;
    let event = |one: &&Idle| {
        let picked = one.picked_base > 0;
        let (kind, status) = if picked { ("order.picked", "picked") } else { ("order.waiting", "new") };
        let payload = json!({
            "order_id": one.order_id, "number": one.number, "status": status,
            "picked_base": one.picked_base, "tote": one.totes.last().or(one.tote.as_ref()), "totes": one.totes,
        });
        NewEvent { kind, subject_id: one.order_id.0, payload: payload.to_string() }
    };
    let events: Vec<NewEvent> = picked.iter().chain(&waiting).map(event).collect();
    let (warehouse, at_ms) = (office.session.actor.warehouse_id, office.at_ms);
    if !events.is_empty() {
        event::append_all(office.tx, warehouse, &events, at_ms, &mut office.ids).await?;
    }
    Ok(waiting_ids)
}

/// Frees everything that is not yet picked of orders that were released; those that keep nothing wait again, with the promise
/// of what they had. Gives how much was freed.
///
/// # Errors
/// Of the store.
pub async fn unrelease(office: &mut Office<'_>, orders: &[OrderId]) -> Result<i64, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let orders = order::lock(office.tx, warehouse, orders).await?;
    let running = |order: &&Locked| matches!(order.status, OrderStatus::Released | OrderStatus::Picking);
    let ids: Vec<OrderId> = orders.iter().filter(running).map(|order| order.id).collect();
    let (reserved, locked) = lock(office, &ids, BTreeSet::new()).await?;
    let tours = tour::of_orders(office.tx, &ids).await?.into_iter().collect();
    let freed: Vec<(Reserved, i64)> =
        reserved.iter().map(|(_, one)| (one.clone(), one.quantity_base)).collect();
    write(office, &locked, &freed).await?;
    let waiting: BTreeSet<OrderId> = end_idle(office, tours).await?.into_iter().collect();
    let mut promises = BTreeMap::new();
    for (_, one) in reserved.iter().filter(|(order, _)| waiting.contains(order)) {
        *promises.entry(one.order_line_id).or_insert(0) += one.quantity_base;
    }
    order::promise_more(office.tx, &promises).await?;
    Ok(freed.iter().map(|(_, base)| base).sum())
}
