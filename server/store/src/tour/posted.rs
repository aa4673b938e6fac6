//! What went into totes, on its way back: the stops of a task's last postings, and the writes that take one back.

use bipe_core::flow::pick::{Gone, Posted};
use bipe_core::id::{HandlingUnitId, OrderId, PickId, TourId, UserId};
use bipe_core::order::OrderStatus;
use serde::Serialize;
use uuid::Uuid;

use super::{CHANGED, StopRow, stop};
use crate::row::{all, json, later, word};
use crate::{StoreError, Tx};

#[derive(Serialize)]
struct Wanted {
    pick_id: PickId,
    tote_id: HandlingUnitId,
}

#[derive(sqlx::FromRow)]
struct GoneRow {
    #[sqlx(flatten)]
    stop: StopRow,
    tote_id: Uuid,
    returnable_base: i64,
}

/// The stops of what went into totes on a tour, each with how much of it may come back.
pub async fn gone(tx: &mut Tx, tour: TourId, posted: &[Posted]) -> Result<Vec<Gone>, StoreError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for Posted { pick_id, tote, .. } in posted {
        if wanted.iter().all(|other| (other.pick_id, other.tote_id) != (*pick_id, tote.id)) {
            wanted.push(Wanted { pick_id: *pick_id, tote_id: tote.id });
        }
    }
    let mut gone: Vec<Gone> = Vec::new();
    for mut row in all!(tx, GoneRow, "tour/gone.sql", tour.0, json(&wanted))? {
        let packaging = row.stop.packaging()?;
        let (tote_id, returnable_base) = (HandlingUnitId(row.tote_id), row.returnable_base);
        let key = (PickId(row.stop.pick_id), tote_id);
        if gone.last().is_none_or(|last| (last.stop.pick_id, last.tote_id) != key) {
            gone.push(Gone { stop: stop(row.stop)?, tote_id, returnable_base });
        }
        if let Some(last) = gone.last_mut() {
            last.stop.item.packagings.extend(packaging);
        }
    }
    Ok(gone)
}

/// So much of a pick is to be picked again.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer as it was.
pub async fn unpick(tx: &mut Tx, pick: PickId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/unpick.sql", pick.0, quantity_base)
}

/// An order has come so far again, before a packer has it.
///
/// # Errors
/// [`StoreError::Contention`] when a packer has it, or it is given up.
pub async fn set_back(tx: &mut Tx, order: OrderId, status: OrderStatus) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/set_back.sql", order.0, word(&status))
}

/// An ended tour goes on in its picker's hands, and its wave with it; orders without goods from it are no longer on its cart. The
/// wave is locked.
///
/// # Errors
/// [`StoreError::Contention`] when it has gone on already.
pub async fn reopen(tx: &mut Tx, tour: TourId, user: UserId) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/reopen.sql", tour.0, user.0)?;
    later!(tx, "tour/reopen_wave.sql", tour.0)?;
    later!(tx, "tour/leave_behind.sql", tour.0)
}
