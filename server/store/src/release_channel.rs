//! Release channels: by which rule orders are released, and how many at a time.

use bipe_core::id::WarehouseId;
use bipe_core::order::release::ReleaseRule;
use time::Date;
use uuid::Uuid;

use crate::row::{all, run};
use crate::{StoreError, Tx};

/// A release channel.
#[derive(Clone, Debug)]
pub struct ReleaseChannel {
    /// Its code, unique in its warehouse.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Which orders it takes.
    pub rule: ReleaseRule,
    /// The most orders of one wave.
    pub orders_max: i64,
    /// The least base units of one wave, where there are as many.
    pub units_min: i64,
    /// The most base units of one wave.
    pub units_max: Option<i64>,
    /// The most tours of it that wait or are walked at once.
    pub tours_max: Option<i64>,
    /// Whether it releases by itself.
    pub automatic: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    name: String,
    rule: String,
    orders_max: i64,
    units_min: i64,
    units_max: Option<i64>,
    tours_max: Option<i64>,
    automatic: bool,
    tours_running: i64,
}

fn channel(row: Row) -> Result<(ReleaseChannel, i64), StoreError> {
    let rule = serde_json::from_str(&row.rule).map_err(|error| StoreError::Corrupt {
        column: "release_channels.rule",
        value: format!("{}: {error}", row.rule),
    })?;
    let Row { code, name, orders_max, units_min, units_max, tours_max, automatic, tours_running, .. } = row;
    let channel = ReleaseChannel { code, name, rule, orders_max, units_min, units_max, tours_max, automatic };
    Ok((channel, tours_running))
}

/// A warehouse's channels by code, or the one with this code; each with its tours that wait or are walked.
pub async fn list(
    tx: &mut Tx,
    warehouse: WarehouseId,
    code: Option<&str>,
) -> Result<Vec<(ReleaseChannel, i64)>, StoreError> {
    let rows = all!(tx, Row, "release_channel/list.sql", warehouse.0, code)?;
    rows.into_iter().map(channel).collect()
}

/// Makes a channel, or changes the one with its code.
pub async fn put(
    tx: &mut Tx,
    id: Uuid,
    warehouse: WarehouseId,
    channel: &ReleaseChannel,
) -> Result<(), StoreError> {
    let rule = serde_json::to_string(&channel.rule).expect("a rule serialises");
    run!(
        tx,
        "release_channel/put.sql",
        id,
        warehouse.0,
        &channel.code,
        &channel.name,
        rule,
        channel.orders_max,
        channel.units_min,
        channel.units_max,
        channel.tours_max,
        channel.automatic
    )?;
    Ok(())
}

/// Removes a channel; whether there was one. Its waves keep its code.
pub async fn remove(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<bool, StoreError> {
    Ok(run!(tx, "release_channel/remove.sql", warehouse.0, code)? > 0)
}

/// New orders that are alike for a channel's rule.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Waiting {
    /// Their carrier's code.
    pub code: String,
    /// The channel they came by.
    pub channel: String,
    /// Their priority.
    pub priority: i64,
    /// The latest day they must leave on.
    pub ship_by: Option<Date>,
    /// How many they are.
    pub orders: i64,
}

/// A warehouse's new orders, as channels tell them apart.
pub async fn waiting(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Waiting>, StoreError> {
    all!(tx, Waiting, "release_channel/waiting.sql", warehouse.0)
}
