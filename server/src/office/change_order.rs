//! An order changes after it was taken: lines that want more or less, another address, or it is given up.
//!
//! Core decides what that costs ([`bipe_core::order::change`]); here it is loaded under locks and written: reservations go back
//! to the stock, stops are cancelled, a tour without stops ends, and what lies in a tote is asked back.
//!
//! **Invariant**: the order is locked first, then every place it has reserved at, and only then its reservations are read: no
//! pick of it can come in between.

mod free;
mod more;

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::PatchOrder;
use bipe_core::id::OrderId;
use bipe_core::order::OrderStatus;
use bipe_core::order::change::{self, Change, Fixed, InTote, Line, Reserved};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::order::Locked;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, event, ledger, order};
use serde_json::json;

use crate::App;
use crate::http::Failure;
use crate::office::take_order::{PRIORITIES, QUANTITY_BASE_MAX, wrong_address};
use crate::office::{Answer, Office, answer, body_at, once, show_order};

pub use self::free::unrelease;

/// Gives an order up.
///
/// # Errors
/// 404 for no order; 409 when it can't be given up any more.
pub async fn cancel(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: OrderId,
) -> Result<Response, Failure> {
    let body = id.to_string();
    once(app, session, headers, "order.cancel", body.as_bytes(), id, |office, id| {
        Box::pin(give_up(office, *id))
    })
    .await
}

/// Changes an order.
///
/// # Errors
/// Each wrong place by name; 404 for no order; 409 when it can't change any more.
pub async fn edit(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    (id, request): (OrderId, PatchOrder),
) -> Result<Response, Failure> {
    let body = body_at(&id.to_string(), body);
    once(app, session, headers, "order.edit", &body, (id, request), |office, (id, request)| {
        Box::pin(run(office, *id, request))
    })
    .await
}

/// An order with all that a change decides on.
struct Loaded {
    order: Locked,
    lines: Vec<Line>,
    reserved: Vec<Reserved>,
    totes: Vec<InTote>,
    locked: ledger::Locked,
    more: more::More,
}

async fn load(
    office: &mut Office<'_>,
    id: OrderId,
    wanted: &BTreeMap<i64, i64>,
) -> Result<Result<Loaded, Failure>, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let Some(order) = order::lock(office.tx, warehouse, &[id]).await?.pop() else {
        return Ok(Err(Failure::not_found(format!("there is no order {id}"))));
    };
    if let Err(why) = change::may_change(order.status) {
        return Ok(Err(refused(&order.number, &why)));
    }
    let lines = order::lines_to_change(office.tx, id).await?;
    let more = more::seek(office, &order, &lines, wanted).await?;
    let (reserved, locked) = free::lock(office, &[id], more.places()).await?;
    let reserved = reserved.into_iter().map(|(_, reserved)| reserved).collect();
    // What was picked before the places were locked counts.
    let lines = order::lines_to_change(office.tx, id).await?;
    let totes = order::in_totes(office.tx, id).await?;
    Ok(Ok(Loaded { order, lines, reserved, totes, locked, more }))
}

async fn give_up(mut office: Office<'_>, id: OrderId) -> Result<Answer, StoreError> {
    let loaded = match load(&mut office, id, &BTreeMap::new()).await? {
        Ok(loaded) => loaded,
        Err(failure) => return Ok(Err(failure)),
    };
    let change = match change::cancel(&loaded.lines, &loaded.reserved, &loaded.totes) {
        Ok(change) => change,
        Err(why) => return Ok(Err(refused(&loaded.order.number, &why))),
    };
    // Nothing is refused below this line.
    order::set_status(office.tx, &[id], OrderStatus::Cancelled).await?;
    write(&mut office, &loaded, &change).await?;
    order::free_empty_totes(office.tx, &[id]).await?;
    told(&mut office, &loaded, "order.cancelled", &change, OrderStatus::Cancelled).await?;
    shown(office, id).await
}

async fn run(mut office: Office<'_>, id: OrderId, request: &PatchOrder) -> Result<Answer, StoreError> {
    let errors = wrong_fields(request);
    if !errors.is_empty() {
        let failure =
            Failure::unprocessable("wrong-fields", "The order was not changed", "some fields are wrong");
        return Ok(Err(failure.with_errors(errors)));
    }
    let wanted: BTreeMap<i64, i64> =
        request.lines.iter().map(|line| (line.number, line.quantity_base)).collect();
    let mut loaded = match load(&mut office, id, &wanted).await? {
        Ok(loaded) => loaded,
        Err(failure) => return Ok(Err(failure)),
    };
    let change = match change::edit(&loaded.lines, &loaded.reserved, &loaded.totes, &wanted) {
        Ok(change) => change,
        Err(why) => return Ok(Err(refused(&loaded.order.number, &why))),
    };
    // Nothing is refused below this line.
    if let Some(to) = &request.ship_to {
        let ship_to = serde_json::to_string(to).expect("an address serialises");
        let city = format!("{}/{}", to.city.trim(), to.state.trim());
        order::send_elsewhere(office.tx, id, &ship_to, to.name.trim(), &city).await?;
    }
    if let Some(priority) = request.priority {
        order::set_priority(office.tx, id, priority).await?;
    }
    let left_base: i64 = loaded.lines.iter().map(|line| line.picked_base).sum();
    let back_base: i64 = change.back.iter().map(|back| back.quantity_base).sum();
    if loaded.order.status == OrderStatus::Picked && left_base == back_base {
        // Nothing of it was kept in its totes: it waits for stock again.
        order::set_status(office.tx, &[id], OrderStatus::New).await?;
        loaded.order.status = OrderStatus::New;
    }
    write(&mut office, &loaded, &change).await?;
    more::write(&mut office, &loaded.locked, &loaded.order, &loaded.more, &change).await?;
    let warehouse = office.session.actor.warehouse_id;
    let status = order::read(office.tx, warehouse, &[id]).await?.pop().map(|order| order.status);
    let status = status.unwrap_or(loaded.order.status);
    told(&mut office, &loaded, "order.changed", &change, status).await?;
    shown(office, id).await
}

async fn write(office: &mut Office<'_>, loaded: &Loaded, change: &Change) -> Result<(), StoreError> {
    order::change(office.tx, &change.lines).await?;
    free::write(office, &loaded.locked, &change.freed).await?;
    free::ask_back(office, &loaded.order, &change.back).await?;
    let tours = loaded.reserved.iter().filter_map(|one| one.stop).map(|stop| stop.tour_id).collect();
    if loaded.more.takes.is_empty() {
        free::end_idle(office, tours).await?;
    }
    Ok(())
}

async fn told(
    office: &mut Office<'_>,
    loaded: &Loaded,
    kind: &'static str,
    change: &Change,
    status: OrderStatus,
) -> Result<(), StoreError> {
    let Locked { id, number, .. } = &loaded.order;
    let line = |line: &Line| {
        let becomes = change.lines.get(&line.id)?;
        let quantity_base = line.wanted_base() + becomes.more_base - becomes.cancelled_base;
        Some(json!({"number": line.number, "quantity_base": quantity_base, "back_base": becomes.picked_base}))
    };
    let lines: Vec<_> = loaded.lines.iter().filter_map(line).collect();
    let payload = json!({"order_id": id, "number": number, "status": status, "lines": lines}).to_string();
    let (actor, at_ms) = (&office.session.actor, office.at_ms);
    let entry = office.ids.next_uuid();
    audit_log::insert(office.tx, entry, actor, kind, number, &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id: id.0, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await
}

async fn shown(office: Office<'_>, id: OrderId) -> Result<Answer, StoreError> {
    match show_order::detail(office.tx, office.session, id).await? {
        Some(detail) => Ok(answer(StatusCode::OK, &detail)),
        None => Err(StoreError::Contention("the order was there just now")),
    }
}

fn wrong_fields(request: &PatchOrder) -> Vec<FaultAt> {
    let mut errors = request.ship_to.as_ref().map_or_else(Vec::new, |to| wrong_address("ship_to", to));
    let mut wrong = |at: String, fault: Fault| errors.push(FaultAt::new(at, fault));
    if request.lines.is_empty() && request.ship_to.is_none() && request.priority.is_none() {
        wrong("lines".to_owned(), fault::nothing_changes());
    }
    if request.priority.is_some_and(|priority| !PRIORITIES.contains(&priority)) {
        wrong("priority".to_owned(), fault::number(PRIORITIES.start(), PRIORITIES.end()));
    }
    for (at, line) in request.lines.iter().enumerate() {
        if !(0..=QUANTITY_BASE_MAX).contains(&line.quantity_base) {
            wrong(format!("lines[{at}].quantity_base"), fault::base_units(0, QUANTITY_BASE_MAX));
        }
        if request.lines[..at].iter().any(|other| other.number == line.number) {
            wrong(format!("lines[{at}].number"), fault::line_twice(line.number));
        }
    }
    errors
}

/// Why an order stays as it is.
fn refused(number: &str, why: &Fixed) -> Failure {
    let title = "The order was not changed";
    let conflict = |kind, detail: String| Failure::conflict(kind, title, detail);
    match why {
        Fixed::AtDesk => conflict("order-at-desk", format!("{number} is being checked at a desk")),
        Fixed::Packed => conflict("order-packed", format!("{number} is packed")),
        Fixed::Shipped => conflict("order-shipped", format!("{number} has left")),
        Fixed::Cancelled => conflict("order-cancelled", format!("{number} was given up already")),
        Fixed::NotInTotes => {
            conflict("order-not-in-totes", format!("what was picked for {number} is no longer in its totes"))
        }
        Fixed::NothingLeft => {
            let detail = format!("nothing of {number} would be left; cancel it instead");
            Failure::unprocessable("order-empty", title, detail)
        }
        Fixed::NoLine(line) => {
            let detail = format!("{number} has no line {line}");
            Failure::unprocessable("no-line", title, detail)
        }
    }
}
