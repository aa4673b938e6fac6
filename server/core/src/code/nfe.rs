//! The access key of Brazilian electronic fiscal documents (NF-e 55, NFC-e 65, CT-e 57, MDF-e 58).
//!
//! 44 characters: state 2, year and month 4, issuer's CNPJ 14, model 2, series 3, number 9, emission type 1,
//! random code 8, check digit 1. Since NT 2025.001 (July 2026) the first twelve characters of the CNPJ may be
//! capital letters; its own two check digits stay digits. A value of a character is its ASCII code − 48.

use super::{CodeError, CodeName, array, ascii_code};

/// IBGE codes of the 26 states and the Federal District.
const STATES: [u8; 27] = [
    11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 35, 41, 42, 43, 50, 51, 52,
    53,
];

/// A checked access key of 44 characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NfeKey([u8; 44]);
ascii_code!(NfeKey);

impl NfeKey {
    /// Reads a key of 44 characters without spaces or dots.
    ///
    /// # Errors
    /// Length, characters (letters only in the CNPJ's first twelve), state, month, check digit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = CodeName::NfeKey;
        let bytes: [u8; 44] = array(code, text)?;
        let odd = |(at, byte): (usize, &u8)| {
            let letter_allowed = (6..18).contains(&at) && byte.is_ascii_uppercase();
            !(byte.is_ascii_digit() || letter_allowed)
        };
        if let Some(at) = bytes.iter().enumerate().position(odd) {
            let found = text.char_indices().take_while(|(i, _)| *i <= at).last().map_or('\0', |(_, c)| c);
            return Err(CodeError::Character { code, position: at + 1, found });
        }
        let key = Self(bytes);
        let state = key.number_at(0, 2) as u8;
        if !STATES.contains(&state) {
            return Err(CodeError::State { state });
        }
        let month = key.month();
        if !(1..=12).contains(&month) {
            return Err(CodeError::Month { month });
        }
        let expected = char::from(b'0' + Self::check_digit(&bytes[..43]));
        let found = char::from(bytes[43]);
        if expected == found { Ok(key) } else { Err(CodeError::CheckDigit { code, expected, found }) }
    }

    /// The check digit (0 to 9) of the 43 characters before it: from the right weights 2 to 9 repeated,
    /// r = sum mod 11; r < 2 gives 0, else 11 − r (Manual de Orientação do Contribuinte, NT 2025.001).
    pub fn check_digit(first_43: &[u8]) -> u8 {
        let value = |byte: &u8| u32::from(byte.saturating_sub(48));
        let sum: u32 =
            first_43.iter().rev().zip((2..=9).cycle()).map(|(byte, weight)| value(byte) * weight).sum();
        match sum % 11 {
            0 | 1 => 0,
            rest => (11 - rest) as u8,
        }
    }

    fn number_at(&self, from: usize, length: usize) -> u32 {
        self.0[from..from + length].iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'))
    }

    /// IBGE code of the issuer's state, e.g. 35 for São Paulo.
    pub fn state(&self) -> u8 {
        self.number_at(0, 2) as u8
    }

    /// Year of emission, e.g. 2026.
    pub fn year(&self) -> u16 {
        2000 + self.number_at(2, 2) as u16
    }

    /// Month of emission, 1 to 12.
    pub fn month(&self) -> u8 {
        self.number_at(4, 2) as u8
    }

    /// The issuer's CNPJ, 14 characters (a CPF of 11 digits is padded with zeros).
    pub fn issuer_tax_id(&self) -> &str {
        &self.as_str()[6..20]
    }

    /// Document model: 55 NF-e, 65 NFC-e, 57 CT-e, 58 MDF-e.
    pub fn model(&self) -> u8 {
        self.number_at(20, 2) as u8
    }

    /// Series, 0 to 999.
    pub fn series(&self) -> u16 {
        self.number_at(22, 3) as u16
    }

    /// Document number, 0 to 999 999 999.
    pub fn number(&self) -> u32 {
        self.number_at(25, 9)
    }

    /// The key in eleven groups of four, as a DANFE shows it.
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..11).map(|group| &self.as_str()[group * 4..group * 4 + 4]).collect();
        groups.join(" ")
    }
}
