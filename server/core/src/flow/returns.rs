//! Returns: goods come back from customers, against what was shipped to them or without any paper.
//!
//! The operator scans a parcel's tag or an order's number, or says that the return is unplanned; then goods, as they are received:
//! a GS1 symbol says all, and only what is missing is asked. Then how many, and where they go: back to stock (onto the operator's
//! pallet at the dock, to be put away as usual), to quarantine, or to scrap.
//!
//! Against a shipment the goods are those that left: of each line and lot no more comes back than was shipped, and a lot that was
//! never shipped is refused. Where only one lot of an item was shipped, nobody is asked for it.
//!
//! **Invariant**: of what was shipped no more comes back than left, line by line and lot by lot. **Invariant**: a lot that may not be
//! used goes to quarantine or to scrap, never to stock. **Invariant**: a serial is in one place.

mod decide;
mod goods;
mod post;
mod refused;
mod screen;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

pub use decide::decide;
pub use goods::lot_in_question;
pub use refused::Unreturned;
pub use screen::screen;

use crate::code::CommandCode;
use crate::flow::Found;
use crate::flow::receive::{Hand, KnownLot, NewLot, Pallet, Tag};
use crate::id::{HandlingUnitId, ItemId, LotId, OrderId, OrderLineId, OwnerId, ParcelId};
use crate::item::Item;
use crate::lot::LotStatus;

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The shipment that goods come back of.
    pub order: Option<Shipped>,
    /// The shipment that the scan names, when it names another.
    pub target: Option<Shipped>,
    /// The items in question: of the shipment, in hand, on the pallet.
    pub items: Vec<Item>,
    /// The operator's pallet.
    pub pallet: Option<Pallet>,
    /// An SSCC that no pallet has yet, for the pallet that the scan may begin.
    pub fresh_sscc: Option<String>,
    /// The lot on record that the goods in hand (or in the scan) belong to; only where no shipment says it.
    pub known: Option<KnownLot>,
    /// What lies free in quarantine of the goods posted last; loaded when they may be taken back from there.
    pub quarantined: Vec<(LotId, i64)>,
    /// What the task keeps.
    pub progress: Progress,
}

/// What was shipped of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipped {
    /// The order.
    pub order_id: OrderId,
    /// Whose goods they are.
    pub owner_id: OwnerId,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub customer: String,
    /// What left with its parcels.
    pub lines: Vec<ShippedLine>,
}

/// Goods of one lot that left with a parcel for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippedLine {
    /// The parcel.
    pub parcel_id: ParcelId,
    /// The order's line.
    pub line_id: OrderLineId,
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// Its code.
    pub lot: String,
    /// Whether nobody scans it.
    pub implicit: bool,
    /// Its last day.
    pub expiry: Option<Date>,
    /// Whether it may be used.
    pub status: LotStatus,
    /// Base units that left.
    pub shipped_base: i64,
    /// Base units that have come back.
    pub returned_base: i64,
    /// Of a serial, how many are on hand anywhere.
    pub on_hand_base: i64,
}

impl ShippedLine {
    /// Base units that may still come back.
    pub fn left_base(&self) -> i64 {
        (self.shipped_base - self.returned_base).max(0)
    }
}

/// What the task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Whether goods come back without a shipment.
    pub unplanned: bool,
    /// The operator's pallet.
    pub pallet_id: Option<HandlingUnitId>,
    /// Goods that were scanned and are not posted yet; `count` is how many.
    pub hand: Option<Hand>,
    /// So many base units of them were asked about, since they are hard to believe (R27).
    pub asked_base: Option<i64>,
    /// The goods posted last, which can still be taken back.
    pub last: Vec<Posted>,
}

/// Where goods go that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// To the dock, to be put away.
    Stock,
    /// To quarantine.
    Quarantine,
    /// Thrown away.
    Scrap,
}

/// Goods of one lot that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// Its code.
    pub lot: String,
    /// Base units.
    pub quantity_base: i64,
    /// Where they went.
    pub to: Disposition,
    /// The pallet they are on; none of what did not go to stock.
    pub unit_id: HandlingUnitId,
    /// What was shipped of them; none of an unplanned return.
    pub shares: Vec<Share>,
}

/// How much of a parcel's line came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The parcel.
    pub parcel_id: ParcelId,
    /// The order's line.
    pub line_id: OrderLineId,
    /// The lot.
    pub lot_id: LotId,
    /// Base units.
    pub quantity_base: i64,
}

/// What a decision asks to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// A lot begins.
    NewLot(NewLot),
    /// The operator's pallet begins, at the dock, held by the task.
    NewPallet {
        /// The handling unit.
        id: HandlingUnitId,
        /// Its SSCC.
        code: String,
    },
    /// Goods come back: customer → dock, quarantine or scrap.
    Return(Vec<Posted>),
    /// They go out again, the way they came.
    TakeBack(Vec<Posted>),
    /// A pallet's label is printed.
    Label(Tag),
    /// The task lets go of a pallet: it may be put away.
    Release(HandlingUnitId),
}

/// The steps of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Scan a parcel, or say that nothing announces the return.
    Start,
    /// Scan goods.
    Goods,
    /// Say the lot or the expiry.
    Lot,
    /// Say how many, and where they go.
    Decide,
}

impl State {
    /// Where the operator stands.
    pub fn step(&self) -> Step {
        if self.order.is_none() && !self.progress.unplanned {
            return Step::Start;
        }
        match self.held() {
            None => Step::Goods,
            Some((hand, item)) if self.misses(hand, item).any() => Step::Lot,
            Some(_) => Step::Decide,
        }
    }

    /// Whether this scan may begin a pallet, so that it needs an SSCC at hand.
    pub fn may_begin_pallet(&self, found: &Found) -> bool {
        let stocks = matches!(found, Found::Command(CommandCode::Confirm | CommandCode::Stock));
        self.pallet.is_none() && stocks && self.step() == Step::Decide
    }

    /// The item with this id, among those in question.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The goods in hand with their item.
    fn held(&self) -> Option<(&Hand, &Item)> {
        let hand = self.progress.hand.as_ref()?;
        Some((hand, self.item(hand.item_id)?))
    }
}
