//! Parcels: what of an order lies in which carton, from the desk to the customer.

mod desk;
mod dock;

use bipe_core::id::{HandlingUnitId, LocationId, OrderId, ParcelId, UserId, WarehouseId};
use bipe_core::screen::ParcelSummary;
use serde::Serialize;
use uuid::Uuid;

pub use desk::*;
pub use dock::*;

use crate::row::{all, later, optional, run};
use crate::{StoreError, Tx};

/// A parcel as lists and tags show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its id.
    pub id: ParcelId,
    /// Its order.
    pub order_id: OrderId,
    /// `open`, `closed` or `shipped`.
    pub status: String,
    /// Codes, numbers and carrier.
    pub summary: ParcelSummary,
    /// What it weighs, once a scale has said so.
    pub weight_g: Option<i64>,
}

type Row = (Uuid, Uuid, String, String, i64, i64, String, String, String, Option<i64>);

fn parcel(row: Row) -> Parcel {
    let (id, order_id, sscc, order, number, total, tracking_code, carrier, status, weight_g) = row;
    let summary = ParcelSummary { sscc, order, number, total, tracking_code, carrier };
    Parcel { id: ParcelId(id), order_id: OrderId(order_id), status, summary, weight_g }
}

/// The parcels of an order, by number.
pub async fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<Parcel>, StoreError> {
    Ok(all!(tx, Row, "parcel/of_order.sql", order.0)?.into_iter().map(parcel).collect())
}

/// One parcel.
pub async fn by_id(tx: &mut Tx, id: ParcelId) -> Result<Option<Parcel>, StoreError> {
    Ok(optional!(tx, Row, "parcel/by_id.sql", id.0)?.map(parcel))
}

/// Parcels of packed orders that wait to leave, oldest first: at most `limit`, and how many there are.
pub async fn waiting(
    tx: &mut Tx,
    warehouse: WarehouseId,
    limit: i64,
) -> Result<(Vec<ParcelSummary>, i64), StoreError> {
    type Row = (String, String, i64, i64, String, String, i64);
    let rows = all!(tx, Row, "parcel/waiting.sql", warehouse.0, limit)?;
    let count = rows.first().map_or(0, |row| row.6);
    let summary = |(sscc, order, number, total, tracking_code, carrier, _): Row| ParcelSummary {
        sscc,
        order,
        number,
        total,
        tracking_code,
        carrier,
    };
    Ok((rows.into_iter().map(summary).collect(), count))
}

/// The parcel that a user is filling at a desk just now.
pub async fn to_weigh(
    tx: &mut Tx,
    warehouse: WarehouseId,
    user: UserId,
) -> Result<Option<ParcelId>, StoreError> {
    let row = optional!(tx, (Uuid,), "parcel/to_weigh.sql", user.0, warehouse.0)?;
    Ok(row.map(|(id,)| ParcelId(id)))
}

/// Notes what an open parcel weighs; `false` when it is open no longer.
pub async fn weigh(tx: &mut Tx, id: ParcelId, weight_g: i64) -> Result<bool, StoreError> {
    Ok(run!(tx, "parcel/weigh.sql", id.0, weight_g)? == 1)
}

/// What tags, tracking codes and events say of an order.
#[derive(Clone, Debug)]
pub struct Papers {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// The channel it came by.
    pub channel: String,
    /// Where it goes, as JSON.
    pub ship_to: String,
    /// The sales invoice's number.
    pub invoice_number: Option<String>,
    /// The owner's code.
    pub owner: String,
    /// The carrier's code.
    pub carrier_code: String,
    /// The carrier's name.
    pub carrier: String,
    /// Two letters before the digits of the carrier's tracking codes.
    pub tracking_prefix: String,
    /// The warehouse's address, as JSON.
    pub sender: String,
    /// The warehouse's GS1 company prefix.
    pub gs1_prefix: String,
    /// What is open of it, in base units.
    pub open_base: i64,
    /// Its parcels, by number.
    pub parcels: Vec<Parcel>,
}

/// An order's papers with one of its parcels.
#[derive(sqlx::FromRow)]
struct PaperRow {
    number: String,
    channel: String,
    ship_to: String,
    invoice_number: Option<String>,
    owner: String,
    carrier_code: String,
    carrier: String,
    tracking_prefix: String,
    sender: String,
    gs1_prefix: String,
    parcel_id: Option<Uuid>,
    sscc: Option<String>,
    parcel_number: Option<i64>,
    total: i64,
    tracking_code: Option<String>,
    parcel_status: Option<String>,
    weight_g: Option<i64>,
    open_base: i64,
}

impl PaperRow {
    fn parcel(&self, order_id: OrderId) -> Option<Parcel> {
        let summary = ParcelSummary {
            sscc: self.sscc.clone()?,
            order: self.number.clone(),
            number: self.parcel_number?,
            total: self.total,
            tracking_code: self.tracking_code.clone()?,
            carrier: self.carrier.clone(),
        };
        let (id, status) = (ParcelId(self.parcel_id?), self.parcel_status.clone()?);
        Some(Parcel { id, order_id, status, summary, weight_g: self.weight_g })
    }
}

/// The papers of an order, which exists, with its parcels.
pub async fn papers(tx: &mut Tx, order_id: OrderId) -> Result<Papers, StoreError> {
    let mut rows = all!(tx, PaperRow, "parcel/papers.sql", order_id.0)?;
    let parcels = rows.iter().filter_map(|row| row.parcel(order_id)).collect();
    let head = rows.pop().ok_or(StoreError::Contention("the order is gone"))?;
    Ok(Papers {
        order_id,
        number: head.number,
        channel: head.channel,
        ship_to: head.ship_to,
        invoice_number: head.invoice_number,
        owner: head.owner,
        carrier_code: head.carrier_code,
        carrier: head.carrier,
        tracking_prefix: head.tracking_prefix,
        sender: head.sender,
        gs1_prefix: head.gs1_prefix,
        open_base: head.open_base,
        parcels,
    })
}

/// A parcel about to be opened.
#[derive(Clone, Debug)]
pub struct NewParcel {
    /// Its id.
    pub id: ParcelId,
    /// Its order.
    pub order_id: OrderId,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
    /// Its carton.
    pub unit_id: HandlingUnitId,
    /// Its SSCC.
    pub sscc: String,
    /// The carrier's tracking code.
    pub tracking_code: String,
    /// The desk where it stands.
    pub desk_id: LocationId,
}

/// Opens a parcel with its carton.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    new: &NewParcel,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        "parcel/carton.sql",
        new.unit_id.0,
        warehouse.0,
        &new.sscc,
        new.desk_id.0,
        new.order_id.0,
        at_ms
    )?;
    later!(
        tx,
        "parcel/insert.sql",
        new.id.0,
        warehouse.0,
        new.order_id.0,
        new.number,
        new.unit_id.0,
        &new.sscc,
        &new.tracking_code
    )
}

#[derive(Serialize)]
struct LineQuantity {
    id: Uuid,
    quantity_base: i64,
}
