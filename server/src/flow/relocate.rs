//! The relocate flow on the server. Both ends are locked before what lies there is read, when goods or a unit are about to move;
//! a unit that someone else has moved meanwhile is seen where it stands now.

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::putaway::BinFacts;
use bipe_core::flow::relocate::{self, Effect, Hand, Moving, Spot, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{CommandId, HandlingUnitId, ItemId, LocationId};
use bipe_core::screen::Screen;
use bipe_store::ledger::{self, Locked};
use bipe_store::put_back::Back;
use bipe_store::relocate::Asked;
use bipe_store::reservation::Carried;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, handling_unit, put_back, reservation, stock};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Relocate;

/// How many totes with goods that go back the screen shows.
const WAITING_MAX: i64 = 20;

/// Core's state, and the proof that both ends are locked.
pub struct OnFloor {
    state: State,
    locked: Arc<Locked>,
    moved: Option<CommandId>,
    command: CommandId,
}

/// What the task keeps besides its subject, which is the bin or the unit that goods are taken from.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    /// Whether the subject is a unit.
    in_unit: bool,
    hand: Hand,
    /// The command that moved something last, as long as that may be taken back.
    moved: Option<CommandId>,
}

/// A bin or a unit, before it is looked up.
#[derive(Clone, Copy)]
enum End {
    Bin(LocationId),
    Unit(HandlingUnitId),
}

impl End {
    fn unit(self) -> Option<HandlingUnitId> {
        match self {
            Self::Bin(_) => None,
            Self::Unit(unit) => Some(unit),
        }
    }

    fn of(found: &Found) -> Option<Self> {
        match found {
            Found::Location(bin) => Some(Self::Bin(bin.id)),
            Found::Unit(unit) => Some(Self::Unit(unit.id)),
            _ => None,
        }
    }
}

impl Flow for Relocate {
    const KIND: Kind = Kind::Relocate;
    type State = OnFloor;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(OnFloor, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let Progress { in_unit, hand, moved } = task.progress()?;
        let found = if floor.is_look() || !floor.scanned.scan.is_usable() {
            Found::Nothing
        } else {
            code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?
        };
        let source = task.subject_id.map(|id| match in_unit {
            true => End::Unit(HandlingUnitId(id)),
            false => End::Bin(LocationId(id)),
        });
        let target = End::of(&found);
        let mut locked = lock(floor, source, &found).await?;
        let mut state = State { hand, has_moved: moved.is_some(), ..State::default() };
        if let (None, Found::Command(CommandCode::Undo), Some(command)) = (source, &found, moved) {
            (state.last, locked) = super::moved::load(floor, command).await?;
        }
        let units = units(floor, task, source, target).await?;
        let place = |end: Option<End>| match end? {
            End::Bin(bin) => Some((bin, None)),
            End::Unit(unit) => {
                let (holder, at) = units.iter().find(|(holder, _)| holder.id == unit)?.clone();
                Some((at, Some(holder)))
            }
        };
        let (from, to) = (place(source), place(target));
        if from.is_none() {
            state.hand = Hand::default();
        }
        // What lies at the source, or in the unit that is about to be it.
        let chooses = !in_unit && state.hand.taken.is_empty();
        let read = to.as_ref().filter(|(_, unit)| chooses && unit.is_some()).or(from.as_ref());
        if let Some((location_id, unit)) = read {
            let asked = Asked {
                location_id: *location_id,
                unit_id: unit.as_ref().map(|unit| unit.id),
                item_id: item(&found, &state.hand),
                lots: state.hand.parts().iter().map(|part| part.lot_id).collect(),
            };
            state.lies = bipe_store::relocate::lies(floor.tx, &asked).await?;
        }
        let ends = [&from, &to].into_iter().flatten().map(|(location, _)| *location);
        let origins = state.lies.iter().filter_map(|lies| lies.origin_id);
        let mut wanted: Vec<LocationId> = ends.chain(origins).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let bins = stock::bins(floor.tx, &wanted).await?;
        let bin = |id: LocationId| bins.iter().find(|bin| bin.id == id).cloned();
        let spot = |(location, unit): (LocationId, Option<_>)| {
            let bin: BinFacts = bin(location)?;
            Some(Spot { bin, unit })
        };
        (state.source, state.target) = (from.and_then(spot), to.and_then(spot));
        state.origins = state.lies.iter().filter_map(|lies| bin(lies.origin_id?)).collect();
        if state.source.is_none() || matches!(found, Found::Command(_)) || target.is_some() {
            let waiting = put_back::waiting(floor.tx, warehouse, task.id, WAITING_MAX).await?;
            (state.waiting, state.waiting_count) = waiting;
        }
        let command = floor.scanned.request.command_id;
        Ok((OnFloor { state, locked: Arc::new(locked), moved, command }, found))
    }

    fn decide(on: &OnFloor, input: &Input) -> Result<Decision<OnFloor, Effect>, Refusal> {
        let Decision { state, effects, said } = relocate::decide(&on.state, input)?;
        let moves = |effect: &Effect| matches!(effect, Effect::Move(_) | Effect::Stand { .. });
        let moved = if effects.iter().any(moves) { Some(on.command) } else { on.moved };
        let moved = moved.filter(|_| state.has_moved);
        let state = OnFloor { state, locked: on.locked.clone(), moved, command: on.command };
        Ok(Decision { state, effects, said })
    }

    async fn commit(
        floor: &mut Floor<'_>,
        task: &Task,
        after: &OnFloor,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        for effect in effects {
            match effect {
                Effect::Claim(unit) => handling_unit::hold(floor.tx, *unit, Some(task.id)).await?,
                Effect::Release(unit) => handling_unit::hold(floor.tx, *unit, None).await?,
                Effect::TakeBack(back) => super::moved::take_back(floor, &after.locked, back).await?,
                Effect::Move(moving) => {
                    post(floor, &after.locked, moving).await?;
                    tell(floor, moving.to_id.0, moving).await?;
                }
                Effect::Stand { unit_id, parent_id, moving } => {
                    post(floor, &after.locked, moving).await?;
                    handling_unit::stand(floor.tx, *unit_id, moving.to_id, *parent_id).await?;
                    tell(floor, unit_id.0, moving).await?;
                }
            }
        }
        Ok(())
    }

    fn turn(on: &OnFloor) -> Turn {
        let source = on.state.source.as_ref();
        let unit = source.and_then(|source| source.unit.as_ref());
        let subject_id = unit.map(|unit| unit.id.0).or(source.map(|source| source.bin.id.0));
        let progress = Progress { in_unit: unit.is_some(), hand: on.state.hand.clone(), moved: on.moved };
        let state = serde_json::to_string(&progress).expect("progress serialises");
        Turn { subject_id, state, done: false }
    }

    fn parks(on: &OnFloor) -> bool {
        on.state.source.is_some()
    }

    fn screen(on: &OnFloor, today: time::Date) -> (Screen, Vec<CommandCode>) {
        relocate::screen(&on.state, today)
    }
}

/// The item whose stock a decision needs: the one that is scanned, or the one whose lot is.
fn item(found: &Found, hand: &Hand) -> Option<ItemId> {
    match found {
        Found::Goods { item, .. } => Some(item.id),
        _ => hand.pending.as_ref().map(|pending| pending.item_id),
    }
}

/// Both ends, when this scan may post.
async fn lock(floor: &mut Floor<'_>, source: Option<End>, found: &Found) -> Result<Locked, StoreError> {
    let to = match found {
        Found::Location(bin) => Some(bin.id),
        Found::Unit(unit) => unit.location_id,
        _ => None,
    };
    let (Some(source), Some(to)) = (source, to) else { return Ok(Locked::default()) };
    match source {
        End::Bin(from) => ledger::lock(floor.tx, &[from, to]).await,
        End::Unit(unit) => ledger::lock_around(floor.tx, &[to], Some(unit), None).await,
    }
}

async fn units(
    floor: &mut Floor<'_>,
    task: &Task,
    source: Option<End>,
    target: Option<End>,
) -> Result<Vec<(relocate::Holder, LocationId)>, StoreError> {
    let source = source.and_then(End::unit);
    let mut wanted: Vec<HandlingUnitId> = source.into_iter().chain(target.and_then(End::unit)).collect();
    wanted.dedup();
    bipe_store::relocate::units(floor.tx, &wanted, source, task.id).await
}

async fn post(floor: &mut Floor<'_>, locked: &Locked, moving: &Moving) -> Result<(), StoreError> {
    let (entry, document) = (floor.entry(), moving.back_of.map(|order| order.0));
    let movements = &moving.movements;
    ledger::carry(floor.tx, locked, &entry, document, movements, &mut floor.ids).await?;
    let carried: Vec<Carried> = movements
        .iter()
        .filter(|movement| movement.reserved_base > 0)
        .map(|movement| Carried {
            from: movement.from,
            lot_id: movement.lot_id,
            to_location_id: movement.to.location_id,
            to_handling_unit_id: movement.to.handling_unit_id,
        })
        .collect();
    reservation::carry(floor.tx, locked, &carried).await?;
    if moving.back_of.is_some()
        && let Some(first) = movements.first()
    {
        let back = |movement: &bipe_core::ledger::Movement| Back {
            lot_id: movement.lot_id,
            quantity_base: movement.quantity_base,
        };
        let back: Vec<Back> = movements.iter().map(back).collect();
        put_back::done(floor.tx, first.from.handling_unit_id, &back).await?;
    }
    Ok(())
}

async fn tell(floor: &mut Floor<'_>, subject: Uuid, moving: &Moving) -> Result<(), StoreError> {
    let goods = |movement: &bipe_core::ledger::Movement| {
        json!({
            "item_id": movement.item_id, "lot_id": movement.lot_id, "quantity_base": movement.quantity_base,
        })
    };
    let end =
        |(location, unit): &(String, Option<String>)| json!({ "location": location, "unit_code": unit });
    let payload = json!({
        "from": end(&moving.from), "to": end(&moving.to), "order_id": moving.back_of,
        "goods": moving.movements.iter().map(goods).collect::<Vec<_>>(),
        "operator": floor.scanned.session.actor.name,
    });
    let (kind, subject) = match moving.back_of {
        Some(order) => ("stock.put_back", order.0),
        None => ("stock.relocated", subject),
    };
    floor.tell(kind, subject, &payload).await
}
