//! Filizola (CS, MF, BP and others), asked by ENQ.
//!
//! Answered by STX, the weight, ETX (CR on some). The weight is five digits of grams, or has a point, or is
//! followed by price and total, of which only its first six digits matter. Letters as Toledo's: `I` unstable,
//! `N` negative, `S` over the range. Source: published drivers for these scales.

use super::{Found, Reading, Unit, find_between, read_weight, toledo};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Weight, price and total.
const BYTES_MAX: usize = 32;

pub(super) fn find(stream: &[u8]) -> Found {
    find_between(stream, STX, &[ETX, b'\r'], BYTES_MAX, read)
}

fn read(inside: &[u8]) -> Option<Reading> {
    match inside.len() {
        0..=10 => toledo::read_polled(inside, 3),
        _ => read_weight(std::str::from_utf8(&inside[..6]).ok()?, 3, Unit::Kilogram),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ear, Protocol};
    use super::*;

    #[test]
    fn weight_and_trouble_are_told() {
        let check = |stream: &[u8], expected: Reading| {
            assert_eq!(Ear::new(Protocol::Filizola).push(stream), [expected], "{}", stream.escape_ascii());
        };
        check(b"\x0200370\x03", Reading::Stable { grams: 370 });
        check(b"\x0200.370\x03", Reading::Stable { grams: 370 });
        check(b"\x02 0,370\r", Reading::Stable { grams: 370 });
        check(b"\x02000370001990000736\x03", Reading::Stable { grams: 370 });
        check(b"\x02IIIII\x03", Reading::Moving);
        check(b"\x02NNNNN\x03", Reading::UnderRange);
        check(b"\x02SSSSS\x03", Reading::OverRange);
    }
}
