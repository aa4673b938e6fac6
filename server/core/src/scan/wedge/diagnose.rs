//! What is wrong with a scanner's set-up, told by a test code whose content is known (R29).

use serde::{Deserialize, Serialize};

use super::super::{Aim, GS};

/// One fault that the test page can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The separators (GS, 0x1D) did not arrive: set the scanner to send a stand-in.
    SeparatorsLost,
    /// Another text arrived in place of GS: add it to the profile's stand-ins.
    SeparatorReplaced {
        /// The text.
        by: String,
    },
    /// The scanner sends no AIM identifier: switch it on.
    AimMissing,
    /// Capital and small letters are exchanged: Caps Lock is on.
    CapsLock,
    /// Another character arrived: keyboard layouts of scanner and computer differ.
    Layout {
        /// The character in the code.
        expected: char,
        /// The character that arrived.
        received: char,
    },
    /// Fewer characters arrived than the code holds: the scanner types too fast, or the text was cut.
    Shorter {
        /// Characters missing.
        missing: usize,
    },
    /// More characters arrived: a prefix or suffix that the profile does not name, or the code came twice.
    Longer {
        /// Characters too many.
        extra: usize,
    },
}

/// Compares what arrived with what the test code holds (both without prefix and suffix). Empty when all is well.
///
/// `expected` carries no AIM identifier; one in `received` is as it should be when `aim` is set.
pub fn diagnose(expected: &str, received: &str, aim: bool) -> Vec<Finding> {
    let (identifier, text) = Aim::split(received);
    let mut findings = Vec::new();
    if aim && identifier.is_none() {
        findings.push(Finding::AimMissing);
    }
    if text == expected {
        return findings;
    }
    let swap = |c: char| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    if text.chars().map(swap).eq(expected.chars()) {
        findings.push(Finding::CapsLock);
    } else if text == expected.replace(GS, "") {
        findings.push(Finding::SeparatorsLost);
    } else if let Some(by) = replaced_separator(expected, text) {
        findings.push(Finding::SeparatorReplaced { by });
    } else {
        findings.extend(by_length(expected, text));
    }
    findings
}

/// The one text that stands wherever GS should.
fn replaced_separator(expected: &str, text: &str) -> Option<String> {
    let separators = expected.matches(GS).count();
    if separators == 0 || text.len() <= expected.len() - separators {
        return None;
    }
    let extra = text.len() - (expected.len() - separators);
    let at = expected.find(GS)?;
    let by = text.get(at..at + extra / separators)?;
    (expected.replace(GS, by) == text && !by.is_empty()).then(|| by.to_owned())
}

fn by_length(expected: &str, text: &str) -> Option<Finding> {
    let (wanted, got) = (expected.chars().count(), text.chars().count());
    Some(match got {
        _ if got < wanted => Finding::Shorter { missing: wanted - got },
        _ if got > wanted => Finding::Longer { extra: got - wanted },
        _ => {
            let (expected, received) = expected.chars().zip(text.chars()).find(|(a, b)| a != b)?;
            Finding::Layout { expected, received }
        }
    })
}
