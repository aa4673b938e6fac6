//! A receipt as desks and programs read it.

use bipe_api::desk::{self, ReceiptDetail, ReceiptDiscrepancy, ReceiptPallet};
use bipe_core::actor::Role;
use bipe_core::flow::receive::{AnnouncedLot, Discrepancy, Line, Receipt, ReceiptStatus};
use bipe_core::id::ReceiptId;
use bipe_store::receipt::{self, Detail, Listed};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx};

use crate::clock::rfc3339;

/// A receipt with its lines. Who receives a blind one reads here as little of what is expected as on the handheld.
///
/// # Errors
/// Of the store.
pub async fn detail(
    tx: &mut Tx,
    session: &Session,
    id: ReceiptId,
) -> Result<Option<ReceiptDetail>, StoreError> {
    let Some(found) = receipt::by_id(tx, session.actor.warehouse_id, id, &[]).await? else { return Ok(None) };
    let pallets = receipt::pallets(tx, id).await?;
    let pallet = |(sscc, received)| ReceiptPallet { sscc, received };
    let mut shown = show(&found);
    shown.pallets = pallets.into_iter().map(pallet).collect();
    let knows = session.actor.may(&[Role::Supervisor]) || session.actor.may(&[Role::Integration]);
    if found.receipt.blind && !knows {
        hide(&mut shown);
    }
    Ok(Some(shown))
}

/// Takes out what is expected.
fn hide(shown: &mut ReceiptDetail) {
    for line in &mut shown.lines {
        line.expected_base = 0;
        line.lots.clear();
    }
    shown.receipt.lines_done = shown.lines.iter().filter(|line| line.received_base > 0).count() as i64;
    shown.discrepancies.clear();
    shown.pallets.clear();
}

/// A receipt with its lines on the wire.
pub fn show(detail: &Detail) -> ReceiptDetail {
    let receipt = &detail.receipt;
    let closed = receipt.status == ReceiptStatus::Closed;
    let differs = if closed { receipt.discrepancies() } else { Vec::new() };
    ReceiptDetail {
        receipt: head(detail),
        lines: receipt.lines.iter().filter_map(|line| shown_line(receipt, line)).collect(),
        over_receipt_percent: receipt.tolerance.own_percent,
        discrepancies: differs.iter().filter_map(|one| discrepancy(receipt, one)).collect(),
        pallets: Vec::new(),
        notes: Vec::new(),
    }
}

fn head(detail: &Detail) -> desk::Receipt {
    let receipt = &detail.receipt;
    let status = match receipt.status {
        ReceiptStatus::Expected => "expected",
        ReceiptStatus::Open => "open",
        ReceiptStatus::Closed => "closed",
    };
    let done = receipt.lines.iter().filter(|line| line.received_base >= line.expected_base).count();
    desk::Receipt {
        id: receipt.id,
        kind: receipt.kind,
        blind: receipt.blind,
        number: receipt.number.clone(),
        access_key: detail.access_key.clone(),
        supplier: receipt.supplier.clone(),
        status: status.to_owned(),
        created_at: rfc3339(detail.created_at_ms),
        lines_done: done as i64,
        lines: receipt.lines.len() as i64,
    }
}

fn shown_line(receipt: &Receipt, line: &Line) -> Option<desk::ReceiptLine> {
    let item = receipt.item(line.item_id)?;
    Some(desk::ReceiptLine {
        number: line.number,
        sku: item.sku.clone(),
        name: item.name.clone(),
        expected_base: line.expected_base,
        received_base: line.received_base,
        quarantined_base: line.quarantined_base,
        sent_back_base: line.sent_back_base,
        unit: item.unit.clone(),
        lots: line.lots.iter().map(lot).collect(),
    })
}

fn lot(lot: &AnnouncedLot) -> desk::ReceiptLot {
    desk::ReceiptLot {
        code: lot.code.clone(),
        quantity_base: lot.quantity_base,
        made_on: lot.made_on,
        expiry: lot.expiry,
    }
}

fn discrepancy(receipt: &Receipt, one: &Discrepancy) -> Option<ReceiptDiscrepancy> {
    let sku = receipt.item(one.item_id)?.sku.clone();
    Some(ReceiptDiscrepancy {
        number: one.number,
        sku,
        difference_base: one.difference_base,
        quarantined_base: one.quarantined_base,
    })
}

/// A receipt in the list on the wire.
pub fn row(listed: Listed) -> desk::Receipt {
    desk::Receipt {
        id: listed.id,
        kind: listed.kind,
        blind: listed.blind,
        number: listed.number,
        access_key: listed.access_key,
        supplier: listed.supplier,
        status: listed.status,
        created_at: rfc3339(listed.created_at_ms),
        lines_done: listed.progress.done,
        lines: listed.progress.total,
    }
}
