//! Scanners in HID POS mode: USB HID usage page 0x8C, "bar code scanner".
//!
//! The mode to recommend for a fixed desk, beside serial: no keyboard layout, no lost control characters, and
//! the AIM symbology identifier comes with every scan.
//!
//! Source: *HID Point of Sale Usage Tables* 1.02; the report's layout by Hand Held Products' manual, which
//! others follow, some with all fields behind the length shifted by one:
//! ```text
//! report 2 │ length │ AIM id, 3 bytes │ data, up to 56 bytes │ maker's symbology │ … │ 1: more follows
//! ```
//!
//! It is read through the kernel's **hidraw**, not by claiming the device with libusb: nothing has to be
//! detached and given back, the device file can be waited for, one udev rule gives the permission, and other
//! programs that look at HID devices go on working.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use super::{Event, Frame};
use crate::backoff::Backoff;
use crate::device::{self, Device, Identity, Kind};
use crate::fault::Fault;
use crate::system;
use crate::watch::{self, Line, Watch};

/// The report that carries scans.
const SCAN_REPORT: u8 = 2;
/// Longer than any symbol: a chain of reports that never ends.
const BYTES_MAX: usize = 8192;
/// Vendors (Honeywell, Youjie) whose scanners stay mute until feature report 254 is set to 1.
const MUTE_UNTIL_ASKED: [u16; 2] = [0x0C2E, 0x23D0];

/// Whether a HID report descriptor describes a bar code scanner: an application collection of page 0x8C,
/// usage 2 (HID 1.11, 6.2.2).
pub fn is_scanner(descriptor: &[u8]) -> bool {
    const USAGE_PAGE: u8 = 0x04;
    const USAGE: u8 = 0x08;
    const COLLECTION: u8 = 0xA0;
    const LONG: u8 = 0xFE;
    let (mut page, mut usage) = (0, 0);
    let mut rest = descriptor;
    while let [prefix, after @ ..] = rest {
        if *prefix == LONG {
            let [length, _tag, data @ ..] = after else { return false };
            rest = data.get(usize::from(*length)..).unwrap_or_default();
            continue;
        }
        let size = [0, 1, 2, 4][usize::from(prefix & 0x03)];
        let Some((data, next)) = after.split_at_checked(size) else { return false };
        let value = data.iter().rev().fold(0_u32, |value, &byte| value << 8 | u32::from(byte));
        match prefix & 0xFC {
            USAGE_PAGE => page = value,
            // Four bytes carry the page in their upper half.
            USAGE if size == 4 => (page, usage) = (value >> 16, value & 0xFFFF),
            USAGE => usage = value,
            COLLECTION if value == 1 && (page, usage) == (0x8C, 0x02) => return true,
            _ => {}
        }
        rest = next;
    }
    false
}

/// What a report completes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A whole symbol, its AIM identifier in front.
    Frame(Frame),
    /// More is to come, or it was no scan.
    Nothing,
    /// So many bytes were too many for one symbol.
    Discarded(usize),
}

/// Joins reports into frames.
#[derive(Debug, Default)]
pub struct Assembler {
    held: Vec<u8>,
}

impl Assembler {
    /// Takes one input report, its number first.
    pub fn push(&mut self, report: &[u8]) -> Heard {
        let [SCAN_REPORT, body @ ..] = report else { return Heard::Nothing };
        let [length, fields @ ..] = body else { return Heard::Nothing };
        let Some((more, fields)) = fields.split_last() else { return Heard::Nothing };
        let shift = match fields {
            [b']', ..] => 0,
            [_, b']', ..] => 1,
            // Without an identifier the fields stand where they should.
            _ => 0,
        };
        let fields = &fields[shift..];
        let (aim, data) = fields.split_at(fields.len().min(3));
        if self.held.is_empty() && aim.first() == Some(&b']') {
            self.held.extend_from_slice(aim);
        }
        self.held.extend_from_slice(&data[..usize::from(*length).min(data.len())]);
        if self.held.len() > BYTES_MAX {
            return Heard::Discarded(std::mem::take(&mut self.held).len());
        }
        if *more != 0 {
            return Heard::Nothing;
        }
        let mut bytes = std::mem::take(&mut self.held);
        // A suffix meant for other modes may be left switched on.
        while matches!(bytes.last(), Some(b'\r' | b'\n')) {
            bytes.pop();
        }
        if bytes.is_empty() { Heard::Nothing } else { Heard::Frame(Frame::new(bytes)) }
    }
}

/// Reads the scanner with this identity until stopped; `sink` gets every event, on the scanner's own thread.
///
/// # Panics
/// When the system can't start a thread.
pub fn start(identity: Identity, backoff: Backoff, sink: impl FnMut(Event) + Send + 'static) -> Watch {
    let name = identity.to_string();
    let open = move || {
        let device = device::find(&identity, Kind::HidScanner)?;
        open(&device)
    };
    watch::start(&name, open, backoff, sink)
}

/// The line for `/etc/udev/rules.d/70-bipe.rules` that lets the group `input` use a HID scanner.
pub fn udev_rule(vendor: u16, product: u16) -> String {
    format!(
        "SUBSYSTEM==\"hidraw\", ATTRS{{idVendor}}==\"{vendor:04x}\", ATTRS{{idProduct}}==\"{product:04x}\", \
         MODE=\"0660\", GROUP=\"input\""
    )
}

fn open(device: &Device) -> Result<HidLine, Fault> {
    let Identity { vendor, product, .. } = device.identity;
    let path: PathBuf = device.path.clone().unwrap_or_default();
    let remedy = format!(
        "put this line into /etc/udev/rules.d/70-bipe.rules, add this program's user to the group input, and plug \
         the scanner in again: {}",
        udev_rule(vendor, product)
    );
    let file = system::open_device(&path, &remedy)?;
    if MUTE_UNTIL_ASKED.contains(&vendor) {
        system::set_feature(&file, 254, 1).map_err(|error| Fault::while_moving(&error))?;
    }
    Ok(HidLine { file, assembler: Assembler::default() })
}

struct HidLine {
    file: File,
    assembler: Assembler,
}

impl Line for HidLine {
    type Event = Event;

    fn read(&mut self, patience: Duration) -> Result<Vec<Event>, Fault> {
        let mut report = [0; 4096];
        let length = match system::read_device(&mut self.file, &mut report, patience) {
            Ok(length) => length,
            Err(Fault::TimedOut) => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        Ok(match self.assembler.push(&report[..length]) {
            Heard::Frame(frame) => vec![Event::Frame(frame)],
            Heard::Discarded(bytes) => vec![Event::Discarded { bytes }],
            Heard::Nothing => Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A report as the manual draws it: 64 bytes with its number.
    fn report(aim: &str, data: &[u8], more: bool) -> Vec<u8> {
        let mut report = vec![SCAN_REPORT, u8::try_from(data.len()).unwrap()];
        report.extend_from_slice(aim.as_bytes());
        report.extend_from_slice(data);
        report.resize(63, 0);
        report.push(u8::from(more));
        report
    }

    fn frame(text: &str) -> Heard {
        Heard::Frame(Frame::new(text.as_bytes()))
    }

    #[test]
    fn a_scan_comes_with_its_identifier_and_separators() {
        let mut assembler = Assembler::default();
        let data = b"0109506000134352\x1D10LOT";
        assert_eq!(assembler.push(&report("]d2", data, false)), frame("]d20109506000134352\u{1D}10LOT"));
        assert_eq!(assembler.push(&report("]E0", b"7891000100103\r", false)), frame("]E07891000100103"));
    }

    #[test]
    fn long_symbols_come_in_several_reports() {
        let mut assembler = Assembler::default();
        let (one, two) = ([b'A'; 56], [b'B'; 30]);
        assert_eq!(assembler.push(&report("]Q1", &one, true)), Heard::Nothing);
        let whole = format!("]Q1{}{}", "A".repeat(56), "B".repeat(30));
        assert_eq!(assembler.push(&report("]Q1", &two, false)), frame(&whole));
    }

    #[test]
    fn shifted_and_missing_identifiers_are_read() {
        let mut assembler = Assembler::default();
        let mut shifted = report("]C1", b"00123", false);
        shifted.insert(2, 0);
        assert_eq!(assembler.push(&shifted), frame("]C100123"));
        assert_eq!(assembler.push(&report("\0\0\0", b"123", false)), frame("123"));
    }

    #[test]
    fn what_is_no_scan_is_passed_over() {
        let mut assembler = Assembler::default();
        for other in [&b""[..], b"\x02", b"\x02\x05", b"\x03\x05]C112345\0", b"\x02\x00]C1\0\0"] {
            assert!(matches!(assembler.push(other), Heard::Nothing | Heard::Frame(_)), "{other:?}");
        }
        let mut assembler = Assembler::default();
        assert_eq!(assembler.push(b"\x03\x05]C112345\0"), Heard::Nothing);
    }

    #[test]
    fn an_endless_chain_is_thrown_away() {
        let mut assembler = Assembler::default();
        let heard: Vec<Heard> = (0..200).map(|_| assembler.push(&report("]Q1", &[b'A'; 56], true))).collect();
        assert!(heard.iter().any(|heard| matches!(heard, Heard::Discarded(bytes) if *bytes > BYTES_MAX)));
        assert!(assembler.held.len() <= BYTES_MAX);
    }

    #[test]
    fn descriptors_tell_scanners_from_keyboards() {
        assert!(is_scanner(&[0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0xC0]));
        assert!(is_scanner(&[0x06, 0x8C, 0x00, 0x09, 0x02, 0xA1, 0x01, 0xC0]), "page in two bytes");
        assert!(is_scanner(&[0x0B, 0x02, 0x00, 0x8C, 0x00, 0xA1, 0x01, 0xC0]), "page with the usage");
        assert!(is_scanner(&[0xFE, 1, 9, 0, 0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01]), "after a long item");
        assert!(!is_scanner(&[0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0xC0]), "a keyboard");
        assert!(!is_scanner(&[0x05, 0x8C, 0x09, 0x02, 0xA1]), "cut off");
    }

    proptest! {
        #[test]
        fn random_reports_never_panic(reports in proptest::collection::vec(
            proptest::collection::vec(any::<u8>(), 0..70), 0..20)) {
            let mut assembler = Assembler::default();
            for mut report in reports {
                assembler.push(&report);
                if let Some(number) = report.first_mut() {
                    *number = SCAN_REPORT;
                }
                assembler.push(&report);
                is_scanner(&report);
            }
        }
    }
}
