//! Orders as people and programs read them.

use bipe_core::allocate::Strategy;
use bipe_core::id::{OrderId, PrintJobId, WarehouseId};
use bipe_core::order::{Fill, OrderStatus, Remainder};
use time::Date;
use uuid::Uuid;

use super::zones;
use crate::row::{all, from_word, one, optional, word};
use crate::{StoreError, Tx};

/// An order as lists show it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its channel.
    pub channel: String,
    /// Who it goes to.
    pub customer: String,
    /// City and state.
    pub city: String,
    /// The carrier's name.
    pub carrier: String,
    /// Its status, as a word.
    pub status: String,
    /// When it arrived, in Unix milliseconds.
    pub created_at_ms: i64,
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// Of orders that leave at one time, higher ones go first.
    pub priority: i64,
    /// The number of its wave.
    pub wave: Option<String>,
    /// Lines.
    pub lines: i64,
    /// Ordered, in base units, on all lines.
    pub ordered_base: i64,
    /// Promised.
    pub promised_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Where it goes, as JSON; read for a single order only.
    #[sqlx(default)]
    pub ship_to: String,
}

/// At most `limit` orders, newest first: those before the order `before`, in one status or any.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    status: Option<OrderStatus>,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let status = status.map(|status| word(&status));
    all!(tx, Listed, "order/page.sql", warehouse.0, status, before.map(|order| order.0), limit)
}

/// One order of a warehouse.
pub async fn by_id(
    tx: &mut Tx,
    warehouse: WarehouseId,
    order: OrderId,
) -> Result<Option<Listed>, StoreError> {
    optional!(tx, Listed, "order/by_id.sql", order.0, warehouse.0)
}

/// A line as its order shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// Its place in the order, from 1.
    pub number: i64,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Ordered, in base units.
    pub ordered_base: i64,
    /// Softly promised.
    pub promised_base: i64,
    /// Reserved on stock rows.
    pub reserved_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Short.
    pub short_base: i64,
    /// Cancelled.
    pub cancelled_base: i64,
}

/// An order's lines.
pub async fn lines(tx: &mut Tx, order: OrderId) -> Result<Vec<Line>, StoreError> {
    all!(tx, Line, "order/lines.sql", order.0)
}

/// A parcel as its order shows it.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Its SSCC.
    pub sscc: String,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
    /// How many parcels there are.
    pub total: i64,
    /// Its status, as a word.
    pub status: String,
    /// The carrier's tracking code.
    pub tracking_code: String,
    /// The newest print job of its tag.
    pub print_job: Option<PrintJobId>,
}

/// An order's parcels.
pub async fn parcels(tx: &mut Tx, order: OrderId) -> Result<Vec<Parcel>, StoreError> {
    type Row = (String, i64, String, String, i64, Option<Uuid>);
    let parcel = |(sscc, number, status, tracking_code, total, print_job): Row| Parcel {
        sscc,
        number,
        total,
        status,
        tracking_code,
        print_job: print_job.map(PrintJobId),
    };
    Ok(all!(tx, Row, "order/parcels.sql", order.0)?.into_iter().map(parcel).collect())
}

/// By which rule an order is served.
#[derive(Clone, Debug)]
pub struct Ruled {
    /// The customer's code.
    pub customer: Option<String>,
    /// Days of life that order and customer ask every lot to have left.
    pub remaining_days_min: i64,
    /// The order's own way of choosing stock.
    pub strategy: Option<Strategy>,
    /// Codes of the zones that may serve it, in their turn.
    pub zones: Vec<String>,
    /// Whether it may leave in part.
    pub fill: Fill,
    /// What becomes of what could not be served.
    pub remainder: Remainder,
    /// The number of the order whose rest it is.
    pub backorder_of: Option<String>,
    /// Until when its stock is on hold, in Unix milliseconds.
    pub reserved_until_ms: Option<i64>,
}

/// The rule of an order, which exists.
pub async fn rule(tx: &mut Tx, order: OrderId) -> Result<Ruled, StoreError> {
    type Row = (Option<String>, i64, Option<String>, String, String, String, Option<String>, Option<i64>);
    let (
        customer,
        remaining_days_min,
        strategy,
        zone_codes,
        fill,
        remainder,
        backorder_of,
        reserved_until_ms,
    ) = one!(tx, Row, "order/rule.sql", order.0)?;
    Ok(Ruled {
        customer,
        remaining_days_min,
        strategy: strategy.map(|strategy| from_word("orders.strategy", strategy)).transpose()?,
        zones: zones(&zone_codes),
        fill: from_word("orders.fill", fill)?,
        remainder: from_word("orders.remainder", remainder)?,
        backorder_of,
        reserved_until_ms,
    })
}
