//! The bench with simulated USB devices: a virtual machine with a real kernel, in which the drivers meet a printer, a serial
//! scanner, a keyboard scanner and an HID POS scanner.

use crate::failure::Failure;
use crate::needs;
use crate::place::Place;
use crate::step::Steps;
use std::process::Command;

/// Installs what the bench needs, builds it and runs it.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if let Some(other) = arguments.first() {
        return Err(Failure::new(format!("`{other}` is not known here: see `cargo xtask help`.")));
    }
    let place = Place::find()?;
    needs::for_usb()?;
    let mut steps = Steps::default();
    let mut build = place.cargo();
    build.args(["build", "--package=bipe-drivers", "--example=usb-bench"]);
    steps.command("build the bench", &mut build, "The bench does not compile: see cargo's words above.")?;
    bench(&place, &mut steps)
}

/// Runs the bench, which is built.
pub fn bench(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    let mut bench = Command::new("bash");
    bench.arg(place.root.join("tests/usb_vm/run.sh")).arg(place.target.join("debug/examples/usb-bench"));
    bench.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target);
    steps.command(
        "usb",
        &mut bench,
        "The bench with simulated USB devices failed: its last step stands above.",
    )
}
