//! Every refusal and every effect of moving, on states made by hand.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::flow::Unit;
use crate::flow::putaway::BinFacts;
use crate::id::{HandlingUnitId, Ids, ItemId, LocationId, LotId, OrderId, OwnerId, PackagingId};
use crate::item::{Arrival, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::ledger::{Place, Reason};
use crate::location::{Limits, Load, Location, LocationKind, Mixing, Room, TemperatureClass};
use crate::lot::{Lot, LotStatus};
use crate::scan::parse;
use crate::screen::Screen;

const TODAY: time::Date = date!(2026 - 03 - 02);
const BIN: u128 = 10;
const OTHER: u128 = 20;
const PALLET: u128 = 70;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn unit_id(n: u128) -> HandlingUnitId {
    HandlingUnitId(id(n))
}

fn item(tracking: Tracking) -> Item {
    let case = Packaging {
        kind: PackagingKind::of(12),
        id: PackagingId(id(12)),
        name: "CX".to_owned(),
        gtin: None,
        quantity_base: 12,
        weight_g: 0,
    };
    Item {
        id: ItemId(id(1)),
        owner_id: OwnerId(id(1)),
        sku: "SKU1".to_owned(),
        name: "Café".to_owned(),
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

fn lies(lot: &str, place: Place, on_hand_base: i64, reserved_base: i64) -> Lies {
    let item = item(Tracking::Lot);
    let lot = Lot {
        id: LotId(id(1_000 + u128::from(lot.as_bytes()[1]))),
        item_id: item.id,
        code: lot.to_owned(),
        implicit: false,
        expiry: None,
        received_on: date!(2026 - 01 - 01),
        status: LotStatus::Released,
    };
    Lies {
        place,
        item,
        lot,
        on_hand_base,
        reserved_base,
        back_base: 0,
        is_of_order: false,
        origin_id: None,
        temperature_class: TemperatureClass::Ambient,
        weight_mg_base: 0,
        volume_mm3_base: 0,
    }
}

fn loose() -> Place {
    Place::loose(LocationId(id(BIN)))
}

fn on_pallet() -> Place {
    Place::within(LocationId(id(BIN)), unit_id(PALLET))
}

fn bin(n: u128, kind: LocationKind) -> BinFacts {
    let room = Room {
        kind,
        limits: Limits::default(),
        mixing: Mixing::Any,
        temperature_class: TemperatureClass::Ambient,
        counting: false,
        load: Load { units: 1, loose: true, ..Load::default() },
        holds: Vec::new(),
    };
    let (id, code) = (LocationId(id(n)), format!("A-01-{n}"));
    BinFacts { id, code, zone: "Secos".to_owned(), pick_sequence: 1, abc_class: None, room }
}

fn spot(n: u128) -> Spot {
    Spot { bin: bin(n, LocationKind::Storage), unit: None }
}

fn holder(n: u128, kind: UnitKind) -> Holder {
    Holder {
        id: unit_id(n),
        code: format!("U{n}"),
        kind,
        parent_id: None,
        order_id: None,
        is_parcel: false,
        is_at_rest: true,
        is_within_source: false,
        holder: None,
    }
}

fn with_unit(n: u128, unit: Holder) -> Spot {
    Spot { unit: Some(unit), ..spot(n) }
}

/// In a bin with these goods.
fn at(lies: Vec<Lies>) -> State {
    State { source: Some(spot(BIN)), lies, ..State::default() }
}

fn input(symbol: &str, found: Found) -> Input {
    Input { scan: parse(symbol, TODAY), found, today: TODAY, ids: Ids::new(1, 2) }
}

fn command(code: CommandCode) -> Input {
    input(&code.printed(), Found::Command(code))
}

fn goods(symbol: &str, case: bool) -> Input {
    let packaging_id = case.then(|| PackagingId(id(12)));
    input(symbol, Found::Goods { item: Box::new(item(Tracking::Lot)), packaging_id })
}

fn one(lot: &str) -> Input {
    goods(&format!("(01)07891000100103(10){lot}"), false)
}

fn quantity(n: i64) -> Input {
    input(&format!("BPCQ{n}"), Found::Quantity(n))
}

/// The state in which this place is scanned, and that scan.
fn scanned(state: &State, target: Spot) -> (State, Input) {
    let found = match &target.unit {
        Some(unit) => Found::Unit(Unit {
            id: unit.id,
            code: unit.code.clone(),
            kind: unit.kind,
            location_id: Some(target.bin.id),
            order_id: unit.order_id,
            empty: false,
        }),
        None => Found::Location(Location {
            id: target.bin.id,
            code: target.bin.code.clone(),
            kind: target.bin.room.kind,
            zone_id: None,
            pick_sequence: 1,
            version: 7,
        }),
    };
    (State { target: Some(target), ..state.clone() }, input("X", found))
}

#[track_caller]
fn accept(state: &State, input: &Input) -> Decision<State, Effect> {
    decide(state, input).expect("accepted")
}

#[track_caller]
fn go(state: &State, target: Spot) -> Decision<State, Effect> {
    let (state, input) = scanned(state, target);
    accept(&state, &input)
}

#[track_caller]
fn refused(state: &State, input: &Input) -> &'static str {
    decide(state, input).expect_err("refused").code()
}

#[track_caller]
fn kept(state: &State, target: Spot) -> &'static str {
    let (state, input) = scanned(state, target);
    refused(&state, &input)
}

#[test]
fn a_place_is_chosen_by_its_code() {
    let state = State::default();
    let chosen = go(&state, spot(BIN));
    assert_eq!((chosen.state.source, chosen.effects), (Some(spot(BIN)), vec![]));
    assert_eq!(refused(&state, &one("L1")), "not_here");
    assert_eq!(refused(&state, &command(CommandCode::Undo)), "nothing_to_undo");
    assert_eq!(refused(&state, &input("ZZ", Found::Nothing)), "unknown_code");
    let mut counting = spot(BIN);
    counting.bin.room.counting = true;
    assert_eq!(kept(&state, counting), "bin_unfit");
    let mut empty = spot(BIN);
    empty.bin.room.load.units = 0;
    assert_eq!(kept(&state, empty), "bin_empty");
    let account = Spot { bin: bin(BIN, LocationKind::Scrap), unit: None };
    assert_eq!(kept(&state, account), "not_here");
    // The bin is another one after all.
    assert_eq!(go(&at(vec![]), spot(OTHER)).state.source, Some(spot(OTHER)));
}

#[test]
fn a_unit_is_claimed_unless_it_is_anothers() {
    let holds = State { lies: vec![lies("L1", on_pallet(), 5, 0)], ..State::default() };
    let pallet = holder(PALLET, UnitKind::Pallet);
    assert_eq!(go(&holds, with_unit(BIN, pallet.clone())).effects, [Effect::Claim(unit_id(PALLET))]);
    assert_eq!(kept(&State::default(), with_unit(BIN, pallet.clone())), "unit_empty");
    let held = Holder { holder: Some("Nina".to_owned()), ..pallet.clone() };
    assert_eq!(kept(&holds, with_unit(BIN, held)), "taken_by_other");
    let parcel = Holder { is_parcel: true, ..holder(PALLET, UnitKind::Carton) };
    assert_eq!(kept(&holds, with_unit(BIN, parcel)), "of_order");
    let tote = Holder { order_id: Some(OrderId(id(5))), ..holder(PALLET, UnitKind::Tote) };
    assert_eq!(kept(&holds, with_unit(BIN, tote.clone())), "of_order");
    let mut back = holds.clone();
    back.lies[0].back_base = 2;
    assert_eq!(go(&back, with_unit(BIN, tote.clone())).effects, [Effect::Claim(unit_id(PALLET))]);
    let carried = Holder { is_at_rest: false, ..tote };
    assert_eq!(kept(&back, with_unit(BIN, carried)), "of_order");
}

#[test]
fn r04_r10_goods_are_told_apart_by_what_is_scanned() {
    let state = at(vec![lies("L1", loose(), 5, 0), lies("L2", loose(), 7, 0)]);
    let pending = accept(&state, &goods("(01)07891000100103", false));
    assert_eq!(pending.said.code(), "lot_missing");
    let Screen::RelocateGoods(shown) = screen(&pending.state, TODAY).0 else { panic!("{pending:?}") };
    assert_eq!(shown.lot_of.as_deref(), Some("Café"));
    let taken = accept(&pending.state, &input("(10)L2", Found::Attributes));
    assert_eq!((taken.state.hand.parts()[0].lot_id, taken.said.code()), (state.lies[1].lot.id, "goods"));
    let first = accept(&state, &input("(10)L1", Found::Attributes)).state;
    let taken = accept(&first, &goods("(01)07891000100103", false)).state;
    assert_eq!(taken.hand.parts()[0].lot_id, state.lies[0].lot.id);
    assert_eq!(refused(&state, &one("L9")), "wrong_lot");
    let mut elsewhere = goods("(01)07891000100103(10)L1", false);
    let Found::Goods { item, .. } = &mut elsewhere.found else { panic!("goods") };
    item.id = ItemId(id(99));
    assert_eq!(refused(&state, &elsewhere), "not_there");
    // One lot alone needs no lot's code; several pallets of it need the pallet's.
    let alone = at(vec![lies("L1", loose(), 5, 0)]);
    assert_eq!(accept(&alone, &goods("(01)07891000100103", false)).said.code(), "goods");
    let second = Place::within(LocationId(id(BIN)), unit_id(71));
    let pallets = at(vec![lies("L1", on_pallet(), 5, 0), lies("L1", second, 5, 0)]);
    assert_eq!(refused(&pallets, &one("L1")), "which_unit");
}

#[test]
fn r11_r14_no_more_is_taken_than_lies_there() {
    let state = at(vec![lies("L1", loose(), 20, 0)]);
    let case = accept(&state, &goods("(01)17891000100100(10)L1", true)).state;
    assert_eq!(refused(&case, &goods("(01)17891000100100(10)L1", true)), "not_so_much");
    assert_eq!(refused(&case, &quantity(2)), "not_so_much");
    assert_eq!(refused(&case, &quantity(0)), "bad_quantity");
    assert_eq!(refused(&state, &quantity(3)), "not_here");
    let both = accept(&case, &one("L1")).state;
    let typed = accept(&both, &quantity(8)).state;
    assert_eq!(typed.hand.parts()[0].quantity_base, 20);
    let undone = accept(&typed, &command(CommandCode::Undo)).state;
    assert_eq!(undone.hand.parts()[0].quantity_base, 12);
    let empty = accept(&undone, &command(CommandCode::Undo)).state;
    let away = accept(&empty, &command(CommandCode::Undo));
    assert_eq!((away.state.source, away.effects), (None, vec![]));
}

#[test]
fn what_has_no_lots_comes_from_the_oldest_first() {
    let mut rows = vec![lies("L1", loose(), 5, 0), lies("L2", loose(), 7, 0)];
    for row in &mut rows {
        row.item = item(Tracking::None);
    }
    rows[0].lot.received_on = date!(2026 - 02 - 01);
    let state = at(rows.clone());
    let found = Found::Goods { item: Box::new(item(Tracking::None)), packaging_id: None };
    let taken = accept(&state, &input("(01)07891000100103", found)).state;
    let taken = accept(&taken, &quantity(9)).state;
    let parts: Vec<_> = taken.hand.parts().iter().map(|part| (part.lot_id, part.quantity_base)).collect();
    assert_eq!(parts, [(rows[1].lot.id, 7), (rows[0].lot.id, 2)]);
}

#[test]
fn what_is_reserved_goes_along_as_a_whole_and_to_bins_only() {
    let state = at(vec![lies("L1", loose(), 20, 15)]);
    let one = accept(&state, &one("L1")).state;
    let some = accept(&one, &quantity(6));
    assert_eq!(some.said.code(), "set_aside");
    assert_eq!(kept(&some.state, spot(OTHER)), "set_aside");
    let free = accept(&one, &quantity(5)).state;
    let [Effect::Move(moving)] = &go(&free, spot(OTHER)).effects[..] else { panic!("goods move") };
    assert_eq!((moving.movements[0].quantity_base, moving.movements[0].reserved_base), (5, 0));
    let all = accept(&one, &quantity(20)).state;
    let moved = go(&all, spot(OTHER));
    let [Effect::Move(moving)] = &moved.effects[..] else { panic!("{moved:?}") };
    assert_eq!((moving.movements[0].quantity_base, moving.movements[0].reserved_base), (20, 15));
    assert_eq!((moved.state.source, moved.said.code()), (None, "done"));
    let quarantine = Spot { bin: bin(OTHER, LocationKind::Quarantine), unit: None };
    assert_eq!(kept(&all, quarantine.clone()), "set_aside");
    assert_eq!(go(&free, quarantine).said.code(), "done");
    // Someone was faster.
    let mut late = all.clone();
    (late.lies[0].on_hand_base, late.lies[0].reserved_base) = (8, 0);
    assert_eq!(kept(&late, spot(OTHER)), "not_so_much");
    late.lies.clear();
    assert_eq!(kept(&late, spot(OTHER)), "not_so_much");
}

#[test]
fn r19_the_place_must_take_the_goods() {
    let hand = accept(&at(vec![lies("L1", loose(), 20, 0)]), &one("L1")).state;
    assert_eq!(kept(&hand, spot(BIN)), "not_here");
    for kind in [LocationKind::Transit, LocationKind::PackDesk, LocationKind::Scrap] {
        assert_eq!(kept(&hand, Spot { bin: bin(OTHER, kind), unit: None }), "bin_unfit");
    }
    let mut cold = spot(OTHER);
    cold.bin.room.temperature_class = TemperatureClass::Frozen;
    assert_eq!(kept(&hand, cold), "bin_unfit");
    let mut counting = spot(OTHER);
    counting.bin.room.counting = true;
    assert_eq!(kept(&hand, counting), "bin_unfit");
    let mut full = spot(OTHER);
    full.bin.room.limits.units_max = Some(1);
    full.bin.room.load = Load { units: 1, loose: false, ..Load::default() };
    assert_eq!(kept(&hand, full.clone()), "bin_unfit");
    // Onto the pallet that stands there they take no place of their own.
    let onto = Spot { unit: Some(holder(PALLET, UnitKind::Pallet)), ..full };
    let [Effect::Move(moving)] = &go(&hand, onto).effects[..] else { panic!("goods move") };
    assert_eq!(moving.movements[0].to, Place::within(LocationId(id(OTHER)), unit_id(PALLET)));
    let tote = with_unit(OTHER, holder(PALLET, UnitKind::Tote));
    assert_eq!(kept(&hand, tote), "of_order");
    assert_eq!(
        refused(
            &hand,
            &input("Z", Found::Parcel { parcel_id: crate::id::ParcelId(id(1)), order_id: OrderId(id(1)) })
        ),
        "of_order"
    );
}

#[test]
fn a_unit_goes_as_a_whole_and_may_stand_on_another() {
    let carton = Place::within(LocationId(id(BIN)), unit_id(71));
    let rows = vec![lies("L1", on_pallet(), 20, 15), lies("L2", carton, 3, 0)];
    let pallet = with_unit(BIN, holder(PALLET, UnitKind::Pallet));
    let state = State { source: Some(pallet.clone()), lies: rows, ..State::default() };
    let moved = go(&state, spot(OTHER));
    let [Effect::Stand { unit_id: which, parent_id: None, moving }] = &moved.effects[..] else {
        panic!("{moved:?}")
    };
    assert_eq!((*which, moving.to_id), (unit_id(PALLET), LocationId(id(OTHER))));
    let ends: Vec<_> =
        moving.movements.iter().map(|one| (one.to.handling_unit_id, one.reserved_base)).collect();
    assert_eq!(ends, [(unit_id(PALLET), 15), (unit_id(71), 0)], "what stands in it keeps its unit");
    assert_eq!(kept(&state, spot(BIN)), "not_here");
    assert_eq!(go(&state, pallet).said.code(), "ok");
    let quarantine = Spot { bin: bin(OTHER, LocationKind::Quarantine), unit: None };
    assert_eq!(kept(&state, quarantine), "set_aside");
    let inside = Holder { is_within_source: true, ..holder(71, UnitKind::Pallet) };
    assert_eq!(kept(&state, with_unit(BIN, inside)), "unit_within");
    assert_eq!(kept(&state, with_unit(OTHER, holder(72, UnitKind::Carton))), "unit_within");
    let busy = Holder { holder: Some("Nina".to_owned()), ..holder(72, UnitKind::Pallet) };
    assert_eq!(kept(&state, with_unit(OTHER, busy)), "taken_by_other");
    // Onto another in the same bin: nothing moves in the ledger.
    let onto = go(&state, with_unit(BIN, holder(72, UnitKind::Pallet)));
    let [Effect::Stand { parent_id, moving, .. }] = &onto.effects[..] else { panic!("{onto:?}") };
    assert_eq!((*parent_id, moving.movements.len()), (Some(unit_id(72)), 0));
    // And off it again.
    let mut nested = state.clone();
    nested.source.as_mut().and_then(|source| source.unit.as_mut()).expect("a unit").parent_id =
        Some(unit_id(72));
    let off = go(&nested, spot(BIN));
    assert!(matches!(off.effects[..], [Effect::Stand { parent_id: None, .. }]), "{off:?}");
    // Goods come out of it, too.
    let hand = accept(&state, &one("L2")).state;
    let out = go(&hand, spot(BIN));
    let [Effect::Move(moving), Effect::Release(released)] = &out.effects[..] else { panic!("{out:?}") };
    assert_eq!(
        (moving.movements[0].from, moving.movements[0].to, *released),
        (carton, loose(), unit_id(PALLET))
    );
}

#[test]
fn what_an_order_wants_no_longer_goes_back_where_it_came_from() {
    let mut row = lies("L1", on_pallet(), 9, 0);
    (row.back_base, row.is_of_order, row.origin_id) = (3, true, Some(LocationId(id(OTHER))));
    let mut wanted = lies("L2", on_pallet(), 4, 0);
    wanted.is_of_order = true;
    let tote = Holder { order_id: Some(OrderId(id(5))), ..holder(PALLET, UnitKind::Tote) };
    let source = Some(with_unit(BIN, tote));
    let origins = vec![bin(OTHER, LocationKind::PickFace)];
    let state = State { source, lies: vec![row, wanted], origins, ..State::default() };
    let Screen::RelocateGoods(shown) = screen(&state, TODAY).0 else { panic!("goods") };
    assert_eq!((shown.contents.len(), shown.to.map(|bin| bin.code)), (1, Some("A-01-20".to_owned())));
    assert_eq!(kept(&state, spot(OTHER)), "not_here", "the tote stays");
    assert_eq!(refused(&state, &one("L2")), "wrong_lot");
    let hand = accept(&state, &one("L1")).state;
    assert_eq!(refused(&hand, &quantity(4)), "not_so_much");
    let two = accept(&hand, &quantity(2)).state;
    // Another bin than the proposed one needs a second scan.
    let asked = go(&two, spot(30));
    assert_eq!((asked.said.code(), asked.effects.len()), ("wrong_bin", 0));
    assert!(matches!(go(&asked.state, spot(30)).effects[..], [Effect::Move(_)]));
    let back = go(&two, spot(OTHER));
    let [Effect::Move(moving)] = &back.effects[..] else { panic!("{back:?}") };
    assert_eq!((moving.movements[0].reason, moving.back_of), (Reason::PutBack, Some(OrderId(id(5)))));
    assert_eq!(back.said.code(), "posted", "one is left");
    let last = go(&accept(&back.state, &one("L1")).state, spot(OTHER));
    assert!(matches!(last.effects[..], [Effect::Move(_), Effect::Release(_)]), "{last:?}");
    assert_eq!((last.state.source, last.said.code()), (None, "done"));
}
