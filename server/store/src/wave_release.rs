//! Waves that are being released in slices, each until it is told to the outside.

use bipe_core::id::{WarehouseId, WaveId};
use uuid::Uuid;

use crate::row::{all, later, optional, run};
use crate::{StoreError, Tx};

/// What a release was asked for by.
#[derive(Clone, Debug)]
pub struct Request {
    /// As in [`Command::key`](crate::command::Command::key); `None` where nothing can ask again for the same.
    pub key: Option<String>,
    /// SHA-256 of the request.
    pub digest: Vec<u8>,
}

/// A release that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its wave.
    pub wave_id: WaveId,
    /// The wave's number.
    pub number: String,
    /// SHA-256 of the request that asked for it.
    pub digest: Vec<u8>,
}

/// Begins the release of a wave.
pub async fn begin(tx: &mut Tx, wave: WaveId, request: &Request, at_ms: i64) -> Result<(), StoreError> {
    let Request { key, digest } = request;
    later!(tx, "wave_release/begin.sql", wave.0, key.as_deref(), digest, at_ms)
}

/// One more slice of it is written.
pub async fn go_on(tx: &mut Tx, wave: WaveId, at_ms: i64) -> Result<(), StoreError> {
    later!(tx, "wave_release/go_on.sql", wave.0, at_ms)
}

/// Ends it; whether it was still to be ended.
pub async fn end(tx: &mut Tx, wave: WaveId) -> Result<bool, StoreError> {
    Ok(run!(tx, "wave_release/end.sql", wave.0)? > 0)
}

/// The release that a request began and did not end.
pub async fn of_request(tx: &mut Tx, key: &str) -> Result<Option<Begun>, StoreError> {
    let row = optional!(tx, (Uuid, String, Vec<u8>), "wave_release/of_request.sql", key)?;
    Ok(row.map(|(id, number, digest)| Begun { wave_id: WaveId(id), number, digest }))
}

/// The waves of a warehouse whose releases have not gone on since `at_ms`.
pub async fn left_alone(tx: &mut Tx, warehouse: WarehouseId, at_ms: i64) -> Result<Vec<WaveId>, StoreError> {
    let rows = all!(tx, (Uuid,), "wave_release/left_alone.sql", warehouse.0, at_ms)?;
    Ok(rows.into_iter().map(|(id,)| WaveId(id)).collect())
}
