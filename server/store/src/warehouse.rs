//! Warehouses.

use bipe_core::allocate::Strategy;
use bipe_core::id::{UserId, WarehouseId};
use bipe_core::plan::ways::Ways;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::row::{all, from_word, json, later, one, run, word};
use crate::{StoreError, Tx};

/// A warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warehouse {
    /// Its id.
    pub id: WarehouseId,
    /// Its code: `SP1`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its IANA time zone.
    pub time_zone: String,
    /// The GS1 company prefix of its SSCCs.
    pub gs1_prefix: String,
    /// The sender on shipping tags, as JSON.
    pub address: String,
    /// How long a session lasts.
    pub shift_hours: i64,
}

type Row = (Uuid, String, String, String, String, String, i64);

fn warehouse(row: Row) -> Warehouse {
    let (id, code, name, time_zone, gs1_prefix, address, shift_hours) = row;
    Warehouse { id: WarehouseId(id), code, name, time_zone, gs1_prefix, address, shift_hours }
}

/// Adds a warehouse.
pub async fn insert(tx: &mut Tx, new: &Warehouse) -> Result<(), StoreError> {
    run!(
        tx,
        "warehouse/insert.sql",
        new.id.0,
        &new.code,
        &new.name,
        &new.time_zone,
        &new.gs1_prefix,
        &new.address,
        new.shift_hours
    )?;
    Ok(())
}

/// The warehouse with this id, which exists.
pub async fn by_id(tx: &mut Tx, id: WarehouseId) -> Result<Warehouse, StoreError> {
    one!(tx, Row, "warehouse/by_id.sql", id.0).map(warehouse)
}

/// The warehouses in which a user has a role, by code.
pub async fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Warehouse>, StoreError> {
    Ok(all!(tx, Row, "warehouse/of_user.sql", user.0)?.into_iter().map(warehouse).collect())
}

/// All warehouses, by code.
pub async fn all(tx: &mut Tx) -> Result<Vec<Warehouse>, StoreError> {
    Ok(all!(tx, Row, "warehouse/all.sql")?.into_iter().map(warehouse).collect())
}

/// How a warehouse, which exists, chooses stock where neither order nor item says.
pub async fn strategy(tx: &mut Tx, id: WarehouseId) -> Result<Strategy, StoreError> {
    let (strategy,) = one!(tx, (String,), "warehouse/strategy.sql", id.0)?;
    from_word("warehouses.strategy", strategy)
}

/// What is known of a warehouse's layout beside where its bins stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// A number that is another one whenever something has changed about it, or about where bins stand.
    pub version: i64,
    /// The cross aisles between the first and the last, as places along the aisles in millimetres, ascending.
    pub cross_mm: Vec<i64>,
    /// What is said of its ways.
    pub ways: Ways,
}

/// A layout of its columns.
pub(crate) fn layout_of(version: i64, places: String, ways: String) -> Result<Layout, StoreError> {
    fn read<T: DeserializeOwned>(column: &'static str, value: String) -> Result<T, StoreError> {
        serde_json::from_str(&value).map_err(|_| StoreError::Corrupt { column, value })
    }
    let cross_mm = read("warehouses.cross_aisles_mm", places)?;
    Ok(Layout { version, cross_mm, ways: read("warehouses.ways", ways)? })
}

/// A warehouse's layout.
pub async fn layout(tx: &mut Tx, id: WarehouseId) -> Result<Layout, StoreError> {
    let (version, places, ways) = one!(tx, (i64, String, String), "warehouse/layout.sql", id.0)?;
    layout_of(version, places, ways)
}

/// Sets the cross aisles between the first and the last.
pub async fn set_cross_aisles(tx: &mut Tx, id: WarehouseId, places_mm: &[i64]) -> Result<(), StoreError> {
    later!(tx, "warehouse/set_cross_aisles.sql", id.0, json(places_mm))
}

/// Sets what is said of its ways.
pub async fn set_ways(tx: &mut Tx, id: WarehouseId, ways: &Ways) -> Result<(), StoreError> {
    let ways = serde_json::to_string(ways).expect("plain values serialise");
    later!(tx, "warehouse/set_ways.sql", id.0, ways)
}

/// Sets it.
pub async fn set_strategy(tx: &mut Tx, id: WarehouseId, strategy: Strategy) -> Result<(), StoreError> {
    later!(tx, "warehouse/set_strategy.sql", id.0, word(&strategy))
}
