//! What rounds of moves begin with: lines of plans, one after the other, of which the next begins where one gets no better.
//!
//! A round begins with the best plan of its line, that with a cart less, or where the last round ended. Such rounds find what is
//! near, and soon nothing more: two searches from scratch for half the time each find more than one for all of it. So once some
//! rounds changed nothing, the line's best plan joins the elite, and another line begins: from scratch, or with some batches of one
//! plan of the elite and what they leave of another (the crossover of the grouping genetic algorithm; Falkenauer, J. of Heuristics
//! 2(1), 1996). The batches of all lines are recombined, see [`price`](super::price).

use super::anneal::Changing;
use super::search::{Plan, Search, insert};

/// How many moves the first round of a line from scratch has for each order, and the most.
const ROUND: u64 = 25;
const ROUND_MAX: u64 = 12_800;
/// How many the first round of a crossed plan has.
const ROUND_CROSSED: u64 = 3_200;
/// A line ends after so many rounds that found nothing better and had so many moves for each order.
const STALE: u32 = 2;
const STALE_FROM: u64 = 3_200;
/// How many plans are in the elite, and from how many on they are crossed.
const ELITE_MAX: usize = 4;
const CROSSED_FROM: usize = 2;
/// Then one line in so many begins from scratch.
const AFRESH: usize = 3;
/// One round in so many that begin with a line's best plan begins with a cart less than it has.
const CART_LESS: usize = 8;

/// The line of plans that moves change now, and the best of those before it.
#[derive(Clone, Debug)]
pub(super) struct Lineage {
    /// Where lines from scratch begin.
    start: Plan,
    /// The best plan of this line; its length is infinite until there is one that fits.
    pub(super) leader: Plan,
    /// How long it was when the last round ended, in metres.
    before: f64,
    /// Rounds since it was found that count.
    stale: u32,
    /// The best plans of other lines, shortest first.
    elite: Vec<Plan>,
}

impl Lineage {
    /// Begins with a plan.
    pub(super) fn new(start: &Plan) -> Self {
        let before = start.length;
        Self { start: start.clone(), leader: start.clone(), before, stale: 0, elite: Vec::new() }
    }

    /// Whether the line gets no better, after a round with so many moves for each order.
    fn is_over(&mut self, round: u64) -> bool {
        let is_better = self.leader.length < self.before - 1e-9;
        self.before = self.leader.length;
        self.stale = if is_better { 0 } else { self.stale + u32::from(round >= STALE_FROM) };
        self.stale >= STALE
    }

    /// The next line.
    fn lead(&mut self, leader: Plan) {
        self.before = leader.length;
        (self.leader, self.stale) = (leader, 0);
    }

    /// Takes a plan into the elite if it is one of the shortest. Plans of the same length hardly ever differ in much.
    fn keep(&mut self, plan: &Plan) {
        let is_there = self.elite.iter().any(|kept| (kept.length - plan.length).abs() < 1e-6);
        if plan.length.is_finite() && !is_there {
            let at = self.elite.partition_point(|kept| kept.length < plan.length);
            self.elite.insert(at, plan.clone());
            self.elite.truncate(ELITE_MAX);
        }
    }
}

impl Search {
    /// The plan that rounds begin with, mostly, and that is to be bettered.
    pub(super) fn base(&self) -> &Plan {
        if self.is_fast { &self.lineage.leader } else { &self.best }
    }

    /// Takes a plan that is better than that.
    pub(super) fn found(&mut self, plan: Plan) {
        if plan.length < self.best.length - 1e-9 {
            self.best = plan.clone();
        }
        self.lineage.leader = plan;
    }

    /// The plan of a new round, after one that is over.
    pub(super) fn round(&mut self, over: Option<Changing>) -> Changing {
        let count = self.problem.orders().len() as u64;
        let round = over.as_ref().map_or(ROUND * count, |over| (2 * over.round).min(ROUND_MAX * count));
        let is_over = |over: &Changing| self.is_fast && self.lineage.is_over(over.round / count);
        if over.as_ref().is_some_and(is_over) {
            let (plan, moves) = self.next_line();
            return Changing::of(&mut self.problem, &mut self.asked, &plan, moves * count);
        }
        match over {
            Some(over) if self.dice.below(self.cooling().on) == 0 => over.again(round),
            _ => {
                let plan = self.with_a_cart_less().unwrap_or_else(|| self.base().clone());
                Changing::of(&mut self.problem, &mut self.asked, &plan, round)
            }
        }
    }

    /// Begins another line: the plan that it begins with, and how many moves its first round has for each order.
    fn next_line(&mut self) -> (Plan, u64) {
        let line = &mut self.lineage;
        line.keep(&line.leader.clone());
        line.keep(&self.best);
        let many = line.elite.len();
        if many < CROSSED_FROM || self.dice.below(AFRESH) == 0 {
            line.lead(line.start.clone());
            return (line.start.clone(), ROUND);
        }
        let one = self.dice.below(many);
        let other = (one + 1 + self.dice.below(many - 1)) % many;
        let [one, other] = [one, other].map(|at| line.elite[at].batches.clone());
        let plan = self.crossed(one, other);
        self.lineage.lead(Plan { length: f64::INFINITY, ..plan.clone() });
        (plan, ROUND_CROSSED)
    }

    /// Some batches of one plan and what they leave of another, with as many carts as that has; they may be overfull.
    pub(super) fn crossed(&mut self, mut given: Vec<Vec<u32>>, mut batches: Vec<Vec<u32>>) -> Plan {
        let most = (given.len().min(batches.len()) / 2).max(1);
        let count = 1 + self.dice.below(most);
        while given.len() > count {
            given.swap_remove(self.dice.below(given.len()));
        }
        let is_given = |order: &u32| given.iter().any(|batch| batch.binary_search(order).is_ok());
        batches.iter_mut().for_each(|batch| batch.retain(|order| !is_given(order)));
        // Those go that have least left.
        batches.sort_by_key(|batch| std::cmp::Reverse(self.problem.units(batch)));
        let homeless = batches.split_off(batches.len().saturating_sub(count)).concat();
        batches.extend(given);
        for order in homeless {
            self.house(&mut batches, order);
        }
        batches.retain(|batch| !batch.is_empty());
        let length = batches.iter().map(|batch| self.problem.length(batch)).sum();
        Plan { batches, length }
    }

    /// Puts an order into the nearest batch that has room, or into any near one.
    fn house(&mut self, batches: &mut [Vec<u32>], order: u32) {
        let size = self.problem.orders()[order as usize].units;
        let homes = self.homes(batches, order);
        let has_room = |at: &usize| self.problem.units(&batches[*at]) + size <= self.problem.capacity();
        let to = homes.iter().copied().find(has_room).unwrap_or_else(|| self.any_of(&homes, batches.len()));
        insert(&mut batches[to], order);
    }

    /// The batches of an order's neighbours, nearest first.
    fn homes(&self, batches: &[Vec<u32>], order: u32) -> Vec<usize> {
        let home = |other: &u32| batches.iter().position(|batch| batch.binary_search(other).is_ok());
        self.neighbours[order as usize].iter().filter_map(home).collect()
    }

    /// One of these, or of all where there is none.
    fn any_of(&mut self, homes: &[usize], all: usize) -> usize {
        match homes.len() {
            0 => self.dice.below(all),
            many => homes[self.dice.below(many)],
        }
    }

    /// Now and then, a line's best plan with the orders of one batch given to others, where that many carts may do: they are
    /// overfull at first. Order by order a batch hardly ever goes, as only the last one spares a tour.
    pub(super) fn with_a_cart_less(&mut self) -> Option<Plan> {
        let mut batches = self.base().batches.clone();
        let units: u64 = batches.iter().map(|batch| self.problem.units(batch)).sum();
        let may_do = batches.len() > 1 && units <= (batches.len() as u64 - 1) * self.problem.capacity();
        if !self.is_fast || !may_do || self.dice.below(CART_LESS) != 0 {
            return None;
        }
        for order in batches.swap_remove(self.dice.below(batches.len())) {
            let homes = self.homes(&batches, order);
            let to = self.any_of(&homes, batches.len());
            insert(&mut batches[to], order);
        }
        let length = batches.iter().map(|batch| self.problem.length(batch)).sum();
        Some(Plan { batches, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::batch::{Order, Problem};
    use crate::plan::layout::{Cell, Layout, Lengths};

    fn plan(length: f64) -> Plan {
        Plan { batches: vec![vec![0]], length }
    }

    fn search() -> Search {
        let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
        let layout = Layout::new(6, vec![9], lengths, 0).expect("a sound layout");
        let cell = |at: usize| Cell { aisle: at * 7 % 6, block: 0, cell: at * 5 % 9 };
        let order = |at: usize| Order { units: 1 + at as u64 % 3, picks: vec![cell(at), cell(at + 2)] };
        Search::new(Problem::new(layout, 12, (0..40).map(order).collect()).expect("all fit"), 1)
    }

    #[test]
    fn a_line_is_over_after_long_rounds_that_found_nothing() {
        let mut line = Lineage::new(&plan(9.0));
        assert!((0..9).all(|_| !line.is_over(STALE_FROM - 1)), "short rounds do not count");
        assert!(!line.is_over(STALE_FROM));
        line.leader = plan(8.0);
        assert!(!line.is_over(STALE_FROM), "it got better");
        assert!(!line.is_over(STALE_FROM) && line.is_over(STALE_FROM));
        line.lead(plan(f64::INFINITY));
        assert!(!line.is_over(STALE_FROM) && line.is_over(STALE_FROM), "nor does it ever fit");
    }

    #[test]
    fn the_elite_are_the_shortest_that_fit_each_once() {
        let mut line = Lineage::new(&plan(9.0));
        for length in [7.0, 3.0, f64::INFINITY, 5.0, 3.0, 9.0, 1.0] {
            line.keep(&plan(length));
        }
        let lengths: Vec<f64> = line.elite.iter().map(|plan| plan.length).collect();
        assert_eq!(lengths, [1.0, 3.0, 5.0, 7.0]);
    }

    #[test]
    fn a_crossed_plan_holds_each_order_once_on_as_many_carts_at_most() {
        let mut search = search();
        let (few, many) = (search.best.batches.clone(), (0..40).map(|at| vec![at]).collect::<Vec<_>>());
        let one = vec![(0..40).collect::<Vec<u32>>()];
        for (given, taken) in [(&few, &few), (&few, &many), (&many, &few), (&many, &one), (&one, &one)] {
            let crossed = search.crossed(given.clone(), taken.clone());
            let mut all = crossed.batches.concat();
            all.sort_unstable();
            assert_eq!(all, (0..40).collect::<Vec<u32>>());
            assert!(crossed.batches.len() <= taken.len() && crossed.batches.iter().all(|at| at.is_sorted()));
        }
    }

    #[test]
    fn another_line_leads_to_the_best_plan_only_where_it_is_better() {
        let mut search = search();
        search.best.length -= 1.0;
        let best = search.best.clone();
        let begun: Vec<u64> = (0..30).map(|_| search.next_line().1).collect();
        assert!(begun.contains(&ROUND) && begun.contains(&ROUND_CROSSED), "{begun:?}");
        search.found(Plan { length: best.length + 0.5, ..best.clone() });
        assert_eq!((&search.best, search.base().length), (&best, best.length + 0.5));
        search.offer(Plan { length: best.length - 1.0, ..best.clone() });
        assert_eq!(search.base().length, best.length + 0.5, "the line goes on by itself");
        search.found(search.best.clone());
        search.offer(Plan { length: best.length - 2.0, ..best });
        assert_eq!(search.base(), &search.best, "and with the best plan once it led there");
    }
}
