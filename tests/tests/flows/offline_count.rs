//! A bin's count without the network: the same answers, the same end, never counted twice.

use bipe_api::Page;
use bipe_api::desk::{Count, Exception, Stock};
use bipe_core::flow::count::CountStatus;
use bipe_core::screen::{Outcome, Screen};
use bipe_tests::floor::goods::{COFFEE, READER, SOAP, SOAP_CASE, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;

use crate::offline::{Device, outcomes};
use crate::pick::{JANUARY, is, lay, message, release, sound, take, tote, unit};

on_both_engines!(
    a_carried_count_answers_as_the_server_does,
    a_bin_counted_without_the_network_is_posted_once_it_is_back,
    what_another_device_counted_is_not_counted_twice,
    goods_that_moved_meanwhile_have_the_bin_counted_again,
    a_queue_that_was_overtaken_never_meets_the_count_again,
    a_second_queue_that_was_overtaken_never_meets_it_either,
);

const BIN: &str = "BPLA-01-01-1";

/// Coffee of lot L1 (100) and soap (30) in the bin, and Caio at its count.
async fn at_the_bin(floor: &Floor) -> (Hand, Hand) {
    lay(floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 100).await;
    lay(floor, SOAP, "2026-03-01", None, "A-01-01-1", 30).await;
    lay(floor, READER, "S1", None, "A-02-01-1", 1).await;
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    let bins = json!({"bins": ["A-01-01-1", "A-02-01-1"]});
    assert_eq!(sonia.post("/counts", &bins).await.status, 201);
    caio.accept("BPCCOUNT").await;
    is(&caio.accept(BIN).await, "count_goods");
    (sonia, caio)
}

/// 100 coffees and 30 soaps, then the close.
fn scans() -> [String; 6] {
    [unit("L1"), "BPCQ100".into(), SOAP_CASE.into(), SOAP_UNIT.into(), "BPCQ6".into(), "BPCCLOSE".into()]
}

async fn on_hand(sonia: &Hand) -> Vec<i64> {
    let page: Page<Stock> = sonia.get("/stock?search=A-01-01-1").await.json();
    let mut rows: Vec<(String, i64)> = page.rows.into_iter().map(|row| (row.sku, row.on_hand_base)).collect();
    rows.sort();
    rows.into_iter().map(|row| row.1).collect()
}

async fn a_carried_count_answers_as_the_server_does(floor: Floor) {
    let (_, caio) = at_the_bin(&floor).await;
    let mut device = Device::load(&floor, &caio).await;
    let text = serde_json::to_string(&device.carried).expect("it serialises");
    assert!(!text.contains("\"on_hand_base\":100"), "what the book says is not on the device: {text}");
    let beside = [
        "BPT000001",
        "10L1",
        SOAP_UNIT,
        "BPCQ9999",
        "BPCQ9999",
        "BPCUNDO",
        "BPCCLOSE",
        "BPCCANCEL",
        "BPLA-01-01-1",
    ];
    let all = beside.into_iter().map(str::to_owned).chain(scans()).chain(["BPCCONFIRM".to_owned()]);
    for symbol in all {
        let (there, here) = (caio.scan(&symbol).await, device.scan(&symbol));
        let code = here.message.as_ref().map(|message| message.code.as_str());
        if code == Some("not_carried") {
            assert_eq!(message(&there).0, Outcome::Refused, "{symbol}");
        } else {
            assert_eq!(here, there, "{symbol}");
        }
    }
    device.kept.clear();
    is(&device.carried.step(0), "count_bin");
    device.refuse("BPLA-02-01-1", "needs_network");
}

async fn a_bin_counted_without_the_network_is_posted_once_it_is_back(floor: Floor) {
    let (sonia, caio) = at_the_bin(&floor).await;
    let mut device = Device::load(&floor, &caio).await;
    device.refuse("BPCUNDO", "needs_network");
    device.refuse(&unit("L2"), "not_carried");
    for symbol in scans() {
        device.scan(&symbol);
    }
    let closed = device.scan("BPCCONFIRM");
    assert_eq!(message(&closed), (Outcome::Accepted, "counted"));
    let Screen::CountBin(next) = &closed.screen else { panic!("{closed:?}") };
    assert_eq!(next.waiting.iter().map(|bin| bin.code.as_str()).collect::<Vec<_>>(), ["A-02-01-1"]);
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| told.0 != Outcome::Refused), "{steps:?}");
    let counts: Page<Count> = sonia.get("/counts?status=posted").await.json();
    assert_eq!((counts.rows.len(), counts.rows[0].lines.len()), (1, 2));
    assert_eq!(on_hand(&sonia).await, [100, 30]);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn what_another_device_counted_is_not_counted_twice(floor: Floor) {
    let (sonia, caio) = at_the_bin(&floor).await;
    let mut device = Device::load(&floor, &caio).await;
    for symbol in &scans()[..3] {
        device.scan(symbol);
    }
    let other = floor.log_in("caio").await;
    for symbol in &scans()[..5] {
        other.accept(symbol).await;
    }
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| *told == (Outcome::Refused, "line_gone")), "{steps:?}");
    let open: Page<Exception> = sonia.get("/exceptions").await.json();
    assert_eq!((open.rows.len(), open.rows[0].commands), (1, 3), "{open:?}");
    assert_eq!((open.rows[0].location.as_deref(), open.rows[0].goods.len()), (Some("A-01-01-1"), 0));
    other.scan("BPCCLOSE").await;
    other.accept("BPCCONFIRM").await;
    assert_eq!(on_hand(&sonia).await, [100, 30]);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn goods_that_moved_meanwhile_have_the_bin_counted_again(floor: Floor) {
    let (sonia, caio) = at_the_bin(&floor).await;
    let mut device = Device::load(&floor, &caio).await;
    for symbol in scans() {
        device.scan(&symbol);
    }
    device.scan("BPCCONFIRM");
    // Pickers are never stopped by a count.
    let erp = floor.log_in("erp").await;
    release(&sonia, &[&take(&erp, "P1", &[(SOAP, 2)]).await]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    for symbol in [BIN, SOAP_UNIT, "BPCQ2", "BPT000001"] {
        pedro.accept(symbol).await;
    }
    let steps = device.send().await;
    let told = outcomes(&steps);
    assert_eq!(told.last(), Some(&(Outcome::Confirm, "count_again")), "{told:?}");
    is(&caio.step().await, "count_goods");
    assert_eq!(on_hand(&sonia).await, [100, 28], "nothing was posted over what moved");
    let open: Page<Count> = sonia.get("/counts?status=open").await.json();
    assert!(open.rows.iter().any(|count| count.location == "A-01-01-1" && count.status == CountStatus::Open));
}

async fn a_queue_that_was_overtaken_never_meets_the_count_again(floor: Floor) {
    let (_, caio) = at_the_bin(&floor).await;
    let mut device = Device::load(&floor, &caio).await;
    for symbol in [SOAP_UNIT, "BPCQ30", &unit("L1"), "BPCQ77"] {
        device.scan(symbol);
        floor.pass(1_000);
    }
    // Another handheld of his does as many scans as will be waiting before the last, and stands at other goods.
    let other = floor.log_in("caio").await;
    for symbol in [&unit("L1"), "BPCQ100", SOAP_UNIT] {
        other.accept(symbol).await;
    }
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| *told == (Outcome::Refused, "line_gone")), "{steps:?}");
    let Screen::CountGoods(at) = other.step().await.screen else { panic!("at the count") };
    let counted: Vec<_> = at.counted.iter().map(|goods| goods.quantity.base).collect();
    assert_eq!(counted, [1, 100], "77 coffees are not 77 soaps");
    // What is loaded from here on counts.
    floor.pass(60_000);
    let mut device = Device::load(&floor, &other).await;
    device.scan("BPCQ30");
    assert_eq!(outcomes(&device.send().await)[0].0, Outcome::Accepted);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn a_second_queue_that_was_overtaken_never_meets_it_either(floor: Floor) {
    let (sonia, caio) = at_the_bin(&floor).await;
    let mut first = Device::load(&floor, &caio).await;
    first.scan(SOAP_UNIT);
    let other = floor.log_in("caio").await;
    for symbol in [&unit("L1"), "BPCQ100"] {
        other.accept(symbol).await;
    }
    assert_eq!(outcomes(&first.send().await), [(Outcome::Refused, "line_gone")]);
    floor.pass(60_000);
    // That is open still when another queue of this count is overtaken.
    let mut second = Device::load(&floor, &other).await;
    for symbol in [SOAP_UNIT, "BPCQ30", &unit("L1"), "BPCQ77"] {
        second.scan(symbol);
        floor.pass(1_000);
    }
    for symbol in [SOAP_UNIT, "BPCQ20", SOAP_UNIT] {
        other.accept(symbol).await;
    }
    let before = other.step().await;
    let steps = second.send().await;
    assert!(outcomes(&steps).iter().all(|told| *told == (Outcome::Refused, "line_gone")), "{steps:?}");
    assert_eq!(other.step().await, before, "77 coffees are not 77 soaps");
    let open: Page<Exception> = sonia.get("/exceptions").await.json();
    assert_eq!((open.rows.len(), open.rows[0].commands), (1, 5), "{open:?}");
    sound(&floor, &floor.log_in("erp").await).await;
}
