//! How the warehouse chooses stock where neither order nor item says.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::WarehouseRule;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, warehouse};

use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Sets the rule.
///
/// # Errors
/// Of the store.
pub async fn set(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: WarehouseRule,
) -> Result<Response, Failure> {
    once(app, session, headers, "warehouse.rule", body, request, |office, request| {
        Box::pin(run(office, *request))
    })
    .await
}

async fn run(mut office: Office<'_>, request: WarehouseRule) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    warehouse::set_strategy(office.tx, actor.warehouse_id, request.strategy).await?;
    let (entry, detail) = (office.ids.next_uuid(), format!("{:?}", request.strategy));
    let subject = actor.warehouse_id.to_string();
    audit_log::insert(office.tx, entry, actor, "warehouse.rule", &subject, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, &request))
}
