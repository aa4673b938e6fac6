//! Pick faces and what fills them up.
//!
//! **Invariant**: a face has one open replenishment of an item at most (a unique index); asking again changes nothing.

use bipe_core::flow::replenish::{Fill, Source};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, ReplenishmentId, UserId, WarehouseId};
use bipe_core::ledger::Place;
use bipe_core::lot::Lot;
use bipe_core::screen::Bin;
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json, later, optional, run};
use crate::{StoreError, Tx, item};

/// Why a write found nothing to change.
const CHANGED: &str = "the replenishment is no longer open";

/// Faces that wait to be filled up by this person, in the order of the walk, at most `limit`; and how many wait in all.
pub async fn waiting(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
    limit: i64,
) -> Result<(Vec<Bin>, i64), StoreError> {
    let rows = all!(tx, (String, String, i64), "replenishment/waiting.sql", warehouse.0, user.0, limit)?;
    let count = rows.first().map_or(0, |row| row.2);
    Ok((rows.into_iter().map(|(code, zone, _)| Bin::new(&code, &zone)).collect(), count))
}

/// The oldest that is open at a face, locked; one that somebody else is at only where there is no other.
pub async fn at(tx: &mut Tx, face: LocationId, user: UserId) -> Result<Option<ReplenishmentId>, StoreError> {
    let row = optional!(tx, (Uuid,), "replenishment/at.sql", face.0, user.0)?;
    Ok(row.map(|(id,)| ReplenishmentId(id)))
}

/// The next in the walk that nobody else is at, locked.
pub async fn next(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
) -> Result<Option<ReplenishmentId>, StoreError> {
    let row = optional!(tx, (Uuid,), "replenishment/next.sql", warehouse.0, user.0)?;
    Ok(row.map(|(id,)| ReplenishmentId(id)))
}

#[derive(sqlx::FromRow)]
struct FillRow {
    location_id: Uuid,
    code: String,
    zone: String,
    counting: bool,
    item_id: Uuid,
    quantity_base: i64,
    done_base: i64,
    status: String,
    user_id: Option<Uuid>,
    holder: Option<String>,
}

/// One that is open, and whether this person is at it.
pub async fn load(
    tx: &mut Tx,
    id: ReplenishmentId,
    user: UserId,
) -> Result<Option<(Fill, bool)>, StoreError> {
    let row = optional!(tx, FillRow, "replenishment/load.sql", id.0, user.0)?;
    let Some(row) = row.filter(|row| row.status == "open") else { return Ok(None) };
    let Some(item) = item::by_ids(tx, &[ItemId(row.item_id)]).await?.pop() else { return Ok(None) };
    let fill = Fill {
        id,
        location_id: LocationId(row.location_id),
        bin: Bin::new(&row.code, &row.zone),
        counting: row.counting,
        item,
        left_base: (row.quantity_base - row.done_base).max(0),
        holder: row.holder,
    };
    Ok(Some((fill, row.user_id == Some(user.0))))
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    location_id: Uuid,
    handling_unit_id: Uuid,
    bin: String,
    zone: String,
    pick_sequence: i64,
    lot_id: Uuid,
    item_id: Uuid,
    code: String,
    implicit: bool,
    expiry: Option<Date>,
    received_on: Date,
    status: String,
    free_base: i64,
    is_mixed: bool,
}

/// What storage has free of a face's item.
pub async fn sources(tx: &mut Tx, warehouse: WarehouseId, fill: &Fill) -> Result<Vec<Source>, StoreError> {
    let (item, face) = (fill.item.id.0, fill.location_id.0);
    let rows = all!(tx, SourceRow, "replenishment/sources.sql", warehouse.0, item, face)?;
    rows.into_iter()
        .map(|row| {
            let lot = Lot {
                id: LotId(row.lot_id),
                item_id: ItemId(row.item_id),
                code: row.code,
                implicit: row.implicit,
                expiry: row.expiry,
                received_on: row.received_on,
                status: from_word("lots.status", row.status)?,
            };
            Ok(Source {
                place: Place::within(LocationId(row.location_id), HandlingUnitId(row.handling_unit_id)),
                bin: Bin::new(&row.bin, &row.zone),
                pick_sequence: row.pick_sequence,
                lot,
                free_base: row.free_base,
                is_mixed: row.is_mixed,
            })
        })
        .collect()
}

/// A face that has less free than its minimum, and goods for it in storage.
#[derive(Clone, Debug, Serialize)]
pub struct Due {
    /// Its replenishment's id.
    pub id: ReplenishmentId,
    /// The face.
    pub location_id: LocationId,
    /// The item.
    pub item_id: ItemId,
    /// `minimum`, or `demand` when orders have reserved what lies there.
    pub reason: String,
    /// What fills it up.
    pub quantity_base: i64,
}

/// Faces to be filled up: at most `limit`.
pub async fn due(
    tx: &mut Tx,
    warehouse: WarehouseId,
    today: Date,
    limit: i64,
    mut id: impl FnMut() -> ReplenishmentId,
) -> Result<Vec<Due>, StoreError> {
    let rows = all!(tx, (Uuid, Uuid, i64, String), "replenishment/due.sql", warehouse.0, today, limit)?;
    let due = |(location, item, quantity_base, reason): (Uuid, Uuid, i64, String)| {
        let (location_id, item_id) = (LocationId(location), ItemId(item));
        Due { id: id(), location_id, item_id, reason, quantity_base }
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Opens them; a face that has one already keeps it.
pub async fn open(tx: &mut Tx, warehouse: WarehouseId, due: &[Due], at_ms: i64) -> Result<(), StoreError> {
    later!(tx, "replenishment/open.sql", json(due), warehouse.0, at_ms)
}

/// Makes a person the one who fills up, or nobody.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer open.
pub async fn claim(tx: &mut Tx, id: ReplenishmentId, user: Option<UserId>) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "replenishment/claim.sql", id.0, user.map(|user| user.0))
}

/// Writes that so much went into the face.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer open.
pub async fn fill(
    tx: &mut Tx,
    id: ReplenishmentId,
    quantity_base: i64,
    done: bool,
) -> Result<(), StoreError> {
    let status = if done { "done" } else { "open" };
    later!(tx, rows(1, CHANGED), "replenishment/fill.sql", id.0, quantity_base, status)
}

/// Ends it with what it got.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer open.
pub async fn end(tx: &mut Tx, id: ReplenishmentId) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "replenishment/end.sql", id.0)
}

/// Whether a warehouse has this one open; it is locked then.
pub async fn is_open(tx: &mut Tx, warehouse: WarehouseId, id: ReplenishmentId) -> Result<bool, StoreError> {
    Ok(optional!(tx, (Uuid,), "replenishment/in_warehouse.sql", id.0, warehouse.0)?.is_some())
}

/// A replenishment as desks list it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// The face's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// `minimum` or `demand`.
    pub reason: String,
    /// `open`, `done` or `cancelled`.
    pub status: String,
    /// What was asked for, in base units.
    pub quantity_base: i64,
    /// What went there.
    pub done_base: i64,
    /// Who is at it, or did it.
    pub operator: Option<String>,
    /// When it was asked for, in Unix milliseconds.
    pub created_at_ms: i64,
}

/// Replenishments of a warehouse, newest first: at most `limit` before `before`.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    before: Option<ReplenishmentId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    all!(tx, Listed, "replenishment/page.sql", warehouse.0, before.map(|before| before.0), limit)
}

/// What a pick face is to hold of an item.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Filled up when less is free.
    pub min_base: i64,
    /// Filled up to so much.
    pub max_base: i64,
}

/// Says what a pick face holds of an item; nothing takes it away.
pub async fn put_face(
    tx: &mut Tx,
    face: LocationId,
    item: ItemId,
    range: Option<Range>,
) -> Result<(), StoreError> {
    match range {
        Some(Range { min_base, max_base }) => {
            run!(tx, "replenishment/put_face.sql", face.0, item.0, min_base, max_base)?
        }
        None => run!(tx, "replenishment/drop_face.sql", face.0, item.0)?,
    };
    Ok(())
}

/// A pick face as desks list it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Face {
    /// The face's code.
    pub code: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Filled up when less is free.
    pub min_base: i64,
    /// Filled up to so much.
    pub max_base: i64,
    /// What lies there, in base units.
    pub on_hand_base: i64,
    /// What orders have reserved of it.
    pub reserved_base: i64,
}

/// Pick faces by bin and item: at most `limit` after `after`.
pub async fn faces(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (code, sku): (&str, &str),
    limit: i64,
) -> Result<Vec<Face>, StoreError> {
    all!(tx, Face, "replenishment/faces.sql", warehouse.0, code, sku, limit)
}
