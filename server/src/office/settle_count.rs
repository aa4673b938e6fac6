//! A supervisor settles a count that two people disagree with the book about: it is posted, or dropped.
//!
//! It is posted against the bin as it was counted (I12): when goods moved since, it is dropped and the bin is asked for anew.
//! What orders have reserved is never counted away: such a count is refused by name, until those orders are settled.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_core::flow::count::{CountReason, CountStatus, Line, movements, reserved_short};
use bipe_core::id::CountId;
use bipe_core::location::LocationKind;
use bipe_core::words::fault::{self, FaultAt};
use bipe_store::count::{self, Asked, ListedLine, NewCount, Settling};
use bipe_store::event::NewEvent;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, event, ledger, location};
use serde_json::json;

use super::plan_count::shown;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Makes the stock say what was counted.
///
/// # Errors
/// 404 for no count; 409 for one that does not wait, or that found less than orders have reserved.
pub async fn approve(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: CountId,
) -> Result<Response, Failure> {
    let body = id.to_string();
    once(app, session, headers, "count.approve", body.as_bytes(), id, |office, id| {
        Box::pin(run_approve(office, *id))
    })
    .await
}

/// Lets a count come to nothing; the bin is free again.
///
/// # Errors
/// 404 for no count; 409 for one that is settled.
pub async fn drop(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: CountId,
) -> Result<Response, Failure> {
    let body = id.to_string();
    once(app, session, headers, "count.drop", body.as_bytes(), id, |office, id| {
        Box::pin(run_drop(office, *id))
    })
    .await
}

fn missing(id: CountId) -> Failure {
    Failure::not_found(format!("there is no count {id}"))
}

fn settled(location: &str) -> Failure {
    let detail = format!("the count of {location} does not wait for this");
    Failure::conflict("count-settled", "The count was not changed", detail)
}

async fn run_approve(mut office: Office<'_>, id: CountId) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let Some(count) = count::to_settle(office.tx, warehouse, id).await? else { return Ok(Err(missing(id))) };
    let outside = location::of_kind(office.tx, warehouse, LocationKind::Adjustment).await?.id;
    let locked = ledger::lock(office.tx, &[count.location_id, outside]).await?;
    // What was read before the lock may be old.
    let Some(count) = count::to_settle(office.tx, warehouse, id).await? else { return Ok(Err(missing(id))) };
    if count.status != CountStatus::Counted {
        return Ok(Err(settled(&count.location)));
    }
    let now = location::by_ids(office.tx, &[count.location_id]).await?;
    if now.first().map(|bin| bin.version) != count.version {
        return again(office, id, &count).await;
    }
    let listed = count::lines(office.tx, &[id]).await?;
    let lines: Vec<Line> = listed.iter().map(|line| line.line).collect();
    if reserved_short(&lines).next().is_some() {
        return Ok(Err(under_reserved(&listed)));
    }
    let movements = movements(&lines, count.location_id, outside);
    let entry = office.entry();
    // The count notes the bin's version, which what it moves raises.
    count::settle(office.tx, id, CountStatus::Posted, office.at_ms).await?;
    ledger::post_for(office.tx, &locked, &entry, Some(id.0), &movements, &mut office.ids).await?;
    tell(&mut office, id, &count, "count.posted").await?;
    show(office, id).await
}

/// The bin is no longer as it was counted: that count is dropped, and another asked for.
async fn again(mut office: Office<'_>, id: CountId, count: &Settling) -> Result<Answer, StoreError> {
    count::settle(office.tx, id, CountStatus::Dropped, office.at_ms).await?;
    let (by, at_ms) = (office.session.actor.user_id, office.at_ms);
    let new = NewCount { id: CountId(office.ids.next_uuid()), location_id: count.location_id };
    let asked = Asked { reason: CountReason::Request, recount_of: None, by, at_ms };
    count::open(office.tx, office.session.actor.warehouse_id, &[new], asked).await?;
    tell(&mut office, id, count, "count.dropped").await?;
    show(office, new.id).await
}

async fn run_drop(mut office: Office<'_>, id: CountId) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let Some(count) = count::to_settle(office.tx, warehouse, id).await? else { return Ok(Err(missing(id))) };
    ledger::lock(office.tx, &[count.location_id]).await?;
    let Some(count) = count::to_settle(office.tx, warehouse, id).await? else { return Ok(Err(missing(id))) };
    if !matches!(count.status, CountStatus::Open | CountStatus::Counted) {
        return Ok(Err(settled(&count.location)));
    }
    count::settle(office.tx, id, CountStatus::Dropped, office.at_ms).await?;
    count::lock_bin(office.tx, count.location_id, None).await?;
    tell(&mut office, id, &count, "count.dropped").await?;
    show(office, id).await
}

fn under_reserved(lines: &[ListedLine]) -> Failure {
    let short = lines.iter().enumerate().filter(|(_, line)| line.line.counted_base < line.line.reserved_base);
    let error = |(at, line): (usize, &ListedLine)| {
        let lot = line.lot.as_deref().unwrap_or_default();
        let (counted_base, reserved_base) = (line.line.counted_base, line.line.reserved_base);
        let fault = fault::under_reserved(&line.sku, lot, counted_base, reserved_base);
        FaultAt::new(format!("lines[{at}]"), fault)
    };
    let detail = "less was found than orders have reserved: let pickers report it short, or free the orders";
    Failure::conflict("count-under-reserved", "The count was not posted", detail)
        .with_errors(short.map(error).collect())
}

async fn tell(
    office: &mut Office<'_>,
    id: CountId,
    count: &Settling,
    kind: &'static str,
) -> Result<(), StoreError> {
    let (actor, at_ms) = (&office.session.actor, office.at_ms);
    let payload = json!({ "count_id": id, "location": count.location, "operator": actor.name }).to_string();
    let entry = office.ids.next_uuid();
    audit_log::insert(office.tx, entry, actor, kind, &count.location, &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id: id.0, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await
}

async fn show(office: Office<'_>, id: CountId) -> Result<Answer, StoreError> {
    let listed = count::one(office.tx, office.session.actor.warehouse_id, id).await?;
    match shown(office.tx, listed.into_iter().collect()).await?.pop() {
        Some(count) => Ok(answer(StatusCode::OK, &count)),
        None => Err(StoreError::Contention("the count was there just now")),
    }
}
