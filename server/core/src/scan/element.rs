//! One GS1 element: an Application Identifier and its value.

use super::table;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A GS1 Application Identifier of 2 to 4 digits, known or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ai {
    digits: [u8; 4],
    length: u8,
}

impl Ai {
    /// Reads 2 to 4 digits.
    pub fn new(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if !(2..=4).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = [0; 4];
        digits[..bytes.len()].copy_from_slice(bytes);
        Some(Self { digits, length: bytes.len() as u8 })
    }

    /// The digits, padded with zero bytes.
    pub(super) fn padded(self) -> [u8; 4] {
        self.digits
    }

    /// GS1's data title, e.g. `USE BY or EXPIRY`; `None` for an unknown AI.
    pub fn title(self) -> Option<&'static str> {
        table::lookup(self).map(|(_, entry)| entry.title)
    }

    /// The decimal places that the last digit gives, for measures and amounts (310n, 392n …).
    pub fn decimals(self) -> Option<u8> {
        let measure = matches!(&self.digits[..2], b"31" | b"32" | b"33" | b"34" | b"35" | b"36" | b"39");
        (self.length == 4 && measure && self.title().is_some()).then(|| self.digits[3] - b'0')
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.length)]).expect("digits")
    }
}

impl std::fmt::Display for Ai {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Debug for Ai {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({self})")
    }
}

impl Serialize for Ai {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Ai {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| D::Error::custom("an application identifier has 2 to 4 digits"))
    }
}

/// A decimal number without a float: `value` / 10^`places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decimal {
    /// All digits as one whole number.
    pub value: u64,
    /// How many of them stand behind the point.
    pub places: u8,
}

/// One element of an element string or Digital Link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Element {
    /// The Application Identifier.
    pub ai: Ai,
    /// Its value, as it stands in the symbol.
    pub value: String,
}

impl Element {
    /// The number of a measure or amount (310n, 392n, 393n without its currency …).
    pub fn decimal(&self) -> Option<Decimal> {
        let places = self.ai.decimals()?;
        let with_currency = matches!(&self.ai.as_str()[..3], "391" | "393");
        let digits = if with_currency { self.value.get(3..)? } else { &self.value };
        Some(Decimal { value: digits.parse().ok()?, places })
    }

    /// The currency of an amount that names one (391n, 393n): ISO 4217, three digits.
    pub fn currency(&self) -> Option<&str> {
        self.ai.decimals()?;
        if matches!(&self.ai.as_str()[..3], "391" | "393") { self.value.get(..3) } else { None }
    }
}
