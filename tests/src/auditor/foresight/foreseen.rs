//! What is foreseen of a scan, and whether an answer is as foreseen.

use bipe_core::screen::{Message, Outcome};

use super::super::account::Leg;
use super::Judged;

/// What is foreseen of one scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Taken (true) or refused (false), where the screen tells; to be asked again counts as taken.
    pub taken: Option<bool>,
    /// Where it does not: the only reasons to refuse it.
    pub refusals: &'static [&'static str],
    /// The same, where they depend on what is scanned.
    pub whys: Vec<&'static str>,
    /// What moves when it is taken without a question; nothing else may. A leg to nowhere goes to the pallet that the next screen
    /// shows.
    pub legs: Vec<Leg>,
    /// Whether that moves only if nothing is in hand, which no screen tells.
    pub perhaps: bool,
    /// The screen that comes next when it is taken without a question, where the scan tells.
    pub screen: Option<&'static str>,
    /// What is said when it is taken, where the account tells.
    pub says: Option<String>,
    /// The question that may be asked after goods have moved already.
    pub asks: Option<&'static str>,
    /// What becomes of a count that it closes.
    pub judged: Option<Judged>,
    /// Whether it may be answered in any way, since a desk changed what is picked.
    pub any: bool,
}

impl Foreseen {
    pub(super) fn refused() -> Self {
        Self { taken: Some(false), ..Self::default() }
    }

    /// Refused for one of these reasons.
    pub(super) fn refused_as(refusals: &'static [&'static str]) -> Self {
        Self { refusals, ..Self::refused() }
    }

    pub(super) fn taken() -> Self {
        Self { taken: Some(true), ..Self::default() }
    }

    pub(super) fn if_so(taken: bool) -> Self {
        Self { taken: Some(taken), ..Self::default() }
    }

    pub(super) fn unless(refusals: &'static [&'static str]) -> Self {
        Self { refusals, ..Self::default() }
    }

    pub(super) fn next(self, screen: &'static str) -> Self {
        Self { screen: Some(screen), ..self }
    }

    pub(super) fn moving(self, legs: Vec<Leg>) -> Self {
        Self { legs, ..self }
    }

    pub(super) fn saying(self, code: &'static str) -> Self {
        Self { says: Some(code.to_owned()), ..self }
    }

    /// Of a late scan that was refused there: nothing is said, and nothing moves.
    pub fn nothing() -> Self {
        Self { any: true, ..Self::default() }
    }

    /// Of a late scan whose work is not the person's any more, or that counts only on top of one that was refused.
    pub fn gone() -> Self {
        Self::refused_as(&["line_gone"])
    }

    /// The same of a late scan that moved so much there: what asks here first is refused, for who would answer; and so is what would
    /// move otherwise than it did. `dropped` is work that a desk took back.
    pub fn of_late(self, moved_base: Option<i64>, dropped: bool) -> Self {
        if dropped && self.taken != Some(false) {
            return Self::gone();
        }
        let asks =
            matches!(self.says.as_deref(), Some("over_receipt" | "short_life_quarantine" | "attachable"));
        let legs: i64 = self.legs.iter().map(|leg| leg.quantity_base).sum();
        let comes_in = self.legs.iter().any(|leg| leg.from.iter().any(|from| from == "FORNECEDOR"));
        match (self.taken, moved_base) {
            (Some(true), Some(_)) if asks => {
                Self::refused_as(&["over_receipt", "short_life_quarantine", "attachable"])
            }
            (Some(true), Some(there)) if legs != there => Self::gone(),
            (Some(true), None) if comes_in => Self::gone(),
            _ => self,
        }
    }

    /// Whether the answer asks what may be asked after goods have moved.
    pub fn asks_now(&self, message: Option<&Message>) -> bool {
        message.is_some_and(|message| self.asks == Some(message.code.as_str()))
    }

    /// Whether the answer's message is one of those foreseen.
    pub fn allows(&self, message: Option<&Message>) -> bool {
        let refused = message.filter(|message| message.outcome == Outcome::Refused);
        if self.any {
            return true;
        }
        match (self.taken, refused) {
            (Some(true), None) => match (&self.says, message) {
                (Some(code), message) => message.is_some_and(|message| message.code == *code),
                (None, _) => true,
            },
            (Some(false), Some(refused)) => {
                let code = refused.code.as_str();
                let any = self.refusals.is_empty() && self.whys.is_empty();
                any || self.refusals.contains(&code) || self.whys.contains(&code)
            }
            (Some(_), _) => false,
            (None, Some(refused)) => self.refusals.contains(&refused.code.as_str()),
            (None, None) => true,
        }
    }
}
