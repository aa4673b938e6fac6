//! What items are besides: how they are kept, what their packagings are, and their other codes.

use std::collections::BTreeMap;

use bipe_core::id::{ItemId, PackagingId};
use bipe_core::item::{Handling, Item, Keeping, Measures};
use uuid::Uuid;

use super::Details;
use crate::row::{Id, all, from_word, json};
use crate::{StoreError, Tx};

/// An item's keeping with one of its packagings.
#[derive(sqlx::FromRow)]
struct KeepingRow {
    id: Uuid,
    temperature_class: String,
    abc_class: String,
    strategy: Option<String>,
    handling: String,
    packaging_id: Option<Uuid>,
    length_mm: Option<i64>,
    width_mm: Option<i64>,
    height_mm: Option<i64>,
}

impl KeepingRow {
    fn measures(&self) -> Option<(PackagingId, Measures)> {
        let (length_mm, width_mm, height_mm) = (self.length_mm?, self.width_mm?, self.height_mm?);
        Some((PackagingId(self.packaging_id?), Measures { length_mm, width_mm, height_mm }))
    }

    fn keeping(self) -> Result<Keeping, StoreError> {
        Ok(Keeping {
            handling: from_word("items.handling", self.handling)?,
            temperature_class: from_word("items.temperature_class", self.temperature_class)?,
            abc_class: from_word("items.abc_class", self.abc_class)?,
            strategy: self.strategy.map(|word| from_word("items.strategy", word)).transpose()?,
        })
    }
}

/// What the items are besides, in the same order: two statements.
pub async fn details(tx: &mut Tx, items: Vec<Item>) -> Result<Vec<Details>, StoreError> {
    let ids = Id::all(&items.iter().map(|item| item.id).collect::<Vec<_>>());
    let (mut keepings, mut measures) = (BTreeMap::new(), BTreeMap::new());
    for row in all!(tx, KeepingRow, "item/keeping.sql", json(&ids))? {
        measures.extend(row.measures());
        keepings.insert(row.id, row.keeping()?);
    }
    let mut codes: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    let mut named: BTreeMap<Uuid, Vec<(String, PackagingId)>> = BTreeMap::new();
    for (item, code, packaging) in all!(tx, (Uuid, String, Option<Uuid>), "item/other_codes.sql", json(&ids))?
    {
        match packaging {
            Some(packaging) => named.entry(item).or_default().push((code, PackagingId(packaging))),
            None => codes.entry(item).or_default().push(code),
        }
    }
    let whole = |item: Item| Details {
        keeping: keepings.get(&item.id.0).copied().unwrap_or_default(),
        measures: item
            .packagings
            .iter()
            .map(|one| measures.get(&one.id).copied().unwrap_or_default())
            .collect(),
        codes: codes.remove(&item.id.0).unwrap_or_default(),
        packaging_codes: named.remove(&item.id.0).unwrap_or_default(),
        item,
    };
    Ok(items.into_iter().map(whole).collect())
}

/// When goods of these items are put into the tote; an item that is not named is as most are.
pub async fn handlings(tx: &mut Tx, items: &[ItemId]) -> Result<BTreeMap<ItemId, Handling>, StoreError> {
    let rows = all!(tx, (Uuid, String), "item/handlings.sql", json(&Id::all(items)))?;
    rows.into_iter().map(|(id, word)| Ok((ItemId(id), from_word("items.handling", word)?))).collect()
}
