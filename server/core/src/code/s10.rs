//! Postal item identifiers of UPU standard S10, used by Correios: `AA123456785BR`.

use super::{CodeError, CodeName, array, ascii_code};

/// Two letters (service), eight digits, check digit, two letters (country, ISO 3166-1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct S10([u8; 13]);
ascii_code!(S10);

impl S10 {
    /// Reads 13 characters without spaces.
    ///
    /// # Errors
    /// Length, characters, check digit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = CodeName::S10;
        let bytes: [u8; 13] = array(code, text)?;
        let wrong = |at: usize, byte: u8| match at {
            2..=10 => !byte.is_ascii_digit(),
            _ => !byte.is_ascii_uppercase(),
        };
        if let Some((at, found)) = text.char_indices().find(|(at, c)| !c.is_ascii() || wrong(*at, *c as u8)) {
            return Err(CodeError::Character { code, position: at + 1, found });
        }
        let expected = char::from(b'0' + Self::check_digit(&bytes[2..10]));
        let found = char::from(bytes[10]);
        if expected == found { Ok(Self(bytes)) } else { Err(CodeError::CheckDigit { code, expected, found }) }
    }

    /// The check digit (0 to 9) of the eight digits before it: weights 8 6 4 2 3 5 9 7, r = sum mod 11;
    /// r = 0 gives 5, r = 1 gives 0, else 11 − r (UPU S10).
    pub fn check_digit(eight: &[u8]) -> u8 {
        let weights = [8, 6, 4, 2, 3, 5, 9, 7];
        let sum: u32 =
            eight.iter().zip(weights).map(|(b, weight)| u32::from(b.saturating_sub(b'0')) * weight).sum();
        match sum % 11 {
            0 => 5,
            1 => 0,
            rest => (11 - rest) as u8,
        }
    }

    /// The service indicator, e.g. `AA`.
    pub fn service(&self) -> &str {
        &self.as_str()[..2]
    }

    /// The country of posting, e.g. `BR`.
    pub fn country(&self) -> &str {
        &self.as_str()[11..]
    }

    /// In groups as labels show it: `AA 123 456 785 BR`.
    pub fn grouped(&self) -> String {
        let text = self.as_str();
        format!("{} {} {} {} {}", &text[..2], &text[2..5], &text[5..8], &text[8..11], &text[11..])
    }
}
