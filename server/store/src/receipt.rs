//! Receipts: documents that announce goods, and how much of them came in.

mod list;
mod new;
mod pallet;
mod supplier;

use bipe_core::flow::receive::{AnnouncedLot, Line, OtherPallet, Posted, Receipt, Share, Tolerance};
use bipe_core::id::{HandlingUnitId, ItemId, LotId, OwnerId, ReceiptId, ReceiptLineId, TaskId, WarehouseId};
use bipe_core::screen::{Progress, ReceiptSummary};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json, later, one};
use crate::{StoreError, Tx, item};

pub use list::{After, Listed, Which, page};
pub use new::{
    NewLine, NewReceipt, SupplierCode, by_access_key, insert, insert_lines, items_by_code, items_by_supplier,
    owners, remember, same, supplier,
};
pub use pallet::{announced, insert_pallets, known_pallets, pallets};
pub use supplier::{Supplier, suppliers};

/// A receipt with one of its lines and one of the line's lots.
#[derive(sqlx::FromRow)]
struct Row {
    receipt_id: Uuid,
    owner_id: Uuid,
    kind: String,
    blind: bool,
    number: String,
    supplier: String,
    status: String,
    own_percent: Option<i64>,
    warehouse_percent: i64,
    access_key: Option<String>,
    created_at_ms: i64,
    line_id: Option<Uuid>,
    line: Option<i64>,
    item_id: Option<Uuid>,
    expected_base: Option<i64>,
    received_base: Option<i64>,
    quarantined_base: Option<i64>,
    sent_back_base: Option<i64>,
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

/// The receipt with lines and items, and with `more` items.
pub async fn by_id(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: ReceiptId,
    more: &[ItemId],
) -> Result<Option<Detail>, StoreError> {
    let rows = all!(tx, Row, "receipt/by_id.sql", warehouse.0, id.0)?;
    with_items(tx, rows, more).await
}

/// The same, locked until the transaction ends: scans on one receipt are decided one after the other.
pub async fn locked(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: ReceiptId,
    more: &[ItemId],
) -> Result<Option<Detail>, StoreError> {
    let rows = all!(tx, Row, "receipt/locked.sql", warehouse.0, id.0)?;
    with_items(tx, rows, more).await
}

impl Row {
    fn line(&self) -> Option<Line> {
        Some(Line {
            id: ReceiptLineId(self.line_id?),
            number: self.line?,
            item_id: ItemId(self.item_id?),
            expected_base: self.expected_base?,
            received_base: self.received_base?,
            quarantined_base: self.quarantined_base?,
            sent_back_base: self.sent_back_base?,
            lots: Vec::new(),
        })
    }

    fn lot(&self) -> Option<AnnouncedLot> {
        let (code, quantity_base) = (self.lot.clone()?, self.quantity_base?);
        Some(AnnouncedLot { code, quantity_base, made_on: self.made_on, expiry: self.expiry })
    }
}

async fn with_items(tx: &mut Tx, mut rows: Vec<Row>, more: &[ItemId]) -> Result<Option<Detail>, StoreError> {
    let mut lines: Vec<Line> = Vec::new();
    for row in &rows {
        let line = row.line().filter(|line| lines.last().is_none_or(|last| last.id != line.id));
        lines.extend(line);
        if let Some(last) = lines.last_mut() {
            last.lots.extend(row.lot());
        }
    }
    let Some(head) = rows.pop() else { return Ok(None) };
    let wanted: Vec<ItemId> = lines.iter().map(|line| line.item_id).chain(more.iter().copied()).collect();
    let items = item::by_ids(tx, &wanted).await?;
    let status = from_word("receipts.status", head.status)?;
    let (id, owner_id) = (ReceiptId(head.receipt_id), OwnerId(head.owner_id));
    let receipt = Receipt {
        id,
        owner_id,
        kind: from_word("receipts.kind", head.kind)?,
        blind: head.blind,
        number: head.number,
        supplier: head.supplier,
        status,
        tolerance: Tolerance { own_percent: head.own_percent, warehouse_percent: head.warehouse_percent },
        lines,
        items,
    };
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
    let rows = all!(tx, (String, String, i64, i64, bool), "receipt/expected.sql", warehouse.0)?;
    let summary = |(number, supplier, done, total, blind)| ReceiptSummary {
        number,
        supplier,
        progress: Progress { done, total },
        blind,
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// Marks a receipt as in work, also one that was closed.
pub async fn open(tx: &mut Tx, id: ReceiptId) -> Result<(), StoreError> {
    later!(tx, "receipt/set_status.sql", id.0, "open")
}

/// Marks a receipt as done.
pub async fn close(tx: &mut Tx, id: ReceiptId) -> Result<(), StoreError> {
    later!(tx, "receipt/set_status.sql", id.0, "closed")
}

#[derive(Serialize)]
struct Counted {
    line_id: ReceiptLineId,
    quantity_base: i64,
    quarantined_base: i64,
}

/// Counts goods on lines, or takes them off with `sign` −1.
pub async fn count(tx: &mut Tx, goods: &[Posted], sign: i64) -> Result<(), StoreError> {
    let mut rows: Vec<Counted> = Vec::new();
    for (posted, share) in
        goods.iter().flat_map(|posted| posted.shares.iter().map(move |share| (posted, share)))
    {
        let quantity_base = sign * share.quantity_base;
        let quarantined_base = if posted.quarantine.is_some() { quantity_base } else { 0 };
        // A statement changes a row once.
        match rows.iter_mut().find(|row| row.line_id == share.line_id) {
            Some(row) => {
                row.quantity_base += quantity_base;
                row.quarantined_base += quarantined_base;
            }
            None => rows.push(Counted { line_id: share.line_id, quantity_base, quarantined_base }),
        }
    }
    later!(tx, "receipt/count.sql", json(&rows))
}

/// How much of a lot came in with a receipt and has not gone back to the supplier.
pub async fn came(tx: &mut Tx, receipt: ReceiptId, lot: LotId) -> Result<i64, StoreError> {
    Ok(one!(tx, (i64,), "receipt/came.sql", lot.0, receipt.0)?.0)
}

/// Counts on lines what goes back to the supplier. Each line stands there once.
pub async fn send_back(tx: &mut Tx, shares: &[Share]) -> Result<(), StoreError> {
    later!(tx, "receipt/send_back.sql", json(shares))
}

/// How a warehouse receives where neither item nor receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How much more than expected may come in, in percent of it.
    pub over_receipt_percent: i64,
    /// Whether those who receive are not told what is expected.
    pub blind: bool,
}

/// The warehouse's rule.
pub async fn rule(tx: &mut Tx, warehouse: WarehouseId) -> Result<Rule, StoreError> {
    let (over_receipt_percent, blind) = one!(tx, (i64, bool), "receipt/rule.sql", warehouse.0)?;
    Ok(Rule { over_receipt_percent, blind })
}

/// Sets it.
pub async fn set_rule(tx: &mut Tx, warehouse: WarehouseId, rule: Rule) -> Result<(), StoreError> {
    later!(tx, "receipt/set_rule.sql", warehouse.0, rule.over_receipt_percent, rule.blind)
}

/// The pallets of a receipt that other tasks hold.
pub async fn others(tx: &mut Tx, receipt: ReceiptId, task: TaskId) -> Result<Vec<OtherPallet>, StoreError> {
    let rows = all!(tx, (Uuid, String, String, bool), "receipt/others.sql", receipt.0, task.0)?;
    let other = |(id, code, operator, busy)| OtherPallet { id: HandlingUnitId(id), code, operator, busy };
    Ok(rows.into_iter().map(other).collect())
}
