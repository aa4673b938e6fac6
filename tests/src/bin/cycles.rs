//! Whole order cycles by API: `cargo xtask bench cycles [--engine E] [--workers N] [--seconds S] [--rate R]`.

use std::process::ExitCode;

use bipe_tests::cycles::{Wanted, run};
use bipe_tests::fire::Engine;

const HELP: &str = "\
Runs order cycles (order, reserve and release, pick 3 lines, pack, ship) by API and prints how long each step took.

  --engine E    sqlite (the default) or postgres
  --workers N   cycles at work at a time (8)
  --seconds S   how long cycles are begun (20)
  --rate R      cycles a second, each counted from when it was due; without it as fast as they go
";

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted { engine: Engine::Sqlite, workers: 8, seconds: 20, rate: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value\n\n{HELP}"))?;
        let wrong = || format!("{word} does not take {value}\n\n{HELP}");
        match (word.as_str(), value.as_str()) {
            ("--engine", "sqlite") => wanted.engine = Engine::Sqlite,
            ("--engine", "postgres") => wanted.engine = Engine::Postgres,
            ("--workers", _) => wanted.workers = value.parse().map_err(|_| wrong())?,
            ("--seconds", _) => wanted.seconds = value.parse().map_err(|_| wrong())?,
            ("--rate", _) => {
                let rate: f64 = value.parse().map_err(|_| wrong())?;
                wanted.rate = Some(rate).filter(|rate| *rate > 0.0);
                wanted.rate.ok_or_else(wrong)?;
            }
            _ => return Err(wrong()),
        }
    }
    Ok(wanted)
}

#[tokio::main]
async fn main() -> ExitCode {
    match wanted() {
        Ok(wanted) => {
            println!("{}", run(wanted).await.table());
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
