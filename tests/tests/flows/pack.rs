//! Packing: from a tote to closed parcels with tags.

use bipe_core::code::CommandCode;
use bipe_core::screen::{PackGoods, ParcelSummary, Screen, Step};
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::Value;

use crate::picked::{self, STOCK, symbol};

fn at_goods(step: &Step) -> &PackGoods {
    match &step.screen {
        Screen::PackGoods(goods) | Screen::PackClose(goods) => goods,
        other => panic!("expected goods to check, got {other:?}"),
    }
}

fn counts(step: &Step) -> (i64, i64, i64) {
    let goods = at_goods(step);
    (goods.parcel, goods.progress.done, goods.progress.total)
}

fn done(step: &Step) -> Vec<ParcelSummary> {
    match &step.screen {
        Screen::PackDone(done) => done.parcels.clone(),
        other => panic!("expected a packed order, got {other:?}"),
    }
}

/// An order of 20 coffees (two lots), 3 soaps and a reader, picked into `BPT000001`.
async fn picked_order(floor: &Floor) -> (Hand, Value) {
    picked::stock(floor, &STOCK).await;
    let erp = floor.log_in("erp").await;
    let lines = [(goods::COFFEE, 20), (goods::SOAP, 3), (goods::READER, 1)];
    let order = picked::order(&erp, "PV-1", &lines).await;
    assert_eq!(picked::pick_all(floor, 1).await, 1);
    (floor.log_in("paula").await, order)
}

fn coffee(lot: &str) -> String {
    symbol(goods::COFFEE, Some(lot))
}

fn case_of_coffee(lot: &str) -> String {
    format!("]d201{}10{lot}", picked::right_check(goods::COFFEE_CASE))
}

async fn order_status(floor: &Floor, order: &Value) -> Value {
    let id = order["order"]["id"].as_str().expect("an order's id");
    floor.log_in("erp").await.get(&format!("/orders/{id}")).await.json()
}

async fn an_order_is_checked_into_two_parcels(floor: Floor) {
    let folder = floor.folder().join("tags");
    picked::printer(&floor, "Etiquetas", &format!("file:{}", folder.display()), "zpl").await;
    let (paula, order) = picked_order(&floor).await;
    let jobs = bipe_server::job::start(floor.app.clone());

    let step = paula.accept("BPCPACK").await;
    let Screen::PackTote(totes) = &step.screen else { panic!("{step:?}") };
    assert_eq!(totes.waiting, ["BPT000001"]);
    paula.refuse("BPT000077", "unknown_code").await;
    paula.refuse("BPLA-01-01-1", "not_here").await;
    let step = paula.accept("BPT000001").await;
    assert_eq!(counts(&step), (1, 0, 24));
    assert_eq!(order_status(&floor, &order).await["order"]["status"], "packing");

    paula.refuse("BPCCLOSE", "not_finished").await;
    paula.refuse(&symbol(goods::COFFEE, None), "lot_missing").await;
    paula.refuse(&coffee("L9"), "wrong_lot").await;
    let step = paula.accept(&case_of_coffee("L1")).await;
    assert_eq!(counts(&step), (1, 12, 24));
    paula.refuse(&case_of_coffee("L1"), "too_much").await;
    let step = paula.accept("BPCUNDO").await;
    assert_eq!(counts(&step), (1, 0, 24));
    paula.refuse("BPCUNDO", "nothing_to_undo").await;
    paula.accept(&coffee("L1")).await;
    paula.refuse("BPCQ19", "too_much").await;
    let step = paula.accept("BPCQ18").await;
    assert_eq!(counts(&step), (1, 18, 24));
    assert_eq!(step.actions, [CommandCode::Close, CommandCode::Undo, CommandCode::Leave]);

    let step = paula.accept("BPCCLOSE").await;
    assert_eq!(counts(&step), (2, 18, 24));
    paula.refuse("BPCPRINT", "nothing_waits").await;
    paula.accept(&coffee("L2")).await;
    paula.accept("BPCQ2").await;
    paula.accept(&symbol(goods::SOAP, None)).await;
    paula.accept("BPCQ3").await;
    paula.refuse(&symbol(goods::SOAP, None), "too_much").await;
    let step = paula.accept(&symbol(goods::READER, Some("S1"))).await;
    assert!(matches!(step.screen, Screen::PackClose(_)), "{step:?}");
    assert_eq!(step.actions, [CommandCode::Confirm, CommandCode::Undo, CommandCode::Leave]);
    let step = paula.accept("BPCCONFIRM").await;
    let parcels = done(&step);
    let numbers: Vec<_> = parcels.iter().map(|parcel| (parcel.number, parcel.total)).collect();
    assert_eq!(numbers, [(1, 2), (2, 2)]);
    for parcel in &parcels {
        bipe_core::code::Sscc::parse(&parcel.sscc).expect("an SSCC");
        bipe_core::code::S10::parse(&parcel.tracking_code).expect("an S10 code");
    }
    let shown = order_status(&floor, &order).await;
    assert_eq!(shown["order"]["status"], "packed");
    assert_eq!(shown["parcels"].as_array().expect("parcels").len(), 2);

    // The tags say 1/2 and 2/2, in that order, and the last one can be had again.
    paula.accept("BPCPRINT").await;
    let listed = crate::print::wait_for(&paula, 3, |job| job["status"] == "sent").await;
    let subjects: Vec<_> = listed.iter().map(|job| job["subject"].as_str().expect("text")).collect();
    assert_eq!(subjects.iter().filter(|subject| **subject == parcels[1].sscc).count(), 2);
    let again = listed.iter().find(|job| !job["reprint_of"].is_null()).expect("a reprint");
    assert_eq!(again["subject"], parcels[1].sscc.as_str());
    let texts: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder of labels")
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("ZPL"))
        .collect();
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().all(|text| text.starts_with("^XA")), "{texts:?}");

    // The tote is free: it takes the next order.
    let step = paula.accept("BPCLEAVE").await;
    assert!(matches!(step.screen, Screen::Menu(_)));
    let erp = floor.log_in("erp").await;
    picked::order(&erp, "PV-2", &[(goods::SOAP, 2)]).await;
    assert_eq!(picked::pick_all(&floor, 1).await, 1);
    jobs.stop().await;
}

async fn a_task_goes_on_where_it_was(floor: Floor) {
    let (paula, _) = picked_order(&floor).await;
    let step = paula.accept("BPT000001").await;
    assert_eq!(counts(&step), (1, 0, 24), "a tote scanned on the menu opens packing");
    paula.accept(&coffee("L1")).await;
    let step = paula.accept("BPCQ7").await;
    assert_eq!(counts(&step), (1, 7, 24));
    // Another device sees the same.
    let tablet = floor.log_in("paula").await;
    assert_eq!(tablet.step().await.screen, step.screen);
    tablet.accept("BPCLEAVE").await;
    let step = tablet.accept("BPCPACK").await;
    assert_eq!(counts(&step), (1, 7, 24));
    let step = tablet.accept("BPCUNDO").await;
    assert_eq!(counts(&step), (1, 0, 24));
    tablet.accept(&coffee("L1")).await;
    // The same command again changes nothing.
    let command = tablet.command();
    let first = tablet.scan_as(command, &coffee("L1")).await;
    let again = tablet.scan_as(command, &coffee("L1")).await;
    assert_eq!(first.body, again.body);
    assert_eq!(counts(&tablet.step().await), (1, 2, 24));

    // Someone else may not take it while it is on the screen, but may when it was left.
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCPACK").await;
    sonia.refuse("BPT000001", "taken_by_other").await;
    tablet.accept("BPCLEAVE").await;
    let step = sonia.accept("BPT000001").await;
    assert_eq!(counts(&step), (1, 2, 24), "what was checked stays checked");
    sonia.refuse("BPCUNDO", "nothing_to_undo").await;
    let step = tablet.accept("BPCPACK").await;
    assert!(matches!(step.screen, Screen::PackTote(_)), "{step:?}");
}

async fn an_order_that_is_still_picked_waits(floor: Floor) {
    picked::stock(&floor, &STOCK).await;
    let erp = floor.log_in("erp").await;
    picked::order(&erp, "PV-1", &[(goods::SOAP, 3)]).await;
    floor.log_in("sonia").await.post("/waves", &serde_json::json!({"orders": []})).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    picked::new_tote(&pedro, "BPT000001").await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPCPACK").await;
    paula.refuse("BPT000001", "not_finished").await;
}

bipe_tests::on_both_engines!(
    an_order_is_checked_into_two_parcels,
    a_task_goes_on_where_it_was,
    an_order_that_is_still_picked_waits,
);
