//! Putting a stop off (R18): it goes behind all others, and comes again. From the second time on the picker says why.
//!
//! **Invariant**: a stop that is put off stays open; the last one can't be put off.

use serde::{Deserialize, Serialize};

use super::state::{Hand, State, Stop};
use super::{Decided, Effect, Picked, after, short};
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};

/// Why a stop is put off once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Something stands in the aisle.
    AisleBlocked,
    /// A ladder or a truck is wanted, and there is none.
    NoEquipment,
    /// The bin can't be reached.
    BinOutOfReach,
    /// Something else.
    Other,
}

impl SkipReason {
    /// The commands that say why, in the order of the buttons.
    pub const COMMANDS: [CommandCode; 4] =
        [CommandCode::Blocked, CommandCode::Equipment, CommandCode::Reach, CommandCode::Other];

    /// The reason that a command says.
    pub fn of(command: CommandCode) -> Option<Self> {
        match command {
            CommandCode::Blocked => Some(Self::AisleBlocked),
            CommandCode::Equipment => Some(Self::NoEquipment),
            CommandCode::Reach => Some(Self::BinOutOfReach),
            CommandCode::Other => Some(Self::Other),
            _ => None,
        }
    }
}

/// Decides on the wish to put a stop off: goods in hand come first.
pub(super) fn skip(state: &State, stop: &Stop) -> Picked {
    let in_hand_base = state.in_hand_base();
    if in_hand_base > 0 || state.stops.len() == 1 {
        return Err(Refusal::NotFinished { left: stop.quantity_base - in_hand_base });
    }
    if stop.skips == 0 {
        return Ok(put_off(state, None));
    }
    let at = state.hand.at.filter(|_| state.is_at_bin());
    let hand = Hand { pick_id: Some(stop.pick_id), at, skipping: true, ..Hand::default() };
    let said = Said::SkipWhy { bin: stop.bin.code.clone() };
    Ok(after(state, hand, Vec::new(), said))
}

/// Decides on what comes after that: the reason, or giving it up.
pub(super) fn answer(state: &State, stop: &Stop, input: &Input) -> Picked {
    match input.found {
        Found::Command(CommandCode::Cancel | CommandCode::Undo) => {
            let hand = Hand { skipping: false, ..state.hand.clone() };
            Ok(after(state, hand, Vec::new(), Said::Undone))
        }
        // A desk may have cancelled all the others meanwhile.
        Found::Command(command) if SkipReason::of(command).is_some() && state.stops.len() == 1 => {
            Err(Refusal::NotFinished { left: stop.quantity_base })
        }
        Found::Command(command) if SkipReason::of(command).is_some() => {
            Ok(put_off(state, SkipReason::of(command)))
        }
        _ => Err(input.not_here(Expected::SkipReason)),
    }
}

fn put_off(state: &State, reason: Option<SkipReason>) -> Decided {
    let sequence = short::behind_all(state);
    let mut next = state.clone();
    let mut stop = next.stops.remove(0);
    stop.sequence = sequence;
    stop.skips += 1;
    let effects = vec![Effect::Skip { stop: Box::new(stop.clone()), reason }];
    next.stops.push(stop);
    next.hand = Hand::default();
    next.in_bin.clear();
    Decision { state: next, effects, said: Said::Ok }
}
