//! Events: what the outside must learn, written in the transaction of the change, and read by cursor.

use bipe_core::id::{Ids, WarehouseId};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, json, later, optional};
use crate::{StoreError, Tx};

/// A new event.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its type: `order.shipped`.
    pub kind: &'static str,
    /// What it is about.
    pub subject_id: Uuid,
    /// What the outside learns, as JSON.
    pub payload: String,
}

/// Where a reader stands: everything up to here was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The writing transaction; 0 where there is one writer.
    pub epoch: i64,
    /// The number within all events.
    pub number: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.epoch, self.number)
    }
}

impl std::str::FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, number) = text.split_once('-').unwrap_or(("0", text));
        Ok(Self { epoch: epoch.parse()?, number: number.parse()? })
    }
}

/// An event as it is read.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where it stands.
    pub cursor: Cursor,
    /// Its id, the same for every reader.
    pub id: Uuid,
    /// Its type.
    pub kind: String,
    /// What it is about.
    pub subject_id: Uuid,
    /// What the outside learns, as JSON.
    pub payload: String,
    /// When it happened, in Unix milliseconds.
    pub at_ms: i64,
}

#[derive(Serialize)]
struct Delivery {
    id: Uuid,
    webhook_id: Uuid,
}

/// Writes an event, and a delivery for each webhook that listens to it.
pub async fn append(
    tx: &mut Tx,
    warehouse: WarehouseId,
    event: &NewEvent,
    at_ms: i64,
    ids: &mut Ids,
) -> Result<(), StoreError> {
    let id = ids.next_uuid();
    later!(tx, "event/append.sql", id, warehouse.0, event.kind, event.subject_id, &event.payload, at_ms)?;
    let deliveries: Vec<Delivery> = listeners(tx, warehouse)
        .await?
        .into_iter()
        .filter(|(_, events)| events.is_empty() || events.split(',').any(|kind| kind == event.kind))
        .map(|(webhook_id, _)| Delivery { id: ids.next_uuid(), webhook_id })
        .collect();
    if !deliveries.is_empty() {
        later!(tx, "event/fan_out.sql", json(&deliveries), id, event.kind, &event.payload, at_ms)?;
    }
    Ok(())
}

/// The webhooks that are in force, with the kinds of event that each listens to: read once a transaction.
async fn listeners(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<(Uuid, String)>, StoreError> {
    if let Some((of, known)) = &tx.listeners
        && *of == warehouse
    {
        return Ok(known.clone());
    }
    let listeners = all!(tx, (Uuid, String), "event/listeners.sql", warehouse.0)?;
    tx.listeners = Some((warehouse, listeners.clone()));
    Ok(listeners)
}

#[derive(Serialize)]
struct EventRow<'e> {
    id: Uuid,
    #[serde(rename = "type")]
    kind: &'e str,
    subject_id: Uuid,
    payload: &'e str,
}

#[derive(Serialize)]
struct DeliveryRow<'e> {
    id: Uuid,
    webhook_id: Uuid,
    event_id: Uuid,
    #[serde(rename = "type")]
    kind: &'e str,
    payload: &'e str,
}

/// The type of the event by which a station's scan is answered on the screen of the session it is bound to. Its subject is
/// the session; no other reader sees it, and no webhook.
pub const STATION_STEP: &str = "station.step";

/// Writes an event for live pages only: no webhook hears it.
pub async fn note(
    tx: &mut Tx,
    warehouse: WarehouseId,
    event: &NewEvent,
    at_ms: i64,
    ids: &mut Ids,
) -> Result<(), StoreError> {
    let NewEvent { kind, subject_id, payload } = event;
    later!(tx, "event/append.sql", ids.next_uuid(), warehouse.0, *kind, *subject_id, payload, at_ms)
}

/// Writes many events at once, and a delivery of each for each webhook that listens to it.
pub async fn append_all(
    tx: &mut Tx,
    warehouse: WarehouseId,
    events: &[NewEvent],
    at_ms: i64,
    ids: &mut Ids,
) -> Result<(), StoreError> {
    let mut rows: Vec<EventRow<'_>> = Vec::with_capacity(events.len());
    for NewEvent { kind, subject_id, payload } in events {
        rows.push(EventRow { id: ids.next_uuid(), kind, subject_id: *subject_id, payload });
    }
    later!(tx, "event/append_all.sql", json(&rows), warehouse.0, at_ms)?;
    let listeners = listeners(tx, warehouse).await?;
    let mut deliveries = Vec::new();
    for EventRow { id: event_id, kind, payload, .. } in &rows {
        let hears = |kinds: &str| kinds.is_empty() || kinds.split(',').any(|heard| heard == *kind);
        for (webhook_id, _) in listeners.iter().filter(|(_, kinds)| hears(kinds)) {
            let (id, webhook_id, event_id) = (ids.next_uuid(), *webhook_id, *event_id);
            deliveries.push(DeliveryRow { id, webhook_id, event_id, kind, payload });
        }
    }
    if !deliveries.is_empty() {
        later!(tx, "event/fan_out_all.sql", json(&deliveries), at_ms)?;
    }
    Ok(())
}

/// At most `limit` events after `cursor`, in order. An event that commits late is never skipped.
pub async fn after(
    tx: &mut Tx,
    warehouse: WarehouseId,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    type Row = (i64, i64, Uuid, String, Uuid, String, i64);
    let rows = all!(tx, Row, "event/after.sql", warehouse.0, cursor.epoch, cursor.number, limit)?;
    let event = |(number, epoch, id, kind, subject_id, payload, at_ms): Row| Event {
        cursor: Cursor { epoch, number },
        id,
        kind,
        subject_id,
        payload,
        at_ms,
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Where a reader starts that wants only what comes now.
pub async fn last(tx: &mut Tx) -> Result<Cursor, StoreError> {
    let row = optional!(tx, (i64, i64), "event/last.sql")?;
    Ok(row.map_or(Cursor::default(), |(number, epoch)| Cursor { epoch, number }))
}
