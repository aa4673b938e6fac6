//! What there is to say about a thing: where it lies, what lies in it, whose it is.

use std::collections::BTreeMap;

use bipe_core::flow::Unit;
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, ParcelId, ReceiptId, WarehouseId};
use bipe_core::item::{Item, Tracking};
use bipe_core::quantity::Pack;
use bipe_core::screen::{
    About, AboutItem, AboutParcel, AboutReceipt, AboutUnit, Bin, Goods, Lies, Lying, Progress, ReceiptSummary,
};
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, one};
use crate::stock::is_quarantine;
use crate::{StoreError, Tx, item};

/// How much of what lies is told.
const ROWS_MAX: i64 = 30;

#[derive(sqlx::FromRow)]
struct LiesRow {
    bin: String,
    zone: String,
    unit: Option<String>,
    item_id: Uuid,
    lot: String,
    implicit: bool,
    expiry: Option<Date>,
    status: String,
    kind: String,
    on_hand_base: i64,
    reserved_base: i64,
    all_rows: i64,
    all_base: i64,
    all_reserved_base: i64,
}

/// What stock is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// What lies in a location.
    Location(LocationId),
    /// Where an item lies; of this lot, where one is named.
    Item(ItemId, &'a str),
    /// What is in a unit.
    Unit(HandlingUnitId),
}

/// What lies there, as it is on `today`.
pub async fn lies(tx: &mut Tx, warehouse: WarehouseId, of: Of<'_>, today: Date) -> Result<Lies, StoreError> {
    let (location, of_item, unit, lot) = match of {
        Of::Location(location) => (Some(location.0), None, None, ""),
        Of::Item(item, lot) => (None, Some(item.0), None, lot),
        Of::Unit(unit) => (None, None, Some(unit.0), ""),
    };
    let rows = all!(tx, LiesRow, "inquire/lies.sql", warehouse.0, location, of_item, unit, lot, ROWS_MAX)?;
    let Some(first) = rows.first() else { return Ok(Lies::default()) };
    let mut lies = Lies {
        rows: Vec::new(),
        count: first.all_rows,
        on_hand_base: first.all_base,
        reserved_base: first.all_reserved_base,
    };
    let items = items(tx, rows.iter().map(|row| ItemId(row.item_id)).collect()).await?;
    for row in rows {
        let Some(item) = items.get(&ItemId(row.item_id)) else { continue };
        let lot = Some(row.lot).filter(|_| !row.implicit && item.tracking != Tracking::None);
        lies.rows.push(Lying {
            goods: Goods::of(item, lot, row.expiry, row.on_hand_base, today),
            bin: Bin::new(&row.bin, &row.zone),
            unit: row.unit,
            reserved_base: row.reserved_base,
            status: from_word("lots.status", row.status)?,
            quarantine: is_quarantine(row.kind)?,
        });
    }
    Ok(lies)
}

async fn items(tx: &mut Tx, mut wanted: Vec<ItemId>) -> Result<BTreeMap<ItemId, Item>, StoreError> {
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(item::by_ids(tx, &wanted).await?.into_iter().map(|item| (item.id, item)).collect())
}

/// An item, or the lot of it that was scanned.
pub async fn about_item(
    tx: &mut Tx,
    warehouse: WarehouseId,
    item: &Item,
    lot: Option<&str>,
    today: Date,
) -> Result<About, StoreError> {
    let lies = lies(tx, warehouse, Of::Item(item.id, lot.unwrap_or_default()), today).await?;
    let mut packs: Vec<Pack> = item
        .packagings
        .iter()
        .map(|one| Pack { count: 1, name: one.name.clone(), quantity_base: one.quantity_base })
        .collect();
    packs.sort_by_key(|pack| std::cmp::Reverse(pack.quantity_base));
    Ok(About::Item(AboutItem {
        sku: item.sku.clone(),
        name: item.name.clone(),
        unit: item.unit.clone(),
        packs,
        lot: lot.map(str::to_owned),
        lies,
    }))
}

/// A handling unit.
pub async fn about_unit(
    tx: &mut Tx,
    warehouse: WarehouseId,
    unit: &Unit,
    today: Date,
) -> Result<About, StoreError> {
    type Row = (Option<String>, Option<String>, bool, Option<String>, Option<String>);
    let (bin, zone, at_dock, stands_on, order) = one!(tx, Row, "inquire/unit.sql", unit.id.0)?;
    Ok(About::Unit(AboutUnit {
        unit: unit.code.clone(),
        kind: unit.kind,
        bin: bin.map(|bin| Bin::new(&bin, &zone.unwrap_or_default())),
        at_dock,
        stands_on,
        order,
        lies: lies(tx, warehouse, Of::Unit(unit.id), today).await?,
    }))
}

#[derive(sqlx::FromRow)]
struct ParcelRow {
    sscc: String,
    order_number: String,
    number: i64,
    carrier: String,
    tracking_code: String,
    status: String,
    item_id: Option<Uuid>,
    lot: Option<String>,
    implicit: Option<bool>,
    expiry: Option<Date>,
    quantity_base: Option<i64>,
}

/// A parcel, while it is one.
pub async fn about_parcel(tx: &mut Tx, parcel: ParcelId, today: Date) -> Result<Option<About>, StoreError> {
    let mut rows = all!(tx, ParcelRow, "inquire/parcel.sql", parcel.0)?;
    let items = items(tx, rows.iter().filter_map(|row| row.item_id.map(ItemId)).collect()).await?;
    let listed = |row: &ParcelRow| {
        let item = items.get(&ItemId(row.item_id?))?;
        let lot = row.lot.clone().filter(|_| row.implicit == Some(false) && item.tracking != Tracking::None);
        Some(Goods::of(item, lot, row.expiry, row.quantity_base?, today))
    };
    let goods = rows.iter().filter_map(listed).collect();
    let about = rows.pop().map(|row| AboutParcel {
        sscc: row.sscc,
        order: row.order_number,
        number: row.number,
        carrier: row.carrier,
        tracking_code: row.tracking_code,
        status: row.status,
        goods,
    });
    Ok(about.map(About::Parcel))
}

/// A receipt.
pub async fn about_receipt(tx: &mut Tx, receipt: ReceiptId) -> Result<About, StoreError> {
    type Row = (String, String, String, i64, i64, bool);
    let (number, supplier, status, done, total, blind) = one!(tx, Row, "inquire/receipt.sql", receipt.0)?;
    let receipt = ReceiptSummary { number, supplier, progress: Progress { done, total }, blind };
    Ok(About::Receipt(AboutReceipt { receipt, status: from_word("receipts.status", status)? }))
}
