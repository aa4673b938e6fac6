//! Printers: adding one, and changing where it is.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Printer, PrinterState};
use bipe_core::id::PrinterId;
use bipe_core::words::Language;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_labels::{Format, Label};
use bipe_store::session::Session;
use bipe_store::{StoreError, printer};

use crate::App;
use crate::clock::rfc3339;
use crate::device::{AT_STATION, print_reason};
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// Adds a printer, or changes the one whose id is given.
///
/// # Errors
/// Each wrong field by name; 409 when the name is another printer's.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    request: Printer,
) -> Result<Response, Failure> {
    let errors = wrong_fields(&request);
    if !errors.is_empty() {
        let failure =
            Failure::unprocessable("wrong-fields", "The printer was not saved", "some fields are wrong");
        return Err(failure.with_errors(errors));
    }
    let body = serde_json::to_vec(&request).expect("a request serialises");
    once(app, session, headers, "printer.put", &body, request, |office, request| {
        Box::pin(write(office, request))
    })
    .await
}

async fn write(mut office: Office<'_>, request: &Printer) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let name = request.name.trim().to_owned();
    let namesake = printer::named(office.tx, warehouse, &name).await?;
    if namesake.is_some_and(|namesake| request.id != Some(namesake)) {
        let detail = format!("there is a printer {name} already");
        return Ok(Err(Failure::conflict("printer-name-taken", "The printer was not saved", detail)));
    }
    let id = request.id.unwrap_or_else(|| PrinterId(office.ids.next_uuid()));
    let new = printer::Printer {
        id,
        name,
        address: request.address.trim().to_owned(),
        format: request.format.clone(),
        dpi: request.dpi,
        labels: request.labels.clone(),
        answers: request.answers,
        state: None,
    };
    if !printer::put(office.tx, warehouse, &new).await? {
        return Ok(Err(Failure::not_found("this warehouse has no printer with this id")));
    }
    Ok(answer(StatusCode::CREATED, &shown(new, office.session.actor.language)))
}

/// A printer as programs see it, and people who read this language.
pub fn shown(printer: printer::Printer, language: Language) -> Printer {
    let printer::Printer { id, name, address, format, dpi, labels, answers, state } = printer;
    let state = state.map(|(reason, at_ms)| PrinterState {
        ready: reason.is_empty(),
        reason: (!reason.is_empty()).then(|| print_reason::say(&reason, language)),
        at: rfc3339(at_ms),
    });
    Printer { id: Some(id), name, address, format, dpi, labels, answers, state }
}

fn wrong_fields(printer: &Printer) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: &str, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    check((1..=60).contains(&printer.name.trim().chars().count()), "name", fault::text(60));
    check(address_makes_sense(printer.address.trim()), "address", fault::printer_address());
    let format = printer.format.parse::<Format>().ok().filter(|format| *format != Format::Png);
    check(format.is_some(), "format", fault::printer_format());
    check(matches!(printer.dpi, 203 | 300), "dpi", fault::either(203, 300));
    let made = |kind: &str| format.is_none_or(|format| Label::formats(kind).contains(&format));
    let kinds: Vec<&str> = bipe_labels::KINDS.into_iter().filter(|kind| made(kind)).collect();
    let known = |label: &String| kinds.contains(&label.as_str());
    check(printer.labels.iter().all(known), "labels", fault::any_of(kinds.join(", ")));
    errors
}

fn address_makes_sense(address: &str) -> bool {
    if let Some(folder) = address.strip_prefix("file:") {
        return !folder.is_empty() && !folder.contains('\0');
    }
    if let Some((code, name)) = address.strip_prefix(AT_STATION).and_then(|rest| rest.split_once('/')) {
        return !code.is_empty() && !name.is_empty();
    }
    let Some(host) = address.strip_prefix("tcp://") else { return false };
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if !name.ends_with(':') => (name, port.parse::<u16>().ok()),
        _ => (host, Some(9100)),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    !host.is_empty() && host.chars().all(plain) && port.is_some_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_hosts_or_folders() {
        for right in [
            "tcp://10.0.0.9:9100",
            "tcp://zebra-1.local",
            "tcp://[fe80::1]:9100",
            "file:labels",
            "file:/srv/x",
            "station:DOCA1/zebra",
        ] {
            assert!(address_makes_sense(right), "{right}");
        }
        for wrong in [
            "",
            "tcp://",
            "tcp://a:0",
            "tcp://a:99999",
            "tcp://a b:9100",
            "http://a",
            "file:",
            "station:",
            "station:DOCA1",
            "station:/zebra",
            "10.0.0.9:9100",
        ] {
            assert!(!address_makes_sense(wrong), "{wrong}");
        }
    }
}
