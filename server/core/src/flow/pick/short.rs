//! A short pick: how many are there, confirm, and on (R15). The rest of the reservation is freed and sought elsewhere, by the rule
//! that the line was served by; what is nowhere is short.

use super::state::{Elsewhere, Hand, SEQUENCE_STEP, Short, State, Stop};
use super::{Effect, Picked, Shortage, after, finish};
use crate::allocate::{Candidate, Demand, allocate};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::{Ids, PickId, ReservationId};

/// Decides on what comes after `SHORT`: the quantity found, its confirmation, or giving it up.
pub(super) fn answer(state: &State, stop: &Stop, input: &Input) -> Picked {
    match (&input.found, state.hand.short) {
        (Found::Command(CommandCode::Cancel | CommandCode::Undo), _) => {
            let hand = Hand { short: None, ..state.hand.clone() };
            Ok(after(state, hand, Vec::new(), Said::Undone))
        }
        (Found::Quantity(found_base), _) => {
            if *found_base < state.in_hand_base() || *found_base >= stop.quantity_base {
                return Err(Refusal::BadQuantity { quantity: *found_base });
            }
            let found_base = *found_base;
            let hand = Hand { short: Some(Short::Found { found_base }), ..state.hand.clone() };
            let said = Said::ShortConfirm { quantity_base: stop.quantity_base - found_base };
            Ok(after(state, hand, Vec::new(), said))
        }
        (Found::Command(CommandCode::Confirm), Some(Short::Found { found_base })) => {
            Ok(confirm(state, stop, found_base, input))
        }
        (_, Some(Short::Found { .. })) => {
            Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Confirm })
        }
        _ => Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Quantity }),
    }
}

fn confirm(state: &State, stop: &Stop, found_base: i64, input: &Input) -> Decision<State, Effect> {
    let missing_base = stop.quantity_base - found_base;
    let stops = seek(state, stop, missing_base, input);
    let found_elsewhere_base: i64 = stops.iter().map(|new| new.quantity_base).sum();
    let shortage = Shortage {
        stop: stop.clone(),
        found_base,
        missing_base,
        short_base: missing_base - found_elsewhere_base,
        stops,
    };
    let mut next = state.clone();
    next.elsewhere.clear();
    next.hand.short = None;
    next.hand.again = None;
    if found_base == 0 {
        next.stops.remove(0);
        next.hand = Hand::default();
        next.in_bin.clear();
    } else {
        next.stops[0].quantity_base = found_base;
        // Taken back scan by scan, what is in hand could exceed what is left of the stop: it goes back as a whole.
        next.hand.scans = Some(state.in_hand_base()).filter(|base| *base > 0).into_iter().collect();
    }
    next.stops.extend(shortage.stops.iter().cloned());
    next.walk_on();
    if let Some(tour) = &mut next.tour {
        tour.progress.total += shortage.stops.len() as i64;
        tour.progress.done += i64::from(found_base == 0);
    }
    let mut effects = vec![Effect::Short(Box::new(shortage))];
    finish(&mut next, &mut effects);
    Decision { state: next, effects, said: Said::Short { quantity_base: missing_base } }
}

/// New stops for what is missing, from stock in other places, each at its place in the rest of the walk.
fn seek(state: &State, stop: &Stop, missing_base: i64, input: &Input) -> Vec<Stop> {
    let demand = Demand {
        order_line_id: stop.order_line_id,
        item_id: stop.item.id,
        quantity_base: missing_base,
        remaining_days_min: stop.remaining_days_min,
        rule: state.rule.clone(),
    };
    let elsewhere = elsewhere(state, stop);
    let candidates: Vec<Candidate> = elsewhere.iter().map(|other| other.candidate.clone()).collect();
    let mut ids = input.ids.clone();
    let stop_for = |take: crate::allocate::Take| {
        let other = elsewhere
            .iter()
            .find(|other| other.candidate.place == take.place && other.candidate.lot.id == take.lot_id)?;
        let sequence = place_in_walk(state, stop, take.pick_sequence);
        Some(Stop { sequence, ..stop_at(stop, other, take.quantity_base, &mut ids) })
    };
    allocate(&[demand], &candidates, input.today).into_iter().filter_map(stop_for).collect()
}

/// The stock that may serve what is missing of a stop.
pub(super) fn elsewhere<'s>(state: &'s State, stop: &Stop) -> Vec<&'s Elsewhere> {
    let is_other =
        |other: &&Elsewhere| (other.candidate.place, other.candidate.lot.id) != (stop.place, stop.lot.id);
    state.elsewhere.iter().filter(is_other).collect()
}

/// A stop that takes some of what another one is short of, in the place of that one in the walk.
pub(super) fn stop_at(short: &Stop, other: &Elsewhere, quantity_base: i64, ids: &mut Ids) -> Stop {
    Stop {
        pick_id: PickId(ids.next_uuid()),
        reservation_id: ReservationId(ids.next_uuid()),
        pick_sequence: other.candidate.pick_sequence,
        place: other.candidate.place,
        bin: other.bin.clone(),
        is_face: other.candidate.is_face,
        lot: other.candidate.lot.clone(),
        quantity_base,
        planned_base: quantity_base,
        skips: 0,
        ..short.clone()
    }
}

/// The sequence that puts a bin right behind the last of the next stops that come before it in the walk, else behind this one.
fn place_in_walk(state: &State, stop: &Stop, pick_sequence: i64) -> i64 {
    let before = state.stops.iter().skip(1).take_while(|other| other.pick_sequence <= pick_sequence);
    before.last().unwrap_or(stop).sequence + 1
}

/// The sequence that puts a stop behind all others.
pub(super) fn behind_all(state: &State) -> i64 {
    state.stops.iter().map(|stop| stop.sequence).max().unwrap_or(0) + SEQUENCE_STEP
}
