//! Cuts a stream of bytes into frames: by suffix, and by a pause where no suffix comes.
//!
//! Pure: the time of each arrival is handed in, as a duration since any fixed moment.
//!
//! **Invariant**: bytes between two suffixes come out as they went in, GS and all.

use std::time::Duration;

/// What a scanner sends after each symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suffix {
    /// CR, LF or CR LF: whichever comes. Right unless symbols contain line ends themselves.
    #[default]
    AnyLineEnd,
    /// CR alone; LF is data.
    Cr,
    /// LF alone; CR is data.
    Lf,
    /// CR followed by LF; either alone is data.
    CrLf,
    /// Nothing: only a pause ends a frame.
    None,
}

/// How frames are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framing {
    /// What ends a frame.
    pub suffix: Suffix,
    /// A silence of this length ends a frame too: for a scanner that lost its suffix. `None` never does.
    pub pause: Option<Duration>,
    /// Longer frames are thrown away whole. No symbol holds more than 7 089 characters (QR, digits only).
    pub bytes_max: usize,
}

impl Default for Framing {
    fn default() -> Self {
        Self { suffix: Suffix::default(), pause: Some(Duration::from_millis(300)), bytes_max: 8192 }
    }
}

/// What was cut off the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// A frame, without its suffix; never empty.
    Frame(Vec<u8>),
    /// So many bytes were too many for one frame.
    Discarded(usize),
}

/// The cutter of one stream.
#[derive(Debug)]
pub struct Framer {
    framing: Framing,
    held: Vec<u8>,
    overflowed: usize,
    last_byte_at: Duration,
}

impl Framer {
    /// A cutter with nothing held.
    pub fn new(framing: Framing) -> Self {
        Self { framing, held: Vec::new(), overflowed: 0, last_byte_at: Duration::ZERO }
    }

    /// Takes bytes that arrived at `at` and answers what they complete.
    pub fn push(&mut self, bytes: &[u8], at: Duration) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = self.tick(at).into_iter().collect();
        for &byte in bytes {
            self.held.push(byte);
            if let Some(suffix_length) = self.suffix_length() {
                self.held.truncate(self.held.len() - suffix_length);
                cuts.extend(self.cut());
            } else if self.held.len() > self.framing.bytes_max {
                self.overflowed += self.held.len();
                self.held.clear();
            }
        }
        self.last_byte_at = at;
        cuts
    }

    /// Looks at the clock: a long enough silence ends the frame that is held. A line end that a pause leaves
    /// at its end (half a suffix) is cut off.
    pub fn tick(&mut self, at: Duration) -> Option<Cut> {
        let due = self.due()?;
        if at < due {
            return None;
        }
        while matches!(self.held.last(), Some(b'\r' | b'\n')) {
            self.held.pop();
        }
        self.cut()
    }

    /// When the held bytes become a frame if nothing more comes; `None` while nothing is held.
    pub fn due(&self) -> Option<Duration> {
        let holds = !self.held.is_empty() || self.overflowed > 0;
        self.framing.pause.filter(|_| holds).map(|pause| self.last_byte_at + pause)
    }

    /// Forgets what is held: the line was lost in the middle of a frame.
    pub fn reset(&mut self) {
        self.held.clear();
        self.overflowed = 0;
    }

    fn suffix_length(&self) -> Option<usize> {
        let last = *self.held.last()?;
        let ends = match self.framing.suffix {
            Suffix::AnyLineEnd => matches!(last, b'\r' | b'\n'),
            Suffix::Cr => last == b'\r',
            Suffix::Lf => last == b'\n',
            Suffix::CrLf => return self.held.ends_with(b"\r\n").then_some(2),
            Suffix::None => false,
        };
        ends.then_some(1)
    }

    fn cut(&mut self) -> Option<Cut> {
        let held = std::mem::take(&mut self.held);
        let overflowed = std::mem::take(&mut self.overflowed);
        if overflowed > 0 {
            return Some(Cut::Discarded(overflowed + held.len()));
        }
        (!held.is_empty()).then_some(Cut::Frame(held))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn frame(text: &str) -> Cut {
        Cut::Frame(text.as_bytes().to_vec())
    }

    fn framer(suffix: Suffix) -> Framer {
        Framer::new(Framing { suffix, ..Framing::default() })
    }

    #[test]
    fn each_suffix_ends_a_frame() {
        let check = |suffix, input: &str, expected: &[&str]| {
            let cuts = framer(suffix).push(input.as_bytes(), at(0));
            assert_eq!(
                cuts,
                expected.iter().map(|text| frame(text)).collect::<Vec<_>>(),
                "{suffix:?} {input:?}"
            );
        };
        check(Suffix::AnyLineEnd, "A\rB\nC\r\nD", &["A", "B", "C"]);
        check(Suffix::Cr, "A\nB\rC\r", &["A\nB", "C"]);
        check(Suffix::Lf, "A\rB\nC\n", &["A\rB", "C"]);
        check(Suffix::CrLf, "A\rB\nC\r\nD\r\n", &["A\rB\nC", "D"]);
        check(Suffix::None, "A\r\nB", &[]);
        check(Suffix::AnyLineEnd, "\r\n\r\n", &[]);
    }

    #[test]
    fn group_separators_survive() {
        let cuts = framer(Suffix::AnyLineEnd).push(b"]d20109506000134352\x1D10LOT\x1D\x1D21X\r", at(0));
        assert_eq!(cuts, [frame("]d20109506000134352\u{1D}10LOT\u{1D}\u{1D}21X")]);
    }

    #[test]
    fn a_frame_may_come_byte_by_byte() {
        let mut framer = framer(Suffix::CrLf);
        let mut cuts = Vec::new();
        for (i, byte) in b"ABC\r\nDE\r\n".iter().enumerate() {
            cuts.extend(framer.push(&[*byte], at(i as u64 * 10)));
        }
        assert_eq!(cuts, [frame("ABC"), frame("DE")]);
    }

    #[test]
    fn a_pause_ends_a_frame_that_lost_its_suffix() {
        let mut framer = framer(Suffix::CrLf);
        assert_eq!(framer.push(b"ABC\r", at(1000)), []);
        assert_eq!(framer.due(), Some(at(1300)));
        assert_eq!(framer.tick(at(1299)), None);
        assert_eq!(framer.tick(at(1300)), Some(frame("ABC")));
        assert_eq!(framer.due(), None);
        assert_eq!(framer.tick(at(9999)), None);
    }

    #[test]
    fn bytes_after_an_unnoticed_pause_begin_a_new_frame() {
        let mut framer = framer(Suffix::Cr);
        framer.push(b"ABC", at(0));
        assert_eq!(framer.push(b"DEF\r", at(400)), [frame("ABC"), frame("DEF")]);
    }

    #[test]
    fn without_a_pause_bytes_wait_for_their_suffix() {
        let mut framer = Framer::new(Framing { pause: None, ..Framing::default() });
        framer.push(b"ABC", at(0));
        assert_eq!(framer.tick(at(u32::MAX.into())), None);
        assert_eq!(framer.push(b"DEF\r", at(u32::MAX.into())), [frame("ABCDEF")]);
    }

    #[test]
    fn an_endless_frame_is_thrown_away_whole() {
        let mut framer = Framer::new(Framing { bytes_max: 4, ..Framing::default() });
        assert_eq!(framer.push(b"1234\r", at(0)), [frame("1234")]);
        assert_eq!(framer.push(b"123456789\rOK\r", at(0)), [Cut::Discarded(9), frame("OK")]);
        framer.push(b"12345", at(0));
        assert_eq!(framer.tick(at(500)), Some(Cut::Discarded(5)));
    }

    proptest! {
        /// However a stream is chopped up, the same frames come out.
        #[test]
        fn chopping_changes_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..200), step in 1_usize..20) {
            let whole = framer(Suffix::AnyLineEnd).push(&bytes, at(0));
            let mut chopped = framer(Suffix::AnyLineEnd);
            let cuts: Vec<Cut> = bytes.chunks(step).flat_map(|part| chopped.push(part, at(0))).collect();
            prop_assert_eq!(whole, cuts);
        }
    }
}
