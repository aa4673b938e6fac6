//! Items with their packagings.

use std::collections::BTreeMap;

use bipe_core::id::{ItemId, OwnerId, PackagingId};
use bipe_core::item::{Item, Packaging};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, run, word};
use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    owner_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    tracking: String,
    expires: bool,
    rotation_policy: String,
    shelf_life_days: Option<i64>,
    best_before_lead_days: Option<i64>,
    removal_lead_days: Option<i64>,
    remaining_days_min: i64,
    #[sqlx(default)]
    packaging_id: Option<Uuid>,
}

#[derive(Serialize)]
struct Id {
    id: Uuid,
}

impl Row {
    fn item(self, packagings: &mut BTreeMap<Uuid, Vec<Packaging>>) -> Result<Item, StoreError> {
        Ok(Item {
            id: ItemId(self.id),
            owner_id: OwnerId(self.owner_id),
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            tracking: from_word("items.tracking", self.tracking)?,
            expires: self.expires,
            rotation_policy: from_word("items.rotation_policy", self.rotation_policy)?,
            shelf_life_days: self.shelf_life_days,
            best_before_lead_days: self.best_before_lead_days,
            removal_lead_days: self.removal_lead_days,
            remaining_days_min: self.remaining_days_min,
            packagings: packagings.remove(&self.id).unwrap_or_default(),
        })
    }
}

async fn packagings(tx: &mut Tx, items: &[Id]) -> Result<BTreeMap<Uuid, Vec<Packaging>>, StoreError> {
    type Row = (Uuid, Uuid, String, Option<String>, i64, i64);
    let mut by_item: BTreeMap<Uuid, Vec<Packaging>> = BTreeMap::new();
    for (id, item, name, gtin, quantity_base, weight_g) in all!(tx, Row, "item/packagings.sql", json(items))?
    {
        let packaging = Packaging { id: PackagingId(id), name, gtin, quantity_base, weight_g };
        by_item.entry(item).or_default().push(packaging);
    }
    Ok(by_item)
}

/// The items that a code names, with the packaging whose code it is: none, one, or (at most) two when the code is used
/// by several owners and `owner` does not say which.
pub async fn by_code(
    tx: &mut Tx,
    owner: Option<OwnerId>,
    code: &str,
) -> Result<Vec<(Item, Option<PackagingId>)>, StoreError> {
    let rows = all!(tx, Row, "item/by_code.sql", code, owner.map(|owner| owner.0))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = rows.iter().map(|row| Id { id: row.id }).collect();
    let mut packagings = packagings(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let packaging_id = row.packaging_id.map(PackagingId);
            Ok((row.item(&mut packagings)?, packaging_id))
        })
        .collect()
}

/// Items by id, in ascending id.
pub async fn by_ids(tx: &mut Tx, items: &[ItemId]) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<Id> = items.iter().map(|item| Id { id: item.0 }).collect();
    let rows = all!(tx, Row, "item/by_ids.sql", json(&ids))?;
    let mut packagings = packagings(tx, &ids).await?;
    rows.into_iter().map(|row| row.item(&mut packagings)).collect()
}

#[derive(Serialize)]
struct NewRow<'a> {
    id: Uuid,
    owner_id: Uuid,
    sku: &'a str,
    name: &'a str,
    search: String,
    unit: &'a str,
    tracking: String,
    expires: bool,
    rotation_policy: String,
    shelf_life_days: Option<i64>,
    best_before_lead_days: Option<i64>,
    removal_lead_days: Option<i64>,
    remaining_days_min: i64,
    abc_class: &'static str,
}

#[derive(Serialize)]
struct NewPackaging<'a> {
    id: Uuid,
    item_id: Uuid,
    name: &'a str,
    gtin: Option<&'a str>,
    quantity_base: i64,
    weight_g: i64,
}

#[derive(Serialize)]
struct NewCode<'a> {
    owner_id: Uuid,
    code: &'a str,
    item_id: Uuid,
    packaging_id: Option<Uuid>,
}

/// Adds items with their packagings; SKUs and GTINs become their codes.
///
/// # Errors
/// [`StoreError::Constraint`] when an owner has a SKU or code already.
pub async fn insert(tx: &mut Tx, new: &[Item]) -> Result<(), StoreError> {
    let (mut rows, mut packagings, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for item in new {
        rows.push(NewRow {
            id: item.id.0,
            owner_id: item.owner_id.0,
            sku: &item.sku,
            name: &item.name,
            search: bipe_core::words::fold(&format!("{} {}", item.sku, item.name)),
            unit: &item.unit,
            tracking: word(&item.tracking),
            expires: item.expires,
            rotation_policy: word(&item.rotation_policy),
            shelf_life_days: item.shelf_life_days,
            best_before_lead_days: item.best_before_lead_days,
            removal_lead_days: item.removal_lead_days,
            remaining_days_min: item.remaining_days_min,
            abc_class: "B",
        });
        let code = |code, packaging_id| NewCode {
            owner_id: item.owner_id.0,
            code,
            item_id: item.id.0,
            packaging_id,
        };
        codes.push(code(item.sku.as_str(), None));
        for packaging in &item.packagings {
            let gtin = packaging.gtin.as_deref();
            packagings.push(NewPackaging {
                id: packaging.id.0,
                item_id: item.id.0,
                name: &packaging.name,
                gtin,
                quantity_base: packaging.quantity_base,
                weight_g: packaging.weight_g,
            });
            codes.extend(gtin.map(|gtin| code(gtin, Some(packaging.id.0))));
        }
    }
    run!(tx, "item/insert.sql", json(&rows))?;
    run!(tx, "item/insert_packagings.sql", json(&packagings))?;
    run!(tx, "item/insert_codes.sql", json(&codes))?;
    Ok(())
}

/// Which of an owner's codes are taken, and the SKU of the item that has each.
pub async fn taken(
    tx: &mut Tx,
    owner: OwnerId,
    codes: &[String],
) -> Result<Vec<(String, String)>, StoreError> {
    #[derive(Serialize)]
    struct Code<'a> {
        code: &'a str,
    }
    let rows: Vec<Code<'_>> = codes.iter().map(|code| Code { code }).collect();
    all!(tx, (String, String), "item/taken.sql", owner.0, json(&rows))
}

/// Items whose SKU or name contains `search` (folded; empty finds all), or that have the code `code`, by SKU: at most `limit`
/// after the item with this SKU and id.
pub async fn search(
    tx: &mut Tx,
    search: &str,
    code: &str,
    after: (&str, ItemId),
    limit: i64,
) -> Result<Vec<Item>, StoreError> {
    let pattern = crate::stock::containing(search);
    let rows = all!(tx, Row, "item/search.sql", pattern, code, after.0, after.1.0, limit)?;
    let ids: Vec<Id> = rows.iter().map(|row| Id { id: row.id }).collect();
    let mut packagings = packagings(tx, &ids).await?;
    rows.into_iter().map(|row| row.item(&mut packagings)).collect()
}
