//! Doors of `/api/v1/setup`: the first start.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bipe_api::setup::{DemoUser, SetupState};

use crate::App;
use crate::http::session::with_cookie;
use crate::http::{Failure, body};
use crate::office::{demo, set_up};

/// `GET /api/v1/setup`.
pub async fn show(State(app): State<App>) -> Json<SetupState> {
    let needed = app.setup_code.lock().expect("no one panics with the code in hand").is_some();
    Json(SetupState { needed, demo: app.settings.demo })
}

/// `GET /api/v1/setup/demo-users`: empty unless this is a demonstration.
pub async fn demo_users(State(app): State<App>) -> Json<Vec<DemoUser>> {
    Json(if app.settings.demo { demo::users() } else { Vec::new() })
}

/// `POST /api/v1/setup`.
pub async fn set_up(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let session = set_up::set_up(&app, body::json(&body)?).await?;
    Ok(with_cookie(&app, session, StatusCode::CREATED))
}
