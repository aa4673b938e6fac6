//! Orders that change after they were taken: given up, wanting more or less, taken back with their wave; and their rest.

use bipe_api::Page;
use bipe_api::desk::{Order, OrderDetail, Wave};
use bipe_core::screen::{Outcome, Screen};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, SOAP, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use super::pick::{
    JANUARY, MARCH, events, is, lay, message, order, release, reload, sentence, sound, stop, take, tote, unit,
};

async fn cancel(erp: &Hand, detail: &OrderDetail) -> OrderDetail {
    erp.post(&format!("/orders/{}/cancel", detail.order.id), &json!({})).await.json()
}

fn number(floor: &Floor, sql: &str) -> i64 {
    Books::open(&floor.database).number(sql)
}

/// Two lots of coffee in two bins, soap in a third.
async fn goods(floor: &Floor) {
    lay(floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 10).await;
    lay(floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
}

async fn an_order_is_given_up_before_and_after_its_release(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let first = take(&erp, "P1", &[(COFFEE, 20)]).await;
    assert_eq!(take(&erp, "P2", &[(COFFEE, 1)]).await.lines[0].promised_base, 0);
    let gone = cancel(&erp, &first).await;
    assert_eq!(
        (gone.order.status.as_str(), gone.lines[0].cancelled_base, gone.lines[0].promised_base),
        ("cancelled", 20, 0)
    );
    let path = format!("/orders/{}/cancel", first.order.id);
    erp.post(&path, &json!({})).await.problem(409, "order-cancelled");
    erp.post("/orders/018f2f2e-0000-7000-8000-000000000000/cancel", &json!({}))
        .await
        .problem(404, "not-found");
    sonia.post("/waves", &json!({"orders": [first.order.id]})).await.problem(409, "order-not-new");

    let third = take(&erp, "P3", &[(COFFEE, 15)]).await;
    release(&sonia, &[&third]).await;
    let gone = cancel(&erp, &third).await;
    assert_eq!((gone.order.status.as_str(), gone.lines[0].reserved_base), ("cancelled", 0));
    let waves: Page<Wave> = sonia.get("/waves").await.json();
    assert_eq!((waves.rows[0].status.as_str(), waves.rows[0].tours[0].status.as_str()), ("done", "done"));
    assert_eq!(number(&floor, "SELECT COUNT(*) FROM picks WHERE status <> 'cancelled'"), 0);
    let pedro = floor.log_in("pedro").await;
    assert_eq!(message(&pedro.scan("BPCPICK").await), (Outcome::Refused, "nothing_waits"));
    let last = take(&erp, "P4", &[(COFFEE, 20)]).await;
    assert_eq!(release(&sonia, &[&last]).await.allocated_base, 20, "all is free again");
    assert_eq!(events(&floor, "order.cancelled", 2).await[1]["number"], "P3");
    sound(&floor, &erp).await;
}

async fn a_picker_is_told_of_a_stop_that_is_gone(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let first = take(&erp, "P1", &[(COFFEE, 10)]).await;
    floor.pass(1);
    let second = take(&erp, "P2", &[(COFFEE, 4)]).await;
    release(&sonia, &[&first, &second]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    tote(&pedro, "BPT2").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    cancel(&erp, &first).await;
    assert_eq!(stop(&pedro.step().await), ("A-02-01-1", "MAR", 4));
    let told = pedro.scan(&unit("JAN")).await;
    assert_eq!(
        (message(&told), stop(&told)),
        ((Outcome::Confirm, "stop_cancelled"), ("A-02-01-1", "MAR", 4))
    );
    assert!(sentence(&told).contains("P1") && sentence(&told).contains("A-01-01-1"), "{told:?}");
    pedro.refuse("BPLA-01-01-1", "stop_cancelled").await;
    pedro.refuse("BPLA-03-01-1", "wrong_bin").await;
    pedro.accept("BPLA-02-01-1").await;
    pedro.accept(&unit("MAR")).await;
    pedro.accept("BPCQ4").await;
    is(&pedro.accept("BPT2").await, "pick_done");
    assert_eq!(reload(&erp, &second).await.order.status, "picked");
    assert_eq!(reload(&erp, &first).await.order.status, "cancelled");
    assert_eq!(
        number(&floor, "SELECT COUNT(*) FROM handling_units WHERE code = 'BPT1' AND order_id IS NOT NULL"),
        0
    );
    sound(&floor, &erp).await;
}

async fn the_last_stop_gone_ends_the_tour(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let only = take(&erp, "P1", &[(SOAP, 2)]).await;
    release(&sonia, &[&only]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-03-01-1").await;
    cancel(&erp, &only).await;
    let told = pedro.scan(SOAP_UNIT).await;
    assert_eq!((message(&told), told.task), ((Outcome::Confirm, "stop_cancelled"), None));
    is(&pedro.step().await, "menu");
    let next = take(&erp, "P2", &[(SOAP, 2)]).await;
    release(&sonia, &[&next]).await;
    is(&pedro.accept("BPCPICK").await, "pick_tote");
    pedro.accept("BPT1").await;
    cancel(&erp, &next).await;
    let told = pedro.scan("BPLA-03-01-1").await;
    assert_eq!((message(&told), told.task), ((Outcome::Accepted, "done"), None));
    sound(&floor, &erp).await;
}

async fn what_lies_in_a_tote_is_asked_back(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let first = take(&erp, "P1", &[(COFFEE, 12)]).await;
    release(&sonia, &[&first]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ10").await;
    pedro.accept("BPT1").await;
    let path = format!("/orders/{}", first.order.id);
    let edit = json!({"lines": [{"number": 1, "quantity_base": 7}]});
    let less: OrderDetail = erp.patch(&path, &edit).await.json();
    let line = &less.lines[0];
    assert_eq!((line.picked_base, line.cancelled_base, line.reserved_base, line.ordered_base), (7, 5, 0, 12));
    assert_eq!(less.order.status, "picked", "no stop is left, so the tour has ended");
    assert_eq!(number(&floor, "SELECT SUM(quantity_base) FROM put_backs"), 3);
    sound(&floor, &erp).await;
    let gone = cancel(&erp, &first).await;
    assert_eq!((gone.lines[0].picked_base, gone.lines[0].cancelled_base), (0, 12));
    assert_eq!(number(&floor, "SELECT SUM(quantity_base) FROM put_backs"), 10);
    assert_eq!(
        number(&floor, "SELECT COUNT(*) FROM handling_units WHERE code = 'BPT1' AND order_id IS NOT NULL"),
        1
    );
    let asked = events(&floor, "put_back.asked", 2).await;
    assert_eq!(asked[1]["put_backs"][0]["quantity_base"], 7);
    let paula = floor.log_in("paula").await;
    paula.accept("BPCPACK").await;
    paula.refuse("BPT1", "closed").await;
    sound(&floor, &erp).await;
}

async fn lines_want_more_or_less(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let first = take(&erp, "P1", &[(COFFEE, 8), (SOAP, 4)]).await;
    let path = format!("/orders/{}", first.order.id);
    let edit = |lines: &[(i64, i64)]| {
        let lines: Vec<Value> =
            lines.iter().map(|(number, base)| json!({"number": number, "quantity_base": base})).collect();
        json!({"lines": lines})
    };
    erp.patch(&path, &json!({})).await.problem(422, "wrong-fields");
    erp.patch(&path, &edit(&[(1, -1), (1, 3)])).await.problem(422, "wrong-fields");
    erp.patch(&path, &edit(&[(9, 1)])).await.problem(422, "no-line");
    erp.patch(&path, &edit(&[(1, 0), (2, 0)])).await.problem(422, "order-empty");
    let more: OrderDetail = erp.patch(&path, &edit(&[(1, 11)])).await.json();
    assert_eq!((more.lines[0].ordered_base, more.lines[0].promised_base), (11, 11));
    let mut address = json!(first.ship_to);
    address["street"] = json!("Rua Nova, 7");
    let moved: OrderDetail = erp.patch(&path, &json!({"ship_to": address})).await.json();
    assert_eq!(moved.ship_to.street, "Rua Nova, 7");

    release(&sonia, &[&first]).await;
    let less: OrderDetail = erp.patch(&path, &edit(&[(1, 6), (2, 3)])).await.json();
    assert_eq!((less.lines[0].reserved_base, less.lines[1].reserved_base), (6, 3));
    sound(&floor, &erp).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    assert_eq!(stop(&tote(&pedro, "BPT1").await), ("A-01-01-1", "JAN", 6));
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ5").await;
    erp.patch(&path, &edit(&[(1, 4)])).await.json::<OrderDetail>();
    let told = pedro.scan(&unit("JAN")).await;
    assert_eq!((message(&told), stop(&told)), ((Outcome::Confirm, "stop_changed"), ("A-01-01-1", "JAN", 4)));
    let more: OrderDetail = erp.patch(&path, &edit(&[(1, 12)])).await.json();
    assert_eq!(more.lines[0].reserved_base, 12, "what there is of it joins the tour");
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ4").await;
    let mut step = pedro.accept("BPT1").await;
    while let Screen::PickBin(at) = &step.screen {
        let (bin, base) = (at.bin.code.clone(), at.goods.quantity.base);
        let symbol = at.goods.lot.as_deref().map_or(SOAP_UNIT.to_owned(), unit);
        pedro.accept(&format!("BPL{bin}")).await;
        pedro.accept(&symbol).await;
        pedro.accept(&format!("BPCQ{base}")).await;
        step = pedro.accept("BPT1").await;
    }
    is(&step, "pick_done");
    let picked = reload(&erp, &first).await;
    assert_eq!((picked.lines[0].picked_base, picked.lines[1].picked_base), (12, 3));
    sound(&floor, &erp).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPCPACK").await;
    paula.accept("BPT1").await;
    erp.patch(&path, &edit(&[(1, 1)])).await.problem(409, "order-at-desk");
    erp.post(&format!("{path}/cancel"), &json!({})).await.problem(409, "order-at-desk");
    events(&floor, "order.changed", 5).await;
}

async fn a_wave_is_taken_back(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    goods(&floor).await;
    let first = take(&erp, "P1", &[(COFFEE, 12)]).await;
    let second = take(&erp, "P2", &[(SOAP, 3)]).await;
    let wave = release(&sonia, &[&first, &second]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    tote(&pedro, "BPT2").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ10").await;
    pedro.accept("BPT1").await;
    let path = format!("/waves/{}/cancel", wave.id);
    let done: Wave = sonia.post_once(&path, "back", &json!({})).await.json();
    assert_eq!((done.status.as_str(), done.tours[0].status.as_str()), ("done", "done"));
    let again: Wave = sonia.post_once(&path, "back", &json!({})).await.json();
    assert_eq!(again, done);
    sonia.post(&path, &json!({})).await.problem(409, "wave-done");
    sonia
        .post("/waves/018f2f2e-0000-7000-8000-000000000000/cancel", &json!({}))
        .await
        .problem(404, "not-found");
    assert_eq!(reload(&erp, &first).await.order.status, "picked");
    let waits = reload(&erp, &second).await;
    assert_eq!((waits.order.status.as_str(), waits.lines[0].promised_base), ("new", 3));
    let told = pedro.scan("BPLA-03-01-1").await;
    assert_eq!((message(&told), told.task), ((Outcome::Accepted, "done"), None));
    sound(&floor, &erp).await;
    let wave = release(&sonia, &[&second]).await;
    assert_eq!((wave.orders, wave.allocated_base), (1, 3));
    pedro.accept("BPCPICK").await;
    is(&pedro.accept("BPT2").await, "pick_bin");
    assert_eq!(events(&floor, "wave.cancelled", 1).await[0]["freed_base"], 5);
    sound(&floor, &erp).await;
}

async fn the_rest_of_a_shipped_order_waits_or_is_cancelled(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 7).await;
    let waits = take(&erp, "P1", &[(SOAP, 5), (COFFEE, 2)]).await;
    floor.pass(1);
    let mut body = order("P2", &[(SOAP, 4)]);
    body["remainder"] = json!("cancel");
    let cut: OrderDetail = erp.post("/orders", &body).await.json();
    release(&sonia, &[&waits, &cut]).await;
    assert_eq!(reload(&erp, &cut).await.lines[0].cancelled_base, 2);
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    tote(&pedro, "BPT2").await;
    for (quantity, tote) in [(5, "BPT1"), (2, "BPT2")] {
        pedro.accept("BPLA-03-01-1").await;
        pedro.accept(SOAP_UNIT).await;
        pedro.accept(&format!("BPCQ{quantity}")).await;
        pedro.accept(tote).await;
    }
    let paula = floor.log_in("paula").await;
    let mut tags = Vec::new();
    for (quantity, tote) in [(5, "BPT1"), (2, "BPT2")] {
        paula.accept("BPCPACK").await;
        paula.accept(tote).await;
        paula.accept(SOAP_UNIT).await;
        paula.accept(&format!("BPCQ{quantity}")).await;
        let step = paula.accept("BPCCONFIRM").await;
        let Screen::PackDone(done) = step.screen else { panic!("{step:?}") };
        tags.push(done.parcels[0].sscc.clone());
        paula.accept("BPCLEAVE").await;
    }
    paula.accept("BPCSHIP").await;
    for tag in tags {
        paula.accept(&format!("00{tag}")).await;
    }
    let shipped = reload(&erp, &waits).await;
    let short: Vec<i64> = shipped.lines.iter().map(|line| line.short_base).collect();
    assert_eq!((shipped.order.status.as_str(), short), ("shipped", vec![0, 2]));
    let new: Page<Order> = erp.get("/orders?status=new").await.json();
    let numbers: Vec<&str> = new.rows.iter().map(|order| order.number.as_str()).collect();
    assert_eq!(numbers, ["P1-2"], "what P2 lacked was cancelled");
    let behind: OrderDetail = erp.get(&format!("/orders/{}", new.rows[0].id)).await.json();
    assert_eq!((behind.rule.backorder_of.as_deref(), behind.lines.len()), (Some("P1"), 1));
    assert_eq!((behind.lines[0].sku.as_str(), behind.lines[0].ordered_base), (COFFEE, 2));
    assert_eq!(behind.ship_to, waits.ship_to);
    let told = events(&floor, "order.backordered", 1).await;
    assert_eq!((&told[0]["number"], &told[0]["backorder_of"]), (&json!("P1-2"), &json!("P1")));
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    assert_eq!(release(&sonia, &[&behind]).await.allocated_base, 2);
    sound(&floor, &erp).await;
}

async fn stock_is_held_for_a_while(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    let held = |number: &str, lines: &[(&str, i64)], until: &str, fill: &str| {
        let mut body = order(number, lines);
        body["reserve_until"] = json!(until);
        body["fill"] = json!(fill);
        body
    };
    for until in ["soon", "2026-03-02T11:00:00Z", "2027-03-02T12:00:00Z"] {
        let problem = erp.post("/orders", &held("P1", &[(COFFEE, 1)], until, "partial")).await;
        assert_eq!(problem.problem(422, "wrong-fields").errors[0].at, "reserve_until");
    }
    let until = "2026-03-02T13:00:00Z";
    let whole = held("P1", &[(COFFEE, 11)], until, "complete");
    let whole: OrderDetail = erp.post("/orders", &whole).await.json();
    assert_eq!(
        (whole.lines[0].reserved_base, whole.rule.reserved_until.as_deref()),
        (0, None),
        "all or nothing"
    );
    cancel(&erp, &whole).await;
    let first: OrderDetail = erp.post("/orders", &held("P2", &[(COFFEE, 6)], until, "partial")).await.json();
    let second: OrderDetail = erp.post("/orders", &held("P3", &[(COFFEE, 6)], until, "partial")).await.json();
    assert_eq!((first.lines[0].reserved_base, first.lines[0].promised_base), (6, 0));
    assert_eq!((second.lines[0].reserved_base, second.rule.reserved_until.as_deref()), (4, Some(until)));
    let late = take(&erp, "P4", &[(COFFEE, 3)]).await;
    sonia.post("/waves", &json!({"orders": [late.order.id]})).await.problem(409, "nothing-to-release");
    sound(&floor, &erp).await;
    let wave = release(&sonia, &[&first]).await;
    assert_eq!((wave.allocated_base, wave.open_base), (6, 0), "what was on hold is what is picked");
    assert_eq!(number(&floor, "SELECT COUNT(*) FROM reservations WHERE expires_at_ms IS NOT NULL"), 1);

    let jobs = bipe_server::job::start(floor.app.clone());
    floor.pass(3_599_999);
    assert_eq!(reload(&erp, &second).await.lines[0].reserved_base, 4);
    floor.pass(1);
    let told = events(&floor, "reservation.expired", 1).await;
    assert_eq!((&told[0]["number"], &told[0]["quantity_base"]), (&json!("P3"), &json!(4)));
    jobs.stop().await;
    let after = reload(&erp, &second).await;
    assert_eq!((after.lines[0].reserved_base, after.lines[0].promised_base), (0, 4));
    assert_eq!((after.order.status.as_str(), after.rule.reserved_until.as_deref()), ("new", None));
    assert_eq!(reload(&erp, &first).await.lines[0].reserved_base, 6, "a released order keeps what it has");
    assert_eq!(release(&sonia, &[&late]).await.allocated_base, 3);
    sound(&floor, &erp).await;
}

async fn a_pick_and_a_desk_that_gives_the_order_up_meet(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 100).await;
    let pedro = floor.log_in("pedro").await;
    for round in 0..6 {
        let code = format!("BPT{round}");
        let one = take(&erp, &format!("P{round}"), &[(SOAP, 2)]).await;
        release(&sonia, &[&one]).await;
        pedro.accept("BPCPICK").await;
        tote(&pedro, &code).await;
        pedro.accept("BPLA-03-01-1").await;
        pedro.accept(SOAP_UNIT).await;
        pedro.accept("BPCQ2").await;
        let (step, gone) = tokio::join!(pedro.scan(&code), cancel(&erp, &one));
        assert_eq!((gone.order.status.as_str(), gone.lines[0].cancelled_base), ("cancelled", 2));
        let back = format!(
            "SELECT COALESCE(SUM(put_backs.quantity_base), 0) FROM put_backs
            JOIN handling_units ON handling_units.id = put_backs.handling_unit_id WHERE handling_units.code = '{code}'"
        );
        let expected = if message(&step).1 == "stop_cancelled" { 0 } else { 2 };
        assert_eq!(number(&floor, &back), expected, "{step:?}");
        is(&pedro.step().await, "menu");
        sound(&floor, &erp).await;
    }
}

on_both_engines!(
    a_pick_and_a_desk_that_gives_the_order_up_meet,
    stock_is_held_for_a_while,
    an_order_is_given_up_before_and_after_its_release,
    a_picker_is_told_of_a_stop_that_is_gone,
    the_last_stop_gone_ends_the_tour,
    what_lies_in_a_tote_is_asked_back,
    lines_want_more_or_less,
    a_wave_is_taken_back,
    the_rest_of_a_shipped_order_waits_or_is_cancelled,
);
