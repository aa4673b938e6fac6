//! At the dock: more than expected, too short a life, damage, one more of the same, a code that nobody knows.

use bipe_api::Page;
use bipe_api::desk::{self, ReceiptDetail};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::{Value, json};

use super::announce::{announce, document};
use super::receive::coffee_case;

bipe_tests::on_both_engines!(
    more_than_expected_is_confirmed_within_the_tolerance,
    too_short_a_life_is_refused_and_a_supervisor_takes_it_into_quarantine,
    damaged_goods_lie_in_quarantine,
    the_last_pallet_is_repeated,
    a_supervisor_attaches_a_code_that_nobody_knows,
    a_supervisor_opens_a_closed_receipt_again,
    goods_go_back_to_the_supplier,
);

async fn ask(hand: &Hand, symbol: &str, code: &str) -> Step {
    let step = hand.scan(symbol).await;
    let message = step.message.clone().expect("an answer");
    assert_eq!((message.outcome, message.code.as_str()), (Outcome::Confirm, code), "{symbol}: {message:?}");
    step
}

pub(crate) async fn stock(hand: &Hand, search: &str) -> Vec<(String, String, i64)> {
    let page: Page<desk::Stock> = hand.get(&format!("/stock?search={search}")).await.json();
    page.rows.into_iter().map(|row| (row.location, row.lot, row.on_hand_base)).collect()
}

pub(crate) async fn audited(floor: &Floor) {
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn more_than_expected_is_confirmed_within_the_tolerance(floor: Floor) {
    let lines = json!([{"sku": goods::SOAP, "quantity": 20}, {"sku": goods::READER, "quantity": 2}]);
    let mut order = document("purchase_order", "PC-1", lines);
    order["over_receipt_percent"] = json!(50);
    let made = announce(&floor, &order).await;
    assert_eq!(made.over_receipt_percent, Some(50));
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("PC-1").await;
    rita.refuse(&coffee_case("L1", "270131"), "not_on_document").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.refuse("BPCQ31", "too_much").await;
    ask(&rita, "BPCQ25", "over_receipt").await;
    ask(&rita, "BPCQ24", "over_receipt").await;
    assert_eq!(stock(&rita, "sabao").await, [], "a question changes nothing");
    rita.accept("BPCQ24").await;
    rita.accept(goods::SOAP_UNIT).await;
    ask(&rita, "BPCQ6", "over_receipt").await;
    rita.accept("BPCCONFIRM").await;
    rita.refuse(goods::SOAP_UNIT, "too_much").await;
    let reader = |serial: &str| format!("]d201{}21{serial}", goods::READER_UNIT);
    for serial in ["S1", "S2"] {
        rita.accept(&reader(serial)).await;
    }
    ask(&rita, &reader("S3"), "over_receipt").await;
    rita.accept(&reader("S3")).await;
    rita.refuse(&reader("S4"), "too_much").await;
    // The item's rule goes before the warehouse's.
    let sonia = floor.log_in("sonia").await;
    sonia.put("/receipts/rule", &json!({"over_receipt_percent": 100, "blind": false})).await.json::<Value>();
    let erp = floor.log_in("erp").await;
    erp.patch(&format!("/items/{}", goods::SOAP), &json!({"over_receipt_percent": 10})).await.json::<Value>();
    announce(&floor, &document("purchase_order", "PC-2", json!([{"sku": goods::SOAP, "quantity": 20}])))
        .await;
    rita.accept("BPCLEAVE").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("BPCCLOSE").await;
    rita.accept("BPCCONFIRM").await;
    rita.accept("PC-2").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.refuse("BPCQ23", "too_much").await;
    ask(&rita, "BPCQ22", "over_receipt").await;
    rita.accept("BPCQ22").await;
    let bad = erp.patch(&format!("/items/{}", goods::SOAP), &json!({"over_receipt_percent": 101})).await;
    assert_eq!(bad.problem(422, "item-invalid").errors[0].at, "over_receipt_percent");
    audited(&floor).await;
}

async fn too_short_a_life_is_refused_and_a_supervisor_takes_it_into_quarantine(floor: Floor) {
    let erp = floor.log_in("erp").await;
    erp.patch(&format!("/items/{}", goods::COFFEE), &json!({"arrival_days_min": 60})).await.json::<Value>();
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::COFFEE, "quantity": 36}]))).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.refuse(&coffee_case("L1", "260430"), "short_life").await;
    rita.accept(&coffee_case("L2", "260501")).await;
    rita.accept("BPCQ1").await;
    rita.accept(goods::COFFEE_UNIT).await;
    rita.refuse("]C11726043010L1", "short_life").await;
    rita.accept("BPCUNDO").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("A-1").await;
    ask(&sonia, &coffee_case("L1", "260430"), "short_life_quarantine").await;
    let step = sonia.accept(&coffee_case("L1", "260430")).await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!(screen.quarantine, Some(bipe_core::flow::receive::Quarantined::ShortLife));
    sonia.accept("BPCQ2").await;
    let lies = stock(&sonia, "cafe").await;
    assert_eq!(
        lies,
        [("DOCA-01".to_owned(), "L2".to_owned(), 12), ("QUARENTENA-01".to_owned(), "L1".to_owned(), 24)]
    );
    audited(&floor).await;
}

async fn damaged_goods_lie_in_quarantine(floor: Floor) {
    let lines = json!([{"sku": goods::SOAP, "quantity": 20}, {"sku": goods::READER, "quantity": 2}]);
    let made = announce(&floor, &document("asn", "A-1", lines)).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCDAMAGED").await;
    rita.accept("BPCQ3").await;
    assert_eq!(stock(&rita, "sabao").await, [("QUARENTENA-01".to_owned(), "2026-03-02".to_owned(), 3)]);
    rita.accept("BPCUNDO").await;
    assert_eq!(stock(&rita, "sabao").await, []);
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCDAMAGED").await;
    rita.accept("BPCQ3").await;
    let step = rita.accept("BPCDAMAGED").await;
    let Screen::ReceiveGoods(screen) = &step.screen else { panic!("{step:?}") };
    assert!(screen.damaged);
    rita.accept(&format!("]d201{}21S1", goods::READER_UNIT)).await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCCONFIRM").await;
    let lies = stock(&rita, "sabao").await;
    assert_eq!(lies.iter().map(|row| row.2).collect::<Vec<_>>(), [17, 3]);
    rita.accept("BPCCLOSE").await;
    let step = rita.step().await;
    let Screen::ReceiveClose(close) = &step.screen else { panic!("{step:?}") };
    let differs: Vec<_> =
        close.differences.iter().map(|one| (one.goods.quantity.base, one.quarantined_base)).collect();
    assert_eq!(differs, [(20, 3), (1, 1)]);
    rita.accept("BPCCONFIRM").await;
    let told: ReceiptDetail = sonia.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    let differs: Vec<_> = told
        .discrepancies
        .iter()
        .map(|one| (one.number, one.difference_base, one.quarantined_base))
        .collect();
    assert_eq!(differs, [(1, 0, 3), (2, -1, 1)]);
    let mut books = Books::open(&floor.database);
    let payload = &books.rows("SELECT payload FROM events WHERE type = 'receipt.closed'")[0][0];
    let payload: Value = serde_json::from_str(payload).expect("JSON");
    assert_eq!(payload["discrepancies"][0]["quarantined_base"], json!(3));
    assert_eq!(payload["discrepancies"][1]["difference_base"], json!(-1));
    audited(&floor).await;
}

async fn the_last_pallet_is_repeated(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::COFFEE, "quantity": 108}]))).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.refuse("BPCREPEAT", "nothing_to_repeat").await;
    rita.accept(&coffee_case("L1", "270131")).await;
    rita.accept("BPCQ3").await;
    let before = floor.app.store.sent().statements;
    rita.accept("BPCREPEAT").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    rita.accept("BPCFULL").await;
    rita.accept("BPCREPEAT").await;
    rita.refuse("BPCREPEAT", "too_much").await;
    let page: Page<desk::Stock> = rita.get("/stock?search=cafe").await.json();
    let mut units: Vec<_> = page.rows.iter().map(|row| row.unit_code.clone().expect("a pallet")).collect();
    units.dedup();
    assert_eq!((units.len(), page.rows.iter().map(|row| row.on_hand_base).sum::<i64>()), (3, 108));
    rita.accept("BPCUNDO").await;
    assert_eq!(stock(&rita, "cafe").await.len(), 2);
    rita.refuse("BPCREPEAT", "nothing_to_repeat").await;
    audited(&floor).await;
}

async fn a_supervisor_attaches_a_code_that_nobody_knows(floor: Floor) {
    announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 96}]))).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.refuse("FARDO-24", "unknown_code").await;
    sonia.accept("BPCRECEIVE").await;
    sonia.accept("A-1").await;
    let step = ask(&sonia, "FARDO-24", "attachable").await;
    let Screen::ReceiveAttach(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!((screen.code.as_str(), screen.targets.len()), ("FARDO-24", 2));
    sonia.refuse(goods::COFFEE_UNIT, "not_on_document").await;
    ask(&sonia, &screen.targets[0].symbol, "attach").await;
    let step = sonia.scan("FARDO-24").await;
    assert_eq!(step.message.expect("an answer").code, "attached");
    let step = rita.accept("FARDO-24").await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!((screen.packaging.as_str(), screen.packaging_base), ("CX", 24));
    // A change of the item leaves the code where it is.
    let erp = floor.log_in("erp").await;
    let item: Value = erp.patch(&format!("/items/{}", goods::SOAP), &json!({"abc_class": "A"})).await.json();
    let codes: Vec<_> =
        item["packagings"].as_array().expect("some").iter().map(|one| one["codes"].clone()).collect();
    assert_eq!(codes, [json!(["FARDO-24"]), Value::Null]);
    rita.accept("BPCUNDO").await;
    rita.accept("FARDO-24").await;
    let mut books = Books::open(&floor.database);
    let log = books.rows("SELECT action, subject FROM audit_log WHERE action = 'item.code_attached'");
    assert_eq!(log, [["item.code_attached", goods::SOAP]]);
    let told = books.number("SELECT COUNT(*) FROM events WHERE type = 'item.code_attached'");
    assert_eq!(told, 1);
    // A GTIN is known by its fourteen digits.
    ask(&sonia, "7891000999998", "attachable").await;
    ask(&sonia, goods::SOAP_UNIT, "attach").await;
    sonia.accept("BPCCONFIRM").await;
    rita.accept("BPCUNDO").await;
    rita.accept("]d20107891000999998").await;
    ask(&sonia, "OUTRO", "attachable").await;
    sonia.accept("BPCCANCEL").await;
    sonia.accept("BPCLEAVE").await;
}

/// Closes the receipt in work.
async fn close(hand: &Hand) {
    hand.accept("BPCCLOSE").await;
    hand.accept("BPCCONFIRM").await;
}

async fn a_supervisor_opens_a_closed_receipt_again(floor: Floor) {
    let made = announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 20}]))).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    let path = format!("/receipts/{}/reopen", made.receipt.id);
    let because = json!({"reason": "Faltou descarregar um palete"});
    sonia.post(&path, &because).await.problem(409, "receipt-open");
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ12").await;
    close(&rita).await;
    rita.refuse("A-1", "closed").await;
    rita.post(&path, &because).await.problem(403, "no-role");
    sonia.post(&path, &json!({"reason": ""})).await.problem(422, "wrong-fields");
    let nowhere = format!("/receipts/{}/reopen", bipe_core::id::ReceiptId(uuid::Uuid::nil()));
    sonia.post(&nowhere, &because).await.problem(404, "not-found");
    let opened: ReceiptDetail = sonia.post(&path, &because).await.json();
    assert_eq!((opened.receipt.status.as_str(), opened.discrepancies.len()), ("open", 0));
    rita.accept("A-1").await;
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.refuse("BPCQ9", "too_much").await;
    rita.accept("BPCQ8").await;
    close(&rita).await;
    let told: ReceiptDetail = sonia.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    assert_eq!(
        (told.receipt.status.as_str(), told.lines[0].received_base, told.discrepancies.len()),
        ("closed", 20, 0)
    );
    let mut books = Books::open(&floor.database);
    let events = books
        .rows("SELECT type, COUNT(*) FROM events WHERE type LIKE 'receipt.%' GROUP BY type ORDER BY type");
    let expected = [
        ["receipt.closed", "2"],
        ["receipt.expected", "1"],
        ["receipt.opened", "1"],
        ["receipt.reopened", "1"],
    ];
    assert_eq!(events, expected);
    assert_eq!(books.number("SELECT COUNT(*) FROM audit_log WHERE action = 'receipt.reopened'"), 1);
    audited(&floor).await;
}

async fn goods_go_back_to_the_supplier(floor: Floor) {
    let lines = json!([{"sku": goods::COFFEE, "quantity": 36, "lots": [{"code": "L1", "quantity": 36, "expiry": "2027-01-31"}]}]);
    let made = announce(&floor, &document("asn", "A-1", lines)).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-1").await;
    rita.accept(&coffee_case("L1", "270131")).await;
    let step = rita.accept("BPCQ2").await;
    let Screen::ReceiveGoods(screen) = &step.screen else { panic!("{step:?}") };
    let pallet = screen.pallet.clone().expect("a pallet");
    rita.accept(&coffee_case("L1", "270131")).await;
    rita.accept("BPCDAMAGED").await;
    rita.accept("BPCQ1").await;
    let path = format!("/receipts/{}/send-back", made.receipt.id);
    let back = |location: &str, unit: Option<&str>, quantity_base: i64| {
        json!({"location": location, "sku": goods::COFFEE, "lot": "L1", "unit_code": unit, "quantity_base": quantity_base,
               "reason": "Caixas amassadas"})
    };
    sonia.post(&path, &back("QUARENTENA-01", None, 5)).await.problem(409, "receipt-open");
    close(&rita).await;
    rita.post(&path, &back("QUARENTENA-01", None, 5)).await.problem(403, "no-role");
    sonia.post(&path, &back("QUARENTENA-01", None, 13)).await.problem(409, "stock-too-much");
    sonia.post(&path, &back("QUARENTENA-01", None, 0)).await.problem(422, "wrong-fields");
    sonia.post(&path, &back("NENHURES", None, 1)).await.problem(422, "wrong-fields");
    let sent = sonia.post_once(&path, "s1", &back("QUARENTENA-01", None, 12)).await;
    assert_eq!(sent.status, 201, "{sent:?}");
    assert_eq!(sonia.post_once(&path, "s1", &back("QUARENTENA-01", None, 12)).await.body, sent.body);
    let told: ReceiptDetail = sent.json();
    assert_eq!((told.lines[0].received_base, told.lines[0].sent_back_base), (36, 12));
    let told: ReceiptDetail = sonia.post(&path, &back("DOCA-01", Some(&pallet), 20)).await.json();
    assert_eq!(told.lines[0].sent_back_base, 32);
    assert_eq!(stock(&sonia, "cafe").await, [("DOCA-01".to_owned(), "L1".to_owned(), 4)]);
    // What came with another receipt does not go back with this one.
    let lines = json!([{"sku": goods::COFFEE, "quantity": 36}]);
    announce(&floor, &document("asn", "A-2", lines)).await;
    rita.accept("A-2").await;
    rita.accept(&coffee_case("L1", "270131")).await;
    let step = rita.accept("BPCQ1").await;
    let Screen::ReceiveGoods(screen) = &step.screen else { panic!("{step:?}") };
    let other = screen.pallet.clone().expect("a pallet");
    close(&rita).await;
    sonia.post(&path, &back("DOCA-01", Some(&other), 5)).await.problem(409, "receipt-too-much");
    sonia.post(&path, &back("DOCA-01", Some(&other), 4)).await.json::<ReceiptDetail>();
    let mut books = Books::open(&floor.database);
    assert_eq!(books.number("SELECT COUNT(*) FROM events WHERE type = 'stock.sent_back'"), 3);
    assert_eq!(books.number("SELECT COUNT(*) FROM audit_log WHERE action = 'stock.sent_back'"), 3);
    audited(&floor).await;
}
