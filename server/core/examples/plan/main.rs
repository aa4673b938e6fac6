//! How good and how fast plans are: `cargo xtask bench plan [FOLDER [PART…]]`, with the published instances in FOLDER (in the
//! repository's neighbour `shared/data/picking` when it is not named); the parts are tours, bins and batches, all when none is
//! named. Exit status 1: an aim was missed.

mod batches;
mod bins;
mod tours;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bipe_core::plan::layout::{Cell, Layout, Lengths};
use serde_json::Value;

const FOLDER: &str = "../shared/data/picking";

/// Ratios to the best, one after the other.
#[derive(Default)]
struct Ratios {
    sum: f64,
    max: f64,
    count: u32,
}

impl Ratios {
    fn add(&mut self, ratio: f64) {
        self.sum += ratio;
        self.max = self.max.max(ratio);
        self.count += 1;
    }

    fn mean(&self) -> f64 {
        self.sum / f64::from(self.count.max(1))
    }
}

/// The aims that were missed.
#[derive(Default)]
struct Aims(Vec<String>);

impl Aims {
    fn hold(&mut self, held: bool, aim: String) {
        if !held {
            println!("  MISSED: {aim}");
            self.0.push(aim);
        }
    }
}

fn main() -> ExitCode {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from(FOLDER), PathBuf::from);
    let mut aims = Aims::default();
    let parts: Vec<String> = std::env::args().skip(2).collect();
    let is_asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    if is_asked("tours") {
        match instances(&folder.join("sprp.jsonl")) {
            Ok(list) => tours::measure(&list, &mut aims),
            Err(reason) => println!("tours: not measured: {reason}"),
        }
    }
    if is_asked("bins") {
        match instances(&folder.join("sprp_ss.jsonl")) {
            Ok(list) => bins::measure(&list, &mut aims),
            Err(reason) => println!("scattered storage: not measured: {reason}"),
        }
    }
    if is_asked("batches") {
        batches::measure(&mut aims);
    }
    if aims.0.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn instances(file: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        format!("{}: {error}; name the folder with the published instances", file.display())
    })?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| error.to_string())).collect()
}

fn whole(value: &Value) -> usize {
    value.as_u64().map_or(0, |number| number as usize)
}

fn cell(place: &Value) -> Cell {
    Cell { aisle: whole(&place[0]), block: whole(&place[1]), cell: whole(&place[2]) }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn layout(instance: &Value) -> Layout {
    let it = &instance["warehouse"];
    let metres = |key: &str| it[key].as_f64().unwrap_or(0.0);
    let lengths = Lengths {
        aisle_pitch: metres("aisle_pitch"),
        cell_pitch: metres("cell_pitch"),
        end_gap: metres("end_gap"),
        depot_offset: metres("depot_offset"),
    };
    let cells = list(&it["cells_per_block"]).iter().map(whole).collect();
    Layout::new(whole(&it["aisles"]), cells, lengths, whole(&it["depot_aisle"])).expect("a sound layout")
}
