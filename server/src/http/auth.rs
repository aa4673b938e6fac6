//! Who is asking, and whether a role of theirs covers the route.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use bipe_core::actor::Role;
use bipe_store::session::{self, Session};
use sha2::{Digest, Sha256};

use crate::App;
use crate::http::Failure;

/// The session cookie's name.
pub const COOKIE: &str = "bipe_session";

/// A route's guard: the app, and the roles that may pass.
#[derive(Clone)]
pub struct Guard {
    /// The app.
    pub app: App,
    /// Roles that may pass; empty lets any session pass.
    pub roles: &'static [Role],
    /// Whether the route is a station's own: its program's token passes here, and nowhere else.
    pub station: bool,
}

/// Lets a request pass when its session has one of the guard's roles, and hands the [`Session`] on as an extension.
pub async fn check(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let session = session_of(&guard.app, request.headers()).await?.ok_or_else(Failure::unauthorized)?;
    if session.station.is_some() != guard.station {
        return Err(Failure::forbidden());
    }
    if !guard.roles.is_empty() && !session.actor.may(guard.roles) {
        return Err(Failure::forbidden());
    }
    request.extensions_mut().insert(session);
    Ok(next.run(request).await)
}

/// The session that a request's bearer token or cookie names.
pub async fn session_of(app: &App, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
    let Some(token) = token_of(headers) else { return Ok(None) };
    let mut tx = app.store.reader().await?;
    Ok(session::by_token(&mut tx, &hash(token), app.clock.now_ms()).await?)
}

/// What is stored of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The bearer token, else the session cookie.
pub fn token_of(headers: &HeaderMap) -> Option<&str> {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    if let Some(bearer) = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(bearer.trim());
    }
    text(header::COOKIE)?
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}
