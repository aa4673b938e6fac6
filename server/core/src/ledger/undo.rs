//! Taking back what was posted: a compensating movement, where the goods are still where they were put.
//!
//! **Invariant**: history is never edited. What a command moved is taken back as a whole, once, and only while nothing that came
//! after it depends on it.

use crate::id::{HandlingUnitId, MovementId};
use crate::ledger::{Movement, Place, Reason};

/// A movement as undoing it finds it, with its places locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The movement.
    pub id: MovementId,
    /// What it did.
    pub movement: Movement,
    /// Whether another movement has taken it back.
    pub undone: bool,
    /// Where the goods went to.
    pub at: End,
    /// Where they came from.
    pub back: End,
    /// Whether the item is told apart by serials, and how much of the lot is on hand anywhere.
    pub serial_on_hand_base: Option<i64>,
}

/// One end of a movement, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Whether it is an account of the ledger rather than a place.
    pub account: bool,
    /// Whether a count is at work there.
    pub counting: bool,
    /// What of the lot lies there, in the same unit.
    pub on_hand_base: i64,
    /// How much of it is not reserved.
    pub free_base: i64,
    /// The unit at this end; none where the goods are loose.
    pub unit: Option<StandingUnit>,
}

/// A handling unit as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingUnit {
    /// Whether it stands at this end.
    pub here: bool,
    /// Whether someone has it in hand, or an order's goods are in it.
    pub in_use: bool,
    /// All it holds, in base units of whatever lots.
    pub holds_base: i64,
}

/// Why a movement stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is of a kind that its own flow takes back: what came in, what was picked, packed, shipped or counted.
    Reason(Reason),
    /// It was taken back already.
    Undone,
    /// A count is at work at one of its ends.
    Counting,
    /// The goods are no longer where they were put, or not all of them are.
    Gone,
    /// They are reserved for orders there.
    Reserved,
    /// The unit has moved on, holds more by now, or is in use.
    UnitChanged,
    /// The serial is in stock elsewhere by now.
    SerialElsewhere,
}

/// The movements that take back what a command moved.
///
/// # Errors
/// Why it stays as it is.
pub fn undo(posted: &[Posted]) -> Result<Vec<(MovementId, Movement)>, Kept> {
    for one in posted {
        let Movement { reason, quantity_base, .. } = one.movement;
        if !matches!(
            reason,
            Reason::Putaway
                | Reason::Relocate
                | Reason::Adjust
                | Reason::Scrap
                | Reason::Open
                | Reason::Replenish
        ) {
            return Err(Kept::Reason(reason));
        }
        if one.undone {
            return Err(Kept::Undone);
        }
        if one.at.counting || one.back.counting {
            return Err(Kept::Counting);
        }
        for unit in [&one.at.unit, &one.back.unit].into_iter().flatten() {
            if unit.in_use {
                return Err(Kept::UnitChanged);
            }
        }
        if !one.at.account && one.at.on_hand_base < quantity_base {
            return Err(Kept::Gone);
        }
        if !one.at.account && one.at.free_base < quantity_base {
            return Err(Kept::Reserved);
        }
        let serial_lies = one.serial_on_hand_base.is_some_and(|on_hand_base| on_hand_base > 0);
        if one.at.account && serial_lies {
            return Err(Kept::SerialElsewhere);
        }
    }
    units(posted)?;
    let back = |one: &Posted| {
        let Movement { item_id, lot_id, quantity_base, from, to, .. } = one.movement.clone();
        let movement = Movement {
            item_id,
            lot_id,
            quantity_base,
            reserved_base: 0,
            from: to,
            to: from,
            reason: Reason::Undo,
        };
        (one.id, movement)
    };
    Ok(posted.iter().map(back).collect())
}

/// A unit that moved as a whole goes back as a whole; one that goods came out of stands where it stood.
fn units(posted: &[Posted]) -> Result<(), Kept> {
    for one in posted {
        if let (Some(unit), true) = (&one.at.unit, moved_whole(&one.movement)) {
            let of_unit =
                |other: &&Posted| other.movement.to == one.movement.to && moved_whole(&other.movement);
            let moved_base: i64 =
                posted.iter().filter(of_unit).map(|other| other.movement.quantity_base).sum();
            if !unit.here || unit.holds_base != moved_base {
                return Err(Kept::UnitChanged);
            }
        } else if [&one.at.unit, &one.back.unit].into_iter().flatten().any(|unit| !unit.here) {
            return Err(Kept::UnitChanged);
        }
    }
    Ok(())
}

/// Whether a movement took its unit along.
pub fn moved_whole(movement: &Movement) -> bool {
    let unit = |place: Place| place.handling_unit_id;
    unit(movement.from) != HandlingUnitId::NONE && unit(movement.from) == unit(movement.to)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::{ItemId, LocationId, LotId};

    fn place(location: u128, unit: u128) -> Place {
        let unit = HandlingUnitId(Uuid::from_u128(unit));
        Place::within(LocationId(Uuid::from_u128(location)), unit)
    }

    fn end(on_hand_base: i64, free_base: i64) -> End {
        End { account: false, counting: false, on_hand_base, free_base, unit: None }
    }

    fn posted(reason: Reason, from: Place, to: Place) -> Posted {
        let (item_id, lot_id) = (ItemId(Uuid::from_u128(1)), LotId(Uuid::from_u128(2)));
        let movement = Movement { item_id, lot_id, quantity_base: 5, reserved_base: 0, from, to, reason };
        let id = MovementId(Uuid::from_u128(7));
        Posted { id, movement, undone: false, at: end(5, 5), back: end(0, 0), serial_on_hand_base: None }
    }

    fn loose() -> Posted {
        posted(Reason::Relocate, place(10, 0), place(11, 0))
    }

    fn check(change: impl Fn(&mut Posted), expected: Kept) {
        let mut one = loose();
        change(&mut one);
        assert_eq!(undo(&[one]), Err(expected));
    }

    #[test]
    fn goods_that_are_where_they_were_put_go_back() {
        let back = undo(&[loose()]).expect("goes back");
        let (id, movement) = &back[0];
        assert_eq!((*id, movement.reason), (loose().id, Reason::Undo));
        assert_eq!((movement.from, movement.to, movement.quantity_base), (place(11, 0), place(10, 0), 5));
    }

    #[test]
    fn what_came_after_keeps_it() {
        check(|one| one.undone = true, Kept::Undone);
        check(|one| one.at = end(4, 4), Kept::Gone);
        check(|one| one.at = end(9, 4), Kept::Reserved);
        check(|one| one.back.counting = true, Kept::Counting);
        for reason in [Reason::Receive, Reason::Pick, Reason::Ship, Reason::Count, Reason::Undo] {
            check(|one| one.movement.reason = reason, Kept::Reason(reason));
        }
        check(
            |one| {
                one.at.account = true;
                one.serial_on_hand_base = Some(1);
            },
            Kept::SerialElsewhere,
        );
    }

    #[test]
    fn a_unit_goes_back_as_it_came() {
        let unit = |here, in_use, holds_base| Some(StandingUnit { here, in_use, holds_base });
        let mut one = posted(Reason::Putaway, place(10, 9), place(11, 9));
        (one.at.unit, one.back.unit) = (unit(true, false, 5), unit(false, false, 5));
        assert!(undo(&[one.clone()]).is_ok());
        for changed in [unit(false, false, 5), unit(true, false, 6), unit(true, true, 5)] {
            let other = Posted { at: End { unit: changed, ..one.at.clone() }, ..one.clone() };
            assert_eq!(undo(&[other]), Err(Kept::UnitChanged));
        }
        let mut opened = posted(Reason::Open, place(10, 9), place(10, 0));
        opened.back.unit = unit(true, false, 0);
        assert!(undo(&[opened.clone()]).is_ok());
        opened.back.unit = unit(false, false, 0);
        assert_eq!(undo(&[opened]), Err(Kept::UnitChanged));
    }
}
