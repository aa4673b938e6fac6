//! Doors of `/api/v1/locations`.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::Page;
use bipe_api::setup::Location;
use bipe_labels::{Dpi, Format, render_many};
use bipe_store::session::Session;
use serde::Deserialize;

use crate::App;
use crate::http::{Failure, body};
use crate::office::{change_location, layout, locations};

/// What of the list is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Codes that begin like this.
    #[serde(default)]
    search: String,
    /// Where the page begins.
    #[serde(default)]
    cursor: String,
}

/// `GET /api/v1/locations?search=&cursor=`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Page<Location>>, Failure> {
    Ok(Json(locations::page(&app, &session, &wanted.search, &wanted.cursor).await?))
}

/// `GET /api/v1/locations/{code}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
) -> Result<Json<Location>, Failure> {
    Ok(Json(locations::one(&app, &session, &code).await?))
}

/// `PATCH /api/v1/locations/{code}`: the rules that change; `null` clears one.
pub async fn change(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    change_location::change_location(&app, session, &headers, code, body::json(&body)?).await
}

/// `POST /api/v1/locations/import`: a table as CSV.
pub async fn import(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    table: String,
) -> Result<Response, Failure> {
    change_location::import(&app, session, &headers, table).await
}

/// `POST /api/v1/locations/grid`.
pub async fn make_grid(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    layout::make_grid(&app, session, &headers, body::json(&body)?).await
}

/// `GET /api/v1/locations/labels/{prefix}`: labels of all bins whose code begins like this, as one PDF.
pub async fn labels(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(prefix): Path<String>,
) -> Result<Response, Failure> {
    let labels = locations::labels(&app, &session, &prefix).await?;
    let bytes = render_many(&labels, Format::Pdf, Dpi::D203)
        .map_err(|error| Failure::unprocessable("label", "The labels can't be drawn", error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
