//! What a picking decision is made on, and the step that follows from it.

use serde::{Deserialize, Serialize};

use super::posted::{Gone, Posted};
use crate::allocate::{Candidate, Rule};
use crate::id::{HandlingUnitId, LocationId, OrderId, OrderLineId, OwnerId, PickId, ReservationId, TourId};
use crate::item::{Handling, Item};
use crate::ledger::Place;
use crate::lot::Lot;
use crate::order::OrderStatus;
use crate::screen::{Bin, Progress};

/// The gap between two stops' sequences when a tour is made: room for stops that come later.
pub const SEQUENCE_STEP: i64 = 1_000;

/// How many open stops a scan of bin, goods or tote is decided on: the one in work, the one that is shown as the next, and the one
/// that is shown as the next once this one is done.
pub const STOPS_SEEN: i64 = 3;

/// A tour with its cart, and the operator's hand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The tour; `None` when none waits.
    pub tour: Option<Tour>,
    /// The slots on its cart, in order.
    pub slots: Vec<Slot>,
    /// The open stops that come next, in the order of the walk: [`STOPS_SEEN`] at least, and all for a command.
    pub stops: Vec<Stop>,
    /// Stops that their orders no longer want, so that who goes there learns why.
    #[serde(default)]
    pub cancelled: Vec<Cancelled>,
    /// What lies in the first stop's bin of its item; loaded once the bin is confirmed.
    pub in_bin: Vec<BinStock>,
    /// Whether the bin that a picker is asked about is still empty by the book; loaded for the answer.
    #[serde(default)]
    pub is_still_empty: bool,
    /// What lies elsewhere of the first stop's item; loaded to confirm a short.
    pub elsewhere: Vec<Elsewhere>,
    /// By which rule the first stop's line is served; loaded with that.
    #[serde(default)]
    pub rule: Rule,
    /// Progress within the step.
    pub hand: Hand,
    /// What went into totes last, to be taken back; kept by the task.
    #[serde(default)]
    pub posted: Vec<Posted>,
    /// Their stops; loaded to take one back.
    #[serde(default)]
    pub gone: Vec<Gone>,
    /// The stop that a late command was made for: one that a handheld answered itself while the network was away.
    #[serde(default)]
    pub late: Option<PickId>,
    /// Whether the tour has just ended.
    pub done: bool,
}

/// A tour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tour {
    /// Its id.
    pub id: TourId,
    /// Its number.
    pub number: String,
    /// Whether it is this operator's; else it is only the next that waits.
    pub claimed: bool,
    /// The owner of what its orders want.
    pub owner_id: OwnerId,
    /// Where goods are while they are on a cart.
    pub transit_id: LocationId,
    /// Where the totes go at the end.
    pub desk: String,
    /// Stops done and stops in all.
    pub progress: Progress,
    /// Whether it was ended from a desk, because no stop was left.
    #[serde(default)]
    pub ended: bool,
    /// Whether pickers are asked if a bin is empty when the book says so (R17).
    #[serde(default)]
    pub zero_check: bool,
}

/// A slot on the cart: one order, and the tote that its goods go into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// Its place on the cart, from 1.
    pub slot: i64,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order: String,
    /// How far the order has come.
    pub status: OrderStatus,
    /// The tote that stands in it.
    pub tote: Option<Tote>,
    /// Whether there is anything in it.
    #[serde(default)]
    pub holds: bool,
    /// Totes that were filled for the order before.
    #[serde(default)]
    pub full: Vec<Tote>,
    /// Base units picked for the order so far, on all lines.
    pub picked_base: i64,
    /// Whether an open stop of the tour is for the order.
    pub wanted: bool,
}

/// A tote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tote {
    /// Its id.
    pub id: HandlingUnitId,
    /// Its code as printed.
    pub code: String,
}

/// An open stop: some of a lot in a bin for an order line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// The pick.
    pub pick_id: PickId,
    /// Its place in the walk; among equals the bin's pick sequence decides.
    pub sequence: i64,
    /// The bin's place in the walk through the warehouse.
    pub pick_sequence: i64,
    /// The order it is for.
    pub order_id: OrderId,
    /// The order's line.
    pub order_line_id: OrderLineId,
    /// The reservation that it consumes.
    pub reservation_id: ReservationId,
    /// Where to take it.
    pub place: Place,
    /// The bin as people see it.
    pub bin: Bin,
    /// Whether the bin is a pick face.
    #[serde(default)]
    pub is_face: bool,
    /// What to take.
    pub item: Item,
    /// When it goes into the tote.
    #[serde(default)]
    pub handling: Handling,
    /// Of which lot.
    pub lot: Lot,
    /// How much is still reserved for it, in base units.
    pub quantity_base: i64,
    /// How much it was planned with, in base units.
    pub planned_base: i64,
    /// Days of life that item and customer ask the lot to have left.
    pub remaining_days_min: i64,
    /// All that lies in the bin, of whatever goods, in base units.
    #[serde(default)]
    pub bin_base: i64,
    /// How often it was put off.
    #[serde(default)]
    pub skips: i64,
}

/// A stop that its order no longer wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// The pick.
    pub pick_id: PickId,
    /// Its bin.
    pub location_id: LocationId,
    /// The bin's code.
    pub bin: String,
    /// The order's number.
    pub order: String,
    /// Whether an open stop of the tour is in the same bin.
    pub bin_wanted: bool,
}

/// A stock row in the first stop's bin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinStock {
    /// The lot.
    pub lot: Lot,
    /// Where exactly.
    pub place: Place,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
}

/// Stock in another bin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The stock.
    pub candidate: Candidate,
    /// The bin as people see it.
    pub bin: Bin,
}

/// Progress within a step: what a task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hand {
    /// The stop it is about; on another stop it counts for nothing.
    pub pick_id: Option<PickId>,
    /// The bin that was scanned.
    pub at: Option<LocationId>,
    /// Base units that each scan of goods brought, in order.
    pub scans: Vec<i64>,
    /// Goods whose lot is still to be scanned.
    pub goods: Option<GoodsInHand>,
    /// A lot that was scanned ahead of its goods.
    pub lot: Option<String>,
    /// The code that counts when it is scanned once more.
    pub again: Option<String>,
    /// How far reporting a short has come.
    pub short: Option<Short>,
    /// Whether the order's tote is full, and the next is asked for.
    pub full: bool,
    /// The tote that was full, as long as nothing lies in the next.
    pub before: Option<Before>,
    /// Whether the picker is asked why the stop is put off again.
    pub skipping: bool,
    /// The bin that was emptied, while the picker is asked whether it is.
    pub emptied: Option<Emptied>,
}

/// A tote that was changed for the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The tote.
    pub tote: Tote,
    /// How many scans of goods were in hand.
    pub scans: usize,
}

/// A bin that is empty by the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emptied {
    /// The bin.
    pub location_id: LocationId,
    /// The bin as people see it.
    pub bin: Bin,
}

/// Goods that were scanned without their lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsInHand {
    /// How many.
    pub count: i64,
    /// Of which packaging.
    pub packaging: String,
    /// Base units in one.
    pub packaging_base: i64,
}

/// Reporting a short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Short {
    /// The quantity found is asked for.
    HowMany,
    /// The quantity found is to be confirmed.
    Found {
        /// In base units, with what is in hand.
        found_base: i64,
    },
}

/// Where a tour stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'s> {
    /// No tour is claimed.
    Idle,
    /// A slot wants its tote.
    Tote(&'s Tour, &'s Slot),
    /// The bin is to be scanned.
    Bin(&'s Tour, &'s Stop),
    /// Goods are to be taken.
    Goods(&'s Tour, &'s Stop),
    /// Goods in hand go into the tote.
    Into(&'s Tour, &'s Stop, &'s Tote),
    /// An order's tote is full, and its slot wants the next.
    Full(&'s Tour, &'s Slot, &'s Tote),
    /// Why is the stop put off again?
    Skipping(&'s Tour, &'s Stop),
    /// A bin was emptied by the book: is it?
    Emptied(&'s Tour, &'s Emptied),
    /// The tour has ended.
    Done(&'s Tour),
}

impl State {
    /// Where the tour stands.
    pub fn stage(&self) -> Stage<'_> {
        let Some(tour) = self.tour.as_ref().filter(|tour| tour.claimed) else { return Stage::Idle };
        if let Some(emptied) = self.hand.emptied.as_ref().filter(|_| !tour.ended) {
            return Stage::Emptied(tour, emptied);
        }
        let Some(stop) = self.stops.first() else { return Stage::Done(tour) };
        if let Some(slot) = self.slots.iter().find(|slot| slot.wanted && slot.tote.is_none()) {
            return Stage::Tote(tour, slot);
        }
        let slot = self.slot_of(stop);
        let tote = slot.and_then(|slot| slot.tote.as_ref());
        if let Some((slot, tote)) = slot.zip(tote).filter(|_| self.asks(|hand| hand.full)) {
            return Stage::Full(tour, slot, tote);
        }
        match tote {
            _ if self.asks(|hand| hand.skipping) => Stage::Skipping(tour, stop),
            _ if !self.is_at_bin() => Stage::Bin(tour, stop),
            Some(tote) if self.in_hand_base() == stop.quantity_base => Stage::Into(tour, stop, tote),
            _ => Stage::Goods(tour, stop),
        }
    }

    /// Whether the first stop's bin was scanned. Where its goods were moved to another bin meanwhile, that one must be; unless some
    /// are in hand already.
    pub fn is_at_bin(&self) -> bool {
        let there = self.stops.first().map(|stop| stop.place.location_id);
        self.hand_at_stop()
            .is_some_and(|hand| hand.at.is_some() && (hand.at == there || !hand.scans.is_empty()))
    }

    /// Base units of the first stop that are in hand.
    pub fn in_hand_base(&self) -> i64 {
        self.hand_at_stop().map_or(0, |hand| hand.scans.iter().sum())
    }

    /// The slot that a stop's goods go to.
    pub fn slot_of(&self, stop: &Stop) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.order_id == stop.order_id)
    }

    /// Puts the stops in the order of the walk. The one that the hand is about comes first, wherever it stands in the walk by now: what
    /// comes into the walk meanwhile takes nobody away from a bin with goods in hand.
    pub fn walk_on(&mut self) {
        self.stops.sort_by_key(|stop| (stop.sequence, stop.pick_sequence, stop.pick_id));
        if let Some(line) = self.hand.pick_id {
            self.put_first(line);
        }
    }

    /// Turns to the stop that a late command was made for, wherever it stands in the walk by now. What is in hand for another
    /// stop counts for nothing then, and a question about an emptied bin that the handheld did not ask stays unanswered.
    pub fn turn_to(&mut self, line: PickId) {
        self.late = Some(line);
        if self.hand.pick_id != Some(line) {
            self.hand = Hand::default();
        }
        self.put_first(line);
    }

    /// After a late command the walk goes on where it stands by now.
    pub fn turn_back(&mut self) {
        if self.late.take().is_some() {
            self.walk_on();
        }
    }

    fn put_first(&mut self, line: PickId) {
        if let Some(at) = self.stops.iter().position(|stop| stop.pick_id == line) {
            self.stops[..=at].rotate_right(1);
        }
    }

    fn asks(&self, what: impl Fn(&Hand) -> bool) -> bool {
        self.hand_at_stop().is_some_and(what)
    }

    fn hand_at_stop(&self) -> Option<&Hand> {
        let stop = self.stops.first()?;
        (self.hand.pick_id == Some(stop.pick_id)).then_some(&self.hand)
    }
}

impl Slot {
    /// The totes with the order's goods; the one that is being filled comes last.
    pub fn totes(&self) -> impl Iterator<Item = &Tote> {
        self.full.iter().chain(self.tote.as_ref().filter(|_| self.holds))
    }
}

impl Stop {
    /// The lot as people see it: none where nobody scans it.
    pub fn lot_code(&self) -> Option<&str> {
        self.lot.seen(self.item.tracking)
    }
}

impl BinStock {
    /// What is not reserved, in base units.
    pub fn free_base(&self) -> i64 {
        (self.on_hand_base - self.reserved_base).max(0)
    }
}
