//! Goods are announced by documents of any kind, or by none.

use bipe_api::desk::{self, ReceiptDetail};
use bipe_api::{Page, Problem};
use bipe_core::flow::receive::ReceiptKind;
use bipe_core::screen::{Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, Hand, goods, screen_name};
use serde_json::{Value, json};

bipe_tests::on_both_engines!(
    a_purchase_order_is_received_by_its_number,
    all_that_is_wrong_with_a_document_is_told_by_its_place,
    a_document_is_known_once,
    a_blind_receipt_takes_all_that_came,
    a_blind_document_tells_nobody_what_is_expected,
    an_announced_pallet_comes_in_by_one_scan,
    the_warehouses_rule_is_kept,
);

/// A pallet's SSCC as a supplier numbers it.
const SSCC: &str = "378999900000000015";

/// A document with these lines, by a supplier of its own.
pub fn document(kind: &str, number: &str, lines: Value) -> Value {
    json!({
        "kind": kind, "number": number, "supplier": {"name": "Torrefação Serra Clara", "tax_id": "11.222.333/0001-81"},
        "lines": lines,
    })
}

/// Announces it as the ERP.
pub async fn announce(floor: &Floor, document: &Value) -> ReceiptDetail {
    floor.log_in("erp").await.post("/receipts", document).await.json()
}

async fn shown(hand: &Hand, receipt: &ReceiptDetail) -> ReceiptDetail {
    hand.get(&format!("/receipts/{}", receipt.receipt.id)).await.json()
}

fn places(problem: &Problem) -> Vec<&str> {
    problem.errors.iter().map(|error| error.at.as_str()).collect()
}

async fn a_purchase_order_is_received_by_its_number(floor: Floor) {
    let lines = json!([
        {"sku": goods::SOAP, "quantity": 30},
        {"gtin": "17891000100100", "quantity": 2, "lots": [{"code": "L1", "quantity": 2, "expiry": "2027-01-31"}]},
    ]);
    let made = announce(&floor, &document("purchase_order", "PC-77", lines)).await;
    assert_eq!((made.receipt.kind, made.receipt.blind), (ReceiptKind::PurchaseOrder, false));
    let expected: Vec<_> = made.lines.iter().map(|line| (line.sku.as_str(), line.expected_base)).collect();
    assert_eq!(expected, [(goods::SOAP, 30), (goods::COFFEE, 24)], "two cases of twelve");
    let rita = floor.log_in("rita").await;
    let step = rita.accept("BPCRECEIVE").await;
    let Screen::ReceiveInvoice(waiting) = &step.screen else { panic!("{step:?}") };
    assert_eq!((waiting.expected[0].number.as_str(), waiting.expected[0].progress.total), ("PC-77", 2));
    rita.accept("PC-77").await;
    rita.accept(goods::COFFEE_UNIT).await;
    let step = rita.accept("L1").await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("the expiry was announced: {step:?}") };
    assert_eq!(screen.proposed, 24);
    rita.accept("BPCCONFIRM").await;
    let told = shown(&rita, &made).await;
    assert_eq!((told.receipt.status.as_str(), told.lines[1].received_base), ("open", 24));
    let mut books = Books::open(&floor.database);
    let events = books.rows("SELECT type FROM events WHERE type LIKE 'receipt.%' ORDER BY type");
    assert_eq!(events, [["receipt.expected"], ["receipt.opened"]]);
}

async fn all_that_is_wrong_with_a_document_is_told_by_its_place(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let wrong = json!({
        "kind": "asn", "over_receipt_percent": 101, "access_key": "123", "supplier": {"name": "", "tax_id": "-"},
        "lines": [
            {"sku": "NADA", "quantity": 1},
            {"quantity": 1},
            {"gtin": "7891000100104", "quantity": 1},
            {"sku": goods::SOAP, "quantity": 0},
            {"sku": goods::SOAP, "quantity": 5, "lots": [{"code": "L1", "quantity": 1}]},
            {"sku": goods::COFFEE, "quantity": 5, "lots": [{"code": "L1", "quantity": 3}, {"code": "L1", "quantity": 3}]},
            {"sku": goods::COFFEE, "quantity": 5, "lots": [{"code": "L2", "quantity": 5}]},
            {"sku": goods::READER, "quantity": 2},
        ],
        "pallets": [
            {"sscc": "378999900000000014", "contents": [{"line": 7, "lot": "L2", "quantity": 1}]},
            {"sscc": SSCC, "contents": [
                {"line": 9, "quantity": 1}, {"line": 7, "lot": "L9", "quantity": 1}, {"line": 8, "quantity": 1},
                {"line": 7, "lot": "L2", "quantity": 6}]},
        ],
    });
    let problem = erp.post("/receipts", &wrong).await.problem(422, "wrong-fields");
    let expected = [
        "number",
        "supplier.name",
        "supplier.tax_id",
        "access_key",
        "over_receipt_percent",
        "lines[0].sku",
        "lines[1]",
        "lines[2].gtin",
        "lines[3].quantity",
        "lines[4].lots",
        "lines[5].lots[1].code",
        "lines[5].lots",
        "pallets[0].sscc",
        "pallets[1].contents[0].line",
        "pallets[1].contents[1].lot",
        "pallets[1].contents[2].line",
        "lines[6].quantity",
    ];
    assert_eq!(places(&problem), expected, "{:#?}", problem.errors);
    erp.post("/receipts", &json!({"kind": "letter"})).await.problem(400, "wrong-json");
    let nothing =
        erp.post("/receipts", &document("asn", "A-1", json!([]))).await.problem(422, "wrong-fields");
    assert_eq!(places(&nothing), ["lines"]);
    let blind = json!({"kind": "blind", "lines": [{"sku": goods::SOAP, "quantity": 1}]});
    assert_eq!(places(&erp.post("/receipts", &blind).await.problem(422, "wrong-fields")), ["lines"]);
    let owner = json!({"kind": "blind", "owner": "NINGUEM"});
    assert_eq!(places(&erp.post("/receipts", &owner).await.problem(422, "wrong-fields")), ["owner"]);
    let page: Page<desk::Receipt> = erp.get("/receipts").await.json();
    assert_eq!(page.rows, [], "nothing was stored");
    let pedro = floor.log_in("pedro").await;
    assert_eq!(pedro.post("/receipts", &json!({"kind": "blind"})).await.status, 403);
}

async fn a_document_is_known_once(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let order = document("purchase_order", "PC-1", json!([{"sku": goods::SOAP, "quantity": 5}]));
    let first = erp.post_once("/receipts", "k1", &order).await;
    let again = erp.post_once("/receipts", "k1", &order).await;
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    erp.post_once("/receipts", "k2", &order).await.problem(409, "receipt-known");
    let other = document("asn", "PC-1", json!([{"sku": goods::SOAP, "quantity": 5}]));
    let made: ReceiptDetail = erp.post("/receipts", &other).await.json();
    assert_eq!(made.receipt.kind, ReceiptKind::Asn, "another kind of document is another document");
    // A number that two of them have does not say which.
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.refuse("PC-1", "unknown_code").await;
    let key = super::receive::KEY;
    let mut invoice = document("nfe", "4512", json!([{"sku": goods::SOAP, "quantity": 5}]));
    invoice["access_key"] = json!(key);
    assert_eq!(erp.post("/receipts", &invoice).await.status, 201);
    rita.accept(key).await;
    let file = super::receive::AUTHORISED;
    erp.post_text("/receipts/nfe", "application/xml", file).await.problem(409, "nfe-known");
}

fn goods_screen(step: &Step) -> &bipe_core::screen::ReceiveGoods {
    match &step.screen {
        Screen::ReceiveGoods(screen) => screen,
        other => panic!("no goods screen: {other:?}"),
    }
}

async fn a_blind_receipt_takes_all_that_came(floor: Floor) {
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    let step = rita.accept("BPCBLIND").await;
    let number = goods_screen(&step).receipt.number.clone();
    assert_eq!((number.as_str(), goods_screen(&step).receipt.blind), ("CEGA-00001", true));
    rita.accept(goods::SOAP_CASE).await;
    rita.accept("BPCQ40").await;
    rita.accept(&super::receive::coffee_case("L5", "270131")).await;
    rita.accept(&super::receive::coffee_case("L5", "270131")).await;
    let before = floor.app.store.sent().statements;
    rita.accept("BPCCONFIRM").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    rita.accept(goods::SOAP_UNIT).await;
    let step = rita.accept("BPCQ7").await;
    assert_eq!(goods_screen(&step).missing, []);
    rita.refuse("NEVERSEEN", "unknown_code").await;
    rita.accept("BPCCLOSE").await;
    let step = rita.step().await;
    let Screen::ReceiveClose(close) = &step.screen else { panic!("{step:?}") };
    assert_eq!(close.differences, []);
    rita.accept("BPCCONFIRM").await;
    let page: Page<desk::Receipt> = rita.get("/receipts").await.json();
    assert_eq!((page.rows[0].number.as_str(), page.rows[0].status.as_str()), ("CEGA-00001", "closed"));
    let sonia = floor.log_in("sonia").await;
    let told: ReceiptDetail = sonia.get(&format!("/receipts/{}", page.rows[0].id)).await.json();
    let lines: Vec<_> = told.lines.iter().map(|line| (line.sku.as_str(), line.received_base)).collect();
    assert_eq!(lines, [(goods::SOAP, 967), (goods::COFFEE, 24)]);
    assert_eq!(told.discrepancies, [], "nothing was expected, so nothing differs");
    // From the menu, and announced at a desk.
    rita.accept("BPCLEAVE").await;
    let step = rita.accept("BPCBLIND").await;
    assert_eq!(goods_screen(&step).receipt.number, "CEGA-00002");
    let made: ReceiptDetail = sonia.post("/receipts", &json!({"kind": "blind"})).await.json();
    assert_eq!((made.receipt.number.as_str(), made.receipt.status.as_str()), ("CEGA-00003", "expected"));
    sonia.accept("BPCRECEIVE").await;
    let step = sonia.accept("CEGA-00003").await;
    assert_eq!(goods_screen(&step).receipt.supplier, "");
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn a_blind_document_tells_nobody_what_is_expected(floor: Floor) {
    let mut order = document("purchase_order", "PC-9", json!([{"sku": goods::SOAP, "quantity": 10}]));
    order["blind"] = json!(true);
    let made = announce(&floor, &order).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    let step = rita.accept("PC-9").await;
    assert_eq!((goods_screen(&step).missing.len(), goods_screen(&step).receipt.progress.total), (0, 0));
    let step = rita.accept(goods::SOAP_UNIT).await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!(screen.proposed, 1, "no hint of how many");
    rita.accept("BPCQ12").await;
    // What the document does not have is taken too.
    rita.accept(&super::receive::coffee_case("L5", "270131")).await;
    rita.accept("BPCQ1").await;
    let hidden = shown(&rita, &made).await;
    assert_eq!(hidden.lines.iter().map(|line| line.expected_base).collect::<Vec<_>>(), [0, 0]);
    assert_eq!(shown(&sonia, &made).await.lines[0].expected_base, 10);
    rita.accept("BPCCLOSE").await;
    rita.accept("BPCCONFIRM").await;
    let differs: Vec<_> = shown(&sonia, &made)
        .await
        .discrepancies
        .iter()
        .map(|one| (one.number, one.sku.clone(), one.difference_base))
        .collect();
    assert_eq!(differs, [(1, goods::SOAP.to_owned(), 2), (2, goods::COFFEE.to_owned(), 12)]);
    assert_eq!(shown(&rita, &made).await.discrepancies, []);
}

async fn an_announced_pallet_comes_in_by_one_scan(floor: Floor) {
    let lines = json!([
        {"sku": goods::SOAP, "quantity": 48},
        {"gtin": goods::COFFEE_CASE, "quantity": 5, "lots": [
            {"code": "L1", "quantity": 3, "expiry": "2027-01-31"}, {"code": "L2", "quantity": 2, "expiry": "2027-02-28"}]},
    ]);
    let mut notice = document("asn", "A-5", lines);
    notice["pallets"] = json!([{"sscc": SSCC, "contents": [
        {"line": 1, "quantity": 24}, {"line": 2, "lot": "L1", "quantity": 3}, {"line": 2, "lot": "L2", "quantity": 1}]}]);
    let made = announce(&floor, &notice).await;
    assert_eq!(
        made.pallets.iter().map(|one| (one.sscc.as_str(), one.received)).collect::<Vec<_>>(),
        [(SSCC, false)]
    );
    let erp = floor.log_in("erp").await;
    let mut twice = notice.clone();
    twice["number"] = json!("A-6");
    assert_eq!(
        places(&erp.post("/receipts", &twice).await.problem(422, "wrong-fields")),
        ["pallets[0].sscc"]
    );
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.accept("A-5").await;
    rita.refuse("]C100378999900000000022", "unknown_code").await;
    let before = floor.app.store.sent().statements;
    let step = rita.accept(&format!("]C100{SSCC}")).await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    assert_eq!((goods_screen(&step).pallet.clone(), goods_screen(&step).receipt.progress.done), (None, 0));
    rita.refuse(&format!("]C100{SSCC}"), "not_here").await;
    let told = shown(&rita, &made).await;
    let received: Vec<_> = told.lines.iter().map(|line| line.received_base).collect();
    assert_eq!((received, told.pallets[0].received), (vec![24, 48], true));
    let stock: Page<desk::Stock> = rita.get("/stock?search=cafe").await.json();
    let on_it: Vec<_> =
        stock.rows.iter().map(|row| (row.lot.as_str(), row.unit_code.as_deref(), row.on_hand_base)).collect();
    assert_eq!(on_it, [("L1", Some(SSCC), 36), ("L2", Some(SSCC), 12)]);
    // It goes to its bin like any other.
    let step = rita.accept("BPCPUTAWAY").await;
    assert_eq!(screen_name(&step.screen), "putaway_unit");
    let step = rita.accept(&format!("]C100{SSCC}")).await;
    let Screen::PutawayBin(to) = &step.screen else { panic!("{step:?}") };
    rita.accept(&format!("BPL{}", to.bin.code)).await;
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn the_warehouses_rule_is_kept(floor: Floor) {
    let (sonia, rita) = (floor.log_in("sonia").await, floor.log_in("rita").await);
    let rule: Value = sonia.get("/receipts/rule").await.json();
    assert_eq!(rule, json!({"over_receipt_percent": 0, "blind": false}));
    let bad = sonia.put("/receipts/rule", &json!({"over_receipt_percent": 120, "blind": true})).await;
    assert_eq!(places(&bad.problem(422, "wrong-fields")), ["over_receipt_percent"]);
    let rule: Value =
        sonia.put("/receipts/rule", &json!({"over_receipt_percent": 10, "blind": true})).await.json();
    assert_eq!(sonia.get("/receipts/rule").await.json::<Value>(), rule);
    assert_eq!(rita.get("/receipts/rule").await.status, 403);
    let made = announce(&floor, &document("asn", "A-1", json!([{"sku": goods::SOAP, "quantity": 5}]))).await;
    assert!(made.receipt.blind);
    let imported = super::receive::import(&floor, super::receive::AUTHORISED).await;
    assert!(imported.receipt.blind);
}
