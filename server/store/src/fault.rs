//! Writes that break off on purpose, by which tests prove that a failed write leaves no trace.
//!
//! Only a store that was asked for it by [`crate::Store::with_faults`] has them; the program never asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the next write breaks off. Cheap to clone; clones share the place.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<AtomicI64>);

impl Faults {
    /// Lets the next writes do `statements` statements in all, and fail at what comes after: one more statement, or the
    /// commit. It happens once.
    pub fn arm(&self, statements: u32) {
        self.0.store(i64::from(statements) + 1, Ordering::SeqCst);
    }

    /// Lets writes go on undisturbed; says whether the fault was still to come.
    pub fn disarm(&self) -> bool {
        self.0.swap(0, Ordering::SeqCst) > 0
    }

    /// Whether this is the step to fail at.
    pub(crate) fn strike(&self) -> bool {
        let counted =
            self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| (left > 0).then_some(left - 1));
        counted == Ok(1)
    }
}
