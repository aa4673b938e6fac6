//! Codes that name things: checked once when they are made, trusted everywhere after.
//!
//! A type of this module can only be made from text that keeps the rules of its code: length, characters,
//! check digit. Each is stored and sent as its plain text; reading it back checks it again.
//! [`own`] holds the codes that Bipe prints itself (bins, badges, totes, stations, commands).
//!
//! **Invariant**: a value of a code type is valid, whatever door it came in by (constructor or serde).

mod error;
pub mod nfe;
pub mod own;
pub mod s10;
mod sentence;

pub use error::{CodeError, CodeName};
pub use nfe::NfeKey;
pub use own::{CommandCode, OwnCode};
pub use s10::S10;

/// The check digit (0 to 9) of a GS1 key, given the key's digits *without* it.
///
/// From the right, weights 3, 1, 3 …; the digit is (10 − sum mod 10) mod 10 (GS1 General Specifications 7.9.1).
/// Bytes that are not ASCII digits count as 0: check them first.
pub fn check_digit_mod10(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            if digit > 9 { 0 } else { digit * if place % 2 == 0 { 3 } else { 1 } }
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

/// Refuses text that holds anything but ASCII digits.
fn all_digits(code: CodeName, text: &str) -> Result<(), CodeError> {
    match text.chars().position(|c| !c.is_ascii_digit()) {
        None => Ok(()),
        Some(at) => {
            let found = text.chars().nth(at).unwrap_or('\0');
            Err(CodeError::Character { code, position: at + 1, found })
        }
    }
}

/// Digits whose last is a mod-10 check digit and that are not all zero.
fn checked_digits(code: CodeName, text: &str) -> Result<(), CodeError> {
    all_digits(code, text)?;
    let (body, check) = text.as_bytes().split_at(text.len() - 1);
    if body.iter().all(|b| *b == b'0') && check[0] == b'0' {
        return Err(CodeError::Zeros { code });
    }
    let expected = char::from(b'0' + check_digit_mod10(body));
    let found = char::from(check[0]);
    if expected == found { Ok(()) } else { Err(CodeError::CheckDigit { code, expected, found }) }
}

/// Text, serde and comparison of a code kept as `[u8; N]` of ASCII.
macro_rules! ascii_code {
    ($name:ident) => {
        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("codes are ASCII")
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::code::CodeError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use ascii_code;

/// Copies text of exactly `N` bytes.
fn array<const N: usize>(code: CodeName, text: &str) -> Result<[u8; N], CodeError> {
    text.as_bytes().try_into().map_err(|_| CodeError::Length { code, length: text.chars().count() })
}

/// Global Trade Item Number, always as 14 digits (shorter ones are padded with zeros on the left).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gtin([u8; 14]);
ascii_code!(Gtin);

impl Gtin {
    /// Reads a GTIN-8, GTIN-12, GTIN-13 or GTIN-14 with its check digit.
    ///
    /// Eight digits are a GTIN-8; for a UPC-E symbol's digits see [`Gtin::from_upc_e`].
    ///
    /// # Errors
    /// Length, characters, check digit, or zeros only.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = CodeName::Gtin;
        if !matches!(text.len(), 8 | 12 | 13 | 14) {
            return Err(CodeError::Length { code, length: text.chars().count() });
        }
        checked_digits(code, text)?;
        let mut digits = [b'0'; 14];
        digits[14 - text.len()..].copy_from_slice(text.as_bytes());
        Ok(Self(digits))
    }

    /// Expands the digits of a UPC-E symbol: 6 (number system 0, no check digit), 7 (number system 0 or 1
    /// first, no check digit) or 8 (number system and check digit).
    ///
    /// # Errors
    /// Length, characters, a number system other than 0 and 1, or a wrong check digit.
    pub fn from_upc_e(text: &str) -> Result<Self, CodeError> {
        let code = CodeName::Gtin;
        all_digits(code, text)?;
        let bytes = text.as_bytes();
        let (system, six, check) = match bytes.len() {
            6 => (b'0', bytes, None),
            7 => (bytes[0], &bytes[1..], None),
            8 => (bytes[0], &bytes[1..7], Some(bytes[7])),
            length => return Err(CodeError::Length { code, length }),
        };
        if system > b'1' {
            return Err(CodeError::Character { code, position: 1, found: char::from(system) });
        }
        let mut upc_a = [b'0'; 12];
        upc_a[0] = system;
        upc_a[1] = six[0];
        upc_a[2] = six[1];
        match six[5] {
            last @ b'0'..=b'2' => {
                upc_a[3] = last;
                upc_a[8..11].copy_from_slice(&six[2..5]);
            }
            b'3' => {
                upc_a[3] = six[2];
                upc_a[9..11].copy_from_slice(&six[3..5]);
            }
            b'4' => {
                upc_a[3..5].copy_from_slice(&six[2..4]);
                upc_a[10] = six[4];
            }
            last => {
                upc_a[3..6].copy_from_slice(&six[2..5]);
                upc_a[10] = last;
            }
        }
        upc_a[11] = check.unwrap_or(b'0' + check_digit_mod10(&upc_a[..11]));
        Self::parse(std::str::from_utf8(&upc_a).expect("digits"))
    }

    /// Makes the GTIN whose first 13 digits (of 14) are given, adding the check digit.
    ///
    /// # Errors
    /// Length other than 13, or a character that is no digit.
    pub fn with_check_digit(first_13: &str) -> Result<Self, CodeError> {
        let code = CodeName::Gtin;
        all_digits(code, first_13)?;
        let body: [u8; 13] = array(code, first_13)?;
        let mut digits = [0; 14];
        digits[..13].copy_from_slice(&body);
        digits[13] = b'0' + check_digit_mod10(&body);
        Ok(Self(digits))
    }

    /// The shortest form that names the same item: 8, 12, 13 or 14 digits, as an EAN or ITF-14 symbol shows it.
    pub fn short(&self) -> &str {
        let text = self.as_str();
        let zeros = text.len() - text.trim_start_matches('0').len();
        &text[match zeros {
            6.. => 6,
            2.. => 2,
            1 => 1,
            0 => 0,
        }..]
    }
}

/// Serial Shipping Container Code: 18 digits, names one logistic unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sscc([u8; 18]);
ascii_code!(Sscc);

impl Sscc {
    /// Reads 18 digits with their check digit.
    ///
    /// # Errors
    /// Length, characters, check digit, or zeros only.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits = array(CodeName::Sscc, text)?;
        checked_digits(CodeName::Sscc, text)?;
        Ok(Self(digits))
    }

    /// Builds a new SSCC: extension digit, GS1 company prefix, serial reference, check digit.
    ///
    /// # Errors
    /// An extension above 9, a prefix that is not 4 to 12 digits, a serial that does not fit in what is left.
    pub fn build(extension: u8, company_prefix: &str, serial: u64) -> Result<Self, CodeError> {
        let code = CodeName::Sscc;
        if extension > 9 {
            let found = char::from_digit(u32::from(extension), 36).unwrap_or('?');
            return Err(CodeError::Character { code, position: 1, found });
        }
        all_digits(code, company_prefix)?;
        let length = company_prefix.len();
        if !(4..=12).contains(&length) {
            return Err(CodeError::PrefixLength { length });
        }
        let width = 16 - length;
        let max = 10_u64.pow(width as u32) - 1;
        if serial > max {
            return Err(CodeError::SerialTooLarge { serial, max });
        }
        let body = format!("{extension}{company_prefix}{serial:0width$}");
        let check = check_digit_mod10(body.as_bytes());
        Self::parse(&format!("{body}{check}"))
    }
}

/// Global Location Number: 13 digits, names a party or a place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gln([u8; 13]);
ascii_code!(Gln);

impl Gln {
    /// Reads 13 digits with their check digit.
    ///
    /// # Errors
    /// Length, characters, check digit, or zeros only.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits = array(CodeName::Gln, text)?;
        checked_digits(CodeName::Gln, text)?;
        Ok(Self(digits))
    }
}

/// Global Service Relation Number: 18 digits, names a person or party that gives or receives a service.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gsrn([u8; 18]);
ascii_code!(Gsrn);

impl Gsrn {
    /// Reads 18 digits with their check digit.
    ///
    /// # Errors
    /// Length, characters, check digit, or zeros only.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits = array(CodeName::Gsrn, text)?;
        checked_digits(CodeName::Gsrn, text)?;
        Ok(Self(digits))
    }
}

#[cfg(test)]
mod tests;
