//! Doors of `/api/v1/carriers`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::Carrier;
use bipe_store::session::Session;

use crate::App;
use crate::http::{Failure, body};
use crate::office::carriers;

/// `GET /api/v1/carriers`, all of them by code.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Page<Carrier>>, Failure> {
    let rows = carriers::shown(&mut app.store.reader().await?, &session).await?;
    Ok(Json(Page { rows, next: None }))
}

/// `PUT /api/v1/carriers/{code}`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = body::json(&body)?;
    carriers::put(&app, session, &headers, &body, (code, request)).await
}
