//! Zones of a warehouse.

use bipe_core::id::{WarehouseId, ZoneId};

use crate::row::{all, optional, run};
use crate::{StoreError, Tx};

/// Adds a zone.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: ZoneId,
    code: &str,
    name: &str,
) -> Result<(), StoreError> {
    run!(tx, "zone/insert.sql", id.0, warehouse.0, code, name)?;
    Ok(())
}

/// The zone with this code.
pub async fn by_code(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<Option<ZoneId>, StoreError> {
    let row = optional!(tx, (uuid::Uuid,), "zone/by_code.sql", warehouse.0, code)?;
    Ok(row.map(|(id,)| ZoneId(id)))
}

/// The codes of all zones.
pub async fn codes(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<String>, StoreError> {
    let rows = all!(tx, (String,), "zone/codes.sql", warehouse.0)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
