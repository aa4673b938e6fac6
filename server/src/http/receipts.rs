//! Receipts.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{self, ReceiptRule};
use bipe_core::id::ReceiptId;
use bipe_store::receipt::{self, After, Listed};
use bipe_store::session::Session;

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

/// `GET /api/v1/receipts`: those not closed first, then the newest.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Response, Failure> {
    let list = cursor::list(query)?;
    let after = cursor::read::<After>(list.cursor.as_deref())?.unwrap_or_default();
    let mut tx = app.store.reader().await?;
    let rows = receipt::page(&mut tx, session.actor.warehouse_id, after, cursor::ASK).await?;
    let page: Page<desk::Receipt> = cursor::page(rows, Listed::after, show_receipt::row);
    Ok(Json(page).into_response())
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
