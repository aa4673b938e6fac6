//! What Bipe says to people on the floor: one sentence for each refusal and each answer, in Portuguese and English.
//!
//! Server, offline handheld and command line take their sentences from here, so that they say the same.

pub mod fault;

use serde::{Deserialize, Serialize};
use time::Date;

/// A language Bipe speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Brazilian Portuguese, as the floor speaks it.
    #[default]
    Pt,
    /// English.
    En,
}

/// Something that can be said in any of the languages.
pub trait Say {
    /// One sentence.
    fn say(&self, language: Language) -> String;
}

/// A date as people read it: `21/11/2026` in Portuguese, `2026-11-21` in English.
pub fn date(date: Date, language: Language) -> String {
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    match language {
        Language::Pt => format!("{day:02}/{month:02}/{year:04}"),
        Language::En => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// Text as it is searched: lower case, without the accents of Latin letters.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_and_accents() {
        assert_eq!(fold("Pão de Açúcar É Ñ"), "pao de acucar e n");
    }
}
