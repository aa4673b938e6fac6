//! Moving what lies in the wrong place: some goods of a bin or of a unit, a whole unit, or the goods in a tote that their order
//! no longer wants.
//!
//! First the bin or the unit is scanned; then goods, or nothing where the whole unit goes; then the place they go to: a bin, or
//! a pallet or carton that they go onto. What was scanned is in hand until then, and nothing before that changes stock. Put-backs
//! are proposed the bin that they were picked from.
//!
//! What was moved last can be taken back before anything else is scanned, where it is still as it was put (R21).
//!
//! Goods that are reserved move with their reservations, as a whole and only to where orders are served from; else what is free
//! of them moves. Goods of any status move: a held lot must be able to go to quarantine.
//!
//! **Invariant**: no more leaves a place than lies free in it, or all of it with its reservations. What an order owns (a tote in
//! work, a parcel) stays where its own flow wants it; of such a tote only what goes back may be taken.

mod goods;
mod place;
mod refused;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use refused::Unmoved;
use refused::refuse;
pub use state::*;
pub use view::screen;

use crate::code::CommandCode;
use crate::flow::moved::take_back;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, Unfit, UnitKind};

type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
///
/// # Errors
/// Why it changes nothing.
pub fn decide(state: &State, input: &Input) -> Decided {
    let Some(source) = &state.source else { return choose(state, input) };
    match &input.found {
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => Ok(undo(state, source)),
        Found::Goods { item, packaging_id } => goods::take(state, source, item, *packaging_id, input),
        Found::Attributes => goods::lot_alone(state, source, input),
        Found::Nothing if state.hand.pending.is_some() => goods::lot_alone(state, source, input),
        Found::Quantity(quantity) => goods::typed(state, source, *quantity),
        Found::Location(_) | Found::Unit(_) => {
            let target = state.target.as_ref().ok_or_else(|| input.not_here(Expected::Bin))?;
            if !state.hand.taken.is_empty() {
                place::goods(state, source, target, input)
            } else if source.unit.is_none() {
                choose(state, input)
            } else {
                place::whole(state, source, target, input)
            }
        }
        Found::Parcel { .. } => Err(refuse(Unmoved::OfOrder { unit: input.scan.text.clone() })),
        _ if state.hand.taken.is_empty() => Err(input.not_here(Expected::Goods)),
        _ => Err(input.not_here(Expected::Bin)),
    }
}

fn after(state: &State, hand: Hand, said: Said) -> Decision<State, Effect> {
    Decision { state: State { hand, ..state.clone() }, effects: Vec::new(), said }
}

/// Where goods are, or which unit goes: the bin or the unit that is scanned.
fn choose(state: &State, input: &Input) -> Decided {
    match &input.found {
        Found::Location(_) | Found::Unit(_) => {}
        Found::Command(CommandCode::Undo) => {
            let (back, said) = take_back(state.last.as_ref())?;
            let next = State { last: None, has_moved: false, ..state.clone() };
            return Ok(Decision { state: next, effects: vec![Effect::TakeBack(back)], said });
        }
        Found::Parcel { .. } => return Err(refuse(Unmoved::OfOrder { unit: input.scan.text.clone() })),
        _ => return Err(input.not_here(Expected::BinOrUnit)),
    }
    let spot = state.target.clone().ok_or_else(|| input.not_here(Expected::BinOrUnit))?;
    if spot.bin.room.kind.is_virtual() {
        return Err(input.not_here(Expected::BinOrUnit));
    }
    if spot.bin.room.counting {
        return Err(Refusal::BinUnfit { bin: spot.bin.code, why: Unfit::Locked });
    }
    let mut effects = Vec::new();
    if let Some(unit) = &spot.unit {
        let taken = refuse(Unmoved::OfOrder { unit: unit.code.clone() });
        if let Some(operator) = &unit.holder {
            return Err(Refusal::TakenByOther { operator: operator.clone() });
        }
        if unit.is_of_order() && (unit.kind != UnitKind::Tote || !state.goes_back() || !unit.is_at_rest) {
            return Err(taken);
        }
        if state.lies.is_empty() {
            return Err(Refusal::UnitEmpty { unit: unit.code.clone() });
        }
        effects.push(Effect::Claim(unit.id));
    } else if spot.bin.room.load.units == 0 {
        return Err(refuse(Unmoved::BinEmpty { bin: spot.bin.code }));
    }
    let next = State { source: Some(spot), target: None, hand: Hand::default(), ..state.clone() };
    Ok(Decision { state: next, effects, said: Said::Ok })
}

fn undo(state: &State, source: &Spot) -> Decision<State, Effect> {
    let mut hand = Hand { again: None, ..state.hand.clone() };
    if hand.pending.take().is_some() || hand.lot.take().is_some() || hand.taken.pop().is_some() {
        return after(state, hand, Said::Undone);
    }
    let effects = source.unit.iter().map(|unit| Effect::Release(unit.id)).collect();
    let next = State { source: None, lies: Vec::new(), hand: Hand::default(), ..state.clone() };
    Decision { state: next, effects, said: Said::Undone }
}
