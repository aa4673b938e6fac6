//! What a decision asks to be written.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Line, Quarantined, Receipt, State};
use crate::id::{HandlingUnitId, ItemId, LotId, PackagingId, ReceiptLineId};
use crate::item::Tracking;
use crate::offline::Moved;

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
    /// The pallet they are on; none of what went to quarantine, where goods lie loose.
    pub unit_id: HandlingUnitId,
    /// Why they went to quarantine instead of the dock, where they did.
    #[serde(default)]
    pub quarantine: Option<Quarantined>,
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
    /// A blind receipt begins, as it stands here.
    Begin(Box<Receipt>),
    /// The receipt is in work now.
    Open,
    /// Goods that nobody announced have a line of their own.
    NewLine(Line),
    /// A lot begins.
    NewLot(NewLot),
    /// A pallet begins, at the dock.
    NewPallet {
        /// The handling unit.
        id: HandlingUnitId,
        /// Its SSCC.
        code: String,
        /// Whether the task holds it, to load more onto it.
        held: bool,
    },
    /// Goods come in together: supplier → dock, onto the pallet; or → quarantine.
    Receive(Vec<Posted>),
    /// Goods go back the way they came.
    TakeBack(Posted),
    /// A code names an item from now on, in one of its packagings.
    Attach {
        /// The code, as it is looked up.
        code: String,
        /// The item.
        item_id: ItemId,
        /// The packaging; none for the base unit.
        packaging_id: Option<PackagingId>,
    },
    /// A pallet's label is printed.
    Label(Tag),
    /// The task lets go of a pallet: it may be put away.
    Release(HandlingUnitId),
    /// The receipt is closed, as it stands here.
    Close(Box<Receipt>),
}

/// The goods that come in by these effects, or go back, as one tells of them who received them: on the pallet at hand, or on none where
/// they go elsewhere.
pub fn moved(after: &State, effects: &[Effect]) -> Option<Moved> {
    let (goods, back) = effects.iter().find_map(|effect| match effect {
        Effect::Receive(goods) => goods.last().map(|goods| (goods, false)),
        Effect::TakeBack(goods) => Some((goods, true)),
        _ => None,
    })?;
    let pallet = after.pallet.as_ref().filter(|pallet| pallet.id == goods.unit_id);
    let item = after.receipt.as_ref()?.item(goods.item_id)?;
    let seen = item.tracking != Tracking::None && !goods.lot.is_empty();
    Some(Moved {
        sku: item.sku.clone(),
        lot: seen.then(|| goods.lot.clone()),
        quantity_base: goods.quantity_base,
        location_id: None,
        unit: pallet.map(|pallet| pallet.code.clone()).unwrap_or_default(),
        back,
    })
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
