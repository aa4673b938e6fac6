//! The returns flow on the server. The task's subject is the order that goods come back of, and none of an unplanned return; the
//! order is locked with the task while one of its scans is decided.

use bipe_core::code::CommandCode;
use bipe_core::flow::returns::{self, Disposition, Effect, Posted, State, Step};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{ItemId, LocationId, OrderId};
use bipe_core::item::Tracking;
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_core::screen::Screen;
use bipe_store::ledger::Locked;
use bipe_store::returns as shipments;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, handling_unit, item, ledger, lot};
use serde_json::json;

use super::receive::{begin_pallet, free_in_quarantine, lot_on_record, print};
use super::{Floor, Flow, Turn};

/// The flow.
pub struct Returns;

impl Flow for Returns {
    const KIND: Kind = Kind::Returns;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let mut state = State { progress: task.progress()?, ..State::default() };
        if let Some(order) = task.subject_id {
            state.order = shipments::shipped(floor.tx, warehouse, OrderId(order)).await?;
        }
        let found = match floor.is_look() || !floor.scanned.scan.is_usable() {
            true => Found::Nothing,
            false => {
                // A code is read in the owner of what was shipped.
                let owner = state.order.as_ref().map(|order| order.owner_id);
                code::resolve(floor.tx, warehouse, owner, &floor.scanned.scan).await?
            }
        };
        load_target(floor, &mut state, &found).await?;
        if let Some(unit) = state.progress.pallet_id {
            state.pallet = handling_unit::in_hand(floor.tx, unit, task.id).await?;
            if state.pallet.is_none() {
                state.progress.pallet_id = None;
                state.progress.last = Vec::new();
            }
        }
        load_items(floor, &mut state, &found).await?;
        let scan = &floor.scanned.scan;
        if let Some((item, code)) = returns::lot_in_question(&state, scan, &found, floor.scanned.today) {
            let serial = state.item(item).is_some_and(|item| item.tracking == Tracking::Serial);
            state.known = lot_on_record(floor, serial, item, &code).await?;
        }
        if found == Found::Command(CommandCode::Undo) {
            load_quarantine(floor, &mut state).await?;
        }
        if !floor.is_look() && state.may_begin_pallet(&found) {
            state.fresh_sscc = Some(handling_unit::next_sscc(floor.tx, warehouse).await?);
        }
        Ok((state, found))
    }

    fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
        returns::decide(state, input)
    }

    async fn commit(
        floor: &mut Floor<'_>,
        task: &Task,
        after: &State,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let places = lock(floor, effects).await?;
        for effect in effects {
            match (effect, &places) {
                (Effect::NewLot(new), _) => lot::insert(floor.tx, new).await?,
                (Effect::NewPallet { id, code }, Some(places)) => {
                    begin_pallet(floor, Some(task.id), *id, code, places.goal).await?;
                }
                (Effect::Return(goods), Some(places)) => {
                    move_goods(floor, after, goods, places, true).await?;
                    tell(floor, after, goods, "stock.returned").await?;
                }
                (Effect::TakeBack(goods), Some(places)) => {
                    move_goods(floor, after, goods, places, false).await?;
                    tell(floor, after, goods, "stock.return_undone").await?;
                }
                (Effect::NewPallet { .. } | Effect::Return(_) | Effect::TakeBack(_), None) => {
                    return Err(StoreError::Contention("goods moved without their places"));
                }
                (Effect::Label(tag), _) => print(floor, tag).await?,
                (Effect::Release(unit), _) => handling_unit::hold(floor.tx, *unit, None).await?,
            }
        }
        Ok(())
    }

    fn turn(state: &State) -> Turn {
        let progress = serde_json::to_string(&state.progress).expect("progress serialises");
        Turn { subject_id: state.order.as_ref().map(|order| order.order_id.0), state: progress, done: false }
    }

    fn parks(state: &State) -> bool {
        state.step() != Step::Start
    }

    fn screen(state: &State, today: time::Date) -> (Screen, Vec<CommandCode>) {
        returns::screen(state, today)
    }
}

/// The shipment that the scan names: by a parcel of it, or by the order's number.
async fn load_target(floor: &mut Floor<'_>, state: &mut State, found: &Found) -> Result<(), StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let order = match (found, state.step()) {
        (Found::Parcel { order_id, .. }, Step::Start | Step::Goods) => Some(*order_id),
        (Found::Nothing, Step::Start | Step::Goods) if !floor.is_look() => {
            shipments::order(floor.tx, warehouse, &floor.scanned.scan.text).await?
        }
        _ => None,
    };
    let is_other = |order: &OrderId| state.order.as_ref().is_none_or(|now| now.order_id != *order);
    if let Some(order) = order.filter(is_other) {
        state.target = shipments::shipped(floor.tx, warehouse, order).await?;
    }
    Ok(())
}

/// The items of the shipment, on the pallet, in hand, and of an unplanned return that of the scan.
async fn load_items(floor: &mut Floor<'_>, state: &mut State, found: &Found) -> Result<(), StoreError> {
    let shipments = state.order.iter().chain(&state.target).flat_map(|order| &order.lines);
    let on_pallet = state.pallet.iter().flat_map(|pallet| &pallet.contents);
    let in_hand = state.progress.hand.iter().map(|hand| hand.item_id);
    let mut wanted: Vec<ItemId> = shipments.map(|line| line.item_id).collect();
    wanted.extend(on_pallet.map(|content| content.item_id).chain(in_hand));
    wanted.sort_unstable();
    wanted.dedup();
    if !wanted.is_empty() {
        state.items = item::by_ids(floor.tx, &wanted).await?;
    }
    if let Found::Goods { item, .. } = found
        && state.order.is_none()
        && state.item(item.id).is_none()
    {
        state.items.push((**item).clone());
    }
    Ok(())
}

/// What lies free in quarantine of the goods posted last.
async fn load_quarantine(floor: &mut Floor<'_>, state: &mut State) -> Result<(), StoreError> {
    let Some(last) = state.progress.last.iter().find(|posted| posted.to == Disposition::Quarantine) else {
        return Ok(());
    };
    state.quarantined = free_in_quarantine(floor, last.item_id).await?;
    Ok(())
}

/// Where goods come from and where they go, locked.
struct Places {
    customer: LocationId,
    goal: LocationId,
    locked: Locked,
}

/// The warehouse's customer account and the first place of the kind that the goods go to; nothing when none move.
async fn lock(floor: &mut Floor<'_>, effects: &[Effect]) -> Result<Option<Places>, StoreError> {
    let to = effects.iter().find_map(|effect| match effect {
        Effect::Return(goods) | Effect::TakeBack(goods) => goods.first().map(|posted| posted.to),
        _ => None,
    });
    let goal = match to {
        None => return Ok(None),
        Some(Disposition::Stock) => LocationKind::Dock,
        Some(Disposition::Quarantine) => LocationKind::Quarantine,
        Some(Disposition::Scrap) => LocationKind::Scrap,
    };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let kinds = [LocationKind::Customer, goal];
    let (locked, [customer, goal]) = ledger::lock_first(floor.tx, warehouse, kinds).await?;
    Ok(Some(Places { customer, goal, locked }))
}

/// Goods come back, or go out again the way they came.
async fn move_goods(
    floor: &mut Floor<'_>,
    after: &State,
    goods: &[Posted],
    places: &Places,
    comes_back: bool,
) -> Result<(), StoreError> {
    let outside = Place::loose(places.customer);
    let movement = |posted: &Posted| {
        let inside = Place::within(places.goal, posted.unit_id);
        let (from, to) = if comes_back { (outside, inside) } else { (inside, outside) };
        let (item_id, lot_id, quantity_base) = (posted.item_id, posted.lot_id, posted.quantity_base);
        Movement { item_id, lot_id, quantity_base, reserved_base: 0, from, to, reason: Reason::Return }
    };
    let movements: Vec<Movement> = goods.iter().map(movement).collect();
    let entry = floor.entry();
    let document = after.order.as_ref().map(|order| order.order_id.0);
    ledger::post_for(floor.tx, &places.locked, &entry, document, &movements, &mut floor.ids).await?;
    shipments::count(floor.tx, goods, if comes_back { 1 } else { -1 }).await
}

/// Tells of goods that came back or went out again, all lots of one scan together.
async fn tell(
    floor: &mut Floor<'_>,
    after: &State,
    goods: &[Posted],
    kind: &'static str,
) -> Result<(), StoreError> {
    let command = floor.scanned.request.command_id;
    let lot = |posted: &Posted| {
        json!({
            "sku": after.item(posted.item_id).map(|item| item.sku.as_str()),
            "lot_id": posted.lot_id, "lot": posted.lot, "quantity_base": posted.quantity_base,
        })
    };
    let pallet = after.pallet.as_ref();
    let on_it = pallet.filter(|pallet| goods.iter().any(|posted| posted.unit_id == pallet.id));
    let payload = json!({
        "command_id": command,
        "order_id": after.order.as_ref().map(|order| order.order_id),
        "order": after.order.as_ref().map(|order| order.number.as_str()),
        "disposition": goods.first().map(|posted| posted.to),
        "unit_code": on_it.map(|pallet| pallet.code.as_str()),
        "goods": goods.iter().map(lot).collect::<Vec<_>>(),
    });
    floor.tell(kind, command.0, &payload).await
}
