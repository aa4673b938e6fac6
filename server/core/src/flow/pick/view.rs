//! What the picker sees at each step, and the buttons that do something there.

use time::Date;

use super::SkipReason;
use super::state::{Short, Slot, Stage, State, Stop, Tour};
use crate::code::CommandCode;
use crate::screen::{Goods, PickDone, PickEmptied, PickInto, PickSkip, PickStop, PickTote, Progress, Screen};

/// The screen of a state, and its buttons in order of use.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Cancel, Confirm, Full, Leave, No, Pick, Short as Shortage, Skip, Undo, Yes};
    let slots = state.slots.iter();
    match state.stage() {
        Stage::Idle => (Screen::PickEmpty, vec![Pick, Leave]),
        Stage::Tote(tour, slot) => {
            let done = slots.filter(|slot| slot.tote.is_some()).count() as i64;
            let screen = PickTote {
                tour: tour.number.clone(),
                order: slot.order.clone(),
                slot: slot.slot,
                progress: Progress { done, total: state.slots.len() as i64 },
                full: None,
            };
            (Screen::PickTote(screen), vec![Leave])
        }
        Stage::Full(tour, slot, full) => {
            let screen = PickTote {
                tour: tour.number.clone(),
                order: slot.order.clone(),
                slot: slot.slot,
                progress: tour.progress,
                full: Some(full.code.clone()),
            };
            (Screen::PickTote(screen), vec![Cancel, Leave])
        }
        Stage::Bin(tour, stop) => {
            let screen = Screen::PickBin(stop_view(state, tour, stop, stop.quantity_base, today));
            (screen, with_undo(state, vec![Skip]))
        }
        Stage::Emptied(tour, emptied) => {
            let (tour, bin, progress) = (tour.number.clone(), emptied.bin.clone(), tour.progress);
            (Screen::PickEmptied(PickEmptied { tour, bin, progress }), with_undo(state, vec![Yes, No]))
        }
        Stage::Skipping(tour, stop) => {
            let (tour, bin, progress) = (tour.number.clone(), stop.bin.clone(), tour.progress);
            let screen =
                PickSkip { tour, bin, skips: stop.skips, why: SkipReason::COMMANDS.to_vec(), progress };
            (Screen::PickSkip(screen), vec![Cancel, Leave])
        }
        Stage::Goods(tour, stop) => {
            let left_base = stop.quantity_base - state.in_hand_base();
            let screen = Screen::PickGoods(stop_view(state, tour, stop, left_base, today));
            let actions = match state.hand.short {
                Some(Short::HowMany) => vec![Cancel, Leave],
                Some(Short::Found { .. }) => vec![Confirm, Cancel, Leave],
                None => vec![Undo, Shortage, Skip, Full, Leave],
            };
            (screen, actions)
        }
        Stage::Into(tour, stop, tote) => {
            let stop = stop_view(state, tour, stop, stop.quantity_base, today);
            (Screen::PickInto(PickInto { stop, tote: tote.code.clone() }), vec![Undo, Full, Leave])
        }
        Stage::Done(tour) => {
            let full = slots.filter(|slot| slot.picked_base > 0).flat_map(Slot::totes);
            let screen = PickDone {
                tour: tour.number.clone(),
                totes: full.map(|tote| tote.code.clone()).collect(),
                desk: tour.desk.clone(),
            };
            (Screen::PickDone(screen), with_undo(state, vec![Pick]))
        }
    }
}

/// These, taking back what went into a tote last where there is such, and leaving.
fn with_undo(state: &State, mut actions: Vec<CommandCode>) -> Vec<CommandCode> {
    actions.extend(state.takes_back().map(|_| CommandCode::Undo));
    actions.push(CommandCode::Leave);
    actions
}

fn stop_view(state: &State, tour: &Tour, stop: &Stop, quantity_base: i64, today: Date) -> PickStop {
    let slot = state.slot_of(stop);
    let lot = stop.lot_code().map(str::to_owned);
    let goods = Goods::of(&stop.item, lot, stop.lot.expiry, quantity_base, today);
    PickStop {
        tour: tour.number.clone(),
        bin: stop.bin.clone(),
        goods,
        order: slot.map(|slot| slot.order.clone()).unwrap_or_default(),
        slot: slot.map_or(0, |slot| slot.slot),
        progress: tour.progress,
        next: state.stops.get(1).map(|next| next.bin.clone()),
    }
}
