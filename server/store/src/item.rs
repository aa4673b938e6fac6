//! Items with their packagings.

mod keeping;

use bipe_core::id::{ItemId, OwnerId, PackagingId};
use bipe_core::item::{Arrival, Item, Keeping, Measures, Packaging};
use bipe_core::location::{LocationKind, TemperatureClass};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, later, optional, run, word};
use crate::{StoreError, Tx};

pub use keeping::{details, handlings};

/// An item with one of its packagings.
#[derive(sqlx::FromRow)]
pub(crate) struct Row {
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
    over_receipt_percent: Option<i64>,
    #[sqlx(default)]
    arrival_days_min: i64,
    /// The packaging whose code was asked for.
    #[sqlx(default)]
    of_code: Option<Uuid>,
    packaging_id: Option<Uuid>,
    packaging: Option<String>,
    packaging_kind: Option<String>,
    gtin: Option<String>,
    packaging_base: Option<i64>,
    weight_g: Option<i64>,
}

/// A packaging from the columns of a row: its id, name and kind; its GTIN; what is in one, and its weight.
pub(crate) fn packaging(
    (id, name, kind): (Option<Uuid>, Option<String>, Option<String>),
    gtin: Option<String>,
    (quantity_base, weight_g): (Option<i64>, Option<i64>),
) -> Result<Option<Packaging>, StoreError> {
    let (Some(id), Some(name), Some(kind), Some(quantity_base), Some(weight_g)) =
        (id, name, kind, quantity_base, weight_g)
    else {
        return Ok(None);
    };
    let kind = from_word("packagings.kind", kind)?;
    Ok(Some(Packaging { id: PackagingId(id), name, kind, gtin, quantity_base, weight_g }))
}

impl Row {
    pub(crate) fn packaging(&mut self) -> Result<Option<Packaging>, StoreError> {
        packaging(
            (self.packaging_id, self.packaging.take(), self.packaging_kind.take()),
            self.gtin.take(),
            (self.packaging_base, self.weight_g),
        )
    }

    /// The item, without its packagings.
    pub(crate) fn item(self) -> Result<Item, StoreError> {
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
            arrival: Arrival {
                over_receipt_percent: self.over_receipt_percent,
                remaining_days_min: self.arrival_days_min,
            },
            packagings: Vec::new(),
        })
    }
}

/// The items of rows in which each item's packagings stand together, with the packaging whose code was asked for.
fn gather(rows: Vec<Row>) -> Result<Vec<(Item, Option<PackagingId>)>, StoreError> {
    let mut items: Vec<(Item, Option<PackagingId>)> = Vec::new();
    for mut row in rows {
        let packaging = row.packaging()?;
        if items.last().is_none_or(|(last, _)| last.id.0 != row.id) {
            let of_code = row.of_code.map(PackagingId);
            items.push((row.item()?, of_code));
        }
        if let Some((item, _)) = items.last_mut() {
            item.packagings.extend(packaging);
        }
    }
    Ok(items)
}

/// The items that a code names, with the packaging whose code it is: none, one, or (at most) two when the code is used
/// by several owners and `owner` does not say which.
pub async fn by_code(
    tx: &mut Tx,
    owner: Option<OwnerId>,
    code: &str,
) -> Result<Vec<(Item, Option<PackagingId>)>, StoreError> {
    gather(all!(tx, Row, "item/by_code.sql", code, owner.map(|owner| owner.0))?)
}

/// Items by id, in ascending id.
pub async fn by_ids(tx: &mut Tx, items: &[ItemId]) -> Result<Vec<Item>, StoreError> {
    let ids = Id::all(items);
    let items = gather(all!(tx, Row, "item/by_ids.sql", json(&ids))?)?;
    Ok(items.into_iter().map(|(item, _)| item).collect())
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
    over_receipt_percent: Option<i64>,
    arrival_days_min: i64,
    abc_class: String,
    temperature_class: String,
    strategy: Option<String>,
    handling: String,
}

#[derive(Serialize)]
struct NewPackaging<'a> {
    id: Uuid,
    item_id: Uuid,
    name: &'a str,
    gtin: Option<&'a str>,
    quantity_base: i64,
    weight_g: i64,
    kind: String,
    #[serde(flatten)]
    measures: Measures,
}

#[derive(Serialize)]
struct NewCode<'a> {
    owner_id: Uuid,
    code: &'a str,
    item_id: Uuid,
    packaging_id: Option<Uuid>,
}

/// An item with all its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The item.
    pub item: Item,
    /// How it is kept and chosen.
    pub keeping: Keeping,
    /// What its packagings are, in their order.
    pub measures: Vec<Measures>,
    /// Codes that name it besides its SKU and the GTINs of its packagings.
    pub codes: Vec<String>,
    /// Codes that name a packaging besides its GTIN.
    pub packaging_codes: Vec<(String, PackagingId)>,
}

impl From<Item> for Details {
    fn from(item: Item) -> Self {
        let measures = vec![Measures::default(); item.packagings.len()];
        Self { item, keeping: Keeping::default(), measures, codes: Vec::new(), packaging_codes: Vec::new() }
    }
}

impl Details {
    fn row(&self) -> NewRow<'_> {
        let item = &self.item;
        NewRow {
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
            over_receipt_percent: item.arrival.over_receipt_percent,
            arrival_days_min: item.arrival.remaining_days_min,
            abc_class: word(&self.keeping.abc_class),
            temperature_class: word(&self.keeping.temperature_class),
            strategy: self.keeping.strategy.as_ref().map(word),
            handling: word(&self.keeping.handling),
        }
    }

    fn packaging_rows(&self) -> impl Iterator<Item = NewPackaging<'_>> {
        let measures = self.measures.iter().copied().chain(std::iter::repeat(Measures::default()));
        self.item.packagings.iter().zip(measures).map(|(packaging, measures)| NewPackaging {
            id: packaging.id.0,
            item_id: self.item.id.0,
            name: &packaging.name,
            gtin: packaging.gtin.as_deref(),
            quantity_base: packaging.quantity_base,
            weight_g: packaging.weight_g,
            kind: word(&packaging.kind),
            measures,
        })
    }

    fn code_rows(&self) -> impl Iterator<Item = NewCode<'_>> {
        let code = |code, packaging_id| NewCode {
            owner_id: self.item.owner_id.0,
            code,
            item_id: self.item.id.0,
            packaging_id,
        };
        let gtins = self.item.packagings.iter();
        let gtins = gtins.filter_map(move |one| Some(code(one.gtin.as_deref()?, Some(one.id.0))));
        let others = self.codes.iter().map(move |other| code(other, None));
        let named = self.packaging_codes.iter().map(move |(named, of)| code(named, Some(of.0)));
        std::iter::once(code(self.item.sku.as_str(), None)).chain(gtins).chain(others).chain(named)
    }
}

/// Adds items with their packagings; SKUs and GTINs become their codes.
///
/// # Errors
/// [`StoreError::Constraint`] when an owner has a SKU or code already.
pub async fn insert(tx: &mut Tx, new: &[Item]) -> Result<(), StoreError> {
    let details: Vec<Details> = new.iter().cloned().map(Details::from).collect();
    insert_details(tx, &details).await
}

/// The same, with all their data.
///
/// # Errors
/// As [`insert`].
pub async fn insert_details(tx: &mut Tx, new: &[Details]) -> Result<(), StoreError> {
    let rows: Vec<NewRow<'_>> = new.iter().map(Details::row).collect();
    run!(tx, "item/insert.sql", json(&rows))?;
    insert_parts(tx, new).await
}

async fn insert_parts(tx: &mut Tx, new: &[Details]) -> Result<(), StoreError> {
    let packagings: Vec<NewPackaging<'_>> = new.iter().flat_map(Details::packaging_rows).collect();
    run!(tx, "item/insert_packagings.sql", json(&packagings))?;
    let codes: Vec<NewCode<'_>> = new.iter().flat_map(Details::code_rows).collect();
    run!(tx, "item/insert_codes.sql", json(&codes))?;
    Ok(())
}

/// Writes an item's data over what it had. Packagings keep their id by their name.
///
/// # Errors
/// [`StoreError::Constraint`] when another item has one of its codes.
pub async fn replace(tx: &mut Tx, item: &Details) -> Result<(), StoreError> {
    let id = item.item.id.0;
    run!(tx, "item/update.sql", json(&[item.row()]))?;
    run!(tx, "item/drop_codes.sql", id)?;
    run!(tx, "item/drop_packagings.sql", id)?;
    insert_parts(tx, std::slice::from_ref(item)).await
}

/// The owner's item with this SKU, locked, with all its data.
pub async fn locked(tx: &mut Tx, owner: OwnerId, sku: &str) -> Result<Option<Details>, StoreError> {
    let Some((id,)) = optional!(tx, (Uuid,), "item/locked.sql", owner.0, sku)? else { return Ok(None) };
    let items = by_ids(tx, &[ItemId(id)]).await?;
    Ok(details(tx, items).await?.pop())
}

/// The kinds of place an item lies in, with their temperature class and an example's code; empty when there is no stock.
pub async fn places(
    tx: &mut Tx,
    item: ItemId,
) -> Result<Vec<(LocationKind, TemperatureClass, String)>, StoreError> {
    all!(tx, (String, String, String), "item/places.sql", item.0)?
        .into_iter()
        .map(|(kind, class, code)| {
            let class = from_word("locations.temperature_class", class)?;
            Ok((from_word("locations.kind", kind)?, class, code))
        })
        .collect()
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

/// Lets a code name an item, in one of its packagings or as the base unit.
///
/// # Errors
/// [`StoreError::Contention`] when the owner has the code by now.
pub async fn attach_code(
    tx: &mut Tx,
    item: ItemId,
    code: &str,
    packaging: Option<PackagingId>,
) -> Result<(), StoreError> {
    let taken = "the code was given to an item by someone else";
    later!(tx, rows(1, taken), "item/attach_code.sql", item.0, code, packaging.map(|packaging| packaging.0))
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
    let items = gather(all!(tx, Row, "item/search.sql", pattern, code, after.0, after.1.0, limit)?)?;
    Ok(items.into_iter().map(|(item, _)| item).collect())
}
