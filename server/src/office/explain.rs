//! Explanations of stock for those who ask where a figure comes from.

use bipe_api::desk::{Explained, Figure, Kept, Leg, Movement};
use bipe_core::id::{CommandId, MovementId, WarehouseId};
use bipe_store::audit::explain::{self, After, Kind};
use bipe_store::movement::Listed;
use bipe_store::{StoreError, Tx};
use uuid::Uuid;

use crate::clock::rfc3339;
use crate::http::Failure;

/// The one subject that a code names.
///
/// # Errors
/// 404 for none; 409 when a lot's code is used by several items and none was named. The store's failures within.
pub async fn subject(
    tx: &mut Tx,
    warehouse: WarehouseId,
    kind: Kind,
    code: &str,
    sku: &str,
) -> Result<Result<(Uuid, String), Failure>, StoreError> {
    let mut named = explain::subjects(tx, warehouse, kind, code, sku).await?;
    Ok(match (named.pop(), named.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => Err(Failure::not_found(format!("there is no {code}"))),
        (Some((_, last)), false) => {
            named.push((Uuid::nil(), last));
            let names: Vec<String> = named.into_iter().map(|(_, name)| name).collect();
            let detail = format!("{code} may be {}: say which item is meant", names.join(", "));
            Err(Failure::conflict("several", "Several things have that code", detail))
        }
    })
}

/// A subject's figures with what is reserved of them, and the first `limit` legs after `after`.
///
/// # Errors
/// Of the store.
pub async fn explain(
    tx: &mut Tx,
    warehouse: WarehouseId,
    (id, name): (Uuid, String),
    after: &After,
    limit: i64,
) -> Result<(Explained, Vec<explain::Leg>), StoreError> {
    let figures = explain::figures(tx, warehouse, id).await?;
    let kept = explain::kept(tx, warehouse, id).await?;
    let legs = explain::legs(tx, warehouse, id, after, limit).await?;
    let figures = figures.into_iter().map(figure).collect();
    let reserved = kept.into_iter().map(reserved).collect();
    Ok((Explained { subject: name, figures, reserved, legs: Vec::new(), next: None }, legs))
}

fn figure(row: explain::Figure) -> Figure {
    Figure {
        location: row.location,
        kind: row.kind,
        unit_code: row.unit_code,
        sku: row.sku,
        unit: row.unit,
        lot: row.lot,
        on_hand_base: row.on_hand_base,
        moved_base: row.moved_base,
        reserved_base: row.reserved_base,
        kept_base: row.kept_base,
    }
}

fn reserved(row: explain::Kept) -> Kept {
    Kept {
        order: row.order_number,
        line: row.line,
        location: row.location,
        unit_code: row.unit_code,
        sku: row.sku,
        lot: row.lot,
        quantity_base: row.quantity_base,
    }
}

/// A leg as the wire has it.
pub fn leg(row: explain::Leg) -> Leg {
    Leg {
        movement_id: MovementId(row.id),
        at: rfc3339(row.at_ms),
        reason: row.reason,
        sku: row.sku,
        lot: row.lot,
        location: row.location,
        unit_code: row.unit_code,
        quantity_base: row.quantity_base,
        other: row.other,
        other_unit_code: row.other_unit_code,
        actor: row.actor,
        command_id: CommandId(row.command_id),
        undoes_id: row.undoes_id.map(MovementId),
        document: row.document,
    }
}

/// A movement as the wire has it.
pub fn movement(row: Listed) -> Movement {
    Movement {
        id: MovementId(row.id),
        at: rfc3339(row.at_ms),
        reason: row.reason,
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        lot: row.lot,
        quantity_base: row.quantity_base,
        from: row.from_location,
        from_unit: row.from_unit,
        to: row.to_location,
        to_unit: row.to_unit,
        actor: row.actor,
        command_id: CommandId(row.command_id),
        undoes_id: row.undoes_id.map(MovementId),
        undone_by: row.undone_by.map(MovementId),
        document: row.document,
    }
}
