//! A printer that is not there: listens on a port of this machine and behaves as told, for tests of what
//! prints.
//!
//! It answers the status questions of its language (ZPL unless told otherwise) and records every job as it came
//! over the wire.
//!
//! ```
//! use bipe_drivers::fake::{FakePrinter, State};
//! use bipe_drivers::printer::job::{Outcome, Policy, send_job};
//! use bipe_drivers::transport::tcp::TcpConnector;
//! use std::time::Duration;
//!
//! let printer = FakePrinter::start();
//! let way = TcpConnector::new(&printer.address(), Duration::from_secs(5));
//! let outcome = send_job(&way, b"^XA^XZ", &Policy::default());
//! assert_eq!(outcome, Outcome::Printed { bytes: 6 });
//! assert_eq!(printer.wait_for_jobs(1), [b"^XA^XZ".to_vec()]);
//! printer.set_state(State::PaperOut);
//! ```

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::printer::Language;
use crate::printer::zpl::{ErrorsAndWarnings, HostStatus};

/// How the printer behaves from now on, for connections that are open too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Prints at once and says so.
    #[default]
    Ready,
    /// Takes jobs, says that they are still being printed.
    Busy,
    /// Says that paper is out.
    PaperOut,
    /// Says that ribbon is out.
    RibbonOut,
    /// Says that the head is open.
    HeadOpen,
    /// Says that it is paused; jobs wait in its memory.
    Paused,
    /// Answers nothing, as a printer with its head open may do; still takes jobs.
    Silent,
    /// Answers `~HS` with silence but `~HQES` with "head open".
    HeadOpenToQuery,
    /// Answers questions, then hangs up after so many bytes of a job.
    DropAfter(usize),
    /// Takes the connection and reads nothing from it.
    Stalled,
}

#[derive(Debug, Default)]
struct Shared {
    state: State,
    jobs: Vec<Vec<u8>>,
    stop: bool,
}

#[derive(Debug, Default)]
struct Printer {
    shared: Mutex<Shared>,
    changed: Condvar,
}

impl Printer {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A printer on a port of this machine. Dropping it closes the port.
#[derive(Debug)]
pub struct FakePrinter {
    address: SocketAddr,
    printer: Arc<Printer>,
    thread: Option<JoinHandle<()>>,
}

/// How long [`FakePrinter::wait_for_jobs`] waits before it gives up loudly.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a quiet connection looks for a changed state.
const TICK: Duration = Duration::from_millis(10);

impl FakePrinter {
    /// A ready ZPL printer on a free port.
    ///
    /// # Panics
    /// When this machine has no free port on 127.0.0.1.
    pub fn start() -> Self {
        Self::start_on("127.0.0.1:0")
    }

    /// A ready printer of another language on a free port.
    ///
    /// # Panics
    /// When this machine has no free port on 127.0.0.1.
    pub fn start_speaking(language: Language) -> Self {
        Self::start_with("127.0.0.1:0", language)
    }

    /// A ready ZPL printer on a given address: one that was switched off and on again.
    ///
    /// # Panics
    /// When the address is taken.
    pub fn start_on(address: &str) -> Self {
        Self::start_with(address, Language::Zpl)
    }

    fn start_with(address: &str, language: Language) -> Self {
        let listener = TcpListener::bind(address).expect("an address for the fake printer");
        let address = listener.local_addr().expect("the fake printer's address");
        let printer = Arc::new(Printer::default());
        let inner = Arc::clone(&printer);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if inner.lock().stop {
                    return;
                }
                // Like most printers: one connection after the other.
                if let Ok(stream) = stream {
                    serve(&inner, stream, language);
                }
            }
        });
        Self { address, printer, thread: Some(thread) }
    }

    /// Where it listens, as `number:port`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Changes its behaviour from now on.
    pub fn set_state(&self, state: State) {
        self.printer.lock().state = state;
    }

    /// All jobs so far, in order, without the status questions. A connection that carried only questions is
    /// no job; one that broke off in the middle is.
    pub fn jobs(&self) -> Vec<Vec<u8>> {
        self.printer.lock().jobs.clone()
    }

    /// Waits until there are at least `count` jobs: a job counts once its connection has ended.
    ///
    /// # Panics
    /// When they don't come within half a minute.
    pub fn wait_for_jobs(&self, count: usize) -> Vec<Vec<u8>> {
        let (shared, timeout) = self
            .printer
            .changed
            .wait_timeout_while(self.printer.lock(), PATIENCE, |shared| shared.jobs.len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!timeout.timed_out(), "{count} jobs awaited, {} came", shared.jobs.len());
        shared.jobs.clone()
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.printer.lock().stop = true;
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(printer: &Printer, mut stream: TcpStream, language: Language) {
    let _ = stream.set_read_timeout(Some(TICK));
    let question_bytes = language.questions().first().map_or(0, |question| question.len());
    let mut job = Vec::new();
    loop {
        let (state, stop) = {
            let shared = printer.lock();
            (shared.state, shared.stop)
        };
        if stop {
            break;
        }
        if state == State::Stalled {
            std::thread::sleep(TICK);
            continue;
        }
        // A printer that is to hang up reads no further than that: what is left unread resets the line.
        let room = match state {
            State::DropAfter(bytes) => (bytes + question_bytes).saturating_sub(job.len()).clamp(1, 4096),
            _ => 4096,
        };
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer[..room]) {
            Ok(0) => break,
            Ok(n) => job.extend_from_slice(&buffer[..n]),
            Err(error) if is_timeout(&error) => continue,
            Err(_) => break,
        }
        if answer_questions(&mut job, state, language, &mut stream).is_err() {
            break;
        }
        if let State::DropAfter(bytes) = state
            && job.len() >= bytes
        {
            job.truncate(bytes);
            break;
        }
    }
    if !job.is_empty() {
        printer.lock().jobs.push(job);
        printer.changed.notify_all();
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

/// Takes the questions out of what has come and answers them.
fn answer_questions(
    job: &mut Vec<u8>,
    state: State,
    language: Language,
    stream: &mut TcpStream,
) -> std::io::Result<()> {
    for (number, question) in language.questions().iter().enumerate() {
        while let Some(at) = job.windows(question.len()).position(|window| window == *question) {
            job.drain(at..at + question.len());
            let waiting = u32::from(!job.is_empty());
            let answer = match (language, number) {
                (Language::Zpl, 0) => host_status(state, waiting).map(|status| status.encode()),
                (Language::Zpl, _) => errors(state).map(|errors| errors.encode()),
                (language, number) => short_answer(language, number, state),
            };
            stream.write_all(&answer.unwrap_or_default())?;
        }
    }
    Ok(())
}

/// What the other languages answer. None of them knows a ribbon apart from paper as ZPL does: EPL2 has one code
/// for both, receipt printers have no ribbon.
fn short_answer(language: Language, question: usize, state: State) -> Option<Vec<u8>> {
    let (tspl, block, epl2, escpos) = match state {
        State::Ready | State::DropAfter(_) => (0x00, "@@@@", "00", [0x12, 0x12, 0x12, 0x12]),
        State::Busy => (0x20, "P@@@", "00", [0x12, 0x12, 0x12, 0x12]),
        State::PaperOut => (0x04, "E@@A", "07", [0x1A, 0x32, 0x12, 0x72]),
        State::RibbonOut => (0x08, "E@@D", "07", [0x1A, 0x32, 0x12, 0x72]),
        State::HeadOpen => (0x01, "E@@`", "11", [0x1A, 0x16, 0x12, 0x12]),
        State::Paused => (0x10, "`@@@", "12", [0x1A, 0x12, 0x12, 0x12]),
        State::HeadOpenToQuery if question > 0 => (0x01, "E@@`", "11", [0x1A, 0x16, 0x12, 0x12]),
        State::Silent | State::HeadOpenToQuery | State::Stalled => return None,
    };
    match (language, question) {
        (Language::Tspl, 0) => Some(vec![tspl]),
        (Language::Tspl, _) => Some(format!("\x02{block}\x03\r\n").into_bytes()),
        (Language::Epl2, _) => Some(format!("{epl2}\r\n").into_bytes()),
        (Language::EscPos, _) => Some(escpos.to_vec()),
        (Language::Zpl | Language::Mute, _) => None,
    }
}

fn host_status(state: State, formats_waiting: u32) -> Option<HostStatus> {
    let status = HostStatus { label_length_dots: 1218, ..HostStatus::default() };
    Some(match state {
        State::Ready | State::DropAfter(_) => status,
        State::Busy => HostStatus { formats_waiting, ..status },
        State::PaperOut => HostStatus { paper_out: true, formats_waiting, ..status },
        State::RibbonOut => HostStatus { ribbon_out: true, formats_waiting, ..status },
        State::HeadOpen => HostStatus { head_open: true, formats_waiting, ..status },
        State::Paused => HostStatus { paused: true, formats_waiting, ..status },
        State::Silent | State::HeadOpenToQuery | State::Stalled => return None,
    })
}

fn errors(state: State) -> Option<ErrorsAndWarnings> {
    let errors = match state {
        State::Ready | State::Busy | State::DropAfter(_) => 0,
        State::PaperOut => 0x1,
        State::RibbonOut => 0x2,
        State::HeadOpen | State::HeadOpenToQuery => 0x4,
        State::Paused => 0x1_0000,
        State::Silent | State::Stalled => return None,
    };
    Some(ErrorsAndWarnings { errors, warnings: 0 })
}
