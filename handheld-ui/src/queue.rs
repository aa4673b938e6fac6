//! Scans on their way to the server: in order, one at a time, each until it is answered.
//!
//! A scan gets its command id and its time when it is captured, and its task when it is first sent: by then the answers to
//! the scans before it have come, so it belongs to the screen that they led to. From then on the request never changes, so
//! that sending it again after a lost connection asks for the same thing. What the handheld answered by itself goes beside it, and is
//! no part of what makes two requests the same.
//!
//! **Invariant**: only an answer takes a scan out; the order of capture is the order of sending.

use std::collections::VecDeque;

use bipe_core::id::{CommandId, TaskId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The scans that wait for the server's answer, oldest first.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<Waiting>,
    first_was_sent: bool,
}

/// `POST /api/v1/scans` as it is sent: a `bipe_api::floor::ScanRequest` whose mark stays text, since only the server reads it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The scan's id.
    pub command_id: CommandId,
    /// When it was captured (RFC 3339).
    pub scanned_at: String,
    /// The task of the screen that it belongs to.
    pub task: Option<TaskId>,
    /// What was read.
    pub symbol: String,
    /// What the handheld made of it by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<Box<RawValue>>,
}

/// A scan that waits for the server's answer.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its place in the order of all scans of this device.
    pub sequence: f64,
    /// What is sent.
    pub request: Request,
    /// Whether the handheld refused it, so that the server only logs it.
    pub refused: bool,
}

impl Waiting {
    /// Whether the handheld has answered it by itself.
    pub fn is_answered_here(&self) -> bool {
        self.request.offline.is_some()
    }
}

impl Queue {
    /// Adds a captured scan.
    pub fn push(&mut self, waiting: Waiting) {
        self.waiting.push_back(waiting);
    }

    /// The scan to send now. `task` is that of the screen shown; only the first sending takes it.
    pub fn next(&mut self, task: Option<TaskId>) -> Option<Waiting> {
        let first = self.waiting.front_mut()?;
        if !self.first_was_sent {
            first.request.task = first.request.task.or(task);
            self.first_was_sent = true;
        }
        Some(first.clone())
    }

    /// The oldest scan that nobody has answered.
    pub fn unanswered(&self) -> Option<&Waiting> {
        self.waiting.iter().find(|waiting| !waiting.is_answered_here())
    }

    /// Whether nobody has answered this scan.
    pub fn is_unanswered(&self, command_id: CommandId) -> bool {
        self.waiting
            .iter()
            .any(|waiting| waiting.request.command_id == command_id && !waiting.is_answered_here())
    }

    /// The handheld has answered the oldest of those, on its own task.
    pub fn answer_here(&mut self, task: TaskId, mark: Box<RawValue>, refused: bool) {
        let was_sent = self.first_was_sent;
        let mut numbered = self.waiting.iter_mut().enumerate();
        if let Some((place, waiting)) = numbered.find(|(_, waiting)| !waiting.is_answered_here()) {
            waiting.request.offline = Some(mark);
            waiting.refused = refused;
            if !(place == 0 && was_sent) {
                waiting.request.task = Some(task);
            }
        }
    }

    /// Takes out the scan that was answered. An answer to anything but the first changes nothing.
    pub fn answered(&mut self, command_id: CommandId) {
        if self.waiting.front().is_some_and(|first| first.request.command_id == command_id) {
            self.waiting.pop_front();
            self.first_was_sent = false;
        }
    }

    /// Forgets everything: the session is over.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many scans wait for an answer.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// How long to wait before sending again, in milliseconds, after so many failures in a row.
pub fn pause_ms(failures: u32) -> u32 {
    (500u32 << failures.min(4)).min(5_000)
}

#[cfg(test)]
mod tests {
    use bipe_api::floor::ScanRequest;
    use bipe_core::id::Ids;
    use bipe_core::offline::Mark;

    use super::*;

    fn filled(symbols: &[&str]) -> (Queue, Vec<CommandId>) {
        let mut ids = Ids::new(1_700_000_000_000, 1);
        let mut queue = Queue::default();
        let made: Vec<CommandId> = symbols.iter().map(|_| CommandId(ids.next_uuid())).collect();
        for (number, (command_id, symbol)) in made.iter().zip(symbols).enumerate() {
            let request = Request {
                command_id: *command_id,
                scanned_at: "2026-11-21T12:00:00Z".into(),
                task: None,
                symbol: (*symbol).into(),
                offline: None,
            };
            queue.push(Waiting { sequence: number as f64, request, refused: false });
        }
        (queue, made)
    }

    fn symbol(waiting: Option<Waiting>) -> Option<String> {
        waiting.map(|waiting| waiting.request.symbol)
    }

    #[test]
    fn scans_leave_in_order_and_only_when_answered() {
        let (mut queue, ids) = filled(&["A", "B"]);
        assert_eq!(symbol(queue.next(None)).as_deref(), Some("A"));
        queue.answered(ids[1]);
        assert_eq!(queue.len(), 2, "an answer to another scan takes nothing out");
        assert_eq!(queue.next(None).expect("again").request.command_id, ids[0]);
        queue.answered(ids[0]);
        assert_eq!(symbol(queue.next(None)).as_deref(), Some("B"));
        queue.answered(ids[1]);
        assert!(queue.is_empty() && queue.next(None).is_none());
    }

    #[test]
    fn a_request_that_was_sent_never_changes() {
        let (mut queue, ids) = filled(&["A", "B"]);
        let mut tasks = Ids::new(1_700_000_000_000, 2);
        let (old, new) = (TaskId(tasks.next_uuid()), TaskId(tasks.next_uuid()));
        let text = |waiting: Option<Waiting>| {
            serde_json::to_string(&waiting.expect("a scan").request).expect("it serialises")
        };
        let sent = text(queue.next(Some(old)));
        assert_eq!(text(queue.next(Some(new))), sent, "the same id asks for the same thing");
        queue.answered(ids[0]);
        let task = queue.next(Some(new)).expect("second").request.task;
        assert_eq!(task, Some(new), "the next belongs to the screen now shown");
    }

    #[test]
    fn what_was_answered_here_keeps_its_order_and_its_task() {
        let (mut queue, ids) = filled(&["A", "B"]);
        let mut tasks = Ids::new(1_700_000_000_000, 2);
        let (shown, carried) = (TaskId(tasks.next_uuid()), TaskId(tasks.next_uuid()));
        queue.next(Some(shown));
        for symbol in ["A", "B"] {
            assert_eq!(queue.unanswered().map(|waiting| waiting.request.symbol.as_str()), Some(symbol));
            let mark = Mark { refused: symbol == "B", ..Mark::default() };
            let text = serde_json::to_string(&mark).expect("it serialises");
            queue.answer_here(carried, RawValue::from_string(text).expect("JSON"), mark.refused);
        }
        assert!(queue.unanswered().is_none());
        let first = queue.next(Some(shown)).expect("first");
        assert!(first.is_answered_here());
        assert_eq!(first.request.task, Some(shown), "it was sent before");
        queue.answered(ids[0]);
        let second = queue.next(Some(shown)).expect("second");
        assert_eq!((second.request.task, second.refused), (Some(carried), true));
        let text = serde_json::to_string(&second.request).expect("it serialises");
        let by_api: ScanRequest = serde_json::from_str(&text).expect("a request of the contract");
        let expected = ScanRequest {
            command_id: ids[1],
            scanned_at: "2026-11-21T12:00:00Z".into(),
            task: Some(carried),
            station: None,
            symbol: "B".into(),
            offline: Some(Mark { refused: true, ..Mark::default() }),
        };
        assert_eq!(by_api, expected, "what is sent is what the server reads");
    }

    #[test]
    fn the_pause_grows_to_five_seconds() {
        let pauses: Vec<u32> = (0..6).map(pause_ms).collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    }
}
