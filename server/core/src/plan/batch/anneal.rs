//! Small moves, many at a time: an order goes to another batch, or two change places, and the plan may get longer by chance, less
//! and less (simulated annealing; Kirkpatrick, Gelatt and Vecchi, Science 220, 1983). Each round cools more slowly than the one
//! before it, and begins with the best plan.

use super::problem::Problem;
use super::search::{Plan, Search, insert};

/// How many moves are tried at a time.
const MOVES: u64 = 100;
/// How many moves the first round has for each order, and the most.
const ROUND: u64 = 25;
const ROUND_MAX: u64 = 12_800;
/// How much longer a move may make a plan, as a part of a tour: what is likely at the start of a round, and at its end.
const HOT: f64 = 0.03;
const COLD: f64 = 0.001;
/// How much longer than the best a plan may be for its batches to be remembered.
const NEAR: f64 = 0.01;

/// A plan under change.
#[derive(Clone, Debug)]
pub(super) struct Changing {
    batches: Vec<Vec<u32>>,
    /// The sum of the tours' lengths in metres.
    length: f64,
    /// By batch: the length of its tour in metres, and the room it takes.
    lengths: Vec<f64>,
    units: Vec<u64>,
    /// By order: its batch.
    home: Vec<usize>,
    /// Moves that were tried in this round, and how many it has.
    tried: u64,
    round: u64,
}

/// One order goes to another batch, and perhaps one of that comes back.
struct Move {
    order: u32,
    back: Option<u32>,
    from: usize,
    to: usize,
}

impl Changing {
    fn of(problem: &mut Problem, plan: &Plan, round: u64) -> Self {
        let mut home = vec![0; problem.orders().len()];
        for (at, batch) in plan.batches.iter().enumerate() {
            batch.iter().for_each(|order| home[*order as usize] = at);
        }
        let lengths = plan.batches.iter().map(|batch| problem.length(batch)).collect();
        let units = plan.batches.iter().map(|batch| problem.units(batch)).collect();
        Self { batches: plan.batches.clone(), length: plan.length, lengths, units, home, tried: 0, round }
    }

    fn plan(&self, problem: &mut Problem) -> Plan {
        let batches: Vec<Vec<u32>> = self.batches.iter().filter(|batch| !batch.is_empty()).cloned().collect();
        let length = batches.iter().map(|batch| problem.length(batch)).sum();
        Plan { batches, length }
    }
}

impl Search {
    /// Tries moves.
    pub(super) fn anneal(&mut self) {
        let count = self.problem.orders().len() as u64;
        let mut changing = match self.changing.take() {
            Some(changing) if changing.tried < changing.round => changing,
            over => {
                let round = over.map_or(ROUND * count, |over| (2 * over.round).min(ROUND_MAX * count));
                Changing::of(&mut self.problem, &self.best, round)
            }
        };
        let tour = self.best.length / self.best.batches.len() as f64;
        let cooled = changing.tried as f64 / changing.round as f64;
        let heat = tour * HOT * (COLD / HOT).powf(cooled);
        let mut shortest = self.best.length - 1e-9;
        for _ in 0..MOVES {
            changing.tried += 1;
            let Some(tried) = self.drawn(&changing) else { continue };
            let allowed = -heat * (1.0 - self.dice.part()).ln();
            if self.attempt(&mut changing, &tried, allowed) && changing.length < shortest {
                let plan = changing.plan(&mut self.problem);
                shortest = plan.length - 1e-9;
                self.best = plan;
            }
        }
        if changing.length < self.best.length * (1.0 + NEAR) {
            let plan = changing.plan(&mut self.problem);
            self.remember(&plan);
        }
        self.changing = Some(changing);
    }

    /// A move to the batch of an order near by, mostly, if both batches have the room.
    fn drawn(&mut self, changing: &Changing) -> Option<Move> {
        let count = self.problem.orders().len();
        let order = self.dice.below(count) as u32;
        let near = &self.neighbours[order as usize];
        let other = match near.len() {
            0 => self.dice.below(count) as u32,
            _ if self.dice.below(4) == 0 => self.dice.below(count) as u32,
            many => near[self.dice.below(many)],
        };
        let (from, to) = (changing.home[order as usize], changing.home[other as usize]);
        if from == to {
            return None;
        }
        let size = |order: u32| self.problem.orders()[order as usize].units;
        let (capacity, units) = (self.problem.capacity(), &changing.units);
        let fits = units[to] + size(order) <= capacity;
        let there = &changing.batches[to];
        let back = match self.dice.below(3) {
            0 if fits => None,
            _ => Some(there[self.dice.below(there.len())]),
        };
        let given = back.map_or(0, size);
        let fits =
            units[to] + size(order) - given <= capacity && units[from] + given - size(order) <= capacity;
        fits.then_some(Move { order, back, from, to })
    }

    /// Makes a move and says so, unless the plan would be longer by more than is allowed, in metres.
    fn attempt(&mut self, changing: &mut Changing, tried: &Move, allowed: f64) -> bool {
        let Move { order, back, from, to } = *tried;
        let (mut left, mut right) = (changing.batches[from].clone(), changing.batches[to].clone());
        left.retain(|at| *at != order);
        right.retain(|at| Some(*at) != back);
        let most = allowed + changing.lengths[from] + changing.lengths[to];
        // A tour is no shorter for an order more.
        let least = self.problem.length(&left);
        if let Some(back) = back {
            if least + self.problem.length(&right) > most {
                return false;
            }
            insert(&mut left, back);
        }
        insert(&mut right, order);
        let right_length = self.problem.length(&right);
        if least + right_length > most {
            return false;
        }
        let left_length = self.problem.length(&left);
        if left_length + right_length > most {
            return false;
        }
        changing.length += left_length + right_length - changing.lengths[from] - changing.lengths[to];
        changing.units[from] = self.problem.units(&left);
        changing.units[to] = self.problem.units(&right);
        (changing.batches[from], changing.batches[to]) = (left, right);
        (changing.lengths[from], changing.lengths[to]) = (left_length, right_length);
        changing.home[order as usize] = to;
        if let Some(back) = back {
            changing.home[back as usize] = from;
        }
        true
    }
}
