//! Locations.

use bipe_core::id::{LocationId, WarehouseId, ZoneId};
use bipe_core::location::{Location, LocationKind};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, optional, word};
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
