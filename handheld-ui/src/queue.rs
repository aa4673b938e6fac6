//! Scans on their way to the server: in order, one at a time, each until it is answered.
//!
//! A scan gets its command id and its time when it is captured, and its task when it is first sent: by then the answers to
//! the scans before it have come, so it belongs to the screen that they led to. From then on the request never changes, so
//! that sending it again after a lost connection asks for the same thing.
//!
//! **Invariant**: only an answer takes a scan out; the order of capture is the order of sending.

use std::collections::VecDeque;

use bipe_api::floor::ScanRequest;
use bipe_core::id::{CommandId, TaskId};

/// The scans that wait for an answer, oldest first.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<ScanRequest>,
    first_was_sent: bool,
}

impl Queue {
    /// Adds a captured symbol; `scanned_at` is RFC 3339.
    pub fn push(&mut self, command_id: CommandId, scanned_at: String, symbol: String) {
        self.waiting.push_back(ScanRequest { command_id, scanned_at, task: None, station: None, symbol });
    }

    /// The request to send now. `task` is that of the screen shown; only the first sending takes it.
    pub fn next(&mut self, task: Option<TaskId>) -> Option<ScanRequest> {
        let first = self.waiting.front_mut()?;
        if !self.first_was_sent {
            first.task = task;
            self.first_was_sent = true;
        }
        Some(first.clone())
    }

    /// Takes out the scan that was answered. An answer to anything but the first changes nothing.
    pub fn answered(&mut self, command_id: CommandId) {
        if self.waiting.front().is_some_and(|first| first.command_id == command_id) {
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
    use bipe_core::id::Ids;

    use super::*;

    fn filled(symbols: &[&str]) -> (Queue, Vec<CommandId>) {
        let mut ids = Ids::new(1_700_000_000_000, 1);
        let mut queue = Queue::default();
        let made: Vec<CommandId> = symbols.iter().map(|_| CommandId(ids.next_uuid())).collect();
        for (id, symbol) in made.iter().zip(symbols) {
            queue.push(*id, "2026-11-21T12:00:00Z".into(), (*symbol).into());
        }
        (queue, made)
    }

    #[test]
    fn scans_leave_in_order_and_only_when_answered() {
        let (mut queue, ids) = filled(&["A", "B"]);
        assert_eq!(queue.next(None).expect("first").symbol, "A");
        queue.answered(ids[1]);
        assert_eq!(queue.len(), 2, "an answer to another scan takes nothing out");
        assert_eq!(queue.next(None).expect("again").command_id, ids[0]);
        queue.answered(ids[0]);
        assert_eq!(queue.next(None).expect("second").symbol, "B");
        queue.answered(ids[1]);
        assert!(queue.is_empty() && queue.next(None).is_none());
    }

    #[test]
    fn a_request_that_was_sent_never_changes() {
        let (mut queue, ids) = filled(&["A", "B"]);
        let mut tasks = Ids::new(1_700_000_000_000, 2);
        let (old, new) = (TaskId(tasks.next_uuid()), TaskId(tasks.next_uuid()));
        let sent = queue.next(Some(old)).expect("first");
        assert_eq!(queue.next(Some(new)), Some(sent), "the same id must ask for the same thing");
        queue.answered(ids[0]);
        assert_eq!(
            queue.next(Some(new)).expect("second").task,
            Some(new),
            "the next belongs to the screen now shown"
        );
    }

    #[test]
    fn the_pause_grows_to_five_seconds() {
        let pauses: Vec<u32> = (0..6).map(pause_ms).collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    }
}
