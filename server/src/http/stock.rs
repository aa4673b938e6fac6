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

use crate::App;
use crate::http::cursor::{self, List};
use crate::http::{Failure, body};
use crate::office::adjust as correct;

/// `GET /api/v1/stock`: by location; `search` looks in item, location, lot and handling unit.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Json<Page<desk::Stock>>, Failure> {
    let list = cursor::list(query)?;
    let after = cursor::read::<After>(list.cursor.as_deref())?.unwrap_or_default();
    let search = fold(list.search.trim());
    let mut tx = app.store.reader().await?;
    let rows = stock::search(&mut tx, session.actor.warehouse_id, &search, &after, cursor::ASK).await?;
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
        unit_code: row.unit_code,
        on_hand_base: row.on_hand_base,
        reserved_base: row.reserved_base,
        unit: row.unit,
    }
}
