//! Stock.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::{Page, desk};
use bipe_core::words::fold;
use bipe_store::session::Session;
use bipe_store::stock::{self, After, Listed};
use serde::Deserialize;

use crate::App;
use crate::http::cursor;
use crate::http::{Failure, body};
use crate::office::adjust as correct;

/// What of the stock is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    search: String,
    /// An item's whole code; found by it however much stock there is.
    item: Option<String>,
    cursor: Option<String>,
}

/// `GET /api/v1/stock`: by location; `search` looks in item, location, lot and handling unit, `item` is one item's code.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Page<desk::Stock>>, Failure> {
    let Query(asked) = query.map_err(|rejection| Failure::bad_request(rejection.body_text()))?;
    let after = cursor::read::<After>(asked.cursor.as_deref())?.unwrap_or_default();
    let (warehouse, search) = (session.actor.warehouse_id, fold(asked.search.trim()));
    let mut tx = app.store.reader().await?;
    let rows = match asked.item.as_deref().map(str::trim) {
        Some(_) if !search.is_empty() => {
            return Err(Failure::bad_request("ask by `search` or by `item`, not by both"));
        }
        Some(sku) => stock::of_item(&mut tx, warehouse, sku, &after, cursor::ASK).await?,
        None => stock::search(&mut tx, warehouse, &search, &after, cursor::ASK).await?,
    };
    Ok(Json(cursor::page(rows, |row| row.after.clone(), show)))
}

/// `POST /api/v1/adjustments`.
pub async fn adjust(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    correct::adjust(&app, session, &headers, &body, body::json(&body)?).await
}

/// `POST /api/v1/scraps`.
pub async fn scrap(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    correct::scrap(&app, session, &headers, &body, body::json(&body)?).await
}

fn show(row: Listed) -> desk::Stock {
    desk::Stock {
        location: row.location,
        sku: row.sku,
        name: row.name,
        lot: row.lot,
        expiry: row.expiry,
        status: row.status,
        quarantine: row.quarantine,
        unit_code: row.unit_code,
        on_hand_base: row.on_hand_base,
        reserved_base: row.reserved_base,
        unit: row.unit,
    }
}
