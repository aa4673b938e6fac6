//! The floor: one instruction at a time, and scans that are never lost.
//!
//! [`Floor`] holds what the operator sees: the step, the answer to the last scan, how many scans still wait. It sends them
//! one after the other; while the network is away it keeps the first and tries again with the same command id, and answers by
//! itself what it carries the work for ([`carry`]).

pub mod camera;
mod carry;
mod lesson;
pub mod log_in;
pub mod scanner_test;
pub mod sheet;
pub mod work;

use std::time::Duration;

use bipe_core::id::CommandId;
use bipe_core::screen::{Message, Outcome, Step};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::Account;
use crate::client::{self, Trouble};
use crate::queue::{self, Queue, Request, Waiting};
use crate::step::step;
use crate::{device, tone};
use carry::{Carry, Late};
use lesson::Lesson;

/// With the frame that follows, a capture is shown within a twentieth of a second.
const UNSEEN: Duration = Duration::from_millis(30);

/// What is said about the last scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The sentence, how it feels, and its stable name.
    pub message: Message,
    /// Rises with each answer, so that the same one twice is seen twice.
    pub count: u32,
}

/// The floor's state, shared by all of its parts.
#[derive(Clone, Copy)]
pub struct Floor {
    /// What to do now; `None` before the first answer.
    pub step: RwSignal<Option<Step>>,
    /// The last answer; gone once the next scan's capture is shown.
    pub answer: RwSignal<Option<Answer>>,
    /// The symbol captured last, while its answer is not there.
    pub captured: RwSignal<Option<String>>,
    /// How many scans wait for the server's answer.
    pub pending: RwSignal<usize>,
    /// Whether the last request reached the server.
    pub online: RwSignal<bool>,
    /// Whether the page is of an older build than the server's, or was answered in a way that it can't read.
    pub outdated: RwSignal<bool>,
    account: Account,
    queue: StoredValue<Queue>,
    sending: StoredValue<bool>,
    count: StoredValue<u32>,
    /// The place of the next scan in the order of all scans of this device.
    sequence: StoredValue<f64>,
    carry: Carry,
    lesson: Lesson,
}

impl Floor {
    /// An empty floor for the session's operator. The session ends when the server says so.
    pub fn new(account: Account) -> Self {
        Self {
            step: RwSignal::new(None),
            answer: RwSignal::new(None),
            captured: RwSignal::new(None),
            pending: RwSignal::new(0),
            online: RwSignal::new(true),
            outdated: RwSignal::new(device::is_outdated()),
            account,
            queue: StoredValue::new(Queue::default()),
            sending: StoredValue::new(false),
            count: StoredValue::new(0),
            // Later than all of an earlier page, whose scans may still be kept.
            sequence: StoredValue::new(device::now_ms()),
            carry: Carry::none(),
            lesson: Lesson::none(),
        }
    }

    /// Asks for the present step, until it comes. Meanwhile what is carried is shown.
    pub fn refresh(self) {
        spawn_local(async move {
            let mut failures = 0;
            loop {
                let asked = self.rest();
                match client::get_text("/api/v1/step").await.and_then(|text| step(&text)) {
                    Ok(step) => {
                        let mut is_older = false;
                        self.alive(|| {
                            self.reach();
                            // Scans on their way bring a newer step; one that was answered meanwhile may have.
                            is_older = !self.waits() && self.rest() != asked;
                            if !self.waits() && !is_older {
                                self.look(&step, false);
                                self.show_step(step);
                            }
                        });
                        if !is_older {
                            return;
                        }
                    }
                    Err(Trouble::Away) if self.alive(|| self.lose()) => {
                        sleep(queue::pause_ms(failures)).await;
                        failures += 1;
                    }
                    Err(trouble) => {
                        self.alive(|| self.fail(&trouble));
                        return;
                    }
                }
            }
        });
    }

    /// Takes a symbol: a scan, a button's command barcode, a typed quantity.
    pub fn scan(self, symbol: String) {
        if self.learn(&symbol) {
            return;
        }
        let request = Request {
            command_id: CommandId(device::fresh_id()),
            scanned_at: device::server_now(),
            task: None,
            symbol,
            offline: None,
        };
        let sequence = self.sequence.get_value();
        self.sequence.set_value(sequence + 1.0);
        let waiting = Waiting { sequence, request: request.clone(), refused: false };
        self.queue.update_value(|queue| queue.push(waiting));
        self.pending.set(self.queue.with_value(Queue::len));
        self.show_capture(&request);
        if !self.online.get_untracked() {
            self.answer_here();
        }
        self.send();
        self.keep(sequence, &request);
    }

    /// Shows what was captured, in place of the answer to the scan before it, unless it is answered within a moment that nobody sees: drawing
    /// it then would only hold the answer back.
    fn show_capture(self, request: &Request) {
        let (id, symbol) = (request.command_id, request.symbol.clone());
        let show = move || {
            let waits = |queue: &Queue| queue.is_unanswered(id);
            if self.queue.try_with_value(waits) == Some(true) {
                self.answer.set(None);
                self.captured.set(Some(symbol));
            }
        };
        set_timeout(show, UNSEEN);
    }

    /// Sends what waits, unless that is under way.
    fn send(self) {
        if !self.sending.get_value() {
            self.sending.set_value(true);
            spawn_local(self.send_all());
        }
    }

    /// Whether something waits for the server's answer.
    pub fn waits(self) -> bool {
        !self.queue.with_value(Queue::is_empty)
    }

    /// While no scan is on its way, the place of the next one: what was asked of the server at one such moment is true at another only if
    /// they are equal.
    fn rest(self) -> Option<f64> {
        if self.waits() { None } else { self.sequence.try_get_value() }
    }

    /// Says something about what never reached the server.
    pub fn refuse(self, code: &str, sentence: &str) {
        let message =
            Message { outcome: Outcome::Refused, code: code.to_owned(), sentence: sentence.to_owned() };
        self.show(message);
    }

    /// Sends what waits, one after the other, until nothing does.
    async fn send_all(self) {
        let (mut failures, mut late) = (0, Late::default());
        while let Some(waiting) = self.next() {
            let answer = client::post_again("/api/v1/scans", &waiting.request, self.carry.patience()).await;
            let answer = answer.and_then(|text| step(&text));
            let going = self.alive(|| match answer {
                Err(Trouble::Away) => self.lose(),
                answer => {
                    failures = 0;
                    self.reach();
                    self.take_answer(&waiting, answer, &mut late);
                }
            });
            if !going {
                return;
            }
            if !self.online.get_untracked() {
                sleep(queue::pause_ms(failures)).await;
                failures += 1;
            }
        }
        self.alive(|| {
            self.sending.set_value(false);
            self.settle(late);
        });
    }

    /// The network is away: from now on the handheld answers by itself, where it can.
    fn lose(self) {
        self.online.set(false);
        self.show_carried();
        self.answer_here();
    }

    /// Shows a step that was asked for, unless it is the one shown: what did not change is not drawn again.
    fn show_step(self, step: Step) {
        let same = self.step.with_untracked(|now| now.as_ref().is_some_and(|now| is_same(now, &step)));
        if !same {
            self.step.set(Some(step));
        }
    }

    fn next(self) -> Option<Waiting> {
        let task = self.step.try_with_untracked(|step| step.as_ref().and_then(|step| step.task))?;
        self.queue.try_update_value(|queue| queue.next(task))?
    }

    fn take_answer(self, waiting: &Waiting, answer: Result<Step, Trouble>, late: &mut Late) {
        if let Err(trouble @ Trouble::LoggedOut(_)) = &answer {
            // What is kept goes on with the operator's next session.
            return self.fail(trouble);
        }
        self.queue.update_value(|queue| queue.answered(waiting.request.command_id));
        self.acknowledge(waiting.sequence);
        let left = self.queue.with_value(Queue::len);
        self.pending.set(left);
        if left == 0 {
            self.captured.set(None);
        }
        // It may have been answered here while it was on its way.
        if waiting.is_answered_here() {
            return late.add(waiting.refused, answer);
        }
        match answer {
            Ok(step) => {
                self.follow(&waiting.request, &step);
                self.answered(step);
            }
            Err(trouble) => {
                self.fail(&trouble);
                self.come_back();
            }
        }
    }

    /// Draws an answer: of a scan made here, or at the station that answers on this screen.
    pub fn answered(self, step: Step) {
        let message = step.message.clone();
        self.show_step(step);
        match message {
            Some(message) => self.show(message),
            None => self.answer.set(None),
        }
    }

    /// The network is there.
    fn reach(self) {
        self.online.set(true);
        if device::is_outdated() && !self.outdated.get_untracked() {
            self.outdated.set(true);
        }
    }

    fn fail(self, trouble: &Trouble) {
        if matches!(trouble, Trouble::Unreadable(_)) {
            self.outdated.set(true);
        }
        if matches!(trouble, Trouble::LoggedOut(_)) {
            self.queue.update_value(Queue::clear);
            self.account.end();
        } else {
            self.refuse(trouble.code(), &trouble.to_string());
        }
    }

    fn show(self, message: Message) {
        tone::play_with_paint(message.outcome);
        self.count.update_value(|count| *count += 1);
        self.answer.set(Some(Answer { message, count: self.count.get_value() }));
    }

    /// Does something unless the floor is gone; says whether it was there.
    fn alive(self, act: impl FnOnce()) -> bool {
        let there = self.pending.try_get_untracked().is_some();
        if there {
            act();
        }
        there
    }
}

/// Whether two steps look the same, whatever is said with them.
fn is_same(one: &Step, other: &Step) -> bool {
    (&one.task, &one.screen, &one.actions) == (&other.task, &other.screen, &other.actions)
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let keep = move || {
            // A promise's own function takes any value.
            let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        };
        set_timeout(keep, Duration::from_millis(u64::from(ms)));
    });
    // It is never refused.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
