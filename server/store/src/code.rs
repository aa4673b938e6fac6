//! What a scanned code stands for in one warehouse.

use bipe_core::flow::Found;
use bipe_core::flow::lookup::{Ask, asks};
use bipe_core::id::{OrderId, OwnerId, ParcelId, ReceiptId, WarehouseId};
use bipe_core::scan::Scan;
use uuid::Uuid;

use crate::row::optional;
use crate::{StoreError, Tx, handling_unit, item, location};

/// Looks a usable scan up. `owner` is the owner of the receipt, order or unit in work: codes are unique per owner.
///
/// A code that several owners use, without an owner to choose by, is found as nothing.
pub async fn resolve(
    tx: &mut Tx,
    warehouse: WarehouseId,
    owner: Option<OwnerId>,
    scan: &Scan,
) -> Result<Found, StoreError> {
    for ask in asks(scan) {
        let found = answer(tx, warehouse, owner, ask).await?;
        if found != Found::Nothing {
            return Ok(found);
        }
    }
    Ok(Found::Nothing)
}

async fn answer(
    tx: &mut Tx,
    warehouse: WarehouseId,
    owner: Option<OwnerId>,
    ask: Ask<'_>,
) -> Result<Found, StoreError> {
    match ask {
        Ask::Command(command) => Ok(Found::Command(command)),
        Ask::Quantity(quantity) => Ok(Found::Quantity(quantity)),
        Ask::Attributes => Ok(Found::Attributes),
        Ask::Location(code) => {
            let found = location::by_code(tx, warehouse, code).await?;
            Ok(found.map_or(Found::Nothing, Found::Location))
        }
        Ask::Goods(code) => goods(tx, owner, code).await,
        Ask::Unit(code) => unit(tx, warehouse, code).await,
        Ask::UnitOrNew(code) => {
            let found = unit(tx, warehouse, &code).await?;
            Ok(if found == Found::Nothing { Found::NewUnit(code.into_owned()) } else { found })
        }
        Ask::Parcel(code) => parcel(tx, warehouse, code).await,
        Ask::Receipt(key) => {
            let row = optional!(tx, (Uuid,), "code/receipt.sql", warehouse.0, key.as_str())?;
            Ok(row.map_or(Found::Nothing, |(id,)| Found::Receipt(ReceiptId(id))))
        }
    }
}

/// A handling unit, or the parcel whose carton it is.
async fn unit(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<Found, StoreError> {
    Ok(match handling_unit::by_code(tx, warehouse, code).await? {
        None => Found::Nothing,
        Some((_, Some((parcel_id, order_id)))) => Found::Parcel { parcel_id, order_id },
        Some((unit, None)) => Found::Unit(unit),
    })
}

async fn parcel(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<Found, StoreError> {
    let row = optional!(tx, (Uuid, Uuid), "code/parcel.sql", warehouse.0, code)?;
    Ok(row.map_or(Found::Nothing, |(parcel, order)| Found::Parcel {
        parcel_id: ParcelId(parcel),
        order_id: OrderId(order),
    }))
}

async fn goods(tx: &mut Tx, owner: Option<OwnerId>, code: &str) -> Result<Found, StoreError> {
    let mut items = item::by_code(tx, owner, code).await?;
    if items.len() > 1 {
        return Ok(Found::Nothing);
    }
    Ok(items
        .pop()
        .map_or(Found::Nothing, |(item, packaging_id)| Found::Goods { item: Box::new(item), packaging_id }))
}
