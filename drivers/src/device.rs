//! What is plugged in, and how to know it again.
//!
//! A device keeps its [`Identity`] whatever the system calls it today: its serial number where it has one of
//! its own, else the socket it is in. [`look`] reads what the system shows to everyone (sysfs), so it needs no
//! permission, no daemon and no open device. [`Table`] compares two looks and tells what came and went.
//!
//! **Invariant**: a bus address or a device file's number never identifies a device.

mod system;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub use system::look;

use crate::fault::Fault;

/// What a device is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A printer of the USB printer class.
    Printer,
    /// A serial port played by a USB device: scanners, scales, converters. A built-in port is known by its path.
    SerialPort,
    /// A scanner of HID usage page 0x8C.
    HidScanner,
    /// Something that types: a scanner in keyboard mode, or a keyboard.
    Keyboard,
}

impl Kind {
    /// A stable name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Printer => "printer",
            Self::SerialPort => "serial_port",
            Self::HidScanner => "hid_scanner",
            Self::Keyboard => "keyboard",
        }
    }
}

/// By what a device is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// Its own serial number.
    Serial(String),
    /// The USB socket it is in, as the system names it: `bus-port.port…`, for example `1-2.3`.
    Port(String),
}

/// A device's lasting name. Written `vvvv:pppp/SERIAL` or `vvvv:pppp@PORT`, the numbers in hexadecimal; where one
/// device plays several of a kind (an adapter with two serial ports), the second ends with `#2`, and so on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// The vendor's USB number.
    pub vendor: u16,
    /// The product's USB number.
    pub product: u16,
    /// What tells it from others of its model.
    pub anchor: Anchor,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}:{:04x}", self.vendor, self.product)?;
        match &self.anchor {
            Anchor::Serial(number) => write!(f, "/{number}"),
            Anchor::Port(port) => write!(f, "@{port}"),
        }
    }
}

/// A text that is no [`Identity`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no device identity: write vvvv:pppp/SERIAL or vvvv:pppp@PORT, as the list of devices shows it"
)]
pub struct NoIdentity(String);

impl FromStr for Identity {
    type Err = NoIdentity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let at = text.find(['/', '@'])?;
            let (numbers, anchor) = text.split_at(at);
            let (vendor, product) = numbers.split_once(':')?;
            let number = |digits: &str| {
                // The standard library takes a sign too.
                (digits.len() == 4 && !digits.starts_with('+')).then_some(())?;
                u16::from_str_radix(digits, 16).ok()
            };
            let name = anchor.get(1..).filter(|name| !name.is_empty())?.to_owned();
            let anchor = if anchor.starts_with('/') { Anchor::Serial(name) } else { Anchor::Port(name) };
            Some(Self { vendor: number(vendor)?, product: number(product)?, anchor })
        };
        read().ok_or_else(|| NoIdentity(text.to_owned()))
    }
}

/// A device that is plugged in just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its lasting name.
    pub identity: Identity,
    /// What it is good for. A scanner may show itself twice, as a scanner and as a keyboard.
    pub kind: Kind,
    /// What its maker calls it, for people.
    pub name: String,
    /// The USB socket it is in.
    pub port: String,
    /// Its device file just now; printers are reached without one.
    pub path: Option<PathBuf>,
}

/// The device with this identity, if it is plugged in as that kind just now.
///
/// # Errors
/// [`Fault::NotFound`] when it is not.
pub fn find(identity: &Identity, kind: Kind) -> Result<Device, Fault> {
    let found = look().into_iter().find(|device| device.kind == kind && &device.identity == identity);
    found.ok_or_else(|| Fault::NotFound { device: identity.to_string() })
}

/// What a look at the devices has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not there before, or it was plugged out and in between two looks.
    Arrived(Device),
    /// It is gone.
    Left(Device),
}

/// Remembers what was plugged in at the last look.
#[derive(Debug, Default)]
pub struct Table {
    known: BTreeMap<(Identity, Kind), Device>,
}

impl Table {
    /// Takes a new look and answers what changed: first what left, then what arrived. A device whose device
    /// file or socket changed has left and arrived.
    pub fn update(&mut self, seen: Vec<Device>) -> Vec<Change> {
        let seen: BTreeMap<_, _> =
            seen.into_iter().map(|device| ((device.identity.clone(), device.kind), device)).collect();
        let left = self.known.iter().filter(|(key, device)| seen.get(key) != Some(device));
        let mut changes: Vec<Change> = left.map(|(_, device)| Change::Left(device.clone())).collect();
        let arrived = seen.iter().filter(|(key, device)| self.known.get(key) != Some(device));
        changes.extend(arrived.map(|(_, device)| Change::Arrived(device.clone())));
        self.known = seen;
        changes
    }

    /// What was there at the last look, in a steady order.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.known.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(identity: &str, kind: Kind, path: &str) -> Device {
        let identity: Identity = identity.parse().unwrap();
        Device { identity, kind, name: "thing".into(), port: "1-1".into(), path: Some(path.into()) }
    }

    #[test]
    fn an_identity_is_written_and_read() {
        let check = |text: &str, anchor: Anchor| {
            let identity: Identity = text.parse().unwrap();
            assert_eq!(identity, Identity { vendor: 0x0A5F, product: 0x0166, anchor });
            assert_eq!(identity.to_string(), text);
        };
        check("0a5f:0166/D1J/4@7", Anchor::Serial("D1J/4@7".into()));
        check("0a5f:0166@1-2.3", Anchor::Port("1-2.3".into()));
        for wrong in
            ["", "0a5f:0166", "0a5f:0166/", "0a5f/X", "a5f:0166/X", "0a5g:0166/X", "/X", "+a5f:0166/X"]
        {
            assert!(wrong.parse::<Identity>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_table_tells_what_came_and_went() {
        let scanner = device("1209:0102/A", Kind::SerialPort, "/dev/ttyACM0");
        let keyboard = device("1209:0102/A", Kind::Keyboard, "/dev/input/event3");
        let mut table = Table::default();
        assert_eq!(
            table.update(vec![keyboard.clone(), scanner.clone()]),
            [Change::Arrived(scanner.clone()), Change::Arrived(keyboard.clone())]
        );
        assert_eq!(table.update(vec![scanner.clone(), keyboard.clone()]), []);
        assert_eq!(table.update(vec![keyboard.clone()]), [Change::Left(scanner.clone())]);
        // Plugged out and in between two looks: the device file has another number.
        let moved = device("1209:0102/A", Kind::Keyboard, "/dev/input/event4");
        assert_eq!(
            table.update(vec![moved.clone()]),
            [Change::Left(keyboard), Change::Arrived(moved.clone())]
        );
        assert_eq!(table.devices().collect::<Vec<_>>(), [&moved]);
    }
}
