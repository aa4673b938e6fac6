//! Doors of `/api/v1/stations`: the list for people, and those of a station's own program.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::station::{Answer, Me, Station};
use bipe_core::id::PrintJobId;
use bipe_store::session::Session;

use crate::App;
use crate::device::{station, station_print};
use crate::http::{Failure, body};
use crate::office::stations;

/// `GET /api/v1/stations`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Vec<Station>>, Failure> {
    stations::list(&app, &session).await.map(Json)
}

/// `PUT /api/v1/stations/{code}`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    stations::put(&app, session, &headers, code, body::json(&body)?).await
}

/// `POST /api/v1/stations/{code}/token`.
pub async fn issue_token(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let token = stations::issue_token(&app, session, &code).await?;
    Ok((StatusCode::CREATED, Json(token)).into_response())
}

/// `GET /api/v1/stations/self`.
pub async fn me(State(app): State<App>, Extension(session): Extension<Session>) -> Result<Json<Me>, Failure> {
    station::me(&app, session.station).await.map(Json)
}

/// `POST /api/v1/stations/self/report`.
pub async fn report(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    station::report(&app, session.station, body::json(&body)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/stations/self/scans`.
pub async fn scan(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    body: Bytes,
) -> Result<Json<Answer>, Failure> {
    station::scan(&app, session.station, &body::json(&body)?).await.map(Json)
}

/// `POST /api/v1/stations/self/weights`.
pub async fn weigh(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    station::weigh(&app, session.station, body::json(&body)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/stations/self/print-jobs`.
pub async fn claim(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    body: Bytes,
) -> Result<Response, Failure> {
    let claim = station_print::claim(&app, session.station, body::json(&body)?).await?;
    Ok(claim.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |claim| Json(claim).into_response()))
}

/// `POST /api/v1/stations/self/print-jobs/{id}/renew`.
pub async fn renew(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<PrintJobId>,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    station_print::renew(&app, session.station, id, body::json(&body)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/stations/self/print-jobs/{id}/outcome`.
pub async fn outcome(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<PrintJobId>,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    station_print::outcome(&app, session.station, id, body::json(&body)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
