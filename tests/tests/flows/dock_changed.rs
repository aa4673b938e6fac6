//! What changes between goods in hand and their coming in, and what is said of goods before they are scanned.

use bipe_api::desk::ReceiptDetail;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::{Value, json};

use super::announce::{announce, document};
use super::dock::{audited, stock};
use super::receive::coffee_case;

bipe_tests::on_both_engines!(
    a_life_that_is_too_short_by_now_stops_goods_in_hand,
    a_whole_pallet_is_not_damaged_by_a_word,
    what_is_expected_is_counted_over_all_lines,
    nothing_is_asked_of_goods_that_may_not_come_in_once_more,
);

const SSCC: &str = "378999900000000015";

async fn asked(hand: &Hand, symbol: &str, code: &str) -> Step {
    let step = hand.scan(symbol).await;
    let message = step.message.clone().expect("an answer");
    assert_eq!((message.outcome, message.code.as_str()), (Outcome::Confirm, code), "{symbol}: {message:?}");
    step
}

fn lies_in(place: &str, lot: &str, base: i64) -> (String, String, i64) {
    (place.to_owned(), lot.to_owned(), base)
}

async fn a_life_that_is_too_short_by_now_stops_goods_in_hand(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::COFFEE, "quantity": 60}]))).await;
    let (rita, erp) = (floor.log_in("rita").await, floor.log_in("erp").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(&coffee_case("L1", "260430")).await;
    rita.accept("BPCQ1").await;
    rita.accept(&coffee_case("L1", "260430")).await;
    // A desk asks for more life while the goods are in hand.
    let change = json!({"arrival_days_min": 60});
    erp.patch(&format!("/items/{}", goods::COFFEE), &change).await.json::<Value>();
    rita.refuse("BPCQ1", "short_life").await;
    rita.refuse("BPCCONFIRM", "short_life").await;
    rita.accept("BPCUNDO").await;
    rita.refuse("BPCREPEAT", "short_life").await;
    assert_eq!(stock(&rita, "cafe").await, [lies_in("DOCA-01", "L1", 12)]);
    // As damaged goods they go to quarantine, whatever their life.
    rita.accept("BPCDAMAGED").await;
    rita.accept(&coffee_case("L1", "260430")).await;
    rita.accept("BPCQ1").await;
    assert_eq!(
        stock(&rita, "cafe").await,
        [lies_in("DOCA-01", "L1", 12), lies_in("QUARENTENA-01", "L1", 12)]
    );
    // A day that was enough in the evening is too little in the morning.
    rita.accept(&coffee_case("L2", "260501")).await;
    floor.pass(24 * 3_600_000);
    let rita = floor.log_in("rita").await;
    rita.refuse("BPCQ1", "short_life").await;
    audited(&floor).await;
}

async fn a_whole_pallet_is_not_damaged_by_a_word(floor: Floor) {
    let lots = json!([{"code": "L1", "quantity": 48, "expiry": "2027-01-31"}]);
    let mut notice = document("asn", "A-1", json!([{"sku": goods::COFFEE, "quantity": 96, "lots": lots}]));
    notice["pallets"] = json!([{"sscc": SSCC, "contents": [{"line": 1, "lot": "L1", "quantity": 24}]}]);
    let made = announce(&floor, &notice).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(&coffee_case("L1", "270131")).await;
    rita.accept("BPCQ1").await;
    rita.accept("BPCDAMAGED").await;
    rita.refuse(&format!("]C100{SSCC}"), "not_here").await;
    rita.refuse("BPCREPEAT", "not_here").await;
    assert_eq!(
        stock(&rita, "cafe").await,
        [lies_in("DOCA-01", "L1", 12)],
        "nothing came in as if it were whole"
    );
    let step = rita.step().await;
    let Screen::ReceiveGoods(screen) = &step.screen else { panic!("{step:?}") };
    assert!(screen.damaged, "the next goods are still damaged");
    rita.accept("BPCUNDO").await;
    rita.accept(&format!("]C100{SSCC}")).await;
    let told: ReceiptDetail = rita.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    assert_eq!((told.lines[0].received_base, told.lines[0].quarantined_base), (36, 0));
    audited(&floor).await;
}

async fn what_is_expected_is_counted_over_all_lines(floor: Floor) {
    let line = |lot: &str| {
        let lots = json!([{"code": lot, "quantity": 12, "expiry": "2027-01-31"}]);
        json!({"sku": goods::COFFEE, "quantity": 12, "lots": lots})
    };
    let mut notice = document("asn", "A-1", json!([line("L1"), line("L2")]));
    notice["over_receipt_percent"] = json!(50);
    notice["pallets"] = json!([{"sscc": SSCC, "contents": [{"line": 1, "lot": "L1", "quantity": 12}]}]);
    announce(&floor, &notice).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    // A lot that no line names is counted on the first, and the pallet too: all that is expected has come.
    rita.accept(&coffee_case("L9", "270131")).await;
    rita.accept("BPCQ1").await;
    rita.accept(&format!("]C100{SSCC}")).await;
    rita.accept(&coffee_case("L2", "270131")).await;
    asked(&rita, "BPCQ1", "over_receipt").await;
    rita.accept("BPCQ1").await;
    rita.refuse(&coffee_case("L2", "270131"), "too_much").await;
    audited(&floor).await;
}

async fn nothing_is_asked_of_goods_that_may_not_come_in_once_more(floor: Floor) {
    let mut order = document("purchase_order", "PC-1", json!([{"sku": goods::COFFEE, "quantity": 24}]));
    order["over_receipt_percent"] = json!(50);
    announce(&floor, &order).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("PC-1").await;
    for _ in 0..2 {
        rita.accept(&coffee_case("L1", "270131")).await;
        rita.accept("BPCQ1").await;
    }
    let lots: Value = sonia.get("/lots?search=L1").await.json();
    let path = format!("/lots/{}/recall", lots["rows"][0]["id"].as_str().expect("a lot"));
    sonia.post(&path, &json!({"reason": "Corpo estranho"})).await.json::<Value>();
    // It would be more than is expected too, which is asked of what may come in.
    rita.refuse("BPCREPEAT", "unusable_lot").await;
    audited(&floor).await;
}
