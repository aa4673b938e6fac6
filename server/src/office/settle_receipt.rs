//! Receipts as a supervisor settles them: what is still to come is cancelled, a closed one is opened again, and goods go back to the
//! supplier.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Adjust, Because, SendBack};
use bipe_core::flow::receive::{Receipt, Uncancelled, Unsent};
use bipe_core::id::{ReceiptId, TaskId};
use bipe_core::ledger::{self as goods, Movement, Reason};
use bipe_core::location::LocationKind;
use bipe_core::words::fault::{self, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, event, ledger, receipt};
use serde_json::{Value, json};
use uuid::Uuid;

use super::hold_lot::REASON_LENGTH_MAX;
use super::take_order::wrong_text;
use super::{Answer, Office, adjust, answer, once, show_receipt};
use crate::App;
use crate::flow::receive::closed_receipt;
use crate::http::Failure;

/// Opens a closed receipt again, so that more may come in.
///
/// # Errors
/// 404 for no receipt; 409 while it is not closed; 422 without a reason.
pub async fn reopen(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: ReceiptId,
    request: Because,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "receipt.reopen", &body, (id, request), |office, (id, request)| {
        Box::pin(reopened(office, *id, &request.reason))
    })
    .await
}

/// Says that no more of a receipt comes: it closes with what has come in, which may be nothing.
///
/// # Errors
/// 404 for no receipt; 409 once it is closed, or while goods of it are in hand; 422 without a reason.
pub async fn cancel(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: ReceiptId,
    request: Because,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "receipt.cancel", &body, (id, request), |office, (id, request)| {
        Box::pin(cancelled(office, *id, &request.reason))
    })
    .await
}

/// Sends goods back to the supplier.
///
/// # Errors
/// 404 for no receipt; each wrong field by name; 409 with what stands in the way.
pub async fn send_back(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: ReceiptId,
    request: SendBack,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "receipt.send_back", &body, (id, request), |office, (id, request)| {
        Box::pin(sent_back(office, *id, request))
    })
    .await
}

async fn reopened(mut office: Office<'_>, id: ReceiptId, reason: &str) -> Result<Answer, StoreError> {
    let Some(receipt) = locked(&mut office, id).await? else { return Ok(Err(no_receipt(id))) };
    if let Err(failure) = reasoned(reason, "The receipt stays closed") {
        return Ok(Err(failure));
    }
    if !receipt.may_reopen() {
        let detail = "only a closed receipt is opened again";
        return Ok(Err(Failure::conflict("receipt-open", "The receipt is open", detail)));
    }
    receipt::open(office.tx, id).await?;
    let payload = json!({
        "receipt_id": id, "kind": receipt.kind, "number": receipt.number, "reason": reason.trim(),
        "discrepancies": receipt.discrepancies(),
    });
    told(&mut office, "receipt.reopened", id.0, &receipt.number, &payload).await?;
    shown(office, id, StatusCode::OK).await
}

async fn cancelled(mut office: Office<'_>, id: ReceiptId, reason: &str) -> Result<Answer, StoreError> {
    let Some(receipt) = locked(&mut office, id).await? else { return Ok(Err(no_receipt(id))) };
    if let Err(failure) = reasoned(reason, "The receipt was not cancelled") {
        return Ok(Err(failure));
    }
    // No task is left out: this is nobody's scan.
    let others = receipt::others(office.tx, id, TaskId(Uuid::nil())).await?;
    if let Err(why) = receipt.cancel(&others) {
        return Ok(Err(uncancelled(why)));
    }
    receipt::close(office.tx, id).await?;
    let mut payload = closed_receipt(&receipt);
    payload["reason"] = json!(reason.trim());
    told(&mut office, "receipt.closed", id.0, &receipt.number, &payload).await?;
    shown(office, id, StatusCode::OK).await
}

fn reasoned(reason: &str, title: &str) -> Result<(), Failure> {
    let errors = wrong_text("reason", reason, 3, REASON_LENGTH_MAX);
    if errors.is_empty() {
        return Ok(());
    }
    Err(Failure::unprocessable("wrong-fields", title, "some fields are wrong").with_errors(errors))
}

fn uncancelled(why: Uncancelled) -> Failure {
    let (kind, detail) = match why {
        Uncancelled::Closed => ("receipt-closed", "the receipt is closed: nothing is to come".to_owned()),
        Uncancelled::InHand { pallet, operator } => {
            ("receipt-in-hand", format!("{operator} has goods of it on pallet {pallet}: put it down first"))
        }
    };
    Failure::conflict(kind, "The receipt was not cancelled", detail)
}

async fn sent_back(mut office: Office<'_>, id: ReceiptId, request: &SendBack) -> Result<Answer, StoreError> {
    let Some(receipt) = locked(&mut office, id).await? else { return Ok(Err(no_receipt(id))) };
    if request.quantity_base <= 0 {
        let error = FaultAt::new("quantity_base", fault::more_than_zero());
        return Ok(Err(adjust::wrong(vec![error])));
    }
    let taken = Adjust {
        location: request.location.clone(),
        sku: request.sku.clone(),
        owner: None,
        lot: request.lot.clone(),
        unit_code: request.unit_code.clone(),
        quantity_base: request.quantity_base.saturating_neg(),
        reason: request.reason.clone(),
    };
    let errors = adjust::wrong_fields(&taken);
    if !errors.is_empty() {
        return Ok(Err(adjust::wrong(errors)));
    }
    let loaded =
        match adjust::load(&mut office, &taken, LocationKind::Supplier, Some(receipt.owner_id)).await? {
            Ok(loaded) => loaded,
            Err(failure) => return Ok(Err(failure)),
        };
    let lot_id = match goods::adjust(&loaded.spot, &loaded.wish) {
        Ok(lot_id) => lot_id,
        Err(why) => return Ok(Err(adjust::refused(why))),
    };
    let came_base = receipt::came(office.tx, id, lot_id).await?;
    let shares = match receipt.send_back(loaded.item.id, came_base, request.quantity_base) {
        Ok(shares) => shares,
        Err(why) => return Ok(Err(unsent(why))),
    };
    // Nothing is refused below this line.
    let movement = Movement {
        item_id: loaded.item.id,
        lot_id,
        quantity_base: request.quantity_base,
        reserved_base: 0,
        from: loaded.place,
        to: loaded.account,
        reason: Reason::Return,
    };
    let entry = office.entry();
    ledger::post_for(office.tx, &loaded.locked, &entry, Some(id.0), &[movement], &mut office.ids).await?;
    receipt::send_back(office.tx, &shares).await?;
    let lot = adjust::lot_code(&loaded.spot, lot_id, &taken);
    let payload = json!({
        "command_id": office.command_id, "receipt_id": id, "number": receipt.number, "supplier": receipt.supplier,
        "location": request.location, "sku": request.sku, "lot_id": lot_id, "lot": lot,
        "unit_code": request.unit_code, "quantity_base": request.quantity_base, "reason": request.reason.trim(),
    });
    let subject = office.command_id.0;
    told(&mut office, "stock.sent_back", subject, &receipt.number, &payload).await?;
    shown(office, id, StatusCode::CREATED).await
}

async fn locked(office: &mut Office<'_>, id: ReceiptId) -> Result<Option<Receipt>, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    Ok(receipt::locked(office.tx, warehouse, id, &[]).await?.map(|detail| detail.receipt))
}

/// Writes event and audit entry.
async fn told(
    office: &mut Office<'_>,
    kind: &'static str,
    subject_id: Uuid,
    number: &str,
    payload: &Value,
) -> Result<(), StoreError> {
    let (actor, at_ms, entry) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    let payload = payload.to_string();
    audit_log::insert(office.tx, entry, actor, kind, number, &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await
}

async fn shown(office: Office<'_>, id: ReceiptId, status: StatusCode) -> Result<Answer, StoreError> {
    match show_receipt::detail(office.tx, office.session, id).await? {
        Some(detail) => Ok(answer(status, &detail)),
        None => Err(StoreError::Contention("the receipt was there just now")),
    }
}

fn no_receipt(id: ReceiptId) -> Failure {
    Failure::not_found(format!("there is no receipt {id} here"))
}

fn unsent(why: Unsent) -> Failure {
    let (kind, detail) = match why {
        Unsent::NotClosed => {
            ("receipt-open", "the receipt is still in work: take the goods back there".to_owned())
        }
        Unsent::TooMuch { came_base } => (
            "receipt-too-much",
            format!("of this lot {came_base} came with the receipt and have not gone back"),
        ),
    };
    Failure::conflict(kind, "Nothing was sent back", detail)
}
