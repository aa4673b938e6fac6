//! What a decision on moving is made on, and what it commits.

use serde::{Deserialize, Serialize};

use crate::flow::UnitKind;
use crate::flow::moved::{Back, Last};
use crate::flow::putaway::BinFacts;
use crate::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId};
use crate::item::Item;
use crate::ledger::{Movement, Place};
use crate::location::{Arrival, TemperatureClass};
use crate::lot::Lot;
use crate::screen::Returning;

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Totes with goods that go back to a bin, at most twenty; loaded while no source is chosen.
    pub waiting: Vec<Returning>,
    /// How many there are in all.
    pub waiting_count: i64,
    /// Where goods are taken from, or the unit that moves.
    pub source: Option<Spot>,
    /// What lies there of the scanned item and of the lots in hand; in a unit, and in units within it, all.
    pub lies: Vec<Lies>,
    /// The bin or the unit that the scan names, as it is now.
    pub target: Option<Spot>,
    /// Bins that goods going back were picked from.
    pub origins: Vec<BinFacts>,
    /// Progress within the step.
    pub hand: Hand,
    /// Whether something was moved that may be taken back.
    pub has_moved: bool,
    /// What that was; loaded to take it back.
    #[serde(skip)]
    pub last: Option<Last>,
}

/// A bin, or a unit that stands in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The bin.
    pub bin: BinFacts,
    /// The unit.
    pub unit: Option<Holder>,
}

/// A handling unit that goods lie in or go onto.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its id.
    pub id: HandlingUnitId,
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// The unit it stands on.
    pub parent_id: Option<HandlingUnitId>,
    /// The order whose goods are in it.
    pub order_id: Option<OrderId>,
    /// Whether it is a parcel.
    pub is_parcel: bool,
    /// Whether no picker has it on a cart.
    pub is_at_rest: bool,
    /// Whether it is the source, or stands in it.
    pub is_within_source: bool,
    /// Another operator who has it in hand now.
    pub holder: Option<String>,
}

/// Goods of one lot in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lies {
    /// Where exactly.
    pub place: Place,
    /// The item.
    pub item: Item,
    /// The lot.
    pub lot: Lot,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// What of it an order no longer wants and goes back to a bin.
    pub back_base: i64,
    /// Whether the unit it lies in is an order's.
    pub is_of_order: bool,
    /// The bin that goods going back were picked from.
    pub origin_id: Option<LocationId>,
    /// How cold the item wants it.
    pub temperature_class: TemperatureClass,
    /// Milligrams of a base unit; 0 when unknown.
    pub weight_mg_base: i64,
    /// Cubic millimetres of a base unit; 0 when unknown.
    pub volume_mm3_base: i64,
}

/// What a task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hand {
    /// What is in hand, in the order of the scans.
    pub taken: Vec<Taken>,
    /// Goods whose lot is still to be scanned.
    pub pending: Option<Pending>,
    /// A lot that was scanned ahead of its goods.
    pub lot: Option<String>,
    /// A bin other than the proposed one that was scanned once.
    pub again: Option<LocationId>,
}

/// What one scan took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The item.
    pub item_id: ItemId,
    /// The lot, where it was told.
    pub lot: Option<String>,
    /// The packaging that was scanned.
    pub packaging: String,
    /// Base units in one of it.
    pub packaging_base: i64,
    /// From where, and how much: what has no lot of its own may come from several.
    pub parts: Vec<Part>,
}

/// Goods in hand from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where they lie.
    pub place: Place,
    /// Their lot.
    pub lot_id: LotId,
    /// Base units.
    pub quantity_base: i64,
}

/// Goods that were scanned without their lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The item.
    pub item_id: ItemId,
    /// How many.
    pub count: i64,
    /// Of which packaging.
    pub packaging: String,
    /// Base units in one.
    pub packaging_base: i64,
}

/// What a decision commits.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The task takes a unit in hand.
    Claim(HandlingUnitId),
    /// The task lets go of it.
    Release(HandlingUnitId),
    /// Goods move, out of a bin or a unit.
    Move(Moving),
    /// A unit moves with all it holds.
    Stand {
        /// The unit.
        unit_id: HandlingUnitId,
        /// The unit it stands on from now on.
        parent_id: Option<HandlingUnitId>,
        /// What happens to the goods.
        moving: Moving,
    },
    /// What was moved last goes back.
    TakeBack(Back),
}

/// Goods on their way.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    /// The code of the place, and of the unit where there is one, that they leave.
    pub from: (String, Option<String>),
    /// The same of where they come to.
    pub to: (String, Option<String>),
    /// The location they come to.
    pub to_id: LocationId,
    /// The movements; what is reserved of them moves along.
    pub movements: Vec<Movement>,
    /// The order that wants them no longer, when they go back.
    pub back_of: Option<OrderId>,
}

impl Holder {
    /// Whether an order's goods are in it, so that only its own flow moves it.
    pub fn is_of_order(&self) -> bool {
        self.order_id.is_some() || self.is_parcel
    }
}

impl Lies {
    /// How much may be taken: what goes back, of an order's tote; else all of it.
    pub fn most_base(&self) -> i64 {
        if self.is_of_order { self.back_base } else { self.on_hand_base }
    }

    /// How much of it is not reserved and may be taken.
    pub fn free_base(&self) -> i64 {
        if self.is_of_order { self.back_base } else { self.on_hand_base - self.reserved_base }
    }

    /// So much of it as it would come to a place.
    pub fn arrival(&self, quantity_base: i64) -> Arrival {
        Arrival {
            item_id: self.item.id,
            lot_id: self.lot.id,
            temperature_class: self.temperature_class,
            quantity_base,
            weight_mg_base: self.weight_mg_base,
            volume_mm3_base: self.volume_mm3_base,
        }
    }
}

impl State {
    /// Whether anything of what lies at the source, or in the unit about to be it, goes back to a bin.
    pub fn goes_back(&self) -> bool {
        self.lies.iter().any(|lies| lies.back_base > 0)
    }

    /// The bin that is proposed: the one that the last goods in hand, else the first that go back, were picked from, when it can
    /// take them.
    pub fn proposed(&self) -> Option<&BinFacts> {
        let last = self.hand.taken.last().and_then(|taken| taken.parts.last());
        let is_last =
            |lies: &&Lies| last.is_none_or(|part| (part.place, part.lot_id) == (lies.place, lies.lot.id));
        let back = self.lies.iter().filter(|lies| lies.back_base > 0).find(is_last)?;
        let origin = self.origins.iter().find(|bin| Some(bin.id) == back.origin_id)?;
        let coming = vec![back.arrival(back.back_base)];
        let coming = crate::location::Coming { goods: coming, in_unit: false };
        crate::location::fits(&origin.room, &coming).is_ok().then_some(origin)
    }
}

impl Hand {
    /// What is in hand of each lot from each place, in base units.
    pub fn parts(&self) -> Vec<Part> {
        let mut sums: Vec<Part> = Vec::new();
        for part in self.taken.iter().flat_map(|taken| &taken.parts) {
            match sums.iter_mut().find(|sum| (sum.place, sum.lot_id) == (part.place, part.lot_id)) {
                Some(sum) => sum.quantity_base += part.quantity_base,
                None => sums.push(*part),
            }
        }
        sums
    }

    /// The same of one lot in one place.
    pub fn of(&self, lies: &Lies) -> i64 {
        let is_it = |part: &&Part| (part.place, part.lot_id) == (lies.place, lies.lot.id);
        self.taken.iter().flat_map(|taken| &taken.parts).filter(is_it).map(|part| part.quantity_base).sum()
    }
}
