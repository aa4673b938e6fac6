//! `cargo xtask`: everything a newcomer needs, in two commands.
//!
//! `run` takes a fresh machine to a running demo warehouse, `test` proves the whole tree. Both look for what
//! they need first, install what is missing where they may, and otherwise say exactly what to run.
//!
//! **Invariant:** names none of our crates as a dependency; it starts cargo and the programs that cargo built.
//! **Invariant:** compiled before everything else, so it depends only on what the interface's build needs.

mod bench;
mod dist;
mod failure;
mod fire;
mod needs;
mod place;
mod stamp;
mod step;
mod tasks;
mod usb;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
Builds, runs and tests Bipe.

Usage: cargo xtask <task> [options]

Tasks:
  run [--release] [options of `bipe serve`]
        Installs what is missing, builds the interface and the server, and starts a demo warehouse
        (`bipe serve --demo`). Every other option goes to the server: cargo xtask run --help-serve
        lists them. --release builds the server as it ships, with the interface inside.
  test [arguments of `cargo test`]
        Installs what the tests need (Debian's postgresql, chromium, poppler-utils, cmake, …) and runs
        everything: formatting, lints, core on wasm32, the interface, the tests of every crate, and the
        bench with simulated USB devices.
        With arguments only the tests, narrowed: cargo xtask test --test tidy
  check
        The quick look before a commit: formatting, lints, core on wasm32.
  wasm [--dev] [--force]
        Builds the interface into handheld-ui/dist when something it is made of has changed.
        --dev builds faster and larger; --force builds in any case.
  bench scan | labels | plan
        Measures what was promised, on one core, and fails when it is missed: scans read a second and
        hostile ones in linear time; 1 000 shipping tags as PDF and ZPL; walks, bins and carts against the
        best there is (plan FOLDER: where the published instances lie).
  bench handheld [--scans N]
        The floor in Chromium held back to a collector's pace: size of the first load, when it is ready, and
        from the end of a scan to the painted answer.
  bench cycles [--engine sqlite|postgres] [--workers N] [--seconds S] [--rate R]
        Whole order cycles by API (order, release, pick 3 lines, pack, ship): cycles a second, p50 and p99
        of each step; at a rate each cycle counts from when it was due.
  bench stock [--part one|many|bulk|wave|rails|growth] [--engine sqlite|postgres]
              [--seconds S] [--picks N] [--grown ROWS]
        Picks over HTTP beside the same rows written bare, in the same minutes: one operator, 64 with shared
        commits and without, 32 handhelds at a scan a second with memory, a warehouse a hundred times as large.
  simulate [--seconds N] [--seed S] [--commands N] [--engine sqlite|postgres]
        Simulates houses full of people and mishaps, and audits every answer; a seed replays a failure.
  fire [--rounds N] [--seed S] [--engine sqlite|postgres]
        Kills the program under load, round after round; nothing acknowledged may be lost or done twice.
  usb
        The bench with simulated USB devices alone: a virtual machine with a real kernel in which the drivers
        print, find no paper, lose the cable in mid-job and scan. Downloads Debian's kernel package once.
  help
        This page.

CARGO_TARGET_DIR is respected. BIPE_NO_INSTALL=1 only says what is missing, and installs nothing.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = match arguments.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let asks_help = matches!(rest.first().map(String::as_str), Some("--help" | "-h"));
    let done = match task {
        "help" | "--help" | "-h" => help(),
        _ if asks_help => help(),
        "run" => tasks::run(rest),
        "test" => tasks::test(rest),
        "check" => tasks::check(rest),
        "wasm" => tasks::wasm(rest),
        "bench" => bench::run(rest),
        "simulate" => fire::simulate(rest),
        "fire" => fire::kill(rest),
        "usb" => usb::run(rest),
        other => Err(failure::Failure::new(format!("There is no task `{other}`: see `cargo xtask help`."))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> Result<(), failure::Failure> {
    print!("{HELP}");
    Ok(())
}
