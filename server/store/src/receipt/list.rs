//! The list of receipts, as desks read it.

use bipe_core::flow::receive::{ReceiptKind, ReceiptStatus};
use bipe_core::id::{ReceiptId, SupplierId, WarehouseId};
use bipe_core::screen::Progress;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::row::{Id, all, from_word, json, word};
use crate::stock::containing;
use crate::{StoreError, Tx};

/// A receipt in the list of desks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: ReceiptId,
    /// What announced the goods.
    pub kind: ReceiptKind,
    /// Whether those who receive are not told what is expected.
    pub blind: bool,
    /// Its number.
    pub number: String,
    /// The NF-e access key.
    pub access_key: Option<String>,
    /// The supplier's name.
    pub supplier: String,
    /// `expected`, `open` or `closed`.
    pub status: String,
    /// When it was created, in Unix milliseconds.
    pub created_at_ms: i64,
    /// Lines done and lines in all.
    pub progress: Progress,
}

/// A place in the list of receipts: those not closed first, then the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// 1 while not closed.
    pub open: i64,
    /// When it was created, in Unix milliseconds.
    pub created_at_ms: i64,
    /// Its id.
    pub id: ReceiptId,
}

impl Default for After {
    fn default() -> Self {
        Self { open: 2, created_at_ms: i64::MAX, id: ReceiptId(Uuid::max()) }
    }
}

impl Listed {
    /// Where the list goes on after this receipt.
    pub fn after(&self) -> After {
        let open = i64::from(self.status != "closed");
        After { open, created_at_ms: self.created_at_ms, id: self.id }
    }
}

/// Which receipts are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// In this status only.
    pub status: Option<ReceiptStatus>,
    /// Announced by this kind of document only.
    pub kind: Option<ReceiptKind>,
    /// Text that the number contains, in lower case without accents, or the whole access key; empty finds all.
    pub search: String,
    /// Suppliers whose receipts are found by the search too.
    pub suppliers: Vec<SupplierId>,
}

/// At most `limit` receipts after `after`: those not closed first, each newest first.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    which: &Which,
    after: After,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    type Row = (Uuid, String, Option<String>, String, String, i64, i64, i64, String, bool);
    let rows = all!(
        tx,
        Row,
        "receipt/page.sql",
        warehouse.0,
        after.open,
        after.created_at_ms,
        after.id.0,
        limit,
        which.status.as_ref().map(word).unwrap_or_default(),
        which.kind.as_ref().map(word).unwrap_or_default(),
        containing(&which.search),
        &which.search,
        json(&Id::all(&which.suppliers))
    )?;
    let listed =
        |(id, number, access_key, supplier, status, created_at_ms, done, total, kind, blind): Row| {
            Ok(Listed {
                id: ReceiptId(id),
                kind: from_word("receipts.kind", kind)?,
                blind,
                number,
                access_key,
                supplier,
                status,
                created_at_ms,
                progress: Progress { done, total },
            })
        };
    rows.into_iter().map(listed).collect()
}
