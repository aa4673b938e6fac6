//! Asking: anything that is scanned is told what it is, where it lies and what can be done with it. Nothing is changed; a label
//! that was printed before is printed once more when it is asked for (R30).
//!
//! **Invariant**: a reprint is a copy of what was printed; it makes no unit, parcel or code.

mod refused;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use refused::Unprinted;

use super::receive::ReceiptStatus;
use crate::code::CommandCode;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, UnitKind};
use crate::id::{PrintJobId, PrinterId};
use crate::screen::{About, Inquire, PrintStatus, Printed, Screen};
use crate::words::Language;

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// What is looked at.
    pub shown: Option<Shown>,
    /// What the scan names, when it is something.
    pub scanned: Option<Shown>,
    /// The kinds of work that the operator may do.
    pub may: Vec<CommandCode>,
}

/// A thing that was scanned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The symbol as it was scanned.
    pub symbol: String,
    /// What it is.
    pub about: About,
    /// Its label, when one was printed here.
    pub label: Option<Label>,
}

/// A label that was printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The job that printed it last.
    pub job_id: PrintJobId,
    /// The label's kind.
    pub kind: String,
    /// What it is about, as the job says.
    pub subject: String,
    /// How far that job is.
    pub printed: Printed,
    /// The printer that prints its kind for this operator now, with its name.
    pub printer: Option<(PrinterId, String)>,
}

/// What a decision commits.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The label is printed once more.
    Reprint {
        /// The label.
        label: Label,
        /// Where.
        printer_id: PrinterId,
    },
}

/// Why a label is printed once more, as its job says: it was asked for here.
pub fn why(language: Language) -> &'static str {
    match language {
        Language::Pt => "Pedida na consulta",
        Language::En => "Asked for when it was looked up",
    }
}

/// Decides on a scan.
///
/// # Errors
/// Why nothing else is shown or printed.
pub fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
    let show = |shown: Option<Shown>| Decision {
        state: State { shown, scanned: None, may: state.may.clone() },
        effects: Vec::new(),
        said: Said::Ok,
    };
    match (&state.scanned, &state.shown, &input.found) {
        (Some(scanned), _, _) => Ok(show(Some(scanned.clone()))),
        (None, Some(_), Found::Command(CommandCode::Undo | CommandCode::Cancel)) => Ok(show(None)),
        (None, None, Found::Command(CommandCode::Undo)) => Err(Refusal::NothingToUndo),
        (None, Some(shown), Found::Command(CommandCode::Print)) => reprint(state, shown),
        _ => Err(input.not_here(Expected::Anything)),
    }
}

fn reprint(state: &State, shown: &Shown) -> Result<Decision<State, Effect>, Refusal> {
    let code = || shown.symbol.clone();
    let label = shown.label.clone().ok_or_else(|| refused::refuse(Unprinted::Never { code: code() }))?;
    let (printer_id, printer) =
        label.printer.clone().ok_or_else(|| refused::refuse(Unprinted::NoPrinter { code: code() }))?;
    let printed = Printed { status: PrintStatus::Queued, reason: None, printer };
    let after = Shown { label: Some(Label { printed, ..label.clone() }), ..shown.clone() };
    let effects = vec![Effect::Reprint { label, printer_id }];
    Ok(Decision { state: State { shown: Some(after), ..state.clone() }, effects, said: Said::Printing })
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
    let Some(Shown { symbol, about, label }) = state.shown.clone() else {
        let nothing = Inquire { symbol: None, about: None, can: Vec::new(), printed: None };
        return (Screen::Inquire(nothing), vec![CommandCode::Leave]);
    };
    let can = work(&about).into_iter().filter(|command| state.may.contains(command)).collect();
    let prints = label.as_ref().is_some_and(|label| label.printer.is_some());
    let actions =
        if prints { vec![CommandCode::Print, CommandCode::Leave] } else { vec![CommandCode::Leave] };
    let printed = label.map(|label| label.printed);
    (Screen::Inquire(Inquire { symbol: Some(symbol), about: Some(about), can, printed }), actions)
}
