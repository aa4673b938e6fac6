//! `bipe plan tour`: the shortest walk of each instance in a file.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use bipe_core::plan::layout::{Cell, Layout, Lengths};
use bipe_core::plan::tour::Router;
use clap::Subcommand;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  bipe plan tour instances.jsonl
  bipe plan tour instance.json --json

An instance is {\"id\", \"warehouse\": {\"aisles\", \"cells_per_block\": [..], \"aisle_pitch\", \"cell_pitch\", \"end_gap\", \"depot_aisle\",
\"depot_offset\"}, \"picks\": [[aisle, block, cell], ..]}, lengths in metres; a file holds one, a list of them, or one a line.
Exit status 2: some instance was refused; the others are answered.";

/// Subcommands of `bipe plan`.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// The shortest walk from the depot past all picks and back
    #[command(after_help = EXAMPLES)]
    Tour {
        /// The file with instances
        file: PathBuf,
        /// One JSON object a line instead of text
        #[arg(long)]
        json: bool,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Warehouse {
    aisles: usize,
    cells_per_block: Vec<usize>,
    aisle_pitch: f64,
    cell_pitch: f64,
    end_gap: f64,
    depot_aisle: usize,
    depot_offset: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    #[serde(rename = "id")]
    _id: Value,
    warehouse: Warehouse,
    picks: Vec<(usize, usize, usize)>,
    // What an instance may say besides, which is not read.
    #[serde(rename = "optimal", default)]
    _optimal: Option<Value>,
    #[serde(rename = "best", default)]
    _best: Option<Value>,
    #[serde(rename = "note", default)]
    _note: Option<Value>,
}

pub fn run(command: Command) -> ExitCode {
    let Command::Tour { file, json } = command;
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return super::failed(format_args!("{}: {error}", file.display())),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all_answered = true;
    let mut routers = Routers::new();
    for instance in instances(&text) {
        let answer = answer(instance, &mut routers);
        all_answered &= answer.get("error").is_none();
        let line = if json { answer.to_string() } else { readable(&answer) };
        // Whoever reads may have seen enough, as `head` does.
        if writeln!(out, "{line}").is_err() {
            break;
        }
    }
    let _ = out.flush();
    if all_answered { ExitCode::SUCCESS } else { ExitCode::from(super::FAILED) }
}

/// The instances of a file: one, a list of them, or one a line.
fn instances(text: &str) -> Vec<&str> {
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(text) {
        return list.into_iter().map(RawValue::get).collect();
    }
    if serde_json::from_str::<BTreeMap<String, &RawValue>>(text).is_ok() {
        return vec![text];
    }
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// A router by number of blocks, which is warm from the second instance on.
type Routers = BTreeMap<usize, Router>;

fn answer(text: &str, routers: &mut Routers) -> Value {
    let id = serde_json::from_str::<Value>(text).ok().and_then(|value| value.get("id").cloned());
    match plan(text, routers) {
        Ok((length, order, ms)) => {
            json!({ "id": id, "length": length, "order": order, "bound": length, "gap": 0.0, "ms": ms })
        }
        Err(error) => json!({ "id": id, "error": error }),
    }
}

fn plan(text: &str, routers: &mut Routers) -> Result<(f64, Vec<usize>, f64), String> {
    let Instance { warehouse: it, picks, .. } =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let lengths = Lengths {
        aisle_pitch: it.aisle_pitch,
        cell_pitch: it.cell_pitch,
        end_gap: it.end_gap,
        depot_offset: it.depot_offset,
    };
    let layout = Layout::new(it.aisles, it.cells_per_block, lengths, it.depot_aisle)
        .map_err(|error| error.to_string())?;
    let picks: Vec<Cell> =
        picks.into_iter().map(|(aisle, block, cell)| Cell { aisle, block, cell }).collect();
    let start = Instant::now();
    let router = routers.entry(layout.blocks()).or_insert_with(|| Router::new(layout.clone()));
    router.set_layout(layout);
    let tour = router.shortest(&picks).map_err(|error| error.to_string())?;
    Ok((tour.length, tour.order, start.elapsed().as_secs_f64() * 1000.0))
}

fn readable(answer: &Value) -> String {
    let id = match &answer["id"] {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        return format!("{id}: refused: {error}");
    }
    let order: Vec<String> =
        answer["order"].as_array().into_iter().flatten().map(ToString::to_string).collect();
    format!("{id}: {} m (shortest): {}", answer["length"], order.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_HAND: &str = r#"{"id": "a", "warehouse": {"aisles": 2, "cells_per_block": [3], "aisle_pitch": 4, "cell_pitch": 1,
        "end_gap": 1, "depot_aisle": 0, "depot_offset": 0}, "picks": [[0,0,1],[1,0,1]], "optimal": 16}"#;

    #[test]
    fn one_a_list_or_one_a_line() {
        let line = BY_HAND.replace('\n', " ");
        let list = format!("[{BY_HAND}, {BY_HAND}]");
        assert_eq!(instances(BY_HAND).len(), 1);
        assert_eq!(instances(&list).len(), 2);
        assert_eq!(instances(&format!("{line}\n\n{line}\n{line}\n")).len(), 3);
        for instance in instances(&list) {
            let answer = answer(instance, &mut Routers::new());
            assert_eq!((&answer["id"], &answer["length"]), (&json!("a"), &json!(16.0)), "{answer}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let check = |from: &str, to: &str, reason: &str| {
            let answer = answer(&BY_HAND.replace(from, to), &mut Routers::new());
            let error = answer["error"].as_str().unwrap_or_default();
            assert!(error.contains(reason), "{answer}");
        };
        check("[1,0,1]]", "[2,0,1]]", "[2, 0, 1]");
        check("\"optimal\"", "\"optimum\"", "optimum");
        check("\"aisles\": 2", "\"aisles\": 0", "aisles");
        check("\"aisles\": 2", "\"aisles\": -2", "invalid value");
        check("\"end_gap\": 1", "\"end_gap\": -1", "end_gap");
        check("\"picks\"", "\"picked\"", "pick");
        assert_eq!(answer("{", &mut Routers::new()).get("id"), Some(&Value::Null));
    }
}
