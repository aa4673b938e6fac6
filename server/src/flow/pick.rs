//! The pick flow on the server: a claimed tour, loaded whole, so that any device goes on where the last one stopped. The layout is
//! loaded for the one scan that lays the rest of a walk anew: a confirmed short.

use bipe_core::code::CommandCode;
use bipe_core::flow::count::CountReason;
use bipe_core::flow::pick::{
    Effect, Elsewhere, Hand, Posting, STOPS_SEEN, Short, Shortage, SkipReason, Slot, Stage, State, Stop,
};
use bipe_core::flow::{Decision, Found, Input, Refusal, Unit, UnitKind, pick};
use bipe_core::id::{CountId, LocationId, PickId, TourId};
use bipe_core::offline::{Moved, Tour};
use bipe_core::order::OrderStatus;
use bipe_core::plan::site::Site;
use bipe_core::screen::Screen;
use bipe_store::count::{self, NewCount};
use bipe_store::event::NewEvent;
use bipe_store::ledger::{self, Locked};
use bipe_store::reservation::{self, Held, NewReservation};
use bipe_store::task::{Kind, Task};
use bipe_store::tour::{self, NewPick};
use bipe_store::{StoreError, code, event, offline, order, stock, wave};
use serde_json::json;

use super::{Floor, Flow, Turn};
use crate::office::site;

/// The flow.
pub struct Pick;

/// Core's state, and the layout where the rest of the walk may change.
pub struct OnTour {
    state: State,
    site: Option<Site>,
}

impl Flow for Pick {
    const KIND: Kind = Kind::Pick;
    type State = OnTour;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(OnTour, Found), StoreError> {
        let mut state = load_tour(floor, task).await?;
        let found = look_up(floor, &state).await?;
        let mut site = None;
        let is_short = found == Found::Command(CommandCode::Confirm)
            && matches!(state.hand.short, Some(Short::Found { .. }));
        match state.stage() {
            Stage::Goods(_, stop) if is_short => {
                let stop = stop.clone();
                site = elsewhere(floor, &mut state, &stop).await?;
            }
            Stage::Goods(_, stop) => {
                let (location, item) = (stop.place.location_id, stop.item.id);
                state.in_bin = tour::in_bin(floor.tx, location, item).await?;
            }
            _ => {}
        }
        if let (Stage::Emptied(_, emptied), Found::Command(_)) = (state.stage(), &found) {
            let bin = emptied.location_id;
            ledger::lock(floor.tx, &[bin]).await?;
            let held = stock::bins(floor.tx, &[bin]).await?;
            state.is_still_empty = held.first().is_some_and(|bin| bin.room.load.units == 0);
        }
        Ok((OnTour { state, site }, found))
    }

    fn decide(on: &OnTour, input: &Input) -> Result<Decision<OnTour, Effect>, Refusal> {
        let mut decided = pick::decide(&on.state, input)?;
        if let Some(mut site) = on.site.clone() {
            decided = pick::rewalk(&on.state, decided, &mut site, &input.ids);
        }
        let Decision { mut state, effects, said } = decided;
        state.turn_back();
        Ok(Decision { state: OnTour { state, site: None }, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        after: &OnTour,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let locked = lock(floor, effects).await?;
        for effect in effects {
            write(floor, &locked, &after.state, effect).await?;
        }
        Ok(())
    }

    fn moved(after: &OnTour, effects: &[Effect]) -> Option<Moved> {
        pick::moved(&after.state, effects)
    }

    fn turn(OnTour { state, .. }: &OnTour) -> Turn {
        let tour = state.tour.as_ref().filter(|tour| tour.claimed);
        Turn {
            subject_id: tour.map(|tour| tour.id.0),
            state: serde_json::to_string(&state.hand).expect("progress serialises"),
            done: state.done,
        }
    }

    fn screen(on: &OnTour, today: time::Date) -> (Screen, Vec<CommandCode>) {
        pick::screen(&on.state, today)
    }
}

/// The tour that a task works on, with all of its stops, to be carried; `None` where there is none.
pub(super) async fn carried(floor: &mut Floor<'_>, task: &Task) -> Result<Option<Tour>, StoreError> {
    let Some(id) = task.subject_id.map(TourId) else { return Ok(None) };
    let user = floor.scanned.session.actor.user_id;
    let state = tour::load(floor.tx, id, user, task.progress()?, i64::MAX).await?;
    if !state.tour.as_ref().is_some_and(|tour| tour.claimed && !tour.ended) {
        return Ok(None);
    }
    let heaps = offline::heaps(floor.tx, id).await?;
    Ok(Some(Tour { state, heaps }))
}

/// The task's tour; without one, and asked to start, the next that waits.
async fn load_tour(floor: &mut Floor<'_>, task: &Task) -> Result<State, StoreError> {
    let user = floor.scanned.session.actor.user_id;
    let hand: Hand = serde_json::from_str(&task.state).unwrap_or_default();
    let tour = match task.subject_id {
        Some(id) => Some(TourId(id)),
        None if floor.scanned.scan.command() == Some(CommandCode::Pick) => {
            let warehouse = floor.scanned.session.actor.warehouse_id;
            tour::next(floor.tx, warehouse, user).await?
        }
        None => None,
    };
    match tour {
        Some(tour) => {
            let all = floor.scanned.scan.command().is_some() || floor.late.is_some();
            let stops_max = if all { i64::MAX } else { STOPS_SEEN };
            let mut state = tour::load(floor.tx, tour, user, hand, stops_max).await?;
            if let Some(line) = floor.late {
                state.turn_to(PickId(line));
            }
            Ok(state)
        }
        None => Ok(State::default()),
    }
}

/// Loads what a confirmed short is decided on: where else the item lies, apart from what was reported short on this tour, and by
/// which rule it is sought. Gives the layout, where it is known.
async fn elsewhere(
    floor: &mut Floor<'_>,
    state: &mut State,
    stop: &Stop,
) -> Result<Option<Site>, StoreError> {
    let Some(tour) = &state.tour else { return Ok(None) };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let trusted = reservation::elsewhere(floor.tx, warehouse, stop.item.id, tour.id).await?;
    state.elsewhere = trusted.into_iter().map(|(candidate, bin)| Elsewhere { candidate, bin }).collect();
    let (rule, layout) = order::rule_of_line(floor.tx, stop.order_line_id, &stop.item.packagings).await?;
    state.rule = rule;
    site::of(floor.tx, &floor.scanned.sites, warehouse, layout).await
}

/// What the scan stands for. The tote that the step waits for is known without asking.
async fn look_up(floor: &mut Floor<'_>, state: &State) -> Result<Found, StoreError> {
    let scan = &floor.scanned.scan;
    if !scan.is_usable() {
        return Ok(Found::Nothing);
    }
    if let Stage::Into(tour, stop, tote) = state.stage()
        && scan.tote().is_some()
        && scan.text == tote.code
    {
        return Ok(Found::Unit(Unit {
            id: tote.id,
            code: tote.code.clone(),
            kind: UnitKind::Tote,
            location_id: Some(tour.transit_id),
            order_id: Some(stop.order_id),
            empty: false,
        }));
    }
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let owner = state.tour.as_ref().map(|tour| tour.owner_id);
    code::resolve(floor.tx, warehouse, owner, scan).await
}

/// Locks every place whose stock the effects touch, all at once.
async fn lock(floor: &mut Floor<'_>, effects: &[Effect]) -> Result<Locked, StoreError> {
    let mut places: Vec<LocationId> = Vec::new();
    for effect in effects {
        match effect {
            Effect::Post(posting) | Effect::Part(posting) => {
                places.extend([posting.movement.from.location_id, posting.movement.to.location_id]);
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
            Effect::Claim { .. } | Effect::Skip { .. } | Effect::Finish { .. } => {}
        }
    }
    if places.is_empty() {
        return Ok(Locked::default());
    }
    ledger::lock(floor.tx, &places).await
}

async fn write(
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
            super::count::open(floor, new, CountReason::Zero, None).await
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
    super::count::open(floor, NewCount { id, location_id }, CountReason::Short, None).await
}

async fn finish(
    floor: &mut Floor<'_>,
    tour_id: TourId,
    after: &State,
    picked: &[bipe_core::id::OrderId],
    returned: &[bipe_core::id::OrderId],
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
