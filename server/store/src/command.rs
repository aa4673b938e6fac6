//! Commands: each takes effect once. Its key is stored with the reply in the transaction that makes the change.

use bipe_core::id::{CommandId, UserId};
use uuid::Uuid;

use crate::row::{later, optional, run};
use crate::{StoreError, Tx};

/// A command that took effect, with its reply.
#[derive(Clone, Debug)]
pub struct Command {
    /// `c:` and the command id, or `k:`, the session and the Idempotency-Key.
    pub key: String,
    /// Its id, which movements name.
    pub id: CommandId,
    /// Who sent it.
    pub actor_id: UserId,
    /// SHA-256 of the request: the same key with another body is a mistake.
    pub digest: Vec<u8>,
    /// The HTTP status of the reply.
    pub status: i64,
    /// The reply's body.
    pub reply: String,
}

/// The command stored under `key`.
pub async fn find(tx: &mut Tx, key: &str) -> Result<Option<Command>, StoreError> {
    type Row = (Uuid, Vec<u8>, i64, String);
    let row = optional!(tx, Row, "command/find.sql", key)?;
    Ok(row.map(|(actor_id, digest, status, reply)| Command {
        key: key.to_owned(),
        id: CommandId(Uuid::nil()),
        actor_id: UserId(actor_id),
        digest,
        status,
        reply,
    }))
}

/// Stores a command with its reply.
pub async fn record(tx: &mut Tx, command: &Command, at_ms: i64) -> Result<(), StoreError> {
    later!(
        tx,
        "command/record.sql",
        &command.key,
        command.id.0,
        command.actor_id.0,
        &command.digest,
        command.status,
        &command.reply,
        at_ms
    )
}

/// Forgets replies given before `at_ms`; gives how many.
pub async fn forget(tx: &mut Tx, at_ms: i64) -> Result<u64, StoreError> {
    run!(tx, "command/forget.sql", at_ms)
}
