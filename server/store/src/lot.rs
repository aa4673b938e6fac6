//! Lots: begun by the dock, held, recalled and dated by the desk, and traced.

use bipe_core::flow::receive::{KnownLot, NewLot};
use bipe_core::id::{ItemId, LotId, OrderId, WarehouseId};
use bipe_core::lot::{Dates, LotStatus, ShelfLife};
use time::Date;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, later, one, optional, word};
use crate::stock::containing;
use crate::{StoreError, Tx};

/// Lots that are read of items at once, at most.
const OF_ITEMS_MAX: i64 = 2_000;

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

#[derive(serde::Serialize)]
struct Wanted<'a> {
    item_id: ItemId,
    code: &'a str,
}

/// The lots on record among these. Their quantity on hand is not counted.
pub async fn by_codes(tx: &mut Tx, wanted: &[(ItemId, String)]) -> Result<Vec<KnownLot>, StoreError> {
    let rows: Vec<Wanted<'_>> =
        wanted.iter().map(|(item_id, code)| Wanted { item_id: *item_id, code }).collect();
    let rows = all!(tx, Row, "lot/known_all.sql", json(&rows))?;
    rows.into_iter().map(|row| known(row, 0)).collect()
}

/// The lots on record of items, the newest first, at most 2 000; of serials with what is on hand.
pub async fn of_items(tx: &mut Tx, items: &[ItemId]) -> Result<Vec<KnownLot>, StoreError> {
    type Found = (Uuid, Uuid, String, Option<Date>, String, i64);
    let rows = all!(tx, Found, "lot/of_items.sql", json(&Id::all(items)), OF_ITEMS_MAX)?;
    let known = |(id, item, code, expiry, status, on_hand_base): Found| {
        known((id, item, code, expiry, status), on_hand_base)
    };
    rows.into_iter().map(known).collect()
}

/// The same, locked, with what is on hand anywhere: for serials, of which there is one.
pub async fn locked(tx: &mut Tx, item: ItemId, code: &str) -> Result<Option<KnownLot>, StoreError> {
    let Some(row) = optional!(tx, Row, "lot/locked.sql", item.0, code)? else { return Ok(None) };
    let on_hand_base = on_hand(tx, LotId(row.0)).await?;
    known(row, on_hand_base).map(Some)
}

/// What is on hand of a lot anywhere.
pub async fn on_hand(tx: &mut Tx, lot: LotId) -> Result<i64, StoreError> {
    Ok(one!(tx, (i64,), "lot/on_hand.sql", lot.0)?.0)
}

/// Begins a lot; lots that begin together differ.
///
/// # Errors
/// [`StoreError::Contention`] when the item has a lot of that code by now.
pub async fn insert(tx: &mut Tx, lot: &NewLot) -> Result<(), StoreError> {
    later!(
        tx,
        apart,
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

/// A lot as desks read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Its id.
    pub id: LotId,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Its code.
    pub code: String,
    /// Whether nobody scans it.
    pub implicit: bool,
    /// Its dates.
    pub dates: Dates,
    /// The day it was first received.
    pub received_on: Date,
    /// Released, held or recalled.
    pub status: LotStatus,
    /// Why it is held or recalled.
    pub status_reason: String,
    /// On hand in the warehouse, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// How much of it lies in quarantine.
    pub quarantined_base: i64,
}

#[derive(sqlx::FromRow)]
struct DetailRow {
    id: Uuid,
    sku: String,
    name: String,
    unit: String,
    code: String,
    implicit: bool,
    made_on: Option<Date>,
    best_before: Option<Date>,
    expiry: Option<Date>,
    removal_on: Option<Date>,
    received_on: Date,
    status: String,
    status_reason: String,
    on_hand_base: i64,
    reserved_base: i64,
    quarantined_base: i64,
}

impl DetailRow {
    fn detail(self) -> Result<Detail, StoreError> {
        let Self { made_on, best_before, expiry, removal_on, .. } = self;
        Ok(Detail {
            id: LotId(self.id),
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            code: self.code,
            implicit: self.implicit,
            dates: Dates { made_on, best_before, expiry, removal_on },
            received_on: self.received_on,
            status: from_word("lots.status", self.status)?,
            status_reason: self.status_reason,
            on_hand_base: self.on_hand_base,
            reserved_base: self.reserved_base,
            quarantined_base: self.quarantined_base,
        })
    }
}

/// A lot, with what a warehouse has of it.
pub async fn detail(tx: &mut Tx, warehouse: WarehouseId, lot: LotId) -> Result<Option<Detail>, StoreError> {
    optional!(tx, DetailRow, "lot/detail.sql", lot.0, warehouse.0)?.map(DetailRow::detail).transpose()
}

/// Lots whose item or code contains `search` (folded; empty finds all), of one status or all, by item and code: at most
/// `limit` after the one with this SKU, code and id.
pub async fn search(
    tx: &mut Tx,
    warehouse: WarehouseId,
    search: &str,
    status: Option<LotStatus>,
    (sku, code, id): &(String, String, LotId),
    limit: i64,
) -> Result<Vec<Detail>, StoreError> {
    let (search, status) = (containing(search), status.map(|status| word(&status)).unwrap_or_default());
    let rows = all!(tx, DetailRow, "lot/search.sql", warehouse.0, search, status, sku, code, id.0, limit)?;
    rows.into_iter().map(DetailRow::detail).collect()
}

/// An open reservation on a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub order: String,
    /// The line's number.
    pub line: i64,
    /// The location's code.
    pub location: String,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// The open reservations on a lot in a warehouse.
pub async fn reserved(tx: &mut Tx, warehouse: WarehouseId, lot: LotId) -> Result<Vec<Reserved>, StoreError> {
    let rows = all!(tx, (Uuid, String, i64, String, i64), "lot/reserved.sql", lot.0, warehouse.0)?;
    let reserved = |(order, number, line, location, quantity_base)| Reserved {
        order_id: OrderId(order),
        order: number,
        line,
        location,
        quantity_base,
    };
    Ok(rows.into_iter().map(reserved).collect())
}

/// A lot, locked, with what its dates are derived by. Goods of it leave before or after this, never meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Released, held or recalled.
    pub status: LotStatus,
    /// Its dates.
    pub dates: Dates,
    /// How the item's lots age.
    pub shelf_life: ShelfLife,
}

/// Locks a lot.
pub async fn lock(tx: &mut Tx, lot: LotId) -> Result<Option<Locked>, StoreError> {
    type Day = Option<Date>;
    type Row = (String, Day, Day, Day, Day, Option<i64>, Option<i64>, Option<i64>);
    let Some(row) = optional!(tx, Row, "lot/lock.sql", lot.0)? else { return Ok(None) };
    let (status, made_on, best_before, expiry, removal_on, shelf_life_days, best_lead, removal_lead) = row;
    let shelf_life =
        ShelfLife { shelf_life_days, best_before_lead_days: best_lead, removal_lead_days: removal_lead };
    let status = from_word("lots.status", status)?;
    Ok(Some(Locked { status, dates: Dates { made_on, best_before, expiry, removal_on }, shelf_life }))
}

/// Gives a lot another status.
pub async fn set_status(tx: &mut Tx, lot: LotId, status: LotStatus, reason: &str) -> Result<(), StoreError> {
    later!(tx, rows(1, "the lot is gone"), "lot/set_status.sql", lot.0, word(&status), reason)
}

/// Gives a lot other dates.
pub async fn set_dates(tx: &mut Tx, lot: LotId, dates: &Dates) -> Result<(), StoreError> {
    let Dates { made_on, best_before, expiry, removal_on } = *dates;
    let gone = "the lot is gone";
    later!(tx, rows(1, gone), "lot/set_dates.sql", lot.0, made_on, best_before, expiry, removal_on)
}

/// The warehouses that have stock of a lot.
pub async fn lies_in(tx: &mut Tx, lot: LotId) -> Result<Vec<WarehouseId>, StoreError> {
    let rows = all!(tx, (Uuid,), "lot/lies_in.sql", lot.0)?;
    Ok(rows.into_iter().map(|(id,)| WarehouseId(id)).collect())
}

/// One thing that a lot touched.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Traced {
    /// `receipt`, `location`, `unit`, `order`, `parcel` or `customer`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// What stands beside it: the supplier, the zone, the unit's location, the customer, the parcel's order, the city.
    pub part_of: String,
    /// Its status or kind.
    pub status: String,
    /// How much of the lot, in base units.
    pub quantity_base: i64,
    /// How much is reserved.
    pub reserved_base: i64,
}

/// Where a lot went in a warehouse, in one statement: receipts, locations, units, orders, parcels, customers.
pub async fn trace(tx: &mut Tx, warehouse: WarehouseId, lot: LotId) -> Result<Vec<Traced>, StoreError> {
    all!(tx, Traced, "lot/trace.sql", lot.0, warehouse.0)
}
