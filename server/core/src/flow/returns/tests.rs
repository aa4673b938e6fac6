//! Every refusal and every effect of returns, on states made by hand.

use time::macros::date;

use super::*;
use crate::flow::receive::tests::{GTIN, TODAY, id, item};
use crate::flow::{Input, Refusal, Said};
use crate::id::{Ids, PackagingId};
use crate::item::Tracking;
use crate::lot::Unusable;
use crate::scan::parse;

fn line(n: u128, item: u128, lot: &str, shipped_base: i64) -> ShippedLine {
    ShippedLine {
        parcel_id: ParcelId(id(50)),
        line_id: OrderLineId(id(n)),
        item_id: ItemId(id(item)),
        lot_id: LotId(id(1000 + n)),
        lot: lot.to_owned(),
        implicit: item == 200,
        expiry: (item == 100).then_some(date!(2026 - 12 - 31)),
        status: LotStatus::Released,
        shipped_base,
        returned_base: 0,
        on_hand_base: 0,
    }
}

/// An order with 12 of item 100 in lot L1, 5 of untracked item 200 of two days, and a serial of item 300.
fn order() -> Shipped {
    Shipped {
        order_id: OrderId(id(9)),
        owner_id: OwnerId(id(1)),
        number: "PV-1".to_owned(),
        customer: "Conceição".to_owned(),
        lines: vec![
            line(1, 100, "L1", 12),
            line(2, 200, "2026-02-01", 3),
            line(3, 200, "2026-02-02", 2),
            line(4, 300, "S1", 1),
        ],
    }
}

fn fresh() -> State {
    State {
        items: vec![
            item(100, Tracking::Lot, true),
            item(200, Tracking::None, false),
            item(300, Tracking::Serial, false),
        ],
        fresh_sscc: Some("078910000000000012".to_owned()),
        ..State::default()
    }
}

fn planned() -> State {
    State { order: Some(order()), ..fresh() }
}

fn unplanned() -> State {
    State { progress: Progress { unplanned: true, ..Progress::default() }, ..fresh() }
}

fn input(symbol: &str, found: Found) -> Input {
    Input { scan: parse(symbol, TODAY), found, today: TODAY, ids: Ids::new(1_700_000_000_000, 7) }
}

fn command(command: CommandCode) -> Input {
    input(&command.printed(), Found::Command(command))
}

fn quantity(count: i64) -> Input {
    input(&format!("BPCQ{count}"), Found::Quantity(count))
}

fn goods(n: u128, packaging: u128, more: &str) -> Input {
    let item = Box::new(item(n, Tracking::Lot, true));
    let found = Found::Goods { item, packaging_id: Some(PackagingId(id(packaging))) };
    input(&format!("]C101{GTIN}{more}"), found)
}

fn accept(state: &State, input: &Input) -> (State, Vec<Effect>, Said) {
    let decision = decide(state, input).unwrap_or_else(|why| panic!("{:?}: {why:?}", input.scan.text));
    (decision.state, decision.effects, decision.said)
}

fn refuse(state: &State, input: &Input) -> Refusal {
    decide(state, input).expect_err("a refusal")
}

fn back(effects: &[Effect]) -> &[Posted] {
    let goods = effects.iter().find_map(|effect| match effect {
        Effect::Return(goods) => Some(goods.as_slice()),
        _ => None,
    });
    goods.unwrap_or_else(|| panic!("nothing came back: {effects:?}"))
}

#[test]
fn a_return_begins_with_a_shipment_or_without() {
    let scan = input("PV-1", Found::Nothing);
    assert!(matches!(refuse(&fresh(), &scan), Refusal::UnknownCode { .. }));
    assert!(matches!(refuse(&fresh(), &goods(100, 101, "")), Refusal::NotHere { .. }));
    let (state, effects, _) = accept(&State { target: Some(order()), ..fresh() }, &scan);
    assert_eq!((state.step(), effects), (Step::Goods, vec![]));
    let nothing = Shipped { lines: vec![], ..order() };
    let refused = refuse(&State { target: Some(nothing), ..fresh() }, &scan);
    assert_eq!(refused, refused::refuse(Unreturned::NothingShipped { order: "PV-1".to_owned() }));
    let (state, ..) = accept(&fresh(), &command(CommandCode::Unplanned));
    assert_eq!((state.step(), state.order), (Step::Goods, None));
}

#[test]
fn goods_of_a_shipment_go_onto_a_pallet_to_quarantine_or_to_scrap() {
    let (hand, ..) = accept(&planned(), &goods(100, 102, ""));
    assert_eq!(hand.step(), Step::Decide, "one lot was shipped: nobody is asked");
    assert_eq!(hand.progress.hand.as_ref().expect("goods").attributes.lot.as_deref(), Some("L1"));
    let (hand, ..) = accept(&hand, &quantity(5));
    let (state, effects, _) = accept(&hand, &command(CommandCode::Stock));
    let [Effect::NewPallet { .. }, Effect::Return(goods_back)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((goods_back[0].quantity_base, goods_back[0].to), (5, Disposition::Stock));
    assert_eq!(state.order.as_ref().expect("an order").lines[0].left_base(), 7);
    let (hand, ..) = accept(&state, &goods(100, 102, "10L1"));
    assert_eq!(refuse(&hand, &quantity(8)), Refusal::TooMuch { quantity_base: 8, left_base: 7 });
    for (command_code, to) in
        [(CommandCode::Quarantine, Disposition::Quarantine), (CommandCode::Scrap, Disposition::Scrap)]
    {
        let (_, effects, _) = accept(&hand, &command(command_code));
        assert_eq!((back(&effects)[0].to, back(&effects)[0].unit_id), (to, HandlingUnitId::NONE));
        assert_eq!(effects.len(), 1, "no pallet for these");
    }
    // Untracked goods are spread over what left.
    let (hand, ..) = accept(&planned(), &goods(200, 202, ""));
    let (hand, ..) = accept(&hand, &goods(200, 202, ""));
    let (hand, ..) = accept(&hand, &quantity(4));
    let (state, effects, _) = accept(&hand, &command(CommandCode::Confirm));
    let parts: Vec<_> =
        back(&effects).iter().map(|posted| (posted.lot.as_str(), posted.quantity_base)).collect();
    assert_eq!(parts, [("2026-02-01", 3), ("2026-02-02", 1)]);
    let (state, ..) = accept(&accept(&state, &goods(200, 202, "")).0, &command(CommandCode::Scrap));
    let all_back = refused::refuse(Unreturned::AllBack { item: "Item 200".to_owned() });
    assert_eq!(refuse(&state, &goods(200, 202, "")), all_back);
}

#[test]
fn only_what_left_comes_back() {
    let state = planned();
    let other = refuse(&State { items: vec![], ..state.clone() }, &goods(100, 101, ""));
    assert_eq!(other, Refusal::NotOnDocument { item: "Item 100".to_owned(), document: "PV-1".to_owned() });
    let wrong = refused::refuse(Unreturned::LotNotShipped { lot: "L9".to_owned(), order: "PV-1".to_owned() });
    assert_eq!(refuse(&state, &goods(100, 102, "10L9")), wrong);
    assert!(matches!(refuse(&state, &goods(100, 102, "1727013110L1")), Refusal::ExpiryDiffers { .. }));
    let (asked, ..) = accept(&state, &goods(300, 302, ""));
    assert_eq!(asked.step(), Step::Lot, "which of the serials is asked");
    let (hand, ..) = accept(&asked, &input("S1", Found::Nothing));
    assert!(matches!(refuse(&hand, &quantity(2)), Refusal::BadQuantity { .. }));
    let (state, ..) = accept(&hand, &command(CommandCode::Stock));
    assert!(matches!(refuse(&state, &goods(300, 302, "21S1")), Refusal::Unreturned { .. }));
}

#[test]
fn what_may_not_be_used_does_not_go_to_stock() {
    let mut state = planned();
    let line = &mut state.order.as_mut().expect("an order").lines[0];
    (line.expiry, line.status) = (Some(date!(2026 - 03 - 01)), LotStatus::Released);
    let (hand, ..) = accept(&state, &goods(100, 102, ""));
    let why = Unusable::Expired { expiry: date!(2026 - 03 - 01) };
    let refused = refused::refuse(Unreturned::NotToStock { lot: "L1".to_owned(), why });
    assert_eq!(refuse(&hand, &command(CommandCode::Stock)), refused);
    accept(&hand, &command(CommandCode::Scrap));
    state.order.as_mut().expect("an order").lines[0].status = LotStatus::Recalled;
    let (hand, ..) = accept(&state, &goods(100, 102, ""));
    assert!(matches!(refuse(&hand, &command(CommandCode::Stock)), Refusal::Unreturned { .. }));
    accept(&hand, &command(CommandCode::Quarantine));
}

#[test]
fn an_unplanned_return_asks_what_no_shipment_says() {
    let state = unplanned();
    let (asked, ..) = accept(&state, &goods(100, 102, ""));
    assert_eq!(asked.step(), Step::Lot);
    let (asked, ..) = accept(&asked, &input("]C110L7", Found::Attributes));
    assert_eq!(asked.step(), Step::Lot, "the expiry is missing");
    let (hand, ..) = accept(&asked, &input("]C117270131", Found::Attributes));
    let (_, effects, _) = accept(&hand, &command(CommandCode::Stock));
    let [Effect::NewLot(lot), Effect::NewPallet { .. }, Effect::Return(goods_back)] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((lot.code.as_str(), lot.expiry), ("L7", Some(date!(2027 - 01 - 31))));
    assert_eq!(goods_back[0].shares, []);
    let known = |on_hand_base, n: u128, code: &str| KnownLot {
        id: LotId(id(77)),
        item_id: ItemId(id(n)),
        code: code.to_owned(),
        expiry: (n == 100).then_some(date!(2026 - 08 - 01)),
        status: LotStatus::Released,
        on_hand_base,
    };
    let on_record = State { known: Some(known(0, 100, "L7")), ..state.clone() };
    let (hand, ..) = accept(&on_record, &goods(100, 102, "10L7"));
    let (_, effects, _) = accept(&hand, &command(CommandCode::Scrap));
    assert!(matches!(effects.as_slice(), [Effect::Return(goods)] if goods[0].lot_id == LotId(id(77))));
    let here = State { known: Some(known(1, 300, "S1")), ..state };
    assert_eq!(refuse(&here, &goods(300, 302, "21S1")), Refusal::DuplicateSerial { serial: "S1".to_owned() });
}

#[test]
fn more_than_a_pallet_without_a_shipment_asks_once() {
    let (hand, ..) = accept(&unplanned(), &goods(200, 202, ""));
    let (many, ..) = accept(&hand, &quantity(1_000_000));
    for to in [CommandCode::Stock, CommandCode::Scrap] {
        let (asked, effects, said) = accept(&many, &command(to));
        assert_eq!((said.code(), effects, asked.step()), ("doubtful_quantity", vec![], Step::Decide));
        let (other, ..) = accept(&asked, &quantity(999_999));
        assert_eq!(
            accept(&other, &command(to)).2.code(),
            "doubtful_quantity",
            "another quantity is asked anew"
        );
        let (_, effects, _) = accept(&asked, &command(to));
        assert_eq!(back(&effects)[0].quantity_base, 1_000_000);
    }
    let (few, ..) = accept(&hand, &quantity(3));
    assert_eq!(back(&accept(&few, &command(CommandCode::Scrap)).1)[0].quantity_base, 3);
}

#[test]
fn the_last_goods_go_out_again_and_a_return_ends() {
    let (hand, ..) = accept(&planned(), &goods(100, 102, ""));
    let (state, ..) = accept(&hand, &command(CommandCode::Stock));
    let (undone, effects, _) = accept(&state, &command(CommandCode::Undo));
    assert!(matches!(effects.as_slice(), [Effect::TakeBack(goods)] if goods[0].quantity_base == 1));
    assert_eq!(undone.order.as_ref().expect("an order").lines[0].left_base(), 12);
    assert_eq!(refuse(&undone, &command(CommandCode::Undo)), Refusal::NothingToUndo);
    let (quarantined, ..) = accept(&hand, &command(CommandCode::Quarantine));
    assert_eq!(refuse(&quarantined, &command(CommandCode::Undo)), Refusal::NothingToUndo, "it is gone");
    let there = State { quarantined: vec![(LotId(id(1001)), 1)], ..quarantined };
    accept(&there, &command(CommandCode::Undo));
    let (ended, effects, said) = accept(&state, &command(CommandCode::Close));
    assert!(matches!(effects.as_slice(), [Effect::Label(_), Effect::Release(_)]), "{effects:?}");
    assert_eq!((ended.step(), said), (Step::Start, Said::Done));
    let (full, effects, _) = accept(&state, &command(CommandCode::Full));
    assert_eq!((effects.len(), full.step(), full.pallet), (2, Step::Goods, None));
}
