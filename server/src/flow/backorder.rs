//! The rest of an order that has left: a backorder, or cancelled, as the order says. Core decides.

use bipe_core::id::{ItemId, OrderId, OrderLineId};
use bipe_core::order::change::Line;
use bipe_core::order::rest::{Rest, numbers_behind, rest};
use bipe_core::order::{Wanted, promise};
use bipe_store::StoreError;
use bipe_store::order::{self, NewLine};
use serde_json::json;

use super::Floor;

/// What is open of an order that leaves.
pub(super) struct Open {
    lines: Vec<Line>,
    leaving: order::Leaving,
}

/// Reads what is open of an order that leaves.
pub(super) async fn open(floor: &mut Floor<'_>, id: OrderId) -> Result<Open, StoreError> {
    let lines = order::lines_to_change(floor.tx, id).await?;
    Ok(Open { lines, leaving: order::leaving(floor.tx, id).await? })
}

/// Settles the rest of an order whose parcels have all left.
pub(super) async fn settle(
    floor: &mut Floor<'_>,
    id: OrderId,
    Open { lines, leaving }: Open,
) -> Result<(), StoreError> {
    let (kind, subject_id, payload) = match rest(&lines, leaving.remainder) {
        Rest::None => return Ok(()),
        Rest::Cancelled => {
            order::cancel_rest(floor.tx, id).await?;
            ("order.cut", id.0, json!({"order_id": id, "number": leaving.number}))
        }
        Rest::Backorder(missing) => {
            order::short_rest(floor.tx, id).await?;
            let (behind, number, lines) = wait(floor, id, &leaving, &missing).await?;
            let payload = json!({
                "order_id": behind, "number": number, "status": "new", "backorder_of": leaving.number,
                "lines": lines.iter().map(|line| json!({
                    "item_id": line.item_id, "ordered_base": line.ordered_base, "promised_base": line.promised_base,
                })).collect::<Vec<_>>(),
            });
            ("order.backordered", behind.0, payload)
        }
    };
    floor.tell(kind, subject_id, &payload).await
}

/// Adds the order behind: its id, number and lines.
async fn wait(
    floor: &mut Floor<'_>,
    id: OrderId,
    leaving: &order::Leaving,
    missing: &[(ItemId, i64)],
) -> Result<(OrderId, String, Vec<NewLine>), StoreError> {
    let wanted = |(item_id, quantity_base): &(ItemId, i64)| Wanted {
        item_id: *item_id,
        quantity_base: *quantity_base,
        remaining_days_min: leaving.remaining_days_min,
    };
    let wanted: Vec<Wanted> = missing.iter().map(wanted).collect();
    let items: std::collections::BTreeSet<ItemId> = wanted.iter().map(|line| line.item_id).collect();
    let items: Vec<ItemId> = items.into_iter().collect();
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let (free, promised) = order::free(floor.tx, warehouse, &items).await?;
    let promises = promise(&wanted, &free, &promised, floor.scanned.today);
    let mut lines = Vec::with_capacity(wanted.len());
    for ((line, promised_base), number) in wanted.iter().zip(promises).zip(1..) {
        let (item_id, ordered_base) = (line.item_id, line.quantity_base);
        let id = OrderLineId(floor.ids.next_uuid());
        lines.push(NewLine { id, number, item_id, ordered_base, promised_base });
    }
    let behind = OrderId(floor.ids.next_uuid());
    for number in numbers_behind(&leaving.number, leaving.is_backorder) {
        if order::insert_behind(floor.tx, id, behind, &number, &lines, floor.scanned.at_ms).await? {
            return Ok((behind, number, lines));
        }
    }
    Err(StoreError::Contention("no number is free for the backorder"))
}
