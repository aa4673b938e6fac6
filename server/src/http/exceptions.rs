//! Doors of `/api/v1/exceptions`.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{Exception, ExceptionStatus};
use bipe_core::id::ExceptionId;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body, cursor};
use crate::office::exceptions;

/// Which exceptions to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// In this status only.
    status: Option<ExceptionStatus>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// `GET /api/v1/exceptions?status=&cursor=`, newest first.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Page<Exception>>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let before = cursor::read(which.cursor.as_deref())?;
    let rows = exceptions::page(&app, &session, which.status, before, cursor::ASK).await?;
    Ok(Json(cursor::page(rows, |row| row.id, |row| row)))
}

/// `GET /api/v1/exceptions/{id}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<ExceptionId>,
) -> Result<Json<Exception>, Failure> {
    exceptions::one(&app, &session, id).await.map(Json)
}

/// `POST /api/v1/exceptions/{id}/resolve`.
pub async fn resolve(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<ExceptionId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    exceptions::resolve(&app, session, &headers, id, body::json(&body)?).await
}
