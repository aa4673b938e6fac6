//! What the counter sees, and the buttons that do something there. The book is no part of it (R28).

use time::Date;

use super::{State, Tally};
use crate::code::CommandCode;
use crate::quantity::Quantity;
use crate::screen::{CountBin, CountClose, CountGoods, Freshness, Goods, Screen};

/// The screen of a state, and its buttons in order of use.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Cancel, Close, Confirm, Leave, Undo};
    let Some(sheet) = &state.sheet else {
        let screen = CountBin { waiting: state.waiting.clone(), waiting_count: state.waiting_count };
        return (Screen::CountBin(screen), vec![Leave]);
    };
    let progress = &state.progress;
    let counted = progress.counted().into_iter().map(|(tally, base)| shown(tally, base, today)).collect();
    let bin = sheet.bin.clone();
    if progress.closing {
        return (Screen::CountClose(CountClose { bin, counted }), vec![Confirm, Cancel, Leave]);
    }
    let unit = progress.unit.as_ref().map(|unit| unit.code.clone());
    let lot_of = progress.goods.as_ref().map(|waiting| waiting.goods.name.clone());
    (Screen::CountGoods(CountGoods { bin, unit, counted, lot_of }), vec![Close, Undo, Leave])
}

fn shown(tally: &Tally, base: i64, today: Date) -> Goods {
    Goods {
        sku: tally.goods.sku.clone(),
        name: tally.goods.name.clone(),
        lot: tally.lot.clone(),
        expiry: tally.expiry.filter(|_| tally.lot.is_some()),
        freshness: Freshness::on(tally.expiry, today),
        quantity: Quantity::split(base, &tally.goods.unit, &tally.goods.packagings),
    }
}
