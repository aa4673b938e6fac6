//! Counts: which bins are to be counted, what was found there, and what became of it.
//!
//! **Invariant**: a bin has one open or awaiting count at most (a unique index); asking for another changes nothing.
//! **Invariant**: `locations.count_id` names the count that someone is at, and nothing else.

mod desk;

use bipe_core::flow::count::{BookRow, CountReason, CountStatus, Line, LotFacts, Sheet, Tolerance};
use bipe_core::id::{CountId, HandlingUnitId, ItemId, LocationId, LotId, UserId, WarehouseId};
use bipe_core::screen::Bin;
use serde::Serialize;
use time::Date;
use uuid::Uuid;

pub use desk::*;

use crate::ledger::Locked;
use crate::row::{all, from_word, json, later, one, optional, word};
use crate::{StoreError, Tx};

/// A count to be opened.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NewCount {
    /// Its id.
    pub id: CountId,
    /// The bin.
    pub location_id: LocationId,
}

/// Why counts are opened, by whom, and when.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Why.
    pub reason: CountReason,
    /// The count that they repeat.
    pub recount_of: Option<CountId>,
    /// By whom.
    pub by: UserId,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
}

/// Opens counts; a bin that has one already keeps it.
pub async fn open(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &[NewCount],
    asked: Asked,
) -> Result<(), StoreError> {
    let recount_of = asked.recount_of.map(|count| count.0);
    later!(
        tx,
        "count/open.sql",
        json(new),
        warehouse.0,
        word(&asked.reason),
        recount_of,
        asked.by.0,
        asked.at_ms
    )
}

/// Bins that wait to be counted by this person, in the order of the walk, at most `limit`; and how many wait in all.
pub async fn waiting(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
    limit: i64,
) -> Result<(Vec<Bin>, i64), StoreError> {
    let rows = all!(tx, (String, String, i64), "count/waiting.sql", warehouse.0, user.0, limit)?;
    let count = rows.first().map_or(0, |row| row.2);
    Ok((rows.into_iter().map(|(code, zone, _)| Bin::new(&code, &zone)).collect(), count))
}

/// The count that stands at a bin, open or awaiting, locked.
pub async fn at(tx: &mut Tx, location: LocationId) -> Result<Option<CountId>, StoreError> {
    Ok(optional!(tx, (Uuid,), "count/at.sql", location.0)?.map(|(id,)| CountId(id)))
}

/// A bin as people see it.
pub async fn bin(tx: &mut Tx, location: LocationId) -> Result<Bin, StoreError> {
    let (code, zone) = one!(tx, (String, String), "count/bin.sql", location.0)?;
    Ok(Bin::new(&code, &zone))
}

#[derive(sqlx::FromRow)]
struct SheetRow {
    location_id: Uuid,
    code: String,
    zone: String,
    reason: String,
    status: String,
    version: i64,
    counted_by: Option<Uuid>,
    first_by: Option<Uuid>,
    holder: Option<String>,
}

/// A count as this person's flow needs it, and whether this person is who counts it.
pub async fn sheet(tx: &mut Tx, id: CountId, user: UserId) -> Result<Option<(Sheet, bool)>, StoreError> {
    let Some(row) = optional!(tx, SheetRow, "count/sheet.sql", id.0, user.0)? else { return Ok(None) };
    let mine = row.counted_by == Some(user.0);
    let sheet = Sheet {
        id,
        location_id: LocationId(row.location_id),
        bin: Bin::new(&row.code, &row.zone),
        reason: from_word("counts.reason", row.reason)?,
        status: from_word("counts.status", row.status)?,
        is_second_of_mine: row.first_by == Some(user.0),
        // Who left it in a parked task no longer holds it.
        holder: row.holder.filter(|_| !mine),
        version: row.version,
    };
    Ok(Some((sheet, mine)))
}

/// What the book says of a bin: by item, the oldest lots first, loose goods before those in units.
pub async fn book(tx: &mut Tx, location: LocationId) -> Result<Vec<BookRow>, StoreError> {
    let rows = all!(tx, (Uuid, Uuid, Uuid, i64, i64), "count/book.sql", location.0)?;
    let row = |(item, lot, unit, on_hand_base, reserved_base)| BookRow {
        item_id: ItemId(item),
        lot_id: LotId(lot),
        handling_unit_id: HandlingUnitId(unit),
        on_hand_base,
        reserved_base,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// How much of a lot lies in other places than this one.
pub async fn elsewhere(tx: &mut Tx, lot: LotId, location: LocationId) -> Result<i64, StoreError> {
    Ok(one!(tx, (i64,), "count/elsewhere.sql", lot.0, location.0)?.0)
}

/// The newest lot of an item whose lots nobody tells apart.
pub async fn newest_lot(tx: &mut Tx, item_id: ItemId) -> Result<Option<LotFacts>, StoreError> {
    type Row = (Uuid, String, Option<Date>, String);
    let row = optional!(tx, Row, "count/newest_lot.sql", item_id.0)?;
    row.map(|(id, code, expiry, status)| {
        let status = from_word("lots.status", status)?;
        Ok(LotFacts { id: LotId(id), item_id, code, expiry, status, elsewhere_base: 0 })
    })
    .transpose()
}

/// Lots of the goods in a bin by the book, and the newest of each untracked item there.
pub async fn lots_at(
    tx: &mut Tx,
    location: LocationId,
) -> Result<(Vec<LotFacts>, Vec<LotFacts>), StoreError> {
    type Row = (Uuid, Uuid, String, bool, Option<Date>, String, i64);
    let (mut told_apart, mut untracked) = (Vec::new(), Vec::new());
    for row in all!(tx, Row, "count/lots_at.sql", location.0)? {
        let (id, item, code, implicit, expiry, status, elsewhere_base) = row;
        let status = from_word("lots.status", status)?;
        let lot = LotFacts { id: LotId(id), item_id: ItemId(item), code, expiry, status, elsewhere_base };
        if implicit { &mut untracked } else { &mut told_apart }.push(lot);
    }
    Ok((told_apart, untracked))
}

/// How a warehouse judges counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What difference is posted at once.
    pub tolerance: Tolerance,
    /// Whether pickers are asked if a bin is empty when the book says so.
    pub zero_check: bool,
}

/// How the warehouse judges counts.
pub async fn rule(tx: &mut Tx, warehouse: WarehouseId) -> Result<Rule, StoreError> {
    let (base, permille, zero_check) = one!(tx, (i64, i64, bool), "count/rule.sql", warehouse.0)?;
    Ok(Rule { tolerance: Tolerance { base, permille }, zero_check })
}

/// Sets it.
pub async fn set_rule(tx: &mut Tx, warehouse: WarehouseId, rule: Rule) -> Result<(), StoreError> {
    let Tolerance { base, permille } = rule.tolerance;
    later!(tx, "count/set_rule.sql", warehouse.0, base, permille, rule.zero_check)
}

/// Notes that someone saw a bin empty that is empty by the book. Lock it and read it first.
pub async fn prove_empty(
    tx: &mut Tx,
    _locked: &Locked,
    id: CountId,
    location: LocationId,
    by: UserId,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(tx, "count/prove_empty.sql", id.0, location.0, by.0, at_ms)
}

/// Makes a person the one who counts.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer open.
pub async fn claim(tx: &mut Tx, id: CountId, user: Option<UserId>) -> Result<(), StoreError> {
    later!(tx, rows(1, "the count is no longer open"), "count/claim.sql", id.0, user.map(|user| user.0))
}

/// Locks a bin for a count, or frees it.
pub async fn lock_bin(tx: &mut Tx, location: LocationId, count: Option<CountId>) -> Result<(), StoreError> {
    later!(tx, "count/lock_bin.sql", location.0, count.map(|count| count.0))
}

#[derive(Serialize)]
struct LineRow {
    lot_id: LotId,
    handling_unit_id: HandlingUnitId,
    book_base: i64,
    counted_base: i64,
}

/// Who counted, when, at which version of the bin.
#[derive(Clone, Copy, Debug)]
pub struct CountedAt {
    /// Who.
    pub by: UserId,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// The bin's version.
    pub version: i64,
}

/// Writes what was found, and how the count stands now.
///
/// # Errors
/// [`StoreError::Contention`] when it is no longer open.
pub async fn close(
    tx: &mut Tx,
    id: CountId,
    status: CountStatus,
    counted: CountedAt,
    lines: &[Line],
) -> Result<(), StoreError> {
    let CountedAt { by, at_ms, version } = counted;
    let posted = (status == CountStatus::Posted).then_some(at_ms);
    let rows = rows_of(lines);
    later!(
        tx,
        rows(1, "the count is no longer open"),
        "count/close.sql",
        id.0,
        word(&status),
        version,
        by.0,
        at_ms,
        posted
    )?;
    if rows.is_empty() {
        return Ok(());
    }
    later!(tx, "count/insert_lines.sql", json(&rows), id.0)
}

fn rows_of(lines: &[Line]) -> Vec<LineRow> {
    let row = |line: &Line| LineRow {
        lot_id: line.lot_id,
        handling_unit_id: line.handling_unit_id,
        book_base: line.book_base,
        counted_base: line.counted_base,
    };
    lines.iter().map(row).collect()
}
