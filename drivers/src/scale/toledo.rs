//! Toledo: polled, as the Brazilian Prix line speaks it, and the continuous output that many makers copy.
//!
//! **Polled**: ENQ (0x05) is answered by STX, five or six digits, ETX (or CR). Letters in place of the digits:
//! `IIIII` unstable, `NNNNN` negative, `SSSSS` over the range. Source: Toledo do Brasil's "Protocolo B/C" as
//! published drivers read it.
//!
//! **Continuous**: STX, status words A B C, six digits of weight, six of tare, CR, and a checksum where it is
//! switched on; the short form lacks the tare. Source: Mettler-Toledo, *Continuous output*, and Fairbanks,
//! *Toledo data format*.
//! ```text
//! A  bits 0-2  the point: 0 ×100, 1 ×10, 2 none, 3 one decimal … 7 five decimals
//! B  bit 1 negative, 2 out of range, 3 moving, 4 kilograms (else pounds), 6 not yet zeroed
//! C  bits 0-2  0 as B says, 1 grams, 2 metric tons, 3 ounces
//! ```

use super::{Found, Reading, Unit, find_between, read_weight};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const CR: u8 = b'\r';

/// The longest answer: six digits, a point, a sign, and room.
const POLLED_BYTES_MAX: usize = 16;

pub(super) fn find_polled(stream: &[u8], decimals: u32) -> Found {
    find_between(stream, STX, &[ETX, CR], POLLED_BYTES_MAX, |inside| read_polled(inside, decimals))
}

/// Reads what stands between STX and ETX.
pub(super) fn read_polled(inside: &[u8], decimals: u32) -> Option<Reading> {
    let text = std::str::from_utf8(inside).ok()?;
    match text.trim_start().bytes().next()? {
        b'I' => Some(Reading::Moving),
        b'N' => Some(Reading::UnderRange),
        b'S' => Some(Reading::OverRange),
        _ => read_weight(text, decimals, Unit::Kilogram),
    }
}

/// STX, A, B, C, weight, tare, CR.
const LONG: usize = 17;
/// The same without tare.
const SHORT: usize = 11;

pub(super) fn find_continuous(stream: &[u8]) -> Found {
    let Some(start) = stream.iter().position(|byte| *byte == STX) else {
        return if stream.is_empty() { Found::Incomplete } else { Found::Noise(stream.len()) };
    };
    if start > 0 {
        return Found::Noise(start);
    }
    let length = match stream.iter().position(|byte| *byte == CR) {
        Some(at) if at + 1 == LONG || at + 1 == SHORT => at + 1,
        None if stream.len() < LONG => return Found::Incomplete,
        _ => return Found::Noise(1),
    };
    // A checksum, where there is one, is noise before the next STX; a wrong one can't be told from a missing one.
    Found::Message(length, read_continuous(&stream[1..length - 1]))
}

fn read_continuous(inside: &[u8]) -> Option<Reading> {
    let [a, b, c, rest @ ..] = inside else { return None };
    let digits = std::str::from_utf8(rest.get(..6)?).ok()?.trim();
    if b & 0x04 != 0 {
        let under = b & 0x02 != 0;
        return Some(if under { Reading::UnderRange } else { Reading::OverRange });
    }
    if b & 0x40 != 0 {
        return Some(Reading::NotReady);
    }
    if b & 0x08 != 0 {
        return Some(Reading::Moving);
    }
    let unit = match c & 0x07 {
        0 if b & 0x10 != 0 => Unit::Kilogram,
        0 => Unit::Pound,
        1 => Unit::Gram,
        2 => Unit::Ton,
        3 => Unit::Ounce,
        _ => return None,
    };
    let sign = if b & 0x02 != 0 { "-" } else { "" };
    let (zeros, decimals) = match a & 0x07 {
        0 => ("00", 0),
        1 => ("0", 0),
        point => ("", u32::from(point) - 2),
    };
    read_weight(&format!("{sign}{digits}{zeros}"), decimals, unit)
}

#[cfg(test)]
mod tests {
    use super::super::{Ear, Protocol};
    use super::*;

    fn polled(stream: &[u8]) -> Vec<Reading> {
        Ear::new(Protocol::ToledoPolled { decimals: 3 }).push(stream)
    }

    fn grams(grams: u32) -> Reading {
        Reading::Stable { grams }
    }

    #[test]
    fn a_polled_scale_tells_weight_or_trouble() {
        assert_eq!(polled(b"\x0201250\x03"), [grams(1250)]);
        assert_eq!(polled(b"\x02001250\r"), [grams(1250)]);
        assert_eq!(polled(b"\x0201.250\x03"), [grams(1250)]);
        assert_eq!(polled(b"\x0200000\x03"), [grams(0)]);
        assert_eq!(polled(b"\x02IIIII\x03"), [Reading::Moving]);
        assert_eq!(polled(b"\x02NNNNN\x03"), [Reading::UnderRange]);
        assert_eq!(polled(b"\x02SSSSS\x03"), [Reading::OverRange]);
        assert_eq!(polled(b"\x02IIIII\x03\x0200010\x03"), [Reading::Moving, grams(10)]);
    }

    #[test]
    fn half_answers_are_awaited_and_broken_ones_passed_over() {
        assert_eq!(polled(b"\x020125"), []);
        assert_eq!(polled(b"25\x03\x0200010\x03"), [grams(10)]);
        assert_eq!(polled(b"\x02?????\x03\x0200010\x03"), [grams(10)]);
        assert_eq!(polled(b"\x020000000000000000000000\x0200010\x03"), [grams(10)]);
    }

    #[test]
    fn large_scales_have_two_decimals() {
        let mut ear = Ear::new(Protocol::ToledoPolled { decimals: 2 });
        assert_eq!(ear.push(b"\x0201250\x03"), [grams(12_500)]);
    }

    fn continuous(a: u8, b: u8, c: u8, digits: &str) -> Vec<Reading> {
        let mut stream = vec![STX, a, b, c];
        stream.extend_from_slice(format!("{digits}000000\r").as_bytes());
        Ear::new(Protocol::ToledoContinuous).push(&stream)
    }

    #[test]
    fn a_continuous_scale_tells_point_unit_and_state() {
        // A: 0x20 is always set; B: 0x30 kilograms; C: 0x20.
        assert_eq!(continuous(0x2D, 0x30, 0x20, "001250"), [grams(1250)], "three decimals");
        assert_eq!(continuous(0x2D, 0x30, 0x20, "  1250"), [grams(1250)], "spaces for zeros");
        assert_eq!(continuous(0x2B, 0x30, 0x20, "000125"), [grams(12_500)], "one decimal");
        assert_eq!(continuous(0x2A, 0x30, 0x20, "000125"), [grams(125_000)], "none");
        assert_eq!(continuous(0x29, 0x30, 0x20, "000012"), [grams(120_000)], "tens");
        assert_eq!(continuous(0x28, 0x30, 0x20, "000001"), [grams(100_000)], "hundreds");
        assert_eq!(continuous(0x2C, 0x20, 0x20, "000100"), [grams(454)], "pounds");
        assert_eq!(continuous(0x2A, 0x20, 0x21, "000100"), [grams(100)], "grams");
        assert_eq!(continuous(0x2D, 0x38, 0x20, "001250"), [Reading::Moving]);
        assert_eq!(continuous(0x2D, 0x34, 0x20, "999999"), [Reading::OverRange]);
        assert_eq!(continuous(0x2D, 0x36, 0x20, "000000"), [Reading::UnderRange]);
        assert_eq!(continuous(0x2D, 0x32, 0x20, "000005"), [Reading::UnderRange]);
        assert_eq!(continuous(0x2D, 0x70, 0x20, "000000"), [Reading::NotReady]);
    }

    #[test]
    fn a_stream_is_entered_in_its_middle_with_or_without_checksums() {
        let message = |tail: &str| format!("\x02\x2D\x30\x20001250000000\r{tail}");
        for tail in ["", "9", "\n"] {
            let stream = format!("0000\r{}{}{}", message(tail), message(tail), message(tail));
            let readings = Ear::new(Protocol::ToledoContinuous).push(stream.as_bytes());
            assert_eq!(readings, [grams(1250); 3], "{tail:?}");
        }
        let short = b"\x02\x2D\x30\x20001250\r\x02\x2D\x30\x20001251\r";
        assert_eq!(Ear::new(Protocol::ToledoContinuous).push(short), [grams(1250), grams(1251)]);
    }
}
