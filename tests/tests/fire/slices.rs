//! A wave that is released in slices and breaks off: the same request goes on with it, and where none comes it ends by itself.
//! However it ends, the outside hears of it once.

use std::time::{Duration, Instant};

use bipe_api::desk::{OrderDetail, Wave};
use bipe_core::id::OrderId;
use bipe_server::job;
use bipe_tests::books::Books;
use bipe_tests::delivery::deliver;
use bipe_tests::floor::{Floor, Hand, Reply, goods, order_body};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

on_both_engines!(
    a_wave_of_named_orders_is_gone_on_with,
    a_wave_of_all_that_waits_is_gone_on_with,
    a_wave_of_a_channel_ends_where_it_broke_off,
    a_wave_that_nobody_goes_on_with_ends_by_itself,
    a_wave_that_is_taken_back_was_told_first,
);

/// One more than a single transaction takes.
const FEW: usize = 13;
/// More carts of six than one slice has.
const MANY: usize = 100;
/// More statements than all of them have.
const STATEMENTS_MAX: u32 = 2_000;

async fn orders(floor: &Floor, count: usize) -> Vec<OrderId> {
    deliver(floor, 1, goods::COFFEE, Some("L1"), count as i64).await;
    let erp = floor.log_in("erp").await;
    let mut ids = Vec::new();
    for number in 0..count {
        let made = erp.post("/orders", &order_body(&format!("P{number:03}"), [(goods::COFFEE, 1)])).await;
        ids.push(made.json::<OrderDetail>().order.id);
    }
    ids
}

/// Sends a request until it goes through, broken off so many statements later each time.
async fn until_it_goes(floor: &Floor, hand: &Hand, body: &Value, later: usize) -> (Reply, usize) {
    for (broken, statements) in (0..STATEMENTS_MAX).step_by(later).enumerate() {
        floor.faults.arm(statements);
        let reply = hand.post_once("/waves", "w-1", body).await;
        if floor.faults.disarm() {
            return (reply, broken);
        }
        reply.problem(503, "store");
    }
    panic!("a release of more than {STATEMENTS_MAX} statements")
}

/// Breaks a release off when its first slice is written.
async fn broken_off(floor: &Floor, hand: &Hand, body: &Value) {
    let mut books = Books::open(&floor.database);
    for statements in 0..STATEMENTS_MAX {
        floor.faults.arm(statements);
        hand.post_once("/waves", "w-1", body).await.problem(503, "store");
        if books.number("SELECT COUNT(*) FROM wave_releases") == 1 {
            return;
        }
    }
    panic!("no slice was written")
}

/// One wave with all orders, told once, and nothing of it is left to do.
async fn whole(floor: &Floor, orders: usize) {
    let mut books = Books::open(&floor.database);
    let orders = orders as i64;
    let told = "SELECT payload FROM events WHERE type = 'wave.released'";
    let told = books.rows(told);
    assert_eq!(told.len(), 1, "told once: {told:?}");
    let payload: Value = serde_json::from_str(&told[0][0]).expect("JSON");
    assert_eq!(
        (payload["orders"].as_i64(), payload["allocated_base"].as_i64()),
        (Some(orders), Some(orders))
    );
    for (what, sql) in [
        ("orders of the wave", "SELECT COUNT(*) FROM wave_orders"),
        ("orders released", "SELECT COUNT(*) FROM orders WHERE status = 'released'"),
        ("units reserved", "SELECT SUM(quantity_base) FROM reservations WHERE status = 'open'"),
        ("orders told", "SELECT COUNT(*) FROM events WHERE type = 'order.released'"),
    ] {
        assert_eq!(books.number(sql), orders, "{what}");
    }
    assert_eq!(books.number("SELECT COUNT(*) FROM waves"), 1);
    assert_eq!(books.number("SELECT COUNT(*) FROM wave_releases"), 0);
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

async fn a_wave_of_named_orders_is_gone_on_with(floor: Floor) {
    let named = orders(&floor, FEW).await;
    let sonia = floor.log_in("sonia").await;
    let body = json!({"orders": named});
    broken_off(&floor, &sonia, &body).await;
    // The key is this request's, before it has an answer too.
    let other = json!({"orders": named[1..]});
    sonia.post_once("/waves", "w-1", &other).await.problem(409, "command-mismatch");
    sonia.post_once("/waves", "another", &body).await.problem(409, "order-not-new");
    let (reply, broken) = until_it_goes(&floor, &sonia, &body, 1).await;
    let wave: Wave = reply.json();
    assert!(reply.status == 201 && broken >= 2, "{broken} breaks, then {reply:?}");
    assert_eq!((wave.orders, wave.tours.len(), wave.unallocated.len()), (FEW as i64, 3, 0));
    let again: Wave = sonia.post_once("/waves", "w-1", &body).await.json();
    assert_eq!(again.id, wave.id);
    whole(&floor, FEW).await;
}

async fn a_wave_of_all_that_waits_is_gone_on_with(floor: Floor) {
    orders(&floor, MANY).await;
    let sonia = floor.log_in("sonia").await;
    let (reply, broken) = until_it_goes(&floor, &sonia, &json!({"orders": []}), 5).await;
    let wave: Wave = reply.json();
    assert!(reply.status == 201 && broken >= 3, "{broken} breaks, then {reply:?}");
    assert_eq!(wave.orders, MANY as i64);
    whole(&floor, MANY).await;
}

async fn a_wave_of_a_channel_ends_where_it_broke_off(floor: Floor) {
    orders(&floor, FEW).await;
    let sonia = floor.log_in("sonia").await;
    let channel = json!({"name": "Tudo", "rule": {}, "orders_max": 60});
    assert_eq!(sonia.put("/release-channels/TUDO", &channel).await.status, 200);
    let body = json!({"release_channel": "TUDO"});
    broken_off(&floor, &sonia, &body).await;
    let reply = sonia.post_once("/waves", "w-1", &body).await;
    let wave: Wave = reply.json();
    assert_eq!((reply.status, wave.orders, wave.release_channel.as_deref()), (201, FEW as i64, Some("TUDO")));
    whole(&floor, FEW).await;
}

async fn a_wave_that_nobody_goes_on_with_ends_by_itself(floor: Floor) {
    orders(&floor, FEW).await;
    let sonia = floor.log_in("sonia").await;
    broken_off(&floor, &sonia, &json!({"orders": []})).await;
    let jobs = job::start(floor.app.clone());
    let mut books = Books::open(&floor.database);
    let deadline = Instant::now() + Duration::from_secs(30);
    while books.number("SELECT COUNT(*) FROM wave_releases") > 0 {
        assert!(Instant::now() < deadline, "the wave is never told");
        // The job looks by the floor's clock.
        floor.pass(60_000);
        floor.app.announce();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    jobs.stop().await;
    whole(&floor, FEW).await;
}

async fn a_wave_that_is_taken_back_was_told_first(floor: Floor) {
    orders(&floor, FEW).await;
    let sonia = floor.log_in("sonia").await;
    broken_off(&floor, &sonia, &json!({"orders": []})).await;
    let mut books = Books::open(&floor.database);
    let waves: Value = sonia.get("/waves").await.json();
    let id = waves["rows"][0]["id"].as_str().expect("a wave").to_owned();
    let back = sonia.post(&format!("/waves/{id}/cancel"), &json!({})).await;
    assert_eq!(back.status, 200, "{back:?}");
    let told = "SELECT type FROM events WHERE type LIKE 'wave.%' ORDER BY epoch, number";
    assert_eq!(books.rows(told), [["wave.released"], ["wave.cancelled"]]);
    assert_eq!(books.number("SELECT COUNT(*) FROM orders WHERE status = 'new'"), FEW as i64);
    assert_eq!(books.number("SELECT COUNT(*) FROM wave_releases"), 0);
}
