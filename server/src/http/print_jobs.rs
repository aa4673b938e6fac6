//! Doors of `/api/v1/print-jobs`.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{PrintJob, Reprint};
use bipe_core::id::PrintJobId;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::print_jobs;

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub struct Which {
    cursor: Option<String>,
}

/// `GET /api/v1/print-jobs`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Query(which): Query<Which>,
) -> Result<Json<Page<PrintJob>>, Failure> {
    print_jobs::page(&app, &session, which.cursor.as_deref()).await.map(Json)
}

/// `POST /api/v1/print-jobs/{id}/reprint`.
pub async fn reprint(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<PrintJobId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request: Option<Reprint> = if body.is_empty() { None } else { body::json(&body)? };
    print_jobs::reprint(&app, session, &headers, id, request.unwrap_or_default()).await
}

/// `POST /api/v1/print-jobs/reprint`.
pub async fn reprint_code(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    print_jobs::reprint_code(&app, session, &headers, body::json(&body)?).await
}

/// `POST /api/v1/print-jobs/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<PrintJobId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    print_jobs::cancel(&app, session, &headers, id).await
}

/// `GET /api/v1/print-jobs/{id}/label.pdf`.
pub async fn label(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<PrintJobId>,
) -> Result<Response, Failure> {
    let pdf = print_jobs::pdf(&app, &session, id).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf).into_response())
}
