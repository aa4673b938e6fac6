//! The decision: guards first, each with its refusal; then what changes.

use super::goods::{expiry, gather};
use super::post::{fits, may_come_in, post, short_life, undo};
use super::refused::refuse;
use super::{
    Asked, Attributes, Effect, FreshReceipt, Hand, Progress, Quarantined, Receipt, ReceiptKind,
    ReceiptStatus, State, Step, Tolerance, Unreceived, arrive, attach, close,
};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::ReceiptId;
use crate::item::{Item, Tracking};

pub(super) type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
pub fn decide(state: &State, input: &Input) -> Decided {
    let mut decision = decide_step(state, input)?;
    // What was asked is answered by the very next scan that changes anything, or not at all.
    if !matches!(decision.said, Said::Again(_)) {
        decision.state.progress.asked = None;
    }
    Ok(decision)
}

fn decide_step(state: &State, input: &Input) -> Decided {
    let Some(receipt) = &state.receipt else { return open(state, input, Vec::new()) };
    match state.step() {
        Step::Invoice => {
            // Someone else closed it meanwhile: the next document is welcome, all else is told so.
            if matches!(input.found, Found::Receipt(_) | Found::Command(CommandCode::Blind)) {
                return open(state, input, Vec::new());
            }
            Err(Refusal::Closed { document: receipt.number.clone() })
        }
        Step::Goods => goods_step(state, receipt, input),
        Step::Lot => lot_step(state, receipt, input),
        Step::Quantity => quantity_step(state, receipt, input),
        Step::Attach => attach::answer(state, receipt, input),
        Step::Close => close::answer(state, receipt, input),
    }
}

pub(super) fn decided(state: State, effects: Vec<Effect>, said: Said) -> Decided {
    Ok(Decision { state, effects, said })
}

/// Opens the receipt that the scan names; `effects` are what leaving the one before asks for.
fn open(state: &State, input: &Input, mut effects: Vec<Effect>) -> Decided {
    if input.found == Found::Command(CommandCode::Blind)
        && let Some(fresh) = &state.fresh_receipt
    {
        let receipt = begun(fresh, input);
        effects.push(Effect::Begin(Box::new(receipt.clone())));
        return decided(entered(state, receipt), effects, Said::Ok);
    }
    let target = state.target.clone().filter(|target| input.found == Found::Receipt(target.id));
    let Some(mut target) = target else {
        if input.found == Found::Command(CommandCode::Undo) {
            return Err(Refusal::NothingToUndo);
        }
        return Err(input.not_here(Expected::Invoice));
    };
    if target.status == ReceiptStatus::Closed {
        return Err(Refusal::Closed { document: target.number });
    }
    if target.status == ReceiptStatus::Expected {
        target.status = ReceiptStatus::Open;
        effects.push(Effect::Open);
    }
    decided(entered(state, target), effects, Said::Ok)
}

fn entered(state: &State, receipt: Receipt) -> State {
    State {
        receipt: Some(receipt),
        target: None,
        pallet: None,
        progress: Progress::default(),
        ..state.clone()
    }
}

/// A receipt that no document announces.
fn begun(fresh: &FreshReceipt, input: &Input) -> Receipt {
    Receipt {
        id: ReceiptId(input.ids.clone().next_uuid()),
        owner_id: fresh.owner_id,
        kind: ReceiptKind::Blind,
        blind: true,
        number: fresh.number.clone(),
        supplier: String::new(),
        status: ReceiptStatus::Open,
        tolerance: Tolerance::default(),
        lines: Vec::new(),
        items: Vec::new(),
    }
}

fn goods_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    match &input.found {
        Found::Command(CommandCode::Undo) => undo(state),
        Found::Command(CommandCode::Full) => close::full(state, input),
        Found::Command(CommandCode::Print) => close::print(state, receipt, input),
        Found::Command(CommandCode::Repeat) => arrive::repeat(state, receipt, input),
        Found::Command(CommandCode::Damaged) => {
            let mut next = state.clone();
            next.progress.damaged = !state.progress.damaged;
            decided(next, Vec::new(), Said::Ok)
        }
        Found::Command(CommandCode::Close) => {
            let mut next = state.clone();
            next.progress.closing = true;
            next.progress.loose = Attributes::default();
            decided(next, Vec::new(), Said::Ok)
        }
        Found::Receipt(id) if *id == receipt.id => decided(state.clone(), Vec::new(), Said::Ok),
        Found::Receipt(_) => open(state, input, close::let_go(state)),
        Found::Attributes => {
            let mut next = state.clone();
            next.progress.loose = Attributes::of(&input.scan, None).or(&state.progress.loose);
            decided(next, Vec::new(), Said::Ok)
        }
        Found::NewUnit(code) if state.announced.as_ref().is_some_and(|pallet| pallet.code == *code) => {
            arrive::pallet(state, receipt, input)
        }
        Found::Nothing if attach::may_begin(state, input) => attach::begin(state, input),
        _ => take_up(state, receipt, input),
    }
}

fn lot_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    match &input.found {
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => drop_hand(state),
        Found::Command(CommandCode::Damaged) => damaged(state),
        Found::Command(_) => Err(input.not_here(Expected::Lot)),
        _ => take_up(state, receipt, input),
    }
}

fn drop_hand(state: &State) -> Decided {
    let mut next = state.clone();
    next.progress.hand = None;
    next.progress.loose = Attributes::default();
    next.progress.damaged = false;
    decided(next, Vec::new(), Said::Undone)
}

/// The goods in hand are damaged, or they are not after all. Too short a life stays what it is.
fn damaged(state: &State) -> Decided {
    let mut next = state.clone();
    if let Some(hand) = &mut next.progress.hand {
        hand.quarantine = match hand.quarantine {
            None => Some(Quarantined::Damaged),
            Some(Quarantined::Damaged) => None,
            Some(Quarantined::ShortLife) => Some(Quarantined::ShortLife),
        };
    }
    decided(next, Vec::new(), Said::Ok)
}

/// Takes goods up, or adds what they missed.
fn take_up(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let mut hand = gather(state, receipt, &input.scan, &input.found)?;
    let item = receipt.item(hand.item_id).ok_or(Refusal::NothingWaits)?;
    fits(receipt, item, &hand, hand.count)?;
    may_come_in(receipt, item, &hand, state.known.as_ref(), input)?;
    hand.attributes.expiry = expiry(receipt, item, &hand, state.known.as_ref());
    if let Some(refused) = short_life(item, &hand, input.today) {
        let Some(expiry) = hand.attributes.expiry.filter(|_| state.may_supervise) else {
            return Err(refused);
        };
        let asked = Asked::ShortLife { item_id: item.id, expiry };
        if state.progress.asked.as_ref() != Some(&asked) {
            let lot = hand.attributes.lot.clone().unwrap_or_else(|| item.name.clone());
            let mut next = state.clone();
            next.progress.asked = Some(asked);
            let why = refuse(Unreceived::ShortLifeQuarantine { lot, expiry });
            return decided(next, Vec::new(), Said::Again(Box::new(why)));
        }
        hand.quarantine = Some(Quarantined::ShortLife);
    }
    if item.tracking == Tracking::Serial && !hand.misses(item).any() {
        return post(state, receipt, item, &hand, 1, input);
    }
    let said = counted_as(item, &hand, hand.count);
    let mut next = state.clone();
    next.progress.hand = Some(hand);
    next.progress.loose = Attributes::default();
    next.progress.damaged = false;
    decided(next, Vec::new(), said)
}

fn counted_as(item: &Item, hand: &Hand, count: i64) -> Said {
    Said::Goods {
        count,
        packaging: hand.packaging_name(item).to_owned(),
        packaging_base: hand.packaging_base(item),
        unit: item.unit.clone(),
    }
}

fn quantity_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let Some((hand, item)) =
        state.progress.hand.as_ref().and_then(|hand| Some((hand, receipt.item(hand.item_id)?)))
    else {
        return Err(input.not_here(Expected::Goods));
    };
    match &input.found {
        Found::Command(CommandCode::Confirm) => {
            // What was asked is what is confirmed.
            let count = match state.progress.asked {
                Some(Asked::Over(base)) => base / hand.packaging_base(item),
                _ => hand.proposed(receipt, item),
            };
            post(state, receipt, item, hand, count, input)
        }
        Found::Quantity(count) => post(state, receipt, item, hand, *count, input),
        Found::Command(CommandCode::Damaged) => damaged(state),
        Found::Command(CommandCode::Undo) if hand.count > 1 => {
            counted(state, hand, hand.count - 1, Said::Undone)
        }
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => drop_hand(state),
        Found::Goods { item: scanned, packaging_id } => {
            if scanned.id != item.id {
                return Err(Refusal::WrongItem {
                    scanned: scanned.name.clone(),
                    expected: item.name.clone(),
                });
            }
            same_lot(state, hand, input)?;
            if *packaging_id != hand.packaging_id {
                return Err(input.not_here(Expected::Quantity));
            }
            // A serial waits here only until it is confirmed.
            if item.tracking == Tracking::Serial {
                return post(state, receipt, item, hand, 1, input);
            }
            fits(receipt, item, hand, hand.count + 1)?;
            counted(state, hand, hand.count + 1, counted_as(item, hand, hand.count + 1))
        }
        Found::Attributes => {
            same_lot(state, hand, input)?;
            decided(state.clone(), Vec::new(), Said::Ok)
        }
        _ => Err(input.not_here(Expected::Quantity)),
    }
}

fn counted(state: &State, hand: &Hand, count: i64, said: Said) -> Decided {
    let mut next = state.clone();
    next.progress.hand = Some(Hand { count, ..hand.clone() });
    decided(next, Vec::new(), said)
}

/// Whether a symbol's lot and expiry are those of the goods in hand, where it says any.
fn same_lot(state: &State, hand: &Hand, input: &Input) -> Result<(), Refusal> {
    let said = Attributes::of(&input.scan, None);
    if let (Some(expected), Some(scanned)) = (&hand.attributes.lot, &said.lot)
        && expected != scanned
    {
        let (scanned, expected) = (scanned.clone(), expected.clone());
        return Err(Refusal::WrongLot { scanned, expected, bin: state.dock.clone() });
    }
    match (hand.attributes.expiry, said.expiry) {
        (Some(known), Some(scanned)) if known != scanned => {
            let lot = hand.attributes.lot.clone().unwrap_or_default();
            Err(Refusal::ExpiryDiffers { lot, known, scanned })
        }
        _ => Ok(()),
    }
}
