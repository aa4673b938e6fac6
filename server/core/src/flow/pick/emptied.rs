//! The zero check (R17): the book says that the bin is empty now, and the picker who stands before it says whether it is. Yes is a
//! count that cost one tap; no has the bin counted.

use super::state::{Emptied, State, Stop};
use super::{Effect, Picked, finish};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::CountId;

/// The bin to ask about, once a stop's goods have left it.
pub(super) fn asks(state: &State, stop: &Stop) -> Option<Emptied> {
    let asks = state.tour.as_ref().is_some_and(|tour| tour.zero_check);
    let (location_id, bin) = (stop.place.location_id, stop.bin.clone());
    (asks && stop.bin_base == stop.quantity_base).then_some(Emptied { location_id, bin })
}

/// Decides on what the picker says. Where the book has something in the bin again, there is nothing to be proven.
pub(super) fn answer(state: &State, emptied: &Emptied, input: &Input) -> Picked {
    let count_id = CountId(input.ids.clone().next_uuid());
    let mut effects = match &input.found {
        Found::Command(CommandCode::Yes | CommandCode::Confirm) if state.is_still_empty => {
            vec![Effect::ProveEmpty { count_id, emptied: emptied.clone() }]
        }
        Found::Command(CommandCode::Yes | CommandCode::Confirm) => Vec::new(),
        Found::Command(CommandCode::No) => {
            vec![Effect::CountEmptied { count_id, location_id: emptied.location_id }]
        }
        Found::Command(CommandCode::Undo) => return Err(Refusal::NothingToUndo),
        _ => return Err(input.not_here(Expected::YesOrNo)),
    };
    let mut next = state.clone();
    next.hand.emptied = None;
    finish(&mut next, &mut effects);
    let said = if next.done { Said::Done } else { Said::Ok };
    Ok(Decision { state: next, effects, said })
}
