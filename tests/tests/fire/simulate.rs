//! Simulated houses, small: any difference from what the auditor foretells ends the test with the last commands and the seed.

use bipe_tests::books::Books;
use bipe_tests::fire::Engine;
use bipe_tests::simulator::{Record, Simulator};

/// A house in which so many commands went as foretold.
async fn simulated(engine: Engine, seed: u64, commands: u64) -> Simulator {
    let mut house = Simulator::open(engine, seed).await;
    if let Err(what) = house.run(commands).await {
        panic!("seed {seed} on {engine:?}: {what}\nthe last commands:\n{}", house.record.last());
    }
    house
}

async fn simulate(engine: Engine, seed: u64, commands: u64) -> Record {
    simulated(engine, seed, commands).await.record
}

async fn three_seeds(engine: Engine) {
    let mut kinds = std::collections::BTreeSet::new();
    for seed in [1, 2, 3] {
        let record = simulate(engine, seed, 600).await;
        kinds.extend(record.tallies().keys().copied());
        let (foretold, all) = (record.foretold(), record.commands());
        assert!(foretold * 10 > all * 6, "the auditor foretells most of what happens: {foretold} of {all}");
    }
    assert!(kinds.len() > 140, "only {} kinds of command: {kinds:?}", kinds.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_seeds_on_sqlite() {
    three_seeds(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_seeds_on_postgres() {
    three_seeds(Engine::Postgres).await;
}

/// Kinds of command that no run may do without: each is sent and taken.
const KINDS: [&str; 62] = [
    "receipt: opened again",
    "receipt: no more of it",
    "late: scan",
    "late: count",
    "late: receive",
    "late: receive refused there",
    "face: set",
    "face: taken away",
    "replenish: looked for",
    "replenish: none is due",
    "replenish: given up",
    "replenish: next face",
    "replenish: face",
    "replenish: bin",
    "replenish: goods",
    "replenish: a case",
    "replenish: quantity",
    "replenish: into the face",
    "replenish: given back",
    "pick: bin of a further aisle",
    "pick: out of the tote again",
    "pick: an ended tour goes on",
    "shipping notice",
    "shipping notice: blind",
    "receive: shipping notice",
    "receive: announced pallet",
    "receive: any announced pallet",
    "blind receipt: asked for",
    "purchase order: blind",
    "receive: begin a blind receipt",
    "receive: blind receipt",
    "receive: blind goods",
    "receive: blind quantity",
    "receive: blind serial",
    "receive: close a blind receipt",
    "receipt: read at the desk",
    "receipt: read at the dock",
    "receipt: a blind one read at the dock",
    "receipt: a closed blind one read at the desk",
    "receive: more than expected",
    "receive: more than expected, confirmed",
    "receive: goods beyond what is expected",
    "receive: damaged",
    "item: tolerance",
    "item: life at the dock",
    "bin: too cold",
    "late among others: scan",
    "late among others: count",
    "late among others: receive",
    "exception: resolved",
    "receive: once more",
    "receive: a code without a name",
    "receive: what a code names",
    "receive: a name confirmed",
    "receive: the code once more",
    "receive: goods by a code that was given to them",
    "item: new",
    "item: tracking",
    "item: life when it leaves",
    "customer: life of what they get",
    "order: of some life",
    "order: of a customer",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_command_is_taken() {
    let mut taken = std::collections::BTreeSet::new();
    for seed in [1, 9, 15] {
        let record = simulate(Engine::Sqlite, seed, 3_000).await;
        taken.extend(record.tallies().iter().filter(|(_, tally)| tally.taken > 0).map(|(kind, _)| *kind));
    }
    let missing: Vec<&str> = KINDS.into_iter().filter(|kind| !taken.contains(kind)).collect();
    assert!(missing.is_empty(), "never taken: {missing:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seed_gives_the_same_run_again_and_on_the_other_engine() {
    let first = simulate(Engine::Sqlite, 7, 400).await.hash();
    assert_eq!(simulate(Engine::Sqlite, 7, 400).await.hash(), first, "the same run");
    assert_eq!(simulate(Engine::Postgres, 7, 400).await.hash(), first, "the same run on PostgreSQL");
    assert_ne!(simulate(Engine::Sqlite, 8, 400).await.hash(), first, "another seed is another run");
}

/// A house with goods in it, whose books are in order.
async fn stocked(engine: Engine) -> Simulator {
    let mut house = simulated(engine, 7, 250).await;
    // Whatever else the seed brings by then, a pallet is put away.
    while house.books.number("SELECT COUNT(*) FROM movements WHERE reason = 'putaway'") == 0 {
        house.run(50).await.expect("all as foretold");
    }
    assert!(!house.account.stock.is_empty(), "goods have come in");
    house.check().await.expect("the books are in order");
    house
}

/// What the auditor says once the books were falsified by `sql`.
async fn complaint(engine: Engine, sql: &str) -> String {
    let mut house = stocked(engine).await;
    Books::falsify(&house.world.url, sql);
    house.check().await.expect_err("the auditor sees it")
}

async fn falsified_books_are_seen(engine: Engine) {
    let more = "UPDATE stock SET on_hand_base = on_hand_base + 1 WHERE on_hand_base > 0";
    let said = complaint(engine, more).await;
    assert!(said.contains("I2") && said.contains("by account"), "{said}");
    let said = complaint(engine, "DELETE FROM movements WHERE reason = 'putaway'").await;
    assert!(said.contains("its movements give"), "{said}");
    let said = complaint(engine, "UPDATE order_lines SET ordered_base = ordered_base + 1").await;
    assert!(said.contains("I10"), "{said}");
    let said = complaint(engine, "DELETE FROM events WHERE type = 'order.accepted'").await;
    assert!(said.contains("I13"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn falsified_books_are_seen_on_sqlite() {
    falsified_books_are_seen(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn falsified_books_are_seen_on_postgres() {
    falsified_books_are_seen(Engine::Postgres).await;
}

async fn a_second_answer_is_seen(engine: Engine) {
    let mut house = stocked(engine).await;
    house.repeat_last().await.expect("the same words");
    Books::falsify(&house.world.url, "UPDATE commands SET reply = reply || ' '");
    let said = house.repeat_last().await.expect_err("the auditor sees other words");
    assert!(said.contains("once more"), "{said}");
    // A reply that was forgotten lets the command take effect again.
    Books::falsify(&house.world.url, "DELETE FROM commands");
    let all = house.repeat_all().await.expect_err("the auditor sees what is done twice");
    assert!(all.contains("once more"), "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_answer_is_seen_on_sqlite() {
    a_second_answer_is_seen(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_answer_is_seen_on_postgres() {
    a_second_answer_is_seen(Engine::Postgres).await;
}
