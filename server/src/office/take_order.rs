//! An order arrives: checked whole, promised what is free, and told to the outside.

mod check;
mod hold;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::NewOrder;
use bipe_core::id::{ItemId, OrderId, OrderLineId};
use bipe_core::order::promise;
use bipe_store::event::NewEvent;
use bipe_store::order::{self, NewLine};
use bipe_store::session::Session;
use bipe_store::{StoreError, customer, event};
use serde_json::json;

use self::check::Checked;
use crate::App;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once, show_order};

pub use self::check::{PRIORITIES, wrong_address, wrong_fields};
pub(super) use self::check::{QUANTITY_BASE_MAX, REMAINING_DAYS_MAX, wrong_text};

/// Takes an order.
///
/// # Errors
/// Each wrong place by name; 409 when the owner has an order with this number.
pub async fn take(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: NewOrder,
) -> Result<Response, Failure> {
    once(app, session, headers, "order.take", body, request, |office, request| {
        Box::pin(accept(office, request))
    })
    .await
}

async fn accept(mut office: Office<'_>, request: &NewOrder) -> Result<Answer, StoreError> {
    let Checked { owner_id, carrier_id, mut wanted, hold_until_ms } =
        match check::check(&mut office, request).await? {
            Ok(checked) => checked,
            Err(failure) => return Ok(Err(failure)),
        };
    let warehouse = office.session.actor.warehouse_id;
    if order::exists(office.tx, owner_id, request.number.trim()).await? {
        return Ok(Err(taken(request.number.trim())));
    }
    let mut customer_id = None;
    if let Some(named) = &request.customer {
        let (id, code) = (office.ids.next_uuid(), named.code.trim());
        let (id, days) = customer::name(office.tx, id, owner_id, code, named.name.trim()).await?;
        customer_id = Some(id);
        for line in &mut wanted {
            line.remaining_days_min = line.remaining_days_min.max(days);
        }
    }
    let items: std::collections::BTreeSet<ItemId> = wanted.iter().map(|line| line.item_id).collect();
    let (free, promised) = order::free(office.tx, warehouse, &items.into_iter().collect::<Vec<_>>()).await?;
    let promises = promise(&wanted, &free, &promised, office.today);
    let lines = wanted.iter().zip(&promises).zip(1..);
    let lines: Vec<NewLine> = lines
        .map(|((line, promised_base), number)| NewLine {
            id: OrderLineId(office.ids.next_uuid()),
            number,
            item_id: line.item_id,
            ordered_base: line.quantity_base,
            promised_base: *promised_base,
        })
        .collect();
    let to = &request.ship_to;
    let new = order::NewOrder {
        id: OrderId(office.ids.next_uuid()),
        owner_id,
        number: request.number.trim().to_owned(),
        channel: request.channel.trim().to_owned(),
        ship_to: serde_json::to_string(to).expect("an address serialises"),
        customer: to.name.trim().to_owned(),
        city: format!("{}/{}", to.city.trim(), to.state.trim()),
        carrier_id,
        invoice_number: request.invoice_number.clone(),
        remaining_days_min: request.remaining_days_min,
        ship_by: request.ship_by,
        priority: request.priority,
        customer_id,
        strategy: request.strategy,
        zones: request.zones.clone(),
        fill: request.fill,
        remainder: request.remainder,
        backorder_of: None,
        lines,
    };
    if !order::insert(office.tx, warehouse, &new, office.at_ms).await? {
        return Err(StoreError::Contention("an order of this number came meanwhile"));
    }
    if let Some(until_ms) = hold_until_ms {
        hold::put(&mut office, &new, until_ms).await?;
    }
    tell(&mut office, request, &new).await?;
    let Some(detail) = show_order::detail(office.tx, office.session, new.id).await? else {
        return Err(StoreError::Contention("the order was just added"));
    };
    Ok(answer(StatusCode::CREATED, &detail))
}

async fn tell(office: &mut Office<'_>, request: &NewOrder, new: &order::NewOrder) -> Result<(), StoreError> {
    let lines: Vec<_> = request
        .lines
        .iter()
        .zip(&new.lines)
        .map(|(asked, line)| {
            json!({"sku": asked.sku, "ordered_base": line.ordered_base, "promised_base": line.promised_base})
        })
        .collect();
    let payload = json!({"order_id": new.id, "number": new.number, "status": "new", "lines": lines});
    let event = NewEvent { kind: "order.accepted", subject_id: new.id.0, payload: payload.to_string() };
    let warehouse = office.session.actor.warehouse_id;
    event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await
}

fn taken(number: &str) -> Failure {
    let detail = format!("the owner already has an order {number}");
    Failure::conflict("order-exists", "The order was not taken", detail)
}
