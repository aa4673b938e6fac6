//! Receipts as they are announced.

use std::collections::BTreeMap;

use bipe_core::flow::receive::{AnnouncedLot, ReceiptKind};
use bipe_core::id::{ItemId, OwnerId, PackagingId, ReceiptId, ReceiptLineId, SupplierId, WarehouseId};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, json, later, one, optional, run, word};
use crate::{StoreError, Tx};

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
    /// What announces the goods.
    pub kind: ReceiptKind,
    /// Whether those who receive are not told what is expected.
    pub blind: bool,
    /// How much more than expected may come in, in percent of it; none is the item's or the warehouse's rule.
    pub over_receipt_percent: Option<i64>,
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
        word(&new.kind),
        new.blind,
        &new.number,
        new.access_key.as_deref(),
        new.over_receipt_percent,
        at_ms
    )?;
    if made == 0 {
        return Err(StoreError::Contention("the invoice was imported by someone else"));
    }
    if new.lines.is_empty() {
        return Ok(());
    }
    insert_lines(tx, new.id, &new.lines).await?;
    let rows: Vec<LotRow<'_>> =
        new.lines.iter().flat_map(|line| line.lots.iter().map(|lot| LotRow::of(line.id, lot))).collect();
    if !rows.is_empty() {
        later!(tx, "receipt/insert_lots.sql", json(&rows))?;
    }
    Ok(())
}

/// Adds lines to a receipt, without what is announced of their lots.
pub async fn insert_lines(tx: &mut Tx, receipt: ReceiptId, lines: &[NewLine]) -> Result<(), StoreError> {
    later!(tx, "receipt/insert_lines.sql", receipt.0, json(lines))
}

/// The receipt of the same document, if there is one.
pub async fn same(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &NewReceipt,
) -> Result<Option<ReceiptId>, StoreError> {
    let (supplier, owner, kind) = (new.supplier_id.0, new.owner_id.0, word(&new.kind));
    let row = optional!(tx, (Uuid,), "receipt/same.sql", warehouse.0, &new.number, supplier, owner, kind)?;
    Ok(row.map(|(id,)| ReceiptId(id)))
}
