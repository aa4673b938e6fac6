//! The decision: guards first, each with its refusal; then what changes.

use super::goods::{fits, take_up};
use super::post::{let_go, post, undo};
use super::refused::refuse;
use super::{Disposition, Effect, Progress, State, Step, Unreturned};
use crate::code::CommandCode;
use crate::flow::receive::{Attributes, Hand, tag};
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::item::{Item, Tracking};

pub(super) type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
pub fn decide(state: &State, input: &Input) -> Decided {
    match state.step() {
        Step::Start => start(state, input, Vec::new()),
        Step::Goods => goods_step(state, input),
        Step::Lot => match &input.found {
            Found::Command(CommandCode::Undo | CommandCode::Cancel) => drop_hand(state),
            Found::Command(_) => Err(input.not_here(Expected::Lot)),
            _ => hold(state, input),
        },
        Step::Decide => choose(state, input),
    }
}

pub(super) fn decided(state: State, effects: Vec<Effect>, said: Said) -> Decided {
    Ok(Decision { state, effects, said })
}

/// Begins a return; `effects` are what leaving the one before asks for.
fn start(state: &State, input: &Input, effects: Vec<Effect>) -> Decided {
    let begun = |progress| State { progress, order: None, target: None, pallet: None, ..state.clone() };
    if input.found == Found::Command(CommandCode::Unplanned) {
        let progress = Progress { unplanned: true, ..Progress::default() };
        return decided(begun(progress), effects, Said::Ok);
    }
    match &state.target {
        Some(target) if target.lines.is_empty() => {
            Err(refuse(Unreturned::NothingShipped { order: target.number.clone() }))
        }
        Some(target) => {
            let next = State { order: Some(target.clone()), ..begun(Progress::default()) };
            decided(next, effects, Said::Ok)
        }
        None if input.found == Found::Command(CommandCode::Undo) => Err(Refusal::NothingToUndo),
        None => Err(input.not_here(Expected::Shipment)),
    }
}

fn goods_step(state: &State, input: &Input) -> Decided {
    let loaded = state.pallet.as_ref().filter(|pallet| !pallet.contents.is_empty());
    match &input.found {
        Found::Command(CommandCode::Undo) => undo(state),
        Found::Command(CommandCode::Full) if loaded.is_some() => {
            let mut next = state.clone();
            next.pallet = None;
            next.progress = Progress { unplanned: state.progress.unplanned, ..Progress::default() };
            decided(next, let_go(state), Said::Printing)
        }
        Found::Command(CommandCode::Print) => {
            let pallet = loaded.ok_or_else(|| input.not_here(Expected::Goods))?;
            decided(state.clone(), vec![Effect::Label(tag(&state.items, pallet))], Said::Printing)
        }
        Found::Command(CommandCode::Close) => decided(State::default(), let_go(state), Said::Done),
        Found::Command(CommandCode::Unplanned) => start(state, input, let_go(state)),
        _ if state.target.is_some() => start(state, input, let_go(state)),
        _ => hold(state, input),
    }
}

/// Takes goods up, or adds what they missed.
fn hold(state: &State, input: &Input) -> Decided {
    let hand = take_up(state, input)?;
    let item = state.item(hand.item_id).ok_or(Refusal::NothingWaits)?;
    let said = counted_as(item, &hand);
    let mut next = state.clone();
    next.progress.hand = Some(hand);
    decided(next, Vec::new(), said)
}

fn drop_hand(state: &State) -> Decided {
    let mut next = state.clone();
    next.progress.hand = None;
    next.progress.asked_base = None;
    decided(next, Vec::new(), Said::Undone)
}

fn counted_as(item: &Item, hand: &Hand) -> Said {
    Said::Goods {
        count: hand.count,
        packaging: hand.packaging_name(item).to_owned(),
        packaging_base: hand.packaging_base(item),
        unit: item.unit.clone(),
    }
}

/// How many, and where they go.
fn choose(state: &State, input: &Input) -> Decided {
    let Some((hand, item)) = state.held() else { return Err(input.not_here(Expected::Goods)) };
    match &input.found {
        Found::Quantity(count) => counted(state, item, hand, *count),
        Found::Goods { item: scanned, .. } if scanned.id != item.id => {
            Err(Refusal::WrongItem { scanned: scanned.name.clone(), expected: item.name.clone() })
        }
        Found::Goods { packaging_id, .. } if *packaging_id == hand.packaging_id => {
            let said = Attributes::of(&input.scan, Some(item.tracking));
            match (&hand.attributes.lot, said.lot) {
                (Some(expected), Some(scanned)) if *expected != scanned => {
                    let (expected, bin) = (expected.clone(), String::new());
                    Err(Refusal::WrongLot { scanned, expected, bin })
                }
                _ if item.tracking == Tracking::Serial => {
                    Err(Refusal::DuplicateSerial { serial: hand.attributes.lot.clone().unwrap_or_default() })
                }
                _ => counted(state, item, hand, hand.count + 1),
            }
        }
        Found::Command(CommandCode::Undo) if hand.count > 1 => {
            let mut next = state.clone();
            next.progress.hand = Some(Hand { count: hand.count - 1, ..hand.clone() });
            decided(next, Vec::new(), Said::Undone)
        }
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => drop_hand(state),
        Found::Command(CommandCode::Stock | CommandCode::Confirm) => post(state, input, Disposition::Stock),
        Found::Command(CommandCode::Quarantine) => post(state, input, Disposition::Quarantine),
        Found::Command(CommandCode::Scrap) => post(state, input, Disposition::Scrap),
        _ => Err(input.not_here(Expected::Disposition)),
    }
}

fn counted(state: &State, item: &Item, hand: &Hand, count: i64) -> Decided {
    fits(state, item, hand, count)?;
    let hand = Hand { count, ..hand.clone() };
    let said = counted_as(item, &hand);
    let mut next = state.clone();
    next.progress.hand = Some(hand);
    decided(next, Vec::new(), said)
}
