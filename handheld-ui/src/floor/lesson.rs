//! Training: a tour that is nowhere, answered on the device alone. Nothing of it is kept or sent.

use bipe_core::code::CommandCode;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Floor;
use crate::device;
use crate::i18n::floor as say;
use crate::offline::Work;

/// The lesson, while there is one.
#[derive(Clone, Copy)]
pub(super) struct Lesson {
    there: RwSignal<bool>,
    work: StoredValue<Option<Work>, LocalStorage>,
}

impl Lesson {
    /// None.
    pub(super) fn none() -> Self {
        Self { there: RwSignal::new(false), work: StoredValue::new_local(None) }
    }
}

impl Floor {
    /// Whether this is a lesson.
    pub fn is_lesson(self) -> bool {
        self.lesson.there.get()
    }

    /// Begins a lesson; real work waits on the server meanwhile.
    pub fn begin_lesson(self) {
        if self.waits() {
            return self.refuse("unsent", say::unsent());
        }
        spawn_local(async move {
            let work = Work::lesson().await;
            self.alive(|| match work.as_ref().and_then(Work::step) {
                Some(step) => {
                    self.lesson.work.set_value(work);
                    self.lesson.there.set(true);
                    self.answer.set(None);
                    self.step.set(Some(step));
                }
                None => self.refuse("away", say::problem_offline()),
            });
        });
    }

    /// Takes a scan in a lesson; says whether there is one.
    pub(super) fn learn(self, symbol: &str) -> bool {
        if !self.lesson.there.get_untracked() {
            return false;
        }
        self.answer.set(None);
        if symbol == CommandCode::Leave.printed() {
            self.end_lesson();
            return true;
        }
        let answer = |work: &Work| work.answer(symbol, device::now_ms());
        if let Some(answer) = self.lesson.work.with_value(|work| work.as_ref().and_then(answer)) {
            self.answered(answer.step);
        }
        true
    }

    /// Does for the trainee what is to be scanned next.
    pub fn scan_for_trainee(self) {
        let next = self.lesson.work.with_value(|work| work.as_ref().and_then(Work::next_scan));
        match next {
            Some(symbol) => {
                self.learn(&symbol);
            }
            None => self.end_lesson(),
        }
    }

    /// Back to the real floor.
    pub fn end_lesson(self) {
        self.lesson.there.set(false);
        self.lesson.work.set_value(None);
        self.answer.set(None);
        self.refresh();
    }
}
