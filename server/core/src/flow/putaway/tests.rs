//! Every refusal and every effect of putting away, on states made by hand.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::flow::Unit;
use crate::id::Ids;
use crate::location::{Limits, Load, Location, LocationKind};
use crate::scan::parse;

const TODAY: Date = date!(2026 - 03 - 02);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn pallet(lots: &[(u128, u128)]) -> Pallet {
    let content = |(item, lot): &(u128, u128)| Content {
        unit_id: HandlingUnitId(id(1)),
        item_id: ItemId(id(*item)),
        sku: "SKU".to_owned(),
        name: "Item".to_owned(),
        unit: "UN".to_owned(),
        packagings: vec![],
        lot_id: LotId(id(*lot)),
        lot: Some("L".to_owned()),
        expiry: None,
        quantity_base: 12,
        temperature_class: TemperatureClass::Ambient,
        abc_class: AbcClass::A,
        weight_mg_base: 0,
        volume_mm3_base: 0,
    };
    Pallet {
        id: HandlingUnitId(id(1)),
        code: "P1".to_owned(),
        location_id: LocationId(id(2)),
        location: "DOCA-1".to_owned(),
        at_dock: true,
        holder: None,
        contents: lots.iter().map(content).collect(),
    }
}

fn bin(n: u128, units: i64, holds: &[(u128, u128)]) -> BinFacts {
    BinFacts {
        id: LocationId(id(n)),
        code: format!("A-{n:02}-01"),
        zone: "Secos".to_owned(),
        pick_sequence: i64::try_from(n).expect("small"),
        abc_class: None,
        room: Room {
            kind: LocationKind::Storage,
            limits: Limits { units_max: Some(2), ..Limits::default() },
            mixing: Mixing::Any,
            temperature_class: TemperatureClass::Ambient,
            counting: false,
            load: Load { units, ..Load::default() },
            holds: holds.iter().map(|(item, lot)| (ItemId(id(*item)), LotId(id(*lot)))).collect(),
        },
    }
}

fn with(bin: BinFacts, change: impl Fn(&mut Room)) -> BinFacts {
    let mut bin = bin;
    change(&mut bin.room);
    bin
}

fn input(found: Found) -> Input {
    Input { scan: parse("X1", TODAY), found, today: TODAY, ids: Ids::new(1_700_000_000_000, 7) }
}

fn unit(n: u128, kind: UnitKind) -> Found {
    let code = format!("P{n}");
    Found::Unit(Unit {
        id: HandlingUnitId(id(n)),
        code,
        kind,
        location_id: None,
        order_id: None,
        empty: false,
    })
}

fn at(bin: &BinFacts) -> Input {
    input(Found::Location(Location {
        id: bin.id,
        code: bin.code.clone(),
        kind: bin.room.kind,
        zone_id: None,
        pick_sequence: bin.pick_sequence,
        version: 1,
    }))
}

#[test]
fn the_suggestion_prefers_the_same_lot_then_the_nearest_empty_bin() {
    let pallet = pallet(&[(10, 11)]);
    let suggested = |bins: &[BinFacts]| suggest(&pallet, bins).map(|bin| bin.id.0.as_u128());
    let (same, empty, far) = (bin(9, 1, &[(10, 11)]), bin(5, 0, &[]), bin(6, 0, &[]));
    let other = bin(3, 1, &[(20, 21)]);
    assert_eq!(suggested(&[far.clone(), empty.clone(), same.clone(), other.clone()]), Some(9));
    assert_eq!(suggested(&[far, other.clone(), empty]), Some(5));
    assert_eq!(suggested(std::slice::from_ref(&other)), Some(3), "room beside others is better than none");
    let full = with(same, |room| room.load.units = 2);
    assert_eq!(suggested(&[full]), None);
    assert_eq!(suggested(&[with(other.clone(), |room| room.kind = LocationKind::Staging)]), None);
    assert_eq!(suggested(&[with(other, |room| room.counting = true)]), None, "a bin that is being counted");
}

#[test]
fn the_suggestion_keeps_an_item_together_where_lots_may_mix() {
    let suggested = |pallet: &Pallet, bins: &[BinFacts]| suggest(pallet, bins).map(|bin| bin.id.0.as_u128());
    let (empty, other_lot) = (bin(5, 0, &[]), bin(9, 1, &[(10, 12)]));
    let tracked = pallet(&[(10, 11)]);
    assert_eq!(suggested(&tracked, &[empty.clone(), other_lot.clone()]), Some(5), "lots are kept apart");
    let own = with(other_lot.clone(), |room| room.mixing = Mixing::OneItem);
    assert_eq!(suggested(&tracked, &[empty.clone(), own]), Some(9), "the item's own bin");
    let mut untracked = pallet(&[(10, 11)]);
    untracked.contents[0].lot = None;
    assert_eq!(suggested(&untracked, &[empty, other_lot]), Some(9), "nobody tells these lots apart");
}

#[test]
fn the_suggestion_prefers_the_class_and_then_the_way() {
    let meant = |n, abc_class| BinFacts { abc_class, ..bin(n, 0, &[]) };
    let bins = [
        meant(3, Some(AbcClass::C)),
        meant(5, None),
        meant(8, Some(AbcClass::A)),
        meant(9, Some(AbcClass::A)),
    ];
    let mut left: Vec<BinFacts> = bins.to_vec();
    for expected in [8, 9, 5, 3] {
        let found = suggest(&pallet(&[(10, 11)]), &left).expect("a bin").id;
        assert_eq!(found.0.as_u128(), expected);
        left.retain(|bin| bin.id != found);
        left.reverse();
    }
}

#[test]
fn a_bin_says_why_it_takes_no_pallet() {
    let one = pallet(&[(10, 11)]);
    let two_lots = pallet(&[(10, 11), (10, 12)]);
    let two_items = pallet(&[(10, 11), (20, 21)]);
    let empty = |mixing| with(bin(5, 0, &[]), |room| room.mixing = mixing);
    let cases = [
        (empty(Mixing::OneLot), &one, Ok(())),
        (empty(Mixing::OneLot), &two_lots, Err(Unfit::Mixing)),
        (empty(Mixing::OneItem), &two_lots, Ok(())),
        (empty(Mixing::OneItem), &two_items, Err(Unfit::Mixing)),
        (empty(Mixing::Any), &two_items, Ok(())),
        (with(bin(5, 1, &[(20, 21)]), |room| room.mixing = Mixing::OneItem), &one, Err(Unfit::Mixing)),
        (with(bin(5, 1, &[(10, 12)]), |room| room.mixing = Mixing::OneItem), &one, Ok(())),
        (with(bin(5, 1, &[(10, 12)]), |room| room.mixing = Mixing::OneLot), &one, Err(Unfit::Mixing)),
        (bin(5, 2, &[(10, 11)]), &one, Err(Unfit::Full)),
        (with(bin(5, 99, &[(10, 11)]), |room| room.limits.units_max = None), &one, Ok(())),
        (with(bin(5, 0, &[]), |room| room.kind = LocationKind::Dock), &one, Err(Unfit::Kind)),
    ];
    for (at, (bin, pallet, expected)) in cases.into_iter().enumerate() {
        assert_eq!(bin.takes(pallet), expected, "case {at}");
    }
}

#[test]
fn a_waiting_pallet_is_taken_in_hand() {
    let planned = Some(bin(5, 0, &[]));
    let state = State { scanned: Some(pallet(&[(10, 11)])), planned, ..State::default() };
    let scan = input(unit(1, UnitKind::Pallet));
    let decision = decide(&state, &scan).expect("accepted");
    assert_eq!(decision.effects, [Effect::Claim(HandlingUnitId(id(1)))]);
    assert!(decision.state.unit.is_some());

    let refused = |scanned: Pallet, planned: Option<BinFacts>| {
        decide(&State { scanned: Some(scanned), planned, ..State::default() }, &scan).expect_err("a refusal")
    };
    let (good, room) = (pallet(&[(10, 11)]), Some(bin(5, 0, &[])));
    let unit_code = || "P1".to_owned();
    assert_eq!(refused(pallet(&[]), room.clone()), Refusal::UnitEmpty { unit: unit_code() });
    assert_eq!(refused(good.clone(), None), Refusal::NoBin { unit: unit_code() });
    let operator = "Rita".to_owned();
    let held = Pallet { holder: Some(operator.clone()), ..good.clone() };
    assert_eq!(refused(held, room.clone()), Refusal::TakenByOther { operator });
    assert!(matches!(refused(Pallet { at_dock: false, ..good }, room), Refusal::NotHere { .. }));
    let refuse = |found| decide(&state, &input(found)).expect_err("a refusal");
    assert!(matches!(refuse(unit(1, UnitKind::Tote)), Refusal::NotHere { .. }));
    assert!(matches!(refuse(Found::NewUnit("X1".to_owned())), Refusal::UnknownCode { .. }));
    assert_eq!(refuse(Found::Command(CommandCode::Undo)), Refusal::NothingToUndo);
}

#[test]
fn the_planned_bin_at_once_another_on_the_second_scan() {
    let (planned, other) = (bin(5, 0, &[]), bin(6, 0, &[]));
    let state = |scanned: &BinFacts, again| State {
        unit: Some(pallet(&[(10, 11)])),
        planned: Some(planned.clone()),
        bin: Some(scanned.clone()),
        again,
        ..State::default()
    };
    let decision = decide(&state(&planned, None), &at(&planned)).expect("accepted");
    let [Effect::Store { bin_id, movements, .. }] = decision.effects.as_slice() else {
        panic!("{decision:?}")
    };
    assert_eq!((*bin_id, movements.len(), movements[0].quantity_base), (planned.id, 1, 12));
    assert_eq!((decision.state.unit, decision.said), (None, Said::Done));

    let first = decide(&state(&other, None), &at(&other)).expect("asked again");
    assert!(matches!(&first.said, Said::Again(why) if why.code() == "wrong_bin") && first.effects.is_empty());
    assert_eq!(first.state.again, Some(other.id));
    let second = decide(&state(&other, Some(other.id)), &at(&other)).expect("accepted");
    assert!(matches!(second.effects.as_slice(), [Effect::Store { .. }]));
    let third = bin(7, 0, &[]);
    let elsewhere = decide(&state(&third, Some(other.id)), &at(&third)).expect("asked again");
    assert!(elsewhere.effects.is_empty(), "another bin than the one asked about asks anew");
}

#[test]
fn what_is_no_fit_bin_is_refused() {
    let full = bin(5, 2, &[(20, 21)]);
    let state = State {
        unit: Some(pallet(&[(10, 11)])),
        planned: Some(bin(6, 0, &[])),
        bin: Some(full.clone()),
        again: Some(full.id),
        ..State::default()
    };
    let refuse = |input: &Input| decide(&state, input).expect_err("a refusal");
    assert_eq!(refuse(&at(&full)), Refusal::BinUnfit { bin: full.code.clone(), why: Unfit::Full });
    let (scanned, expected) = ("P2".to_owned(), "P1".to_owned());
    assert_eq!(refuse(&input(unit(2, UnitKind::Pallet))), Refusal::WrongUnit { scanned, expected });
    assert!(matches!(refuse(&input(Found::Nothing)), Refusal::UnknownCode { .. }));
    assert!(matches!(refuse(&input(Found::Command(CommandCode::Confirm))), Refusal::NotHere { .. }));
    let back = decide(&state, &input(Found::Command(CommandCode::Undo))).expect("accepted");
    assert_eq!(back.effects, [Effect::Release(HandlingUnitId(id(1)))]);
    assert_eq!(back.state.waiting, ["P1"]);
}
