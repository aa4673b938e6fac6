//! Locations.

use std::collections::BTreeMap;

use bipe_core::id::{LocationId, WarehouseId, ZoneId};
use bipe_core::location::{AbcClass, Limits, Location, LocationKind, Mixing, TemperatureClass};
use bipe_core::plan::site::Bin;
use serde::Serialize;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, one, optional, run, word};
use crate::{StoreError, Tx};

type Row = (Uuid, String, String, Option<Uuid>, i64, i64);

fn location(row: Row) -> Result<Location, StoreError> {
    let (id, code, kind, zone_id, pick_sequence, version) = row;
    Ok(Location {
        id: LocationId(id),
        code,
        kind: from_word("locations.kind", kind)?,
        zone_id: zone_id.map(ZoneId),
        pick_sequence,
        version,
    })
}

/// The location with this code.
pub async fn by_code(
    tx: &mut Tx,
    warehouse: WarehouseId,
    code: &str,
) -> Result<Option<Location>, StoreError> {
    optional!(tx, Row, "location/by_code.sql", warehouse.0, code)?.map(location).transpose()
}

/// Locations by id, in ascending id.
pub async fn by_ids(tx: &mut Tx, locations: &[LocationId]) -> Result<Vec<Location>, StoreError> {
    let ids = Id::all(locations);
    all!(tx, Row, "location/by_ids.sql", json(&ids))?.into_iter().map(location).collect()
}

/// The warehouse's first location of a kind: its dock, its customer account.
///
/// # Errors
/// [`StoreError::Corrupt`] when the warehouse has none; set-up makes one of each that flows need.
pub async fn of_kind(
    tx: &mut Tx,
    warehouse: WarehouseId,
    kind: LocationKind,
) -> Result<Location, StoreError> {
    let row = optional!(tx, Row, "location/of_kind.sql", warehouse.0, word(&kind))?;
    row.map(location)
        .transpose()?
        .ok_or_else(|| StoreError::Corrupt { column: "locations.kind", value: word(&kind) })
}

/// A new location.
#[derive(Clone, Debug, Serialize)]
pub struct NewLocation {
    /// Its id.
    pub id: LocationId,
    /// Its zone.
    pub zone_id: Option<ZoneId>,
    /// Its code as printed.
    pub code: String,
    /// What it is for.
    pub kind: LocationKind,
    /// Its aisle; empty where there are none.
    pub aisle: String,
    /// Its bay along the aisle.
    pub bay: i64,
    /// Its level, from the floor up.
    pub level: i64,
    /// Its position within the bay's level.
    pub position: i64,
    /// Its place on the floor plan, in millimetres.
    pub x_mm: i64,
    /// Its place on the floor plan, in millimetres.
    pub y_mm: i64,
    /// Its place in the walk through the warehouse.
    pub pick_sequence: i64,
    /// Digits printed beside the code, by which an operator proves to stand there.
    pub check_digits: String,
    /// Pallets that fit; none is without limit.
    pub units_max: Option<i64>,
    /// `any`, `one_item` or `one_lot`.
    pub mixing: &'static str,
}

/// Adds locations.
pub async fn insert(tx: &mut Tx, warehouse: WarehouseId, new: &[NewLocation]) -> Result<(), StoreError> {
    run!(tx, "location/insert.sql", json(new), warehouse.0)?;
    Ok(())
}

/// Where the walk through the warehouse ends so far: how many aisles, and the last pick sequence.
pub async fn walk_end(tx: &mut Tx, warehouse: WarehouseId) -> Result<(i64, i64), StoreError> {
    one!(tx, (i64, i64), "location/walk_end.sql", warehouse.0)
}

/// Where the locations of a warehouse stand, in the order of the walk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    /// Its bins.
    pub bins: Vec<Bin>,
    /// Its desks, docks, and places to wait.
    pub others: Vec<Bin>,
    /// Where its first pack desk is: x and y in millimetres.
    pub desk_mm: Option<(i64, i64)>,
}

/// Where the bins of a warehouse stand, and the places around them.
pub async fn spots(tx: &mut Tx, warehouse: WarehouseId) -> Result<Spots, StoreError> {
    type Row = (Uuid, String, String, String, i64, i64, i64, i64, i64);
    let mut spots = Spots::default();
    for (id, code, kind, aisle, bay, level, position, x_mm, y_mm) in
        all!(tx, Row, "location/spots.sql", warehouse.0)?
    {
        let place = Bin { id: LocationId(id), code, aisle, bay, level, position, x_mm, y_mm };
        match from_word::<LocationKind>("locations.kind", kind)? {
            LocationKind::Storage | LocationKind::PickFace => spots.bins.push(place),
            kind => {
                if kind == LocationKind::PackDesk {
                    spots.desk_mm = spots.desk_mm.or(Some((x_mm, y_mm)));
                }
                spots.others.push(place);
            }
        }
    }
    Ok(spots)
}

/// How often each location was picked from in waves released since a moment, in Unix milliseconds.
pub async fn picked_since(
    tx: &mut Tx,
    warehouse: WarehouseId,
    since_ms: i64,
) -> Result<BTreeMap<LocationId, i64>, StoreError> {
    let rows = all!(tx, (Uuid, i64), "location/picked_since.sql", warehouse.0, since_ms)?;
    Ok(rows.into_iter().map(|(id, picks)| (LocationId(id), picks)).collect())
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

/// Those of `codes` that the warehouse has already.
pub async fn taken_codes(
    tx: &mut Tx,
    warehouse: WarehouseId,
    codes: &[&str],
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Code> = codes.iter().map(|code| Code { code }).collect();
    let taken = all!(tx, (String,), "location/taken_codes.sql", warehouse.0, json(&rows))?;
    Ok(taken.into_iter().map(|(code,)| code).collect())
}

/// What may be said of a location, by ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// The location.
    pub id: LocationId,
    /// Its zone.
    pub zone_id: Option<ZoneId>,
    /// The place that it is part of.
    pub parent_id: Option<LocationId>,
    /// What it is for.
    pub kind: LocationKind,
    /// Its aisle.
    pub aisle: String,
    /// Its bay along the aisle.
    pub bay: i64,
    /// Its level.
    pub level: i64,
    /// Its position within the level.
    pub position: i64,
    /// Its place in the walk.
    pub pick_sequence: i64,
    /// Digits printed beside the code.
    pub check_digits: String,
    /// What may stand together in it.
    pub mixing: Mixing,
    /// What it carries at most.
    #[serde(flatten)]
    pub limits: Limits,
    /// How cold it is.
    pub temperature_class: TemperatureClass,
    /// The goods it is meant for.
    pub abc_class: Option<AbcClass>,
}

/// A location as lists and labels show it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its code.
    pub code: String,
    /// Its zone's name; empty outside zones.
    pub zone: String,
    /// Its zone's code.
    pub zone_code: Option<String>,
    /// The code of the place that it is part of.
    pub parent: Option<String>,
    /// Whether a count is at work in it.
    pub counting: bool,
    /// Its rules.
    pub rules: Rules,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: Uuid,
    code: String,
    kind: String,
    zone: String,
    zone_id: Option<Uuid>,
    zone_code: Option<String>,
    parent: Option<String>,
    parent_id: Option<Uuid>,
    aisle: String,
    bay: i64,
    level: i64,
    position: i64,
    pick_sequence: i64,
    check_digits: String,
    mixing: String,
    units_max: Option<i64>,
    weight_g_max: Option<i64>,
    volume_ml_max: Option<i64>,
    quantity_base_max: Option<i64>,
    temperature_class: String,
    abc_class: Option<String>,
    counting: bool,
}

impl ListRow {
    fn listed(self) -> Result<Listed, StoreError> {
        let rules = Rules {
            id: LocationId(self.id),
            zone_id: self.zone_id.map(ZoneId),
            parent_id: self.parent_id.map(LocationId),
            kind: from_word("locations.kind", self.kind)?,
            aisle: self.aisle,
            bay: self.bay,
            level: self.level,
            position: self.position,
            pick_sequence: self.pick_sequence,
            check_digits: self.check_digits,
            mixing: from_word("locations.mixing", self.mixing)?,
            limits: Limits {
                units_max: self.units_max,
                weight_g_max: self.weight_g_max,
                volume_ml_max: self.volume_ml_max,
                quantity_base_max: self.quantity_base_max,
            },
            temperature_class: from_word("locations.temperature_class", self.temperature_class)?,
            abc_class: self.abc_class.map(|class| from_word("locations.abc_class", class)).transpose()?,
        };
        let Self { code, zone, zone_code, parent, counting, .. } = self;
        Ok(Listed { code, zone, zone_code, parent, counting, rules })
    }
}

/// Locations after the code `after` that begin with `prefix`, by code.
pub async fn list(
    tx: &mut Tx,
    warehouse: WarehouseId,
    prefix: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    all!(tx, ListRow, "location/list.sql", warehouse.0, after, prefix, limit)?
        .into_iter()
        .map(ListRow::listed)
        .collect()
}

/// Those of `codes` that there are, by code.
pub async fn by_codes(
    tx: &mut Tx,
    warehouse: WarehouseId,
    codes: &[&str],
) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<Code> = codes.iter().map(|code| Code { code }).collect();
    all!(tx, ListRow, "location/by_codes.sql", warehouse.0, json(&rows))?
        .into_iter()
        .map(ListRow::listed)
        .collect()
}

/// Which place each location is part of, where it is part of one.
pub async fn parents(
    tx: &mut Tx,
    warehouse: WarehouseId,
) -> Result<BTreeMap<LocationId, LocationId>, StoreError> {
    let rows = all!(tx, (Uuid, Uuid), "location/parents.sql", warehouse.0)?;
    Ok(rows.into_iter().map(|(id, parent)| (LocationId(id), LocationId(parent))).collect())
}

/// The temperatures that the goods in these places want.
pub async fn temperatures(
    tx: &mut Tx,
    locations: &[LocationId],
) -> Result<Vec<(LocationId, TemperatureClass)>, StoreError> {
    let ids = Id::all(locations);
    all!(tx, (Uuid, String), "location/temperatures.sql", json(&ids))?
        .into_iter()
        .map(|(id, class)| Ok((LocationId(id), from_word("items.temperature_class", class)?)))
        .collect()
}

/// Gives locations new rules.
pub async fn change(tx: &mut Tx, rules: &[Rules]) -> Result<(), StoreError> {
    run!(tx, "location/change.sql", json(rules))?;
    Ok(())
}

/// The codes of the zones that these locations are in; one in no zone is not named.
pub async fn zone_codes(
    tx: &mut Tx,
    locations: &[LocationId],
) -> Result<BTreeMap<LocationId, String>, StoreError> {
    let rows = all!(tx, (Uuid, String), "location/zone_codes.sql", json(&Id::all(locations)))?;
    Ok(rows.into_iter().map(|(id, code)| (LocationId(id), code)).collect())
}
