//! Why a text is not the code it was taken for.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The code that a [`CodeError`] speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeName {
    /// Global Trade Item Number, in any of its lengths.
    Gtin,
    /// Serial Shipping Container Code, 18 digits.
    Sscc,
    /// Global Location Number, 13 digits.
    Gln,
    /// Global Service Relation Number, 18 digits.
    Gsrn,
    /// Access key of a Brazilian electronic invoice, 44 characters.
    NfeKey,
    /// Postal item identifier of UPU standard S10, 13 characters.
    S10,
    /// Our own bin label.
    Bin,
    /// Our own badge.
    Badge,
    /// Our own tote label.
    Tote,
    /// Our own station label.
    Station,
    /// Our own command barcode.
    Command,
}

impl CodeName {
    /// The name in Portuguese.
    pub(crate) fn pt(self) -> &'static str {
        match self {
            Self::Bin => "endereço",
            Self::Badge => "crachá",
            Self::Tote => "caixa",
            Self::Station => "estação",
            Self::Command => "comando",
            other => other.as_str(),
        }
    }

    /// The name as people write it, in English.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gtin => "GTIN",
            Self::Sscc => "SSCC",
            Self::Gln => "GLN",
            Self::Gsrn => "GSRN",
            Self::NfeKey => "NF-e",
            Self::S10 => "S10",
            Self::Bin => "bin",
            Self::Badge => "badge",
            Self::Tote => "tote",
            Self::Station => "station",
            Self::Command => "command",
        }
    }
}

/// Why a text is not the code it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum CodeError {
    /// The text has a length that the code never has.
    #[error("{} cannot have {length} characters", code.as_str())]
    Length {
        /// The code it was taken for.
        code: CodeName,
        /// Characters found.
        length: usize,
    },
    /// A character that the code does not allow at this place.
    #[error("{} does not allow {found:?} at position {position}", code.as_str())]
    Character {
        /// The code it was taken for.
        code: CodeName,
        /// Place of the character, from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The check digit does not fit the rest.
    #[error("the check digit of this {} is {found}, it should be {expected}", code.as_str())]
    CheckDigit {
        /// The code it was taken for.
        code: CodeName,
        /// The digit that fits.
        expected: char,
        /// The digit found.
        found: char,
    },
    /// Nothing but zeros: names nothing.
    #[error("{} of zeros only", code.as_str())]
    Zeros {
        /// The code it was taken for.
        code: CodeName,
    },
    /// The month in an NF-e key is not 01 to 12.
    #[error("the NF-e key names month {month}")]
    Month {
        /// The month found.
        month: u8,
    },
    /// The state (IBGE code) in an NF-e key does not exist.
    #[error("the NF-e key names state {state}, which does not exist")]
    State {
        /// The state code found.
        state: u8,
    },
    /// A GS1 company prefix has 4 to 12 digits.
    #[error("a GS1 company prefix has 4 to 12 digits, not {length}")]
    PrefixLength {
        /// Digits found.
        length: usize,
    },
    /// The serial reference does not fit beside the company prefix.
    #[error("serial {serial} is above {max}, the largest that fits beside this company prefix")]
    SerialTooLarge {
        /// The serial reference asked for.
        serial: u64,
        /// The largest that fits.
        max: u64,
    },
    /// A command word that does not exist.
    #[error("there is no command {word:?}")]
    UnknownCommand {
        /// The word after the prefix.
        word: String,
    },
}
