//! Stations: adding one, which printers print for it, and the token by which its program speaks.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::setup::Token;
use bipe_api::station::{Station, StationSettings};
use bipe_core::code::OwnCode;
use bipe_core::id::StationId;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, printer, station};

use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;
use crate::office::users::token;
use crate::office::{Answer, Office, answer, once};

/// The warehouse's stations, by code.
///
/// # Errors
/// The store's failure.
pub async fn list(app: &App, session: &Session) -> Result<Vec<Station>, Failure> {
    let warehouse = session.actor.warehouse_id;
    let mut tx = app.store.reader().await?;
    let listed = station::list(&mut tx, warehouse, app.clock.now_ms()).await?;
    let mut printers: BTreeMap<StationId, BTreeMap<_, _>> = BTreeMap::new();
    for (id, label, printer) in station::printers(&mut tx, warehouse).await? {
        printers.entry(id).or_default().insert(label, printer);
    }
    let corrupt = |value| StoreError::Corrupt { column: "stations.devices", value };
    let shown = listed.into_iter().map(|listed| {
        Ok(Station {
            id: listed.id,
            code: listed.code,
            name: listed.name,
            operator: listed.operator,
            seen_at: listed.seen_at_ms.map(rfc3339),
            devices: serde_json::from_str(&listed.devices).map_err(|_| corrupt(listed.devices))?,
            printers: printers.remove(&listed.id).unwrap_or_default(),
        })
    });
    Ok(shown.collect::<Result<_, StoreError>>()?)
}

/// Adds a station, or changes the one with this code.
///
/// # Errors
/// Each wrong field by name.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    code: String,
    request: StationSettings,
) -> Result<Response, Failure> {
    let errors = wrong_fields(&code, &request);
    if !errors.is_empty() {
        return Err(wrong(errors));
    }
    let body = [code.as_bytes(), &serde_json::to_vec(&request).expect("a request serialises")].concat();
    once(app, session, headers, "station.put", &body, (code, request), |office, (code, request)| {
        Box::pin(write(office, code, request))
    })
    .await
}

async fn write(mut office: Office<'_>, code: &str, request: &StationSettings) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let known = printer::list(office.tx, warehouse).await?;
    let strangers = request.printers.iter().filter(|(_, id)| known.iter().all(|one| one.id != **id));
    let errors: Vec<FaultAt> =
        strangers.map(|(label, _)| FaultAt::new(format!("printers.{label}"), fault::no_printer())).collect();
    if !errors.is_empty() {
        return Ok(Err(wrong(errors)));
    }
    let name = request.name.trim();
    let new = StationId(office.ids.next_uuid());
    let id = station::put(office.tx, warehouse, new, code, name).await?;
    let printers: Vec<_> = request.printers.iter().map(|(label, id)| (label.clone(), *id)).collect();
    station::set_printers(office.tx, warehouse, id, &printers).await?;
    let trail = office.ids.next_uuid();
    audit_log::insert(office.tx, trail, &office.session.actor, "station.saved", code, "", office.at_ms)
        .await?;
    let shown = Station {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        operator: None,
        seen_at: None,
        devices: Vec::new(),
        printers: request.printers.clone(),
    };
    Ok(answer(StatusCode::OK, &shown))
}

fn wrong(errors: Vec<FaultAt>) -> Failure {
    Failure::unprocessable("wrong-fields", "The station was not saved", "some fields are wrong")
        .with_errors(errors)
}

fn wrong_fields(code: &str, request: &StationSettings) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: String, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    let readable =
        matches!(OwnCode::read(&format!("BPS{code}")), Some(Ok(OwnCode::Station(read))) if read == code);
    check(readable && code != "self", "code".to_owned(), fault::capitals());
    check((1..=60).contains(&request.name.trim().chars().count()), "name".to_owned(), fault::text(60));
    for label in request.printers.keys() {
        let known = bipe_labels::KINDS.contains(&label.as_str());
        check(known, format!("printers.{label}"), fault::no_label_kind());
    }
    errors
}

/// Makes a token for a station's program: it opens the station's own routes and nothing else, until it is revoked. It is shown
/// once.
///
/// # Errors
/// 404 when there is no such station here.
pub async fn issue_token(app: &App, session: Session, code: &str) -> Result<Token, Failure> {
    let mut tx = app.store.reader().await?;
    let place = session.actor.warehouse_id;
    let known = station::by_code(&mut tx, place, code).await?;
    let (station, _) = known.ok_or_else(|| Failure::not_found("this warehouse has no such station"))?;
    drop(tx);
    let user = session.actor.user_id;
    token(app, session, user, format!("station {code}"), Some(station)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stations_code_can_be_scanned() {
        let settings = StationSettings { name: "Doca 1".to_owned(), printers: BTreeMap::new() };
        for right in ["DOCA1", "DOCA-1", "P.2"] {
            assert!(wrong_fields(right, &settings).is_empty(), "{right}");
        }
        for wrong in ["", "self", "doca 1", "é"] {
            assert_eq!(wrong_fields(wrong, &settings)[0].at, "code", "{wrong}");
        }
    }
}
