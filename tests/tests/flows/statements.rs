//! Every statement of the store, on both engines.

use std::path::{Path, PathBuf};

use bipe_tests::floor::Floor;
use bipe_tests::on_both_engines;

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
