//! The rules by which stock is chosen for orders, each as an order of rows or as a plan of portions.
//!
//! Rows come in first expired first out, every one of them usable and free; among equals of a rule that order decides.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Candidate;

/// How stock is chosen for orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// First expired first out; undated last.
    #[default]
    Fefo,
    /// First received first out.
    Fifo,
    /// Last received first out.
    Lifo,
    /// First in the walk through the warehouse first.
    Nearest,
    /// From as few pallets and bins as can be, and of these the one that fits best last.
    FewestPackages,
    /// Bins that hold the least first, so that as many as can be fall empty.
    EmptyBin,
    /// Whole packagings first, the largest ahead; then loose goods; a packaging is opened last.
    FullPackaging,
    /// Zone by zone, as the order names them; by their codes where it names none.
    ZoneOrder,
}

impl Strategy {
    /// The strategy that counts: the order's own, else the item's, else the warehouse's.
    pub fn resolve(order: Option<Self>, item: Option<Self>, warehouse: Self) -> Self {
        order.or(item).unwrap_or(warehouse)
    }
}

/// By which rule a line is served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// How stock is chosen.
    pub strategy: Strategy,
    /// Codes of the zones that may serve it, in their turn; all when empty.
    pub zones: Vec<String>,
    /// Base units in each packaging of the item, in any order; read by [`Strategy::FullPackaging`] alone.
    pub packagings_base: Vec<i64>,
}

impl Rule {
    /// Whether stock in this zone may serve.
    pub fn admits(&self, zone: &str) -> bool {
        self.zones.is_empty() || self.zones.iter().any(|code| code == zone)
    }

    /// Whether all bins that hold a lot do equally well, once the lot is said: so it is where rotation alone decides.
    pub fn leaves_the_bin_open(&self) -> bool {
        use Strategy::{EmptyBin, Fefo, FewestPackages, Fifo, FullPackaging, Lifo, Nearest, ZoneOrder};
        match self.strategy {
            Fefo | Fifo | Lifo => self.zones.is_empty(),
            Nearest | FewestPackages | EmptyBin | FullPackaging | ZoneOrder => false,
        }
    }

    /// Whether the rule is an order of rows that no take changes.
    pub(super) fn is_fixed(&self) -> bool {
        use Strategy::{EmptyBin, Fefo, FewestPackages, Fifo, FullPackaging, Lifo, Nearest, ZoneOrder};
        match self.strategy {
            Fefo | Fifo | Lifo | Nearest | ZoneOrder => true,
            FewestPackages | EmptyBin | FullPackaging => false,
        }
    }

    /// Which of two rows goes first under a fixed rule; equal ones stay first expired first out.
    pub(super) fn compare(&self, a: &Candidate, b: &Candidate) -> Ordering {
        match self.strategy {
            Strategy::Fifo => a.lot.received_on.cmp(&b.lot.received_on),
            Strategy::Lifo => b.lot.received_on.cmp(&a.lot.received_on),
            Strategy::Nearest => a.pick_sequence.cmp(&b.pick_sequence),
            Strategy::ZoneOrder => self.turn(&a.zone).cmp(&self.turn(&b.zone)),
            _ => Ordering::Equal,
        }
    }

    /// A zone's turn: its place in the list, then its code; what is in no zone comes last.
    fn turn<'z>(&self, zone: &'z str) -> (usize, bool, &'z str) {
        let listed = self.zones.iter().position(|code| code == zone);
        (listed.unwrap_or(self.zones.len()), zone.is_empty(), zone)
    }

    /// What is taken of which row for `wanted_base`, under a rule that looks at what is free.
    pub(super) fn portions(&self, open: &[Open<'_>], wanted_base: i64) -> Vec<Portion> {
        match self.strategy {
            Strategy::FewestPackages => fewest_packages(open, wanted_base),
            Strategy::EmptyBin => empty_bin(open, wanted_base),
            Strategy::FullPackaging => full_packaging(open, wanted_base, &self.packagings_base),
            _ => spend(open, wanted_base),
        }
    }
}

/// A row that may serve a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open<'s> {
    /// Its index among all rows.
    pub at: usize,
    /// The row.
    pub row: &'s Candidate,
    /// What is still free of it, in base units; more than zero.
    pub free_base: i64,
    /// Whether stock of the item that may not serve the line stays behind in its bin.
    pub blocked: bool,
}

/// So much of the row with this index.
pub(super) type Portion = (usize, i64);

/// Takes from the rows as they come.
fn spend<'r, 's: 'r>(rows: impl IntoIterator<Item = &'r Open<'s>>, wanted_base: i64) -> Vec<Portion> {
    let mut left_base = wanted_base;
    let mut portions = Vec::new();
    for open in rows {
        if left_base <= 0 {
            break;
        }
        let taken_base = left_base.min(open.free_base);
        left_base -= taken_base;
        portions.push((open.at, taken_base));
    }
    portions
}

/// Rows that stand together, in the order of their first rows.
fn together<'r, 's, K: Ord>(
    open: &'r [Open<'s>],
    key: impl Fn(&Candidate) -> K,
) -> Vec<(i64, Vec<&'r Open<'s>>)> {
    let mut known = BTreeMap::new();
    let mut groups: Vec<(i64, Vec<&Open<'_>>)> = Vec::new();
    for one in open {
        let group = *known.entry(key(one.row)).or_insert(groups.len());
        if group == groups.len() {
            groups.push((0, Vec::new()));
        }
        groups[group].0 += one.free_base;
        groups[group].1.push(one);
    }
    groups
}

/// The fullest packages until one holds all of the rest; of those that do, the one with the least.
fn fewest_packages(open: &[Open<'_>], wanted_base: i64) -> Vec<Portion> {
    let place = |row: &Candidate| (row.place.location_id, row.place.handling_unit_id);
    let mut packages = together(open, place);
    packages.sort_by_key(|(free_base, _)| Reverse(*free_base));
    let mut left_base = wanted_base;
    let mut rows = Vec::new();
    let mut rest = packages.as_slice();
    while let Some((free_base, first)) = rest.first() {
        if *free_base < left_base {
            left_base -= free_base;
            rows.extend(first);
            rest = &rest[1..];
            continue;
        }
        let enough = rest.partition_point(|(free_base, _)| *free_base >= left_base);
        let least_base = rest[enough - 1].0;
        rows.extend(&rest[rest.partition_point(|(free_base, _)| *free_base > least_base)].1);
        break;
    }
    spend(rows.into_iter().copied(), wanted_base)
}

/// The bins that hold the least first; behind them those that cannot fall empty.
fn empty_bin(open: &[Open<'_>], wanted_base: i64) -> Vec<Portion> {
    let mut bins = together(open, |row| row.place.location_id);
    bins.sort_by_key(|(free_base, rows)| (rows.iter().any(|one| one.blocked), *free_base));
    spend(bins.into_iter().flat_map(|(_, rows)| rows), wanted_base)
}

/// Whole packagings by size, the largest first; then what lies loose beside them; then whatever is left.
fn full_packaging(open: &[Open<'_>], wanted_base: i64, packagings_base: &[i64]) -> Vec<Portion> {
    let mut sizes: Vec<i64> = packagings_base.iter().copied().filter(|size| *size > 1).collect();
    sizes.sort_by_key(|size| Reverse(*size));
    let mut rows = open.to_vec();
    let mut left_base = wanted_base;
    let mut portions = Vec::new();
    let mut pass = |portion: &dyn Fn(i64, i64) -> i64| {
        for open in &mut rows {
            let taken_base = portion(left_base, open.free_base);
            if taken_base > 0 {
                left_base -= taken_base;
                open.free_base -= taken_base;
                portions.push((open.at, taken_base));
            }
        }
    };
    for size in &sizes {
        pass(&|left_base, free_base| left_base.min(free_base) / size * size);
    }
    if let Some(size) = sizes.last() {
        pass(&|left_base, free_base| left_base.min(free_base % size));
    }
    pass(&|left_base, free_base| left_base.min(free_base));
    portions
}
