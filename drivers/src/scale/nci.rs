//! NCI and Weigh-Tronix bench scales (SCP-01, SCP-12), asked by `W` CR.
//!
//! Answered by LF, weight with its unit, CR, LF, status, CR, ETX; while there is no weight, the status comes
//! alone. Source: Weigh-Tronix 7800 series manual and Magellan 8500 service manual.
//! ```text
//! first status byte   bit 0 moving, 1 at zero, 2 memory error, 3 memory error
//! second status byte  bit 0 under the range, 1 over the range, 2 program error, 3 calibration error
//! ```
//! Bits 4 and 5 are always set, so the bytes look like digits; some scales put an `S` before them. A third byte
//! says whether it searches its zero (bit 3).

use super::{Found, Reading, Unit, find_between, read_weight};

const ETX: u8 = 0x03;
const BYTES_MAX: usize = 40;

pub(super) fn find(stream: &[u8]) -> Found {
    find_between(stream, b'\n', &[ETX], BYTES_MAX, read)
}

fn read(inside: &[u8]) -> Option<Reading> {
    let text = std::str::from_utf8(inside).ok()?;
    let mut parts = text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let (weight, status) = match (parts.next()?, parts.next()) {
        (weight, Some(status)) => (Some(weight), status),
        (status, None) => (None, status),
    };
    let bytes = status.strip_prefix('S').unwrap_or(status).as_bytes();
    let [one, two, more @ ..] = bytes else { return None };
    if [one, two].iter().any(|byte| *byte & 0x30 != 0x30) {
        return None;
    }
    let searches_zero = more.first().is_some_and(|three| three & 0x08 != 0);
    if one & 0x0C != 0 || two & 0x0C != 0 || searches_zero {
        return Some(Reading::NotReady);
    }
    match (one & 0x01 != 0, two & 0x01 != 0, two & 0x02 != 0) {
        (_, _, true) => Some(Reading::OverRange),
        (_, true, _) => Some(Reading::UnderRange),
        (true, ..) => Some(Reading::Moving),
        _ => read_with_unit(weight?),
    }
}

fn read_with_unit(weight: &str) -> Option<Reading> {
    let at = weight.find(|character: char| character.is_ascii_alphabetic())?;
    let (digits, unit) = weight.split_at(at);
    read_weight(digits, 0, Unit::of_name(unit)?)
}

#[cfg(test)]
mod tests {
    use super::super::{Ear, Protocol};
    use super::*;

    #[test]
    fn weight_and_status_are_read_in_all_spellings() {
        let check = |stream: &[u8], expected: &[Reading]| {
            assert_eq!(Ear::new(Protocol::Nci).push(stream), expected, "{}", stream.escape_ascii());
        };
        let grams = |grams| [Reading::Stable { grams }];
        check(b"\n0001.250kg\r\n00\r\x03", &grams(1250));
        check(b"\n01.250KG\r\nS00\r\x03", &grams(1250));
        check(b"\n 001.00LB\r00\x03", &grams(454));
        check(b"\n0.000kg\r\n20\r\x03", &grams(0));
        check(b"\n16.0oz\r\n00\r\x03", &grams(454));
        check(b"\n0001.250kg\r\n10\r\x03", &[Reading::Moving]);
        check(b"\nS10\r\x03", &[Reading::Moving]);
        check(b"\nS01\r\x03", &[Reading::UnderRange]);
        check(b"\nS02\r\x03", &[Reading::OverRange]);
        check(b"\nS40\r\x03", &[Reading::NotReady]);
        check(b"\nS0p8\r\x03", &[Reading::NotReady]);
        // "Not understood", an unknown unit, and no status are no readings.
        check(b"\n?\r\x03", &[]);
        check(b"\n1.0st\r\n00\r\x03", &[]);
        check(b"\n1.0kg\r\x03", &[]);
    }
}
