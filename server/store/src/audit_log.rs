//! The audit trail: who did what at which device, beside what scans and movements already tell.

use bipe_core::actor::Actor;
use uuid::Uuid;

use crate::row::later;
use crate::{StoreError, Tx};

/// Writes one entry: `action` is a stable name (`badge.revoked`), `subject` what it was done to.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    actor: &Actor,
    action: &str,
    subject: &str,
    detail: &str,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        "audit_log/insert.sql",
        id,
        actor.warehouse_id.0,
        actor.user_id.0,
        &actor.device,
        action,
        subject,
        detail,
        at_ms
    )
}
