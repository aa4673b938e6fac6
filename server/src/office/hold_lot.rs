//! Lots at the desk: held, recalled, released again, and dated anew, each with a reason.
//!
//! A hold takes effect at once: the lot is locked, so it waits for picks under way, and from then on nothing of it is reserved,
//! picked, packed or shipped. Reservations that stand are told with the event and shown, not dropped: a release lets them go on.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{self, Because, LotDetail, LotReserved, LotTrace, PatchLot, Traced};
use bipe_core::id::{LotId, WarehouseId};
use bipe_core::lot::{BadDates, Dates, LotStatus, Unturned, corrected, turn};
use bipe_core::words::fault::{self, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::lot::{self, Detail};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, event};
use serde_json::{Value, json};

use super::take_order::wrong_text;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// The longest reason, in characters.
pub const REASON_LENGTH_MAX: usize = 200;

/// Gives a lot another status.
///
/// # Errors
/// 404 for no lot; 409 when its status can't become that; 422 without a reason.
pub async fn set_status(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    (id, to): (LotId, LotStatus),
    request: Because,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, to, &request)).expect("a request serialises");
    once(app, session, headers, "lot.status", &body, (id, to, request), |office, (id, to, request)| {
        Box::pin(turned(office, *id, *to, &request.reason))
    })
    .await
}

/// Gives a lot other dates; those that are not given move along.
///
/// # Errors
/// 404 for no lot; 422 for dates that can't be true of one lot.
pub async fn set_dates(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: LotId,
    request: PatchLot,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "lot.dates", &body, (id, request), |office, (id, request)| {
        Box::pin(dated(office, *id, request))
    })
    .await
}

async fn turned(
    mut office: Office<'_>,
    id: LotId,
    to: LotStatus,
    reason: &str,
) -> Result<Answer, StoreError> {
    let Some(locked) = lot::lock(office.tx, id).await? else { return Ok(Err(no_lot(id))) };
    let errors = wrong_text("reason", reason, 3, REASON_LENGTH_MAX);
    if !errors.is_empty() {
        return Ok(Err(wrong(errors)));
    }
    if let Err(why) = turn(locked.status, to) {
        return Ok(Err(unturned(why)));
    }
    let (reason, kind) = (reason.trim(), event_of(to));
    let keeps = if to == LotStatus::Released { "" } else { reason };
    lot::set_status(office.tx, id, to, keeps).await?;
    told(&mut office, id, kind, json!({"status": to, "reason": reason})).await
}

async fn dated(mut office: Office<'_>, id: LotId, request: &PatchLot) -> Result<Answer, StoreError> {
    let Some(locked) = lot::lock(office.tx, id).await? else { return Ok(Err(no_lot(id))) };
    let mut errors = wrong_text("reason", &request.reason, 3, REASON_LENGTH_MAX);
    let PatchLot { made_on, best_before, expiry, removal_on, .. } = *request;
    let given = Dates { made_on, best_before, expiry, removal_on };
    if given == Dates::default() {
        errors.push(FaultAt::new("expiry", fault::one_date()));
    }
    let after = match corrected(locked.dates, given, &locked.shelf_life) {
        Ok(after) if errors.is_empty() => after,
        Ok(_) => return Ok(Err(wrong(errors))),
        Err(bad) => {
            errors.push(untrue(bad));
            return Ok(Err(wrong(errors)));
        }
    };
    lot::set_dates(office.tx, id, &after).await?;
    let (before, reason) = (dates(&locked.dates), request.reason.trim());
    told(&mut office, id, "lot.dated", json!({"before": before, "after": dates(&after), "reason": reason}))
        .await
}

/// Writes event and audit entry, and answers with the lot. Every warehouse that has stock of it is told of its own.
async fn told(
    office: &mut Office<'_>,
    id: LotId,
    kind: &'static str,
    change: Value,
) -> Result<Answer, StoreError> {
    let here = office.session.actor.warehouse_id;
    let mut warehouses = lot::lies_in(office.tx, id).await?;
    if !warehouses.contains(&here) {
        warehouses.push(here);
    }
    for warehouse in warehouses {
        let Some(shown) = detail(office.tx, warehouse, id).await? else { continue };
        let mut payload = json!({
            "lot_id": id, "sku": shown.lot.sku, "lot": shown.lot.code, "on_hand_base": shown.lot.on_hand_base,
            "reserved": shown.reserved,
        });
        for (field, value) in change.as_object().into_iter().flatten() {
            payload[field] = value.clone();
        }
        let event = NewEvent { kind, subject_id: id.0, payload: payload.to_string() };
        event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await?;
        if warehouse == here {
            let (entry, actor) = (office.ids.next_uuid(), &office.session.actor);
            let subject = format!("{} {}", shown.lot.sku, shown.lot.code);
            audit_log::insert(office.tx, entry, actor, kind, &subject, &change.to_string(), office.at_ms)
                .await?;
        }
    }
    match detail(office.tx, here, id).await? {
        Some(detail) => Ok(answer(StatusCode::OK, &detail)),
        None => Err(StoreError::Contention("the lot was there just now")),
    }
}

fn event_of(status: LotStatus) -> &'static str {
    match status {
        LotStatus::Released => "lot.released",
        LotStatus::Held => "lot.held",
        LotStatus::Recalled => "lot.recalled",
    }
}

fn dates(dates: &Dates) -> Value {
    let Dates { made_on, best_before, expiry, removal_on } = dates;
    json!({"made_on": made_on, "best_before": best_before, "expiry": expiry, "removal_on": removal_on})
}

fn no_lot(id: LotId) -> Failure {
    Failure::not_found(format!("there is no lot {id}"))
}

fn wrong(errors: Vec<FaultAt>) -> Failure {
    let failure = Failure::unprocessable("wrong-fields", "The lot was not changed", "some fields are wrong");
    failure.with_errors(errors)
}

fn unturned(why: Unturned) -> Failure {
    let (kind, detail) = match why {
        Unturned::Already => ("lot-already", "it has that status already"),
        Unturned::StillRecalled => ("lot-recalled", "it is recalled: hold it first, then release it"),
    };
    Failure::conflict(kind, "The lot was not changed", detail)
}

fn untrue(bad: BadDates) -> FaultAt {
    match bad {
        BadDates::MadeAfterExpiry => FaultAt::new("made_on", fault::made_after_expiry()),
        BadDates::BestAfterExpiry => FaultAt::new("best_before", fault::best_after_expiry()),
        BadDates::RemovalAfterExpiry => FaultAt::new("removal_on", fault::removal_after_expiry()),
    }
}

/// A lot with what is reserved of it in a warehouse.
///
/// # Errors
/// Of the store.
pub async fn detail(tx: &mut Tx, warehouse: WarehouseId, id: LotId) -> Result<Option<LotDetail>, StoreError> {
    let Some(found) = lot::detail(tx, warehouse, id).await? else { return Ok(None) };
    let reserved = lot::reserved(tx, warehouse, id).await?;
    let reserved = reserved.into_iter().map(|one| LotReserved {
        order_id: one.order_id,
        order: one.order,
        line: one.line,
        location: one.location,
        quantity_base: one.quantity_base,
    });
    Ok(Some(LotDetail { lot: show(found), reserved: reserved.collect() }))
}

/// A lot as the wire has it.
pub fn show(lot: Detail) -> desk::Lot {
    let Dates { made_on, best_before, expiry, removal_on } = lot.dates;
    desk::Lot {
        id: lot.id,
        sku: lot.sku,
        name: lot.name,
        unit: lot.unit,
        code: lot.code,
        implicit: lot.implicit,
        made_on,
        best_before,
        expiry,
        removal_on,
        received_on: lot.received_on,
        status: lot.status,
        status_reason: lot.status_reason,
        on_hand_base: lot.on_hand_base,
        reserved_base: lot.reserved_base,
        quarantined_base: lot.quarantined_base,
    }
}

/// Where a lot went in a warehouse.
///
/// # Errors
/// Of the store.
pub async fn trace(tx: &mut Tx, warehouse: WarehouseId, id: LotId) -> Result<LotTrace, StoreError> {
    let mut trace = LotTrace::default();
    for row in lot::trace(tx, warehouse, id).await? {
        let list = match row.kind.as_str() {
            "receipt" => &mut trace.receipts,
            "location" => &mut trace.locations,
            "unit" => &mut trace.units,
            "order" => &mut trace.orders,
            "parcel" => &mut trace.parcels,
            _ => &mut trace.customers,
        };
        let lot::Traced { name, part_of, status, quantity_base, reserved_base, .. } = row;
        list.push(Traced { name, of: part_of, status, quantity_base, reserved_base });
    }
    Ok(trace)
}
