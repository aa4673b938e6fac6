//! Scales and a printer on real terminal devices (ptys).

mod pty;

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use bipe_drivers::backoff::Backoff;
use bipe_drivers::printer::Language;
use bipe_drivers::printer::job::{Outcome, Policy, send_job};
use bipe_drivers::printer::zpl::HostStatus;
use bipe_drivers::scale::{Event, Protocol, Reading, Settings, start};
use bipe_drivers::transport::serial::{Port, SerialConnector};
use pty::plug_in;

const PATIENCE: Duration = Duration::from_secs(30);

fn port(link: &std::path::Path) -> SerialConnector {
    SerialConnector::new(Port::Path(link.display().to_string()))
}

fn settings(protocol: Protocol) -> Settings {
    let backoff = Backoff::new(Duration::from_millis(5), Duration::from_millis(20));
    Settings { ask_every: Duration::from_millis(10), backoff, ..Settings::new(protocol) }
}

fn next(events: &Receiver<Event>) -> Event {
    events.recv_timeout(PATIENCE).expect("an event from the scale")
}

/// A scale that answers each question with the next answer, the last one again and again, until the host's
/// end is closed.
fn answer(mut scale: std::fs::File, question: u8, answers: Vec<&'static [u8]>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut at = 0;
        let mut byte = [0];
        while scale.read_exact(&mut byte).is_ok() {
            if byte[0] == question {
                scale.write_all(answers[at]).unwrap();
                at = (at + 1).min(answers.len() - 1);
            }
        }
    })
}

#[test]
fn a_polled_scale_tells_each_change_once() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scale");
    let end = plug_in(&link);
    let (tell, events) = channel();
    let scale = start(port(&link), settings(Protocol::ToledoPolled { decimals: 3 }), move |it| {
        tell.send(it).unwrap_or(())
    });
    assert_eq!(next(&events), Event::Connected);
    let answers: Vec<&[u8]> =
        vec![b"\x0200000\x03", b"\x0200000\x03", b"\x02IIIII\x03", b"\x02SSSSS\x03", b"\x0201250\x03"];
    let thread = answer(end, 0x05, answers);
    assert_eq!(next(&events), Event::Reading(Reading::Stable { grams: 0 }));
    assert_eq!(next(&events), Event::Reading(Reading::Moving));
    assert_eq!(next(&events), Event::Reading(Reading::OverRange));
    assert_eq!(next(&events), Event::Reading(Reading::Stable { grams: 1250 }));
    scale.stop();
    thread.join().unwrap();
    assert!(
        events.recv_timeout(PATIENCE).is_err(),
        "the same weight is told once, and nothing after the stop"
    );
}

#[test]
fn a_continuous_scale_is_heard_silence_is_told_and_a_pulled_cable_too() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scale");
    let mut end = plug_in(&link);
    let (tell, events) = channel();
    let quick = Settings { silent_after: Duration::from_millis(50), ..settings(Protocol::ToledoContinuous) };
    let _scale = start(port(&link), quick, move |it| tell.send(it).unwrap_or(()));
    assert_eq!(next(&events), Event::Connected);
    assert_eq!(next(&events), Event::Silent);
    end.write_all(b"\x02\x2D\x30\x20001250000000\r").unwrap();
    assert_eq!(next(&events), Event::Reading(Reading::Stable { grams: 1250 }));
    assert_eq!(next(&events), Event::Silent);
    std::fs::remove_file(&link).unwrap();
    drop(end);
    assert!(matches!(next(&events), Event::Lost(fault) if fault.code() == "unplugged"));
}

#[test]
fn a_printer_on_a_serial_line_prints_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("printer");
    let mut end = plug_in(&link);
    let job = "^XA^FDSão João^FS^XZ".as_bytes();
    let whole = [b"~HS\r\n", job, b"~HS\r\n"].concat();
    let length = whole.len();
    let printer = std::thread::spawn(move || {
        let mut got = Vec::new();
        let mut byte = [0];
        let mut answered = 0;
        while got.len() < length && end.read_exact(&mut byte).is_ok() {
            got.push(byte[0]);
            if got.ends_with(b"~HS\r\n") {
                answered += 1;
                end.write_all(&HostStatus::default().encode()).unwrap();
            }
        }
        (got, answered, end)
    });
    let policy = Policy { language: Language::Zpl, answer_timeout: PATIENCE, ..Policy::default() };
    let outcome = send_job(&port(&link), job, &policy);
    let (got, answered, _end) = printer.join().unwrap();
    assert_eq!(outcome, Outcome::Printed { bytes: job.len() });
    assert_eq!(got, whole);
    assert_eq!(answered, 2);
}
