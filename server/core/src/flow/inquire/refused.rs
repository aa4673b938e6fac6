//! Why a label is not printed once more.

use serde::{Deserialize, Serialize};

use crate::flow::Refusal;
use crate::words::{Language, Say};

/// Why a label is not printed once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unprinted {
    /// No label with this code was printed here.
    Never {
        /// The code as scanned.
        code: String,
    },
    /// No printer prints this kind of label any more.
    NoPrinter {
        /// The code as scanned.
        code: String,
    },
}

/// The refusal of it.
pub(super) fn refuse(why: Unprinted) -> Refusal {
    Refusal::Unprinted { why }
}

impl Unprinted {
    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Never { .. } => "never_printed",
            Self::NoPrinter { .. } => "no_printer",
        }
    }
}

impl Say for Unprinted {
    fn say(&self, language: Language) -> String {
        match (self, language) {
            (Self::Never { code }, Language::Pt) => {
                format!("Nenhuma etiqueta de {code} saiu daqui. Bipe outro código.")
            }
            (Self::Never { code }, Language::En) => {
                format!("No label of {code} was printed here. Scan another code.")
            }
            (Self::NoPrinter { code }, Language::Pt) => {
                format!("Nenhuma impressora imprime a etiqueta de {code}. Chame a supervisão.")
            }
            (Self::NoPrinter { code }, Language::En) => {
                format!("No printer prints the label of {code}. Call the supervisor.")
            }
        }
    }
}
