//! A receipt is announced: by a purchase order, an ASN or an invoice whose file is not at hand, or begun blind.
//!
//! Everything is checked before anything is written, and all that is wrong is told in one answer, each with its place.

mod check;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{NewReceipt, ReceiptDetail, ReceiptRule};
use bipe_core::flow::receive::ReceiptKind;
use bipe_core::id::SupplierId;
use bipe_core::words::fault::{self, FaultAt};
use bipe_store::event::NewEvent;
use bipe_store::receipt::{self, Rule};
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, counter, event};
use serde_json::json;

use self::check::Checked;
use super::{Answer, Office, answer, once, show_receipt};
use crate::App;
use crate::flow::receive::BLIND_PREFIX;
use crate::http::Failure;

/// Announces a receipt.
///
/// # Errors
/// Each wrong place by name; 409 for a document that is known.
pub async fn announce(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: NewReceipt,
) -> Result<Response, Failure> {
    once(app, session, headers, "receipt.announce", body, request, |office, request| {
        Box::pin(store(office, request))
    })
    .await
}

/// The warehouse's rule.
///
/// # Errors
/// Of the store.
pub async fn rule(app: &App, session: &Session) -> Result<ReceiptRule, Failure> {
    let mut tx = app.store.reader().await?;
    let Rule { over_receipt_percent, blind } = receipt::rule(&mut tx, session.actor.warehouse_id).await?;
    Ok(ReceiptRule { over_receipt_percent, blind })
}

/// Sets the warehouse's rule.
///
/// # Errors
/// A percentage that makes no sense.
pub async fn set_rule(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: ReceiptRule,
) -> Result<Response, Failure> {
    once(app, session, headers, "receipt.rule", body, request, |office, request| {
        Box::pin(put_rule(office, *request))
    })
    .await
}

async fn put_rule(mut office: Office<'_>, request: ReceiptRule) -> Result<Answer, StoreError> {
    if !(0..=100).contains(&request.over_receipt_percent) {
        return Ok(Err(wrong(vec![FaultAt::new("over_receipt_percent", fault::percent())])));
    }
    let actor = &office.session.actor;
    let rule = Rule { over_receipt_percent: request.over_receipt_percent, blind: request.blind };
    receipt::set_rule(office.tx, actor.warehouse_id, rule).await?;
    let (entry, detail) =
        (office.ids.next_uuid(), serde_json::to_string(&request).expect("a rule serialises"));
    let subject = actor.warehouse_id.to_string();
    audit_log::insert(office.tx, entry, actor, "receipt.rule", &subject, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, &request))
}

fn wrong(errors: Vec<FaultAt>) -> Failure {
    let detail = "nothing was stored; mend each of these";
    Failure::unprocessable("wrong-fields", "The receipt makes no sense", detail).with_errors(errors)
}

fn known(kind: &'static str, detail: String) -> Failure {
    Failure::conflict(kind, "This document is known", detail)
}

async fn store(mut office: Office<'_>, request: &NewReceipt) -> Result<Answer, StoreError> {
    let Checked { mut new, pallets } = match check::check(&mut office, request).await? {
        Ok(checked) => checked,
        Err(failure) => return Ok(Err(failure)),
    };
    let warehouse = office.session.actor.warehouse_id;
    if let Some(key) = &new.access_key
        && let Some((id, number)) = receipt::by_access_key(office.tx, key).await?
    {
        let detail = format!("the access key {key} is that of receipt {number} ({id})");
        return Ok(Err(known("nfe-known", detail)));
    }
    // The supplier's row is locked by this, so that of two requests for one document the second sees the first.
    let (name, tax_id) = check::supplier(request);
    let fresh = SupplierId(office.ids.next_uuid());
    new.supplier_id = receipt::supplier(office.tx, fresh, &name, &tax_id).await?;
    if new.number.is_empty() {
        let number = counter::take(office.tx, &format!("receipt:{warehouse}"), 1).await?;
        new.number = format!("{BLIND_PREFIX}{number:05}");
    } else if let Some(id) = receipt::same(office.tx, warehouse, &new).await? {
        let detail = format!("{} of this supplier is receipt {id}", new.number);
        return Ok(Err(known("receipt-known", detail)));
    }
    receipt::insert(office.tx, warehouse, &new, office.at_ms).await?;
    if !pallets.is_empty() {
        receipt::insert_pallets(office.tx, new.id, &pallets).await?;
    }
    let payload = json!({
        "receipt_id": new.id, "kind": new.kind, "number": new.number, "supplier": name,
        "access_key": new.access_key,
    });
    let told = NewEvent { kind: "receipt.expected", subject_id: new.id.0, payload: payload.to_string() };
    event::append(office.tx, warehouse, &told, office.at_ms, &mut office.ids).await?;
    match show_receipt::detail(office.tx, office.session, new.id).await? {
        Some(detail) => Ok(answer::<ReceiptDetail>(StatusCode::CREATED, &detail)),
        None => Err(StoreError::Contention("the receipt was just added")),
    }
}

/// Whether a document of this kind may come without lines and number.
fn is_blind(kind: ReceiptKind) -> bool {
    kind == ReceiptKind::Blind
}
