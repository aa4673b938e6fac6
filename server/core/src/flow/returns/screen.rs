//! What the operator sees.

use time::Date;

use super::{State, Step};
use crate::code::CommandCode;
use crate::flow::receive::{Content, Hand};
use crate::item::Item;
use crate::screen::{Goods, ReturnOf, ReturnsDecide, ReturnsGoods, ReturnsLot, Screen};

/// How many rows a list on the screen has at most.
const ROWS_MAX: usize = 5;

/// The screen, and the buttons that do something there, in order of use.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Leave, Quarantine, Scrap, Stock, Undo, Unplanned};
    match (state.step(), state.held()) {
        (Step::Start, _) => (Screen::ReturnsStart, vec![Unplanned, Leave]),
        (Step::Lot, Some((hand, item))) => {
            let missing = state.misses(hand, item);
            let lot = ReturnsLot {
                of: of(state),
                goods: in_hand(hand, item, today),
                lot_missing: missing.lot,
                expiry_missing: missing.expiry,
            };
            (Screen::ReturnsLot(lot), vec![Undo, Leave])
        }
        (Step::Decide, Some((hand, item))) => {
            let decide = ReturnsDecide {
                of: of(state),
                goods: in_hand(hand, item, today),
                packaging: hand.packaging_name(item).to_owned(),
                packaging_base: hand.packaging_base(item),
                count: hand.count,
            };
            (Screen::ReturnsDecide(decide), vec![Stock, Quarantine, Scrap, Undo, Leave])
        }
        _ => (goods(state, today), goods_actions(state)),
    }
}

fn of(state: &State) -> Option<ReturnOf> {
    let order = state.order.as_ref()?;
    Some(ReturnOf { order: order.number.clone(), customer: order.customer.clone() })
}

fn in_hand(hand: &Hand, item: &Item, today: Date) -> Goods {
    let quantity_base = hand.packaging_base(item) * hand.count;
    Goods::of(item, hand.attributes.lot.clone(), hand.attributes.expiry, quantity_base, today)
}

fn goods_actions(state: &State) -> Vec<CommandCode> {
    use CommandCode::{Close, Full, Leave, Print, Undo};
    let loaded = state.pallet.as_ref().is_some_and(|pallet| !pallet.contents.is_empty());
    let undo = !state.progress.last.is_empty();
    [(Close, true), (Full, loaded), (Undo, undo), (Print, loaded), (Leave, true)]
        .into_iter()
        .filter_map(|(command, shown)| shown.then_some(command))
        .collect()
}

fn goods(state: &State, today: Date) -> Screen {
    let content = |content: &Content| {
        let item = state.item(content.item_id)?;
        Some(Goods::of(item, content.lot.clone(), content.expiry, content.quantity_base, today))
    };
    let contents = state.pallet.iter().flat_map(|pallet| &pallet.contents);
    let lines = state.order.iter().flat_map(|order| &order.lines).filter(|line| line.left_base() > 0);
    let shipped = lines.filter_map(|line| {
        let lot = (!line.implicit).then(|| line.lot.clone());
        Some(Goods::of(state.item(line.item_id)?, lot, line.expiry, line.left_base(), today))
    });
    Screen::ReturnsGoods(ReturnsGoods {
        of: of(state),
        shipped: shipped.take(ROWS_MAX).collect(),
        pallet: state.pallet.as_ref().map(|pallet| pallet.code.clone()),
        on_pallet: contents.filter_map(content).take(ROWS_MAX).collect(),
    })
}
