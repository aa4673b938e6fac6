//! Doors of `/api/v1/warehouse`: the session's own.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::desk::WarehouseRule;
use bipe_store::session::Session;
use bipe_store::warehouse;

use crate::App;
use crate::http::{Failure, body};
use crate::office::warehouse_rule;

/// `GET /api/v1/warehouse`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<WarehouseRule>, Failure> {
    let mut tx = app.store.reader().await?;
    let strategy = warehouse::strategy(&mut tx, session.actor.warehouse_id).await?;
    let cross_aisles_mm = Some(warehouse::layout(&mut tx, session.actor.warehouse_id).await?.cross_mm);
    Ok(Json(WarehouseRule { strategy, cross_aisles_mm }))
}

/// `PUT /api/v1/warehouse`.
pub async fn set(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    warehouse_rule::set(&app, session, &headers, &body, body::json(&body)?).await
}
