//! An order arrives: checked whole, promised what is free, and told to the outside.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{self, Address, NewOrder, OrderDetail};
use bipe_api::problem::ProblemAt;
use bipe_core::id::{ItemId, OrderId, OrderLineId, OwnerId};
use bipe_core::order::{Wanted, promise};
use bipe_store::event::NewEvent;
use bipe_store::order::{self, Listed, NewLine};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, carrier, event, owner};
use serde_json::json;
use uuid::Uuid;

use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// The most lines of one order.
const LINES_MAX: usize = 1_000;
/// The most base units of one line.
const QUANTITY_BASE_MAX: i64 = 1_000_000_000;
/// The most days of life a customer can ask for: ten years.
const REMAINING_DAYS_MAX: i64 = 3_650;

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

/// What is wrong in the request itself.
pub fn wrong_fields(request: &NewOrder) -> Vec<ProblemAt> {
    let mut errors = Errors::default();
    let to = &request.ship_to;
    errors.text("number", &request.number, 1, 40);
    errors.text("channel", &request.channel, 0, 40);
    errors.0.extend(wrong_address("ship_to", to));
    if let Some(number) = &request.invoice_number {
        errors.text("invoice_number", number, 1, 44);
    }
    if !(0..=REMAINING_DAYS_MAX).contains(&request.remaining_days_min) {
        errors.add("remaining_days_min", format!("0 to {REMAINING_DAYS_MAX} days"));
    }
    if request.lines.is_empty() || request.lines.len() > LINES_MAX {
        errors.add("lines", format!("1 to {LINES_MAX} lines"));
    }
    for (at, line) in request.lines.iter().enumerate().take(LINES_MAX) {
        if line.quantity_base <= 0 || line.quantity_base > QUANTITY_BASE_MAX {
            errors.add(&format!("lines[{at}].quantity_base"), format!("1 to {QUANTITY_BASE_MAX} base units"));
        }
    }
    errors.0
}

/// What is wrong in an address that stands in the field `at`.
pub fn wrong_address(at: &str, to: &Address) -> Vec<ProblemAt> {
    let mut errors = Errors::default();
    for (field, text, least, most) in [
        ("name", &to.name, 1, 80),
        ("street", &to.street, 1, 120),
        ("complement", &to.complement, 0, 80),
        ("district", &to.district, 0, 80),
        ("city", &to.city, 1, 80),
        ("state", &to.state, 1, 40),
        ("postal_code", &to.postal_code, 1, 12),
        ("phone", &to.phone, 0, 30),
    ] {
        errors.text(&format!("{at}.{field}"), text, least, most);
    }
    errors.0
}

#[derive(Default)]
struct Errors(Vec<ProblemAt>);

impl Errors {
    fn add(&mut self, at: &str, message: impl Into<String>) {
        self.0.push(ProblemAt { at: at.to_owned(), message: message.into() });
    }

    fn text(&mut self, at: &str, text: &str, least: usize, most: usize) {
        let length = text.trim().chars().count();
        if length < least {
            self.add(at, "is missing");
        } else if length > most || text.chars().any(char::is_control) {
            self.add(at, format!("at most {most} characters, none of them control characters"));
        }
    }
}

/// A request with all that it names.
struct Checked {
    owner_id: OwnerId,
    carrier_id: Uuid,
    wanted: Vec<Wanted>,
}

/// Looks up what the request names; or says each wrong place.
async fn check(office: &mut Office<'_>, request: &NewOrder) -> Result<Result<Checked, Failure>, StoreError> {
    let mut errors = Errors(wrong_fields(request));
    let owner_id = match &request.owner {
        Some(code) => owner::by_code(office.tx, code).await?,
        None => owner::first(office.tx).await?,
    };
    if owner_id.is_none() {
        errors.add("owner", "there is no such owner");
    }
    let carrier = match &request.carrier {
        Some(code) => carrier::by_code(office.tx, code).await?,
        None => carrier::first(office.tx).await?,
    };
    if carrier.is_none() {
        errors.add("carrier", "there is no such carrier");
    }
    let mut wanted = Vec::new();
    if let Some(owner_id) = owner_id {
        let skus: Vec<&str> = request.lines.iter().take(LINES_MAX).map(|line| line.sku.as_str()).collect();
        let known = order::items_by_sku(office.tx, owner_id, &skus).await?;
        for (at, line) in request.lines.iter().enumerate().take(LINES_MAX) {
            let Some(item) = known.iter().find(|item| item.sku == line.sku) else {
                errors.add(&format!("lines[{at}].sku"), format!("there is no item {:?}", cut(&line.sku)));
                continue;
            };
            let remaining_days_min = item.remaining_days_min.max(request.remaining_days_min);
            let (item_id, quantity_base) = (item.item_id, line.quantity_base);
            wanted.push(Wanted { item_id, quantity_base, remaining_days_min });
        }
    }
    Ok(match (owner_id, carrier) {
        (Some(owner_id), Some(carrier)) if errors.0.is_empty() => {
            Ok(Checked { owner_id, carrier_id: carrier.id, wanted })
        }
        _ => Err(wrong(errors.0)),
    })
}

async fn accept(mut office: Office<'_>, request: &NewOrder) -> Result<Answer, StoreError> {
    let Checked { owner_id, carrier_id, wanted } = match check(&mut office, request).await? {
        Ok(checked) => checked,
        Err(failure) => return Ok(Err(failure)),
    };
    let warehouse = office.session.actor.warehouse_id;
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
        lines,
    };
    if !order::insert(office.tx, warehouse, &new, office.at_ms).await? {
        let detail = format!("the owner already has an order {}", new.number);
        return Ok(Err(Failure::conflict("order-exists", "The order was not taken", detail)));
    }
    tell(&mut office, request, &new).await?;
    let Some(detail) = detail(office.tx, office.session, new.id).await? else {
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

fn wrong(errors: Vec<ProblemAt>) -> Failure {
    Failure::unprocessable("wrong-fields", "The order was not taken", "some fields are wrong")
        .with_errors(errors)
}

/// The beginning of a text, for a message.
fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

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
    let ship_to = serde_json::from_str(&listed.ship_to)
        .map_err(|_| StoreError::Corrupt { column: "orders.ship_to", value: listed.ship_to.clone() })?;
    Ok(Some(OrderDetail {
        order: summary(listed),
        ship_to,
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
        lines: listed.lines,
        ordered_base: listed.ordered_base,
        promised_base: listed.promised_base,
        picked_base: listed.picked_base,
        wave: listed.wave,
    }
}
