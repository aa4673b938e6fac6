//! Orders as the interface and programs read them.

use bipe_api::desk::{self, OrderDetail};
use bipe_core::id::OrderId;
use bipe_store::order::{self, Listed};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx};

use crate::clock::rfc3339;

/// An order of the session's warehouse with its lines and parcels.
pub async fn detail(tx: &mut Tx, session: &Session, id: OrderId) -> Result<Option<OrderDetail>, StoreError> {
    let Some(listed) = order::by_id(tx, session.actor.warehouse_id, id).await? else { return Ok(None) };
    let lines = order::lines(tx, id).await?;
    let parcels = order::parcels(tx, id).await?;
    let line = |line: order::Line| desk::OrderLine {
        number: line.number,
        sku: line.sku,
        name: line.name,
        unit: line.unit,
        ordered_base: line.ordered_base,
        promised_base: line.promised_base,
        reserved_base: line.reserved_base,
        picked_base: line.picked_base,
        short_base: line.short_base,
        cancelled_base: line.cancelled_base,
    };
    let parcel = |parcel: order::Parcel| desk::Parcel {
        sscc: parcel.sscc,
        number: parcel.number,
        total: parcel.total,
        status: parcel.status,
        tracking_code: parcel.tracking_code,
        print_job: parcel.print_job,
    };
    let rule = order::rule(tx, id).await?;
    let ship_to = serde_json::from_str(&listed.ship_to)
        .map_err(|_| StoreError::Corrupt { column: "orders.ship_to", value: listed.ship_to.clone() })?;
    Ok(Some(OrderDetail {
        order: summary(listed),
        ship_to,
        rule: desk::OrderRule {
            customer: rule.customer,
            remaining_days_min: rule.remaining_days_min,
            strategy: rule.strategy,
            zones: rule.zones,
            fill: rule.fill,
            remainder: rule.remainder,
            backorder_of: rule.backorder_of,
            reserved_until: rule.reserved_until_ms.map(rfc3339),
        },
        lines: lines.into_iter().map(line).collect(),
        parcels: parcels.into_iter().map(parcel).collect(),
    }))
}

/// An order in short.
pub fn summary(listed: Listed) -> desk::Order {
    desk::Order {
        id: OrderId(listed.id),
        number: listed.number,
        channel: listed.channel,
        customer: listed.customer,
        city: listed.city,
        carrier: listed.carrier,
        status: listed.status,
        created_at: rfc3339(listed.created_at_ms),
        ship_by: listed.ship_by,
        priority: listed.priority,
        lines: listed.lines,
        ordered_base: listed.ordered_base,
        promised_base: listed.promised_base,
        picked_base: listed.picked_base,
        wave: listed.wave,
    }
}
