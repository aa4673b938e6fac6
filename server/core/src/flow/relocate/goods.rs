//! Into the hand: which goods, of which lot, and how many.

use super::{Decided, Effect, Hand, Lies, Part, Pending, Spot, State, Taken, Unmoved, after, refuse};
use crate::flow::named::{Named, lot_of};
use crate::flow::{Decision, Expected, Input, Refusal, Said};
use crate::id::{HandlingUnitId, ItemId, PackagingId};
use crate::item::{Item, Tracking};

/// Takes goods that were scanned.
pub(super) fn take(
    state: &State,
    source: &Spot,
    item: &Item,
    packaging_id: Option<PackagingId>,
    input: &Input,
) -> Decided {
    let content = &input.scan.content;
    let Named { count, packaging, packaging_base } = Named::of(item, packaging_id, content);
    let pending = Pending { item_id: item.id, count, packaging, packaging_base };
    let lot = lot_of(item.tracking, content).map(str::to_owned).or_else(|| state.hand.lot.clone());
    let rows = of_item(state, source, item.id);
    if rows.is_empty() {
        return Err(refuse(Unmoved::NotThere { item: item.name.clone(), place: name_of(source) }));
    }
    if item.tracking == Tracking::None {
        return add(state, &rows, pending, None);
    }
    let first = &rows[0].lot.code;
    match lot {
        Some(lot) => add(state, &rows, pending, Some(lot)),
        None if rows.iter().all(|row| row.lot.code == *first) => {
            add(state, &rows, pending, Some(first.clone()))
        }
        None => {
            let hand = Hand { pending: Some(pending), again: None, ..state.hand.clone() };
            let why = Refusal::LotMissing { item: item.name.clone() };
            Ok(after(state, hand, Said::Wanted(Box::new(why))))
        }
    }
}

/// A lot without its goods: it completes goods that wait for it, or waits for them (R10).
pub(super) fn lot_alone(state: &State, source: &Spot, input: &Input) -> Decided {
    let content = &input.scan.content;
    let Some(pending) = state.hand.pending.clone() else {
        let lot = content.lot.clone().or_else(|| content.serial.clone());
        let lot = lot.ok_or_else(|| input.not_here(Expected::Goods))?;
        let hand = Hand { lot: Some(lot), again: None, ..state.hand.clone() };
        return Ok(after(state, hand, Said::Ok));
    };
    let rows = of_item(state, source, pending.item_id);
    let tracking = rows.first().map_or(Tracking::Lot, |row| row.item.tracking);
    let lot = lot_of(tracking, content).or_else(|| input.scan.plain()).map(str::to_owned);
    let lot = lot.ok_or_else(|| input.not_here(Expected::Lot))?;
    add(state, &rows, pending, Some(lot))
}

/// How many of the packaging that was scanned last, instead of what the scan stands for.
pub(super) fn typed(state: &State, source: &Spot, quantity: i64) -> Decided {
    let mut before = state.hand.clone();
    let Some(last) = before.taken.pop() else {
        return Err(Refusal::NotHere { code: quantity.to_string(), expected: Expected::Goods });
    };
    let rows = of_item(state, source, last.item_id);
    if rows.first().is_some_and(|row| row.item.tracking == Tracking::Serial) {
        return Err(Refusal::BadQuantity { quantity });
    }
    let (packaging, packaging_base) = (last.packaging, last.packaging_base);
    let pending = Pending { item_id: last.item_id, count: quantity, packaging, packaging_base };
    add(&State { hand: before, ..state.clone() }, &rows, pending, last.lot)
}

/// What of an item may be taken at the source: the loose goods first, then what came first.
fn of_item<'s>(state: &'s State, source: &Spot, item: ItemId) -> Vec<&'s Lies> {
    let here = |lies: &&Lies| lies.item.id == item && (!lies.is_of_order || source.unit.is_some());
    let mut rows: Vec<&Lies> = state.lies.iter().filter(here).filter(|lies| lies.most_base() > 0).collect();
    rows.sort_by(|a, b| {
        let key = |row: &Lies| (row.place.handling_unit_id.0, row.lot.received_on);
        key(a).cmp(&key(b)).then_with(|| a.lot.code.cmp(&b.lot.code))
    });
    rows
}

fn name_of(source: &Spot) -> String {
    source.unit.as_ref().map_or_else(|| source.bin.code.clone(), |unit| unit.code.clone())
}

/// Takes so much of these rows, of one lot where it was told. Loose goods come first; goods in several units are told apart by
/// their unit, which must be scanned then (R04).
fn add(state: &State, rows: &[&Lies], pending: Pending, lot: Option<String>) -> Decided {
    let Pending { item_id, count, packaging, packaging_base } = pending;
    let Some(first) = rows.first() else {
        return Err(Refusal::NotHere { code: packaging, expected: Expected::Goods });
    };
    let of_lot: Vec<&Lies> =
        rows.iter().copied().filter(|row| lot.as_ref().is_none_or(|lot| row.lot.code == *lot)).collect();
    if of_lot.is_empty() {
        let (scanned, expected) = (lot.unwrap_or_default(), first.lot.code.clone());
        let bin = first.place_name(state);
        return Err(Refusal::WrongLot { scanned, expected, bin });
    }
    let mut units: Vec<_> = of_lot.iter().map(|row| row.place.handling_unit_id).collect();
    units.dedup();
    if units.len() > 1 && !units.contains(&HandlingUnitId::NONE) {
        return Err(refuse(Unmoved::WhichUnit { item: first.item.name.clone() }));
    }
    let nearest = of_lot.iter().filter(|row| row.place.handling_unit_id == units[0]).copied();
    let quantity_base = count.checked_mul(packaging_base).filter(|base| *base > 0);
    let quantity_base = quantity_base.ok_or(Refusal::BadQuantity { quantity: count })?;
    let (parts, warning) = share(state, nearest.collect(), quantity_base)?;
    let unit = first.item.unit.clone();
    let taken = Taken { item_id, lot, packaging: packaging.clone(), packaging_base, parts };
    let mut hand = Hand { pending: None, lot: None, again: None, ..state.hand.clone() };
    hand.taken.push(taken);
    let said = match warning {
        Some(why) => Said::Wanted(Box::new(why)),
        None => Said::Goods { count, packaging, packaging_base, unit },
    };
    let next: Decision<State, Effect> = after(state, hand, said);
    Ok(next)
}

/// So much from each row, the first ones first; with a warning where it is more than is free and less than all, which nobody may
/// take away.
fn share(
    state: &State,
    rows: Vec<&Lies>,
    quantity_base: i64,
) -> Result<(Vec<Part>, Option<Refusal>), Refusal> {
    let sum = |of: &dyn Fn(&Lies) -> i64| -> i64 { rows.iter().map(|row| of(row)).sum() };
    let in_hand_base = sum(&|row| state.hand.of(row));
    let free_base = (sum(&Lies::free_base) - in_hand_base).max(0);
    let all_base = sum(&Lies::most_base) - in_hand_base;
    if all_base == 0 && rows.iter().any(|row| row.item.tracking == Tracking::Serial) {
        let serial = rows[0].lot.code.clone();
        return Err(Refusal::DuplicateSerial { serial });
    }
    if quantity_base > all_base {
        return Err(refuse(Unmoved::NotSoMuch { quantity_base, there_base: all_base }));
    }
    let reserved_base = all_base - free_base;
    let goes = quantity_base <= free_base || quantity_base == all_base;
    let warning =
        (!goes).then_some(refuse(Unmoved::SetAside { free_base: sum(&Lies::free_base), reserved_base }));
    let mut left_base = quantity_base;
    let mut parts = Vec::new();
    for row in rows {
        let of_row = if goes && quantity_base <= free_base { row.free_base() } else { row.most_base() };
        let part = left_base.min(of_row - state.hand.of(row));
        if part > 0 {
            left_base -= part;
            parts.push(Part { place: row.place, lot_id: row.lot.id, quantity_base: part });
        }
    }
    Ok((parts, warning))
}

impl Lies {
    fn place_name(&self, state: &State) -> String {
        state.source.as_ref().map_or_else(String::new, |source| source.bin.code.clone())
    }
}
