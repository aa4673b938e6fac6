//! Zones of a warehouse.

use bipe_core::id::{WarehouseId, ZoneId};

use crate::row::run;
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
