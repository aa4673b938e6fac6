//! A write that breaks off leaves no trace, wherever it does: before each of its statements, and before its commit. The same
//! command sent again then takes effect, once.

use bipe_core::screen::{Outcome, Step};
use bipe_tests::books::Books;
use bipe_tests::crew::next_scan;
use bipe_tests::delivery::deliver;
use bipe_tests::floor::{Floor, Hand, Reply, goods};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

on_both_engines!(a_small_wave_of_a_channel_that_breaks_off_leaves_none);

/// More statements than any command has.
const STATEMENTS_MAX: u32 = 200;

/// Sends a command, broken off one statement later each time, until it goes through; gives its answer and how often it broke off.
async fn broken_everywhere<F>(floor: &Floor, books: &mut Books, send: impl Fn() -> F) -> (Reply, u32)
where
    F: Future<Output = Reply>,
{
    for statements in 0..STATEMENTS_MAX {
        let before = books.contents();
        floor.faults.arm(statements);
        let reply = send().await;
        if floor.faults.disarm() {
            return (reply, statements);
        }
        reply.problem(503, "store");
        let after = books.contents();
        let trace: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(before, after, "broken off after {statements} statements it leaves {trace:?}");
    }
    panic!("a command of more than {STATEMENTS_MAX} statements")
}

/// One scan, broken off everywhere.
async fn scan(floor: &Floor, books: &mut Books, hand: &Hand, symbol: &str) -> (Step, u32) {
    let command = hand.command();
    let (reply, broken) = broken_everywhere(floor, books, || hand.scan_as(command, symbol)).await;
    (reply.json(), broken)
}

fn order() -> Value {
    json!({
        "number": "P1", "channel": "loja", "lines": [{"sku": goods::COFFEE, "quantity_base": 2}],
        "ship_to": {
            "name": "Conceição Araújo", "street": "Rua das Laranjeiras, 10", "city": "São Paulo", "state": "SP",
            "postal_code": "05000-000"
        }
    })
}

async fn a_small_wave_of_a_channel_that_breaks_off_leaves_none(floor: Floor) {
    deliver(&floor, 1, goods::COFFEE, Some("L1"), 3).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let mut books = Books::open(&floor.database);
    assert_eq!(erp.post("/orders", &order()).await.status, 201);
    let channel = json!({"name": "Tudo", "rule": {}, "orders_max": 5});
    assert_eq!(sonia.put("/release-channels/TUDO", &channel).await.status, 200);
    let wave = json!({"release_channel": "TUDO"});
    let (wave, broken) =
        broken_everywhere(&floor, &mut books, || sonia.post_once("/waves", "w-1", &wave)).await;
    assert!(wave.status == 201 && broken >= 5, "{broken} breaks, then {wave:?}");
    assert_eq!(wave.json::<Value>()["release_channel"], "TUDO");
    assert_eq!(books.number("SELECT COUNT(*) FROM events WHERE type = 'wave.released'"), 1);
}

/// What a seed of the simulator breaks off, it breaks off on either engine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_breaks_off_leaves_no_trace_and_does_so_in_as_many_places_on_either_engine() {
    let on_sqlite = no_trace(Floor::sqlite().await).await;
    let on_postgres = no_trace(Floor::postgres().await).await;
    assert_eq!(on_sqlite, on_postgres, "places of each scan");
}

/// The story of an order; how often each of its scans broke off.
async fn no_trace(floor: Floor) -> Vec<(String, u32)> {
    deliver(&floor, 1, goods::COFFEE, Some("L1"), 3).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let mut books = Books::open(&floor.database);
    let order = order();
    let (made, broken) =
        broken_everywhere(&floor, &mut books, || erp.post_once("/orders", "o-1", &order)).await;
    assert!(made.status == 201 && broken >= 3, "{broken} breaks, then {made:?}");
    let all = json!({"orders": []});
    let (wave, broken) =
        broken_everywhere(&floor, &mut books, || sonia.post_once("/waves", "w-1", &all)).await;
    assert!(wave.status == 201 && broken >= 5, "{broken} breaks, then {wave:?}");
    let mut breaks = Vec::new();
    for (login, first) in [("pedro", "BPCPICK"), ("paula", "BPCPACK")] {
        let hand = floor.log_in(login).await;
        let mut symbol = Some(first.to_owned());
        while let Some(scanned) = symbol {
            let (step, broken) = scan(&floor, &mut books, &hand, &scanned).await;
            let message = step.message.as_ref();
            assert!(message.is_none_or(|said| said.outcome != Outcome::Refused), "{scanned}: {message:?}");
            breaks.push((scanned, broken));
            symbol = next_scan(&step.screen, "BPT000001");
        }
    }
    let all: u32 = breaks.iter().map(|(_, broken)| broken).sum();
    assert!(all > 40, "only {all} breaks on the floor");
    let shipped = "SELECT COUNT(*) FROM orders WHERE status = 'shipped'";
    assert_eq!(books.number(shipped), 1, "all went through in the end");
    assert_eq!(
        books.number("SELECT COUNT(*) FROM movements WHERE reason IN ('pick', 'pack', 'ship')"),
        3,
        "once each"
    );
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
    breaks
}
