//! Webhooks: adding a listener, and letting it go.

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use bipe_api::webhook::{NewWebhook, Webhook};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, webhook};
use uuid::Uuid;

use crate::App;
use crate::clock::fill_random;
use crate::http::Failure;
use crate::integration;
use crate::office::{Answer, Office, answer, once};

/// Adds a listener. Its secret is in the answer, and nowhere else.
///
/// # Errors
/// Each wrong field by name.
pub async fn add(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    request: NewWebhook,
) -> Result<Response, Failure> {
    let errors = wrong_fields(&request);
    if !errors.is_empty() {
        let failure =
            Failure::unprocessable("wrong-fields", "The webhook was not added", "some fields are wrong");
        return Err(failure.with_errors(errors));
    }
    let body = serde_json::to_vec(&request).expect("a request serialises");
    let mut chance = [0; 32];
    fill_random(&mut chance);
    let new = (request, integration::webhook::secret(&chance));
    once(app, session, headers, "webhook.add", &body, new, |office, new| Box::pin(write(office, new))).await
}

async fn write(mut office: Office<'_>, new: &(NewWebhook, String)) -> Result<Answer, StoreError> {
    let (request, secret) = new;
    let id = office.ids.next_uuid();
    let warehouse = office.session.actor.warehouse_id;
    webhook::insert(office.tx, warehouse, id, request.url.trim(), &request.events, secret).await?;
    let (url, events) = (request.url.trim().to_owned(), request.events.clone());
    let shown = Webhook { id, url, events, queued: 0, failed: 0, secret: Some(secret.clone()) };
    Ok(answer(StatusCode::CREATED, &shown))
}

/// Lets a listener go: nothing more is delivered to it.
///
/// # Errors
/// 404 without such a listener.
pub async fn remove(app: &App, session: Session, headers: &HeaderMap, id: Uuid) -> Result<Response, Failure> {
    let body = id.as_bytes().to_vec();
    once(app, session, headers, "webhook.remove", &body, id, |office, id| Box::pin(retire(office, *id))).await
}

async fn retire(office: Office<'_>, id: Uuid) -> Result<Answer, StoreError> {
    if !webhook::retire(office.tx, office.session.actor.warehouse_id, id).await? {
        return Ok(Err(Failure::not_found("this warehouse has no such webhook")));
    }
    Ok(answer(StatusCode::OK, &serde_json::json!({ "id": id })))
}

/// The listeners of the session's warehouse.
///
/// # Errors
/// The store's failure.
pub async fn list(app: &App, session: &Session) -> Result<Vec<Webhook>, Failure> {
    let mut tx = app.store.reader().await?;
    let listeners = webhook::list(&mut tx, session.actor.warehouse_id).await?;
    let shown = |listener: webhook::Webhook| {
        let webhook::Webhook { id, url, events, queued, failed } = listener;
        Webhook { id, url, events, queued, failed, secret: None }
    };
    Ok(listeners.into_iter().map(shown).collect())
}

fn wrong_fields(new: &NewWebhook) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: &str, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    let uri: Option<Uri> = new.url.trim().parse().ok();
    let whole = uri.as_ref().is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    });
    check(whole && new.url.len() <= 2_000, "url", fault::web_address());
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
    let named = |kind: &String| kind.len() <= 60 && kind.contains('.') && kind.chars().all(plain);
    check(new.events.len() <= 50 && new.events.iter().all(named), "events", fault::event_types());
    errors
}
