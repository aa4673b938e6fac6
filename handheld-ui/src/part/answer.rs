//! The answer zone: what was said about the last scan, and what to scan next. It never changes its size.

use std::time::Duration;

use bipe_core::screen::Outcome;
use leptos::prelude::*;

use super::icon::{Draw, DrawChanging, Icon};
use crate::floor::{Answer, Floor};
use crate::i18n::floor as say;

/// How long an accepted scan fills the screen, in milliseconds.
const FLASH_MS: u64 = 400;

/// The name of an outcome in classes and for tests.
pub fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Confirm => "confirm",
        Outcome::Refused => "refused",
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => say::accepted(),
        Outcome::Confirm => say::confirm(),
        Outcome::Refused => say::refused(),
    }
}

/// What the zone shows at one moment.
#[derive(Clone, PartialEq)]
struct Shown {
    class: &'static str,
    icon: Icon,
    word: String,
    sentence: String,
}

impl Shown {
    fn of(
        answer: Option<&Answer>,
        captured: Option<String>,
        flash: bool,
        hint: String,
        online: bool,
    ) -> Self {
        match (answer, captured) {
            (None, Some(_)) if !online => {
                let sentence = say::waits_for_network().to_owned();
                Self { class: "answer waits", icon: Icon::Offline, word: say::offline().to_owned(), sentence }
            }
            (None, Some(code)) => Self {
                class: "answer",
                icon: Icon::Scanner,
                word: hint,
                sentence: say::read(readable(&code)),
            },
            (None, None) => {
                Self { class: "answer", icon: Icon::Scanner, word: hint, sentence: String::new() }
            }
            (Some(answer), _) => {
                let message = &answer.message;
                let icon = Icon::of_outcome(message.outcome);
                let sentence = message.sentence.clone();
                if message.outcome == Outcome::Accepted && !flash {
                    return Self { class: "answer was-accepted", icon, word: hint, sentence };
                }
                let class = match message.outcome {
                    Outcome::Accepted => "answer accepted",
                    Outcome::Confirm => "answer confirm",
                    Outcome::Refused => "answer refused",
                };
                Self { class, icon, word: word(message.outcome).to_owned(), sentence }
            }
        }
    }
}

/// A symbol as people read it: separators shown, long ones cut.
fn readable(symbol: &str) -> String {
    let text: String = symbol.chars().map(|c| if c.is_control() { '·' } else { c }).take(32).collect();
    if symbol.chars().count() > 32 { format!("{text}…") } else { text }
}

/// A sentence that is parted at no hyphen: the codes of bins are read whole.
fn whole(sentence: &str) -> String {
    sentence.replace('-', "-\u{2060}")
}

/// The zone, and the flash that fills the screen when a scan is accepted.
#[component]
pub fn AnswerZone(hint: Signal<String>) -> impl IntoView {
    let floor = expect_context::<Floor>();
    // The number of the last answer whose flash is over.
    let over = RwSignal::new(0);
    let flashes =
        move |answer: &Answer| answer.message.outcome == Outcome::Accepted && answer.count > over.get();
    let flash = move || floor.answer.with(|answer| answer.as_ref().is_some_and(flashes));
    Effect::new(move |_| {
        if let Some(count) = floor.answer.with(|answer| answer.as_ref().map(|answer| answer.count)) {
            let end = move || {
                over.try_set(count);
            };
            set_timeout(end, Duration::from_millis(FLASH_MS));
        }
    });
    let shown = Memo::new(move |_| {
        let (captured, online) = (floor.captured.get(), floor.online.get());
        floor.answer.with(|answer| Shown::of(answer.as_ref(), captured, flash(), hint.get(), online))
    });
    let outcome = move || floor.answer.with(|answer| answer.as_ref().map(|a| name(a.message.outcome)));
    let code = move || floor.answer.with(|answer| answer.as_ref().map(|a| a.message.code.clone()));
    let count = move || floor.answer.with(|answer| answer.as_ref().map(|a| a.count.to_string()));
    // An answer may follow another without anything between them: each begins its animation anew.
    let turn = move || floor.answer.with(|answer| answer.as_ref().map_or(0, |a| a.count % 2).to_string());
    let flash_class = move || if flash() { "flash" } else { "no-flash" };
    view! {
        <section class=move || shown.get().class role="status" aria-live="assertive" data-testid="answer"
            data-outcome=outcome data-code=code data-count=count data-turn=turn>
            <span class="answer-icon"><DrawChanging icon=Signal::derive(move || shown.get().icon) /></span>
            <span class="answer-text">
                <b class="answer-word">{move || shown.get().word}</b>
                <span class="answer-sentence" data-testid="sentence">{move || shown.with(|shown| whole(&shown.sentence))}</span>
            </span>
        </section>
        <div class=flash_class data-turn=turn aria-hidden="true"><Draw icon=Icon::Tick /><b>{say::accepted()}</b></div>
    }
}

#[cfg(test)]
mod tests {
    use bipe_core::screen::Message;

    use super::*;

    fn answer(outcome: Outcome) -> Answer {
        Answer { message: Message { outcome, code: "c".into(), sentence: "s".into() }, count: 1 }
    }

    #[test]
    fn each_outcome_has_its_own_colour_icon_and_word() {
        let of = |outcome| Shown::of(Some(&answer(outcome)), None, true, "h".into(), true);
        let all = [of(Outcome::Accepted), of(Outcome::Confirm), of(Outcome::Refused)];
        for (place, one) in all.iter().enumerate() {
            for other in &all[place + 1..] {
                assert!(one.class != other.class && one.icon != other.icon && one.word != other.word);
            }
        }
    }

    #[test]
    fn only_an_accepted_answer_makes_room_for_the_next_instruction() {
        let of = |outcome| Shown::of(Some(&answer(outcome)), None, false, "next".into(), true).word;
        assert_eq!(of(Outcome::Accepted), "next");
        assert_ne!(of(Outcome::Confirm), "next");
        assert_ne!(of(Outcome::Refused), "next");
    }

    #[test]
    fn a_code_is_parted_nowhere() {
        assert_eq!(whole("Vá para A-01-2."), "Vá para A-\u{2060}01-\u{2060}2.");
    }

    #[test]
    fn a_captured_symbol_is_shown_before_its_answer() {
        let shown = Shown::of(None, Some("10L1\u{1d}17".into()), false, "h".into(), true);
        assert!(shown.sentence.ends_with("10L1·17"), "{}", shown.sentence);
    }
}
