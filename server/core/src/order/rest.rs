//! What an order that has left could not be served: it waits as an order of its own, or is given up.

use super::Remainder;
use super::change::Line;
use crate::id::ItemId;

/// What becomes of the rest of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Everything was served.
    None,
    /// What is open is cancelled.
    Cancelled,
    /// What is open counts as short, and all that is missing waits in an order of its own: items and base units, by line.
    Backorder(Vec<(ItemId, i64)>),
}

/// Decides on the rest of an order that leaves with what was picked for it.
pub fn rest(lines: &[Line], remainder: Remainder) -> Rest {
    let missing = |line: &Line| (line.item_id, line.wanted_base() - line.picked_base);
    let missing: Vec<_> = lines.iter().map(missing).filter(|(_, base)| *base > 0).collect();
    match remainder {
        _ if missing.is_empty() => Rest::None,
        Remainder::Cancel => Rest::Cancelled,
        Remainder::Backorder => Rest::Backorder(missing),
    }
}

/// The numbers that the order behind this one may have, the first choice first: `PV-1-2` behind `PV-1`, and behind that
/// `PV-1-3`.
pub fn numbers_behind(number: &str, is_backorder: bool) -> impl Iterator<Item = String> {
    let split = number.rsplit_once('-').filter(|_| is_backorder);
    let (stem, last) =
        split.and_then(|(stem, last)| Some((stem, last.parse::<u32>().ok()?))).unwrap_or((number, 1));
    let stem = stem.to_owned();
    (last + 1..).map(move |next| format!("{stem}-{next}"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::OrderLineId;

    fn line(n: u128, ordered_base: i64, picked_base: i64, short_base: i64, cancelled_base: i64) -> Line {
        Line {
            id: OrderLineId(Uuid::from_u128(n)),
            number: n as i64,
            item_id: ItemId(Uuid::from_u128(n)),
            ordered_base,
            promised_base: 0,
            picked_base,
            short_base,
            cancelled_base,
        }
    }

    #[test]
    fn short_and_open_wait_and_cancelled_does_not() {
        let lines = [line(1, 10, 4, 3, 1), line(2, 5, 5, 0, 0), line(3, 6, 0, 0, 6), line(4, 2, 0, 0, 0)];
        let item = |n| ItemId(Uuid::from_u128(n));
        assert_eq!(rest(&lines, Remainder::Backorder), Rest::Backorder(vec![(item(1), 5), (item(4), 2)]));
        assert_eq!(rest(&lines, Remainder::Cancel), Rest::Cancelled);
        assert_eq!(rest(&lines[1..3], Remainder::Backorder), Rest::None);
    }

    #[test]
    fn orders_behind_are_numbered_on() {
        let check = |number: &str, is_backorder: bool, expected: [&str; 2]| {
            assert_eq!(numbers_behind(number, is_backorder).take(2).collect::<Vec<_>>(), expected);
        };
        check("PV-1", false, ["PV-1-2", "PV-1-3"]);
        check("PV-1-2", true, ["PV-1-3", "PV-1-4"]);
        check("770", false, ["770-2", "770-3"]);
    }
}
