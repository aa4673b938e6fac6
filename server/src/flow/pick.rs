//! The pick flow on the server: a claimed tour, loaded whole, so that any device goes on where the last one stopped. The layout is
//! loaded for the one scan that lays the rest of a walk anew: a confirmed short.

mod commit;

use bipe_core::code::CommandCode;
use bipe_core::flow::pick::{self, Effect, Elsewhere, Hand, Posted, STOPS_SEEN, Short, Stage, State, Stop};
use bipe_core::flow::{Decision, Found, Input, Refusal, Unit, UnitKind};
use bipe_core::id::{PickId, TourId};
use bipe_core::offline::{Moved, Tour};
use bipe_core::plan::site::Site;
use bipe_core::screen::Screen;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, ledger, offline, order, reservation, stock, tour};
use serde::{Deserialize, Serialize};

use super::{Floor, Flow, Turn};
use crate::office::site;

/// The flow.
pub struct Pick;

/// Core's state, and the layout where the rest of the walk may change.
pub struct OnTour {
    state: State,
    site: Option<Site>,
}

/// What the task keeps.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    hand: Hand,
    #[serde(default)]
    posted: Vec<Posted>,
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
        if found == Found::Command(CommandCode::Undo) {
            gone(floor, &mut state, 1).await?;
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
        let locked = commit::lock(floor, effects).await?;
        for effect in effects {
            commit::write(floor, &locked, &after.state, effect).await?;
        }
        Ok(())
    }

    fn moved(after: &OnTour, effects: &[Effect]) -> Option<Moved> {
        pick::moved(&after.state, effects)
    }

    fn turn(OnTour { state, .. }: &OnTour) -> Turn {
        let tour = state.tour.as_ref().filter(|tour| tour.claimed);
        Turn { subject_id: tour.map(|tour| tour.id.0), state: kept(state), done: state.done }
    }

    fn screen(on: &OnTour, today: time::Date) -> (Screen, Vec<CommandCode>) {
        pick::screen(&on.state, today)
    }
}

/// The tour that a task works on, with all of its stops, to be carried; `None` where there is none.
pub(super) async fn carried(floor: &mut Floor<'_>, task: &Task) -> Result<Option<Tour>, StoreError> {
    let Some(id) = task.subject_id.map(TourId) else { return Ok(None) };
    let user = floor.scanned.session.actor.user_id;
    let kept: Kept = task.progress()?;
    let mut state = tour::load(floor.tx, id, user, kept.hand, i64::MAX).await?;
    state.posted = kept.posted;
    if !state.tour.as_ref().is_some_and(|tour| tour.claimed && !tour.ended) {
        return Ok(None);
    }
    gone(floor, &mut state, usize::MAX).await?;
    let picks: Vec<PickId> = state.gone.iter().map(|gone| gone.stop.pick_id).collect();
    let heaps = offline::heaps(floor.tx, id, &picks).await?;
    Ok(Some(Tour { state, heaps }))
}

/// The task's tour; without one, and asked to start, the next that waits.
async fn load_tour(floor: &mut Floor<'_>, task: &Task) -> Result<State, StoreError> {
    let user = floor.scanned.session.actor.user_id;
    let kept: Kept = serde_json::from_str(&task.state).unwrap_or_default();
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
            let mut state = tour::load(floor.tx, tour, user, kept.hand, stops_max).await?;
            state.posted = kept.posted;
            if let Some(line) = floor.late {
                state.turn_to(PickId(line));
            }
            Ok(state)
        }
        None => Ok(State::default()),
    }
}

/// Whether a task keeps something that went into a tote, to take it back.
pub(super) fn can_take_back(task: &Task) -> bool {
    task.progress::<Kept>().is_ok_and(|kept| !kept.posted.is_empty())
}

fn kept(state: &State) -> String {
    let kept = Kept { hand: state.hand.clone(), posted: state.posted.clone() };
    serde_json::to_string(&kept).expect("progress serialises")
}

/// Loads the stops of what went into totes, of so many postings, the latest first.
async fn gone(floor: &mut Floor<'_>, state: &mut State, postings_max: usize) -> Result<(), StoreError> {
    let Some(tour) = &state.tour else { return Ok(()) };
    let others = state.posted.len().saturating_sub(postings_max);
    let posted = &state.posted[others..];
    if !posted.is_empty() {
        state.gone = tour::gone(floor.tx, tour.id, posted).await?;
    }
    Ok(())
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
