//! What a scanned code stands for in one warehouse.

use bipe_core::code::OwnCode;
use bipe_core::flow::Found;
use bipe_core::id::{OrderId, OwnerId, ParcelId, ReceiptId, WarehouseId};
use bipe_core::scan::{Kind, Scan};
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
    let content = &scan.content;
    if let Some(own) = &content.own {
        return own_code(tx, warehouse, own).await;
    }
    if let Some(key) = &content.nfe {
        let row = optional!(tx, (Uuid,), "code/receipt.sql", warehouse.0, key.as_str())?;
        return Ok(row.map_or(Found::Nothing, |(id,)| Found::Receipt(ReceiptId(id))));
    }
    if let Some(gtin) = content.gtin.as_ref().filter(|_| content.sscc.is_none()) {
        let found = goods(tx, owner, gtin.as_str()).await?;
        if found != Found::Nothing || scan.kind != Kind::Gtin {
            return Ok(found);
        }
    }
    if let Some(sscc) = &content.sscc {
        return maybe_new_unit(tx, warehouse, sscc.as_str()).await;
    }
    if let Some(s10) = &content.s10 {
        return parcel(tx, warehouse, s10.as_str()).await;
    }
    if content.lot.is_some() || content.expiry.is_some() || content.best_before.is_some() {
        return Ok(Found::Attributes);
    }
    plain(tx, warehouse, owner, &scan.text).await
}

async fn own_code(tx: &mut Tx, warehouse: WarehouseId, own: &OwnCode) -> Result<Found, StoreError> {
    match own {
        OwnCode::Command(command) => Ok(Found::Command(*command)),
        OwnCode::Quantity(quantity) => Ok(Found::Quantity(i64::from(*quantity))),
        OwnCode::Bin(code) => {
            let found = location::by_code(tx, warehouse, code).await?;
            Ok(found.map_or(Found::Nothing, Found::Location))
        }
        OwnCode::Tote(_) => maybe_new_unit(tx, warehouse, &own.printed()).await,
        OwnCode::Badge(_) | OwnCode::Station(_) => Ok(Found::Nothing),
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

/// The same, where a code that nobody has is that of a new one.
async fn maybe_new_unit(tx: &mut Tx, warehouse: WarehouseId, code: &str) -> Result<Found, StoreError> {
    let found = unit(tx, warehouse, code).await?;
    Ok(if found == Found::Nothing { Found::NewUnit(code.to_owned()) } else { found })
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

/// Text without any pattern of its own: a bin's code, an item's, a tracking code.
async fn plain(
    tx: &mut Tx,
    warehouse: WarehouseId,
    owner: Option<OwnerId>,
    text: &str,
) -> Result<Found, StoreError> {
    if let Some(location) = location::by_code(tx, warehouse, text).await? {
        return Ok(Found::Location(location));
    }
    let found = goods(tx, owner, text).await?;
    if found != Found::Nothing {
        return Ok(found);
    }
    let found = unit(tx, warehouse, text).await?;
    if found != Found::Nothing {
        return Ok(found);
    }
    parcel(tx, warehouse, text).await
}
