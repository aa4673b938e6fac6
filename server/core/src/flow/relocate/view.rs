//! What the operator sees.

use time::Date;

use super::{Holder, Lies, Part, State};
use crate::code::CommandCode;
use crate::screen::{Goods, RelocateFrom, RelocateGoods, Screen};

/// How much of a unit's contents is shown.
const CONTENTS_MAX: usize = 50;

/// The screen, and the buttons that do something there.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Leave, Undo};
    let Some(source) = &state.source else {
        let (waiting, waiting_count) = (state.waiting.clone(), state.waiting_count);
        let mut actions = vec![Undo, Leave];
        actions.retain(|action| *action != Undo || state.has_moved);
        return (Screen::RelocateFrom(RelocateFrom { waiting, waiting_count }), actions);
    };
    let goods = |lies: &Lies, quantity_base: i64| {
        let lot = lies.lot.seen(lies.item.tracking).map(str::to_owned);
        Goods::of(&lies.item, lot, lies.lot.expiry, quantity_base, today)
    };
    let back = source.unit.as_ref().is_some_and(Holder::is_of_order);
    let there = state.lies.iter().filter(|_| source.unit.is_some());
    let there = there.map(|lies| (lies, lies.most_base() - state.hand.of(lies)));
    let there = there.filter(|(_, base)| *base > 0).take(CONTENTS_MAX);
    let contents = there.map(|(lies, base)| goods(lies, base)).collect();
    let in_hand = in_hand(state).into_iter().map(|(lies, part)| goods(lies, part.quantity_base)).collect();
    let screen = RelocateGoods {
        from: source.bin.shown(),
        unit: source.unit.as_ref().map(|unit| unit.code.clone()),
        goes_back: back,
        contents,
        in_hand,
        lot_of: state.hand.pending.as_ref().and_then(|pending| {
            let of = |lies: &&Lies| lies.item.id == pending.item_id;
            Some(state.lies.iter().find(of)?.item.name.clone())
        }),
        to: state.proposed().filter(|_| back).map(|bin| bin.shown()),
    };
    let screen = if state.hand.taken.is_empty() {
        Screen::RelocateGoods(screen)
    } else {
        Screen::RelocateInto(screen)
    };
    (screen, vec![Undo, Leave])
}

/// What is in hand with what it is of; the last scan first.
fn in_hand(state: &State) -> Vec<(&Lies, Part)> {
    let of =
        |part: &Part| state.lies.iter().find(|lies| (lies.place, lies.lot.id) == (part.place, part.lot_id));
    state.hand.parts().into_iter().rev().filter_map(|part| Some((of(&part)?, part))).collect()
}
