//! Doors of `/api/v1/printers`.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::desk::Printer;
use bipe_store::printer;
use bipe_store::session::Session;

use crate::App;
use crate::http::{Failure, body};
use crate::office::printers;

/// `GET /api/v1/printers`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Vec<Printer>>, Failure> {
    let mut tx = app.store.reader().await?;
    let listed = printer::list(&mut tx, session.actor.warehouse_id).await?;
    let language = session.actor.language;
    Ok(Json(listed.into_iter().map(|printer| printers::shown(printer, language)).collect()))
}

/// `POST /api/v1/printers`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    printers::put(&app, session, &headers, body::json(&body)?).await
}
