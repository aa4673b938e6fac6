//! Locations as the desk lists and labels them.

use bipe_api::Page;
use bipe_api::setup::{Location, LocationRules};
use bipe_core::code::OwnCode;
use bipe_labels::{BinLabel, Label};
use bipe_store::location::{self, Listed, Rules};
use bipe_store::session::Session;

use crate::App;
use crate::http::Failure;

/// Rows on a page.
const PAGE_ROWS: i64 = 100;
/// Labels in one document.
const LABELS_MAX: i64 = 2_000;

/// One page of the warehouse's locations by code, those that begin with `prefix`.
///
/// # Errors
/// The store's.
pub async fn page(
    app: &App,
    session: &Session,
    prefix: &str,
    cursor: &str,
) -> Result<Page<Location>, Failure> {
    let mut tx = app.store.reader().await?;
    let place = session.actor.warehouse_id;
    let prefix = prefix.trim().to_uppercase();
    let mut listed = location::list(&mut tx, place, &prefix, cursor, PAGE_ROWS + 1).await?;
    let more = listed.len() > usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    if more {
        listed.pop();
    }
    let next = listed.last().filter(|_| more).map(|last| last.code.clone());
    Ok(Page { rows: listed.into_iter().map(show).collect(), next })
}

/// One location.
///
/// # Errors
/// 404 when there is none of this code.
pub async fn one(app: &App, session: &Session, code: &str) -> Result<Location, Failure> {
    let mut tx = app.store.reader().await?;
    let mut found = location::by_codes(&mut tx, session.actor.warehouse_id, &[code]).await?;
    found.pop().map(show).ok_or_else(|| Failure::not_found(format!("there is no location {code}")))
}

/// A location on the wire.
pub fn show(row: Listed) -> Location {
    let rules = rules_of(&row);
    Location {
        code: row.code,
        kind: rules.kind,
        zone: row.zone,
        check_digits: row.rules.check_digits,
        units_max: row.rules.limits.units_max,
        counting: row.counting,
        rules,
    }
}

/// A location's rules on the wire.
pub fn rules_of(row: &Listed) -> LocationRules {
    let Rules { limits, .. } = row.rules;
    LocationRules {
        kind: row.rules.kind,
        zone_code: row.zone_code.clone(),
        parent: row.parent.clone(),
        aisle: row.rules.aisle.clone(),
        bay: row.rules.bay,
        level: row.rules.level,
        position: row.rules.position,
        pick_sequence: row.rules.pick_sequence,
        check_digits: row.rules.check_digits.clone(),
        mixing: row.rules.mixing,
        units_max: limits.units_max,
        weight_g_max: limits.weight_g_max,
        volume_ml_max: limits.volume_ml_max,
        quantity_base_max: limits.quantity_base_max,
        temperature_class: row.rules.temperature_class,
        abc_class: row.rules.abc_class,
    }
}

/// Labels of the bins whose code begins with `prefix`.
///
/// # Errors
/// 404 when there is none.
pub async fn labels(app: &App, session: &Session, prefix: &str) -> Result<Vec<Label>, Failure> {
    let mut tx = app.store.reader().await?;
    let place = session.actor.warehouse_id;
    let prefix = prefix.trim().to_uppercase();
    let listed = location::list(&mut tx, place, &prefix, "", LABELS_MAX).await?;
    let label = |row: Listed| {
        let code = OwnCode::bin(&row.code).ok()?.printed();
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let (check_digits, zone) = (filled(row.rules.check_digits), filled(row.zone));
        Some(Label::Bin(BinLabel { name: row.code, code, check_digits, zone }))
    };
    let labels: Vec<Label> =
        listed.into_iter().filter(|row| !row.rules.kind.is_virtual()).filter_map(label).collect();
    if labels.is_empty() {
        return Err(Failure::not_found(format!("no location's code begins with {prefix}")));
    }
    Ok(labels)
}
