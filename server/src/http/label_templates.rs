//! Doors of `/api/v1/label-templates`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::label::{LabelTemplate, TemplatePreview, TemplateText};
use bipe_store::session::Session;

use crate::App;
use crate::http::{Failure, body};
use crate::office::label_templates;

/// `GET /api/v1/label-templates`.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<Vec<LabelTemplate>>, Failure> {
    label_templates::list(&app, &session).await.map(Json)
}

/// `GET /api/v1/label-templates/{name}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(name): Path<String>,
) -> Result<Json<TemplateText>, Failure> {
    label_templates::show(&app, &session, &name).await.map(Json)
}

/// `PUT /api/v1/label-templates/{name}`.
pub async fn put(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    label_templates::put(&app, session, &headers, &name, body::json(&body)?).await
}

/// `DELETE /api/v1/label-templates/{name}`: goes back to the one built in.
pub async fn reset(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    label_templates::reset(&app, session, &headers, &name).await
}

/// `POST /api/v1/label-templates/{name}/preview`.
pub async fn preview(Path(name): Path<String>, body: Bytes) -> Result<Json<TemplatePreview>, Failure> {
    label_templates::preview(&name, body::json(&body)?).await.map(Json)
}
