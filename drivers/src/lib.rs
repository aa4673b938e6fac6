//! Bytes to and from scanners, scales and printers.
//!
//! A desk or a dock has devices; this crate moves bytes to and from them and gives those bytes a meaning a
//! program can act on: a *frame* from a scanner, a *weight* from a scale, the *outcome* of a print job. It
//! has two halves that meet in one place each:
//!
//! - **Protocols** are pure: bytes in, meaning out, with test vectors from the makers' manuals
//!   ([`printer::zpl`] and its neighbours, [`scanner::framer`]). They own no clock.
//! - **Transports** move bytes with deadlines and count them ([`transport`]). They know nothing of meaning.
//!
//! Everything blocks on plain threads, because device files, libusb and serial ports do. A program on an
//! async runtime calls [`printer::job::send_job`] on a thread made for blocking work, and takes a scanner's
//! events from the callback it hands in.
//!
//! **Invariant**: no word of the warehouse is known here, and no other crate of this project.
//! **Invariant**: once a byte of a job has gone out, nothing here sends that job again by itself.
//! **Invariant**: random bytes from a device never cause a panic.

pub mod backoff;
pub mod device;
pub mod fake;
pub mod fault;
pub mod link;
pub mod printer;
pub mod scale;
pub mod scanner;
mod system;
pub mod transport;
mod watch;

pub use fault::{DeviceError, Fault};
