//! Receipts.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use bipe_api::Page;
use bipe_api::desk;
use bipe_core::flow::receive::ReceiptStatus;
use bipe_core::id::ReceiptId;
use bipe_store::receipt::{self, After, Detail, Listed};
use bipe_store::session::Session;

use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;
use crate::http::cursor::{self, List};
use crate::office::import_nfe;

/// `POST /api/v1/receipts/nfe`.
pub async fn import(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let file = body.map_err(|_| import_nfe::too_large())?;
    import_nfe::import_nfe(&app, session, &headers, &file).await
}

/// `GET /api/v1/receipts`: those not closed first, then the newest.
pub async fn list(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    query: Result<Query<List>, QueryRejection>,
) -> Result<Response, Failure> {
    let list = cursor::list(query)?;
    let after = cursor::read::<After>(list.cursor.as_deref())?.unwrap_or_default();
    let mut tx = app.store.reader().await?;
    let rows = receipt::page(&mut tx, session.actor.warehouse_id, after, cursor::ASK).await?;
    let page: Page<desk::Receipt> = cursor::page(rows, Listed::after, row);
    Ok(axum::Json(page).into_response())
}

/// `GET /api/v1/receipts/{id}`.
pub async fn show(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    id: Result<Path<uuid::Uuid>, PathRejection>,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_| Failure::not_found("a receipt's id is a UUID"))?;
    let mut tx = app.store.reader().await?;
    let found = receipt::by_id(&mut tx, session.actor.warehouse_id, ReceiptId(id)).await?;
    let found = found.ok_or_else(|| Failure::not_found(format!("there is no receipt {id} here")))?;
    Ok(axum::Json(detail(&found)).into_response())
}

fn row(listed: Listed) -> desk::Receipt {
    desk::Receipt {
        id: listed.id,
        number: listed.number,
        access_key: listed.access_key,
        supplier: listed.supplier,
        status: listed.status,
        created_at: rfc3339(listed.created_at_ms),
        lines_done: listed.progress.done,
        lines: listed.progress.total,
    }
}

/// A receipt with its lines on the wire.
pub fn detail(detail: &Detail) -> desk::ReceiptDetail {
    let receipt = &detail.receipt;
    let progress = receipt.summary().progress;
    let status = match receipt.status {
        ReceiptStatus::Expected => "expected",
        ReceiptStatus::Open => "open",
        ReceiptStatus::Closed => "closed",
    };
    let line = |line: &bipe_core::flow::receive::Line| {
        let item = receipt.item(line.item_id)?;
        Some(desk::ReceiptLine {
            number: line.number,
            sku: item.sku.clone(),
            name: item.name.clone(),
            expected_base: line.expected_base,
            received_base: line.received_base,
            unit: item.unit.clone(),
        })
    };
    desk::ReceiptDetail {
        receipt: desk::Receipt {
            id: receipt.id,
            number: receipt.number.clone(),
            access_key: detail.access_key.clone(),
            supplier: receipt.supplier.clone(),
            status: status.to_owned(),
            created_at: rfc3339(detail.created_at_ms),
            lines_done: progress.done,
            lines: progress.total,
        },
        lines: receipt.lines.iter().filter_map(line).collect(),
        notes: Vec::new(),
    }
}
