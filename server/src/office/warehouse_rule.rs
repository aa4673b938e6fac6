//! How the warehouse chooses stock where neither order nor item says.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::WarehouseRule;
use bipe_core::plan::layout::BLOCKS_MAX;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, warehouse};

use super::site::Ground;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Sets the rule, and the cross aisles if it names any.
///
/// # Errors
/// Cross aisles that are too many, or with which the [ways](super::ways) no longer hold; or of the store.
pub async fn set(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: WarehouseRule,
) -> Result<Response, Failure> {
    if request.cross_aisles_mm.as_ref().is_some_and(|places| places.len() >= BLOCKS_MAX) {
        return Err(wrong_fields(fault::cross_aisles(BLOCKS_MAX - 1)));
    }
    once(app, session, headers, "warehouse.rule", body, request, |office, request| {
        Box::pin(run(office, request))
    })
    .await
}

fn wrong_fields(fault: Fault) -> Failure {
    let failure = Failure::unprocessable("wrong-fields", "The rule was not set", "some fields are wrong");
    failure.with_errors(vec![FaultAt::new("cross_aisles_mm", fault)])
}

async fn run(mut office: Office<'_>, request: &WarehouseRule) -> Result<Answer, StoreError> {
    let place = office.session.actor.warehouse_id;
    if let Some(places_mm) = &request.cross_aisles_mm {
        let mut ground = Ground::read(office.tx, place).await?;
        ground.cross_mm.clone_from(places_mm);
        let wrong = ground.flaws();
        if let Some(first) = wrong.first() {
            return Ok(Err(wrong_fields(first.fault.with_these())));
        }
    }
    let actor = &office.session.actor;
    warehouse::set_strategy(office.tx, actor.warehouse_id, request.strategy).await?;
    let mut detail = format!("{:?}", request.strategy);
    if let Some(places_mm) = &request.cross_aisles_mm {
        warehouse::set_cross_aisles(office.tx, actor.warehouse_id, places_mm).await?;
        detail = format!("{detail}, cross aisles at {places_mm:?} mm");
    }
    let entry = office.ids.next_uuid();
    let subject = actor.warehouse_id.to_string();
    audit_log::insert(office.tx, entry, actor, "warehouse.rule", &subject, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, request))
}
