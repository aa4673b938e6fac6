//! Scanners in keyboard mode at a desk, read from the kernel's input device and kept from everyone else.
//!
//! The device is *grabbed*: what it types reaches this program only, never the window that happens to have
//! the focus. What comes out are raw key events with the kernel's own time stamps. How keys become a frame
//! (timing, prefix, suffix, control characters) is not known here; [`Typist`] only says which character a
//! key stands for on the keyboard that the scanner pretends to be.
//!
//! Source: the kernel's `Documentation/input/event-codes.rst` and `linux/input-event-codes.h`.

use std::fs::File;
use std::time::Duration;

use super::Event;
use crate::backoff::Backoff;
use crate::device::{self, Device, Identity, Kind};
use crate::fault::Fault;
use crate::system;
use crate::watch::{self, Line, Watch};

/// A key that went down or up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyEvent {
    /// When, by the kernel's steady clock, since the machine was started. Only differences mean anything.
    pub at: Duration,
    /// Which key, by the kernel's number (`KEY_A` is 30).
    pub key: u16,
    /// Down, or up.
    pub pressed: bool,
}

/// What one record of an input device says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A key went down or up.
    Key(KeyEvent),
    /// The kernel's queue overflowed: keys were lost.
    Lost,
    /// Something that is no key: lamps, scan codes, marks between events, a key that repeats.
    Other,
}

/// The length of one record: two words of time, type, code, value.
pub const RECORD_BYTES: usize = 2 * size_of::<usize>() + 8;

/// Reads one record (`struct input_event`), as this machine's kernel writes it.
pub fn decode(record: &[u8; RECORD_BYTES]) -> Heard {
    const TYPE_SYNC: u16 = 0;
    const TYPE_KEY: u16 = 1;
    const SYNC_DROPPED: u16 = 3;
    let (times, rest) = record.split_at(2 * size_of::<usize>());
    let word = |bytes: &[u8]| {
        bytes.try_into().map_or(0, |bytes| u64::try_from(usize::from_ne_bytes(bytes)).unwrap_or(u64::MAX))
    };
    let (seconds, micros) = times.split_at(size_of::<usize>());
    let half = |at: usize| u16::from_ne_bytes([rest[at], rest[at + 1]]);
    let value = i32::from_ne_bytes([rest[4], rest[5], rest[6], rest[7]]);
    match (half(0), half(2), value) {
        (TYPE_KEY, key, 0 | 1) => {
            let micros = Duration::from_micros(word(micros).min(999_999));
            let at = Duration::from_secs(word(seconds)).saturating_add(micros);
            Heard::Key(KeyEvent { at, key, pressed: value == 1 })
        }
        (TYPE_SYNC, SYNC_DROPPED, _) => Heard::Lost,
        _ => Heard::Other,
    }
}

/// Reads the keyboard scanner with this identity until stopped, and keeps its keys from everyone else; `sink`
/// gets every event, on the scanner's own thread.
///
/// # Panics
/// When the system can't start a thread.
pub fn start(identity: Identity, backoff: Backoff, sink: impl FnMut(Event) + Send + 'static) -> Watch {
    let name = identity.to_string();
    let open = move || open(&device::find(&identity, Kind::Keyboard)?);
    watch::start(&name, open, backoff, sink)
}

/// The line for `/etc/udev/rules.d/70-bipe.rules` that lets the group `input` read a keyboard scanner.
pub fn udev_rule(vendor: u16, product: u16) -> String {
    format!(
        "SUBSYSTEM==\"input\", ATTRS{{idVendor}}==\"{vendor:04x}\", ATTRS{{idProduct}}==\"{product:04x}\", \
         MODE=\"0660\", GROUP=\"input\""
    )
}

fn open(device: &Device) -> Result<KeyLine, Fault> {
    let Identity { vendor, product, .. } = device.identity;
    let path = device.path.clone().unwrap_or_default();
    let remedy = format!(
        "put this line into /etc/udev/rules.d/70-bipe.rules, add this program's user to the group input, and plug \
         the scanner in again: {}",
        udev_rule(vendor, product)
    );
    let file = system::open_device(&path, &remedy)?;
    let fault = |error| Fault::while_opening(&error, &path.display().to_string(), &remedy);
    system::grab(&file).map_err(fault)?;
    system::stamp_by_steady_clock(&file).map_err(fault)?;
    Ok(KeyLine { file })
}

struct KeyLine {
    file: File,
}

impl Line for KeyLine {
    type Event = Event;

    fn read(&mut self, patience: Duration) -> Result<Vec<Event>, Fault> {
        // The kernel hands out whole records only.
        let mut records = [0; 64 * RECORD_BYTES];
        let length = match system::read_device(&mut self.file, &mut records, patience) {
            Ok(length) => length,
            Err(Fault::TimedOut) => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let (records, _) = records[..length].as_chunks::<RECORD_BYTES>();
        let event = |record| match decode(record) {
            Heard::Key(key) => Some(Event::Key(key)),
            Heard::Lost => Some(Event::Discarded { bytes: 0 }),
            Heard::Other => None,
        };
        Ok(records.iter().filter_map(event).collect())
    }
}

/// What one key press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// When the key went down.
    pub at: Duration,
    /// Which key it was.
    pub key: u16,
    /// The character it types, Enter as CR and Tab as TAB; `None` for a key that types none.
    pub character: Option<char>,
    /// Control was held: a control character (GS is Ctrl+`]`).
    pub control: bool,
    /// Alt was held: part of a character given by number.
    pub alt: bool,
}

impl Stroke {
    /// The key's meaning in the words of browsers (`KeyboardEvent.key`): a character or a name such as `Enter`;
    /// empty for a key without one.
    pub fn key_name(&self) -> String {
        match (self.key, self.character) {
            (28 | 96, _) => "Enter".to_owned(),
            (15, _) => "Tab".to_owned(),
            (1, _) => "Escape".to_owned(),
            (14, _) => "Backspace".to_owned(),
            (59..=68, _) => format!("F{}", self.key - 58),
            (87 | 88, _) => format!("F{}", self.key - 76),
            (_, character) => character.map(String::from).unwrap_or_default(),
        }
    }

    /// The key's place in the words of browsers (`KeyboardEvent.code`), for the digits of the number pad, which
    /// spell characters by number while Alt is held; empty for all others.
    pub fn key_place(&self) -> String {
        match us_characters(self.key) {
            Some((digit @ '0'..='9', _)) if (71..=83).contains(&self.key) => format!("Numpad{digit}"),
            _ => String::new(),
        }
    }
}

/// Turns key events into strokes, as a keyboard of the United States would: what scanners pretend to be
/// unless they are set otherwise.
#[derive(Debug, Clone, Default)]
pub struct Typist {
    shifts_held: u8,
    controls_held: u8,
    alts_held: u8,
    capitals: bool,
}

const KEY_CAPS_LOCK: u16 = 58;

impl Typist {
    /// Takes one event; answers a stroke when it was a key going down that is not Shift, Control or the like.
    pub fn push(&mut self, event: KeyEvent) -> Option<Stroke> {
        let held = match event.key {
            42 | 54 => Some(&mut self.shifts_held),
            29 | 97 => Some(&mut self.controls_held),
            56 | 100 => Some(&mut self.alts_held),
            _ => None,
        };
        if let Some(held) = held {
            *held = if event.pressed { held.saturating_add(1) } else { held.saturating_sub(1) };
            return None;
        }
        if !event.pressed {
            return None;
        }
        if event.key == KEY_CAPS_LOCK {
            self.capitals = !self.capitals;
            return None;
        }
        let (plain, shifted) = us_characters(event.key).unzip();
        let letter = plain.is_some_and(|plain| plain.is_ascii_lowercase());
        let upper = (self.shifts_held > 0) != (letter && self.capitals);
        Some(Stroke {
            at: event.at,
            key: event.key,
            character: if upper { shifted } else { plain },
            control: self.controls_held > 0,
            alt: self.alts_held > 0,
        })
    }
}

/// The characters of a key on a keyboard of the United States: plain and with Shift.
fn us_characters(key: u16) -> Option<(char, char)> {
    let row = |first: u16, plain: &str, shifted: &str| {
        let at = usize::from(key.checked_sub(first)?);
        Some((plain.chars().nth(at)?, shifted.chars().nth(at)?))
    };
    match key {
        2..=13 => row(2, "1234567890-=", "!@#$%^&*()_+"),
        15 => Some(('\t', '\t')),
        16..=27 => row(16, "qwertyuiop[]", "QWERTYUIOP{}"),
        28 | 96 => Some(('\r', '\r')),
        30..=41 => row(30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        43..=53 => row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        55 => Some(('*', '*')),
        57 => Some((' ', ' ')),
        71..=83 => row(71, "789-456+1230.", "789-456+1230."),
        98 => Some(('/', '/')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(seconds: usize, micros: usize, kind: u16, code: u16, value: i32) -> [u8; RECORD_BYTES] {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&seconds.to_ne_bytes());
        bytes.extend_from_slice(&micros.to_ne_bytes());
        bytes.extend_from_slice(&kind.to_ne_bytes());
        bytes.extend_from_slice(&code.to_ne_bytes());
        bytes.extend_from_slice(&value.to_ne_bytes());
        bytes.try_into().unwrap()
    }

    #[test]
    fn records_of_the_kernel_are_read() {
        let key = |pressed| Heard::Key(KeyEvent { at: Duration::from_micros(7_000_042), key: 30, pressed });
        assert_eq!(decode(&record(7, 42, 1, 30, 1)), key(true));
        assert_eq!(decode(&record(7, 42, 1, 30, 0)), key(false));
        assert_eq!(decode(&record(7, 42, 1, 30, 2)), Heard::Other, "a key that repeats");
        assert_eq!(decode(&record(7, 42, 4, 4, 30)), Heard::Other, "a scan code");
        assert_eq!(decode(&record(7, 42, 0, 0, 0)), Heard::Other, "a mark");
        assert_eq!(decode(&record(7, 42, 0, 3, 0)), Heard::Lost);
    }

    fn strokes(keys: &[(u16, bool)]) -> Vec<Stroke> {
        let mut typist = Typist::default();
        let event = |(at, &(key, pressed)): (usize, &(u16, bool))| KeyEvent {
            at: Duration::from_millis(at as u64),
            key,
            pressed,
        };
        keys.iter().enumerate().filter_map(|key| typist.push(event(key))).collect()
    }

    #[test]
    fn keys_become_characters_with_their_modifiers() {
        // ] C 1 with Shift for the C only, then Ctrl+] for GS, then Enter.
        let keys = [(27, true), (27, false), (42, true), (46, true), (46, false), (42, false), (2, true)];
        let typed: String = strokes(&keys).iter().filter_map(|stroke| stroke.character).collect();
        assert_eq!(typed, "]C1");
        let separator = strokes(&[(29, true), (27, true), (27, false), (29, false), (28, true)]);
        assert_eq!(separator.len(), 2);
        assert!(separator[0].control && separator[0].character == Some(']'));
        assert!(!separator[1].control && separator[1].character == Some('\r'));
        assert_eq!(separator[0].at, Duration::from_millis(1));
    }

    #[test]
    fn strokes_have_the_names_that_browsers_use() {
        let names = |key: u16| {
            let stroke = strokes(&[(key, true)])[0];
            (stroke.key_name(), stroke.key_place())
        };
        let check =
            |key, name: &str, place: &str| assert_eq!(names(key), (name.to_owned(), place.to_owned()));
        check(28, "Enter", "");
        check(15, "Tab", "");
        check(30, "a", "");
        check(2, "1", "");
        check(66, "F8", "");
        check(88, "F12", "");
        check(76, "5", "Numpad5");
        check(82, "0", "Numpad0");
        check(83, ".", "");
        check(102, "", "");
    }

    #[test]
    fn every_printable_character_of_ascii_can_be_typed() {
        let typed: Vec<char> =
            (0..128).filter_map(us_characters).flat_map(|(plain, shifted)| [plain, shifted]).collect();
        for character in ' '..='~' {
            assert!(typed.contains(&character), "{character:?}");
        }
    }

    #[test]
    fn caps_lock_turns_letters_only() {
        let typed = strokes(&[(58, true), (58, false), (30, true), (2, true), (42, true), (30, true)]);
        let text: String = typed.iter().filter_map(|stroke| stroke.character).collect();
        assert_eq!(text, "A1a");
    }

    proptest! {
        #[test]
        fn random_records_never_panic(bytes: [u8; RECORD_BYTES], keys in proptest::collection::vec(any::<(u16, bool)>(), 0..50)) {
            decode(&bytes);
            strokes(&keys);
        }
    }
}
