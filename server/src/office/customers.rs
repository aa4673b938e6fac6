//! Customers: what the owner's system says of who orders.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Customer, PutCustomer};
use bipe_core::id::OwnerId;
use bipe_core::words::fault::{self, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, customer, owner};

use super::take_order::{REMAINING_DAYS_MAX, wrong_text};
use super::{Answer, Office, answer, body_at, once};
use crate::App;
use crate::http::Failure;

/// Makes a customer known, or changes one.
///
/// # Errors
/// Each wrong place by name.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    (code, request): (String, PutCustomer),
) -> Result<Response, Failure> {
    let body = body_at(&format!("customer.put {code}"), body);
    once(app, session, headers, "customer.put", &body, (code, request), |office, (code, request)| {
        Box::pin(run(office, code, request))
    })
    .await
}

/// The owner that a request means.
///
/// # Errors
/// Of the store.
pub async fn owner_of(tx: &mut Tx, code: Option<&str>) -> Result<Option<OwnerId>, StoreError> {
    match code {
        Some(code) => owner::by_code(tx, code).await,
        None => owner::first(tx).await,
    }
}

async fn run(mut office: Office<'_>, code: &str, request: &PutCustomer) -> Result<Answer, StoreError> {
    let mut errors = wrong_text("code", code, 1, 40);
    if let Some(name) = &request.name {
        errors.extend(wrong_text("name", name, 1, 80));
    }
    if request.remaining_days_min.is_some_and(|days| !(0..=REMAINING_DAYS_MAX).contains(&days)) {
        errors.push(FaultAt::new("remaining_days_min", fault::days(REMAINING_DAYS_MAX)));
    }
    let owner = owner_of(office.tx, request.owner.as_deref()).await?;
    if owner.is_none() {
        errors.push(FaultAt::new("owner", fault::no_owner()));
    }
    let Some(owner) = owner.filter(|_| errors.is_empty()) else {
        let failure =
            Failure::unprocessable("wrong-fields", "The customer was not changed", "some fields are wrong");
        return Ok(Err(failure.with_errors(errors)));
    };
    let (id, code) = (office.ids.next_uuid(), code.trim().to_owned());
    let name = request.name.as_deref().map(str::trim);
    let (name, remaining_days_min) =
        customer::put(office.tx, id, owner, &code, name, request.remaining_days_min).await?;
    let detail = format!("{name}, {remaining_days_min} days");
    let (actor, at_ms, entry) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    audit_log::insert(office.tx, entry, actor, "customer.put", &code, &detail, at_ms).await?;
    Ok(answer(StatusCode::OK, &Customer { code, name, remaining_days_min }))
}
