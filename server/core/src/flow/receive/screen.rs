//! What the operator sees.

use time::Date;

use super::{Asked, Attach, Attributes, Content, Discrepancy, Hand, Line, Receipt, State, Step};
use crate::code::CommandCode;
use crate::item::{Item, Packaging};
use crate::screen::{
    AttachTo, Difference, Goods, ReceiveAttach, ReceiveClose, ReceiveGoods, ReceiveInvoice, ReceiveLot,
    ReceiveQuantity, Screen,
};

/// How many rows a list on the screen has at most.
const ROWS_MAX: usize = 5;
/// What a code may be attached to, at most.
const TARGETS_MAX: usize = 20;

/// The screen, and the buttons that do something there, in order of use.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Blind, Cancel, Confirm, Damaged, Leave, Undo};
    let step = state.step();
    let Some(receipt) = state.receipt.as_ref().filter(|_| step != Step::Invoice) else {
        return (
            Screen::ReceiveInvoice(ReceiveInvoice { expected: state.expected.clone() }),
            vec![Blind, Leave],
        );
    };
    let held = state.progress.hand.as_ref().and_then(|hand| Some((hand, receipt.item(hand.item_id)?)));
    if let (Step::Attach, Some(attaching)) = (step, &state.progress.attach) {
        let chosen = attaching.item_id.is_some();
        let actions = if chosen { vec![Confirm, Cancel, Leave] } else { vec![Cancel, Leave] };
        return (attach(receipt, attaching), actions);
    }
    match (step, held) {
        (Step::Close, _) => (close(receipt, today), vec![Confirm, Cancel, Leave]),
        (Step::Lot, Some((hand, item))) => (lot(receipt, hand, item, today), vec![Undo, Damaged, Leave]),
        (Step::Quantity, Some((hand, item))) => {
            (quantity(state, receipt, (hand, item), today), vec![Confirm, Undo, Damaged, Leave])
        }
        _ => (goods(state, receipt, today), goods_actions(state, receipt)),
    }
}

/// Once nothing is missing, closing is what comes next.
fn goods_actions(state: &State, receipt: &Receipt) -> Vec<CommandCode> {
    use CommandCode::{Close, Damaged, Full, Leave, Print, Repeat, Undo};
    let loaded = state.pallet.as_ref().is_some_and(|pallet| !pallet.contents.is_empty());
    let progress = &state.progress;
    let undo = !progress.loose.is_empty() || progress.damaged || progress.last.is_some();
    let repeat = progress.repeat.is_some();
    // A blind receipt does not tell whether all has come.
    let all = !receipt.blind && receipt.lines.iter().all(|line| line.received_base >= line.expected_base);
    [
        (Close, all),
        (Full, loaded),
        (Repeat, repeat && !all),
        (Undo, undo),
        (Print, loaded),
        (Damaged, true),
        (Close, !all),
        (Leave, true),
    ]
    .into_iter()
    .filter_map(|(command, shown)| shown.then_some(command))
    .collect()
}

fn in_hand(hand: &Hand, item: &Item, today: Date) -> Goods {
    let Attributes { lot, expiry, .. } = &hand.attributes;
    Goods::of(item, lot.clone(), *expiry, hand.packaging_base(item), today)
}

/// A line; the lot is shown where the document announces just one.
fn of_line(receipt: &Receipt, line: &Line, quantity_base: i64, today: Date) -> Option<Goods> {
    let lot = match line.lots.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let (code, expiry) = (lot.map(|lot| lot.code.clone()), lot.and_then(|lot| lot.expiry));
    Some(Goods::of(receipt.item(line.item_id)?, code, expiry, quantity_base, today))
}

fn goods(state: &State, receipt: &Receipt, today: Date) -> Screen {
    let content = |content: &Content| {
        let item = receipt.item(content.item_id)?;
        Some(Goods::of(item, content.lot.clone(), content.expiry, content.quantity_base, today))
    };
    let contents = state.pallet.iter().flat_map(|pallet| &pallet.contents);
    let missing =
        receipt.lines.iter().filter(|line| !receipt.blind && line.received_base < line.expected_base);
    let missing =
        missing.filter_map(|line| of_line(receipt, line, line.expected_base - line.received_base, today));
    Screen::ReceiveGoods(ReceiveGoods {
        receipt: receipt.summary(),
        pallet: state.pallet.as_ref().map(|pallet| pallet.code.clone()),
        on_pallet: contents.filter_map(content).take(ROWS_MAX).collect(),
        missing: missing.take(ROWS_MAX).collect(),
        damaged: state.progress.damaged,
    })
}

fn lot(receipt: &Receipt, hand: &Hand, item: &Item, today: Date) -> Screen {
    let missing = hand.misses(item);
    Screen::ReceiveLot(ReceiveLot {
        receipt: receipt.summary(),
        goods: in_hand(hand, item, today),
        lot_missing: missing.lot,
        expiry_missing: missing.expiry,
    })
}

fn quantity(state: &State, receipt: &Receipt, (hand, item): (&Hand, &Item), today: Date) -> Screen {
    // What was asked is what would be confirmed.
    let asked = match state.progress.asked {
        Some(Asked::Over(base)) => Some(base / hand.packaging_base(item)),
        _ => None,
    };
    Screen::ReceiveQuantity(ReceiveQuantity {
        receipt: receipt.summary(),
        goods: in_hand(hand, item, today),
        packaging: hand.packaging_name(item).to_owned(),
        packaging_base: hand.packaging_base(item),
        proposed: asked.unwrap_or_else(|| hand.proposed(receipt, item)),
        quarantine: hand.quarantine,
    })
}

/// What a code may name: the packagings of what is still missing first.
fn attach(receipt: &Receipt, attaching: &Attach) -> Screen {
    let mut items: Vec<&Item> = receipt.items.iter().collect();
    items.sort_by_key(|item| (receipt.left_base(item.id) == 0, &item.name));
    let target = |item: &Item, packaging: &Packaging| AttachTo {
        sku: item.sku.clone(),
        name: item.name.clone(),
        packaging: packaging.name.clone(),
        packaging_base: packaging.quantity_base,
        unit: item.unit.clone(),
        symbol: packaging.gtin.clone().unwrap_or_else(|| item.sku.clone()),
    };
    let mut targets = Vec::new();
    for item in &items {
        // What has no GTIN of its own can only be chosen as the base unit, by the item's code.
        let known = item.packagings.iter().filter(|one| one.gtin.is_some() || one.quantity_base == 1);
        targets.extend(known.map(|one| target(item, one)));
    }
    targets.truncate(TARGETS_MAX);
    let chosen = attaching.item_id.and_then(|id| receipt.item(id)).map(|item| {
        let packaging = attaching.packaging_id.and_then(|id| item.packaging(id));
        let (packaging, packaging_base) =
            packaging.map_or((item.unit.clone(), 1), |one| (one.name.clone(), one.quantity_base));
        let (sku, name, unit) = (item.sku.clone(), item.name.clone(), item.unit.clone());
        let symbol = sku.clone();
        AttachTo { sku, name, packaging, packaging_base, unit, symbol }
    });
    let code = attaching.code.clone();
    Screen::ReceiveAttach(ReceiveAttach { receipt: receipt.summary(), code, targets, chosen })
}

/// What differs; of a blind receipt that is the desk's to know.
fn close(receipt: &Receipt, today: Date) -> Screen {
    let difference = |one: Discrepancy| {
        let line = receipt.lines.iter().find(|line| line.number == one.number)?;
        let goods = of_line(receipt, line, one.received_base, today)?;
        let (expected_base, quarantined_base) = (one.expected_base, one.quarantined_base);
        Some(Difference { goods, expected_base, quarantined_base })
    };
    let differences = if receipt.blind { Vec::new() } else { receipt.discrepancies() };
    Screen::ReceiveClose(ReceiveClose {
        receipt: receipt.summary(),
        differences: differences.into_iter().filter_map(difference).collect(),
    })
}
