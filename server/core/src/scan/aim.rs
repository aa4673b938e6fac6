//! AIM symbology identifiers (ISO/IEC 15424): `]`, a letter for the symbology, a character for its options.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A symbology identifier without its `]`, e.g. `C1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Aim {
    symbology: u8,
    modifier: u8,
}

/// How the identifier says the text must be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carries {
    /// GS1 element strings.
    Gs1,
    /// The digits of a retail or ITF symbol: EAN-13 and UPC (`]E0`), with an add-on (`]E3`), EAN-8 (`]E4`).
    Ean,
    /// An ITF symbol: a GTIN when it has 14 digits.
    Itf,
    /// Anything but GS1 element strings.
    Other,
}

impl Aim {
    /// Splits a leading identifier off a frame; a frame without one is given back whole.
    pub fn split(frame: &str) -> (Option<Self>, &str) {
        match frame.as_bytes() {
            [b']', symbology, modifier, ..]
                if symbology.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
            {
                (Some(Self { symbology: *symbology, modifier: *modifier }), &frame[3..])
            }
            _ => (None, frame),
        }
    }

    /// The symbology's letter, e.g. `'C'` for Code 128.
    pub fn symbology(self) -> char {
        char::from(self.symbology)
    }

    /// The options, e.g. `'1'` for "FNC1 first" in Code 128.
    pub fn modifier(self) -> char {
        char::from(self.modifier)
    }

    /// The symbology's name, for people.
    pub fn name(self) -> &'static str {
        match (self.symbology, self.modifier) {
            (b'A', _) => "Code 39",
            (b'C', b'1') => "GS1-128",
            (b'C', _) => "Code 128",
            (b'E', b'4') => "EAN-8",
            (b'E', _) => "EAN/UPC",
            (b'F', _) => "Codabar",
            (b'G', _) => "Code 93",
            (b'I', _) => "ITF",
            (b'J', b'1' | b'4') => "GS1 DotCode",
            (b'J', _) => "DotCode",
            (b'L', _) => "PDF417",
            (b'Q', b'3' | b'4') => "GS1 QR Code",
            (b'Q', _) => "QR Code",
            (b'd', b'2' | b'5') => "GS1 DataMatrix",
            (b'd', _) => "Data Matrix",
            (b'e', _) => "GS1 DataBar",
            (b'z', _) => "Aztec",
            _ => "?",
        }
    }

    /// Whether it names a symbol that carries GS1 element strings.
    pub fn is_gs1(self) -> bool {
        self.carries() == Carries::Gs1
    }

    pub(super) fn carries(self) -> Carries {
        match (self.symbology, self.modifier) {
            (b'C', b'1')
            | (b'd', b'2' | b'5')
            | (b'Q', b'3' | b'4')
            | (b'J', b'1' | b'4')
            | (b'e', b'0' | b'1') => Carries::Gs1,
            (b'E', b'0' | b'3' | b'4') => Carries::Ean,
            (b'I', _) => Carries::Itf,
            _ => Carries::Other,
        }
    }
}

impl std::fmt::Display for Aim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "]{}{}", self.symbology(), self.modifier())
    }
}

impl Serialize for Aim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Aim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::split(&text) {
            (Some(aim), "") => Ok(aim),
            _ => Err(D::Error::custom("a symbology identifier is ], a letter and a letter or digit")),
        }
    }
}
