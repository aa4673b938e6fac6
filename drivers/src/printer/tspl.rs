//! Asking a TSPL printer how it is: `ESC ! ?` and, for newer firmware, `ESC ! S`.
//!
//! Source: TSC, *TSPL/TSPL2 Programming Language*, "`<ESC>!?`" and "`<ESC>!S`" (since firmware 6.29 EZ). Both
//! are answered at once, even in trouble and even before the commands sent ahead of them were read: "not
//! printing" right after a job proves nothing, so this language never confirms a print.

use super::{Condition, Decoded, Status};

/// Asks for one byte of flags.
pub const ASK_STATUS_BYTE: &[u8] = b"\x1B!?";
/// Asks for a block of four status bytes.
pub const ASK_STATUS_BLOCK: &[u8] = b"\x1B!S";

/// A printer that is printing is not idle; one that is not may not have begun.
const fn idle(printing: bool) -> Option<bool> {
    if printing { Some(false) } else { None }
}

/// Reads the answer to [`ASK_STATUS_BYTE`]: the last byte that came.
pub fn decode_status_byte(answer: &[u8]) -> Decoded<Status> {
    let Some(&byte) = answer.last() else { return Decoded::Incomplete };
    let bit = |mask: u8, condition| (byte & mask != 0, condition);
    Decoded::Whole(Status::of_flags(
        [
            bit(0x01, Condition::HeadOpen),
            bit(0x02, Condition::Jam),
            bit(0x04, Condition::PaperOut),
            bit(0x08, Condition::RibbonOut),
            bit(0x10, Condition::Paused),
            bit(0x40, Condition::CoverOpen),
            bit(0x80, Condition::OtherFault),
        ],
        idle(byte & 0x20 != 0),
    ))
}

/// Reads the answer to [`ASK_STATUS_BLOCK`]: STX, message, warning, two error bytes, ETX CR LF. Each byte
/// has bit 6 set, so none is taken for STX or ETX.
pub fn decode_status_block(answer: &[u8]) -> Decoded<Status> {
    let block = answer.windows(6).find(|block| block[0] == 0x02 && block[5] == 0x03);
    let Some(&[_, message, warning, error, media, _]) = block else { return Decoded::Incomplete };
    if [message, warning, error, media].iter().any(|byte| byte & 0x40 == 0) {
        return Decoded::Garbled;
    }
    let bit = |byte: u8, mask: u8, condition| (byte & mask != 0, condition);
    let detailed = (error | media) & 0x3F != 0;
    Decoded::Whole(Status::of_flags(
        [
            (message == b'`', Condition::Paused),
            (message == b'L', Condition::LabelWaiting),
            (message == b'K', Condition::Paused),
            (message == b'E' && !detailed, Condition::OtherFault),
            bit(warning, 0x08, Condition::BufferFull),
            bit(error, 0x01, Condition::HeadTooHot),
            bit(error, 0x02, Condition::MotorTooHot),
            bit(error, 0x04, Condition::HeadFault),
            bit(error, 0x08, Condition::CutterFault),
            bit(error, 0x10, Condition::OtherFault),
            bit(media, 0x01, Condition::PaperOut),
            bit(media, 0x02, Condition::Jam),
            bit(media, 0x04, Condition::RibbonOut),
            bit(media, 0x08, Condition::Jam),
            bit(media, 0x20, Condition::HeadOpen),
        ],
        idle(matches!(message, b'B' | b'C' | b'F' | b'P' | b'W')),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_of_the_status_byte_has_its_condition() {
        let check = |byte: u8, conditions: &[Condition], idle: Option<bool>| {
            let expected = Status { conditions: conditions.to_vec(), idle };
            assert_eq!(decode_status_byte(&[byte]), Decoded::Whole(expected), "{byte:#04x}");
        };
        check(0x00, &[], None);
        check(0x01, &[Condition::HeadOpen], None);
        check(0x02, &[Condition::Jam], None);
        check(0x04, &[Condition::PaperOut], None);
        check(0x05, &[Condition::PaperOut, Condition::HeadOpen], None);
        check(0x08, &[Condition::RibbonOut], None);
        check(0x10, &[Condition::Paused], None);
        check(0x20, &[], Some(false));
        check(0x40, &[Condition::CoverOpen], None);
        check(0x80, &[Condition::OtherFault], None);
        assert_eq!(decode_status_byte(&[]), Decoded::Incomplete);
    }

    #[test]
    fn each_byte_of_the_block_has_its_conditions() {
        let check = |block: &str, conditions: &[Condition], idle: Option<bool>| {
            let answer = format!("\x02{block}\x03\r\n");
            let expected = Status { conditions: conditions.to_vec(), idle };
            assert_eq!(decode_status_block(answer.as_bytes()), Decoded::Whole(expected), "{block}");
        };
        check("@@@@", &[], None);
        check("`@@@", &[Condition::Paused], None);
        check("P@@@", &[], Some(false));
        check("L@@@", &[Condition::LabelWaiting], None);
        check("E@@A", &[Condition::PaperOut], None);
        check("E@@`", &[Condition::HeadOpen], None);
        check("E@@D", &[Condition::RibbonOut], None);
        check("E@@B", &[Condition::Jam], None);
        check("E@A@", &[Condition::HeadTooHot], None);
        check("E@H@", &[Condition::CutterFault], None);
        check("E@@@", &[Condition::OtherFault], None);
        check("@H@@", &[Condition::BufferFull], None);
    }

    #[test]
    fn half_a_block_is_awaited_and_a_foreign_one_refused() {
        assert_eq!(decode_status_block(b"\x02@@@"), Decoded::Incomplete);
        assert_eq!(decode_status_block(b"\x02    \x03\r\n"), Decoded::Garbled);
        // A late answer to the first question comes before it.
        assert!(matches!(decode_status_block(b"\0\x02@@@@\x03\r\n"), Decoded::Whole(_)));
    }
}
