//! Picking: a tour claimed, a tote for each order on its cart, then stop by stop the bin, the goods, the tote.
//!
//! What is in hand is progress of the task; it becomes a fact when the order's tote is scanned: goods move from the bin into the
//! tote and their reservation is consumed. Nothing before that changes stock, so a scan can be taken back (R21), except for a
//! short, which frees what is not there, seeks it elsewhere at once and lays the rest of the walk anew ([`rewalk`]), and for
//! another lot taken instead, which is reserved instead. What lies in the tote comes out again by a movement back ([`Posted`]).
//!
//! Steps: *idle* → *tote* for each slot → *bin* → *goods* → *into the tote* → the next stop … → *done*.
//!
//! **Invariant**: on each line, what is picked, short and still to be picked changes only together with its reservations.

mod changed;
mod emptied;
mod goods;
mod part;
mod posted;
mod rewalk;
mod short;
mod skip;
mod state;
#[cfg(test)]
mod tests;
mod totes;
mod view;

use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::{CountId, LocationId, OrderId, PickId, TourId};
use crate::ledger::{Movement, Place, Reason};
use crate::lot::{Lot, usable};
use crate::offline::Moved;
use crate::order::OrderStatus;

pub use posted::{Gone, POSTED_KEPT, Posted, TakenBack};
pub use rewalk::rewalk;
pub use skip::SkipReason;
pub use state::{
    Before, BinStock, Cancelled, Elsewhere, Emptied, GoodsInHand, Hand, SEQUENCE_STEP, STOPS_SEEN, Short,
    Slot, Stage, State, Stop, Tote, Tour,
};
pub use view::screen;

/// What a decision commits.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The tour is this operator's.
    Claim {
        /// The tour.
        tour_id: TourId,
    },
    /// A tote stands in an order's slot.
    Assign {
        /// The tour.
        tour_id: TourId,
        /// The order.
        order_id: OrderId,
        /// The tote.
        tote: Tote,
        /// Whether the tote is new.
        new: bool,
        /// Where it is while it is on the cart.
        transit_id: LocationId,
    },
    /// A tote is full, and the next stands in the order's slot.
    NextTote {
        /// The tour.
        tour_id: TourId,
        /// The order.
        order_id: OrderId,
        /// The full one.
        full: Tote,
        /// Whether nothing is in it after all: then it is free again.
        is_empty: bool,
        /// The next.
        tote: Tote,
        /// Whether that one is new.
        new: bool,
        /// Where it is while it is on the cart.
        transit_id: LocationId,
    },
    /// The tote of before stands in an order's slot again.
    ToteBack {
        /// The tour.
        tour_id: TourId,
        /// The order.
        order_id: OrderId,
        /// The empty one that is given up.
        given_up: Tote,
        /// The one of before.
        tote: Tote,
    },
    /// Another lot of the bin serves a stop: what was reserved is freed, and as much reserved there.
    ReserveInstead {
        /// The stop as it was.
        stop: Box<Stop>,
        /// Where the other lot lies.
        place: Place,
        /// The other lot.
        lot: Lot,
    },
    /// Goods went from the bin into the tote, all that the stop wants.
    Post(Box<Posting>),
    /// The same with a part of them; the stop goes on.
    Part(Box<Posting>),
    /// Goods come out of a tote again.
    TakeBack(Box<TakenBack>),
    /// A tour that has ended goes on, with the orders that have goods from it.
    Reopen {
        /// The tour.
        tour_id: TourId,
    },
    /// A stop is put off: it moves to another place in the walk.
    Skip {
        /// The stop as it is then.
        stop: Box<Stop>,
        /// Why, where the picker was asked.
        reason: Option<SkipReason>,
    },
    /// Less was found than reserved.
    Short(Box<Shortage>),
    /// The rest of the walk goes another way.
    Rewalk {
        /// The stops that move, each with its new sequence.
        moves: Vec<(PickId, i64)>,
    },
    /// The picker proved that the bin is empty.
    ProveEmpty {
        /// Its count's id.
        count_id: CountId,
        /// The bin.
        emptied: Emptied,
    },
    /// There is something in the bin that is empty by the book: it is to be counted.
    CountEmptied {
        /// The count's id.
        count_id: CountId,
        /// The bin.
        location_id: LocationId,
    },
    /// The tour has ended.
    Finish {
        /// The tour.
        tour_id: TourId,
        /// Orders with goods in their tote.
        picked: Vec<OrderId>,
        /// Orders of which nothing was found: they wait for stock again.
        returned: Vec<OrderId>,
    },
}

/// Goods that went into a tote.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// The stop.
    pub stop: Stop,
    /// The movement; it consumes the stop's reservation.
    pub movement: Movement,
    /// Whether it is the order's first.
    pub first: bool,
}

/// What a short pick changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortage {
    /// The stop as it was.
    pub stop: Stop,
    /// What is there, and stays to be picked.
    pub found_base: i64,
    /// What is not there, and is freed.
    pub missing_base: i64,
    /// What of that is nowhere else either.
    pub short_base: i64,
    /// Stops for the rest, with reservations to be made.
    pub stops: Vec<Stop>,
}

type Decided = Decision<State, Effect>;
type Picked = Result<Decided, Refusal>;

/// Decides on a scan.
///
/// # Errors
/// Why it changes nothing.
pub fn decide(state: &State, input: &Input) -> Picked {
    let back = posted::asked(state, input);
    if back.is_none() {
        changed::is_still_wanted(state)?;
    }
    if let Some(told) = changed::meanwhile(state) {
        return Ok(told);
    }
    if let Some(posted) = back {
        return posted::take_back(state, posted);
    }
    match (state.stage(), &input.found) {
        (Stage::Idle, found) => idle(state, found, input),
        (Stage::Done(tour), _) => Ok(changed::nothing_left(state, tour)),
        (Stage::Emptied(_, emptied), _) => emptied::answer(state, emptied, input),
        (_, Found::Command(CommandCode::Pick)) => Ok(after(state, state.hand.clone(), Vec::new(), Said::Ok)),
        (Stage::Tote(tour, slot), _) => totes::first(state, tour, slot, input),
        (Stage::Full(tour, slot, full), _) => totes::next(state, tour, slot, full, input),
        (Stage::Goods(..) | Stage::Into(..), Found::Command(CommandCode::Full))
            if state.hand.short.is_none() =>
        {
            totes::full(state)
        }
        (Stage::Skipping(_, stop), _) => skip::answer(state, stop, input),
        (Stage::Bin(_, stop) | Stage::Goods(_, stop), Found::Command(CommandCode::Skip))
            if state.hand.short.is_none() =>
        {
            skip::skip(state, stop)
        }
        (Stage::Bin(_, stop), found) => bin(state, stop, found, input),
        (Stage::Goods(..) | Stage::Into(..), Found::Command(CommandCode::Undo))
            if state.hand.short.is_none() =>
        {
            goods::undo(state)
        }
        (Stage::Goods(_, stop), _) => goods::take(state, stop, input),
        (Stage::Into(tour, stop, tote), found) => into(state, tour, stop, tote, found, input),
    }
}

/// The goods that go into a tote by these effects.
pub fn posted(effects: &[Effect]) -> Option<&Posting> {
    effects.iter().find_map(|effect| match effect {
        Effect::Post(posting) | Effect::Part(posting) => Some(posting.as_ref()),
        _ => None,
    })
}

/// The goods that come out of a tote by these effects.
pub fn taken_back(effects: &[Effect]) -> Option<&TakenBack> {
    effects.iter().find_map(|effect| match effect {
        Effect::TakeBack(back) => Some(back.as_ref()),
        _ => None,
    })
}

/// What they move as one tells of it who moved it.
pub fn moved(after: &State, effects: &[Effect]) -> Option<Moved> {
    let (stop, movement, unit, back) = match (posted(effects), taken_back(effects)) {
        (Some(Posting { stop, movement, .. }), _) => {
            let tote = after.slot_of(stop).and_then(|slot| slot.tote.as_ref());
            (stop, movement, tote.map(|tote| tote.code.clone()).unwrap_or_default(), false)
        }
        (_, Some(TakenBack { stop, movement, tote, .. })) => (stop, movement, tote.code.clone(), true),
        (None, None) => return None,
    };
    Some(Moved {
        sku: stop.item.sku.clone(),
        lot: stop.lot_code().map(str::to_owned),
        quantity_base: movement.quantity_base,
        location_id: Some(stop.place.location_id),
        unit,
        back,
    })
}

fn after(state: &State, hand: Hand, effects: Vec<Effect>, said: Said) -> Decided {
    Decision { state: State { hand, ..state.clone() }, effects, said }
}

fn not_here(input: &Input, expected: Expected) -> Refusal {
    Refusal::NotHere { code: input.scan.text.clone(), expected }
}

/// Claims the tour that waits.
fn idle(state: &State, found: &Found, input: &Input) -> Picked {
    if *found != Found::Command(CommandCode::Pick) {
        return Err(not_here(input, Expected::Work));
    }
    let Some(tour) = &state.tour else { return Err(Refusal::NothingWaits) };
    let effects = vec![Effect::Claim { tour_id: tour.id }];
    let mut state = state.clone();
    state.hand = Hand::default();
    state.posted.clear();
    if let Some(tour) = &mut state.tour {
        tour.claimed = true;
    }
    Ok(Decision { state, effects, said: Said::Ok })
}

fn bin(state: &State, stop: &Stop, found: &Found, input: &Input) -> Picked {
    match found {
        Found::Location(location) if location.id == stop.place.location_id => {
            let hand = Hand { pick_id: Some(stop.pick_id), at: Some(location.id), ..Hand::default() };
            Ok(after(state, hand, Vec::new(), Said::Ok))
        }
        Found::Location(location) => {
            let (scanned, expected) = (location.code.clone(), stop.bin.code.clone());
            if let Some(order) = changed::no_longer_at(state, location.id) {
                return Err(Refusal::StopCancelled { order, bin: scanned, expected });
            }
            Err(Refusal::WrongBin { scanned, expected })
        }
        Found::Command(CommandCode::Undo) => Err(Refusal::NothingToUndo),
        Found::Nothing => Err(Refusal::UnknownCode { code: input.scan.text.clone() }),
        _ => Err(not_here(input, Expected::Bin)),
    }
}

/// Goods in hand go into the tote: the stop posts.
fn into(state: &State, tour: &Tour, stop: &Stop, tote: &Tote, found: &Found, input: &Input) -> Picked {
    match found {
        Found::Unit(unit) if unit.id == tote.id => {}
        Found::Unit(unit) => {
            let (scanned, expected) = (unit.code.clone(), tote.code.clone());
            return Err(Refusal::WrongUnit { scanned, expected });
        }
        Found::NewUnit(code) => {
            return Err(Refusal::WrongUnit { scanned: code.clone(), expected: tote.code.clone() });
        }
        Found::Goods { item, .. } if item.id == stop.item.id => {
            return Err(Refusal::TooMuch { quantity_base: 1, left_base: 0 });
        }
        Found::Nothing => return Err(Refusal::UnknownCode { code: input.scan.text.clone() }),
        _ => return Err(not_here(input, Expected::Tote)),
    }
    let quantity_base = stop.quantity_base;
    let (mut next, posting) = put(state, (tour, stop, tote), quantity_base, input)?;
    let mut effects = vec![Effect::Post(Box::new(posting))];
    let unit = stop.item.unit.clone();
    let stop = next.stops.remove(0);
    if let Some(tour) = &mut next.tour {
        tour.progress.done += 1;
    }
    if let Some(emptied) = emptied::asks(state, &stop) {
        let said = Said::IsItEmpty { bin: emptied.bin.code.clone() };
        next.hand.emptied = Some(emptied);
        return Ok(Decision { state: next, effects, said });
    }
    finish(&mut next, &mut effects);
    let said = if next.done { Said::Done } else { Said::Posted { quantity_base, unit } };
    Ok(Decision { state: next, effects, said })
}

/// Goods in hand lie in the tote: what that posts, and the state with nothing in hand. The stop stands as it was.
fn put(
    state: &State,
    (tour, stop, tote): (&Tour, &Stop, &Tote),
    quantity_base: i64,
    input: &Input,
) -> Result<(State, Posting), Refusal> {
    usable(stop.lot.status, stop.lot.expiry, stop.remaining_days_min, input.today)
        .map_err(|why| Refusal::UnusableLot { lot: stop.lot.code.clone(), why })?;
    let movement = Movement {
        item_id: stop.item.id,
        lot_id: stop.lot.id,
        quantity_base,
        reserved_base: quantity_base,
        from: stop.place,
        to: Place::within(tour.transit_id, tote.id),
        reason: Reason::Pick,
    };
    let slot = state.slot_of(stop);
    let first = slot.is_some_and(|slot| slot.status == OrderStatus::Released);
    let held = slot.is_some_and(|slot| slot.holds);
    let mut next = State { hand: Hand::default(), in_bin: Vec::new(), ..state.clone() };
    let left = Stop { quantity_base: stop.quantity_base - quantity_base, ..stop.clone() };
    posted::keep(&mut next, left, Posted { pick_id: stop.pick_id, quantity_base, tote: tote.clone(), held });
    for slot in next.slots.iter_mut().filter(|slot| slot.order_id == stop.order_id) {
        slot.picked_base += quantity_base;
        slot.holds = true;
        slot.status = OrderStatus::Picking;
    }
    Ok((next, Posting { stop: stop.clone(), movement, first }))
}

/// Ends the tour when no stop is open.
fn finish(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(tour) = state.tour.as_ref().filter(|_| state.stops.is_empty()) else { return };
    let orders = |picked: bool| {
        let wanted = |slot: &&Slot| matches!(slot.status, OrderStatus::Released | OrderStatus::Picking);
        let slots = state.slots.iter().filter(wanted).filter(move |slot| (slot.picked_base > 0) == picked);
        slots.map(|slot| slot.order_id).collect()
    };
    effects.push(Effect::Finish { tour_id: tour.id, picked: orders(true), returned: orders(false) });
    state.done = true;
}
