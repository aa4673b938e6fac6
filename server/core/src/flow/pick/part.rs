//! A part of a stop goes into the tote, since not all of it fits: it is posted, and the stop goes on with the rest (R16).
//!
//! The tote that is scanned before all of it is in hand may be a slip, so it is asked for once more.

use super::state::{Hand, State, Stop, Tote, Tour};
use super::{Effect, Picked, after, not_here, put};
use crate::flow::{Decision, Expected, Input, Refusal, Said};

/// What is in hand goes into the order's tote, though more is wanted.
pub(super) fn stow(state: &State, tour: &Tour, stop: &Stop, tote: &Tote, input: &Input) -> Picked {
    let quantity_base = state.in_hand_base();
    let (left_base, unit) = (stop.quantity_base - quantity_base, stop.item.unit.clone());
    if quantity_base == 0 {
        return Err(not_here(input, Expected::Goods));
    }
    if state.hand.goods.is_some() {
        return Err(Refusal::NotFinished { left: left_base });
    }
    if state.hand.again.as_ref() != Some(&tote.code) {
        let hand = Hand { again: Some(tote.code.clone()), ..state.hand.clone() };
        let why = Refusal::PartOnly { quantity_base, left_base, unit };
        return Ok(after(state, hand, Vec::new(), Said::Again(Box::new(why))));
    }
    let (mut next, posting) = put(state, (tour, stop, tote), quantity_base, input)?;
    next.hand = Hand { pick_id: Some(stop.pick_id), at: state.hand.at, ..Hand::default() };
    if let Some(stop) = next.stops.first_mut() {
        stop.quantity_base = left_base;
    }
    let effects = vec![Effect::Part(Box::new(posting))];
    Ok(Decision { state: next, effects, said: Said::Posted { quantity_base, unit } })
}
