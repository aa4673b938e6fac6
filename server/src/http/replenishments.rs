//! Doors of `/api/v1/pick-faces` and `/api/v1/replenishments`.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{PickFace, Replenishment};
use bipe_core::id::ReplenishmentId;
use bipe_store::replenishment;
use bipe_store::session::Session;

use crate::App;
use crate::http::cursor::{self, List};
use crate::http::{Failure, body};
use crate::office::plan_replenish;

/// `GET /api/v1/pick-faces?cursor=`, by bin and item.
pub async fn faces(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Json<Page<PickFace>>, Failure> {
    let list = cursor::list(query)?;
    let (code, sku) = cursor::read::<(String, String)>(list.cursor.as_deref())?.unwrap_or_default();
    let mut tx = app.store.reader().await?;
    let place = session.actor.warehouse_id;
    let rows = replenishment::faces(&mut tx, place, (&code, &sku), cursor::ASK).await?;
    Ok(Json(cursor::page(rows, |row| (row.code.clone(), row.sku.clone()), plan_replenish::face)))
}

/// `PUT /api/v1/pick-faces`.
pub async fn put_face(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    plan_replenish::put_face(&app, session, &headers, &body, body::json(&body)?).await
}

/// `GET /api/v1/replenishments?cursor=`, newest first.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Json<Page<Replenishment>>, Failure> {
    let list = cursor::list(query)?;
    let before = cursor::read::<ReplenishmentId>(list.cursor.as_deref())?;
    let mut tx = app.store.reader().await?;
    let rows = replenishment::page(&mut tx, session.actor.warehouse_id, before, cursor::ASK).await?;
    Ok(Json(cursor::page(rows, |row| row.id, plan_replenish::shown)))
}

/// `POST /api/v1/replenishments`: looks for faces to fill up, now.
pub async fn open(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    plan_replenish::open(&app, session, &headers).await
}

/// `POST /api/v1/replenishments/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<ReplenishmentId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    plan_replenish::cancel(&app, session, &headers, id).await
}
