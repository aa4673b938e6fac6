//! Taking back what went into a tote (R21): a movement of its own brings the goods back to where they were, their reservation is
//! theirs again, and the stop stands before the picker with them in hand, as before the tote was scanned.
//!
//! The last postings of a tour go back this way, the latest first, until a packer has the order at a desk. A tour that ended by the
//! last of them goes on.
//!
//! **Invariant**: what is taken back lies in its tote and counts as picked on its line; what a put-back asks for stays there.

use serde::{Deserialize, Serialize};

use super::state::{Hand, Stage, State, Stop, Tote};
use super::{Effect, Picked};
use crate::code::CommandCode;
use crate::flow::{Decision, Found, Input, Refusal, Said};
use crate::id::{HandlingUnitId, PickId};
use crate::ledger::{Movement, Place, Reason};
use crate::order::OrderStatus;

/// How many postings a task keeps to take them back.
pub const POSTED_KEPT: usize = 3;

/// Goods that went into a tote, as a task keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// The pick.
    pub pick_id: PickId,
    /// How much, in base units.
    pub quantity_base: i64,
    /// The tote.
    pub tote: Tote,
    /// Whether there was anything in it before.
    pub held: bool,
}

/// The stop of goods that went into a tote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gone {
    /// The stop, with what of it was still to be picked: nothing, once all of it was.
    pub stop: Stop,
    /// The tote.
    pub tote_id: HandlingUnitId,
    /// How much of it may come back, in base units: no more than its line counts as picked, nor than lies in the tote and is not
    /// asked back from there; nothing where the unit that it came out of stands elsewhere by now.
    pub returnable_base: i64,
}

/// Goods that come out of a tote again.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenBack {
    /// The stop as it is then.
    pub stop: Stop,
    /// The movement; the stop's reservation holds the goods again.
    pub movement: Movement,
    /// The tote.
    pub tote: Tote,
    /// How far the order has come then.
    pub status: OrderStatus,
}

/// Keeps goods that went into a tote, so that they can come back. `stop` is the stop with what is left of it.
pub(super) fn keep(state: &mut State, stop: Stop, posted: Posted) {
    let quantity_base = posted.quantity_base;
    match state.gone.iter_mut().find(|gone| gone.is_of(&posted)) {
        Some(gone) => *gone = Gone { stop, returnable_base: gone.returnable_base + quantity_base, ..*gone },
        None => state.gone.push(Gone { stop, tote_id: posted.tote.id, returnable_base: quantity_base }),
    }
    state.posted.push(posted);
    if state.posted.len() > POSTED_KEPT {
        state.posted.remove(0);
    }
    forget(state);
}

/// Forgets stops of which nothing is to be taken back any more.
fn forget(state: &mut State) {
    let State { posted, gone, .. } = state;
    gone.retain(|gone| posted.iter().any(|posted| gone.is_of(posted)));
}

impl Gone {
    fn is_of(&self, posted: &Posted) -> bool {
        (self.stop.pick_id, self.tote_id) == (posted.pick_id, posted.tote.id)
    }
}

impl State {
    /// What an undo takes back of what went into totes: the latest, once nothing that came after it is in hand.
    pub fn takes_back(&self) -> Option<&Posted> {
        let posted = self.posted.last()?;
        if self.late.is_some_and(|line| line != posted.pick_id) {
            return None;
        }
        let is_last = match self.stage() {
            Stage::Bin(..) | Stage::Emptied(..) | Stage::Done(_) => true,
            Stage::Goods(_, stop) => {
                let at = self.hand.at;
                stop.pick_id == posted.pick_id
                    && self.hand == Hand { pick_id: Some(stop.pick_id), at, ..Hand::default() }
            }
            _ => false,
        };
        is_last.then_some(posted)
    }
}

/// What an undo asks to be taken back.
pub(super) fn asked<'s>(state: &'s State, input: &Input) -> Option<&'s Posted> {
    state.takes_back().filter(|_| input.found == Found::Command(CommandCode::Undo))
}

/// Takes goods out of a tote again: they are in hand, and their stop is the next.
pub(super) fn take_back(state: &State, posted: &Posted) -> Picked {
    let stays = || Refusal::Stays { place: posted.tote.code.clone() };
    let Some(tour) = &state.tour else { return Err(stays()) };
    let gone = state.gone.iter().find(|gone| gone.is_of(posted));
    let gone = gone.filter(|gone| gone.returnable_base >= posted.quantity_base).ok_or_else(stays)?;
    let slot = state.slot_of(&gone.stop).ok_or_else(stays)?;
    if !matches!(slot.status, OrderStatus::Picking | OrderStatus::Picked) {
        return Err(stays());
    }
    let (quantity_base, order_id) = (posted.quantity_base, slot.order_id);
    let mut effects = Vec::new();
    if tour.ended || state.done {
        effects.push(Effect::Reopen { tour_id: tour.id });
    }
    match &slot.tote {
        Some(tote) if *tote == posted.tote => {}
        // The next one stands in the slot, and nothing came into it.
        Some(next) if !slot.holds => {
            let (tour_id, given_up, tote) = (tour.id, next.clone(), posted.tote.clone());
            effects.push(Effect::ToteBack { tour_id, order_id, given_up, tote });
        }
        _ => return Err(stays()),
    }
    let mut next = State { in_bin: Vec::new(), done: false, ..state.clone() };
    next.posted.pop();
    for gone in next.gone.iter_mut().filter(|gone| gone.is_of(posted)) {
        gone.returnable_base -= quantity_base;
    }
    forget(&mut next);
    let open = next.stops.iter().position(|stop| stop.pick_id == posted.pick_id);
    let mut stop = open.map_or_else(|| gone.stop.clone(), |at| next.stops.remove(at));
    stop.quantity_base += quantity_base;
    if let Some(tour) = &mut next.tour {
        tour.progress.done -= i64::from(open.is_none());
        tour.ended = false;
    }
    let mut status = OrderStatus::Picking;
    for slot in next.slots.iter_mut().filter(|slot| slot.order_id == order_id) {
        slot.picked_base -= quantity_base;
        slot.full.retain(|full| *full != posted.tote);
        slot.tote = Some(posted.tote.clone());
        slot.holds = posted.held;
        slot.wanted = true;
        if slot.picked_base == 0 && !slot.holds {
            status = OrderStatus::Released;
        }
        slot.status = status;
    }
    let at = Some(stop.place.location_id);
    next.hand = Hand { pick_id: Some(stop.pick_id), at, scans: vec![quantity_base], ..Hand::default() };
    next.stops.push(stop.clone());
    next.walk_on();
    let movement = Movement {
        item_id: stop.item.id,
        lot_id: stop.lot.id,
        quantity_base,
        reserved_base: 0,
        from: Place::within(tour.transit_id, posted.tote.id),
        to: stop.place,
        reason: Reason::Pick,
    };
    let (tote, unit) = (posted.tote.clone(), stop.item.unit.clone());
    let said = Said::TakenBack { quantity_base, unit, tote: tote.code.clone() };
    effects.push(Effect::TakeBack(Box::new(TakenBack { stop, movement, tote, status })));
    Ok(Decision { state: next, effects, said })
}
