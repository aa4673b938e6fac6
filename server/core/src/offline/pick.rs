//! A tour without the network: its stops, and what lies in their bins.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::{Moved, Unlinked};
use crate::code::CommandCode;
use crate::flow::pick::{self, BinStock, Effect, Posting, Stage, State, Stop, TakenBack};
use crate::flow::{Found, Input, Refusal, Said};
use crate::id::{ItemId, LocationId};
use crate::ledger::Place;
use crate::screen::Screen;

/// A tour with all of its open stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tour {
    /// The tour, its cart, and what is in hand.
    pub state: State,
    /// What lies in the stops' bins of their items.
    pub heaps: Vec<Heap>,
}

/// What lies of an item in a bin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heap {
    /// The bin.
    pub location_id: LocationId,
    /// The item.
    pub item_id: ItemId,
    /// The stock rows.
    pub rows: Vec<BinStock>,
}

/// Whether a command means something on a tour without the network: leaving it, other work and prints do not.
pub(super) fn takes(command: CommandCode) -> bool {
    use CommandCode::{
        Blocked, Cancel, Confirm, Equipment, Full, No, Other, Pick, Reach, Short, Skip, Undo, Yes,
    };
    matches!(
        command,
        Blocked | Cancel | Confirm | Equipment | Full | No | Other | Pick | Reach | Short | Skip | Undo | Yes
    )
}

impl Tour {
    /// The pick that a scan is about: that of goods which it takes back out of a tote, else of the stop in work; `None` where it is about
    /// no stop: a slot's first tote, or a bin that was emptied.
    pub(super) fn line(&self, found: Option<&Found>) -> Option<Uuid> {
        if found == Some(&Found::Command(CommandCode::Undo))
            && let Some(posted) = self.state.takes_back()
        {
            return Some(posted.pick_id.0);
        }
        match self.state.stage() {
            Stage::Bin(_, stop)
            | Stage::Goods(_, stop)
            | Stage::Into(_, stop, _)
            | Stage::Skipping(_, stop) => Some(stop.pick_id.0),
            Stage::Full(..) => self.state.stops.first().map(|stop| stop.pick_id.0),
            Stage::Idle | Stage::Tote(..) | Stage::Emptied(..) | Stage::Done(_) => None,
        }
    }

    /// Takes a scan: what it says, and the goods that went into a tote by it.
    pub(super) fn take(&mut self, input: &Input) -> Result<(Said, Option<Moved>), Refusal> {
        if self.state.done || self.state.tour.as_ref().is_none_or(|tour| !tour.claimed) {
            return Err(Unlinked::NeedsNetwork.into());
        }
        if let (Stage::Tote(..) | Stage::Full(..), Found::NewUnit(code)) = (self.state.stage(), &input.found)
        {
            // Whether it is really new is not known here.
            return Err(Unlinked::NotCarried { code: code.clone() }.into());
        }
        let decision = pick::decide(&self.looked_at(), input)?;
        if decision.effects.iter().any(needs_network) {
            return Err(Unlinked::NeedsNetwork.into());
        }
        if let Some(Posting { stop, movement, .. }) = pick::posted(&decision.effects) {
            self.move_out(stop, movement.from, movement.quantity_base);
        }
        if let Some(TakenBack { stop, movement, .. }) = pick::taken_back(&decision.effects) {
            self.move_out(stop, movement.to, -movement.quantity_base);
        }
        let moved = pick::moved(&decision.state, &decision.effects);
        self.state = decision.state;
        if let Some(moved) = &moved {
            let gone = self.state.gone.iter_mut().map(|gone| &mut gone.stop);
            let stops = self.state.stops.iter_mut().chain(gone);
            for stop in stops.filter(|stop| Some(stop.place.location_id) == moved.location_id) {
                stop.bin_base -= moved.gained_base();
            }
        }
        Ok((decision.said, moved))
    }

    pub(super) fn screen(&self, today: Date) -> (Screen, Vec<CommandCode>) {
        pick::screen(&self.state, today)
    }

    /// The state with what the server would read for this step.
    fn looked_at(&self) -> State {
        let is_here = |heap: &&Heap| match self.state.stage() {
            Stage::Goods(_, stop) => {
                (heap.location_id, heap.item_id) == (stop.place.location_id, stop.item.id)
            }
            _ => false,
        };
        let heap = self.heaps.iter().find(is_here);
        State {
            in_bin: heap.map(|heap| heap.rows.clone()).unwrap_or_default(),
            // That is asked only when the book says so, and here nobody else writes into the book.
            is_still_empty: true,
            ..self.state.clone()
        }
    }

    /// Takes goods with what is reserved of them out of the book of what lies in the bins; less than none are brought back.
    fn move_out(&mut self, stop: &Stop, place: Place, quantity_base: i64) {
        let heaps = self.heaps.iter_mut().filter(|heap| heap.item_id == stop.item.id);
        let rows = heaps.flat_map(|heap| &mut heap.rows);
        for row in rows.filter(|row| row.place == place && row.lot.id == stop.lot.id) {
            row.on_hand_base -= quantity_base;
            row.reserved_base -= quantity_base;
        }
    }
}

/// Whether an effect takes what only the server knows: stock that is not reserved for the stop.
fn needs_network(effect: &Effect) -> bool {
    matches!(effect, Effect::ReserveInstead { .. } | Effect::Claim { .. } | Effect::Reopen { .. })
}
