//! Checking goods off: which lot a scan means, and how much of which line it is.

use time::Date;

use super::{Check, Checked, Decided, Effect, Lot, Order, Parcel, State};
use crate::flow::{Decision, Found, Input, Refusal, Said};
use crate::id::{ItemId, LotId, OrderLineId, PackagingId};
use crate::item::{Item, Tracking};
use crate::lot;

/// How many scans can be taken back, one after the other.
const CHECKS_MAX: usize = 20;

/// Goods were scanned.
pub(super) fn goods(
    state: &State,
    order: &Order,
    item: &Item,
    packaging_id: Option<PackagingId>,
    input: &Input,
) -> Decided {
    if !order.lines.iter().any(|line| line.item_id == item.id) {
        return Err(Refusal::NotOnDocument { item: item.name.clone(), document: order.number.clone() });
    }
    let packaging = packaging_id.and_then(|id| item.packaging(id));
    let in_packaging = packaging.map_or(1, |packaging| packaging.quantity_base);
    // Weighed goods carry their own quantity: the symbol's net weight.
    let weighed = input.scan.content.weight_g.filter(|_| item.unit == "g");
    let packaging_base = weighed.and_then(|grams| i64::try_from(grams).ok()).unwrap_or(in_packaging);
    if packaging_base < 1 || (item.tracking == Tracking::Serial && packaging_base != 1) {
        return Err(Refusal::BadQuantity { quantity: packaging_base });
    }
    let lots: Vec<LotId> = lots_meant(order, item, input, packaging_base)?.iter().map(|lot| lot.id).collect();
    let packaging = packaging.filter(|_| weighed.is_none()).map_or(&item.unit, |packaging| &packaging.name);
    add(
        state,
        order,
        Scanned { item_id: item.id, lots, packaging_base, packaging, unit: &item.unit },
        input.today,
    )
}

/// A lot was scanned without its item: it counts one base unit where the item's own symbol does not tell the lot.
pub(super) fn lot_label(state: &State, order: &Order, input: &Input) -> Decided {
    let content = &input.scan.content;
    let code = content.lot.as_deref().or(content.serial.as_deref()).unwrap_or(&input.scan.text);
    let tracked = order.lots.iter().filter(|lot| lot.tracking != Tracking::None && lot.code == code);
    let several =
        |lot: &&Lot| order.lots.iter().filter(|other| other.item_id == lot.item_id).nth(1).is_some();
    let mut found = tracked.filter(several);
    let (Some(lot), None) = (found.next(), found.next()) else {
        let code = input.scan.text.clone();
        return Err(match input.found {
            Found::Nothing => Refusal::UnknownCode { code },
            _ => Refusal::NotHere { code, expected: order.expected() },
        });
    };
    let (unit, lots) = (&lot.unit, vec![lot.id]);
    add(
        state,
        order,
        Scanned { item_id: lot.item_id, lots, packaging_base: 1, packaging: unit, unit },
        input.today,
    )
}

/// A quantity was typed: so many of the last scanned packaging in all.
pub(super) fn typed(state: &State, order: &Order, quantity: i64, today: Date) -> Decided {
    let Some(last) = state.checks.last() else {
        return Err(Refusal::NotHere { code: quantity.to_string(), expected: order.expected() });
    };
    let lot = order.lots.iter().find(|lot| lot.item_id == last.item_id);
    let serial = lot.is_some_and(|lot| lot.tracking == Tracking::Serial);
    let wanted_base = quantity.checked_mul(last.packaging_base);
    let Some(wanted_base) = wanted_base.filter(|base| *base > 0 && (!serial || *base == 1)) else {
        return Err(Refusal::BadQuantity { quantity });
    };
    let before = without(order, &last.parts);
    let parts = share(&before, last.item_id, &last.lots, wanted_base, today)?;
    let unit = lot.map_or(String::new(), |lot| lot.unit.clone());
    let said = Said::Goods {
        count: quantity,
        packaging: last.packaging.clone(),
        packaging_base: last.packaging_base,
        unit,
    };
    let touched = touched(&[&last.parts, &parts]);
    let mut checks = state.checks.clone();
    if let Some(last) = checks.last_mut() {
        last.parts.clone_from(&parts);
    }
    Ok(with_parts(state, checks, with(&before, &parts), &touched, said))
}

/// The last scan is taken back.
pub(super) fn undo(state: &State, order: &Order) -> Decided {
    let mut checks = state.checks.clone();
    let last = checks.pop().ok_or(Refusal::NothingToUndo)?;
    Ok(with_parts(state, checks, without(order, &last.parts), &touched(&[&last.parts]), Said::Undone))
}

/// Refuses when the open parcel holds a lot that may no longer be used.
pub(super) fn still_usable(order: &Order, parcel: &Parcel, today: Date) -> Result<(), Refusal> {
    let mut held = order.lots.iter().filter(|lot| order.checked_of(lot.id) > 0);
    held.try_for_each(|lot| {
        lot::usable(lot.status, lot.expiry, 0, today).map_err(|why| {
            let parcel = format!("{}/{}", order.number, parcel.number);
            Refusal::ParcelStopped { parcel, lot: lot.code.clone(), why }
        })
    })
}

struct Scanned<'t> {
    item_id: ItemId,
    lots: Vec<LotId>,
    packaging_base: i64,
    packaging: &'t str,
    unit: &'t str,
}

fn add(state: &State, order: &Order, scanned: Scanned<'_>, today: Date) -> Decided {
    let Scanned { item_id, lots, packaging_base, packaging, unit } = scanned;
    let parts = share(order, item_id, &lots, packaging_base, today)?;
    let packaging = packaging.to_owned();
    let said = Said::Goods { count: 1, packaging: packaging.clone(), packaging_base, unit: unit.to_owned() };
    let mut checks = state.checks.clone();
    let touched = touched(&[&parts]);
    let after = with(order, &parts);
    checks.push(Check { item_id, lots, packaging_base, packaging, parts });
    if checks.len() > CHECKS_MAX {
        checks.remove(0);
    }
    Ok(with_parts(state, checks, after, &touched, said))
}

/// The lots that a scan of an item may mean: those named in the symbol, or all of an item that nobody tells apart.
fn lots_meant<'t>(
    order: &'t Order,
    item: &Item,
    input: &Input,
    quantity_base: i64,
) -> Result<Vec<&'t Lot>, Refusal> {
    let lots: Vec<&Lot> = order.lots.iter().filter(|lot| lot.item_id == item.id).collect();
    if lots.is_empty() {
        return Err(Refusal::TooMuch { quantity_base, left_base: 0 });
    }
    let content = &input.scan.content;
    let code = match item.tracking {
        Tracking::None => return Ok(lots),
        Tracking::Lot => content.lot.as_ref(),
        Tracking::Serial => content.serial.as_ref(),
    };
    let Some(code) = code else {
        let one = lots.len() == 1;
        return if one { Ok(lots) } else { Err(Refusal::LotMissing { item: item.name.clone() }) };
    };
    let Some(lot) = lots.iter().copied().find(|lot| lot.code == *code) else {
        let expected: Vec<&str> = lots.iter().map(|lot| lot.code.as_str()).collect();
        return Err(Refusal::WrongLot {
            scanned: code.clone(),
            expected: expected.join(", "),
            bin: order.totes().join(", "),
        });
    };
    if item.tracking == Tracking::Serial && order.checked_of(lot.id) > 0 {
        return Err(Refusal::DuplicateSerial { serial: lot.code.clone() });
    }
    Ok(vec![lot])
}

/// Shares `wanted_base` of an item out over lots and lines that still need it, in their order.
fn share(
    order: &Order,
    item: ItemId,
    lots: &[LotId],
    wanted_base: i64,
    today: Date,
) -> Result<Vec<Checked>, Refusal> {
    let lots: Vec<&Lot> = order.lots.iter().filter(|lot| lots.contains(&lot.id)).collect();
    let in_lots: i64 = lots.iter().map(|lot| lot.in_totes_base() - order.checked_of(lot.id)).sum();
    let mut lines: Vec<(OrderLineId, i64)> = order
        .lines
        .iter()
        .filter(|line| line.item_id == item)
        .map(|line| (line.id, order.line_left_base(line)))
        .collect();
    let in_lines: i64 = lines.iter().map(|(_, left)| left).sum();
    let left_base = in_lots.min(in_lines);
    if wanted_base > left_base {
        return Err(Refusal::TooMuch { quantity_base: wanted_base, left_base });
    }
    let mut wanted_base = wanted_base;
    let mut parts = Vec::new();
    for lot in lots {
        let mut room = lot.in_totes_base() - order.checked_of(lot.id);
        for (line_id, left) in &mut lines {
            let quantity_base = wanted_base.min(room).min(*left);
            if quantity_base > 0 {
                usable(lot, today)?;
                parts.push(Checked { line_id: *line_id, lot_id: lot.id, quantity_base });
                wanted_base -= quantity_base;
                room -= quantity_base;
                *left -= quantity_base;
            }
        }
    }
    Ok(parts)
}

fn usable(lot: &Lot, today: Date) -> Result<(), Refusal> {
    lot::usable(lot.status, lot.expiry, 0, today)
        .map_err(|why| Refusal::UnusableLot { lot: lot.code.clone(), why })
}

fn with(order: &Order, parts: &[Checked]) -> Order {
    let mut order = order.clone();
    for part in parts {
        match entry(&mut order, part) {
            Some(checked) => checked.quantity_base += part.quantity_base,
            None => order.checked.push(*part),
        }
    }
    order
}

fn without(order: &Order, parts: &[Checked]) -> Order {
    let mut order = order.clone();
    for part in parts {
        if let Some(checked) = entry(&mut order, part) {
            checked.quantity_base -= part.quantity_base.min(checked.quantity_base);
        }
    }
    order.checked.retain(|checked| checked.quantity_base > 0);
    order
}

fn entry<'t>(order: &'t mut Order, part: &Checked) -> Option<&'t mut Checked> {
    order.checked.iter_mut().find(|checked| checked.line_id == part.line_id && checked.lot_id == part.lot_id)
}

/// Each line and lot that parts name, once.
fn touched(parts: &[&[Checked]]) -> Vec<(OrderLineId, LotId)> {
    let mut keys: Vec<_> =
        parts.iter().flat_map(|parts| parts.iter()).map(|part| (part.line_id, part.lot_id)).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn with_parts(
    state: &State,
    checks: Vec<Check>,
    order: Order,
    touched: &[(OrderLineId, LotId)],
    said: Said,
) -> Decision<State, Effect> {
    let in_all = |(line_id, lot_id): &(OrderLineId, LotId)| {
        let same = |checked: &&Checked| checked.line_id == *line_id && checked.lot_id == *lot_id;
        let quantity_base = order.checked.iter().find(same).map_or(0, |checked| checked.quantity_base);
        Checked { line_id: *line_id, lot_id: *lot_id, quantity_base }
    };
    let checked: Vec<Checked> = touched.iter().map(in_all).collect();
    let effects =
        order.parcel.iter().map(|parcel| Effect::Check { parcel_id: parcel.id, checked: checked.clone() });
    let effects = effects.collect();
    Decision { state: State { order: Some(order), checks, ..state.clone() }, effects, said }
}
