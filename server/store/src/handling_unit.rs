//! Handling units: pallets, cartons, totes.

use bipe_core::flow::Unit;
use bipe_core::id::{HandlingUnitId, LocationId, OrderId, WarehouseId};
use uuid::Uuid;

use crate::row::{from_word, optional};
use crate::{StoreError, Tx};

/// The handling unit with this code.
pub async fn by_code(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<Option<Unit>, StoreError> {
    type Row = (Uuid, String, String, Option<Uuid>, Option<Uuid>, bool);
    let row = optional!(tx, Row, "handling_unit/by_code.sql", warehouse.0, code)?;
    row.map(|(id, code, kind, location_id, order_id, empty)| {
        Ok(Unit {
            id: HandlingUnitId(id),
            code,
            kind: from_word("handling_units.kind", kind)?,
            location_id: location_id.map(LocationId),
            order_id: order_id.map(OrderId),
            empty,
        })
    })
    .transpose()
}
