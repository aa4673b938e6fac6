//! Goods come back, and where they go.

use super::decide::{Decided, decided};
use super::goods::fits;
use super::refused::refuse;
use super::{Disposition, Effect, Posted, Progress, Share, State, Unreturned};
use crate::flow::receive::{Content, Hand, NewLot, Pallet, tag};
use crate::flow::{Expected, Input, Refusal, Said};
use crate::id::{HandlingUnitId, Ids, LotId};
use crate::item::{Item, Tracking, is_doubtful};
use crate::lot::{Dates, LotStatus, dates, usable};

/// Posts the goods in hand. After the guards nothing fails.
pub(super) fn post(state: &State, input: &Input, to: Disposition) -> Decided {
    let Some((hand, item)) = state.held() else { return Err(input.not_here(Expected::Goods)) };
    fits(state, item, hand, hand.count)?;
    let code =
        hand.lot_code(item, input.today).ok_or_else(|| Refusal::LotMissing { item: item.name.clone() })?;
    let mut ids = input.ids.clone();
    let quantity_base = hand.packaging_base(item) * hand.count;
    let (mut goods, begun) = match &state.order {
        Some(_) => (of_shipment(state, item, hand, quantity_base, to), None),
        None => unplanned(state, item, hand, (code, quantity_base, to), input, &mut ids),
    };
    may_be_stocked(state, item, hand, &goods, input)?;
    if is_to_be_asked(state, item, quantity_base) {
        let mut next = state.clone();
        next.progress.asked_base = Some(quantity_base);
        let why = refuse(Unreturned::Doubtful { quantity_base, unit: item.unit.clone() });
        return decided(next, Vec::new(), Said::Again(Box::new(why)));
    }
    let mut effects = Vec::new();
    effects.extend(begun.map(|lot| Effect::NewLot(*lot)));
    let mut pallet = state.pallet.clone();
    if to == Disposition::Stock && pallet.is_none() {
        let code = state.fresh_sscc.clone().ok_or(Refusal::NothingWaits)?;
        let id = HandlingUnitId(ids.next_uuid());
        effects.push(Effect::NewPallet { id, code: code.clone() });
        pallet = Some(Pallet { id, code, contents: Vec::new() });
    }
    if let Some(pallet) = pallet.as_mut().filter(|_| to == Disposition::Stock) {
        for posted in &mut goods {
            posted.unit_id = pallet.id;
            load(pallet, posted, item, hand);
        }
    }
    effects.push(Effect::Return(goods.clone()));
    let mut next = State { pallet, fresh_sscc: None, ..state.clone() };
    count(&mut next, &goods, 1);
    let pallet_id = next.pallet.as_ref().map(|pallet| pallet.id);
    let unplanned = state.progress.unplanned;
    next.progress = Progress { pallet_id, last: goods, unplanned, ..Progress::default() };
    decided(next, effects, Said::Posted { quantity_base, unit: item.unit.clone() })
}

/// Whether more than a pallet comes back without a shipment that would tell how much left, and nobody has said yet that it is so.
fn is_to_be_asked(state: &State, item: &Item, quantity_base: i64) -> bool {
    let is_news = state.order.is_none() && state.progress.asked_base != Some(quantity_base);
    is_news && is_doubtful(&item.packagings, &item.unit, quantity_base)
}

/// What may not be used does not go to stock.
fn may_be_stocked(
    state: &State,
    item: &Item,
    hand: &Hand,
    goods: &[Posted],
    input: &Input,
) -> Result<(), Refusal> {
    for posted in goods {
        let shipped = state.shipped(item, None).find(|line| line.lot_id == posted.lot_id);
        let known = state.known.as_ref().filter(|known| known.id == posted.lot_id);
        let (status, expiry, on_hand_base) = match (shipped, known) {
            (Some(line), _) => (line.status, line.expiry, line.on_hand_base),
            (None, Some(known)) => (known.status, hand.attributes.expiry, known.on_hand_base),
            (None, None) => (LotStatus::Released, hand.attributes.expiry, 0),
        };
        if item.tracking == Tracking::Serial && on_hand_base > 0 {
            return Err(Refusal::DuplicateSerial { serial: posted.lot.clone() });
        }
        if posted.to == Disposition::Stock
            && let Err(why) = usable(status, expiry, 0, input.today)
        {
            return Err(refuse(Unreturned::NotToStock { lot: posted.lot.clone(), why }));
        }
    }
    Ok(())
}

/// Spreads a quantity over what was shipped, lot by lot, in the order in which it left.
fn of_shipment(state: &State, item: &Item, hand: &Hand, quantity_base: i64, to: Disposition) -> Vec<Posted> {
    let mut goods: Vec<Posted> = Vec::new();
    let mut rest = quantity_base;
    for line in state.shipped(item, hand.attributes.lot.as_deref()) {
        let part = line.left_base().min(rest);
        if part == 0 {
            continue;
        }
        rest -= part;
        let (parcel_id, line_id, lot_id) = (line.parcel_id, line.line_id, line.lot_id);
        let share = Share { parcel_id, line_id, lot_id, quantity_base: part };
        match goods.iter_mut().find(|posted| posted.lot_id == lot_id) {
            Some(posted) => {
                posted.quantity_base += part;
                posted.shares.push(share);
            }
            None => goods.push(Posted {
                item_id: item.id,
                lot_id,
                lot: line.lot.clone(),
                quantity_base: part,
                to,
                unit_id: HandlingUnitId::NONE,
                shares: vec![share],
            }),
        }
    }
    goods
}

/// Goods that no shipment tells of: their lot is on record, or begins.
fn unplanned(
    state: &State,
    item: &Item,
    hand: &Hand,
    (code, quantity_base, to): (String, i64, Disposition),
    input: &Input,
    ids: &mut Ids,
) -> (Vec<Posted>, Option<Box<NewLot>>) {
    let known = state.known.as_ref().filter(|known| known.item_id == item.id && known.code == code);
    let lot_id = known.map_or_else(|| LotId(ids.next_uuid()), |known| known.id);
    let said = &hand.attributes;
    let given =
        Dates { made_on: said.made_on, best_before: said.best_before, expiry: said.expiry, removal_on: None };
    let all = dates(given, &item.shelf_life());
    let begun = known.is_none().then(|| {
        Box::new(NewLot {
            id: lot_id,
            item_id: item.id,
            code: code.clone(),
            implicit: item.tracking == Tracking::None,
            made_on: all.made_on,
            best_before: all.best_before,
            expiry: all.expiry,
            removal_on: all.removal_on,
            received_on: input.today,
        })
    });
    let (item_id, unit_id) = (item.id, HandlingUnitId::NONE);
    let posted = Posted { item_id, lot_id, lot: code, quantity_base, to, unit_id, shares: Vec::new() };
    (vec![posted], begun)
}

/// Puts goods on top of the pallet's list.
fn load(pallet: &mut Pallet, posted: &Posted, item: &Item, hand: &Hand) {
    let before = pallet.contents.iter().position(|content| content.lot_id == posted.lot_id);
    let quantity_base =
        before.map_or(0, |at| pallet.contents.remove(at).quantity_base) + posted.quantity_base;
    let lot = (item.tracking != Tracking::None).then(|| posted.lot.clone());
    let (item_id, lot_id, expiry) = (posted.item_id, posted.lot_id, hand.attributes.expiry);
    pallet.contents.insert(0, Content { item_id, lot_id, lot, expiry, quantity_base, on_record: None });
}

fn count(state: &mut State, goods: &[Posted], sign: i64) {
    let lines = state.order.iter_mut().flat_map(|order| &mut order.lines);
    for line in lines {
        let of_line = |share: &&Share| {
            share.parcel_id == line.parcel_id && share.line_id == line.line_id && share.lot_id == line.lot_id
        };
        let shares = goods.iter().flat_map(|posted| &posted.shares).filter(of_line);
        let came_base: i64 = shares.map(|share| share.quantity_base).sum();
        line.returned_base += sign * came_base;
    }
}

/// What leaving a pallet asks for: its label, and that others may take it.
pub(super) fn let_go(state: &State) -> Vec<Effect> {
    let Some(pallet) = &state.pallet else { return Vec::new() };
    let label = (!pallet.contents.is_empty()).then(|| Effect::Label(tag(&state.items, pallet)));
    label.into_iter().chain([Effect::Release(pallet.id)]).collect()
}

/// Takes back the goods posted last, by compensating movements, where they still lie as they were put.
pub(super) fn undo(state: &State) -> Decided {
    let mut next = state.clone();
    let last = std::mem::take(&mut next.progress.last);
    if last.is_empty() {
        return Err(Refusal::NothingToUndo);
    }
    for posted in &last {
        match posted.to {
            Disposition::Scrap => {}
            Disposition::Quarantine => {
                let there = state.quarantined.iter().find(|(lot, _)| *lot == posted.lot_id);
                there.filter(|(_, base)| *base >= posted.quantity_base).ok_or(Refusal::NothingToUndo)?;
            }
            Disposition::Stock => {
                let pallet = next.pallet.as_mut().filter(|pallet| pallet.id == posted.unit_id);
                let contents = &mut pallet.ok_or(Refusal::NothingToUndo)?.contents;
                let content = contents.iter_mut().find(|content| content.lot_id == posted.lot_id);
                let content = content.filter(|content| content.quantity_base >= posted.quantity_base);
                content.ok_or(Refusal::NothingToUndo)?.quantity_base -= posted.quantity_base;
                contents.retain(|content| content.quantity_base > 0);
            }
        }
    }
    count(&mut next, &last, -1);
    decided(next, vec![Effect::TakeBack(last)], Said::Undone)
}
