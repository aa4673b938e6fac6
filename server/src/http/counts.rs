//! Doors of `/api/v1/counts`. They show what the book says: for supervisors, never for those who count.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{Count, CountRule};
use bipe_core::flow::count::CountStatus;
use bipe_core::id::CountId;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::{plan_count, settle_count};

/// Counts on a page.
const PAGE: i64 = 50;

/// Which counts to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// In this status only.
    status: Option<CountStatus>,
    /// Before this count: the `next` of the page before.
    cursor: Option<CountId>,
}

/// `POST /api/v1/counts`.
pub async fn plan(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    plan_count::plan(&app, session, &headers, &body, body::json(&body)?).await
}

/// `GET /api/v1/counts?status=&cursor=`, newest first.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Page<Count>>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let mut rows = plan_count::page(&app, &session, which.status, which.cursor, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|count| count.id.to_string());
    Ok(Json(Page { rows, next }))
}

/// `GET /api/v1/counts/{id}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<CountId>,
) -> Result<Json<Count>, Failure> {
    plan_count::one(&app, &session, id).await.map(Json)
}

/// `POST /api/v1/counts/{id}/approve`.
pub async fn approve(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<CountId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    settle_count::approve(&app, session, &headers, id).await
}

/// `POST /api/v1/counts/{id}/drop`.
pub async fn drop(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<CountId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    settle_count::drop(&app, session, &headers, id).await
}

/// `GET /api/v1/counts/rule`.
pub async fn rule(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<CountRule>, Failure> {
    plan_count::rule(&app, &session).await.map(Json)
}

/// `PUT /api/v1/counts/rule`.
pub async fn set_rule(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    plan_count::set_rule(&app, session, &headers, &body, body::json(&body)?).await
}
