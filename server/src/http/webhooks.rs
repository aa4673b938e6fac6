//! Doors of `/api/v1/webhooks`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::webhook::Webhook;
use bipe_store::session::Session;
use uuid::Uuid;

use crate::App;
use crate::http::{Failure, body};
use crate::office::webhooks;

/// `GET /api/v1/webhooks`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Vec<Webhook>>, Failure> {
    webhooks::list(&app, &session).await.map(Json)
}

/// `POST /api/v1/webhooks`.
pub async fn add(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    webhooks::add(&app, session, &headers, body::json(&body)?).await
}

/// `DELETE /api/v1/webhooks/{id}`.
pub async fn remove(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    webhooks::remove(&app, session, &headers, id).await
}
