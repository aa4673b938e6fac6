//! The tasks themselves, each a short list of steps.

use crate::failure::Failure;
use crate::needs;
use crate::place::Place;
use crate::step::Steps;
use crate::usb;
use crate::wasm::{self, Build};
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::time::Instant;

/// From a fresh machine to a running demo warehouse.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let place = Place::find()?;
    let release = arguments.iter().any(|argument| argument == "--release");
    let rest: Vec<&str> = arguments
        .iter()
        .filter(|argument| *argument != "--release")
        .map(|argument| if argument == "--help-serve" { "--help" } else { argument })
        .collect();
    needs::for_build()?;
    let mut steps = Steps::default();
    wasm::build(&place, &mut steps, Build::Release, false)?;
    server(&place, &mut steps, release)?;
    let program = place.target.join(if release { "release/bipe" } else { "debug/bipe" });
    eprintln!("\n── server: bipe serve --demo {}", rest.join(" "));
    // Replaces this process, so that Ctrl-C and signals reach the server and nothing stands between.
    let error = Command::new(&program).args(["serve", "--demo"]).args(rest).current_dir(&place.root).exec();
    Err(Failure::new(format!("Could not start {}: {error}.", program.display())))
}

/// Everything that can be proven about the tree.
pub fn test(arguments: &[String]) -> Result<(), Failure> {
    let place = Place::find()?;
    let start = Instant::now();
    needs::for_tests()?;
    let mut steps = Steps::default();
    if arguments.is_empty() {
        lints(&place, &mut steps)?;
    }
    wasm::build(&place, &mut steps, Build::Dev, false)?;
    // The kit spawns the program. cargo unites features over the packages that it builds something of: all of them in both
    // commands, so that nothing is compiled twice.
    let mut programs = place.cargo();
    programs.args(["build", "--workspace", "--bins", "--tests", "--examples"]);
    steps.command("build", &mut programs, "Programs or tests do not compile: see cargo's words above.")?;
    let mut tests = place.cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]).args(arguments);
    tests.env("BIPE_PROGRAM", place.target.join("debug/bipe"));
    let tested =
        steps.command("tests", &mut tests, "Tests failed: their names stand above, under `failures:`.");
    // A failed test does not keep the bench from telling what it found.
    let driven = if arguments.is_empty() { usb::bench(&place, &mut steps) } else { Ok(()) };
    tested.and(driven)?;
    eprintln!("\nGreen in {:.0} s: {}.", start.elapsed().as_secs_f64(), steps.times());
    Ok(())
}

/// The quick look before a commit.
pub fn check(arguments: &[String]) -> Result<(), Failure> {
    only(arguments, &[])?;
    let place = Place::find()?;
    needs::rust_parts()?;
    let mut steps = Steps::default();
    lints(&place, &mut steps)?;
    eprintln!("\nClean: {}.", steps.times());
    Ok(())
}

/// The interface alone.
pub fn wasm(arguments: &[String]) -> Result<(), Failure> {
    only(arguments, &["--dev", "--force"])?;
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let place = Place::find()?;
    needs::rust_parts()?;
    let mut steps = Steps::default();
    let build = if has("--dev") { Build::Dev } else { Build::Release };
    wasm::build(&place, &mut steps, build, has("--force"))?;
    eprintln!("handheld-ui/dist is ready. {}", steps.times());
    Ok(())
}

/// The server program.
fn server(place: &Place, steps: &mut Steps, release: bool) -> Result<(), Failure> {
    let mut cargo = place.cargo();
    cargo.args(["build", "--workspace", "--bin=bipe"]);
    if release {
        cargo.arg("--release");
    }
    steps.command("build server", &mut cargo, "The server does not compile: see cargo's words above.")
}

fn lints(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    let mut format = place.cargo();
    format.args(["fmt", "--all", "--check"]);
    steps.command("fmt", &mut format, "Some files are not formatted: run `cargo fmt --all`.")?;
    let mut clippy = place.cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "--deny=warnings"]);
    steps.command("clippy", &mut clippy, "clippy has something to say: see above.")?;
    let mut core = place.cargo();
    core.args(["check", "--package=bipe-core", "--target=wasm32-unknown-unknown", "--target-dir"]);
    core.arg(place.wasm_target());
    steps.command("core on wasm32", &mut core, "core must compile for wasm32, since the interface runs it.")
}

/// Refuses arguments that the task does not know.
fn only(arguments: &[String], known: &[&str]) -> Result<(), Failure> {
    match arguments.iter().find(|argument| !known.contains(&argument.as_str())) {
        None => Ok(()),
        Some(other) => Err(Failure::new(format!("`{other}` is not known here: see `cargo xtask help`."))),
    }
}
