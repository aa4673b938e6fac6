//! Lots.

use bipe_core::flow::receive::{KnownLot, NewLot};
use bipe_core::id::{ItemId, LotId};
use time::Date;
use uuid::Uuid;

use crate::row::{from_word, later, one, optional};
use crate::{StoreError, Tx};

type Row = (Uuid, Uuid, String, Option<Date>, String);

fn known(row: Row, on_hand_base: i64) -> Result<KnownLot, StoreError> {
    let (id, item_id, code, expiry, status) = row;
    let status = from_word("lots.status", status)?;
    Ok(KnownLot { id: LotId(id), item_id: ItemId(item_id), code, expiry, status, on_hand_base })
}

/// The lot of an item with this code. Its quantity on hand is not counted.
pub async fn by_code(tx: &mut Tx, item: ItemId, code: &str) -> Result<Option<KnownLot>, StoreError> {
    let row = optional!(tx, Row, "lot/known.sql", item.0, code)?;
    row.map(|row| known(row, 0)).transpose()
}

/// The same, locked, with what is on hand anywhere: for serials, of which there is one.
pub async fn locked(tx: &mut Tx, item: ItemId, code: &str) -> Result<Option<KnownLot>, StoreError> {
    let Some(row) = optional!(tx, Row, "lot/locked.sql", item.0, code)? else { return Ok(None) };
    let (on_hand_base,) = one!(tx, (i64,), "lot/on_hand.sql", row.0)?;
    known(row, on_hand_base).map(Some)
}

/// Begins a lot.
///
/// # Errors
/// [`StoreError::Contention`] when the item has a lot of that code by now.
pub async fn insert(tx: &mut Tx, lot: &NewLot) -> Result<(), StoreError> {
    later!(
        tx,
        rows(1, "the lot was begun by someone else"),
        "lot/insert.sql",
        lot.id.0,
        lot.item_id.0,
        &lot.code,
        lot.implicit,
        lot.made_on,
        lot.best_before,
        lot.expiry,
        lot.removal_on,
        lot.received_on
    )
}
