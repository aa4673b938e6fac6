use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::flow::{Unit, UnitKind};
use crate::id::{HandlingUnitId, Ids};
use crate::scan;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn summary(number: i64) -> ParcelSummary {
    ParcelSummary {
        sscc: format!("sscc {number}"),
        order: "PV-1".into(),
        number,
        total: 2,
        tracking_code: format!("code {number}"),
        carrier: "Ipê".into(),
    }
}

fn parcel() -> Parcel {
    Parcel {
        id: ParcelId(id(70)),
        order_id: OrderId(id(1)),
        summary: summary(1),
        stage: Stage::Closed,
        order_packed: true,
        left: 2,
        contents: vec![Content {
            place: Place::within(LocationId(id(901)), HandlingUnitId(id(71))),
            item_id: ItemId(id(10)),
            lot_id: LotId(id(11)),
            lot: "L11".into(),
            status: LotStatus::Released,
            quantity_base: 12,
        }],
        customer_id: LocationId(id(950)),
    }
}

fn state(parcel: Parcel) -> State {
    State {
        waiting: vec![summary(1), summary(2)],
        waiting_count: 2,
        scanned: Some(parcel),
        ..State::default()
    }
}

fn input(found: Found) -> Input {
    let today = date!(2026 - 11 - 21);
    Input { scan: scan::parse("code 1", today), found, today, ids: Ids::new(1_700_000_000_000, 5) }
}

fn scanned() -> Input {
    input(Found::Parcel { parcel_id: ParcelId(id(70)), order_id: OrderId(id(1)) })
}

#[test]
fn a_closed_parcel_leaves() {
    let decision = decide(&state(parcel()), &scanned()).expect("leaves");
    let [Effect::Ship { movements, .. }] = &decision.effects[..] else { panic!("{:?}", decision.effects) };
    assert_eq!(movements.len(), 1);
    assert_eq!(movements[0].to, Place::loose(LocationId(id(950))));
    assert_eq!((movements[0].quantity_base, movements[0].reserved_base), (12, 0));
    let Screen::ShipParcel(shown) = screen(&decision.state).0 else { panic!("another screen") };
    assert_eq!(shown.waiting, [summary(2)]);
    assert_eq!(shown.last, Some(summary(1)));
    assert_eq!(shown.progress, Progress { done: 1, total: 2 });
}

#[test]
fn the_last_parcel_completes_its_order() {
    let decision = decide(&state(Parcel { left: 1, ..parcel() }), &scanned()).expect("leaves");
    assert_eq!(decision.effects[1..], [Effect::Complete { order_id: OrderId(id(1)) }]);
}

#[test]
fn a_parcel_that_may_not_leave_is_refused() {
    let check = |change: fn(&mut Parcel), expected: &str| {
        let mut parcel = parcel();
        change(&mut parcel);
        let refusal = decide(&state(parcel), &scanned()).expect_err("a refusal");
        assert_eq!(refusal.code(), expected);
    };
    check(|parcel| parcel.stage = Stage::Open, "not_finished");
    check(|parcel| parcel.order_packed = false, "not_finished");
    check(|parcel| parcel.stage = Stage::Shipped, "already_shipped");
    check(|parcel| parcel.contents.clear(), "unit_empty");
    check(|parcel| parcel.contents[0].status = LotStatus::Held, "parcel_stopped");
    check(|parcel| parcel.contents[0].status = LotStatus::Recalled, "parcel_stopped");
}

#[test]
fn what_is_no_parcel_is_refused() {
    let check = |found: Found, expected: &str| {
        let empty = State { scanned: None, ..state(parcel()) };
        let refusal = decide(&empty, &input(found)).expect_err("a refusal");
        assert_eq!(refusal.code(), expected);
    };
    check(Found::Nothing, "unknown_code");
    check(Found::NewUnit("178".into()), "unknown_code");
    check(Found::Parcel { parcel_id: ParcelId(id(8)), order_id: OrderId(id(8)) }, "unknown_code");
    let tote = Unit {
        id: HandlingUnitId(id(50)),
        code: "BPT50".into(),
        kind: UnitKind::Tote,
        location_id: None,
        order_id: None,
        empty: true,
    };
    check(Found::Unit(tote), "not_here");
    check(Found::Command(CommandCode::Undo), "nothing_to_undo");
    check(Found::Command(CommandCode::Confirm), "not_here");
}
