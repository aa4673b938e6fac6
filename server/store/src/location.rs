//! Locations.

use bipe_core::id::{LocationId, WarehouseId, ZoneId};
use bipe_core::location::{Location, LocationKind};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, one, optional, run, word};
use crate::{StoreError, Tx};

type Row = (Uuid, String, String, Option<Uuid>, i64, i64);

#[derive(Serialize)]
struct Id {
    id: Uuid,
}

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
    let ids: Vec<Id> = locations.iter().map(|location| Id { id: location.0 }).collect();
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

/// A location as lists and labels show it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub kind: LocationKind,
    /// Its zone's name; empty outside zones.
    pub zone: String,
    /// Digits printed beside the code.
    pub check_digits: String,
    /// Pallets that fit.
    pub units_max: Option<i64>,
}

/// Locations after the code `after` that begin with `prefix`, by code.
pub async fn list(
    tx: &mut Tx,
    warehouse: WarehouseId,
    prefix: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    type Row = (String, String, String, String, Option<i64>);
    all!(tx, Row, "location/list.sql", warehouse.0, after, prefix, limit)?
        .into_iter()
        .map(|(code, kind, zone, check_digits, units_max)| {
            Ok(Listed { code, kind: from_word("locations.kind", kind)?, zone, check_digits, units_max })
        })
        .collect()
}
