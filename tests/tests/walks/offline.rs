//! A picker in a dead zone: the network goes in the middle of a tour, the handheld goes on, its battery dies, and when the network is
//! back the server knows all of it, once.

use bipe_api::Page;
use bipe_api::desk::{Exception, OrderDetail};
use bipe_core::screen::{Outcome, Screen as Shown};
use bipe_tests::browser::{DEADLINE, Screen};
use bipe_tests::floor::goods::COFFEE;
use bipe_tests::floor::{Floor, Hand, PIN, badge};
use bipe_tests::relay::{Link, Relay};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::device::Device;
use crate::picked::{self, Put, symbol};
use crate::shelf;

bipe_tests::on_both_engines!(
    a_tour_goes_on_without_the_network_and_a_battery,
    what_was_cancelled_meanwhile_goes_to_the_desk,
    the_picker_goes_on_where_the_dead_zone_ended
);

/// Lots of coffee, each in a bin of its own.
const LOTS: [(&str, &str); 13] = [
    ("L01", "A-01-01-1"),
    ("L02", "A-01-01-2"),
    ("L03", "A-01-02-1"),
    ("L04", "A-01-02-2"),
    ("L05", "A-02-01-1"),
    ("L06", "A-02-01-2"),
    ("L07", "A-02-02-1"),
    ("L08", "A-02-02-2"),
    ("L09", "A-03-01-1"),
    ("L10", "A-03-01-2"),
    ("L11", "A-03-02-1"),
    ("L12", "A-03-02-2"),
    ("L13", "A-03-02-1"),
];

/// Two coffees of each lot; one order wants all of them. Gives the order's id.
pub(crate) async fn stocked(floor: &Floor) -> String {
    let put = |(number, (lot, bin)): (usize, (&'static str, &'static str))| Put {
        sku: COFFEE,
        lot,
        expiry: Some(shelf::day(300 + number as i64)),
        bin,
        quantity_base: 2,
    };
    let puts: Vec<Put> = LOTS.into_iter().enumerate().map(put).collect();
    picked::stock(floor, puts.leak()).await;
    shelf::now(floor);
    let erp = floor.log_in("erp").await;
    let order = picked::order(&erp, "PV-30001", &[(COFFEE, 26)]).await;
    let wave = floor.log_in("sonia").await.post("/waves", &json!({"orders": []})).await;
    assert_eq!(wave.status, 201, "{wave:?}");
    order["order"]["id"].as_str().expect("an id").to_owned()
}

/// The scans of one stop: bin, coffee, coffee, tote.
pub(crate) fn stop((lot, bin): (&str, &str)) -> [String; 4] {
    let unit = symbol(COFFEE, Some(lot));
    [format!("BPL{bin}"), unit.clone(), unit, "BPT000001".to_owned()]
}

/// The bins in the order of the tour, with their lots.
pub(crate) async fn walk(eye: &Hand) -> Vec<(&'static str, &'static str)> {
    let carried: Value = eye.get("/step/offline").await.json();
    let stops = carried["work"]["pick"]["state"]["stops"].as_array().expect("stops").clone();
    let lot = |stop: &Value| {
        let lot = stop["lot"]["code"].as_str().expect("a lot").to_owned();
        *LOTS.iter().find(|known| known.0 == lot).expect("a lot of this floor")
    };
    stops.iter().map(lot).collect()
}

/// What the floor looks like in the end, without ids and times.
async fn end(floor: &Floor, order: &str) -> Value {
    let sonia = floor.log_in("sonia").await;
    let order: OrderDetail = sonia.get(&format!("/orders/{order}")).await.json();
    let stock: Value = sonia.get(&format!("/stock?search={COFFEE}")).await.json();
    let movements: Value = sonia.get("/movements").await.json();
    let moved = |row: &Value| {
        json!([row["reason"], row["sku"], row["lot"], row["quantity_base"], row["from"], row["to"]])
    };
    let mut moved: Vec<Value> = movements["rows"].as_array().expect("movements").iter().map(moved).collect();
    moved.sort_by_key(Value::to_string);
    json!([order.order.status, order.order.picked_base, stock["rows"], moved])
}

/// The same work with the network there all the time.
async fn online(like: &Floor) -> Value {
    let floor =
        if like.database.starts_with("sqlite") { Floor::sqlite().await } else { Floor::postgres().await };
    let order = stocked(&floor).await;
    let pedro = floor.log_in("pedro").await;
    pedro.scan("BPCPICK").await;
    pedro.scan("BPT000001").await;
    pedro.scan("BPT000001").await;
    for place in walk(&pedro).await {
        for symbol in stop(place) {
            pedro.accept(&symbol).await;
        }
    }
    let end = end(&floor, &order).await;
    floor.stop().await;
    end
}

/// Logged in through the relay, on a tour with its tote, with the tour on the device.
pub(crate) async fn on_tour(relay: &Relay) -> Device {
    let device = Device::open_at(&relay.address, Screen::Handheld, "/").await;
    device.log_in("pedro").await;
    device.browser.until("navigator.serviceWorker?.controller").await;
    device.press("pick").await;
    device.at("pick_tote").await;
    device.answer("BPT000001", Outcome::Confirm).await;
    device.accept("BPT000001", "pick_bin").await;
    device.browser.until("document.querySelector('.link')?.dataset.carries === 'true'").await;
    device
}

async fn a_tour_goes_on_without_the_network_and_a_battery(floor: Floor) {
    let order = stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let device = on_tour(&relay).await;
    let eye = floor.log_in("pedro").await;
    let scans: Vec<String> = walk(&eye).await.into_iter().flat_map(stop).collect();
    assert_eq!(scans.len(), 52);
    // The first two with the network, so that the cut comes in the middle of a stop.
    for symbol in &scans[..2] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    relay.set(Link::Cut);
    for symbol in &scans[2..27] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    device.reads("pending", "pendente 25").await;
    device.refuse("BPLZ-99-01-1", "not_carried").await;
    device.picture("360-offline.png").await;
    device.refuse("BPCLEAVE", "needs_network").await;

    let device = device.die_and_open(&relay.address).await;
    device.at("pick_into").await;
    device.reads("pending", "pendente 27").await;
    for symbol in &scans[27..] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    device.at("pick_done").await;
    device.reads("pending", "pendente 52").await;
    device.picture("360-offline-done.png").await;
    let Shown::PickGoods(_) = eye.step().await.screen else {
        panic!("the server knows of the first two alone")
    };

    relay.set(Link::Up);
    back(&device, &eye).await;
    let there: Page<Exception> = floor.log_in("sonia").await.get("/exceptions").await.json();
    assert_eq!(there.rows, []);
    assert_eq!(end(&floor, &order).await, online(&floor).await, "as if the network had been there");
    shelf::audit(&floor).await;
    device.browser.close_after_cut().await;
}

/// Waits until the server knows of the tour's end: the operator stands before the menu then. A session that was begun just before the
/// battery died may be forgotten by the browser; then the picker logs in again.
async fn back(device: &Device, eye: &Hand) {
    let asked = "return Boolean(document.querySelector('[data-screen=log_in_badge]')?.checkVisibility())";
    let start = std::time::Instant::now();
    let mut logged_in = false;
    while !matches!(eye.step().await.screen, Shown::Menu(_)) {
        assert!(start.elapsed() < DEADLINE, "not all that was done has arrived: {:?}", eye.step().await);
        let answer = device.browser.driver().execute(asked, Vec::new()).await.expect("an answer");
        if !logged_in && answer.convert().expect("a bool") {
            device.scan(&badge("pedro")).await;
            device.at("log_in_pin").await;
            device.key_in(PIN).await;
            logged_in = true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    device.browser.until("!document.querySelector('[data-testid=pending]')").await;
}

async fn what_was_cancelled_meanwhile_goes_to_the_desk(floor: Floor) {
    let order = stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let device = on_tour(&relay).await;
    let eye = floor.log_in("pedro").await;
    let scans: Vec<String> = walk(&eye).await.into_iter().flat_map(stop).collect();
    // A dead zone says nothing: the handheld does not wait for long.
    relay.set(Link::Silent);
    for symbol in &scans[..8] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    let because = json!({"reason": "Cliente desistiu"});
    let erp = floor.log_in("erp").await;
    erp.post(&format!("/orders/{order}/cancel"), &because).await.json::<Value>();
    relay.set(Link::Up);
    device
        .browser
        .until("document.querySelector('[data-testid=answer]')?.dataset.code === 'offline_refused'")
        .await;
    device.picture("360-offline-refused.png").await;
    device.browser.close_after_cut().await;

    let desk = Device::open(&floor, Screen::Desk, "/desk/counts").await;
    super::desk::log_in(&desk).await;
    desk.browser.go(&format!("{}/desk/counts", floor.address)).await;
    let shown = |rows: usize| {
        format!("document.querySelectorAll('[data-testid=exceptions] tr[data-exception]').length === {rows}")
    };
    desk.browser.until(&shown(2)).await;
    desk.browser.until_shown("[data-testid=exceptions]", "BPT000001").await;
    desk.picture("1280-exceptions.png").await;
    let first = desk.browser.driver().find(By::Css("[data-testid=exception-note]")).await.expect("a field");
    first.send_keys("2 un voltaram ao endereço").await.expect("a note is typed");
    desk.press("resolve").await;
    desk.browser.until(&shown(1)).await;
    desk.browser.close().await;

    let sonia = floor.log_in("sonia").await;
    let there: Page<Exception> = sonia.get("/exceptions").await.json();
    assert_eq!(there.rows.len(), 2, "one a line: {there:?}");
    assert!(
        there.rows.iter().all(|row| row.goods[0].moved_base == 2 && row.code == "stop_cancelled"),
        "{there:?}"
    );
    let notes: Vec<&str> = there.rows.iter().map(|row| row.note.as_str()).collect();
    assert!(notes.contains(&"2 un voltaram ao endereço") && notes.contains(&""), "{notes:?}");
    shelf::audit(&floor).await;
}

async fn the_picker_goes_on_where_the_dead_zone_ended(floor: Floor) {
    let more =
        Put { sku: COFFEE, lot: "L14", expiry: Some(shelf::day(400)), bin: "A-01-01-1", quantity_base: 2 };
    picked::stock(&floor, Vec::from([more]).leak()).await;
    let order = stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let device = on_tour(&relay).await;
    let eye = floor.log_in("pedro").await;
    let tour = walk(&eye).await;
    let scans: Vec<String> = tour.iter().copied().flat_map(stop).collect();
    relay.set(Link::Cut);
    // Three stops, and one coffee at the fourth.
    for symbol in &scans[..14] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    let (_, bin) = tour[3];
    device.browser.until_shown(".stage", bin).await;
    // Meanwhile more is wanted, from a bin that the server would send a picker to before that one.
    let lines = json!({"lines": [{"number": 1, "quantity_base": 28}]});
    floor.log_in("erp").await.patch(&format!("/orders/{order}"), &lines).await.json::<Value>();
    relay.set(Link::Up);
    device.browser.until("!document.querySelector('[data-testid=pending]')").await;
    let Shown::PickGoods(now) = eye.step().await.screen else { panic!("at the goods") };
    assert_eq!((now.bin.code.as_str(), now.next.map(|bin| bin.code).as_deref()), (bin, Some("A-01-01-1")));
    device.browser.until_shown(".stage", bin).await;
    device.browser.until("document.querySelector('.then .code')?.textContent === 'A-01-01-1'").await;
    device.answer(&scans[14], Outcome::Accepted).await;
    device.accept(&scans[15], "pick_bin").await;
    device.reads("bin", "A-01-01-1").await;
    device.browser.close_after_cut().await;
    shelf::audit(&floor).await;
}
