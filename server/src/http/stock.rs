//! Stock.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::{Extension, Json};
use bipe_api::{Page, desk};
use bipe_core::words::fold;
use bipe_store::session::Session;
use bipe_store::stock::{self, After, Listed};

use crate::App;
use crate::http::Failure;
use crate::http::cursor::{self, List};

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
