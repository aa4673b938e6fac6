//! Items.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use bipe_api::{Page, desk};
use bipe_core::id::ItemId;
use bipe_core::item::Item;
use bipe_core::words::fold;
use bipe_store::item;
use bipe_store::session::Session;

use crate::App;
use crate::http::cursor::{self, List};
use crate::http::{Failure, body};
use crate::office::add_item;

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
    Ok(Json(cursor::page(rows, |item| (item.sku.clone(), item.id), show)))
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

/// An item on the wire.
pub fn show(item: Item) -> desk::Item {
    let packaging = |one: bipe_core::item::Packaging| desk::Packaging {
        name: one.name,
        gtin: one.gtin,
        quantity_base: one.quantity_base,
        weight_g: one.weight_g,
    };
    desk::Item {
        id: Some(item.id),
        owner_id: Some(item.owner_id),
        sku: item.sku,
        name: item.name,
        unit: item.unit,
        tracking: item.tracking,
        expires: item.expires,
        rotation_policy: item.rotation_policy,
        remaining_days_min: item.remaining_days_min,
        shelf_life_days: item.shelf_life_days,
        best_before_lead_days: item.best_before_lead_days,
        removal_lead_days: item.removal_lead_days,
        packagings: item.packagings.into_iter().map(packaging).collect(),
    }
}
