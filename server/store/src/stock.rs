//! Stock as it lies: what bins hold, and the list for desks. What changes it is the ledger.

use bipe_core::flow::putaway::{BinFacts, Pallet};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, WarehouseId};
use bipe_core::ledger::Lying;
use bipe_core::location::{Arrival, Limits, Load, LocationKind, Room};
use bipe_core::lot::LotStatus;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json, word};
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

#[derive(sqlx::FromRow)]
struct BinRow {
    id: Uuid,
    code: String,
    zone: String,
    kind: String,
    pick_sequence: i64,
    abc_class: Option<String>,
    units_max: Option<i64>,
    weight_g_max: Option<i64>,
    volume_ml_max: Option<i64>,
    quantity_base_max: Option<i64>,
    mixing: String,
    temperature_class: String,
    counting: bool,
    units: i64,
    loose: bool,
    quantity_base: i64,
    weight_mg: i64,
    volume_mm3: i64,
    /// One of the lots it holds, with its item.
    held_item_id: Option<Uuid>,
    held_lot_id: Option<Uuid>,
}

impl BinRow {
    fn held(&self) -> Option<(ItemId, LotId)> {
        Some((ItemId(self.held_item_id?), LotId(self.held_lot_id?)))
    }

    /// What the bin is; what it holds is yet to be added.
    fn facts(self) -> Result<BinFacts, StoreError> {
        let room = Room {
            kind: from_word("locations.kind", self.kind)?,
            limits: Limits {
                units_max: self.units_max,
                weight_g_max: self.weight_g_max,
                volume_ml_max: self.volume_ml_max,
                quantity_base_max: self.quantity_base_max,
            },
            mixing: from_word("locations.mixing", self.mixing)?,
            temperature_class: from_word("locations.temperature_class", self.temperature_class)?,
            counting: self.counting,
            load: Load {
                units: self.units,
                loose: self.loose,
                quantity_base: self.quantity_base,
                weight_mg: self.weight_mg,
                volume_mm3: self.volume_mm3,
            },
            holds: Vec::new(),
        };
        let abc_class = self.abc_class.map(|class| from_word("locations.abc_class", class)).transpose()?;
        let (id, pick_sequence) = (LocationId(self.id), self.pick_sequence);
        Ok(BinFacts { id, code: self.code, zone: self.zone, pick_sequence, abc_class, room })
    }
}

/// What bins are and hold, in ascending id.
pub async fn bins(tx: &mut Tx, locations: &[LocationId]) -> Result<Vec<BinFacts>, StoreError> {
    if locations.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = locations.iter().map(|location| Id { id: location.0 }).collect();
    let rows = all!(tx, BinRow, "stock/bin.sql", json(&ids), HandlingUnitId::NONE.0)?;
    let mut bins: Vec<BinFacts> = Vec::new();
    for row in rows {
        let held = row.held();
        if bins.last().is_none_or(|last| last.id.0 != row.id) {
            bins.push(row.facts()?);
        }
        if let Some(last) = bins.last_mut() {
            last.room.holds.extend(held);
        }
    }
    Ok(bins)
}

/// Bins that may take a pallet, the likeliest first by the rules of [`bipe_core::flow::putaway::suggest`]: at most forty.
pub async fn candidates(
    tx: &mut Tx,
    warehouse: WarehouseId,
    pallet: &Pallet,
) -> Result<Vec<BinFacts>, StoreError> {
    let coming = pallet.coming();
    let Some(first) = coming.goods.first() else { return Ok(Vec::new()) };
    let same = |is: &dyn Fn(&Arrival) -> bool| coming.goods.iter().all(is);
    // Goods of several temperatures find no place together.
    if !same(&|one| one.temperature_class == first.temperature_class) {
        return Ok(Vec::new());
    }
    let sameness = match (same(&|one| one.lot_id == first.lot_id), same(&|one| one.item_id == first.item_id))
    {
        (true, _) => 2_i64,
        (false, true) => 1,
        (false, false) => 0,
    };
    let sum = |of_base: &dyn Fn(&Arrival) -> i64| {
        let amounts = coming.goods.iter().map(|one| one.quantity_base.saturating_mul(of_base(one)));
        amounts.fold(0, i64::saturating_add)
    };
    let goods: Vec<Held> =
        coming.goods.iter().map(|one| Held { item_id: one.item_id.0, lot_id: one.lot_id.0 }).collect();
    let rows = all!(
        tx,
        (Uuid,),
        "stock/candidates.sql",
        warehouse.0,
        json(&goods),
        word(&first.temperature_class),
        sameness,
        sum(&|_| 1),
        sum(&|one| one.weight_mg_base),
        sum(&|one| one.volume_mm3_base),
        i64::from(pallet.is_without_lots()),
        word(&pallet.abc_class())
    )?;
    let likely: Vec<LocationId> = rows.into_iter().map(|(id,)| LocationId(id)).collect();
    bins(tx, &likely).await
}

/// What of an item lies in a location. Lock it first.
pub async fn lying(tx: &mut Tx, location: LocationId, item: ItemId) -> Result<Vec<Lying>, StoreError> {
    type Row = (Uuid, String, Uuid, i64, i64, bool);
    let rows = all!(tx, Row, "stock/lying.sql", location.0, item.0)?;
    let lying = |(lot, code, unit, on_hand_base, reserved_base, of_order): Row| Lying {
        lot_id: LotId(lot),
        lot: code,
        handling_unit_id: HandlingUnitId(unit),
        on_hand_base,
        reserved_base,
        of_order,
    };
    Ok(rows.into_iter().map(lying).collect())
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
    /// Whether it lies in quarantine.
    pub quarantine: bool,
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
    kind: String,
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
    rows.into_iter().map(listed).collect()
}

/// Stock of the items of exactly this code, in the same order.
pub async fn of_item(
    tx: &mut Tx,
    warehouse: WarehouseId,
    sku: &str,
    after: &After,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        tx,
        ListRow,
        "stock/of_item.sql",
        warehouse.0,
        sku,
        &after.location,
        &after.sku,
        &after.lot,
        after.lot_id.0,
        after.handling_unit_id.0,
        limit
    )?;
    rows.into_iter().map(listed).collect()
}

/// Whether a place of this kind is for goods that must not be used.
pub(crate) fn is_quarantine(kind: String) -> Result<bool, StoreError> {
    from_word("locations.kind", kind).map(|kind: LocationKind| kind == LocationKind::Quarantine)
}

fn listed(row: ListRow) -> Result<Listed, StoreError> {
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
        quarantine: is_quarantine(row.kind)?,
        unit_code: row.unit_code,
        on_hand_base: row.on_hand_base,
        reserved_base: row.reserved_base,
    })
}

/// A LIKE pattern (with `\` as its escape) for texts that contain `search`; empty stays empty.
pub(crate) fn containing(search: &str) -> String {
    if search.is_empty() {
        return String::new();
    }
    let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
