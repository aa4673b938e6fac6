//! Doors of `/api/v1/lots`.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{Lot, LotDetail, LotTrace};
use bipe_core::id::LotId;
use bipe_core::lot::LotStatus;
use bipe_core::words::fold;
use bipe_store::lot;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body, cursor};
use crate::office::hold_lot::{self, show as shown};

/// Which lots to list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// What item or code contain.
    #[serde(default)]
    search: String,
    /// Of this status only.
    status: Option<LotStatus>,
    /// Where the page begins.
    cursor: Option<String>,
}

/// `GET /api/v1/lots?search=&status=&cursor=`: by item and code, those without stock too.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Page<Lot>>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let after = cursor::read::<(String, String, LotId)>(which.cursor.as_deref())?;
    let after = after.unwrap_or((String::new(), String::new(), LotId(uuid::Uuid::nil())));
    let (mut tx, place) = (app.store.reader().await?, session.actor.warehouse_id);
    let search = fold(which.search.trim());
    let rows = lot::search(&mut tx, place, &search, which.status, &after, cursor::ASK).await?;
    Ok(Json(cursor::page(rows, |row| (row.sku.clone(), row.code.clone(), row.id), shown)))
}

/// `GET /api/v1/lots/{id}`: with the orders that have it reserved.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
) -> Result<Json<LotDetail>, Failure> {
    let mut tx = app.store.reader().await?;
    let detail = hold_lot::detail(&mut tx, session.actor.warehouse_id, id).await?;
    detail.map(Json).ok_or_else(|| Failure::not_found(format!("there is no lot {id}")))
}

/// `GET /api/v1/lots/{id}/trace`: where it went.
pub async fn trace(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
) -> Result<Json<LotTrace>, Failure> {
    let mut tx = app.store.reader().await?;
    Ok(Json(hold_lot::trace(&mut tx, session.actor.warehouse_id, id).await?))
}

/// `PATCH /api/v1/lots/{id}`: other dates.
pub async fn change(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    hold_lot::set_dates(&app, session, &headers, id, body::json(&body)?).await
}

/// `POST /api/v1/lots/{id}/hold`.
pub async fn hold(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    hold_lot::set_status(&app, session, &headers, (id, LotStatus::Held), body::json(&body)?).await
}

/// `POST /api/v1/lots/{id}/recall`.
pub async fn recall(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    hold_lot::set_status(&app, session, &headers, (id, LotStatus::Recalled), body::json(&body)?).await
}

/// `POST /api/v1/lots/{id}/release`.
pub async fn release(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<LotId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    hold_lot::set_status(&app, session, &headers, (id, LotStatus::Released), body::json(&body)?).await
}
