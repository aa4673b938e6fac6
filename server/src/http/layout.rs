//! Doors of `/api/v1/layout`.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::desk::LayoutMap;
use bipe_core::id::WaveId;
use bipe_core::plan::ways::Ways;
use bipe_store::session::Session;
use bipe_store::warehouse;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::{site, ways};

/// Whose picks and tours to draw.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Of this wave; of none the picks of the last thirty days.
    wave: Option<WaveId>,
}

/// `GET /api/v1/layout?wave=`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<LayoutMap>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let mut tx = app.store.reader().await?;
    let map = site::map(&mut tx, session.actor.warehouse_id, which.wave, app.clock.now_ms()).await?;
    Ok(Json(map))
}

/// `GET /api/v1/layout/ways`.
pub async fn show_ways(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Ways>, Failure> {
    let mut tx = app.store.reader().await?;
    Ok(Json(warehouse::layout(&mut tx, session.actor.warehouse_id).await?.ways))
}

/// `PUT /api/v1/layout/ways`.
pub async fn set_ways(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    ways::set(&app, session, &headers, &body, &body::json(&body)?).await
}
