//! Counting: a bin is scanned, everything in it is scanned, and the count is closed. Blind: what the book says is read only to
//! close, and no answer tells whether it agrees (R28).
//!
//! Each scan of goods adds one of the scanned packaging, a typed quantity says how many of it instead, zero too (R27). Goods on a
//! pallet are counted into it once its label was scanned; else they count for whatever of the lot the book has in the bin.
//!
//! While someone counts, nothing is put into the bin. Pickers are never stopped: when goods moved meanwhile, the bin is counted
//! again (I12). What differs by no more than the warehouse's tolerance is posted at once; what differs more is counted by a second
//! person, and then waits for a supervisor.
//!
//! Steps: *bin* → *goods* … → *close* → the next bin.
//!
//! **Invariant**: no state that a screen is made of holds what the book says.

mod close;
mod goods;
mod refused;
mod state;
#[cfg(test)]
mod tests;
mod view;

use crate::code::CommandCode;
use crate::flow::named::lot_of;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said};
use crate::id::{CountId, ItemId};
use crate::item::Tracking;
use crate::scan::Scan;
use crate::screen::Bin;

pub use close::{BookRow, Line, Tolerance, movements, reserved_short};
pub use refused::Uncounted;
pub use state::{
    Closing, CountReason, CountStatus, Counted, Effect, Facts, Inside, LotFacts, Progress, Sheet, State,
    Tally, Verdict, Waiting,
};
pub use view::screen;

pub(crate) type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
///
/// # Errors
/// Why it changes nothing.
pub fn decide(state: &State, input: &Input) -> Decided {
    match &state.sheet {
        None => choose(state, input),
        Some(sheet) => count(state, sheet, input),
    }
}

/// The lot that a scan at a bin asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotAsked {
    /// Its item.
    pub item_id: ItemId,
    /// What the item's stock is told apart by.
    pub tracking: Tracking,
    /// Its code: named in the symbol, or scanned ahead. `None` is the newest of goods that nobody tells apart.
    pub code: Option<String>,
}

/// Which lot a scan asks for, if any.
pub fn lot_asked(state: &State, scan: &Scan, found: &Found) -> Option<LotAsked> {
    let waiting =
        state.progress.goods.as_ref().map(|waiting| (waiting.goods.item_id, waiting.goods.tracking));
    let (item_id, tracking) = match found {
        Found::Goods { item, .. } => Some((item.id, item.tracking)),
        Found::Attributes | Found::Nothing => waiting,
        _ => None,
    }?;
    if tracking == Tracking::None {
        return Some(LotAsked { item_id, tracking, code: None });
    }
    let named = lot_of(tracking, &scan.content).map(str::to_owned);
    let plain = scan.plain().filter(|_| *found == Found::Nothing).map(str::to_owned);
    let code = named.or(plain).or_else(|| state.progress.lot.clone())?;
    Some(LotAsked { item_id, tracking, code: Some(code) })
}

fn after(state: &State, progress: Progress, said: Said) -> Decision<State, Effect> {
    Decision { state: State { progress, ..state.clone() }, effects: Vec::new(), said }
}

fn refuse(why: Uncounted) -> Refusal {
    Refusal::Uncounted { why }
}

/// Which bin. One that nobody asked about is counted on the second scan.
fn choose(state: &State, input: &Input) -> Decided {
    let location = match &input.found {
        Found::Location(location) if !location.kind.is_virtual() => location,
        Found::Command(CommandCode::Undo) => return Err(Refusal::NothingToUndo),
        _ => return Err(input.not_here(Expected::Bin)),
    };
    let bin = state.scanned_bin.clone().unwrap_or_else(|| Bin::new(&location.code, ""));
    let Some(sheet) = state.scanned.clone() else {
        if state.progress.again.as_deref() != Some(&location.code) {
            let again = Some(location.code.clone());
            let why = refuse(Uncounted::NotAsked { bin: location.code.clone() });
            return Ok(after(state, Progress { again, ..Progress::default() }, Said::Again(Box::new(why))));
        }
        let (count_id, location_id) = (CountId(input.ids.clone().next_uuid()), location.id);
        let sheet = Sheet {
            id: count_id,
            location_id,
            bin,
            reason: CountReason::Request,
            status: CountStatus::Open,
            is_second_of_mine: false,
            holder: None,
            version: location.version,
        };
        return Ok(begin(state, sheet, vec![Effect::Open { count_id, location_id }]));
    };
    if let Some(operator) = sheet.holder {
        return Err(Refusal::TakenByOther { operator });
    }
    if sheet.status == CountStatus::Counted {
        return Err(refuse(Uncounted::Awaits { bin: sheet.bin.code }));
    }
    if sheet.is_second_of_mine {
        return Err(refuse(Uncounted::Second { bin: sheet.bin.code }));
    }
    Ok(begin(state, sheet, Vec::new()))
}

fn begin(state: &State, sheet: Sheet, mut effects: Vec<Effect>) -> Decision<State, Effect> {
    effects.push(Effect::Claim { count_id: sheet.id, location_id: sheet.location_id });
    let progress = Progress { version: sheet.version, ..Progress::default() };
    let state = State { scanned: None, sheet: Some(sheet), progress, ..state.clone() };
    Decision { state, effects, said: Said::Ok }
}

fn count(state: &State, sheet: &Sheet, input: &Input) -> Decided {
    let progress = &state.progress;
    match &input.found {
        Found::Command(CommandCode::Undo) => Ok(undo(state, sheet)),
        Found::Command(CommandCode::Cancel) if progress.closing => {
            Ok(after(state, Progress { closing: false, ..progress.clone() }, Said::Undone))
        }
        Found::Command(CommandCode::Close | CommandCode::Next) => {
            if let Some(waiting) = &progress.goods {
                return Err(Refusal::LotMissing { item: waiting.goods.name.clone() });
            }
            let said = Said::CountConfirm { lines: progress.counted().len() as i64 };
            Ok(after(state, Progress { closing: true, again: None, ..progress.clone() }, said))
        }
        Found::Command(CommandCode::Confirm) if progress.closing => close::close(state, sheet, input),
        Found::Location(location) if location.id == sheet.location_id => {
            Ok(after(state, Progress { unit: None, again: None, ..progress.clone() }, Said::Ok))
        }
        Found::Location(location) => {
            let (scanned, expected) = (location.code.clone(), sheet.bin.code.clone());
            Err(Refusal::WrongBin { scanned, expected })
        }
        Found::Unit(unit) if unit.location_id == Some(sheet.location_id) => {
            let unit = Some(Inside { id: unit.id, code: unit.code.clone() });
            Ok(after(state, Progress { unit, closing: false, again: None, ..progress.clone() }, Said::Ok))
        }
        Found::Unit(unit) => Err(refuse(Uncounted::UnitElsewhere { unit: unit.code.clone() })),
        _ => goods::take(state, input),
    }
}

/// Takes back the last scan: the close, a lot or goods that wait for each other, goods, the unit, the bin itself.
fn undo(state: &State, sheet: &Sheet) -> Decision<State, Effect> {
    let mut progress = Progress { again: None, ..state.progress.clone() };
    let was_closing = std::mem::take(&mut progress.closing);
    let nothing = !was_closing
        && progress.goods.take().is_none()
        && progress.lot.take().is_none()
        && progress.scans.pop().is_none()
        && progress.unit.take().is_none();
    if !nothing {
        return after(state, progress, Said::Undone);
    }
    let effects = vec![Effect::Release { count_id: sheet.id, location_id: sheet.location_id }];
    let next = State { sheet: None, progress: Progress::default(), ..state.clone() };
    Decision { state: next, effects, said: Said::Undone }
}
