//! The putaway flow on the server. The place a pallet stands in and the bin that was scanned are locked before what they hold
//! is read, so a claim or a bin's room can't be taken twice.

use bipe_core::code::CommandCode;
use bipe_core::flow::putaway::{self, BinFacts, Effect, Pallet, State};
use bipe_core::flow::{Decision, Found, Input, Refusal, UnitKind};
use bipe_core::id::{HandlingUnitId, LocationId};
use bipe_core::ledger::Movement;
use bipe_core::screen::Screen;
use bipe_store::event::NewEvent;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, event, handling_unit, ledger, stock};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Putaway;

/// What the task keeps besides the pallet, which is its subject.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    planned: Option<LocationId>,
    again: Option<LocationId>,
}

impl Flow for Putaway {
    const KIND: Kind = Kind::Putaway;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let progress = progress(task)?;
        let found = if floor.is_look() || !floor.scanned.scan.is_usable() {
            Found::Nothing
        } else {
            code::resolve(floor.tx, warehouse, None, &floor.scanned.scan).await?
        };
        let mut state = State { again: progress.again, ..State::default() };
        if let Some(unit) = task.subject_id {
            state.unit = in_hand(floor, task, HandlingUnitId(unit), &found).await?;
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
            (None, Found::Unit(unit)) if unit.kind == UnitKind::Pallet => {
                state.again = None;
                if let Some(location) = unit.location_id {
                    ledger::lock(floor.tx, &[location]).await?;
                }
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
        Ok((state, found))
    }

    fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
        putaway::decide(state, input)
    }

    async fn commit(
        floor: &mut Floor<'_>,
        task: &Task,
        _after: &State,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        for effect in effects {
            match effect {
                Effect::Claim(unit) => handling_unit::hold(floor.tx, *unit, Some(task.id)).await?,
                Effect::Release(unit) => handling_unit::hold(floor.tx, *unit, None).await?,
                Effect::Store { unit_id, unit, from, bin_id, bin, movements } => {
                    move_stock(floor, movements).await?;
                    handling_unit::stand(floor.tx, *unit_id, *bin_id).await?;
                    tell(floor, *unit_id, &json!({ "unit_code": unit, "from": from, "to": bin })).await?;
                }
            }
        }
        Ok(())
    }

    fn turn(state: &State) -> Turn {
        let subject_id = state.unit.as_ref().map(|unit| unit.id.0);
        let planned = state.planned.as_ref().filter(|_| subject_id.is_some()).map(|bin| bin.id);
        let progress = Progress { planned, again: state.again };
        let state = serde_json::to_string(&progress).expect("progress serialises");
        Turn { subject_id, state, done: false }
    }

    fn screen(state: &State, today: time::Date) -> (Screen, Vec<CommandCode>) {
        putaway::screen(state, today)
    }
}

fn progress(task: &Task) -> Result<Progress, StoreError> {
    if task.state.is_empty() {
        return Ok(Progress::default());
    }
    serde_json::from_str(&task.state)
        .map_err(|_| StoreError::Corrupt { column: "tasks.state", value: task.state.clone() })
}

/// The pallet that the task has in hand; none when someone else took it on while the task was parked. When a bin was scanned,
/// both places are locked first.
async fn in_hand(
    floor: &mut Floor<'_>,
    task: &Task,
    unit: HandlingUnitId,
    found: &Found,
) -> Result<Option<Pallet>, StoreError> {
    let mut standing = handling_unit::on_floor(floor.tx, unit, task.id).await?;
    if let (Some((pallet, _)), Found::Location(bin)) = (&standing, found) {
        ledger::lock(floor.tx, &[pallet.location_id, bin.id]).await?;
        standing = handling_unit::on_floor(floor.tx, unit, task.id).await?;
    }
    let held = standing.filter(|(pallet, mine)| *mine && pallet.at_dock && !pallet.contents.is_empty());
    Ok(held.map(|(pallet, _)| pallet))
}

async fn suggestion(floor: &mut Floor<'_>, pallet: &Pallet) -> Result<Option<BinFacts>, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let bins = stock::candidates(floor.tx, warehouse, pallet).await?;
    Ok(putaway::suggest(pallet, &bins).cloned())
}

async fn move_stock(floor: &mut Floor<'_>, movements: &[Movement]) -> Result<(), StoreError> {
    let mut places: Vec<LocationId> =
        movements.iter().flat_map(|one| [one.from.location_id, one.to.location_id]).collect();
    places.sort();
    places.dedup();
    let entry = floor.entry();
    let locked = ledger::lock(floor.tx, &places).await?;
    ledger::post(floor.tx, &locked, &entry, movements, &mut floor.ids).await
}

async fn tell(
    floor: &mut Floor<'_>,
    unit: HandlingUnitId,
    payload: &serde_json::Value,
) -> Result<(), StoreError> {
    let new = NewEvent { kind: "stock.put_away", subject_id: unit.0, payload: payload.to_string() };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    event::append(floor.tx, warehouse, &new, floor.scanned.at_ms, &mut floor.ids).await
}
