//! Stations: desks and docks with devices, and the session whose screen answers their scans.

use bipe_core::id::{SessionId, StationId, WarehouseId};
use uuid::Uuid;

use crate::row::{one, optional};
use crate::{StoreError, Tx};

/// Makes the station known in the warehouse with this code (the first one when it is empty), or renames it; `None`
/// while there is no such warehouse.
pub async fn ensure(
    tx: &mut Tx,
    id: StationId,
    warehouse_code: &str,
    code: &str,
    name: &str,
) -> Result<Option<StationId>, StoreError> {
    let row = optional!(tx, (Uuid,), "station/ensure.sql", id.0, warehouse_code, code, name)?;
    Ok(row.map(|(id,)| StationId(id)))
}

/// Binds a station to a session; one that was bound before is no longer. Gives the station's name; `None` when there
/// is no such station.
pub async fn bind(
    tx: &mut Tx,
    warehouse: WarehouseId,
    code: &str,
    session: SessionId,
) -> Result<Option<String>, StoreError> {
    let row = optional!(tx, (Uuid, String), "station/bind.sql", warehouse.0, code, session.0)?;
    Ok(row.map(|(_, name)| name))
}

/// The session that a station is bound to; it may have ended.
pub async fn session(tx: &mut Tx, station: StationId) -> Result<Option<SessionId>, StoreError> {
    let (session,) = one!(tx, (Option<Uuid>,), "station/session.sql", station.0)?;
    Ok(session.map(SessionId))
}
