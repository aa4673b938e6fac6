//! GS1 Digital Link URIs: a web address that says what an element string says.
//!
//! `https://any.host/any/path/01/09506000134352/10/ABC?17=261231` (GS1 Digital Link Standard: URI Syntax). The
//! key and its qualifiers stand in the path, in the order that the dictionary gives; all else in the query.
//! Compressed links are recognised and refused: the printed form is always to be had uncompressed.

use super::gs1::Reading;
use super::{Ai, Reason, table};
use crate::code::check_digit_mod10;

/// Whether a text is a web address.
pub(super) fn is_url(text: &str) -> bool {
    after_scheme(text).is_some()
}

fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(rest)
}

/// Reads a web address. `Ok(false)` when it is none of GS1's.
pub(super) fn read(url: &str, reading: &mut Reading) -> Result<bool, Reason> {
    let Some(rest) = after_scheme(url) else { return Ok(false) };
    let rest = rest.split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let Some(start) = key_at(&segments) else {
        return not_in_pairs(host, &segments).map_or(Ok(false), Err);
    };
    read_path(&segments[start..], reading)?;
    read_query(query, reading)?;
    Ok(true)
}

/// The rightmost place from which the path goes on in pairs and the first is a key with its value.
fn key_at(segments: &[&str]) -> Option<usize> {
    (0..segments.len())
        .rev()
        .filter(|at| (segments.len() - at).is_multiple_of(2))
        .find(|at| is_key(segments, *at))
}

fn is_key(segments: &[&str], at: usize) -> bool {
    let Some(entry) = Ai::new(segments[at]).and_then(table::lookup).map(|(_, entry)| entry) else {
        return false;
    };
    let Some(value) = segments.get(at + 1) else { return false };
    let numeric = entry.parts[0].set == table::Set::Digits;
    entry.qualifiers.is_some()
        && !value.is_empty()
        && (!numeric || value.bytes().take(8).all(|b| b.is_ascii_digit()))
}

fn read_path(segments: &[&str], reading: &mut Reading) -> Result<(), Reason> {
    let key = Ai::new(segments[0]).ok_or_else(|| unpaired(segments[0]))?;
    let value = decoded(segments[1])?;
    if key.as_str() == "01" && matches!(value.len(), 8 | 12 | 13) && value.is_ascii() {
        reading.push(key, &format!("{value:0>14}"))?;
    } else {
        reading.push(key, &value)?;
    }
    let runs = table::lookup(key).and_then(|(_, entry)| entry.qualifiers).unwrap_or_default();
    let mut ais = Vec::new();
    for pair in segments[2..].chunks(2) {
        let ai = Ai::new(pair[0]).ok_or_else(|| unpaired(pair[0]))?;
        ais.push(ai);
        if !runs.iter().any(|run| in_order(&ais, run)) {
            return Err(Reason::LinkQualifier { key, ai });
        }
        reading.push(ai, &decoded(pair[1])?)?;
    }
    Ok(())
}

/// Whether the AIs stand in the run, each after the one before.
fn in_order(ais: &[Ai], run: &[&str]) -> bool {
    let mut rest = run.iter();
    ais.iter().all(|ai| rest.any(|allowed| *allowed == ai.as_str()))
}

fn read_query(query: &str, reading: &mut Reading) -> Result<(), Reason> {
    for parameter in query.split(['&', ';']) {
        let Some((name, value)) = parameter.split_once('=') else { continue };
        let Some(ai) = Ai::new(name) else { continue };
        if table::lookup(ai).is_some_and(|(_, entry)| !entry.attribute) {
            return Err(Reason::LinkAttribute { ai });
        }
        reading.push(ai, &decoded(value)?)?;
    }
    Ok(())
}

/// A value without its percent signs.
fn decoded(text: &str) -> Result<String, Reason> {
    let wrong = || Reason::LinkEscape { text: text.chars().take(40).collect() };
    let hex = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        match (rest.next().and_then(hex), rest.next().and_then(hex)) {
            (Some(high), Some(low)) => bytes.push(high << 4 | low),
            _ => return Err(wrong()),
        }
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn unpaired(segment: &str) -> Reason {
    Reason::LinkUnpaired { segment: segment.chars().take(40).collect() }
}

/// An address that is no plain link: compressed, or a key whose path goes on oddly. `None` for any other.
fn not_in_pairs(host: &str, segments: &[&str]) -> Option<Reason> {
    let last = segments.last()?;
    let slug = last.len() >= 8 && last.bytes().all(|b| table::Set::Base64Url.holds(b));
    let after_key = (0..segments.len().saturating_sub(2)).any(|at| is_key(segments, at));
    if after_key && slug && Ai::new(last).is_none() && !last.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Reason::LinkCompressed);
    }
    if after_key {
        return Some(unpaired(last));
    }
    let gs1_host = host.eq_ignore_ascii_case("id.gs1.org") || host.to_ascii_lowercase().ends_with(".gs1.org");
    (slug && (compressed_key(last) || (gs1_host && segments.len() == 1))).then_some(Reason::LinkCompressed)
}

/// Whether a path segment begins like a compressed GTIN or SSCC: eight bits that name it, then the number in
/// 47 or 60 bits, which must have the right length and check digit (GS1 Digital Link Standard: Compression).
fn compressed_key(segment: &str) -> bool {
    let mut bits: u128 = 0;
    let mut count = 0;
    for byte in segment.bytes().take(20) {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return false,
        };
        bits = bits << 6 | u128::from(six);
        count += 6;
    }
    let field = |from: u32, length: u32| {
        (count >= from + length).then(|| (bits >> (count - from - length)) & ((1 << length) - 1))
    };
    let checked = |number: u128, digits: usize| {
        let text = format!("{number:0digits$}");
        let (body, check) = text.as_bytes().split_at(text.len() - 1);
        text.len() == digits && check[0] == b'0' + check_digit_mod10(body)
    };
    match field(0, 8) {
        Some(0x00) => field(8, 60).is_some_and(|number| checked(number, 18)),
        // 01 alone, and the optimised pairs and triples that begin with it.
        Some(0x01 | 0x0a..=0x0f | 0x1a..=0x1f | 0x2a..=0x2f | 0x3a..=0x3f | 0xa0..=0xa9) => {
            field(8, 47).is_some_and(|number| checked(number, 14))
        }
        _ => false,
    }
}
