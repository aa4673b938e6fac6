//! SASI and EH-SCP scales behind counter scanners, asked by `W`.
//!
//! Answered by STX, digits with a point, CR; or STX, `?`, one status byte, CR. Source: Datalogic's notes on
//! Magellan scales (capital letters, one for each state) and Brecknell's manual of EH-SCP (bits, with bits 5
//! and 6 set).

use super::{Found, Reading, Unit, find_between, read_weight};

const STX: u8 = 0x02;
const BYTES_MAX: usize = 16;

pub(super) fn find(stream: &[u8], unit: Unit) -> Found {
    find_between(stream, STX, b"\r", BYTES_MAX, |inside| read(inside, unit))
}

fn read(inside: &[u8], unit: Unit) -> Option<Reading> {
    match inside {
        [b'?', b'A'] => Some(Reading::Moving),
        [b'?', b'B'] => Some(Reading::OverRange),
        [b'?', b'C'] => Some(Reading::UnderRange),
        [b'?', b'D'] => Some(Reading::NotReady),
        [b'?', bits] if bits & 0x60 == 0x60 => Some(match bits {
            bits if bits & 0x02 != 0 => Reading::OverRange,
            bits if bits & 0x04 != 0 => Reading::UnderRange,
            bits if bits & 0x08 != 0 => Reading::NotReady,
            bits if bits & 0x01 != 0 => Reading::Moving,
            // Nothing is wrong, yet there is no weight.
            _ => Reading::NotReady,
        }),
        _ => read_weight(std::str::from_utf8(inside).ok()?, 3, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ear, Protocol};
    use super::*;

    #[test]
    fn weight_letters_and_bits_are_read() {
        let check = |stream: &[u8], expected: &[Reading]| {
            let mut ear = Ear::new(Protocol::Sasi { unit: Unit::Kilogram });
            assert_eq!(ear.push(stream), expected, "{}", stream.escape_ascii());
        };
        check(b"\x0201.250\r", &[Reading::Stable { grams: 1250 }]);
        check(b"\x02?A\r", &[Reading::Moving]);
        check(b"\x02?B\r", &[Reading::OverRange]);
        check(b"\x02?C\r", &[Reading::UnderRange]);
        check(b"\x02?D\r", &[Reading::NotReady]);
        check(b"\x02?a\r", &[Reading::Moving]);
        check(b"\x02?b\r", &[Reading::OverRange]);
        check(b"\x02?d\r", &[Reading::UnderRange]);
        check(b"\x02?h\r", &[Reading::NotReady]);
        check(b"\x02?\x10\r", &[]);
        let mut pounds = Ear::new(Protocol::Sasi { unit: Unit::Pound });
        assert_eq!(pounds.push(b"\x0201.00\r"), [Reading::Stable { grams: 454 }]);
    }
}
