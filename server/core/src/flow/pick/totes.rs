//! Totes: one for each order when the tour begins (R20), and a further one where the first is full (R16).
//!
//! A full tote stays on the cart with its goods, and stays its order's; goods go into the next one from then on.
//!
//! **Invariant**: a tote is one order's; what is in hand stays in hand while totes change.

use super::state::{Before, Hand, Slot, State, Tote, Tour};
use super::{Effect, Picked, after, not_here};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, UnitKind};
use crate::id::{HandlingUnitId, Ids};

/// What a scan brings where a tote is wanted.
enum Brought {
    /// An empty tote, and whether it is new.
    Tote(Tote, bool),
    /// A code that no tote has yet, to be scanned once more.
    Again(String),
}

fn brought(state: &State, input: &Input, ids: &mut Ids) -> Result<Brought, Refusal> {
    match &input.found {
        Found::Command(CommandCode::Undo) => Err(Refusal::NothingToUndo),
        Found::Nothing => Err(Refusal::UnknownCode { code: input.scan.text.clone() }),
        Found::Unit(unit) if unit.kind == UnitKind::Tote => {
            if unit.order_id.is_some() || !unit.empty {
                return Err(Refusal::UnitTaken { unit: unit.code.clone() });
            }
            Ok(Brought::Tote(Tote { id: unit.id, code: unit.code.clone() }, false))
        }
        Found::NewUnit(code) if input.scan.tote().is_some() => {
            if state.hand.again.as_deref() != Some(code) {
                return Ok(Brought::Again(code.clone()));
            }
            Ok(Brought::Tote(Tote { id: HandlingUnitId(ids.next_uuid()), code: code.clone() }, true))
        }
        _ => Err(not_here(input, Expected::Tote)),
    }
}

fn again(state: &State, hand: Hand, code: String) -> Picked {
    let why = Refusal::NewTote { code: code.clone() };
    let hand = Hand { again: Some(code), ..hand };
    Ok(after(state, hand, Vec::new(), Said::Again(Box::new(why))))
}

/// An empty tote for a slot.
pub(super) fn first(state: &State, tour: &Tour, slot: &Slot, input: &Input) -> Picked {
    let (tote, new) = match brought(state, input, &mut input.ids.clone())? {
        Brought::Tote(tote, new) => (tote, new),
        Brought::Again(code) => return again(state, Hand::default(), code),
    };
    let (tour_id, order_id, transit_id) = (tour.id, slot.order_id, tour.transit_id);
    let effects = vec![Effect::Assign { tour_id, order_id, tote: tote.clone(), new, transit_id }];
    let mut next = with(state, slot, |slot| slot.tote = Some(tote));
    next.hand = Hand::default();
    Ok(Decision { state: next, effects, said: Said::Ok })
}

/// The tote is full: the next one is asked for.
pub(super) fn full(state: &State) -> Picked {
    let hand = Hand { full: true, again: None, ..state.hand.clone() };
    Ok(after(state, hand, Vec::new(), Said::Ok))
}

/// The next tote for an order whose tote is full. A tote that was given up empty is free again.
pub(super) fn next(state: &State, tour: &Tour, slot: &Slot, full: &Tote, input: &Input) -> Picked {
    if let Found::Command(CommandCode::Cancel | CommandCode::Undo) = input.found {
        let hand = Hand { full: false, again: None, ..state.hand.clone() };
        return Ok(after(state, hand, Vec::new(), Said::Undone));
    }
    let (tote, new) = match brought(state, input, &mut input.ids.clone())? {
        Brought::Tote(tote, new) => (tote, new),
        Brought::Again(code) => return again(state, state.hand.clone(), code),
    };
    let effect = Effect::NextTote {
        tour_id: tour.id,
        order_id: slot.order_id,
        full: full.clone(),
        is_empty: !slot.holds,
        tote: tote.clone(),
        new,
        transit_id: tour.transit_id,
    };
    let before = match slot.holds {
        true => Some(Before { tote: full.clone(), scans: state.hand.scans.len() }),
        false => state.hand.before.clone(),
    };
    let mut next = with(state, slot, |slot| {
        slot.full.extend(slot.tote.replace(tote).filter(|_| slot.holds));
        slot.holds = false;
    });
    next.hand = Hand { full: false, again: None, before, ..state.hand.clone() };
    Ok(Decision { state: next, effects: vec![effect], said: Said::Ok })
}

/// Takes the change of totes back, as the last thing done at this stop: nothing lies in the new one yet.
pub(super) fn back(state: &State) -> Option<Decision<State, Effect>> {
    let before = state.hand.before.as_ref().filter(|before| before.scans >= state.hand.scans.len())?;
    let (tour, stop) = (state.tour.as_ref()?, state.stops.first()?);
    let slot = state.slot_of(stop)?;
    let (tour_id, order_id, given_up) = (tour.id, slot.order_id, slot.tote.clone()?);
    let effect = Effect::ToteBack { tour_id, order_id, given_up, tote: before.tote.clone() };
    let mut next = with(state, slot, |slot| {
        slot.full.retain(|full| *full != before.tote);
        slot.tote = Some(before.tote.clone());
        slot.holds = true;
    });
    next.hand = Hand { before: None, again: None, ..state.hand.clone() };
    Some(Decision { state: next, effects: vec![effect], said: Said::Undone })
}

fn with(state: &State, slot: &Slot, change: impl FnOnce(&mut Slot)) -> State {
    let mut next = state.clone();
    if let Some(slot) = next.slots.iter_mut().find(|other| other.order_id == slot.order_id) {
        change(slot);
    }
    next
}
