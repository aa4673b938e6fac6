//! The house under fire for as long as one likes: simulated houses, and the program killed again and again under load.

use crate::failure::Failure;
use crate::needs;
use crate::place::Place;
use crate::step::Steps;

/// Simulated houses, each answer audited.
pub fn simulate(arguments: &[String]) -> Result<(), Failure> {
    program(
        "simulate",
        arguments,
        "An answer was not as foretold: the seed and the way to have it again stand above.",
    )
}

/// The program killed so many times under load.
pub fn kill(arguments: &[String]) -> Result<(), Failure> {
    program("kill", arguments, "Something was lost or done twice: the round and its seed stand above.")
}

/// A program of the tests' package, built in the tests' own features.
fn program(name: &'static str, arguments: &[String], sorry: &str) -> Result<(), Failure> {
    needs::for_tests()?;
    let place = Place::find()?;
    let mut steps = Steps::default();
    let mut cargo = place.cargo();
    cargo.args(["build", "--workspace", "--exclude=handheld-ui", "--bin=bipe", "--bin", name]);
    steps.command("build", &mut cargo, "It does not compile: see cargo's words above.")?;
    let mut command = std::process::Command::new(place.target.join("debug").join(name));
    command.args(arguments).env("BIPE_PROGRAM", place.target.join("debug/bipe"));
    steps.command(name, &mut command, sorry)
}
