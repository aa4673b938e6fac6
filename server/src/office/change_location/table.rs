//! Locations as a table: CSV with a head, a row each.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::setup::LocationRules;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::StoreError;
use bipe_store::location::{self, Listed};
use bipe_store::session::Session;
use serde_json::{Map, Value};

use super::{Wish, note, put, refused};
use crate::App;
use crate::http::Failure;
use crate::integration::csv;
use crate::office::locations::rules_of;
use crate::office::{Answer, Office, answer, once};

/// Rows that one import takes.
const ROWS_MAX: usize = 20_000;

/// Imports a table of locations: CSV with a head, separated by `;` or `,`. Rows whose code there is already change it.
///
/// # Errors
/// Each fault by row and column; nothing is stored then.
pub async fn import(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    text: String,
) -> Result<Response, Failure> {
    let body = text.clone().into_bytes();
    once(app, session, headers, "import_locations", &body, text, |office, text| {
        Box::pin(import_table(office, text))
    })
    .await
}

async fn import_table(mut office: Office<'_>, text: &str) -> Result<Answer, StoreError> {
    let table = match csv::read(text) {
        Ok(table) if table.rows.len() <= ROWS_MAX => table,
        Ok(table) => {
            let fault = fault::too_many_rows(table.rows.len(), ROWS_MAX);
            return Ok(Err(refused(vec![FaultAt::new("file", fault)])));
        }
        Err(fault) => return Ok(Err(refused(vec![fault]))),
    };
    let place = office.session.actor.warehouse_id;
    let codes: Vec<&str> = table.column("code").collect();
    let known = location::by_codes(office.tx, place, &codes).await?;
    let known: BTreeMap<&str, &Listed> = known.iter().map(|row| (row.code.as_str(), row)).collect();
    let (mut wishes, mut faults) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (number, row) in table.numbered() {
        let code = row.get("code").unwrap_or_default().to_uppercase();
        if !seen.insert(code.clone()) {
            faults.push(FaultAt::new(format!("row {number}, code"), fault::twice(code)));
            continue;
        }
        match rules_in(&row, known.get(code.as_str()).copied()) {
            Ok(rules) => wishes.push(Wish { row: Some(number), code, rules }),
            Err(found) => faults.extend(
                found
                    .into_iter()
                    .map(|(column, fault)| FaultAt::new(format!("row {number}, {column}"), fault)),
            ),
        }
    }
    if !faults.is_empty() {
        return Ok(Err(refused(faults)));
    }
    match put(&mut office, wishes).await? {
        Ok(done) => {
            let detail = format!("{} added, {} changed", done.added, done.changed);
            note(&mut office, "locations.imported", "", &detail).await?;
            Ok(answer(StatusCode::OK, &done))
        }
        Err(failure) => Ok(Err(failure)),
    }
}

/// The rules in a row: what it does not say stays as it was, or is as for a new location.
fn rules_in(row: &csv::Row<'_>, known: Option<&Listed>) -> Result<LocationRules, Vec<(String, Fault)>> {
    let mut fields = match known.map(|known| serde_json::to_value(rules_of(known))) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => Map::new(),
    };
    let mut faults = Vec::new();
    for (column, text) in row.cells() {
        let value = match column {
            "code" => continue,
            "zone_code" | "parent" | "abc_class" if text.is_empty() => Value::Null,
            "kind" | "mixing" | "temperature_class" if text.is_empty() => continue,
            "kind" | "zone_code" | "parent" | "aisle" | "check_digits" | "mixing" | "temperature_class"
            | "abc_class" => Value::from(text),
            "bay" | "level" | "position" | "pick_sequence" if text.is_empty() => continue,
            _ if text.is_empty() => Value::Null,
            _ => match text.parse::<i64>() {
                Ok(number) => Value::from(number),
                Err(_) => {
                    faults.push((column.to_owned(), fault::whole_number(text)));
                    continue;
                }
            },
        };
        // Each field is tried by itself, so that a wrong one is told by its column.
        let mut alone = Map::from_iter([("kind".to_owned(), Value::from("storage"))]);
        alone.insert(column.to_owned(), value.clone());
        match serde_json::from_value::<LocationRules>(Value::Object(alone)) {
            Ok(_) => drop(fields.insert(column.to_owned(), value)),
            Err(error) => faults.push((column.to_owned(), fault::unread(error))),
        }
    }
    let is_said = row.get("kind").is_some_and(|kind| !kind.is_empty());
    if !is_said && !fields.contains_key("kind") {
        faults.push(("kind".to_owned(), fault::new_location_kind()));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| vec![("row".to_owned(), fault::unread(error))])
}
