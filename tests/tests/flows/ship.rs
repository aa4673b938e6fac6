//! Shipping: parcels leave, and the order with the last of them.

use bipe_core::actor::Role;
use bipe_core::screen::{ParcelSummary, Screen, ShipParcel, Step};
use bipe_tests::crew::hire;
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::Value;

use crate::pick::events;
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
        let parcels = events(floor, "parcel.closed", 1).await.into_iter().map(|event| ParcelSummary {
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
    assert!(events(&floor, "order.shipped", 0).await.is_empty());

    let step = paula.accept(&parcels[1].tracking_code).await;
    assert!(at_dock(&step).waiting.is_empty());
    let shipped = events(&floor, "order.shipped", 1).await;
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

/// Whoever ships the last parcel ships the order, also when all are scanned in the same moment.
async fn parcels_that_leave_at_once_are_one_order(floor: Floor) {
    picked::stock(&floor, &STOCK).await;
    let erp = floor.log_in("erp").await;
    picked::order(&erp, "PV-1", &[(goods::SOAP, 8)]).await;
    picked::pick_all(&floor, 1).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPT000001").await;
    for left in (0..8).rev() {
        paula.accept(&symbol(goods::SOAP, None)).await;
        paula.accept("BPCQ1").await;
        paula.accept(if left > 0 { "BPCCLOSE" } else { "BPCCONFIRM" }).await;
    }
    paula.accept("BPCLEAVE").await;
    let people: Vec<_> = (1..=8).map(|one| (format!("paula{one}"), vec![Role::Packer])).collect();
    hire(&floor.app, floor.warehouse, &people).await;
    let closed = events(&floor, "parcel.closed", 8).await;
    let mut all = tokio::task::JoinSet::new();
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(people.len()));
    for ((login, _), event) in people.iter().zip(&closed) {
        let hand = floor.log_in(login).await;
        hand.accept("BPCSHIP").await;
        let (start, sscc) = (start.clone(), event["parcel"]["sscc"].as_str().expect("an SSCC").to_owned());
        all.spawn(async move {
            start.wait().await;
            hand.accept(&format!("]C100{sscc}")).await
        });
    }
    all.join_all().await;
    let shipped = events(&floor, "order.shipped", 1).await;
    assert_eq!(shipped[0]["parcels"].as_array().map(Vec::len), Some(8));
    let mut report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    report.findings.retain(|finding| finding.check != "command_missing"); // the stock was laid without commands
    assert_eq!(report.findings, []);
}

bipe_tests::on_both_engines!(
    parcels_leave_one_by_one,
    a_parcel_of_an_order_that_is_still_packed_stays,
    parcels_that_leave_at_once_are_one_order,
);
