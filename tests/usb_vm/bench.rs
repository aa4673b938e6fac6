//! The bench: real drivers against simulated USB devices, inside the virtual machine that `run.sh` starts.
//!
//! Each step plays both ends: the *device end* through the kernel's gadget files, the *host end* through
//! `bipe-drivers`. A step that does not hold ends the bench with its reason.

#[path = "bench/ends.rs"]
mod ends;
#[path = "bench/printing.rs"]
mod printing;
#[path = "bench/scanning.rs"]
mod scanning;

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;

use bipe_drivers::device::{self, Identity};
use bipe_drivers::fault::Fault;
use bipe_drivers::scanner::{Event, hid_pos, keyboard};
use bipe_drivers::transport::Connector;
use bipe_drivers::transport::serial::{Port, SerialConnector};
use bipe_drivers::transport::usb::UsbConnector;

const PRINTER: &str = "1209:0101/PRN0001";
const SERIAL_SCANNER: &str = "1209:0102/SCN0001";
const KEYBOARD_SCANNER: &str = "1209:0103/SCN0002";
const HID_SCANNER: &str = "1209:0104/SCN0003";

fn identity(text: &str) -> Identity {
    text.parse().expect("an identity")
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("without-permission") {
        return without_permission();
    }
    assert!(
        std::path::Path::new("/dev/g_printer0").exists(),
        "the bench runs inside the virtual machine only: start tests/usb_vm/run.sh"
    );
    let started = Instant::now();
    let steps: [(&str, fn()); 14] = [
        ("every device is seen under its lasting name", every_device_is_seen),
        ("a user without permission is told the udev rule", permission_is_asked_for),
        ("the printer tells who it is", printing::the_printer_tells_who_it_is),
        ("a printer that is off-line gets nothing", printing::an_offline_printer_gets_nothing),
        ("a label is printed, and the printer says so", printing::a_label_is_printed),
        ("paper out by port status gets nothing", printing::paper_out_by_port_status),
        ("paper out by language gets nothing", printing::paper_out_by_language),
        ("a printer that takes nothing fails safely", printing::a_printer_that_takes_nothing),
        ("a printer that stops in mid-job is unknown", printing::a_printer_that_stops_in_mid_job),
        ("a cable pulled in mid-job is unknown; plugged in again, it prints", printing::a_cable_is_pulled),
        ("a serial scanner scans, beeps, is pulled and comes back", scanning::by_serial_port),
        ("a keyboard scanner is ours alone", scanning::by_keyboard),
        ("a keyboard scanner is pulled and comes back", scanning::by_keyboard_pulled),
        ("a HID POS scanner scans, is pulled and comes back", scanning::by_hid_pos),
    ];
    for (name, step) in steps {
        step();
        println!("bench: ok after {:4.1} s: {name}", started.elapsed().as_secs_f32());
    }
    println!("bench: all {} steps held", steps.len());
}

fn every_device_is_seen() {
    let seen: Vec<String> = device::look()
        .into_iter()
        .filter(|device| device.identity.vendor == 0x1209)
        .map(|device| format!("{} {} {}", device.identity, device.kind.code(), device.name))
        .collect();
    assert_eq!(
        seen,
        [
            format!("{PRINTER} printer Bench LabelPrinter"),
            format!("{SERIAL_SCANNER} serial_port Bench ScannerSerial"),
            format!("{KEYBOARD_SCANNER} keyboard Bench ScannerKeyboard"),
            format!("{HID_SCANNER} hid_scanner Bench ScannerHidPos"),
        ]
    );
}

fn permission_is_asked_for() {
    let program = std::env::current_exe().expect("this program's path");
    let nobody = 65534;
    let status = Command::new(program).arg("without-permission").uid(nobody).gid(nobody).status();
    assert!(status.expect("this program once more").success());
}

/// Runs as nobody: everything is seen, nothing may be opened, and each refusal names its remedy.
fn without_permission() {
    every_device_is_seen();
    let denied = |fault: Fault, remedy: &str| {
        assert_eq!(fault.code(), "permission_denied", "{fault}");
        assert!(fault.to_string().contains(remedy), "{fault}");
    };
    let usb = UsbConnector::new(identity(PRINTER)).open().err().expect("a refusal");
    denied(usb, r#"SUBSYSTEM=="usb", ATTR{idVendor}=="1209", ATTR{idProduct}=="0101""#);
    let serial =
        SerialConnector::new(Port::Device(identity(SERIAL_SCANNER))).open().err().expect("a refusal");
    denied(serial, "dialout");
    let lost = |events: ends::Events| match events.next() {
        Event::Lost(fault) => fault,
        other => panic!("{other:?}"),
    };
    let (events, sink) = ends::events();
    let _keys = keyboard::start(identity(KEYBOARD_SCANNER), ends::quick(), sink);
    denied(lost(events), r#"SUBSYSTEM=="input", ATTRS{idVendor}=="1209", ATTRS{idProduct}=="0103""#);
    let (events, sink) = ends::events();
    let _hid = hid_pos::start(identity(HID_SCANNER), ends::quick(), sink);
    denied(lost(events), r#"SUBSYSTEM=="hidraw", ATTRS{idVendor}=="1209", ATTRS{idProduct}=="0104""#);
}
