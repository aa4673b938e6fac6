//! What a forecast is made from: tours to be walked, orders to leave, and how long tours took.

use bipe_core::id::{TourId, WarehouseId};
use time::Date;
use uuid::Uuid;

use crate::row::{all, one};
use crate::{StoreError, Tx};

/// A tour that is not done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tour {
    /// `open` or `claimed`.
    pub status: String,
    /// How long its walk is, in millimetres; 0 where the layout was not known.
    pub walk_mm: i64,
    /// When the first of its orders leaves, in Unix milliseconds.
    pub leaves_at_ms: i64,
    /// Picks in all.
    pub picks: i64,
    /// Picks that are left.
    pub left_picks: i64,
    /// Its id.
    pub id: Uuid,
}

/// Tours that are not done, in the order in which they are taken.
pub async fn tours(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Tour>, StoreError> {
    all!(tx, Tour, "forecast/tours.sql", warehouse.0)
}

/// Orders that must leave by a day: those of one carrier on one tour, or of one carrier that are not released.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The carrier's code.
    pub code: String,
    /// The carrier's name.
    pub name: String,
    /// When it calls, in minutes since the day began.
    pub cut_off_min: Option<i64>,
    /// The tour.
    pub tour_id: Option<TourId>,
    /// How many orders.
    pub orders: i64,
    /// How many lines.
    pub lines: i64,
}

/// What must leave by `day` and is not picked, by carrier: those that call first first.
pub async fn leaving(tx: &mut Tx, warehouse: WarehouseId, day: Date) -> Result<Vec<Leaving>, StoreError> {
    type Row = (String, String, Option<i64>, Option<Uuid>, i64, i64);
    let leaving = |(code, name, cut_off_min, tour, orders, lines): Row| Leaving {
        code,
        name,
        cut_off_min,
        tour_id: tour.map(TourId),
        orders,
        lines,
    };
    let rows = all!(tx, Row, "forecast/orders.sql", warehouse.0, day)?;
    Ok(rows.into_iter().map(leaving).collect())
}

/// The last `limit` tours that were walked: their length in millimetres, how long they took in milliseconds, and their picks.
pub async fn done(
    tx: &mut Tx,
    warehouse: WarehouseId,
    limit: i64,
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    all!(tx, (i64, i64, i64), "forecast/done.sql", warehouse.0, limit)
}

/// How many people walk a tour now, or have ended one since.
pub async fn pickers(tx: &mut Tx, warehouse: WarehouseId, since_ms: i64) -> Result<i64, StoreError> {
    Ok(one!(tx, (i64,), "forecast/pickers.sql", warehouse.0, since_ms)?.0)
}
