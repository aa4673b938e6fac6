//! How much was sent to the engine.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a store has sent to its engine since it was opened, apart from beginning and ending transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Statements. What went together counts once: writes that were kept are one statement on PostgreSQL and one script on SQLite, as
    /// are two reads on SQLite.
    pub statements: u64,
    /// The same with every write counted by itself.
    pub single: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    statements: AtomicU64,
    single: AtomicU64,
}

impl Counters {
    /// Adds a statement that is made of so many.
    pub(crate) fn add(&self, single: u64) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.single.fetch_add(single, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> Sent {
        let Self { statements, single } = self;
        Sent { statements: statements.load(Ordering::Relaxed), single: single.load(Ordering::Relaxed) }
    }
}
