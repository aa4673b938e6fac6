//! Simulated houses for as long as one likes: `cargo xtask simulate --seconds N --seed S [--engine sqlite|postgres]`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use bipe_tests::fire::Engine;
use bipe_tests::simulator::Simulator;

/// How many commands one house sees; then the next seed begins on a fresh one.
const COMMANDS: u64 = 5_000;

const HELP: &str = "\
Simulates houses and audits every answer.

  --seconds N    how long: after so many seconds no new house is opened (60)
  --seed S       the first house's seed; each one after has the next (1)
  --commands N   how many commands a house sees (5000)
  --engine E     sqlite (the default) or postgres
";

struct Wanted {
    seconds: u64,
    seed: u64,
    commands: u64,
    engine: Engine,
}

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted { seconds: 60, seed: 1, commands: COMMANDS, engine: Engine::Sqlite };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value\n\n{HELP}"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{word} wants a number, not {value}"));
        match word.as_str() {
            "--seconds" => wanted.seconds = number()?,
            "--seed" => wanted.seed = number()?,
            "--commands" => wanted.commands = number()?,
            "--engine" => {
                wanted.engine = match value.as_str() {
                    "sqlite" => Engine::Sqlite,
                    "postgres" => Engine::Postgres,
                    other => return Err(format!("there is no engine {other}\n\n{HELP}")),
                }
            }
            other => return Err(format!("{other} is not known here\n\n{HELP}")),
        }
    }
    Ok(wanted)
}

#[tokio::main]
async fn main() -> ExitCode {
    let wanted = match wanted() {
        Ok(wanted) => wanted,
        Err(what) => {
            eprintln!("{what}");
            return ExitCode::FAILURE;
        }
    };
    let (start, mut seed) = (Instant::now(), wanted.seed);
    loop {
        let mut house = Simulator::open(wanted.engine, seed).await;
        let done = house.run(wanted.commands).await;
        let (record, engine) = (&house.record, format!("{:?}", wanted.engine).to_lowercase());
        println!("{}", record.table());
        println!(
            "seed {seed} on {engine}: {} commands, {} foretold for certain, hash {}",
            record.commands(),
            record.foretold(),
            record.hash()
        );
        if let Err(what) = done {
            let again = format!("--seconds 0 --seed {seed} --commands {} --engine {engine}", wanted.commands);
            println!(
                "\n{what}\n\nThe last commands:\n{}\n\nAgain: cargo xtask simulate {again}",
                record.last()
            );
            return ExitCode::FAILURE;
        }
        seed += 1;
        if start.elapsed() >= Duration::from_secs(wanted.seconds) {
            println!(
                "{} houses in {:.0} s, all as foretold",
                seed - wanted.seed,
                start.elapsed().as_secs_f64()
            );
            return ExitCode::SUCCESS;
        }
    }
}
