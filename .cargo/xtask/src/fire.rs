//! The house under fire for as long as one likes: simulated houses, and the program killed again and again under load.

use crate::failure::Failure;
use crate::needs;
use crate::place::Place;
use crate::step::Steps;
use crate::wasm::{self, Build};

/// Simulated houses, each answer audited.
pub fn simulate(arguments: &[String]) -> Result<(), Failure> {
    program(
        "simulate",
        arguments,
        "An answer was not as foretold: the seed and the way to have it again stand above.",
        false,
    )
}

/// The program killed so many times under load.
pub fn kill(arguments: &[String]) -> Result<(), Failure> {
    program("kill", arguments, "Something was lost or done twice: the round and its seed stand above.", false)
}

/// Whole order cycles, with everything built as it ships.
pub fn cycles(arguments: &[String]) -> Result<(), Failure> {
    program("cycles", arguments, "A cycle was not answered as it must be: see above.", true)
}

/// Picks beside what the machine does bare, with everything built as it ships.
pub fn stock(arguments: &[String]) -> Result<(), Failure> {
    program(
        "stock",
        arguments,
        "An aim was missed, or something was not answered as it must be: see above.",
        true,
    )
}

/// The handheld in a browser, with everything built as it ships.
pub fn handheld(arguments: &[String]) -> Result<(), Failure> {
    needs::for_tests()?;
    // The program takes the interface in when it is built.
    wasm::build(&Place::find()?, &mut Steps::default(), Build::Release, false)?;
    program("handheld", arguments, "An aim was missed, or a screen did not come: see above.", true)
}

/// A program of the tests' package, built in the tests' own features.
fn program(name: &'static str, arguments: &[String], sorry: &str, release: bool) -> Result<(), Failure> {
    needs::for_tests()?;
    let place = Place::find()?;
    let mut steps = Steps::default();
    let mut cargo = place.cargo();
    cargo.args(["build", "--workspace", "--exclude=handheld-ui", "--bin=bipe", "--bin", name]);
    if release {
        cargo.arg("--release");
    }
    let built = place.target.join(if release { "release" } else { "debug" });
    steps.command("build", &mut cargo, "It does not compile: see cargo's words above.")?;
    let mut command = std::process::Command::new(built.join(name));
    command.args(arguments).env("BIPE_PROGRAM", built.join("bipe"));
    steps.command(name, &mut command, sorry)
}
