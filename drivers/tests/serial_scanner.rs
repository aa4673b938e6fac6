//! A scanner on a real terminal device (a pty): frames, beeps, a cable pulled and plugged in again.

mod pty;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bipe_drivers::backoff::Backoff;
use bipe_drivers::scanner::framer::Framing;
use bipe_drivers::scanner::serial::{Scanner, Settings, start};
use bipe_drivers::scanner::{Event, Feedback, Frame};
use bipe_drivers::transport::Connector;
use bipe_drivers::transport::serial::{Port, SerialConnector};
use pty::plug_in;

const PATIENCE: Duration = Duration::from_secs(30);

fn listen(link: &Path, settings: Settings) -> (Scanner, Receiver<Event>) {
    let (tell, events) = channel();
    let port = SerialConnector::new(Port::Path(link.display().to_string()));
    (start(port, settings, move |event| tell.send(event).unwrap_or(())), events)
}

fn next(events: &Receiver<Event>) -> Event {
    events.recv_timeout(PATIENCE).expect("an event from the scanner")
}

fn frame(text: &str) -> Event {
    Event::Frame(Frame::new(text.as_bytes()))
}

#[test]
fn scans_come_whole_with_their_separators() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let mut scanner = plug_in(&link);
    let (_reading, events) = listen(&link, Settings::default());
    assert_eq!(next(&events), Event::Connected);
    scanner.write_all(b"]d20109506000134352\x1D10LOT\r\n").unwrap();
    assert_eq!(next(&events), frame("]d20109506000134352\u{1D}10LOT"));
    // Control bytes that a terminal would act on are data here: ^C, ^D, ^Z, XON, XOFF, DEL, NUL.
    scanner.write_all(b"A\x03\x04\x1A\x11\x13\x7F\x00B\r").unwrap();
    assert_eq!(next(&events), frame("A\u{3}\u{4}\u{1A}\u{11}\u{13}\u{7F}\u{0}B"));
    // No suffix: the pause ends the frame.
    scanner.write_all(b"no suffix").unwrap();
    assert_eq!(next(&events), frame("no suffix"));
}

#[test]
fn another_process_can_be_the_scanner() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let scanner = plug_in(&link);
    let (_reading, events) = listen(&link, Settings::default());
    assert_eq!(next(&events), Event::Connected);
    let status = Command::new("sh")
        .args(["-c", r"printf '7891000100103\r7891000100104\r'"])
        .stdout(Stdio::from(scanner.try_clone().unwrap()))
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(next(&events), frame("7891000100103"));
    assert_eq!(next(&events), frame("7891000100104"));
}

#[test]
fn the_scanner_beeps_for_good_and_bad() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let mut scanner = plug_in(&link);
    let (reading, events) = listen(&link, Settings::default().with_datalogic_beeps());
    assert_eq!(next(&events), Event::Connected);
    reading.feedback(Feedback::Good);
    reading.feedback(Feedback::Bad);
    let mut beeps = [0; 2];
    scanner.read_exact(&mut beeps).unwrap();
    assert_eq!(&beeps, b"BF");
}

#[test]
fn a_pulled_cable_is_told_once_and_a_plugged_one_scans_again() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let quick = Backoff::new(Duration::from_millis(5), Duration::from_millis(20));
    // Half a frame must wait for its suffix here, however slow this machine is.
    let framing = Framing { pause: None, ..Framing::default() };
    let settings = Settings { backoff: quick, framing, ..Settings::default() };
    let (reading, events) = listen(&link, settings);

    let lost = |event, code: &str| match event {
        Event::Lost(fault) => assert_eq!(fault.code(), code, "{fault}"),
        other => panic!("{other:?}"),
    };
    lost(next(&events), "not_found");

    let mut scanner = plug_in(&link);
    assert_eq!(next(&events), Event::Connected);
    scanner.write_all(b"first\rhalf a fra").unwrap();
    assert_eq!(next(&events), frame("first"));

    std::fs::remove_file(&link).unwrap();
    drop(scanner);
    lost(next(&events), "unplugged");
    lost(next(&events), "not_found");

    let mut scanner = plug_in(&link);
    assert_eq!(next(&events), Event::Connected);
    scanner.write_all(b"second\r").unwrap();
    assert_eq!(next(&events), frame("second"));

    reading.stop();
    assert!(events.recv_timeout(PATIENCE).is_err(), "a stopped scanner tells nothing more");
}

#[test]
fn a_port_that_another_program_holds_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let _scanner = plug_in(&link);
    let port = SerialConnector::new(Port::Path(link.display().to_string()));
    let _held = port.open().unwrap();
    let fault = port.open().err().unwrap();
    assert_eq!(fault.code(), "busy", "{fault}");
}
