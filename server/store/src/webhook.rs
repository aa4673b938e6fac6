//! Webhooks: who listens to events, and what is still to be delivered to them.
//!
//! A delivery is written with its event (see `event::append`). A worker claims it for a while; when the worker dies, the claim
//! runs out and the delivery is made again, so a listener may hear of an event twice, under the same id.

use bipe_core::id::WarehouseId;
use uuid::Uuid;

use crate::row::{all, optional, run, word};
use crate::{StoreError, Tx};

/// A listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Where it listens.
    pub url: String,
    /// The event types it wants; empty for all.
    pub events: Vec<String>,
    /// Deliveries that wait or are tried again.
    pub queued: i64,
    /// Deliveries given up.
    pub failed: i64,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits, or is tried again.
    Queued,
    /// The listener took it.
    Delivered,
    /// Given up.
    Failed,
}

/// A delivery in the hands of a worker.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The event's type.
    pub kind: String,
    /// What the listener learns, as JSON.
    pub payload: String,
    /// How often it was tried, this time too; names the claim.
    pub attempts: i64,
    /// Where it goes.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// When the event happened, in Unix milliseconds.
    pub at_ms: i64,
}

/// What a worker says of its claim.
#[derive(Clone, Debug)]
pub struct Finish {
    /// What became of it.
    pub status: Status,
    /// Why it was not delivered.
    pub reason: Option<String>,
    /// When it is tried again, in Unix milliseconds.
    pub next_try_ms: i64,
}

/// Adds a listener to these event types; to all when there are none.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: Uuid,
    url: &str,
    events: &[String],
    secret: &str,
) -> Result<(), StoreError> {
    run!(tx, "webhook/insert.sql", id, warehouse.0, url, events.join(","), secret)?;
    Ok(())
}

/// The listeners of a warehouse.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Webhook>, StoreError> {
    type Row = (Uuid, String, String, i64, i64);
    let rows = all!(tx, Row, "webhook/list.sql", warehouse.0)?;
    let webhook = |(id, url, events, queued, failed): Row| Webhook {
        id,
        url,
        events: events.split(',').filter(|event| !event.is_empty()).map(ToOwned::to_owned).collect(),
        queued,
        failed,
    };
    Ok(rows.into_iter().map(webhook).collect())
}

/// Stops a listener and drops what it has not got; `false` when there is none. What was delivered stays on record.
pub async fn retire(tx: &mut Tx, warehouse: WarehouseId, id: Uuid) -> Result<bool, StoreError> {
    if run!(tx, "webhook/retire.sql", warehouse.0, id)? == 0 {
        return Ok(false);
    }
    run!(tx, "webhook/drop_deliveries.sql", id)?;
    Ok(true)
}

/// Listeners with a delivery to be tried by now.
pub async fn due(tx: &mut Tx, now_ms: i64) -> Result<Vec<Uuid>, StoreError> {
    let rows = all!(tx, (Uuid,), "webhook/due.sql", now_ms)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Claims the listener's next delivery until `until_ms`.
pub async fn claim(
    tx: &mut Tx,
    webhook: Uuid,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<Claim>, StoreError> {
    type Row = (Uuid, Uuid, String, String, i64);
    let Some(row) = optional!(tx, Row, "webhook/claim.sql", webhook, now_ms, until_ms)? else {
        return Ok(None);
    };
    let (id, event_id, kind, payload, attempts) = row;
    let target = optional!(tx, (String, String, i64), "webhook/target.sql", webhook, event_id)?;
    let (url, secret, at_ms) = target.ok_or(StoreError::Contention("the listener is gone"))?;
    Ok(Some(Claim { id, event_id, kind, payload, attempts, url, secret, at_ms }))
}

/// Says what became of a claim; `false` when the claim had run out.
pub async fn finish(tx: &mut Tx, id: Uuid, attempts: i64, finish: &Finish) -> Result<bool, StoreError> {
    let done = run!(
        tx,
        "webhook/finish.sql",
        id,
        attempts,
        word(&finish.status),
        &finish.reason,
        finish.next_try_ms
    )?;
    Ok(done == 1)
}
