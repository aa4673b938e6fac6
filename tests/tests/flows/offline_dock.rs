//! A receipt without the network: goods go on onto the pallet at hand, and come in once.

use bipe_api::Page;
use bipe_api::desk::{Exception, ReceiptDetail};
use bipe_core::offline::Carried;
use bipe_core::screen::Outcome;
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, Hand, goods};
use bipe_tests::on_both_engines;
use serde_json::json;

use crate::announce::{announce, document};
use crate::offline::{Device, moved, outcomes};
use crate::pick::{message, sound};
use crate::receive::{AUTHORISED, KEY, coffee_case, import};

on_both_engines!(
    a_carried_receipt_answers_as_the_server_does,
    goods_taken_in_without_the_network_come_in_once,
    what_others_took_in_meanwhile_is_an_exception,
    a_blind_receipts_goods_in_hand_are_carried,
    goods_that_came_in_there_are_not_asked_about_here,
    goods_that_stayed_out_there_do_not_come_in_here,
);

/// Rita with a pallet on which the first soap stands.
pub(crate) async fn at_the_dock(floor: &Floor) -> (Hand, ReceiptDetail) {
    let receipt = import(floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    assert_eq!(
        rita.get("/step/offline").await.body,
        "null",
        "a pallet begins with the network, for its label"
    );
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ1").await;
    (rita, receipt)
}

fn reader(serial: &str) -> String {
    format!("]d201{}21{serial}", goods::READER_UNIT)
}

fn scans() -> Vec<String> {
    vec![
        coffee_case("L2603A", "270131"),
        "BPCCONFIRM".into(),
        coffee_case("L9", "270331"),
        "BPCQ2".into(),
        goods::COFFEE_UNIT.into(),
        "L9".into(),
        "BPCQ24".into(),
        goods::SOAP_CASE.into(),
        "BPCQ1".into(),
        reader("SN1"),
    ]
}

async fn a_carried_receipt_answers_as_the_server_does(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    let beside = [
        "BPCUNDO",
        goods::SOAP_UNIT,
        "BPCQ99",
        "BPCQ2",
        goods::COFFEE_UNIT,
        "BPCUNDO",
        "]C11727033110L7",
        "BPCUNDO",
        "]d2010789",
    ];
    let mut compared = 0;
    let late = [reader("SN1"), coffee_case("L9", "270131"), "BPCUNDO".into()];
    for symbol in beside.into_iter().map(str::to_owned).chain(scans()).chain(late) {
        let (there, here) = (rita.scan(&symbol).await, device.scan(&symbol));
        assert_eq!(here, there, "{symbol}");
        floor.pass(1_000);
        compared += 1;
    }
    assert_eq!(compared, beside.len() + 13);
    device.kept.clear();
    for command in ["BPCFULL", "BPCCLOSE", "BPCREPEAT", "BPCPICK"] {
        device.refuse(command, "needs_network");
    }
    device.refuse("NEVERSEEN", "not_carried");
    device.refuse("]C100178910000000000011", "not_carried");
}

async fn received(floor: &Floor, receipt: &ReceiptDetail) -> Vec<i64> {
    let erp = floor.log_in("erp").await;
    let now: ReceiptDetail = erp.get(&format!("/receipts/{}", receipt.receipt.id)).await.json();
    now.lines.iter().map(|line| line.received_base).collect()
}

async fn goods_taken_in_without_the_network_come_in_once(floor: Floor) {
    let (rita, receipt) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    for symbol in scans() {
        assert_ne!(message(&device.scan(&symbol)).0, Outcome::Refused, "{symbol}");
    }
    assert_eq!(received(&floor, &receipt).await, [0, 1, 0], "nothing is there before it was sent");
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| told.0 != Outcome::Refused), "{steps:?}");
    assert_eq!(received(&floor, &receipt).await, [120, 25, 1]);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn what_others_took_in_meanwhile_is_an_exception(floor: Floor) {
    let (rita, receipt) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    for symbol in [goods::SOAP_UNIT, "BPCQ20", goods::SOAP_UNIT, "BPCQ5"] {
        device.scan(symbol);
    }
    let sonia = floor.log_in("sonia").await;
    sonia.accept(KEY).await;
    sonia.accept(goods::SOAP_UNIT).await;
    sonia.accept("BPCQ40").await;
    let steps = device.send().await;
    let told = outcomes(&steps);
    assert_eq!(told[1], (Outcome::Refused, "too_much"), "{told:?}");
    assert!(
        told[2..].iter().all(|told| *told == (Outcome::Refused, "line_gone")),
        "they stood on it: {told:?}"
    );
    assert_eq!(received(&floor, &receipt).await, [0, 41, 0]);
    let open: Page<Exception> = sonia.get("/exceptions").await.json();
    let [open] = &open.rows[..] else { panic!("one for the receipt: {open:?}") };
    assert_eq!((open.code.as_str(), open.commands, moved(open)), ("too_much", 3, vec![25]));
    assert_eq!((open.goods[0].sku.as_str(), open.order.as_deref()), (goods::SOAP, Some("4512")));
    assert!(open.goods[0].tote.as_ref().is_some_and(|pallet| pallet.len() == 18), "{open:?}");
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn a_blind_receipts_goods_in_hand_are_carried(floor: Floor) {
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("BPCBLIND").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ1").await;
    let step = rita.accept(&coffee_case("L9", "270331")).await;
    let carried: Carried = rita.get("/step/offline").await.json();
    let now_ms = floor.app.clock.now_ms();
    assert_eq!(carried.step(now_ms).screen, step.screen, "coffee has no line yet, and is in hand");
}

/// Rita at a purchase order of 20 soaps, of which half as many more may come; one stands on her pallet.
async fn at_an_order(floor: &Floor) -> Hand {
    let mut order = document("purchase_order", "PC-1", json!([{"sku": goods::SOAP, "quantity": 20}]));
    order["over_receipt_percent"] = json!(50);
    announce(floor, &order).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("PC-1").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ1").await;
    rita
}

async fn came_in(floor: &Floor) -> i64 {
    Books::open(&floor.database).number("SELECT CAST(SUM(received_base) AS BIGINT) FROM receipt_lines")
}

async fn goods_that_came_in_there_are_not_asked_about_here(floor: Floor) {
    let rita = at_an_order(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    for symbol in [goods::SOAP_UNIT, "BPCQ12", goods::SOAP_UNIT, "BPCQ3"] {
        assert_eq!(message(&device.scan(symbol)).0, Outcome::Accepted, "{symbol}");
    }
    // Meanwhile another receives 15: what Rita took in is more than is expected, and less than is too much.
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("PC-1").await;
    sonia.accept(goods::SOAP_UNIT).await;
    sonia.accept("BPCQ15").await;
    let steps = device.send().await;
    let told = outcomes(&steps);
    assert_eq!(told[1], (Outcome::Refused, "over_receipt"), "nobody is there to answer: {told:?}");
    assert!(told[2..].iter().all(|told| *told == (Outcome::Refused, "line_gone")), "{told:?}");
    assert_eq!(came_in(&floor).await, 16);
    let open: Page<Exception> = sonia.get("/exceptions").await.json();
    let [open] = &open.rows[..] else { panic!("one for the receipt: {open:?}") };
    assert_eq!((open.code.as_str(), open.commands, moved(open)), ("over_receipt", 3, vec![15]));
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn goods_that_stayed_out_there_do_not_come_in_here(floor: Floor) {
    let rita = at_an_order(&floor).await;
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("PC-1").await;
    sonia.accept(goods::SOAP_UNIT).await;
    sonia.accept("BPCQ15").await;
    let mut device = Device::load(&floor, &rita).await;
    device.scan(goods::SOAP_UNIT);
    let step = device.scan("BPCQ8");
    assert_eq!(message(&step), (Outcome::Confirm, "over_receipt"), "4 are expected there");
    // She thinks better of it, and takes 3.
    assert_eq!(message(&device.scan("BPCQ3")), (Outcome::Accepted, "posted"));
    // Meanwhile the 15 went back, so that 8 would be welcome here.
    sonia.accept("BPCUNDO").await;
    let steps = device.send().await;
    assert_eq!(came_in(&floor).await, 1, "8 never came: {:?}", outcomes(&steps));
    let open: Page<Exception> = sonia.get("/exceptions").await.json();
    let [open] = &open.rows[..] else { panic!("one for the receipt: {open:?}") };
    assert_eq!((open.code.as_str(), open.commands, moved(open)), ("line_gone", 2, vec![3]));
    sound(&floor, &floor.log_in("erp").await).await;
}
