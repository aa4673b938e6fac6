//! Scanners: devices that deliver one frame for each symbol they read.
//!
//! Whatever the wire (a serial line, HID POS reports), what comes out is an [`Event`]: a [`Frame`], or news
//! of the device itself. A scanner in keyboard mode delivers its keys instead of frames. What a frame *means* is not known here.

pub mod framer;
pub mod hid_pos;
pub mod keyboard;
pub mod serial;

use crate::fault::Fault;
use crate::watch::News;
pub use crate::watch::Watch as Scanner;

pub use keyboard::KeyEvent;

/// One symbol's data, byte for byte as the scanner sent it, without the suffix. Control bytes such as GS
/// (0x1D) are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    bytes: Vec<u8>,
}

impl Frame {
    /// A frame of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into() }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as text: UTF-8 where they are valid UTF-8, else Latin-1, where each byte is the character
    /// of the same number. Either way no byte is replaced or lost.
    pub fn text(&self) -> String {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => self.bytes.iter().copied().map(char::from).collect(),
        }
    }
}

/// What a scanner tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The device is open and can scan.
    Connected,
    /// The device is gone or can't be opened; it is tried again, ever less often. Told once for each reason.
    Lost(Fault),
    /// A symbol was scanned.
    Frame(Frame),
    /// A key of a scanner in keyboard mode went down or up.
    Key(KeyEvent),
    /// Bytes without an end in sight were thrown away (a wrong speed, or a wrong suffix), or keys were lost.
    Discarded {
        /// How many; zero when that is not known.
        bytes: usize,
    },
}

impl News for Event {
    fn connected() -> Self {
        Self::Connected
    }
    fn lost(fault: Fault) -> Self {
        Self::Lost(fault)
    }
}

/// What the scanner is to say to its operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// The scan was accepted.
    Good,
    /// The scan was refused.
    Bad,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_loses_no_byte() {
        assert_eq!(Frame::new(&b"01\x1D10A"[..]).text(), "01\u{1D}10A");
        assert_eq!(Frame::new("São".as_bytes()).text(), "São");
        // Not UTF-8: Latin-1, and every byte can be had back.
        let bytes = vec![0xE7, 0x1D, 0xFF, b'A'];
        let text = Frame::new(bytes.clone()).text();
        assert_eq!(text, "ç\u{1D}ÿA");
        assert_eq!(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>(), bytes);
    }
}
