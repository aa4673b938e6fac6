//! What is wrong with a scanner's set-up, told by a test code whose content is known (R29).

use serde::{Deserialize, Serialize};

use super::super::{Aim, GS};
use crate::words::{Language, Say};

/// The test label's GTIN.
pub const TEST_GTIN: &str = "07891000100103";
/// Its lot, with small letters and a sign that stands elsewhere on other keyboards.
pub const TEST_LOT: &str = "Lote-9a";
/// Its last day.
pub const TEST_EXPIRY: &str = "2031-12-31";
/// Its serial number, behind a separator.
pub const TEST_SERIAL: &str = "Yz_7/3";

/// What the test label's symbol holds, without AIM identifier.
pub fn test_code() -> String {
    format!("01{TEST_GTIN}1731123110{TEST_LOT}{GS}21{TEST_SERIAL}")
}

/// Whether a scan was meant to be the test label, however badly it came.
pub fn is_test(received: &str) -> bool {
    let (_, text) = Aim::split(received);
    text.contains(TEST_GTIN) && text.to_lowercase().contains("lote")
}

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

impl Say for Finding {
    fn say(&self, language: Language) -> String {
        let pt = language == Language::Pt;
        match self {
            Self::SeparatorsLost if pt => {
                "O separador GS se perde. Configure o leitor para enviar GS (1D) ou um substituto, como Ctrl+].".to_owned()
            }
            Self::SeparatorsLost => {
                "The separator GS is lost. Set the scanner to send GS (1D) or a stand-in such as Ctrl+].".to_owned()
            }
            Self::SeparatorReplaced { by } if pt => format!("No lugar do separador GS chega {by}."),
            Self::SeparatorReplaced { by } => format!("{by} arrives in place of the separator GS."),
            Self::AimMissing if pt => {
                "O identificador AIM (]d2, ]C1) não chega. Ligue-o no leitor, para que nada seja confundido.".to_owned()
            }
            Self::AimMissing => {
                "The AIM identifier (]d2, ]C1) is missing. Switch it on, so that nothing is mistaken.".to_owned()
            }
            Self::CapsLock if pt => "Maiúsculas e minúsculas vêm trocadas: desligue o Caps Lock.".to_owned(),
            Self::CapsLock => "Capital and small letters are exchanged: switch Caps Lock off.".to_owned(),
            Self::Layout { expected, received } if pt => {
                format!("Chega {received} no lugar de {expected}: o teclado do leitor e o do aparelho diferem.")
            }
            Self::Layout { expected, received } => {
                format!("{received} arrives in place of {expected}: the scanner's keyboard layout differs.")
            }
            Self::Shorter { missing } if pt => {
                format!("Faltam {missing} caracteres: o leitor digita rápido demais, ou corta o código.")
            }
            Self::Shorter { missing } => {
                format!("{missing} characters are missing: the scanner types too fast, or cuts the code.")
            }
            Self::Longer { extra } if pt => {
                format!("Chegam {extra} caracteres a mais: prefixo, sufixo, ou o código veio duas vezes.")
            }
            Self::Longer { extra } => {
                format!("{extra} characters too many arrive: a prefix, a suffix, or the code came twice.")
            }
        }
    }
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
