//! Scales: a weight in whole grams, and whether it may be believed.
//!
//! Each protocol is a pure reader of a stream: bytes in, [`Reading`]s out, noise passed over. [`start`] gives
//! the scale a thread of its own, asks it where its protocol wants to be asked, and tells what changes.
//!
//! A scale finer than a gram is rounded to the nearest gram, half a gram upwards. Pounds and ounces are
//! converted exactly before that.
//!
//! **Invariant**: no floating point touches a weight.

pub mod filizola;
pub mod nci;
pub mod sasi;
pub mod single_cable;
pub mod toledo;

use std::time::{Duration, Instant};

use crate::backoff::Backoff;
use crate::fault::Fault;
use crate::transport::{Connector, Transport, write_all};
use crate::watch::{self, Line, News};

pub use crate::watch::Watch as Scale;

/// What a scale says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The load rests; this is its weight.
    Stable {
        /// In grams, never negative.
        grams: u32,
    },
    /// The load moves; many scales tell no weight meanwhile.
    Moving,
    /// More than the scale can weigh.
    OverRange,
    /// Less than nothing: something was taken off, or the scale needs its zero.
    UnderRange,
    /// The scale can't weigh: it looks for its zero, or has an error of its own.
    NotReady,
}

/// What a weight is counted in on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Kilograms.
    #[default]
    Kilogram,
    /// Grams.
    Gram,
    /// Metric tons.
    Ton,
    /// Pounds (avoirdupois).
    Pound,
    /// Ounces (avoirdupois).
    Ounce,
}

impl Unit {
    /// How many nanograms it has: exact for all of them.
    const fn nanograms(self) -> i128 {
        match self {
            Self::Gram => 1_000_000_000,
            Self::Kilogram => 1_000_000_000_000,
            Self::Ton => 1_000_000_000_000_000,
            Self::Pound => 453_592_370_000,
            Self::Ounce => 28_349_523_125,
        }
    }

    /// Reads the abbreviation that scales use.
    fn of_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "kg" => Some(Self::Kilogram),
            "g" => Some(Self::Gram),
            "t" => Some(Self::Ton),
            "lb" | "lbs" => Some(Self::Pound),
            "oz" => Some(Self::Ounce),
            _ => None,
        }
    }
}

/// Digits with or without a point, read as a weight: without a point, the last `decimals` digits stand behind
/// it. Below zero it is under the scale's range. `None` where it is no number.
fn read_weight(text: &str, decimals: u32, unit: Unit) -> Option<Reading> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    };
    let (whole, part) = match digits.split_once(['.', ',']) {
        Some((whole, part)) => (format!("{whole}{part}"), u32::try_from(part.len()).ok()?),
        None => (digits.to_owned(), decimals),
    };
    // Nine digits are more than any scale shows, and few enough for the arithmetic below.
    if whole.is_empty() || whole.len() > 9 || part > 9 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: i128 = whole.parse().ok()?;
    if negative && value != 0 {
        return Some(Reading::UnderRange);
    }
    let divisor = 10_i128.pow(part) * Unit::Gram.nanograms();
    let grams = (value * unit.nanograms() + divisor / 2) / divisor;
    Some(u32::try_from(grams).map_or(Reading::OverRange, |grams| Reading::Stable { grams }))
}

/// What the beginning of a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// No whole message yet.
    Incomplete,
    /// So many bytes are none of a message.
    Noise(usize),
    /// A message of so many bytes; what it says, where that can be read.
    Message(usize, Option<Reading>),
}

/// How a scale speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Toledo do Brasil, asked by ENQ.
    ToledoPolled {
        /// Digits behind the point: 3, or 2 on large scales.
        decimals: u8,
    },
    /// Toledo's continuous output, and its many followers.
    ToledoContinuous,
    /// Filizola, asked by ENQ.
    Filizola,
    /// NCI and Weigh-Tronix, asked by `W` CR; units come with the answer.
    Nci,
    /// SASI scales behind counter scanners, asked by `W`.
    Sasi {
        /// What the scale was set to.
        unit: Unit,
    },
    /// The scale under a counter scanner (Zebra, Datalogic) that shares its cable, asked by `S14` CR.
    SingleCable,
}

impl Protocol {
    /// What asks for a weight; `None` for a scale that talks by itself.
    pub const fn question(self) -> Option<&'static [u8]> {
        match self {
            Self::ToledoPolled { .. } | Self::Filizola => Some(b"\x05"),
            Self::ToledoContinuous => None,
            Self::Nci => Some(b"W\r"),
            Self::Sasi { .. } => Some(b"W"),
            Self::SingleCable => Some(b"S14\r"),
        }
    }

    fn find(self, stream: &[u8]) -> Found {
        match self {
            Self::ToledoPolled { decimals } => toledo::find_polled(stream, u32::from(decimals)),
            Self::ToledoContinuous => toledo::find_continuous(stream),
            Self::Filizola => filizola::find(stream),
            Self::Nci => nci::find(stream),
            Self::Sasi { unit } => sasi::find(stream, unit),
            Self::SingleCable => single_cable::find(stream),
        }
    }
}

/// Reads one scale's stream.
#[derive(Debug)]
pub struct Ear {
    protocol: Protocol,
    held: Vec<u8>,
}

/// Longer than any message of any scale.
const HELD_BYTES_MAX: usize = 256;

impl Ear {
    /// An ear for one protocol.
    pub fn new(protocol: Protocol) -> Self {
        Self { protocol, held: Vec::new() }
    }

    /// Takes what came and answers the readings it completes. The eighth bit is ignored: many scales send
    /// seven bits and a parity bit to ports that are set to eight.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Reading> {
        self.held.extend(bytes.iter().map(|byte| byte & 0x7F));
        let mut readings = Vec::new();
        loop {
            let used = match self.protocol.find(&self.held) {
                Found::Incomplete => break,
                Found::Noise(used) => used,
                Found::Message(used, reading) => {
                    readings.extend(reading);
                    used
                }
            };
            self.held.drain(..used.clamp(1, self.held.len()));
        }
        if self.held.len() > HELD_BYTES_MAX {
            self.held.clear();
        }
        readings
    }
}

/// A message that begins with `first` and ends with one of `last`, at most `bytes_max` long: its inside is
/// read by `read`. The shape of most scales' messages.
fn find_between(
    stream: &[u8],
    first: u8,
    last: &[u8],
    bytes_max: usize,
    read: impl Fn(&[u8]) -> Option<Reading>,
) -> Found {
    match stream.iter().position(|byte| *byte == first) {
        None if stream.is_empty() => Found::Incomplete,
        None => Found::Noise(stream.len()),
        Some(0) => match stream.iter().position(|byte| last.contains(byte)) {
            Some(end) if end < bytes_max => Found::Message(end + 1, read(&stream[1..end])),
            None if stream.len() < bytes_max => Found::Incomplete,
            // Too long: this was no beginning.
            _ => Found::Noise(1),
        },
        Some(start) => Found::Noise(start),
    }
}

/// What a scale tells its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The device is open.
    Connected,
    /// The device is gone or can't be opened; it is tried again. Told once for each reason.
    Lost(Fault),
    /// What the scale says now. Told when it changes.
    Reading(Reading),
    /// The port is open, but nothing that can be read has come for a while: another protocol, speed or cable,
    /// or a scale that is switched off. Told once.
    Silent,
}

impl News for Event {
    fn connected() -> Self {
        Self::Connected
    }
    fn lost(fault: Fault) -> Self {
        Self::Lost(fault)
    }
}

/// How one scale is read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How it speaks.
    pub protocol: Protocol,
    /// How often it is asked, where it is asked at all.
    pub ask_every: Duration,
    /// After how much silence that is told.
    pub silent_after: Duration,
    /// The waits between tries to open it.
    pub backoff: Backoff,
}

impl Settings {
    /// The usual settings for a protocol: five questions a second, silence told after three seconds.
    pub fn new(protocol: Protocol) -> Self {
        Self {
            protocol,
            ask_every: Duration::from_millis(200),
            silent_after: Duration::from_secs(3),
            backoff: Backoff::default(),
        }
    }
}

/// Reads the scale behind `connector` until stopped; `sink` gets every event, on the scale's own thread.
///
/// # Panics
/// When the system can't start a thread.
pub fn start(
    connector: impl Connector + 'static,
    settings: Settings,
    sink: impl FnMut(Event) + Send + 'static,
) -> Scale {
    let name = connector.name();
    let backoff = settings.backoff.clone();
    let open = move || {
        let now = Instant::now();
        Ok(ScaleLine {
            transport: connector.open()?,
            ear: Ear::new(settings.protocol),
            settings: settings.clone(),
            ask_at: now,
            heard_at: now,
            told: None,
        })
    };
    watch::start(&name, open, backoff, sink)
}

struct ScaleLine {
    transport: Box<dyn Transport>,
    ear: Ear,
    settings: Settings,
    ask_at: Instant,
    heard_at: Instant,
    told: Option<Event>,
}

impl ScaleLine {
    fn ask(&mut self) -> Result<(), Fault> {
        let now = Instant::now();
        let Some(question) = self.settings.protocol.question().filter(|_| now >= self.ask_at) else {
            return Ok(());
        };
        self.ask_at = now + self.settings.ask_every;
        match write_all(&mut *self.transport, question, now + Duration::from_millis(500)) {
            // A scale that holds us off for a moment is asked again.
            Ok(()) => Ok(()),
            Err(error) if error.fault == Fault::TimedOut => Ok(()),
            Err(error) => Err(error.fault),
        }
    }
}

impl Line for ScaleLine {
    type Event = Event;

    fn read(&mut self, patience: Duration) -> Result<Vec<Event>, Fault> {
        self.ask()?;
        let mut buffer = [0; 512];
        let readings = match self.transport.read(&mut buffer, patience) {
            Ok(0) => return Err(Fault::Closed),
            Ok(n) => self.ear.push(&buffer[..n]),
            Err(Fault::TimedOut) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        let now = Instant::now();
        let mut heard: Vec<Event> = readings.into_iter().map(Event::Reading).collect();
        if !heard.is_empty() {
            self.heard_at = now;
        } else if now.duration_since(self.heard_at) >= self.settings.silent_after {
            heard.push(Event::Silent);
        }
        heard.retain(|event| self.told.replace(event.clone()).as_ref() != Some(event));
        Ok(heard)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Protocol; 6] = [
        Protocol::ToledoPolled { decimals: 3 },
        Protocol::ToledoContinuous,
        Protocol::Filizola,
        Protocol::Nci,
        Protocol::Sasi { unit: Unit::Kilogram },
        Protocol::SingleCable,
    ];

    #[test]
    fn weights_become_whole_grams() {
        let check = |text: &str, decimals, unit, grams| {
            assert_eq!(read_weight(text, decimals, unit), Some(Reading::Stable { grams }), "{text} {unit:?}");
        };
        check("01250", 3, Unit::Kilogram, 1250);
        check("1.25", 0, Unit::Kilogram, 1250);
        check(" 1,250", 0, Unit::Kilogram, 1250);
        check("0012", 2, Unit::Kilogram, 120);
        check("15", 0, Unit::Gram, 15);
        check("1.4", 0, Unit::Gram, 1);
        check("1.5", 0, Unit::Gram, 2);
        check("1.00", 0, Unit::Pound, 454);
        check("10.00", 0, Unit::Pound, 4536);
        check("100.0", 0, Unit::Ounce, 2835);
        check("0.012", 0, Unit::Ton, 12_000);
        check("-0.000", 0, Unit::Kilogram, 0);
    }

    #[test]
    fn what_is_no_weight_is_told() {
        assert_eq!(read_weight("-0.005", 0, Unit::Kilogram), Some(Reading::UnderRange));
        assert_eq!(read_weight("999999999", 0, Unit::Ton), Some(Reading::OverRange));
        for text in ["", ".", "-", "1.2.3", "1a", "1234567890", "--1"] {
            assert_eq!(read_weight(text, 3, Unit::Kilogram), None, "{text:?}");
        }
    }

    #[test]
    fn the_parity_bit_is_ignored() {
        let mut ear = Ear::new(Protocol::ToledoPolled { decimals: 3 });
        let with_parity: Vec<u8> = b"\x0201250\x03"
            .iter()
            .map(|byte| if byte.count_ones() % 2 == 0 { *byte } else { byte | 0x80 })
            .collect();
        assert_eq!(ear.push(&with_parity), [Reading::Stable { grams: 1250 }]);
    }

    proptest! {
        /// Whatever comes, and however it is chopped: no panic, no endless memory, the same readings.
        #[test]
        fn random_streams_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..250), step in 1_usize..9) {
            for protocol in ALL {
                let mut whole = Ear::new(protocol);
                let mut chopped = Ear::new(protocol);
                let expected = whole.push(&bytes);
                let readings: Vec<Reading> = bytes.chunks(step).flat_map(|part| chopped.push(part)).collect();
                prop_assert!(whole.held.len() <= HELD_BYTES_MAX);
                prop_assert_eq!(expected, readings, "{:?}", protocol);
            }
        }

        /// A message is read again after any noise that is no beginning of a message itself.
        #[test]
        fn noise_before_a_message_is_passed_over(noise in proptest::collection::vec(0x20_u8..0x2F, 0..100)) {
            let mut ear = Ear::new(Protocol::ToledoPolled { decimals: 3 });
            let mut stream = noise;
            stream.extend_from_slice(b"\x0200042\x03");
            prop_assert_eq!(ear.push(&stream), vec![Reading::Stable { grams: 42 }]);
        }
    }
}
