//! What was shipped, and how much of it has come back.

use bipe_core::flow::returns::{Posted, Share, Shipped, ShippedLine};
use bipe_core::id::{ItemId, LotId, OrderId, OrderLineId, OwnerId, ParcelId, WarehouseId};
use time::Date;
use uuid::Uuid;

use crate::row::{all, from_word, json, later};
use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct Row {
    order_id: Uuid,
    owner_id: Uuid,
    number: String,
    customer: String,
    parcel_id: Option<Uuid>,
    order_line_id: Option<Uuid>,
    item_id: Option<Uuid>,
    lot_id: Option<Uuid>,
    lot: Option<String>,
    implicit: Option<bool>,
    expiry: Option<Date>,
    status: Option<String>,
    quantity_base: Option<i64>,
    returned_base: Option<i64>,
    on_hand_base: Option<i64>,
}

impl Row {
    fn line(self) -> Option<Result<ShippedLine, StoreError>> {
        let status = match from_word("lots.status", self.status?) {
            Ok(status) => status,
            Err(error) => return Some(Err(error)),
        };
        Some(Ok(ShippedLine {
            parcel_id: ParcelId(self.parcel_id?),
            line_id: OrderLineId(self.order_line_id?),
            item_id: ItemId(self.item_id?),
            lot_id: LotId(self.lot_id?),
            lot: self.lot?,
            implicit: self.implicit?,
            expiry: self.expiry,
            status,
            shipped_base: self.quantity_base?,
            returned_base: self.returned_base?,
            on_hand_base: self.on_hand_base?,
        }))
    }
}

/// What was shipped of an order. Whoever returns goods of it has locked it with the task ([`crate::task::open`]).
pub async fn shipped(
    tx: &mut Tx,
    warehouse: WarehouseId,
    order: OrderId,
) -> Result<Option<Shipped>, StoreError> {
    let rows = all!(tx, Row, "returns/shipped.sql", warehouse.0, order.0)?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (order_id, owner_id) = (OrderId(first.order_id), OwnerId(first.owner_id));
    let number = first.number.clone();
    let customer = first.customer.clone();
    let lines = rows.into_iter().filter_map(Row::line).collect::<Result<_, _>>()?;
    Ok(Some(Shipped { order_id, owner_id, number, customer, lines }))
}

/// The order with this number, where only one has it.
pub async fn order(tx: &mut Tx, warehouse: WarehouseId, number: &str) -> Result<Option<OrderId>, StoreError> {
    let rows = all!(tx, (Uuid,), "returns/order.sql", warehouse.0, number)?;
    Ok(match rows.as_slice() {
        [(id,)] => Some(OrderId(*id)),
        _ => None,
    })
}

/// Counts goods that came back on what was shipped, or takes them off with `sign` −1.
///
/// # Errors
/// [`StoreError::Contention`] when what was shipped is not there.
pub async fn count(tx: &mut Tx, goods: &[Posted], sign: i64) -> Result<(), StoreError> {
    let signed = |share: &Share| Share { quantity_base: sign * share.quantity_base, ..share.clone() };
    let shares: Vec<Share> = goods.iter().flat_map(|posted| &posted.shares).map(signed).collect();
    if shares.is_empty() {
        return Ok(());
    }
    let gone = "what was shipped is no longer there";
    later!(tx, rows(shares.len() as u64, gone), "returns/count.sql", json(&shares))
}
