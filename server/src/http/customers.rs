//! Doors of `/api/v1/customers`.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::desk::Customer;
use bipe_store::customer;
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::customers;

/// Whose customer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    /// The owner's code; the warehouse's first owner when absent.
    owner: Option<String>,
}

/// `GET /api/v1/customers/{code}?owner=`.
pub async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    whose: Result<Query<Whose>, QueryRejection>,
) -> Result<Json<Customer>, Failure> {
    let Query(whose) = whose.map_err(|error| Failure::bad_request(error.body_text()))?;
    let mut tx = app.store.reader().await?;
    let owner = customers::owner_of(&mut tx, whose.owner.as_deref()).await?;
    let found = match owner {
        Some(owner) => customer::by_code(&mut tx, owner, &code).await?,
        None => None,
    };
    let found = found.ok_or_else(|| Failure::not_found(format!("there is no customer {code}")))?;
    let customer::Customer { code, name, remaining_days_min } = found;
    Ok(Json(Customer { code, name, remaining_days_min }))
}

/// `PUT /api/v1/customers/{code}`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = body::json(&body)?;
    customers::put(&app, session, &headers, &body, (code, request)).await
}
