//! A wave is taken back: everything of it that is not yet picked is free again, and its orders wait as before.
//!
//! Orders with goods in their totes are picked with what they have; the rest of them stays open. A large wave is taken back in
//! slices, so that scans go on meanwhile.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_core::id::WaveId;
use bipe_store::event::NewEvent;
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, event, order, wave};
use serde_json::json;

use crate::App;
use crate::http::Failure;
use crate::office::change_order::unrelease;
use crate::office::release_wave::{end, one};
use crate::office::{Answer, Office, answer, apart, once, stored};

/// The job's name.
const NAME: &str = "wave.cancel";
/// The most orders that are taken back in one transaction.
const AT_ONCE: i64 = 100;

/// Takes a wave back.
///
/// # Errors
/// 404 for no wave; 409 for one that is done.
pub async fn cancel(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: WaveId,
) -> Result<Response, Failure> {
    let body = id.to_string();
    if let Some(answered) = stored(app, &session, headers, NAME, body.as_bytes()).await? {
        return answered;
    }
    let known = wave::by_id(&mut app.store.reader().await?, session.actor.warehouse_id, id).await?;
    let Some((number, status)) = known else {
        return Err(Failure::not_found(format!("there is no wave {id}")));
    };
    if status == "done" {
        let detail = format!("wave {number} is done");
        return Err(Failure::conflict("wave-done", "The wave was not cancelled", detail));
    }
    while order::running(&mut app.store.reader().await?, id, AT_ONCE + 1).await?.len() as i64 > AT_ONCE {
        apart(app, &session, "wave.cancel slice", id, |office, id| Box::pin(slice(office, *id))).await?;
    }
    once(app, session, headers, NAME, body.as_bytes(), (id, number), |office, (id, number)| {
        Box::pin(run(office, *id, number))
    })
    .await
}

async fn slice(mut office: Office<'_>, wave: WaveId) -> Result<(), StoreError> {
    let orders = order::running(office.tx, wave, AT_ONCE).await?;
    unrelease(&mut office, &orders).await.map(|_| ())
}

async fn run(mut office: Office<'_>, id: WaveId, number: &str) -> Result<Answer, StoreError> {
    end(&mut office, id).await?;
    let orders = order::running(office.tx, id, i64::MAX).await?;
    let freed_base = unrelease(&mut office, &orders).await?;
    let payload = json!({"wave_id": id, "number": number, "orders": orders.len(), "freed_base": freed_base});
    let (actor, at_ms) = (&office.session.actor, office.at_ms);
    let entry = office.ids.next_uuid();
    let detail = payload.to_string();
    audit_log::insert(office.tx, entry, actor, "wave.cancelled", number, &detail, at_ms).await?;
    let event = NewEvent { kind: "wave.cancelled", subject_id: id.0, payload: detail };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await?;
    Ok(answer(StatusCode::OK, &one(&mut office, id).await?))
}
