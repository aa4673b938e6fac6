//! One trigger pull, one scan (R13): repeats within a short time, and text that came twice in one frame.

use std::collections::BTreeMap;

/// The time within which the same symbol from the same device is one scan, unless a device says otherwise.
pub const WINDOW_MS: u64 = 400;

/// Remembers the last symbol of each device.
///
/// The window slides: a scanner in presentation mode that reads the same label every 300 ms makes one scan
/// until the label is taken away. Times are the device's own.
#[derive(Debug, Clone)]
pub struct Debounce {
    window_ms: u64,
    last: BTreeMap<String, (String, u64)>,
}

impl Default for Debounce {
    fn default() -> Self {
        Self::new(WINDOW_MS)
    }
}

impl Debounce {
    /// With a window of its own, in milliseconds; 0 lets every scan pass.
    pub fn new(window_ms: u64) -> Self {
        Self { window_ms, last: BTreeMap::new() }
    }

    /// Whether this is a new scan rather than a repeat of the device's last one.
    ///
    /// A device whose clock jumped back by more than the window counts as new.
    pub fn is_new(&mut self, device: &str, symbol: &str, at_ms: u64) -> bool {
        if let Some((last, last_ms)) = self.last.get_mut(device) {
            let repeat = last == symbol && at_ms.abs_diff(*last_ms) < self.window_ms;
            *last_ms = at_ms;
            if !repeat && last != symbol {
                last.clear();
                last.push_str(symbol);
            }
            return !repeat;
        }
        self.last.insert(device.into(), (symbol.into(), at_ms));
        true
    }

    /// Forgets a device, when it leaves.
    pub fn forget(&mut self, device: &str) {
        self.last.remove(device);
    }
}

/// The half of a text that says the same thing twice (`AA`), as when a scanner both types a code and sends it.
///
/// [`super::parse`] refuses a doubled text whose half is a known kind of code; for plain text only the one who
/// looks codes up can tell `ABAB` from `AB` twice, by finding one of them.
pub fn half_of_doubled(text: &str) -> Option<&str> {
    let (first, second) = text.split_at_checked(text.len() / 2)?;
    (!first.is_empty() && first == second).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_symbol_from_the_same_device_is_one_scan() {
        let mut debounce = Debounce::default();
        let mut check = |device, symbol, at_ms, expected| {
            assert_eq!(debounce.is_new(device, symbol, at_ms), expected, "{device} {symbol} {at_ms}");
        };
        check("a", "X", 1_000, true);
        check("a", "X", 1_399, false);
        check("a", "X", 1_798, false);
        check("b", "X", 1_800, true);
        check("a", "X", 2_198, true);
        check("a", "Y", 2_199, true);
        check("a", "X", 2_200, true);
        check("a", "X", 100, true);
    }

    #[test]
    fn a_window_of_zero_lets_everything_pass() {
        let mut debounce = Debounce::new(0);
        assert!(debounce.is_new("a", "X", 5) && debounce.is_new("a", "X", 5));
    }

    #[test]
    fn doubled_text_is_recognised() {
        let check = |text, expected| assert_eq!(half_of_doubled(text), expected, "{text}");
        check("ABAB", Some("AB"));
        check("ABA", None);
        check("ABAC", None);
        check("", None);
        check("ãã", Some("ã"));
        check("ãb", None);
    }
}
