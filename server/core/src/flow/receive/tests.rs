//! Every refusal and every effect of receiving, on states made by hand.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::code::CommandCode;
use crate::flow::{Input, Refusal, Said};
use crate::id::{Ids, ReceiptId, ReceiptLineId};
use crate::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::scan::parse;
use crate::screen::Screen;

pub(in crate::flow) const TODAY: Date = date!(2026 - 03 - 02);
pub(in crate::flow) const GTIN: &str = "07891000100103";

pub(in crate::flow) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(in crate::flow) fn item(n: u128, tracking: Tracking, expires: bool) -> Item {
    let packaging = |n, name: &str, quantity_base| Packaging {
        kind: PackagingKind::of(quantity_base),
        id: PackagingId(id(n)),
        name: name.to_owned(),
        gtin: Some(GTIN.to_owned()),
        quantity_base,
        weight_g: 0,
    };
    Item {
        id: ItemId(id(n)),
        owner_id: OwnerId(id(1)),
        sku: format!("SKU-{n}"),
        name: format!("Item {n}"),
        unit: "UN".to_owned(),
        tracking,
        expires,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings: vec![packaging(n + 1, "CX", 12), packaging(n + 2, "UN", 1)],
    }
}

/// A receipt with two lines of item 100 (24 announced as L1, then 24), one of item 200 (untracked, 10), one of 300 (serials, 2).
fn receipt() -> Receipt {
    let line = |n, item: u128, expected_base, lots| {
        let number = i64::try_from(n).expect("small");
        Line { lots, ..Line::new(ReceiptLineId(id(n)), number, ItemId(id(item)), expected_base) }
    };
    let announced = AnnouncedLot {
        code: "L1".to_owned(),
        quantity_base: 24,
        made_on: None,
        expiry: Some(date!(2026 - 12 - 31)),
    };
    Receipt {
        id: ReceiptId(id(9)),
        owner_id: OwnerId(id(1)),
        kind: ReceiptKind::Nfe,
        blind: false,
        number: "4512".to_owned(),
        supplier: "Serra Clara".to_owned(),
        status: ReceiptStatus::Open,
        tolerance: Tolerance::default(),
        lines: vec![
            line(1, 100, 24, vec![]),
            line(2, 100, 24, vec![announced]),
            line(3, 200, 10, vec![]),
            line(4, 300, 2, vec![]),
        ],
        items: vec![
            item(100, Tracking::Lot, true),
            item(200, Tracking::None, false),
            item(300, Tracking::Serial, false),
        ],
    }
}

fn open_state() -> State {
    State {
        receipt: Some(receipt()),
        fresh_sscc: Some("078910000000000012".to_owned()),
        dock: "DOCA-1".to_owned(),
        ..State::default()
    }
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

/// Goods of an item, in packaging `n + 1` (a case) or `n + 2` (one), with element strings after the GTIN.
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

fn in_hand(input: &Input) -> State {
    accept(&open_state(), input).0
}

#[test]
fn one_scan_and_a_quantity_bring_goods_onto_a_new_pallet() {
    let (state, effects, said) = accept(&open_state(), &goods(100, 101, "1726123110L1"));
    assert_eq!((effects, state.step()), (vec![], Step::Quantity));
    assert!(matches!(said, Said::Goods { count: 1, packaging_base: 12, .. }));
    let hand = state.progress.hand.clone().expect("goods in hand");
    let receipt = state.receipt.clone().expect("a receipt");
    assert_eq!(
        hand.proposed(&receipt, receipt.item(hand.item_id).expect("its item")),
        2,
        "L1 is 24 of the 48"
    );

    let (state, effects, said) = accept(&state, &quantity(3));
    assert_eq!(said, Said::Posted { quantity_base: 36, unit: "UN".to_owned() });
    let [Effect::NewPallet { id: pallet, code, .. }, Effect::NewLot(lot), Effect::Receive(posted)] =
        effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    let [posted] = posted.as_slice() else { panic!("{posted:?}") };
    assert_eq!(code, "078910000000000012");
    assert_eq!((lot.code.as_str(), lot.expiry, lot.implicit), ("L1", Some(date!(2026 - 12 - 31)), false));
    assert_eq!((posted.unit_id, posted.lot_id, posted.quantity_base), (*pallet, lot.id, 36));
    let shares: Vec<_> =
        posted.shares.iter().map(|share| (share.line_id.0.as_u128(), share.quantity_base)).collect();
    assert_eq!(shares, [(2, 24), (1, 12)], "the line that announces the lot first");
    assert_eq!(state.step(), Step::Goods);
    assert_eq!(state.receipt.expect("a receipt").left_base(ItemId(id(100))), 12);
}

#[test]
fn lot_and_expiry_come_in_any_order() {
    let attributes = |text: &str| input(text, Found::Attributes);
    let orders: [&[Input]; 4] = [
        &[goods(100, 101, ""), attributes("]C110L5"), attributes("]C117270131")],
        &[goods(100, 101, ""), attributes("]C117270131"), attributes("]C110L5")],
        &[attributes("]C110L5"), attributes("]C117270131"), goods(100, 101, "")],
        &[attributes("]C117270131"), goods(100, 101, "10L5")],
    ];
    for order in orders {
        let state = order.iter().fold(open_state(), |state, input| accept(&state, input).0);
        let hand = state.progress.hand.clone().expect("goods in hand");
        assert_eq!(state.step(), Step::Quantity);
        assert_eq!(hand.attributes.lot.as_deref(), Some("L5"));
        assert_eq!(hand.attributes.expiry, Some(date!(2027 - 01 - 31)));
    }
}

#[test]
fn only_what_is_missing_is_asked() {
    let missing = |state: &State| {
        let receipt = state.receipt.as_ref().expect("a receipt");
        let hand = state.progress.hand.as_ref().expect("goods in hand");
        let missing = hand.misses(receipt.item(hand.item_id).expect("its item"));
        (missing.lot, missing.expiry)
    };
    assert_eq!(missing(&in_hand(&goods(100, 101, ""))), (true, true));
    assert_eq!(missing(&in_hand(&goods(100, 101, "10L5"))), (false, true));
    assert_eq!(missing(&in_hand(&goods(100, 101, "10L1"))), (false, false), "announced with its expiry");
    assert_eq!(missing(&in_hand(&goods(100, 101, "17270131"))), (true, false));
    assert_eq!(missing(&in_hand(&goods(100, 101, "1527013110L5"))), (false, false), "best before will do");
    assert_eq!(missing(&in_hand(&goods(200, 202, ""))), (false, false));
    let known = KnownLot {
        id: LotId(id(77)),
        item_id: ItemId(id(100)),
        code: "L5".to_owned(),
        expiry: Some(date!(2026 - 08 - 01)),
        status: LotStatus::Released,
        on_hand_base: 0,
    };
    let on_record = State { known: Some(known.clone()), ..open_state() };
    let (state, ..) = accept(&on_record, &goods(100, 101, "10L5"));
    assert_eq!(missing(&state), (false, false), "on record with its expiry");
    let (_, effects, _) = accept(&state, &quantity(1));
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::NewLot(_))),
        "a known lot is not begun again"
    );
    let typed = accept(&in_hand(&goods(100, 101, "")), &input("LOTE 7", Found::Nothing)).0;
    assert_eq!(missing(&typed), (false, true));
    for date in ["31/01/2027", "2027-01-31", "310127", "31012027"] {
        let state = accept(&typed, &input(date, Found::Nothing)).0;
        let hand = state.progress.hand.expect("goods in hand");
        assert_eq!(hand.attributes.expiry, Some(date!(2027 - 01 - 31)), "{date}");
    }
}

#[test]
fn what_may_not_come_in_is_refused() {
    let state = open_state();
    let document = || "4512".to_owned();
    let other = refuse(&state, &goods(400, 401, ""));
    assert_eq!(other, Refusal::NotOnDocument { item: "Item 400".to_owned(), document: document() });
    let expiry = date!(2026 - 03 - 01);
    let expired = refuse(&state, &goods(100, 101, "1726030110L5"));
    assert_eq!(expired, Refusal::ExpiredOnArrival { lot: "L5".to_owned(), expiry });
    assert!(decide(&state, &goods(100, 101, "1726030210L5")).is_ok(), "the last day is a day");
    let known = |status, on_hand_base, code: &str, item| {
        let (id, item_id) = (LotId(id(77)), ItemId(id(item)));
        let expiry = (item == 100).then_some(date!(2026 - 08 - 01));
        let known = KnownLot { id, item_id, code: code.to_owned(), expiry, status, on_hand_base };
        State { known: Some(known), ..open_state() }
    };
    let differs = refuse(&known(LotStatus::Released, 0, "L5", 100), &goods(100, 101, "1727013110L5"));
    let (on_record, scanned) = (date!(2026 - 08 - 01), date!(2027 - 01 - 31));
    assert_eq!(differs, Refusal::ExpiryDiffers { lot: "L5".to_owned(), known: on_record, scanned });
    let mut undated = known(LotStatus::Released, 0, "L5", 100);
    undated.known.as_mut().expect("a lot").expiry = None;
    let unknown = refuse(&undated, &goods(100, 101, "1727013110L5"));
    assert_eq!(unknown, Refusal::ExpiryUnknown { lot: "L5".to_owned(), scanned });
    let recalled = refuse(&known(LotStatus::Recalled, 0, "L5", 100), &goods(100, 101, "10L5"));
    assert!(matches!(recalled, Refusal::UnusableLot { .. }));
    let twice = refuse(&known(LotStatus::Released, 1, "S1", 300), &goods(300, 302, "21S1"));
    assert_eq!(twice, Refusal::DuplicateSerial { serial: "S1".to_owned() });
    assert!(
        decide(&known(LotStatus::Released, 0, "S1", 300), &goods(300, 302, "21S1")).is_ok(),
        "it left and is back"
    );
    let case_of_serials = refuse(&state, &goods(300, 301, "21S1"));
    assert_eq!(case_of_serials, Refusal::BadQuantity { quantity: 1 });
    let too_much = refuse(&state, &goods(200, 201, ""));
    assert_eq!(too_much, Refusal::TooMuch { quantity_base: 12, left_base: 10 });
    let hand = in_hand(&goods(200, 202, ""));
    assert_eq!(refuse(&hand, &quantity(11)), Refusal::TooMuch { quantity_base: 11, left_base: 10 });
    assert_eq!(refuse(&hand, &quantity(0)), Refusal::BadQuantity { quantity: 0 });
    let mut closed = open_state();
    closed.receipt.as_mut().expect("a receipt").status = ReceiptStatus::Closed;
    assert_eq!(refuse(&closed, &goods(100, 101, "")), Refusal::Closed { document: document() });
}

#[test]
fn a_lot_begins_with_all_its_dates() {
    let mut state = open_state();
    for item in &mut state.receipt.as_mut().expect("a receipt").items {
        item.shelf_life_days = Some(90);
        item.best_before_lead_days = Some(30);
        item.removal_lead_days = Some(10);
    }
    let check = |symbol: &str, expected: [Option<Date>; 4]| {
        let hand = accept(&state, &goods(100, 101, symbol)).0;
        let effects = accept(&hand, &quantity(1)).1;
        let lot = effects.iter().find_map(|effect| match effect {
            Effect::NewLot(lot) => Some([lot.made_on, lot.best_before, lot.expiry, lot.removal_on]),
            _ => None,
        });
        assert_eq!(lot, Some(expected), "{symbol}");
    };
    let (made, last) = (date!(2026 - 02 - 01), date!(2026 - 05 - 02));
    let (best, removal) = (date!(2026 - 04 - 02), date!(2026 - 04 - 22));
    check("1126020110L5", [Some(made), Some(best), Some(last), Some(removal)]);
    check("1726050210L5", [None, Some(best), Some(last), Some(removal)]);
    check("1526050210L5", [None, Some(last), Some(last), Some(removal)]);
    check("11260201152605021726050210L5", [Some(made), Some(last), Some(last), Some(removal)]);
}

#[test]
fn untracked_goods_carry_the_lot_of_their_day() {
    let hand = in_hand(&goods(200, 202, ""));
    let (_, effects, _) = accept(&hand, &command(CommandCode::Confirm));
    let lots: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::NewLot(lot) => Some((lot.code.as_str(), lot.implicit)),
            _ => None,
        })
        .collect();
    assert_eq!(lots, [("2026-03-02", true)]);
}

#[test]
fn packagings_are_counted_by_scanning_them() {
    let one = in_hand(&goods(200, 202, ""));
    let two = accept(&one, &goods(200, 202, "")).0;
    let three = accept(&two, &goods(200, 202, "")).0;
    let (back, _, said) = accept(&three, &command(CommandCode::Undo));
    assert_eq!((back.progress.hand.as_ref().map(|hand| hand.count), said), (Some(2), Said::Undone));
    let (_, _, said) = accept(&back, &command(CommandCode::Confirm));
    assert_eq!(said, Said::Posted { quantity_base: 2, unit: "UN".to_owned() });
    let dropped = accept(&one, &command(CommandCode::Undo)).0;
    assert_eq!(dropped.step(), Step::Goods);
    let mut full = one.clone();
    full.progress.hand.as_mut().expect("goods").count = 10;
    assert_eq!(refuse(&full, &goods(200, 202, "")), Refusal::TooMuch { quantity_base: 11, left_base: 10 });
    assert!(matches!(refuse(&one, &goods(200, 201, "")), Refusal::NotHere { .. }), "another packaging");
}

#[test]
fn a_serial_is_posted_at_once() {
    let (state, effects, said) = accept(&open_state(), &goods(300, 302, "21S1"));
    assert_eq!(said, Said::Posted { quantity_base: 1, unit: "UN".to_owned() });
    assert_eq!(effects.len(), 3);
    assert_eq!(state.step(), Step::Goods);
    assert!(open_state().may_begin_pallet(&goods(300, 302, "").found));
    assert!(!state.may_begin_pallet(&goods(300, 302, "").found), "there is a pallet now");
}

#[test]
fn the_last_posting_is_taken_back_once() {
    let hand = in_hand(&goods(200, 202, ""));
    let (posted, ..) = accept(&hand, &quantity(4));
    let (state, effects, said) = accept(&posted, &command(CommandCode::Undo));
    assert!(matches!(effects.as_slice(), [Effect::TakeBack(back)] if back.quantity_base == 4));
    assert_eq!(said, Said::Undone);
    assert_eq!(state.receipt.as_ref().expect("a receipt").left_base(ItemId(id(200))), 10);
    assert!(state.pallet.as_ref().expect("a pallet").contents.is_empty());
    assert_eq!(refuse(&state, &command(CommandCode::Undo)), Refusal::NothingToUndo);
    let gone = State { pallet: None, ..posted };
    assert_eq!(
        refuse(&gone, &command(CommandCode::Undo)),
        Refusal::NothingToUndo,
        "the pallet was taken away"
    );
}

#[test]
fn a_full_pallet_is_labelled_and_let_go() {
    let hand = in_hand(&goods(200, 202, ""));
    let (posted, ..) = accept(&hand, &quantity(4));
    let (state, effects, said) = accept(&posted, &command(CommandCode::Full));
    let [Effect::Label(tag), Effect::Release(_)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((tag.item.as_deref(), tag.count), (Some("Item 200"), Some(4)));
    assert_eq!((said, state.pallet), (Said::Printing, None));
    assert!(matches!(refuse(&open_state(), &command(CommandCode::Full)), Refusal::NotHere { .. }));
    assert!(matches!(refuse(&open_state(), &command(CommandCode::Print)), Refusal::NotHere { .. }));
}

#[test]
fn closing_asks_first_and_waits_for_others() {
    let (state, effects, _) = accept(&open_state(), &command(CommandCode::Close));
    assert_eq!((state.step(), effects), (Step::Close, vec![]));
    assert_eq!(accept(&state, &command(CommandCode::Cancel)).0.step(), Step::Goods);
    assert!(matches!(refuse(&state, &goods(200, 202, "")), Refusal::NotHere { .. }));
    let other = |busy| OtherPallet {
        id: HandlingUnitId(id(5)),
        code: "x".to_owned(),
        operator: "Nina".to_owned(),
        busy,
    };
    let busy = State { others: vec![other(true)], ..state.clone() };
    let operator = "Nina".to_owned();
    assert_eq!(refuse(&busy, &command(CommandCode::Confirm)), Refusal::TakenByOther { operator });
    let parked = State { others: vec![other(false)], ..state };
    let (state, effects, said) = accept(&parked, &command(CommandCode::Confirm));
    assert!(
        matches!(effects.as_slice(), [Effect::Label(_), Effect::Release(_), Effect::Close(_)]),
        "{effects:?}"
    );
    assert_eq!((state.step(), said), (Step::Invoice, Said::Done));
}

#[test]
fn an_invoice_opens_once_and_another_takes_its_place() {
    let expected = Receipt { status: ReceiptStatus::Expected, ..receipt() };
    let scan = input("4512", Found::Receipt(expected.id));
    let state = State { target: Some(expected.clone()), ..State::default() };
    let (opened, effects, _) = accept(&state, &scan);
    assert_eq!((opened.step(), effects), (Step::Goods, vec![Effect::Open]));
    let (_, effects, _) = accept(&State { target: Some(receipt()), ..State::default() }, &scan);
    assert_eq!(effects, [], "a second operator opens nothing");
    let closed = Receipt { status: ReceiptStatus::Closed, ..receipt() };
    let refused = refuse(&State { target: Some(closed), ..State::default() }, &scan);
    assert_eq!(refused, Refusal::Closed { document: "4512".to_owned() });
    let other = Receipt { id: ReceiptId(id(10)), number: "4513".to_owned(), ..receipt() };
    let scan = input("4513", Found::Receipt(other.id));
    let (posted, ..) = accept(&in_hand(&goods(200, 202, "")), &quantity(4));
    let (state, effects, _) = accept(&State { target: Some(other), ..posted }, &scan);
    assert!(
        matches!(effects.as_slice(), [Effect::Label(_), Effect::Release(_)]),
        "the pallet is finished first"
    );
    assert_eq!(state.receipt.map(|receipt| receipt.number).as_deref(), Some("4513"));
    assert!(matches!(refuse(&State::default(), &input("X", Found::Nothing)), Refusal::UnknownCode { .. }));
}

fn with_receipt(change: impl FnOnce(&mut Receipt)) -> State {
    let mut state = open_state();
    change(state.receipt.as_mut().expect("a receipt"));
    state
}

fn posted(effects: &[Effect]) -> Vec<&Posted> {
    let goods = effects.iter().filter_map(|effect| match effect {
        Effect::Receive(goods) => Some(goods),
        _ => None,
    });
    goods.flatten().collect()
}

#[test]
fn r27_more_than_a_pallet_asks_again() {
    let state = with_receipt(|receipt| {
        let items = &mut receipt.items[1];
        items.packagings[0].kind = PackagingKind::Pallet;
        items.packagings[0].quantity_base = 8;
    });
    let hand = accept(&state, &goods(200, 202, "")).0;
    let (_, effects, said) = accept(&hand, &quantity(8));
    assert!(matches!(said, Said::Posted { quantity_base: 8, .. }) && posted(&effects).len() == 1);
    let (asked, effects, said) = accept(&hand, &quantity(9));
    let why = Unreceived::Doubtful { quantity_base: 9, unit: "UN".to_owned() };
    assert_eq!((effects, said), (vec![], Said::Again(Box::new(Refusal::Unreceived { why }))));
    for confirm in [quantity(9), command(CommandCode::Confirm)] {
        let (_, effects, said) = accept(&asked, &confirm);
        assert!(matches!(said, Said::Posted { quantity_base: 9, .. }) && posted(&effects).len() == 1);
    }
    let other = accept(&asked, &quantity(10));
    assert!(matches!(other.2, Said::Again(_)), "another quantity is asked again");
}

#[test]
fn more_than_expected_is_confirmed_within_the_tolerance_and_refused_beyond() {
    let tolerance = |own_percent, warehouse_percent| Tolerance { own_percent, warehouse_percent };
    let check = |rule, of_item, room| {
        let state = with_receipt(|receipt| {
            receipt.tolerance = rule;
            receipt.items[1].arrival.over_receipt_percent = of_item;
        });
        let receipt = state.receipt.expect("a receipt");
        assert_eq!(receipt.room_base(&receipt.items[1]), room, "{rule:?} {of_item:?}");
    };
    check(tolerance(None, 0), None, 10);
    check(tolerance(None, 10), None, 11);
    check(tolerance(None, 19), None, 11);
    check(tolerance(None, 10), Some(50), 15);
    check(tolerance(Some(0), 10), Some(50), 10);
    let state = with_receipt(|receipt| receipt.tolerance.own_percent = Some(20));
    let hand = accept(&state, &goods(200, 202, "")).0;
    let beyond = refuse(&hand, &quantity(13));
    assert_eq!(beyond, Refusal::TooMuch { quantity_base: 13, left_base: 10 });
    let (asked, effects, said) = accept(&hand, &quantity(12));
    let over = Unreceived::Over { quantity_base: 12, left_base: 10 };
    assert_eq!((effects, said), (vec![], Said::Again(Box::new(Refusal::Unreceived { why: over }))));
    let (Screen::ReceiveQuantity(shown), _) = screen(&asked, TODAY) else { panic!("{asked:?}") };
    assert_eq!(shown.proposed, 12, "what was asked is what is shown");
    let other = accept(&asked, &quantity(11));
    assert!(matches!(other.2, Said::Again(_)), "another quantity is asked again");
    for confirm in [quantity(12), command(CommandCode::Confirm)] {
        let (after, effects, _) = accept(&asked, &confirm);
        let shares: Vec<_> = posted(&effects)[0].shares.iter().map(|share| share.quantity_base).collect();
        assert_eq!((shares.as_slice(), after.progress.asked), ([12].as_slice(), None));
    }
    // Looking at something else first forgets what was asked.
    let (looked, ..) = accept(&asked, &command(CommandCode::Damaged));
    assert_eq!(looked.progress.asked, None);
    let serials = with_receipt(|receipt| {
        receipt.tolerance.own_percent = Some(50);
        receipt.lines[3].received_base = 2;
    });
    let (asked, effects, _) = accept(&serials, &goods(300, 302, "21S9"));
    assert_eq!(effects, []);
    let (_, effects, said) = accept(&asked, &goods(300, 302, "21S9"));
    assert_eq!((posted(&effects).len(), said), (1, Said::Posted { quantity_base: 1, unit: "UN".to_owned() }));
}

#[test]
fn a_blind_receipt_takes_what_there_is_and_tells_nothing() {
    let fresh = FreshReceipt { owner_id: OwnerId(id(1)), number: "C-1".to_owned() };
    let state = State { fresh_receipt: Some(fresh), ..State::default() };
    let (mut state, effects, _) = accept(&state, &command(CommandCode::Blind));
    assert!(matches!(effects.as_slice(), [Effect::Begin(receipt)] if receipt.blind), "{effects:?}");
    assert!(matches!(refuse(&State::default(), &command(CommandCode::Blind)), Refusal::NotHere { .. }));
    state.fresh_sscc = Some("078910000000000012".to_owned());
    state.receipt.as_mut().expect("a receipt").items.push(item(200, Tracking::None, false));
    let hand = accept(&state, &goods(200, 201, "")).0;
    let (Screen::ReceiveQuantity(screen), _) = screen(&hand, TODAY) else { panic!("{hand:?}") };
    assert_eq!((screen.proposed, screen.receipt.progress.total), (1, 0));
    let (state, effects, _) = accept(&hand, &quantity(100));
    let [Effect::NewLine(line), Effect::NewPallet { .. }, Effect::NewLot(_), Effect::Receive(_)] =
        effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((line.number, line.expected_base), (1, 0));
    let mut receipt = state.receipt.expect("a receipt");
    assert_eq!((receipt.lines[0].received_base, receipt.discrepancies()), (1200, vec![]));
    receipt.lines[0].quarantined_base = 200;
    let told = receipt.discrepancies()[0];
    assert_eq!((told.difference_base, told.quarantined_base), (0, 200), "nothing was announced");

    let document = with_receipt(|receipt| receipt.blind = true);
    let (Screen::ReceiveGoods(shown), actions) = super::screen(&document, TODAY) else { panic!("goods") };
    assert_eq!((shown.missing, shown.receipt.progress.total), (vec![], 0));
    assert_eq!(actions.last(), Some(&CommandCode::Leave));
    let hand = accept(&document, &goods(200, 202, "")).0;
    let (state, ..) = accept(&hand, &quantity(11));
    let (Screen::ReceiveClose(closing), _) =
        super::screen(&accept(&state, &command(CommandCode::Close)).0, TODAY)
    else {
        panic!("it closes")
    };
    assert_eq!(closing.differences, [], "the desk knows, the dock does not");
    let differs = state.receipt.expect("a receipt").discrepancies();
    assert_eq!(differs.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn damaged_goods_go_to_quarantine_and_back() {
    let hand = in_hand(&goods(200, 202, ""));
    let (damaged, ..) = accept(&hand, &command(CommandCode::Damaged));
    let (undamaged, ..) = accept(&damaged, &command(CommandCode::Damaged));
    assert_eq!(undamaged.progress.hand, hand.progress.hand);
    let (state, effects, _) = accept(&damaged, &quantity(3));
    assert!(matches!(effects.as_slice(), [Effect::NewLot(_), Effect::Receive(_)]), "{effects:?}");
    let goods_in = posted(&effects)[0];
    assert_eq!((goods_in.quarantine, goods_in.unit_id), (Some(Quarantined::Damaged), HandlingUnitId::NONE));
    let line = &state.receipt.as_ref().expect("a receipt").lines[2];
    assert_eq!((line.received_base, line.quarantined_base, state.pallet.is_none()), (3, 3, true));
    assert_eq!(
        refuse(&state, &command(CommandCode::Repeat)),
        super::refused::refuse(Unreceived::NothingToRepeat)
    );
    assert_eq!(refuse(&state, &command(CommandCode::Undo)), Refusal::NothingToUndo, "moved on meanwhile");
    let there = State { quarantined_base: 3, ..state };
    let (state, effects, _) = accept(&there, &command(CommandCode::Undo));
    assert!(matches!(effects.as_slice(), [Effect::TakeBack(_)]));
    assert_eq!(state.receipt.expect("a receipt").lines[2].quarantined_base, 0);
    // Said before the goods, it holds for the next ones only: also for serials, which are posted at once.
    let (ahead, ..) = accept(&open_state(), &command(CommandCode::Damaged));
    let (state, effects, _) = accept(&ahead, &goods(300, 302, "21S1"));
    assert_eq!(posted(&effects)[0].quarantine, Some(Quarantined::Damaged));
    let state = State { fresh_sscc: Some("078910000000000012".to_owned()), ..state };
    let (_, effects, _) = accept(&state, &goods(300, 302, "21S2"));
    assert_eq!(posted(&effects)[0].quarantine, None);
}

#[test]
fn too_short_a_life_takes_a_supervisor_and_goes_to_quarantine() {
    let state = with_receipt(|receipt| receipt.items[0].arrival.remaining_days_min = 60);
    let (near, far) = (goods(100, 102, "1726043010L5"), goods(100, 102, "1726050110L5"));
    assert!(decide(&state, &far).is_ok(), "60 days are enough");
    let short = refuse(&state, &near);
    let (lot, expiry) = ("L5".to_owned(), date!(2026 - 04 - 30));
    assert_eq!(short, super::refused::refuse(Unreceived::ShortLife { lot, expiry, days_min: 60 }));
    let state = State { may_supervise: true, ..state };
    let (asked, _, said) = accept(&state, &near);
    assert!(matches!(said, Said::Again(_)));
    assert_eq!(asked.step(), Step::Goods);
    let (other, _, said) = accept(&asked, &goods(100, 102, "1726042910L6"));
    assert!(matches!(said, Said::Again(_)), "another lot is another question");
    assert_ne!(other.progress.asked, asked.progress.asked);
    let (hand, ..) = accept(&asked, &near);
    let (_, effects, _) = accept(&hand, &quantity(2));
    assert_eq!(posted(&effects)[0].quarantine, Some(Quarantined::ShortLife));
}

#[test]
fn the_last_goods_come_in_once_more_onto_a_new_pallet() {
    let nothing = super::refused::refuse(Unreceived::NothingToRepeat);
    assert_eq!(refuse(&open_state(), &command(CommandCode::Repeat)), nothing);
    let hand = in_hand(&goods(100, 101, "1726123110L1"));
    let (first, ..) = accept(&hand, &quantity(2));
    assert!(first.may_begin_pallet(&Found::Command(CommandCode::Repeat)), "though there is a pallet");
    let (full, ..) = accept(&first, &command(CommandCode::Full));
    let lot_id = first.progress.last.as_ref().expect("posted").lot_id;
    let known = KnownLot {
        id: lot_id,
        item_id: ItemId(id(100)),
        code: "L1".to_owned(),
        expiry: Some(date!(2026 - 12 - 31)),
        status: LotStatus::Released,
        on_hand_base: 0,
    };
    let loaded = |state: State| State {
        fresh_sscc: Some("078910000000000029".to_owned()),
        known: Some(known.clone()),
        ..state
    };
    let (second, effects, _) = accept(&loaded(first), &command(CommandCode::Repeat));
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Label(_), Effect::Release(_), Effect::NewPallet { held: true, .. }, Effect::Receive(_)]
        ),
        "{effects:?}"
    );
    let again = posted(&effects)[0];
    assert_eq!((again.lot_id, again.quantity_base, again.expiry), (lot_id, 24, known.expiry));
    assert_eq!(second.pallet.as_ref().expect("a pallet").code, "078910000000000029");
    let (_, effects, _) = accept(&loaded(full), &command(CommandCode::Repeat));
    assert!(matches!(effects.as_slice(), [Effect::NewPallet { .. }, Effect::Receive(_)]), "{effects:?}");
    let none_left = refuse(&loaded(second), &command(CommandCode::Repeat));
    assert_eq!(none_left, Refusal::TooMuch { quantity_base: 24, left_base: 0 });
}

#[test]
fn an_announced_pallet_comes_in_whole_or_not_at_all() {
    let content = |line, lot: Option<&str>, quantity_base| PalletLine {
        line_id: ReceiptLineId(id(line)),
        lot: lot.map(str::to_owned),
        quantity_base,
    };
    let sscc = "378910000000000013";
    let on = |contents| State {
        announced: Some(AnnouncedPallet { code: sscc.to_owned(), contents }),
        ..open_state()
    };
    let scan = input(sscc, Found::NewUnit(sscc.to_owned()));
    let state = on(vec![content(2, Some("L1"), 24), content(3, None, 4)]);
    let lots =
        lots_on(state.receipt.as_ref().expect("a receipt"), state.announced.as_ref().expect("one"), TODAY);
    assert_eq!(lots.iter().map(|(_, lot)| lot.as_str()).collect::<Vec<_>>(), ["L1", "2026-03-02"]);
    let (after, effects, _) = accept(&state, &scan);
    let [
        Effect::NewPallet { held: false, .. },
        Effect::NewLot(first),
        Effect::NewLot(second),
        Effect::Receive(goods_in),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((first.expiry, second.implicit, goods_in.len()), (Some(date!(2026 - 12 - 31)), true, 2));
    let received: Vec<_> =
        after.receipt.as_ref().expect("a receipt").lines.iter().map(|line| line.received_base).collect();
    assert_eq!((received.as_slice(), after.pallet), ([0, 24, 4, 0].as_slice(), None));
    let too_much = on(vec![content(2, Some("L1"), 24), content(3, None, 11)]);
    assert_eq!(refuse(&too_much, &scan), Refusal::TooMuch { quantity_base: 11, left_base: 10 });
    let other = input("378910000000000020", Found::NewUnit("378910000000000020".to_owned()));
    assert!(matches!(refuse(&state, &other), Refusal::UnknownCode { .. }));
}

#[test]
fn who_may_attaches_an_unknown_code_to_an_item_of_the_document() {
    let unknown = input("CX-NOVA", Found::Nothing);
    assert!(matches!(refuse(&open_state(), &unknown), Refusal::UnknownCode { .. }), "not everyone may");
    let supervisor = State { may_supervise: true, ..open_state() };
    let (attaching, _, said) = accept(&supervisor, &unknown);
    assert!(matches!((attaching.step(), said), (Step::Attach, Said::Wanted(_))));
    let (Screen::ReceiveAttach(shown), _) = screen(&attaching, TODAY) else { panic!("{attaching:?}") };
    assert_eq!((shown.code.as_str(), shown.targets.len(), shown.chosen), ("CX-NOVA", 6, None));
    assert!(matches!(refuse(&attaching, &unknown), Refusal::UnknownCode { .. }), "of what?");
    assert!(matches!(refuse(&attaching, &goods(400, 401, "")), Refusal::NotOnDocument { .. }));
    let (chosen, effects, _) = accept(&attaching, &goods(200, 201, ""));
    assert_eq!(effects, []);
    for confirm in [unknown.clone(), command(CommandCode::Confirm)] {
        let (after, effects, _) = accept(&chosen, &confirm);
        let expected = Effect::Attach {
            code: "CX-NOVA".to_owned(),
            item_id: ItemId(id(200)),
            packaging_id: Some(PackagingId(id(201))),
        };
        assert_eq!((effects, after.step()), (vec![expected], Step::Goods));
    }
    assert!(matches!(refuse(&chosen, &input("OUTRA", Found::Nothing)), Refusal::UnknownCode { .. }));
    assert_eq!(accept(&chosen, &command(CommandCode::Cancel)).0.step(), Step::Goods);
    let gtin = input("07891000999998", Found::Nothing);
    let (attaching, ..) = accept(&supervisor, &gtin);
    assert_eq!(attaching.progress.attach.map(|attach| attach.code).as_deref(), Some("07891000999998"));
}
