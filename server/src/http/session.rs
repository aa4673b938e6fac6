//! Doors of `/api/v1/session`: log in, look, log out.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bipe_store::session::Session;
use bipe_store::{session, warehouse};

use crate::App;
use crate::http::{Failure, auth, body};
use crate::office::log_in;

/// `POST /api/v1/session`.
pub async fn log_in(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let session = log_in::log_in(&app, body::json(&body)?).await?;
    Ok(with_cookie(&app, session, StatusCode::CREATED))
}

/// `GET /api/v1/session`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
) -> Result<Json<bipe_api::session::Session>, Failure> {
    let mut tx = app.store.reader().await?;
    let place = warehouse::by_id(&mut tx, session.actor.warehouse_id).await?;
    Ok(Json(log_in::show(&session, &place)))
}

/// `DELETE /api/v1/session`. Without a session there is nothing left to do.
pub async fn log_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(found) = auth::session_of(&app, &headers).await? {
        let input = (found.actor, app.clock.now_ms());
        app.store
            .write("log_out", input, |tx, (actor, at_ms)| {
                Box::pin(session::end(tx, actor.session_id, actor.warehouse_id, *at_ms))
            })
            .await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&app, "", 0))]).into_response())
}

/// A new session's answer, with its cookie.
pub fn with_cookie(app: &App, session: bipe_api::session::Session, status: StatusCode) -> Response {
    let token = session.token.clone().unwrap_or_default();
    (status, [(header::SET_COOKIE, cookie(app, &token, 24 * 3600))], Json(session)).into_response()
}

/// The cookie that carries a token; scripts can't read it, other sites can't send it, and it never leaves HTTPS where that is
/// spoken.
fn cookie(app: &App, token: &str, seconds: u32) -> HeaderValue {
    let secure = if app.settings.secure { "; Secure" } else { "" };
    let text =
        format!("{}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}", auth::COOKIE);
    HeaderValue::from_str(&text).expect("tokens are plain characters")
}
