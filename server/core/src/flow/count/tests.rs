//! Every refusal and every effect of counting, on states made by hand.

use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::flow::{Unit, UnitKind};
use crate::id::{HandlingUnitId, Ids, ItemId, LocationId, LotId, OwnerId, PackagingId};
use crate::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::ledger::{Place, Reason};
use crate::location::{Location, LocationKind};
use crate::lot::LotStatus;
use crate::scan::parse;
use crate::screen::{Outcome, Screen};
use crate::words::Language;

const TODAY: Date = date!(2026 - 03 - 02);
const BIN: u128 = 10;
const OUTSIDE: u128 = 99;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn item(n: u128, tracking: Tracking) -> Item {
    Item {
        id: ItemId(id(n)),
        owner_id: OwnerId(id(1)),
        sku: format!("SKU{n}"),
        name: format!("Item {n}"),
        unit: "UN".to_owned(),
        tracking,
        expires: false,
        rotation_policy: RotationPolicy::None,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings: vec![Packaging {
            kind: PackagingKind::of(12),
            id: PackagingId(id(12)),
            name: "CX".to_owned(),
            gtin: None,
            quantity_base: 12,
            weight_g: 0,
        }],
    }
}

fn lot(n: u128, item: u128, code: &str) -> LotFacts {
    let (id, item_id, code) = (LotId(id(n)), ItemId(id(item)), code.to_owned());
    LotFacts { id, item_id, code, expiry: None, status: LotStatus::Released, elsewhere_base: 0 }
}

fn row(item: u128, lot: u128, unit: u128, on_hand_base: i64, reserved_base: i64) -> BookRow {
    let (item_id, lot_id) = (ItemId(id(item)), LotId(id(lot)));
    BookRow { item_id, lot_id, handling_unit_id: HandlingUnitId(id(unit)), on_hand_base, reserved_base }
}

fn sheet(reason: CountReason) -> Sheet {
    Sheet {
        id: CountId(id(500)),
        location_id: LocationId(id(BIN)),
        bin: Bin::new("A-01-01-1", "Secos"),
        reason,
        status: CountStatus::Open,
        is_second_of_mine: false,
        holder: None,
        version: 7,
    }
}

fn waiting() -> State {
    State {
        waiting: vec![Bin::new("A-01-01-1", "Secos")],
        waiting_count: 1,
        scanned: Some(sheet(CountReason::Cycle)),
        scanned_bin: Some(Bin::new("A-01-01-1", "Secos")),
        ..State::default()
    }
}

/// A count under way in a bin whose book is this.
fn at_work(reason: CountReason, book: &[BookRow]) -> State {
    State {
        sheet: Some(sheet(reason)),
        book: book.to_vec(),
        adjustment_id: Some(LocationId(id(OUTSIDE))),
        progress: Progress { version: 7, ..Progress::default() },
        ..State::default()
    }
}

fn input(symbol: &str, found: Found) -> Input {
    Input { scan: parse(symbol, TODAY), found, today: TODAY, ids: Ids::new(1, 2) }
}

fn command(code: CommandCode) -> Input {
    input(&code.printed(), Found::Command(code))
}

fn bin(n: u128, kind: LocationKind) -> Input {
    let code = format!("A-01-01-{}", n - 9);
    let location = Location {
        id: LocationId(id(n)),
        code: code.clone(),
        kind,
        zone_id: None,
        pick_sequence: 1,
        version: 7,
    };
    input(&format!("BPL{code}"), Found::Location(location))
}

fn goods(n: u128, tracking: Tracking, symbol: &str, case: bool) -> Input {
    let packaging_id = case.then(|| PackagingId(id(12)));
    input(symbol, Found::Goods { item: Box::new(item(n, tracking)), packaging_id })
}

fn with_lot(state: &State, lot: LotFacts) -> State {
    State { lot: Some(lot), ..state.clone() }
}

#[track_caller]
fn accept(state: &State, input: &Input) -> Decision<State, Effect> {
    decide(state, input).expect("accepted")
}

#[track_caller]
fn refused(state: &State, input: &Input) -> &'static str {
    decide(state, input).expect_err("refused").code()
}

/// Counts so many of a lot in the bin.
fn tally(state: &State, n: u128, lot_of: LotFacts, quantity: i64) -> State {
    let symbol = format!("(01)07891000100103(10){}", lot_of.code);
    let state = accept(&with_lot(state, lot_of), &goods(n, Tracking::Lot, &symbol, false)).state;
    accept(&state, &input(&format!("BPCQ{quantity}"), Found::Quantity(quantity))).state
}

fn closing(state: &State) -> Decision<State, Effect> {
    let state = accept(state, &command(CommandCode::Close)).state;
    accept(&state, &command(CommandCode::Confirm))
}

fn close(decision: &Decision<State, Effect>) -> &Closing {
    match decision.effects.as_slice() {
        [Effect::Close(closing)] => closing,
        other => panic!("no close: {other:?}"),
    }
}

#[test]
fn a_bin_that_waits_is_claimed_at_once_and_another_on_the_second_scan() {
    let decision = accept(&waiting(), &bin(BIN, LocationKind::PickFace));
    let (count_id, location_id) = (CountId(id(500)), LocationId(id(BIN)));
    assert_eq!(decision.effects, [Effect::Claim { count_id, location_id }]);
    assert_eq!(decision.state.progress.version, 7, "the position it is counted at");

    let unasked = State { scanned: None, ..waiting() };
    let first = accept(&unasked, &bin(11, LocationKind::Storage));
    assert_eq!(first.effects, []);
    assert!(matches!(first.said, Said::Again(_)), "{:?}", first.said);
    let other = accept(&first.state, &bin(12, LocationKind::Storage));
    assert_eq!(other.effects, [], "it is the same bin that confirms");
    let second = accept(&first.state, &bin(11, LocationKind::Storage));
    assert!(matches!(second.effects[..], [Effect::Open { .. }, Effect::Claim { .. }]), "{second:?}");
}

#[test]
fn a_bin_that_is_not_this_persons_to_count_is_refused() {
    let with = |change: &dyn Fn(&mut Sheet)| {
        let mut sheet = sheet(CountReason::Recount);
        change(&mut sheet);
        State { scanned: Some(sheet), ..waiting() }
    };
    let scan = bin(BIN, LocationKind::PickFace);
    assert_eq!(refused(&with(&|sheet| sheet.holder = Some("Nina".to_owned())), &scan), "taken_by_other");
    assert_eq!(refused(&with(&|sheet| sheet.is_second_of_mine = true), &scan), "count_second_person");
    assert_eq!(refused(&with(&|sheet| sheet.status = CountStatus::Counted), &scan), "count_awaits");
    assert_eq!(refused(&waiting(), &bin(BIN, LocationKind::Supplier)), "not_here");
    assert_eq!(refused(&waiting(), &input("ZZZ", Found::Nothing)), "unknown_code");
    assert_eq!(refused(&waiting(), &command(CommandCode::Undo)), "nothing_to_undo");
}

#[test]
fn r11_r28_rescans_add_by_packaging_and_a_typed_quantity_replaces_the_last() {
    let state = at_work(CountReason::Cycle, &[]);
    let known = lot(1, 1, "L1");
    let scan = |state: &State, case| {
        accept(&with_lot(state, known.clone()), &goods(1, Tracking::Lot, "(01)07891000100103(10)L1", case))
    };
    let state = scan(&scan(&state, true).state, false).state;
    assert_eq!(state.progress.counted()[0].1, 13);
    let typed = accept(&scan(&state, true).state, &input("BPCQ3", Found::Quantity(3)));
    assert_eq!(typed.state.progress.counted()[0].1, 13 + 36, "three cases instead of the last one");
    let undone = accept(&typed.state, &command(CommandCode::Undo)).state;
    assert_eq!(undone.progress.counted()[0].1, 13);
    let zero = accept(&undone, &input("BPCQ0", Found::Quantity(0))).state;
    assert_eq!(zero.progress.counted()[0].1, 12, "zero is an answer");
    assert_eq!(refused(&at_work(CountReason::Cycle, &[]), &input("BPCQ3", Found::Quantity(3))), "not_here");
}

#[test]
fn r27_a_quantity_that_is_hard_to_believe_is_asked_for_again() {
    let state = tally(&at_work(CountReason::Cycle, &[]), 1, lot(1, 1, "L1"), 5);
    let once = accept(&state, &input("BPCQ9000", Found::Quantity(9_000)));
    assert_eq!((once.said.code(), once.state.progress.counted()[0].1), ("doubtful_quantity", 5));
    let other = accept(&once.state, &input("BPCQ8000", Found::Quantity(8_000)));
    assert_eq!(other.said.code(), "doubtful_quantity");
    let twice = accept(&once.state, &input("BPCQ9000", Found::Quantity(9_000)));
    assert_eq!(twice.state.progress.counted()[0].1, 9_000);
    // A pallet says how much is hard to believe.
    let mut state = state;
    let packagings = &mut state.progress.tally[0].goods.packagings;
    packagings.push(Packaging { kind: PackagingKind::Pallet, quantity_base: 600, ..packagings[0].clone() });
    let whole = accept(&state, &input("BPCQ600", Found::Quantity(600)));
    assert_eq!((whole.said.code(), whole.state.progress.counted()[0].1), ("goods", 600));
    let more = accept(&state, &input("BPCQ601", Found::Quantity(601)));
    assert_eq!((more.said.code(), more.state.progress.counted()[0].1), ("doubtful_quantity", 5));
}

#[test]
fn r10_goods_and_lot_combine_in_either_order() {
    let known = lot(1, 1, "L1");
    let state = with_lot(&at_work(CountReason::Cycle, &[]), known);
    let plain = goods(1, Tracking::Lot, "(01)07891000100103", false);
    let lot_symbol = input("(10)L1", Found::Attributes);
    let asked = accept(&state, &plain);
    assert_eq!(asked.said.code(), "lot_missing");
    assert_eq!(refused(&asked.state, &command(CommandCode::Close)), "lot_missing");
    let first = accept(&with_lot(&asked.state, lot(1, 1, "L1")), &lot_symbol).state;
    let ahead = accept(&state, &lot_symbol).state;
    let second = accept(&with_lot(&ahead, lot(1, 1, "L1")), &plain).state;
    for state in [first, second] {
        assert_eq!(state.progress.counted().len(), 1);
        assert_eq!((&state.progress.goods, &state.progress.lot), (&None, &None));
    }
    let unknown = State { lot: None, ..state };
    let symbol = goods(1, Tracking::Lot, "(01)07891000100103(10)L9", false);
    assert_eq!(refused(&unknown, &symbol), "unknown_lot");
}

#[test]
fn r12_a_serial_counts_once_and_only_where_the_book_has_it() {
    let known = lot(1, 3, "S1");
    let state = with_lot(&at_work(CountReason::Cycle, &[]), known.clone());
    let scan = goods(3, Tracking::Serial, "(01)07891000300305(21)S1", false);
    let counted = accept(&state, &scan).state;
    assert_eq!(refused(&with_lot(&counted, known.clone()), &scan), "duplicate_serial");
    assert_eq!(refused(&counted, &input("BPCQ2", Found::Quantity(2))), "bad_quantity");
    let elsewhere = LotFacts { elsewhere_base: 1, ..known };
    assert_eq!(refused(&with_lot(&state, elsewhere), &scan), "serial_elsewhere");
}

#[test]
fn what_agrees_is_posted_without_a_movement_and_small_differences_at_once() {
    let book = [row(1, 1, 0, 100, 0)];
    let agrees = closing(&tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), 100));
    assert_eq!(close(&agrees).verdict, Verdict::Post(vec![]));
    assert_eq!(agrees.state.sheet, None);

    let tolerant = |base| State {
        tolerance: Tolerance { base: 1, permille: 20 },
        ..tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), base)
    };
    let decision = closing(&tolerant(98));
    let Verdict::Post(movements) = &close(&decision).verdict else { panic!("{decision:?}") };
    let (bin, outside) = (Place::loose(LocationId(id(BIN))), Place::loose(LocationId(id(OUTSIDE))));
    assert_eq!(movements.len(), 1);
    assert_eq!((movements[0].from, movements[0].to, movements[0].quantity_base), (bin, outside, 2));
    assert_eq!(movements[0].reason, Reason::Count);
    let more = closing(&tolerant(102));
    let Verdict::Post(movements) = &close(&more).verdict else { panic!("{more:?}") };
    assert_eq!((movements[0].from, movements[0].to), (outside, bin));
    assert!(matches!(close(&closing(&tolerant(97))).verdict, Verdict::Recount { .. }));
}

#[test]
fn r28_a_large_difference_is_counted_by_another_person_and_then_awaits() {
    let book = [row(1, 1, 0, 100, 0)];
    let first = closing(&tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), 60));
    let second = closing(&tally(&at_work(CountReason::Recount, &book), 1, lot(1, 1, "L1"), 60));
    let agrees = closing(&tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), 100));
    assert!(matches!(close(&first).verdict, Verdict::Recount { .. }));
    assert_eq!(close(&second).verdict, Verdict::Await);
    // None of the three answers says which it was.
    for language in [Language::Pt, Language::En] {
        let told = [&first, &second, &agrees].map(|decision| decision.said.message(language));
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0], told[2]);
        assert_eq!(told[0].outcome, Outcome::Accepted);
    }
}

#[test]
fn r28_no_screen_depends_on_the_book() {
    let books = [vec![], vec![row(1, 1, 0, 100, 0)], vec![row(1, 1, 0, 5, 5), row(2, 2, 0, 1, 0)]];
    let shown = books.map(|book| {
        let state = tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), 5);
        let asked = accept(&state, &command(CommandCode::Close));
        let texts = [screen(&state, TODAY), screen(&asked.state, TODAY)];
        assert!(matches!(texts[1].0, Screen::CountClose(_)));
        (serde_json::to_string(&texts).expect("JSON"), asked.said)
    });
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0], shown[2]);
}

#[test]
fn what_orders_have_reserved_is_never_counted_away_at_once() {
    let book = [row(1, 1, 0, 100, 99)];
    let state = tally(&at_work(CountReason::Cycle, &book), 1, lot(1, 1, "L1"), 98);
    let state = State { tolerance: Tolerance { base: 5, permille: 0 }, ..state };
    let decision = closing(&state);
    assert!(matches!(close(&decision).verdict, Verdict::Recount { .. }));
    assert_eq!(reserved_short(&close(&decision).lines).count(), 1);
}

#[test]
fn i12_a_bin_that_moved_meanwhile_is_counted_again() {
    let mut state = tally(&at_work(CountReason::Cycle, &[row(1, 1, 0, 5, 0)]), 1, lot(1, 1, "L1"), 5);
    if let Some(sheet) = &mut state.sheet {
        sheet.version = 8;
    }
    let decision = closing(&state);
    assert_eq!((decision.effects.as_slice(), decision.said.code()), (&[][..], "count_again"));
    assert_eq!(decision.state.progress, Progress { version: 8, ..Progress::default() });
    assert!(decision.state.sheet.is_some());
}

#[test]
fn goods_fill_what_the_book_has_of_them_and_a_scanned_unit_is_exact() {
    let found = |decision: &Decision<State, Effect>| {
        let lines = close(decision).lines.iter();
        lines
            .map(|line| (line.lot_id.0.as_u128(), line.handling_unit_id.0.as_u128(), line.counted_base))
            .collect::<Vec<_>>()
    };
    // 10 on a pallet, 10 loose, of one lot; an untracked item of two days.
    let book = [row(1, 1, 0, 10, 0), row(1, 1, 70, 10, 0), row(2, 21, 0, 4, 0), row(2, 22, 0, 6, 0)];
    let state = at_work(CountReason::Cycle, &book);
    let loose = tally(&state, 1, lot(1, 1, "L1"), 15);
    assert_eq!(found(&closing(&loose))[..2], [(1, 0, 10), (1, 70, 5)]);
    let unit = Unit {
        id: HandlingUnitId(id(70)),
        code: "378910000000000018".to_owned(),
        kind: UnitKind::Pallet,
        location_id: Some(LocationId(id(BIN))),
        order_id: None,
        empty: false,
    };
    let on_pallet = accept(&state, &input("378910000000000018", Found::Unit(unit.clone()))).state;
    let exact = tally(&on_pallet, 1, lot(1, 1, "L1"), 12);
    assert_eq!(found(&closing(&exact))[..2], [(1, 0, 0), (1, 70, 12)]);
    let untracked = accept(
        &with_lot(&state, lot(22, 2, "2026-03-01")),
        &goods(2, Tracking::None, "07891000200209", false),
    )
    .state;
    let untracked = accept(&untracked, &input("BPCQ12", Found::Quantity(12))).state;
    assert_eq!(found(&closing(&untracked))[2..], [(21, 0, 4), (22, 0, 8)]);
    let new = tally(&state, 5, lot(51, 5, "N"), 3);
    assert_eq!(found(&closing(&new))[4..], [(51, 0, 3)], "what the book does not have is a line of its own");
    let elsewhere = Unit { location_id: Some(LocationId(id(77))), ..unit };
    assert_eq!(refused(&state, &input("378910000000000018", Found::Unit(elsewhere))), "unit_elsewhere");
}

#[test]
fn undo_leads_back_to_the_bin_and_lets_go_of_it() {
    let state = tally(&at_work(CountReason::Cycle, &[]), 1, lot(1, 1, "L1"), 5);
    let asked = accept(&state, &command(CommandCode::Close)).state;
    let back = accept(&asked, &command(CommandCode::Undo)).state;
    assert_eq!(back, state, "the close is taken back first");
    assert_eq!(accept(&asked, &command(CommandCode::Cancel)).state, state);
    let empty = accept(&back, &command(CommandCode::Undo)).state;
    assert_eq!(empty.progress.counted(), vec![]);
    let left = accept(&empty, &command(CommandCode::Undo));
    assert!(matches!(left.effects[..], [Effect::Release { .. }]), "{left:?}");
    assert_eq!(left.state.sheet, None);
    assert_eq!(refused(&state, &bin(11, LocationKind::Storage)), "wrong_bin");
    assert_eq!(refused(&state, &command(CommandCode::Confirm)), "not_here");
}
