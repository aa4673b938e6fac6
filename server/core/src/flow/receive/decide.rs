//! The decision: guards first, each with its refusal; then what changes.

use super::goods::{expiry, gather, lot_dates, spread};
use super::{
    Attributes, Content, Effect, Hand, NewLot, Pallet, Posted, Progress, Receipt, ReceiptStatus, State, Step,
    Tag,
};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::{HandlingUnitId, LotId};
use crate::item::{Item, Tracking};
use crate::lot::{LotStatus, Unusable, usable};
use crate::screen::{Progress as Done, ReceiptSummary};

type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
pub fn decide(state: &State, input: &Input) -> Decided {
    let Some(receipt) = &state.receipt else { return open(state, input, Vec::new()) };
    match state.step() {
        Step::Invoice => {
            // Someone else closed it meanwhile: the next invoice is welcome, all else is told so.
            if matches!(input.found, Found::Receipt(_)) {
                return open(state, input, Vec::new());
            }
            Err(Refusal::Closed { document: receipt.number.clone() })
        }
        Step::Goods => goods_step(state, receipt, input),
        Step::Lot => lot_step(state, receipt, input),
        Step::Quantity => quantity_step(state, receipt, input),
        Step::Close => close_step(state, receipt, input),
    }
}

fn decided(state: State, effects: Vec<Effect>, said: Said) -> Decided {
    Ok(Decision { state, effects, said })
}

/// Opens the receipt that the scan names; `effects` are what leaving the one before asks for.
fn open(state: &State, input: &Input, mut effects: Vec<Effect>) -> Decided {
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
    let next = State {
        receipt: Some(target),
        target: None,
        pallet: None,
        progress: Progress::default(),
        ..state.clone()
    };
    decided(next, effects, Said::Ok)
}

fn goods_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    match &input.found {
        Found::Command(CommandCode::Undo) => undo(state),
        Found::Command(CommandCode::Full) => full(state, input),
        Found::Command(CommandCode::Print) => print(state, receipt, input),
        Found::Command(CommandCode::Close) => {
            let mut next = state.clone();
            next.progress.closing = true;
            next.progress.loose = Attributes::default();
            decided(next, Vec::new(), Said::Ok)
        }
        Found::Receipt(id) if *id == receipt.id => decided(state.clone(), Vec::new(), Said::Ok),
        Found::Receipt(_) => open(state, input, let_go(state)),
        Found::Attributes => {
            let mut next = state.clone();
            next.progress.loose = Attributes::of(&input.scan, None).or(&state.progress.loose);
            decided(next, Vec::new(), Said::Ok)
        }
        _ => take_up(state, receipt, input),
    }
}

fn lot_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    match &input.found {
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => drop_hand(state),
        Found::Command(_) => Err(input.not_here(Expected::Lot)),
        _ => take_up(state, receipt, input),
    }
}

fn drop_hand(state: &State) -> Decided {
    let mut next = state.clone();
    next.progress.hand = None;
    next.progress.loose = Attributes::default();
    decided(next, Vec::new(), Said::Undone)
}

/// Takes goods up, or adds what they missed.
fn take_up(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let mut hand = gather(state, receipt, &input.scan, &input.found)?;
    let item = receipt.item(hand.item_id).ok_or(Refusal::NothingWaits)?;
    fits(receipt, item, &hand, hand.count)?;
    may_come_in(state, receipt, item, &hand, input)?;
    hand.attributes.expiry = expiry(state, receipt, item, &hand);
    if item.tracking == Tracking::Serial && !hand.misses(item).any() {
        return post(state, receipt, item, &hand, 1, input);
    }
    let said = Said::Goods {
        count: hand.count,
        packaging: hand.packaging_name(item).to_owned(),
        packaging_base: hand.packaging_base(item),
        unit: item.unit.clone(),
    };
    let mut next = state.clone();
    next.progress.hand = Some(hand);
    next.progress.loose = Attributes::default();
    decided(next, Vec::new(), said)
}

/// Whether so many of the packaging may still come in.
fn fits(receipt: &Receipt, item: &Item, hand: &Hand, count: i64) -> Result<(), Refusal> {
    let base = hand.packaging_base(item);
    if count < 1 || (item.tracking == Tracking::Serial && base * count != 1) {
        return Err(Refusal::BadQuantity { quantity: count });
    }
    let (quantity_base, left_base) = (base.saturating_mul(count), receipt.left_base(item.id));
    if quantity_base > left_base { Err(Refusal::TooMuch { quantity_base, left_base }) } else { Ok(()) }
}

/// Whether goods of this lot may come in at all.
fn may_come_in(
    state: &State,
    receipt: &Receipt,
    item: &Item,
    hand: &Hand,
    input: &Input,
) -> Result<(), Refusal> {
    let lot = hand.lot_code(item, input.today);
    let known =
        state.known.as_ref().filter(|known| known.item_id == item.id && Some(&known.code) == lot.as_ref());
    if let Some(known) = known {
        if known.status == LotStatus::Recalled {
            return Err(Refusal::UnusableLot { lot: known.code.clone(), why: Unusable::Recalled });
        }
        if let Some(scanned) = hand.attributes.expiry.filter(|_| item.expires) {
            let lot = known.code.clone();
            match known.expiry {
                Some(on_record) if on_record == scanned => {}
                Some(on_record) => return Err(Refusal::ExpiryDiffers { lot, known: on_record, scanned }),
                None => return Err(Refusal::ExpiryUnknown { lot, scanned }),
            }
        }
        if item.tracking == Tracking::Serial && known.on_hand_base > 0 {
            return Err(Refusal::DuplicateSerial { serial: known.code.clone() });
        }
    }
    match usable(LotStatus::Released, expiry(state, receipt, item, hand), 0, input.today) {
        Err(Unusable::Expired { expiry }) => {
            let lot = hand.attributes.lot.clone().unwrap_or_else(|| item.name.clone());
            Err(Refusal::ExpiredOnArrival { lot, expiry })
        }
        _ => Ok(()),
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
            post(state, receipt, item, hand, hand.proposed(receipt, item), input)
        }
        Found::Quantity(count) => post(state, receipt, item, hand, *count, input),
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
            fits(receipt, item, hand, hand.count + 1)?;
            let said = Said::Goods {
                count: hand.count + 1,
                packaging: hand.packaging_name(item).to_owned(),
                packaging_base: hand.packaging_base(item),
                unit: item.unit.clone(),
            };
            counted(state, hand, hand.count + 1, said)
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

/// Posts `count` of the packaging in hand. After the guards nothing fails.
fn post(state: &State, receipt: &Receipt, item: &Item, hand: &Hand, count: i64, input: &Input) -> Decided {
    fits(receipt, item, hand, count)?;
    may_come_in(state, receipt, item, hand, input)?;
    let code =
        hand.lot_code(item, input.today).ok_or_else(|| Refusal::LotMissing { item: item.name.clone() })?;
    let mut ids = input.ids.clone();
    let begins = state.pallet.is_none();
    let pallet = state.pallet.clone().or_else(|| {
        let id = HandlingUnitId(ids.next_uuid());
        Some(Pallet { id, code: state.fresh_sscc.clone()?, contents: Vec::new() })
    });
    let mut pallet = pallet.ok_or(Refusal::NothingWaits)?;

    let mut effects = Vec::new();
    if begins {
        effects.push(Effect::NewPallet { id: pallet.id, code: pallet.code.clone() });
    }
    let known = state.known.as_ref().filter(|known| known.item_id == item.id && known.code == code);
    let implicit = item.tracking == Tracking::None;
    let dates = &hand.attributes;
    let all = lot_dates(receipt, item, hand);
    let lot_id = known.map_or_else(|| LotId(ids.next_uuid()), |known| known.id);
    if known.is_none() {
        effects.push(Effect::NewLot(NewLot {
            id: lot_id,
            item_id: item.id,
            code: code.clone(),
            implicit,
            made_on: all.made_on,
            best_before: all.best_before,
            expiry: all.expiry,
            removal_on: all.removal_on,
            received_on: input.today,
        }));
    }
    let quantity_base = hand.packaging_base(item) * count;
    let posted = Posted {
        item_id: item.id,
        lot_id,
        lot: code.clone(),
        expiry: dates.expiry,
        unit_id: pallet.id,
        quantity_base,
        shares: spread(receipt, item.id, hand.attributes.lot.as_deref(), quantity_base),
    };
    effects.push(Effect::Receive(posted.clone()));

    let mut receipt = receipt.clone();
    count_on_lines(&mut receipt, &posted, 1);
    load(&mut pallet, &posted, (!implicit).then_some(code));
    let progress = Progress { pallet_id: Some(pallet.id), last: Some(posted), ..Progress::default() };
    let next =
        State { receipt: Some(receipt), pallet: Some(pallet), fresh_sscc: None, progress, ..state.clone() };
    decided(next, effects, Said::Posted { quantity_base, unit: item.unit.clone() })
}

fn count_on_lines(receipt: &mut Receipt, posted: &Posted, sign: i64) {
    for share in &posted.shares {
        for line in receipt.lines.iter_mut().filter(|line| line.id == share.line_id) {
            line.received_base += sign * share.quantity_base;
        }
    }
}

/// Puts posted goods on top of the pallet's list.
fn load(pallet: &mut Pallet, posted: &Posted, lot: Option<String>) {
    let before = pallet.contents.iter().position(|content| content.lot_id == posted.lot_id);
    let quantity_base =
        before.map_or(0, |at| pallet.contents.remove(at).quantity_base) + posted.quantity_base;
    let (item_id, lot_id, expiry) = (posted.item_id, posted.lot_id, posted.expiry);
    pallet.contents.insert(0, Content { item_id, lot_id, lot, expiry, quantity_base });
}

/// Takes back what was scanned ahead of its goods, else the goods posted last, by a compensating movement.
fn undo(state: &State) -> Decided {
    let mut next = state.clone();
    if !state.progress.loose.is_empty() {
        next.progress.loose = Attributes::default();
        return decided(next, Vec::new(), Said::Undone);
    }
    let last = next.progress.last.take().ok_or(Refusal::NothingToUndo)?;
    let pallet = next.pallet.as_mut().filter(|pallet| pallet.id == last.unit_id);
    let pallet = pallet.ok_or(Refusal::NothingToUndo)?;
    let content = pallet.contents.iter_mut().find(|content| content.lot_id == last.lot_id);
    let content = content.filter(|content| content.quantity_base >= last.quantity_base);
    content.ok_or(Refusal::NothingToUndo)?.quantity_base -= last.quantity_base;
    pallet.contents.retain(|content| content.quantity_base > 0);
    if let Some(receipt) = &mut next.receipt {
        count_on_lines(receipt, &last, -1);
    }
    decided(next, vec![Effect::TakeBack(last)], Said::Undone)
}

/// What leaving a pallet asks for: its label, and that others may take it.
fn let_go(state: &State) -> Vec<Effect> {
    let Some(pallet) = &state.pallet else { return Vec::new() };
    let loaded = state.receipt.as_ref().filter(|_| !pallet.contents.is_empty());
    let label = loaded.map(|receipt| Effect::Label(receipt.tag(pallet)));
    label.into_iter().chain([Effect::Release(pallet.id)]).collect()
}

fn full(state: &State, input: &Input) -> Decided {
    let loaded = state.pallet.as_ref().is_some_and(|pallet| !pallet.contents.is_empty());
    if !loaded {
        return Err(input.not_here(Expected::Goods));
    }
    let mut next = state.clone();
    next.pallet = None;
    next.progress = Progress { loose: state.progress.loose.clone(), ..Progress::default() };
    decided(next, let_go(state), Said::Printing)
}

fn print(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let pallet = state.pallet.as_ref().filter(|pallet| !pallet.contents.is_empty());
    let pallet = pallet.ok_or_else(|| input.not_here(Expected::Goods))?;
    decided(state.clone(), vec![Effect::Label(receipt.tag(pallet))], Said::Printing)
}

fn close_step(state: &State, receipt: &Receipt, input: &Input) -> Decided {
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

impl Receipt {
    /// The receipt in short: lines done and lines in all.
    pub fn summary(&self) -> ReceiptSummary {
        let done = self.lines.iter().filter(|line| line.received_base >= line.expected_base).count();
        let progress = Done { done: done as i64, total: self.lines.len() as i64 };
        ReceiptSummary { number: self.number.clone(), supplier: self.supplier.clone(), progress }
    }
}
