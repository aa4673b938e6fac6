//! Every statement of the store, on both engines.

use std::path::{Path, PathBuf};

use bipe_tests::fire::Engine;
use bipe_tests::floor::Floor;
use bipe_tests::{on_both_engines, stock};

fn statements(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            statements(&path, found);
        } else {
            found.push(path);
        }
    }
}

async fn each_statement_prepares(floor: Floor) {
    let mut found = Vec::new();
    statements(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../server/store/sql")), &mut found);
    assert!(found.len() > 100, "only {} statements were found", found.len());
    let mut wrong = Vec::new();
    for path in found {
        let text = std::fs::read_to_string(&path).expect("a statement");
        if let Err(error) = floor.app.store.prepare(&text).await {
            wrong.push(format!("{}: {error}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let broken = floor.app.store.prepare("SELECT nothing FROM nowhere WHERE").await;
    assert!(broken.is_err(), "a broken statement is told");
}

on_both_engines!(each_statement_prepares);

/// What commands look for among keys, in the tables that are long in every warehouse.
const AMONG: [&str; 10] = [
    "item/by_ids.sql",
    "item/handlings.sql",
    "item/keeping.sql",
    "ledger/lock.sql",
    "location/by_ids.sql",
    "location/temperatures.sql",
    "lot/of_items.sql",
    "order/free_lots.sql",
    "order/lock_items.sql",
    "reservation/candidates.sql",
];
/// Rows of stock of a house in which no table of those is short.
const ROWS: u64 = 10_000;

/// What is looked for by a list of keys costs the same in a warehouse of any size.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_among_keys_is_found_by_an_index_of_postgresql() {
    let floor = Floor::postgres().await;
    let database = floor.database.clone();
    let filled = tokio::task::spawn_blocking(move || stock::fill(Engine::Postgres, &database, ROWS));
    filled.await.expect("the house is filled");
    let mut wrong = Vec::new();
    for name in AMONG {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../server/store/sql")).join(name);
        let text = std::fs::read_to_string(&path).expect("a statement");
        let plan = floor.app.store.plan(&text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        if !plan.iter().any(|line| line.contains("Index Cond:") && line.contains("ANY (")) {
            wrong.push(format!("{name}:\n{}", plan.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
