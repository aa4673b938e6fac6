//! Doors of `/api/v1/orders`.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::desk::{Order, OrderDetail};
use bipe_core::id::OrderId;
use bipe_core::order::OrderStatus;
use bipe_store::order;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::{change_order, show_order, take_order};

/// Orders on a page.
const PAGE: i64 = 50;

/// Which orders to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// In this status only.
    status: Option<OrderStatus>,
    /// Before this order: the `next` of the page before.
    cursor: Option<OrderId>,
}

/// `POST /api/v1/orders`.
pub async fn add(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    take_order::take(&app, session, &headers, &body, body::json(&body)?).await
}

/// `GET /api/v1/orders?status=&cursor=`, newest first.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Page<Order>>, Failure> {
    let Query(which) = which.map_err(|error| Failure::bad_request(error.body_text()))?;
    let mut tx = app.store.reader().await?;
    let warehouse = session.actor.warehouse_id;
    let mut listed = order::page(&mut tx, warehouse, which.status, which.cursor, PAGE + 1).await?;
    let more = listed.len() as i64 > PAGE;
    listed.truncate(PAGE as usize);
    let next = listed.last().filter(|_| more).map(|order| order.id.to_string());
    Ok(Json(Page { rows: listed.into_iter().map(show_order::summary).collect(), next }))
}

/// `GET /api/v1/orders/{id}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<OrderId>,
) -> Result<Json<OrderDetail>, Failure> {
    let mut tx = app.store.reader().await?;
    let detail = show_order::detail(&mut tx, &session, id).await?;
    detail.map(Json).ok_or_else(|| Failure::not_found(format!("there is no order {id}")))
}

/// `PATCH /api/v1/orders/{id}`.
pub async fn edit(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<OrderId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = body::json(&body)?;
    change_order::edit(&app, session, &headers, &body, (id, request)).await
}

/// `POST /api/v1/orders/{id}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<OrderId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    change_order::cancel(&app, session, &headers, id).await
}
