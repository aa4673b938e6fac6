//! Printers: what they say of themselves, and how a job is sent to them.
//!
//! Each language ([`zpl`] and its neighbours) turns "how are you?" into bytes and the answer into a
//! [`Status`]. [`job::send_job`] puts question, job and answer together over any transport.

pub mod device_id;
pub mod epl2;
pub mod escpos;
pub mod job;
pub mod tspl;
pub mod zpl;

/// What keeps a printer from printing, or will soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Condition {
    /// No labels or paper.
    #[error("paper out: load paper")]
    PaperOut,
    /// No ribbon.
    #[error("ribbon out: load ribbon")]
    RibbonOut,
    /// The print head is up.
    #[error("print head open: close it")]
    HeadOpen,
    /// The cover is open.
    #[error("cover open: close it")]
    CoverOpen,
    /// Someone pressed pause.
    #[error("paused: press the pause or feed key")]
    Paused,
    /// Paper is stuck.
    #[error("paper jam: clear the paper path")]
    Jam,
    /// The cutter is stuck or worn.
    #[error("cutter fault: clear the cutter")]
    CutterFault,
    /// The head must cool down.
    #[error("print head too hot: let it cool down")]
    HeadTooHot,
    /// The head must warm up.
    #[error("print head too cold: let it warm up")]
    HeadTooCold,
    /// The motor must cool down.
    #[error("motor too hot: let it cool down")]
    MotorTooHot,
    /// The head is broken or missing.
    #[error("print head fault: have it serviced")]
    HeadFault,
    /// The printer is switched off-line.
    #[error("off-line: press the on-line key")]
    Offline,
    /// The printer's memory lost its settings.
    #[error("printer settings lost: set the printer up again")]
    SettingsLost,
    /// The printer found an error in its commands or memory.
    #[error("the printer reports an error: switch it off and on")]
    OtherFault,
    /// It should have answered and did not, which is what some printers do while paper is out or the head open.
    #[error("no answer: check for an open head, missing paper or ribbon, and that it is switched on")]
    Silent,
    /// A label waits to be taken off.
    #[error("a label waits to be taken")]
    LabelWaiting,
    /// Its memory is full for the moment.
    #[error("printer memory full: it goes on by itself")]
    BufferFull,
    /// Paper is near its end.
    #[error("paper is running low")]
    PaperLow,
    /// The printer asks for cleaning, calibration or a new head.
    #[error("the printer asks for care: clean the head, calibrate")]
    NeedsCare,
}

impl Condition {
    /// A stable name for programs and for translation.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PaperOut => "paper_out",
            Self::RibbonOut => "ribbon_out",
            Self::HeadOpen => "head_open",
            Self::CoverOpen => "cover_open",
            Self::Paused => "paused",
            Self::Jam => "jam",
            Self::CutterFault => "cutter_fault",
            Self::HeadTooHot => "head_too_hot",
            Self::HeadTooCold => "head_too_cold",
            Self::MotorTooHot => "motor_too_hot",
            Self::HeadFault => "head_fault",
            Self::Offline => "offline",
            Self::SettingsLost => "settings_lost",
            Self::OtherFault => "other_fault",
            Self::Silent => "silent",
            Self::LabelWaiting => "label_waiting",
            Self::BufferFull => "buffer_full",
            Self::PaperLow => "paper_low",
            Self::NeedsCare => "needs_care",
        }
    }

    /// True where nothing comes out until someone acts.
    pub const fn stops_printing(self) -> bool {
        !matches!(
            self,
            Self::LabelWaiting | Self::BufferFull | Self::PaperLow | Self::NeedsCare | Self::HeadTooCold
        )
    }
}

/// What a printer says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// What it complains of, worst first; empty when all is well.
    pub conditions: Vec<Condition>,
    /// Whether all it was given has been printed; `None` where its language can't tell.
    pub idle: Option<bool>,
}

impl Status {
    /// True where a job sent now would come out.
    pub fn is_ready(&self) -> bool {
        !self.conditions.iter().any(|condition| condition.stops_printing())
    }

    /// The conditions that stop it.
    pub fn stoppers(&self) -> Vec<Condition> {
        self.conditions.iter().copied().filter(|condition| condition.stops_printing()).collect()
    }

    /// A status of the conditions whose flag is set, worst first.
    fn of_flags(flags: impl IntoIterator<Item = (bool, Condition)>, idle: Option<bool>) -> Self {
        let mut conditions: Vec<Condition> =
            flags.into_iter().filter_map(|(set, condition)| set.then_some(condition)).collect();
        conditions.sort_unstable();
        conditions.dedup();
        Self { conditions, idle }
    }
}

/// What the bytes that came so far amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded<T> {
    /// Not a whole answer yet.
    Incomplete,
    /// A whole answer.
    Whole(T),
    /// This will never be an answer.
    Garbled,
}

/// The language a printer is asked in. Jobs are opaque bytes here, already in that language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Zebra's ZPL II.
    #[default]
    Zpl,
    /// TSC's TSPL and its many clones.
    Tspl,
    /// Eltron's EPL2.
    Epl2,
    /// Epson's ESC/POS for receipt printers.
    EscPos,
    /// One that can't be asked.
    Mute,
}

impl Language {
    /// The questions to ask, one after the other, until one is answered.
    pub const fn questions(self) -> &'static [&'static [u8]] {
        match self {
            Self::Zpl => &[zpl::ASK_HOST_STATUS, zpl::ASK_ERRORS_AND_WARNINGS],
            Self::Tspl => &[tspl::ASK_STATUS_BYTE, tspl::ASK_STATUS_BLOCK],
            Self::Epl2 => &[epl2::ASK_ERRORS],
            Self::EscPos => &[escpos::ASK_STATUS],
            Self::Mute => &[],
        }
    }

    /// Reads all that came since the first question, while waiting for the answer to the one numbered
    /// `question`.
    pub fn decode(self, question: usize, answer: &[u8]) -> Decoded<Status> {
        match (self, question) {
            (Self::Zpl, _) => zpl::decode_status(answer),
            (Self::Tspl, 0) => tspl::decode_status_byte(answer),
            (Self::Tspl, _) => tspl::decode_status_block(answer),
            (Self::Epl2, _) => epl2::decode_errors(answer),
            (Self::EscPos, _) => escpos::decode_status(answer),
            (Self::Mute, _) => Decoded::Incomplete,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn random_answers_never_panic(answer in proptest::collection::vec(any::<u8>(), 0..200)) {
            use Language::{Epl2, EscPos, Mute, Tspl, Zpl};
            for language in [Zpl, Tspl, Epl2, EscPos, Mute] {
                for question in 0..3 {
                    language.decode(question, &answer);
                }
            }
            device_id::parse(&answer);
        }
    }
}
