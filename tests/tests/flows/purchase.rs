//! Purchase orders and deliveries as a desk finds them, and what of them is cancelled; what is wrong in a request, in codes and in the
//! language that is asked for.

use bipe_api::Page;
use bipe_api::desk::{self, ReceiptDetail, Supplier};
use bipe_tests::books::Books;
use bipe_tests::floor::{Floor, Hand, Reply, goods};
use serde_json::{Value, json};

use super::announce::{announce, document};

bipe_tests::on_both_engines!(
    receipts_are_found_by_state_kind_number_and_supplier,
    each_of_many_receipts_is_reached,
    suppliers_are_found_by_name_and_tax_id,
    what_is_to_come_is_cancelled_once,
    goods_in_hand_are_put_down_before,
    a_receipt_tells_its_lots_to_those_who_may_know,
    faults_have_codes_and_both_languages,
);

async fn numbers(hand: &Hand, query: &str) -> Vec<String> {
    let page: Page<desk::Receipt> = hand.get(&format!("/receipts{query}")).await.json();
    page.rows.into_iter().map(|row| row.number).collect()
}

fn soap(quantity: i64) -> Value {
    json!([{"sku": goods::SOAP, "quantity": quantity}])
}

fn of(supplier: (&str, &str), kind: &str, number: &str) -> Value {
    let mut new = document(kind, number, soap(24));
    new["supplier"] = json!({"name": supplier.0, "tax_id": supplier.1});
    new
}

async fn receipts_are_found_by_state_kind_number_and_supplier(floor: Floor) {
    let (roaster, maker) = (("Torrefação São João", "11222333000181"), ("Sabões do Vale", "99888777000166"));
    for (supplier, kind, number) in [
        (roaster, "purchase_order", "PC-100"),
        (roaster, "asn", "AV_7"),
        (maker, "purchase_order", "PC-200%"),
    ] {
        announce(&floor, &of(supplier, kind, number)).await;
        floor.pass(1_000);
    }
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("PC-100").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ1").await;
    let check = async |query: &str, expected: &[&str]| {
        assert_eq!(numbers(&sonia, query).await, expected, "{query}");
    };
    check("", &["PC-200%", "AV_7", "PC-100"]).await;
    check("?status=open", &["PC-100"]).await;
    check("?status=expected", &["PC-200%", "AV_7"]).await;
    check("?status=closed", &[]).await;
    check("?kind=asn", &["AV_7"]).await;
    check("?kind=purchase_order&status=expected", &["PC-200%"]).await;
    check("?search=pc-", &["PC-200%", "PC-100"]).await;
    check("?search=v_", &["AV_7"]).await;
    check("?search=0%25", &["PC-200%"]).await;
    check("?search=SAO%20joao", &["AV_7", "PC-100"]).await;
    check("?search=99.888.777", &["PC-200%"]).await;
    check("?search=vale&kind=asn", &[]).await;
    check("?search=nada", &[]).await;
    sonia.get("/receipts?status=lost").await.problem(400, "bad-request");
    sonia.get("/receipts?kind=letter").await.problem(400, "bad-request");
    sonia.get("/receipts?sort=number").await.problem(400, "bad-request");
}

async fn each_of_many_receipts_is_reached(floor: Floor) {
    let erp = floor.log_in("erp").await;
    for number in 0..120 {
        let kind = if number % 2 == 0 { "purchase_order" } else { "asn" };
        let reply = erp.post("/receipts", &document(kind, &format!("P-{number:03}"), soap(1))).await;
        assert_eq!(reply.status, 201, "{reply:?}");
    }
    let mut read = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
        let page: Page<desk::Receipt> =
            erp.get(&format!("/receipts?kind=asn&search=p-{cursor}")).await.json();
        read.extend(page.rows.into_iter().map(|row| row.number));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    read.sort();
    let expected: Vec<String> = (0..120).filter(|n| n % 2 == 1).map(|n| format!("P-{n:03}")).collect();
    assert_eq!(read, expected);
}

async fn suppliers_are_found_by_name_and_tax_id(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    for number in 0..60 {
        let name = format!("Fornecedor {number:02}");
        announce(&floor, &of((&name, &format!("{number:014}")), "purchase_order", "PC-1")).await;
    }
    announce(&floor, &of(("Ágata Café", "12.345.678/0001-95"), "asn", "A-1")).await;
    let blind: ReceiptDetail = sonia.post("/receipts", &json!({"kind": "blind"})).await.json();
    assert_eq!(blind.receipt.supplier, "");
    let page =
        async |query: &str| -> Page<Supplier> { sonia.get(&format!("/suppliers{query}")).await.json() };
    let first = page("").await;
    assert_eq!(
        (first.rows.len(), first.rows[0].name.as_str()),
        (50, "Ágata Café"),
        "accents do not part letters"
    );
    let cursor = first.next.expect("another page");
    let second = page(&format!("?cursor={cursor}")).await;
    assert_eq!((second.rows.len(), second.rows[10].name.as_str(), second.next), (11, "Fornecedor 59", None));
    let found = page("?search=agata").await;
    let known = Supplier { name: "Ágata Café".to_owned(), tax_id: "12345678000195".to_owned() };
    assert_eq!(found.rows, std::slice::from_ref(&known));
    assert_eq!(page("?search=12.345.678%2F0001").await.rows, [known]);
    assert_eq!(page("?search=ninguem").await.rows, []);
    sonia.get("/suppliers?cursor=x").await.problem(400, "bad-request");
    assert_eq!(floor.log_in("pedro").await.get("/suppliers").await.status, 403);
}

async fn what_is_to_come_is_cancelled_once(floor: Floor) {
    let made = announce(&floor, &document("purchase_order", "PC-5", soap(30))).await;
    let (sonia, rita) = (floor.log_in("sonia").await, floor.log_in("rita").await);
    let path = format!("/receipts/{}/cancel", made.receipt.id);
    assert_eq!(rita.post(&path, &json!({"reason": "Fornecedor sem estoque"})).await.status, 403);
    let problem = sonia.post(&path, &json!({"reason": " "})).await.problem(422, "wrong-fields");
    assert_eq!(problem.errors[0].at, "reason");
    let body = json!({"reason": "Fornecedor sem estoque"});
    let done = sonia.post_once(&path, "c1", &body).await;
    let again = sonia.post_once(&path, "c1", &body).await;
    assert_eq!((done.status, again.status, &done.body), (200, 200, &again.body));
    let told: ReceiptDetail = done.json();
    assert_eq!((told.receipt.status.as_str(), told.discrepancies[0].difference_base), ("closed", -30));
    sonia.post(&path, &body).await.problem(409, "receipt-closed");
    let nothing = "/receipts/019a0000-0000-7000-8000-000000000000/cancel";
    sonia.post(nothing, &body).await.problem(404, "not-found");
    sonia.post("/receipts/x/cancel", &body).await.problem(404, "not-found");
    rita.accept("BPCRECEIVE").await;
    let mut books = Books::open(&floor.database);
    let events = books.rows("SELECT type FROM events WHERE type LIKE 'receipt.%' ORDER BY type");
    assert_eq!(events, [["receipt.closed"], ["receipt.expected"]]);
    // A supervisor who was wrong opens it again.
    let open: ReceiptDetail = sonia
        .post(&format!("/receipts/{}/reopen", made.receipt.id), &json!({"reason": "Vem amanhã"}))
        .await
        .json();
    assert_eq!(open.receipt.status, "open");
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn goods_in_hand_are_put_down_before(floor: Floor) {
    let made = announce(&floor, &document("purchase_order", "PC-6", soap(30))).await;
    let (sonia, rita) = (floor.log_in("sonia").await, floor.log_in("rita").await);
    rita.accept("BPCRECEIVE").await;
    rita.accept("PC-6").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ10").await;
    let path = format!("/receipts/{}/cancel", made.receipt.id);
    let problem = sonia.post(&path, &json!({"reason": "Não vem mais"})).await.problem(409, "receipt-in-hand");
    assert!(problem.detail.expect("who").contains("Rita"));
    rita.accept("BPCFULL").await;
    let told: ReceiptDetail = sonia.post(&path, &json!({"reason": "Não vem mais"})).await.json();
    assert_eq!((told.receipt.status.as_str(), told.lines[0].received_base), ("closed", 10));
    // Whoever still stands before it is told, and nothing comes in.
    let before = rita.get(&format!("/receipts/{}", made.receipt.id)).await.json::<ReceiptDetail>();
    rita.scan(goods::SOAP_UNIT).await;
    let after = rita.get(&format!("/receipts/{}", made.receipt.id)).await.json::<ReceiptDetail>();
    assert_eq!(before.lines, after.lines);
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn a_receipt_tells_its_lots_to_those_who_may_know(floor: Floor) {
    let lots = json!([{"code": "L1", "quantity": 12, "expiry": "2027-01-31", "made_on": "2026-01-31"}, {"code": "L2", "quantity": 5}]);
    let mut new = document("asn", "A-9", json!([{"sku": goods::COFFEE, "quantity": 24, "lots": lots}]));
    new["blind"] = json!(true);
    let made = announce(&floor, &new).await;
    let told: Vec<_> = made.lines[0].lots.iter().map(|lot| (lot.code.as_str(), lot.quantity_base)).collect();
    assert_eq!(told, [("L1", 12), ("L2", 5)]);
    assert_eq!(made.lines[0].lots[0].expiry.map(|day| day.to_string()).as_deref(), Some("2027-01-31"));
    let rita = floor.log_in("rita").await;
    let hidden: ReceiptDetail = rita.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    assert_eq!(hidden.lines[0].lots, []);
}

async fn faults_have_codes_and_both_languages(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let wrong = json!({"kind": "purchase_order", "number": "PC-1", "supplier": {"name": "X", "tax_id": "1"},
        "lines": [{"sku": "NADA", "quantity": 1}, {"sku": goods::SOAP, "quantity": 0}]});
    let body = |reply: Reply| -> Value { serde_json::from_str(&reply.body).expect("JSON") };
    let english = body(erp.post("/receipts", &wrong).await);
    let expected = json!([
        {"at": "lines[0].sku", "message": "there is no such item", "code": "no_such_item"},
        {"at": "lines[1].quantity", "message": "1 to 1000000000", "code": "number",
            "values": {"least": "1", "most": "1000000000"}},
    ]);
    assert_eq!(english["errors"], expected);
    for (wanted, message) in [
        ("pt-BR", "esse item não existe"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "esse item não existe"),
        ("en-US,pt;q=0.5", "there is no such item"),
        ("de", "there is no such item"),
    ] {
        let reply = erp.post_in(wanted, "/receipts", &wrong).await;
        assert_eq!((reply.status, reply.kind.as_str()), (422, "application/problem+json"), "{wanted}");
        let told = body(reply);
        assert_eq!(
            (&told["errors"][0]["message"], &told["errors"][0]["code"]),
            (&json!(message), &json!("no_such_item"))
        );
        assert_eq!(told["title"], english["title"], "what programs know it by stays");
    }
}
