//! From an order's arrival to its totes at the desk: promise, wave, tour, bin, goods, tote; shorts, other lots, races.

use bipe_api::Page;
use bipe_api::desk::{Order, OrderDetail, OrderLine, Wave};
use bipe_core::flow::receive::NewLot;
use bipe_core::id::{CommandId, LotId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_server::clock::parse_rfc3339;
use bipe_store::event::{self, Cursor};
use bipe_store::ledger::{self, Entry};
use bipe_store::{item, location, lot};
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE, COFFEE_UNIT, READER, READER_UNIT, SOAP, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand, START, order_body, screen_name};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::Date;
use time::macros::date;

pub(crate) const JANUARY: Date = date!(2027 - 01 - 31);
pub(crate) const MARCH: Date = date!(2027 - 03 - 31);

/// Stock as it came from a supplier the day before.
struct Lay {
    warehouse: bipe_core::id::WarehouseId,
    owner: bipe_core::id::OwnerId,
    actor: bipe_core::id::UserId,
    sku: &'static str,
    lot: &'static str,
    expiry: Option<Date>,
    bin: &'static str,
    quantity_base: i64,
    ids: bipe_core::id::Ids,
}

pub(crate) async fn lay(
    floor: &Floor,
    sku: &'static str,
    lot: &'static str,
    expiry: Option<Date>,
    bin: &'static str,
    quantity_base: i64,
) {
    let mut ids = floor.app.clock.ids();
    let (warehouse, owner) = (floor.warehouse, floor.owner);
    let actor = bipe_core::id::UserId(ids.next_uuid());
    let lay = Lay { warehouse, owner, actor, sku, lot, expiry, bin, quantity_base, ids };
    floor
        .app
        .store
        .write("lay", lay, |tx, lay| {
            Box::pin(async move {
                let mut ids = lay.ids.clone();
                let warehouse = lay.warehouse;
                let item = item::by_code(tx, Some(lay.owner), lay.sku).await?.remove(0).0;
                let lot_id = match lot::by_code(tx, item.id, lay.lot).await? {
                    Some(known) => known.id,
                    None => {
                        let new = NewLot {
                            id: LotId(ids.next_uuid()),
                            item_id: item.id,
                            code: lay.lot.to_owned(),
                            implicit: lay.sku == SOAP,
                            made_on: None,
                            best_before: None,
                            expiry: lay.expiry,
                            removal_on: None,
                            received_on: date!(2026 - 03 - 01),
                        };
                        lot::insert(tx, &new).await?;
                        new.id
                    }
                };
                let bin = location::by_code(tx, warehouse, lay.bin).await?.expect("the bin is there");
                let supplier = location::of_kind(tx, warehouse, LocationKind::Supplier).await?;
                let locked = ledger::lock(tx, &[bin.id, supplier.id]).await?;
                let entry = Entry {
                    warehouse_id: warehouse,
                    command_id: CommandId(ids.next_uuid()),
                    actor_id: lay.actor,
                    at_ms: parse_rfc3339(START).expect("a time") - 24 * 3_600_000,
                };
                let movement = Movement {
                    item_id: item.id,
                    lot_id,
                    quantity_base: lay.quantity_base,
                    reserved_base: 0,
                    from: Place::loose(supplier.id),
                    to: Place::loose(bin.id),
                    reason: Reason::Receive,
                };
                ledger::post(tx, &locked, &entry, &[movement], &mut ids).await
            })
        })
        .await
        .expect("the stock is laid");
}

pub(crate) fn order(number: &str, lines: &[(&str, i64)]) -> Value {
    order_body(number, lines.iter().copied())
}

pub(crate) async fn take(erp: &Hand, number: &str, lines: &[(&str, i64)]) -> OrderDetail {
    let reply = erp.post("/orders", &order(number, lines)).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

pub(crate) async fn release(sonia: &Hand, orders: &[&OrderDetail]) -> Wave {
    let ids: Vec<_> = orders.iter().map(|detail| detail.order.id).collect();
    let reply = sonia.post("/waves", &json!({"orders": ids})).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

pub(crate) async fn reload(hand: &Hand, detail: &OrderDetail) -> OrderDetail {
    hand.get(&format!("/orders/{}", detail.order.id)).await.json()
}

/// Every figure that can be recomputed is right, and each line adds up.
pub(crate) async fn sound(floor: &Floor, erp: &Hand) {
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
    let page: Page<Order> = erp.get("/orders").await.json();
    for order in page.rows {
        let detail: OrderDetail = erp.get(&format!("/orders/{}", order.id)).await.json();
        for line in detail.lines {
            let open = line.ordered_base - line.picked_base - line.short_base - line.cancelled_base;
            assert!(line.promised_base + line.reserved_base <= open, "{line:?}");
        }
    }
}

/// The payloads of the `count` events of a kind. A reader by cursor sees an event once everything begun before it has ended,
/// on PostgreSQL in the databases of other tests too, so this waits until they are there.
pub(crate) async fn events(floor: &Floor, kind: &str, count: usize) -> Vec<Value> {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let mut tx = floor.app.store.reader().await.expect("a reader");
        let all = event::after(&mut tx, floor.warehouse, Cursor::default(), 1_000).await.expect("events");
        let of_kind = all.into_iter().filter(|event| event.kind == kind);
        let payloads: Vec<Value> =
            of_kind.map(|event| serde_json::from_str(&event.payload).expect("a payload")).collect();
        if payloads.len() >= count || std::time::Instant::now() > deadline {
            assert_eq!(payloads.len(), count, "events {kind}");
            return payloads;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

pub(crate) fn message(step: &Step) -> (Outcome, &str) {
    let message = step.message.as_ref().expect("a word");
    (message.outcome, &message.code)
}

pub(crate) fn sentence(step: &Step) -> &str {
    &step.message.as_ref().expect("a word").sentence
}

#[track_caller]
pub(crate) fn is(step: &Step, name: &str) {
    assert_eq!(screen_name(&step.screen), name, "{step:?}");
}

pub(crate) fn stop(step: &Step) -> (&str, &str, i64) {
    match &step.screen {
        Screen::PickBin(stop) | Screen::PickGoods(stop) => {
            (&stop.bin.code, stop.goods.lot.as_deref().unwrap_or(""), stop.goods.quantity.base)
        }
        Screen::PickInto(into) => (&into.stop.bin.code, &into.tote, into.stop.goods.quantity.base),
        other => panic!("no stop: {other:?}"),
    }
}

/// A new tote in the next slot.
pub(crate) async fn tote(hand: &Hand, code: &str) -> Step {
    let asked = hand.scan(code).await;
    assert_eq!(message(&asked), (Outcome::Confirm, "new_tote"));
    hand.accept(code).await
}

pub(crate) fn unit(lot: &str) -> String {
    format!("(01){COFFEE_UNIT}(10){lot}")
}

async fn an_order_is_checked_whole_and_promised_what_is_free(floor: Floor) {
    let erp = floor.log_in("erp").await;
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 20).await;
    lay(&floor, COFFEE, "OLD", Some(date!(2026 - 03 - 01)), "A-01-01-2", 90).await;
    lay(&floor, COFFEE, "DOCK", Some(MARCH), "DOCA-01", 90).await;

    let mut wrong = order("P1", &[(COFFEE, 5), (COFFEE, 0), ("NADA", 1), (SOAP, -3)]);
    wrong["carrier"] = json!("VOADORA");
    wrong["ship_to"]["city"] = json!(" ");
    wrong["channel"] = json!("x".repeat(41));
    wrong["remaining_days_min"] = json!(-1);
    let problem = erp.post("/orders", &wrong).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    let expected = [
        "channel",
        "ship_to.city",
        "remaining_days_min",
        "lines[1].quantity_base",
        "lines[3].quantity_base",
        "carrier",
        "lines[2].sku",
    ];
    assert_eq!(places, expected);
    let mut wrong = order("P1", &[]);
    wrong["owner"] = json!("NINGUEM");
    wrong["number"] = json!("");
    let problem = erp.post("/orders", &wrong).await.problem(422, "wrong-fields");
    let places: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(places, ["number", "lines", "owner"]);
    let mut wrong = order("P1", &[(COFFEE, 1)]);
    wrong["ship_to"].as_object_mut().expect("an address").remove("street");
    erp.post("/orders", &wrong).await.problem(400, "wrong-json");
    assert_eq!(erp.get("/orders").await.json::<Page<Order>>().rows, []);

    let first = take(&erp, "P1", &[(COFFEE, 12), (SOAP, 3), (COFFEE, 4)]).await;
    let promised =
        |detail: &OrderDetail| -> Vec<i64> { detail.lines.iter().map(|line| line.promised_base).collect() };
    assert_eq!((first.order.status.as_str(), first.order.city.as_str()), ("new", "São Paulo/SP"));
    assert_eq!(promised(&first), [12, 0, 4], "neither expired goods nor those at the dock are promised");
    let second = take(&erp, "P2", &[(COFFEE, 12)]).await;
    assert_eq!(promised(&second), [4], "what others were promised is not promised again");
    erp.post("/orders", &order("P1", &[(COFFEE, 1)])).await.problem(409, "order-exists");
    let body = order("P3", &[(COFFEE, 1)]);
    let once: OrderDetail = erp.post_once("/orders", "p3", &body).await.json();
    let again: OrderDetail = erp.post_once("/orders", "p3", &body).await.json();
    assert_eq!(once, again);
    let told = events(&floor, "order.accepted", 3).await;
    assert_eq!(told[1]["lines"][0], json!({"sku": COFFEE, "ordered_base": 12, "promised_base": 4}));
    erp.get("/orders/018f2f2e-0000-7000-8000-000000000000").await.problem(404, "not-found");
    erp.get("/orders?status=lost").await.problem(400, "bad-request");
    sound(&floor, &erp).await;
}

async fn orders_and_waves_come_in_pages(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 500).await;
    for n in 0..53 {
        take(&erp, &format!("P{n:02}"), &[(COFFEE, 1)]).await;
        floor.pass(1);
    }
    let page: Page<Order> = sonia.get("/orders?status=new").await.json();
    assert_eq!((page.rows.len(), page.rows[0].number.as_str()), (50, "P52"));
    let next = page.next.expect("there is more");
    let rest: Page<Order> = sonia.get(&format!("/orders?status=new&cursor={next}")).await.json();
    let numbers: Vec<&str> = rest.rows.iter().map(|order| order.number.as_str()).collect();
    assert_eq!((numbers, rest.next), (vec!["P02", "P01", "P00"], None));
    assert!(sonia.get("/orders?status=picked").await.json::<Page<Order>>().rows.is_empty());
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    assert_eq!((wave.orders, wave.allocated_base, wave.open_base), (53, 53, 0));
    let mut stops: Vec<i64> = wave.tours.iter().map(|tour| tour.stops).collect();
    stops.sort_unstable();
    assert_eq!(stops, [5, 6, 6, 6, 6, 6, 6, 6, 6], "six orders a cart");
    let waves: Page<Wave> = sonia.get("/waves").await.json();
    assert_eq!((waves.rows, waves.next), (vec![wave], None));
    sound(&floor, &erp).await;
}

async fn a_wave_reserves_what_leaves_first(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 40).await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-02-01-1", 20).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let first = take(&erp, "P1", &[(COFFEE, 27), (SOAP, 2)]).await;
    let second = take(&erp, "P2", &[(SOAP, 3)]).await;
    let none = take(&erp, "P3", &[(READER, 1)]).await;
    let wave = release(&sonia, &[&first, &second, &none]).await;
    assert_eq!((wave.allocated_base, wave.open_base, wave.orders), (32, 0, 2));
    assert_eq!((wave.unallocated.as_slice(), wave.tours.len()), (&["P3".to_owned()][..], 1));
    let first = reload(&erp, &first).await;
    let line: &OrderLine = &first.lines[0];
    assert_eq!((first.order.status.as_str(), line.reserved_base, line.promised_base), ("released", 27, 0));
    assert_eq!(reload(&erp, &none).await.order.status, "new");
    sonia.post("/waves", &json!({"orders": [first.order.id]})).await.problem(409, "order-not-new");
    sonia.post("/waves", &json!({"orders": [none.order.id]})).await.problem(409, "nothing-to-release");
    sonia.post("/waves", &json!({})).await.problem(409, "nothing-to-release");
    sound(&floor, &erp).await;
}

async fn a_tour_is_picked_bin_by_bin(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 40).await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-02-01-1", 20).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let first = take(&erp, "P1", &[(COFFEE, 27), (SOAP, 2)]).await;
    let second = take(&erp, "P2", &[(SOAP, 3)]).await;
    release(&sonia, &[&first, &second]).await;

    let pedro = floor.log_in("pedro").await;
    let step = pedro.accept("BPCPICK").await;
    is(&step, "pick_tote");
    is(&tote(&pedro, "BPT000001").await, "pick_tote");
    pedro.refuse("BPT000001", "unit_taken").await;
    let step = tote(&pedro, "BPT000002").await;
    is(&step, "pick_bin");
    assert_eq!(stop(&step), ("A-01-01-1", "MAR", 7), "January leaves first, so March only fills up");

    let wrong = pedro.refuse("BPLA-02-01-1", "wrong_bin").await;
    assert!(sentence(&wrong).contains("A-02-01-1") && sentence(&wrong).contains("A-01-01-1"));
    is(&pedro.accept("BPLA-01-01-1").await, "pick_goods");
    pedro.refuse(&format!("(01){SOAP_UNIT}"), "wrong_item").await;
    pedro.refuse(&unit("JAN"), "wrong_lot").await;
    pedro.refuse(&format!("(01){COFFEE_CASE}(10)MAR"), "too_much").await;
    pedro.accept(&unit("MAR")).await;
    pedro.refuse("BPCQ8", "too_much").await;
    pedro.refuse("BPCQ0", "bad_quantity").await;
    let full = pedro.accept("BPCQ7").await;
    assert_eq!(
        (screen_name(&full.screen).as_str(), stop(&full)),
        ("pick_into", ("A-01-01-1", "BPT000001", 7))
    );
    is(&pedro.accept("BPCUNDO").await, "pick_goods");

    let other_device = floor.log_in("pedro").await;
    assert_eq!(stop(&other_device.step().await), ("A-01-01-1", "MAR", 6), "the same step on any device");
    let pedro = other_device;
    pedro.accept("BPCQ7").await;
    pedro.refuse("BPT000002", "wrong_unit").await;
    let step = pedro.accept("BPT000001").await;
    assert_eq!((message(&step), stop(&step)), ((Outcome::Accepted, "posted"), ("A-02-01-1", "JAN", 20)));
    assert_eq!(reload(&erp, &first).await.order.status, "picking");
    sound(&floor, &erp).await;

    pedro.accept("BPLA-02-01-1").await;
    let case = pedro.accept(&format!("(01){COFFEE_CASE}(10)JAN")).await;
    assert_eq!(sentence(&case), "1 CX de 12 UN");
    pedro.refuse("BPCSKIP", "not_finished").await;
    is(&pedro.accept("BPCQ20").await, "pick_into");
    is(&pedro.accept("BPCLEAVE").await, "menu");
    is(&pedro.accept("BPCPICK").await, "pick_into");
    let step = pedro.accept("BPT000001").await;
    assert_eq!(stop(&step), ("A-03-01-1", "", 2));
    let step = pedro.accept("BPCSKIP").await;
    assert_eq!(stop(&step), ("A-03-01-1", "", 3), "put off behind the other one");
    for (quantity, tote) in [(3, "BPT000002"), (2, "BPT000001")] {
        pedro.accept("BPLA-03-01-1").await;
        pedro.accept(SOAP_UNIT).await;
        pedro.accept(&format!("BPCQ{quantity}")).await;
        pedro.accept(tote).await;
    }
    is(&pedro.step().await, "menu");
    let first = reload(&erp, &first).await;
    assert_eq!((first.order.status.as_str(), first.order.picked_base), ("picked", 29));
    assert_eq!(reload(&erp, &second).await.order.status, "picked");
    let waves: Page<Wave> = sonia.get("/waves").await.json();
    let tour = &waves.rows[0].tours[0];
    assert_eq!((waves.rows[0].status.as_str(), tour.status.as_str()), ("done", "done"));
    assert_eq!((tour.operator.as_deref(), tour.stops_done, tour.stops), (Some("Pedro Nunes"), 4, 4));
    events(&floor, "order.picked", 2).await;
    events(&floor, "order.released", 2).await;
    pedro.refuse("BPCSKIP", "not_here").await;
    sound(&floor, &erp).await;
}

async fn the_last_tote_ends_the_tour(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let pedro = floor.log_in("pedro").await;
    is(&pedro.refuse("BPCPICK", "nothing_waits").await, "menu");
    let one = take(&erp, "P1", &[(SOAP, 1)]).await;
    release(&sonia, &[&one]).await;
    is(&pedro.accept("BPCPICK").await, "pick_tote");
    tote(&pedro, "BPT7").await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(SOAP_UNIT).await;
    let command = pedro.command();
    let done = pedro.scan_as(command, "BPT7").await;
    let again = pedro.scan_as(command, "BPT7").await;
    assert_eq!(done.body, again.body, "the same command takes effect once");
    let step: Step = done.json();
    let Screen::PickDone(view) = &step.screen else { panic!("{step:?}") };
    assert_eq!((view.totes.as_slice(), view.desk.as_str()), (&["BPT7".to_owned()][..], "EMBALAGEM-01"));
    assert_eq!((step.task, message(&step)), (None, (Outcome::Accepted, "done")));
    assert_eq!(reload(&erp, &one).await.order.picked_base, 1);
    sound(&floor, &erp).await;
}

async fn a_short_is_sought_elsewhere_and_what_is_nowhere_is_short(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 4).await;
    let one = take(&erp, "P1", &[(COFFEE, 10)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.refuse("BPCSHORT", "not_here").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    assert_eq!(message(&pedro.scan("BPCSHORT").await), (Outcome::Confirm, "how_many"));
    pedro.refuse("BPCQ10", "bad_quantity").await;
    pedro.refuse("BPCQ0", "bad_quantity").await;
    let asked = pedro.scan("BPCQ3").await;
    assert_eq!(message(&asked), (Outcome::Confirm, "short_confirm"));
    pedro.refuse(&unit("JAN"), "not_here").await;
    let step = pedro.accept("BPCCONFIRM").await;
    assert_eq!((message(&step).1, stop(&step)), ("short", ("A-01-01-1", "JAN", 2)));
    let lines = reload(&erp, &one).await.lines;
    assert_eq!((lines[0].reserved_base, lines[0].short_base), (7, 3), "4 found elsewhere, 3 nowhere");
    sound(&floor, &erp).await;
    pedro.accept("BPCQ3").await;
    let step = pedro.accept("BPT1").await;
    assert_eq!(stop(&step), ("A-02-01-1", "MAR", 4));
    pedro.accept("BPLA-02-01-1").await;
    pedro.scan("BPCSHORT").await;
    pedro.scan("BPCQ0").await;
    let step = pedro.accept("BPCCONFIRM").await;
    is(&step, "pick_done");
    let after = reload(&erp, &one).await;
    let line = &after.lines[0];
    assert_eq!(
        (line.picked_base, line.short_base, line.reserved_base),
        (3, 7, 0),
        "the bin that was short is not sought again"
    );
    assert_eq!(after.order.status, "picked");
    events(&floor, "pick.short", 2).await;
    sound(&floor, &erp).await;
}

async fn an_order_of_which_nothing_is_found_waits_again(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 5).await;
    let one = take(&erp, "P1", &[(COFFEE, 5)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-01-01-1").await;
    for symbol in ["BPCSHORT", "BPCQ0"] {
        pedro.scan(symbol).await;
    }
    is(&pedro.accept("BPCCONFIRM").await, "pick_done");
    let after = reload(&erp, &one).await;
    assert_eq!((after.order.status.as_str(), after.lines[0].short_base), ("new", 0));
    sound(&floor, &erp).await;
    let wave = release(&sonia, &[&one]).await;
    assert_eq!((wave.number.as_str(), wave.orders, wave.tours[0].number.as_str()), ("00002", 1, "00002"));
    pedro.accept("BPCPICK").await;
    is(&pedro.accept("BPT1").await, "pick_bin");
    sound(&floor, &erp).await;
}

async fn another_lot_is_reserved_instead_and_expired_goods_stay(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "SOON", Some(date!(2026 - 03 - 10)), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 10).await;
    let one = take(&erp, "P1", &[(COFFEE, 6)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    assert_eq!(stop(&pedro.accept("BPLA-01-01-1").await), ("A-01-01-1", "SOON", 6));
    let asked = pedro.scan(&format!("(01){COFFEE_UNIT}")).await;
    assert_eq!(message(&asked), (Outcome::Confirm, "lot_missing"));
    let step = pedro.accept("(10)SOON").await;
    assert_eq!(stop(&step).2, 5, "the lot completes the goods");
    pedro.accept("BPCUNDO").await;
    let warned = pedro.scan(&unit("MAR")).await;
    assert_eq!(message(&warned), (Outcome::Confirm, "wrong_lot"));
    assert!(sentence(&warned).contains("SOON"));
    let step = pedro.accept(&unit("MAR")).await;
    assert_eq!(stop(&step), ("A-01-01-1", "MAR", 5));
    sound(&floor, &erp).await;
    let changed = events(&floor, "pick.lot_changed", 1).await;
    assert_eq!((&changed[0]["planned_lot"], &changed[0]["taken_lot"]), (&json!("SOON"), &json!("MAR")));
    pedro.accept("BPCUNDO").await;
    let step = pedro.accept(&unit("SOON")).await;
    assert_eq!(stop(&step), ("A-01-01-1", "SOON", 5), "the lot that leaves first is taken without a word");
    pedro.accept("BPCUNDO").await;

    floor.pass_days(9);
    let pedro = floor.log_in("pedro").await;
    let refused = pedro.refuse(&unit("SOON"), "unusable_lot").await;
    assert!(sentence(&refused).contains("10/03/2026"));
    for symbol in ["BPCSHORT", "BPCQ0"] {
        pedro.scan(symbol).await;
    }
    let step = pedro.accept("BPCCONFIRM").await;
    assert_eq!(stop(&step), ("A-01-01-1", "MAR", 6), "the same bin's other lot");
    let erp = floor.log_in("erp").await;
    sound(&floor, &erp).await;
}

async fn serials_are_picked_one_by_one(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for serial in ["S1", "S2", "S3"] {
        lay(&floor, READER, serial, None, "A-01-01-1", 1).await;
    }
    let one = take(&erp, "P1", &[(READER, 2)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    let scan = |serial: &str| format!("(01){READER_UNIT}(21){serial}");
    pedro.accept("BPLA-01-01-1").await;
    pedro.refuse(&scan("S9"), "wrong_lot").await;
    is(&pedro.accept(&scan("S3")).await, "pick_into");
    pedro.accept("BPT1").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.refuse(&scan("S3"), "wrong_lot").await;
    let step = pedro.step().await;
    pedro.accept(&scan(stop(&step).1)).await;
    is(&pedro.accept("BPT1").await, "pick_done");
    assert_eq!(reload(&erp, &one).await.order.picked_base, 2);
    sound(&floor, &erp).await;
}

async fn two_pickers_never_claim_one_tour(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 100).await;
    for n in 0..7 {
        take(&erp, &format!("P{n}"), &[(SOAP, 1)]).await;
    }
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    assert_eq!(wave.tours.len(), 2);
    let (pedro, nina) = (floor.log_in("pedro").await, floor.log_in("nina").await);
    let (his, hers) = tokio::join!(pedro.scan("BPCPICK"), nina.scan("BPCPICK"));
    let number = |step: &Step| match &step.screen {
        Screen::PickTote(tote) => tote.tour.clone(),
        other => panic!("{other:?}"),
    };
    assert_ne!(number(&his), number(&hers));
    let page: Page<Wave> = sonia.get("/waves").await.json();
    assert!(page.rows[0].tours.iter().all(|tour| tour.status == "claimed" && tour.operator.is_some()));
    let (his, hers) = tokio::join!(pedro.scan("BPT1"), nina.scan("BPT1"));
    assert_eq!((message(&his).0, message(&hers).0), (Outcome::Confirm, Outcome::Confirm));
    let (his, hers) = tokio::join!(pedro.scan("BPT1"), nina.scan("BPT1"));
    let mut codes = [message(&his).1, message(&hers).1];
    codes.sort_unstable();
    assert_eq!(codes, ["ok", "unit_taken"], "one tote serves one order");
    sound(&floor, &erp).await;
}

async fn waves_released_at_once_never_reserve_more_than_there_is(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 10).await;
    let bodies: Vec<Value> = (0..8).map(|n| order(&format!("P{n}"), &[(COFFEE, 5)])).collect();
    let arrivals = bodies.into_iter().map(|body| {
        let erp = erp.clone();
        tokio::spawn(async move { erp.post("/orders", &body).await.json::<OrderDetail>() })
    });
    let mut orders = Vec::new();
    for arrival in arrivals.collect::<Vec<_>>() {
        orders.push(arrival.await.expect("the order arrives"));
    }
    let promised: i64 = orders.iter().map(|detail| detail.order.promised_base).sum();
    assert_eq!(promised, 20, "no promise is given twice");
    let releases: Vec<_> = orders
        .iter()
        .map(|detail| {
            let (sonia, id) = (sonia.clone(), detail.order.id);
            tokio::spawn(async move { sonia.post("/waves", &json!({"orders": [id]})).await })
        })
        .collect();
    let mut allocated = 0;
    for release in releases {
        let reply = release.await.expect("the release answers");
        if reply.status == 201 {
            allocated += reply.json::<Wave>().allocated_base;
        } else {
            reply.problem(409, "nothing-to-release");
        }
    }
    assert_eq!(allocated, 20, "all there is, and no more");
    let page: Page<Order> = erp.get("/orders?status=released").await.json();
    assert_eq!(page.rows.len(), 4);
    sound(&floor, &erp).await;
}

on_both_engines!(
    an_order_is_checked_whole_and_promised_what_is_free,
    orders_and_waves_come_in_pages,
    a_wave_reserves_what_leaves_first,
    a_tour_is_picked_bin_by_bin,
    the_last_tote_ends_the_tour,
    a_short_is_sought_elsewhere_and_what_is_nowhere_is_short,
    an_order_of_which_nothing_is_found_waits_again,
    another_lot_is_reserved_instead_and_expired_goods_stay,
    serials_are_picked_one_by_one,
    two_pickers_never_claim_one_tour,
    waves_released_at_once_never_reserve_more_than_there_is,
);
