//! Real concurrency over HTTP, on both engines: many ask for the same thing in the same moment, and it is given once.

use std::sync::Arc;

use bipe_api::desk::OrderDetail;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::crew::{hire, next_scan, symbol};
use bipe_tests::delivery::{Line, access_key, announce, deliver};
use bipe_tests::floor::{Floor, Hand, goods, screen_name};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

on_both_engines!(
    two_hundred_clients_want_the_same_ten_units,
    two_hundred_releases_want_the_same_ten_units,
    two_orders_want_one_serial,
    two_receivers_scan_one_serial,
    receivers_of_one_line_take_what_was_announced,
    receivers_whose_pallets_are_gone_claim_one_pallet,
    two_pickers_claim_one_tour,
    a_count_and_a_pick_at_one_bin_agree,
    a_hold_and_a_pick_have_an_order,
    what_several_move_at_once_moves_once,
    one_command_is_sent_thirty_times_at_once,
);

/// Does the same at once with each of the hands, and gives what came of it.
async fn at_once<T: Send + 'static, F>(hands: Vec<Hand>, work: impl Fn(usize, Hand) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(Barrier::new(hands.len()));
    let mut all = JoinSet::new();
    for (number, hand) in hands.into_iter().enumerate() {
        let (start, work) = (Arc::clone(&start), work(number, hand));
        all.spawn(async move {
            start.wait().await;
            work.await
        });
    }
    all.join_all().await
}

fn order(number: &str, sku: &str, quantity_base: i64) -> Value {
    json!({
        "number": number, "channel": "loja", "lines": [{"sku": sku, "quantity_base": quantity_base}],
        "ship_to": {
            "name": "Conceição Araújo", "street": "Rua das Laranjeiras, 10", "city": "São Paulo", "state": "SP",
            "postal_code": "05000-000"
        }
    })
}

async fn audited(floor: &Floor) {
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}

/// `count` base units of an item, received and put away over the doors.
async fn stocked(floor: &Floor, sku: &str, lot: Option<&str>, count: i64) {
    deliver(floor, 1, sku, lot, count).await;
}

async fn two_hundred_clients_want_the_same_ten_units(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 10).await;
    let erp = floor.log_in("erp").await;
    let orders: Vec<OrderDetail> = at_once(vec![erp; 200], |number, erp| async move {
        erp.post("/orders", &order(&format!("P{number:03}"), goods::COFFEE, 1)).await.json()
    })
    .await;
    let promised: i64 = orders.iter().map(|order| order.order.promised_base).sum();
    let one = orders.iter().filter(|order| order.order.promised_base == 1).count();
    assert_eq!((promised, one), (10, 10), "exactly ten get one, and no one is refused the order");
    audited(&floor).await;
}

async fn two_hundred_releases_want_the_same_ten_units(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 10).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let mut ids = Vec::new();
    for number in 0..200 {
        let made: OrderDetail =
            erp.post("/orders", &order(&format!("P{number:03}"), goods::COFFEE, 1)).await.json();
        ids.push(made.order.id);
    }
    let ids = Arc::new(ids);
    let replies = at_once(vec![sonia; 200], |number, sonia| {
        let ids = Arc::clone(&ids);
        async move { sonia.post("/waves", &json!({"orders": [ids[number]]})).await }
    })
    .await;
    let released = replies.iter().filter(|reply| reply.status == 201).count();
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.problem(409, "nothing-to-release");
    }
    assert_eq!(released, 10, "exactly ten get one");
    let mut books = Books::open(&floor.database);
    let row = books.rows(
        "SELECT CAST(SUM(on_hand_base) AS BIGINT), CAST(SUM(reserved_base) AS BIGINT),
            (SELECT COUNT(*) FROM reservations WHERE status = 'open' AND quantity_base = 1) FROM stock",
    );
    assert_eq!(row, [["10", "10", "10"]]);
    audited(&floor).await;
}

async fn two_orders_want_one_serial(floor: Floor) {
    stocked(&floor, goods::READER, Some("S1"), 1).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let mut ids = Vec::new();
    for number in ["P1", "P2"] {
        let made: OrderDetail = erp.post("/orders", &order(number, goods::READER, 1)).await.json();
        ids.push(made.order.id);
    }
    let ids = Arc::new(ids);
    let replies = at_once(vec![sonia; 2], |number, sonia| {
        let ids = Arc::clone(&ids);
        async move { sonia.post("/waves", &json!({"orders": [ids[number]]})).await }
    })
    .await;
    let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{replies:?}");
    audited(&floor).await;
}

async fn two_receivers_scan_one_serial(floor: Floor) {
    let people = ["rita1", "rita2"].map(|login| (login.to_owned(), vec![bipe_core::actor::Role::Receiver]));
    hire(&floor.app, floor.warehouse, &people).await;
    let erp = floor.log_in("erp").await;
    let mut hands = Vec::new();
    for (number, (login, _)) in (1..).zip(&people) {
        let hand = floor.log_in(login).await;
        let line = Line { sku: goods::READER.to_owned(), count: 1, lot: None };
        announce(&erp, number, &[line]).await;
        hand.accept("BPCRECEIVE").await;
        let step = hand.accept(&access_key(number)).await;
        assert_eq!(screen_name(&step.screen), "receive_goods");
        hands.push(hand);
    }
    let steps = at_once(hands, |_, hand| async move { hand.scan(&symbol(goods::READER, Some("S1"))).await });
    let mut said: Vec<String> =
        steps.await.into_iter().map(|step| step.message.expect("a word").code).collect();
    said.sort();
    assert_eq!(said, ["duplicate_serial", "posted"]);
    let mut books = Books::open(&floor.database);
    assert_eq!(books.number("SELECT CAST(SUM(on_hand_base) AS BIGINT) FROM stock"), 1);
    audited(&floor).await;
}

/// Receives one soap, and gives the pallet that stands at the dock then.
async fn at_dock(erp: &Hand, hand: &Hand, number: u32) -> String {
    announce(erp, number, &[Line { sku: goods::SOAP.to_owned(), count: 1, lot: None }]).await;
    hand.accept("BPCRECEIVE").await;
    hand.accept(&access_key(number)).await;
    let step = hand.scan(&symbol(goods::SOAP, None)).await;
    if matches!(step.screen, Screen::ReceiveQuantity(_)) {
        hand.accept("BPCQ1").await;
    }
    hand.accept("BPCCLOSE").await;
    hand.accept("BPCCONFIRM").await;
    let Screen::PutawayUnit(unit) = hand.accept("BPCPUTAWAY").await.screen else { panic!("pallets wait") };
    format!("]C100{}", unit.waiting.first().expect("a pallet"))
}

async fn receivers_whose_pallets_are_gone_claim_one_pallet(floor: Floor) {
    let people: Vec<_> =
        (1..=8).map(|one| (format!("rita{one}"), vec![bipe_core::actor::Role::Receiver])).collect();
    hire(&floor.app, floor.warehouse, &people).await;
    let (erp, rita) = (floor.log_in("erp").await, floor.log_in("rita").await);
    let mut hands = Vec::new();
    for (number, (login, _)) in (1..).zip(&people) {
        let hand = floor.log_in(login).await;
        let pallet = at_dock(&erp, &hand, number).await;
        hand.accept(&pallet).await;
        hand.accept("BPCLEAVE").await;
        // While the task waits someone else puts the pallet away.
        rita.accept("BPCPUTAWAY").await;
        let Screen::PutawayBin(to) = rita.accept(&pallet).await.screen else { panic!("a bin is suggested") };
        rita.accept(&format!("BPL{}", to.bin.code)).await;
        rita.accept("BPCLEAVE").await;
        hand.accept("BPCPUTAWAY").await;
        hands.push(hand);
    }
    let pallet = at_dock(&erp, &rita, 9).await;
    let steps = at_once(hands, |_, hand| {
        let pallet = pallet.clone();
        async move { hand.scan(&pallet).await }
    });
    let steps: Vec<Step> = steps.await;
    let claimed = steps.iter().filter(|step| matches!(step.screen, Screen::PutawayBin(_))).count();
    assert_eq!(claimed, 1, "{steps:?}");
    audited(&floor).await;
}

async fn receivers_of_one_line_take_what_was_announced(floor: Floor) {
    let erp = floor.log_in("erp").await;
    announce(&erp, 1, &[Line { sku: goods::SOAP.to_owned(), count: 8, lot: None }]).await;
    let people: Vec<_> =
        (1..=8).map(|one| (format!("rita{one}"), vec![bipe_core::actor::Role::Receiver])).collect();
    hire(&floor.app, floor.warehouse, &people).await;
    let mut hands = Vec::new();
    for (login, _) in &people {
        let hand = floor.log_in(login).await;
        hand.accept("BPCRECEIVE").await;
        hand.accept(&access_key(1)).await;
        let step = hand.accept(&symbol(goods::SOAP, None)).await;
        assert_eq!(screen_name(&step.screen), "receive_quantity");
        hands.push(hand);
    }
    let steps: Vec<Step> = at_once(hands, |_, hand| async move { hand.scan("BPCQ2").await }).await;
    let messages = steps.iter().filter_map(|step| step.message.as_ref());
    let refused: Vec<&str> =
        messages.filter(|one| one.outcome == Outcome::Refused).map(|one| one.code.as_str()).collect();
    assert_eq!(refused, ["too_much"; 4], "{steps:?}");
    let mut books = Books::open(&floor.database);
    assert_eq!(
        books.number("SELECT CAST(SUM(quantity_base) AS BIGINT) FROM movements WHERE reason = 'receive'"),
        8
    );
    assert_eq!(books.number("SELECT CAST(SUM(received_base) AS BIGINT) FROM receipt_lines"), 8);
    audited(&floor).await;
}

async fn two_pickers_claim_one_tour(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 10).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    erp.post("/orders", &order("P1", goods::COFFEE, 1)).await.json::<OrderDetail>();
    sonia.post("/waves", &json!({"orders": []})).await.json::<Value>();
    let hands = vec![floor.log_in("pedro").await, floor.log_in("nina").await];
    let steps: Vec<Step> = at_once(hands, |_, hand| async move { hand.scan("BPCPICK").await }).await;
    let claimed = steps.iter().filter(|step| matches!(step.screen, Screen::PickTote(_))).count();
    let empty = steps.iter().filter(|step| {
        let refused = step.message.as_ref().is_some_and(|message| message.outcome == Outcome::Refused);
        refused && matches!(step.screen, Screen::Menu(_))
    });
    assert_eq!((claimed, empty.count()), (1, 1), "{steps:?}");
    audited(&floor).await;
}

/// A picker with goods in hand, one scan before they are in the tote, and that scan.
async fn about_to_pick(floor: &Floor, tote: &str, number: &str, quantity_base: i64) -> (Hand, String) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    erp.post("/orders", &order(number, goods::COFFEE, quantity_base)).await.json::<OrderDetail>();
    sonia.post("/waves", &json!({"orders": []})).await.json::<Value>();
    let pedro = floor.log_in("pedro").await;
    for scan in ["BPCPICK", tote, tote] {
        pedro.scan(scan).await;
    }
    let mut step = pedro.step().await;
    while !matches!(step.screen, Screen::PickInto(_)) {
        let scan = next_scan(&step.screen, tote).unwrap_or_else(|| panic!("nothing to scan on {step:?}"));
        step = pedro.accept(&scan).await;
    }
    (pedro, tote.to_owned())
}

/// Whoever comes first, the count compares with what lay there when it was counted, or is taken again.
async fn a_count_and_a_pick_at_one_bin_agree(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 40).await;
    let mut books = Books::open(&floor.database);
    let bin =
        books.rows("SELECT code FROM locations JOIN stock ON stock.location_id = locations.id")[0][0].clone();
    let caio = floor.log_in("caio").await;
    caio.accept("BPCCOUNT").await;
    for round in 0..10 {
        let tote = format!("BPT{:06}", round + 1);
        let lies = 40 - round;
        let at_bin = caio.scan(&format!("BPL{bin}")).await;
        if at_bin.message.as_ref().is_some_and(|message| message.outcome == Outcome::Confirm) {
            // Nobody asked for the count of this bin.
            caio.accept(&format!("BPL{bin}")).await;
        }
        caio.accept(&symbol(goods::COFFEE, Some("L1"))).await;
        caio.accept(&format!("BPCQ{lies}")).await;
        caio.scan("BPCCLOSE").await;
        let (pedro, scan) = about_to_pick(&floor, &tote, &format!("P{round}"), 1).await;
        let steps = at_once(vec![pedro.clone(), caio.clone()], move |number, hand| {
            let scan = if number == 0 { scan.clone() } else { "BPCCONFIRM".to_owned() };
            async move { (number, hand.scan(&scan).await) }
        });
        for (number, step) in steps.await {
            let message = step.message.as_ref().expect("it is answered");
            assert!(number == 1 || message.outcome == Outcome::Accepted, "the pick stands: {step:?}");
        }
        pedro.scan("BPCLEAVE").await;
        let shown = caio.step().await;
        if screen_name(&shown.screen) != "count_bin" {
            caio.scan("BPCLEAVE").await;
            caio.accept("BPCCOUNT").await;
        }
        let differs =
            "SELECT CAST(COALESCE(SUM(quantity_base), 0) AS BIGINT) FROM movements WHERE reason = 'count'";
        assert_eq!(books.number(differs), 0, "round {round}: nobody miscounted");
    }
    audited(&floor).await;
}

/// A hold that was told before a pick stops it; a pick that was told before a hold stands.
async fn a_hold_and_a_pick_have_an_order(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 40).await;
    let mut books = Books::open(&floor.database);
    let sonia = floor.log_in("sonia").await;
    let lot = books.rows("SELECT {id:id} FROM lots WHERE code = 'L1'")[0][0].clone();
    let lot = uuid::Uuid::parse_str(&lot).expect("an id");
    for round in 0..10 {
        let tote = format!("BPT{:06}", round + 1);
        let (pedro, scan) = about_to_pick(&floor, &tote, &format!("P{round}"), 1).await;
        let picked = "SELECT COUNT(*) FROM movements WHERE reason = 'pick'";
        let before = books.number(picked);
        let because = json!({"reason": "Laudo do laboratório"});
        let (start, hold) = (Arc::new(Barrier::new(2)), format!("/lots/{lot}/hold"));
        let holding = tokio::spawn({
            let (start, sonia, because) = (Arc::clone(&start), sonia.clone(), because.clone());
            async move {
                start.wait().await;
                sonia.post(&hold, &because).await.status
            }
        });
        start.wait().await;
        let step = pedro.scan(&scan).await;
        assert_eq!(holding.await.expect("it is answered"), 200);
        let outcome = step.message.as_ref().expect("it is answered").outcome;
        let moved = books.number(picked) - before;
        assert_eq!(moved == 1, outcome == Outcome::Accepted, "the answer says what happened: {step:?}");
        let release = sonia.post(&format!("/lots/{lot}/release"), &because).await;
        assert_eq!(release.status, 200, "{release:?}");
        if moved == 0 {
            pedro.accept(&scan).await;
        }
        pedro.scan("BPCLEAVE").await;
    }
    audited(&floor).await;
}

async fn one_command_is_sent_thirty_times_at_once(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 10).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    erp.post("/orders", &order("P1", goods::COFFEE, 1)).await.json::<OrderDetail>();
    sonia.post("/waves", &json!({"orders": []})).await.json::<Value>();
    let pedro = floor.log_in("pedro").await;
    for symbol in ["BPCPICK", "BPT000001", "BPT000001"] {
        pedro.scan(symbol).await;
    }
    let Screen::PickBin(stop) = pedro.step().await.screen else { panic!("a bin is to be scanned") };
    pedro.accept(&format!("BPL{}", stop.bin.code)).await;
    pedro.accept(&symbol(goods::COFFEE, Some("L1"))).await;
    let (command, before) = (pedro.command(), floor.app.clock.now_ms());
    let replies =
        at_once(vec![pedro; 30], |_, hand| async move { hand.scan_as(command, "BPT000001").await }).await;
    assert_eq!(floor.app.clock.now_ms(), before);
    let bodies: std::collections::BTreeSet<&str> = replies.iter().map(|reply| reply.body.as_str()).collect();
    assert!(replies.iter().all(|reply| reply.status == 200), "{replies:?}");
    assert_eq!(bodies.len(), 1, "one answer for all: {bodies:?}");
    let mut books = Books::open(&floor.database);
    assert_eq!(books.number("SELECT COUNT(*) FROM movements WHERE reason = 'pick'"), 1);
    audited(&floor).await;
}

/// Eight people move the same goods to as many bins, some of them picked meanwhile: no more leaves than lay there.
async fn what_several_move_at_once_moves_once(floor: Floor) {
    stocked(&floor, goods::COFFEE, Some("L1"), 12).await;
    let mut books = Books::open(&floor.database);
    let bin =
        books.rows("SELECT code FROM locations JOIN stock ON stock.location_id = locations.id")[0][0].clone();
    let people: Vec<_> =
        (1..=8).map(|one| (format!("rui{one}"), vec![bipe_core::actor::Role::Receiver])).collect();
    hire(&floor.app, floor.warehouse, &people).await;
    let (mut pedro, last) = about_to_pick(&floor, "BPT000001", "P1", 2).await;
    let mut hands = Vec::new();
    for (login, _) in &people {
        let hand = floor.log_in(login).await;
        hand.accept("BPCRELOCATE").await;
        hand.accept(&format!("BPL{bin}")).await;
        hand.accept(&symbol(goods::COFFEE, Some("L1"))).await;
        hand.scan("BPCQ5").await;
        hands.push(hand);
    }
    let to: Vec<String> = books
        .rows("SELECT code FROM locations WHERE kind = 'storage' ORDER BY code")
        .into_iter()
        .map(|row| format!("BPL{}", row[0]))
        .filter(|code| *code != format!("BPL{bin}"))
        .collect();
    hands.push(pedro.clone());
    let moved = at_once(hands, move |number, hand| {
        let scan = if number == 8 { last.clone() } else { to[number % to.len()].clone() };
        async move { (number, hand.scan(&scan).await) }
    });
    let mut done = 0;
    for (number, step) in moved.await {
        let message = step.message.as_ref().expect("it is answered");
        match message.outcome {
            Outcome::Accepted if number < 8 => done += 1,
            Outcome::Accepted => {}
            _ => assert!(
                number < 8 && ["not_so_much", "set_aside"].contains(&message.code.as_str()),
                "{number}: {step:?}"
            ),
        }
    }
    assert_eq!(done, 2, "twice five of twelve, of which two are picked");
    let left = "SELECT CAST(COALESCE(SUM(stock.on_hand_base), 0) AS BIGINT) FROM stock JOIN locations ON locations.id = stock.location_id WHERE locations.kind <> 'transit'";
    assert_eq!(books.number(left), 10);
    pedro = floor.log_in("pedro").await;
    pedro.scan("BPCLEAVE").await;
    audited(&floor).await;
}
