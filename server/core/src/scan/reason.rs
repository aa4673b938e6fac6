//! Why a scan is refused or incomplete, and what was put right in it.

use serde::{Deserialize, Serialize};

use super::Ai;
use super::table::Lint;
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
    /// An element's value breaks the rules of its AI.
    Element {
        /// The element.
        ai: Ai,
        /// The fault.
        fault: Fault,
    },
    /// An AI should begin here, but no digits stand here.
    NoAi {
        /// Place in the text, from 1.
        position: usize,
        /// What stands there, at most eight characters.
        found: String,
    },
    /// Element strings hold plain ASCII characters only.
    NotAscii {
        /// Place in the text, from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The same AI twice, with two values.
    Conflict {
        /// The element.
        ai: Ai,
        /// The value that stands first.
        first: String,
        /// The other value.
        second: String,
    },
    /// Two elements that must not stand together.
    Excluded {
        /// One of them.
        ai: Ai,
        /// The other.
        other: Ai,
    },
    /// The element needs companions that are not in this scan (the verdict is *incomplete*).
    MissingCompanions {
        /// The element.
        ai: Ai,
        /// Any one of these would do, each `AI` or `AI+AI`, `n` for any digit.
        any_of: Vec<String>,
    },
    /// A compressed Digital Link, which this program does not read.
    LinkCompressed,
    /// After the key, a Digital Link's path must go on in pairs of AI and value.
    LinkUnpaired {
        /// The segment without a partner.
        segment: String,
    },
    /// This AI may not follow the Digital Link's key, or not at this place.
    LinkQualifier {
        /// The key.
        key: Ai,
        /// The AI.
        ai: Ai,
    },
    /// This AI may not stand in a Digital Link's query.
    LinkAttribute {
        /// The AI.
        ai: Ai,
    },
    /// A percent sign that is not followed by two hexadecimal digits, or that writes no text.
    LinkEscape {
        /// The value.
        text: String,
    },
    /// The same text twice in a row, as when a scanner types it and sends it as well (R13).
    Doubled {
        /// The text, once.
        text: String,
    },
}

/// Why a value does not fit its AI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// No value.
    Empty,
    /// Too few characters.
    TooShort {
        /// Characters found.
        length: usize,
        /// Characters needed.
        min: usize,
    },
    /// Too many characters: often a separator that is missing after the value.
    TooLong {
        /// Characters found.
        length: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A character that may not stand here.
    Character {
        /// Place in the value, from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The check digit does not fit.
    CheckDigit {
        /// The digit that fits.
        expected: char,
        /// The digit found.
        found: char,
    },
    /// The two check characters do not fit.
    CheckPair {
        /// The characters that fit.
        expected: String,
        /// The characters found.
        found: String,
    },
    /// Another rule of the dictionary is broken.
    Rule {
        /// The rule.
        rule: Lint,
        /// The part of the value that breaks it.
        part: String,
    },
}

impl Reason {
    /// One sentence for people; the same as [`Say::say`].
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
    /// A separator stood after the last element.
    TrailingSeparator,
    /// The AI is not in the table; its value was kept.
    UnknownAi {
        /// The identifier.
        ai: Ai,
    },
    /// The same element stood twice; it was kept once.
    Repeated {
        /// The identifier.
        ai: Ai,
    },
    /// The text looks like element strings, but the symbol is not marked as GS1.
    NotMarkedGs1,
    /// The text has a GTIN's length, but is none; it was taken as plain text.
    NotGtin {
        /// Why it is none.
        error: CodeError,
    },
    /// A label of ours came in small letters: Caps Lock is on.
    CapsLock,
    /// A retail symbol came with an add-on of two or five digits, which was left out.
    AddOn {
        /// The add-on.
        digits: String,
    },
}
