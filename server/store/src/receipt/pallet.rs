//! Pallets that documents announce.

use bipe_core::flow::receive::{AnnouncedPallet, PalletLine};
use bipe_core::id::{ReceiptId, ReceiptLineId};
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, json, later};
use crate::{StoreError, Tx};

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    line_id: ReceiptLineId,
    lot: &'a str,
    quantity_base: i64,
}

/// Stores the pallets that a receipt announces; there must be one.
pub async fn insert_pallets(
    tx: &mut Tx,
    receipt: ReceiptId,
    pallets: &[AnnouncedPallet],
) -> Result<(), StoreError> {
    let codes: Vec<Code<'_>> = pallets.iter().map(|pallet| Code { code: &pallet.code }).collect();
    later!(tx, "receipt/insert_pallets.sql", receipt.0, json(&codes))?;
    let mut rows = Vec::new();
    for pallet in pallets {
        rows.extend(pallet.contents.iter().map(|line| Row {
            code: &pallet.code,
            line_id: line.line_id,
            lot: line.lot.as_deref().unwrap_or_default(),
            quantity_base: line.quantity_base,
        }));
    }
    later!(tx, "receipt/insert_pallet_lines.sql", json(&rows))
}

/// The pallet with this SSCC, where the receipt announces it.
pub async fn announced(
    tx: &mut Tx,
    receipt: ReceiptId,
    code: &str,
) -> Result<Option<AnnouncedPallet>, StoreError> {
    let rows = all!(tx, (Uuid, String, i64), "receipt/announced.sql", receipt.0, code)?;
    let line = |(line, lot, quantity_base): (Uuid, String, i64)| PalletLine {
        line_id: ReceiptLineId(line),
        lot: Some(lot).filter(|lot| !lot.is_empty()),
        quantity_base,
    };
    let contents: Vec<PalletLine> = rows.into_iter().map(line).collect();
    Ok((!contents.is_empty()).then(|| AnnouncedPallet { code: code.to_owned(), contents }))
}

/// The pallets that a receipt announces, and whether each has come in.
pub async fn pallets(tx: &mut Tx, receipt: ReceiptId) -> Result<Vec<(String, bool)>, StoreError> {
    all!(tx, (String, bool), "receipt/pallets.sql", receipt.0)
}

/// Which of these SSCCs are announced or in use already.
pub async fn known_pallets(tx: &mut Tx, codes: &[&str]) -> Result<Vec<String>, StoreError> {
    let codes: Vec<Code<'_>> = codes.iter().map(|code| Code { code }).collect();
    let rows = all!(tx, (String,), "receipt/known_pallets.sql", json(&codes))?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
