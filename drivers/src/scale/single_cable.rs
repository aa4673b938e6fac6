//! The scale under a counter scanner (Zebra MP series, Datalogic Magellan) that shares the scanner's cable.
//!
//! Asked by `S14` CR, which is always answered; the plain question `S11` is answered only at rest. Source:
//! Datalogic, *Communicating with the scale*, "Scale monitor":
//! ```text
//! S140 looks for its zero   S141 moving   S142 over the range
//! S143 rests at zero        S144ddddd rests with a load   S145 below zero
//! ```
//! Five digits are grams, four are hundredths of a pound; the point is never sent. Scans come on the same
//! line: they are passed over here, so a scanner and its scale want one reader each for a copy of the stream.

use super::{Found, Reading, Unit, read_weight};

const START: &[u8] = b"S14";
const BYTES_MAX: usize = 10;

pub(super) fn find(stream: &[u8]) -> Found {
    let Some(start) = stream.iter().position(|byte| *byte == b'S') else {
        return if stream.is_empty() { Found::Incomplete } else { Found::Noise(stream.len()) };
    };
    if start > 0 {
        return Found::Noise(start);
    }
    let begins = stream.len().min(START.len());
    if stream[..begins] != START[..begins] {
        return Found::Noise(1);
    }
    match stream.iter().position(|byte| *byte == b'\r') {
        Some(end) if end < BYTES_MAX => Found::Message(end + 1, read(&stream[begins..end])),
        None if stream.len() < BYTES_MAX => Found::Incomplete,
        _ => Found::Noise(1),
    }
}

fn read(answer: &[u8]) -> Option<Reading> {
    match answer {
        b"0" => Some(Reading::NotReady),
        b"1" => Some(Reading::Moving),
        b"2" => Some(Reading::OverRange),
        b"3" => Some(Reading::Stable { grams: 0 }),
        b"5" => Some(Reading::UnderRange),
        [b'4', digits @ ..] => {
            let text = std::str::from_utf8(digits).ok()?;
            match digits.len() {
                5 => read_weight(text, 3, Unit::Kilogram),
                4 => read_weight(text, 2, Unit::Pound),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Ear, Protocol};
    use super::*;

    #[test]
    fn each_answer_has_its_reading() {
        let check = |stream: &[u8], expected: &[Reading]| {
            assert_eq!(Ear::new(Protocol::SingleCable).push(stream), expected, "{}", stream.escape_ascii());
        };
        check(b"S140\r", &[Reading::NotReady]);
        check(b"S141\r", &[Reading::Moving]);
        check(b"S142\r", &[Reading::OverRange]);
        check(b"S143\r", &[Reading::Stable { grams: 0 }]);
        check(b"S14401250\r", &[Reading::Stable { grams: 1250 }]);
        check(b"S1440100\r", &[Reading::Stable { grams: 454 }]);
        check(b"S145\r", &[Reading::UnderRange]);
        check(b"S146\r", &[]);
        // A scan on the same line, with an S of its own.
        check(b"S08F7891000100103\rS143\r", &[Reading::Stable { grams: 0 }]);
        check(b"SSS14401250\r", &[Reading::Stable { grams: 1250 }]);
    }
}
