//! Receiving: a document is scanned, then its goods, onto pallets.
//!
//! The operator scans an invoice's access key, or the number of whatever document announced the goods, then goods. One GS1 symbol with GTIN, lot and expiry is enough;
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
//! A pallet that the document announces comes in whole by its SSCC. "Repeat" takes the last goods in once more, onto a new pallet.
//! Goods that are damaged, or that have too little life left (which takes a supervisor), go to quarantine instead of the dock. A
//! code that nobody knows can be attached to an item by a supervisor.
//!
//! A blind receipt says nothing of what is expected, and takes in what there is: any item that is known, in any quantity. With or
//! without a document, the desk reads afterwards what differs.
//!
//! **Invariant**: no item gets more than is expected and the tolerance gives; beyond what is expected, only once confirmed.
//! **Invariant**: a serial comes in once.

mod arrive;
mod attach;
mod close;
mod decide;
mod document;
mod effect;
mod goods;
mod post;
mod refused;
mod screen;
#[cfg(test)]
pub(in crate::flow) mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

pub use arrive::lots_on;
pub use decide::decide;
pub use document::{
    AnnouncedLot, AnnouncedPallet, Discrepancy, Line, PalletLine, Receipt, ReceiptKind, ReceiptStatus,
    Tolerance, Uncancelled, Unsent,
};
pub use effect::{Effect, NewLot, Posted, Share, Tag, moved};
pub use goods::lot_in_question;
pub(super) use goods::{Missing, stated, tag, typed};
pub use refused::Unreceived;
pub use screen::screen;

use crate::code::CommandCode;
use crate::flow::Found;
use crate::id::{HandlingUnitId, ItemId, LotId, OwnerId, PackagingId};
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
    /// The pallet that the scan names, which the receipt in work announces.
    pub announced: Option<AnnouncedPallet>,
    /// The lots on record that its goods belong to.
    pub known_on_it: Vec<KnownLot>,
    /// How much of the goods posted last still lies free in quarantine; loaded when they may be taken back from there.
    pub quarantined_base: i64,
    /// What a blind receipt would begin with; loaded where one may be begun.
    pub fresh_receipt: Option<FreshReceipt>,
    /// Whether the code that is to get a name has one by now; loaded when it is confirmed.
    pub is_code_named: bool,
    /// Whether the operator may accept short lives into quarantine and attach codes.
    pub may_supervise: bool,
    /// Pallets of the receipt that other tasks hold; loaded when it is about to close.
    pub others: Vec<OtherPallet>,
    /// Where the dock is, for refusals.
    pub dock: String,
    /// What the task keeps.
    pub progress: Progress,
}

/// What a blind receipt begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshReceipt {
    /// Whose goods come in.
    pub owner_id: OwnerId,
    /// A number that no receipt has yet.
    pub number: String,
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
    /// The lot as it is on record, where the pallet was read from there.
    pub on_record: Option<KnownLot>,
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
    /// Whether the next goods are damaged.
    pub damaged: bool,
    /// What the same scan once more confirms.
    pub asked: Option<Asked>,
    /// The goods that can be received once more, onto a new pallet.
    pub repeat: Option<Hand>,
    /// A code that nobody knows, and what it is to name.
    pub attach: Option<Attach>,
    /// Whether the operator asked to close.
    pub closing: bool,
    /// The goods posted last, which can still be taken back.
    pub last: Option<Posted>,
}

/// What waits for the same scan once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// More than was expected, or than a pallet: so many base units.
    Over(i64),
    /// A lot with too little life left.
    ShortLife {
        /// The item.
        item_id: ItemId,
        /// Its last day.
        expiry: Date,
    },
}

/// Why goods go to quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarantined {
    /// They are damaged.
    Damaged,
    /// They have too little life left.
    ShortLife,
}

/// A code that nobody knows yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attach {
    /// The code, as it is looked up.
    pub code: String,
    /// The item that it is to name, once one was scanned.
    pub item_id: Option<ItemId>,
    /// The packaging; none for the base unit.
    pub packaging_id: Option<PackagingId>,
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
    /// Why they go to quarantine, where they do.
    #[serde(default)]
    pub quarantine: Option<Quarantined>,
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
    /// Say what a code names.
    Attach,
    /// Confirm the close.
    Close,
}

impl State {
    /// A blind receipt takes in any item of its owner: that of the scan belongs to it while it is decided on.
    pub fn take_item(&mut self, found: &Found) {
        let Some(receipt) = self.receipt.as_mut().filter(|receipt| receipt.blind) else { return };
        if let Found::Goods { item, .. } = found
            && item.owner_id == receipt.owner_id
            && receipt.item(item.id).is_none()
        {
            receipt.items.push((**item).clone());
        }
    }

    /// Where the operator stands.
    pub fn step(&self) -> Step {
        let open = self.receipt.as_ref().filter(|receipt| receipt.status != ReceiptStatus::Closed);
        let Some(receipt) = open else { return Step::Invoice };
        if self.progress.closing {
            return Step::Close;
        }
        if self.progress.attach.is_some() {
            return Step::Attach;
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
        if *found == Found::Command(CommandCode::Repeat) {
            return self.progress.repeat.is_some();
        }
        self.pallet.is_none()
            && match self.step() {
                Step::Quantity => {
                    goods && self.has_serials()
                        || matches!(found, Found::Quantity(_) | Found::Command(CommandCode::Confirm))
                }
                // A serial is posted as soon as it is complete.
                Step::Goods | Step::Lot => goods && self.has_serials(),
                Step::Invoice | Step::Attach | Step::Close => false,
            }
    }

    fn has_serials(&self) -> bool {
        let mut items = self.receipt.iter().flat_map(|receipt| &receipt.items);
        items.any(|item| item.tracking == crate::item::Tracking::Serial)
    }
}
