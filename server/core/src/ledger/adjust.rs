//! Corrections: what a supervisor may add to a place, and take from it.
//!
//! **Invariant**: a correction never takes what is reserved, never makes stock negative, and never touches goods that are on
//! their way to a customer: those are corrected by the order.

use crate::id::{HandlingUnitId, LotId};
use crate::location::LocationKind;

/// Stock of an item in one location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// The lot.
    pub lot_id: LotId,
    /// Its code.
    pub lot: String,
    /// The handling unit, or [`HandlingUnitId::NONE`].
    pub handling_unit_id: HandlingUnitId,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// Whether the unit holds an order's goods.
    pub of_order: bool,
}

impl Lying {
    /// On hand and not reserved.
    pub fn free_base(&self) -> i64 {
        self.on_hand_base - self.reserved_base
    }
}

/// A place as a correction finds it, locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What it is for.
    pub kind: LocationKind,
    /// Whether a count is at work in it.
    pub counting: bool,
    /// Whether the unit that was named is for an order's goods.
    pub of_order: bool,
    /// What of the item lies there.
    pub lying: Vec<Lying>,
}

/// A lot of the item that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The lot.
    pub id: LotId,
    /// What is on hand of it anywhere, for serials.
    pub on_hand_base: i64,
}

/// What is to be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The lot, where one was named.
    pub lot: Option<Named>,
    /// The handling unit, or [`HandlingUnitId::NONE`].
    pub handling_unit_id: HandlingUnitId,
    /// Whether the item is told apart by serial numbers.
    pub serial: bool,
    /// Base units found (more than zero) or missing (less).
    pub quantity_base: i64,
}

/// Why stock is not corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unadjusted {
    /// Nothing would change.
    Nothing,
    /// The place is no bin: an account, a cart, a desk.
    NoBin,
    /// A count is at work there; it says what lies there.
    Counting,
    /// The goods are an order's.
    OfOrder,
    /// The item lies there in several lots, and none was named.
    SeveralLots,
    /// There is no such stock there.
    NotThere,
    /// No more than this is there.
    TooMuch {
        /// On hand, in base units.
        on_hand_base: i64,
    },
    /// No more than this is free.
    Reserved {
        /// Free, in base units.
        free_base: i64,
    },
    /// A serial is one piece, and is in one place.
    SerialElsewhere,
}

/// The lot that a correction is about.
///
/// # Errors
/// Why stock stays as it is.
pub fn adjust(spot: &Spot, wish: &Wish) -> Result<LotId, Unadjusted> {
    use LocationKind::{Dock, PickFace, Quarantine, Staging, Storage};
    if wish.quantity_base == 0 {
        return Err(Unadjusted::Nothing);
    }
    if !matches!(spot.kind, Dock | Storage | PickFace | Staging | Quarantine) {
        return Err(Unadjusted::NoBin);
    }
    if spot.counting {
        return Err(Unadjusted::Counting);
    }
    let here: Vec<&Lying> = spot
        .lying
        .iter()
        .filter(|row| row.handling_unit_id == wish.handling_unit_id)
        .filter(|row| wish.lot.is_none_or(|lot| lot.id == row.lot_id))
        .collect();
    if spot.of_order || here.iter().any(|row| row.of_order) {
        return Err(Unadjusted::OfOrder);
    }
    match (here.as_slice(), wish.lot) {
        ([_, _, ..], _) => Err(Unadjusted::SeveralLots),
        ([row], _) if wish.quantity_base < 0 => taken(row, -wish.quantity_base).map(|()| row.lot_id),
        ([_], _) if wish.serial => Err(Unadjusted::SerialElsewhere),
        ([row], _) => Ok(row.lot_id),
        ([], Some(lot)) if wish.quantity_base > 0 => {
            if wish.serial && (wish.quantity_base > 1 || lot.on_hand_base > 0) {
                return Err(Unadjusted::SerialElsewhere);
            }
            Ok(lot.id)
        }
        ([], _) => Err(Unadjusted::NotThere),
    }
}

fn taken(row: &Lying, quantity_base: i64) -> Result<(), Unadjusted> {
    if quantity_base > row.on_hand_base {
        return Err(Unadjusted::TooMuch { on_hand_base: row.on_hand_base });
    }
    if quantity_base > row.free_base() {
        return Err(Unadjusted::Reserved { free_base: row.free_base() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NONE: HandlingUnitId = HandlingUnitId::NONE;

    fn lot(n: u128) -> LotId {
        LotId(Uuid::from_u128(n))
    }

    fn lying(n: u128, unit: HandlingUnitId, on_hand_base: i64, reserved_base: i64) -> Lying {
        let (lot_id, handling_unit_id) = (lot(n), unit);
        Lying { lot_id, lot: format!("L{n}"), handling_unit_id, on_hand_base, reserved_base, of_order: false }
    }

    fn spot(lying: Vec<Lying>) -> Spot {
        Spot { kind: LocationKind::Storage, counting: false, of_order: false, lying }
    }

    fn wish(named: Option<u128>, quantity_base: i64) -> Wish {
        let lot = named.map(|n| Named { id: lot(n), on_hand_base: 0 });
        Wish { lot, handling_unit_id: NONE, serial: false, quantity_base }
    }

    #[test]
    fn no_correction_takes_what_is_reserved_or_not_there() {
        let here = spot(vec![lying(1, NONE, 10, 4)]);
        let check = |quantity_base, expected| assert_eq!(adjust(&here, &wish(None, quantity_base)), expected);
        check(-6, Ok(lot(1)));
        check(-7, Err(Unadjusted::Reserved { free_base: 6 }));
        check(-11, Err(Unadjusted::TooMuch { on_hand_base: 10 }));
        check(5, Ok(lot(1)));
        check(0, Err(Unadjusted::Nothing));
        assert_eq!(adjust(&here, &wish(Some(2), -1)), Err(Unadjusted::NotThere));
        assert_eq!(adjust(&here, &wish(Some(2), 3)), Ok(lot(2)), "a lot that was found");
    }

    #[test]
    fn the_lot_is_named_where_there_are_several() {
        let pallet = HandlingUnitId(Uuid::from_u128(9));
        let here = spot(vec![lying(1, NONE, 10, 0), lying(2, NONE, 5, 0), lying(3, pallet, 7, 0)]);
        assert_eq!(adjust(&here, &wish(None, -1)), Err(Unadjusted::SeveralLots));
        assert_eq!(adjust(&here, &wish(Some(2), -1)), Ok(lot(2)));
        let on_pallet = Wish { handling_unit_id: pallet, ..wish(None, -7) };
        assert_eq!(adjust(&here, &on_pallet), Ok(lot(3)));
        assert_eq!(adjust(&spot(Vec::new()), &wish(None, 1)), Err(Unadjusted::NotThere));
    }

    #[test]
    fn orders_goods_counts_and_accounts_are_left_alone() {
        let mut here = spot(vec![lying(1, NONE, 10, 0)]);
        here.counting = true;
        assert_eq!(adjust(&here, &wish(None, -1)), Err(Unadjusted::Counting));
        here.counting = false;
        here.lying[0].of_order = true;
        assert_eq!(adjust(&here, &wish(None, -1)), Err(Unadjusted::OfOrder));
        for kind in [LocationKind::Transit, LocationKind::PackDesk, LocationKind::Customer] {
            here.kind = kind;
            assert_eq!(adjust(&here, &wish(None, -1)), Err(Unadjusted::NoBin), "{kind:?}");
        }
    }

    #[test]
    fn a_serial_is_found_once() {
        let serial = |quantity_base, on_hand_base| Wish {
            lot: Some(Named { id: lot(1), on_hand_base }),
            serial: true,
            ..wish(None, quantity_base)
        };
        let (empty, here) = (spot(Vec::new()), spot(vec![lying(1, NONE, 1, 0)]));
        assert_eq!(adjust(&empty, &serial(1, 0)), Ok(lot(1)));
        assert_eq!(adjust(&empty, &serial(1, 1)), Err(Unadjusted::SerialElsewhere));
        assert_eq!(adjust(&empty, &serial(2, 0)), Err(Unadjusted::SerialElsewhere));
        assert_eq!(adjust(&here, &serial(1, 1)), Err(Unadjusted::SerialElsewhere));
        assert_eq!(adjust(&here, &serial(-1, 1)), Ok(lot(1)));
    }
}
