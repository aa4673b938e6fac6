//! Asking: anything that is scanned is told what it is, where it lies and what can be done with it. Nothing is changed.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::receive::ReceiptStatus;
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, UnitKind};
use crate::screen::{About, Inquire, Screen};

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The symbol of what is looked at.
    pub symbol: Option<String>,
    /// What it is.
    pub about: Option<About>,
    /// What the scan names, when it is something.
    pub scanned: Option<(String, About)>,
    /// The kinds of work that the operator may do.
    pub may: Vec<CommandCode>,
}

/// Nothing is ever committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {}

/// Decides on a scan.
///
/// # Errors
/// Why nothing else is shown.
pub fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
    let next = match (&state.scanned, &input.found) {
        (Some((symbol, about)), _) => {
            let (symbol, about) = (Some(symbol.clone()), Some(about.clone()));
            State { symbol, about, scanned: None, may: state.may.clone() }
        }
        (None, Found::Command(CommandCode::Undo | CommandCode::Cancel)) if state.about.is_some() => {
            State { may: state.may.clone(), ..State::default() }
        }
        (None, Found::Command(CommandCode::Undo)) => return Err(Refusal::NothingToUndo),
        _ => return Err(input.not_here(Expected::Anything)),
    };
    Ok(Decision { state: next, effects: Vec::new(), said: Said::Ok })
}

/// The work that fits a thing, the likeliest first.
fn work(about: &About) -> Vec<CommandCode> {
    use CommandCode::{Count, Pack, Putaway, Receive, Relocate, Ship};
    match about {
        About::Bin(bin) if bin.lies.count == 0 && bin.kind.is_allocatable() => vec![Count],
        About::Bin(bin) if bin.kind.is_allocatable() => vec![Relocate, Count],
        About::Bin(bin) if bin.kind.is_virtual() => vec![],
        About::Bin(_) => vec![Relocate],
        About::Item(_) => vec![],
        About::Unit(unit) if unit.lies.count == 0 => vec![],
        About::Unit(unit) if unit.kind == UnitKind::Tote && unit.order.is_some() => vec![Pack, Relocate],
        About::Unit(unit) if unit.kind == UnitKind::Pallet && unit.at_dock => vec![Putaway, Relocate],
        About::Unit(_) => vec![Relocate],
        About::Parcel(parcel) if parcel.status == "closed" => vec![Ship],
        About::Parcel(_) => vec![],
        About::Receipt(receipt) if receipt.status == ReceiptStatus::Closed => vec![],
        About::Receipt(_) => vec![Receive],
    }
}

/// What the operator sees, and the buttons that do something there.
pub fn screen(state: &State) -> (Screen, Vec<CommandCode>) {
    let can = state.about.as_ref().map(work).unwrap_or_default();
    let can = can.into_iter().filter(|command| state.may.contains(command)).collect();
    let screen = Inquire { symbol: state.symbol.clone(), about: state.about.clone(), can };
    (Screen::Inquire(screen), vec![CommandCode::Leave])
}
