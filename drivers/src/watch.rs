//! The thread behind every scanner and scale: opens it, reads it, and tries again when it is lost.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::backoff::Backoff;
use crate::fault::Fault;
use crate::link::Link;
use crate::scanner::Feedback;

/// What a device's owner is told, whatever the device.
pub(crate) trait News {
    /// The device is open.
    fn connected() -> Self;
    /// The device is lost or can't be opened.
    fn lost(fault: Fault) -> Self;
}

/// An open device that speaks by itself or when asked.
pub(crate) trait Line {
    /// What it tells.
    type Event: News;

    /// What came within `patience`; nothing is fine.
    fn read(&mut self, patience: Duration) -> Result<Vec<Self::Event>, Fault>;

    /// Lets the device beep, where it can.
    fn say(&mut self, _feedback: Feedback) -> Result<(), Fault> {
        Ok(())
    }
}

/// A device that is being read. Dropping it stops the reading.
#[derive(Debug)]
pub struct Watch {
    wishes: Sender<Wish>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Wish {
    Stop,
    Appeared,
    Feedback(Feedback),
}

/// Reads what `open` opens until stopped; `sink` gets every event, on the device's own thread.
///
/// # Panics
/// When the system can't start a thread.
pub(crate) fn start<L: Line + 'static>(
    name: &str,
    open: impl Fn() -> Result<L, Fault> + Send + 'static,
    backoff: Backoff,
    sink: impl FnMut(L::Event) + Send + 'static,
) -> Watch {
    let (wishes, inbox) = channel();
    let reader = Reader { link: Link::new(backoff), sink: Box::new(sink), inbox, started: Instant::now() };
    let thread = std::thread::Builder::new()
        .name(format!("bipe {name}"))
        .spawn(move || {
            let Stopped = reader.run(&open);
        })
        .expect("a thread for the device");
    Watch { wishes, thread: Some(thread) }
}

impl Watch {
    /// Lets the scanner beep for good or bad. Goes nowhere while the device is lost: a late beep misleads.
    pub fn feedback(&self, feedback: Feedback) {
        // The thread only ends when it is stopped, and then there is nobody to beep for.
        let _ = self.wishes.send(Wish::Feedback(feedback));
    }

    /// The device was seen plugged in ([`crate::device::Table`]): do not wait any longer, open it.
    pub fn appeared(&self) {
        let _ = self.wishes.send(Wish::Appeared);
    }

    /// Stops reading and closes the device before it returns.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.wishes.send(Wish::Stop);
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

struct Reader<E> {
    link: Link,
    sink: Box<dyn FnMut(E) + Send>,
    inbox: Receiver<Wish>,
    started: Instant,
}

impl<E: News> Reader<E> {
    fn run<L: Line<Event = E>>(mut self, open: &dyn Fn() -> Result<L, Fault>) -> Stopped {
        loop {
            if let Err(stopped) = self.wait() {
                return stopped;
            }
            let fault = match open() {
                Ok(mut line) => {
                    self.link.opened(self.started.elapsed());
                    (self.sink)(E::connected());
                    match self.read_until_lost(&mut line) {
                        Ok(fault) => fault,
                        Err(stopped) => return stopped,
                    }
                }
                Err(fault) => fault,
            };
            if let Some(news) = self.link.lost(fault, self.started.elapsed()) {
                (self.sink)(E::lost(news));
            }
        }
    }

    fn read_until_lost(&mut self, line: &mut dyn Line<Event = E>) -> Result<Fault, Stopped> {
        loop {
            if let Some(fault) = self.take_wishes(line)? {
                return Ok(fault);
            }
            match line.read(ATTENTION) {
                Ok(events) => events.into_iter().for_each(|event| (self.sink)(event)),
                Err(fault) => return Ok(fault),
            }
        }
    }

    /// Carries out what the owner has asked meanwhile; answers a fault that ended the connection.
    fn take_wishes(&self, line: &mut dyn Line<Event = E>) -> Result<Option<Fault>, Stopped> {
        loop {
            match self.inbox.try_recv() {
                Ok(Wish::Feedback(feedback)) => match line.say(feedback) {
                    // A device that doesn't take its beep can still be read.
                    Ok(()) | Err(Fault::TimedOut) => {}
                    Err(fault) => return Ok(Some(fault)),
                },
                Ok(Wish::Appeared) => {}
                Ok(Wish::Stop) | Err(TryRecvError::Disconnected) => return Err(Stopped),
                Err(TryRecvError::Empty) => return Ok(None),
            }
        }
    }

    /// Waits until the next try is due.
    fn wait(&mut self) -> Result<(), Stopped> {
        while let Some(due) = self.link.due() {
            match self.inbox.recv_timeout(due.saturating_sub(self.started.elapsed())) {
                Ok(Wish::Feedback(_)) => {}
                Ok(Wish::Appeared) => self.link.appeared(self.started.elapsed()),
                Ok(Wish::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
            }
        }
        Ok(())
    }
}
