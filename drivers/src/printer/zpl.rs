//! Asking a ZPL II printer how it is: `~HS` and `~HQES`.
//!
//! Source: Zebra, *ZPL II Programming Guide*, "~HS Host Status Return" and "~HQ Host Query". The guide says
//! that a printer with media or ribbon out, head open or a hot head may answer **nothing** to `~HS`: silence
//! means "not ready", not "gone", so `~HQES` is asked next. Some answer both, with the flags set.
//!
//! `~HS` answers three lines, each STX … ETX CR LF:
//! ```text
//! aaa,b,c,dddd,eee,f,g,h,iii,j,k,l     b paper out, c pause, dddd label length, eee formats waiting,
//!                                      f buffer full, h half a format, j settings lost, k cold, l hot
//! mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www     o head up, p ribbon out, t label waiting, u labels left
//! xxxx,y
//! ```
//!
//! A printer counts a format when its `^XZ` has come in, and a question after a job stands behind the job, so
//! "no format waiting, no label left" after a job means that it was printed.

use super::{Condition, Decoded, Status};

/// Asks for the host status.
pub const ASK_HOST_STATUS: &[u8] = b"~HS\r\n";
/// Asks for errors and warnings, for a printer that does not answer [`ASK_HOST_STATUS`].
pub const ASK_ERRORS_AND_WARNINGS: &[u8] = b"~HQES\r\n";

const STX: u8 = 0x02;
const ETX: u8 = 0x03;

/// The answer to `~HS`, as far as it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostStatus {
    /// Media out.
    pub paper_out: bool,
    /// Paused by its key or by command.
    pub paused: bool,
    /// The label's length in dots.
    pub label_length_dots: u32,
    /// Formats in the receive buffer, not yet printed.
    pub formats_waiting: u32,
    /// The receive buffer is full.
    pub buffer_full: bool,
    /// The beginning of a format has come, its end has not.
    pub format_unfinished: bool,
    /// The configuration was lost.
    pub settings_lost: bool,
    /// The head is below its range.
    pub too_cold: bool,
    /// The head is above its range.
    pub too_hot: bool,
    /// The head is up.
    pub head_open: bool,
    /// Ribbon out, while thermal transfer is set.
    pub ribbon_out: bool,
    /// A label waits at the peeler.
    pub label_waiting: bool,
    /// Labels of the batch still to print.
    pub labels_left: u32,
}

impl HostStatus {
    /// The answer in the words of all languages.
    pub fn status(&self) -> Status {
        let idle = self.formats_waiting == 0 && self.labels_left == 0 && !self.format_unfinished;
        Status::of_flags(
            [
                (self.paper_out, Condition::PaperOut),
                (self.ribbon_out, Condition::RibbonOut),
                (self.head_open, Condition::HeadOpen),
                (self.paused, Condition::Paused),
                (self.too_hot, Condition::HeadTooHot),
                (self.too_cold, Condition::HeadTooCold),
                (self.settings_lost, Condition::SettingsLost),
                (self.label_waiting, Condition::LabelWaiting),
                (self.buffer_full, Condition::BufferFull),
            ],
            Some(idle),
        )
    }

    /// Writes the answer as a printer would: the other half of [`decode_host_status`], for simulated printers.
    pub fn encode(&self) -> Vec<u8> {
        let bit = u8::from;
        format!(
            "\x02030,{},{},{:04},{:03},{},0,{},000,{},{},{}\x03\r\n\
             \x02001,0,{},{},1,2,6,{},{:08},1,000\x03\r\n\
             \x021234,0\x03\r\n",
            bit(self.paper_out),
            bit(self.paused),
            self.label_length_dots,
            self.formats_waiting,
            bit(self.buffer_full),
            bit(self.format_unfinished),
            bit(self.settings_lost),
            bit(self.too_cold),
            bit(self.too_hot),
            bit(self.head_open),
            bit(self.ribbon_out),
            bit(self.label_waiting),
            self.labels_left,
        )
        .into_bytes()
    }
}

/// Reads an answer to `~HS`. Noise before and between the lines is passed over; answers to other questions too.
pub fn decode_host_status(answer: &[u8]) -> Decoded<HostStatus> {
    let lines: Vec<Vec<&str>> = blocks(answer).filter_map(fields).collect();
    // The first line has 12 fields, the second 11, the third 2; a fourth kind of block is another answer.
    let Some(first) = lines.iter().position(|line| line.len() == 12) else { return Decoded::Incomplete };
    let Some(second) = lines[first..].iter().find(|line| line.len() == 11) else {
        return Decoded::Incomplete;
    };
    match read_lines(&lines[first], second) {
        None => Decoded::Garbled,
        // The password line tells nothing, but until it is here the answer is still on its way.
        Some(_) if !lines[first..].iter().any(|line| line.len() == 2) => Decoded::Incomplete,
        Some(status) => Decoded::Whole(status),
    }
}

fn read_lines(one: &[&str], two: &[&str]) -> Option<HostStatus> {
    let number = |text: &str| text.parse::<u32>().ok();
    let flag = |text: &str| number(text).map(|value| value != 0);
    Some(HostStatus {
        paper_out: flag(one[1])?,
        paused: flag(one[2])?,
        label_length_dots: number(one[3])?,
        formats_waiting: number(one[4])?,
        buffer_full: flag(one[5])?,
        format_unfinished: flag(one[7])?,
        settings_lost: flag(one[9])?,
        too_cold: flag(one[10])?,
        too_hot: flag(one[11])?,
        head_open: flag(two[2])?,
        ribbon_out: flag(two[3])?,
        label_waiting: flag(two[7])?,
        labels_left: number(two[8])?,
    })
}

/// What stands between each STX and the ETX after it.
fn blocks(answer: &[u8]) -> impl Iterator<Item = &[u8]> {
    answer.split_inclusive(|&byte| byte == ETX).filter_map(|part| {
        let part = part.strip_suffix(&[ETX])?;
        let start = part.iter().rposition(|&byte| byte == STX)?;
        Some(&part[start + 1..])
    })
}

fn fields(block: &[u8]) -> Option<Vec<&str>> {
    Some(std::str::from_utf8(block).ok()?.split(',').map(str::trim).collect())
}

/// The answer to `~HQES`: two numbers of 64 bits, bit 0 the lowest of the lowest nibble.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErrorsAndWarnings {
    /// What stops the printer.
    pub errors: u64,
    /// What does not stop it yet.
    pub warnings: u64,
}

/// Error bits of `~HQES` and what they mean.
const ERRORS: [(u64, Condition); 17] = [
    (0x1, Condition::PaperOut),
    (0x2, Condition::RibbonOut),
    (0x4, Condition::HeadOpen),
    (0x8, Condition::CutterFault),
    (0x10, Condition::HeadTooHot),
    (0x20, Condition::MotorTooHot),
    (0x40, Condition::HeadFault),
    (0x80, Condition::HeadFault),
    (0x100, Condition::OtherFault),
    (0x200, Condition::HeadFault),
    (0x1000, Condition::Jam),
    (0x2000, Condition::Jam),
    (0x4000, Condition::Jam),
    (0x8000, Condition::Jam),
    (0x1_0000, Condition::Paused),
    (0x2_0000, Condition::Jam),
    (0x4_0000, Condition::PaperOut),
];
/// Warning bits of `~HQES` and what they mean.
const WARNINGS: [(u64, Condition); 4] = [
    (0x1, Condition::NeedsCare),
    (0x2, Condition::NeedsCare),
    (0x4, Condition::NeedsCare),
    (0x8, Condition::PaperLow),
];

impl ErrorsAndWarnings {
    /// The answer in the words of all languages. Error bits without a name here count as another fault.
    pub fn status(&self) -> Status {
        let named = ERRORS.iter().fold(0, |all, (bit, _)| all | bit);
        let errors = ERRORS.iter().map(|&(bit, condition)| (self.errors & bit != 0, condition));
        let warnings = WARNINGS.iter().map(|&(bit, condition)| (self.warnings & bit != 0, condition));
        let unnamed = (self.errors & !named != 0, Condition::OtherFault);
        Status::of_flags(errors.chain(warnings).chain([unnamed]), None)
    }

    /// Writes the answer as a printer would, for simulated printers.
    pub fn encode(&self) -> Vec<u8> {
        let line = |name: &str, bits: u64| {
            format!("  {name}: {} {:08X} {:08X}\r\n", u8::from(bits != 0), bits >> 32, bits & 0xFFFF_FFFF)
        };
        let (errors, warnings) = (line("ERRORS", self.errors), line("WARNINGS", self.warnings));
        format!("\x02\r\n\r\n  PRINTER STATUS\r\n{errors}{warnings}\x03").into_bytes()
    }
}

/// Reads an answer to `~HQES`. Answers to other questions are passed over.
pub fn decode_errors_and_warnings(answer: &[u8]) -> Decoded<ErrorsAndWarnings> {
    for block in blocks(answer) {
        let Ok(text) = std::str::from_utf8(block) else { continue };
        if !text.contains("PRINTER STATUS") {
            continue;
        }
        return match (bits_after(text, "ERRORS:"), bits_after(text, "WARNINGS:")) {
            (Some(errors), Some(warnings)) => Decoded::Whole(ErrorsAndWarnings { errors, warnings }),
            _ => Decoded::Garbled,
        };
    }
    Decoded::Incomplete
}

fn bits_after(text: &str, name: &str) -> Option<u64> {
    let (_, rest) = text.split_once(name)?;
    let mut words = rest.split_ascii_whitespace();
    let flag = words.next()?.parse::<u8>().ok()?;
    let high = u32::from_str_radix(words.next()?, 16).ok()?;
    let low = u32::from_str_radix(words.next()?, 16).ok()?;
    // A cleared flag outranks stale digits.
    Some(if flag == 0 { 0 } else { u64::from(high) << 32 | u64::from(low) })
}

/// Reads whichever of the two answers came.
pub fn decode_status(answer: &[u8]) -> Decoded<Status> {
    match (decode_host_status(answer), decode_errors_and_warnings(answer)) {
        (Decoded::Whole(host), _) => Decoded::Whole(host.status()),
        (_, Decoded::Whole(query)) => Decoded::Whole(query.status()),
        (Decoded::Garbled, _) | (_, Decoded::Garbled) => Decoded::Garbled,
        (Decoded::Incomplete, Decoded::Incomplete) => Decoded::Incomplete,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A whole answer as the guide prints it, all well.
    const WELL: &[u8] = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\
                          \x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\
                          \x021234,0\x03\r\n";

    fn conditions(answer: &[u8]) -> Vec<Condition> {
        match decode_status(answer) {
            Decoded::Whole(status) => status.conditions,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_well_is_ready_and_idle() {
        let Decoded::Whole(host) = decode_host_status(WELL) else { panic!() };
        assert_eq!(host, HostStatus { label_length_dots: 1245, ..HostStatus::default() });
        assert!(host.status().is_ready());
        assert_eq!(host.status().idle, Some(true));
    }

    #[test]
    fn each_flag_of_the_host_status_has_its_condition() {
        let check = |line_one: &str, line_two: &str, expected: &[Condition]| {
            let answer = format!("\x02{line_one}\x03\r\n\x02{line_two}\x03\r\n\x021234,0\x03\r\n");
            assert_eq!(conditions(answer.as_bytes()), expected, "{answer}");
        };
        let (one, two) = ("030,0,0,1245,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000");
        check("030,1,0,1245,000,0,0,0,000,0,0,0", two, &[Condition::PaperOut]);
        check("030,0,1,1245,000,0,0,0,000,0,0,0", two, &[Condition::Paused]);
        check("030,0,0,1245,000,1,0,0,000,0,0,0", two, &[Condition::BufferFull]);
        check("030,0,0,1245,000,0,0,0,000,1,0,0", two, &[Condition::SettingsLost]);
        check("030,0,0,1245,000,0,0,0,000,0,1,0", two, &[Condition::HeadTooCold]);
        check("030,0,0,1245,000,0,0,0,000,0,0,1", two, &[Condition::HeadTooHot]);
        check(one, "000,0,1,0,0,2,4,0,00000000,1,000", &[Condition::HeadOpen]);
        check(one, "000,0,0,1,0,2,4,0,00000000,1,000", &[Condition::RibbonOut]);
        check(one, "000,0,0,0,0,2,4,1,00000000,1,000", &[Condition::LabelWaiting]);
        check(
            "030,1,1,1245,000,0,0,0,000,0,0,0",
            "000,0,1,0,0,2,4,0,00000000,1,000",
            &[Condition::PaperOut, Condition::HeadOpen, Condition::Paused],
        );
    }

    #[test]
    fn a_batch_under_way_is_not_idle() {
        let check = |host: HostStatus| assert_eq!(host.status().idle, Some(false), "{host:?}");
        check(HostStatus { formats_waiting: 1, ..HostStatus::default() });
        check(HostStatus { labels_left: 3, ..HostStatus::default() });
        check(HostStatus { format_unfinished: true, ..HostStatus::default() });
    }

    #[test]
    fn an_answer_is_whole_only_at_its_end() {
        let last = WELL.iter().rposition(|&byte| byte == ETX).unwrap();
        for length in 0..last {
            assert_eq!(decode_status(&WELL[..length]), Decoded::Incomplete, "{length}");
        }
        assert!(matches!(decode_status(&WELL[..=last]), Decoded::Whole(_)));
    }

    #[test]
    fn noise_and_other_answers_are_passed_over() {
        let mut answer = b"\0\xFFzebra\r\n\x02half\x03".to_vec();
        answer.extend_from_slice(WELL);
        assert!(matches!(decode_status(&answer), Decoded::Whole(_)));
    }

    #[test]
    fn letters_for_flags_are_garbled() {
        let answer =
            b"\x02030,x,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n";
        assert_eq!(decode_status(answer), Decoded::Garbled);
    }

    #[test]
    fn errors_and_warnings_are_read_bit_by_bit() {
        let check = |errors: &str, warnings: &str, expected: &[Condition]| {
            let answer = format!(
                "\x02\r\n\r\n  PRINTER STATUS                      \r\n   ERRORS:         {errors}\r\n   WARNINGS:       {warnings}\r\n\x03"
            );
            assert_eq!(conditions(answer.as_bytes()), expected, "{answer}");
        };
        check("0 00000000 00000000", "0 00000000 00000000", &[]);
        // The guide's own example: media out and head open; calibrate media, clean the head.
        check(
            "1 00000000 00000005",
            "1 00000000 00000002",
            &[Condition::PaperOut, Condition::HeadOpen, Condition::NeedsCare],
        );
        check("1 00000000 0000000A", "0 00000000 00000000", &[Condition::RibbonOut, Condition::CutterFault]);
        check("1 00000000 00000030", "0 00000000 00000000", &[Condition::HeadTooHot, Condition::MotorTooHot]);
        check("1 00000000 00010000", "0 00000000 00000000", &[Condition::Paused]);
        check("1 00000001 00000000", "0 00000000 00000000", &[Condition::OtherFault]);
        check("0 00000000 00000000", "1 00000000 00000008", &[Condition::PaperLow]);
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let host =
            HostStatus { paper_out: true, formats_waiting: 7, labels_left: 12, ..HostStatus::default() };
        assert_eq!(decode_host_status(&host.encode()), Decoded::Whole(host));
        let query = ErrorsAndWarnings { errors: 0x1_0000_0005, warnings: 2 };
        assert_eq!(decode_errors_and_warnings(&query.encode()), Decoded::Whole(query));
    }

    proptest! {
        #[test]
        fn random_answers_never_panic(answer in proptest::collection::vec(any::<u8>(), 0..300)) {
            decode_status(&answer);
        }

        #[test]
        fn damaged_answers_never_panic(at in 0_usize..90, byte: u8, cut in 0_usize..90) {
            let mut answer = WELL.to_vec();
            answer[at.min(WELL.len() - 1)] = byte;
            answer.truncate(WELL.len() - cut.min(WELL.len()));
            decode_status(&answer);
        }
    }
}
