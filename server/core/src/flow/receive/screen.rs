//! What the operator sees.

use time::Date;

use super::{Attributes, Content, Hand, Line, Receipt, State, Step};
use crate::code::CommandCode;
use crate::item::Item;
use crate::screen::{
    Difference, Goods, ReceiveClose, ReceiveGoods, ReceiveInvoice, ReceiveLot, ReceiveQuantity, Screen,
};

/// How many rows a list on the screen has at most.
const ROWS_MAX: usize = 5;

/// The screen, and the buttons that do something there, in order of use.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Cancel, Confirm, Leave, Undo};
    let step = state.step();
    let Some(receipt) = state.receipt.as_ref().filter(|_| step != Step::Invoice) else {
        return (Screen::ReceiveInvoice(ReceiveInvoice { expected: state.expected.clone() }), vec![Leave]);
    };
    let held = state.progress.hand.as_ref().and_then(|hand| Some((hand, receipt.item(hand.item_id)?)));
    match (step, held) {
        (Step::Close, _) => (close(receipt, today), vec![Confirm, Cancel, Leave]),
        (Step::Lot, Some((hand, item))) => (lot(receipt, hand, item, today), vec![Undo, Leave]),
        (Step::Quantity, Some((hand, item))) => {
            (quantity(receipt, hand, item, today), vec![Confirm, Undo, Leave])
        }
        _ => (goods(state, receipt, today), goods_actions(state, receipt)),
    }
}

/// Once nothing is missing, closing is what comes next.
fn goods_actions(state: &State, receipt: &Receipt) -> Vec<CommandCode> {
    use CommandCode::{Close, Full, Leave, Print, Undo};
    let loaded = state.pallet.as_ref().is_some_and(|pallet| !pallet.contents.is_empty());
    let undo = !state.progress.loose.is_empty() || state.progress.last.is_some();
    let all = receipt.lines.iter().all(|line| line.received_base >= line.expected_base);
    [(Close, all), (Full, loaded), (Undo, undo), (Print, loaded), (Close, !all), (Leave, true)]
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
    let missing = receipt.lines.iter().filter(|line| line.received_base < line.expected_base);
    let missing =
        missing.filter_map(|line| of_line(receipt, line, line.expected_base - line.received_base, today));
    Screen::ReceiveGoods(ReceiveGoods {
        receipt: receipt.summary(),
        pallet: state.pallet.as_ref().map(|pallet| pallet.code.clone()),
        on_pallet: contents.filter_map(content).take(ROWS_MAX).collect(),
        missing: missing.take(ROWS_MAX).collect(),
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

fn quantity(receipt: &Receipt, hand: &Hand, item: &Item, today: Date) -> Screen {
    Screen::ReceiveQuantity(ReceiveQuantity {
        receipt: receipt.summary(),
        goods: in_hand(hand, item, today),
        packaging: hand.packaging_name(item).to_owned(),
        packaging_base: hand.packaging_base(item),
        proposed: hand.proposed(receipt, item),
    })
}

fn close(receipt: &Receipt, today: Date) -> Screen {
    let differs = receipt.lines.iter().filter(|line| line.received_base != line.expected_base);
    let difference = |line: &Line| {
        let goods = of_line(receipt, line, line.received_base, today)?;
        Some(Difference { goods, expected_base: line.expected_base })
    };
    Screen::ReceiveClose(ReceiveClose {
        receipt: receipt.summary(),
        differences: differs.filter_map(difference).collect(),
    })
}
