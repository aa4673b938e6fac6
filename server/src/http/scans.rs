//! The floor's door.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bipe_store::session::Session;

use crate::App;
use crate::flow;
use crate::http::{Failure, body};

/// `POST /api/v1/scans`.
pub async fn scan(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = body::json(&body)?;
    let reply = flow::scan(&app, session, request).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], reply).into_response())
}

/// `GET /api/v1/step`.
pub async fn step(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Response, Failure> {
    let step = flow::step(&app, session).await?;
    Ok(axum::Json(step).into_response())
}

/// `GET /api/v1/step/offline`.
pub async fn offline(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Response, Failure> {
    let carried = flow::offline::carried(&app, session).await?;
    Ok(axum::Json(carried).into_response())
}
