//! Where goods are, by the auditor's own account.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::books::Books;

use super::PLACE;
use super::receipt::{DockRule, Receipt};
use super::replenish::Fill;

/// A bin's code, a pallet's, a tote's, or `parcel ORDER NUMBER`.
pub type Place = String;

/// An item's goods of one lot; no lot where nobody scans one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Goods {
    /// The item.
    pub sku: String,
    /// The lot.
    pub lot: String,
}

/// Goods that go from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// From one of these.
    pub from: Vec<Place>,
    /// To here.
    pub to: Place,
    /// What.
    pub goods: Goods,
    /// How much.
    pub quantity_base: i64,
}

/// The account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What is where. Nothing stands in it with a quantity of zero.
    pub stock: BTreeMap<(Place, Goods), i64>,
    /// By number.
    pub receipts: BTreeMap<String, Receipt>,
    /// What desks say of items at the dock and when they leave, where they said anything.
    pub rules: BTreeMap<String, DockRule>,
    /// What the items that are never in stock are told apart by.
    pub tracked: BTreeMap<String, &'static str>,
    /// Days of life that each customer asks lots to have left.
    pub customers: BTreeMap<String, i64>,
    /// The same of each order, and whose it is.
    pub asked: BTreeMap<String, (i64, Option<String>)>,
    /// The bins that a desk made too cold for the goods of the house: nothing goes in.
    pub cold: BTreeSet<Place>,
    /// Parcels by SSCC: `parcel ORDER NUMBER`.
    pub parcels: BTreeMap<String, Place>,
    /// What the accepted orders want, by number and item.
    pub orders: BTreeMap<String, BTreeMap<String, i64>>,
    /// What was picked for them, by number and item.
    pub picked: BTreeMap<(String, String), i64>,
    /// What left with each order and is not back yet.
    pub shipped: BTreeMap<(String, Goods), i64>,
    /// What they want no longer, by number and item.
    pub cancelled: BTreeMap<(String, String), i64>,
    /// Every lot that ever came in.
    pub lots: BTreeSet<Goods>,
    /// The lots that are `held` or `recalled`.
    pub stopped: BTreeMap<Goods, &'static str>,
    /// The bins whose count is asked for or waits to be settled.
    pub counts: BTreeMap<Place, CountAsked>,
    /// The bins that someone has begun to count: nothing goes in.
    pub locked: BTreeSet<Place>,
    /// What each pick face is to hold of an item: filled up when less than the first is free, to the second.
    pub faces: BTreeMap<(Place, String), (i64, i64)>,
    /// The pick faces that wait to be filled up with an item.
    pub fills: BTreeMap<(Place, String), Fill>,
    /// How often goods moved at a place.
    pub moves: BTreeMap<Place, u64>,
    /// By item: what lies in totes and no order wants any more.
    pub back: BTreeMap<String, i64>,
    /// The codes that were given to items at the dock, with what each stands for, in base units.
    pub codes: BTreeMap<String, (String, i64)>,
    /// What late commands left open, by who scanned and the line that it was made for.
    pub exceptions: BTreeMap<(String, Uuid), Exception>,
    /// How often the outside was to be told of what desks did.
    pub told: BTreeMap<&'static str, i64>,
}

/// What a late command left to a supervisor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exception {
    /// How many commands.
    pub commands: i64,
    /// What they moved of each item and lot into each unit, in base units; less than nothing where more went back.
    pub moved: BTreeMap<(Goods, Place), i64>,
}

/// A count of a bin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountAsked {
    /// Why: `request`, `short`, `recount`.
    pub reason: &'static str,
    /// Who counted it first, when a second person is to: their place in the list.
    pub first: Option<usize>,
    /// What was found, and how often goods had moved then, once a supervisor is to settle it.
    pub found: Option<(Vec<(Goods, i64)>, u64)>,
}

/// Places outside the house.
pub fn is_outside(place: &str) -> bool {
    matches!(place, "FORNECEDOR" | "CLIENTE" | "AJUSTE" | "REFUGO")
}

impl Account {
    /// Whether goods may be used today (`yymmdd`).
    pub fn is_usable(&self, goods: &Goods, today: &str) -> bool {
        super::foresight::is_fresh(goods, today) && !self.stopped.contains_key(goods)
    }

    /// Days of life that an order's goods must have left: the most that the order, its customer and the item ask.
    pub fn life_of(&self, order: &str, sku: &str) -> i64 {
        // What could not leave with an order goes behind it under its number and one of its own, by the same rules.
        let named =
            std::iter::successors(Some(order), |number| number.rsplit_once('-').map(|(order, _)| order));
        let asked = named.into_iter().find_map(|number| self.asked.get(number));
        let (own, customer) = asked.cloned().unwrap_or_default();
        let customer = customer.and_then(|code| self.customers.get(&code)).copied().unwrap_or(0);
        let item = self.rules.get(sku).map_or(0, |rule| rule.leaving_days_min);
        own.max(customer).max(item)
    }

    /// Whether goods may be picked for an order today (`yymmdd`).
    pub fn may_leave(&self, order: &str, goods: &Goods, today: &str) -> bool {
        let needed = super::foresight::days_on(today, self.life_of(order, &goods.sku));
        self.is_usable(goods, today) && super::foresight::is_fresh(goods, &needed)
    }

    /// Whether goods may be put into a bin as far as desks and those who count say.
    pub fn is_open(&self, bin: &str) -> bool {
        !self.locked.contains(bin) && !self.cold.contains(bin)
    }

    /// How often goods moved at a place.
    pub fn moves_at(&self, place: &str) -> u64 {
        self.moves.get(place).copied().unwrap_or(0)
    }

    /// How much of some goods is in the house.
    pub fn in_house(&self, goods: &Goods) -> i64 {
        self.stock.iter().filter(|((_, here), _)| here == goods).map(|(_, quantity)| quantity).sum()
    }

    /// An order wants so much of each item from now on: more is ordered on top, less is cancelled, and what was picked beyond goes
    /// back.
    pub fn wants(&mut self, order: &str, wanted: &BTreeMap<String, i64>) {
        let lines = self.orders.get_mut(order).into_iter().flatten();
        for (sku, ordered) in lines {
            let Some(wants) = wanted.get(sku) else { continue };
            let cancelled = self.cancelled.entry((order.to_owned(), sku.clone())).or_insert(0);
            let more = wants - (*ordered - *cancelled);
            *ordered += more.max(0);
            *cancelled += (-more).max(0);
        }
        for ((_, sku), picked) in self.picked.iter_mut().filter(|((number, _), _)| number == order) {
            let keeps = wanted.get(sku).copied().unwrap_or(i64::MAX).min(*picked);
            *self.back.entry(sku.clone()).or_insert(0) += *picked - keeps;
            *picked = keeps;
        }
    }

    /// Everything that lies at a place.
    pub fn at(&self, place: &str) -> Vec<(Goods, i64)> {
        let here = self.stock.iter().filter(|((at, _), _)| at == place);
        here.map(|((_, goods), quantity)| (goods.clone(), *quantity)).collect()
    }

    /// How much of some goods lies at a place.
    pub fn quantity(&self, place: &str, goods: &Goods) -> i64 {
        self.stock.get(&(place.to_owned(), goods.clone())).copied().unwrap_or(0)
    }

    /// What the movements of a command were, by plain reads.
    pub fn read_legs(books: &mut Books, command: &str) -> Vec<Leg> {
        let command = command.replace('-', "");
        let side = |side: &str| {
            PLACE
                .replace("l.", &format!("{side}_l."))
                .replace("u.", &format!("{side}_u."))
                .replace("p.", &format!("{side}_p."))
                .replace("o.", &format!("{side}_o."))
        };
        let joins = |side: &str| {
            format!(
                "JOIN locations AS {side}_l ON {side}_l.id = m.{side}_location_id
                 LEFT JOIN handling_units AS {side}_u ON {side}_u.id = m.{side}_handling_unit_id
                 LEFT JOIN parcels AS {side}_p ON {side}_p.handling_unit_id = m.{side}_handling_unit_id
                 LEFT JOIN orders AS {side}_o ON {side}_o.id = {side}_p.order_id"
            )
        };
        let sql = format!(
            "SELECT {}, {}, items.sku, CASE WHEN lots.implicit THEN '' ELSE lots.code END, m.quantity_base
             FROM movements AS m {} {} JOIN lots ON lots.id = m.lot_id JOIN items ON items.id = m.item_id
             WHERE {{id:m.command_id}} = '{command}' ORDER BY 1, 2, 3, 4, 5",
            side("from"),
            side("to"),
            joins("from"),
            joins("to")
        );
        let leg = |row: Vec<String>| Leg {
            from: vec![row[0].clone()],
            to: row[1].clone(),
            goods: Goods { sku: row[2].clone(), lot: row[3].clone() },
            quantity_base: row[4].parse().expect("a quantity"),
        };
        books.rows(&sql).into_iter().map(leg).collect()
    }

    /// Whether what moved is what was foreseen, wherever within its places each leg begins.
    ///
    /// # Errors
    /// Both, in words.
    pub fn compare(foreseen: &[Leg], moved: &[Leg]) -> Result<(), String> {
        let sums = |legs: &[Leg]| {
            let mut sums: BTreeMap<(Place, Goods), i64> = BTreeMap::new();
            for leg in legs {
                *sums.entry((leg.to.clone(), leg.goods.clone())).or_insert(0) += leg.quantity_base;
            }
            sums
        };
        let begins_right = |leg: &Leg| {
            foreseen
                .iter()
                .any(|seen| seen.to == leg.to && seen.goods == leg.goods && seen.from.contains(&leg.from[0]))
        };
        if sums(foreseen) == sums(moved) && moved.iter().all(begins_right) {
            return Ok(());
        }
        Err(format!("foreseen {foreseen:?}\n   moved    {moved:?}"))
    }

    /// Books what moved.
    ///
    /// # Errors
    /// When a place inside the house would hold less than nothing (I1).
    pub fn book(&mut self, moved: &[Leg]) -> Result<(), String> {
        for leg in moved {
            for (place, change) in [(&leg.from[0], -leg.quantity_base), (&leg.to, leg.quantity_base)] {
                if is_outside(place) {
                    continue;
                }
                self.lots.insert(leg.goods.clone());
                *self.moves.entry(place.clone()).or_insert(0) += 1;
                let cell = (place.clone(), leg.goods.clone());
                let quantity = self.stock.entry(cell.clone()).or_insert(0);
                *quantity += change;
                match *quantity {
                    0 => drop(self.stock.remove(&cell)),
                    quantity if quantity < 0 => {
                        return Err(format!("{place} would hold {quantity} of {:?}", leg.goods));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}
