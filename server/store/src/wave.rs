//! Waves: orders released together.

use bipe_core::id::{OrderId, TourId, WarehouseId, WaveId};
use uuid::Uuid;

use crate::row::{Id, all, json, later, optional};
use crate::{StoreError, Tx};

/// A new wave.
#[derive(Clone, Debug)]
pub struct NewWave {
    /// Its id.
    pub id: WaveId,
    /// Its number.
    pub number: String,
    /// Base units reserved for it.
    pub allocated_base: i64,
    /// Base units that found no stock.
    pub open_base: i64,
    /// The code of the channel that releases it.
    pub release_channel: Option<String>,
}

/// Adds a wave with its orders. An order that was in another wave before is in this one now.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &NewWave,
    orders: &[OrderId],
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        "wave/insert.sql",
        new.id.0,
        warehouse.0,
        &new.number,
        at_ms,
        new.allocated_base,
        new.open_base,
        new.release_channel.as_deref()
    )?;
    later!(tx, "wave/insert_orders.sql", json(&Id::all(orders)), new.id.0)
}

/// Adds orders to a wave that was begun; it is not done.
pub async fn add(
    tx: &mut Tx,
    wave: WaveId,
    orders: &[OrderId],
    allocated_base: i64,
    open_base: i64,
) -> Result<(), StoreError> {
    later!(tx, "wave/add.sql", wave.0, allocated_base, open_base)?;
    later!(tx, "wave/insert_orders.sql", json(&Id::all(orders)), wave.0)
}

/// A wave's number and status: `released` or `done`.
pub async fn by_id(
    tx: &mut Tx,
    warehouse: WarehouseId,
    wave: WaveId,
) -> Result<Option<(String, String)>, StoreError> {
    optional!(tx, (String, String), "wave/by_id.sql", wave.0, warehouse.0)
}

/// Locks the wave of a tour, so that tours that end at once see each other.
pub async fn lock_of_tour(tx: &mut Tx, tour: TourId) -> Result<Option<WaveId>, StoreError> {
    let row = optional!(tx, (Uuid,), "wave/lock_of_tour.sql", tour.0)?;
    Ok(row.map(|(id,)| WaveId(id)))
}

/// Ends a wave when all its tours have ended.
pub async fn finish(tx: &mut Tx, wave: WaveId) -> Result<(), StoreError> {
    later!(tx, "wave/finish.sql", wave.0)
}

/// A wave as lists show it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// `released` or `done`.
    pub status: String,
    /// When it was released, in Unix milliseconds.
    pub released_at_ms: i64,
    /// Base units reserved for it at release.
    pub allocated_base: i64,
    /// Base units that found no stock at release.
    pub open_base: i64,
    /// The code of the channel that released it.
    pub release_channel: Option<String>,
    /// Orders in it.
    pub orders: i64,
}

/// At most `limit` waves, newest first: those before the wave `before`.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    before: Option<WaveId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    all!(tx, Listed, "wave/page.sql", warehouse.0, before.map(|wave| wave.0), limit)
}

/// A tour as its wave shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tour {
    /// Its wave.
    pub wave_id: Uuid,
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// `open`, `claimed` or `done`.
    pub status: String,
    /// Who walks it.
    pub operator: Option<String>,
    /// Stops done.
    pub stops_done: i64,
    /// Stops in all.
    pub stops: i64,
    /// How long its walk was planned, in millimetres; `None` where the layout was not known.
    pub walk_mm: Option<i64>,
    /// The S-shape past the same bins.
    pub s_shape_mm: Option<i64>,
    /// The walk from bin to bin along the pick sequence.
    pub by_bin_mm: Option<i64>,
}

/// The tours of waves, in order of their numbers.
pub async fn tours(tx: &mut Tx, waves: &[WaveId]) -> Result<Vec<Tour>, StoreError> {
    all!(tx, Tour, "tour/of_waves.sql", json(&Id::all(waves)))
}
