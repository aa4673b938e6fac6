//! The document that announces goods: an NF-e, a purchase order, an ASN, or none at all.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{OtherPallet, Share};
use crate::id::{ItemId, OwnerId, ReceiptId, ReceiptLineId};
use crate::item::Item;
use crate::screen::{Progress, ReceiptSummary};

/// A receipt with all that its goods need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// Whose goods they are.
    pub owner_id: OwnerId,
    /// What announced the goods.
    pub kind: ReceiptKind,
    /// Whether those who receive are not told what is expected: then any known item comes in, as many as there are.
    pub blind: bool,
    /// The document's number.
    pub number: String,
    /// The supplier's name; empty where nobody knows it.
    pub supplier: String,
    /// How far it is.
    pub status: ReceiptStatus,
    /// How much more than expected may come in.
    pub tolerance: Tolerance,
    /// Its lines by number.
    pub lines: Vec<Line>,
    /// The items of its lines, and of a blind one those in question.
    pub items: Vec<Item>,
}

/// What announced the goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// An invoice.
    #[default]
    Nfe,
    /// The buyer's own order.
    PurchaseOrder,
    /// The supplier's advance shipping notice.
    Asn,
    /// Nothing: the dock says what came.
    Blind,
}

/// How far a receipt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// Nothing was scanned yet.
    Expected,
    /// In work.
    Open,
    /// Done: nothing more comes in.
    Closed,
}

/// How much more than expected may come in, in percent of what is expected. The receipt's own rule goes before the item's, and that
/// before the warehouse's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerance {
    /// The receipt's own.
    pub own_percent: Option<i64>,
    /// The warehouse's.
    pub warehouse_percent: i64,
}

/// A line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: ReceiptLineId,
    /// The item number in the document.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Base units expected; none of what came unannounced.
    pub expected_base: i64,
    /// Base units received.
    pub received_base: i64,
    /// How many of these went to quarantine.
    pub quarantined_base: i64,
    /// How many of these have gone back to the supplier since.
    pub sent_back_base: i64,
    /// Lots that the document announces.
    pub lots: Vec<AnnouncedLot>,
}

impl Line {
    /// A line that nothing has come in for.
    pub fn new(id: ReceiptLineId, number: i64, item_id: ItemId, expected_base: i64) -> Self {
        let (received_base, quarantined_base, sent_back_base) = (0, 0, 0);
        let lots = Vec::new();
        Self { id, number, item_id, expected_base, received_base, quarantined_base, sent_back_base, lots }
    }
}

/// A lot that the document announces for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedLot {
    /// Its code.
    pub code: String,
    /// Base units of it.
    pub quantity_base: i64,
    /// When it was made.
    pub made_on: Option<Date>,
    /// Its last day.
    pub expiry: Option<Date>,
}

/// A pallet that the document announces by its SSCC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedPallet {
    /// Its SSCC.
    pub code: String,
    /// What it holds.
    pub contents: Vec<PalletLine>,
}

/// Goods of one line and lot on an announced pallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PalletLine {
    /// The receipt's line.
    pub line_id: ReceiptLineId,
    /// The lot that the line announces; none where nobody tells lots apart.
    pub lot: Option<String>,
    /// Base units.
    pub quantity_base: i64,
}

/// A line of which more or less came than was expected, or not all was good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discrepancy {
    /// The line's number.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Base units expected.
    pub expected_base: i64,
    /// Base units received.
    pub received_base: i64,
    /// Received less expected; 0 where nothing was announced.
    pub difference_base: i64,
    /// How many of those received went to quarantine.
    pub quarantined_base: i64,
}

/// Why goods do not go back to the supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// The receipt is still in work: there the goods are taken back by those who receive.
    NotClosed,
    /// So many of the lot came with it, and no more.
    TooMuch {
        /// Base units that may go back.
        came_base: i64,
    },
}

/// Why what is still to come of a receipt can't be cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncancelled {
    /// It is closed: nothing is to come.
    Closed,
    /// Goods of it are in hand: their pallet is put down first.
    InHand {
        /// The pallet's code.
        pallet: String,
        /// Whose it is.
        operator: String,
    },
}

impl Receipt {
    /// Whether a desk may say that no more of it comes. `others` are the pallets of it that people have in hand.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn cancel(&self, others: &[OtherPallet]) -> Result<(), Uncancelled> {
        if self.status == ReceiptStatus::Closed {
            return Err(Uncancelled::Closed);
        }
        match others.first() {
            Some(other) => {
                Err(Uncancelled::InHand { pallet: other.code.clone(), operator: other.operator.clone() })
            }
            None => Ok(()),
        }
    }

    /// The lines that goods which go back to the supplier are taken from. `came_base` is how much of their lot came in with this
    /// receipt and has not gone back.
    ///
    /// # Errors
    /// Why they stay.
    pub fn send_back(&self, item: ItemId, came_base: i64, quantity_base: i64) -> Result<Vec<Share>, Unsent> {
        if self.status != ReceiptStatus::Closed {
            return Err(Unsent::NotClosed);
        }
        if quantity_base > came_base {
            return Err(Unsent::TooMuch { came_base });
        }
        let mut rest = quantity_base;
        let mut shares = Vec::new();
        // What was not good goes back first.
        let mut lines: Vec<&Line> = self.lines_of(item).collect();
        lines.sort_by_key(|line| (line.quarantined_base == 0, line.number));
        for line in lines {
            let share = (line.received_base - line.sent_back_base).clamp(0, rest);
            if share > 0 {
                rest -= share;
                shares.push(Share { line_id: line.id, quantity_base: share });
            }
        }
        if rest > 0 { Err(Unsent::TooMuch { came_base: quantity_base - rest }) } else { Ok(shares) }
    }

    /// Whether a supervisor may open it again: only what is closed.
    pub fn may_reopen(&self) -> bool {
        self.status == ReceiptStatus::Closed
    }

    /// The item, when the receipt has it.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Base units of an item that are still to come.
    pub fn left_base(&self, id: ItemId) -> i64 {
        // Over all lines together: goods that one of them announces may have been counted on another.
        self.lines_of(id).map(|line| line.expected_base - line.received_base).sum::<i64>().max(0)
    }

    /// Base units of an item that may still come in, with what the tolerance gives; a blind receipt knows no limit.
    pub fn room_base(&self, item: &Item) -> i64 {
        if self.blind {
            return i64::MAX;
        }
        let Tolerance { own_percent, warehouse_percent } = self.tolerance;
        let percent = own_percent.or(item.arrival.over_receipt_percent).unwrap_or(warehouse_percent);
        let expected_base: i64 = self.lines_of(item.id).map(|line| line.expected_base).sum();
        let received_base: i64 = self.lines_of(item.id).map(|line| line.received_base).sum();
        let more_base = i128::from(expected_base) * i128::from(percent) / 100;
        (expected_base.saturating_add(i64::try_from(more_base).unwrap_or(i64::MAX)) - received_base).max(0)
    }

    /// What differs from the document, line by line. Where nothing was announced nothing differs, but for what was not good.
    pub fn discrepancies(&self) -> Vec<Discrepancy> {
        let announced = self.kind != ReceiptKind::Blind;
        let told = |line: &Line| Discrepancy {
            number: line.number,
            item_id: line.item_id,
            expected_base: line.expected_base,
            received_base: line.received_base,
            difference_base: if announced { line.received_base - line.expected_base } else { 0 },
            quarantined_base: line.quarantined_base,
        };
        let differs = |one: &Discrepancy| one.difference_base != 0 || one.quarantined_base > 0;
        self.lines.iter().map(told).filter(differs).collect()
    }

    /// The receipt in short: lines done and lines in all. Of a blind one only what came is told.
    pub fn summary(&self) -> ReceiptSummary {
        let is_done = |line: &&Line| match self.blind {
            true => line.received_base > 0,
            false => line.received_base >= line.expected_base,
        };
        let done = self.lines.iter().filter(is_done).count() as i64;
        let total = if self.blind { 0 } else { self.lines.len() as i64 };
        ReceiptSummary {
            number: self.number.clone(),
            supplier: self.supplier.clone(),
            progress: Progress { done, total },
            blind: self.blind,
        }
    }

    pub(super) fn lines_of(&self, id: ItemId) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.item_id == id)
    }

    /// What the document announces of a lot.
    pub(super) fn announced(&self, item: ItemId, code: &str) -> impl Iterator<Item = &AnnouncedLot> {
        self.lines_of(item).flat_map(|line| &line.lots).filter(move |lot| lot.code == code)
    }
}
