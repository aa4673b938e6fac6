//! Why a scan is refused or incomplete, and what was put right in it.

use serde::{Deserialize, Serialize};

use super::Ai;
use crate::code::CodeError;
use crate::words::{Language, Say};

/// Why a scan is refused or incomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing in the frame.
    Empty,
    /// Longer than any symbol can be.
    TooLong {
        /// Bytes found.
        length: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// A code outside element strings (EAN, S10, NF-e, our own) breaks its rules.
    Code {
        /// The fault.
        error: CodeError,
    },
    /// The element needs companions that are not in this scan.
    MissingCompanions {
        /// The element.
        ai: Ai,
        /// Any one of these would do, each `AI` or `AI+AI`, `n` for any digit.
        any_of: Vec<String>,
    },
}

impl Say for Reason {
    fn say(&self, _language: Language) -> String {
        format!("{self:?}")
    }
}

impl Reason {
    /// One sentence for people.
    pub fn sentence(&self, language: Language) -> String {
        self.say(language)
    }
}

/// What was put right or looks odd in a scan that is usable all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A separator stood before the first element.
    LeadingSeparator,
    /// Separators stood side by side.
    DoubledSeparator,
    /// The Application Identifier is not in the table; its value was kept.
    UnknownAi {
        /// The identifier.
        ai: Ai,
    },
}
