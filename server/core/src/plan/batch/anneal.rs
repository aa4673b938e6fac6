//! Small moves, many at a time: an order goes to another batch, or two change places, and the plan may get longer by chance, less
//! and less (simulated annealing; Kirkpatrick, Gelatt and Vecchi, Science 220, 1983). Each round cools more slowly than the one
//! before it, see [`lineage`](super::lineage) for what it begins with.
//!
//! Where carts are full to the last unit there is hardly a move between plans that fit. So carts may be overfull for a while, at a
//! price that rises as long as some are and falls when none is (strategic oscillation; Glover, Decision Sciences 8(1), 1977).
//!
//! **Invariant**: what becomes the best plan, or is remembered, fits.

use super::asked::{Asked, Length};
use super::problem::Problem;
use super::search::{Plan, Search, insert};

/// How many moves are tried at a time.
const MOVES: u64 = 100;
/// With so many orders on a cart an order costs what it costs: with more of them less.
const SHARED: f64 = 7.0;
/// One move in so many begins a batch of its own.
const OWN: usize = 50;
/// While carts are overfull, one move in so many takes from one of them.
const RELIEVED: usize = 4;
/// What a unit weighs that is too much for a cart, in parts of the heat: at least, at most, and how much more it weighs each time
/// that carts are still too full.
const STRICT_MIN: f64 = 0.3;
const STRICT_MAX: f64 = 10_000.0;
const STRICTER: f64 = 1.02;
/// How much longer than the best a plan may be for its batches to be remembered.
const NEAR: f64 = 0.01;

/// Where a tour's length that was found may not be the least, one in so many is measured again.
const CHECKED: u64 = 4;

/// How rounds are.
pub(super) struct Cooling {
    /// How much longer a move may make a plan, as a part of a tour: what is likely at the start of a round, and at its end.
    hot: f64,
    cold: f64,
    /// By which power of the orders on a cart, beyond [`SHARED`], that is less.
    shared: f64,
    /// One round in so many goes on from where the last one ended, the others from their line's best plan.
    pub(super) on: usize,
}

/// Where moves are measured fast. Hotter, good plans fall apart, and colder, none is found any more.
const FAST: Cooling = Cooling { hot: 0.015, cold: 0.003, shared: 0.0, on: 4 };
/// Where there is time for few moves.
const SLOW: Cooling = Cooling { hot: 0.03, cold: 0.001, shared: 0.5, on: usize::MAX };

/// A plan under change.
#[derive(Clone, Debug)]
pub(super) struct Changing {
    pub(super) batches: Vec<Vec<u32>>,
    /// The sum of the tours' lengths in metres.
    length: f64,
    /// By batch: the length of its tour in metres, and the room it takes.
    pub(super) lengths: Vec<f64>,
    units: Vec<u64>,
    /// What the batches take more than there is room, in units.
    overload: i64,
    /// What a unit of that weighs, in parts of the heat.
    strict: f64,
    /// By batch: a number that it alone has had, and its name.
    pub(super) stamps: Vec<u64>,
    pub(super) names: Vec<u64>,
    /// Batches with later stamps were not remembered yet.
    remembered: u64,
    /// By order: its batch.
    pub(super) home: Vec<usize>,
    /// Moves that were tried in this round, and how many it has.
    tried: u64,
    pub(super) round: u64,
}

/// One order goes to another batch, and perhaps one of that comes back.
struct Move {
    order: u32,
    back: Option<u32>,
    from: usize,
    to: usize,
}

impl Changing {
    /// Where there is a batch without orders.
    fn empty(&mut self, asked: &mut Asked) -> usize {
        if let Some(at) = self.batches.iter().position(Vec::is_empty) {
            return at;
        }
        self.batches.push(Vec::new());
        self.lengths.push(0.0);
        self.units.push(0);
        self.stamps.push(asked.stamp());
        self.names.push(0);
        self.batches.len() - 1
    }

    /// A unit too much weighs more while there is one.
    fn weigh_overload(&mut self) {
        let strict = if self.overload > 0 { self.strict * STRICTER } else { self.strict / STRICTER };
        self.strict = strict.clamp(STRICT_MIN, STRICT_MAX);
    }

    /// The same plan in a new round.
    pub(super) fn again(self, round: u64) -> Self {
        Self { tried: 0, round, strict: 1.0, ..self }
    }

    /// The plan is as long as its tours are.
    pub(super) fn sum_up(&mut self) {
        self.length = self.lengths.iter().sum();
    }

    /// A batch and its stamp.
    pub(super) fn stamped(&self, at: usize) -> (&[u32], u64) {
        (&self.batches[at], self.stamps[at])
    }

    /// A plan in a new round.
    pub(super) fn of(problem: &mut Problem, asked: &mut Asked, plan: &Plan, round: u64) -> Self {
        let mut home = vec![0; problem.orders().len()];
        for (at, batch) in plan.batches.iter().enumerate() {
            batch.iter().for_each(|order| home[*order as usize] = at);
        }
        let lengths: Vec<f64> = plan.batches.iter().map(|batch| problem.length(batch)).collect();
        let units: Vec<u64> = plan.batches.iter().map(|batch| problem.units(batch)).collect();
        let overload = units.iter().map(|units| units.saturating_sub(problem.capacity()) as i64).sum();
        let stamps = plan.batches.iter().map(|_| asked.stamp()).collect();
        let names = plan.batches.iter().map(|batch| asked.name_of(batch)).collect();
        let batches = plan.batches.clone();
        Self {
            batches,
            length: lengths.iter().sum(),
            lengths,
            units,
            overload,
            strict: 1.0,
            stamps,
            names,
            remembered: 0,
            home,
            tried: 0,
            round,
        }
    }

    fn plan(&self, problem: &mut Problem) -> Plan {
        let batches: Vec<Vec<u32>> = self.batches.iter().filter(|batch| !batch.is_empty()).cloned().collect();
        let length = batches.iter().map(|batch| problem.length(batch)).sum();
        Plan { batches, length }
    }
}

/// A move that is looked at by a test.
#[cfg(test)]
pub(super) struct AnyMove {
    /// Without the orders that come.
    pub(super) before: [Vec<u32>; 2],
    pub(super) batches: [Vec<u32>; 2],
    pub(super) most: f64,
    pub(super) found: Option<(f64, f64)>,
    pub(super) is_exact: bool,
}

impl Search {
    /// Tries moves.
    pub(super) fn anneal(&mut self) {
        let mut changing = match self.changing.take() {
            Some(changing) if changing.tried < changing.round => changing,
            over => self.round(over),
        };
        let heat = self.heat(&changing);
        changing.weigh_overload();
        let overload = changing.strict * heat;
        let mut shortest = self.base().length - 1e-9;
        for _ in 0..MOVES {
            changing.tried += 1;
            let Some(tried) = self.drawn(&mut changing) else { continue };
            let more = self.overload_more(&changing, &tried) as f64;
            let allowed = -heat * (1.0 - self.dice.part()).ln() - overload * more;
            if self.attempt(&mut changing, &tried, allowed)
                && changing.length < shortest
                && changing.overload == 0
            {
                self.settle(&mut changing);
                let plan = changing.plan(&mut self.problem);
                if plan.length < shortest {
                    shortest = plan.length - 1e-9;
                    self.found(plan);
                }
            }
        }
        if changing.length < self.best.length * (1.0 + NEAR) {
            self.remember_new(&mut changing);
        }
        self.changing = Some(changing);
    }

    /// Keeps the batches that fit and are new since the last time.
    fn remember_new(&mut self, changing: &mut Changing) {
        if self.is_full() {
            return;
        }
        let since = std::mem::replace(&mut changing.remembered, self.asked.stamp());
        for at in 0..changing.batches.len() {
            let batch = &changing.batches[at];
            if changing.stamps[at] > since
                && changing.units[at] <= self.problem.capacity()
                && !batch.is_empty()
            {
                self.remember(batch, changing.lengths[at]);
            }
        }
    }

    pub(super) fn cooling(&self) -> Cooling {
        if self.is_fast { FAST } else { SLOW }
    }

    /// How much longer a move may likely make the plan, in metres.
    fn heat(&self, changing: &Changing) -> f64 {
        let (batches, orders) = (self.best.batches.len() as f64, self.problem.orders().len() as f64);
        let Cooling { hot, cold, shared, .. } = self.cooling();
        let tour = self.best.length / batches * (SHARED * batches / orders).powf(shared);
        tour * hot * (cold / hot).powf(changing.tried as f64 / changing.round as f64)
    }

    /// A move to the batch of an order near by, mostly, or to one of its own.
    fn drawn(&mut self, changing: &mut Changing) -> Option<Move> {
        let count = self.problem.orders().len();
        let order = match changing.overload > 0 && self.dice.below(RELIEVED) == 0 {
            true => self.too_much(changing),
            false => self.dice.below(count) as u32,
        };
        let from = changing.home[order as usize];
        let near = &self.neighbours[order as usize];
        let other = match near.len() {
            0 => self.dice.below(count) as u32,
            _ if self.dice.below(4) == 0 => self.dice.below(count) as u32,
            many => near[self.dice.below(many)],
        };
        let to = match self.is_fast && self.dice.below(OWN) == 0 {
            true => changing.empty(&mut self.asked),
            false => changing.home[other as usize],
        };
        if from == to {
            return None;
        }
        let size = |order: u32| self.problem.orders()[order as usize].units;
        let (capacity, units) = (self.problem.capacity(), &changing.units);
        let fits = units[to] + size(order) <= capacity;
        let there = &changing.batches[to];
        let back = match self.dice.below(3) {
            0 if fits => None,
            _ if there.is_empty() => None,
            _ => Some(there[self.dice.below(there.len())]),
        };
        let given = back.map_or(0, size);
        let fits =
            units[to] + size(order) - given <= capacity && units[from] + given - size(order) <= capacity;
        // Of the plans of very many orders there is no time to make one that fits again.
        (self.is_fast || fits).then_some(Move { order, back, from, to })
    }

    /// An order of an overfull batch.
    fn too_much(&mut self, changing: &Changing) -> u32 {
        let capacity = self.problem.capacity();
        let overfull = (0..changing.batches.len()).filter(|at| changing.units[*at] > capacity);
        let overfull: Vec<usize> = overfull.collect();
        let batch = &changing.batches[overfull[self.dice.below(overfull.len())]];
        batch[self.dice.below(batch.len())]
    }

    /// The part of so many draws that take from overfull batches, and the part of the orders there; none where none is overfull.
    #[cfg(test)]
    pub(super) fn draws_of_overfull(&mut self, draws: usize) -> Option<(f64, f64)> {
        let mut changing = self.changing.clone().filter(|changing| changing.overload > 0)?;
        let capacity = self.problem.capacity();
        let is_overfull = |changing: &Changing, at: usize| changing.units[at] > capacity;
        let orders: usize = (0..changing.batches.len())
            .filter(|at| is_overfull(&changing, *at))
            .map(|at| changing.batches[at].len())
            .sum();
        let (mut drawn, mut relieved) = (0_usize, 0_usize);
        for _ in 0..draws {
            let Some(tried) = self.drawn(&mut changing) else { continue };
            drawn += 1;
            relieved += usize::from(is_overfull(&changing, tried.from));
        }
        Some((relieved as f64 / drawn as f64, orders as f64 / changing.home.len() as f64))
    }

    /// A move, what it may make of its two batches, what they may be long together, and how long they are found to be.
    #[cfg(test)]
    pub(super) fn any_move(&mut self) -> Option<AnyMove> {
        let mut changing = self.changing.clone()?;
        let Move { order, back, from, to } = self.drawn(&mut changing)?;
        let most = (changing.lengths[from] + changing.lengths[to]) * (0.9 + 0.15 * self.dice.part());
        let found = match back {
            Some(back) => self.exchanged(&changing, (order, back), most),
            None => self.moved(&changing, (order, to), most),
        };
        let mut batches = [changing.batches[from].clone(), changing.batches[to].clone()];
        batches[0].retain(|at| *at != order);
        batches[1].retain(|at| Some(*at) != back);
        let before = batches.clone();
        insert(&mut batches[1], order);
        back.into_iter().for_each(|back| insert(&mut batches[0], back));
        Some(AnyMove { before, batches, most, found, is_exact: self.is_exact() })
    }

    /// How much more room the batches would take than there is, when moved so, in units.
    fn overload_more(&self, changing: &Changing, tried: &Move) -> i64 {
        let Move { order, back, from, to } = *tried;
        let size = |order: u32| self.problem.orders()[order as usize].units as i64;
        let (capacity, more) = (self.problem.capacity() as i64, size(order) - back.map_or(0, size));
        let (here, there) = (changing.units[from] as i64, changing.units[to] as i64);
        let over = |units: i64| (units - capacity).max(0);
        over(here - more) + over(there + more) - over(here) - over(there)
    }

    /// Makes a move and says so, unless the plan would be longer by more than is allowed, in metres.
    fn attempt(&mut self, changing: &mut Changing, tried: &Move, allowed: f64) -> bool {
        let Move { order, back, from, to } = *tried;
        let most = allowed + changing.lengths[from] + changing.lengths[to];
        let measured = match back {
            Some(back) => self.exchanged(changing, (order, back), most),
            None => self.moved(changing, (order, to), most),
        };
        let Some((left, right)) = measured else { return false };
        changing.overload += self.overload_more(changing, tried);
        let sizes = [Some(order), back]
            .map(|order| order.map_or(0, |order| self.problem.orders()[order as usize].units));
        changing.units[from] = changing.units[from] + sizes[1] - sizes[0];
        changing.units[to] = changing.units[to] + sizes[0] - sizes[1];
        changing.batches[from].retain(|at| *at != order);
        changing.batches[to].retain(|at| Some(*at) != back);
        insert(&mut changing.batches[to], order);
        changing.home[order as usize] = to;
        if let Some(back) = back {
            insert(&mut changing.batches[from], back);
            changing.home[back as usize] = from;
        }
        let swapped = self.asked.name(order) ^ back.map_or(0, |back| self.asked.name(back));
        for (at, length) in [(from, left), (to, right)] {
            changing.stamps[at] = self.asked.stamp();
            changing.names[at] ^= swapped;
            let is_checked = self.is_exact() || changing.stamps[at].is_multiple_of(CHECKED);
            let length = if is_checked { self.corrected(changing, at, length) } else { length };
            changing.length += length - changing.lengths[at];
            changing.lengths[at] = length;
            self.asked.put(changing.names[at], Length::Is(length));
            if is_checked {
                self.problem.learn(&changing.batches[at], length);
            }
        }
        true
    }
}
