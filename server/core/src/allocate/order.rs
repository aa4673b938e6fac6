//! Orders served by what they may leave with: any part, whole lines, or only as a whole.
//!
//! Orders are served in their turn. What an order takes and may not leave with goes back before the next one is served, so an
//! order that waits keeps nothing from those behind it.

use time::Date;

use super::{Candidate, Demand, Shelf, Take, Taken};
use crate::id::{OrderId, OrderLineId};
use crate::order::{Fill, Remainder};

/// An order that asks to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The order.
    pub order_id: OrderId,
    /// Whether it may leave in part.
    pub fill: Fill,
    /// What becomes of the rest.
    pub remainder: Remainder,
    /// What is already reserved for it, in base units.
    pub held_base: i64,
    /// What its lines want beyond that.
    pub lines: Vec<Demand>,
}

/// Who gets what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Stock for lines of released orders.
    pub takes: Vec<Take>,
    /// Orders that leave with something.
    pub released: Vec<OrderId>,
    /// Orders that wait for stock.
    pub waiting: Vec<OrderId>,
    /// What released orders give up for good, by line.
    pub cut: Vec<(OrderId, OrderLineId, i64)>,
    /// What released orders still want and did not give up, by line.
    pub open: Vec<(OrderId, OrderLineId, i64)>,
}

/// Serves orders in their turn, each by its rule.
pub fn serve(orders: &[Asked], stock: &[Candidate], today: Date) -> Served {
    let mut shelf = Shelf::new(stock, today);
    let mut served = Served::default();
    for order in orders {
        let mut taken: Vec<Taken> = Vec::new();
        let mut left: Vec<(OrderLineId, i64)> = Vec::new();
        for line in &order.lines {
            let takes = shelf.serve(line);
            let left_base =
                line.quantity_base - takes.iter().map(|(_, take)| take.quantity_base).sum::<i64>();
            if left_base > 0 && order.fill == Fill::Lines {
                shelf.give_back(&takes);
                left.push((line.order_line_id, line.quantity_base));
                continue;
            }
            if left_base > 0 {
                left.push((line.order_line_id, left_base));
            }
            taken.extend(takes);
        }
        let nothing = taken.is_empty() && order.held_base == 0;
        if nothing || order.fill == Fill::Complete && !left.is_empty() {
            shelf.give_back(&taken);
            served.waiting.push(order.order_id);
            continue;
        }
        served.released.push(order.order_id);
        served.takes.extend(taken.into_iter().map(|(_, take)| take));
        let rest = left.into_iter().map(|(line, left_base)| (order.order_id, line, left_base));
        match order.remainder {
            Remainder::Cancel => served.cut.extend(rest),
            Remainder::Backorder => served.open.extend(rest),
        }
    }
    served
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::allocate::Rule;
    use crate::id::{ItemId, LocationId, LotId};
    use crate::ledger::Place;
    use crate::lot::{Lot, LotStatus};

    const TODAY: Date = date!(2026 - 11 - 21);

    fn row(n: u128, item: u128, free_base: i64) -> Candidate {
        let lot = Lot {
            id: LotId(Uuid::from_u128(n)),
            item_id: ItemId(Uuid::from_u128(item)),
            code: format!("L{n}"),
            implicit: false,
            expiry: None,
            received_on: TODAY,
            status: LotStatus::Released,
        };
        let place = Place::loose(LocationId(Uuid::from_u128(n)));
        Candidate {
            place,
            lot,
            pick_sequence: n as i64,
            zone: String::new(),
            is_face: false,
            on_hand_base: free_base,
            reserved_base: 0,
        }
    }

    /// An order with the lines `(line, item, quantity)`.
    fn order(n: u128, fill: Fill, remainder: Remainder, lines: &[(u128, u128, i64)]) -> Asked {
        let line = |(line, item, quantity_base): &(u128, u128, i64)| Demand {
            order_line_id: OrderLineId(Uuid::from_u128(*line)),
            item_id: ItemId(Uuid::from_u128(*item)),
            quantity_base: *quantity_base,
            remaining_days_min: 0,
            rule: Rule::default(),
        };
        let lines = lines.iter().map(line).collect();
        Asked { order_id: OrderId(Uuid::from_u128(n)), fill, remainder, held_base: 0, lines }
    }

    /// `taken` is (line, quantity), summed a line; then orders that wait, what is cut, what stays open.
    #[track_caller]
    fn check(
        orders: &[Asked],
        stock: &[Candidate],
        taken: &[(u128, i64)],
        waiting: &[u128],
        cut: &[(u128, i64)],
        open: i64,
    ) {
        let served = serve(orders, stock, TODAY);
        let mut sums: Vec<(u128, i64)> = Vec::new();
        for take in &served.takes {
            let line = take.order_line_id.0.as_u128();
            match sums.last_mut().filter(|(last, _)| *last == line) {
                Some((_, sum)) => *sum += take.quantity_base,
                None => sums.push((line, take.quantity_base)),
            }
        }
        let waits: Vec<u128> = served.waiting.iter().map(|order| order.0.as_u128()).collect();
        let cuts: Vec<(u128, i64)> =
            served.cut.iter().map(|(_, line, base)| (line.0.as_u128(), *base)).collect();
        let rest: i64 = served.open.iter().map(|(_, _, base)| base).sum();
        assert_eq!((&sums[..], &waits[..], &cuts[..], rest), (taken, waiting, cut, open));
        assert_eq!(served.released.len() + waits.len(), orders.len());
    }

    #[test]
    fn orders_leave_with_what_their_fill_allows() {
        use Fill::{Complete, Lines, Partial};
        use Remainder::{Backorder, Cancel};
        let stock = [row(1, 7, 6), row(2, 7, 4), row(3, 8, 3)];
        let lines: &[_] = &[(11, 7, 12), (12, 8, 3)];
        check(&[order(1, Partial, Backorder, lines)], &stock, &[(11, 10), (12, 3)], &[], &[], 2);
        check(&[order(1, Partial, Cancel, lines)], &stock, &[(11, 10), (12, 3)], &[], &[(11, 2)], 0);
        check(&[order(1, Lines, Backorder, lines)], &stock, &[(12, 3)], &[], &[], 12);
        check(&[order(1, Lines, Cancel, lines)], &stock, &[(12, 3)], &[], &[(11, 12)], 0);
        check(&[order(1, Complete, Cancel, lines)], &stock, &[], &[1], &[], 0);
        check(
            &[order(1, Complete, Backorder, &[(11, 7, 10), (12, 8, 3)])],
            &stock,
            &[(11, 10), (12, 3)],
            &[],
            &[],
            0,
        );
        check(&[order(1, Partial, Cancel, &[(11, 9, 1)])], &stock, &[], &[1], &[], 0);
    }

    #[test]
    fn an_order_that_waits_keeps_nothing_from_those_behind_it() {
        use Fill::{Complete, Lines, Partial};
        let stock = [row(1, 7, 10)];
        let greedy = order(1, Complete, Remainder::Backorder, &[(11, 7, 8), (12, 8, 1)]);
        let next = order(2, Partial, Remainder::Backorder, &[(21, 7, 10)]);
        check(&[greedy, next.clone()], &stock, &[(21, 10)], &[1], &[], 0);
        let lines = order(1, Lines, Remainder::Backorder, &[(11, 7, 11), (12, 7, 4)]);
        check(&[lines, next], &stock, &[(12, 4), (21, 6)], &[], &[], 15);
    }

    #[test]
    fn what_is_held_already_counts_as_served() {
        let held = |fill, lines| Asked { held_base: 5, ..order(1, fill, Remainder::Backorder, lines) };
        check(&[held(Fill::Complete, &[(11, 7, 0)])], &[], &[], &[], &[], 0);
        check(&[held(Fill::Complete, &[(11, 7, 1)])], &[], &[], &[1], &[], 0);
        check(&[held(Fill::Partial, &[(11, 7, 1)])], &[], &[], &[], &[], 1);
    }
}
