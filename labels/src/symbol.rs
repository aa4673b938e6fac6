//! Bar codes and matrix codes as modules, before any dot or millimetre.
//!
//! **Invariant**: nothing here is lenient. A wrong check digit, an empty value or a character that the symbology
//! can't hold is refused; a symbol that scans to something else than was asked for is worse than none.

pub mod code128;
pub mod gs1;
pub mod matrix;
pub mod retail;

use serde::{Deserialize, Serialize};

/// The symbologies a template may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symbology {
    /// Code 128, code sets B and C.
    #[serde(rename = "code128")]
    Code128,
    /// Code 128, code sets A and C only, as the NF-e access key with letters asks (NT 2025.001).
    #[serde(rename = "code128-ac")]
    Code128Ac,
    /// GS1-128.
    #[serde(rename = "gs1-128")]
    Gs1Code128,
    /// GS1 DataMatrix.
    Gs1Datamatrix,
    /// Data Matrix without FNC1.
    Datamatrix,
    /// QR code.
    Qr,
    /// EAN-13.
    #[serde(rename = "ean-13")]
    Ean13,
    /// ITF-14.
    #[serde(rename = "itf-14")]
    Itf14,
}

impl Symbology {
    /// True where data is a list of `(ai)value` elements.
    pub fn is_gs1(self) -> bool {
        matches!(self, Symbology::Gs1Code128 | Symbology::Gs1Datamatrix)
    }
}

/// What is to be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Plain text.
    Text(String),
    /// GS1 elements.
    Elements(Vec<gs1::Element>),
}

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linear {
    /// Widths in modules: bar, space, bar, …, bar.
    pub widths: Vec<u8>,
    /// Modules in one X dimension: 2 for ITF-14, whose wide bars are two and a half X, else 1.
    pub narrow: u32,
    /// Quiet zone on each side, in modules.
    pub quiet: u32,
    /// The text printed below.
    pub hri: String,
    /// How Code 128 got there; none for other symbologies.
    pub plan: Option<Vec<code128::Unit>>,
}

impl Linear {
    /// Width in modules, without quiet zones.
    pub fn modules(&self) -> u32 {
        self.widths.iter().map(|w| u32::from(*w)).sum()
    }
}

/// A square of modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Modules on each side.
    pub side: usize,
    /// Rows from the top, dark is true.
    pub bits: Vec<bool>,
    /// Quiet zone on each side, in modules.
    pub quiet: u32,
    /// The content.
    pub data: matrix::MatrixData,
}

/// An encoded symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// Bars.
    Linear(Linear),
    /// Squares.
    Matrix(Matrix),
}

/// Why a symbol can't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SymbolError {
    /// Nothing to encode.
    #[error("there is nothing to encode")]
    Empty,
    /// A character the symbology has no code for.
    #[error("the character {0:?} can't be encoded")]
    Character(char),
    /// The text as a whole can't be encoded, for example an odd number of digits in pairs.
    #[error("the text can't be encoded")]
    Unencodable,
    /// The number of digits is fixed.
    #[error("{length} digits are needed")]
    Digits {
        /// How many.
        length: usize,
    },
    /// The GS1 key is not well-formed: length or check digit.
    #[error(transparent)]
    Key(#[from] bipe_core::code::CodeError),
    /// More than a symbol holds.
    #[error("more than {limit} characters")]
    TooLong {
        /// How many are allowed.
        limit: usize,
    },
    /// A GS1 element is wrong.
    #[error("({ai}): {reason}")]
    Element {
        /// The application identifier.
        ai: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// GS1 data was expected, or not.
    #[error("this symbology takes {0}")]
    Payload(&'static str),
}

/// Encodes `payload` in `symbology`.
pub fn encode(symbology: Symbology, payload: &Payload) -> Result<Symbol, SymbolError> {
    use code128::Set;
    let text = || match payload {
        Payload::Text(text) => Ok(text.as_str()),
        Payload::Elements(_) => Err(SymbolError::Payload("plain text")),
    };
    let elements = || match payload {
        Payload::Elements(elements) => Ok(elements.as_slice()),
        Payload::Text(_) => Err(SymbolError::Payload("(ai)value elements")),
    };
    Ok(match symbology {
        Symbology::Code128 => Symbol::Linear(code128::encode(text()?, &[Set::B, Set::C])?),
        Symbology::Code128Ac => Symbol::Linear(code128::encode(text()?, &[Set::A, Set::C])?),
        Symbology::Gs1Code128 => Symbol::Linear(gs1::code128(elements()?)?),
        Symbology::Gs1Datamatrix => Symbol::Matrix(matrix::gs1_datamatrix(elements()?)?),
        Symbology::Datamatrix => Symbol::Matrix(matrix::datamatrix(text()?)?),
        Symbology::Qr => Symbol::Matrix(matrix::qr(text()?)?),
        Symbology::Ean13 => Symbol::Linear(retail::ean13(text()?)?),
        Symbology::Itf14 => Symbol::Linear(retail::itf14(text()?)?),
    })
}
