//! At the bin: which goods, of which lot, and how many. Nothing here knows what the book says.

use super::{
    Counted, Decided, Effect, Facts, LotFacts, Progress, State, Tally, Uncounted, Waiting, after, refuse,
};
use crate::code::CommandCode;
use crate::flow::named::{Named, lot_of};
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::PackagingId;
use crate::item::{Item, Tracking, is_doubtful};

/// Decides on goods, their lot, or a typed quantity.
pub(super) fn take(state: &State, input: &Input) -> Decided {
    match &input.found {
        Found::Quantity(quantity) => typed(state, *quantity),
        Found::Goods { item, packaging_id } => goods(state, item, *packaging_id, input),
        Found::Attributes => lot_alone(state, input),
        Found::Nothing if state.progress.goods.is_some() && state.lot.is_some() => lot_alone(state, input),
        Found::Nothing | Found::NewUnit(_) => Err(Refusal::UnknownCode { code: input.scan.text.clone() }),
        Found::Command(CommandCode::Confirm) => {
            Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods })
        }
        _ => Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods }),
    }
}

impl Facts {
    fn of(item: &Item) -> Self {
        Self {
            item_id: item.id,
            sku: item.sku.clone(),
            name: item.name.clone(),
            unit: item.unit.clone(),
            tracking: item.tracking,
            packagings: item.packagings.clone(),
        }
    }
}

/// How many of the packaging that was scanned last, instead of the one that the scan stands for.
fn typed(state: &State, quantity: i64) -> Decided {
    let mut progress = Progress { closing: false, ..state.progress.clone() };
    let code = quantity.to_string();
    let nothing = Refusal::NotHere { code: code.clone(), expected: Expected::Goods };
    let Some(last) = progress.scans.last_mut() else { return Err(nothing) };
    let Some(tally) = progress.tally.get(last.tally) else { return Err(nothing) };
    if quantity < 0 || (tally.goods.tracking == Tracking::Serial && quantity > 1) {
        return Err(Refusal::BadQuantity { quantity });
    }
    let quantity_base = quantity.saturating_mul(last.packaging_base);
    let unit = tally.goods.unit.clone();
    if is_doubtful(&tally.goods.packagings, &unit, quantity_base) && progress.again.as_deref() != Some(&code)
    {
        let why = refuse(Uncounted::Doubtful { quantity_base, unit });
        progress.again = Some(code);
        return Ok(after(state, progress, Said::Again(Box::new(why))));
    }
    last.count = quantity;
    let (packaging, packaging_base) = (last.packaging.clone(), last.packaging_base);
    progress.again = None;
    Ok(after(state, progress, Said::Goods { count: quantity, packaging, packaging_base, unit }))
}

fn goods(state: &State, item: &Item, packaging_id: Option<PackagingId>, input: &Input) -> Decided {
    let content = &input.scan.content;
    let Named { count, packaging, packaging_base } = Named::of(item, packaging_id, content);
    let serial = item.tracking == Tracking::Serial;
    if count < 0 || count.checked_mul(packaging_base).is_none() || (serial && count * packaging_base != 1) {
        return Err(Refusal::BadQuantity { quantity: count });
    }
    let waiting = Waiting { goods: Facts::of(item), count, packaging, packaging_base };
    if item.tracking == Tracking::None {
        return add(state, waiting, None);
    }
    let lot = lot_of(item.tracking, content).map(str::to_owned).or_else(|| state.progress.lot.clone());
    match lot {
        Some(lot) => add(state, waiting, Some(lot)),
        None => {
            let progress =
                Progress { goods: Some(waiting), closing: false, again: None, ..state.progress.clone() };
            let why = Refusal::LotMissing { item: item.name.clone() };
            Ok(after(state, progress, Said::Wanted(Box::new(why))))
        }
    }
}

/// A lot without its goods: it completes goods that wait for it, or waits for them (R10).
fn lot_alone(state: &State, input: &Input) -> Decided {
    let content = &input.scan.content;
    match state.progress.goods.clone() {
        Some(waiting) => {
            let lot = lot_of(waiting.goods.tracking, content).or_else(|| input.scan.plain());
            let Some(lot) = lot.map(str::to_owned) else {
                return Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Lot });
            };
            add(state, waiting, Some(lot))
        }
        None => {
            let lot = content.lot.clone().or_else(|| content.serial.clone());
            if lot.is_none() {
                return Err(Refusal::NotHere { code: input.scan.text.clone(), expected: Expected::Goods });
            }
            let progress = Progress { lot, closing: false, again: None, ..state.progress.clone() };
            Ok(after(state, progress, Said::Ok))
        }
    }
}

/// Adds goods of a lot that is on record.
fn add(state: &State, waiting: Waiting, lot: Option<String>) -> Decided {
    let Waiting { goods, count, packaging, packaging_base } = waiting;
    let known = state.lot.as_ref().filter(|known| known.item_id == goods.item_id);
    let known = known.filter(|known| lot.as_ref().is_none_or(|lot| *lot == known.code));
    let Some(known) = known else {
        let (lot, item) = (lot.unwrap_or_default(), goods.name);
        return Err(refuse(Uncounted::UnknownLot { lot, item }));
    };
    if goods.tracking == Tracking::Serial {
        is_once(state, known)?;
    }
    let mut progress =
        Progress { goods: None, lot: None, again: None, closing: false, ..state.progress.clone() };
    let new = Tally {
        lot_id: known.id,
        lot: lot.map(|_| known.code.clone()),
        expiry: known.expiry,
        unit: progress.unit.clone(),
        goods,
    };
    let same = |tally: &Tally| {
        (tally.lot_id, tally.goods.item_id) == (new.lot_id, new.goods.item_id) && tally.unit == new.unit
    };
    let unit = new.goods.unit.clone();
    let tally = progress.tally.iter().position(same).unwrap_or_else(|| {
        progress.tally.push(new.clone());
        progress.tally.len() - 1
    });
    let said = Said::Goods { count, packaging: packaging.clone(), packaging_base, unit };
    progress.scans.push(Counted { tally, count, packaging, packaging_base });
    let next: Decision<State, Effect> = after(state, progress, said);
    Ok(next)
}

/// Whether a serial is not yet counted, and the book has it nowhere else (R12).
fn is_once(state: &State, known: &LotFacts) -> Result<(), Refusal> {
    let counted = state.progress.counted();
    if counted.iter().any(|(tally, base)| tally.lot_id == known.id && *base > 0) {
        return Err(Refusal::DuplicateSerial { serial: known.code.clone() });
    }
    if known.elsewhere_base > 0 {
        return Err(refuse(Uncounted::SerialElsewhere { serial: known.code.clone() }));
    }
    Ok(())
}
