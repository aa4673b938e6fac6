//! Receiving: an invoice is scanned, then its goods, onto pallets.
//!
//! The operator scans an invoice's access key (or its number), then goods. One GS1 symbol with GTIN, lot and expiry is enough;
//! what it does not carry is asked for, and only that: lot and expiry may come in either order, before or after the goods.
//! A lot that the document announces, or that is on record, brings its expiry along. Then a quantity is typed, counted by
//! scanning one packaging after the other, or the proposal is confirmed, and the goods are posted from the supplier to the dock,
//! onto the operator's pallet. "Full" closes the pallet, and the next goods begin another.
//!
//! Several operators may receive one document, each with a task and a pallet of their own; the document is locked while one
//! of their scans is decided. Scanning another invoice goes over to it.
//!
//! The symbol is what lies on the dock: where it names another expiry than the document announced, the symbol counts. A lot
//! on record is different: there another expiry is refused, since one of the two goods must be mislabelled.
//!
//! **Invariant**: no line gets more than it expects. **Invariant**: a serial comes in once.

mod decide;
mod goods;
mod screen;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

pub use decide::decide;
pub use goods::lot_in_question;
pub use screen::screen;

use crate::flow::Found;
use crate::id::{HandlingUnitId, ItemId, LotId, OwnerId, PackagingId, ReceiptId, ReceiptLineId};
use crate::item::Item;
use crate::lot::LotStatus;
use crate::screen::ReceiptSummary;

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The receipt in work.
    pub receipt: Option<Receipt>,
    /// The receipt that the scan names, when it names one.
    pub target: Option<Receipt>,
    /// Receipts that can be opened; loaded where they may be shown.
    pub expected: Vec<ReceiptSummary>,
    /// The operator's pallet.
    pub pallet: Option<Pallet>,
    /// An SSCC that no pallet has yet, for the pallet that the scan may begin.
    pub fresh_sscc: Option<String>,
    /// The lot on record that the goods in hand (or in the scan) belong to.
    pub known: Option<KnownLot>,
    /// Pallets of the receipt that other tasks hold; loaded when it is about to close.
    pub others: Vec<OtherPallet>,
    /// Where the dock is, for refusals.
    pub dock: String,
    /// What the task keeps.
    pub progress: Progress,
}

/// A receipt with all that its goods need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// Whose goods they are.
    pub owner_id: OwnerId,
    /// The document's number.
    pub number: String,
    /// The supplier's name.
    pub supplier: String,
    /// How far it is.
    pub status: ReceiptStatus,
    /// Its lines by number.
    pub lines: Vec<Line>,
    /// The items of its lines.
    pub items: Vec<Item>,
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

/// A line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: ReceiptLineId,
    /// The item number in the document.
    pub number: i64,
    /// The item.
    pub item_id: ItemId,
    /// Base units expected.
    pub expected_base: i64,
    /// Base units received.
    pub received_base: i64,
    /// Lots that the document announces.
    pub lots: Vec<AnnouncedLot>,
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

/// A lot on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLot {
    /// Its id.
    pub id: LotId,
    /// The item it belongs to.
    pub item_id: ItemId,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub expiry: Option<Date>,
    /// Whether it may be used.
    pub status: LotStatus,
    /// Base units on hand anywhere.
    pub on_hand_base: i64,
}

/// The pallet that goods go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pallet {
    /// The handling unit.
    pub id: HandlingUnitId,
    /// Its SSCC.
    pub code: String,
    /// What is on it, last first.
    pub contents: Vec<Content>,
}

/// Goods of one lot on a pallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// The lot's code; `None` for an implicit lot.
    pub lot: Option<String>,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// Base units.
    pub quantity_base: i64,
}

/// Another task's pallet of the same receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPallet {
    /// The handling unit.
    pub id: HandlingUnitId,
    /// Its SSCC.
    pub code: String,
    /// Who loads it.
    pub operator: String,
    /// Whether that operator is at it now, or left it parked.
    pub busy: bool,
}

/// What the task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The operator's pallet.
    pub pallet_id: Option<HandlingUnitId>,
    /// Goods that were scanned and are not posted yet.
    pub hand: Option<Hand>,
    /// Lot and dates that were scanned before their goods.
    pub loose: Attributes,
    /// Whether the operator asked to close.
    pub closing: bool,
    /// The goods posted last, which can still be taken back.
    pub last: Option<Posted>,
}

/// Lot and dates of goods, as far as scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    /// The lot's code, or the serial.
    pub lot: Option<String>,
    /// The last day: use-by, else best-before.
    pub expiry: Option<Date>,
    /// Best before.
    pub best_before: Option<Date>,
    /// When it was made.
    pub made_on: Option<Date>,
}

/// Goods in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The item.
    pub item_id: ItemId,
    /// The packaging whose code was scanned; `None` counts base units.
    pub packaging_id: Option<PackagingId>,
    /// Lot and dates; the expiry is resolved: from the symbol, the lot on record, the document or the item's policy.
    pub attributes: Attributes,
    /// How many of the packaging were scanned one after the other; 1 asks for a quantity.
    pub count: i64,
    /// How many the symbol itself says there are.
    pub stated: Option<i64>,
}

/// Goods that were posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// The lot's code as the outside knows it.
    pub lot: String,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// The pallet they are on.
    pub unit_id: HandlingUnitId,
    /// Base units.
    pub quantity_base: i64,
    /// The lines they were counted on.
    pub shares: Vec<Share>,
}

/// What one line got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The line.
    pub line_id: ReceiptLineId,
    /// Base units.
    pub quantity_base: i64,
}

/// A lot that comes in for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLot {
    /// Its id.
    pub id: LotId,
    /// The item.
    pub item_id: ItemId,
    /// Its code.
    pub code: String,
    /// Whether nobody scans it.
    pub implicit: bool,
    /// When it was made.
    pub made_on: Option<Date>,
    /// Best before.
    pub best_before: Option<Date>,
    /// Its last day.
    pub expiry: Option<Date>,
    /// The last day on the shelf.
    pub removal_on: Option<Date>,
    /// The day it came in.
    pub received_on: Date,
}

/// What a decision asks to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The receipt is in work now.
    Open,
    /// A lot begins.
    NewLot(NewLot),
    /// The operator's pallet begins, at the dock, held by the task.
    NewPallet {
        /// The handling unit.
        id: HandlingUnitId,
        /// Its SSCC.
        code: String,
    },
    /// Goods come in: supplier → dock, onto the pallet.
    Receive(Posted),
    /// Goods go back: dock → supplier, from the pallet.
    TakeBack(Posted),
    /// A pallet's label is printed.
    Label(Tag),
    /// The task lets go of a pallet: it may be put away.
    Release(HandlingUnitId),
    /// The receipt is closed, as it stands here.
    Close(Box<Receipt>),
}

/// What a pallet's label says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The SSCC.
    pub code: String,
    /// The item's name, where there is one item only.
    pub item: Option<String>,
    /// The GTIN that is counted, 14 digits, where there is one item only.
    pub gtin: Option<String>,
    /// How many of that GTIN.
    pub count: Option<i64>,
    /// The lot, where there is one only.
    pub lot: Option<String>,
    /// The lot's last day, where there is one lot only.
    pub expiry: Option<Date>,
}

/// The steps of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Scan an invoice.
    Invoice,
    /// Scan goods.
    Goods,
    /// Say the lot or the expiry.
    Lot,
    /// Say how many.
    Quantity,
    /// Confirm the close.
    Close,
}

impl State {
    /// Where the operator stands.
    pub fn step(&self) -> Step {
        let open = self.receipt.as_ref().filter(|receipt| receipt.status != ReceiptStatus::Closed);
        let Some(receipt) = open else { return Step::Invoice };
        if self.progress.closing {
            return Step::Close;
        }
        let hand = self.progress.hand.as_ref();
        match hand.and_then(|hand| Some((hand, receipt.item(hand.item_id)?))) {
            None => Step::Goods,
            Some((hand, item)) if hand.misses(item).any() => Step::Lot,
            Some(_) => Step::Quantity,
        }
    }

    /// Whether this scan may begin a pallet, so that it needs an SSCC at hand.
    pub fn may_begin_pallet(&self, found: &Found) -> bool {
        let goods = matches!(found, Found::Goods { .. } | Found::Attributes | Found::Nothing);
        self.pallet.is_none()
            && match self.step() {
                Step::Quantity => {
                    matches!(found, Found::Quantity(_) | Found::Command(crate::code::CommandCode::Confirm))
                }
                // A serial is posted as soon as it is complete.
                Step::Goods | Step::Lot => goods && self.has_serials(),
                Step::Invoice | Step::Close => false,
            }
    }

    fn has_serials(&self) -> bool {
        let mut items = self.receipt.iter().flat_map(|receipt| &receipt.items);
        items.any(|item| item.tracking == crate::item::Tracking::Serial)
    }
}

impl Receipt {
    /// The item, when the receipt has it.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Base units of an item that are still to come.
    pub fn left_base(&self, id: ItemId) -> i64 {
        self.lines_of(id).map(|line| (line.expected_base - line.received_base).max(0)).sum()
    }

    fn lines_of(&self, id: ItemId) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.item_id == id)
    }

    /// What the document announces of a lot.
    fn announced(&self, item: ItemId, code: &str) -> impl Iterator<Item = &AnnouncedLot> {
        self.lines_of(item).flat_map(|line| &line.lots).filter(move |lot| lot.code == code)
    }
}
