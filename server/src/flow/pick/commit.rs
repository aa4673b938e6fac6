//! What a picking decision writes.

use bipe_core::flow::count::CountReason;
use bipe_core::flow::pick::{Effect, Posting, Shortage, SkipReason, Slot, State, Stop, TakenBack};
use bipe_core::id::{CountId, LocationId, OrderId, TourId};
use bipe_core::order::OrderStatus;
use bipe_store::count::NewCount;
use bipe_store::event::NewEvent;
use bipe_store::ledger::{self, Locked};
use bipe_store::reservation::{self, Held, NewReservation};
use bipe_store::tour::{self, NewPick};
use bipe_store::{StoreError, count, event, order, wave};
use serde_json::json;

use super::Floor;

/// Locks every place whose stock the effects touch, all at once.
pub(super) async fn lock(floor: &mut Floor<'_>, effects: &[Effect]) -> Result<Locked, StoreError> {
    let mut places: Vec<LocationId> = Vec::new();
    for effect in effects {
        match effect {
            Effect::Post(posting) | Effect::Part(posting) => {
                places.extend([posting.movement.from.location_id, posting.movement.to.location_id]);
            }
            Effect::TakeBack(back) => {
                places.extend([back.movement.from.location_id, back.movement.to.location_id]);
            }
            Effect::Short(shortage) => {
                places.push(shortage.stop.place.location_id);
                places.extend(shortage.stops.iter().map(|stop| stop.place.location_id));
            }
            Effect::ReserveInstead { stop, place, .. } => {
                places.extend([stop.place.location_id, place.location_id]);
            }
            Effect::ProveEmpty { emptied, .. } => places.push(emptied.location_id),
            Effect::CountEmptied { .. } | Effect::Rewalk { .. } => {}
            Effect::Assign { .. } | Effect::NextTote { .. } | Effect::ToteBack { .. } => {}
            Effect::Claim { .. } | Effect::Skip { .. } | Effect::Finish { .. } | Effect::Reopen { .. } => {}
        }
    }
    if places.is_empty() {
        return Ok(Locked::default());
    }
    ledger::lock(floor.tx, &places).await
}

pub(super) async fn write(
    floor: &mut Floor<'_>,
    locked: &Locked,
    after: &State,
    effect: &Effect,
) -> Result<(), StoreError> {
    match effect {
        Effect::Claim { tour_id } => {
            let user = floor.scanned.session.actor.user_id;
            tour::claim(floor.tx, *tour_id, user, floor.scanned.at_ms).await?;
            floor.note("tour.claimed", tour_id.0, "{}").await
        }
        Effect::Assign { tour_id, order_id, tote, new, transit_id } => {
            let (warehouse, at_ms) = (floor.scanned.session.actor.warehouse_id, floor.scanned.at_ms);
            let slot = (*tour_id, *order_id);
            tour::assign_tote(floor.tx, warehouse, slot, tote, *new, *transit_id, at_ms).await
        }
        Effect::NextTote { tour_id, order_id, full, is_empty, tote, new, transit_id } => {
            let (warehouse, at_ms) = (floor.scanned.session.actor.warehouse_id, floor.scanned.at_ms);
            let (slot, full, tote) = ((*tour_id, *order_id), (full, *is_empty), (tote, *new));
            tour::next_tote(floor.tx, warehouse, slot, full, tote, *transit_id, at_ms).await
        }
        Effect::ToteBack { tour_id, order_id, given_up, tote } => {
            tour::tote_back(floor.tx, (*tour_id, *order_id), given_up, tote).await
        }
        Effect::Skip { stop, reason } => skip(floor, stop, *reason).await,
        Effect::ReserveInstead { stop, place, lot } => {
            reservation::move_to(floor.tx, locked, &held(stop), *place, lot.id).await?;
            let payload = json!({
                "order_id": stop.order_id, "sku": stop.item.sku, "location": stop.bin.code,
                "planned_lot": stop.lot.code, "taken_lot": lot.code, "quantity_base": stop.quantity_base,
                "operator": floor.scanned.session.actor.name,
            });
            floor.tell("pick.lot_changed", stop.order_id.0, &payload).await
        }
        Effect::Post(posting) => post(floor, locked, posting, true).await,
        Effect::Part(posting) => post(floor, locked, posting, false).await,
        Effect::TakeBack(back) => take_back(floor, locked, back).await,
        Effect::Reopen { tour_id } => {
            let user = floor.scanned.session.actor.user_id;
            wave::lock_of_tour(floor.tx, *tour_id).await?;
            tour::reopen(floor.tx, *tour_id, user).await
        }
        Effect::Short(shortage) => short(floor, locked, after, shortage).await,
        Effect::Rewalk { moves } => tour::rewalk(floor.tx, moves).await,
        Effect::ProveEmpty { count_id, emptied } => {
            let (by, at_ms) = (floor.scanned.session.actor.user_id, floor.scanned.at_ms);
            count::prove_empty(floor.tx, locked, *count_id, emptied.location_id, by, at_ms).await?;
            let payload = json!({
                "count_id": count_id, "location": emptied.bin.code, "lines": 0, "differences": 0,
                "operator": floor.scanned.session.actor.name,
            });
            floor.tell("count.posted", count_id.0, &payload).await
        }
        Effect::CountEmptied { count_id, location_id } => {
            let new = NewCount { id: *count_id, location_id: *location_id };
            crate::flow::count::open(floor, new, CountReason::Zero, None).await
        }
        Effect::Finish { tour_id, picked, returned } => {
            finish(floor, *tour_id, after, picked, returned).await
        }
    }
}

fn held(stop: &Stop) -> Held {
    let (id, quantity_base) = (stop.reservation_id, stop.quantity_base);
    Held { id, place: stop.place, lot_id: stop.lot.id, quantity_base }
}

/// Goods are in the tote; where that is all of them, the pick ends.
async fn post(
    floor: &mut Floor<'_>,
    locked: &Locked,
    posting: &Posting,
    is_all: bool,
) -> Result<(), StoreError> {
    let Posting { stop, movement, first } = posting;
    let quantity_base = movement.quantity_base;
    let entry = floor.entry();
    let (order, movements) = (Some(stop.order_id.0), std::slice::from_ref(movement));
    ledger::post_for(floor.tx, locked, &entry, order, movements, &mut floor.ids).await?;
    reservation::post(floor.tx, stop.reservation_id, quantity_base).await?;
    match is_all {
        true => tour::picked(floor.tx, stop.pick_id, quantity_base).await?,
        false => tour::picked_in_part(floor.tx, stop.pick_id, quantity_base).await?,
    }
    order::add_picked(floor.tx, stop.order_line_id, quantity_base).await?;
    if *first {
        order::set_status(floor.tx, &[stop.order_id], OrderStatus::Picking).await?;
    }
    floor.note("pick.posted", stop.order_id.0, "{}").await
}

/// Goods came out of a tote again, and are reserved where they came from. Who heard of them as picked hears of it.
async fn take_back(floor: &mut Floor<'_>, locked: &Locked, back: &TakenBack) -> Result<(), StoreError> {
    let TakenBack { stop, movement, tote, status } = back;
    let quantity_base = movement.quantity_base;
    let (entry, movements) = (floor.entry(), std::slice::from_ref(movement));
    let order = Some(stop.order_id.0);
    ledger::post_for(floor.tx, locked, &entry, order, movements, &mut floor.ids).await?;
    reservation::take_back(floor.tx, locked, &held(stop), quantity_base).await?;
    tour::unpick(floor.tx, stop.pick_id, quantity_base).await?;
    order::take_picked(floor.tx, stop.order_line_id, quantity_base).await?;
    tour::set_back(floor.tx, stop.order_id, *status).await?;
    let payload = json!({
        "order_id": stop.order_id, "status": status, "sku": stop.item.sku, "location": stop.bin.code,
        "lot": stop.lot.code, "quantity_base": quantity_base, "tote": tote.code,
        "operator": floor.scanned.session.actor.name,
    });
    floor.tell("pick.undone", stop.order_id.0, &payload).await
}

/// Puts a stop off. The outside learns of it where the picker had to say why.
async fn skip(floor: &mut Floor<'_>, stop: &Stop, reason: Option<SkipReason>) -> Result<(), StoreError> {
    tour::skip(floor.tx, stop.pick_id, stop.sequence, reason).await?;
    let Some(reason) = reason else { return Ok(()) };
    let payload = json!({
        "order_id": stop.order_id, "sku": stop.item.sku, "location": stop.bin.code, "lot": stop.lot.code,
        "quantity_base": stop.quantity_base, "skips": stop.skips, "reason": reason,
        "operator": floor.scanned.session.actor.name,
    });
    floor.tell("pick.skipped", stop.order_id.0, &payload).await
}

async fn short(
    floor: &mut Floor<'_>,
    locked: &Locked,
    after: &State,
    shortage: &Shortage,
) -> Result<(), StoreError> {
    let Shortage { stop, found_base, missing_base, short_base, stops } = shortage;
    reservation::release(floor.tx, locked, &held(stop), *missing_base).await?;
    if *found_base == 0 {
        tour::picked(floor.tx, stop.pick_id, 0).await?;
    }
    if *short_base > 0 {
        order::add_short(floor.tx, stop.order_line_id, *short_base).await?;
    }
    if let Some(tour) = after.tour.as_ref().filter(|_| !stops.is_empty()) {
        let reservation = |stop: &Stop| NewReservation {
            id: stop.reservation_id,
            order_line_id: stop.order_line_id,
            place: stop.place,
            lot_id: stop.lot.id,
            quantity_base: stop.quantity_base,
        };
        let pick = |stop: &Stop| NewPick {
            id: stop.pick_id,
            tour_id: tour.id,
            sequence: stop.sequence,
            order_id: stop.order_id,
            order_line_id: stop.order_line_id,
            reservation_id: stop.reservation_id,
            quantity_base: stop.quantity_base,
        };
        let reservations: Vec<NewReservation> = stops.iter().map(reservation).collect();
        // None of them is on the row that is short.
        reservation::insert_beside(floor.tx, locked, &reservations).await?;
        tour::insert_picks(floor.tx, &stops.iter().map(pick).collect::<Vec<_>>()).await?;
    }
    let payload = json!({
        "order_id": stop.order_id, "sku": stop.item.sku, "location": stop.bin.code, "lot": stop.lot.code,
        "found_base": found_base, "missing_base": missing_base, "short_base": short_base,
        "operator": floor.scanned.session.actor.name,
    });
    floor.tell("pick.short", stop.order_id.0, &payload).await?;
    // The book is in doubt: the bin is counted (R15).
    let (id, location_id) = (CountId(floor.ids.next_uuid()), stop.place.location_id);
    crate::flow::count::open(floor, NewCount { id, location_id }, CountReason::Short, None).await
}

async fn finish(
    floor: &mut Floor<'_>,
    tour_id: TourId,
    after: &State,
    picked: &[OrderId],
    returned: &[OrderId],
) -> Result<(), StoreError> {
    let wave = wave::lock_of_tour(floor.tx, tour_id).await?;
    tour::finish(floor.tx, tour_id, floor.scanned.at_ms).await?;
    if let Some(wave) = wave {
        wave::finish(floor.tx, wave).await?;
    }
    if !returned.is_empty() {
        order::set_status(floor.tx, returned, OrderStatus::New).await?;
        order::reopen(floor.tx, returned).await?;
    }
    let idle = |slot: &&Slot| {
        let given_up = slot.status == OrderStatus::Cancelled || returned.contains(&slot.order_id);
        given_up || (slot.tote.is_some() && !slot.holds)
    };
    let idle: Vec<_> = after.slots.iter().filter(idle).map(|slot| slot.order_id).collect();
    if !idle.is_empty() {
        tour::free_totes(floor.tx, &idle).await?;
    }
    if picked.is_empty() {
        return Ok(());
    }
    order::set_status(floor.tx, picked, OrderStatus::Picked).await?;
    let slots = after.slots.iter().filter(|slot| picked.contains(&slot.order_id));
    let events: Vec<NewEvent> = slots
        .map(|slot| {
            let totes: Vec<&String> = slot.totes().map(|tote| &tote.code).collect();
            let payload = json!({
                "order_id": slot.order_id, "number": slot.order, "status": "picked",
                "picked_base": slot.picked_base, "tote": totes.last(), "totes": totes,
            });
            NewEvent { kind: "order.picked", subject_id: slot.order_id.0, payload: payload.to_string() }
        })
        .collect();
    let (warehouse, at_ms) = (floor.scanned.session.actor.warehouse_id, floor.scanned.at_ms);
    event::append_all(floor.tx, warehouse, &events, at_ms, &mut floor.ids).await
}
