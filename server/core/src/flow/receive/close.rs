//! A pallet is full, a receipt is done.

use super::decide::{Decided, decided};
use super::{Effect, Progress, Receipt, State, Tag};
use crate::code::CommandCode;
use crate::flow::{Expected, Found, Input, Refusal, Said};
use crate::screen::ReceiptSummary;

/// What leaving a pallet asks for: its label, and that others may take it.
pub(super) fn let_go(state: &State) -> Vec<Effect> {
    let Some(pallet) = &state.pallet else { return Vec::new() };
    let loaded = state.receipt.as_ref().filter(|_| !pallet.contents.is_empty());
    let label = loaded.map(|receipt| Effect::Label(receipt.tag(pallet)));
    label.into_iter().chain([Effect::Release(pallet.id)]).collect()
}

pub(super) fn full(state: &State, input: &Input) -> Decided {
    let loaded = state.pallet.as_ref().is_some_and(|pallet| !pallet.contents.is_empty());
    if !loaded {
        return Err(input.not_here(Expected::Goods));
    }
    let mut next = state.clone();
    next.pallet = None;
    let Progress { loose, repeat, damaged, .. } = state.progress.clone();
    next.progress = Progress { loose, repeat, damaged, ..Progress::default() };
    decided(next, let_go(state), Said::Printing)
}

pub(super) fn print(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let pallet = state.pallet.as_ref().filter(|pallet| !pallet.contents.is_empty());
    let pallet = pallet.ok_or_else(|| input.not_here(Expected::Goods))?;
    decided(state.clone(), vec![Effect::Label(receipt.tag(pallet))], Said::Printing)
}

/// Whether the receipt closes as it stands.
pub(super) fn answer(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    match &input.found {
        Found::Command(CommandCode::Cancel | CommandCode::Undo | CommandCode::No) => {
            let mut next = state.clone();
            next.progress.closing = false;
            decided(next, Vec::new(), Said::Undone)
        }
        Found::Command(CommandCode::Confirm | CommandCode::Yes) => {
            if let Some(other) = state.others.iter().find(|other| other.busy) {
                return Err(Refusal::TakenByOther { operator: other.operator.clone() });
            }
            let mut effects = let_go(state);
            for other in &state.others {
                effects.push(Effect::Label(Tag { code: other.code.clone(), ..Tag::default() }));
                effects.push(Effect::Release(other.id));
            }
            effects.push(Effect::Close(Box::new(receipt.clone())));
            let (number, supplier) = (&receipt.number, &receipt.supplier);
            let still = |one: &&ReceiptSummary| (&one.number, &one.supplier) != (number, supplier);
            let expected = state.expected.iter().filter(still).cloned().collect();
            let next = State { expected, dock: state.dock.clone(), ..State::default() };
            decided(next, effects, Said::Done)
        }
        _ => Err(input.not_here(Expected::Confirm)),
    }
}
