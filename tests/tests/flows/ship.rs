//! Shipping: parcels leave, and the order with the last of them.

use bipe_core::screen::{ParcelSummary, Screen, ShipParcel, Step};
use bipe_store::event;
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::Value;

use crate::picked::{self, STOCK, symbol};

fn at_dock(step: &Step) -> &ShipParcel {
    match &step.screen {
        Screen::ShipParcel(ship) => ship,
        other => panic!("expected the dock, got {other:?}"),
    }
}

/// An order of 5 soaps in two parcels; the second one is still open when `whole` is false.
async fn parcels(floor: &Floor, whole: bool) -> (Hand, Vec<ParcelSummary>) {
    picked::stock(floor, &STOCK).await;
    let erp = floor.log_in("erp").await;
    picked::order(&erp, "PV-1", &[(goods::SOAP, 5)]).await;
    picked::pick_all(floor, 1).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPT000001").await;
    paula.accept(&symbol(goods::SOAP, None)).await;
    paula.accept("BPCQ2").await;
    paula.accept("BPCCLOSE").await;
    paula.accept(&symbol(goods::SOAP, None)).await;
    if !whole {
        let parcels = events(floor, "parcel.closed").await.into_iter().map(|event| ParcelSummary {
            sscc: event["parcel"]["sscc"].as_str().expect("an SSCC").to_owned(),
            order: "PV-1".to_owned(),
            number: 1,
            total: 2,
            tracking_code: event["parcel"]["tracking_code"].as_str().expect("a code").to_owned(),
            carrier: String::new(),
        });
        let parcels = parcels.collect();
        paula.accept("BPCLEAVE").await;
        return (paula, parcels);
    }
    paula.accept("BPCQ3").await;
    let step = paula.accept("BPCCONFIRM").await;
    let Screen::PackDone(done) = step.screen else { panic!("{step:?}") };
    paula.accept("BPCLEAVE").await;
    (paula, done.parcels)
}

/// Payloads of all events of a type, oldest first.
pub async fn events(floor: &Floor, kind: &str) -> Vec<Value> {
    let mut tx = floor.app.store.reader().await.expect("a reader");
    let all = event::after(&mut tx, floor.warehouse, event::Cursor::default(), 1_000).await.expect("events");
    let payload = |event: &event::Event| serde_json::from_str(&event.payload).expect("JSON");
    all.iter().filter(|event| event.kind == kind).map(payload).collect()
}

async fn parcels_leave_one_by_one(floor: Floor) {
    let (paula, parcels) = parcels(&floor, true).await;
    let step = paula.accept("BPCSHIP").await;
    assert_eq!(at_dock(&step).waiting, parcels);
    paula.refuse("BPT000001", "not_here").await;
    paula.refuse("(00)178910000000099999", "bad_symbol").await;
    paula.refuse("AA000000005BR", "unknown_code").await;

    let step = paula.accept(&format!("]C100{}", parcels[0].sscc)).await;
    let ship = at_dock(&step);
    assert_eq!(ship.waiting, parcels[1..]);
    assert_eq!(ship.last.as_ref(), Some(&parcels[0]));
    assert_eq!((ship.progress.done, ship.progress.total), (1, 2));
    paula.refuse(&format!("]C100{}", parcels[0].sscc), "already_shipped").await;
    assert!(events(&floor, "order.shipped").await.is_empty());

    let step = paula.accept(&parcels[1].tracking_code).await;
    assert!(at_dock(&step).waiting.is_empty());
    let shipped = events(&floor, "order.shipped").await;
    assert_eq!(shipped.len(), 1);
    let event = &shipped[0];
    assert_eq!(
        (&event["order_number"], &event["owner"], &event["channel"], &event["carrier"]),
        (&"PV-1".into(), &"BOMPRECO".into(), &"loja".into(), &"PROPRIA".into())
    );
    assert_eq!(event["shipped_at"], bipe_tests::floor::START);
    for (told, parcel) in event["parcels"].as_array().expect("parcels").iter().zip(&parcels) {
        assert_eq!(told["sscc"], parcel.sscc.as_str());
        assert_eq!(told["tracking_code"], parcel.tracking_code.as_str());
        assert_eq!(told["number"], parcel.number);
    }
    // The goods are out: what is left of the soap lies in its bin.
    let stock: Value = floor.log_in("erp").await.get("/orders").await.json();
    assert_eq!(stock["rows"][0]["status"], "shipped");
}

async fn a_parcel_of_an_order_that_is_still_packed_stays(floor: Floor) {
    let (paula, parcels) = parcels(&floor, false).await;
    assert_eq!(parcels.len(), 1);
    let step = paula.accept("BPCSHIP").await;
    assert!(at_dock(&step).waiting.is_empty());
    paula.refuse(&format!("]C100{}", parcels[0].sscc), "not_finished").await;
}

bipe_tests::on_both_engines!(parcels_leave_one_by_one, a_parcel_of_an_order_that_is_still_packed_stays);
