//! Which stock serves an order, by the rule it comes with: strategy, zones, fill, what becomes of the rest, and the customer.

use bipe_api::desk::{OrderDetail, Wave};
use bipe_core::allocate::Strategy;
use bipe_core::order::{Fill, Remainder};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, READER, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use super::pick::{JANUARY, MARCH, events, lay, order, release, reload, sound, take};

/// An order with a rule.
async fn take_by(erp: &Hand, number: &str, lines: &[(&str, i64)], rule: Value) -> OrderDetail {
    let mut body = order(number, lines);
    let (Value::Object(body), Value::Object(rule)) = (&mut body, rule) else { panic!("objects") };
    body.extend(rule);
    let reply = erp.post("/orders", &body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

/// Bins and quantities that are reserved for an order, by bin.
fn reserved(floor: &Floor, number: &str) -> Vec<(String, i64)> {
    let rows = Books::open(&floor.database).rows(&format!(
        "SELECT locations.code, reservations.quantity_base FROM reservations
        JOIN locations ON locations.id = reservations.location_id
        JOIN order_lines ON order_lines.id = reservations.order_line_id
        JOIN orders ON orders.id = order_lines.order_id
        WHERE orders.number = '{number}' AND reservations.status = 'open' ORDER BY locations.code"
    ));
    rows.into_iter().map(|row| (row[0].clone(), row[1].parse().expect("a number"))).collect()
}

fn check(floor: &Floor, number: &str, expected: &[(&str, i64)]) {
    let found = reserved(floor, number);
    let found: Vec<(&str, i64)> = found.iter().map(|(bin, base)| (bin.as_str(), *base)).collect();
    assert_eq!(found, expected, "{number}");
}

async fn a_rule_is_checked_whole(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let mut wrong = order("P1", &[(COFFEE, 1)]);
    wrong["zones"] = json!(["A", "LUA", "A"]);
    wrong["customer"] = json!({"code": " ", "name": "x".repeat(81)});
    let problem = erp.post("/orders", &wrong).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["customer.code", "customer.name", "zones[1]", "zones[2]"]);
    for (field, word) in [("strategy", "random"), ("fill", "half"), ("remainder", "keep")] {
        let mut wrong = order("P1", &[(COFFEE, 1)]);
        wrong[field] = json!(word);
        let problem = erp.post("/orders", &wrong).await.problem(400, "wrong-json");
        assert!(problem.detail.is_some_and(|detail| detail.contains(word)));
    }
    let plain = take(&erp, "P1", &[(COFFEE, 1)]).await.rule;
    assert_eq!((plain.strategy, plain.fill, plain.remainder), (None, Fill::Partial, Remainder::Backorder));
    let rule = json!({"strategy": "zone_order", "zones": ["A"], "fill": "lines", "remainder": "cancel",
        "customer": {"code": "C7", "name": "Mercearia do Zé"}});
    let ruled = take_by(&erp, "P2", &[(COFFEE, 1)], rule).await.rule;
    assert_eq!((ruled.strategy, ruled.zones), (Some(Strategy::ZoneOrder), vec!["A".to_owned()]));
    assert_eq!((ruled.fill, ruled.remainder), (Fill::Lines, Remainder::Cancel));
    assert_eq!((ruled.customer.as_deref(), ruled.backorder_of), (Some("C7"), None));
    sound(&floor, &erp).await;
}

/// Bins and quantities.
type Expected = &'static [(&'static str, i64)];

async fn stock_is_chosen_by_the_orders_strategy(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 12).await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-03-01-1", 30).await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-02-01-1", 5).await;
    let cases: &[(&str, &str, Expected)] = &[
        ("fefo", "P1", &[("A-02-01-1", 4)]),
        ("nearest", "P2", &[("A-01-01-1", 4)]),
        ("empty_bin", "P3", &[("A-01-01-1", 3), ("A-02-01-1", 1)]),
        ("fewest_packages", "P4", &[("A-01-01-1", 4)]),
        ("full_packaging", "P5", &[("A-03-01-1", 24)]),
    ];
    for (strategy, number, expected) in cases {
        let quantity_base = expected.iter().map(|(_, base)| base).sum();
        let rule = json!({"strategy": strategy});
        let detail = take_by(&erp, number, &[(COFFEE, quantity_base)], rule).await;
        release(&sonia, &[&detail]).await;
        check(&floor, number, expected);
    }
    sound(&floor, &erp).await;
}

async fn zones_serve_and_others_do_not(floor: Floor) {
    let (erp, ada, sonia) =
        (floor.log_in("erp").await, floor.log_in("ada").await, floor.log_in("sonia").await);
    let grid = json!({"zone_code": "F", "zone_name": "Frios", "aisles": ["F"], "bays": 1, "levels": 1, "positions": 1, "pick_levels": 1});
    let made = ada.post("/locations/grid", &grid).await;
    assert!(made.status < 300, "{made:?}");
    lay(&floor, SOAP, "2026-03-01", None, "A-01-01-1", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "F-01-01-1", 4).await;
    let cold = take_by(&erp, "P1", &[(SOAP, 6)], json!({"zones": ["F"]})).await;
    release(&sonia, &[&cold]).await;
    check(&floor, "P1", &[("F-01-01-1", 4)]);
    let dry = take_by(&erp, "P2", &[(SOAP, 1)], json!({"strategy": "zone_order", "zones": ["F", "A"]})).await;
    release(&sonia, &[&dry]).await;
    check(&floor, "P2", &[("A-01-01-1", 1)]);
    sound(&floor, &erp).await;
}

async fn a_customer_asks_for_days_of_life(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "SOON", Some(date!(2026 - 03 - 20)), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 10).await;
    erp.get("/customers/C1").await.problem(404, "not-found");
    let problem = erp.put("/customers/C1", &json!({"remaining_days_min": -1, "owner": "NINGUEM"})).await;
    let problem = problem.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["remaining_days_min", "owner"]);
    let put: Value =
        erp.put("/customers/C1", &json!({"name": "Empório", "remaining_days_min": 60})).await.json();
    assert_eq!(put, json!({"code": "C1", "name": "Empório", "remaining_days_min": 60}));
    let named = json!({"customer": {"code": "C1"}});
    let order = take_by(&erp, "P1", &[(COFFEE, 12)], named).await;
    assert_eq!((order.rule.remaining_days_min, order.lines[0].promised_base), (60, 10));
    let shown: Value = erp.get("/customers/C1").await.json();
    assert_eq!(shown["name"], "Empório", "an order without a name leaves the known one");
    release(&sonia, &[&order]).await;
    check(&floor, "P1", &[("A-02-01-1", 10)]);
    erp.put("/customers/C1", &json!({"remaining_days_min": 0})).await.json::<Value>();
    let order =
        take_by(&erp, "P2", &[(COFFEE, 2)], json!({"customer": {"code": "C1", "name": "Empório Sul"}})).await;
    release(&sonia, &[&order]).await;
    check(&floor, "P2", &[("A-01-01-1", 2)]);
    assert_eq!(erp.get("/customers/C1").await.json::<Value>()["name"], "Empório Sul");
    sound(&floor, &erp).await;
}

async fn an_order_leaves_as_a_whole_by_lines_or_in_part(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-02-01-1", 3).await;
    let lines = &[(COFFEE, 8), (SOAP, 4)];
    let whole = take_by(&erp, "P1", lines, json!({"fill": "complete"})).await;
    sonia.post("/waves", &json!({"orders": [whole.order.id]})).await.problem(409, "nothing-to-release");
    let by_lines = take_by(&erp, "P2", lines, json!({"fill": "lines", "remainder": "cancel"})).await;
    let wave: Wave =
        sonia.post("/waves", &json!({"orders": [whole.order.id, by_lines.order.id]})).await.json();
    assert_eq!((wave.orders, wave.allocated_base, wave.open_base), (1, 8, 0));
    assert_eq!(wave.unallocated, ["P1"]);
    check(&floor, "P2", &[("A-01-01-1", 8)]);
    let shown = reload(&erp, &by_lines).await;
    let cancelled: Vec<i64> = shown.lines.iter().map(|line| line.cancelled_base).collect();
    assert_eq!((cancelled, shown.order.status.as_str()), (vec![0, 4], "released"));
    assert_eq!(events(&floor, "order.cut", 1).await[0]["lines"][0]["cancelled_base"], 4);
    let part = take_by(&erp, "P3", &[(SOAP, 9), (READER, 1)], json!({})).await;
    let wave = release(&sonia, &[&part]).await;
    assert_eq!((wave.allocated_base, wave.open_base), (3, 7));
    assert_eq!(reload(&erp, &whole).await.order.status, "new");
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-2", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-02-01-2", 4).await;
    let wave = release(&sonia, &[&whole]).await;
    assert_eq!((wave.allocated_base, wave.open_base), (12, 0), "now there is enough");
    sound(&floor, &erp).await;
}

async fn the_warehouses_way_counts_where_order_and_item_name_none(floor: Floor) {
    let (erp, ada, sonia) =
        (floor.log_in("erp").await, floor.log_in("ada").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 12).await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-03-01-1", 30).await;
    assert_eq!(ada.get("/warehouse").await.json::<Value>()["strategy"], "fefo");
    erp.put("/warehouse", &json!({"strategy": "nearest"})).await.problem(403, "no-role");
    ada.put("/warehouse", &json!({"strategy": "nearest"})).await.json::<Value>();
    let one = take(&erp, "P1", &[(COFFEE, 2)]).await;
    release(&sonia, &[&one]).await;
    check(&floor, "P1", &[("A-01-01-1", 2)]);
    let two = take_by(&erp, "P2", &[(COFFEE, 2)], json!({"strategy": "fefo"})).await;
    release(&sonia, &[&two]).await;
    check(&floor, "P2", &[("A-03-01-1", 2)]);
    sound(&floor, &erp).await;
}

async fn many_orders_are_released_in_slices(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 230).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-02-01-1", 1_000).await;
    let mut ids = Vec::new();
    for n in 0..235 {
        floor.pass(1);
        let detail = take(&erp, &format!("P{n:03}"), &[(COFFEE, 1), (SOAP, 2)]).await;
        ids.push(detail.order.id);
    }
    let whole = take_by(&erp, "WHOLE", &[(COFFEE, 1), (SOAP, 1)], json!({"fill": "complete"})).await;
    ids.push(whole.order.id);
    let before = floor.app.store.sent().statements;
    let body = json!({"orders": ids});
    let reply = sonia.post_once("/waves", "all", &body).await;
    let statements = floor.app.store.sent().statements - before;
    let wave: Wave = reply.json();
    assert_eq!((wave.orders, wave.allocated_base, wave.open_base), (235, 230 + 470, 5));
    assert_eq!(wave.unallocated, ["WHOLE"]);
    assert_eq!(wave.tours.len(), 40, "six orders a cart");
    assert!(statements < 80, "{statements} statements for 472 lines in three slices");
    let again = sonia.post_once("/waves", "all", &body).await;
    assert_eq!(
        (again.status, again.body),
        (reply.status, reply.body),
        "the same request has the same answer"
    );
    sonia.post("/waves", &body).await.problem(409, "order-not-new");
    events(&floor, "order.released", 235).await;
    assert_eq!(events(&floor, "wave.released", 1).await[0]["orders"], 235);
    let too_many: Vec<_> = (0..10_001).map(|_| ids[0]).collect();
    sonia.post("/waves", &json!({"orders": too_many})).await.problem(422, "too-many-orders");
    sound(&floor, &erp).await;
}

on_both_engines!(
    a_rule_is_checked_whole,
    stock_is_chosen_by_the_orders_strategy,
    zones_serve_and_others_do_not,
    a_customer_asks_for_days_of_life,
    an_order_leaves_as_a_whole_by_lines_or_in_part,
    the_warehouses_way_counts_where_order_and_item_name_none,
    many_orders_are_released_in_slices,
);
