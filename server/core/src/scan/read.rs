//! From a frame to a scan.

use time::Date;

use super::{Aim, Content, FRAME_LENGTH_MAX, Kind, Reason, Scan, Verdict};
use crate::code::{Gtin, NfeKey, OwnCode, S10, Sscc};

/// Reads one frame. `today` decides the century of two-digit years.
pub fn parse(raw: &str, _today: Date) -> Scan {
    let (symbology, text) = Aim::split(raw.trim_matches(['\r', '\n', ' ', '\t']));
    let scan = |kind: Kind, content: Content| Scan {
        raw: raw.into(),
        text: text.into(),
        symbology,
        verdict: Verdict::Ok,
        kind,
        reason: None,
        notes: Vec::new(),
        elements: Vec::new(),
        content,
    };
    let refused = |kind, reason| Scan {
        verdict: Verdict::Refused,
        reason: Some(reason),
        ..scan(kind, Content::default())
    };
    if text.is_empty() {
        return refused(Kind::Plain, Reason::Empty);
    }
    if raw.len() > FRAME_LENGTH_MAX {
        return refused(Kind::Plain, Reason::TooLong { length: raw.len(), max: FRAME_LENGTH_MAX });
    }
    match OwnCode::read(text) {
        Some(Ok(own)) => {
            let kind = match own {
                OwnCode::Bin(_) => Kind::Bin,
                OwnCode::Badge(_) => Kind::Badge,
                OwnCode::Tote(_) => Kind::Tote,
                OwnCode::Station(_) => Kind::Station,
                OwnCode::Command(_) | OwnCode::Quantity(_) => Kind::Command,
            };
            return scan(kind, Content { own: Some(own), ..Content::default() });
        }
        Some(Err(error)) if text.starts_with("BPC") => return refused(Kind::Command, Reason::Code { error }),
        _ => {}
    }
    if let Ok(nfe) = NfeKey::parse(text) {
        return scan(Kind::Nfe, Content { nfe: Some(nfe), ..Content::default() });
    }
    if let Ok(s10) = S10::parse(text) {
        return scan(Kind::S10, Content { s10: Some(s10), ..Content::default() });
    }
    if let Ok(gtin) = Gtin::parse(text) {
        return scan(Kind::Gtin, Content { gtin: Some(gtin), ..Content::default() });
    }
    if let Ok(sscc) = Sscc::parse(text) {
        return scan(Kind::Sscc, Content { sscc: Some(sscc), ..Content::default() });
    }
    scan(Kind::Plain, Content::default())
}
