//! The checks that GS1's dictionary asks of a value's parts, each written from its name and GS1's description.
//!
//! Where GS1's own check would need a list that changes outside (allocated company prefixes), only what never
//! changes is checked: four digits.

mod coupon;
pub(super) mod lists;

use time::Date;

use super::dates;
use super::reason::Fault;
use super::table::Lint;
use crate::code::check_digit_mod10;

/// Checks one part of a value. Its characters are already known to be in the part's character set.
pub(super) fn check(lint: Lint, text: &str, today: Date) -> Result<(), Fault> {
    match lint {
        Lint::Csum => check_digit(text),
        Lint::Csumalpha => check_pair(text),
        _ if holds(lint, text, today) => Ok(()),
        _ => Err(Fault::Rule { rule: lint, part: text.into() }),
    }
}

fn holds(lint: Lint, text: &str, today: Date) -> bool {
    let bytes = text.as_bytes();
    match lint {
        Lint::Csum | Lint::Csumalpha => true,
        Lint::Couponcode => coupon::is_coupon(bytes, today),
        Lint::Couponposoffer => coupon::is_positive_offer(bytes),
        Lint::Gcppos1 => starts_with_prefix(bytes),
        Lint::Gcppos2 => bytes.get(1..).is_some_and(starts_with_prefix),
        Lint::Hasnondigit => !bytes.iter().all(u8::is_ascii_digit),
        Lint::Hh => below(bytes, 24),
        Lint::Mi | Lint::Ss => below(bytes, 60),
        Lint::Hhmi => bytes.len() == 4 && below(&bytes[..2], 24) && below(&bytes[2..], 60),
        Lint::Hyphen => bytes.iter().all(|b| *b == b'-'),
        Lint::Iban => is_iban(bytes),
        Lint::Importeridx => matches!(bytes, [b] if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')),
        Lint::Iso3166 => listed(&lists::COUNTRIES, bytes),
        Lint::Iso3166999 => bytes == b"999" || listed(&lists::COUNTRIES, bytes),
        Lint::Iso3166alpha2 => is_country(text),
        Lint::Iso4217 => listed(&lists::CURRENCIES, bytes),
        Lint::Iso5218 => matches!(bytes, b"0" | b"1" | b"2" | b"9"),
        Lint::Latitude => number(bytes).is_some_and(|degrees| degrees <= 1_800_000_000),
        Lint::Longitude => number(bytes).is_some_and(|degrees| degrees <= 3_600_000_000),
        Lint::Mediatype => number(bytes).is_some_and(|kind| matches!(kind, 1..=10 | 80..=99)),
        Lint::Nonzero => bytes.iter().any(|b| *b != b'0'),
        Lint::Zero => bytes.iter().all(|b| *b == b'0'),
        Lint::Nozeroprefix => bytes.len() == 1 || bytes.first() != Some(&b'0'),
        Lint::Packagetype => lists::PACKAGE_TYPES.binary_search(&text).is_ok(),
        Lint::Pcenc => is_percent_encoded(bytes),
        Lint::Pieceoftotal => is_piece_of_total(bytes),
        Lint::Posinseqslash => is_position_in_sequence(text),
        Lint::Winding => matches!(bytes, b"0" | b"1" | b"9"),
        Lint::Yesno => matches!(bytes, b"0" | b"1"),
        Lint::Yymmd0 => dates::yymmdd(text, today).is_some(),
        Lint::Yymmdd => !text.ends_with("00") && dates::yymmdd(text, today).is_some(),
        Lint::Yyyymmdd => dates::yyyymmdd(text).is_some(),
    }
}

/// Whether two letters name a country.
pub(super) fn is_country(text: &str) -> bool {
    lists::COUNTRY_LETTERS.binary_search(&text).is_ok()
}

/// The whole number that up to 18 digits write.
fn number(bytes: &[u8]) -> Option<u64> {
    let fits = !bytes.is_empty() && bytes.len() <= 18 && bytes.iter().all(u8::is_ascii_digit);
    fits.then(|| bytes.iter().fold(0, |sum, b| sum * 10 + u64::from(b - b'0')))
}

fn below(bytes: &[u8], limit: u64) -> bool {
    number(bytes).is_some_and(|value| value < limit)
}

fn listed(list: &[u16], bytes: &[u8]) -> bool {
    let code = if bytes.len() == 3 { number(bytes) } else { None };
    code.is_some_and(|code| list.binary_search(&(code as u16)).is_ok())
}

/// The shortest GS1 company prefix has four digits.
fn starts_with_prefix(bytes: &[u8]) -> bool {
    bytes.len() >= 4 && bytes[..4].iter().all(u8::is_ascii_digit)
}

fn check_digit(text: &str) -> Result<(), Fault> {
    let (found, body) = text.as_bytes().split_last().ok_or(Fault::Empty)?;
    let expected = b'0' + check_digit_mod10(body);
    if *found == expected {
        return Ok(());
    }
    Err(Fault::CheckDigit { expected: char::from(expected), found: char::from(*found) })
}

/// Characters of check pairs, by value.
const SET32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// The 82 characters, by value.
const SET82: &[u8; 82] =
    br##"!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"##;
/// Weights of check pairs from the right; values have at most 25 characters, two of them the pair.
const PRIMES: [usize; 28] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
    107,
];

/// General Specifications 7.9.5: values in the 82-character set, weighted by primes from the right, mod 1021.
fn check_pair(text: &str) -> Result<(), Fault> {
    let length = text.len();
    let Some((body, found)) = length.checked_sub(2).and_then(|at| text.split_at_checked(at)) else {
        return Err(Fault::TooShort { length, min: 2 });
    };
    let value = |byte: u8| SET82.iter().position(|c| *c == byte).unwrap_or(0);
    let sum: usize =
        body.bytes().rev().zip(PRIMES).map(|(byte, weight)| value(byte) * weight).sum::<usize>() % 1021;
    let expected: String = [sum >> 5, sum & 31].iter().map(|at| char::from(SET32[*at])).collect();
    if expected == found { Ok(()) } else { Err(Fault::CheckPair { expected, found: found.into() }) }
}

/// ISO 13616: country, then everything from the fifth character on and the first four, letters as 10 to 35,
/// is 1 mod 97.
fn is_iban(bytes: &[u8]) -> bool {
    let Some(country) = bytes.get(..2).and_then(|b| std::str::from_utf8(b).ok()) else { return false };
    if bytes.len() <= 10 || !is_country(country) {
        return false;
    }
    let rest = bytes[4..].iter().chain(&bytes[..4]).try_fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    });
    rest == Some(1)
}

fn is_percent_encoded(bytes: &[u8]) -> bool {
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || (hex(at + 1) && hex(at + 2)))
}

fn is_piece_of_total(bytes: &[u8]) -> bool {
    if !bytes.len().is_multiple_of(2) {
        return false;
    }
    let (piece, total) = bytes.split_at(bytes.len() / 2);
    matches!((number(piece), number(total)), (Some(piece), Some(total)) if piece >= 1 && piece <= total)
}

fn is_position_in_sequence(text: &str) -> bool {
    let Some((position, end)) = text.split_once('/') else { return false };
    let plain = |part: &str| !part.starts_with('0');
    match (number(position.as_bytes()), number(end.as_bytes())) {
        (Some(at), Some(last)) => plain(position) && plain(end) && at <= last,
        _ => false,
    }
}
