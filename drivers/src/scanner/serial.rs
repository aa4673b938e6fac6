//! Scanners on a line of bytes: a serial port, a USB device that plays one, or a network socket.
//!
//! [`start`] gives the device a thread of its own. It opens the port, cuts frames, tells the good and bad
//! beep, and when the port vanishes it tries again with growing waits until [`Scanner::stop`].

use std::time::{Duration, Instant};

use super::framer::{Cut, Framer, Framing};
use super::{Event, Feedback, Frame};
use crate::backoff::Backoff;
use crate::fault::Fault;
use crate::transport::{Connector, Transport, write_all};
use crate::watch::{self, Line};

pub use crate::watch::Watch as Scanner;

/// How one scanner is read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How its bytes are cut into frames.
    pub framing: Framing,
    /// What is sent to it when a scan was accepted; nothing when empty.
    pub good: Vec<u8>,
    /// What is sent to it when a scan was refused; nothing when empty.
    pub bad: Vec<u8>,
    /// The waits between tries to open it.
    pub backoff: Backoff,
}

impl Settings {
    /// The beeps of Datalogic's host commands: `B` for a good read, `F` for "not on file".
    #[must_use]
    pub fn with_datalogic_beeps(mut self) -> Self {
        self.good = b"B".to_vec();
        self.bad = b"F".to_vec();
        self
    }
}

/// Reads the scanner behind `connector` until stopped; `sink` gets every event, on the scanner's own thread.
///
/// # Panics
/// When the system can't start a thread.
pub fn start(
    connector: impl Connector + 'static,
    settings: Settings,
    sink: impl FnMut(Event) + Send + 'static,
) -> Scanner {
    let name = connector.name();
    let backoff = settings.backoff.clone();
    let open = move || {
        Ok(SerialLine {
            transport: connector.open()?,
            framer: Framer::new(settings.framing.clone()),
            started: Instant::now(),
            good: settings.good.clone(),
            bad: settings.bad.clone(),
        })
    };
    watch::start(&name, open, backoff, sink)
}

/// A beep that takes longer comes too late to mean anything.
const BEEP_TIMEOUT: Duration = Duration::from_millis(500);

struct SerialLine {
    transport: Box<dyn Transport>,
    framer: Framer,
    started: Instant,
    good: Vec<u8>,
    bad: Vec<u8>,
}

impl Line for SerialLine {
    type Event = Event;

    fn read(&mut self, patience: Duration) -> Result<Vec<Event>, Fault> {
        let patience = match self.framer.due() {
            Some(due) => due.saturating_sub(self.started.elapsed()).clamp(Duration::from_millis(1), patience),
            None => patience,
        };
        let mut buffer = [0; 1024];
        let cuts = match self.transport.read(&mut buffer, patience) {
            Ok(0) => return Err(Fault::Closed),
            Ok(n) => self.framer.push(&buffer[..n], self.started.elapsed()),
            Err(Fault::TimedOut) => self.framer.tick(self.started.elapsed()).into_iter().collect(),
            Err(fault) => return Err(fault),
        };
        Ok(cuts.into_iter().map(told).collect())
    }

    fn say(&mut self, feedback: Feedback) -> Result<(), Fault> {
        let bytes = match feedback {
            Feedback::Good => &self.good,
            Feedback::Bad => &self.bad,
        };
        write_all(&mut *self.transport, bytes, Instant::now() + BEEP_TIMEOUT).map_err(|error| error.fault)
    }
}

fn told(cut: Cut) -> Event {
    match cut {
        Cut::Frame(bytes) => Event::Frame(Frame::new(bytes)),
        Cut::Discarded(bytes) => Event::Discarded { bytes },
    }
}
