//! What reading a scan promises for any bytes at all. The fuzz target and the test on stable both hold it to this.

use bipe_core::scan::{Content, FRAME_LENGTH_MAX, GS, Scan, Verdict, explain_line, parse};
use bipe_core::words::{Language, Say};
use time::Date;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 24);

/// Reads the bytes as a scanner's frame and panics where a promise is broken.
pub fn hold(bytes: &[u8]) {
    // As the drivers do it: UTF-8 where it is, else a character for each byte.
    let frame = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    };
    let scan = parse(&frame, TODAY);
    assert_eq!(scan.raw, frame, "the frame is kept");
    assert_eq!(scan.reason.is_some(), scan.verdict != Verdict::Ok, "a reason where there is one to give");
    if frame.len() > FRAME_LENGTH_MAX {
        assert_eq!(scan.verdict, Verdict::Refused, "too long to be a symbol");
    }
    if scan.verdict == Verdict::Refused {
        assert_eq!(scan.content, Content::default(), "nothing of a refused scan may be used");
    }
    for language in [Language::Pt, Language::En] {
        assert!(scan.reason.as_ref().is_none_or(|reason| !reason.say(language).is_empty()));
        assert!(scan.notes.iter().all(|note| !note.say(language).is_empty()));
    }
    let read: usize =
        scan.elements.iter().map(|element| element.ai.as_str().len() + element.value.len()).sum();
    // A UPC-E is expanded to its GTIN; nothing else grows.
    assert!(read <= frame.len() + 16, "no more is read than was sent");
    let json = serde_json::to_string(&scan).expect("scans serialise");
    assert_eq!(serde_json::from_str::<Scan>(&json).expect("and are read back"), scan);
    same_again(&scan);
    explain_line(&frame, TODAY);
}

/// The elements of a usable scan, written as a symbol again, say the same. An unknown identifier is taken at its word only
/// where brackets or slashes mark its end.
fn same_again(scan: &Scan) {
    let known = scan.elements.iter().all(|element| element.ai.title().is_some());
    if scan.elements.is_empty() || !scan.is_usable() || !known {
        return;
    }
    let mut symbol = String::from("]d2");
    for element in &scan.elements {
        symbol.push_str(element.ai.as_str());
        symbol.push_str(&element.value);
        symbol.push(GS);
    }
    let again = parse(&symbol, TODAY);
    assert_eq!(again.verdict, scan.verdict, "{symbol:?}: {:?}", again.reason);
    assert_eq!(again.elements, scan.elements, "{symbol:?}");
    // A Digital Link says its own address besides.
    let url = scan.content.url.clone();
    assert_eq!(Content { url: url.clone(), ..again.content }, Content { url, ..scan.content.clone() });
}
