use time::Date;
use time::macros::date;

use super::*;
use crate::code::OwnCode;
use crate::words::{Language, Say};

mod elements;
mod frames;
mod links;
mod properties;

pub(super) const TODAY: Date = date!(2026 - 11 - 21);

/// A scan in one line: verdict, kind, then what is typed, in the order of [`Content`].
pub(super) fn summary(scan: &Scan) -> String {
    let c = &scan.content;
    let verdict = match scan.verdict {
        Verdict::Ok => "ok",
        Verdict::Incomplete => "incomplete",
        Verdict::Refused => "refused",
    };
    let mut out = format!("{verdict} {}", serde_json::to_string(&scan.kind).unwrap().trim_matches('"'));
    let fields = [
        (if c.gtin_is_content { "content" } else { "gtin" }, c.gtin.map(|v| v.to_string())),
        ("lot", c.lot.clone()),
        ("expiry", c.expiry.map(|v| v.to_string())),
        ("best_before", c.best_before.map(|v| v.to_string())),
        ("production", c.production.map(|v| v.to_string())),
        ("packaging", c.packaging.map(|v| v.to_string())),
        ("sell_by", c.sell_by.map(|v| v.to_string())),
        ("serial", c.serial.clone()),
        ("count", c.count.map(|v| v.to_string())),
        ("weight_g", c.weight_g.map(|v| v.to_string())),
        ("gross_weight_g", c.gross_weight_g.map(|v| v.to_string())),
        ("sscc", c.sscc.map(|v| v.to_string())),
        ("gln", c.gln.map(|v| v.to_string())),
        ("gln_extension", c.gln_extension.clone()),
        ("gsrn", c.gsrn.map(|v| v.to_string())),
        ("asset", c.asset.clone()),
        ("customer_order", c.customer_order.clone()),
        ("nfe", c.nfe.map(|v| v.number().to_string())),
        ("s10", c.s10.map(|v| v.to_string())),
        ("own", c.own.as_ref().map(OwnCode::printed)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!(" {name}={value}"));
        }
    }
    out
}

/// Reads a frame (`^` stands for GS) and compares its summary.
#[track_caller]
pub(super) fn check(frame: &str, expected: &str) {
    let scan = parse(&frame.replace('^', "\u{1d}"), TODAY);
    assert_eq!(summary(&scan), expected, "{frame}: {:?}", scan.reason);
    assert_eq!(scan.reason.is_some(), scan.verdict != Verdict::Ok, "{frame}");
}

/// Reads a frame that must be refused or incomplete, and compares the English reason.
#[track_caller]
pub(super) fn check_reason(frame: &str, expected: &str) {
    let scan = parse(&frame.replace('^', "\u{1d}"), TODAY);
    let reason = scan.reason.as_ref().map(|reason| reason.say(Language::En)).unwrap_or_default();
    assert_eq!(reason, expected, "{frame}");
    if scan.verdict == Verdict::Refused {
        assert_eq!(scan.content, Content::default(), "{frame}: a refused scan says nothing");
    }
}

#[track_caller]
pub(super) fn notes(frame: &str) -> Vec<Note> {
    parse(&frame.replace('^', "\u{1d}"), TODAY).notes
}
