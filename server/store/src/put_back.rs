//! Put-backs: goods in a tote that their order no longer wants, until someone has taken them back to a bin.
//!
//! A put-back is written with the change of the order that it comes from. From then on its goods are no longer picked but
//! cancelled on their line; they lie in the tote, and only there, until movements take them away and `done_base` has grown to
//! `quantity_base`. The tote stays bound to its order while anything lies in it.
//!
//! **Invariant**: picked on a line + asked back from it = posted from its reservations (the auditor adds it up).

use bipe_core::id::{HandlingUnitId, LotId, OrderLineId, TaskId, WarehouseId};
use bipe_core::screen::Returning;
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, json, later};
use crate::{StoreError, Tx};

/// A new put-back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPutBack {
    /// Its id.
    pub id: Uuid,
    /// The line that no longer wants the goods.
    pub order_line_id: OrderLineId,
    /// The tote they lie in.
    pub handling_unit_id: HandlingUnitId,
    /// Their lot.
    pub lot_id: LotId,
    /// How much, in base units; more than zero.
    pub quantity_base: i64,
}

/// Asks for put-backs.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &[NewPutBack],
    at_ms: i64,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    later!(tx, "put_back/insert.sql", json(new), warehouse.0, at_ms)
}

/// Totes with goods that go back, which no other open task has in hand and no picker's cart carries, by code: at most `limit`, and
/// how many there are in all.
pub async fn waiting(
    tx: &mut Tx,
    warehouse: WarehouseId,
    task: TaskId,
    limit: i64,
) -> Result<(Vec<Returning>, i64), StoreError> {
    let rows = all!(tx, (String, String, i64), "put_back/waiting.sql", warehouse.0, task.0, limit)?;
    let count = rows.first().map_or(0, |row| row.2);
    let returning = |(unit, order, _)| Returning { unit, order };
    Ok((rows.into_iter().map(returning).collect(), count))
}

/// So much of a lot that went back.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Back {
    /// The lot.
    pub lot_id: LotId,
    /// Base units.
    pub quantity_base: i64,
}

/// Notes what went back from a tote, the oldest put-backs first; an empty tote is free again.
pub async fn done(tx: &mut Tx, tote: HandlingUnitId, back: &[Back]) -> Result<(), StoreError> {
    later!(tx, "put_back/done.sql", tote.0, json(back))?;
    later!(tx, "put_back/free_tote.sql", tote.0)
}
