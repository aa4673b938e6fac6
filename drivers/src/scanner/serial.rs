//! Scanners on a line of bytes: a serial port, a USB device that plays one, or a network socket.
//!
//! [`start`] gives the device a thread of its own. It opens the port, cuts frames, tells the good and bad
//! beep, and when the port vanishes it tries again with growing waits until [`Scanner::stop`].

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::framer::{Cut, Framer, Framing};
use super::{Event, Feedback, Frame};
use crate::backoff::Backoff;
use crate::fault::Fault;
use crate::transport::{Connector, Transport, write_all};

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

/// A scanner that is being read. Dropping it stops the reading.
#[derive(Debug)]
pub struct Scanner {
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Order {
    Stop,
    Feedback(Feedback),
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
    let (orders, inbox) = channel();
    let name = format!("scanner {}", connector.name());
    let thread = std::thread::Builder::new()
        .name(name)
        .spawn(move || Reader { settings, sink: Box::new(sink), inbox, told: None }.run(&connector))
        .expect("a thread for the scanner");
    Scanner { orders, thread: Some(thread) }
}

impl Scanner {
    /// Lets the scanner beep for good or bad. Goes nowhere while the device is lost: a late beep misleads.
    pub fn feedback(&self, feedback: Feedback) {
        // The thread only ends when it is stopped, and then there is nobody to beep for.
        let _ = self.orders.send(Order::Feedback(feedback));
    }

    /// Stops reading and closes the port before it returns.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Stop);
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // A panic in the sink has been reported by that thread already.
            let _ = thread.join();
        }
    }
}

/// Marks that the owner wants no more.
struct Stopped;

/// The longest a beep or a stop waits for a read to end.
const ATTENTION: Duration = Duration::from_millis(20);
const WRITE_TIMEOUT: Duration = Duration::from_millis(500);

struct Reader {
    settings: Settings,
    sink: Box<dyn FnMut(Event) + Send>,
    inbox: Receiver<Order>,
    /// The reason last told, so that each is told once.
    told: Option<Fault>,
}

impl Reader {
    fn run(mut self, connector: &dyn Connector) {
        let mut backoff = self.settings.backoff.clone();
        loop {
            let fault = match connector.open() {
                Ok(mut transport) => {
                    backoff.reset();
                    self.told = None;
                    (self.sink)(Event::Connected);
                    match self.read_until_lost(&mut *transport) {
                        Ok(fault) => fault,
                        Err(Stopped) => return,
                    }
                }
                Err(fault) => fault,
            };
            if self.told.as_ref() != Some(&fault) {
                self.told = Some(fault.clone());
                (self.sink)(Event::Lost(fault));
            }
            if self.wait(backoff.wait()).is_err() {
                return;
            }
        }
    }

    fn read_until_lost(&mut self, transport: &mut dyn Transport) -> Result<Fault, Stopped> {
        let mut framer = Framer::new(self.settings.framing.clone());
        let started = Instant::now();
        let mut buffer = [0; 1024];
        loop {
            if let Some(fault) = self.take_orders(transport)? {
                return Ok(fault);
            }
            let patience = framer.due().map_or(ATTENTION, |due| {
                due.saturating_sub(started.elapsed()).clamp(Duration::from_millis(1), ATTENTION)
            });
            match transport.read(&mut buffer, patience) {
                Ok(0) => return Ok(Fault::Closed),
                Ok(n) => {
                    for cut in framer.push(&buffer[..n], started.elapsed()) {
                        self.tell(cut);
                    }
                }
                Err(Fault::TimedOut) => {
                    if let Some(cut) = framer.tick(started.elapsed()) {
                        self.tell(cut);
                    }
                }
                Err(fault) => return Ok(fault),
            }
        }
    }

    fn tell(&mut self, cut: Cut) {
        (self.sink)(match cut {
            Cut::Frame(bytes) => Event::Frame(Frame::new(bytes)),
            Cut::Discarded(bytes) => Event::Discarded { bytes },
        });
    }

    /// Carries out what the owner has asked meanwhile; answers a fault that ended the connection.
    fn take_orders(&self, transport: &mut dyn Transport) -> Result<Option<Fault>, Stopped> {
        loop {
            let bytes = match self.inbox.try_recv() {
                Ok(Order::Feedback(Feedback::Good)) => &self.settings.good,
                Ok(Order::Feedback(Feedback::Bad)) => &self.settings.bad,
                Ok(Order::Stop) | Err(TryRecvError::Disconnected) => return Err(Stopped),
                Err(TryRecvError::Empty) => return Ok(None),
            };
            match write_all(transport, bytes, Instant::now() + WRITE_TIMEOUT) {
                // A scanner that doesn't take its beep can still scan.
                Ok(()) | Err(crate::DeviceError { fault: Fault::TimedOut, .. }) => {}
                Err(error) => return Ok(Some(error.fault)),
            }
        }
    }

    fn wait(&self, wait: Duration) -> Result<(), Stopped> {
        let until = Instant::now() + wait;
        loop {
            match self.inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Order::Feedback(_)) => {}
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
            }
        }
    }
}
