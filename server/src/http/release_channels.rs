//! Doors of `/api/v1/release-channels`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::ReleaseChannel;
use bipe_store::session::Session;

use crate::App;
use crate::http::{Failure, body};
use crate::office::release_channels;

/// `GET /api/v1/release-channels`, all of them by code.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Page<ReleaseChannel>>, Failure> {
    let mut tx = app.store.reader().await?;
    let rows = release_channels::shown(&mut tx, &session, app.clock.now_ms()).await?;
    Ok(Json(Page { rows, next: None }))
}

/// `PUT /api/v1/release-channels/{code}`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = body::json(&body)?;
    release_channels::put(&app, session, &headers, &body, (code, request)).await
}

/// `DELETE /api/v1/release-channels/{code}`.
pub async fn remove(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    release_channels::remove(&app, session, &headers, code).await
}
