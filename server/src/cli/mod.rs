//! The command line: one file a subcommand.
//!
//! Exit codes: 0 done, 1 done with findings or refused input, 2 could not be done (also a wrong command line).

mod audit;
mod backup;
mod devices;
mod explain;
mod label;
mod plan;
mod restore;
mod scan;
mod serve;
mod station;

use std::fmt::Display;
use std::future::Future;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Done, with findings, or with input that was refused.
const FINDINGS: u8 = 1;
/// Not done.
const FAILED: u8 = 2;

const EXAMPLES: &str = "\
Examples:
  bipe serve --demo                       a demo warehouse on http://127.0.0.1:8420
  bipe serve --listen 0.0.0.0:80          for other machines too
  bipe serve --database postgres://bipe@db/bipe
  bipe audit --json                       proves that stock is what the movements say
  bipe audit explain lot L1               lists each leg behind its figures
  bipe backup bipe-2026-11-21.db          while the server works
  bipe devices                            what is plugged in, and what keeps it from being used
  bipe station --server https://bipe.example --config station.toml
  echo ']C1010789100031550410L7' | bipe scan explain
  bipe label render --kind shipping --format pdf --output tag.pdf

Settings come from flags, else from the environment (BIPE_LISTEN, BIPE_DATABASE or DATABASE_URL, BIPE_DATA, …),
else from bipe.toml (listen, database, data, demo, log).";

/// Bipe, the warehouse management system in which every scan is a command.
#[derive(Parser, Debug)]
#[command(name = "bipe", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the server
    Serve(serve::Arguments),
    /// Check the books: recompute everything from the movements, and name what differs
    Audit(audit::Arguments),
    /// Write a consistent copy of the database into a new file, also while the server works
    Backup(backup::Arguments),
    /// Put a backup in the database's place
    Restore(restore::Arguments),
    /// Speak for the scanners, the scale and the printers of a desk
    Station(station::Arguments),
    /// Show and test the devices that are plugged in
    Devices(devices::Arguments),
    /// Look at scans
    #[command(subcommand)]
    Scan(scan::Command),
    /// Plan walks
    #[command(subcommand)]
    Plan(plan::Command),
    /// Look at labels
    #[command(subcommand)]
    Label(label::Command),
}

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(arguments) => block_on(serve::run(arguments)),
        Command::Audit(arguments) => block_on(audit::run(arguments)),
        Command::Backup(arguments) => block_on(backup::run(arguments)),
        Command::Restore(arguments) => block_on(restore::run(arguments)),
        Command::Station(arguments) => block_on(station::run(arguments)),
        Command::Devices(arguments) => devices::run(&arguments),
        Command::Scan(command) => scan::run(command),
        Command::Plan(command) => plan::run(command),
        Command::Label(command) => label::run(command),
    }
}

fn block_on(work: impl Future<Output = ExitCode>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => failed(format_args!("the system gives no threads: {error}")),
    }
}

/// Says something on stdout. Whoever reads may have seen enough, as `head` does: that is no failure.
fn say(text: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Says on stderr why something could not be done.
fn failed(reason: impl Display) -> ExitCode {
    eprintln!("bipe: {reason}");
    ExitCode::from(FAILED)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
