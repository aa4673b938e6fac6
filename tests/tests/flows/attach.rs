//! A code that nobody knows gets a name at the dock: at a receipt that no document announces too, and once only.

use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, Hand, goods};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use crate::announce::{announce, document};
use crate::pick::message;

on_both_engines!(
    what_stands_on_no_document_is_named_at_a_blind_receipt,
    a_code_that_has_got_a_name_meanwhile_keeps_it,
);

async fn ask(hand: &Hand, symbol: &str, code: &str) -> Step {
    let step = hand.scan(symbol).await;
    assert_eq!(message(&step), (Outcome::Confirm, code), "{symbol}: {step:?}");
    step
}

async fn what_stands_on_no_document_is_named_at_a_blind_receipt(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("BPCBLIND").await;
    ask(&sonia, "FARDO-24", "attachable").await;
    ask(&sonia, goods::SOAP_CASE, "attach").await;
    let Screen::ReceiveAttach(at) = sonia.step().await.screen else { panic!("the code waits for its name") };
    let chosen = at.chosen.expect("what was scanned is shown, on any device");
    assert_eq!((chosen.sku.as_str(), chosen.packaging_base), (goods::SOAP, 24));
    assert_eq!(message(&sonia.scan("FARDO-24").await), (Outcome::Accepted, "attached"));
    let Screen::ReceiveQuantity(at) = sonia.accept("FARDO-24").await.screen else {
        panic!("goods by that code")
    };
    assert_eq!((at.goods.sku.as_str(), at.packaging_base), (goods::SOAP, 24));
}

async fn a_code_that_has_got_a_name_meanwhile_keeps_it(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 96}]))).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("A-1").await;
    ask(&sonia, "FARDO-24", "attachable").await;
    ask(&sonia, goods::SOAP_CASE, "attach").await;
    // A desk gives the code to coffee before she confirms.
    let page: Value = erp.get(&format!("/items?search={}", goods::COFFEE)).await.json();
    let mut packagings = page["rows"][0]["packagings"].clone();
    packagings[0]["codes"] = json!(["FARDO-24"]);
    let given = erp.patch(&format!("/items/{}", goods::COFFEE), &json!({"packagings": packagings})).await;
    given.json::<Value>();
    let step = sonia.scan("BPCCONFIRM").await;
    assert_eq!(message(&step), (Outcome::Refused, "code_named"), "{step:?}");
    let Screen::ReceiveAttach(_) = step.screen else { panic!("R02: {step:?}") };
    sonia.accept("BPCCANCEL").await;
    let names = "SELECT items.sku FROM item_codes JOIN items ON items.id = item_codes.item_id WHERE code = 'FARDO-24'";
    assert_eq!(Books::open(&floor.database).rows(names), [[goods::COFFEE]]);
    sonia.refuse("FARDO-24", "not_on_document").await;
}
