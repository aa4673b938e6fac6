//! How many statements a scan and a page send to the engine, everything included: who is asking, the stored reply, what is
//! loaded, what is written, the log. What is counted is [`bipe_store::Sent::statements`]: journeys to the engine, so writes that
//! go together count once; beginning and ending the transaction are not counted.
//!
//! A scan sends at most [`SCAN_MAX`], whatever it meets; a page of a list at most [`PAGE_MAX`], however many rows there are.

use std::collections::BTreeMap;

use bipe_core::screen::{Screen, Step};
use bipe_tests::crew::next_scan;
use bipe_tests::delivery::{Line, access_key, announce, goods_symbol};
use bipe_tests::floor::{Floor, Hand, goods, screen_name};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use super::pick::{order, release, take};

const SCAN_MAX: u64 = 10;
const PAGE_MAX: u64 = 5;
/// Of the parcel with which an order leaves in part.
const WITH_REST_MAX: u64 = 18;

on_both_engines!(
    a_scan_sends_few_statements,
    a_rest_is_made_an_order_in_few_statements,
    a_page_sends_few_statements_however_many_rows,
);

/// What was sent for each kind of scan, at the most: by its screen, what was said, and by whom it was made.
#[derive(Default)]
struct Most(BTreeMap<String, u64>);

impl Most {
    /// Scans, and notes what that sent.
    async fn scan(&mut self, floor: &Floor, hand: &Hand, before: &Step, symbol: &str) -> Step {
        let sent = floor.app.store.sent().statements;
        let step = hand.scan(symbol).await;
        let sent = floor.app.store.sent().statements - sent;
        let said = step.message.as_ref().map_or("shown", |message| message.code.as_str());
        let kind = format!("{} → {said} → {}", screen_name(&before.screen), screen_name(&step.screen));
        let most = self.0.entry(kind).or_default();
        *most = sent.max(*most);
        step
    }

    /// The same for several scans one after the other.
    async fn scan_all(&mut self, floor: &Floor, hand: &Hand, symbols: &[&str]) -> Step {
        let mut step = hand.step().await;
        for symbol in symbols {
            step = self.scan(floor, hand, &step, symbol).await;
        }
        step
    }

    fn table(&self) -> String {
        let rows: Vec<String> = self.0.iter().map(|(kind, sent)| format!("{sent:4} {kind}")).collect();
        rows.join("\n")
    }

    fn assert_few(&self) {
        let over = self.0.values().filter(|sent| **sent > SCAN_MAX).count();
        assert_eq!(over, 0, "some scans send more than {SCAN_MAX} statements:\n{}", self.table());
    }
}

async fn a_scan_sends_few_statements(floor: Floor) {
    let mut most = Most::default();
    let labels = ["pallet", "shipping"];
    super::picked::printer_of(&floor, "A", "tcp://127.0.0.1:9", "zpl", &labels).await;
    goods_come_in(&floor, &mut most).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let lines = [(goods::COFFEE, 8), (goods::SOAP, 6), (goods::READER, 1)];
    let orders = [take(&erp, "PV-1", &lines).await, take(&erp, "PV-2", &lines[..2]).await];
    release(&sonia, &orders.iter().collect::<Vec<_>>()).await;
    goods_are_moved(&floor, &mut most).await;
    with_detours(&floor, &mut most).await;
    works(&floor, &mut most, "pedro", "BPCPICK").await;
    works(&floor, &mut most, "paula", "BPCPACK").await;
    things_are_looked_up(&floor, &mut most).await;
    most.assert_few();
    for kind in [
        "receive_goods → posted → receive_goods",
        "putaway_bin → done → putaway_unit",
        "relocate_goods → done → relocate_from",
        "relocate_goods → goods → relocate_into",
        "pick_bin → ok → pick_goods",
        "pick_goods → goods → pick_into",
        "pick_goods → short → pick_goods",
        "pick_into → posted → pick_bin",
        "pick_into → done → pick_done",
        "pack_close → done → pack_done",
        "ship_parcel → ok → ship_parcel",
        "inquire → ok → inquire",
        "inquire → printing → inquire",
    ] {
        assert!(most.0.contains_key(kind), "{kind} is not among {:?}", most.0.keys());
    }
}

/// The one scan that sends more: the parcel with which an order leaves in part, since it makes an order of the rest.
async fn a_rest_is_made_an_order_in_few_statements(floor: Floor) {
    let mut most = Most::default();
    super::pick::lay(&floor, goods::SOAP, "2026-02-01", None, "A-01-01-1", 5).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let made = take(&erp, "PV-1", &[(goods::SOAP, 8), (goods::COFFEE, 1)]).await;
    release(&sonia, &[&made]).await;
    works(&floor, &mut most, "pedro", "BPCPICK").await;
    works(&floor, &mut most, "paula", "BPCPACK").await;
    let page: Value = erp.get("/orders?status=new").await.json();
    assert_eq!(page["rows"].as_array().expect("orders").len(), 1, "the rest waits");
    let sent = most.0.remove("ship_parcel → ok → ship_parcel").expect("it was shipped");
    assert!(sent <= WITH_REST_MAX, "{sent} statements");
    most.assert_few();
}

/// Receiving and putting away, with a slip or two.
async fn goods_come_in(floor: &Floor, most: &mut Most) {
    let (erp, rita) = (floor.log_in("erp").await, floor.log_in("rita").await);
    let line = |sku: &str, count, lot: Option<&str>| Line {
        sku: sku.to_owned(),
        count,
        lot: lot.map(str::to_owned),
    };
    let lines =
        [line(goods::COFFEE, 20, Some("L271231")), line(goods::SOAP, 24, None), line(goods::READER, 2, None)];
    let more = [line(goods::COFFEE, 20, Some("L280131"))];
    announce(&erp, 1, &lines).await;
    announce(&erp, 2, &more).await;
    let (key, coffee) = (access_key(1), goods_symbol(goods::COFFEE, Some("L271231")));
    let (soap, reader) = (goods_symbol(goods::SOAP, None), goods_symbol(goods::READER, Some("S1")));
    let again = goods_symbol(goods::READER, Some("S2"));
    let scans = [
        "BPCRECEIVE",
        "BPT000009",
        &key,
        &coffee,
        "BPCQ20",
        &soap,
        "BPCQ24",
        "BPCFULL",
        &reader,
        &reader,
        &again,
        "BPCCLOSE",
        "BPCCONFIRM",
    ];
    let mut step = most.scan_all(floor, &rita, &scans).await;
    let second =
        [&access_key(2), &goods_symbol(goods::COFFEE, Some("L280131")), "BPCQ20", "BPCCLOSE", "BPCCONFIRM"];
    most.scan_all(floor, &rita, &second).await;
    step = most.scan(floor, &rita, &step, "BPCPUTAWAY").await;
    while let Screen::PutawayUnit(unit) = &step.screen {
        let Some(pallet) = unit.waiting.first().cloned() else { break };
        step = most.scan(floor, &rita, &step, &format!("]C100{pallet}")).await;
        let Screen::PutawayBin(to) = &step.screen else { panic!("a bin is suggested, not {step:?}") };
        let bin = format!("BPL{}", to.bin.code);
        step = most.scan(floor, &rita, &step, "BPLNOWHERE").await;
        step = most.scan(floor, &rita, &step, &bin).await;
    }
    most.scan(floor, &rita, &step, "BPCLEAVE").await;
}

/// Goods go from bin to bin, out of a pallet and with it, reserved ones too.
async fn goods_are_moved(floor: &Floor, most: &mut Most) {
    let rita = floor.log_in("rita").await;
    let mut books = bipe_tests::books::Books::open(&floor.database);
    let mut pallets = books
        .rows("SELECT code FROM handling_units WHERE kind = 'pallet' AND id IN (SELECT handling_unit_id FROM stock) ORDER BY code")
        .into_iter()
        .map(|row| format!("]C100{}", row[0]));
    let (one, other) = (pallets.next().expect("a pallet"), pallets.next().expect("another"));
    let soap = goods_symbol(goods::SOAP, None);
    let scans = ["BPCRELOCATE", &one, "BPLA-03-02-2", &one, &other, &other, "BPLA-03-02-1"];
    let step = most.scan_all(floor, &rita, &scans).await;
    let scans = ["BPLA-03-02-1", &soap, "BPCQ1", "BPLA-02-02-2", "BPLA-02-02-2", "BPCUNDO", "BPCLEAVE"];
    let step = most.scan(floor, &rita, &step, scans[0]).await;
    assert_eq!(screen_name(&step.screen), "relocate_goods");
    most.scan_all(floor, &rita, &scans[1..]).await;
}

/// Labels that were printed are looked up and printed once more.
async fn things_are_looked_up(floor: &Floor, most: &mut Most) {
    let rita = floor.log_in("rita").await;
    let jobs = super::print::jobs_of(&rita).await;
    let about = |label: &str| {
        let job = jobs.iter().find(|job| job["label"] == label).expect("a label was printed");
        format!("]C100{}", job["subject"].as_str().expect("an SSCC"))
    };
    let (pallet, parcel) = (about("pallet"), about("shipping"));
    let scans =
        ["BPCINQUIRE", &pallet, "BPCPRINT", "BPLA-01-01-1", "BPCPRINT", &parcel, "BPCPRINT", "BPCUNDO"];
    most.scan_all(floor, &rita, &scans).await;
}

/// A picker who scans wrong things, finds too little, and goes on.
async fn with_detours(floor: &Floor, most: &mut Most) {
    let pedro = floor.log_in("pedro").await;
    let mut step = most.scan_all(floor, &pedro, &["BPCPICK", "BPLA-01-01-1"]).await;
    let mut tote = 0;
    while let Screen::PickTote(_) = step.screen {
        tote += 1;
        let code = format!("BPT10000{tote}");
        step = most.scan_all(floor, &pedro, &[&code, &code]).await;
    }
    let Screen::PickBin(stop) = &step.screen else { panic!("a bin is to be scanned, not {step:?}") };
    let bin = format!("BPL{}", stop.bin.code);
    step =
        most.scan_all(floor, &pedro, &["BPLA-03-02-2", "]d201789100020020", &bin, &bin, "BPT777777"]).await;
    let step = most.scan(floor, &pedro, &step, &goods_symbol(goods::COFFEE, Some("NENHUM"))).await;
    let Screen::PickGoods(stop) = &step.screen else { panic!("goods are to be scanned, not {step:?}") };
    let expected = next_scan(&Screen::PickGoods(stop.clone()), "").expect("a symbol");
    most.scan_all(floor, &pedro, &["BPCSHORT", "BPCQ1", "BPCCONFIRM", &expected, "BPT000777", "BPCLEAVE"])
        .await;
}

/// Someone begins with `first` and does what each screen says until no work is left.
async fn works(floor: &Floor, most: &mut Most, login: &str, first: &str) {
    let hand = floor.log_in(login).await;
    let mut step = most.scan_all(floor, &hand, &[first]).await;
    for number in 0..200 {
        // A new tote is scanned twice.
        let asked_again = step.message.as_ref().is_some_and(|message| message.code == "new_tote");
        let tote = format!("BPT2{:05}", number - usize::from(asked_again));
        let Some(symbol) = next_scan(&step.screen, &tote) else { return };
        step = most.scan(floor, &hand, &step, &symbol).await;
        let idle = matches!(&step.screen, Screen::Menu(menu) if menu.work.iter().all(|work| work.count == 0));
        if idle {
            return;
        }
    }
    panic!("{login} never comes to an end: {step:?}\n{}", most.table());
}

/// The lists of desks, with whom they are for.
const LISTS: [(&str, &str); 15] = [
    ("ada", "/locations"),
    ("ada", "/orders"),
    ("ada", "/receipts"),
    ("ada", "/receipts?search=pv&status=expected"),
    ("ada", "/suppliers"),
    ("sonia", "/stock"),
    ("sonia", "/stock?search=cafe"),
    ("sonia", "/items"),
    ("sonia", "/items?search=item"),
    ("sonia", "/waves"),
    ("ada", "/users"),
    ("paula", "/print-jobs"),
    ("paula", "/printers"),
    ("ada", "/webhooks"),
    ("sonia", "/orders?status=new"),
];

/// What each list sends, and how many rows it gives.
async fn pages(floor: &Floor) -> Vec<(&'static str, u64, usize)> {
    let mut sent = Vec::new();
    for (login, path) in LISTS {
        let hand = floor.log_in(login).await;
        let before = floor.app.store.sent().statements;
        let page: Value = hand.get(path).await.json();
        let rows = page.as_array().or_else(|| page["rows"].as_array()).expect("rows").len();
        sent.push((path, floor.app.store.sent().statements - before, rows));
    }
    sent
}

async fn a_page_sends_few_statements_however_many_rows(floor: Floor) {
    let few = pages(&floor).await;
    let (erp, ada) = (floor.log_in("erp").await, floor.log_in("ada").await);
    for number in 1..=30 {
        let item = json!({
            "sku": format!("ITEM-{number}"), "name": format!("Item {number}"), "unit": "UN", "tracking": "none",
            "expires": false, "rotation_policy": "warn", "codes": [format!("COD-{number}"), format!("ALT-{number}")],
            "packagings": [{"name": "UN", "quantity_base": 1}, {"name": "CX", "quantity_base": 12}]
        });
        assert_eq!(erp.post("/items", &item).await.status, 201, "{item}");
        let made = erp
            .post("/orders", &order(&format!("PV-{number}"), &[(goods::SOAP, 1), (goods::COFFEE, 2)]))
            .await;
        assert_eq!(made.status, 201, "{made:?}");
        announce(&erp, number, &[Line { sku: goods::SOAP.to_owned(), count: 5, lot: None }]).await;
        let hook = json!({"url": format!("http://127.0.0.1:9/{number}"), "events": ["order.shipped"]});
        assert_eq!(ada.post("/webhooks", &hook).await.status, 201);
        let printer = json!({
            "name": format!("Etiquetas {number}"), "address": "file:/nowhere", "format": "zpl", "dpi": 203, "labels": []
        });
        assert!(ada.post("/printers", &printer).await.status < 300);
    }
    // Goods in many bins, and a wave for each of many orders.
    super::pick::lay(&floor, goods::SOAP, "2026-02-01", None, "A-01-01-1", 100).await;
    for (number, bin) in
        ["A-01-01-2", "A-01-02-1", "A-02-01-1", "A-02-02-1", "A-03-01-1"].into_iter().enumerate()
    {
        let lot = ["L1", "L2", "L3", "L4", "L5"][number];
        super::pick::lay(&floor, goods::COFFEE, lot, Some(super::pick::MARCH), bin, 9).await;
    }
    let sonia = floor.log_in("sonia").await;
    for number in 31..=40 {
        let made = take(&erp, &format!("PV-{number}"), &[(goods::SOAP, 1)]).await;
        release(&sonia, &[&made]).await;
    }
    let many = pages(&floor).await;
    let more = few.iter().zip(&many).filter(|(few, many)| many.2 > few.2).count();
    assert!(more >= 10, "only {more} lists have grown: {few:?} {many:?}");
    for ((path, few, _), (_, many, rows)) in few.iter().zip(&many) {
        assert!(few <= &PAGE_MAX && many <= &PAGE_MAX, "{path} sends {many} statements for {rows} rows");
        assert!(many <= &(few + 1), "{path} sends {few} statements for few rows and {many} for {rows}");
    }
}
