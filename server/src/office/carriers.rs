//! Carriers, and when each calls at a warehouse.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Carrier, PutCarrier};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, carrier};

use super::take_order::wrong_text;
use super::{Answer, Office, answer, body_at, once};
use crate::App;
use crate::http::Failure;

/// All carriers with their calls at the session's warehouse, by code.
///
/// # Errors
/// Of the store.
pub async fn shown(tx: &mut Tx, session: &Session) -> Result<Vec<Carrier>, StoreError> {
    let show = |one: carrier::Listed| Carrier {
        code: one.code,
        name: one.name,
        tracking_prefix: one.tracking_prefix,
        cut_off: one.cut_off_min.map(clock),
    };
    Ok(carrier::list(tx, session.actor.warehouse_id).await?.into_iter().map(show).collect())
}

/// Makes a carrier known, or changes one.
///
/// # Errors
/// Each wrong place by name.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    (code, request): (String, PutCarrier),
) -> Result<Response, Failure> {
    let body = body_at(&format!("carrier.put {code}"), body);
    once(app, session, headers, "carrier.put", &body, (code, request), |office, (code, request)| {
        Box::pin(run(office, code, request))
    })
    .await
}

async fn run(mut office: Office<'_>, code: &str, request: &PutCarrier) -> Result<Answer, StoreError> {
    let mut errors = wrong_text("code", code, 1, 20);
    errors.extend(wrong_text("name", &request.name, 1, 80));
    let mut wrong = |at: &str, fault: Fault| errors.push(FaultAt::new(at, fault));
    let is_prefix = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if request.tracking_prefix.as_ref().is_some_and(|text| !text.is_empty() && !is_prefix(text)) {
        wrong("tracking_prefix", fault::two_capitals());
    }
    let cut_off_min = request.cut_off.as_deref().map(minute);
    if cut_off_min == Some(None) {
        wrong("cut_off", fault::time_of_day());
    }
    if !errors.is_empty() {
        let title = "The carrier was not changed";
        let failure = Failure::unprocessable("wrong-fields", title, "some fields are wrong");
        return Ok(Err(failure.with_errors(errors)));
    }
    let (code, name, prefix) = (code.trim(), request.name.trim(), request.tracking_prefix.as_deref());
    let (id, place) = (office.ids.next_uuid(), office.session.actor.warehouse_id);
    let id = carrier::put(office.tx, id, code, name, prefix).await?;
    carrier::put_cut_off(office.tx, place, id, cut_off_min.flatten()).await?;
    let (actor, at_ms, entry) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    let detail = format!("{name}, {}", request.cut_off.as_deref().unwrap_or("no certain time"));
    audit_log::insert(office.tx, entry, actor, "carrier.put", code, &detail, at_ms).await?;
    match shown(office.tx, office.session).await?.into_iter().find(|one| one.code == code) {
        Some(carrier) => Ok(answer(StatusCode::OK, &carrier)),
        None => Err(StoreError::Contention("the carrier was just put")),
    }
}

/// A minute of the day as a time of day: `17:00`.
pub(super) fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minute of the day that a time of day is: `17:00`.
fn minute(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, below: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| digits && *number < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

#[cfg(test)]
mod tests {
    use super::minute;

    #[test]
    fn a_time_of_day_is_a_minute() {
        assert_eq!(["00:00", "17:05", "23:59"].map(minute), [Some(0), Some(1_025), Some(1_439)]);
        assert_eq!(["24:00", "7:00", "17:60", "17", "+1:00", ""].map(minute), [None; 6]);
    }
}
