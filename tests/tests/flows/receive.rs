//! Goods come in: an invoice's file, its key at the dock, goods by GS1 in one scan, pallets, the close.

use bipe_api::desk::ReceiptDetail;
use bipe_api::{Page, desk};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::{Floor, Hand, goods, screen_name};

pub const AUTHORISED: &str = include_str!("../../data/nfe/authorised.xml");
const LETTERS: &str = include_str!("../../data/nfe/letters_in_cnpj.xml");
const MISFITS: &str = include_str!("../../data/nfe/misfits.xml");
/// The access key of `AUTHORISED`: 10 cases of coffee (lots L2603A and L2603B), 48 soaps, 2 readers.
pub const KEY: &str = "35260311222333000181550010000045121000004510";

bipe_tests::on_both_engines!(
    an_invoice_becomes_a_receipt_once,
    all_that_is_wrong_is_told_by_item_number,
    what_a_gtin_told_is_remembered_for_the_suppliers_code,
    an_expired_lot_on_paper_is_noted,
    an_import_with_a_key_is_answered_again,
    goods_come_in_by_one_scan_and_the_receipt_closes,
    what_a_symbol_lacks_is_asked_and_only_that,
    what_may_not_come_in_is_refused,
    serials_come_in_one_by_one,
    the_last_goods_are_taken_back,
    two_receivers_share_a_receipt,
    a_full_pallet_is_labelled_and_the_next_begins,
    a_receipt_is_resumed_on_another_device,
    lists_come_in_pages,
);

/// Imports a file as the ERP.
pub async fn import(floor: &Floor, file: &str) -> ReceiptDetail {
    let erp = floor.log_in("erp").await;
    erp.post_text("/receipts/nfe", "application/xml", file).await.json()
}

/// A case of coffee with lot and expiry, as GS1-128.
pub fn coffee_case(lot: &str, expiry: &str) -> String {
    format!("]C101{}17{expiry}10{lot}", goods::COFFEE_CASE)
}

fn summary(step: &Step) -> (String, i64, i64) {
    let receipt = match &step.screen {
        Screen::ReceiveGoods(screen) => &screen.receipt,
        Screen::ReceiveLot(screen) => &screen.receipt,
        Screen::ReceiveQuantity(screen) => &screen.receipt,
        Screen::ReceiveClose(screen) => &screen.receipt,
        other => panic!("not in a receipt: {other:?}"),
    };
    (receipt.number.clone(), receipt.progress.done, receipt.progress.total)
}

fn pallet(step: &Step) -> String {
    match &step.screen {
        Screen::ReceiveGoods(screen) => screen.pallet.clone().expect("a pallet"),
        other => panic!("no goods screen: {other:?}"),
    }
}

async fn stock_of(hand: &Hand, search: &str) -> Vec<(String, String, Option<String>, i64)> {
    let page: Page<desk::Stock> = hand.get(&format!("/stock?search={search}")).await.json();
    let row = |row: desk::Stock| (row.location, row.lot, row.unit_code, row.on_hand_base);
    page.rows.into_iter().map(row).collect()
}

async fn an_invoice_becomes_a_receipt_once(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let made = import(&floor, AUTHORISED).await;
    assert_eq!((made.receipt.number.as_str(), made.receipt.status.as_str()), ("4512", "expected"));
    assert_eq!(made.receipt.supplier, "Torrefação Serra Clara Ltda.");
    assert_eq!(made.receipt.access_key.as_deref(), Some(KEY));
    let lines: Vec<_> =
        made.lines.iter().map(|line| (line.number, line.sku.as_str(), line.expected_base)).collect();
    assert_eq!(lines, [(1, goods::COFFEE, 120), (2, goods::SOAP, 48), (3, goods::READER, 2)]);
    assert_eq!(made.notes, []);

    let again = erp.post_text("/receipts/nfe", "application/xml", AUTHORISED).await.problem(409, "nfe-known");
    assert!(again.detail.expect("a detail").contains("4512"), "the receipt is named");
    let shown: ReceiptDetail = erp.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    assert_eq!(shown.lines, made.lines);
    let pedro = floor.log_in("pedro").await;
    assert_eq!(pedro.post_text("/receipts/nfe", "application/xml", AUTHORISED).await.status, 403);
}

async fn all_that_is_wrong_is_told_by_item_number(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let problem =
        erp.post_text("/receipts/nfe", "application/xml", MISFITS).await.problem(422, "nfe-invalid");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(
        places,
        [
            "det[1]/prod/cEAN",
            "det[2]/prod/cEAN",
            "det[3]/prod/qCom",
            "det[4]/prod/rastro",
            "det[5]/prod/cProd",
            "det[6]/prod/qTrib"
        ],
        "{:?}",
        problem.errors
    );
    assert!(problem.errors[2].message.contains("0.3 CX"), "{:?}", problem.errors[2]);
    let broken = erp.post_text("/receipts/nfe", "application/xml", "<NFe>\n<infNFe></NFe>").await;
    assert_eq!(broken.problem(422, "nfe-unreadable").errors[0].at, "line 2 column 9");
    erp.post_text("/receipts/nfe", "application/xml", "<a/>").await.problem(422, "nfe-unreadable");
    let long = "<NFe>".repeat(300_000);
    erp.post_text("/receipts/nfe", "application/xml", &long).await.problem(413, "too-large");
    let page: Page<desk::Receipt> = erp.get("/receipts").await.json();
    assert_eq!(page.rows, [], "nothing was stored");
}

/// `LETTERS` under another number.
fn letters(number: u32) -> String {
    let key = "352607A1B2C3D4000E70550070000000881123456782";
    let next = key.replace("000000088", &format!("{number:09}"));
    let next = format!("{}{}", &next[..43], bipe_core::code::NfeKey::check_digit(&next.as_bytes()[..43]));
    assert!(LETTERS.contains(key), "the key stands in the file");
    LETTERS.replace(key, &next).replace("<nNF>88", &format!("<nNF>{number}"))
}

async fn what_a_gtin_told_is_remembered_for_the_suppliers_code(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let unknown =
        erp.post_text("/receipts/nfe", "application/xml", LETTERS).await.problem(422, "nfe-invalid");
    assert_eq!(unknown.errors[0].at, "det[1]/prod/cProd");
    // The supplier's code comes once with the GTIN of the soap's case (in `FD`, which only the GTIN explains) …
    let made = import(&floor, &letters(88).replacen("SEM GTIN", goods::SOAP_CASE, 1)).await;
    assert_eq!((made.lines[0].sku.as_str(), made.lines[0].expected_base), (goods::SOAP, 48));
    // … and is known without it from then on; then `uTrib` says how much a `FD` is.
    let made = import(&floor, &letters(89)).await;
    assert_eq!((made.lines[0].sku.as_str(), made.lines[0].expected_base), (goods::SOAP, 48));
    let nothing_says = letters(90).replace("<uTrib>UN", "<uTrib>ZZ");
    let unknown = erp.post_text("/receipts/nfe", "application/xml", &nothing_says).await;
    let unknown = unknown.problem(422, "nfe-invalid");
    assert_eq!(unknown.errors[0].at, "det[1]/prod/uCom", "{:?}", unknown.errors);
}

async fn an_expired_lot_on_paper_is_noted(floor: Floor) {
    let made = import(&floor, &AUTHORISED.replace("2027-01-31", "2026-03-01")).await;
    let notes: Vec<&str> = made.notes.iter().map(|note| note.at.as_str()).collect();
    assert_eq!(notes, ["det[1]/prod/rastro"]);
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.refuse(&coffee_case("L2603A", "260301"), "expired_on_arrival").await;
    rita.accept(goods::COFFEE_UNIT).await;
    rita.refuse("L2603A", "expired_on_arrival").await;
}

async fn an_import_with_a_key_is_answered_again(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let request = |key: &str| {
        let url = format!("{}/api/v1/receipts/nfe", floor.address);
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let request = client.post(url).bearer_auth(erp.token.clone().expect("a token"));
        request.header("idempotency-key", key).body(AUTHORISED).send()
    };
    let first = request("one").await.expect("an answer");
    assert_eq!(first.status(), 201);
    let (again, other) = (request("one").await.expect("an answer"), request("two").await.expect("an answer"));
    assert_eq!((again.status().as_u16(), other.status().as_u16()), (201, 409));
    assert_eq!(again.text().await.expect("a body"), first.text().await.expect("a body"));
}

async fn goods_come_in_by_one_scan_and_the_receipt_closes(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    let step = rita.accept("BPCRECEIVE").await;
    assert_eq!(screen_name(&step.screen), "receive_invoice");
    let step = rita.accept(KEY).await;
    assert_eq!(summary(&step), ("4512".to_owned(), 0, 3));
    let step = rita.accept(&coffee_case("L2603A", "270131")).await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!((screen.packaging.as_str(), screen.packaging_base, screen.proposed), ("CX", 12, 6));
    let step = rita.accept("BPCCONFIRM").await;
    assert_eq!(step.message.expect("a message").code, "posted");
    let step = rita.accept(&coffee_case("L2603B", "270331")).await;
    assert_eq!(screen_name(&step.screen), "receive_quantity");
    let step = rita.accept("BPCQ4").await;
    let code = pallet(&step);
    assert_eq!(code.len(), 18, "an SSCC");
    assert_eq!(summary(&step).1, 1, "the coffee is done");
    assert_eq!(
        stock_of(&rita, "cafe").await.iter().map(|row| (row.1.as_str(), row.3)).collect::<Vec<_>>(),
        [("L2603A", 72), ("L2603B", 48)]
    );
    rita.accept(goods::SOAP_CASE).await;
    rita.accept("BPCQ1").await;
    let step = rita.accept("BPCCLOSE").await;
    let Screen::ReceiveClose(screen) = &step.screen else { panic!("{step:?}") };
    let differences: Vec<_> = screen
        .differences
        .iter()
        .map(|one| (one.goods.sku.as_str(), one.goods.quantity.base, one.expected_base))
        .collect();
    assert_eq!(differences, [(goods::SOAP, 24, 48), (goods::READER, 0, 2)]);
    rita.refuse(goods::SOAP_CASE, "not_here").await;
    rita.accept("BPCCANCEL").await;
    rita.accept("BPCCLOSE").await;
    let step = rita.accept("BPCCONFIRM").await;
    assert_eq!(screen_name(&step.screen), "receive_invoice");
    let page: Page<desk::Receipt> = rita.get("/receipts").await.json();
    assert_eq!((page.rows[0].status.as_str(), page.rows[0].lines_done), ("closed", 1));
    rita.refuse(KEY, "closed").await;
}

async fn what_a_symbol_lacks_is_asked_and_only_that(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    // The menu takes the key at once; the number would do too once receiving is open.
    rita.accept("BPCRECEIVE").await;
    rita.accept("4512").await;
    let missing = |step: &Step| match &step.screen {
        Screen::ReceiveLot(screen) => (screen.lot_missing, screen.expiry_missing),
        Screen::ReceiveQuantity(_) => (false, false),
        other => panic!("{other:?}"),
    };
    // An announced lot brings its expiry along.
    let step = rita.accept(goods::COFFEE_UNIT).await;
    assert_eq!(missing(&step), (true, true));
    rita.refuse(goods::COFFEE_UNIT, "lot_missing").await;
    rita.refuse("BPCCONFIRM", "not_here").await;
    let step = rita.accept("L2603A").await;
    assert_eq!(missing(&step), (false, false));
    rita.accept("BPCUNDO").await;
    // Another lot needs its expiry: by symbol, or typed.
    rita.accept(goods::COFFEE_UNIT).await;
    let step = rita.accept("]C110L9").await;
    assert_eq!(missing(&step), (false, true));
    rita.refuse("]C110L8", "wrong_lot").await;
    rita.refuse("BPCQ320127", "not_here").await;
    let step = rita.accept("BPCQ310127").await;
    assert_eq!(missing(&step), (false, false));
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!(screen.goods.expiry.map(|date| date.to_string()).as_deref(), Some("2027-01-31"));
    rita.accept("BPCUNDO").await;
    // Lot and expiry before the goods.
    let step = rita.accept("]C11727033110L7").await;
    assert_eq!(screen_name(&step.screen), "receive_goods");
    let step = rita.accept(goods::COFFEE_CASE).await;
    assert_eq!(missing(&step), (false, false));
    // Counting by scanning one after the other.
    let step = rita.accept(goods::COFFEE_CASE).await;
    let Screen::ReceiveQuantity(screen) = &step.screen else { panic!("{step:?}") };
    assert_eq!((screen.proposed, screen.goods.lot.as_deref()), (2, Some("L7")));
    rita.refuse(&coffee_case("L8", "270331"), "wrong_lot").await;
    rita.refuse(goods::SOAP_CASE, "wrong_item").await;
    rita.accept("BPCCONFIRM").await;
    assert_eq!(stock_of(&rita, "l7").await[0].3, 24);
}

async fn what_may_not_come_in_is_refused(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRECEIVE").await;
    rita.refuse("99999", "unknown_code").await;
    rita.refuse(goods::COFFEE_CASE, "not_here").await;
    rita.accept(KEY).await;
    rita.refuse("BPCFULL", "not_here").await;
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    rita.refuse("NEVERSEEN", "unknown_code").await;
    rita.refuse("BPLA-01-01-1", "not_here").await;
    rita.refuse(&coffee_case("L0", "260301"), "expired_on_arrival").await;
    rita.accept(&coffee_case("LX", "260302")).await;
    rita.refuse("BPCQ0", "bad_quantity").await;
    rita.refuse("BPCQ11", "too_much").await;
    rita.accept("BPCQ9").await;
    rita.refuse(&coffee_case("LX", "270131"), "expiry_differs").await;
    rita.accept(goods::COFFEE_UNIT).await;
    let step = rita.accept("LX").await;
    let Screen::ReceiveQuantity(screen) = &step.screen else {
        panic!("a lot on record has its expiry: {step:?}")
    };
    assert_eq!(screen.goods.expiry.map(|date| date.to_string()).as_deref(), Some("2026-03-02"));
    rita.refuse("BPCQ13", "too_much").await;
    rita.accept("BPCQ12").await;
    rita.refuse(goods::COFFEE_UNIT, "too_much").await;
    assert_eq!(stock_of(&rita, "lx").await[0].3, 120);
}

async fn serials_come_in_one_by_one(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    let reader = |serial: &str| format!("]d201{}21{serial}", goods::READER_UNIT);
    let step = rita.accept(&reader("SN1")).await;
    assert_eq!(step.message.expect("a message").code, "posted", "a serial is one: no quantity is asked");
    rita.refuse(&reader("SN1"), "duplicate_serial").await;
    let step = rita.accept(goods::READER_UNIT).await;
    assert_eq!(screen_name(&step.screen), "receive_lot");
    rita.refuse("SN1", "duplicate_serial").await;
    rita.accept("SN2").await;
    rita.refuse(&reader("SN3"), "too_much").await;
    let stock = stock_of(&rita, "leitor").await;
    assert_eq!(stock.iter().map(|row| row.3).collect::<Vec<_>>(), [1, 1]);
}

async fn the_last_goods_are_taken_back(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCCONFIRM").await;
    assert_eq!(stock_of(&rita, "sabao").await[0].3, 48);
    let step = rita.accept("BPCUNDO").await;
    assert_eq!(summary(&step).1, 0);
    assert_eq!(stock_of(&rita, "sabao").await, []);
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ40").await;
    assert_eq!(stock_of(&rita, "sabao").await[0].3, 40, "what was taken back can come in again");
}

async fn two_receivers_share_a_receipt(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    rita.accept(KEY).await;
    sonia.accept(KEY).await;
    rita.accept(goods::SOAP_UNIT).await;
    sonia.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQ30").await;
    // The screen is stale: what is left is checked against the truth.
    let step = sonia.scan("BPCQ30").await;
    assert_eq!(step.message.expect("a message").code, "too_much");
    let step = sonia.accept("BPCQ18").await;
    assert_eq!(summary(&step).1, 1);
    let stock = stock_of(&rita, "sabao").await;
    assert_eq!(stock.len(), 2, "each has a pallet of their own: {stock:?}");
    rita.accept("BPCCLOSE").await;
    rita.refuse("BPCCONFIRM", "taken_by_other").await;
    sonia.accept("BPCFULL").await;
    rita.accept("BPCCONFIRM").await;
    let step = sonia.scan(goods::COFFEE_CASE).await;
    assert_eq!(step.message.expect("a message").code, "closed");
    assert_eq!(screen_name(&step.screen), "receive_invoice");
}

async fn a_full_pallet_is_labelled_and_the_next_begins(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let ada = floor.log_in("ada").await;
    let folder = format!("file:{}", floor.folder().join("labels").display());
    let printer = serde_json::json!({"name": "Doca", "address": folder, "format": "pdf", "dpi": 203, "labels": ["pallet"]});
    assert_eq!(ada.post("/printers", &printer).await.status / 100, 2);
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(goods::SOAP_UNIT).await;
    let first = pallet(&rita.accept("BPCQ24").await);
    let step = rita.accept("BPCFULL").await;
    assert_eq!(step.message.as_ref().expect("a message").code, "printing");
    rita.refuse("BPCFULL", "not_here").await;
    rita.accept(goods::SOAP_UNIT).await;
    let second = pallet(&rita.accept("BPCQ24").await);
    assert_ne!(first, second);
    rita.accept("BPCCLOSE").await;
    rita.accept("BPCCONFIRM").await;
    let jobs: Page<desk::PrintJob> = ada.get("/print-jobs").await.json();
    let mut subjects: Vec<_> = jobs.rows.into_iter().map(|job| job.subject).collect();
    subjects.sort();
    assert_eq!(subjects, [first, second]);
}

async fn a_receipt_is_resumed_on_another_device(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    let before = rita.accept(&coffee_case("L2603A", "270131")).await;
    let tablet = floor.log_in("rita").await;
    assert_eq!(tablet.step().await.screen, before.screen);
    tablet.accept("BPCLEAVE").await;
    let step = tablet.accept("BPCRECEIVE").await;
    assert_eq!(step.screen, before.screen);
    let command = tablet.command();
    let first = tablet.scan_as(command, "BPCQ2").await;
    assert_eq!(tablet.scan_as(command, "BPCQ2").await.body, first.body, "the same command, the same reply");
    let step: Step = first.json();
    assert_eq!(step.message.expect("a message").outcome, Outcome::Accepted);
    assert_eq!(stock_of(&tablet, "L2603A").await[0].3, 24);
}

async fn lists_come_in_pages(floor: Floor) {
    let erp = floor.log_in("erp").await;
    for number in 0..120 {
        let item = serde_json::json!({
            "sku": format!("PAG-{number:03}"), "name": "Página Ação", "unit": "UN", "tracking": "none",
            "rotation_policy": "none", "packagings": [{"name": "UN", "quantity_base": 1}],
        });
        assert_eq!(erp.post("/items", &item).await.status, 201);
    }
    let (mut found, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page: Page<desk::Item> = erp.get(&format!("/items?search=PAGINA%20ACAO{cursor}")).await.json();
        found.extend(page.rows.into_iter().map(|item| item.sku));
        pages += 1;
        let Some(next) = page.next else { break };
        cursor = format!("&cursor={next}");
    }
    let expected: Vec<String> = (0..120).map(|number| format!("PAG-{number:03}")).collect();
    assert_eq!((found, pages), (expected, 3));
    let page: Page<desk::Item> = erp.get("/items?search=7891000100103").await.json();
    assert_eq!(page.rows[0].sku, goods::COFFEE, "a GTIN in any length finds its item");
    assert_eq!(erp.get("/items?cursor=%21").await.problem(400, "bad-request").status, 400);
    erp.get("/stock?serach=x").await.problem(400, "bad-request");
    let bad = serde_json::json!({
        "sku": "BPL-1", "name": "", "unit": "UN", "tracking": "none", "rotation_policy": "none",
        "packagings": [{"name": "UN", "quantity_base": 0, "gtin": "7891000100104"}],
    });
    let problem = erp.post("/items", &bad).await.problem(422, "item-invalid");
    let places: Vec<_> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["name", "sku", "packagings[0].quantity_base", "packagings[0].gtin"]);
    let taken = serde_json::json!({
        "sku": "NOVO", "name": "Novo", "unit": "UN", "tracking": "none", "rotation_policy": "none",
        "packagings": [{"name": "UN", "quantity_base": 1, "gtin": "7891000100103"}],
    });
    let problem = erp.post("/items", &taken).await.problem(409, "item-exists");
    assert_eq!(problem.errors[0].at, "packagings[0].gtin");
    assert!(problem.errors[0].message.contains(goods::COFFEE));
}
