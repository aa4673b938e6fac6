//! The work that the handheld carries: loaded while the network is there, gone on with while it is not.
//!
//! While the network is there each answer of the server is compared with the one made here; where they differ (someone else
//! changed something, or the step took what only the server knows) the work is loaded anew. Without the network the answer made
//! here counts, and goes to the server later beside the scan.

use std::time::Duration;

use bipe_api::session::Session;
use bipe_core::id::TaskId;
use bipe_core::screen::{Outcome, Screen, Step};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Floor, is_same};
use crate::client::{self, SHORT_PATIENCE_MS, Trouble};
use crate::i18n::floor as say;
use crate::offline::{self, Answer, Work};
use crate::queue::{Queue, Request, Waiting};
use crate::{device, kept};

/// By then an answer is painted.
const AFTER_PAINT: Duration = Duration::from_millis(60);

/// The carried work, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Carry {
    /// Whether there is any, up to the last answer.
    there: RwSignal<bool>,
    session: StoredValue<Option<Session>>,
    work: StoredValue<Option<Work>, LocalStorage>,
    /// Answers of the server that are drawn, and not yet compared with.
    behind: StoredValue<Vec<(Request, Step)>>,
    loading: StoredValue<bool>,
    answering: StoredValue<bool>,
}

/// What the server said to scans that were answered here.
#[derive(Default)]
pub(super) struct Late {
    last: Option<Step>,
    refused: usize,
    /// Whether the rest of a tour may go another way than was carried.
    rewalked: bool,
}

impl Late {
    /// Adds an answer. One that was refused only here was not meant to be more than logged.
    pub(super) fn add(&mut self, was_refused: bool, answer: Result<Step, Trouble>) {
        match answer {
            Ok(step) => {
                let told = step.message.as_ref().map(|message| message.outcome);
                self.refused += usize::from(told == Some(Outcome::Refused) && !was_refused);
                self.rewalked |= may_rewalk(&step);
                self.last = Some(step);
            }
            Err(_) => self.refused += usize::from(!was_refused),
        }
    }
}

impl Carry {
    /// Nothing carried, by nobody.
    pub(super) fn none() -> Self {
        Self {
            there: RwSignal::new(false),
            session: StoredValue::new(None),
            work: StoredValue::new_local(None),
            behind: StoredValue::new(Vec::new()),
            loading: StoredValue::new(false),
            answering: StoredValue::new(false),
        }
    }

    fn is_any(self) -> bool {
        self.work.try_with_value(Option::is_some) == Some(true)
    }

    /// How long to wait for the server, in milliseconds; `None` is as long as usual.
    pub(super) fn patience(self) -> Option<u32> {
        self.is_any().then_some(SHORT_PATIENCE_MS)
    }

    fn login(self) -> Option<String> {
        self.session.with_value(|session| session.as_ref().map(|session| session.login.clone()))
    }

    /// Answers a scan here.
    fn answer(self, request: &Request) -> Option<Answer> {
        let scanned_ms = device::unix_ms(&request.scanned_at);
        let answer = |work: &Work| work.answer(&request.symbol, scanned_ms);
        self.work.try_with_value(|work| work.as_ref().and_then(answer)).flatten()
    }

    fn step(self) -> Option<Step> {
        self.work.with_value(|work| work.as_ref().and_then(Work::step))
    }

    fn task(self) -> Option<TaskId> {
        self.work.with_value(|work| work.as_ref().and_then(Work::task))
    }

    fn set(self, work: Work) {
        self.work.set_value(Some(work));
        self.there.set(true);
    }

    /// Carries nothing any more; what the server has answered need not be kept.
    fn drop(self) {
        let had = self.work.try_update_value(Option::take).flatten();
        self.there.try_set(false);
        if let (Some(_), Some(login)) = (had, self.login()) {
            spawn_local(async move { kept::forget(&login).await });
        }
    }
}

/// Whether a screen is of work that can be carried.
fn is_carried(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::PickTote(_)
            | Screen::PickBin(_)
            | Screen::PickGoods(_)
            | Screen::PickInto(_)
            | Screen::PickSkip(_)
            | Screen::PickEmptied(_)
            | Screen::ReceiveGoods(_)
            | Screen::ReceiveLot(_)
            | Screen::ReceiveQuantity(_)
            | Screen::CountGoods(_)
            | Screen::CountClose(_)
    )
}

/// Whether the answer may have laid the rest of a tour anew, which its screen shows no more of than the next bin.
fn may_rewalk(step: &Step) -> bool {
    step.message.as_ref().is_some_and(|message| message.code == "short")
}

impl Floor {
    /// Whether the work in hand goes on without the network.
    pub fn carries(self) -> bool {
        self.carry.there.get()
    }

    /// Begins with what was left on this device, if anything was, and then with the server's step.
    pub fn start(self, session: Session) {
        spawn_local(async move {
            let left = kept::of(&session.login).await;
            let work = match &left {
                Some(left) => Work::of(&left.carried).await,
                None => None,
            };
            self.alive(|| {
                self.carry.session.set_value(Some(session));
                if let Some(left) = left {
                    self.restore(work, left.commands);
                }
                if self.waits() {
                    self.send();
                } else {
                    self.refresh();
                }
            });
        });
    }

    /// Brings the carried work to where it was left, by the commands that were kept; those that the server has not answered wait. They
    /// do so too where the work is of another version of the interface, which can't go on with it.
    fn restore(self, work: Option<Work>, commands: Vec<kept::Command>) {
        if let Some(work) = work {
            self.carry.set(work);
        }
        for kept::Command { sequence, mut request, acknowledged } in commands {
            let answer = self.carry.answer(&request);
            if !acknowledged {
                let refused = answer.as_ref().is_some_and(|answer| answer.refused);
                request.task = request.task.or_else(|| self.carry.task());
                request.offline = answer.map(|answer| answer.mark).or(request.offline);
                self.queue.update_value(|queue| queue.push(Waiting { sequence, request, refused }));
            }
        }
        self.pending.set(self.queue.with_value(Queue::len));
        self.show_carried();
    }

    /// Shows the step that is carried, where there is none yet.
    pub(super) fn show_carried(self) {
        if self.step.with_untracked(Option::is_none)
            && let Some(step) = self.carry.step()
        {
            self.step.set(Some(step));
        }
    }

    /// Keeps a scan, as long as there is work that it belongs to.
    pub(super) fn keep(self, sequence: f64, request: &Request) {
        let (carries, login) = (self.carry.is_any(), self.carry.login());
        if let Some(login) = login.filter(|_| carries) {
            let request = request.clone();
            spawn_local(async move {
                kept::keep(&login, sequence, &request).await;
            });
        }
    }

    /// The server has answered the scan, and all before it. That is written down once the answer is painted: a scan that a dead battery
    /// leaves unmarked is sent again, and gets the same answer.
    pub(super) fn acknowledge(self, sequence: f64) {
        let (carries, login) = (self.carry.is_any(), self.carry.login());
        if let Some(login) = login.filter(|_| carries) {
            let write = move || spawn_local(async move { kept::answered(&login, sequence).await });
            set_timeout(write, AFTER_PAINT);
        }
    }

    /// Answers what waits, in order; each scan is on the disk before it is answered.
    pub(super) fn answer_here(self) {
        self.catch_up();
        if self.carry.answering.get_value() || !self.carry.is_any() {
            return;
        }
        self.carry.answering.set_value(true);
        spawn_local(async move {
            while let Some(waiting) = self.unanswered() {
                if let Some(login) = self.carry.login() {
                    kept::keep(&login, waiting.sequence, &waiting.request).await;
                }
                let mut answered = false;
                self.alive(|| answered = self.answer_one(&waiting));
                if !answered {
                    break;
                }
            }
            self.carry.answering.try_set_value(false);
        });
    }

    /// The oldest scan that nobody has answered, while the network is away.
    fn unanswered(self) -> Option<Waiting> {
        let away = self.online.try_get_untracked() == Some(false) && self.carry.is_any();
        self.queue.try_with_value(|queue| queue.unanswered().cloned().filter(|_| away)).flatten()
    }

    /// Answers a scan; says whether it is answered then, here or by the server.
    fn answer_one(self, waiting: &Waiting) -> bool {
        // The server may have answered it while it was being kept.
        let id = waiting.request.command_id;
        let is_next = |queue: &Queue| queue.unanswered().is_some_and(|next| next.request.command_id == id);
        if !self.queue.with_value(is_next) {
            return true;
        }
        let (answer, task) = (self.carry.answer(&waiting.request), self.carry.task());
        let Some((Answer { step, mark, refused }, task)) = answer.zip(task) else { return false };
        self.queue.update_value(|queue| queue.answer_here(task, mark.clone(), refused));
        let task = waiting.request.task.or(Some(task));
        self.keep(waiting.sequence, &Request { task, offline: Some(mark), ..waiting.request.clone() });
        if self.queue.with_value(|queue| queue.unanswered().is_none()) {
            self.captured.set(None);
        }
        self.answered(step);
        true
    }

    /// Makes the server's decision here too, and looks whether it is the same: once the answer is painted, for which an operator waits.
    pub(super) fn follow(self, request: &Request, step: &Step) {
        let was_behind = self.carry.behind.with_value(|behind| !behind.is_empty());
        self.carry.behind.update_value(|behind| behind.push((request.clone(), step.clone())));
        self.carry.there.set(false);
        if !was_behind {
            set_timeout(
                move || {
                    self.alive(|| self.catch_up());
                },
                AFTER_PAINT,
            );
        }
    }

    /// Makes up for what was only drawn.
    fn catch_up(self) {
        let behind = self.carry.behind.try_update_value(std::mem::take).unwrap_or_default();
        let Some((_, last)) = behind.last().cloned() else { return };
        for (request, _) in &behind {
            self.carry.answer(request);
        }
        self.look(&last, behind.iter().any(|(_, step)| may_rewalk(step)));
    }

    /// Looks whether the carried work is what the server's step says, and its walk was not laid anew. Else nothing is answered by it
    /// any more: it is loaded anew, or there is none.
    pub(super) fn look(self, step: &Step, rewalked: bool) {
        if !rewalked && self.carry.step().is_some_and(|carried| is_same(&carried, step)) {
            return self.carry.there.set(true);
        }
        self.carry.drop();
        if is_carried(&step.screen) {
            self.load();
        }
    }

    /// Loads the work to be carried. While a scan is on its way the server may be asked before it and answer after it: then the last of the
    /// answers comes back to this.
    fn load(self) {
        let Some(asked) = self.rest().filter(|_| self.carry.login().is_some()) else { return };
        if self.carry.loading.get_value() {
            return;
        }
        self.carry.loading.set_value(true);
        spawn_local(async move {
            let text =
                client::get_text("/api/v1/step/offline").await.ok().filter(|text| offline::is_any(text));
            let work = match &text {
                Some(text) => Work::of(text).await,
                None => None,
            };
            self.alive(|| {
                self.carry.loading.set_value(false);
                match work.zip(text) {
                    Some((work, text)) if self.rest() == Some(asked) => self.take_up(work, text),
                    Some(_) => self.come_back(),
                    None => self.carry.drop(),
                }
            });
        });
    }

    /// The step changed while the work was loaded, or nobody knows what became of a scan: once none is on its way, what is shown then says
    /// whether the work is wanted still.
    pub(super) fn come_back(self) {
        if self.waits() {
            return;
        }
        let wanted =
            self.step.with_untracked(|step| step.as_ref().is_some_and(|step| is_carried(&step.screen)));
        if wanted { self.load() } else { self.carry.drop() }
    }

    fn take_up(self, work: Work, text: String) {
        // All that was answered is in it.
        self.carry.behind.set_value(Vec::new());
        self.carry.set(work);
        if let Some(session) = self.carry.session.get_value() {
            spawn_local(async move { kept::carry(&session, &text).await });
        }
    }

    /// All that waited is sent. After scans that were answered here, the server's step counts again.
    pub(super) fn settle(self, late: Late) {
        let Late { last: Some(step), refused, rewalked } = late else { return };
        self.catch_up();
        self.look(&step, rewalked);
        let step = Step { message: None, ..step };
        self.show_step(step);
        if refused > 0 {
            self.refuse("offline_refused", &say::offline_refused(refused));
        }
    }
}
