//! Every refusal and every effect of filling up, on states made by hand.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::id::{HandlingUnitId, Ids, ItemId, OwnerId};
use crate::item::{Arrival, Packaging, PackagingKind, RotationPolicy};
use crate::location::{Location, LocationKind};
use crate::lot::LotStatus;
use crate::scan::parse;

const TODAY: Date = date!(2026 - 03 - 02);
const FACE: u128 = 10;
const RESERVE: u128 = 20;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn item(n: u128, tracking: Tracking) -> Item {
    let case = Packaging {
        kind: PackagingKind::of(12),
        id: PackagingId(id(12)),
        name: "CX".to_owned(),
        gtin: None,
        quantity_base: 12,
        weight_g: 0,
    };
    Item {
        id: ItemId(id(n)),
        owner_id: OwnerId(id(1)),
        sku: format!("SKU{n}"),
        name: format!("Item {n}"),
        unit: "UN".to_owned(),
        tracking,
        expires: true,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        remaining_days_min: 0,
        packagings: vec![case],
    }
}

fn source(n: u128, lot: &str, expiry: Option<Date>, free_base: i64) -> Source {
    Source {
        place: Place::loose(LocationId(id(n))),
        bin: Bin::new(&format!("A-01-02-{n}"), "Secos"),
        pick_sequence: n as i64,
        lot: Lot {
            id: LotId(id(n + 1_000)),
            item_id: ItemId(id(1)),
            code: lot.to_owned(),
            implicit: false,
            expiry,
            received_on: date!(2026 - 01 - 01),
            status: LotStatus::Released,
        },
        free_base,
        is_mixed: false,
    }
}

fn fill(left_base: i64) -> Fill {
    Fill {
        id: ReplenishmentId(id(500)),
        location_id: LocationId(id(FACE)),
        bin: Bin::new("A-01-01-1", "Secos"),
        counting: false,
        item: item(1, Tracking::Lot),
        left_base,
        holder: None,
    }
}

fn waiting(sources: Vec<Source>) -> State {
    let waiting = vec![Bin::new("A-01-01-1", "Secos")];
    State { waiting, waiting_count: 1, scanned: Some(fill(30)), sources, ..State::default() }
}

fn input(symbol: &str, found: Found) -> Input {
    Input { scan: parse(symbol, TODAY), found, today: TODAY, ids: Ids::new(1, 2) }
}

fn command(code: CommandCode) -> Input {
    input(&code.printed(), Found::Command(code))
}

fn bin(n: u128) -> Input {
    let (code, kind) = (format!("B-{n}"), LocationKind::PickFace);
    let location =
        Location { id: LocationId(id(n)), code, kind, zone_id: None, pick_sequence: 1, version: 7 };
    input(&format!("BPLB-{n}"), Found::Location(location))
}

fn goods(n: u128, symbol: &str, case: bool) -> Input {
    let packaging_id = case.then(|| PackagingId(id(12)));
    input(symbol, Found::Goods { item: Box::new(item(n, Tracking::Lot)), packaging_id })
}

#[track_caller]
fn accept(state: &State, input: &Input) -> Decision<State, Effect> {
    decide(state, input).expect("accepted")
}

#[track_caller]
fn refused(state: &State, input: &Input) -> &'static str {
    decide(state, input).expect_err("refused").code()
}

/// At the bin of reserve.
fn there(left_base: i64, sources: Vec<Source>) -> State {
    let at = State { fill: Some(fill(left_base)), scanned: None, ..waiting(sources) };
    accept(&at, &bin(RESERVE)).state
}

#[test]
fn the_lot_that_leaves_first_is_taken_of_what_may_be_used() {
    let expired = source(20, "OLD", Some(date!(2026 - 03 - 01)), 90);
    let late = source(21, "LATE", Some(date!(2027 - 03 - 31)), 90);
    let first = source(23, "FIRST", Some(date!(2026 - 12 - 31)), 90);
    let near = source(22, "FIRST", Some(date!(2026 - 12 - 31)), 90);
    let empty = source(19, "FIRST", Some(date!(2026 - 12 - 31)), 0);
    let mut held = source(18, "HELD", Some(date!(2026 - 04 - 30)), 90);
    held.lot.status = LotStatus::Held;
    let all = [expired, late, first, near.clone(), empty, held];
    assert_eq!(choose_source(&all, TODAY), Some(&near));
    assert_eq!(choose_source(&[], TODAY), None);
}

#[test]
fn a_face_is_claimed_by_its_bin_or_by_next() {
    let state = waiting(vec![source(RESERVE, "L1", None, 90)]);
    for scan in [bin(FACE), command(CommandCode::Next)] {
        let claimed = accept(&state, &scan);
        assert_eq!(claimed.effects, [Effect::Claim(ReplenishmentId(id(500)))]);
        assert!(matches!(screen(&claimed.state, TODAY).0, Screen::ReplenishBin(_)));
    }
    let nothing = State { scanned: None, ..state.clone() };
    assert_eq!(refused(&nothing, &command(CommandCode::Next)), "nothing_waits");
    let mut taken = state.clone();
    taken.scanned.as_mut().expect("a fill").holder = Some("Nina".to_owned());
    assert_eq!(refused(&taken, &bin(FACE)), "taken_by_other");
    assert_eq!(refused(&state, &command(CommandCode::Undo)), "nothing_to_undo");
    assert_eq!(refused(&state, &input("ZZ", Found::Nothing)), "unknown_code");
    let dry = accept(&waiting(vec![]), &bin(FACE));
    assert_eq!(dry.effects, [Effect::End(ReplenishmentId(id(500)))]);
    assert_eq!((dry.said.code(), dry.state.waiting_count), ("nothing_in_reserve", 0));
}

#[test]
fn what_has_no_place_there_ends_no_face() {
    let dry = State { fill: Some(fill(30)), ..waiting(vec![]) };
    assert_eq!(refused(&dry, &input("ZZ", Found::Nothing)), "unknown_code");
    assert_eq!(refused(&dry, &command(CommandCode::Pack)), "not_here");
    assert_eq!(accept(&dry, &command(CommandCode::Next)).said.code(), "nothing_in_reserve");
}

#[test]
fn what_is_gone_from_its_place_is_in_hand_no_longer() {
    let mut state = there(30, vec![source(RESERVE, "L1", None, 90), source(21, "L2", None, 90)]);
    state = accept(&state, &goods(1, "(01)07891000100103", false)).state;
    state.let_go_of_gone(TODAY);
    assert!(matches!(screen(&state, TODAY).0, Screen::ReplenishInto(_)));
    state.sources.remove(0);
    state.let_go_of_gone(TODAY);
    assert!(matches!(screen(&state, TODAY).0, Screen::ReplenishBin(_)));
    assert_eq!(refused(&state, &bin(FACE)), "wrong_bin");
}

#[test]
fn who_is_sent_elsewhere_gives_the_face_back_by_one_undo() {
    let mut state = there(30, vec![source(RESERVE, "L2", Some(date!(2026 - 12 - 31)), 90)]);
    state.sources.push(source(21, "L1", Some(date!(2026 - 06 - 30)), 90));
    state.let_go_of_gone(TODAY);
    let undone = accept(&state, &command(CommandCode::Undo));
    assert_eq!(undone.effects, [Effect::Release(ReplenishmentId(id(500)))]);
}

#[test]
fn r03_r05_r07_the_named_bin_item_and_lot_only() {
    let state = State { fill: Some(fill(30)), ..waiting(vec![source(RESERVE, "L1", None, 90)]) };
    assert_eq!(refused(&state, &bin(77)), "wrong_bin");
    assert_eq!(refused(&state, &goods(1, "(01)07891000100103", false)), "not_here");
    let at = accept(&state, &bin(RESERVE)).state;
    assert_eq!(refused(&at, &goods(2, "(01)07891000100103", false)), "wrong_item");
    assert_eq!(refused(&at, &goods(1, "(01)07891000100103(10)L2", false)), "wrong_lot");
    assert_eq!(refused(&at, &bin(FACE)), "not_here");
    assert_eq!(refused(&at, &input("BPCQ3", Found::Quantity(3))), "not_here");
    let mixed = Source { is_mixed: true, ..source(RESERVE, "L1", None, 90) };
    let mixed = there(30, vec![mixed]);
    assert_eq!(refused(&mixed, &goods(1, "(01)07891000100103", false)), "lot_missing");
}

#[test]
fn r11_r14_never_more_than_wanted_or_free() {
    let at = there(30, vec![source(RESERVE, "L1", None, 20)]);
    let case = goods(1, "(01)17891000100100(10)L1", true);
    let one = accept(&at, &case).state;
    assert_eq!(refused(&one, &case), "too_much");
    assert_eq!(refused(&one, &input("BPCQ21", Found::Quantity(21))), "too_much");
    assert_eq!(refused(&one, &input("BPCQ0", Found::Quantity(0))), "bad_quantity");
    let all = accept(&one, &input("BPCQ20", Found::Quantity(20))).state;
    assert_eq!(refused(&all, &bin(77)), "wrong_bin");
    let undone = accept(&all, &command(CommandCode::Undo)).state;
    assert_eq!(undone.hand.base(), 12);
    let empty = accept(&undone, &command(CommandCode::Undo)).state;
    assert_eq!(empty.hand.from, None);
    let away = accept(&empty, &command(CommandCode::Undo)).state;
    let left = accept(&away, &command(CommandCode::Undo));
    assert_eq!(left.effects, [Effect::Release(ReplenishmentId(id(500)))]);
}

#[test]
fn what_is_in_hand_moves_to_the_face_and_the_rest_is_sought_anew() {
    let sources = vec![source(RESERVE, "L1", None, 20), source(30, "L2", None, 90)];
    let at = there(30, sources);
    let hand = accept(
        &accept(&at, &goods(1, "(01)07891000100103(10)L1", false)).state,
        &input("BPCQ20", Found::Quantity(20)),
    );
    assert!(matches!(screen(&hand.state, TODAY).0, Screen::ReplenishInto(_)));
    let posted = accept(&hand.state, &bin(FACE));
    let [Effect::Post { movement, done: false, .. }] = posted.effects.as_slice() else {
        panic!("{posted:?}")
    };
    assert_eq!((movement.quantity_base, movement.reason), (20, Reason::Replenish));
    assert_eq!(
        (movement.from, movement.to),
        (Place::loose(LocationId(id(RESERVE))), Place::loose(LocationId(id(FACE))))
    );
    let Screen::ReplenishBin(stop) = screen(&posted.state, TODAY).0 else { panic!("{posted:?}") };
    assert_eq!((stop.from.code.as_str(), stop.goods.quantity.base, stop.left_base), ("A-01-02-30", 10, 10));
    let mut busy = hand.state.clone();
    busy.fill.as_mut().expect("a fill").counting = true;
    assert_eq!(refused(&busy, &bin(FACE)), "bin_unfit");

    let last = there(20, vec![source(RESERVE, "L1", None, 20)]);
    let last = accept(&last, &goods(1, "(01)07891000100103(10)L1", false)).state;
    let last = accept(&accept(&last, &input("BPCQ20", Found::Quantity(20))).state, &bin(FACE));
    assert!(matches!(last.effects[..], [Effect::Post { done: true, .. }]));
    assert_eq!((last.state.fill, last.state.waiting_count), (None, 0));

    let dry = accept(
        &accept(
            &there(30, vec![source(RESERVE, "L1", None, 1)]),
            &goods(1, "(01)07891000100103(10)L1", false),
        )
        .state,
        &bin(FACE),
    );
    assert!(matches!(dry.effects[..], [Effect::Post { done: false, .. }, Effect::End(_)]), "{dry:?}");
    let in_unit = Place::within(LocationId(id(RESERVE)), HandlingUnitId(id(70)));
    let pallet = Source { place: in_unit, ..source(RESERVE, "L1", None, 5) };
    let taken = accept(
        &accept(&there(5, vec![pallet]), &goods(1, "(01)07891000100103(10)L1", false)).state,
        &bin(FACE),
    );
    let [Effect::Post { movement, .. }] = taken.effects.as_slice() else { panic!("{taken:?}") };
    assert_eq!(movement.from, in_unit, "goods come out of the pallet");
}
