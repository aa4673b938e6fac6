//! Asking an EPL2 printer how it is: `^ee`.
//!
//! Source: Eltron/Zebra, *EPL2 Programmer's Manual*, "`^ee`" and its table of error codes; Intermec, *ESim*,
//! whose printers add codes of their own and answer several at once: `XX,YY,ZZ` CR LF. An error of syntax (01
//! to 10) is the last command's, not the printer's: it does not keep the next job from printing.

use super::{Condition, Decoded, Status};

/// Asks for errors. The line end before it closes whatever was left open.
pub const ASK_ERRORS: &[u8] = b"\r\n^ee\r\n";

/// Reads the answer to [`ASK_ERRORS`]: the first whole line that begins with two digits. XON and XOFF before
/// it, and a user-defined status character, are passed over.
pub fn decode_errors(answer: &[u8]) -> Decoded<Status> {
    for line in answer.split_inclusive(|&byte| byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else { break };
        let digits = line.iter().position(u8::is_ascii_digit);
        let Some(codes) = digits.and_then(|at| std::str::from_utf8(&line[at..]).ok()) else { continue };
        let conditions = codes.trim().split(',').filter_map(condition);
        return Decoded::Whole(Status::of_flags(conditions.map(|condition| (true, condition)), None));
    }
    Decoded::Incomplete
}

/// `07P003` is code 07 with three labels left to print.
fn condition(code: &str) -> Option<Condition> {
    match code.trim().get(..2)? {
        "07" => Some(Condition::PaperOut),
        "11" => Some(Condition::HeadOpen),
        "12" | "92" => Some(Condition::Paused),
        "62" => Some(Condition::HeadTooHot),
        "81" => Some(Condition::CutterFault),
        "72" | "73" | "99" => Some(Condition::OtherFault),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_whatever_stands_around_them() {
        let check = |answer: &[u8], conditions: &[Condition]| {
            let expected = Status { conditions: conditions.to_vec(), idle: None };
            assert_eq!(decode_errors(answer), Decoded::Whole(expected), "{}", answer.escape_ascii());
        };
        check(b"00\r\n", &[]);
        check(b"07\r\n", &[Condition::PaperOut]);
        check(b"07P003\r\n", &[Condition::PaperOut]);
        check(b"11\r\n", &[Condition::HeadOpen]);
        check(b"$11\r\n", &[Condition::HeadOpen]);
        check(b"\x1307\r\n", &[Condition::PaperOut]);
        check(b"07,62,81\r\n", &[Condition::PaperOut, Condition::CutterFault, Condition::HeadTooHot]);
        // An old error of syntax stops no new job.
        check(b"01\r\n", &[]);
        check(b"\r\n\x1100\r\n", &[]);
    }

    #[test]
    fn a_line_is_awaited_to_its_end() {
        assert_eq!(decode_errors(b""), Decoded::Incomplete);
        assert_eq!(decode_errors(b"07"), Decoded::Incomplete);
        assert_eq!(decode_errors(b"hello\r\n"), Decoded::Incomplete);
    }
}
