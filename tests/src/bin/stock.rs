//! How fast stock moves: `cargo xtask bench stock [--part P] [--seconds S] [--picks N] [--grown ROWS]`.

use std::process::ExitCode;

use bipe_tests::fire::Engine;
use bipe_tests::stock::{Part, Wanted, run};

const HELP: &str = "\
Measures picks beside what the same machine does bare in the same minutes, on SQLite and PostgreSQL, and prints ratios.

  --part P      one, many, bulk, wave, rails or growth; without it all
  --engine E    sqlite or postgres; without it both
  --seconds S   how long each rate is measured (15)
  --picks N     confirmed picks for each latency (1000)
  --grown ROWS  rows of stock in the large warehouse (1000000)
";

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted { part: None, engine: None, seconds: 15, picks: 1_000, grown: 1_000_000 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value\n\n{HELP}"))?;
        let wrong = || format!("{word} does not take {value}\n\n{HELP}");
        match (word.as_str(), value.as_str()) {
            ("--part", "one") => wanted.part = Some(Part::One),
            ("--part", "many") => wanted.part = Some(Part::Many),
            ("--part", "bulk") => wanted.part = Some(Part::Bulk),
            ("--part", "wave") => wanted.part = Some(Part::Wave),
            ("--part", "rails") => wanted.part = Some(Part::Rails),
            ("--part", "growth") => wanted.part = Some(Part::Growth),
            ("--engine", "sqlite") => wanted.engine = Some(Engine::Sqlite),
            ("--engine", "postgres") => wanted.engine = Some(Engine::Postgres),
            ("--seconds", _) => wanted.seconds = value.parse().map_err(|_| wrong())?,
            ("--picks", _) => wanted.picks = value.parse().map_err(|_| wrong())?,
            ("--grown", _) => wanted.grown = value.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        }
    }
    Ok(wanted)
}

#[tokio::main]
async fn main() -> ExitCode {
    match wanted() {
        Ok(wanted) => {
            let missed = run(wanted).await.missed();
            println!("{missed} aims missed");
            ExitCode::from(u8::from(missed > 0))
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
