//! Screens of the floor: each kind drawn by one small component, chosen by a total `match`.
//!
//! **Invariant**: nothing is decided here. What a screen says comes from the server; the words around it are the
//! interface's own.

pub mod count;
pub mod inquire;
pub mod menu;
pub mod pack;
pub mod pick;
pub mod putaway;
pub mod receive;
pub mod relocate;
pub mod replenish;
pub mod returns;
pub mod ship;

use bipe_core::screen::{Progress, Screen, Step};
use leptos::prelude::*;

use crate::i18n::floor as say;

/// What a screen may do besides showing: hand in a symbol, or ask for the keypad or the lot's form.
#[derive(Clone, Copy)]
pub struct Hand {
    /// Sends a symbol, as if it had been scanned.
    pub scan: Callback<String>,
    /// Digits typed for the quantity of this screen.
    pub entry: RwSignal<crate::entry::Entry>,
    /// Takes the typed quantity, or the proposed one.
    pub take: Callback<()>,
    /// Opens the form for lot and expiry.
    pub type_lot: Callback<()>,
}

/// Whether a quantity can be typed on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// The keypad is part of the screen.
    Always,
    /// The keypad opens when a digit is typed.
    Asked,
    /// No quantity fits here.
    Never,
}

/// Whether a quantity can be typed on this screen.
pub fn typing(screen: &Screen) -> Typing {
    match screen {
        Screen::ReceiveQuantity(_) => Typing::Always,
        Screen::ReceiveGoods(_)
        | Screen::PickGoods(_)
        | Screen::PickInto(_)
        | Screen::PackGoods(_)
        | Screen::ReceiveLot(_)
        | Screen::CountGoods(_)
        | Screen::ReplenishGoods(_)
        | Screen::ReplenishInto(_)
        | Screen::RelocateGoods(_)
        | Screen::RelocateInto(_)
        | Screen::ReturnsLot(_)
        | Screen::ReturnsDecide(_) => Typing::Asked,
        Screen::Menu(_)
        | Screen::ReceiveInvoice(_)
        | Screen::ReceiveAttach(_)
        | Screen::ReceiveClose(_)
        | Screen::PutawayUnit(_)
        | Screen::PutawayBin(_)
        | Screen::PickEmpty
        | Screen::PickTote(_)
        | Screen::PickBin(_)
        | Screen::PickSkip(_)
        | Screen::PickEmptied(_)
        | Screen::PickDone(_)
        | Screen::PackTote(_)
        | Screen::PackClose(_)
        | Screen::PackDone(_)
        | Screen::ShipParcel(_)
        | Screen::CountBin(_)
        | Screen::CountClose(_)
        | Screen::ReplenishFace(_)
        | Screen::ReplenishBin(_)
        | Screen::RelocateFrom(_)
        | Screen::ReturnsStart
        | Screen::ReturnsGoods(_)
        | Screen::Inquire(_) => Typing::Never,
    }
}

/// What to scan next, for the answer zone.
pub fn hint(screen: &Screen) -> &'static str {
    match screen {
        Screen::Menu(_) => say::scan_work(),
        Screen::ReceiveInvoice(_) => say::scan_invoice(),
        Screen::ReceiveGoods(_) | Screen::PickGoods(_) => say::scan_goods(),
        Screen::ReceiveLot(lot) => match (lot.lot_missing, lot.expiry_missing) {
            (true, true) => say::scan_lot_expiry(),
            (false, true) => say::scan_expiry(),
            (_, false) => say::scan_lot(),
        },
        Screen::ReturnsStart => say::scan_shipment(),
        Screen::ReturnsGoods(_) => say::scan_goods(),
        Screen::ReturnsLot(lot) => match (lot.lot_missing, lot.expiry_missing) {
            (true, true) => say::scan_lot_expiry(),
            (false, true) => say::scan_expiry(),
            (_, false) => say::scan_lot(),
        },
        Screen::ReturnsDecide(_) => say::say_disposition(),
        Screen::ReceiveQuantity(_) => say::say_quantity(),
        Screen::ReceiveAttach(attach) if attach.chosen.is_some() => say::say_attach(),
        Screen::ReceiveAttach(_) => say::scan_attach(),
        Screen::ReceiveClose(close) if close.receipt.blind => say::say_close_blind(),
        Screen::ReceiveClose(_) => say::say_close(),
        Screen::PutawayUnit(_) => say::scan_pallet(),
        Screen::PutawayBin(_) | Screen::PickBin(_) => say::scan_bin(),
        Screen::PickTote(_) => say::scan_new_tote(),
        Screen::PickInto(_) | Screen::PackTote(_) => say::scan_tote(),
        Screen::PackGoods(_) => say::scan_item(),
        Screen::PackClose(_) => say::say_close_parcel(),
        Screen::PickSkip(_) => say::say_skip_reason(),
        Screen::PickEmptied(_) => say::say_empty(),
        Screen::PickEmpty | Screen::PickDone(_) | Screen::PackDone(_) => say::say_go_on(),
        Screen::ShipParcel(_) => say::scan_parcel(),
        Screen::CountBin(_) => say::scan_bin(),
        Screen::CountGoods(count) if count.lot_of.is_some() => say::scan_lot(),
        Screen::CountGoods(_) => say::scan_all(),
        Screen::CountClose(_) => say::say_counted(),
        Screen::ReplenishFace(_) => say::say_refill(),
        Screen::ReplenishBin(_) | Screen::ReplenishInto(_) => say::scan_bin(),
        Screen::ReplenishGoods(_) => say::scan_goods(),
        Screen::RelocateFrom(_) => say::scan_from(),
        Screen::Inquire(_) => say::scan_anything(),
        Screen::RelocateGoods(goods) | Screen::RelocateInto(goods) if goods.lot_of.is_some() => {
            say::scan_lot()
        }
        Screen::RelocateGoods(goods) if goods.unit.is_some() && !goods.goes_back => say::scan_goods_or_bin(),
        Screen::RelocateGoods(_) => say::scan_goods(),
        Screen::RelocateInto(_) => say::scan_goods_or_bin(),
    }
}

/// Whether a screen shows what waits, which others change too: it is read again when the server says that something did.
pub fn waits(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Menu(_)
            | Screen::ReceiveInvoice(_)
            | Screen::PutawayUnit(_)
            | Screen::PickEmpty
            | Screen::PackTote(_)
            | Screen::ShipParcel(_)
            | Screen::CountBin(_)
            | Screen::ReplenishFace(_)
            | Screen::RelocateFrom(_)
            | Screen::Inquire(_)
    )
}

/// How far the task has come, for the top bar.
pub fn progress(screen: &Screen) -> Option<Progress> {
    match screen {
        Screen::ReceiveGoods(receive) => Some(receive.receipt.progress),
        Screen::ReceiveLot(receive) => Some(receive.receipt.progress),
        Screen::ReceiveQuantity(receive) => Some(receive.receipt.progress),
        Screen::ReceiveAttach(receive) => Some(receive.receipt.progress),
        Screen::ReceiveClose(receive) => Some(receive.receipt.progress),
        Screen::PickTote(tote) => Some(tote.progress),
        Screen::PickBin(stop) | Screen::PickGoods(stop) => Some(stop.progress),
        Screen::PickInto(into) => Some(into.stop.progress),
        Screen::PickSkip(skip) => Some(skip.progress),
        Screen::PickEmptied(emptied) => Some(emptied.progress),
        Screen::PackGoods(pack) | Screen::PackClose(pack) => Some(pack.progress),
        Screen::ShipParcel(ship) => Some(ship.progress),
        Screen::Menu(_)
        | Screen::ReceiveInvoice(_)
        | Screen::PutawayUnit(_)
        | Screen::PutawayBin(_)
        | Screen::PickEmpty
        | Screen::PickDone(_)
        | Screen::PackTote(_)
        | Screen::PackDone(_)
        | Screen::CountBin(_)
        | Screen::CountGoods(_)
        | Screen::CountClose(_)
        | Screen::ReplenishFace(_)
        | Screen::ReplenishBin(_)
        | Screen::ReplenishGoods(_)
        | Screen::ReplenishInto(_)
        | Screen::RelocateFrom(_)
        | Screen::RelocateGoods(_)
        | Screen::RelocateInto(_)
        | Screen::ReturnsStart
        | Screen::ReturnsGoods(_)
        | Screen::ReturnsLot(_)
        | Screen::ReturnsDecide(_)
        | Screen::Inquire(_) => None,
    }
}

/// The screen's name in the contract, for tests and styles. A new kind is read in [`crate::step`] too.
pub fn name(screen: &Screen) -> &'static str {
    match screen {
        Screen::Menu(_) => "menu",
        Screen::ReceiveInvoice(_) => "receive_invoice",
        Screen::ReceiveGoods(_) => "receive_goods",
        Screen::ReceiveLot(_) => "receive_lot",
        Screen::ReceiveQuantity(_) => "receive_quantity",
        Screen::ReceiveAttach(_) => "receive_attach",
        Screen::ReceiveClose(_) => "receive_close",
        Screen::PutawayUnit(_) => "putaway_unit",
        Screen::PutawayBin(_) => "putaway_bin",
        Screen::PickEmpty => "pick_empty",
        Screen::PickTote(_) => "pick_tote",
        Screen::PickBin(_) => "pick_bin",
        Screen::PickGoods(_) => "pick_goods",
        Screen::PickInto(_) => "pick_into",
        Screen::PickSkip(_) => "pick_skip",
        Screen::PickEmptied(_) => "pick_emptied",
        Screen::PickDone(_) => "pick_done",
        Screen::PackTote(_) => "pack_tote",
        Screen::PackGoods(_) => "pack_goods",
        Screen::PackClose(_) => "pack_close",
        Screen::PackDone(_) => "pack_done",
        Screen::ShipParcel(_) => "ship_parcel",
        Screen::CountBin(_) => "count_bin",
        Screen::CountGoods(_) => "count_goods",
        Screen::CountClose(_) => "count_close",
        Screen::ReplenishFace(_) => "replenish_face",
        Screen::ReplenishBin(_) => "replenish_bin",
        Screen::ReplenishGoods(_) => "replenish_goods",
        Screen::ReplenishInto(_) => "replenish_into",
        Screen::RelocateFrom(_) => "relocate_from",
        Screen::RelocateGoods(_) => "relocate_goods",
        Screen::RelocateInto(_) => "relocate_into",
        Screen::ReturnsStart => "returns_start",
        Screen::ReturnsGoods(_) => "returns_goods",
        Screen::ReturnsLot(_) => "returns_lot",
        Screen::ReturnsDecide(_) => "returns_decide",
        Screen::Inquire(_) => "inquire",
    }
}

/// Draws what to do now.
#[component]
pub fn Stage(step: Step, hand: Hand) -> impl IntoView {
    let name = name(&step.screen);
    let drawn = match step.screen {
        Screen::Menu(menu) => view! { <menu::Choose menu hand /> }.into_any(),
        Screen::ReceiveInvoice(invoices) => view! { <receive::Invoice invoices hand /> }.into_any(),
        Screen::ReceiveGoods(receive) => view! { <receive::TakeIn receive /> }.into_any(),
        Screen::ReceiveLot(lot) => view! { <receive::Lot lot hand /> }.into_any(),
        Screen::ReceiveQuantity(quantity) => view! { <receive::HowMany quantity hand /> }.into_any(),
        Screen::ReceiveAttach(attach) => view! { <receive::Attach attach hand /> }.into_any(),
        Screen::ReceiveClose(close) => view! { <receive::Close close /> }.into_any(),
        Screen::PutawayUnit(unit) => view! { <putaway::Unit unit /> }.into_any(),
        Screen::PutawayBin(bin) => view! { <putaway::To bin /> }.into_any(),
        Screen::PickEmpty => view! { <pick::Empty /> }.into_any(),
        Screen::PickTote(tote) => view! { <pick::Tote tote /> }.into_any(),
        Screen::PickBin(stop) => view! { <pick::GoTo stop /> }.into_any(),
        Screen::PickGoods(stop) => view! { <pick::Take stop /> }.into_any(),
        Screen::PickInto(into) => view! { <pick::Into into /> }.into_any(),
        Screen::PickSkip(skip) => view! { <pick::Skip skip hand /> }.into_any(),
        Screen::PickEmptied(emptied) => view! { <pick::Emptied emptied /> }.into_any(),
        Screen::PickDone(done) => view! { <pick::Done done /> }.into_any(),
        Screen::PackTote(totes) => view! { <pack::Waiting totes /> }.into_any(),
        Screen::PackGoods(pack) => view! { <pack::Check pack all=false /> }.into_any(),
        Screen::PackClose(pack) => view! { <pack::Check pack all=true /> }.into_any(),
        Screen::PackDone(done) => view! { <pack::Done done /> }.into_any(),
        Screen::ShipParcel(ship) => view! { <ship::Load ship /> }.into_any(),
        Screen::CountBin(bins) => view! { <count::Bins bins /> }.into_any(),
        Screen::CountGoods(count) => view! { <count::Goods count /> }.into_any(),
        Screen::CountClose(count) => view! { <count::Close count /> }.into_any(),
        Screen::ReplenishFace(faces) => view! { <replenish::Faces faces /> }.into_any(),
        Screen::ReplenishBin(stop) => view! { <replenish::GoTo stop /> }.into_any(),
        Screen::ReplenishGoods(stop) => view! { <replenish::Take stop /> }.into_any(),
        Screen::ReplenishInto(stop) => view! { <replenish::Into stop /> }.into_any(),
        Screen::RelocateFrom(from) => view! { <relocate::From from /> }.into_any(),
        Screen::RelocateGoods(goods) => view! { <relocate::Take goods /> }.into_any(),
        Screen::RelocateInto(goods) => view! { <relocate::Into goods /> }.into_any(),
        Screen::ReturnsStart => view! { <returns::Start /> }.into_any(),
        Screen::ReturnsGoods(goods) => view! { <returns::TakeBack goods /> }.into_any(),
        Screen::ReturnsLot(lot) => view! { <returns::Lot lot hand /> }.into_any(),
        Screen::ReturnsDecide(decide) => view! { <returns::Decide decide /> }.into_any(),
        Screen::Inquire(inquire) => view! { <inquire::Ask inquire hand /> }.into_any(),
    };
    view! { <section class="stage" tabindex="0" data-screen=name>{drawn}</section> }
}

#[cfg(test)]
mod tests {
    use bipe_core::screen::{Menu, PackTote, PickDone, PutawayUnit, ReceiveInvoice};

    use super::*;

    #[test]
    fn the_name_is_the_contracts() {
        let done = PickDone { tour: String::new(), totes: vec![], desk: String::new() };
        let screens = [
            Screen::Menu(Menu { work: vec![] }),
            Screen::ReceiveInvoice(ReceiveInvoice { expected: vec![] }),
            Screen::PutawayUnit(PutawayUnit { waiting: vec![] }),
            Screen::PickEmpty,
            Screen::PickDone(done),
            Screen::PackTote(PackTote { waiting: vec![] }),
        ];
        for screen in screens {
            let wire = serde_json::to_value(&screen).expect("a screen is JSON");
            assert_eq!(wire["kind"], name(&screen));
        }
    }
}
