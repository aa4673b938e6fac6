//! Stations: desks and docks with devices, and the session whose screen answers their scans.

use bipe_core::id::{PrinterId, SessionId, StationId, WarehouseId};
use uuid::Uuid;

use crate::row::{all, one, optional, run};
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

/// A station as a list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: StationId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When its program was last heard, in Unix milliseconds.
    pub seen_at_ms: Option<i64>,
    /// Its devices as JSON.
    pub devices: String,
    /// Who works there: the user of the session that it is bound to.
    pub operator: Option<String>,
}

/// The stations of a warehouse, by code.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId, now_ms: i64) -> Result<Vec<Listed>, StoreError> {
    type Row = (Uuid, String, String, Option<i64>, String, Option<String>);
    let rows = all!(tx, Row, "station/list.sql", warehouse.0, now_ms)?;
    let listed = |(id, code, name, seen_at_ms, devices, operator): Row| Listed {
        id: StationId(id),
        code,
        name,
        seen_at_ms,
        devices,
        operator,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// The default printers of all stations of a warehouse: station, kind of label, printer.
pub async fn printers(
    tx: &mut Tx,
    warehouse: WarehouseId,
) -> Result<Vec<(StationId, String, PrinterId)>, StoreError> {
    let rows = all!(tx, (Uuid, String, Uuid), "station/printers.sql", warehouse.0)?;
    Ok(rows.into_iter().map(|(id, label, printer)| (StationId(id), label, PrinterId(printer))).collect())
}

/// Adds a station, or renames the one with this code; gives its id.
pub async fn put(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: StationId,
    code: &str,
    name: &str,
) -> Result<StationId, StoreError> {
    one!(tx, (Uuid,), "station/put.sql", id.0, warehouse.0, code, name).map(|(id,)| StationId(id))
}

/// Sets a station's default printers, each for a kind of label; `false` when a printer is not the warehouse's.
pub async fn set_printers(
    tx: &mut Tx,
    warehouse: WarehouseId,
    station: StationId,
    printers: &[(String, PrinterId)],
) -> Result<bool, StoreError> {
    run!(tx, "station/drop_printers.sql", station.0)?;
    for (label, printer) in printers {
        if run!(tx, "station/insert_printer.sql", station.0, label, printer.0, warehouse.0)? != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A station's place and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its id.
    pub id: StationId,
    /// Where.
    pub warehouse_id: WarehouseId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The warehouse's name.
    pub warehouse: String,
}

/// One station.
pub async fn by_id(tx: &mut Tx, id: StationId) -> Result<Option<Station>, StoreError> {
    type Row = (Uuid, Uuid, String, String, String);
    let row = optional!(tx, Row, "station/by_id.sql", id.0)?;
    Ok(row.map(|(id, warehouse_id, code, name, warehouse)| Station {
        id: StationId(id),
        warehouse_id: WarehouseId(warehouse_id),
        code,
        name,
        warehouse,
    }))
}

/// The station with this code: its id and name.
pub async fn by_code(
    tx: &mut Tx,
    warehouse: WarehouseId,
    code: &str,
) -> Result<Option<(StationId, String)>, StoreError> {
    let row = optional!(tx, (Uuid, String), "station/by_code.sql", warehouse.0, code)?;
    Ok(row.map(|(id, name)| (StationId(id), name)))
}

/// Notes that a station's program was heard, with its devices as JSON.
pub async fn seen(tx: &mut Tx, station: StationId, at_ms: i64, devices: &str) -> Result<(), StoreError> {
    run!(tx, "station/seen.sql", station.0, at_ms, devices)?;
    Ok(())
}
