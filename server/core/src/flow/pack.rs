//! Packing: every unit of an order is scanned against what was picked, into parcels that get a tag each.
//!
//! A tote names its order. Each scan of goods is checked off in the open parcel; *close* ends the parcel and, while goods are
//! left, opens the next one. When all is checked, *confirm* closes the last parcel and the order is packed: its totes are free
//! again. The tags are printed at that moment, in the order of the parcels, because only then it is known how many there are.
//!
//! A typed quantity says how many of the last scanned packaging there are in all, so typing it twice changes nothing.
//!
//! **Invariant**: what is checked never exceeds what lies in the order's totes, by lot, nor what was picked for a line.

mod check;
mod state;
#[cfg(test)]
mod tests;

pub use state::{Check, Checked, Closing, Content, Line, Lot, Order, Packed, Parcel, Stage, State};

use super::{Decision, Expected, Found, Input, Refusal, Said, Unit, UnitKind};
use crate::code::CommandCode;
use crate::id::{HandlingUnitId, OrderId, ParcelId};
use crate::screen::{PackDone, PackTote, Screen};

/// What a decision commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The order is on this operator's desk.
    Open {
        /// The order.
        order_id: OrderId,
    },
    /// A new parcel is open; it gets its SSCC and its tracking code.
    OpenParcel {
        /// The order.
        order_id: OrderId,
        /// The parcel.
        parcel: Parcel,
    },
    /// The open parcel holds so much of these lines and lots, in all.
    Check {
        /// The parcel.
        parcel_id: ParcelId,
        /// Zero takes the entry out.
        checked: Vec<Checked>,
    },
    /// The parcel is closed: its goods go from the totes into its carton.
    CloseParcel(Closing),
    /// The order is packed: totes are free, tags are printed.
    Complete {
        /// The order.
        order_id: OrderId,
    },
    /// The tag is printed once more.
    Reprint {
        /// The parcel.
        parcel_id: ParcelId,
    },
}

type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on one scan.
///
/// # Errors
/// Why the scan changes nothing.
pub fn decide(state: &State, input: &Input) -> Decided {
    match &state.order {
        None => at_totes(state, input),
        Some(order) => at_goods(state, order, input),
    }
}

fn at_totes(state: &State, input: &Input) -> Decided {
    let code = || input.scan.text.clone();
    match &input.found {
        Found::Unit(unit) if unit.kind == UnitKind::Tote => open(state, unit, input),
        Found::Command(CommandCode::Print) => reprint(state),
        Found::Command(CommandCode::Undo) => Err(Refusal::NothingToUndo),
        Found::Nothing | Found::NewUnit(_) => Err(Refusal::UnknownCode { code: code() }),
        _ => Err(Refusal::NotHere { code: code(), expected: Expected::Tote }),
    }
}

fn open(state: &State, unit: &Unit, input: &Input) -> Decided {
    let Some(order) = &state.scanned else { return Err(Refusal::UnitEmpty { unit: unit.code.clone() }) };
    match order.stage {
        Stage::Picking { left_base } => return Err(Refusal::NotFinished { left: left_base }),
        Stage::Packed => return Err(Refusal::Closed { document: order.number.clone() }),
        Stage::Ready => {}
    }
    if let Some(operator) = &order.taken_by {
        return Err(Refusal::TakenByOther { operator: operator.clone() });
    }
    if order.left_base() == 0 {
        return Err(Refusal::UnitEmpty { unit: unit.code.clone() });
    }
    let mut order = order.clone();
    let mut effects = vec![Effect::Open { order_id: order.id }];
    if order.parcel.is_none() {
        effects.push(open_parcel(&mut order, input.ids.clone()));
    }
    let next = State { order: Some(order), scanned: None, checks: Vec::new(), packed: None, ..state.clone() };
    Ok(Decision { state: next, effects, said: Said::Ok })
}

fn open_parcel(order: &mut Order, mut ids: crate::id::Ids) -> Effect {
    let parcel = Parcel {
        id: ParcelId(ids.next_uuid()),
        unit_id: HandlingUnitId(ids.next_uuid()),
        number: order.parcels_closed + 1,
    };
    order.parcel = Some(parcel.clone());
    Effect::OpenParcel { order_id: order.id, parcel }
}

fn reprint(state: &State) -> Decided {
    let last = state.packed.as_ref().and_then(|packed| packed.last);
    let parcel_id = last.filter(|_| state.can_print).ok_or(Refusal::NothingWaits)?;
    Ok(Decision { state: state.clone(), effects: vec![Effect::Reprint { parcel_id }], said: Said::Printing })
}

fn at_goods(state: &State, order: &Order, input: &Input) -> Decided {
    let code = || input.scan.text.clone();
    match &input.found {
        Found::Goods { item, packaging_id } => check::goods(state, order, item, *packaging_id, input),
        Found::Quantity(quantity) => check::typed(state, order, *quantity, input.today),
        Found::Command(CommandCode::Undo) => check::undo(state, order),
        Found::Command(CommandCode::Close | CommandCode::Full) => close(state, order, input),
        Found::Command(CommandCode::Confirm) if order.left_base() == 0 => close(state, order, input),
        Found::Command(CommandCode::Print) => Err(Refusal::NothingWaits),
        Found::Command(_) => Err(Refusal::NotHere { code: code(), expected: order.expected() }),
        Found::Unit(unit) if order.has_tote(unit.id) => {
            Ok(Decision { state: state.clone(), effects: Vec::new(), said: Said::Ok })
        }
        Found::Unit(unit) if unit.kind == UnitKind::Tote => {
            Err(Refusal::WrongUnit { scanned: unit.code.clone(), expected: order.totes().join(", ") })
        }
        Found::Attributes | Found::Nothing => check::lot_label(state, order, input),
        Found::NewUnit(code) => Err(Refusal::UnknownCode { code: code.clone() }),
        Found::Unit(_) | Found::Location(_) | Found::Receipt(_) | Found::Parcel { .. } => {
            Err(Refusal::NotHere { code: code(), expected: order.expected() })
        }
    }
}

fn close(state: &State, order: &Order, input: &Input) -> Decided {
    let (left_base, checked_base) = (order.left_base(), order.checked_base());
    let Some(parcel) = order.parcel.as_ref().filter(|_| checked_base > 0) else {
        return Err(Refusal::NotFinished { left: left_base });
    };
    check::still_usable(order, parcel, input.today)?;
    let closing = order.closing(parcel);
    let mut effects = vec![Effect::CloseParcel(closing)];
    let last = left_base == 0;
    let mut next = State { checks: Vec::new(), ..state.clone() };
    if last {
        effects.push(Effect::Complete { order_id: order.id });
        let parcels = order.summaries();
        next.packed =
            Some(Packed { order_id: order.id, number: order.number.clone(), parcels, last: Some(parcel.id) });
        next.order = None;
    } else {
        let mut order = order.after_closing();
        effects.push(open_parcel(&mut order, input.ids.clone()));
        next.order = Some(order);
    }
    Ok(Decision { state: next, effects, said: if last { Said::Done } else { Said::Ok } })
}

/// What the operator sees, and the buttons that do something there.
pub fn screen(state: &State, today: time::Date) -> (Screen, Vec<CommandCode>) {
    let Some(order) = &state.order else {
        return match &state.packed {
            Some(packed) => {
                let done = PackDone { order: packed.number.clone(), parcels: packed.parcels.clone() };
                (Screen::PackDone(done), vec![CommandCode::Print, CommandCode::Leave])
            }
            None => (Screen::PackTote(PackTote { waiting: state.waiting.clone() }), vec![CommandCode::Leave]),
        };
    };
    let mut actions = Vec::new();
    let complete = order.left_base() == 0;
    if complete {
        actions.push(CommandCode::Confirm);
    } else if order.checked_base() > 0 {
        actions.push(CommandCode::Close);
    }
    if !state.checks.is_empty() {
        actions.push(CommandCode::Undo);
    }
    actions.push(CommandCode::Leave);
    let goods = order.shown(today);
    (if complete { Screen::PackClose(goods) } else { Screen::PackGoods(goods) }, actions)
}
