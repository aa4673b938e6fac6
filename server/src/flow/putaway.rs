//! The putaway flow on the server. The place a pallet stands in and the bin that was scanned are locked before what they hold
//! is read, so a claim or a bin's room can't be taken twice.

use std::sync::Arc;

use bipe_core::code::CommandCode;
use bipe_core::flow::putaway::{self, BinFacts, Effect, Pallet, State};
use bipe_core::flow::{Decision, Found, Input, Refusal, UnitKind};
use bipe_core::id::{CommandId, HandlingUnitId, LocationId};
use bipe_core::screen::Screen;
use bipe_store::ledger::Locked;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, handling_unit, ledger, stock};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Putaway;

/// Core's state, and the proof that the pallet's place and the scanned bin are locked.
pub struct OnFloor {
    state: State,
    locked: Arc<Locked>,
    /// The command that put a pallet away last.
    moved: Option<CommandId>,
    command: CommandId,
}

/// What the task keeps besides the pallet, which is its subject.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    planned: Option<LocationId>,
    again: Option<LocationId>,
    /// The command that put a pallet away last, and the pallet, as long as that may be taken back.
    moved: Option<(CommandId, String)>,
}

impl Flow for Putaway {
    const KIND: Kind = Kind::Putaway;
    type State = OnFloor;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(OnFloor, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let progress: Progress = task.progress()?;
        let found = if floor.is_look() || !floor.scanned.scan.is_usable() {
            Found::Nothing
        } else {
            code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?
        };
        let (moved, pallet) = progress.moved.unzip();
        let mut state = State { again: progress.again, moved: pallet, ..State::default() };
        let mut locked = lock(floor, task, &found).await?;
        if let Some(unit) = task.subject_id {
            state.unit = in_hand(floor, task, HandlingUnitId(unit)).await?;
        }
        if let (None, Found::Command(CommandCode::Undo), Some(command)) = (&state.unit, &found, moved) {
            (state.last, locked) = super::moved::load(floor, command).await?;
        }
        match (&state.unit, &found) {
            (Some(unit), _) => {
                let scanned = match &found {
                    Found::Location(location) => Some(location.id),
                    _ => None,
                };
                let wanted: Vec<LocationId> = progress.planned.into_iter().chain(scanned).collect();
                let bins = stock::bins(floor.tx, &wanted).await?;
                let known = |id: Option<LocationId>| bins.iter().find(|bin| Some(bin.id) == id).cloned();
                state.bin = known(scanned);
                state.planned = known(progress.planned).filter(|bin| bin.takes(unit).is_ok());
                if state.planned.is_none() {
                    state.planned = suggestion(floor, unit).await?;
                }
            }
            (_, Found::Unit(unit)) if unit.kind == UnitKind::Pallet => {
                state.again = None;
                let standing = handling_unit::on_floor(floor.tx, unit.id, task.id).await?;
                state.scanned = standing.map(|(pallet, _)| pallet);
                if let Some(pallet) = state.scanned.clone() {
                    state.planned = suggestion(floor, &pallet).await?;
                }
            }
            (None, _) => state.again = None,
        }
        let may_end = matches!(found, Found::Location(_) | Found::Command(_));
        if state.unit.is_none() || may_end {
            state.waiting = handling_unit::at_docks(floor.tx, warehouse, task.id).await?;
        }
        let command = floor.scanned.request.command_id;
        Ok((OnFloor { state, locked: Arc::new(locked), moved, command }, found))
    }

    fn decide(on: &OnFloor, input: &Input) -> Result<Decision<OnFloor, Effect>, Refusal> {
        let Decision { state, effects, said } = putaway::decide(&on.state, input)?;
        let stores = |effect: &Effect| matches!(effect, Effect::Store { .. });
        let moved = if effects.iter().any(stores) { Some(on.command) } else { on.moved };
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
                Effect::Store { unit_id, unit, from, bin_id, bin, movements } => {
                    let entry = floor.entry();
                    ledger::post(floor.tx, &after.locked, &entry, movements, &mut floor.ids).await?;
                    handling_unit::stand(floor.tx, *unit_id, *bin_id, None).await?;
                    let payload = json!({ "unit_code": unit, "from": from, "to": bin });
                    floor.tell("stock.put_away", unit_id.0, &payload).await?;
                }
            }
        }
        Ok(())
    }

    fn turn(on: &OnFloor) -> Turn {
        let state = &on.state;
        let subject_id = state.unit.as_ref().map(|unit| unit.id.0);
        let planned = state.planned.as_ref().filter(|_| subject_id.is_some()).map(|bin| bin.id);
        let progress = Progress { planned, again: state.again, moved: on.moved.zip(state.moved.clone()) };
        let state = serde_json::to_string(&progress).expect("progress serialises");
        Turn { subject_id, state, done: false }
    }

    fn screen(on: &OnFloor, today: time::Date) -> (Screen, Vec<CommandCode>) {
        putaway::screen(&on.state, today)
    }
}

/// What this scan may change, locked before anything of it is read: where a scanned pallet stands; the scanned bin and where the
/// pallet in hand stands.
async fn lock(floor: &mut Floor<'_>, task: &Task, found: &Found) -> Result<Locked, StoreError> {
    match (task.subject_id, found) {
        (Some(unit), Found::Location(bin)) => {
            ledger::lock_around(floor.tx, &[bin.id], Some(HandlingUnitId(unit)), None).await
        }
        // Also beside a pallet in hand: someone else may have taken that one on.
        (_, Found::Unit(unit)) if unit.kind == UnitKind::Pallet => {
            ledger::lock_around(floor.tx, &[], Some(unit.id), None).await
        }
        _ => Ok(Locked::default()),
    }
}

/// The pallet that the task has in hand; none when someone else took it on while the task was parked.
async fn in_hand(
    floor: &mut Floor<'_>,
    task: &Task,
    unit: HandlingUnitId,
) -> Result<Option<Pallet>, StoreError> {
    let standing = handling_unit::on_floor(floor.tx, unit, task.id).await?;
    let held = standing.filter(|(pallet, mine)| *mine && pallet.at_dock && !pallet.contents.is_empty());
    Ok(held.map(|(pallet, _)| pallet))
}

async fn suggestion(floor: &mut Floor<'_>, pallet: &Pallet) -> Result<Option<BinFacts>, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let bins = stock::candidates(floor.tx, warehouse, pallet).await?;
    Ok(putaway::suggest(pallet, &bins).cloned())
}
