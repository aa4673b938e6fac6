//! Shipping: a parcel is scanned as it leaves, and its goods leave the stock.
//!
//! **Invariant**: a parcel leaves once, closed, with its whole order packed, and with nothing in it that was held or recalled.

use super::{Decision, Expected, Found, Input, Refusal, Said};
use crate::code::CommandCode;
use crate::id::{ItemId, LocationId, LotId, OrderId, ParcelId};
use crate::ledger::{Movement, Place, Reason};
use crate::lot::{self, LotStatus};
use crate::screen::{ParcelSummary, Progress, Screen, ShipParcel};

/// All that one scan at the dock needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Parcels that wait, oldest first, at most twenty.
    pub waiting: Vec<ParcelSummary>,
    /// How many parcels wait in all.
    pub waiting_count: i64,
    /// Parcels loaded in this task.
    pub loaded: i64,
    /// The last of them.
    pub last: Option<ParcelSummary>,
    /// The parcel just scanned.
    pub scanned: Option<Parcel>,
}

/// How far a parcel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Still being filled.
    Open,
    /// Closed.
    Closed,
    /// Gone.
    Shipped,
}

/// A parcel at the dock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its id.
    pub id: ParcelId,
    /// Its order.
    pub order_id: OrderId,
    /// What the screen says of it.
    pub summary: ParcelSummary,
    /// How far it is.
    pub stage: Stage,
    /// Whether its order is packed.
    pub order_packed: bool,
    /// Parcels of the order that have not left, this one too.
    pub left: i64,
    /// What it holds.
    pub contents: Vec<Content>,
    /// The customer's account.
    pub customer_id: LocationId,
}

/// Some of a lot in a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Where: the desk or dock, and the carton.
    pub place: Place,
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// The lot's code.
    pub lot: String,
    /// The lot's status.
    pub status: LotStatus,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// What a decision commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The parcel leaves.
    Ship {
        /// The parcel.
        parcel_id: ParcelId,
        /// Its order.
        order_id: OrderId,
        /// Its goods, to the customer.
        movements: Vec<Movement>,
    },
    /// All parcels of the order have left.
    Complete {
        /// The order.
        order_id: OrderId,
    },
}

/// Decides on one scan.
///
/// # Errors
/// Why the scan changes nothing.
pub fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
    let code = input.scan.text.clone();
    match &input.found {
        Found::Parcel { .. } => {}
        Found::Command(CommandCode::Undo) => return Err(Refusal::NothingToUndo),
        Found::Nothing | Found::NewUnit(_) => return Err(Refusal::UnknownCode { code }),
        _ => return Err(Refusal::NotHere { code, expected: Expected::Parcel }),
    }
    let Some(parcel) = &state.scanned else { return Err(Refusal::UnknownCode { code }) };
    if parcel.stage == Stage::Shipped {
        return Err(Refusal::AlreadyShipped { parcel: parcel.summary.sscc.clone() });
    }
    if parcel.stage == Stage::Open || !parcel.order_packed {
        return Err(Refusal::NotFinished { left: parcel.left });
    }
    if parcel.contents.is_empty() {
        return Err(Refusal::UnitEmpty { unit: parcel.summary.sscc.clone() });
    }
    for content in &parcel.contents {
        // What was packed in time may leave: only a hold or a recall stops it at the dock.
        lot::usable(content.status, None, 0, input.today).map_err(|why| Refusal::ParcelStopped {
            parcel: parcel.summary.sscc.clone(),
            lot: content.lot.clone(),
            why,
        })?;
    }
    let movements = parcel.contents.iter().map(|content| leaving(content, parcel.customer_id)).collect();
    let mut effects = vec![Effect::Ship { parcel_id: parcel.id, order_id: parcel.order_id, movements }];
    if parcel.left == 1 {
        effects.push(Effect::Complete { order_id: parcel.order_id });
    }
    let mut next = state.clone();
    next.waiting.retain(|waiting| waiting.sscc != parcel.summary.sscc);
    next.waiting_count -= 1;
    next.loaded += 1;
    next.last = Some(parcel.summary.clone());
    next.scanned = None;
    Ok(Decision { state: next, effects, said: Said::Ok })
}

fn leaving(content: &Content, customer: LocationId) -> Movement {
    Movement {
        item_id: content.item_id,
        lot_id: content.lot_id,
        quantity_base: content.quantity_base,
        reserved_base: 0,
        from: content.place,
        to: Place::loose(customer),
        reason: Reason::Ship,
    }
}

/// What the operator sees, and the buttons that do something there.
pub fn screen(state: &State) -> (Screen, Vec<CommandCode>) {
    let progress = Progress { done: state.loaded, total: state.loaded + state.waiting_count };
    let ship = ShipParcel { waiting: state.waiting.clone(), last: state.last.clone(), progress };
    (Screen::ShipParcel(ship), vec![CommandCode::Leave])
}

#[cfg(test)]
mod tests;
