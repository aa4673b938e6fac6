//! Release channels: which orders go into the next wave, when by themselves, and whether the carriers' calls are met.

use std::time::{Duration, Instant};

use bipe_api::Page;
use bipe_api::desk::{Carrier, Forecast, Order, OrderDetail, ReleaseChannel, Wave};
use bipe_server::job;
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use super::pick::{events, lay, order, sound, stop, tote};
use super::wave::{hall, taken};

on_both_engines!(
    what_is_due_goes_first_and_the_rest_where_one_walks_anyway,
    a_channel_takes_what_its_rule_says,
    a_channel_has_no_more_tours_than_it_may,
    an_automatic_channel_releases_by_itself,
    tours_are_taken_in_the_order_in_which_they_leave,
    the_forecast_says_which_calls_are_missed,
    channels_and_carriers_are_checked,
);

/// An order with these fields besides its lines.
async fn ask(erp: &Hand, number: &str, lines: &[(&str, i64)], fields: Value) -> OrderDetail {
    let mut body = order(number, lines);
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    let reply = erp.post("/orders", &body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

async fn channel(sonia: &Hand, code: &str, fields: Value) -> ReleaseChannel {
    let mut body = json!({"name": code, "orders_max": 100});
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    let reply = sonia.put(&format!("/release-channels/{code}"), &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

/// The numbers of the orders that are in a status, ascending.
async fn in_status(erp: &Hand, status: &str) -> Vec<String> {
    let page: Page<Order> = erp.get(&format!("/orders?status={status}")).await.json();
    let mut numbers: Vec<String> = page.rows.into_iter().map(|order| order.number).collect();
    numbers.sort();
    numbers
}

async fn by_channel(sonia: &Hand, code: &str) -> Wave {
    let reply = sonia.post("/waves", &json!({"release_channel": code})).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

async fn what_is_due_goes_first_and_the_rest_where_one_walks_anyway(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K1-05-01-1", 100).await;
    lay(&floor, SOAP, "LS", None, "K4-05-01-1", 100).await;
    let today = json!({"ship_by": "2026-03-02"});
    for number in 0..8 {
        // Those that came first lie elsewhere than what is due.
        ask(&erp, &format!("P{number}"), &[([COFFEE, SOAP][number / 4], 3)], json!({})).await;
        floor.pass(1);
    }
    ask(&erp, "HOJE", &[(SOAP, 1)], today).await;
    ask(&erp, "VIP", &[(COFFEE, 1)], json!({"priority": 5})).await;
    channel(&sonia, "TUDO", json!({"orders_max": 4})).await;
    let wave = by_channel(&sonia, "TUDO").await;
    assert_eq!((wave.orders, wave.release_channel.as_deref()), (4, Some("TUDO")));
    assert_eq!(in_status(&erp, "new").await, ["P2", "P3", "P4", "P5", "P6", "P7"]);
    // Now nothing is due: a full wave in one aisle is better than the oldest orders in two.
    let wave = by_channel(&sonia, "TUDO").await;
    assert_eq!((wave.orders, wave.tours.len()), (4, 1));
    let bins: Vec<String> = taken(&floor, &wave.tours[0].number).into_iter().map(|(bin, ..)| bin).collect();
    assert_eq!(bins, ["K4-05-01-1"]);
    assert_eq!(in_status(&erp, "new").await, ["P2", "P3"]);
    let told = events(&floor, "wave.released", 2).await;
    assert!(told.iter().all(|wave| wave["release_channel"] == "TUDO"), "{told:?}");
    // Taken back, they may go again.
    assert_eq!(sonia.post(&format!("/waves/{}/cancel", wave.id), &json!({})).await.status, 200);
    assert_eq!(by_channel(&sonia, "TUDO").await.orders, 4);
    sound(&floor, &erp).await;
}

async fn a_channel_takes_what_its_rule_says(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    floor.pass(1);
    sonia.put("/carriers/CORREIOS", &json!({"name": "Correios"})).await.json::<Carrier>();
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K1-05-01-1", 90).await;
    lay(&floor, SOAP, "LS", None, "A-01-01-1", 90).await;
    let one = [(COFFEE, 1)];
    ask(&erp, "CARRIER", &one, json!({"carrier": "CORREIOS"})).await;
    ask(&erp, "SHOP", &one, json!({"channel": "balcao"})).await;
    ask(&erp, "SOON", &one, json!({"ship_by": "2026-03-03"})).await;
    ask(&erp, "LATER", &one, json!({"ship_by": "2026-03-04"})).await;
    ask(&erp, "URGENT", &one, json!({"priority": 9})).await;
    ask(&erp, "ELSEWHERE", &[(COFFEE, 1), (SOAP, 1)], json!({"channel": "zona"})).await;
    ask(&erp, "HERE", &one, json!({"channel": "zona"})).await;
    for (code, rule, orders) in [
        ("C1", json!({"carriers": ["CORREIOS"]}), &["CARRIER"][..]),
        ("C2", json!({"channels": ["balcao", "feira"]}), &["SHOP"]),
        ("C3", json!({"leaves_within_days": 1}), &["SOON"]),
        ("C4", json!({"priority_min": 1}), &["URGENT"]),
        ("C5", json!({"zones": ["K"], "channels": ["zona"]}), &["HERE"]),
        ("C6", json!({}), &["ELSEWHERE", "LATER"]),
    ] {
        let made = channel(&sonia, code, json!({ "rule": rule })).await;
        assert!(made.orders_waiting >= orders.len() as i64, "{made:?}");
        let before = in_status(&erp, "released").await;
        by_channel(&sonia, code).await;
        let mut went = in_status(&erp, "released").await;
        went.retain(|number| !before.contains(number));
        assert_eq!(went, orders, "{code}");
        let reply = sonia.post("/waves", &json!({"release_channel": code})).await;
        reply.problem(409, "nothing-to-release");
    }
    sound(&floor, &erp).await;
}

async fn a_channel_has_no_more_tours_than_it_may(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K1-05-01-1", 100).await;
    for number in 0..20 {
        ask(&erp, &format!("P{number:02}"), &[(COFFEE, 1)], json!({})).await;
        floor.pass(1);
    }
    let made = channel(&sonia, "DOIS", json!({"tours_max": 2})).await;
    assert_eq!((made.orders_waiting, made.tours_running), (20, 0));
    let body = json!({"release_channel": "DOIS"});
    let first = sonia.post_once("/waves", "once", &body).await;
    let again = sonia.post_once("/waves", "once", &body).await;
    let (wave, same): (Wave, Wave) = (first.json(), again.json());
    assert_eq!((wave.orders, wave.tours.len(), same.id), (12, 2, wave.id), "two carts of six");
    sonia.post("/waves", &body).await.problem(409, "release-channel-full");
    assert_eq!(sonia.post(&format!("/waves/{}/cancel", wave.id), &json!({})).await.status, 200);
    // By units: no wave has more of them, and one larger order is passed over.
    ask(&erp, "GRANDE", &[(COFFEE, 8)], json!({"ship_by": "2026-03-02"})).await;
    channel(&sonia, "DOIS", json!({"tours_max": 2, "units_max": 7})).await;
    assert_eq!(by_channel(&sonia, "DOIS").await.allocated_base, 7);
    assert!(in_status(&erp, "new").await.contains(&"GRANDE".to_owned()));
    sound(&floor, &erp).await;
}

async fn an_automatic_channel_releases_by_itself(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K1-05-01-1", 100).await;
    channel(&sonia, "AUTO", json!({"automatic": true, "tours_max": 1, "rule": {"channels": ["auto"]}})).await;
    ask(&erp, "P1", &[(COFFEE, 1)], json!({"channel": "auto"})).await;
    ask(&erp, "P2", &[(COFFEE, 1)], json!({"channel": "loja"})).await;
    let jobs = job::start(floor.app.clone());
    let first = waves(&floor, &sonia, 1).await.remove(0);
    assert_eq!((first.orders, first.release_channel.as_deref()), (1, Some("AUTO")));
    // The next one waits until the tour is done.
    ask(&erp, "P3", &[(COFFEE, 2)], json!({"channel": "auto"})).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    pedro.accept("BPLK1-05-01-1").await;
    pedro.accept(&super::pick::unit("LA")).await;
    assert_eq!(in_status(&erp, "new").await, ["P2", "P3"]);
    pedro.accept("BPT000001").await;
    let both = waves(&floor, &sonia, 2).await;
    assert_eq!((both[0].orders, both[0].allocated_base), (1, 2));
    assert_eq!(in_status(&erp, "new").await, ["P2"]);
    jobs.stop().await;
    sound(&floor, &erp).await;
}

/// The waves once there are so many, newest first. The job looks by the floor's clock.
async fn waves(floor: &Floor, sonia: &Hand, count: usize) -> Vec<Wave> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let page: Page<Wave> = sonia.get("/waves").await.json();
        if page.rows.len() >= count {
            assert_eq!(page.rows.len(), count);
            return page.rows;
        }
        assert!(Instant::now() < deadline, "{count} waves: {page:?}");
        floor.pass(6_000);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn tours_are_taken_in_the_order_in_which_they_leave(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    floor.pass(1);
    sonia.put("/carriers/CEDO", &json!({"name": "Cedo", "cut_off": "11:00"})).await.json::<Carrier>();
    sonia.put("/carriers/TARDE", &json!({"name": "Tarde", "cut_off": "17:00"})).await.json::<Carrier>();
    for (at, lot) in ["L0", "L1", "L2", "L3", "L4"].into_iter().enumerate() {
        let day = date!(2027 - 01 - 01) + time::Duration::days(at as i64);
        let bin = ["K1-01-01-1", "K1-02-01-1", "K1-03-01-1", "K1-04-01-1", "K1-05-01-1"][at];
        lay(&floor, COFFEE, lot, Some(day), bin, 1).await;
    }
    // Each is a wave of its own, so each bin is one order's.
    let today = "2026-03-02";
    let mut waved = Vec::new();
    for (number, fields) in [
        ("PLAIN", json!({})),
        ("VIP", json!({"priority": 2})),
        ("LATE", json!({"carrier": "TARDE", "ship_by": today})),
        ("EARLY", json!({"carrier": "CEDO", "ship_by": today})),
        ("RAISED", json!({})),
    ] {
        let order = ask(&erp, number, &[(COFFEE, 1)], fields).await;
        waved.push(order.order.id);
        assert_eq!(sonia.post("/waves", &json!({"orders": [order.order.id]})).await.status, 201);
        floor.pass(1);
    }
    let raised: OrderDetail =
        sonia.patch(&format!("/orders/{}", waved[4]), &json!({"priority": 3})).await.json();
    assert_eq!(raised.order.priority, 3);
    let mut bins = Vec::new();
    for (login, code) in ["pedro", "nina", "sonia", "ada"].into_iter().zip([
        "BPT000001",
        "BPT000002",
        "BPT000003",
        "BPT000004",
    ]) {
        let hand = floor.log_in(login).await;
        hand.accept("BPCPICK").await;
        bins.push(stop(&tote(&hand, code).await).0.to_owned());
    }
    assert_eq!(bins, ["K1-04-01-1", "K1-03-01-1", "K1-05-01-1", "K1-02-01-1"], "early, late, raised, vip");
    sound(&floor, &erp).await;
}

async fn the_forecast_says_which_calls_are_missed(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let empty: Forecast = sonia.get("/waves/forecast").await.json();
    assert_eq!((empty.tours, empty.pickers, empty.calls.len(), empty.finishes_at), (0, 1, 0, None));
    assert_eq!((empty.metre_s, empty.pick_s, empty.measured_tours), (1.0, 15.0, 0));
    // It is nine in the morning: the early one calls in two minutes.
    floor.pass(1);
    sonia.put("/carriers/CEDO", &json!({"name": "Cedo", "cut_off": "09:02"})).await.json::<Carrier>();
    sonia.put("/carriers/TARDE", &json!({"name": "Tarde", "cut_off": "17:00"})).await.json::<Carrier>();
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K1-05-01-1", 100).await;
    for number in 0..9 {
        let carrier = if number < 8 { "CEDO" } else { "TARDE" };
        let fields = json!({"carrier": carrier, "ship_by": "2026-03-02"});
        ask(&erp, &format!("P{number}"), &[(COFFEE, 1)], fields).await;
        floor.pass(1);
    }
    ask(&erp, "TOMORROW", &[(COFFEE, 1)], json!({"ship_by": "2026-03-03"})).await;
    let forecast: Forecast = sonia.get("/waves/forecast").await.json();
    let early = &forecast.calls[0];
    assert_eq!(
        (early.carrier.as_str(), early.orders, early.waiting, early.cut_off.as_deref()),
        ("Cedo", 8, 8, Some("09:02"))
    );
    assert_eq!(early.at, "2026-03-02T12:02:00Z");
    assert_eq!(early.missed, 8, "six picks and a walk take longer than two minutes");
    let all: Vec<_> = forecast.calls.iter().map(|call| (call.carrier.as_str(), call.missed)).collect();
    assert_eq!(all, [("Cedo", 8), ("Tarde", 0)]);
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    assert_eq!(wave.tours.len(), 4);
    let metres = wave.tours[0].walk_mm.expect("the layout is known") as f64 / 1_000.0;
    let (long, short) = (metres + 6.0 * 15.0, metres + 2.0 * 15.0);
    // All lies in one bin: each tour is as long, and those of six and of two go out first.
    let alone: Forecast = sonia.get("/waves/forecast?pickers=1").await.json();
    let two: Forecast = sonia.get("/waves/forecast?pickers=2").await.json();
    assert!(short < 120.0 && long > 120.0, "{metres} m");
    assert_eq!((alone.tours, alone.calls[0].waiting, alone.calls[0].missed), (4, 0, 8));
    assert_eq!((two.pickers, two.calls[0].missed), (2, 6), "the cart of two is in time");
    let seconds = |text: &str| bipe_server::clock::parse_rfc3339(text).expect("a time") as f64 / 1_000.0;
    let now = seconds(bipe_tests::floor::START);
    let done = seconds(alone.finishes_at.as_deref().expect("there is work")) - now;
    assert!((done - (long + short + 2.0 * (metres + 15.0))).abs() < 1.0, "{done} s");
    // What was walked tells the pace from then on.
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    Books::falsify(
        &floor.database,
        "UPDATE tours SET status = 'done', claimed_at_ms = 0, done_at_ms = 100000 WHERE status <> 'open'",
    );
    let paced: Forecast = sonia.get("/waves/forecast?pickers=1").await.json();
    assert_eq!((paced.measured_tours, paced.tours), (1, 3));
    assert!((paced.metre_s, paced.pick_s) != (1.0, 15.0), "{paced:?}");
    sonia.get("/waves/forecast?pickers=0").await.problem(400, "bad-request");
    erp.get("/waves/forecast").await.problem(403, "no-role");
}

async fn channels_and_carriers_are_checked(floor: Floor) {
    let (sonia, pedro) = (floor.log_in("sonia").await, floor.log_in("pedro").await);
    let wrong = json!({
        "name": " ", "orders_max": 0, "units_min": 5, "units_max": 4, "tours_max": 0,
        "rule": {
            "carriers": ["VOADORA"], "zones": ["Z9"], "channels": [""], "priority_min": 101, "leaves_within_days": -1
        },
    });
    let problem = sonia.put("/release-channels/X", &wrong).await.problem(422, "wrong-fields");
    let mut places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    places.sort_unstable();
    let all = [
        "name",
        "orders_max",
        "rule.carriers[0]",
        "rule.channels[0]",
        "rule.leaves_within_days",
        "rule.priority_min",
        "rule.zones[0]",
        "tours_max",
        "units_min",
    ];
    assert_eq!(places, all);
    let unknown = json!({"name": "X", "orders_max": 1, "rule": {"zone": "A"}});
    assert!(sonia.put("/release-channels/X", &unknown).await.status >= 400);
    sonia.post("/waves", &json!({"release_channel": "X"})).await.problem(404, "not-found");
    channel(&sonia, "X", json!({})).await;
    let id = uuid::Uuid::nil();
    let both = json!({"release_channel": "X", "orders": [id]});
    sonia.post("/waves", &both).await.problem(422, "orders-and-channel");
    sonia.post("/waves", &json!({"release_channel": "X"})).await.problem(409, "nothing-to-release");
    let listed: Page<ReleaseChannel> = sonia.get("/release-channels").await.json();
    assert_eq!((listed.rows.len(), listed.rows[0].made_of.orders_max), (1, 100));
    assert_eq!(sonia.delete("/release-channels/X").await.status, 200);
    sonia.delete("/release-channels/X").await.problem(404, "not-found");
    pedro.get("/release-channels").await.problem(403, "no-role");

    for (body, at) in [
        (json!({"name": ""}), "name"),
        (json!({"name": "A", "cut_off": "25:00"}), "cut_off"),
        (json!({"name": "A", "tracking_prefix": "a1"}), "tracking_prefix"),
    ] {
        let problem = sonia.put("/carriers/A", &body).await.problem(422, "wrong-fields");
        assert_eq!(problem.errors[0].at, at);
    }
    let known: Page<Carrier> = sonia.get("/carriers").await.json();
    let before = known.rows[0].clone();
    let code = before.code.clone();
    let changed: Carrier =
        sonia.put(&format!("/carriers/{code}"), &json!({"name": "Nova", "cut_off": "08:30"})).await.json();
    let same = Carrier { name: "Nova".to_owned(), cut_off: Some("08:30".to_owned()), ..before };
    assert_eq!(changed, same, "the prefix stays");
    let without: Carrier = sonia.put(&format!("/carriers/{code}"), &json!({"name": "Nova"})).await.json();
    assert_eq!(without.cut_off, None);
}
