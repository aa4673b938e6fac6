//! Scanners and the scale of a station: what they say goes into the spool, and from there to the server in its order.

use std::sync::Arc;
use std::time::Duration;

use bipe_api::station::{StationScan, StationWeight};
use bipe_core::id::CommandId;
use bipe_core::scan::debounce::Debounce;
use bipe_core::scan::wedge::{Key, Wedge};
use bipe_drivers::backoff::Backoff;
use bipe_drivers::scale::{self, Reading};
use bipe_drivers::scanner::keyboard::{self, Typist};
use bipe_drivers::scanner::serial::{self, Settings};
use bipe_drivers::scanner::{Event, Feedback, KeyEvent, hid_pos};
use bipe_drivers::transport::serial::SerialConnector;
use tokio::sync::watch;

use super::settings::{self, Devices, Scale, Scanner, ScannerKind};
use super::spool::Happened;
use super::way::Away;
use super::{Desk, reason_of};
use crate::clock::{parse_rfc3339, rfc3339};

/// How old a scan may be for its beep to mean anything, in milliseconds.
const BEEP_AGE_MS_MAX: i64 = 5_000;
/// How old a weight may be to be that of the parcel which is open now, in milliseconds.
const WEIGHT_AGE_MS_MAX: i64 = 60_000;
/// A load that differs by less than this from the last one has not been changed, in grams.
const SAME_LOAD_G: u32 = 3;
/// The first wait before a server that is away is tried again, and the longest.
const RETRY: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// The devices that are being read; dropping them stops the reading.
pub(crate) struct Ears {
    scanners: Vec<serial::Scanner>,
    _scale: Option<scale::Scale>,
}

impl Ears {
    fn beep(&self, scanner: usize, good: bool) {
        if let Some(scanner) = self.scanners.get(scanner) {
            scanner.feedback(if good { Feedback::Good } else { Feedback::Bad });
        }
    }
}

/// Starts to read all scanners and the scale. What the settings check refused is left out.
pub(crate) fn start(desk: &Arc<Desk>, devices: &Devices) -> Arc<Ears> {
    let scanners = devices.scanners.iter().enumerate();
    let scanners = scanners.filter_map(|(number, one)| scanner(Arc::clone(desk), number, one)).collect();
    let _scale = devices.scale.as_ref().and_then(|one| weighing(Arc::clone(desk), one));
    Arc::new(Ears { scanners, _scale })
}

fn scanner(desk: Arc<Desk>, number: usize, settings: &Scanner) -> Option<serial::Scanner> {
    let mut ear = Ear {
        number,
        name: settings.shown().to_owned(),
        typist: Typist::default(),
        wedge: Wedge::new(settings.profile()),
        debounce: Debounce::default(),
        desk,
    };
    let wrong = |why: String| tracing::error!(scanner = settings.shown(), why, "the scanner is left out");
    match settings.kind {
        ScannerKind::Serial => {
            let mut connector = SerialConnector::new(settings::port(&settings.device).map_err(wrong).ok()?);
            connector.baud = settings.baud.unwrap_or(connector.baud);
            let told = match settings.beeps {
                true => Settings::default().with_datalogic_beeps(),
                false => Settings::default(),
            };
            Some(serial::start(connector, told, move |event| ear.hear(event)))
        }
        ScannerKind::HidPos => {
            let identity = settings::identity(&settings.device).map_err(wrong).ok()?;
            Some(hid_pos::start(identity, Backoff::default(), move |event| ear.hear(event)))
        }
        ScannerKind::Keyboard => {
            let identity = settings::identity(&settings.device).map_err(wrong).ok()?;
            Some(keyboard::start(identity, Backoff::default(), move |event| ear.hear(event)))
        }
    }
}

/// What one scanner says, on that scanner's own thread.
struct Ear {
    number: usize,
    name: String,
    typist: Typist,
    wedge: Wedge,
    debounce: Debounce,
    desk: Arc<Desk>,
}

impl Ear {
    fn hear(&mut self, event: Event) {
        match event {
            Event::Connected => self.desk.note("scanner", &self.name, None),
            Event::Lost(fault) => self.desk.note("scanner", &self.name, Some(reason_of(&fault))),
            Event::Frame(frame) => self.scanned(frame.text()),
            Event::Key(key) => self.typed(key),
            Event::Discarded { bytes } => {
                tracing::warn!(scanner = self.name, bytes, "bytes without an end were thrown away");
            }
        }
    }

    fn typed(&mut self, event: KeyEvent) {
        let Some(stroke) = self.typist.push(event) else { return };
        let (key, code) = (stroke.key_name(), stroke.key_place());
        let key = Key {
            key: &key,
            code: &code,
            ctrl: stroke.control,
            alt: stroke.alt,
            repeat: false,
            at_ms: u64::try_from(stroke.at.as_millis()).unwrap_or(u64::MAX),
        };
        if let Some(frame) = self.wedge.key(key).frame {
            self.scanned(frame.text);
        }
    }

    fn scanned(&mut self, symbol: String) {
        let clock = &self.desk.clock;
        // One trigger pull is one scan (R13).
        if !self.debounce.is_new(&self.name, &symbol, clock.now_ms().unsigned_abs()) {
            return;
        }
        let command_id = CommandId(clock.ids().next_uuid());
        let scan = StationScan { command_id, scanned_at: rfc3339(clock.now_ms()), symbol };
        keep(&self.desk, &Happened::Scan { scanner: self.number, scan });
    }
}

/// Puts what happened into the spool. Without a disk to keep it on the operator hears no good beep, and scans again.
fn keep(desk: &Desk, happened: &Happened) {
    match desk.spool.put(happened) {
        Ok(()) => desk.spooled.notify_one(),
        Err(error) => tracing::error!(station = desk.name, %error, "the spool can't be written; it is lost"),
    }
}

fn weighing(desk: Arc<Desk>, settings: &Scale) -> Option<scale::Scale> {
    let wrong = |why: String| tracing::error!(why, "the scale is left out");
    let connector = settings.connector().map_err(wrong).ok()?;
    let protocol = settings.protocol().map_err(wrong).ok()?;
    let name = settings.device.clone();
    let mut last_g = 0;
    Some(scale::start(connector, scale::Settings::new(protocol), move |event| match event {
        scale::Event::Connected => desk.note("scale", &name, None),
        scale::Event::Lost(fault) => desk.note("scale", &name, Some(reason_of(&fault))),
        scale::Event::Silent => desk.note("scale", &name, Some("silent".to_owned())),
        scale::Event::Reading(reading) => {
            desk.note("scale", &name, None);
            if let Some(weight_g) = load(reading, &mut last_g) {
                weighed(&desk, weight_g);
            }
        }
    }))
}

/// The weight of a load that has just come to rest; `None` for one that was told already.
fn load(reading: Reading, last_g: &mut u32) -> Option<u32> {
    let Reading::Stable { grams } = reading else { return None };
    let same = grams.abs_diff(*last_g) < SAME_LOAD_G;
    if grams == 0 {
        *last_g = 0;
    }
    if grams == 0 || same {
        return None;
    }
    *last_g = grams;
    Some(grams)
}

fn weighed(desk: &Desk, weight_g: u32) {
    let command_id = CommandId(desk.clock.ids().next_uuid());
    let weighed_at = rfc3339(desk.clock.now_ms());
    keep(desk, &Happened::Weight(StationWeight { command_id, weighed_at, weight_g: weight_g.into() }));
}

/// Sends what lies in the spool, the oldest first, until `stop` turns true.
pub(crate) async fn send(desk: Arc<Desk>, ears: Arc<Ears>, mut stop: watch::Receiver<bool>) {
    let mut backoff = Backoff::new(RETRY.0, RETRY.1);
    while !*stop.borrow() {
        let first = match desk.spool.first() {
            Ok(first) => first,
            Err(error) => {
                tracing::error!(station = desk.name, %error, "the spool can't be read");
                None
            }
        };
        let Some((number, happened)) = first else {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = desk.spooled.notified() => {}
                () = tokio::time::sleep(RETRY.1) => {}
            }
            continue;
        };
        match deliver(&desk, &ears, &happened).await {
            Ok(()) => {
                backoff.reset();
                if let Err(error) = desk.spool.let_go(number) {
                    tracing::error!(station = desk.name, %error, "the spool can't let go of what was sent");
                    tokio::time::sleep(RETRY.1).await;
                }
            }
            Err(why) => {
                tracing::debug!(station = desk.name, why, "kept until the server takes it");
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return,
                    () = tokio::time::sleep(backoff.wait()) => {}
                }
            }
        }
    }
}

/// Sends one thing that happened. `Err` is why it has to be sent again.
async fn deliver(desk: &Desk, ears: &Ears, happened: &Happened) -> Result<(), String> {
    match happened {
        Happened::Scan { scanner, scan } => {
            let good = match desk.way.scan(scan).await {
                Ok(answer) => answer.good,
                Err(Away::Later(why)) => return Err(why),
                Err(Away::Refused(why)) => {
                    tracing::warn!(station = desk.name, symbol = scan.symbol, why, "a scan was not taken");
                    false
                }
            };
            if age_ms(desk, &scan.scanned_at) <= BEEP_AGE_MS_MAX {
                ears.beep(*scanner, good);
            }
        }
        Happened::Weight(weight) => {
            // The operator goes on; what was weighed long ago is not the parcel that is open now.
            if age_ms(desk, &weight.weighed_at) > WEIGHT_AGE_MS_MAX {
                tracing::warn!(station = desk.name, weight_g = weight.weight_g, "a weight came too late");
                return Ok(());
            }
            match desk.way.weigh(weight).await {
                Ok(()) => {}
                Err(Away::Later(why)) => return Err(why),
                Err(Away::Refused(why)) => {
                    tracing::info!(
                        station = desk.name,
                        weight_g = weight.weight_g,
                        why,
                        "a weight was not taken"
                    );
                }
            }
        }
    }
    Ok(())
}

fn age_ms(desk: &Desk, at: &str) -> i64 {
    parse_rfc3339(at).map_or(0, |at_ms| desk.clock.now_ms() - at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_load_is_told_once() {
        let mut last_g = 0;
        let mut told = |reading| load(reading, &mut last_g);
        let rests = |grams| Reading::Stable { grams };
        assert_eq!(told(rests(0)), None);
        assert_eq!(told(Reading::Moving), None);
        assert_eq!(told(rests(1250)), Some(1250));
        assert_eq!(told(rests(1252)), None, "it only flickers");
        assert_eq!(told(rests(1750)), Some(1750), "something was added");
        assert_eq!(told(rests(0)), None);
        assert_eq!(told(rests(1750)), Some(1750), "the next parcel may weigh the same");
    }
}
