//! The sentences of code faults, in Portuguese; English is the error's own text.

use super::CodeError;
use crate::words::fault::{self, Fault};
use crate::words::{Language, Say};

impl Say for CodeError {
    fn say(&self, language: Language) -> String {
        match language {
            Language::Pt => self.pt(),
            Language::En => {
                let text = self.to_string();
                let mut chars = text.chars();
                let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                format!("{first}{}.", chars.as_str())
            }
        }
    }
}

impl CodeError {
    /// What is wrong with a field that should hold the code.
    pub fn fault(&self) -> Fault {
        let pt = self.pt();
        fault::said("code", pt.trim_end_matches('.').to_owned(), self.to_string())
    }

    /// The same with the text that was found.
    pub fn fault_of(&self, found: &str) -> Fault {
        let pt = self.pt();
        fault::said("code", format!("{found}: {}", pt.trim_end_matches('.')), format!("{found}: {self}"))
    }

    fn pt(&self) -> String {
        match self {
            Self::Length { code, length } => format!("{} não pode ter {length} caracteres.", code.pt()),
            Self::Character { code, position, found } => {
                format!("{} não aceita {found:?} na posição {position}.", code.pt())
            }
            Self::CheckDigit { code, expected, found } => {
                format!("{}: o dígito verificador é {found}, deveria ser {expected}.", code.pt())
            }
            Self::Zeros { code } => format!("{} só com zeros.", code.pt()),
            Self::Month { month } => format!("A chave da NF-e traz o mês {month}, que não existe."),
            Self::State { state } => format!("A chave da NF-e traz a UF {state}, que não existe."),
            Self::PrefixLength { length } => {
                format!("O prefixo GS1 da empresa tem de 4 a 12 dígitos, não {length}.")
            }
            Self::SerialTooLarge { serial, max } => {
                format!("O número {serial} passa de {max}, o maior que cabe com este prefixo.")
            }
            Self::UnknownCommand { word } => format!("O comando {word:?} não existe."),
        }
    }
}
