//! Routing: in which order a cart visits its stops.
//!
//! Along the locations' pick sequence, which runs through the aisles as people walk them (up one, down the next); once for heavy goods,
//! then for most, then for fragile ones.

use crate::id::{LocationId, LotId};
use crate::item::Handling;

/// One stop of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When the goods are put into the tote.
    pub handling: Handling,
    /// The location's place in the walk through the warehouse.
    pub pick_sequence: i64,
    /// The location.
    pub location_id: LocationId,
    /// The lot to take there.
    pub lot_id: LotId,
    /// The slot on the cart it goes to.
    pub slot: i64,
}

/// The positions of `stops` in the order of the walk. Stops at one bin follow each other, lot by lot and slot by slot.
pub fn walk(stops: &[Stop]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stops.len()).collect();
    order.sort_by_key(|at| {
        let stop = &stops[*at];
        (stop.handling, stop.pick_sequence, stop.location_id, stop.lot_id, stop.slot, *at)
    });
    order
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_bin_is_visited_once() {
        let stop = |pick_sequence, bin, lot, slot| Stop {
            handling: Handling::Normal,
            pick_sequence,
            location_id: LocationId(Uuid::from_u128(bin)),
            lot_id: LotId(Uuid::from_u128(lot)),
            slot,
        };
        let stops =
            [stop(9, 1, 1, 1), stop(3, 2, 2, 2), stop(3, 4, 1, 1), stop(3, 2, 1, 2), stop(3, 2, 2, 1)];
        assert_eq!(walk(&stops), [3, 4, 1, 2, 0]);
        let mut stops = stops;
        (stops[0].handling, stops[3].handling) = (Handling::Heavy, Handling::Fragile);
        assert_eq!(walk(&stops), [0, 4, 1, 2, 3], "heavy goods first, fragile ones last");
    }
}
