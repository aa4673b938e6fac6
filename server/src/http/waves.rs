//! Doors of `/api/v1/waves`.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{Forecast, Wave};
use bipe_core::id::WaveId;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::{cancel_wave, forecast, release_wave};

/// Waves on a page.
const PAGE: i64 = 20;

/// Which waves to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Before this wave: the `next` of the page before.
    cursor: Option<WaveId>,
}

/// `POST /api/v1/waves`.
pub async fn release(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    release_wave::release(&app, session, &headers, &body, body::json(&body)?).await
}

/// `GET /api/v1/waves?cursor=`, newest first, each with its tours' progress.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Page<Wave>>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let mut tx = app.store.reader().await?;
    let mut rows = release_wave::shown(&mut tx, &session, which.cursor, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|wave| wave.id.to_string());
    Ok(Json(Page { rows, next }))
}

/// `POST /api/v1/waves/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<WaveId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    cancel_wave::cancel(&app, session, &headers, id).await
}

/// For how many pickers a forecast is made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// So many; those who pick now when absent.
    pickers: Option<i64>,
}

/// The most pickers that a forecast is made for.
const PICKERS_MAX: i64 = 1_000;

/// `GET /api/v1/waves/forecast?pickers=`.
pub async fn forecast(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    with: Result<Query<With>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Forecast>, Failure> {
    let Query(With { pickers }) = with.map_err(|error| Failure::bad_request(error.body_text()))?;
    if pickers.is_some_and(|pickers| !(1..=PICKERS_MAX).contains(&pickers)) {
        return Err(Failure::bad_request(format!("pickers must be 1 to {PICKERS_MAX}")));
    }
    let mut tx = app.store.reader().await?;
    Ok(Json(forecast::shown(&mut tx, &session, app.clock.now_ms(), pickers).await?))
}
