//! Allocation: which stock serves which order line, first expired first out.
//!
//! Pure and deterministic: the same lines and stock give the same takes, in whatever order the stock comes in. Stock goes by
//! (expiry, received on, fewer on hand, lot code), undated last; among equals the walk through the warehouse decides.
//!
//! **Invariant**: never more is taken of a stock row than on hand − reserved, nor for a line than it wants.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::{ItemId, LotId, OrderLineId};
use crate::ledger::Place;
use crate::lot::{Lot, usable};

/// What an order line still wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The line.
    pub order_line_id: OrderLineId,
    /// Its item.
    pub item_id: ItemId,
    /// How much, in base units.
    pub quantity_base: i64,
    /// Days of life that item and customer ask a lot to have left.
    pub remaining_days_min: i64,
}

/// A stock row in a place that orders are served from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Where.
    pub place: Place,
    /// The lot, of the item it belongs to.
    pub lot: Lot,
    /// The location's place in the walk through the warehouse.
    pub pick_sequence: i64,
    /// On hand, in base units.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
}

impl Candidate {
    /// What may still be taken, in base units.
    pub fn free_base(&self) -> i64 {
        (self.on_hand_base - self.reserved_base).max(0)
    }
}

/// Some of a stock row for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// The line it serves.
    pub order_line_id: OrderLineId,
    /// The item.
    pub item_id: ItemId,
    /// The lot.
    pub lot_id: LotId,
    /// Where it lies.
    pub place: Place,
    /// The location's place in the walk.
    pub pick_sequence: i64,
    /// How much, in base units; more than zero.
    pub quantity_base: i64,
}

/// The order in which two lots of an item should leave: the earlier expiry, then the earlier receipt; undated last.
pub fn leaves_before(a: &Lot, b: &Lot) -> std::cmp::Ordering {
    let key = |lot: &Lot| (lot.expiry.is_none(), lot.expiry, lot.received_on);
    key(a).cmp(&key(b))
}

/// Serves the lines in their order. What finds no stock is in no take.
pub fn allocate(demands: &[Demand], stock: &[Candidate], today: Date) -> Vec<Take> {
    let mut rows: Vec<(&Candidate, i64)> = stock.iter().map(|row| (row, row.free_base())).collect();
    rows.sort_by(|(a, _), (b, _)| {
        let key = |row: &Candidate| {
            (row.pick_sequence, row.place.location_id, row.place.handling_unit_id, row.lot.id)
        };
        (a.lot.item_id.cmp(&b.lot.item_id))
            .then_with(|| leaves_before(&a.lot, &b.lot))
            .then_with(|| a.on_hand_base.cmp(&b.on_hand_base))
            .then_with(|| a.lot.code.cmp(&b.lot.code))
            .then_with(|| key(a).cmp(&key(b)))
    });
    let mut takes = Vec::new();
    for demand in demands {
        let mut left_base = demand.quantity_base;
        let first = rows.partition_point(|(row, _)| row.lot.item_id < demand.item_id);
        for (row, free_base) in &mut rows[first..] {
            if left_base <= 0 || row.lot.item_id != demand.item_id {
                break;
            }
            let fit = usable(row.lot.status, row.lot.expiry, demand.remaining_days_min, today).is_ok();
            let quantity_base = left_base.min(*free_base);
            if !fit || quantity_base == 0 {
                continue;
            }
            *free_base -= quantity_base;
            left_base -= quantity_base;
            takes.push(Take {
                order_line_id: demand.order_line_id,
                item_id: demand.item_id,
                lot_id: row.lot.id,
                place: row.place,
                pick_sequence: row.pick_sequence,
                quantity_base,
            });
        }
    }
    takes
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::id::LocationId;
    use crate::lot::LotStatus;

    const TODAY: Date = date!(2026 - 11 - 21);

    fn item(n: u128) -> ItemId {
        ItemId(Uuid::from_u128(n))
    }

    /// A row at location `at` (which is its pick sequence too), of a lot named by its code.
    fn row(at: u128, code: &str, expiry: Option<Date>, on_hand_base: i64, reserved_base: i64) -> Candidate {
        let name = code.bytes().fold(0_u128, |sum, byte| sum * 256 + u128::from(byte));
        Candidate {
            place: Place::loose(LocationId(Uuid::from_u128(at))),
            lot: Lot {
                id: LotId(Uuid::from_u128(name)),
                item_id: item(1),
                code: code.to_owned(),
                implicit: false,
                expiry,
                received_on: date!(2026 - 10 - 01),
                status: LotStatus::Released,
            },
            pick_sequence: at as i64,
            on_hand_base,
            reserved_base,
        }
    }

    fn demand(line: u128, quantity_base: i64, remaining_days_min: i64) -> Demand {
        let order_line_id = OrderLineId(Uuid::from_u128(line));
        Demand { order_line_id, item_id: item(1), quantity_base, remaining_days_min }
    }

    fn check(demands: &[Demand], stock: &[Candidate], expected: &[(u128, i64, i64)]) {
        let seen = |stock: &[Candidate]| -> Vec<(u128, i64, i64)> {
            let takes = allocate(demands, stock, TODAY);
            takes.iter().map(|t| (t.order_line_id.0.as_u128(), t.pick_sequence, t.quantity_base)).collect()
        };
        assert_eq!(seen(stock), expected);
        let mut turned = stock.to_vec();
        turned.reverse();
        assert_eq!(seen(&turned), expected, "the order of the stock makes no difference");
    }

    #[test]
    fn the_first_to_expire_leaves_first_and_undated_last() {
        let (soon, late) = (Some(date!(2026 - 12 - 01)), Some(date!(2027 - 12 - 01)));
        let stock = [row(1, "U", None, 9, 0), row(2, "L", late, 9, 0), row(3, "S", soon, 9, 0)];
        check(&[demand(7, 20, 0)], &stock, &[(7, 3, 9), (7, 2, 9), (7, 1, 2)]);
    }

    #[test]
    fn among_equals_fewer_on_hand_then_code_then_the_walk() {
        let day = Some(date!(2027 - 12 - 01));
        let stock =
            [row(1, "B", day, 9, 0), row(2, "A", day, 9, 0), row(4, "Z", day, 2, 0), row(3, "A", day, 9, 0)];
        check(&[demand(7, 29, 0)], &stock, &[(7, 4, 2), (7, 2, 9), (7, 3, 9), (7, 1, 9)]);
        let mut older = row(9, "Z", day, 99, 0);
        older.lot.received_on = date!(2026 - 09 - 30);
        check(&[demand(7, 3, 0)], &[stock[2].clone(), older], &[(7, 9, 3)]);
    }

    #[test]
    fn no_row_gives_more_than_is_free_and_lines_do_not_share_it() {
        let stock = [row(1, "A", None, 10, 4), row(2, "B", None, 5, 5)];
        check(&[demand(7, 4, 0), demand(8, 4, 0), demand(9, 4, 0)], &stock, &[(7, 1, 4), (8, 1, 2)]);
        check(&[demand(7, 0, 0)], &stock, &[]);
    }

    #[test]
    fn unusable_lots_serve_nobody() {
        let mut held = row(1, "H", None, 9, 0);
        held.lot.status = LotStatus::Held;
        let mut foreign = row(5, "F", None, 9, 0);
        foreign.lot.item_id = item(2);
        let gone = row(2, "G", Some(date!(2026 - 11 - 20)), 9, 0);
        let short = row(3, "S", Some(date!(2026 - 12 - 01)), 9, 0);
        let stock = [held, gone, short, foreign];
        check(&[demand(7, 1, 11), demand(8, 1, 10)], &stock, &[(8, 3, 1)]);
    }

    #[test]
    fn takes_never_add_up_to_more_than_there_is() {
        let mut state = 1_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let stock: Vec<Candidate> = (0..next(12))
                .map(|n| {
                    let on_hand = next(20) as i64;
                    let day = TODAY + time::Duration::days(next(60) as i64 - 10);
                    row(
                        u128::from(n) + 1,
                        ["A", "B", "C"][next(3) as usize],
                        Some(day),
                        on_hand,
                        next(20) as i64,
                    )
                })
                .collect();
            let lines: Vec<Demand> = (0..6).map(|n| demand(n, next(25) as i64, next(20) as i64)).collect();
            let takes = allocate(&lines, &stock, TODAY);
            for row in &stock {
                let taken: i64 = takes.iter().filter(|t| t.place == row.place).map(|t| t.quantity_base).sum();
                assert!(taken <= row.free_base());
            }
            for line in &lines {
                let own = takes.iter().filter(|t| t.order_line_id == line.order_line_id);
                assert!(own.map(|t| t.quantity_base).sum::<i64>() <= line.quantity_base);
            }
            assert!(takes.iter().all(|take| take.quantity_base > 0));
        }
    }
}
