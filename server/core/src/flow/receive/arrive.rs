//! Whole pallets: one that the document announces, and one more like the last.

use time::Date;

use super::close::let_go;
use super::decide::{Decided, decided};
use super::goods::expiry;
use super::post::{Fit, count_on_lines, fits, lot_of, may_come_in, over, post, short_life};
use super::refused::refuse;
use super::{
    AnnouncedPallet, Asked, Attributes, Effect, Hand, Line, PalletLine, Posted, Progress, Receipt, Share,
    State, Unreceived,
};
use crate::flow::{Expected, Input, Refusal, Said};
use crate::id::{HandlingUnitId, ItemId};
use crate::item::Item;

/// What lies on an announced pallet: for each of its lines the item and the code of its lot.
pub fn lots_on(receipt: &Receipt, pallet: &AnnouncedPallet, today: Date) -> Vec<(ItemId, String)> {
    let lot = |row: &PalletLine| {
        let (_, item, hand) = on_pallet(receipt, row)?;
        Some((item.id, hand.lot_code(item, today)?))
    };
    pallet.contents.iter().filter_map(lot).collect()
}

/// A row of an announced pallet as goods in hand.
fn on_pallet<'r>(receipt: &'r Receipt, row: &PalletLine) -> Option<(&'r Line, &'r Item, Hand)> {
    let line = receipt.lines.iter().find(|line| line.id == row.line_id)?;
    let item = receipt.item(line.item_id)?;
    let announced = row.lot.as_ref().and_then(|code| line.lots.iter().find(|lot| lot.code == *code));
    let attributes = Attributes {
        lot: row.lot.clone(),
        expiry: announced.and_then(|lot| lot.expiry),
        best_before: None,
        made_on: announced.and_then(|lot| lot.made_on),
    };
    let hand = Hand {
        item_id: item.id,
        packaging_id: None,
        attributes,
        count: row.quantity_base,
        stated: None,
        quarantine: None,
    };
    Some((line, item, hand))
}

/// Takes a whole announced pallet in: all of it, or nothing. It stands at the dock, and nobody holds it.
pub(super) fn pallet(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    let Some(announced) = &state.announced else { return Err(input.not_here(Expected::Goods)) };
    are_whole(state, input)?;
    let mut ids = input.ids.clone();
    let unit_id = HandlingUnitId(ids.next_uuid());
    let new_pallet = Effect::NewPallet { id: unit_id, code: announced.code.clone(), held: false };
    let (mut effects, mut goods): (Vec<Effect>, Vec<Posted>) = (vec![new_pallet], Vec::new());
    let (mut after, mut beyond) = (receipt.clone(), None);
    for row in &announced.contents {
        let Some((line, item, mut hand)) = on_pallet(receipt, row) else {
            return Err(input.not_here(Expected::Goods));
        };
        let code = hand
            .lot_code(item, input.today)
            .ok_or_else(|| Refusal::LotMissing { item: item.name.clone() })?;
        let known = state.known_on_it.iter().find(|known| known.item_id == item.id && known.code == code);
        if fits(&after, item, &hand, hand.count)? == Fit::Over {
            beyond = beyond.or(Some(item));
        }
        may_come_in(receipt, item, &hand, known, input)?;
        hand.attributes.expiry = expiry(receipt, item, &hand, known);
        if hand.misses(item).any() {
            return Err(Refusal::LotMissing { item: item.name.clone() });
        }
        if let Some(refused) = short_life(item, &hand, input.today) {
            return Err(refused);
        }
        let begun = effects.iter().find_map(|effect| match effect {
            Effect::NewLot(lot) if lot.item_id == item.id && lot.code == code => Some(lot.id),
            _ => None,
        });
        let lot_id = begun.unwrap_or_else(|| {
            let (lot_id, new) = lot_of(receipt, item, &hand, &code, known, input.today, &mut ids);
            effects.extend(new.map(|lot| Effect::NewLot(*lot)));
            lot_id
        });
        let posted = Posted {
            item_id: item.id,
            lot_id,
            lot: code,
            expiry: hand.attributes.expiry,
            unit_id,
            quarantine: None,
            quantity_base: row.quantity_base,
            shares: vec![Share { line_id: line.id, quantity_base: row.quantity_base }],
        };
        count_on_lines(&mut after, &posted, 1);
        goods.push(posted);
    }
    let quantity_base = goods.iter().map(|posted| posted.quantity_base).sum();
    if let Some(item) = beyond
        && let Some(said) = over(state, receipt, item, Fit::Over, quantity_base)
    {
        let mut next = state.clone();
        next.progress.asked = Some(Asked::Over(quantity_base));
        return decided(next, Vec::new(), said);
    }
    let unit = goods.first().and_then(|posted| receipt.item(posted.item_id)).map(|item| item.unit.clone());
    effects.push(Effect::Receive(goods));
    // What came in before it is no longer the last thing done.
    let progress = Progress { last: None, repeat: None, ..state.progress.clone() };
    let next = State { receipt: Some(after), announced: None, progress, ..state.clone() };
    decided(next, effects, Said::Posted { quantity_base, unit: unit.unwrap_or_default() })
}

/// Whole pallets go to the dock. Of damaged goods the operator says which they are and how many, so that only those go to quarantine.
fn are_whole(state: &State, input: &Input) -> Result<(), Refusal> {
    if state.progress.damaged {
        return Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods });
    }
    Ok(())
}

/// Takes the last goods in once more, onto a new pallet; the one before is done.
pub(super) fn repeat(state: &State, receipt: &Receipt, input: &Input) -> Decided {
    are_whole(state, input)?;
    let hand = state.progress.repeat.as_ref().ok_or_else(|| refuse(Unreceived::NothingToRepeat))?;
    let item = receipt.item(hand.item_id).ok_or_else(|| refuse(Unreceived::NothingToRepeat))?;
    let fit = fits(receipt, item, hand, hand.count)?;
    // Nothing is asked of goods that may not come in any more.
    may_come_in(receipt, item, hand, state.known.as_ref(), input)?;
    if let Some(refused) = short_life(item, hand, input.today) {
        return Err(refused);
    }
    let quantity_base = hand.packaging_base(item) * hand.count;
    if let Some(said) = over(state, receipt, item, fit, quantity_base) {
        let mut next = state.clone();
        next.progress.asked = Some(Asked::Over(quantity_base));
        return decided(next, Vec::new(), said);
    }
    let progress = Progress { asked: state.progress.asked.clone(), ..Progress::default() };
    let fresh = State { pallet: None, progress, ..state.clone() };
    let mut decision = post(&fresh, receipt, item, hand, hand.count, input)?;
    let mut effects = let_go(state);
    effects.append(&mut decision.effects);
    decided(decision.state, effects, decision.said)
}
