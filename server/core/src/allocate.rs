//! Allocation: which stock serves which order line, each line by its rule.
//!
//! Pure and deterministic: the same lines and stock give the same takes, in whatever order the stock comes in. First expired
//! first out goes by (expiry, received on, fewer on hand, lot code), undated last; among equals the walk through the warehouse
//! decides. Every other [`Strategy`] falls back on that order among its own equals.
//!
//! **Invariant**: never more is taken of a stock row than on hand − reserved, nor for a line than it wants.

mod order;
mod strategy;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use time::Date;

pub use self::order::{Asked, Served, serve};
pub use self::strategy::{Rule, Strategy};

use self::strategy::{Open, Portion};
use crate::id::{ItemId, LocationId, LotId, OrderLineId};
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
    /// How its stock is chosen.
    pub rule: Rule,
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
    /// The code of the location's zone; empty when it is in none.
    #[serde(default)]
    pub zone: String,
    /// Whether the location is a pick face.
    #[serde(default)]
    pub is_face: bool,
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

/// Serves the lines in their order, each by its rule. What finds no stock is in no take.
pub fn allocate(demands: &[Demand], stock: &[Candidate], today: Date) -> Vec<Take> {
    let mut shelf = Shelf::new(stock, today);
    demands.iter().flat_map(|demand| shelf.serve(demand)).map(|(_, take)| take).collect()
}

/// One portion of each row, where its first stood.
fn whole(portions: Vec<Portion>) -> Vec<Portion> {
    let mut known = BTreeMap::new();
    let mut sums: Vec<Portion> = Vec::new();
    for (at, quantity_base) in portions {
        let place = *known.entry(at).or_insert(sums.len());
        match sums.get_mut(place) {
            Some((_, sum_base)) => *sum_base += quantity_base,
            None => sums.push((at, quantity_base)),
        }
    }
    sums
}

/// A take, and the index of its row.
type Taken = (usize, Take);

/// All rows by item, first expired first out, each with what is still free of it.
struct Shelf<'s, 'd> {
    rows: Vec<(&'s Candidate, i64)>,
    /// The rows of fixed rules in their order, made at first use.
    turns: BTreeMap<(ItemId, Strategy, &'d [String]), Vec<usize>>,
    today: Date,
}

impl<'s, 'd> Shelf<'s, 'd> {
    fn new(stock: &'s [Candidate], today: Date) -> Self {
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
        Self { rows, turns: BTreeMap::new(), today }
    }

    /// Takes what a line gets off the shelf.
    fn serve(&mut self, demand: &'d Demand) -> Vec<Taken> {
        if demand.quantity_base <= 0 {
            return Vec::new();
        }
        let rule = &demand.rule;
        let portions = if rule.is_fixed() {
            let key = (demand.item_id, rule.strategy, rule.zones.as_slice());
            if !self.turns.contains_key(&key) {
                let turn = self.turn(demand);
                self.turns.insert(key, turn);
            }
            self.in_turn(demand, &self.turns[&key])
        } else {
            whole(rule.portions(&self.open(demand), demand.quantity_base))
        };
        let mut takes = Vec::with_capacity(portions.len());
        for (at, quantity_base) in portions {
            let (row, free_base) = &mut self.rows[at];
            *free_base -= quantity_base;
            let take = Take {
                order_line_id: demand.order_line_id,
                item_id: demand.item_id,
                lot_id: row.lot.id,
                place: row.place,
                pick_sequence: row.pick_sequence,
                quantity_base,
            };
            takes.push((at, take));
        }
        takes
    }

    /// Puts back what was taken.
    fn give_back(&mut self, takes: &[Taken]) {
        for (at, take) in takes {
            self.rows[*at].1 += take.quantity_base;
        }
    }

    fn of_item(&self, item: ItemId) -> Range<usize> {
        let first = self.rows.partition_point(|(row, _)| row.lot.item_id < item);
        first..first + self.rows[first..].partition_point(|(row, _)| row.lot.item_id == item)
    }

    /// The item's rows in zones that may serve, as a fixed rule takes them.
    fn turn(&self, demand: &Demand) -> Vec<usize> {
        let admitted = |at: &usize| demand.rule.admits(&self.rows[*at].0.zone);
        let mut turn: Vec<usize> = self.of_item(demand.item_id).filter(admitted).collect();
        turn.sort_by(|a, b| demand.rule.compare(self.rows[*a].0, self.rows[*b].0));
        turn
    }

    fn in_turn(&self, demand: &Demand, turn: &[usize]) -> Vec<Portion> {
        let mut left_base = demand.quantity_base;
        let mut portions = Vec::new();
        for at in turn {
            if left_base <= 0 {
                break;
            }
            let (row, free_base) = self.rows[*at];
            let quantity_base = left_base.min(free_base);
            if quantity_base == 0 || !fits(row, demand, self.today) {
                continue;
            }
            left_base -= quantity_base;
            portions.push((*at, quantity_base));
        }
        portions
    }

    /// The rows that may serve the line.
    fn open(&self, demand: &Demand) -> Vec<Open<'s>> {
        let (mut open, mut blocked): (Vec<Open<'_>>, Vec<LocationId>) = (Vec::new(), Vec::new());
        for at in self.of_item(demand.item_id) {
            let (row, free_base) = self.rows[at];
            if !fits(row, demand, self.today) {
                blocked.push(row.place.location_id);
            } else if free_base > 0 && demand.rule.admits(&row.zone) {
                open.push(Open { at, row, free_base, blocked: false });
            }
        }
        blocked.sort_unstable();
        for one in &mut open {
            one.blocked = blocked.binary_search(&one.row.place.location_id).is_ok();
        }
        open
    }
}

fn fits(row: &Candidate, demand: &Demand, today: Date) -> bool {
    usable(row.lot.status, row.lot.expiry, demand.remaining_days_min, today).is_ok()
}

#[cfg(test)]
mod tests;
