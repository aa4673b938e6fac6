//! Stock as it lies: what bins hold, and the list for desks. What changes it is the ledger.

use std::collections::BTreeMap;

use bipe_core::flow::putaway::{BinFacts, Pallet};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, WarehouseId};
use bipe_core::lot::LotStatus;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json};
use crate::{StoreError, Tx};

#[derive(Serialize)]
struct Id {
    id: Uuid,
}

#[derive(Serialize)]
struct Held {
    item_id: Uuid,
    lot_id: Uuid,
}

type BinRow = (Uuid, String, String, String, i64, Option<i64>, String, i64);

/// What bins are and hold, in ascending id.
pub async fn bins(tx: &mut Tx, locations: &[LocationId]) -> Result<Vec<BinFacts>, StoreError> {
    let ids: Vec<Id> = locations.iter().map(|location| Id { id: location.0 }).collect();
    let rows = all!(tx, BinRow, "stock/bin.sql", json(&ids))?;
    with_held(tx, rows).await
}

/// Bins with room that a pallet may be put away to, the likeliest first: at most forty.
pub async fn candidates(
    tx: &mut Tx,
    warehouse: WarehouseId,
    pallet: &Pallet,
) -> Result<Vec<BinFacts>, StoreError> {
    let goods: Vec<Held> = pallet
        .contents
        .iter()
        .map(|content| Held { item_id: content.item_id.0, lot_id: content.lot_id.0 })
        .collect();
    let one_lot = i64::from(goods.windows(2).all(|pair| pair[0].lot_id == pair[1].lot_id));
    let one_item = i64::from(goods.windows(2).all(|pair| pair[0].item_id == pair[1].item_id));
    let rows = all!(tx, BinRow, "stock/candidates.sql", warehouse.0, json(&goods), one_lot, one_item)?;
    with_held(tx, rows).await
}

async fn with_held(tx: &mut Tx, rows: Vec<BinRow>) -> Result<Vec<BinFacts>, StoreError> {
    let ids: Vec<Id> = rows.iter().map(|row| Id { id: row.0 }).collect();
    let mut held: BTreeMap<Uuid, Vec<(ItemId, LotId)>> = BTreeMap::new();
    for (location, item, lot) in all!(tx, (Uuid, Uuid, Uuid), "stock/held.sql", json(&ids))? {
        held.entry(location).or_default().push((ItemId(item), LotId(lot)));
    }
    let facts = |row: BinRow| {
        let (id, code, zone, kind, pick_sequence, units_max, mixing, units) = row;
        Ok(BinFacts {
            id: LocationId(id),
            code,
            zone,
            kind: from_word("locations.kind", kind)?,
            pick_sequence,
            units_max,
            mixing: from_word("locations.mixing", mixing)?,
            units,
            holds: held.remove(&id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(facts).collect()
}

/// Stock in one place, as desks list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The location's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code.
    pub lot: String,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// The lot's status.
    pub status: LotStatus,
    /// The handling unit's code; none when loose.
    pub unit_code: Option<String>,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// Where the list goes on after it.
    pub after: After,
}

/// A place in the list of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// The location's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The lot's code.
    pub lot: String,
    /// The lot.
    pub lot_id: LotId,
    /// The handling unit, or none.
    pub handling_unit_id: HandlingUnitId,
}

impl Default for After {
    fn default() -> Self {
        let (lot_id, handling_unit_id) = (LotId(Uuid::nil()), HandlingUnitId::NONE);
        Self { location: String::new(), sku: String::new(), lot: String::new(), lot_id, handling_unit_id }
    }
}

#[derive(sqlx::FromRow)]
struct ListRow {
    location: String,
    sku: String,
    name: String,
    lot: String,
    expiry: Option<Date>,
    status: String,
    unit_code: Option<String>,
    on_hand_base: i64,
    reserved_base: i64,
    unit: String,
    lot_id: Uuid,
    handling_unit_id: Uuid,
}

/// Stock whose item, location, lot or handling unit contains `search` (folded; empty finds all), by location, item and
/// lot: at most `limit` rows after `after`.
pub async fn search(
    tx: &mut Tx,
    warehouse: WarehouseId,
    search: &str,
    after: &After,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        tx,
        ListRow,
        "stock/search.sql",
        warehouse.0,
        containing(search),
        &after.location,
        &after.sku,
        &after.lot,
        after.lot_id.0,
        after.handling_unit_id.0,
        limit
    )?;
    let listed = |row: ListRow| {
        let (lot_id, handling_unit_id) = (LotId(row.lot_id), HandlingUnitId(row.handling_unit_id));
        Ok(Listed {
            after: After {
                location: row.location.clone(),
                sku: row.sku.clone(),
                lot: row.lot.clone(),
                lot_id,
                handling_unit_id,
            },
            location: row.location,
            sku: row.sku,
            name: row.name,
            unit: row.unit,
            lot: row.lot,
            expiry: row.expiry,
            status: from_word("lots.status", row.status)?,
            unit_code: row.unit_code,
            on_hand_base: row.on_hand_base,
            reserved_base: row.reserved_base,
        })
    };
    rows.into_iter().map(listed).collect()
}

/// A LIKE pattern (with `\` as its escape) for texts that contain `search`; empty stays empty.
pub(crate) fn containing(search: &str) -> String {
    if search.is_empty() {
        return String::new();
    }
    let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
