//! What is to be batched, and the length of each batch's tour.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use super::partition::{ORDERS_MAX, bits, mask};
use crate::item::Handling;
use crate::plan::gauge::Gauge;
use crate::plan::layout::{Cell, Layout, Unsound};
use crate::plan::tour::Known;

/// How many lengths are kept before the table starts anew.
const KEPT_MAX: usize = 1_000_000;

/// The most that a cart holds.
pub const CAPACITY_MAX: u64 = 1_000_000_000_000;

/// An order to be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What it takes of a cart's room.
    pub units: u64,
    /// Where its goods lie.
    pub picks: Vec<Cell>,
}

/// Why orders can't be batched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A place outside the layout.
    Place(Unsound),
    /// The order at this position takes more than a cart's room.
    TooLarge(usize),
    /// A cart's room is beyond all reason.
    Capacity(u64),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(unsound) => unsound.fmt(f),
            Self::Capacity(units) => write!(f, "a cart can't hold {units} units: at most {CAPACITY_MAX}"),
            Self::TooLarge(at) => write!(f, "the order at position {at} takes more room than a cart has"),
        }
    }
}

impl std::error::Error for Unfit {}

/// Hashes batches fast: nobody chooses them to collide (multiply and fold, as wyhash does).
#[derive(Clone, Debug, Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
            self.write_u64(word);
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x2d35_8dcc_aa6c_78a5) * 0x9e37_79b9_7f4a_7c15_u128;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn write_u128(&mut self, word: u128) {
        self.write_u64(word as u64);
        self.write_u64((word >> 64) as u64);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

/// Orders, the room of a cart, and where one walks.
#[derive(Clone, Debug)]
pub struct Problem {
    orders: Vec<Order>,
    capacity: u64,
    gauge: Gauge,
    /// What is known of the orders' picks, where that helps.
    known: Option<Known>,
    /// By batch the length of its tour: where there are few enough orders, a batch is a mask of them, else its orders ascending.
    lengths: HashMap<u128, f64, BuildHasherDefault<Fold>>,
    lengths_of_many: HashMap<Box<[u32]>, f64, BuildHasherDefault<Fold>>,
    picks: Vec<Cell>,
}

impl Problem {
    /// Orders to be put onto carts of this capacity, whose tours start and end at the layout's depot.
    ///
    /// # Errors
    /// What does not fit.
    pub fn new(layout: Layout, capacity: u64, orders: Vec<Order>) -> Result<Self, Unfit> {
        Self::with_gauge(Gauge::closed(layout), capacity, orders)
    }

    /// Orders to be put onto carts of this capacity, whose tours are measured so.
    ///
    /// # Errors
    /// What does not fit.
    pub fn with_gauge(gauge: Gauge, capacity: u64, orders: Vec<Order>) -> Result<Self, Unfit> {
        if capacity > CAPACITY_MAX {
            return Err(Unfit::Capacity(capacity));
        }
        for (at, order) in orders.iter().enumerate() {
            if order.units > capacity {
                return Err(Unfit::TooLarge(at));
            }
            order.picks.iter().try_for_each(|pick| gauge.check(*pick)).map_err(Unfit::Place)?;
        }
        let known = gauge.known(orders.iter().map(|order| &order.picks[..]));
        Ok(Self {
            orders,
            capacity,
            gauge,
            known,
            lengths: HashMap::default(),
            lengths_of_many: HashMap::default(),
            picks: Vec::new(),
        })
    }

    /// The layout, where a walk is from its depot and back.
    pub(super) fn closed(&self) -> Option<&Layout> {
        match &self.gauge {
            // Only such walks have an S-shape.
            Gauge::Rectangle(rectangle) if self.gauge.s_shape(&[]).is_some() => Some(rectangle.layout()),
            _ => None,
        }
    }

    /// Keeps a length that was measured elsewhere. The batch's orders ascend.
    pub(super) fn learn(&mut self, batch: &[u32], length: f64) {
        if self.orders.len() <= ORDERS_MAX && self.lengths.len() < KEPT_MAX {
            self.lengths.entry(mask(batch)).or_insert(length);
        }
    }

    /// The orders.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// The room of a cart.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// What a batch takes of it.
    pub fn units(&self, batch: &[u32]) -> u64 {
        batch.iter().map(|at| self.orders[*at as usize].units).sum()
    }

    /// The length of a batch's tour, in metres: the shortest in a rectangle. Its orders ascend.
    pub fn length(&mut self, batch: &[u32]) -> f64 {
        if self.orders.len() <= ORDERS_MAX {
            return self.length_of(mask(batch));
        }
        if let Some(known) = self.lengths_of_many.get(batch) {
            return *known;
        }
        let length = self.measured(batch);
        if self.lengths_of_many.len() >= KEPT_MAX {
            self.lengths_of_many.clear();
        }
        self.lengths_of_many.insert(batch.into(), length);
        length
    }

    /// The same for a mask of orders.
    pub(super) fn length_of(&mut self, batch: u128) -> f64 {
        if let Some(known) = self.lengths.get(&batch) {
            return *known;
        }
        let length = self.tour(bits(batch));
        if self.lengths.len() >= KEPT_MAX {
            self.lengths.clear();
        }
        self.lengths.insert(batch, length);
        length
    }

    /// The same, for any order of the orders and without the table.
    pub(super) fn measured(&mut self, batch: &[u32]) -> f64 {
        self.tour(batch.iter().map(|at| *at as usize))
    }

    fn tour(&mut self, batch: impl Iterator<Item = usize> + Clone) -> f64 {
        if let Some(known) = &mut self.known {
            return self.gauge.quick_past(known, batch);
        }
        self.picks.clear();
        self.picks.extend(batch.flat_map(|at| &self.orders[at].picks));
        self.gauge.quick(&self.picks)
    }

    /// A batch's shortest tour: its picks in walking order.
    pub fn walk(&mut self, batch: &[u32]) -> Vec<Cell> {
        let picks: BTreeSet<Cell> =
            batch.iter().flat_map(|at| self.orders[*at as usize].picks.iter().copied()).collect();
        let picks: Vec<(Cell, Handling)> = picks.into_iter().map(|pick| (pick, Handling::Normal)).collect();
        let tour = self.gauge.walk((None, None), &picks);
        tour.order.into_iter().map(|at| picks[at].0).collect()
    }

    /// For each order those it shares most of its aisles with, nearest first, at most `count`.
    pub(super) fn neighbours(&self, count: usize) -> Vec<Vec<u32>> {
        let aisles: Vec<BTreeSet<(usize, usize)>> = self
            .orders
            .iter()
            .map(|order| order.picks.iter().map(|pick| (pick.aisle, pick.block)).collect())
            .collect();
        let mut who: BTreeMap<(usize, usize), Vec<u32>> = BTreeMap::new();
        for (at, aisles) in (0..).zip(&aisles) {
            for aisle in aisles {
                who.entry(*aisle).or_default().push(at);
            }
        }
        let middle = |at: usize| {
            let sum: usize = aisles[at].iter().map(|aisle| aisle.0).sum();
            sum as f64 / aisles[at].len().max(1) as f64
        };
        let middles: Vec<f64> = (0..aisles.len()).map(middle).collect();
        let mut shared = vec![0_u32; aisles.len()];
        let near = |at: usize| {
            let mut met: Vec<u32> = Vec::new();
            for other in
                aisles[at].iter().flat_map(|aisle| &who[aisle]).filter(|other| **other as usize != at)
            {
                if shared[*other as usize] == 0 {
                    met.push(*other);
                }
                shared[*other as usize] += 1;
            }
            if met.len() < count && aisles.len() <= 1000 {
                let rest = (0..aisles.len() as u32).filter(|other| *other as usize != at);
                met.extend(rest.filter(|other| shared[*other as usize] == 0));
            }
            let far = |other: u32| {
                let apart = (middles[at] - middles[other as usize]).abs();
                let more = aisles[other as usize].len() as f64 - f64::from(shared[other as usize]);
                (more - f64::from(shared[other as usize]), apart)
            };
            met.sort_by(|a, b| {
                let (a_far, b_far) = (far(*a), far(*b));
                a_far.0.total_cmp(&b_far.0).then(a_far.1.total_cmp(&b_far.1)).then(a.cmp(b))
            });
            shared.fill(0);
            met.truncate(count);
            met
        };
        (0..aisles.len()).map(near).collect()
    }
}
