//! Receipts.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{self, ReceiptRule};
use bipe_core::flow::receive::{ReceiptKind, ReceiptStatus};
use bipe_core::id::{ReceiptId, SupplierId};
use bipe_core::words::fold;
use bipe_store::receipt::{self, After, Listed, Supplier, Which};
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::cursor::{self, List};
use crate::http::{Failure, body};
use crate::office::{announce_receipt, import_nfe, settle_receipt, show_receipt};

/// `POST /api/v1/receipts/nfe`.
pub async fn import(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let file = body.map_err(|_| import_nfe::too_large())?;
    import_nfe::import_nfe(&app, session, &headers, &file).await
}

/// Which receipts to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// In this status only.
    status: Option<ReceiptStatus>,
    /// Announced by this kind of document only.
    kind: Option<ReceiptKind>,
    /// What number or supplier must contain, or the whole access key; absent finds all.
    #[serde(default)]
    search: String,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// `GET /api/v1/receipts?status=&kind=&search=&cursor=`: those not closed first, then the newest.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(wanted) = wanted.map_err(|error| Failure::bad_request(error.body_text()))?;
    let after = cursor::read::<After>(wanted.cursor.as_deref())?.unwrap_or_default();
    let search = fold(wanted.search.trim());
    let mut tx = app.store.reader().await?;
    let found = if search.is_empty() { Vec::new() } else { receipt::suppliers(&mut tx, &search).await? };
    let suppliers = found.into_iter().map(|supplier| supplier.id).collect();
    let which = Which { status: wanted.status, kind: wanted.kind, search, suppliers };
    let rows = receipt::page(&mut tx, session.actor.warehouse_id, &which, after, cursor::ASK).await?;
    let page: Page<desk::Receipt> = cursor::page(rows, Listed::after, show_receipt::row);
    Ok(Json(page).into_response())
}

/// `GET /api/v1/suppliers?search=&cursor=`, by name; `search` looks in the name, and for a tax id that begins with it.
pub async fn suppliers(
    State(app): State<App>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Json<Page<desk::Supplier>>, Failure> {
    let list = cursor::list(query)?;
    let after = cursor::read::<(String, SupplierId)>(list.cursor.as_deref())?;
    let mut tx = app.store.reader().await?;
    let mut found = receipt::suppliers(&mut tx, &fold(list.search.trim())).await?;
    if let Some(after) = after {
        found.retain(|supplier| supplier.place() > after);
    }
    found.truncate(cursor::ASK as usize);
    let show = |Supplier { name, tax_id, .. }| desk::Supplier { name, tax_id };
    Ok(Json(cursor::page(found, Supplier::place, show)))
}

/// `GET /api/v1/receipts/{id}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    id: Result<Path<uuid::Uuid>, PathRejection>,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::not_found("a receipt's id is a UUID"))?;
    let mut tx = app.store.reader().await?;
    let found = show_receipt::detail(&mut tx, &session, ReceiptId(id)).await?;
    let found = found.ok_or_else(|| Failure::not_found(format!("there is no receipt {id} here")))?;
    Ok(Json(found).into_response())
}

/// `POST /api/v1/receipts`.
pub async fn announce(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    announce_receipt::announce(&app, session, &headers, &body, body::json(&body)?).await
}

/// `GET /api/v1/receipts/rule`.
pub async fn rule(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<ReceiptRule>, Failure> {
    announce_receipt::rule(&app, &session).await.map(Json)
}

/// `PUT /api/v1/receipts/rule`.
pub async fn set_rule(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    announce_receipt::set_rule(&app, session, &headers, &body, body::json(&body)?).await
}

/// `POST /api/v1/receipts/{id}/reopen`.
pub async fn reopen(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<ReceiptId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    settle_receipt::reopen(&app, session, &headers, id, body::json(&body)?).await
}

/// `POST /api/v1/receipts/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    id: Result<Path<ReceiptId>, PathRejection>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::not_found("a receipt's id is a UUID"))?;
    settle_receipt::cancel(&app, session, &headers, id, body::json(&body)?).await
}

/// `POST /api/v1/receipts/{id}/send-back`.
pub async fn send_back(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<ReceiptId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    settle_receipt::send_back(&app, session, &headers, id, body::json(&body)?).await
}
