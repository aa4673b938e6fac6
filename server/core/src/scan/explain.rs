//! A scan explained: the flat record that `bipe scan explain` writes, one a line.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Ai, Aim, Content, Kind, Scan, Verdict, iso_date, parse};
use crate::code::{Gln, Gsrn, Gtin, NfeKey, S10, Sscc};
use crate::words::{Language, Say};

/// One element with its title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedElement {
    /// The Application Identifier.
    pub ai: Ai,
    /// Its value.
    pub value: String,
    /// GS1's data title; empty for an unknown AI.
    pub title: String,
}

/// A scan as one flat record; what is absent is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The input as it came.
    pub input: String,
    /// Whether it can be used.
    pub verdict: Verdict,
    /// What it was read as.
    pub kind: Kind,
    /// Why it is refused or incomplete, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// GS1 elements in the order they stand.
    #[serde(default)]
    pub elements: Vec<ExplainedElement>,
    /// The AIM identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbology: Option<Aim>,
    /// What was put right or looks odd, in plain words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The trade item, 14 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtin: Option<Gtin>,
    /// Batch or lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Use by.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub expiry: Option<Date>,
    /// Serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Net weight in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
    /// Gross weight in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_weight_g: Option<u64>,
    /// Production.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub production: Option<Date>,
    /// Packaging.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub packaging: Option<Date>,
    /// Best before.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub best_before: Option<Date>,
    /// Sell by.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub sell_by: Option<Date>,
    /// The logistic unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sscc: Option<Sscc>,
    /// The location or party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gln: Option<Gln>,
    /// The location's extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gln_extension: Option<String>,
    /// The service relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gsrn: Option<Gsrn>,
    /// The asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// The customer's purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_order: Option<String>,
    /// The web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The invoice's access key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nfe: Option<NfeKey>,
    /// The postal item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s10: Option<S10>,
    /// What stands after the prefix of a label of ours: the bin's, tote's or station's code, the badge's token,
    /// the command's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The text of a plain scan, without AIM identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Explanation {
    /// Flattens a scan; `input` is what the user gave.
    pub fn new(input: &str, scan: Scan, language: Language) -> Self {
        let text = scan.plain().map(str::to_owned);
        let Scan { symbology, verdict, kind, reason, notes, elements, content, .. } = scan;
        let title = |ai: Ai| ai.title().unwrap_or_default().to_owned();
        let Content { gtin, lot, expiry, best_before, production, packaging, sell_by, serial, .. } = content;
        Self {
            input: input.into(),
            verdict,
            kind,
            reason: reason.map(|reason| reason.say(language)),
            elements: elements
                .into_iter()
                .map(|element| ExplainedElement {
                    ai: element.ai,
                    title: title(element.ai),
                    value: element.value,
                })
                .collect(),
            symbology,
            notes: notes.iter().map(|note| note.say(language)).collect(),
            gtin,
            lot,
            expiry,
            serial,
            count: content.count,
            weight_g: content.weight_g,
            gross_weight_g: content.gross_weight_g,
            production,
            packaging,
            best_before,
            sell_by,
            sscc: content.sscc,
            gln: content.gln,
            gln_extension: content.gln_extension,
            gsrn: content.gsrn,
            asset: content.asset,
            customer_order: content.customer_order,
            url: content.url,
            nfe: content.nfe,
            s10: content.s10,
            code: content.own.map(|own| own.content().into()),
            text,
        }
    }
}

/// Explains a frame, in English.
pub fn explain(raw: &str, today: Date) -> Explanation {
    Explanation::new(raw, parse(raw, today), Language::En)
}

/// Explains one line of input, in English: GS may stand in it as the raw byte or written `\x1d`.
pub fn explain_line(line: &str, today: Date) -> Explanation {
    let line = line.trim_end_matches(['\r', '\n']);
    Explanation::new(line, parse(&unescaped(line), today), Language::En)
}

/// The line with `\x1d` (in either case) as the character it names.
fn unescaped(line: &str) -> std::borrow::Cow<'_, str> {
    if line.contains("\\x1") {
        line.replace("\\x1d", "\u{1d}").replace("\\x1D", "\u{1d}").into()
    } else {
        line.into()
    }
}
