//! Filling pick faces up: a bin of reserve is named, goods are taken there, and the pick face is scanned.
//!
//! Goods come from storage, of the lot that leaves first (FEFO), from the bin that comes first in the walk. What was scanned is in
//! hand until the pick face is scanned; then it moves, and what is still wanted is sought anew. Nothing before that changes stock.
//!
//! **Invariant**: never more is taken than is free in the bin and wanted at the face; goods that may not be used stay where they are.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::allocate::leaves_before;
use crate::code::CommandCode;
use crate::flow::named::lot_of;
use crate::flow::{Decision, Expected, Found, Input, Refusal, Said, Unfit};
use crate::id::{LocationId, LotId, PackagingId, ReplenishmentId};
use crate::item::{Item, Tracking};
use crate::ledger::{Movement, Place, Reason};
use crate::location::{Arrival, Coming, Room, fits};
use crate::lot::{Lot, usable};
use crate::screen::{Bin, Goods, ReplenishFace, ReplenishStop, Screen};

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Faces that wait to be filled up, in the order of the walk, at most twenty.
    pub waiting: Vec<Bin>,
    /// How many wait in all.
    pub waiting_count: i64,
    /// The fill at the scanned face, or the next one where that was asked for, while none is at work.
    pub scanned: Option<Fill>,
    /// The fill at work.
    pub fill: Option<Fill>,
    /// What reserve has of the item; loaded once a face is chosen.
    pub sources: Vec<Source>,
    /// The face with what it holds, and the goods in hand as they come; loaded when they are about to go in.
    pub arrival: Option<(Room, Arrival)>,
    /// Progress within the step.
    pub hand: Hand,
}

/// A pick face to be filled up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// Its id.
    pub id: ReplenishmentId,
    /// The pick face.
    pub location_id: LocationId,
    /// The pick face as people see it.
    pub bin: Bin,
    /// Whether a count is at work there.
    pub counting: bool,
    /// What it wants.
    pub item: Item,
    /// How much it still wants, in base units.
    pub left_base: i64,
    /// Another operator who is at it now.
    pub holder: Option<String>,
}

/// Stock in reserve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Where exactly.
    pub place: Place,
    /// The bin as people see it.
    pub bin: Bin,
    /// The bin's place in the walk.
    pub pick_sequence: i64,
    /// The lot.
    pub lot: Lot,
    /// What is not reserved of it, in base units.
    pub free_base: i64,
    /// Whether other lots of the item lie in the bin, so that the lot must be scanned (R04).
    pub is_mixed: bool,
}

/// What a task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hand {
    /// The bin of reserve that was scanned.
    pub at: Option<LocationId>,
    /// Where goods are taken from, once some are in hand.
    pub from: Option<(Place, LotId)>,
    /// Base units that each scan of goods brought, in order.
    pub scans: Vec<i64>,
}

/// What a decision commits.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// This operator fills the face up.
    Claim(ReplenishmentId),
    /// The operator leaves it: it waits again.
    Release(ReplenishmentId),
    /// Goods went from reserve to the face.
    Post {
        /// The fill.
        id: ReplenishmentId,
        /// The movement.
        movement: Movement,
        /// Whether the face has what it wants.
        done: bool,
    },
    /// Reserve has nothing more of the item: the fill ends with what it got.
    End(ReplenishmentId),
}

impl State {
    /// Who stands at a bin that goods no longer come from, since it was emptied, is counted, or another lot leaves first by now, has
    /// nothing in hand: the face is filled from elsewhere.
    pub fn let_go_of_gone(&mut self, today: Date) {
        let here = self.source(today).map(|source| source.place.location_id);
        if self.hand.at.is_some() && self.hand.at != here {
            self.hand = Hand::default();
        }
    }

    /// Where goods come from now: the place that some are in hand from, else the best one.
    pub fn source(&self, today: Date) -> Option<&Source> {
        match &self.hand.from {
            Some(from) => self.sources.iter().find(|source| (source.place, source.lot.id) == *from),
            None => choose_source(&self.sources, today),
        }
    }
}

type Decided = Result<Decision<State, Effect>, Refusal>;

impl Hand {
    fn base(&self) -> i64 {
        self.scans.iter().sum()
    }
}

/// The stock to take: of what may be used, the lot that leaves first; then the walk.
pub fn choose_source(stock: &[Source], today: Date) -> Option<&Source> {
    let fit = stock.iter().filter(|source| {
        source.free_base > 0 && usable(source.lot.status, source.lot.expiry, 0, today).is_ok()
    });
    fit.min_by(|a, b| {
        leaves_before(&a.lot, &b.lot).then(a.pick_sequence.cmp(&b.pick_sequence)).then_with(|| {
            (&a.bin.code, a.place.handling_unit_id.0).cmp(&(&b.bin.code, b.place.handling_unit_id.0))
        })
    })
}

/// Decides on a scan.
///
/// # Errors
/// Why it changes nothing.
pub fn decide(state: &State, input: &Input) -> Decided {
    match &state.fill {
        None => choose(state, input),
        Some(fill) => fill_up(state, fill, input),
    }
}

fn after(state: &State, hand: Hand, said: Said) -> Decision<State, Effect> {
    Decision { state: State { hand, ..state.clone() }, effects: Vec::new(), said }
}

/// Which face: the one that is scanned, or the next.
fn choose(state: &State, input: &Input) -> Decided {
    match &input.found {
        Found::Location(_) | Found::Command(CommandCode::Next) => {}
        Found::Command(CommandCode::Undo) => return Err(Refusal::NothingToUndo),
        _ => return Err(input.not_here(Expected::Bin)),
    }
    let fill = state.scanned.clone().ok_or(Refusal::NothingWaits)?;
    if let Some(operator) = fill.holder {
        return Err(Refusal::TakenByOther { operator });
    }
    if state.source(input.today).is_none() {
        return Ok(end(state, &fill, Vec::new()));
    }
    let effects = vec![Effect::Claim(fill.id)];
    let next = State { scanned: None, fill: Some(fill), hand: Hand::default(), ..state.clone() };
    Ok(Decision { state: next, effects, said: Said::Ok })
}

/// Reserve has nothing more: the fill ends.
fn end(state: &State, fill: &Fill, mut effects: Vec<Effect>) -> Decision<State, Effect> {
    effects.push(Effect::End(fill.id));
    let why = Refusal::NothingInReserve { item: fill.item.name.clone() };
    let next = State { scanned: None, ..without(state, &fill.bin) };
    Decision { state: next, effects, said: Said::Wanted(Box::new(why)) }
}

/// Reserve has nothing more, which who goes on is told; what has no place here ends nothing.
fn dry(state: &State, fill: &Fill, input: &Input) -> Decided {
    match &input.found {
        Found::Location(_) | Found::Goods { .. } | Found::Command(CommandCode::Next) => {
            Ok(end(state, fill, Vec::new()))
        }
        _ => Err(input.not_here(Expected::Bin)),
    }
}

/// The state without a face that no longer waits.
fn without(state: &State, bin: &Bin) -> State {
    let mut next = State { fill: None, sources: Vec::new(), hand: Hand::default(), ..state.clone() };
    next.waiting.retain(|waiting| waiting.code != bin.code);
    next.waiting_count -= (state.waiting.len() - next.waiting.len()) as i64;
    next
}

fn fill_up(state: &State, fill: &Fill, input: &Input) -> Decided {
    if let Found::Command(CommandCode::Undo | CommandCode::Cancel) = input.found {
        let mut hand = state.hand.clone();
        if hand.scans.pop().is_some() {
            if hand.scans.is_empty() {
                hand.from = None;
            }
            return Ok(after(state, hand, Said::Undone));
        }
        if hand.at.take().is_some() {
            return Ok(after(state, hand, Said::Undone));
        }
        let next = State { fill: None, sources: Vec::new(), hand, ..state.clone() };
        return Ok(Decision { state: next, effects: vec![Effect::Release(fill.id)], said: Said::Undone });
    }
    let Some(source) = state.source(input.today) else { return dry(state, fill, input) };
    if state.hand.at != Some(source.place.location_id) {
        return go(state, source, input);
    }
    match &input.found {
        Found::Goods { item, packaging_id } => take(state, fill, source, (item, *packaging_id), input),
        Found::Quantity(quantity) => typed(state, fill, source, *quantity),
        Found::Location(bin) if bin.id == fill.location_id => post(state, fill, source, input),
        Found::Location(bin) if state.hand.base() > 0 => {
            Err(Refusal::WrongBin { scanned: bin.code.clone(), expected: fill.bin.code.clone() })
        }
        Found::Location(bin) if bin.id == source.place.location_id => {
            Ok(after(state, state.hand.clone(), Said::Ok))
        }
        _ => Err(input.not_here(Expected::Goods)),
    }
}

fn go(state: &State, source: &Source, input: &Input) -> Decided {
    match &input.found {
        Found::Location(bin) if bin.id == source.place.location_id => {
            let hand = Hand { at: Some(bin.id), ..Hand::default() };
            Ok(after(state, hand, Said::Ok))
        }
        Found::Location(bin) => {
            Err(Refusal::WrongBin { scanned: bin.code.clone(), expected: source.bin.code.clone() })
        }
        _ => Err(input.not_here(Expected::Bin)),
    }
}

/// How much more may be taken here.
fn most_base(fill: &Fill, source: &Source) -> i64 {
    fill.left_base.min(source.free_base)
}

fn take(
    state: &State,
    fill: &Fill,
    source: &Source,
    (item, packaging_id): (&Item, Option<PackagingId>),
    input: &Input,
) -> Decided {
    if item.id != fill.item.id {
        let (scanned, expected) = (item.name.clone(), fill.item.name.clone());
        return Err(Refusal::WrongItem { scanned, expected });
    }
    let content = &input.scan.content;
    let lot = lot_of(item.tracking, content);
    match lot {
        Some(lot) if lot != source.lot.code => {
            let (scanned, expected) = (lot.to_owned(), source.lot.code.clone());
            return Err(Refusal::WrongLot { scanned, expected, bin: source.bin.code.clone() });
        }
        None if item.tracking == Tracking::Serial || (item.tracking == Tracking::Lot && source.is_mixed) => {
            return Err(Refusal::LotMissing { item: item.name.clone() });
        }
        _ => {}
    }
    let packaging = packaging_id.and_then(|id| fill.item.packaging(id));
    let (name, base) = packaging.map_or((&item.unit, 1), |one| (&one.name, one.quantity_base));
    let count = content.count.map_or(1, |count| i64::try_from(count).unwrap_or(i64::MAX));
    let quantity_base = count.checked_mul(base).filter(|base| *base > 0);
    let quantity_base = quantity_base.ok_or(Refusal::BadQuantity { quantity: count })?;
    let left_base = most_base(fill, source) - state.hand.base();
    if quantity_base > left_base {
        return Err(Refusal::TooMuch { quantity_base, left_base });
    }
    let mut hand = Hand { from: Some((source.place, source.lot.id)), ..state.hand.clone() };
    hand.scans.push(quantity_base);
    let (packaging, unit) = (name.clone(), item.unit.clone());
    Ok(after(state, hand, Said::Goods { count, packaging, packaging_base: base, unit }))
}

/// A typed quantity says how many base units are in hand in all.
fn typed(state: &State, fill: &Fill, source: &Source, quantity_base: i64) -> Decided {
    if state.hand.scans.is_empty() {
        let code = quantity_base.to_string();
        return Err(Refusal::NotHere { code, expected: Expected::Goods });
    }
    if quantity_base <= 0 {
        return Err(Refusal::BadQuantity { quantity: quantity_base });
    }
    let left_base = most_base(fill, source);
    if quantity_base > left_base {
        return Err(Refusal::TooMuch { quantity_base, left_base });
    }
    let mut hand = state.hand.clone();
    hand.scans.push(quantity_base - state.hand.base());
    let unit = fill.item.unit.clone();
    let said = Said::Goods { count: quantity_base, packaging: unit.clone(), packaging_base: 1, unit };
    Ok(after(state, hand, said))
}

/// What is in hand goes into the face.
fn post(state: &State, fill: &Fill, source: &Source, input: &Input) -> Decided {
    let quantity_base = state.hand.base();
    if quantity_base == 0 {
        return Err(input.not_here(Expected::Goods));
    }
    if state.hand.from != Some((source.place, source.lot.id)) || quantity_base > source.free_base {
        return Err(Refusal::TooMuch { quantity_base, left_base: source.free_base });
    }
    if fill.counting {
        return Err(Refusal::BinUnfit { bin: fill.bin.code.clone(), why: Unfit::Locked });
    }
    if let Some((room, arrival)) = &state.arrival {
        // The same check as for every other way into a bin (R19): a desk may have changed the face since it was asked to be filled up.
        let goods = vec![Arrival { quantity_base, ..*arrival }];
        fits(room, &Coming { goods, in_unit: false })
            .map_err(|why| Refusal::BinUnfit { bin: fill.bin.code.clone(), why })?;
    }
    let today = input.today;
    usable(source.lot.status, source.lot.expiry, 0, today)
        .map_err(|why| Refusal::UnusableLot { lot: source.lot.code.clone(), why })?;
    let movement = Movement {
        item_id: fill.item.id,
        lot_id: source.lot.id,
        quantity_base,
        reserved_base: 0,
        from: source.place,
        to: Place::loose(fill.location_id),
        reason: Reason::Replenish,
    };
    let left_base = fill.left_base - quantity_base;
    let done = left_base <= 0;
    let effects = vec![Effect::Post { id: fill.id, movement, done }];
    let unit = fill.item.unit.clone();
    if done {
        return Ok(Decision { state: without(state, &fill.bin), effects, said: Said::Done });
    }
    let fill = Fill { left_base, ..fill.clone() };
    let mut next = State { hand: Hand::default(), ..state.clone() };
    for taken in
        next.sources.iter_mut().filter(|one| (one.place, one.lot.id) == (source.place, source.lot.id))
    {
        taken.free_base -= quantity_base;
    }
    if next.source(today).is_none() {
        return Ok(end(&next, &fill, effects));
    }
    next.fill = Some(fill);
    Ok(Decision { state: next, effects, said: Said::Posted { quantity_base, unit } })
}

/// What the operator sees, and the buttons that do something there.
pub fn screen(state: &State, today: Date) -> (Screen, Vec<CommandCode>) {
    use CommandCode::{Leave, Next, Undo};
    let fill = state.fill.as_ref();
    let Some((fill, source)) = fill.and_then(|fill| Some((fill, state.source(today)?))) else {
        let (waiting, waiting_count) = (state.waiting.clone(), state.waiting_count);
        let screen = Screen::ReplenishFace(ReplenishFace { waiting, waiting_count });
        let actions = if state.waiting.is_empty() { vec![Leave] } else { vec![Next, Leave] };
        return (screen, actions);
    };
    let in_hand_base = state.hand.base();
    let shown_base = if in_hand_base > 0 { in_hand_base } else { most_base(fill, source) };
    let lot = source.lot.seen(fill.item.tracking).map(str::to_owned);
    let goods = Goods::of(&fill.item, lot, source.lot.expiry, shown_base, today);
    let stop =
        ReplenishStop { from: source.bin.clone(), to: fill.bin.clone(), goods, left_base: fill.left_base };
    let screen = match (state.hand.at == Some(source.place.location_id), in_hand_base > 0) {
        (false, _) => Screen::ReplenishBin(stop),
        (true, false) => Screen::ReplenishGoods(stop),
        (true, true) => Screen::ReplenishInto(stop),
    };
    (screen, vec![Undo, Leave])
}
