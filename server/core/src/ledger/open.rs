//! Opening a handling unit: goods come out of it and lie loose in the same place.

use crate::id::{HandlingUnitId, ItemId, LocationId, LotId};
use crate::ledger::{Lying, Movement, Place, Reason};
use crate::location::Room;

/// Why a unit stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A count is at work there.
    Counting,
    /// Its goods are an order's, or it is in someone's hands.
    InUse,
    /// It holds no such goods.
    NotThere,
    /// Several lots of the item are in it, and none was named.
    SeveralLots,
    /// It holds no more than this.
    TooMuch {
        /// In base units.
        on_hand_base: i64,
    },
    /// No more than this is free.
    Reserved {
        /// In base units.
        free_base: i64,
    },
    /// The place has no room for loose goods beside its pallets.
    Full,
}

/// What is to come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Out {
    /// The item.
    pub item_id: ItemId,
    /// The unit.
    pub handling_unit_id: HandlingUnitId,
    /// Where it stands.
    pub location_id: LocationId,
    /// The lot, where one was named.
    pub lot: Option<LotId>,
    /// How much, in base units; all of the lot when none.
    pub quantity_base: Option<i64>,
}

/// The movement that opens the unit. `lying` is what of the item lies in the place, `unit_holds_base` all that the unit holds.
///
/// # Errors
/// Why it stays closed.
pub fn open(
    room: &Room,
    lying: &[Lying],
    unit_holds_base: i64,
    in_use: bool,
    out: &Out,
) -> Result<Movement, Closed> {
    let mut of_unit = lying
        .iter()
        .filter(|row| row.handling_unit_id == out.handling_unit_id)
        .filter(|row| out.lot.is_none_or(|lot| lot == row.lot_id));
    let row = of_unit.next().ok_or(Closed::NotThere)?;
    if of_unit.next().is_some() {
        return Err(Closed::SeveralLots);
    }
    if in_use || row.of_order {
        return Err(Closed::InUse);
    }
    if room.counting {
        return Err(Closed::Counting);
    }
    let quantity_base = out.quantity_base.unwrap_or(row.on_hand_base);
    if quantity_base < 1 || quantity_base > row.on_hand_base {
        return Err(Closed::TooMuch { on_hand_base: row.on_hand_base });
    }
    if quantity_base > row.free_base() {
        return Err(Closed::Reserved { free_base: row.free_base() });
    }
    // Loose goods count as one pallet, and an empty pallet as none.
    let full = room.limits.units_max.is_some_and(|most| room.load.units >= most);
    if full && !room.load.loose && quantity_base < unit_holds_base {
        return Err(Closed::Full);
    }
    Ok(Movement {
        item_id: out.item_id,
        lot_id: row.lot_id,
        quantity_base,
        reserved_base: 0,
        from: Place::within(out.location_id, out.handling_unit_id),
        to: Place::loose(out.location_id),
        reason: Reason::Open,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::location::{Limits, Load, LocationKind, Mixing, TemperatureClass};

    const PALLET: HandlingUnitId = HandlingUnitId(Uuid::from_u128(9));

    fn lot(n: u128) -> LotId {
        LotId(Uuid::from_u128(n))
    }

    fn room(units_max: Option<i64>, loose: bool) -> Room {
        Room {
            kind: LocationKind::Storage,
            limits: Limits { units_max, ..Limits::default() },
            mixing: Mixing::Any,
            temperature_class: TemperatureClass::Ambient,
            counting: false,
            load: Load { units: 1 + i64::from(loose), loose, ..Load::default() },
            holds: Vec::new(),
        }
    }

    fn on_pallet(n: u128, on_hand_base: i64, reserved_base: i64) -> Lying {
        let (lot_id, handling_unit_id) = (lot(n), PALLET);
        Lying { lot_id, lot: String::new(), handling_unit_id, on_hand_base, reserved_base, of_order: false }
    }

    fn out(named: Option<u128>, quantity_base: Option<i64>) -> Out {
        Out {
            item_id: ItemId(Uuid::from_u128(1)),
            handling_unit_id: PALLET,
            location_id: LocationId(Uuid::from_u128(2)),
            lot: named.map(lot),
            quantity_base,
        }
    }

    #[test]
    fn free_goods_come_out_into_the_same_place() {
        let (here, lying) = (room(None, false), [on_pallet(1, 24, 4)]);
        let opened = |quantity_base| open(&here, &lying, 24, false, &out(None, quantity_base));
        let movement = opened(Some(12)).expect("comes out");
        assert_eq!((movement.quantity_base, movement.reason), (12, Reason::Open));
        assert_eq!(movement.from.location_id, movement.to.location_id);
        assert_eq!(movement.to.handling_unit_id, HandlingUnitId::NONE);
        assert_eq!(opened(None), Err(Closed::Reserved { free_base: 20 }));
        assert_eq!(opened(Some(25)), Err(Closed::TooMuch { on_hand_base: 24 }));
        assert_eq!(opened(Some(0)), Err(Closed::TooMuch { on_hand_base: 24 }));
        assert_eq!(open(&here, &lying, 24, true, &out(None, Some(1))), Err(Closed::InUse));
        assert_eq!(open(&here, &lying, 24, false, &out(Some(2), None)), Err(Closed::NotThere));
        let two = [on_pallet(1, 5, 0), on_pallet(2, 5, 0)];
        assert_eq!(open(&here, &two, 10, false, &out(None, None)), Err(Closed::SeveralLots));
        let counting = Room { counting: true, ..here.clone() };
        assert_eq!(open(&counting, &two, 10, false, &out(Some(1), None)), Err(Closed::Counting));
    }

    #[test]
    fn loose_goods_want_room_beside_the_pallets() {
        let lying = [on_pallet(1, 24, 0)];
        let opened = |room: &Room, base| open(room, &lying, 24, false, &out(None, Some(base)));
        assert_eq!(opened(&room(Some(1), false), 12), Err(Closed::Full));
        assert!(opened(&room(Some(1), false), 24).is_ok(), "the empty pallet counts no more");
        assert!(opened(&room(Some(2), false), 12).is_ok());
        assert!(opened(&room(Some(2), true), 12).is_ok(), "they join those that lie there");
    }
}
