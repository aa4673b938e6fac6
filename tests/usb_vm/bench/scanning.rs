//! The scanners: through a serial port, as a keyboard, and as HID POS.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::time::Instant;

use bipe_drivers::device::{self, Kind};
use bipe_drivers::scanner::keyboard::{self, Typist};
use bipe_drivers::scanner::serial::Settings;
use bipe_drivers::scanner::{Event, Feedback, hid_pos, serial};
use bipe_drivers::transport::serial::{Port, SerialConnector};
use bipe_drivers::transport::{Connector, Transport, write_all};
use rustix::fs::OFlags;

use crate::ends::{Cable, Events, PATIENCE, events, quick};
use crate::{HID_SCANNER, KEYBOARD_SCANNER, SERIAL_SCANNER, identity};

const SYMBOL: &str = "]d20109506000134352\u{1D}10LOT-7";

/// The serial scanner's own end, a terminal too.
fn serial_end() -> Box<dyn Transport> {
    SerialConnector::new(Port::Path("/dev/ttyGS0".into())).open().expect("the scanner's end")
}

pub fn by_serial_port() {
    let (told, sink) = events();
    let settings = Settings { backoff: quick(), ..Settings::default() }.with_datalogic_beeps();
    let port = SerialConnector::new(Port::Device(identity(SERIAL_SCANNER)));
    let mut end = serial_end();
    let scanner = serial::start(port, settings, sink);
    told.until_connected();

    let scan = |end: &mut dyn Transport| {
        let line = format!("{SYMBOL}\r\n");
        write_all(end, line.as_bytes(), Instant::now() + PATIENCE).expect("a scan");
    };
    scan(&mut *end);
    assert_eq!(told.frame(), SYMBOL);
    scanner.feedback(Feedback::Good);
    let mut beep = [0; 8];
    let length = end.read(&mut beep, PATIENCE).expect("a beep");
    assert_eq!(&beep[..length], b"B");

    let cable = Cable { gadget: "scanacm", controller: "dummy_udc.1", identity: identity(SERIAL_SCANNER) };
    cable.pull();
    assert_eq!(told.lost(), "unplugged");
    drop(end);
    cable.plug_in();
    scanner.appeared();
    let mut end = serial_end();
    told.until_connected();
    scan(&mut *end);
    assert_eq!(told.frame(), SYMBOL);
}

/// The boot keyboard's number and Shift for a character, as far as these tests type.
fn usage(character: char) -> (u8, bool) {
    match character {
        'a'..='z' => (4 + (character as u8 - b'a'), false),
        'A'..='Z' => (4 + (character as u8 - b'A'), true),
        '1'..='9' => (30 + (character as u8 - b'1'), false),
        '0' => (39, false),
        '\r' => (40, false),
        '-' => (45, false),
        ']' => (48, false),
        other => panic!("{other:?} is not typed here"),
    }
}

fn type_text(end: &mut File, text: &str) {
    for character in text.chars() {
        let (key, shift) = usage(character);
        for report in [[if shift { 2 } else { 0 }, 0, key, 0, 0, 0, 0, 0], [0; 8]] {
            end.write_all(&report).expect("a keyboard report");
        }
    }
}

fn typed(told: &Events, length: usize) -> String {
    let mut typist = Typist::default();
    let mut text = String::new();
    let mut last = None;
    while text.chars().count() < length {
        let Event::Key(event) = told.next() else { panic!("only keys are awaited") };
        assert!(last <= Some(event.at), "the clock goes forward");
        last = Some(event.at);
        text.extend(typist.push(event).and_then(|stroke| stroke.character));
    }
    text
}

pub fn by_keyboard() {
    let path = device::find(&identity(KEYBOARD_SCANNER), Kind::Keyboard).expect("the scanner").path;
    // Another program that listens to the same keyboard, as a desktop does.
    let nonblocking = OFlags::NONBLOCK.bits().cast_signed();
    let mut other = OpenOptions::new();
    let other = other.read(true).custom_flags(nonblocking).open(path.expect("its device file"));
    let mut other = other.expect("a second listener");

    let (told, sink) = events();
    let scanner = keyboard::start(identity(KEYBOARD_SCANNER), quick(), sink);
    told.until_connected();
    let mut end = OpenOptions::new().write(true).open("/dev/hidg0").expect("the scanner's end");
    type_text(&mut end, "]C1Lot-70\r");
    assert_eq!(typed(&told, 10), "]C1Lot-70\r");
    let heard = other.read(&mut [0; 1024]);
    assert_eq!(heard.expect_err("nothing for others").kind(), ErrorKind::WouldBlock);

    // Let go, it is an ordinary keyboard again.
    scanner.stop();
    type_text(&mut end, "a");
    let until = Instant::now() + PATIENCE;
    while other.read(&mut [0; 1024]).is_err() {
        assert!(Instant::now() < until, "the keyboard was not given back");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

pub fn by_keyboard_pulled() {
    let (told, sink) = events();
    let scanner = keyboard::start(identity(KEYBOARD_SCANNER), quick(), sink);
    told.until_connected();
    let cable = Cable { gadget: "scankbd", controller: "dummy_udc.2", identity: identity(KEYBOARD_SCANNER) };
    cable.pull();
    assert_eq!(told.lost(), "unplugged");
    cable.plug_in();
    scanner.appeared();
    told.until_connected();
    let mut end = OpenOptions::new().write(true).open("/dev/hidg0").expect("the scanner's end");
    type_text(&mut end, "]C1Lot-71\r");
    assert_eq!(typed(&told, 10), "]C1Lot-71\r");
}

fn scan_by_hid(aim: &str, data: &[u8]) {
    let mut end = OpenOptions::new().write(true).open("/dev/hidg1").expect("the scanner's end");
    let mut parts = data.chunks(56).peekable();
    while let Some(part) = parts.next() {
        let mut report = vec![2, part.len() as u8];
        report.extend_from_slice(aim.as_bytes());
        report.extend_from_slice(part);
        report.resize(63, 0);
        report.push(u8::from(parts.peek().is_some()));
        end.write_all(&report).expect("a report");
    }
}

pub fn by_hid_pos() {
    let (told, sink) = events();
    let scanner = hid_pos::start(identity(HID_SCANNER), quick(), sink);
    told.until_connected();
    scan_by_hid("]d2", b"0109506000134352\x1D10LOT-7");
    assert_eq!(told.frame(), SYMBOL);
    let long = "0123456789".repeat(25);
    scan_by_hid("]Q1", long.as_bytes());
    assert_eq!(told.frame(), format!("]Q1{long}"));

    let cable = Cable { gadget: "scanpos", controller: "dummy_udc.3", identity: identity(HID_SCANNER) };
    cable.pull();
    assert_eq!(told.lost(), "unplugged");
    cable.plug_in();
    scanner.appeared();
    told.until_connected();
    scan_by_hid("]d2", b"0109506000134352\x1D10LOT-7");
    assert_eq!(told.frame(), SYMBOL);
}
