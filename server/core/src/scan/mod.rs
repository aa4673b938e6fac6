//! What a scan says: one frame of text from a scanner, read into one typed [`Scan`].
//!
//! A frame may carry an AIM symbology identifier (`]C1`), GS1 element strings (FNC1 as GS, or bracketed for
//! reading), a GS1 Digital Link URI, the digits of a retail symbol, a postal or fiscal key, one of our own
//! labels, or plain text. [`parse`] decides which, checks everything that can be checked in the frame alone,
//! and never touches a database: whether the item exists is for the flows to say.
//!
//! How a frame is told apart:
//! 1. With an AIM identifier of a GS1 symbol (`]C1`, `]d2`, `]Q3`, `]e0`, `]J1` …) the text is element strings;
//!    with one of a retail symbol (`]E0`, `]E4`, `]I1`) it is a GTIN. Nothing else is tried.
//! 2. Any other AIM identifier says that the text is *not* GS1: our own labels, S10 codes, NF-e keys and
//!    Digital Link URIs are still known by their looks, all else is plain.
//! 3. Without an identifier the text is known by its looks alone, GS1 included. Digits in the length of an EAN-13,
//!    ITF-14 or SSCC with a wrong check digit are refused; 8 or 12 digits are plain then, since internal numbers
//!    often have these lengths.
//!
//! A text that says one known thing twice (`AA`) is refused before all that (R13).
//!
//! **Invariant**: [`parse`] never panics, and takes time linear in the length of the frame.
//!
//! **Invariant**: a refused scan carries a reason, and none of the typed fields (lot, dates, keys) is set.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::{CommandCode, Gln, Gsrn, Gtin, NfeKey, OwnCode, S10, Sscc};

mod aim;
mod content;
mod dates;
pub mod debounce;
mod element;
mod explain;
mod gs1;
mod link;
mod lint;
mod read;
mod reason;
mod sentence;
mod table;
#[cfg(test)]
mod tests;
pub mod wedge;

pub use aim::Aim;
pub use element::{Ai, Decimal, Element};
pub use explain::{ExplainedElement, Explanation, explain, explain_line};
pub use read::parse;
pub use reason::{Fault, Note, Reason};
pub use table::Lint;

/// FNC1 between two elements, as scanners send it.
pub const GS: char = '\u{1d}';

/// The longest frame that is read, in bytes; the largest symbol (QR 40-L) holds 7 089 digits.
pub const FRAME_LENGTH_MAX: usize = 8_192;

/// Whether a scan can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Well-formed and complete.
    Ok,
    /// Well-formed, but companions are missing in this scan alone (a lot without its GTIN): usable on the
    /// floor, where another scan can bring them (R09, R10).
    Incomplete,
    /// Wrong: nothing of it may be used.
    Refused,
}

/// What a scan was read as; a refused one, what it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// GS1 element strings.
    Gs1,
    /// A GS1 Digital Link URI.
    DigitalLink,
    /// A trade item's bare number: EAN-8, EAN-13, UPC-A, UPC-E, ITF-14.
    Gtin,
    /// A logistic unit's number: 18 bare digits, or AI 00 alone.
    Sscc,
    /// A location's number: AI 410 to 417 alone (414 with its extension 254).
    Gln,
    /// A service relation's number: AI 8017 or 8018 alone.
    Gsrn,
    /// A postal item identifier.
    S10,
    /// The access key of an electronic invoice.
    Nfe,
    /// Our own bin label.
    Bin,
    /// Our own badge.
    Badge,
    /// Our own tote label.
    Tote,
    /// Our own command barcode.
    Command,
    /// Our own station label.
    Station,
    /// Text that is none of these: the flows may look it up as a bin's, item's or supplier's code.
    Plain,
}

/// One scan, read.
///
/// `raw` is the frame as it came; `text` is the same without AIM identifier and line ends, and what a flow
/// looks up when the kind is [`Kind::Plain`]. A digits-only frame without AIM identifier that passes as a GTIN
/// may still be an internal code: flows that find no item by `gtin` look `text` up as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The frame as it came.
    pub raw: String,
    /// The frame without AIM identifier, line ends and outer spaces.
    pub text: String,
    /// The AIM symbology identifier, when the scanner sent one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbology: Option<Aim>,
    /// Whether it can be used.
    pub verdict: Verdict,
    /// What it was read as.
    pub kind: Kind,
    /// Why it is refused or incomplete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was put right or looks odd; the scan is usable all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// GS1 elements in the order they stand; of a refused scan, those before the fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Element>,
    /// What the elements or the bare key say.
    #[serde(flatten)]
    pub content: Content,
}

/// The typed content of a usable scan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The trade item: bare GTIN, AI 01, else 02 (contained in a logistic unit), 03, 8006 or 8026.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<Gtin>,
    /// The GTIN came from AI 02 or 8026: it names what the logistic unit holds, not the unit scanned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gtin_is_content: bool,
    /// Batch or lot (AI 10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Use by (AI 17, else the date of AI 7003).
    #[serde(skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub expiry: Option<Date>,
    /// Best before (AI 15).
    #[serde(skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub best_before: Option<Date>,
    /// Production (AI 11, else the date of AI 8008).
    #[serde(skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub production: Option<Date>,
    /// Packaging (AI 13).
    #[serde(skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub packaging: Option<Date>,
    /// Sell by (AI 16).
    #[serde(skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub sell_by: Option<Date>,
    /// Serial number (AI 21).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// How many: pieces of a variable item (AI 30), else items in the logistic unit (AI 37).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Net weight in grams (AI 310n, else 320n, else 356n), rounded half up where the symbol is finer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
    /// Gross weight in grams (AI 330n, else 340n), rounded half up where the symbol is finer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_weight_g: Option<u64>,
    /// The logistic unit (AI 00, or 18 bare digits).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sscc: Option<Sscc>,
    /// A physical location (AI 414), else a party or place (AI 410 to 413, 415 to 417).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gln: Option<Gln>,
    /// Extension of the location (AI 254).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gln_extension: Option<String>,
    /// A service relation (AI 8017 or 8018).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gsrn: Option<Gsrn>,
    /// An asset (AI 8003 without its leading zero, else 8004).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// The customer's purchase order (AI 400).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_order: Option<String>,
    /// Product page (AI 8200), or the Digital Link URI itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The invoice's access key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nfe: Option<NfeKey>,
    /// The postal item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s10: Option<S10>,
    /// The label of our own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnCode>,
}

impl Scan {
    /// Whether anything of it may be used (ok or incomplete).
    pub fn is_usable(&self) -> bool {
        self.verdict != Verdict::Refused
    }

    /// The location code, when this is one of our bin labels.
    pub fn bin(&self) -> Option<&str> {
        match &self.content.own {
            Some(OwnCode::Bin(code)) => Some(code),
            _ => None,
        }
    }

    /// The token, when this is one of our badges.
    pub fn badge(&self) -> Option<&str> {
        match &self.content.own {
            Some(OwnCode::Badge(token)) => Some(token),
            _ => None,
        }
    }

    /// The tote's number, when this is one of our tote labels.
    pub fn tote(&self) -> Option<&str> {
        match &self.content.own {
            Some(OwnCode::Tote(number)) => Some(number),
            _ => None,
        }
    }

    /// The station's code, when this is one of our station labels.
    pub fn station(&self) -> Option<&str> {
        match &self.content.own {
            Some(OwnCode::Station(code)) => Some(code),
            _ => None,
        }
    }

    /// The command, when this is a command barcode.
    pub fn command(&self) -> Option<CommandCode> {
        match self.content.own {
            Some(OwnCode::Command(command)) => Some(command),
            _ => None,
        }
    }

    /// The text, when the kind is plain: what a flow may look up as a bin's, item's or supplier's code.
    pub fn plain(&self) -> Option<&str> {
        (self.kind == Kind::Plain && self.is_usable()).then_some(self.text.as_str())
    }

    /// The trade item's number, also where plain text in a symbol that is not GS1 happens to be one: shops print
    /// EAN numbers as Code 128. For looking up items only.
    pub fn gtin_or_text(&self) -> Option<Gtin> {
        self.content.gtin.or_else(|| self.plain().and_then(|text| Gtin::parse(text).ok()))
    }

    /// The value of the first element with this AI, e.g. `"422"`.
    pub fn element(&self, ai: &str) -> Option<&str> {
        self.elements.iter().find(|element| element.ai.as_str() == ai).map(|element| element.value.as_str())
    }
}

/// Dates as `YYYY-MM-DD`.
pub(crate) mod iso_date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error, ser};
    use time::{Date, macros::format_description};

    const FORMAT: &[time::format_description::BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day]");

    #[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
    pub(crate) fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_str(&date.format(FORMAT).map_err(ser::Error::custom)?),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        text.map(|text| Date::parse(&text, FORMAT).map_err(D::Error::custom)).transpose()
    }
}
