//! What a desk changed under a picker's hands: a stop cancelled, or wanting less; a tour without stops.
//!
//! The scan that comes next is answered with what changed, and counts for nothing else: it was made for a step that is gone.

use super::state::{Hand, Short, State, Tour};
use super::{Decided, after, finish};
use crate::flow::{Decision, Refusal, Said};
use crate::id::LocationId;
use crate::offline::Unlinked;

/// Refuses a late command whose stop is not as the handheld knew it: then the goods are where no book says.
pub(super) fn is_still_wanted(state: &State) -> Result<(), Refusal> {
    let Some(line) = state.late else { return Ok(()) };
    let expected = || state.stops.first().map_or_else(String::new, |stop| stop.bin.code.clone());
    if let Some(gone) = state.cancelled.iter().find(|stop| stop.pick_id == line) {
        let (order, bin) = (gone.order.clone(), gone.bin.clone());
        return Err(Refusal::StopCancelled { order, bin, expected: expected() });
    }
    let stop = state.stops.first().filter(|stop| stop.pick_id == line).ok_or(Unlinked::Gone)?;
    match meanwhile(state) {
        Some(_) => {
            let (quantity_base, unit) = (stop.quantity_base, stop.item.unit.clone());
            Err(Refusal::StopChanged { bin: stop.bin.code.clone(), quantity_base, unit })
        }
        None => Ok(()),
    }
}

/// What changed about the stop in hand since its bin was scanned.
pub(super) fn meanwhile(state: &State) -> Option<Decided> {
    let pick_id = state.hand.pick_id?;
    if let Some(gone) = state.cancelled.iter().find(|stop| stop.pick_id == pick_id) {
        let expected = state.stops.first().map_or_else(String::new, |stop| stop.bin.code.clone());
        let why = Refusal::StopCancelled { order: gone.order.clone(), bin: gone.bin.clone(), expected };
        let mut told = after(state, Hand::default(), Vec::new(), Said::Wanted(Box::new(why)));
        told.state.in_bin.clear();
        if let Some(tour) = state.tour.as_ref().filter(|_| state.stops.is_empty()) {
            let Decision { state, effects, .. } = nothing_left(&told.state, tour);
            told = Decision { state, effects, ..told };
        }
        return Some(told);
    }
    let stop = state.stops.first().filter(|stop| stop.pick_id == pick_id)?;
    let too_many = state.in_hand_base() > stop.quantity_base;
    let short =
        matches!(state.hand.short, Some(Short::Found { found_base }) if found_base >= stop.quantity_base);
    if !too_many && !short {
        return None;
    }
    let (quantity_base, unit) = (stop.quantity_base, stop.item.unit.clone());
    let why = Refusal::StopChanged { bin: stop.bin.code.clone(), quantity_base, unit };
    let at = Some(stop.place.location_id);
    let hand = Hand { pick_id: Some(pick_id), at, ..Hand::default() };
    Some(after(state, hand, Vec::new(), Said::Wanted(Box::new(why))))
}

/// The order that no longer wants anything of this bin.
pub(super) fn no_longer_at(state: &State, location: LocationId) -> Option<String> {
    let gone = state.cancelled.iter().find(|stop| stop.location_id == location);
    gone.filter(|stop| !stop.bin_wanted).map(|stop| stop.order.clone())
}

/// Ends the task of a tour that has no stop left; and the tour, if the desk has not.
pub(super) fn nothing_left(state: &State, tour: &Tour) -> Decided {
    let mut next = State { hand: Hand::default(), ..state.clone() };
    let mut effects = Vec::new();
    if tour.ended {
        next.done = true;
    } else {
        finish(&mut next, &mut effects);
    }
    Decision { state: next, effects, said: Said::Done }
}
