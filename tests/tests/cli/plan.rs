//! `bipe plan`: files of instances, good and bad.

use std::path::Path;

use bipe_tests::process;
use serde_json::{Value, json};

const WAREHOUSE: &str = r#"{"aisles": 2, "cells_per_block": [3], "aisle_pitch": 4, "cell_pitch": 1, "end_gap": 1,
    "depot_aisle": 0, "depot_offset": 0}"#;

fn instance(id: &str, rest: &str) -> String {
    format!("{{\"id\": \"{id}\", \"warehouse\": {WAREHOUSE}, {rest}}}").replace('\n', " ")
}

fn answers(arguments: &[&str], file: &Path, status: i32) -> Vec<Value> {
    let file = file.to_str().expect("UTF-8");
    let done = process::run(&[&["plan"], arguments, &[file, "--json"]].concat());
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    assert_eq!(done.status.code(), Some(status), "{text}{}", String::from_utf8_lossy(&done.stderr));
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn bad_instances_are_refused_and_the_others_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("instances.jsonl");
    let good = instance("good", "\"picks\": [[0,0,1],[1,0,1]]");
    let lines = [
        good.clone(),
        "{broken".to_owned(),
        instance("outside", "\"picks\": [[0,0,3]]"),
        instance("none", "\"picks\": [[0,0,NaN]]"),
        instance("odd", "\"picks\": [], \"colour\": 1"),
        good.replace("\"good\"", "\"last\""),
    ];
    std::fs::write(&file, lines.join("\n")).expect("written");
    let said = answers(&["tour"], &file, 2);
    let ids: Vec<&Value> = said.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(json!(ids), json!(["good", null, "outside", "none", "odd", "last"]));
    assert!(said[1..5].iter().all(|answer| answer["error"].is_string()), "{said:?}");
    assert!([0, 5].iter().all(|at| said[*at]["length"] == 16.0), "{said:?}");
    std::fs::write(&file, format!("[{good}]")).expect("written");
    assert_eq!(answers(&["tour", "--policy", "s-shape"], &file, 0)[0]["extra"], 0.0);
    std::fs::write(&file, " ").expect("written");
    assert!(answers(&["tour"], &file, 2).is_empty());
}

#[test]
fn carts_are_filled_and_a_plan_is_repeated_by_its_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("batch.json");
    let orders: Vec<Value> = (0..9)
        .map(|at| json!({"id": at, "units": 1 + at % 2, "picks": [[at % 2, 0, at % 3], [at % 2, 0, 1]]}))
        .collect();
    let rest = format!("\"capacity_units\": 4, \"orders\": {}", json!(orders));
    std::fs::write(&file, instance("b", &rest)).expect("written");
    let first = answers(&["batch", "--seconds", "60"], &file, 0).remove(0);
    assert_eq!(first["gap"], 0.0, "few orders are proven long before: {first}");
    let steps = first["steps"].to_string();
    let again = answers(&["batch", "--steps", &steps], &file, 0).remove(0);
    assert_eq!((&first["batches"], &first["steps"]), (&again["batches"], &again["steps"]));
    let none = answers(&["batch", "--steps", "0", "--seed", "2"], &file, 0).remove(0);
    let (least, most) = (first["length"].as_f64(), none["length"].as_f64());
    assert!(least <= most && none["bound"].as_f64() <= least, "{first} {none}");
}
