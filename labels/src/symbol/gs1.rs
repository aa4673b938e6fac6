//! GS1 element strings in symbols: `(ai)value` pairs joined with FNC1 where the standard asks for it.
//!
//! **Invariant**: an element whose AI has no predefined length is always followed by FNC1 unless it is the last
//! one (GS1 General Specifications 7.8.5), so a reader never runs two values together.

use super::code128::{self, Set, Token};
use super::{Linear, SymbolError};
use bipe_core::code::{Gtin, Sscc};

/// One element: application identifier and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The application identifier, 2 to 4 digits.
    pub ai: String,
    /// Its value.
    pub value: String,
}

/// First two digits of the AIs with a predefined length (GS1 General Specifications, figure 7.8.5-2).
const PREDEFINED: [&str; 22] = [
    "00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31", "32",
    "33", "34", "35", "36", "41",
];

impl Element {
    /// True when no FNC1 follows the value.
    pub fn is_predefined(&self) -> bool {
        self.ai.get(..2).is_some_and(|start| PREDEFINED.contains(&start))
    }

    fn check(&self) -> Result<(), SymbolError> {
        let wrong = |reason| Err(SymbolError::Element { ai: self.ai.clone(), reason });
        let charset = |c: char| c.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(c);
        let length = match self.ai.as_str() {
            "00" => 18,
            "01" | "02" => 14,
            "11" | "12" | "13" | "15" | "16" | "17" => 6,
            "20" => 2,
            _ => 0,
        };
        if self.value.is_empty() {
            return wrong("the value is empty");
        }
        if length > 0 && (self.value.len() != length || !self.value.bytes().all(|b| b.is_ascii_digit())) {
            return wrong("the value has the wrong number of digits");
        }
        match self.ai.as_str() {
            "00" => drop(Sscc::parse(&self.value)?),
            "01" | "02" => drop(Gtin::parse(&self.value)?),
            _ => {}
        }
        if matches!(self.ai.as_str(), "10" | "21") && self.value.len() > 20 {
            return wrong("the value is longer than 20 characters");
        }
        if matches!(self.ai.as_str(), "30" | "37")
            && (self.value.len() > 8 || !self.value.bytes().all(|b| b.is_ascii_digit()))
        {
            return wrong("the count is not a number of at most 8 digits");
        }
        match self.value.chars().find(|c| !charset(*c)) {
            Some(c) => Err(SymbolError::Character(c)),
            None => Ok(()),
        }
    }
}

/// Checks each element: length, check digit, characters.
pub fn checked(elements: &[Element]) -> Result<(), SymbolError> {
    if elements.is_empty() {
        return Err(SymbolError::Empty);
    }
    elements.iter().try_for_each(Element::check)
}

/// Human readable text: AIs in brackets (GS1 General Specifications 4.14).
pub fn hri(elements: &[Element]) -> String {
    elements.iter().map(|e| format!("({}){}", e.ai, e.value)).collect()
}

/// Tokens with the leading FNC1 and the separators.
pub fn tokens(elements: &[Element]) -> Vec<Token> {
    let mut tokens = vec![Token::Fnc1];
    for (i, element) in elements.iter().enumerate() {
        tokens.extend(element.ai.bytes().chain(element.value.bytes()).map(Token::Char));
        if i + 1 < elements.len() && !element.is_predefined() {
            tokens.push(Token::Fnc1);
        }
    }
    tokens
}

/// GS1-128 (read back as `]C1`). At most 48 characters of data, as the standard says.
pub fn code128(elements: &[Element]) -> Result<Linear, SymbolError> {
    checked(elements)?;
    let tokens = tokens(elements);
    if tokens.len() > 49 {
        return Err(SymbolError::TooLong { limit: 48 });
    }
    Ok(code128::bars(code128::plan(&tokens, &[Set::B, Set::C])?, hri(elements)))
}
