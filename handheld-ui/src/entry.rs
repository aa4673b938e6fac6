//! What is typed on the keypad: a quantity, a PIN. Digits come from the screen, a keyboard or command barcodes.

use bipe_core::code::{CommandCode, own};
use bipe_core::scan::Aim;

/// Digits typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    digits: String,
    length_max: usize,
}

impl Entry {
    /// A quantity: up to six digits, leading zeros dropped.
    pub fn quantity() -> Self {
        Self { digits: String::new(), length_max: 6 }
    }

    /// Adds a digit. More than fit are ignored: a longer number is a mistake, and the shown one stays readable.
    pub fn push(&mut self, digit: u8) {
        if self.digits == "0" {
            self.digits.clear();
        }
        if digit <= 9 && self.digits.len() < self.length_max {
            self.digits.push(char::from(b'0' + digit));
        }
    }

    /// Takes the last digit back.
    pub fn backspace(&mut self) {
        self.digits.pop();
    }

    /// Forgets all digits.
    pub fn clear(&mut self) {
        self.digits.clear();
    }

    /// The digits as typed.
    pub fn text(&self) -> &str {
        &self.digits
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// What goes to the server: `BPCQ24`; `None` when nothing was typed.
    pub fn symbol(&self) -> Option<String> {
        (!self.digits.is_empty()).then(|| format!("{}{}", own::QUANTITY, self.digits))
    }
}

/// What a scanned text does to a keypad that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Adds this digit.
    Digit(u8),
    /// Clears what was typed.
    Clear,
    /// Takes what was typed.
    Take,
    /// Nothing: the text is a scan like any other.
    Nothing,
}

/// A symbol without its AIM identifier: what our own labels say.
pub fn bare(symbol: &str) -> &str {
    Aim::split(symbol).1
}

/// Reads a symbol as a press on the keypad: the command barcodes `BPC0` … `BPC9`, `BPCCLEAR`, `BPCCONFIRM`.
pub fn pressed(symbol: &str) -> Pressed {
    let command = bare(symbol).strip_prefix(own::COMMAND).map(CommandCode::from_word);
    match command {
        Some(Ok(CommandCode::Digit(digit))) => Pressed::Digit(digit.get()),
        Some(Ok(CommandCode::Clear)) => Pressed::Clear,
        Some(Ok(CommandCode::Confirm)) => Pressed::Take,
        _ => Pressed::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use bipe_core::code::OwnCode;

    use super::*;

    fn typed(digits: &[u8]) -> Entry {
        let mut entry = Entry::quantity();
        digits.iter().for_each(|digit| entry.push(*digit));
        entry
    }

    #[test]
    fn a_typed_quantity_is_what_core_reads() {
        let symbol = typed(&[0, 2, 4]).symbol().expect("typed");
        assert_eq!(symbol, "BPCQ24");
        assert_eq!(OwnCode::read(&symbol), Some(Ok(OwnCode::Quantity(24))));
    }

    #[test]
    fn nothing_typed_sends_nothing_and_zero_is_a_number() {
        assert_eq!(typed(&[]).symbol(), None);
        assert_eq!(typed(&[0]).symbol(), Some("BPCQ0".into()));
        assert_eq!(typed(&[0, 0, 7]).text(), "7");
    }

    #[test]
    fn digits_beyond_six_are_ignored_and_can_be_taken_back() {
        let mut entry = typed(&[1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(entry.text(), "123456");
        entry.backspace();
        assert_eq!(entry.text(), "12345");
        entry.clear();
        assert!(entry.is_empty());
    }

    #[test]
    fn command_barcodes_press_the_keypad() {
        let check = |symbol: &str, expected| assert_eq!(pressed(symbol), expected, "{symbol}");
        check("BPC7", Pressed::Digit(7));
        check("]C0BPC7", Pressed::Digit(7));
        check("BPCCLEAR", Pressed::Clear);
        check("BPCCONFIRM", Pressed::Take);
        check("BPCUNDO", Pressed::Nothing);
        check("BPC", Pressed::Nothing);
        check("7891234567895", Pressed::Nothing);
    }
}
