//! Out of the hand: into a bin, or onto a pallet or carton.

use super::{Decided, Effect, Hand, Holder, Lies, Moving, Part, Spot, State, Unmoved, refuse};
use crate::flow::{Decision, Expected, Input, Refusal, Said, Unfit, UnitKind};
use crate::id::HandlingUnitId;
use crate::ledger::{Movement, Place, Reason};
use crate::location::{Coming, LocationKind, fits};

/// Puts what is in hand where the scan says.
pub(super) fn goods(state: &State, source: &Spot, target: &Spot, input: &Input) -> Decided {
    let parts = state.hand.parts();
    let to = place(target);
    if parts.iter().any(|part| part.place == to) {
        return Err(input.not_here(Expected::OtherBin));
    }
    if let Some(unit) = &target.unit {
        holds(unit)?;
    }
    let rows = parts.iter().map(|part| Ok((row(state, part)?, part.quantity_base)));
    let rows: Vec<(&Lies, i64)> = rows.collect::<Result<_, Refusal>>()?;
    let arrivals = rows.iter().map(|(lies, quantity_base)| lies.arrival(*quantity_base)).collect();
    takes(source, target, &Coming { goods: arrivals, in_unit: false })?;
    let back = source.unit.as_ref().is_some_and(Holder::is_of_order);
    let reason = if back { Reason::PutBack } else { Reason::Relocate };
    let mut movements = Vec::new();
    for (lies, quantity_base) in &rows {
        let reserved_base = if *quantity_base > lies.free_base() { lies.reserved_base } else { 0 };
        goes_along(lies, reserved_base, target)?;
        movements.push(movement(lies, *quantity_base, reserved_base, to, reason));
    }
    if back && let Some(said) = again(state, target) {
        let hand = Hand { again: Some(target.bin.id), ..state.hand.clone() };
        return Ok(super::after(state, hand, said));
    }
    let moving = moving(source, target, movements, back);
    let mut effects = vec![Effect::Move(moving)];
    let mut next = State { hand: Hand::default(), target: None, has_moved: !back, ..state.clone() };
    for part in &parts {
        leave(&mut next, part);
    }
    if back && next.goes_back() {
        let (quantity_base, unit) = sum(&rows);
        return Ok(Decision { state: next, effects, said: Said::Posted { quantity_base, unit } });
    }
    effects.extend(source.unit.iter().map(|unit| Effect::Release(unit.id)));
    if let Some(unit) = &source.unit {
        let before = next.waiting.len();
        next.waiting.retain(|waiting| waiting.unit != unit.code);
        next.waiting_count -= (before - next.waiting.len()) as i64;
    }
    Ok(Decision { state: State { source: None, lies: Vec::new(), ..next }, effects, said: Said::Done })
}

/// Moves the whole unit: into a bin, or onto another unit.
pub(super) fn whole(state: &State, source: &Spot, target: &Spot, input: &Input) -> Decided {
    let unit = source.unit.as_ref().ok_or_else(|| input.not_here(Expected::Goods))?;
    if target.unit.as_ref().is_some_and(|other| other.id == unit.id) {
        return Ok(super::after(state, state.hand.clone(), Said::Ok));
    }
    if unit.is_of_order() {
        return Err(input.not_here(Expected::Goods));
    }
    if let Some(onto) = &target.unit {
        holds(onto)?;
        if onto.is_within_source || (onto.kind == UnitKind::Carton && unit.kind == UnitKind::Pallet) {
            return Err(refuse(Unmoved::UnitWithin { unit: unit.code.clone(), within: onto.code.clone() }));
        }
    }
    let parent_id = target.unit.as_ref().map(|onto| onto.id);
    let stays = target.bin.id == source.bin.id;
    if stays && parent_id == unit.parent_id {
        return Err(input.not_here(Expected::OtherBin));
    }
    let arrivals = state.lies.iter().map(|lies| lies.arrival(lies.on_hand_base)).collect();
    takes(source, target, &Coming { goods: arrivals, in_unit: true })?;
    let mut movements = Vec::new();
    for lies in state.lies.iter().filter(|_| !stays) {
        goes_along(lies, lies.reserved_base, target)?;
        let to = Place::within(target.bin.id, lies.place.handling_unit_id);
        movements.push(movement(lies, lies.on_hand_base, lies.reserved_base, to, Reason::Relocate));
    }
    let moving = moving(source, target, movements, false);
    let effects = vec![Effect::Stand { unit_id: unit.id, parent_id, moving }];
    let hand = Hand::default();
    let next =
        State { source: None, target: None, lies: Vec::new(), hand, has_moved: !stays, ..state.clone() };
    Ok(Decision { state: next, effects, said: Said::Done })
}

fn place(spot: &Spot) -> Place {
    let unit = spot.unit.as_ref().map_or(HandlingUnitId::NONE, |unit| unit.id);
    Place::within(spot.bin.id, unit)
}

fn moving(source: &Spot, target: &Spot, movements: Vec<Movement>, back: bool) -> Moving {
    let name = |spot: &Spot| (spot.bin.code.clone(), spot.unit.as_ref().map(|unit| unit.code.clone()));
    let back_of = source.unit.as_ref().and_then(|unit| unit.order_id).filter(|_| back);
    Moving { from: name(source), to: name(target), to_id: target.bin.id, movements, back_of }
}

fn movement(lies: &Lies, quantity_base: i64, reserved_base: i64, to: Place, reason: Reason) -> Movement {
    let (item_id, lot_id) = (lies.item.id, lies.lot.id);
    Movement { item_id, lot_id, quantity_base, reserved_base, from: lies.place, to, reason }
}

/// The stock that goods in hand are of, when it is still there.
fn row<'s>(state: &'s State, part: &Part) -> Result<&'s Lies, Refusal> {
    let lies = state.lies.iter().find(|lies| (lies.place, lies.lot.id) == (part.place, part.lot_id));
    let quantity_base = part.quantity_base;
    let (there_base, free_base) = lies.map_or((0, 0), |lies| (lies.most_base(), lies.free_base()));
    match lies {
        Some(lies) if quantity_base <= free_base || quantity_base == there_base => Ok(lies),
        Some(_) if quantity_base < there_base => {
            Err(refuse(Unmoved::SetAside { free_base, reserved_base: there_base - free_base }))
        }
        _ => Err(refuse(Unmoved::NotSoMuch { quantity_base, there_base })),
    }
}

/// Whether goods may be put onto a unit.
fn holds(unit: &Holder) -> Result<(), Refusal> {
    if unit.is_of_order() || unit.kind == UnitKind::Tote {
        return Err(refuse(Unmoved::OfOrder { unit: unit.code.clone() }));
    }
    match &unit.holder {
        Some(operator) => Err(Refusal::TakenByOther { operator: operator.clone() }),
        None => Ok(()),
    }
}

/// Whether the place takes the goods (R19). What stays in its bin is in the bin's load already, and adds to it no more.
fn takes(source: &Spot, target: &Spot, coming: &Coming) -> Result<(), Refusal> {
    let bin = &target.bin;
    let why = |why| Refusal::BinUnfit { bin: bin.code.clone(), why };
    if bin.room.counting || source.bin.room.counting {
        let bin = if bin.room.counting { bin } else { &source.bin };
        return Err(Refusal::BinUnfit { bin: bin.code.clone(), why: Unfit::Locked });
    }
    match bin.room.kind {
        LocationKind::Storage | LocationKind::PickFace if bin.id == source.bin.id => Ok(()),
        LocationKind::Storage | LocationKind::PickFace => {
            let mut room = bin.room.clone();
            // What goes onto a unit that stands there takes no place of its own.
            if target.unit.is_some() {
                room.load.loose = true;
            }
            let in_unit = coming.in_unit && target.unit.is_none();
            fits(&room, &Coming { in_unit, goods: coming.goods.clone() }).map_err(why)
        }
        LocationKind::Dock | LocationKind::Staging | LocationKind::Quarantine => Ok(()),
        _ => Err(why(Unfit::Kind)),
    }
}

/// Whether what is reserved may go along: orders are served from bins only.
fn goes_along(lies: &Lies, reserved_base: i64, target: &Spot) -> Result<(), Refusal> {
    if reserved_base > 0 && !target.bin.room.kind.is_allocatable() {
        let free_base = lies.free_base();
        return Err(refuse(Unmoved::SetAside { free_base, reserved_base }));
    }
    Ok(())
}

/// Another bin than the proposed one is taken on the second scan (R19).
fn again(state: &State, target: &Spot) -> Option<Said> {
    let proposed = state.proposed().filter(|proposed| proposed.id != target.bin.id)?;
    if state.hand.again == Some(target.bin.id) {
        return None;
    }
    let (scanned, expected) = (target.bin.code.clone(), proposed.code.clone());
    Some(Said::Again(Box::new(Refusal::WrongBin { scanned, expected })))
}

fn leave(state: &mut State, part: &Part) {
    for lies in &mut state.lies {
        if (lies.place, lies.lot.id) == (part.place, part.lot_id) {
            lies.on_hand_base -= part.quantity_base;
            lies.back_base = (lies.back_base - part.quantity_base).max(0);
        }
    }
}

fn sum(rows: &[(&Lies, i64)]) -> (i64, String) {
    let unit = rows.first().map_or_else(String::new, |(lies, _)| lies.item.unit.clone());
    (rows.iter().map(|(_, quantity_base)| quantity_base).sum(), unit)
}
