//! Bins are counted: blind, by one person or two, posted at once or by a supervisor; asked for by a desk or by a short pick.

use bipe_api::Page;
use bipe_api::desk::{Count, CountRule, CountsOpened, Stock};
use bipe_core::flow::count::{CountReason, CountStatus};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::goods::{COFFEE, READER, READER_UNIT, SOAP, SOAP_CASE, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::pick::{JANUARY, MARCH, events, is, lay, message, release, sentence, sound, take, tote, unit};

const BIN: &str = "BPLA-01-01-1";

async fn ask(sonia: &Hand, bins: &[&str]) -> CountsOpened {
    sonia.post("/counts", &json!({"bins": bins})).await.json()
}

async fn counts(sonia: &Hand, status: &str) -> Vec<Count> {
    let page: Page<Count> = sonia.get(&format!("/counts?status={status}")).await.json();
    page.rows
}

async fn on_hand(sonia: &Hand, bin: &str) -> Vec<(String, i64)> {
    let page: Page<Stock> = sonia.get(&format!("/stock?search={bin}")).await.json();
    page.rows.into_iter().map(|row| (row.lot, row.on_hand_base)).collect()
}

fn waiting(step: &Step) -> Vec<String> {
    match &step.screen {
        Screen::CountBin(bins) => bins.waiting.iter().map(|bin| bin.code.clone()).collect(),
        other => panic!("no list: {other:?}"),
    }
}

/// Counts one lot of coffee in a bin and closes.
async fn count_coffee(hand: &Hand, bin: &str, lot: &str, quantity: i64) -> Step {
    is(&hand.accept(bin).await, "count_goods");
    if quantity > 0 {
        hand.accept(&unit(lot)).await;
        hand.accept(&format!("BPCQ{quantity}")).await;
    }
    is(&hand.scan("BPCCLOSE").await, "count_close");
    hand.accept("BPCCONFIRM").await
}

async fn small_differences_are_posted_at_once(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 100).await;
    lay(&floor, COFFEE, "L2", Some(JANUARY), "A-01-01-2", 100).await;
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    let opened = ask(&sonia, &["A-01-01-2", "A-01-01-1"]).await;
    assert_eq!(opened.opened, ["A-01-01-1", "A-01-01-2"]);
    assert_eq!(ask(&sonia, &["A-01-01-1"]).await.already, ["A-01-01-1"], "a bin is asked for once");
    let step = caio.accept("BPCCOUNT").await;
    assert_eq!(waiting(&step), ["A-01-01-1", "A-01-01-2"], "in the order of the walk");
    let step = count_coffee(&caio, BIN, "L1", 98).await;
    assert_eq!(message(&step), (Outcome::Accepted, "counted"));
    assert_eq!(waiting(&step), ["A-01-01-2"]);
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 98)], "within 2 in 100");
    count_coffee(&caio, "BPLA-01-01-2", "L2", 100).await;
    let posted = counts(&sonia, "posted").await;
    assert_eq!(posted.len(), 2);
    assert_eq!(
        (posted[0].counted_by.as_deref(), posted[0].reason),
        (Some("Caio Dias"), CountReason::Request)
    );
    let said = events(&floor, "count.posted", 2).await;
    assert_eq!(
        said.iter().map(|payload| payload["differences"].as_i64()).collect::<Vec<_>>(),
        [Some(1), Some(0)]
    );
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn r28_a_blind_count_is_repeated_by_another_person_and_approved_by_a_third(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 100).await;
    let sonia = floor.log_in("sonia").await;
    let (caio, carla) = (floor.log_in("caio").await, floor.log_in("carla").await);
    ask(&sonia, &["A-01-01-1"]).await;
    caio.accept("BPCCOUNT").await;
    let step = count_coffee(&caio, BIN, "L1", 60).await;
    assert_eq!(message(&step), (Outcome::Accepted, "counted"), "no word tells that it differs");
    assert_eq!(waiting(&step), Vec::<String>::new(), "the second count is not his");
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 100)]);
    caio.refuse(BIN, "count_second_person").await;
    assert_eq!(waiting(&carla.accept("BPCCOUNT").await), ["A-01-01-1"]);
    count_coffee(&carla, BIN, "L1", 61).await;
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 100)]);
    carla.refuse(BIN, "count_awaits").await;

    let awaits = counts(&sonia, "counted").await;
    assert_eq!(awaits.len(), 1);
    let count = &awaits[0];
    assert_eq!(
        (count.reason, count.lines[0].book_base, count.lines[0].counted_base),
        (CountReason::Recount, 100, 61)
    );
    assert!(count.recount_of.is_some());
    let first: Count = sonia.get(&format!("/counts/{}", count.recount_of.expect("an id"))).await.json();
    assert_eq!((first.status, first.lines[0].counted_base), (CountStatus::Dropped, 60));
    caio.get("/counts").await.problem(403, "no-role");
    caio.post(&format!("/counts/{}/approve", count.id), &json!({})).await.problem(403, "no-role");
    let approved = sonia.post_once(&format!("/counts/{}/approve", count.id), "k1", &json!({})).await;
    assert_eq!(approved.json::<Count>().status, CountStatus::Posted);
    let again = sonia.post_once(&format!("/counts/{}/approve", count.id), "k1", &json!({})).await;
    assert_eq!(again.json::<Count>().status, CountStatus::Posted, "the same key gets the same reply");
    sonia.post(&format!("/counts/{}/approve", count.id), &json!({})).await.problem(409, "count-settled");
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 61)]);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn r28_no_answer_on_the_floor_knows_the_book(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 7).await;
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-2", 777).await;
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    ask(&sonia, &["A-01-01-1", "A-01-01-2"]).await;
    caio.accept("BPCCOUNT").await;
    let mut told = Vec::new();
    for bin in [BIN, "BPLA-01-01-2"] {
        let mut steps = Vec::new();
        for symbol in [bin, &unit("L1"), "BPCQ7", "BPCCLOSE", "BPCCONFIRM"] {
            let step = caio.scan(symbol).await;
            let mut text = serde_json::to_value(&step).expect("JSON").to_string();
            text = text.replace("A-01-01-2", "A-01-01-1");
            let id = step.task.expect("a task").to_string();
            steps.push(text.replace(&id, ""));
        }
        steps.pop();
        told.push(steps);
    }
    assert_eq!(told[0], told[1], "7 where the book says 7, and 7 where it says 777");
}

async fn i12_goods_that_move_meanwhile_are_counted_again(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 10).await;
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    ask(&sonia, &["A-01-01-1"]).await;
    caio.accept("BPCCOUNT").await;
    caio.accept(BIN).await;
    caio.accept(&unit("L1")).await;
    caio.accept("BPCQ10").await;
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 5).await;
    caio.scan("BPCCLOSE").await;
    let step = caio.scan("BPCCONFIRM").await;
    assert_eq!(message(&step), (Outcome::Confirm, "count_again"));
    is(&step, "count_goods");
    caio.accept(&unit("L1")).await;
    caio.accept("BPCQ15").await;
    caio.scan("BPCCLOSE").await;
    caio.accept("BPCCONFIRM").await;
    assert_eq!(counts(&sonia, "posted").await.len(), 1);
    // And at the desk: what was approved too late is asked for anew.
    let carla = floor.log_in("carla").await;
    ask(&sonia, &["A-01-01-1"]).await;
    count_coffee(&caio, BIN, "L1", 3).await;
    carla.accept("BPCCOUNT").await;
    count_coffee(&carla, BIN, "L1", 3).await;
    let count = counts(&sonia, "counted").await.remove(0);
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 1).await;
    let instead: Count = sonia.post(&format!("/counts/{}/approve", count.id), &json!({})).await.json();
    assert_eq!((instead.status, instead.reason), (CountStatus::Open, CountReason::Request));
    assert_ne!(instead.id, count.id);
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 16)]);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn a_bin_in_count_takes_nothing_in_and_is_free_again_afterwards(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    let (rita, pallets) = super::putaway::docked(&floor, &["L1"]).await;
    let caio = floor.log_in("caio").await;
    caio.accept("BPCCOUNT").await;
    let asked = caio.scan(BIN).await;
    assert_eq!(message(&asked), (Outcome::Confirm, "count_not_asked"), "a bin that nobody asked about");
    is(&caio.accept(BIN).await, "count_goods");
    let carla = floor.log_in("carla").await;
    carla.accept("BPCCOUNT").await;
    carla.refuse(BIN, "taken_by_other").await;
    let step = rita.accept(&pallets[0]).await;
    let Screen::PutawayBin(planned) = &step.screen else { panic!("{step:?}") };
    assert_ne!(planned.bin.code, "A-01-01-1", "a bin in count is not suggested");
    let step = rita.refuse(BIN, "bin_unfit").await;
    assert!(sentence(&step).contains("contagem"), "{}", sentence(&step));
    caio.refuse("BPLA-01-01-2", "wrong_bin").await;
    // Empty is an answer too.
    let step = caio.scan("BPCCLOSE").await;
    let Screen::CountClose(close) = &step.screen else { panic!("{step:?}") };
    assert_eq!(close.counted, []);
    caio.accept("BPCCONFIRM").await;
    rita.scan(BIN).await;
    rita.accept(BIN).await;
    assert_eq!(on_hand(&sonia, "A-01-01-1").await.len(), 1);
    // A count that is left goes on with whoever takes it, from the beginning.
    ask(&sonia, &["A-02-01-1"]).await;
    caio.accept("BPLA-02-01-1").await;
    caio.accept("BPCLEAVE").await;
    carla.accept("BPLA-02-01-1").await;
    let step = caio.accept("BPCCOUNT").await;
    is(&step, "count_bin");
    // A desk that drops it frees the bin.
    let open = counts(&sonia, "open").await.remove(0);
    let dropped: Count = sonia.post(&format!("/counts/{}/drop", open.id), &json!({})).await.json();
    assert_eq!(dropped.status, CountStatus::Dropped);
    is(&carla.step().await, "count_bin");
    let location: serde_json::Value = floor.log_in("ada").await.get("/locations/A-02-01-1").await.json();
    assert_eq!(location["counting"], false);
}

async fn r12_serials_and_untracked_goods_are_counted(floor: Floor) {
    lay(&floor, READER, "S1", None, "A-01-01-1", 1).await;
    lay(&floor, READER, "S2", None, "A-01-01-2", 1).await;
    lay(&floor, SOAP, "20260301", None, "A-01-01-1", 30).await;
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    sonia
        .put("/counts/rule", &json!({"tolerance_base": 2, "tolerance_permille": 0}))
        .await
        .json::<CountRule>();
    caio.accept("BPCCOUNT").await;
    caio.scan(BIN).await;
    caio.accept(BIN).await;
    let serial = |serial: &str| format!("(01){READER_UNIT}(21){serial}");
    caio.accept(&serial("S1")).await;
    caio.refuse(&serial("S1"), "duplicate_serial").await;
    caio.refuse(&serial("S2"), "serial_elsewhere").await;
    caio.refuse(&serial("S9"), "unknown_lot").await;
    // Rescans add, by packaging: a case of 24, and 5 more.
    caio.accept(SOAP_CASE).await;
    for _ in 0..5 {
        caio.accept(SOAP_UNIT).await;
    }
    let step = caio.accept("BPCUNDO").await;
    let Screen::CountGoods(count) = &step.screen else { panic!("{step:?}") };
    assert_eq!(count.counted[0].quantity.base, 28);
    caio.scan("BPCCLOSE").await;
    caio.accept("BPCCONFIRM").await;
    let mut found = on_hand(&sonia, "A-01-01-1").await;
    found.sort();
    assert_eq!(found, [("20260301".to_owned(), 28), ("S1".to_owned(), 1)]);
    sonia
        .put("/counts/rule", &json!({"tolerance_base": -1, "tolerance_permille": 0}))
        .await
        .problem(422, "count-rule");
}

async fn r17_a_picker_proves_that_a_bin_is_empty(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 6).await;
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 4).await;
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let rule = json!({"tolerance_base": 0, "tolerance_permille": 20, "zero_check": true});
    assert!(sonia.put("/counts/rule", &rule).await.json::<CountRule>().zero_check);
    let order = take(&erp, "PV-1", &[(COFFEE, 10)]).await;
    release(&sonia, &[&order]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept(BIN).await;
    pedro.accept(&unit("L1")).await;
    pedro.accept("BPCQ6").await;
    let step = pedro.scan("BPT1").await;
    assert_eq!(message(&step), (Outcome::Confirm, "is_it_empty"));
    is(&step, "pick_emptied");
    // Another device asks the same.
    is(&floor.log_in("pedro").await.step().await, "pick_emptied");
    pedro.refuse("BPLA-01-02-1", "not_here").await;
    is(&pedro.accept("BPCYES").await, "pick_bin");
    let proven = counts(&sonia, "posted").await.remove(0);
    assert_eq!((proven.location.as_str(), proven.reason), ("A-01-01-1", CountReason::Zero));
    pedro.accept("BPLA-01-02-1").await;
    pedro.accept(&unit("L2")).await;
    pedro.accept("BPCQ4").await;
    is(&pedro.scan("BPT1").await, "pick_emptied");
    let step = pedro.accept("BPCNO").await;
    assert_eq!(message(&step), (Outcome::Accepted, "done"), "the tour has ended");
    let asked = counts(&sonia, "open").await.remove(0);
    assert_eq!((asked.location.as_str(), asked.reason), ("A-01-02-1", CountReason::Zero));
    sound(&floor, &erp).await;
}

async fn what_orders_have_reserved_is_never_counted_away(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 10).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let (caio, carla) = (floor.log_in("caio").await, floor.log_in("carla").await);
    let order = take(&erp, "PV-1", &[(COFFEE, 8)]).await;
    release(&sonia, &[&order]).await;
    sonia
        .put("/counts/rule", &json!({"tolerance_base": 100, "tolerance_permille": 0}))
        .await
        .json::<CountRule>();
    ask(&sonia, &["A-01-01-1"]).await;
    caio.accept("BPCCOUNT").await;
    count_coffee(&caio, BIN, "L1", 7).await;
    carla.accept("BPCCOUNT").await;
    count_coffee(&carla, BIN, "L1", 7).await;
    let count = counts(&sonia, "counted").await.remove(0);
    let refused = sonia.post(&format!("/counts/{}/approve", count.id), &json!({})).await;
    let problem = refused.problem(409, "count-under-reserved");
    assert!(problem.errors[0].message.contains("8 reserved"), "{problem:?}");
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 10)]);
    erp.post(&format!("/orders/{}/cancel", order.order.id), &json!({})).await;
    sonia.post(&format!("/counts/{}/approve", count.id), &json!({})).await.json::<Count>();
    assert_eq!(on_hand(&sonia, "A-01-01-1").await, [("L1".to_owned(), 7)]);
    sound(&floor, &erp).await;
}

async fn r15_a_short_pick_asks_for_a_count_of_the_bin(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 10).await;
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let order = take(&erp, "PV-1", &[(COFFEE, 6)]).await;
    release(&sonia, &[&order]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    pedro.accept(BIN).await;
    pedro.scan("BPCSHORT").await;
    pedro.scan("BPCQ0").await;
    pedro.accept("BPCCONFIRM").await;
    let open = counts(&sonia, "open").await;
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].location.as_str(), open[0].reason), ("A-01-01-1", CountReason::Short));
    assert_eq!(open[0].requested_by, "Pedro Nunes");
    pedro.refuse("BPCCOUNT", "no_role").await;
}

async fn a_cycle_takes_the_bins_whose_turn_it_is(floor: Floor) {
    let (sonia, caio) = (floor.log_in("sonia").await, floor.log_in("caio").await);
    let plan = |body: serde_json::Value| {
        let sonia = sonia.clone();
        async move { sonia.post("/counts", &body).await.json::<CountsOpened>() }
    };
    caio.accept("BPCCOUNT").await;
    caio.scan(BIN).await;
    caio.accept(BIN).await;
    caio.scan("BPCCLOSE").await;
    caio.accept("BPCCONFIRM").await;
    let two = plan(json!({"cycle": {"bins_max": 2}})).await;
    assert_eq!(two.opened, ["A-01-01-2", "A-01-02-1"], "what was counted lately comes last");
    let of_zone = plan(json!({"cycle": {"zone": "NOWHERE"}})).await;
    assert_eq!(of_zone.opened, Vec::<String>::new());
    let of_class = plan(json!({"cycle": {"abc_class": "A"}})).await;
    assert_eq!(of_class.opened, Vec::<String>::new());
    let rest = plan(json!({"cycle": {"zone": "A", "not_counted_days": 30}})).await;
    assert_eq!(rest.opened.len(), 9, "all but those that wait and the one counted today");
    floor.pass_days(31);
    let sonia = floor.log_in("sonia").await;
    let due: CountsOpened = sonia.post("/counts", &json!({"cycle": {"not_counted_days": 30}})).await.json();
    assert_eq!(due.opened, ["A-01-01-1"]);
    let wrong = sonia.post("/counts", &json!({"bins": ["A-01-01-1", "ZZ", "AJUSTE"]})).await;
    let problem = wrong.problem(422, "count-impossible");
    assert_eq!(problem.errors[0].at, "bins[1]");
    sonia.post("/counts", &json!({})).await.problem(422, "count-impossible");
}

on_both_engines!(
    small_differences_are_posted_at_once,
    r28_a_blind_count_is_repeated_by_another_person_and_approved_by_a_third,
    r28_no_answer_on_the_floor_knows_the_book,
    i12_goods_that_move_meanwhile_are_counted_again,
    a_bin_in_count_takes_nothing_in_and_is_free_again_afterwards,
    r12_serials_and_untracked_goods_are_counted,
    r17_a_picker_proves_that_a_bin_is_empty,
    what_orders_have_reserved_is_never_counted_away,
    r15_a_short_pick_asks_for_a_count_of_the_bin,
    a_cycle_takes_the_bins_whose_turn_it_is,
);
