//! Moving bytes, with deadlines, and counting them.
//!
//! A [`Connector`] knows how to reach one device; each call to [`Connector::open`] gives a fresh
//! [`Transport`]. A print job opens one and drops it; a scanner keeps one until it is lost. All calls block
//! the calling thread, never longer than the deadline they are given.
//!
//! **Invariant**: a transport never hides how many bytes the system took.

pub mod fake;
pub mod file;
pub mod serial;
pub mod tcp;
pub mod usb;

use std::io;
use std::time::{Duration, Instant};

use crate::fault::{DeviceError, Fault};

/// What a port says of a printer by itself, without a printer language (USB printer class 1.1, 4.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortStatus {
    /// The printer sees no error of its own.
    pub no_error: bool,
    /// The printer is on-line.
    pub selected: bool,
    /// The paper is out.
    pub paper_empty: bool,
}

/// An open way to a device.
pub trait Transport: Send {
    /// Hands over the beginning of `bytes` and answers how many were taken: at least one.
    ///
    /// # Errors
    /// [`Fault::TimedOut`] when none were taken within `timeout`; otherwise what ended the connection.
    fn write(&mut self, bytes: &[u8], timeout: Duration) -> Result<usize, Fault>;

    /// Reads what is there, at least one byte, into the beginning of `into`. Zero: the other end has
    /// finished and nothing more will come.
    ///
    /// # Errors
    /// [`Fault::TimedOut`] when nothing came within `timeout`; otherwise what ended the connection.
    fn read(&mut self, into: &mut [u8], timeout: Duration) -> Result<usize, Fault>;

    /// Says that no more bytes will be written, and hands over what is still held back. Reading goes on.
    ///
    /// # Errors
    /// What kept the last bytes from going out; [`Fault::TimedOut`] when they had not gone within `timeout`.
    fn finish(&mut self, timeout: Duration) -> Result<(), Fault>;

    /// Throws away what the device said before it was asked: an answer that came too late for its question.
    /// Nothing to do where each opening is a fresh conversation.
    fn discard_input(&mut self) {}

    /// What the port itself says of a printer, where there is such a thing: `None` elsewhere.
    ///
    /// # Errors
    /// What ended the connection.
    fn port_status(&mut self) -> Result<Option<PortStatus>, Fault> {
        Ok(None)
    }
}

/// Knows how to reach one device, again and again.
pub trait Connector: Send + Sync {
    /// Opens a fresh way to the device.
    ///
    /// # Errors
    /// Why the device can't be had just now. No byte has gone out.
    fn open(&self) -> Result<Box<dyn Transport>, Fault>;

    /// The device's name for logs and errors: an address, a path, an identity.
    fn name(&self) -> String;
}

impl<C: Connector + ?Sized> Connector for Box<C> {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        (**self).open()
    }
    fn name(&self) -> String {
        (**self).name()
    }
}

impl<C: Connector + ?Sized> Connector for std::sync::Arc<C> {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        (**self).open()
    }
    fn name(&self) -> String {
        (**self).name()
    }
}

/// Repeats a call that a signal broke off: no byte had moved.
fn uninterrupted<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Writes all of `bytes` before `deadline`, however often the transport takes only a part.
///
/// # Errors
/// The fault, with the number of bytes that had been taken before it.
pub fn write_all(transport: &mut dyn Transport, bytes: &[u8], deadline: Instant) -> Result<(), DeviceError> {
    let mut bytes_out = 0;
    while bytes_out < bytes.len() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(DeviceError { fault: Fault::TimedOut, bytes_out });
        }
        match transport.write(&bytes[bytes_out..], left) {
            Ok(0) => return Err(DeviceError { fault: Fault::Closed, bytes_out }),
            Ok(taken) => bytes_out += taken,
            Err(fault) => return Err(DeviceError { fault, bytes_out }),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fake::{FakeTransport, Step};
    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn partial_writes_are_joined() {
        let (mut transport, log) = FakeTransport::new([Step::Take(3), Step::Take(1), Step::Take(100)]);
        write_all(&mut transport, b"ABCDEFGH", soon()).unwrap();
        assert_eq!(log.written(), b"ABCDEFGH");
    }

    #[test]
    fn a_fault_tells_how_many_bytes_had_gone_out() {
        let (mut transport, log) = FakeTransport::new([Step::Take(3), Step::Fail(Fault::Unplugged)]);
        let error = write_all(&mut transport, b"ABCDEFGH", soon()).unwrap_err();
        assert_eq!(error, DeviceError { fault: Fault::Unplugged, bytes_out: 3 });
        assert_eq!(log.written(), b"ABC");
    }

    #[test]
    fn a_passed_deadline_sends_nothing() {
        let (mut transport, log) = FakeTransport::new([Step::Take(100)]);
        let error = write_all(&mut transport, b"ABC", Instant::now()).unwrap_err();
        assert_eq!(error, DeviceError { fault: Fault::TimedOut, bytes_out: 0 });
        assert!(log.written().is_empty());
    }
}
