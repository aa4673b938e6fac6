//! Locations as the desk lists and labels them.

use bipe_api::Page;
use bipe_api::setup::Location;
use bipe_core::code::OwnCode;
use bipe_labels::{BinLabel, Label};
use bipe_store::location::{self, Listed};
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
    let show = |row: Listed| Location {
        code: row.code,
        kind: row.kind,
        zone: row.zone,
        check_digits: row.check_digits,
        units_max: row.units_max,
    };
    Ok(Page { rows: listed.into_iter().map(show).collect(), next })
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
        let (check_digits, zone) = (filled(row.check_digits), filled(row.zone));
        Some(Label::Bin(BinLabel { name: row.code, code, check_digits, zone }))
    };
    let labels: Vec<Label> =
        listed.into_iter().filter(|row| !row.kind.is_virtual()).filter_map(label).collect();
    if labels.is_empty() {
        return Err(Failure::not_found(format!("no location's code begins with {prefix}")));
    }
    Ok(labels)
}
