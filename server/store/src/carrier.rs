//! Carriers.

use bipe_core::id::WarehouseId;
use uuid::Uuid;

use crate::row::{all, one, optional, run};
use crate::{StoreError, Tx};

/// A carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Two letters before the digits of its S10 tracking codes.
    pub tracking_prefix: String,
}

type Row = (Uuid, String, String, String);

fn carrier((id, code, name, tracking_prefix): Row) -> Carrier {
    Carrier { id, code, name, tracking_prefix }
}

/// Adds a carrier.
pub async fn insert(
    tx: &mut Tx,
    id: Uuid,
    code: &str,
    name: &str,
    tracking_prefix: &str,
) -> Result<(), StoreError> {
    run!(tx, "carrier/insert.sql", id, code, name, tracking_prefix)?;
    Ok(())
}

/// The first carrier: the one meant where an order names none.
pub async fn first(tx: &mut Tx) -> Result<Option<Carrier>, StoreError> {
    Ok(optional!(tx, Row, "carrier/first.sql")?.map(carrier))
}

/// The carrier with this code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Carrier>, StoreError> {
    Ok(optional!(tx, Row, "carrier/by_code.sql", code)?.map(carrier))
}

/// A carrier as desks list it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Two letters before the digits of its S10 tracking codes.
    pub tracking_prefix: String,
    /// When it calls at the warehouse, in minutes since the day began.
    pub cut_off_min: Option<i64>,
}

/// All carriers, and when each calls at a warehouse.
pub async fn list(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Listed>, StoreError> {
    all!(tx, Listed, "carrier/list.sql", warehouse.0)
}

/// Makes a carrier known, or changes one: its id. A prefix that is not given stays.
pub async fn put(
    tx: &mut Tx,
    id: Uuid,
    code: &str,
    name: &str,
    tracking_prefix: Option<&str>,
) -> Result<Uuid, StoreError> {
    Ok(one!(tx, (Uuid,), "carrier/put.sql", id, code, name, tracking_prefix)?.0)
}

/// Says when a carrier calls at a warehouse, in minutes since the day began.
pub async fn put_cut_off(
    tx: &mut Tx,
    warehouse: WarehouseId,
    carrier: Uuid,
    cut_off_min: Option<i64>,
) -> Result<(), StoreError> {
    match cut_off_min {
        Some(minute) => run!(tx, "carrier/put_cut_off.sql", warehouse.0, carrier, minute)?,
        None => run!(tx, "carrier/drop_cut_off.sql", warehouse.0, carrier)?,
    };
    Ok(())
}
