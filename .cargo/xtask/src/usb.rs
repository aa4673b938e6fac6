//! The bench with simulated USB devices: a virtual machine with a real kernel, in which the drivers meet a printer, a serial
//! scanner, a keyboard scanner and an HID POS scanner.

use crate::failure::Failure;
use crate::needs;
use crate::place::Place;
use crate::step::Steps;
use std::process::Command;

/// Installs what the bench needs and runs it.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if let Some(other) = arguments.first() {
        return Err(Failure::new(format!("`{other}` is not known here: see `cargo xtask help`.")));
    }
    let place = Place::find()?;
    needs::for_usb()?;
    let mut bench = Command::new("bash");
    bench.arg(place.root.join("tests/usb_vm/run.sh")).current_dir(&place.root);
    bench.env("CARGO_TARGET_DIR", &place.target);
    Steps::default().command("usb", &mut bench, "The bench failed: its last step stands above.")
}
