//! Doors of `/api/v1/movements`, and of units that are opened.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::Movement;
use bipe_core::id::MovementId;
use bipe_store::movement;
use bipe_store::session::Session;

use crate::App;
use crate::http::explain::What;
use crate::http::{Failure, body, cursor};
use crate::office::{explain, open_unit, undo as office};

/// `GET /api/v1/movements?item=|lot=&sku=|location=&cursor=`: newest first; all without a name.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    what: Result<Query<What>, QueryRejection>,
) -> Result<Json<Page<Movement>>, Failure> {
    let Query(what) = what.map_err(|error| Failure::bad_request(error.body_text()))?;
    let before = cursor::read::<MovementId>(what.cursor())?;
    let (mut tx, place) = (app.store.reader().await?, session.actor.warehouse_id);
    let subject = match what.named()? {
        Some((kind, code)) => Some(explain::subject(&mut tx, place, kind, code, what.sku()).await??.0),
        None => None,
    };
    let rows = movement::page(&mut tx, place, subject, before, cursor::ASK).await?;
    Ok(Json(cursor::page(rows, |row| row.id, explain::movement)))
}

/// `POST /api/v1/movements/{id}/undo`.
pub async fn undo(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<MovementId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    office::undo(&app, session, &headers, id, body::json(&body)?).await
}

/// `POST /api/v1/units/{code}/open`.
pub async fn open(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    open_unit::open(&app, session, &headers, code, body::json(&body)?).await
}
