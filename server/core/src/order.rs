//! Orders: where each stands, and what a new one is promised from stock on hand.
//!
//! **Invariant**: on every line, ordered = picked + short + cancelled + open, and what is reserved or promised is part of open.

pub mod change;
pub mod release;
pub mod rest;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::ItemId;
use crate::lot::{LotStatus, usable};

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Waits to be released.
    New,
    /// Allocated and on a tour.
    Released,
    /// Its first goods lie in a tote.
    Picking,
    /// All that could be picked lies in its totes.
    Picked,
    /// On a desk, being checked.
    Packing,
    /// In closed parcels.
    Packed,
    /// Gone.
    Shipped,
    /// Given up.
    Cancelled,
}

/// Whether an order may leave in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// Whatever there is.
    #[default]
    Partial,
    /// Whole lines; a line that can't be served whole waits.
    Lines,
    /// Only as a whole.
    Complete,
}

/// What becomes of what an order could not be served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// Once the order has left, the rest waits as an order of its own.
    #[default]
    Backorder,
    /// It is cancelled when the order is released.
    Cancel,
}

/// What a line wants promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The item.
    pub item_id: ItemId,
    /// How much, in base units.
    pub quantity_base: i64,
    /// Days of life that item and customer ask a lot to have left.
    pub remaining_days_min: i64,
}

/// What of one lot lies free in places that orders are served from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeLot {
    /// The item.
    pub item_id: ItemId,
    /// Whether the lot may be used at all.
    pub status: LotStatus,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// On hand and not reserved, in base units.
    pub free_base: i64,
}

/// The soft promise of each line, in order: what it wants, as far as usable free stock less the `promised` of other orders
/// goes. Lines of one order that want the same item share what there is, the first line first.
pub fn promise(
    lines: &[Wanted],
    free: &[FreeLot],
    promised: &BTreeMap<ItemId, i64>,
    today: Date,
) -> Vec<i64> {
    let mut given: BTreeMap<ItemId, i64> = BTreeMap::new();
    let promise = |line: &Wanted| {
        let usable_base: i64 = free
            .iter()
            .filter(|lot| lot.item_id == line.item_id)
            .filter(|lot| usable(lot.status, lot.expiry, line.remaining_days_min, today).is_ok())
            .map(|lot| lot.free_base)
            .sum();
        let given =
            given.entry(line.item_id).or_insert_with(|| promised.get(&line.item_id).copied().unwrap_or(0));
        let quantity_base = line.quantity_base.min((usable_base - *given).max(0));
        *given += quantity_base;
        quantity_base
    };
    lines.iter().map(promise).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_promise_is_what_others_and_time_leave() {
        let today = date!(2026 - 11 - 21);
        let (item, other) = (ItemId(Uuid::from_u128(1)), ItemId(Uuid::from_u128(2)));
        let lot = |status, expiry, free_base| FreeLot { item_id: item, status, expiry, free_base };
        let free = [
            lot(LotStatus::Released, None, 10),
            lot(LotStatus::Released, Some(date!(2026 - 12 - 01)), 20),
            lot(LotStatus::Released, Some(date!(2026 - 11 - 20)), 500),
            lot(LotStatus::Held, None, 500),
        ];
        let wanted = |item_id, quantity_base, remaining_days_min| Wanted {
            item_id,
            quantity_base,
            remaining_days_min,
        };
        let check = |lines: &[Wanted], others: i64, expected: &[i64]| {
            assert_eq!(promise(lines, &free, &BTreeMap::from([(item, others)]), today), expected);
        };
        check(&[wanted(item, 12, 0)], 0, &[12]);
        check(&[wanted(item, 40, 0)], 0, &[30]);
        check(&[wanted(item, 40, 11)], 0, &[10]);
        check(&[wanted(item, 40, 0)], 25, &[5]);
        check(&[wanted(item, 40, 0)], 99, &[0]);
        check(&[wanted(item, 25, 0), wanted(other, 1, 0), wanted(item, 25, 0)], 0, &[25, 0, 5]);
    }
}
