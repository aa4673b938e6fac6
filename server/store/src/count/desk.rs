//! Counts as desks see and settle them.

use bipe_core::flow::count::{CountReason, CountStatus, Line};
use bipe_core::id::{CountId, HandlingUnitId, ItemId, LocationId, LotId, WarehouseId};
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, later, optional, word};
use crate::{StoreError, Tx};

/// Which bins a cycle takes.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Of this zone; of all when empty.
    pub zone: String,
    /// Meant for goods of this class; for any when empty.
    pub abc_class: String,
    /// Not counted since then, in Unix milliseconds.
    pub not_since_ms: i64,
    /// At most so many, those counted longest ago first.
    pub bins_max: i64,
}

/// The bins of a cycle.
pub async fn planned(
    tx: &mut Tx,
    warehouse: WarehouseId,
    cycle: &Cycle,
) -> Result<Vec<(LocationId, String)>, StoreError> {
    let Cycle { zone, abc_class, not_since_ms, bins_max } = cycle;
    let (since, most) = (*not_since_ms, *bins_max);
    let rows = all!(tx, (Uuid, String), "count/planned.sql", warehouse.0, zone, abc_class, since, most)?;
    Ok(rows.into_iter().map(|(id, code)| (LocationId(id), code)).collect())
}

/// A count to be settled.
#[derive(Clone, Debug)]
pub struct Settling {
    /// The bin.
    pub location_id: LocationId,
    /// The bin's code.
    pub location: String,
    /// How far it is.
    pub status: CountStatus,
    /// The bin's version at which it was counted.
    pub version: Option<i64>,
}

/// A count of this warehouse, to be settled once its bin is locked.
pub async fn to_settle(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: CountId,
) -> Result<Option<Settling>, StoreError> {
    type Row = (Uuid, Uuid, String, String, Option<i64>);
    let row = optional!(tx, Row, "count/locked.sql", id.0, warehouse.0)?;
    row.map(|(_, location, code, status, version)| {
        let status = from_word("counts.status", status)?;
        Ok(Settling { location_id: LocationId(location), location: code, status, version })
    })
    .transpose()
}

/// Posts or drops a count.
///
/// # Errors
/// [`StoreError::Contention`] when someone settled it meanwhile.
pub async fn settle(tx: &mut Tx, id: CountId, status: CountStatus, at_ms: i64) -> Result<(), StoreError> {
    let posted = (status == CountStatus::Posted).then_some(at_ms);
    later!(tx, rows(1, "the count was settled meanwhile"), "count/settle.sql", id.0, word(&status), posted)
}

#[derive(sqlx::FromRow)]
struct LineRow {
    count_id: Uuid,
    item_id: Uuid,
    lot_id: Uuid,
    handling_unit_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    lot: String,
    implicit: bool,
    unit_code: Option<String>,
    book_base: i64,
    counted_base: i64,
    reserved_base: i64,
}

/// What was found of one lot, as desks read it.
#[derive(Clone, Debug)]
pub struct ListedLine {
    /// The count.
    pub count_id: CountId,
    /// What was found, and what the book said; what is reserved is as of now.
    pub line: Line,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code; none where nobody scans it.
    pub lot: Option<String>,
    /// The handling unit's code.
    pub unit_code: Option<String>,
}

/// What counts found, line by line.
pub async fn lines(tx: &mut Tx, counts: &[CountId]) -> Result<Vec<ListedLine>, StoreError> {
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let rows = all!(tx, LineRow, "count/lines.sql", json(&Id::all(counts)))?;
    let listed = |row: LineRow| ListedLine {
        count_id: CountId(row.count_id),
        line: Line {
            item_id: ItemId(row.item_id),
            lot_id: LotId(row.lot_id),
            handling_unit_id: HandlingUnitId(row.handling_unit_id),
            book_base: row.book_base,
            counted_base: row.counted_base,
            reserved_base: row.reserved_base,
        },
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        lot: (!row.implicit).then_some(row.lot),
        unit_code: row.unit_code,
    };
    Ok(rows.into_iter().map(listed).collect())
}

#[derive(sqlx::FromRow)]
struct PageRow {
    id: Uuid,
    location: String,
    reason: String,
    status: String,
    requested_by: String,
    counted_by: Option<String>,
    recount_of: Option<Uuid>,
    created_at_ms: i64,
    counted_at_ms: Option<i64>,
}

/// A count as desks list it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: CountId,
    /// The bin's code.
    pub location: String,
    /// Why it was asked for.
    pub reason: CountReason,
    /// How far it is.
    pub status: CountStatus,
    /// Who asked for it.
    pub requested_by: String,
    /// Who counted, or is at it.
    pub counted_by: Option<String>,
    /// The count that it repeats.
    pub recount_of: Option<CountId>,
    /// When it was asked for, in Unix milliseconds.
    pub created_at_ms: i64,
    /// When it was counted.
    pub counted_at_ms: Option<i64>,
}

impl PageRow {
    fn listed(self) -> Result<Listed, StoreError> {
        Ok(Listed {
            id: CountId(self.id),
            location: self.location,
            reason: from_word("counts.reason", self.reason)?,
            status: from_word("counts.status", self.status)?,
            requested_by: self.requested_by,
            counted_by: self.counted_by,
            recount_of: self.recount_of.map(CountId),
            created_at_ms: self.created_at_ms,
            counted_at_ms: self.counted_at_ms,
        })
    }
}

/// Counts of a warehouse, in this status where one is given, newest first: at most `limit` before `before`.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    status: Option<CountStatus>,
    before: Option<CountId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let status = status.map(|status| word(&status));
    let before = before.map(|count| count.0);
    let rows = all!(tx, PageRow, "count/page.sql", warehouse.0, status, before, limit)?;
    rows.into_iter().map(PageRow::listed).collect()
}

/// One of them.
pub async fn one(tx: &mut Tx, warehouse: WarehouseId, id: CountId) -> Result<Option<Listed>, StoreError> {
    optional!(tx, PageRow, "count/one.sql", warehouse.0, id.0)?.map(PageRow::listed).transpose()
}
