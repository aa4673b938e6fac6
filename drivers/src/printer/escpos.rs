//! Asking an ESC/POS printer how it is: `DLE EOT n`, n from 1 to 4.
//!
//! Source: Epson, *ESC/POS Application Programming Guide*, "DLE EOT". All four are asked at once; each is
//! answered by one byte, in order, at once, whatever the printer does. Bits 1 and 4 of each are set and bits 0
//! and 7 clear, which tells them from noise. Nothing says whether a print is done.

use super::{Condition, Decoded, Status};

/// Asks for printer, off-line cause, error cause and paper.
pub const ASK_STATUS: &[u8] = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04";

/// Reads the answer to [`ASK_STATUS`].
pub fn decode_status(answer: &[u8]) -> Decoded<Status> {
    let mut bytes = answer.iter().copied().filter(|byte| byte & 0b1001_0011 == 0b0001_0010);
    let (Some(printer), Some(cause), Some(error), Some(paper)) =
        (bytes.next(), bytes.next(), bytes.next(), bytes.next())
    else {
        return Decoded::Incomplete;
    };
    let out = paper & 0x60 != 0 || cause & 0x20 != 0;
    let cover = cause & 0x04 != 0;
    let cutter = error & 0x08 != 0;
    let hot = error & 0x40 != 0;
    let other = error & 0x24 != 0 || (cause & 0x40 != 0 && error & 0x6C == 0);
    // Off-line without a cause that has a name of its own: someone switched it.
    let offline = printer & 0x08 != 0 && !(out || cover || cutter || hot || other);
    Decoded::Whole(Status::of_flags(
        [
            (out, Condition::PaperOut),
            (cover, Condition::CoverOpen),
            (cutter, Condition::CutterFault),
            (hot, Condition::HeadTooHot),
            (other, Condition::OtherFault),
            (offline, Condition::Offline),
            (!out && paper & 0x0C != 0, Condition::PaperLow),
        ],
        None,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_has_its_condition() {
        let check = |answer: [u8; 4], conditions: &[Condition]| {
            let expected = Status { conditions: conditions.to_vec(), idle: None };
            assert_eq!(decode_status(&answer), Decoded::Whole(expected), "{answer:02x?}");
        };
        check([0x12, 0x12, 0x12, 0x12], &[]);
        check([0x16, 0x12, 0x12, 0x12], &[]); // the cash drawer's pin
        check([0x1A, 0x12, 0x12, 0x12], &[Condition::Offline]);
        check([0x1A, 0x16, 0x12, 0x12], &[Condition::CoverOpen]);
        check([0x1A, 0x32, 0x12, 0x72], &[Condition::PaperOut]);
        check([0x12, 0x12, 0x12, 0x1E], &[Condition::PaperLow]);
        check([0x1A, 0x52, 0x1A, 0x12], &[Condition::CutterFault]);
        check([0x1A, 0x52, 0x52, 0x12], &[Condition::HeadTooHot]);
        check([0x1A, 0x52, 0x32, 0x12], &[Condition::OtherFault]);
        check([0x1A, 0x52, 0x12, 0x12], &[Condition::OtherFault]);
    }

    #[test]
    fn all_four_are_awaited_and_noise_is_passed_over() {
        assert_eq!(decode_status(&[0x12, 0x12, 0x12]), Decoded::Incomplete);
        assert_eq!(decode_status(&[0xFF; 20]), Decoded::Incomplete);
        assert!(matches!(decode_status(&[0x00, 0x12, 0x11, 0x12, 0x12, 0x12]), Decoded::Whole(_)));
    }
}
