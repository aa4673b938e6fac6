//! Sending one job to one printer, and saying honestly what became of it.
//!
//! Ask (where the printer can be asked), send, ask again, hang up. One connection carries it all. The answer
//! is an [`Outcome`]; its two dangerous kinds are kept apart by one fact, whether a byte of the job had gone
//! out. A second copy of a label is a fault in itself, so nothing here sends twice.
//!
//! **Invariant**: `Failed` and `NotReady` mean that no byte of the job left; the job may be sent again.
//! **Invariant**: `Printed` is said only when the printer itself said that nothing is left to print.

use std::time::{Duration, Instant};

use super::{Condition, Decoded, Language, Status};
use crate::fault::Fault;
use crate::transport::{Connector, Transport, write_all};

/// What to make of a printer that answers no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Silence {
    /// It has trouble: do not send. Right for printers known to answer, Zebra's above all.
    #[default]
    NotReady,
    /// It never answers: send anyway. Right for cheap printers.
    PrintAnyway,
}

/// How a printer is treated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The language it is asked in; [`Language::Mute`] is never asked.
    pub language: Language,
    /// What its silence means.
    pub silence: Silence,
    /// How long it may take to answer one question.
    pub answer_timeout: Duration,
    /// How long the whole job may take to go out.
    pub write_timeout: Duration,
    /// How long to wait for it to say that the job is printed. Zero: do not ask.
    pub confirm_timeout: Duration,
    /// The pause between two such questions.
    pub confirm_every: Duration,
    /// How long it may take to hang up after the job.
    pub close_timeout: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            language: Language::default(),
            silence: Silence::default(),
            answer_timeout: Duration::from_secs(2),
            write_timeout: Duration::from_secs(30),
            confirm_timeout: Duration::from_secs(10),
            confirm_every: Duration::from_millis(300),
            close_timeout: Duration::from_secs(1),
        }
    }
}

/// Why a job did not simply come out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The way to the printer failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The printer says why it does not print.
    #[error("{}", in_words(.0))]
    Conditions(Vec<Condition>),
}

impl Reason {
    /// A stable name for programs and for translation: of the fault, or of the worst condition.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code(),
            Self::Conditions(conditions) => conditions.first().map_or("not_ready", |worst| worst.code()),
        }
    }
}

fn in_words(conditions: &[Condition]) -> String {
    conditions.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// What became of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All bytes went out, and nothing says that they were not printed.
    Sent {
        /// The job's length.
        bytes: usize,
    },
    /// All bytes went out and the printer says that nothing is left to print.
    Printed {
        /// The job's length.
        bytes: usize,
    },
    /// The printer said beforehand that it can't print. No byte of the job left.
    NotReady(Reason),
    /// The printer could not be reached, or took nothing. No byte of the job left.
    Failed {
        /// Always zero; beside [`Outcome::Unknown`], for the record.
        bytes_out: usize,
        /// Why.
        reason: Reason,
    },
    /// Some or all bytes left, and only a look at the printer can tell what came out.
    Unknown {
        /// How many bytes of the job the system had taken.
        bytes_out: usize,
        /// Why it is not known.
        reason: Reason,
    },
}

impl Outcome {
    /// True where sending the job again can't print it twice.
    pub const fn safe_to_retry(&self) -> bool {
        matches!(self, Self::NotReady(_) | Self::Failed { .. })
    }

    fn failed(fault: Fault) -> Self {
        Self::Failed { bytes_out: 0, reason: fault.into() }
    }
}

/// What a printer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It can't be asked in its language.
    NotAsked,
    /// It was asked and said nothing.
    Silent,
    /// It told its status.
    Status(Status),
}

/// Sends `payload` once. Blocks until the outcome is known or the policy's deadlines have passed.
pub fn send_job(connector: &dyn Connector, payload: &[u8], policy: &Policy) -> Outcome {
    let mut transport = match connector.open() {
        Ok(transport) => transport,
        Err(fault) => return Outcome::failed(fault),
    };
    let transport = &mut *transport;
    let answers = match may_send(transport, policy) {
        Ok(answers) => answers,
        Err(outcome) => return outcome,
    };
    if let Err(error) = write_all(transport, payload, Instant::now() + policy.write_timeout) {
        let reason = error.fault.clone().into();
        return match error.safe_to_retry() {
            true => Outcome::failed(error.fault),
            false => Outcome::Unknown { bytes_out: error.bytes_out, reason },
        };
    }
    let bytes = payload.len();
    let printed = match confirm(transport, policy, answers) {
        Ok(printed) => printed,
        Err(reason) => return Outcome::Unknown { bytes_out: bytes, reason },
    };
    match (hang_up(transport, policy), printed) {
        // What the printer has said itself is not taken back by a rude good-bye.
        (_, true) => Outcome::Printed { bytes },
        (Ok(()), false) => Outcome::Sent { bytes },
        (Err(fault), false) => Outcome::Unknown { bytes_out: bytes, reason: fault.into() },
    }
}

/// Asks a printer how it is, without a job.
///
/// # Errors
/// Why it could not be asked.
pub fn look(connector: &dyn Connector, policy: &Policy) -> Result<Answer, Fault> {
    let mut transport = connector.open()?;
    let port = port_condition(&mut *transport)?;
    let Talk { answer, .. } = ask(&mut *transport, policy)?;
    // The port's own word counts where the language has none.
    Ok(match (answer, port) {
        (Answer::NotAsked | Answer::Silent, Some(condition)) => {
            Answer::Status(Status { conditions: vec![condition], idle: None })
        }
        (answer, _) => answer,
    })
}

/// Asks before the job. True: the printer answers, and can be asked again afterwards. Where one of its answers
/// is still awaited it can not: a late one would be taken for news of the job.
fn may_send(transport: &mut dyn Transport, policy: &Policy) -> Result<bool, Outcome> {
    let not_ready = |conditions| Err(Outcome::NotReady(Reason::Conditions(conditions)));
    if let Some(condition) = port_condition(transport).map_err(Outcome::failed)? {
        return not_ready(vec![condition]);
    }
    let Talk { answer, awaited } = ask(transport, policy).map_err(Outcome::failed)?;
    match answer {
        Answer::Status(status) if status.is_ready() => Ok(!awaited),
        Answer::Status(status) => not_ready(status.stoppers()),
        Answer::Silent if policy.silence == Silence::NotReady => not_ready(vec![Condition::Silent]),
        Answer::Silent | Answer::NotAsked => Ok(false),
    }
}

/// Asks after the job until the printer is idle: true. False: it can't tell, or is still busy at the end.
fn confirm(transport: &mut dyn Transport, policy: &Policy, answers: bool) -> Result<bool, Reason> {
    let deadline = Instant::now() + policy.confirm_timeout;
    loop {
        let stoppers = match port_condition(transport)? {
            Some(condition) => vec![condition],
            None if !answers || policy.confirm_timeout.is_zero() => return Ok(false),
            None => match ask(transport, policy)?.answer {
                Answer::Status(status) if status.is_ready() => match status.idle {
                    Some(true) => return Ok(true),
                    Some(false) => vec![],
                    None => return Ok(false),
                },
                Answer::Status(status) => status.stoppers(),
                Answer::Silent => vec![Condition::Silent],
                Answer::NotAsked => return Ok(false),
            },
        };
        // A stopped printer gets the rest of the time too: someone may be loading paper just now.
        if Instant::now() + policy.confirm_every >= deadline {
            return if stoppers.is_empty() { Ok(false) } else { Err(Reason::Conditions(stoppers)) };
        }
        std::thread::sleep(policy.confirm_every);
    }
}

fn port_condition(transport: &mut dyn Transport) -> Result<Option<Condition>, Fault> {
    Ok(transport.port_status()?.and_then(|port| match (port.paper_empty, port.selected, port.no_error) {
        (true, _, _) => Some(Condition::PaperOut),
        (_, false, _) => Some(Condition::Offline),
        (_, _, false) => Some(Condition::OtherFault),
        (false, true, true) => None,
    }))
}

/// What came of asking.
struct Talk {
    answer: Answer,
    /// An earlier question has had no answer, and may yet get it.
    awaited: bool,
}

/// Asks each question of the language until one is answered.
fn ask(transport: &mut dyn Transport, policy: &Policy) -> Result<Talk, Fault> {
    let questions = policy.language.questions();
    if questions.is_empty() {
        return Ok(Talk { answer: Answer::NotAsked, awaited: false });
    }
    transport.discard_input();
    let mut heard = Vec::new();
    for (number, question) in questions.iter().enumerate() {
        write_all(transport, question, Instant::now() + policy.answer_timeout)
            .map_err(|error| error.fault)?;
        if let Some(status) = listen(transport, policy, number, &mut heard)? {
            return Ok(Talk { answer: Answer::Status(status), awaited: number > 0 });
        }
    }
    Ok(Talk { answer: Answer::Silent, awaited: true })
}

/// The longest answer any language gives is a few hundred bytes.
const ANSWER_BYTES_MAX: usize = 4096;

fn listen(
    transport: &mut dyn Transport,
    policy: &Policy,
    question: usize,
    heard: &mut Vec<u8>,
) -> Result<Option<Status>, Fault> {
    let deadline = Instant::now() + policy.answer_timeout;
    let mut buffer = [0; 512];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match transport.read(&mut buffer, left) {
            Ok(0) => return Err(Fault::Closed),
            Ok(n) => heard.extend_from_slice(&buffer[..n]),
            Err(Fault::TimedOut) => return Ok(None),
            Err(fault) => return Err(fault),
        }
        match policy.language.decode(question, heard) {
            Decoded::Whole(status) => return Ok(Some(status)),
            Decoded::Garbled => return Err(Fault::Garbled),
            Decoded::Incomplete if heard.len() > ANSWER_BYTES_MAX => return Err(Fault::Garbled),
            Decoded::Incomplete if left.is_zero() => return Ok(None),
            Decoded::Incomplete => {}
        }
    }
}

/// Says that the job is over and waits for the printer to say so too; one that keeps its end open is fine.
fn hang_up(transport: &mut dyn Transport, policy: &Policy) -> Result<(), Fault> {
    transport.finish(policy.write_timeout)?;
    let deadline = Instant::now() + policy.close_timeout;
    let mut buffer = [0; 512];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match transport.read(&mut buffer, left) {
            Ok(0) | Err(Fault::TimedOut) => return Ok(()),
            Ok(_) if left.is_zero() => return Ok(()),
            Ok(_) => {}
            Err(fault) => return Err(fault),
        }
    }
}

#[cfg(test)]
mod tests;
