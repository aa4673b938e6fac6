//! The door of `/api/v1/layout`.

use axum::extract::{Query, State};
use axum::{Extension, Json};
use bipe_api::desk::LayoutMap;
use bipe_core::id::WaveId;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::Failure;
use crate::office::site;

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
