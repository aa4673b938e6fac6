//! A transport that follows a script, for tests of what stands above transports.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Connector, PortStatus, Transport};
use crate::fault::Fault;

/// One thing that happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The next write takes at most this many bytes.
    Take(usize),
    /// The next read gives these bytes (as many as fit; the rest comes with the read after it).
    Give(Vec<u8>),
    /// The next read finds nothing before its deadline.
    Silence,
    /// The next write or read ends with this fault.
    Fail(Fault),
    /// The next read finds that the other end has finished.
    End,
}

/// What was written to a [`FakeTransport`].
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// All bytes taken so far.
    pub fn written(&self) -> Vec<u8> {
        self.0.lock().map(|bytes| bytes.clone()).unwrap_or_default()
    }
}

/// A transport that follows a script; a script at its end takes every write and stays silent.
#[derive(Debug)]
pub struct FakeTransport {
    steps: VecDeque<Step>,
    log: Log,
    /// What the port says of the printer.
    pub port: Option<PortStatus>,
}

impl FakeTransport {
    /// A transport with a script, and the log of what is written to it.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> (Self, Log) {
        let log = Log::default();
        (Self { steps: steps.into_iter().collect(), log: log.clone(), port: None }, log)
    }
}

impl Transport for FakeTransport {
    fn write(&mut self, bytes: &[u8], _timeout: Duration) -> Result<usize, Fault> {
        let most = match self.steps.front() {
            Some(Step::Take(most)) => {
                let most = *most;
                self.steps.pop_front();
                most
            }
            Some(Step::Fail(fault)) => {
                let fault = fault.clone();
                self.steps.pop_front();
                return Err(fault);
            }
            _ => bytes.len(),
        };
        let taken = most.min(bytes.len());
        if let Ok(mut log) = self.log.0.lock() {
            log.extend_from_slice(&bytes[..taken]);
        }
        Ok(taken)
    }

    fn read(&mut self, into: &mut [u8], _timeout: Duration) -> Result<usize, Fault> {
        match self.steps.pop_front() {
            Some(Step::Give(mut bytes)) => {
                let given = bytes.len().min(into.len());
                into[..given].copy_from_slice(&bytes[..given]);
                if given < bytes.len() {
                    self.steps.push_front(Step::Give(bytes.split_off(given)));
                }
                Ok(given)
            }
            Some(Step::Fail(fault)) => Err(fault),
            Some(Step::End) => Ok(0),
            Some(Step::Silence) | None => Err(Fault::TimedOut),
            Some(step @ Step::Take(_)) => {
                self.steps.push_front(step);
                Err(Fault::TimedOut)
            }
        }
    }

    fn finish(&mut self, _timeout: Duration) -> Result<(), Fault> {
        Ok(())
    }

    fn port_status(&mut self) -> Result<Option<PortStatus>, Fault> {
        Ok(self.port)
    }
}

/// Hands out scripted transports, one for each opening; then the device is not there.
#[derive(Debug, Default)]
pub struct FakeConnector(Mutex<VecDeque<Result<FakeTransport, Fault>>>);

impl FakeConnector {
    /// What each opening gives, in order.
    pub fn new(openings: impl IntoIterator<Item = Result<FakeTransport, Fault>>) -> Self {
        Self(Mutex::new(openings.into_iter().collect()))
    }
}

impl Connector for FakeConnector {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        let next = self.0.lock().ok().and_then(|mut openings| openings.pop_front());
        match next {
            Some(Ok(transport)) => Ok(Box::new(transport)),
            Some(Err(fault)) => Err(fault),
            None => Err(Fault::NotFound { device: self.name() }),
        }
    }

    fn name(&self) -> String {
        "fake".to_owned()
    }
}
