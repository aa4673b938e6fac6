//! Doors of `/api/v1/users` and `/api/v1/badges`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_api::setup::{NewPin, NewToken, User};
use bipe_core::id::{SessionId, UserId};
use bipe_labels::{Dpi, Format, render};
use bipe_store::session::Session;
use bipe_store::user;

use crate::App;
use crate::http::{Failure, body};
use crate::office::users;

/// `GET /api/v1/users`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Vec<User>>, Failure> {
    let mut tx = app.store.reader().await?;
    let listed = user::all(&mut tx, session.actor.warehouse_id).await?;
    let show = |user: user::Listed| User {
        id: user.id,
        login: user.login,
        name: user.name,
        language: user.language,
        active: user.active,
        roles: user.roles,
        badges: user.badges,
    };
    Ok(Json(listed.into_iter().map(show).collect()))
}

/// `POST /api/v1/users`.
pub async fn add(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    users::add(&app, session, &headers, body::json(&body)?).await
}

/// `POST /api/v1/users/{id}/badges`.
pub async fn issue_badge(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<UserId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    users::issue_badge(&app, session, &headers, id).await
}

/// `DELETE /api/v1/badges/{code}`.
pub async fn revoke_badge(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    users::revoke_badge(&app, session, &headers, code).await
}

/// `PUT /api/v1/users/{id}/pin`.
pub async fn set_pin(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<UserId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request: NewPin = body::json(&body)?;
    users::set_pin(&app, session, &headers, id, &request.pin).await
}

/// `POST /api/v1/users/{id}/tokens`.
pub async fn issue_token(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<UserId>,
    body: Bytes,
) -> Result<Response, Failure> {
    let request: NewToken = body::json(&body)?;
    let token = users::issue_token(&app, session, id, request.name).await?;
    Ok((StatusCode::CREATED, Json(token)).into_response())
}

/// `DELETE /api/v1/tokens/{id}`.
pub async fn revoke_token(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Failure> {
    users::revoke_token(&app, session, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/badges/{code}/label.pdf`.
pub async fn badge_label(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let label = users::badge_label(&app, &session, &code).await?;
    let bytes =
        render(&label, Format::Pdf, Dpi::D300).map_err(|error| Failure::bad_request(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
