//! Goods are posted: what may come in, how much of it, and what that changes.

use time::Date;

use super::decide::{Decided, decided};
use super::goods::{expiry, lot_dates, spread};
use super::refused::refuse;
use super::{
    Asked, Content, Effect, Hand, KnownLot, Line, NewLot, Pallet, Posted, Progress, Quarantined, Receipt,
    Share, State, Unreceived,
};
use crate::flow::{Input, Refusal, Said};
use crate::id::{HandlingUnitId, Ids, LotId, ReceiptLineId};
use crate::item::{Item, Tracking, is_doubtful};
use crate::lot::{LotStatus, Unusable, usable};

/// How a quantity fits what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is expected.
    Within,
    /// It is more, and the tolerance gives it.
    Over,
}

/// Whether so many of the packaging may still come in.
pub(super) fn fits(receipt: &Receipt, item: &Item, hand: &Hand, count: i64) -> Result<Fit, Refusal> {
    let base = hand.packaging_base(item);
    if count < 1 || (item.tracking == Tracking::Serial && base * count != 1) {
        return Err(Refusal::BadQuantity { quantity: count });
    }
    let (quantity_base, left_base) = (base.saturating_mul(count), receipt.left_base(item.id));
    if quantity_base > receipt.room_base(item) {
        return Err(Refusal::TooMuch { quantity_base, left_base });
    }
    Ok(if receipt.blind || quantity_base <= left_base { Fit::Within } else { Fit::Over })
}

/// Whether goods of this lot may come in at all. `known` is a lot on record; it counts where it is theirs.
pub(super) fn may_come_in(
    receipt: &Receipt,
    item: &Item,
    hand: &Hand,
    known: Option<&KnownLot>,
    input: &Input,
) -> Result<(), Refusal> {
    let lot = hand.lot_code(item, input.today);
    let theirs = known.filter(|known| known.item_id == item.id && Some(&known.code) == lot.as_ref());
    if let Some(known) = theirs {
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
    match usable(LotStatus::Released, expiry(receipt, item, hand, known), 0, input.today) {
        Err(Unusable::Expired { expiry }) => {
            let lot = hand.attributes.lot.clone().unwrap_or_else(|| item.name.clone());
            Err(Refusal::ExpiredOnArrival { lot, expiry })
        }
        _ => Ok(()),
    }
}

/// The refusal of goods that have too little life left and do not go to quarantine for it.
pub(super) fn short_life(item: &Item, hand: &Hand, today: Date) -> Option<Refusal> {
    if !item.expires || hand.quarantine.is_some() {
        return None;
    }
    let days_min = item.arrival.remaining_days_min;
    match usable(LotStatus::Released, hand.attributes.expiry, days_min, today) {
        Err(Unusable::ShortLife { expiry, .. }) => {
            let lot = hand.attributes.lot.clone().unwrap_or_else(|| item.name.clone());
            Some(refuse(Unreceived::ShortLife { lot, expiry, days_min }))
        }
        _ => None,
    }
}

/// Posts `count` of the packaging in hand. After the guards nothing fails.
pub(super) fn post(
    state: &State,
    receipt: &Receipt,
    item: &Item,
    hand: &Hand,
    count: i64,
    input: &Input,
) -> Decided {
    let fit = fits(receipt, item, hand, count)?;
    may_come_in(receipt, item, hand, state.known.as_ref(), input)?;
    // A desk may ask for more life than when they were scanned, or a night has passed.
    if let Some(refused) = short_life(item, hand, input.today) {
        return Err(refused);
    }
    let code =
        hand.lot_code(item, input.today).ok_or_else(|| Refusal::LotMissing { item: item.name.clone() })?;
    let quantity_base = hand.packaging_base(item) * count;
    let doubtful = || doubtful(state, item, quantity_base);
    if let Some(said) = over(state, receipt, item, fit, quantity_base).or_else(doubtful) {
        let mut next = state.clone();
        next.progress.asked = Some(Asked::Over(quantity_base));
        next.progress.hand = Some(hand.clone());
        return decided(next, Vec::new(), said);
    }
    let mut ids = input.ids.clone();
    let mut effects = Vec::new();
    let mut receipt = receipt.clone();
    effects.extend(line_for(&mut receipt, item, &mut ids).map(Effect::NewLine));
    let quarantine = hand.quarantine.or(state.progress.damaged.then_some(Quarantined::Damaged));
    let mut pallet = state.pallet.clone();
    if quarantine.is_none() && pallet.is_none() {
        let code = state.fresh_sscc.clone().ok_or(Refusal::NothingWaits)?;
        let id = HandlingUnitId(ids.next_uuid());
        effects.push(Effect::NewPallet { id, code: code.clone(), held: true });
        pallet = Some(Pallet { id, code, contents: Vec::new() });
    }
    let unit_id = match (quarantine, &pallet) {
        (None, Some(pallet)) => pallet.id,
        _ => HandlingUnitId::NONE,
    };
    let known = state.known.as_ref();
    let (lot_id, begun) = lot_of(&receipt, item, hand, &code, known, input.today, &mut ids);
    effects.extend(begun.map(|lot| Effect::NewLot(*lot)));
    let posted = Posted {
        item_id: item.id,
        lot_id,
        lot: code.clone(),
        expiry: hand.attributes.expiry,
        unit_id,
        quarantine,
        quantity_base,
        shares: spread(&receipt, item.id, hand.attributes.lot.as_deref(), quantity_base),
    };
    effects.push(Effect::Receive(vec![posted.clone()]));
    count_on_lines(&mut receipt, &posted, 1);
    let seen = (item.tracking != Tracking::None).then_some(code);
    if let Some(pallet) = pallet.as_mut().filter(|_| quarantine.is_none()) {
        load(pallet, &posted, seen);
    }
    let again = quarantine.is_none() && item.tracking != Tracking::Serial;
    let repeat = again.then(|| Hand { count, ..hand.clone() });
    let pallet_id = pallet.as_ref().map(|pallet| pallet.id);
    let progress = Progress { pallet_id, repeat, last: Some(posted), ..Progress::default() };
    let next = State { receipt: Some(receipt), pallet, fresh_sscc: None, progress, ..state.clone() };
    decided(next, effects, Said::Posted { quantity_base, unit: item.unit.clone() })
}

/// The question that goods beyond what is expected ask first.
pub(super) fn over(
    state: &State,
    receipt: &Receipt,
    item: &Item,
    fit: Fit,
    quantity_base: i64,
) -> Option<Said> {
    if fit == Fit::Within || state.progress.asked == Some(Asked::Over(quantity_base)) {
        return None;
    }
    let left_base = receipt.left_base(item.id);
    Some(Said::Again(Box::new(refuse(Unreceived::Over { quantity_base, left_base }))))
}

/// The question that more than a pallet asks first (R27). Who confirmed that it is more than expected confirmed this too.
fn doubtful(state: &State, item: &Item, quantity_base: i64) -> Option<Said> {
    let confirmed = state.progress.asked == Some(Asked::Over(quantity_base));
    let doubtful = !confirmed && is_doubtful(&item.packagings, &item.unit, quantity_base);
    let unit = item.unit.clone();
    doubtful.then(|| Said::Again(Box::new(refuse(Unreceived::Doubtful { quantity_base, unit }))))
}

/// The line that goods nobody announced begin; none where the item has one.
fn line_for(receipt: &mut Receipt, item: &Item, ids: &mut Ids) -> Option<Line> {
    if receipt.lines_of(item.id).next().is_some() {
        return None;
    }
    let number = receipt.lines.iter().map(|line| line.number).max().unwrap_or(0) + 1;
    let line = Line::new(ReceiptLineId(ids.next_uuid()), number, item.id, 0);
    receipt.lines.push(line.clone());
    Some(line)
}

/// The lot that goods belong to, and the lot that begins with them where none is on record.
pub(super) fn lot_of(
    receipt: &Receipt,
    item: &Item,
    hand: &Hand,
    code: &str,
    known: Option<&KnownLot>,
    today: Date,
    ids: &mut Ids,
) -> (LotId, Option<Box<NewLot>>) {
    if let Some(known) = known.filter(|known| known.item_id == item.id && known.code == code) {
        return (known.id, None);
    }
    let dates = lot_dates(receipt, item, hand);
    let lot = NewLot {
        id: LotId(ids.next_uuid()),
        item_id: item.id,
        code: code.to_owned(),
        implicit: item.tracking == Tracking::None,
        made_on: dates.made_on,
        best_before: dates.best_before,
        expiry: dates.expiry,
        removal_on: dates.removal_on,
        received_on: today,
    };
    (lot.id, Some(Box::new(lot)))
}

pub(super) fn count_on_lines(receipt: &mut Receipt, posted: &Posted, sign: i64) {
    for share in &posted.shares {
        for line in receipt.lines.iter_mut().filter(|line| line.id == share.line_id) {
            line.received_base += sign * share.quantity_base;
            if posted.quarantine.is_some() {
                line.quarantined_base += sign * share.quantity_base;
            }
        }
    }
}

/// Puts posted goods on top of the pallet's list.
fn load(pallet: &mut Pallet, posted: &Posted, lot: Option<String>) {
    let before = pallet.contents.iter().position(|content| content.lot_id == posted.lot_id);
    let quantity_base =
        before.map_or(0, |at| pallet.contents.remove(at).quantity_base) + posted.quantity_base;
    let (item_id, lot_id, expiry) = (posted.item_id, posted.lot_id, posted.expiry);
    pallet.contents.insert(0, Content { item_id, lot_id, lot, expiry, quantity_base, on_record: None });
}

/// Takes back what was scanned ahead of its goods, else the goods posted last, by a compensating movement.
pub(super) fn undo(state: &State) -> Decided {
    let mut next = state.clone();
    if !state.progress.loose.is_empty() || state.progress.damaged {
        next.progress.loose = super::Attributes::default();
        next.progress.damaged = false;
        return decided(next, Vec::new(), Said::Undone);
    }
    let last = next.progress.last.take().ok_or(Refusal::NothingToUndo)?;
    next.progress.repeat = None;
    // After a receipt was opened again, what has gone back to the supplier is no longer the dock's.
    let gone = |share: &Share| {
        let lines = state.receipt.iter().flat_map(|receipt| &receipt.lines);
        let line = lines.into_iter().find(|line| line.id == share.line_id);
        line.is_none_or(|line| line.received_base - share.quantity_base < line.sent_back_base)
    };
    if last.shares.iter().any(gone) {
        return Err(Refusal::NothingToUndo);
    }
    if last.quarantine.is_some() {
        if state.quarantined_base < last.quantity_base {
            return Err(Refusal::NothingToUndo);
        }
    } else {
        let pallet = next.pallet.as_mut().filter(|pallet| pallet.id == last.unit_id);
        let pallet = pallet.ok_or(Refusal::NothingToUndo)?;
        let content = pallet.contents.iter_mut().find(|content| content.lot_id == last.lot_id);
        let content = content.filter(|content| content.quantity_base >= last.quantity_base);
        content.ok_or(Refusal::NothingToUndo)?.quantity_base -= last.quantity_base;
        pallet.contents.retain(|content| content.quantity_base > 0);
    }
    if let Some(receipt) = &mut next.receipt {
        count_on_lines(receipt, &last, -1);
    }
    decided(next, vec![Effect::TakeBack(last)], Said::Undone)
}
