//! `bipe plan`: walks and carts for the instances in a file.
//!
//! **Invariant**: each instance is answered, in the order of the file; one that makes no sense is refused by name and the others
//! are answered all the same.

mod batch;
mod instance;
mod scattered;
mod tour;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

const TOUR: &str = "\
Examples:
  bipe plan tour instances.jsonl
  bipe plan tour instance.json --json
  bipe plan tour instance.json --policy s-shape        what a habit costs beside the shortest walk

An instance is {\"id\", \"warehouse\": {\"aisles\", \"cells_per_block\": [..], \"aisle_pitch\", \"cell_pitch\", \"end_gap\", \"depot_aisle\",
\"depot_offset\"}, \"picks\": [[aisle, block, cell], ..]}, lengths in metres; a file holds one, a list of them, or one a line.
Where an item lies in several bins, bins and walk are chosen together: instead of picks, \"demand\": [[item, quantity], ..] and
\"stock\": {item: [[aisle, block, cell, quantity], ..]}.
Exit status 2: some instance was refused; the others are answered.";

const BATCH: &str = "\
Examples:
  bipe plan batch orders.json
  bipe plan batch orders.json --seconds 30 --json
  bipe plan batch orders.json --steps 20000 --seed 7   repeats a plan exactly

An instance is {\"id\", \"warehouse\": as for tours, \"capacity_units\", \"orders\": [{\"id\", \"units\", \"picks\": [[aisle, block, cell],
..]}, ..]}; a file holds one, a list of them, or one a line.
Exit status 2: some instance was refused; the others are answered.";

/// Subcommands of `bipe plan`.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// The shortest walk from the depot past all picks and back
    #[command(after_help = TOUR)]
    Tour(tour::Arguments),
    /// Orders onto carts, so that all walks together are shortest
    #[command(after_help = BATCH)]
    Batch(batch::Arguments),
}

pub fn run(command: Command) -> ExitCode {
    match command {
        Command::Tour(arguments) => {
            let mut walks = tour::Walks::new(&arguments.policy);
            each(&arguments.file, arguments.json, |text| walks.answer(text), tour::readable)
        }
        Command::Batch(arguments) => {
            each(&arguments.file, arguments.json, |text| batch::answer(text, &arguments), batch::readable)
        }
    }
}

/// Answers each instance of a file, as text or as JSON.
fn each(
    file: &Path,
    json: bool,
    mut answer: impl FnMut(&str) -> Result<Value, String>,
    readable: fn(&Value) -> String,
) -> ExitCode {
    let text = match read(file) {
        Ok(text) => text,
        Err(reason) => return super::failed(reason),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all_answered = true;
    for instance in instance::split(&text) {
        let id = instance::id(instance);
        let answer = answer(instance).map_err(|error| json!({"id": id, "error": error}));
        all_answered &= answer.is_ok();
        let line = match &answer {
            Ok(answer) | Err(answer) if json => answer.to_string(),
            Ok(answer) => format!("{}: {}", name(&id), readable(answer)),
            Err(answer) => {
                format!("{}: refused: {}", name(&id), answer["error"].as_str().unwrap_or_default())
            }
        };
        // Each as soon as it is there. Whoever reads may have seen enough, as `head` does.
        if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    if all_answered { ExitCode::SUCCESS } else { ExitCode::from(super::FAILED) }
}

fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8", file.display()))?;
    let text = instance::tame(text.trim_start_matches('\u{feff}'));
    if text.trim().is_empty() { Err(format!("{} holds no instance", file.display())) } else { Ok(text) }
}

/// A JSON id as text.
fn name(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), ToOwned::to_owned)
}

/// Metres and gap as people read them.
fn walked(answer: &Value) -> String {
    let number = |key: &str| answer[key].as_f64().unwrap_or_default();
    let (length, bound, gap) = (number("length"), number("bound"), number("gap"));
    let gap = if gap > 1e-9 {
        format!("at least {bound:.1} m, gap {:.2} %", gap * 100.0)
    } else {
        "shortest".into()
    };
    format!("{length:.1} m ({gap}), {:.3} ms", number("ms"))
}
