//! Goods in hand: what a scan adds to them, what they still miss, and what may come back of them.

use time::Date;

use super::refused::refuse;
use super::{ShippedLine, State, Step, Unreturned};
use crate::flow::receive::{Attributes, Hand, Missing, stated, typed};
use crate::flow::{Expected, Found, Input, Refusal};
use crate::id::ItemId;
use crate::item::{Item, Tracking};
use crate::scan::Scan;

impl State {
    /// What is still missing of goods in hand. A shipment knows the expiry of what left.
    pub(super) fn misses(&self, hand: &Hand, item: &Item) -> Missing {
        let missing = hand.misses(item);
        Missing { expiry: missing.expiry && self.order.is_none(), ..missing }
    }

    /// What left of an item, and of one lot of it where that is known.
    pub(super) fn shipped<'s>(
        &'s self,
        item: &Item,
        lot: Option<&'s str>,
    ) -> impl Iterator<Item = &'s ShippedLine> + use<'s> {
        let lines = self.order.iter().flat_map(|order| &order.lines);
        let (id, lot) = (item.id, lot.filter(|_| item.tracking != Tracking::None));
        lines.filter(move |line| line.item_id == id && lot.is_none_or(|lot| line.lot == lot))
    }

    /// Base units of goods in hand that may come back.
    pub(super) fn left_base(&self, hand: &Hand, item: &Item) -> i64 {
        if self.order.is_none() {
            return i64::MAX;
        }
        self.shipped(item, hand.attributes.lot.as_deref()).map(ShippedLine::left_base).sum()
    }
}

/// The item and lot code that this scan is about, so that the lot on record can be loaded before the decision: where no shipment
/// says it.
pub fn lot_in_question(state: &State, scan: &Scan, found: &Found, today: Date) -> Option<(ItemId, String)> {
    if state.step() == Step::Start || state.order.is_some() {
        return None;
    }
    let hand = match state.step() {
        Step::Goods | Step::Lot => gather(state, scan, found).ok(),
        _ => None,
    };
    let hand = hand.or_else(|| state.progress.hand.clone())?;
    let item = state.item(hand.item_id)?;
    Some((item.id, hand.lot_code(item, today)?))
}

/// The goods in hand after this scan, without what is known of their lot.
fn gather(state: &State, scan: &Scan, found: &Found) -> Result<Hand, Refusal> {
    match (state.held(), found) {
        (None, Found::Goods { item, packaging_id }) => {
            let known = state.item(item.id).ok_or_else(|| not_shipped(state, item))?;
            Ok(Hand {
                item_id: known.id,
                packaging_id: *packaging_id,
                attributes: Attributes::of(scan, Some(known.tracking)),
                count: 1,
                stated: stated(scan, known),
                quarantine: None,
            })
        }
        (None, Found::Nothing | Found::NewUnit(_)) => Err(Refusal::UnknownCode { code: scan.text.clone() }),
        (None, _) => Err(Refusal::NotHere { code: scan.text.clone(), expected: Expected::Goods }),
        (Some((_, held)), Found::Goods { item, .. }) if item.id != held.id => {
            Err(Refusal::WrongItem { scanned: item.name.clone(), expected: held.name.clone() })
        }
        (Some((hand, item)), Found::Goods { .. } | Found::Attributes) => {
            let mut more = Attributes::of(scan, Some(item.tracking));
            more.lot = more.lot.or_else(|| Attributes::of(scan, None).lot);
            if more.is_empty() {
                return Err(Refusal::LotMissing { item: item.name.clone() });
            }
            Ok(Hand { attributes: hand.attributes.clone().or(&more), ..hand.clone() })
        }
        (Some((hand, item)), found) => {
            let more = typed(state.misses(hand, item), scan, found)?;
            Ok(Hand { attributes: hand.attributes.clone().or(&more), ..hand.clone() })
        }
    }
}

fn not_shipped(state: &State, item: &Item) -> Refusal {
    let document = state.order.as_ref().map(|order| order.number.clone()).unwrap_or_default();
    Refusal::NotOnDocument { item: item.name.clone(), document }
}

/// The goods in hand after this scan, with what the shipment or the record says of their lot.
pub(super) fn take_up(state: &State, input: &Input) -> Result<Hand, Refusal> {
    let mut hand = gather(state, &input.scan, &input.found)?;
    let item = state.item(hand.item_id).ok_or(Refusal::NothingWaits)?;
    match &state.order {
        Some(_) => of_shipment(state, item, &mut hand)?,
        None => on_record(state, item, &mut hand, input.today)?,
    }
    if let Some(stated) = hand.stated.filter(|_| item.tracking != Tracking::Serial) {
        hand.count = stated;
    }
    fits(state, item, &hand, hand.count)?;
    Ok(hand)
}

/// The lot is one that was shipped; where there is only one, it is that.
fn of_shipment(state: &State, item: &Item, hand: &mut Hand) -> Result<(), Refusal> {
    let order = state.order.as_ref().map(|order| order.number.clone()).unwrap_or_default();
    let lines: Vec<&ShippedLine> = state.shipped(item, None).collect();
    let Some(first) = lines.first() else { return Err(not_shipped(state, item)) };
    if lines.iter().all(|line| line.left_base() == 0) {
        return Err(refuse(Unreturned::AllBack { item: item.name.clone() }));
    }
    let only = lines.iter().all(|line| line.lot_id == first.lot_id);
    if item.tracking == Tracking::Lot && only && hand.attributes.lot.is_none() {
        hand.attributes.lot = Some(first.lot.clone());
    }
    let Some(lot) = hand.attributes.lot.clone().filter(|_| item.tracking != Tracking::None) else {
        return Ok(());
    };
    let Some(line) = lines.iter().find(|line| line.lot == lot) else {
        return Err(refuse(Unreturned::LotNotShipped { lot, order }));
    };
    if let (Some(known), Some(scanned)) = (line.expiry, hand.attributes.expiry)
        && known != scanned
    {
        return Err(Refusal::ExpiryDiffers { lot, known, scanned });
    }
    hand.attributes.expiry = line.expiry;
    if lines.iter().filter(|line| line.lot == lot).all(|line| line.left_base() == 0) {
        return Err(refuse(Unreturned::AllBack { item: format!("{} {lot}", item.name) }));
    }
    Ok(())
}

/// The lot may be on record, with its expiry; a serial on record is nowhere.
fn on_record(state: &State, item: &Item, hand: &mut Hand, today: Date) -> Result<(), Refusal> {
    let code = hand.lot_code(item, today);
    let known =
        state.known.as_ref().filter(|known| known.item_id == item.id && Some(&known.code) == code.as_ref());
    let Some(known) = known else { return Ok(()) };
    if item.tracking == Tracking::Serial && known.on_hand_base > 0 {
        return Err(Refusal::DuplicateSerial { serial: known.code.clone() });
    }
    if let (Some(on_record), Some(scanned)) = (known.expiry, hand.attributes.expiry)
        && on_record != scanned
    {
        return Err(Refusal::ExpiryDiffers { lot: known.code.clone(), known: on_record, scanned });
    }
    hand.attributes.expiry = hand.attributes.expiry.or(known.expiry);
    Ok(())
}

/// Whether so many of the packaging may come back.
pub(super) fn fits(state: &State, item: &Item, hand: &Hand, count: i64) -> Result<(), Refusal> {
    let base = hand.packaging_base(item);
    if count < 1 || (item.tracking == Tracking::Serial && base * count != 1) {
        return Err(Refusal::BadQuantity { quantity: count });
    }
    let (quantity_base, left_base) = (base.saturating_mul(count), state.left_base(hand, item));
    if quantity_base > left_base { Err(Refusal::TooMuch { quantity_base, left_base }) } else { Ok(()) }
}
