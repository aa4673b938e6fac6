//! Putting away: a pallet at the dock is scanned, a bin is suggested, and the bin is scanned.
//!
//! The suggestion is the same for everyone who looks at the same stock: a bin that holds the same lot already, else one that
//! holds the same item where lots need not be told apart (the bin is for one item, or nobody scans the goods' lots), else an
//! empty one, else another one with room; of these, one of the item's ABC class comes before one of none and of another; then
//! the walk through the warehouse decides. It is only a suggestion:
//! another bin that can take the pallet is accepted on the second scan, and one that can't is refused with the reason (R19).
//! What a bin holds is read when it is scanned, locked, so a bin that was filled meanwhile is refused too, and another one is
//! suggested.
//!
//! The pallet that was put away last goes back to its dock on an undo, where it still stands as it was put (R21).
//!
//! A pallet in another operator's hands (being loaded, or on its way) is refused; one that was left in a parked task is free.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::CommandCode;
use crate::flow::moved::{Back, Last, take_back};
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, Unfit, UnitKind};
use crate::id::{HandlingUnitId, ItemId, LocationId, LotId};
use crate::item::Packaging;
use crate::ledger::{Movement, Place, Reason};
use crate::location::{AbcClass, Arrival, Coming, Mixing, Room, TemperatureClass, fits};
use crate::quantity::Quantity;
use crate::screen::{Bin, Freshness, Goods, PutawayBin, PutawayUnit, Screen};

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Pallets that wait at docks, oldest first; loaded where they may be shown.
    pub waiting: Vec<String>,
    /// The pallet in hand.
    pub unit: Option<Pallet>,
    /// The pallet that was scanned, while none is in hand.
    pub scanned: Option<Pallet>,
    /// Where the pallet in hand, or the one scanned, should go.
    pub planned: Option<BinFacts>,
    /// The bin that was scanned.
    pub bin: Option<BinFacts>,
    /// A bin other than the planned one that was scanned once.
    pub again: Option<LocationId>,
    /// The pallet that was put away last, as long as that may be taken back.
    pub moved: Option<String>,
    /// What was moved with it; loaded to take it back.
    #[serde(skip)]
    pub last: Option<Last>,
}

/// A pallet with what is on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pallet {
    /// The handling unit.
    pub id: HandlingUnitId,
    /// Its SSCC.
    pub code: String,
    /// Where it stands.
    pub location_id: LocationId,
    /// The code of that place.
    pub location: String,
    /// Whether that is a dock.
    pub at_dock: bool,
    /// Another operator who has it in hand now.
    pub holder: Option<String>,
    /// What is on it.
    pub contents: Vec<Content>,
}

/// Stock on a pallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The unit it lies in: the pallet, or one that stands on it.
    pub unit_id: HandlingUnitId,
    /// The item.
    pub item_id: ItemId,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The item's packagings.
    pub packagings: Vec<Packaging>,
    /// The lot.
    pub lot_id: LotId,
    /// The lot's code; `None` for an implicit lot.
    pub lot: Option<String>,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// Base units.
    pub quantity_base: i64,
    /// How cold the item wants it.
    pub temperature_class: TemperatureClass,
    /// How often the item is asked for.
    pub abc_class: AbcClass,
    /// Milligrams of a base unit; 0 when unknown.
    pub weight_mg_base: i64,
    /// Cubic millimetres of a base unit; 0 when unknown.
    pub volume_mm3_base: i64,
}

/// What a bin is, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinFacts {
    /// The location.
    pub id: LocationId,
    /// Its code.
    pub code: String,
    /// Its zone's name.
    pub zone: String,
    /// Its place in the walk.
    pub pick_sequence: i64,
    /// The goods it is meant for.
    pub abc_class: Option<AbcClass>,
    /// Its room and its load.
    pub room: Room,
}

/// What a decision asks to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The task takes the pallet in hand.
    Claim(HandlingUnitId),
    /// The task lets go of it.
    Release(HandlingUnitId),
    /// The pallet moves into a bin with all it holds.
    Store {
        /// The pallet.
        unit_id: HandlingUnitId,
        /// Its SSCC.
        unit: String,
        /// The code of the place it stood in.
        from: String,
        /// The bin.
        bin_id: LocationId,
        /// The bin's code.
        bin: String,
        /// The stock that moves.
        movements: Vec<Movement>,
    },
    /// The pallet that was put away last goes back to its dock.
    TakeBack(Back),
}

impl BinFacts {
    /// Whether the pallet may stand here.
    ///
    /// # Errors
    /// Why not.
    pub fn takes(&self, pallet: &Pallet) -> Result<(), Unfit> {
        fits(&self.room, &pallet.coming())
    }

    /// The bin as screens show it; the first two parts of its code are emphasised.
    pub fn shown(&self) -> Bin {
        let parts: Vec<&str> = self.code.split('-').collect();
        let aisle = if parts.len() > 1 { parts[..2].join("-") } else { String::new() };
        Bin { code: self.code.clone(), aisle, zone: self.zone.clone() }
    }
}

impl Pallet {
    /// What comes with it.
    pub fn coming(&self) -> Coming {
        let arrival = |content: &Content| Arrival {
            item_id: content.item_id,
            lot_id: content.lot_id,
            temperature_class: content.temperature_class,
            quantity_base: content.quantity_base,
            weight_mg_base: content.weight_mg_base,
            volume_mm3_base: content.volume_mm3_base,
        };
        Coming { goods: self.contents.iter().map(arrival).collect(), in_unit: true }
    }

    /// Whether nobody scans the lots of what is on it.
    pub fn is_without_lots(&self) -> bool {
        self.contents.iter().all(|content| content.lot.is_none())
    }

    /// The best class of what is on it.
    pub fn abc_class(&self) -> AbcClass {
        self.contents.iter().map(|content| content.abc_class).min().unwrap_or_default()
    }
}

/// The bin to suggest, of those given: same goods before empty before others, then by class, then by the walk.
pub fn suggest<'b>(pallet: &Pallet, bins: &'b [BinFacts]) -> Option<&'b BinFacts> {
    let class = pallet.abc_class();
    let rank = |bin: &BinFacts| {
        let holds = |is: &dyn Fn(&Content, (ItemId, LotId)) -> bool| {
            bin.room.holds.iter().any(|held| pallet.contents.iter().any(|content| is(content, *held)))
        };
        let lots_may_mix = bin.room.mixing == Mixing::OneItem || pallet.is_without_lots();
        let goods = if holds(&|content, held| (content.item_id, content.lot_id) == held) {
            0
        } else if lots_may_mix && holds(&|content, (item, _)| content.item_id == item) {
            1
        } else if bin.room.load.units == 0 {
            2
        } else {
            3
        };
        let meant = match bin.abc_class {
            Some(meant) if meant == class => 0,
            None => 1,
            Some(_) => 2,
        };
        (goods, meant, bin.pick_sequence)
    };
    let fit = bins.iter().filter(|bin| bin.takes(pallet).is_ok());
    fit.min_by(|a, b| (rank(a), &a.code).cmp(&(rank(b), &b.code)))
}

type Decided = Result<Decision<State, Effect>, Refusal>;

/// Decides on a scan.
pub fn decide(state: &State, input: &Input) -> Decided {
    match &state.unit {
        None => choose(state, input),
        Some(unit) => place(state, unit, input),
    }
}

fn decided(state: State, effects: Vec<Effect>, said: Said) -> Decided {
    Ok(Decision { state, effects, said })
}

fn choose(state: &State, input: &Input) -> Decided {
    let unit = match &input.found {
        Found::Unit(unit) if unit.kind == UnitKind::Pallet => unit,
        Found::Command(CommandCode::Undo) => return undo(state),
        _ => return Err(input.not_here(Expected::Pallet)),
    };
    let pallet = state.scanned.clone().filter(|pallet| pallet.id == unit.id);
    let pallet = pallet.ok_or_else(|| input.not_here(Expected::Pallet))?;
    if !pallet.at_dock {
        return Err(input.not_here(Expected::Pallet));
    }
    if let Some(operator) = pallet.holder {
        return Err(Refusal::TakenByOther { operator });
    }
    if pallet.contents.is_empty() {
        return Err(Refusal::UnitEmpty { unit: pallet.code });
    }
    if state.planned.is_none() {
        return Err(Refusal::NoBin { unit: pallet.code });
    }
    let effects = vec![Effect::Claim(pallet.id)];
    let next = State { unit: Some(pallet), scanned: None, again: None, ..state.clone() };
    decided(next, effects, Said::Ok)
}

/// The pallet that was put away last stands where it stood, and waits.
fn undo(state: &State) -> Decided {
    let (back, said) = take_back(state.last.as_ref())?;
    let mut next = State { last: None, moved: None, ..state.clone() };
    next.waiting.splice(0..0, state.moved.clone());
    decided(next, vec![Effect::TakeBack(back)], said)
}

fn place(state: &State, unit: &Pallet, input: &Input) -> Decided {
    match &input.found {
        Found::Location(location) => {
            let bin = state.bin.as_ref().filter(|bin| bin.id == location.id);
            let bin = bin.ok_or_else(|| input.not_here(Expected::Bin))?;
            if let Err(why) = bin.takes(unit) {
                return Err(Refusal::BinUnfit { bin: bin.code.clone(), why });
            }
            let planned = state.planned.as_ref().filter(|planned| planned.id != bin.id);
            match planned {
                Some(planned) if state.again != Some(bin.id) => {
                    let (scanned, expected) = (bin.code.clone(), planned.code.clone());
                    let next = State { again: Some(bin.id), ..state.clone() };
                    let why = Refusal::WrongBin { scanned, expected };
                    decided(next, Vec::new(), Said::Again(Box::new(why)))
                }
                _ => store(state, unit, bin),
            }
        }
        Found::Unit(other) if other.id == unit.id => decided(state.clone(), Vec::new(), Said::Ok),
        Found::Unit(other) => {
            Err(Refusal::WrongUnit { scanned: other.code.clone(), expected: unit.code.clone() })
        }
        Found::Command(CommandCode::Undo | CommandCode::Cancel) => {
            let mut waiting = state.waiting.clone();
            if !waiting.contains(&unit.code) {
                waiting.insert(0, unit.code.clone());
            }
            let next = State { waiting, moved: state.moved.clone(), ..State::default() };
            decided(next, vec![Effect::Release(unit.id)], Said::Undone)
        }
        _ => Err(input.not_here(Expected::Bin)),
    }
}

fn store(state: &State, unit: &Pallet, bin: &BinFacts) -> Decided {
    let movement = |content: &Content| Movement {
        item_id: content.item_id,
        lot_id: content.lot_id,
        quantity_base: content.quantity_base,
        reserved_base: 0,
        from: Place::within(unit.location_id, content.unit_id),
        to: Place::within(bin.id, content.unit_id),
        reason: Reason::Putaway,
    };
    let stored = Effect::Store {
        unit_id: unit.id,
        unit: unit.code.clone(),
        from: unit.location.clone(),
        bin_id: bin.id,
        bin: bin.code.clone(),
        movements: unit.contents.iter().map(movement).collect(),
    };
    let waiting = state.waiting.iter().filter(|code| **code != unit.code).cloned().collect();
    decided(State { waiting, moved: Some(unit.code.clone()), ..State::default() }, vec![stored], Said::Done)
}

/// What the operator sees, and the buttons that do something there.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    let (Some(unit), Some(planned)) = (&state.unit, &state.planned) else {
        let screen = Screen::PutawayUnit(PutawayUnit { waiting: state.waiting.clone() });
        let mut actions = vec![CommandCode::Undo, CommandCode::Leave];
        actions.retain(|action| *action != CommandCode::Undo || state.moved.is_some());
        return (screen, actions);
    };
    let goods = |content: &Content| Goods {
        sku: content.sku.clone(),
        name: content.name.clone(),
        lot: content.lot.clone(),
        expiry: content.expiry,
        freshness: Freshness::on(content.expiry, today),
        quantity: Quantity::split(content.quantity_base, &content.unit, &content.packagings),
    };
    let screen = PutawayBin {
        unit: unit.code.clone(),
        goods: unit.contents.iter().map(goods).collect(),
        bin: planned.shown(),
    };
    (Screen::PutawayBin(screen), vec![CommandCode::Undo, CommandCode::Leave])
}
