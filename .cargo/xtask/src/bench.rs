//! Benches: each a program built as it ships, that prints what it measured and fails when a target is missed.

use crate::failure::Failure;
use crate::place::Place;
use crate::step::Steps;

/// Runs the benches that are named.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(Failure::new("Name a bench: see `cargo xtask help`."));
    };
    match name.as_str() {
        "scan" => example("scan", "bipe-core", "scans", rest),
        "plan" => example("plan", "bipe-core", "plan", rest),
        "stock" => crate::fire::stock(rest),
        "handheld" => crate::fire::handheld(rest),
        "cycles" => crate::fire::cycles(rest),
        "labels" => example("labels", "bipe-labels", "tags", rest),
        other => Err(Failure::new(format!("There is no bench `{other}`: see `cargo xtask help`."))),
    }
}

/// A bench that is an example of one crate.
fn example(name: &'static str, package: &str, example: &str, arguments: &[String]) -> Result<(), Failure> {
    let place = Place::find()?;
    let mut cargo = place.cargo();
    cargo.args(["run", "--release", "--package", package, "--example", example, "--"]).args(arguments);
    Steps::default().command(name, &mut cargo, "A target was missed, or the bench did not start: see above.")
}
