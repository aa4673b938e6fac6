//! The program killed under load: `cargo xtask fire --rounds N [--seed S] [--engine sqlite|postgres]`.

use std::process::ExitCode;

use bipe_tests::fire::{Engine, kill_rounds};

const HELP: &str = "\
Kills the program under load and proves after each round that nothing was lost or done twice.

  --rounds N   how often (200)
  --seed S     chance's seed (1)
  --engine E   sqlite (the default) or postgres
";

fn wanted() -> Result<(Engine, usize, u64), String> {
    let (mut engine, mut rounds, mut seed) = (Engine::Sqlite, 200, 1);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value\n\n{HELP}"))?;
        let wrong = || format!("{word} does not take {value}\n\n{HELP}");
        match (word.as_str(), value.as_str()) {
            ("--rounds", _) => rounds = value.parse().map_err(|_| wrong())?,
            ("--seed", _) => seed = value.parse().map_err(|_| wrong())?,
            ("--engine", "sqlite") => engine = Engine::Sqlite,
            ("--engine", "postgres") => engine = Engine::Postgres,
            _ => return Err(wrong()),
        }
    }
    Ok((engine, rounds, seed))
}

#[tokio::main]
async fn main() -> ExitCode {
    match wanted() {
        Ok((engine, rounds, seed)) => {
            kill_rounds(engine, rounds, seed).await;
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
