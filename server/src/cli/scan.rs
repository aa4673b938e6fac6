//! `bipe scan explain`: what scans say, one a line.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use bipe_core::scan::{Explanation, explain_line};
use clap::Subcommand;
use time::Date;

use crate::clock::{Clock, date_in};

const EXAMPLES: &str = "\
Examples:
  echo '010789100031550410L7\\x1d17270131' | bipe scan explain --json
  bipe scan explain < scans.txt

One scan a line; \\x1d or the raw byte for GS, with or without the AIM identifier (]C1, ]d2 …).";

/// Subcommands of `bipe scan`.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Explain the scans on standard input, one a line
    #[command(after_help = EXAMPLES)]
    Explain {
        /// One JSON object a line instead of text
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: Command) -> ExitCode {
    let Command::Explain { json } = command;
    // A two-digit year is read against the current century, which is the same in every zone but for a day.
    let today = date_in("America/Sao_Paulo", Clock::System.now_ms());
    match explain(io::stdin().lock(), io::stdout().lock(), json, today) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => super::failed(error),
    }
}

fn explain(mut from: impl BufRead, to: impl Write, json: bool, today: Date) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    let mut line = Vec::new();
    loop {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            return to.flush();
        }
        // Scanners may send bytes that are no UTF-8: such a frame is explained as it can be read.
        let explanation = explain_line(&String::from_utf8_lossy(&line), today);
        if json {
            serde_json::to_writer(&mut to, &explanation)?;
            to.write_all(b"\n")?;
        } else {
            to.write_all(readable(&explanation).as_bytes())?;
        }
        // A person or a program at the other end waits for each answer.
        if from.fill_buf().is_ok_and(<[u8]>::is_empty) || !json {
            to.flush()?;
        }
    }
}

/// The record as lines of text: the verdict, then what it holds.
fn readable(explanation: &Explanation) -> String {
    let word = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let record = serde_json::to_value(explanation).unwrap_or_default();
    let shown = |name: &str| record.get(name).cloned().map(word).unwrap_or_default();
    let mut text = format!("{}\n  {}: {}\n", shown("input").escape_debug(), shown("verdict"), shown("kind"));
    for (name, value) in record.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("input" | "verdict" | "kind", _) => {}
            ("elements", serde_json::Value::Array(elements)) => {
                for element in elements {
                    let part = |name: &str| element.get(name).cloned().map(word).unwrap_or_default();
                    text.push_str(&format!("  ({}) {}  {}\n", part("ai"), part("value"), part("title")));
                }
            }
            ("notes", serde_json::Value::Array(notes)) => {
                for note in notes {
                    text.push_str(&format!("  note: {}\n", word(note.clone())));
                }
            }
            (_, value) => text.push_str(&format!("  {name}: {}\n", word(value.clone()))),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn check(input: &[u8], json: bool) -> String {
        let mut out = Vec::new();
        explain(input, &mut out, json, date!(2026 - 11 - 21)).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn each_line_gets_one_object() {
        let out = check(
            b"0107891000315507\\x1d10L7\n]C1010789100031550710L7\x1d17270131\r\n\n\xff\xfe\nBPLA-03-02-1",
            true,
        );
        let objects: Vec<serde_json::Value> =
            out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!(objects.len(), 5);
        assert_eq!((&objects[1]["verdict"], &objects[1]["gtin"]), (&"ok".into(), &"07891000315507".into()));
        assert_eq!((&objects[1]["lot"], &objects[1]["expiry"]), (&"L7".into(), &"2027-01-31".into()));
        assert_eq!(objects[4]["kind"], "bin");
    }

    #[test]
    fn text_names_each_element() {
        let out = check(b"]C1010789100031550710L7\n", false);
        assert!(out.contains("  ok: gs1\n") && out.contains("  (10) L7  BATCH/LOT\n"), "{out}");
    }
}
