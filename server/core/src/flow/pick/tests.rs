use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::allocate::Candidate;
use crate::flow::{Unit, UnitKind};
use crate::id::*;
use crate::item::{Arrival, Handling, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::location::{Location, LocationKind};
use crate::lot::{LotStatus, Unusable};
use crate::scan;
use crate::screen::{Bin, Progress, Screen};

const TODAY: Date = date!(2026 - 11 - 21);
const TRANSIT: u128 = 900;

pub(super) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn item(n: u128) -> Item {
    Item {
        id: ItemId(id(n)),
        owner_id: OwnerId(id(1)),
        sku: format!("SKU{n}"),
        name: format!("Item {n}"),
        unit: "UN".to_owned(),
        tracking: Tracking::Lot,
        expires: true,
        rotation_policy: RotationPolicy::Warn,
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

pub(super) fn lot(n: u128, code: &str, expiry: Option<Date>) -> Lot {
    let (id, item_id) = (LotId(id(n)), ItemId(id(1)));
    let (code, received_on) = (code.to_owned(), date!(2026 - 10 - 01));
    Lot { id, item_id, code, implicit: false, expiry, received_on, status: LotStatus::Released }
}

pub(super) fn l1() -> Lot {
    lot(1, "L1", Some(date!(2027 - 01 - 01)))
}

pub(super) fn bin_of(n: u128) -> Bin {
    Bin { code: format!("A-{n:02}"), aisle: "A".to_owned(), zone: "Seco".to_owned() }
}

pub(super) fn stop(n: u128, order: u128, quantity_base: i64) -> Stop {
    Stop {
        pick_id: PickId(id(n)),
        sequence: n as i64 * SEQUENCE_STEP,
        pick_sequence: n as i64,
        order_id: OrderId(id(order)),
        order_line_id: OrderLineId(id(n)),
        reservation_id: ReservationId(id(n)),
        place: Place::loose(LocationId(id(n))),
        bin: bin_of(n),
        is_face: false,
        item: item(1),
        handling: Handling::Normal,
        lot: l1(),
        quantity_base,
        planned_base: quantity_base,
        remaining_days_min: 0,
        bin_base: 40,
        skips: 0,
    }
}

fn slot(n: u128) -> Slot {
    Slot {
        slot: n as i64,
        order_id: OrderId(id(n)),
        order: format!("P{n}"),
        status: OrderStatus::Released,
        tote: Some(Tote { id: HandlingUnitId(id(100 + n)), code: format!("BPT{n}") }),
        holds: false,
        full: vec![],
        picked_base: 0,
        wanted: true,
    }
}

/// A claimed tour of two orders with their totes: stop 1 of order 1 (15 pieces), stop 2 of order 2 (3).
pub(super) fn tour() -> State {
    let tour = Tour {
        id: TourId(id(5)),
        number: "00005".to_owned(),
        claimed: true,
        owner_id: OwnerId(id(1)),
        transit_id: LocationId(id(TRANSIT)),
        desk: "PD1".to_owned(),
        progress: Progress { done: 0, total: 2 },
        ended: false,
        zero_check: false,
    };
    let stops = vec![stop(1, 1, 15), stop(2, 2, 3)];
    State { tour: Some(tour), slots: vec![slot(1), slot(2)], stops, ..State::default() }
}

fn row(lot: Lot, on_hand_base: i64, reserved_base: i64) -> BinStock {
    BinStock { lot, place: Place::loose(LocationId(id(1))), on_hand_base, reserved_base }
}

/// The same at the first bin.
fn at_bin() -> State {
    let at = Some(stop(1, 1, 15).place.location_id);
    let hand = Hand { pick_id: Some(PickId(id(1))), at, ..Hand::default() };
    State { hand, in_bin: vec![row(l1(), 40, 15)], ..tour() }
}

fn input(text: &str, found: Found) -> Input {
    Input { scan: scan::parse(text, TODAY), found, today: TODAY, ids: Ids::new(1, 1) }
}

pub(super) fn command(command: CommandCode) -> Input {
    input(&command.printed(), Found::Command(command))
}

fn typed(quantity: i64) -> Input {
    input(&format!("BPCQ{quantity}"), Found::Quantity(quantity))
}

/// Goods of item `n`; the symbol carries this lot, or none.
fn goods(n: u128, lot: Option<&str>, case: bool) -> Input {
    let text = lot.map_or("(01)07891000315507".to_owned(), |lot| format!("(01)07891000315507(10){lot}"));
    let packaging_id = case.then(|| PackagingId(id(12)));
    input(&text, Found::Goods { item: Box::new(item(n)), packaging_id })
}

fn lot_symbol(lot: &str) -> Input {
    input(&format!("(10){lot}"), Found::Attributes)
}

fn location(n: u128) -> Input {
    let location = Location {
        id: LocationId(id(n)),
        code: format!("A-{n:02}"),
        kind: LocationKind::Storage,
        zone_id: None,
        pick_sequence: n as i64,
        version: 1,
    };
    input(&format!("BPLA-{n:02}"), Found::Location(location))
}

fn tote_unit(n: u128, order: Option<u128>, empty: bool) -> Input {
    let unit = Unit {
        id: HandlingUnitId(id(100 + n)),
        code: format!("BPT{n}"),
        kind: UnitKind::Tote,
        location_id: None,
        order_id: order.map(|order| OrderId(id(order))),
        empty,
    };
    input(&format!("BPT{n}"), Found::Unit(unit))
}

#[track_caller]
fn refused(state: &State, input: &Input) -> Refusal {
    decide(state, input).expect_err("it is refused")
}

#[track_caller]
pub(super) fn done(state: &State, input: &Input) -> Decided {
    decide(state, input).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// Takes these inputs one after the other; gives the last decision and all effects.
#[track_caller]
fn walk(state: &State, inputs: &[Input]) -> (Decided, Vec<Effect>) {
    let mut effects = Vec::new();
    let mut last = Decision { state: state.clone(), effects: vec![], said: Said::Ok };
    for input in inputs {
        last = done(&last.state, input);
        effects.extend(last.effects.clone());
    }
    (last, effects)
}

#[test]
fn goods_that_were_moved_are_sought_where_they_are() {
    let mut moved = at_bin();
    moved.stops[0].place = Place::loose(LocationId(id(9)));
    assert!(!moved.is_at_bin(), "the new bin is to be scanned");
    let mut in_hand = done(&at_bin(), &goods(1, Some("L1"), false)).state;
    in_hand.stops[0].place = Place::loose(LocationId(id(9)));
    assert!(in_hand.is_at_bin(), "what is in hand is of what was moved");
}

#[test]
fn a_tour_is_claimed_by_the_command_alone() {
    let none = State::default();
    assert_eq!(refused(&none, &command(CommandCode::Pick)), Refusal::NothingWaits);
    assert_eq!(refused(&none, &location(1)).code(), "not_here");
    let mut waits = tour();
    waits.tour.as_mut().unwrap().claimed = false;
    assert_eq!(screen(&waits, TODAY).0, Screen::PickEmpty);
    let claimed = done(&waits, &command(CommandCode::Pick));
    assert_eq!(claimed.effects, [Effect::Claim { tour_id: TourId(id(5)) }]);
    assert!(matches!(screen(&claimed.state, TODAY).0, Screen::PickBin(_)));
    let again = done(&claimed.state, &command(CommandCode::Pick));
    assert_eq!((again.effects.len(), again.state), (0, claimed.state));
}

#[test]
fn each_slot_wants_an_empty_tote_of_its_own() {
    let mut state = tour();
    state.slots[1].tote = None;
    let Screen::PickTote(view) = screen(&state, TODAY).0 else { panic!("a tote is wanted") };
    assert_eq!((view.slot, view.order.as_str(), view.progress), (2, "P2", Progress { done: 1, total: 2 }));

    let taken = |unit: &str| Refusal::UnitTaken { unit: unit.to_owned() };
    assert_eq!(refused(&state, &tote_unit(7, Some(1), true)), taken("BPT7"));
    assert_eq!(refused(&state, &tote_unit(7, None, false)), taken("BPT7"));
    assert_eq!(refused(&state, &location(1)).code(), "not_here");
    assert_eq!(refused(&state, &input("X", Found::Nothing)).code(), "unknown_code");
    assert_eq!(refused(&state, &command(CommandCode::Undo)), Refusal::NothingToUndo);
    let sscc = input("00378910000000000015", Found::NewUnit("378910000000000015".to_owned()));
    assert_eq!(refused(&state, &sscc).code(), "not_here");

    let known = done(&state, &tote_unit(7, None, true));
    let tote = Tote { id: HandlingUnitId(id(107)), code: "BPT7".to_owned() };
    let assign = |tote: Tote, new| Effect::Assign {
        tour_id: TourId(id(5)),
        order_id: OrderId(id(2)),
        tote,
        new,
        transit_id: LocationId(id(TRANSIT)),
    };
    assert_eq!(known.effects, [assign(tote, false)]);
    assert!(matches!(screen(&known.state, TODAY).0, Screen::PickBin(_)));

    let unknown = input("BPT8", Found::NewUnit("BPT8".to_owned()));
    let asked = done(&state, &unknown);
    assert!(matches!(asked.said, Said::Again(_)) && asked.effects.is_empty());
    let other = done(&asked.state, &input("BPT9", Found::NewUnit("BPT9".to_owned())));
    assert!(other.effects.is_empty(), "another new tote asks again");
    let made = done(&asked.state, &unknown);
    assert!(matches!(&made.effects[..], [Effect::Assign { tote, new: true, .. }] if tote.code == "BPT8"));
}

#[test]
fn only_the_right_bin_opens_the_stop() {
    let state = tour();
    let wrong = Refusal::WrongBin { scanned: "A-02".to_owned(), expected: "A-01".to_owned() };
    assert_eq!(refused(&state, &location(2)), wrong);
    assert_eq!(refused(&state, &goods(1, Some("L1"), false)).code(), "not_here");
    assert_eq!(refused(&state, &command(CommandCode::Undo)), Refusal::NothingToUndo);
    assert_eq!(refused(&state, &command(CommandCode::Short)).code(), "not_here");
    let opened = done(&state, &location(1));
    assert!(opened.effects.is_empty());
    let Screen::PickGoods(view) = screen(&opened.state, TODAY).0 else { panic!("goods are wanted") };
    assert_eq!((view.goods.quantity.base, view.slot, view.next), (15, 1, Some(bin_of(2))));
}

#[test]
fn goods_count_up_to_the_stop_and_never_over() {
    let state = at_bin();
    assert_eq!(refused(&state, &goods(2, Some("L1"), false)).code(), "wrong_item");
    assert_eq!(refused(&state, &typed(5)).code(), "not_here", "a quantity of nothing scanned");
    let case = done(&state, &goods(1, Some("L1"), true));
    let said = Said::Goods { count: 1, packaging: "CX".into(), packaging_base: 12, unit: "UN".into() };
    assert_eq!((case.said, case.effects.len(), case.state.in_hand_base()), (said, 0, 12));
    let too_much = Refusal::TooMuch { quantity_base: 12, left_base: 3 };
    assert_eq!(refused(&case.state, &goods(1, Some("L1"), true)), too_much);
    assert_eq!(refused(&case.state, &typed(16)), Refusal::TooMuch { quantity_base: 16, left_base: 15 });
    assert_eq!(refused(&case.state, &typed(0)), Refusal::BadQuantity { quantity: 0 });
    assert_eq!(refused(&case.state, &command(CommandCode::Skip)), Refusal::NotFinished { left: 3 });
    let full = done(&case.state, &typed(15));
    assert_eq!(done(&case.state, &typed(5)).state.in_hand_base(), 5, "less than one case after all");
    let Screen::PickInto(view) = screen(&full.state, TODAY).0 else { panic!("into the tote") };
    assert_eq!((view.stop.goods.quantity.base, view.tote.as_str()), (15, "BPT1"));
    let counted =
        input("(01)07891000315507(10)L1(30)15", Found::Goods { item: Box::new(item(1)), packaging_id: None });
    assert_eq!(done(&state, &counted).state.in_hand_base(), 15);
}

#[test]
fn a_part_goes_into_the_tote_when_it_is_scanned_twice() {
    let tote = tote_unit(1, Some(1), true);
    assert_eq!(refused(&at_bin(), &tote).code(), "not_here", "nothing is in hand");
    let case = done(&at_bin(), &goods(1, Some("L1"), true));
    let asked = done(&case.state, &tote);
    let why = Refusal::PartOnly { quantity_base: 12, left_base: 3, unit: "UN".into() };
    assert_eq!((asked.said, asked.effects), (Said::Again(Box::new(why)), vec![]));
    let (less, _) = walk(&asked.state, &[command(CommandCode::Undo), goods(1, Some("L1"), false), typed(5)]);
    assert_eq!(done(&less.state, &tote).said.code(), "part_only", "another quantity is asked anew");
    let part = done(&asked.state, &tote);
    let [Effect::Part(posting)] = &part.effects[..] else { panic!("{:?}", part.effects) };
    assert_eq!(
        (posting.movement.quantity_base, posting.movement.reserved_base, posting.first),
        (12, 12, true)
    );
    let Screen::PickGoods(view) = screen(&part.state, TODAY).0 else { panic!("the stop goes on at its bin") };
    assert_eq!((view.goods.quantity.base, part.state.slots[0].picked_base), (3, 12));
    assert_eq!(part.state.tour.as_ref().expect("a tour").progress.done, 0);
    assert_eq!(refused(&part.state, &goods(1, Some("L1"), true)).code(), "too_much");
    // The rest, into the next tote.
    let (full, _) = walk(&part.state, &[command(CommandCode::Full), tote_unit(7, None, true)]);
    let (rest, effects) =
        walk(&full.state, &[goods(1, Some("L1"), false), typed(3), tote_unit(7, Some(1), true)]);
    let posted = effects.iter().find_map(|effect| match effect {
        Effect::Post(posting) => Some(posting.movement.quantity_base),
        _ => None,
    });
    assert_eq!((posted, rest.state.tour.expect("a tour").progress.done), (Some(3), 1));
}

#[test]
fn scans_in_hand_are_taken_back_one_by_one() {
    let undo = command(CommandCode::Undo);
    let (last, _) = walk(&at_bin(), &[goods(1, Some("L1"), true), typed(15), undo.clone()]);
    assert_eq!((last.state.in_hand_base(), last.said), (12, Said::Undone));
    let (last, effects) = walk(&last.state, &[undo.clone(), undo.clone()]);
    assert!(effects.is_empty() && matches!(last.state.stage(), Stage::Bin(..)));
    assert_eq!(refused(&last.state, &undo), Refusal::NothingToUndo);
}

#[test]
fn a_lot_is_asked_for_only_where_the_bin_has_several() {
    let alone = done(&at_bin(), &goods(1, None, false));
    assert_eq!(alone.state.in_hand_base(), 1);
    let mut mixed = at_bin();
    mixed.in_bin.push(row(lot(2, "L2", Some(date!(2027 - 02 - 01))), 40, 0));
    let asked = done(&mixed, &goods(1, None, true));
    assert_eq!(asked.said, Said::Wanted(Box::new(Refusal::LotMissing { item: "Item 1".to_owned() })));
    assert_eq!(asked.state.in_hand_base(), 0);
    assert_eq!(done(&asked.state, &lot_symbol("L1")).state.in_hand_base(), 12);
    let plain = input("L1", Found::Nothing);
    assert_eq!(done(&asked.state, &plain).state.in_hand_base(), 12);
    assert_eq!(refused(&mixed, &plain).code(), "unknown_code");
    let (either, _) = walk(&mixed, &[lot_symbol("L1"), goods(1, None, true)]);
    assert_eq!(either.state.in_hand_base(), 12, "the lot may come first");
    let mut untracked = mixed.clone();
    untracked.stops[0].item.tracking = Tracking::None;
    assert_eq!(done(&untracked, &goods(1, Some("ANY"), true)).state.in_hand_base(), 12);
}

#[test]
fn another_lot_of_the_bin_goes_by_the_items_policy() {
    let mut state = at_bin();
    let wrong = |scanned: &str| Refusal::WrongLot {
        scanned: scanned.to_owned(),
        expected: "L1".to_owned(),
        bin: "A-01".to_owned(),
    };
    assert_eq!(refused(&state, &goods(1, Some("L9"), false)), wrong("L9"));
    let later = lot(2, "L2", Some(date!(2027 - 02 - 01)));
    state.in_bin.push(row(later.clone(), 20, 6));
    assert_eq!(refused(&state, &goods(1, Some("L2"), false)), wrong("L2"), "14 free do not serve 15");
    state.in_bin[1].reserved_base = 5;

    let asked = done(&state, &goods(1, Some("L2"), false));
    assert_eq!((asked.said, asked.effects.len()), (Said::Again(Box::new(wrong("L2"))), 0));
    let taken = done(&asked.state, &goods(1, Some("L2"), false));
    let place = Place::loose(LocationId(id(1)));
    let instead = Effect::ReserveInstead { stop: Box::new(state.stops[0].clone()), place, lot: later };
    assert_eq!(taken.effects, [instead]);
    assert_eq!((taken.state.stops[0].lot.code.as_str(), taken.state.in_hand_base()), ("L2", 1));
    assert_eq!(refused(&taken.state, &goods(1, Some("L1"), false)).code(), "wrong_lot", "one lot a stop");

    state.stops[0].item.rotation_policy = RotationPolicy::Force;
    assert_eq!(refused(&state, &goods(1, Some("L2"), false)), wrong("L2"));
    state.in_bin[1].lot.expiry = Some(date!(2026 - 12 - 24));
    assert_eq!(done(&state, &goods(1, Some("L2"), false)).effects.len(), 1, "an earlier lot is no deviation");
    state.in_bin[1].lot.expiry = None;
    state.stops[0].item.rotation_policy = RotationPolicy::None;
    assert_eq!(done(&state, &goods(1, Some("L2"), false)).effects.len(), 1);
}

#[test]
fn what_may_not_be_used_is_refused_even_when_reserved() {
    let mut state = at_bin();
    state.stops[0].lot.status = LotStatus::Held;
    let held = Refusal::UnusableLot { lot: "L1".to_owned(), why: Unusable::Held };
    assert_eq!(refused(&state, &goods(1, Some("L1"), false)), held);
    assert_eq!(refused(&state, &goods(1, None, false)), held);
    let mut short = at_bin();
    short.stops[0].remaining_days_min = 60;
    assert_eq!(refused(&short, &goods(1, Some("L1"), false)).code(), "unusable_lot");
    let mut other = at_bin();
    other.in_bin.push(row(lot(2, "L2", Some(date!(2026 - 11 - 20))), 20, 0));
    assert_eq!(refused(&other, &goods(1, Some("L2"), false)).code(), "unusable_lot");
    let (mut full, _) = walk(&at_bin(), &[goods(1, Some("L1"), true), typed(15)]);
    full.state.stops[0].lot.status = LotStatus::Recalled;
    assert_eq!(refused(&full.state, &tote_unit(1, Some(1), true)).code(), "unusable_lot", "held meanwhile");
}

#[test]
fn serials_are_scanned_each_by_itself() {
    let mut state = at_bin();
    state.stops[0] = Stop { item: Item { tracking: Tracking::Serial, ..item(1) }, ..stop(1, 1, 1) };
    let scan = |serial: &str| {
        input(
            &format!("(01)07891000315507(21){serial}"),
            Found::Goods { item: Box::new(item(1)), packaging_id: None },
        )
    };
    assert!(matches!(done(&state, &goods(1, None, false)).said, Said::Wanted(_)));
    assert_eq!(refused(&state, &scan("S9")).code(), "wrong_lot");
    assert_eq!(refused(&state, &goods(1, None, true)).code(), "too_much");
    assert_eq!(done(&state, &scan("L1")).state.in_hand_base(), 1);
}

#[test]
fn the_tote_posts_the_stop_and_the_last_ends_the_tour() {
    let (full, _) = walk(&at_bin(), &[goods(1, Some("L1"), true), typed(15)]);
    let wrong = Refusal::WrongUnit { scanned: "BPT2".to_owned(), expected: "BPT1".to_owned() };
    assert_eq!(refused(&full.state, &tote_unit(2, Some(2), true)), wrong);
    assert_eq!(refused(&full.state, &input("BPT7", Found::NewUnit("BPT7".to_owned()))).code(), "wrong_unit");
    assert_eq!(refused(&full.state, &goods(1, Some("L1"), false)).code(), "too_much");
    assert_eq!(refused(&full.state, &location(1)).code(), "not_here");

    let posted = done(&full.state, &tote_unit(1, Some(1), true));
    let [Effect::Post(posting)] = &posted.effects[..] else { panic!("{:?}", posted.effects) };
    let movement = &posting.movement;
    assert_eq!((movement.quantity_base, movement.reserved_base, posting.first), (15, 15, true));
    assert_eq!(movement.to, Place::within(LocationId(id(TRANSIT)), HandlingUnitId(id(101))));
    assert_eq!(posted.said, Said::Posted { quantity_base: 15, unit: "UN".to_owned() });
    assert_eq!(posted.state.tour.as_ref().unwrap().progress, Progress { done: 1, total: 2 });
    assert!(matches!(posted.state.stage(), Stage::Bin(_, stop) if stop.pick_id == PickId(id(2))));

    let (last, effects) =
        walk(&posted.state, &[location(2), goods(1, None, false), typed(3), tote_unit(2, Some(2), true)]);
    let finish = Effect::Finish {
        tour_id: TourId(id(5)),
        picked: vec![OrderId(id(1)), OrderId(id(2))],
        returned: vec![],
    };
    assert_eq!(effects.last(), Some(&finish));
    assert!(last.state.done && last.said == Said::Done);
    let Screen::PickDone(view) = screen(&last.state, TODAY).0 else { panic!("done") };
    assert_eq!((view.totes, view.desk.as_str()), (vec!["BPT1".to_owned(), "BPT2".to_owned()], "PD1"));
    let mut ended = last.state;
    ended.done = false;
    ended.tour.as_mut().unwrap().ended = true;
    let told = done(&ended, &location(1));
    assert_eq!((told.state.done, told.effects), (true, vec![]), "a desk has ended the tour already");
}

#[test]
fn what_a_desk_changed_is_told_and_the_scan_counts_for_nothing_else() {
    let cancelled = |n: u128| Cancelled {
        pick_id: PickId(id(n)),
        location_id: LocationId(id(n)),
        bin: bin_of(n).code,
        order: format!("P{n}"),
        bin_wanted: false,
    };
    let gone = State { stops: vec![stop(2, 2, 3)], cancelled: vec![cancelled(1)], ..at_bin() };
    let told = done(&gone, &goods(1, Some("L1"), false));
    assert_eq!((told.said.code(), told.effects.len()), ("stop_cancelled", 0));
    assert!(matches!(told.state.stage(), Stage::Bin(_, stop) if stop.pick_id == PickId(id(2))));
    assert_eq!(refused(&told.state, &location(1)).code(), "stop_cancelled");
    assert_eq!(refused(&told.state, &location(7)).code(), "wrong_bin");

    let last = State { stops: vec![], ..gone };
    let told = done(&last, &goods(1, Some("L1"), false));
    assert!(told.state.done && matches!(told.effects[..], [Effect::Finish { .. }]), "{told:?}");

    let mut less = at_bin();
    less.hand.scans = vec![15];
    less.stops[0].quantity_base = 9;
    let told = done(&less, &tote_unit(1, Some(1), true));
    assert_eq!(
        (told.said.code(), told.state.in_hand_base(), told.state.is_at_bin()),
        ("stop_changed", 0, true)
    );
    less.hand = Hand { short: Some(Short::Found { found_base: 9 }), scans: vec![], ..less.hand };
    assert_eq!(done(&less, &command(CommandCode::Confirm)).said.code(), "stop_changed");
}

#[test]
fn a_skipped_stop_comes_last_and_the_last_is_not_skipped() {
    let skip = command(CommandCode::Skip);
    let skipped = done(&at_bin(), &skip);
    let put_off = Stop { sequence: 3_000, skips: 1, ..stop(1, 1, 15) };
    assert_eq!(skipped.effects, [Effect::Skip { stop: Box::new(put_off), reason: None }]);
    let order: Vec<u128> = skipped.state.stops.iter().map(|stop| stop.pick_id.0.as_u128()).collect();
    assert_eq!(order, [2, 1]);
    assert!(matches!(skipped.state.stage(), Stage::Bin(..)));
    let mut one = tour();
    one.stops.truncate(1);
    assert_eq!(refused(&one, &skip), Refusal::NotFinished { left: 15 });
}

fn tote_of(n: u128) -> Tote {
    Tote { id: HandlingUnitId(id(100 + n)), code: format!("BPT{n}") }
}

/// At the first bin with four in hand, and goods in the order's tote.
fn holding() -> State {
    let mut state = at_bin();
    state.slots[0].holds = true;
    state.hand.scans = vec![1, 3];
    state
}

#[test]
fn a_full_tote_opens_the_next_and_returns() {
    let state = holding();
    let asked = done(&state, &command(CommandCode::Full));
    assert_eq!(asked.effects, []);
    let (shown, buttons) = screen(&asked.state, TODAY);
    let Screen::PickTote(shown) = shown else { panic!("{shown:?}") };
    assert_eq!((shown.full.as_deref(), buttons[0]), (Some("BPT1"), CommandCode::Cancel));
    assert_eq!(done(&asked.state, &command(CommandCode::Cancel)).state, state, "nothing has changed");
    for taken in [tote_unit(1, Some(1), false), tote_unit(2, Some(2), true), tote_unit(9, None, false)] {
        let unit = taken.scan.text.clone();
        assert_eq!(refused(&asked.state, &taken), Refusal::UnitTaken { unit });
    }
    let expected = Expected::Tote;
    let code = "BPLA-01".to_owned();
    assert_eq!(refused(&asked.state, &location(1)), Refusal::NotHere { code, expected });

    let next = done(&asked.state, &tote_unit(7, None, true));
    let (tour_id, order_id, transit_id) = (TourId(id(5)), OrderId(id(1)), LocationId(id(TRANSIT)));
    let (full, tote) = (tote_of(1), tote_of(7));
    let (is_empty, new) = (false, false);
    let effect = Effect::NextTote { tour_id, order_id, full, is_empty, tote: tote.clone(), new, transit_id };
    assert_eq!(next.effects, [effect]);
    assert!(matches!(next.state.stage(), Stage::Goods(..)), "back at the same step");
    assert_eq!(next.state.in_hand_base(), 4, "what is in hand is kept");

    let (last, effects) = walk(&next.state, &[typed(15), tote_unit(7, Some(1), true)]);
    let Some(Effect::Post(posting)) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(posting.movement.to, Place::within(transit_id, tote.id));
    let totes: Vec<&Tote> = last.state.slots[0].totes().collect();
    assert_eq!(totes, [&tote_of(1), &tote], "both go to the desk");
}

#[test]
fn a_change_of_totes_is_taken_back_before_goods_lie_in_the_next() {
    let state = holding();
    let full = command(CommandCode::Full);
    let undo = command(CommandCode::Undo);
    let (next, _) = walk(&state, &[full.clone(), tote_unit(7, None, true), typed(6)]);
    let (back, effects) = walk(&next.state, &[undo.clone(), undo.clone()]);
    let (tour_id, order_id) = (TourId(id(5)), OrderId(id(1)));
    let effect = Effect::ToteBack { tour_id, order_id, given_up: tote_of(7), tote: tote_of(1) };
    assert_eq!((effects, &back.state), (vec![effect], &state));
    assert_eq!(done(&back.state, &undo).state.in_hand_base(), 1, "and then what was before it");

    let mut empty = state.clone();
    empty.slots[0].holds = false;
    let (given_up, effects) = walk(&empty, &[full.clone(), tote_unit(7, None, true)]);
    assert!(matches!(effects[..], [Effect::NextTote { is_empty: true, .. }]), "it is free again");
    assert_eq!(given_up.state.slots[0].full, []);
    assert_eq!(done(&given_up.state, &undo).effects, []);

    let new = input("BPT8", Found::NewUnit("BPT8".to_owned()));
    let (twice, effects) = walk(&next.state, &[full.clone(), new.clone(), new]);
    assert!(matches!(effects[..], [Effect::NextTote { is_empty: true, new: true, .. }]));
    let (back, _) = walk(&twice.state, &[undo.clone(), undo]);
    assert_eq!(back.state.slots, state.slots, "an empty one between does not count");
    let short = done(&state, &command(CommandCode::Short));
    refused(&short.state, &full);
}

#[test]
fn from_the_second_time_on_a_skip_wants_a_reason() {
    let mut before = at_bin();
    before.stops[0].skips = 1;
    let asked = done(&before, &command(CommandCode::Skip));
    assert_eq!((asked.said.code(), asked.effects.len()), ("skip_why", 0));
    assert!(matches!(screen(&asked.state, TODAY), (Screen::PickSkip(_), _)));
    let expected = Expected::SkipReason;
    for wrong in [location(1), goods(1, Some("L1"), false), command(CommandCode::Confirm), typed(3)] {
        let code = wrong.scan.text.clone();
        assert_eq!(refused(&asked.state, &wrong), Refusal::NotHere { code, expected });
    }
    for back in [CommandCode::Cancel, CommandCode::Undo] {
        assert_eq!(done(&asked.state, &command(back)).state, before, "nothing has changed");
    }
    let reason = done(&asked.state, &command(CommandCode::Reach));
    let put_off = Stop { sequence: 3_000, skips: 2, ..stop(1, 1, 15) };
    let effect = Effect::Skip { stop: Box::new(put_off), reason: Some(SkipReason::BinOutOfReach) };
    assert_eq!(reason.effects, [effect]);
    assert!(matches!(reason.state.stage(), Stage::Bin(_, stop) if stop.pick_id == PickId(id(2))));

    let mut alone = asked.state.clone();
    alone.stops.truncate(1);
    assert_eq!(refused(&alone, &command(CommandCode::Other)), Refusal::NotFinished { left: 15 });
    let mut last = before;
    last.stops.truncate(1);
    assert_eq!(refused(&last, &command(CommandCode::Skip)), Refusal::NotFinished { left: 15 });
}

fn elsewhere(n: u128, on_hand_base: i64, reserved_base: i64) -> Elsewhere {
    let place = Place::loose(LocationId(id(n)));
    let zone = String::new();
    let candidate = Candidate {
        place,
        lot: l1(),
        pick_sequence: n as i64,
        zone,
        is_face: false,
        on_hand_base,
        reserved_base,
    };
    Elsewhere { candidate, bin: bin_of(n) }
}

#[test]
fn a_short_keeps_what_is_there_and_seeks_the_rest() {
    let state = State { elsewhere: vec![elsewhere(1, 40, 15), elsewhere(9, 30, 24)], ..at_bin() };
    let (asked, _) = walk(&state, &[goods(1, Some("L1"), false), command(CommandCode::Short)]);
    assert_eq!(asked.said, Said::HowMany);
    assert_eq!(refused(&asked.state, &goods(1, Some("L1"), false)).code(), "not_here");
    assert_eq!(refused(&asked.state, &command(CommandCode::Confirm)).code(), "not_here");
    assert_eq!(refused(&asked.state, &typed(0)), Refusal::BadQuantity { quantity: 0 }, "one is in hand");
    assert_eq!(refused(&asked.state, &typed(15)), Refusal::BadQuantity { quantity: 15 }, "that is all");
    let given_up = done(&asked.state, &command(CommandCode::Cancel));
    assert_eq!((given_up.state.hand.short, given_up.state.in_hand_base()), (None, 1));
    let found = done(&asked.state, &typed(4));
    assert_eq!(found.said, Said::ShortConfirm { quantity_base: 11 });
    assert_eq!(refused(&found.state, &location(1)).code(), "not_here");

    let confirmed = done(&found.state, &command(CommandCode::Confirm));
    assert_eq!(confirmed.said, Said::Short { quantity_base: 11 });
    let [Effect::Short(shortage)] = &confirmed.effects[..] else { panic!("{:?}", confirmed.effects) };
    assert_eq!((shortage.found_base, shortage.missing_base, shortage.short_base), (4, 11, 5));
    let new: Vec<(i64, i64)> =
        shortage.stops.iter().map(|stop| (stop.pick_sequence, stop.quantity_base)).collect();
    assert_eq!(new, [(9, 6)], "the bin itself is not sought again");
    let order: Vec<i64> = confirmed.state.stops.iter().map(|stop| stop.pick_sequence).collect();
    assert_eq!(order, [1, 2, 9]);
    assert_eq!(confirmed.state.tour.as_ref().unwrap().progress.total, 3);
    let (full, _) = walk(&confirmed.state, &[typed(4)]);
    assert!(matches!(full.state.stage(), Stage::Into(..)));
    let behind = State { elsewhere: vec![elsewhere(0, 30, 24)], ..state };
    let (behind, _) = walk(
        &behind,
        &[goods(1, Some("L1"), false), command(CommandCode::Short), typed(4), command(CommandCode::Confirm)],
    );
    let order: Vec<i64> = behind.state.stops.iter().map(|stop| stop.pick_sequence).collect();
    assert_eq!(order, [1, 0, 2], "the stop in work stays first");
    let mut sorted = behind.state.stops.clone();
    sorted.sort_by_key(|stop| (stop.sequence, stop.pick_sequence, stop.pick_id));
    assert_eq!(sorted, behind.state.stops, "and is loaded in the same order");
}

#[test]
fn what_is_in_hand_at_a_short_is_taken_back_as_a_whole() {
    let scans = [goods(1, Some("L1"), true), typed(2), command(CommandCode::Short), typed(4)];
    let short = walk(&at_bin(), &[&scans[..], &[command(CommandCode::Confirm)]].concat()).0.state;
    assert_eq!((short.stops[0].quantity_base, short.in_hand_base()), (4, 2));
    let back = done(&short, &command(CommandCode::Undo)).state;
    assert_eq!(back.in_hand_base(), 0, "not the case that the stop has no room for any more");
    assert_eq!(done(&back, &goods(1, Some("L1"), false)).said.code(), "goods");
}

#[test]
fn nothing_found_anywhere_ends_the_stop_and_returns_the_order() {
    let mut state = at_bin();
    state.stops.truncate(1);
    state.slots.truncate(1);
    let (last, effects) =
        walk(&state, &[command(CommandCode::Short), typed(0), command(CommandCode::Confirm)]);
    let [Effect::Short(shortage), Effect::Finish { picked, returned, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((shortage.found_base, shortage.missing_base, shortage.short_base), (0, 15, 15));
    assert_eq!((picked.len(), returned.len()), (0, 1));
    assert!(last.state.done);
}

#[test]
fn r17_who_empties_a_bin_says_whether_it_is() {
    let mut state = at_bin();
    state.stops[0].bin_base = 15;
    let scans = [goods(1, Some("L1"), false), typed(15), tote_unit(1, Some(1), false)];
    assert_eq!(walk(&state, &scans).0.said.code(), "posted", "nobody asks");
    state.tour.as_mut().expect("a tour").zero_check = true;
    let mut more = state.clone();
    more.stops[0].bin_base = 16;
    assert_eq!(walk(&more, &scans).0.said.code(), "posted", "something is left");
    let (asked, effects) = walk(&state, &scans);
    assert_eq!((asked.said.code(), effects.len()), ("is_it_empty", 1));
    let Screen::PickEmptied(shown) = screen(&asked.state, TODAY).0 else { panic!("{asked:?}") };
    assert_eq!(shown.bin, bin_of(1));
    assert_eq!(refused(&asked.state, &location(2)).code(), "not_here");
    let back = done(&asked.state, &command(CommandCode::Undo));
    assert!(back.state.hand.emptied.is_none() && matches!(back.state.stage(), Stage::Into(..)), "{back:?}");
    let no = done(&asked.state, &command(CommandCode::No));
    assert!(matches!(no.effects[..], [Effect::CountEmptied { .. }]), "{no:?}");
    let moot = done(&asked.state, &command(CommandCode::Yes));
    assert_eq!((moot.said.code(), moot.effects.len()), ("ok", 0), "something was put there meanwhile");
    let still = State { is_still_empty: true, ..asked.state.clone() };
    let yes = done(&still, &command(CommandCode::Yes));
    assert!(matches!(yes.effects[..], [Effect::ProveEmpty { .. }]), "{yes:?}");
    assert!(matches!(yes.state.stage(), Stage::Bin(_, stop) if stop.pick_id == PickId(id(2))));
    // The last stop's bin is asked about before the tour ends.
    let mut last = still.clone();
    last.stops.clear();
    let end = done(&last, &command(CommandCode::Yes));
    assert!(matches!(end.effects[..], [Effect::ProveEmpty { .. }, Effect::Finish { .. }]), "{end:?}");
    assert!(end.state.done && end.said.code() == "done");
}

/// Stop 1 whole in its tote.
fn first_in_tote() -> State {
    walk(&at_bin(), &[goods(1, Some("L1"), true), typed(15), tote_unit(1, Some(1), false)]).0.state
}

#[test]
fn goods_come_out_of_the_tote_the_way_they_went_in() {
    let undo = command(CommandCode::Undo);
    let state = first_in_tote();
    assert!(screen(&state, TODAY).1.contains(&CommandCode::Undo));
    let back = done(&state, &undo);
    let [Effect::TakeBack(taken)] = &back.effects[..] else { panic!("{:?}", back.effects) };
    let tote = Place::within(LocationId(id(TRANSIT)), HandlingUnitId(id(101)));
    assert_eq!((taken.movement.from, taken.movement.to), (tote, Place::loose(LocationId(id(1)))));
    assert_eq!((taken.movement.quantity_base, taken.movement.reserved_base), (15, 0));
    assert_eq!((taken.stop.quantity_base, taken.status), (15, OrderStatus::Released));
    let slot = &back.state.slots[0];
    assert_eq!((slot.picked_base, slot.holds, slot.status), (0, false, OrderStatus::Released));
    assert_eq!(back.state.tour.as_ref().expect("a tour").progress.done, 0);
    assert!(matches!(back.state.stage(), Stage::Into(_, stop, _) if stop.pick_id == PickId(id(1))));
    // In again, it is the same as at first.
    let again = done(&back.state, &tote_unit(1, Some(1), false));
    assert_eq!((&again.state.slots, &again.state.posted), (&state.slots, &state.posted));
}

#[test]
fn what_is_in_hand_is_taken_back_before_what_is_in_a_tote() {
    let undo = command(CommandCode::Undo);
    let (at_next, _) = walk(&first_in_tote(), &[location(2), goods(1, Some("L1"), false)]);
    let (empty, effects) = walk(&at_next.state, &[undo.clone(), undo.clone()]);
    assert!(
        effects.is_empty()
            && matches!(empty.state.stage(), Stage::Bin(_, stop) if stop.pick_id == PickId(id(2)))
    );
    assert!(matches!(done(&empty.state, &undo).said, Said::TakenBack { quantity_base: 15, .. }));
}

#[test]
fn no_more_comes_out_than_may() {
    let undo = command(CommandCode::Undo);
    let stays = Refusal::Stays { place: "BPT1".to_owned() };
    let check = |change: fn(&mut State)| {
        let mut state = first_in_tote();
        change(&mut state);
        assert_eq!(refused(&state, &undo), stays);
    };
    check(|state| state.gone[0].returnable_base = 14);
    check(|state| state.gone.clear());
    check(|state| state.slots[0].status = OrderStatus::Packing);
    check(|state| state.slots[0].status = OrderStatus::Cancelled);
    check(|state| {
        state.slots[0].tote = Some(Tote { id: HandlingUnitId(id(7)), code: "BPT7".to_owned() });
        state.slots[0].holds = true;
    });
    let mut forgotten = first_in_tote();
    forgotten.posted.clear();
    assert_eq!(refused(&forgotten, &undo), Refusal::NothingToUndo);
}

#[test]
fn a_task_keeps_the_last_postings_alone() {
    let mut state = tour();
    for n in 3..=POSTED_KEPT as u128 + 3 {
        state.stops.push(stop(n, 1, 1));
    }
    while let Stage::Bin(_, next) = state.stage() {
        let (n, quantity_base, order) = (next.pick_sequence as u128, next.quantity_base, next.order_id);
        let tote = if order == OrderId(id(1)) { 1 } else { 2 };
        state.in_bin.clear();
        let mut scans = vec![location(n), goods(1, Some("L1"), false)];
        scans.extend((quantity_base > 1).then(|| typed(quantity_base)));
        scans.push(tote_unit(tote, Some(tote), false));
        state = walk(&state, &scans).0.state;
        assert!(state.posted.len() <= POSTED_KEPT && state.gone.len() == state.posted.len());
    }
    assert!(state.done);
    let undo = command(CommandCode::Undo);
    let reopened = done(&state, &undo);
    assert!(matches!(reopened.effects[0], Effect::Reopen { .. }) && !reopened.state.done);
}
