//! Receipts: documents that announce goods, and how much of them came in.

use std::collections::BTreeMap;

use bipe_core::flow::receive::{AnnouncedLot, Line, OtherPallet, Receipt, Share};
use bipe_core::id::{
    HandlingUnitId, ItemId, OwnerId, PackagingId, ReceiptId, ReceiptLineId, SupplierId, TaskId, WarehouseId,
};
use bipe_core::screen::{Progress, ReceiptSummary};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json, later, one, optional, run};
use crate::{StoreError, Tx, item};

/// A receipt with one of its lines and one of the line's lots.
#[derive(sqlx::FromRow)]
struct Row {
    receipt_id: Uuid,
    owner_id: Uuid,
    number: String,
    supplier: String,
    status: String,
    access_key: Option<String>,
    created_at_ms: i64,
    line_id: Option<Uuid>,
    line: Option<i64>,
    item_id: Option<Uuid>,
    expected_base: Option<i64>,
    received_base: Option<i64>,
    lot: Option<String>,
    quantity_base: Option<i64>,
    made_on: Option<Date>,
    expiry: Option<Date>,
}

/// A receipt with what desks show besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The receipt with lines and items.
    pub receipt: Receipt,
    /// The NF-e access key.
    pub access_key: Option<String>,
    /// When it was created, in Unix milliseconds.
    pub created_at_ms: i64,
}

/// The receipt with lines and items.
pub async fn by_id(tx: &mut Tx, warehouse: WarehouseId, id: ReceiptId) -> Result<Option<Detail>, StoreError> {
    let rows = all!(tx, Row, "receipt/by_id.sql", warehouse.0, id.0)?;
    with_items(tx, rows).await
}

/// The same, locked until the transaction ends: scans on one receipt are decided one after the other.
pub async fn locked(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: ReceiptId,
) -> Result<Option<Detail>, StoreError> {
    let rows = all!(tx, Row, "receipt/locked.sql", warehouse.0, id.0)?;
    with_items(tx, rows).await
}

impl Row {
    fn line(&self) -> Option<Line> {
        Some(Line {
            id: ReceiptLineId(self.line_id?),
            number: self.line?,
            item_id: ItemId(self.item_id?),
            expected_base: self.expected_base?,
            received_base: self.received_base?,
            lots: Vec::new(),
        })
    }

    fn lot(&self) -> Option<AnnouncedLot> {
        let (code, quantity_base) = (self.lot.clone()?, self.quantity_base?);
        Some(AnnouncedLot { code, quantity_base, made_on: self.made_on, expiry: self.expiry })
    }
}

async fn with_items(tx: &mut Tx, mut rows: Vec<Row>) -> Result<Option<Detail>, StoreError> {
    let mut lines: Vec<Line> = Vec::new();
    for row in &rows {
        let line = row.line().filter(|line| lines.last().is_none_or(|last| last.id != line.id));
        lines.extend(line);
        if let Some(last) = lines.last_mut() {
            last.lots.extend(row.lot());
        }
    }
    let Some(head) = rows.pop() else { return Ok(None) };
    let wanted: Vec<ItemId> = lines.iter().map(|line| line.item_id).collect();
    let items = item::by_ids(tx, &wanted).await?;
    let status = from_word("receipts.status", head.status)?;
    let (id, owner_id) = (ReceiptId(head.receipt_id), OwnerId(head.owner_id));
    let receipt =
        Receipt { id, owner_id, number: head.number, supplier: head.supplier, status, lines, items };
    Ok(Some(Detail { receipt, access_key: head.access_key, created_at_ms: head.created_at_ms }))
}

/// The receipt with this number: the only open one, else the only one at all.
pub async fn by_number(
    tx: &mut Tx,
    warehouse: WarehouseId,
    number: &str,
) -> Result<Option<ReceiptId>, StoreError> {
    let rows = all!(tx, (Uuid, bool), "receipt/by_number.sql", warehouse.0, number)?;
    Ok(match rows.as_slice() {
        [(id, _)] | [(id, true), (_, false)] => Some(ReceiptId(*id)),
        _ => None,
    })
}

/// Receipts that are not closed, oldest first, at most twenty.
pub async fn expected(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<ReceiptSummary>, StoreError> {
    let rows = all!(tx, (String, String, i64, i64), "receipt/expected.sql", warehouse.0)?;
    let summary = |(number, supplier, done, total)| ReceiptSummary {
        number,
        supplier,
        progress: Progress { done, total },
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// Marks a receipt as in work.
pub async fn open(tx: &mut Tx, id: ReceiptId) -> Result<(), StoreError> {
    later!(tx, "receipt/set_status.sql", id.0, "open")
}

/// Marks a receipt as done.
pub async fn close(tx: &mut Tx, id: ReceiptId) -> Result<(), StoreError> {
    later!(tx, "receipt/set_status.sql", id.0, "closed")
}

/// Counts goods on lines, or takes them off with `sign` −1.
pub async fn count(tx: &mut Tx, shares: &[Share], sign: i64) -> Result<(), StoreError> {
    let signed = |share: &Share| Share { quantity_base: sign * share.quantity_base, ..share.clone() };
    let rows: Vec<Share> = shares.iter().map(signed).collect();
    later!(tx, "receipt/count.sql", json(&rows))
}

/// The pallets of a receipt that other tasks hold.
pub async fn others(tx: &mut Tx, receipt: ReceiptId, task: TaskId) -> Result<Vec<OtherPallet>, StoreError> {
    let rows = all!(tx, (Uuid, String, String, bool), "receipt/others.sql", receipt.0, task.0)?;
    let other = |(id, code, operator, busy)| OtherPallet { id: HandlingUnitId(id), code, operator, busy };
    Ok(rows.into_iter().map(other).collect())
}

/// A receipt in the list of desks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: ReceiptId,
    /// Its number.
    pub number: String,
    /// The NF-e access key.
    pub access_key: Option<String>,
    /// The supplier's name.
    pub supplier: String,
    /// `expected`, `open` or `closed`.
    pub status: String,
    /// When it was created, in Unix milliseconds.
    pub created_at_ms: i64,
    /// Lines done and lines in all.
    pub progress: Progress,
}

/// A place in the list of receipts: those not closed first, then the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// 1 while not closed.
    pub open: i64,
    /// When it was created, in Unix milliseconds.
    pub created_at_ms: i64,
    /// Its id.
    pub id: ReceiptId,
}

impl Default for After {
    fn default() -> Self {
        Self { open: 2, created_at_ms: i64::MAX, id: ReceiptId(Uuid::max()) }
    }
}

impl Listed {
    /// Where the list goes on after this receipt.
    pub fn after(&self) -> After {
        let open = i64::from(self.status != "closed");
        After { open, created_at_ms: self.created_at_ms, id: self.id }
    }
}

/// At most `limit` receipts after `after`: those not closed first, each newest first.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    after: After,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    type Row = (Uuid, String, Option<String>, String, String, i64, i64, i64);
    let rows =
        all!(tx, Row, "receipt/page.sql", warehouse.0, after.open, after.created_at_ms, after.id.0, limit)?;
    let listed = |(id, number, access_key, supplier, status, created_at_ms, done, total): Row| Listed {
        id: ReceiptId(id),
        number,
        access_key,
        supplier,
        status,
        created_at_ms,
        progress: Progress { done, total },
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// The receipt of an access key, in whatever warehouse: its id and number.
pub async fn by_access_key(tx: &mut Tx, key: &str) -> Result<Option<(ReceiptId, String)>, StoreError> {
    let row = optional!(tx, (Uuid, String, Uuid), "receipt/by_access_key.sql", key)?;
    Ok(row.map(|(id, number, _)| (ReceiptId(id), number)))
}

/// All owners with their tax ids, first ones first.
pub async fn owners(tx: &mut Tx) -> Result<Vec<(OwnerId, String)>, StoreError> {
    let rows = all!(tx, (Uuid, String), "receipt/owners.sql")?;
    Ok(rows.into_iter().map(|(id, tax_id)| (OwnerId(id), tax_id)).collect())
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

fn codes(list: &[String]) -> String {
    json(&list.iter().map(|code| Code { code }).collect::<Vec<_>>())
}

/// The items of an owner that these codes name, each with the packaging whose code it is.
pub async fn items_by_code(
    tx: &mut Tx,
    owner: OwnerId,
    list: &[String],
) -> Result<BTreeMap<String, (ItemId, Option<PackagingId>)>, StoreError> {
    let rows = all!(tx, (String, Uuid, Option<Uuid>), "receipt/item_codes.sql", owner.0, codes(list))?;
    let named =
        |(code, item, packaging): (_, _, Option<Uuid>)| (code, (ItemId(item), packaging.map(PackagingId)));
    Ok(rows.into_iter().map(named).collect())
}

/// The owner's items that a supplier calls by these codes.
pub async fn items_by_supplier(
    tx: &mut Tx,
    supplier_tax_id: &str,
    owner: OwnerId,
    list: &[String],
) -> Result<BTreeMap<String, ItemId>, StoreError> {
    let rows = all!(tx, (String, Uuid), "receipt/supplier_codes.sql", supplier_tax_id, owner.0, codes(list))?;
    Ok(rows.into_iter().map(|(code, item)| (code, ItemId(item))).collect())
}

/// The supplier with this tax id, made or renamed.
pub async fn supplier(
    tx: &mut Tx,
    id: SupplierId,
    name: &str,
    tax_id: &str,
) -> Result<SupplierId, StoreError> {
    one!(tx, (Uuid,), "receipt/supplier.sql", id.0, name, tax_id).map(|(id,)| SupplierId(id))
}

/// What a supplier calls an item.
#[derive(Clone, Debug, Serialize)]
pub struct SupplierCode {
    /// The supplier's code.
    pub code: String,
    /// The item.
    pub item_id: ItemId,
}

/// Remembers what a supplier calls items. Each code stands in `known` once.
pub async fn remember(tx: &mut Tx, supplier: SupplierId, known: &[SupplierCode]) -> Result<(), StoreError> {
    later!(tx, "receipt/remember.sql", supplier.0, json(known))
}

/// A receipt to be stored.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    /// Its id.
    pub id: ReceiptId,
    /// Whose goods.
    pub owner_id: OwnerId,
    /// Who sends them.
    pub supplier_id: SupplierId,
    /// The document's number.
    pub number: String,
    /// The NF-e access key.
    pub access_key: Option<String>,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// A line of a new receipt.
#[derive(Clone, Debug, Serialize)]
pub struct NewLine {
    /// Its id.
    pub id: ReceiptLineId,
    /// The item number in the document.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Base units expected.
    pub expected_base: i64,
    /// Lots that the document announces.
    #[serde(skip)]
    pub lots: Vec<AnnouncedLot>,
}

#[derive(Serialize)]
struct LotRow<'a> {
    line_id: ReceiptLineId,
    code: &'a str,
    quantity_base: i64,
    made_on: Option<String>,
    expiry: Option<String>,
}

impl<'a> LotRow<'a> {
    fn of(line_id: ReceiptLineId, lot: &'a AnnouncedLot) -> Self {
        // `Date` shows itself as ISO 8601, which both engines read.
        let (made_on, expiry) =
            (lot.made_on.map(|date| date.to_string()), lot.expiry.map(|date| date.to_string()));
        Self { line_id, code: &lot.code, quantity_base: lot.quantity_base, made_on, expiry }
    }
}

/// Stores a receipt with lines and announced lots.
///
/// # Errors
/// [`StoreError::Contention`] when its access key is known by now.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &NewReceipt,
    at_ms: i64,
) -> Result<(), StoreError> {
    let made = run!(
        tx,
        "receipt/insert.sql",
        new.id.0,
        warehouse.0,
        new.owner_id.0,
        new.supplier_id.0,
        &new.number,
        new.access_key.as_deref(),
        at_ms
    )?;
    if made == 0 {
        return Err(StoreError::Contention("the invoice was imported by someone else"));
    }
    later!(tx, "receipt/insert_lines.sql", new.id.0, json(&new.lines))?;
    let rows: Vec<LotRow<'_>> =
        new.lines.iter().flat_map(|line| line.lots.iter().map(|lot| LotRow::of(line.id, lot))).collect();
    if !rows.is_empty() {
        later!(tx, "receipt/insert_lots.sql", json(&rows))?;
    }
    Ok(())
}
