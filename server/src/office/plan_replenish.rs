//! Pick faces: what they hold, and filling them up. The job of the same purpose asks by itself; a desk may ask at once.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{NewPickFace, PickFace, Replenishment, ReplenishmentsOpened};
use bipe_core::id::{Ids, ReplenishmentId, WarehouseId};
use bipe_store::event::NewEvent;
use bipe_store::replenishment::{self, Face, Listed, Range};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, event, item, location};
use serde_json::json;
use time::Date;

use super::{Answer, Office, answer, once};
use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;

/// The most faces that are asked for at once.
const AT_ONCE: i64 = 500;

/// Asks for every face that has less free than its minimum; how many are new.
///
/// # Errors
/// The store's.
pub async fn open_due(
    tx: &mut Tx,
    warehouse: WarehouseId,
    today: Date,
    at_ms: i64,
    ids: &mut Ids,
) -> Result<i64, StoreError> {
    let id = || ReplenishmentId(ids.next_uuid());
    let due = replenishment::due(tx, warehouse, today, AT_ONCE, id).await?;
    if due.is_empty() {
        return Ok(0);
    }
    replenishment::open(tx, warehouse, &due, at_ms).await?;
    let payload = json!({ "opened": due.len() }).to_string();
    let event = NewEvent { kind: "replenishment.opened", subject_id: warehouse.0, payload };
    event::append(tx, warehouse, &event, at_ms, ids).await?;
    Ok(due.len() as i64)
}

/// Looks for faces to fill up, now.
///
/// # Errors
/// The store's.
pub async fn open(app: &App, session: Session, headers: &HeaderMap) -> Result<Response, Failure> {
    once(app, session, headers, "replenishment.open", b"", (), |office, ()| Box::pin(run_open(office))).await
}

async fn run_open(mut office: Office<'_>) -> Result<Answer, StoreError> {
    let (warehouse, today, at_ms) = (office.session.actor.warehouse_id, office.today, office.at_ms);
    let opened = open_due(office.tx, warehouse, today, at_ms, &mut office.ids).await?;
    Ok(answer(StatusCode::CREATED, &ReplenishmentsOpened { opened }))
}

/// Lets a replenishment come to nothing.
///
/// # Errors
/// 404 when none of this id is open.
pub async fn cancel(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: ReplenishmentId,
) -> Result<Response, Failure> {
    let body = id.to_string();
    once(app, session, headers, "replenishment.cancel", body.as_bytes(), id, |office, id| {
        Box::pin(run_cancel(office, *id))
    })
    .await
}

async fn run_cancel(mut office: Office<'_>, id: ReplenishmentId) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    if !replenishment::is_open(office.tx, actor.warehouse_id, id).await? {
        return Ok(Err(Failure::not_found(format!("no replenishment {id} is open"))));
    }
    replenishment::end(office.tx, id).await?;
    let payload = json!({ "replenishment_id": id, "operator": actor.name }).to_string();
    let entry = office.ids.next_uuid();
    let (kind, at_ms) = ("replenishment.ended", office.at_ms);
    audit_log::insert(office.tx, entry, actor, kind, &id.to_string(), &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id: id.0, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await?;
    Ok(answer(StatusCode::OK, &json!({ "id": id })))
}

/// Says what a bin is to hold of an item.
///
/// # Errors
/// 422 for a bin or an item that there is not, or a range that is none.
pub async fn put_face(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: NewPickFace,
) -> Result<Response, Failure> {
    once(app, session, headers, "pick_face.put", body, request, |office, request| {
        Box::pin(run_put(office, request))
    })
    .await
}

async fn run_put(mut office: Office<'_>, request: &NewPickFace) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    let wrong = |detail: String| Failure::unprocessable("pick-face", "The pick face was not set", detail);
    let NewPickFace { location, sku, min_base, max_base } = request;
    if *min_base < 0 || *max_base < 0 || min_base > max_base {
        return Ok(Err(wrong("min_base is 0 or more, and max_base at least as much".to_owned())));
    }
    let bin = location::by_code(office.tx, actor.warehouse_id, location).await?;
    let Some(bin) = bin.filter(|bin| bin.kind.is_allocatable()) else {
        return Ok(Err(wrong(format!("there is no storage or pick face {location}"))));
    };
    let mut items = item::by_code(office.tx, None, sku).await?;
    items.retain(|(item, _)| item.sku == *sku);
    let (Some((item, _)), None) = (items.pop(), items.pop()) else {
        return Ok(Err(wrong(format!("{sku} is not the code of one item"))));
    };
    let range = (*max_base > 0).then_some(Range { min_base: *min_base, max_base: *max_base });
    replenishment::put_face(office.tx, bin.id, item.id, range).await?;
    let detail = serde_json::to_string(request).expect("a rule serialises");
    let entry = office.ids.next_uuid();
    audit_log::insert(office.tx, entry, actor, "pick_face.set", location, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, request))
}

/// A pick face on the wire.
pub fn face(face: Face) -> PickFace {
    PickFace {
        location: face.code,
        sku: face.sku,
        name: face.name,
        unit: face.unit,
        min_base: face.min_base,
        max_base: face.max_base,
        on_hand_base: face.on_hand_base,
        reserved_base: face.reserved_base,
    }
}

/// A replenishment on the wire.
pub fn shown(one: Listed) -> Replenishment {
    Replenishment {
        id: ReplenishmentId(one.id),
        location: one.location,
        sku: one.sku,
        name: one.name,
        unit: one.unit,
        reason: one.reason,
        status: one.status,
        quantity_base: one.quantity_base,
        done_base: one.done_base,
        operator: one.operator,
        created_at: rfc3339(one.created_at_ms),
    }
}
