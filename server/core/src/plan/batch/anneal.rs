//! Small moves, many at a time: an order goes to another batch, or two change places (threshold accepting; Dueck and Scheuer,
//! J. Comput. Phys. 90, 1990, with a threshold that is drawn anew for each move).

use super::search::{Plan, Search, insert};

/// How many moves are tried at a time.
const MOVES: usize = 100;

/// A plan under change.
struct Changing {
    plan: Plan,
    /// By batch: the length of its tour in metres, and the room it takes.
    lengths: Vec<f64>,
    units: Vec<u64>,
    /// By order: its batch.
    home: Vec<usize>,
}

/// One order goes to another batch, and perhaps one of that comes back.
struct Move {
    order: u32,
    back: Option<u32>,
    from: usize,
    to: usize,
}

impl Search {
    /// Tries moves on the present plan, each of which may make it longer by `most` metres.
    pub(super) fn anneal(&mut self, most: f64) {
        let mut changing = self.changing();
        for _ in 0..MOVES {
            let Some(tried) = self.drawn(&changing) else { continue };
            let allowed = most * self.dice.part().powi(2);
            self.attempt(&mut changing, &tried, allowed);
            if changing.plan.length < self.best.length - 1e-9 {
                self.best = changing.plan.clone();
                self.best.batches.retain(|batch| !batch.is_empty());
            }
        }
        let mut plan = changing.plan;
        plan.batches.retain(|batch| !batch.is_empty());
        plan.length = plan.batches.iter().map(|batch| self.problem.length(batch)).sum();
        self.present = plan;
        self.remember();
    }

    fn changing(&mut self) -> Changing {
        let plan = self.present.clone();
        let mut home = vec![0; self.problem.orders().len()];
        for (at, batch) in plan.batches.iter().enumerate() {
            batch.iter().for_each(|order| home[*order as usize] = at);
        }
        let lengths = plan.batches.iter().map(|batch| self.problem.length(batch)).collect();
        let units = plan.batches.iter().map(|batch| self.problem.units(batch)).collect();
        Changing { plan, lengths, units, home }
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
        let there = &changing.plan.batches[to];
        let back = match self.dice.below(3) {
            0 if fits => None,
            _ => Some(there[self.dice.below(there.len())]),
        };
        let given = back.map_or(0, size);
        let fits =
            units[to] + size(order) - given <= capacity && units[from] + given - size(order) <= capacity;
        fits.then_some(Move { order, back, from, to })
    }

    /// Makes a move, unless the plan would be longer by more than is allowed, in metres.
    fn attempt(&mut self, changing: &mut Changing, tried: &Move, allowed: f64) {
        let Move { order, back, from, to } = *tried;
        let (mut left, mut right) = (changing.plan.batches[from].clone(), changing.plan.batches[to].clone());
        left.retain(|at| *at != order);
        right.retain(|at| Some(*at) != back);
        insert(&mut right, order);
        if let Some(back) = back {
            insert(&mut left, back);
        }
        let lengths = (self.problem.length(&left), self.problem.length(&right));
        let more = lengths.0 + lengths.1 - changing.lengths[from] - changing.lengths[to];
        if more > allowed {
            return;
        }
        changing.units[from] = self.problem.units(&left);
        changing.units[to] = self.problem.units(&right);
        (changing.plan.batches[from], changing.plan.batches[to]) = (left, right);
        (changing.lengths[from], changing.lengths[to]) = lengths;
        changing.home[order as usize] = to;
        if let Some(back) = back {
            changing.home[back as usize] = from;
        }
        changing.plan.length += more;
    }
}
