//! At the bin: which goods count, of which lot, and how many.
//!
//! **Invariant**: what is in hand never exceeds the stop (R14), is of the stop's item (R07), and of a lot that may be used
//! today (R06).

use std::cmp::Ordering;

use super::state::{BinStock, GoodsInHand, Hand, Short, State, Stop, Tote};
use super::{Effect, Picked, after, part, short, totes};
use crate::allocate::leaves_before;
use crate::code::CommandCode;
use crate::flow::named::{Named, lot_of};
use crate::flow::{Expected, Found, Input, Refusal, Said};
use crate::id::PackagingId;
use crate::item::{Item, RotationPolicy, Tracking};
use crate::lot::usable;
use crate::scan::Content;

/// Decides on a scan at the confirmed bin.
pub(super) fn take(state: &State, stop: &Stop, input: &Input) -> Picked {
    if state.hand.short.is_some() {
        return short::answer(state, stop, input);
    }
    let content = &input.scan.content;
    match &input.found {
        Found::Command(CommandCode::Short) => {
            let hand = Hand { short: Some(Short::HowMany), again: None, ..state.hand.clone() };
            Ok(after(state, hand, Vec::new(), Said::HowMany))
        }
        Found::Quantity(quantity) => typed(state, stop, *quantity),
        Found::Goods { item, packaging_id } => goods(state, stop, item, *packaging_id, input),
        Found::Attributes => lot_alone(state, stop, lot_of(stop.item.tracking, content), input),
        Found::Nothing => {
            let text = input.scan.plain().filter(|text| state.in_bin.iter().any(|row| row.lot.code == *text));
            match text.filter(|_| state.hand.goods.is_some()) {
                Some(text) => lot_alone(state, stop, Some(text), input),
                None => Err(Refusal::UnknownCode { code: input.scan.text.clone() }),
            }
        }
        Found::Unit(unit) => match (own_tote(state, stop, &unit.code), &state.tour) {
            (Some(tote), Some(tour)) => part::stow(state, tour, stop, tote, input),
            _ => Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods }),
        },
        _ => Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods }),
    }
}

fn own_tote<'s>(state: &'s State, stop: &Stop, code: &str) -> Option<&'s Tote> {
    state.slot_of(stop).and_then(|slot| slot.tote.as_ref()).filter(|tote| tote.code == code)
}

/// Takes back the last scan at this bin: a lot or goods that wait for each other, another tote, goods in hand, the bin itself.
pub(super) fn undo(state: &State) -> Picked {
    let mut hand = Hand { again: None, short: None, ..state.hand.clone() };
    if hand.goods.take().is_none() && hand.lot.take().is_none() {
        if let Some(back) = totes::back(state) {
            return Ok(back);
        }
        if hand.scans.pop().is_none() {
            hand.at = None;
        }
    }
    Ok(after(state, hand, Vec::new(), Said::Undone))
}

/// A typed quantity says how many base units of the scanned goods are in hand in all, so typing it twice changes nothing.
fn typed(state: &State, stop: &Stop, quantity_base: i64) -> Picked {
    if state.hand.scans.is_empty() {
        let code = quantity_base.to_string();
        return Err(Refusal::NotHere { code, expected: Expected::Goods });
    }
    if quantity_base <= 0 {
        return Err(Refusal::BadQuantity { quantity: quantity_base });
    }
    if quantity_base > stop.quantity_base {
        return Err(Refusal::TooMuch { quantity_base, left_base: stop.quantity_base });
    }
    let mut hand = Hand { again: None, ..state.hand.clone() };
    // What the keypad changes is one more step that can be taken back.
    hand.scans.push(quantity_base - state.in_hand_base());
    let unit = stop.item.unit.clone();
    let said = Said::Goods { count: quantity_base, packaging: unit.clone(), packaging_base: 1, unit };
    Ok(after(state, hand, Vec::new(), said))
}

fn fits(state: &State, stop: &Stop, quantity_base: i64) -> Result<(), Refusal> {
    let left_base = stop.quantity_base - state.in_hand_base();
    if quantity_base > left_base {
        return Err(Refusal::TooMuch { quantity_base, left_base });
    }
    Ok(())
}

fn goods(
    state: &State,
    stop: &Stop,
    item: &Item,
    packaging_id: Option<PackagingId>,
    input: &Input,
) -> Picked {
    if item.id != stop.item.id {
        return Err(Refusal::WrongItem { scanned: item.name.clone(), expected: stop.item.name.clone() });
    }
    let content = &input.scan.content;
    let counted = counted(stop, packaging_id, content)?;
    fits(state, stop, counted.count * counted.packaging_base)?;
    let lot = lot_of(stop.item.tracking, content).map(str::to_owned).or_else(|| state.hand.lot.clone());
    add(state, stop, counted, lot.as_deref(), input)
}

/// How many of what the symbol stands for: one packaging, or the count or weight that it carries.
fn counted(
    stop: &Stop,
    packaging_id: Option<PackagingId>,
    content: &Content,
) -> Result<GoodsInHand, Refusal> {
    let Named { count, packaging, packaging_base } = Named::of(&stop.item, packaging_id, content);
    if count <= 0 || count.checked_mul(packaging_base).is_none() {
        return Err(Refusal::BadQuantity { quantity: count });
    }
    Ok(GoodsInHand { count, packaging, packaging_base })
}

/// A lot without its goods: it completes goods that wait for it, or waits for them (R10).
fn lot_alone(state: &State, stop: &Stop, lot: Option<&str>, input: &Input) -> Picked {
    let Some(lot) = lot else {
        return Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods });
    };
    match state.hand.goods.clone() {
        Some(goods) => {
            fits(state, stop, goods.count * goods.packaging_base)?;
            add(state, stop, goods, Some(lot), input)
        }
        None => {
            let hand = Hand { lot: Some(lot.to_owned()), again: None, ..state.hand.clone() };
            Ok(after(state, hand, Vec::new(), Said::Ok))
        }
    }
}

/// Takes goods of a lot in hand, once it is clear which lot it is and that it may be taken.
fn add(state: &State, stop: &Stop, goods: GoodsInHand, lot: Option<&str>, input: &Input) -> Picked {
    let other = match lot.filter(|_| stop.item.tracking != Tracking::None) {
        Some(lot) if lot != stop.lot.code => Some(lot),
        Some(_) => None,
        None if is_ambiguous(state, stop) => {
            let hand = Hand { goods: Some(goods), again: None, ..state.hand.clone() };
            let why = Refusal::LotMissing { item: stop.item.name.clone() };
            return Ok(after(state, hand, Vec::new(), Said::Wanted(Box::new(why))));
        }
        None => None,
    };
    let Some(lot) = other else {
        may_use(&stop.lot.code, stop.lot.status, stop.lot.expiry, stop, input)?;
        return Ok(in_hand(state, goods, Vec::new()));
    };
    let row = instead(state, stop, lot, input)?;
    let wrong = wrong_lot(stop, lot);
    if leaves_before(&row.lot, &stop.lot) == Ordering::Greater {
        match stop.item.rotation_policy {
            RotationPolicy::None => {}
            RotationPolicy::Force => return Err(wrong),
            RotationPolicy::Warn if state.hand.again.as_deref() == Some(lot) => {}
            RotationPolicy::Warn => {
                let hand = Hand { again: Some(lot.to_owned()), ..state.hand.clone() };
                return Ok(after(state, hand, Vec::new(), Said::Again(Box::new(wrong))));
            }
        }
    }
    let effect =
        Effect::ReserveInstead { stop: Box::new(stop.clone()), place: row.place, lot: row.lot.clone() };
    let mut state = state.clone();
    if let Some(stop) = state.stops.first_mut() {
        stop.place = row.place;
        stop.lot = row.lot.clone();
    }
    Ok(in_hand(&state, goods, vec![effect]))
}

/// Whether the bin holds several lots of the stop's item, so that goods alone do not say which (R04).
fn is_ambiguous(state: &State, stop: &Stop) -> bool {
    let others = || state.in_bin.iter().any(|row| row.on_hand_base > 0 && row.lot.id != stop.lot.id);
    match stop.item.tracking {
        Tracking::None => false,
        Tracking::Lot => others(),
        Tracking::Serial => true,
    }
}

/// The free stock of another lot in this bin that can serve the whole stop.
fn instead<'s>(state: &'s State, stop: &Stop, lot: &str, input: &Input) -> Result<&'s BinStock, Refusal> {
    let rows = || state.in_bin.iter().filter(|row| row.lot.code == lot);
    let Some(any) = rows().next() else { return Err(wrong_lot(stop, lot)) };
    may_use(lot, any.lot.status, any.lot.expiry, stop, input)?;
    let untouched = state.hand.scans.is_empty();
    rows().find(|row| untouched && row.free_base() >= stop.quantity_base).ok_or_else(|| wrong_lot(stop, lot))
}

fn may_use(
    lot: &str,
    status: crate::lot::LotStatus,
    expiry: Option<time::Date>,
    stop: &Stop,
    input: &Input,
) -> Result<(), Refusal> {
    usable(status, expiry, stop.remaining_days_min, input.today)
        .map_err(|why| Refusal::UnusableLot { lot: lot.to_owned(), why })
}

fn wrong_lot(stop: &Stop, scanned: &str) -> Refusal {
    Refusal::WrongLot {
        scanned: scanned.to_owned(),
        expected: stop.lot.code.clone(),
        bin: stop.bin.code.clone(),
    }
}

fn in_hand(state: &State, goods: GoodsInHand, effects: Vec<Effect>) -> super::Decided {
    let mut hand = Hand { goods: None, lot: None, again: None, ..state.hand.clone() };
    hand.scans.push(goods.count * goods.packaging_base);
    let unit = state.stops.first().map(|stop| stop.item.unit.clone()).unwrap_or_default();
    let GoodsInHand { count, packaging, packaging_base } = goods;
    after(state, hand, effects, Said::Goods { count, packaging, packaging_base, unit })
}
