//! The scan log: every scan with its outcome, written with the reply; its latency follows when it is known.

use bipe_core::actor::Actor;
use bipe_core::id::TaskId;
use uuid::Uuid;

use crate::row::later;
use crate::{StoreError, Tx};

/// One scan.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The row's id.
    pub id: Uuid,
    /// Who scanned, where.
    pub actor: Actor,
    /// The task it went to.
    pub task_id: Option<TaskId>,
    /// What was read, as sent.
    pub symbol: String,
    /// `accepted`, `confirm`, `refused` or `shown`.
    pub outcome: String,
    /// The answer's stable name.
    pub code: String,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
}

/// Writes a scan.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), StoreError> {
    later!(
        tx,
        "scan_log/insert.sql",
        entry.id,
        entry.actor.warehouse_id.0,
        entry.actor.user_id.0,
        &entry.actor.device,
        entry.task_id.map(|task| task.0),
        &entry.symbol,
        &entry.outcome,
        &entry.code,
        entry.at_ms
    )
}
