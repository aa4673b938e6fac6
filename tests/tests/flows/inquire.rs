//! Anything that is scanned tells what it is, where it lies and what can be done with it.

use bipe_core::code::CommandCode;
use bipe_core::screen::{About, PrintStatus, Printed, Screen, Step};
use bipe_drivers::fake::{FakePrinter, State};
use bipe_server::job;
use bipe_tests::books::Books;
use bipe_tests::crew::symbol;
use bipe_tests::floor::Floor;
use bipe_tests::floor::goods::{COFFEE, SOAP, SOAP_UNIT};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use super::announce::{announce, document};
use super::pick::{JANUARY, MARCH, is, lay, release, sound, take, tote, unit};
use super::picked;
use super::print::{jobs_of, wait_for};
use super::putaway::docked;
use super::receive::{KEY, coffee_case};

on_both_engines!(
    bins_and_goods_tell_what_lies_where,
    units_parcels_and_receipts_tell_whose_they_are,
    a_label_is_printed_once_more_by_scan,
    goods_in_quarantine_say_so,
);

fn about(step: &Step) -> (&About, &[CommandCode]) {
    match &step.screen {
        Screen::Inquire(inquire) => (inquire.about.as_ref().expect("something is shown"), &inquire.can),
        other => panic!("nothing is asked: {other:?}"),
    }
}

async fn bins_and_goods_tell_what_lies_where(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-01-1", 30).await;
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 5).await;
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-02-01-1", 7).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    release(&sonia, &[&take(&erp, "PV-1", &[(COFFEE, 10)]).await]).await;
    let caio = floor.log_in("caio").await;
    is(&caio.accept("BPCINQUIRE").await, "inquire");
    let step = caio.accept("BPLA-01-01-1").await;
    let (About::Bin(bin), can) = about(&step) else { panic!("{step:?}") };
    let rows: Vec<_> = bin
        .lies
        .rows
        .iter()
        .map(|row| (row.goods.lot.as_deref().unwrap_or(""), row.goods.quantity.base, row.reserved_base))
        .collect();
    assert_eq!(rows, [("L1", 5, 5), ("L2", 30, 0)], "what leaves first comes first");
    assert_eq!((bin.lies.count, bin.lies.on_hand_base, bin.lies.reserved_base), (2, 35, 5));
    assert_eq!(can, [CommandCode::Relocate, CommandCode::Count]);
    // Another device shows the same, with the figures of now.
    lay(&floor, SOAP, "2026-03-01", None, "A-01-01-1", 4).await;
    let step = floor.log_in("caio").await.step().await;
    let (About::Bin(bin), _) = about(&step) else { panic!("{step:?}") };
    assert_eq!(bin.lies.count, 3);
    let step = caio.accept(&symbol(COFFEE, None)).await;
    let (About::Item(item), can) = about(&step) else { panic!("{step:?}") };
    assert_eq!((item.lies.count, item.lies.on_hand_base, can), (3, 42, [].as_slice()));
    let step = caio.accept(&unit("L1")).await;
    let (About::Item(item), _) = about(&step) else { panic!("{step:?}") };
    let bins: Vec<_> = item.lies.rows.iter().map(|row| row.bin.code.as_str()).collect();
    assert_eq!((item.lot.as_deref(), bins), (Some("L1"), vec!["A-01-01-1", "A-02-01-1"]));
    let step = caio.accept("BPLA-03-02-2").await;
    let (About::Bin(bin), can) = about(&step) else { panic!("{step:?}") };
    assert_eq!((bin.lies.count, can), (0, [CommandCode::Count].as_slice()));
    caio.refuse("BPT999999", "unknown_code").await;
    caio.refuse("BPCQ3", "not_here").await;
    // The work begins with what is looked at.
    caio.accept("BPLA-01-01-1").await;
    caio.accept("BPCRELOCATE").await;
    is(&caio.accept("BPLA-01-01-1").await, "relocate_goods");
    caio.accept("BPCUNDO").await;
    caio.accept("BPCLEAVE").await;
    // From the menu a scan is enough; a question that was left is not gone on with.
    let step = caio.accept("BPLA-02-01-1").await;
    let (About::Bin(bin), _) = about(&step) else { panic!("{step:?}") };
    assert_eq!(bin.bin.code, "A-02-01-1");
    caio.accept("BPCLEAVE").await;
    let Screen::Inquire(inquire) = caio.accept("BPCINQUIRE").await.screen else { panic!("a question") };
    assert_eq!(inquire.about, None);
    sound(&floor, &erp).await;
}

async fn units_parcels_and_receipts_tell_whose_they_are(floor: Floor) {
    picked::printer(&floor, "A", "tcp://127.0.0.1:9", "zpl").await;
    let (rita, codes) = docked(&floor, &["L1"]).await;
    rita.accept("BPCINQUIRE").await;
    let step = rita.accept(&codes[0]).await;
    let (About::Unit(pallet), can) = about(&step) else { panic!("{step:?}") };
    assert!(pallet.at_dock && pallet.lies.count == 1, "{pallet:?}");
    assert_eq!(can, [CommandCode::Putaway, CommandCode::Relocate]);
    let step = rita.accept(KEY).await;
    let (About::Receipt(receipt), can) = about(&step) else { panic!("{step:?}") };
    assert_eq!((receipt.receipt.progress.total > 0, can), (true, [CommandCode::Receive].as_slice()));
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 4).await;
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    release(&sonia, &[&take(&erp, "PV-1", &[(SOAP, 2)]).await]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(&symbol(SOAP, None)).await;
    pedro.accept("BPCQ2").await;
    pedro.accept("BPT1").await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPCINQUIRE").await;
    let step = paula.accept("BPT1").await;
    let (About::Unit(tote), can) = about(&step) else { panic!("{step:?}") };
    assert_eq!((tote.order.as_deref(), tote.lies.on_hand_base), (Some("PV-1"), 2));
    assert_eq!(can, [CommandCode::Pack]);
    paula.accept("BPCPACK").await;
    paula.accept("BPT1").await;
    paula.accept(&symbol(SOAP, None)).await;
    paula.accept("BPCQ2").await;
    let done = paula.accept("BPCCONFIRM").await;
    let Screen::PackDone(packed) = &done.screen else { panic!("{done:?}") };
    let sscc = packed.parcels[0].sscc.clone();
    paula.accept("BPCINQUIRE").await;
    let step = paula.accept(&format!("]C100{sscc}")).await;
    let (About::Parcel(parcel), can) = about(&step) else { panic!("{step:?}") };
    assert_eq!((parcel.order.as_str(), parcel.status.as_str(), parcel.goods.len()), ("PV-1", "closed", 1));
    assert_eq!(can, [CommandCode::Ship]);
    // Its tag is had again by whichever of its codes: it is the same one, and names the first.
    let tracking_code = parcel.tracking_code.clone();
    paula.accept("BPLA-03-01-1").await;
    let step = paula.accept(&tracking_code).await;
    assert_eq!(step.actions, [CommandCode::Print, CommandCode::Leave]);
    paula.accept("BPCPRINT").await;
    let jobs = jobs_of(&paula).await;
    let (first, again): (Vec<_>, Vec<_>) = jobs.iter().partition(|job| job["reprint_of"].is_null());
    assert_eq!((jobs.len(), &again[0]["reprint_of"]), (2, &first[0]["id"]));
    assert!(jobs.iter().all(|job| job["subject"] == sscc.as_str() && job["label"] == "shipping"), "{jobs:?}");
    sound(&floor, &erp).await;
}

fn printed(step: &Step) -> Option<&Printed> {
    match &step.screen {
        Screen::Inquire(inquire) => inquire.printed.as_ref(),
        other => panic!("nothing is asked: {other:?}"),
    }
}

/// Everything that a reprint must leave alone.
fn made(floor: &Floor) -> Vec<Vec<String>> {
    let count = |table: &str| Books::open(&floor.database).rows(&format!("SELECT COUNT(*) FROM {table}"));
    ["handling_units", "parcels", "movements", "stock"].into_iter().flat_map(count).collect()
}

async fn a_label_is_printed_once_more_by_scan(floor: Floor) {
    let printer = FakePrinter::start();
    let address = format!("tcp://{}", printer.address());
    picked::printer_of(&floor, "A", &address, "zpl", &["pallet"]).await;
    printer.set_state(State::PaperOut);
    let jobs = job::start(floor.app.clone());
    let (rita, codes) = docked(&floor, &["L1"]).await;
    let paula = floor.log_in("paula").await;
    let first = wait_for(&paula, 1, |job| !job["reason"].is_null()).await.remove(0);
    let before = made(&floor);

    // What was never printed is refused, and has no button.
    rita.accept("BPCINQUIRE").await;
    rita.refuse("BPCPRINT", "not_here").await;
    let step = rita.accept("BPLA-01-01-1").await;
    assert_eq!((printed(&step), step.actions.as_slice()), (None, [CommandCode::Leave].as_slice()));
    rita.refuse("BPCPRINT", "never_printed").await;

    // The screen says how far the label is, and why it waits.
    let step = rita.accept(&format!("]C100{}", codes[0])).await;
    let reason = Some("Sem etiquetas: coloque um rolo.".to_owned());
    let waits = Printed { status: PrintStatus::Queued, reason, printer: "A".to_owned() };
    assert_eq!(printed(&step), Some(&waits));
    assert_eq!(step.actions, [CommandCode::Print, CommandCode::Leave]);

    // The command prints it once, however often it arrives; the new job names the first, who and why.
    let command = rita.command();
    let reply = rita.scan_as(command, "BPCPRINT").await;
    assert_eq!(rita.scan_as(command, "BPCPRINT").await.body, reply.body, "the same command, the same reply");
    let step: Step = reply.json();
    assert_eq!(step.message.as_ref().map(|message| message.code.as_str()), Some("printing"));
    let queued = Printed { status: PrintStatus::Queued, reason: None, printer: "A".to_owned() };
    assert_eq!(printed(&step), Some(&queued));
    let listed = jobs_of(&paula).await;
    assert_eq!(listed.len(), 2, "{listed:?}");
    let again = listed.iter().find(|job| job["id"] != first["id"]).expect("the reprint");
    assert_eq!(again["reprint_of"], first["id"]);
    assert_eq!(again["why"], "Pedida na consulta");
    assert_eq!((&again["subject"], &again["label"]), (&first["subject"], &first["label"]));
    assert_eq!(again["requested_by"], first["requested_by"], "rita asked for both");

    printer.set_state(State::Ready);
    both_come_out(&floor, &printer).await;
    let step = rita.accept(&codes[0]).await;
    assert_eq!(printed(&step).map(|printed| printed.status), Some(PrintStatus::Printed));

    // No printer serves it any more: a refusal that changes nothing.
    serve_nothing(&floor).await;
    let step = rita.accept(&codes[0]).await;
    assert_eq!(step.actions, [CommandCode::Leave]);
    rita.refuse("BPCPRINT", "no_printer").await;
    assert_eq!(jobs_of(&paula).await.len(), 2);
    assert_eq!(made(&floor), before, "no second unit");
    sound(&floor, &floor.log_in("erp").await).await;
    jobs.stop().await;
}

/// Lets time pass until both labels are printed: they are the same.
async fn both_come_out(floor: &Floor, printer: &FakePrinter) {
    let done = async {
        wait_for(&floor.log_in("paula").await, 2, |job| job["status"] == "printed").await;
    };
    let passing = async {
        loop {
            floor.pass(500);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        () = done => (),
        () = passing => unreachable!("time never ends"),
    }
    let labels = printer.wait_for_jobs(2);
    assert_eq!(labels[0], labels[1], "a copy of what was printed");
}

async fn serve_nothing(floor: &Floor) {
    let ada = floor.log_in("ada").await;
    let mut printers: Vec<Value> = ada.get("/printers").await.json();
    printers[0]["labels"] = json!([]);
    assert_eq!(ada.post("/printers", &printers[0]).await.status, 201);
}

/// Of each row that a question shows: its bin, its lot, how much, and whether it says that it is set apart.
fn set_apart(step: &Step) -> Vec<(String, String, i64, bool)> {
    let shown = serde_json::to_value(&step.screen).expect("a screen serialises");
    let row = |row: &Value| {
        let text = |at: &str| row.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        let base = row["goods"]["quantity"]["base"].as_i64().expect("a quantity");
        (text("/bin/code"), text("/goods/lot"), base, row["quarantine"] == json!(true))
    };
    shown["about"]["lies"]["rows"].as_array().expect("rows").iter().map(row).collect()
}

async fn goods_in_quarantine_say_so(floor: Floor) {
    let lines = json!([{"sku": COFFEE, "quantity": 60}, {"sku": SOAP, "quantity": 9}]);
    announce(&floor, &document("asn", "A-1", lines)).await;
    let (rita, sonia) = (floor.log_in("rita").await, floor.log_in("sonia").await);
    let case = coffee_case("L1", "270131");
    for symbol in ["BPCRECEIVE", "A-1", "BPCDAMAGED", &case, "BPCQ2", &case, "BPCQ1"] {
        rita.accept(symbol).await;
    }
    rita.accept(SOAP_UNIT).await;
    rita.accept("BPCQ9").await;
    let full = rita.accept("BPCFULL").await;
    let Screen::ReceiveGoods(at) = &full.screen else { panic!("{full:?}") };
    assert_eq!(at.pallet, None);
    rita.accept("BPCINQUIRE").await;
    let apart = |bin: &str, lot: &str, base: i64, quarantine: bool| {
        (bin.to_owned(), lot.to_owned(), base, quarantine)
    };
    let bin = rita.accept("BPLQUARENTENA-01").await;
    assert_eq!(set_apart(&bin), [apart("QUARENTENA-01", "L1", 24, true)], "by its bin");
    let lot = rita.accept(&unit("L1")).await;
    let both = [apart("DOCA-01", "L1", 12, false), apart("QUARENTENA-01", "L1", 24, true)];
    assert_eq!(set_apart(&lot), both, "by its lot");

    // A whole pallet is set apart: each of its goods says so.
    let code = Books::open(&floor.database).rows("SELECT code FROM handling_units WHERE kind = 'pallet'")[0]
        [0]
    .clone();
    let pallet = format!("]C100{code}");
    let of_pallet = set_apart(&rita.accept(&pallet).await);
    assert_eq!(of_pallet.iter().map(|row| (row.2, row.3)).collect::<Vec<_>>(), [(12, false), (9, false)]);
    for symbol in ["BPCRELOCATE", &pallet, "BPLQUARENTENA-01", "BPCINQUIRE"] {
        rita.scan(symbol).await;
    }
    let of_pallet = set_apart(&rita.accept(&pallet).await);
    assert_eq!(of_pallet.iter().map(|row| (row.2, row.3)).collect::<Vec<_>>(), [(12, true), (9, true)]);

    let there: Value = sonia.get("/stock?search=cafe").await.json();
    let rows = there["rows"].as_array().expect("rows");
    assert_eq!(
        rows.iter().map(|row| row["quarantine"].clone()).collect::<Vec<_>>(),
        [json!(true), json!(true)]
    );
    let there: Value = sonia.get("/stock?item=CAFE-500").await.json();
    assert!(
        there["rows"].as_array().expect("rows").iter().all(|row| row["quarantine"] == json!(true)),
        "{there}"
    );
    let lots: Value = sonia.get("/lots?search=L1").await.json();
    assert_eq!(
        (&lots["rows"][0]["on_hand_base"], &lots["rows"][0]["quarantined_base"]),
        (&json!(36), &json!(36))
    );
    sound(&floor, &floor.log_in("erp").await).await;
}
