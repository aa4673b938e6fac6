use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::flow::Unit;
use crate::id::{Ids, ItemId, LocationId, LotId, OrderLineId, OwnerId, PackagingId};
use crate::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::ledger::Place;
use crate::lot::{LotStatus, Unusable};
use crate::scan;
use crate::screen::{ParcelSummary, Progress};

const TODAY: time::Date = date!(2026 - 11 - 21);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn tote(n: u128) -> Unit {
    Unit {
        id: HandlingUnitId(id(n)),
        code: format!("BPT{n}"),
        kind: UnitKind::Tote,
        location_id: Some(LocationId(id(900))),
        order_id: Some(OrderId(id(1))),
        empty: false,
    }
}

fn lot(n: u128, item: u128, tracking: Tracking, quantity_base: i64) -> Lot {
    Lot {
        id: LotId(id(n)),
        code: format!("L{n}"),
        expiry: Some(date!(2027 - 01 - 31)),
        status: LotStatus::Released,
        item_id: ItemId(id(item)),
        sku: format!("SKU{item}"),
        name: format!("item {item}"),
        unit: "UN".into(),
        tracking,
        contents: vec![Content {
            place: Place::within(LocationId(id(900)), HandlingUnitId(id(50))),
            tote: "BPT50".into(),
            quantity_base,
        }],
    }
}

fn line(n: u128, item: u128, picked_base: i64) -> Line {
    Line { id: OrderLineId(id(n)), item_id: ItemId(id(item)), picked_base, packed_base: 0 }
}

/// Coffee (10) by lot in two lots of 12 and 2; soap (20) untracked, 3 in two lots and two lines; a reader (30) by serial.
fn order() -> Order {
    Order {
        id: OrderId(id(1)),
        number: "PV-1".into(),
        customer: "Ana".into(),
        carrier: "Ipê".into(),
        stage: Stage::Ready,
        taken_by: None,
        desk_id: LocationId(id(901)),
        parcel: Some(Parcel { id: ParcelId(id(70)), unit_id: HandlingUnitId(id(71)), number: 1 }),
        parcels_closed: 0,
        parcels: vec![summary(1)],
        lines: vec![line(100, 10, 14), line(101, 20, 1), line(102, 20, 2), line(103, 30, 1)],
        lots: vec![
            lot(11, 10, Tracking::Lot, 12),
            lot(12, 10, Tracking::Lot, 2),
            lot(21, 20, Tracking::None, 2),
            lot(22, 20, Tracking::None, 1),
            lot(31, 30, Tracking::Serial, 1),
        ],
        checked: Vec::new(),
    }
}

fn summary(number: i64) -> ParcelSummary {
    ParcelSummary {
        sscc: format!("sscc {number}"),
        order: "PV-1".into(),
        number,
        total: 0,
        tracking_code: format!("code {number}"),
        carrier: "Ipê".into(),
    }
}

fn at_work() -> State {
    State { order: Some(order()), ..State::default() }
}

fn item(n: u128, tracking: Tracking) -> Item {
    let packaging = |id_n: u128, name: &str, quantity_base| Packaging {
        kind: PackagingKind::of(quantity_base),
        id: PackagingId(id(id_n)),
        name: name.into(),
        gtin: None,
        quantity_base,
        weight_g: 0,
    };
    Item {
        id: ItemId(id(n)),
        owner_id: OwnerId(id(2)),
        sku: format!("SKU{n}"),
        name: format!("item {n}"),
        unit: "UN".into(),
        tracking,
        expires: true,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings: vec![packaging(5, "CX", 12), packaging(6, "UN", 1)],
    }
}

fn input(symbol: &str, found: Found) -> Input {
    Input { scan: scan::parse(symbol, TODAY), found, today: TODAY, ids: Ids::new(1_700_000_000_000, 5) }
}

fn goods(n: u128, tracking: Tracking, packaging: u128, symbol: &str) -> Input {
    let found =
        Found::Goods { item: Box::new(item(n, tracking)), packaging_id: Some(PackagingId(id(packaging))) };
    input(symbol, found)
}

fn coffee(packaging: u128, lot: &str) -> Input {
    goods(10, Tracking::Lot, packaging, &format!("]d2010789100010010310{lot}"))
}

fn soap() -> Input {
    goods(20, Tracking::None, 6, "]d20107891000200209")
}

fn command(command: CommandCode) -> Input {
    input(&command.printed(), Found::Command(command))
}

fn typed(quantity: i64) -> Input {
    input(&format!("BPCQ{quantity}"), Found::Quantity(quantity))
}

fn refusal(state: &State, input: &Input) -> Refusal {
    decide(state, input).expect_err("a refusal")
}

fn after(state: &State, inputs: &[Input]) -> State {
    inputs.iter().fold(state.clone(), |state, input| {
        decide(&state, input).unwrap_or_else(|refusal| panic!("{:?}: {refusal:?}", input.found)).state
    })
}

fn checked(decision: &Decision<State, Effect>) -> Vec<(u128, u128, i64)> {
    match &decision.effects[..] {
        [Effect::Check { checked, .. }] => {
            checked.iter().map(|c| (c.line_id.0.as_u128(), c.lot_id.0.as_u128(), c.quantity_base)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Everything of the order, checked.
fn all() -> Vec<Input> {
    vec![
        coffee(5, "L11"),
        coffee(6, "L12"),
        typed(2),
        soap(),
        soap(),
        soap(),
        goods(30, Tracking::Serial, 6, "]d2010789100030030521L31"),
    ]
}

#[test]
fn a_tote_opens_its_order_and_its_first_parcel() {
    let fresh = Order { parcel: None, ..order() };
    let state = State { scanned: Some(fresh.clone()), ..State::default() };
    let scan = input("BPT50", Found::Unit(tote(50)));
    let decision = decide(&state, &scan).expect("opens");
    let [Effect::Open { order_id }, Effect::OpenParcel { parcel, .. }] = &decision.effects[..] else {
        panic!("{:?}", decision.effects)
    };
    assert_eq!((order_id, parcel.number), (&fresh.id, 1));
    assert_eq!(decision.state.order.expect("in work").parcel.as_ref(), Some(parcel));
    // One that is half packed goes on in its open parcel.
    let half = State { scanned: Some(order()), ..State::default() };
    let decision = decide(&half, &scan).expect("opens");
    assert_eq!(decision.effects, [Effect::Open { order_id: fresh.id }]);

    let refused = |change: fn(&mut Order)| {
        let mut order = order();
        change(&mut order);
        refusal(&State { scanned: Some(order), ..State::default() }, &scan)
    };
    assert_eq!(
        refused(|order| order.stage = Stage::Picking { left_base: 4 }),
        Refusal::NotFinished { left: 4 }
    );
    assert_eq!(refused(|order| order.stage = Stage::Packed), Refusal::Closed { document: "PV-1".into() });
    assert_eq!(
        refused(|order| order.taken_by = Some("Bia".into())),
        Refusal::TakenByOther { operator: "Bia".into() }
    );
    assert_eq!(refused(|order| order.lots.clear()), Refusal::UnitEmpty { unit: "BPT50".into() });
}

#[test]
fn what_is_no_tote_of_an_order_is_refused() {
    let state = State::default();
    let check = |found: Found, expected: &str| {
        assert_eq!(refusal(&state, &input("BPT50", found)).code(), expected);
    };
    check(Found::Unit(Unit { order_id: None, ..tote(50) }), "unit_empty");
    check(Found::Unit(Unit { kind: UnitKind::Pallet, ..tote(50) }), "not_here");
    check(Found::NewUnit("BPT50".into()), "unknown_code");
    check(Found::Nothing, "unknown_code");
    check(Found::Command(CommandCode::Undo), "nothing_to_undo");
    check(Found::Command(CommandCode::Close), "not_here");
    check(Found::Command(CommandCode::Print), "nothing_waits");
    check(Found::Quantity(2), "not_here");
}

#[test]
fn goods_are_checked_by_lot_and_shared_over_lines() {
    let state = at_work();
    let decision = decide(&state, &coffee(5, "L11")).expect("a case");
    assert_eq!(checked(&decision), [(100, 11, 12)]);
    assert_eq!(
        decision.said,
        Said::Goods { count: 1, packaging: "CX".into(), packaging_base: 12, unit: "UN".into() }
    );
    let decision = decide(&state, &soap()).expect("soap");
    assert_eq!(checked(&decision), [(101, 21, 1)]);
    let decision = decide(&decision.state, &soap()).expect("soap");
    assert_eq!(checked(&decision), [(102, 21, 1)], "the first line has enough");
    let decision = decide(&decision.state, &soap()).expect("soap");
    assert_eq!(checked(&decision), [(102, 22, 1)], "the first lot is used up");
    assert_eq!(refusal(&decision.state, &soap()), Refusal::TooMuch { quantity_base: 1, left_base: 0 });
}

#[test]
fn wrong_goods_are_refused() {
    let state = at_work();
    let check = |input: Input, expected: Refusal| assert_eq!(refusal(&state, &input), expected);
    check(
        goods(40, Tracking::None, 6, "]d20107891000400409"),
        Refusal::NotOnDocument { item: "item 40".into(), document: "PV-1".into() },
    );
    check(goods(10, Tracking::Lot, 6, "]d20107891000100103"), Refusal::LotMissing { item: "item 10".into() });
    check(
        coffee(6, "L99"),
        Refusal::WrongLot { scanned: "L99".into(), expected: "L11, L12".into(), bin: "BPT50".into() },
    );
    check(coffee(5, "L12"), Refusal::TooMuch { quantity_base: 12, left_base: 2 });
    check(
        input("BPT51", Found::Unit(tote(51))),
        Refusal::WrongUnit { scanned: "BPT51".into(), expected: "BPT50".into() },
    );
    check(input("XYZ", Found::Nothing), Refusal::UnknownCode { code: "XYZ".into() });
    check(command(CommandCode::Close), Refusal::NotFinished { left: 18 });
    for code in [CommandCode::Confirm, CommandCode::Yes, CommandCode::Short] {
        assert_eq!(refusal(&state, &command(code)).code(), "not_here");
    }
    assert_eq!(refusal(&state, &command(CommandCode::Print)), Refusal::NothingWaits);
    assert_eq!(refusal(&state, &command(CommandCode::Undo)), Refusal::NothingToUndo);
    assert_eq!(refusal(&state, &typed(3)).code(), "not_here", "nothing was scanned to count");
}

#[test]
fn lots_that_may_not_leave_are_refused() {
    let mut state = at_work();
    let order = state.order.as_mut().expect("in work");
    order.lots[0].status = LotStatus::Recalled;
    order.lots[1].expiry = Some(date!(2026 - 11 - 20));
    let why = Unusable::Recalled;
    assert_eq!(refusal(&state, &coffee(6, "L11")), Refusal::UnusableLot { lot: "L11".into(), why });
    assert_eq!(refusal(&state, &coffee(6, "L12")).code(), "unusable_lot");
    // A recall after the check stops the parcel.
    let mut state = after(&at_work(), &[coffee(6, "L11")]);
    state.order.as_mut().expect("in work").lots[0].status = LotStatus::Recalled;
    let (parcel, lot) = ("PV-1/1".to_owned(), "L11".to_owned());
    let stopped = Refusal::ParcelStopped { parcel, lot, why: Unusable::Recalled };
    assert_eq!(refusal(&state, &command(CommandCode::Close)), stopped);
}

#[test]
fn a_serial_counts_once() {
    let reader = goods(30, Tracking::Serial, 6, "]d2010789100030030521L31");
    let decision = decide(&at_work(), &reader).expect("a reader");
    assert_eq!(checked(&decision), [(103, 31, 1)]);
    assert_eq!(refusal(&decision.state, &reader), Refusal::DuplicateSerial { serial: "L31".into() });
    assert_eq!(refusal(&decision.state, &typed(2)), Refusal::BadQuantity { quantity: 2 });
    let case = goods(30, Tracking::Serial, 5, "]d2010789100030030521L31");
    assert_eq!(refusal(&at_work(), &case), Refusal::BadQuantity { quantity: 12 });
}

#[test]
fn a_lot_s_own_label_counts_one_where_the_item_s_code_does_not_tell() {
    let state = at_work();
    let decision = decide(&state, &input("]d210L12", Found::Attributes)).expect("a lot");
    assert_eq!(checked(&decision), [(100, 12, 1)]);
    let decision = decide(&state, &input("L12", Found::Nothing)).expect("a lot as plain text");
    assert_eq!(checked(&decision), [(100, 12, 1)]);
    assert_eq!(refusal(&state, &input("]d210L99", Found::Attributes)).code(), "not_here");
    // One lot only, or an untracked item: the item's code says it all.
    assert_eq!(refusal(&state, &input("L31", Found::Nothing)).code(), "unknown_code");
    assert_eq!(refusal(&state, &input("L21", Found::Nothing)).code(), "unknown_code");
}

#[test]
fn a_typed_quantity_is_the_whole_count_of_the_last_scan() {
    let state = after(&at_work(), &[coffee(6, "L11")]);
    let decision = decide(&state, &typed(5)).expect("five");
    assert_eq!(checked(&decision), [(100, 11, 5)]);
    let again = decide(&decision.state, &typed(5)).expect("five again");
    assert_eq!(checked(&again), [(100, 11, 5)], "typing it twice changes nothing");
    assert_eq!(again.state.order, decision.state.order);
    let fewer = decide(&decision.state, &typed(2)).expect("two");
    assert_eq!(checked(&fewer), [(100, 11, 2)]);
    assert_eq!(refusal(&state, &typed(13)), Refusal::TooMuch { quantity_base: 13, left_base: 12 });
    assert_eq!(refusal(&state, &typed(0)), Refusal::BadQuantity { quantity: 0 });
    // It spreads over lots and lines as single scans would.
    let state = after(&at_work(), &[soap()]);
    let three = decide(&state, &typed(3)).expect("three");
    assert_eq!(checked(&three), [(101, 21, 1), (102, 21, 1), (102, 22, 1)]);
    let one = decide(&three.state, &typed(1)).expect("one");
    assert_eq!(checked(&one), [(101, 21, 1), (102, 21, 0), (102, 22, 0)]);
}

#[test]
fn undo_takes_back_scan_after_scan() {
    let state = after(&at_work(), &[coffee(5, "L11"), soap(), typed(3)]);
    let decision = decide(&state, &command(CommandCode::Undo)).expect("undone");
    assert_eq!(checked(&decision), [(101, 21, 0), (102, 21, 0), (102, 22, 0)]);
    assert_eq!(decision.said, Said::Undone);
    let decision = decide(&decision.state, &command(CommandCode::Undo)).expect("undone");
    assert_eq!(checked(&decision), [(100, 11, 0)]);
    assert_eq!(decision.state.order, at_work().order);
    assert_eq!(refusal(&decision.state, &command(CommandCode::Undo)), Refusal::NothingToUndo);
}

#[test]
fn a_full_parcel_closes_and_the_next_one_opens() {
    let state = after(&at_work(), &[coffee(5, "L11"), soap()]);
    let decision = decide(&state, &command(CommandCode::Full)).expect("closes");
    let [Effect::CloseParcel(closing), Effect::OpenParcel { parcel, .. }] = &decision.effects[..] else {
        panic!("{:?}", decision.effects)
    };
    let moved: Vec<_> =
        closing.movements.iter().map(|m| (m.lot_id.0.as_u128(), m.quantity_base, m.to)).collect();
    let carton = Place::within(LocationId(id(901)), HandlingUnitId(id(71)));
    assert_eq!(moved, [(11, 12, carton), (21, 1, carton)]);
    assert_eq!(closing.lines, [(OrderLineId(id(100)), 12), (OrderLineId(id(101)), 1)]);
    assert_eq!(parcel.number, 2);
    let order = decision.state.order.as_ref().expect("in work");
    assert_eq!((order.left_base(), order.checked_base()), (5, 0));
    assert_eq!(order.shown(TODAY).progress, Progress { done: 13, total: 18 });
    assert_eq!(
        refusal(&decision.state, &command(CommandCode::Undo)),
        Refusal::NothingToUndo,
        "what is closed stays closed"
    );
    assert_eq!(
        refusal(&decision.state, &coffee(6, "L11")).code(),
        "wrong_lot",
        "a lot that is packed is no longer at hand"
    );
}

#[test]
fn when_all_is_checked_the_order_is_packed() {
    let state = after(&at_work(), &all());
    let (screen_at_close, actions) = screen(&state, TODAY);
    assert!(matches!(screen_at_close, Screen::PackClose(_)), "{screen_at_close:?}");
    assert_eq!(actions, [CommandCode::Confirm, CommandCode::Undo, CommandCode::Leave]);
    assert_eq!(refusal(&state, &soap()).code(), "too_much");
    for code in [CommandCode::Confirm, CommandCode::Close] {
        let decision = decide(&state, &command(code)).expect("closes");
        let [Effect::CloseParcel(closing), Effect::Complete { .. }] = &decision.effects[..] else {
            panic!("{:?}", decision.effects)
        };
        assert_eq!(closing.movements.iter().map(|m| m.quantity_base).sum::<i64>(), 18);
        assert_eq!(decision.said, Said::Done);
        let (done, actions) = screen(&decision.state, TODAY);
        let Screen::PackDone(done) = done else { panic!("{done:?}") };
        assert_eq!((done.parcels[0].number, done.parcels[0].total), (1, 1));
        assert_eq!(actions, [CommandCode::Print, CommandCode::Leave]);
        assert_eq!(refusal(&decision.state, &command(CommandCode::Print)), Refusal::NothingWaits);
        let with_printer = State { can_print: true, ..decision.state };
        let decision = decide(&with_printer, &command(CommandCode::Print)).expect("prints");
        assert_eq!(decision.effects, [Effect::Reprint { parcel_id: ParcelId(id(70)) }]);
    }
}

#[test]
fn the_same_tote_again_changes_nothing() {
    let state = after(&at_work(), &[soap()]);
    let decision = decide(&state, &input("BPT50", Found::Unit(tote(50)))).expect("said ok");
    assert_eq!((decision.state, decision.effects), (state, Vec::new()));
}

#[test]
fn two_totes_are_emptied_in_turn() {
    let mut state = at_work();
    let order = state.order.as_mut().expect("in work");
    order.lots = vec![lot(11, 10, Tracking::Lot, 8)];
    let second = Place::within(LocationId(id(900)), HandlingUnitId(id(51)));
    order.lots[0].contents.push(Content { place: second, tote: "BPT51".into(), quantity_base: 6 });
    let state = after(&state, &[coffee(6, "L11"), typed(10)]);
    let closing = state.order.as_ref().map(|order| order.closing(order.parcel.as_ref().expect("open")));
    let moved: Vec<_> =
        closing.expect("in work").movements.iter().map(|m| (m.from, m.quantity_base)).collect();
    let first = Place::within(LocationId(id(900)), HandlingUnitId(id(50)));
    assert_eq!(moved, [(first, 8), (second, 2)]);
}
