//! Items.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::{Page, desk};
use bipe_core::id::ItemId;
use bipe_core::words::fold;
use bipe_store::item;
use bipe_store::session::Session;

use crate::App;
use crate::http::cursor::{self, List};
use crate::http::{Failure, body};
use crate::office::add_item::{self, show};
use crate::office::change_item;

/// `GET /api/v1/items`: by SKU; `search` looks in SKU and name, or is a whole code (a GTIN in any length).
pub async fn list(
    State(app): State<App>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Json<Page<desk::Item>>, Failure> {
    let list = cursor::list(query)?;
    let after = cursor::read::<(String, ItemId)>(list.cursor.as_deref())?;
    let (sku, id) = after.unwrap_or((String::new(), ItemId(uuid::Uuid::nil())));
    let text = list.search.trim();
    let gtin = bipe_core::code::Gtin::parse(text).ok();
    let code = gtin.as_ref().map_or(text, |gtin| gtin.as_str());
    let mut tx = app.store.reader().await?;
    let rows = item::search(&mut tx, &fold(text), code, (&sku, id), cursor::ASK).await?;
    let rows = item::details(&mut tx, rows).await?;
    Ok(Json(cursor::page(rows, |row| (row.item.sku.clone(), row.item.id), show)))
}

/// `POST /api/v1/items`.
pub async fn add(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    add_item::add_item(&app, session, &headers, &body, body::json(&body)?).await
}

/// `PATCH /api/v1/items/{sku}`: the fields that change; `null` clears one.
pub async fn change(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(sku): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    change_item::change_item(&app, session, &headers, sku, body::json(&body)?).await
}
