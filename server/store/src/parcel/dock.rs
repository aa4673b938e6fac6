//! Parcels at the dock.

use bipe_core::flow::ship::{Content, Parcel, Stage};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId, ParcelId};
use bipe_core::ledger::Place;
use bipe_core::screen::ParcelSummary;
use uuid::Uuid;

use crate::row::{all, from_word, later, optional};
use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct DockRow {
    status: String,
    order_status: String,
    order_id: Uuid,
    sscc: String,
    order_number: String,
    number: i64,
    total: i64,
    remaining: i64,
    tracking_code: String,
    carrier: String,
    location_id: Option<Uuid>,
    customer_id: Option<Uuid>,
}

/// A parcel as the dock needs it, without its contents, and where it stands; its order is locked.
///
/// # Errors
/// [`StoreError::Corrupt`] when the warehouse has no customer account.
pub async fn at_dock(tx: &mut Tx, id: ParcelId) -> Result<Option<(Parcel, Option<LocationId>)>, StoreError> {
    let Some(row) = optional!(tx, DockRow, "parcel/at_dock.sql", id.0)? else { return Ok(None) };
    let stage = match row.status.as_str() {
        "open" => Stage::Open,
        "closed" => Stage::Closed,
        _ => Stage::Shipped,
    };
    let no_customer = || StoreError::Corrupt { column: "locations.kind", value: "customer".to_owned() };
    let at_dock = Parcel {
        id,
        order_id: OrderId(row.order_id),
        summary: ParcelSummary {
            sscc: row.sscc,
            order: row.order_number,
            number: row.number,
            total: row.total,
            tracking_code: row.tracking_code,
            carrier: row.carrier,
        },
        stage,
        order_packed: matches!(row.order_status.as_str(), "packed" | "shipped"),
        left: row.remaining,
        contents: Vec::new(),
        customer_id: row.customer_id.map(LocationId).ok_or_else(no_customer)?,
    };
    Ok(Some((at_dock, row.location_id.map(LocationId))))
}

/// Reads what a parcel holds, and how many of its order's parcels are left. [`at_dock`] has locked the order, but may have waited for
/// it: what PostgreSQL reads in the statement that waits is from before the wait, so who else left meanwhile is asked once more.
///
/// # Errors
/// [`StoreError::Corrupt`] when a lot has an unknown status.
pub async fn read_contents(tx: &mut Tx, parcel: &mut Parcel) -> Result<(), StoreError> {
    type Row = (Uuid, Uuid, Uuid, Uuid, String, String, i64, i64);
    let rows = all!(tx, Row, "parcel/contents_at_dock.sql", parcel.id.0)?;
    parcel.left = rows.first().map_or(parcel.left, |row| row.7);
    let content = |(location, unit, item, lot_id, lot, status, quantity_base, _): Row| {
        Ok(Content {
            place: Place::within(LocationId(location), HandlingUnitId(unit)),
            item_id: ItemId(item),
            lot_id: LotId(lot_id),
            lot,
            status: from_word("lots.status", status)?,
            quantity_base,
        })
    };
    parcel.contents = rows.into_iter().map(content).collect::<Result<_, StoreError>>()?;
    Ok(())
}

/// The parcel leaves with its carton. Its movements are the ledger's.
///
/// # Errors
/// [`StoreError::Contention`] when it left meanwhile.
pub async fn ship(tx: &mut Tx, id: ParcelId, at_ms: i64) -> Result<(), StoreError> {
    // In this order both go together: the carton is found by its parcel.
    later!(tx, "parcel/carton_leaves.sql", id.0)?;
    later!(tx, rows(1, "the parcel left meanwhile"), "parcel/ship.sql", id.0, at_ms)
}

/// All parcels of the order have left.
pub async fn order_leaves(tx: &mut Tx, order: OrderId) -> Result<(), StoreError> {
    later!(tx, "parcel/order_leaves.sql", order.0)
}
