//! Which orders go into the next wave: as few aisles walked for as many units as the wave's limits allow.
//!
//! The objective is that of the SBPO challenge of 2025: units picked for each aisle that is entered, from a least size of the wave
//! on. What must leave goes before it:
//! the orders come in classes, the most urgent first, and a later class takes what room is left, in aisles that the earlier ones
//! enter anyway for nothing. Within a class a search opens aisles for whole orders and closes them again, and goes on from choices
//! that are a little worse than the best one (record-to-record travel; Dueck, J. Comput. Phys. 104, 1993).
//!
//! **Invariant**: no more orders and units are chosen than the limits say, and the same orders give the same choice.

use super::dice::Dice;

/// Steps of the search in a class.
const STEPS: u64 = 1_500;
/// How many steps a round has, in which the slack melts away.
const ROUND: u64 = 150;
/// How much worse than the best a choice may be to go on from it, at the start of a round.
const SLACK: f64 = 0.15;
/// The same choice comes of the same orders.
const SEED: u64 = 1;

/// An order that may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its class: those of a lower one go first.
    pub class: u32,
    /// Base units it would leave with.
    pub units: u64,
    /// The aisles it is picked in, each once; none for goods that lie in no aisle.
    pub aisles: Vec<usize>,
}

/// What a wave may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Orders at most.
    pub orders_max: usize,
    /// Base units at least, where there are as many: without this the best wave is a single order.
    pub units_min: u64,
    /// Base units at most; an order larger than that goes in no wave.
    pub units_max: u64,
}

/// The orders of the next wave, as positions, ascending. Of one class those are sure to go that come first, where not all can
/// and `in_turn` says so of it.
pub fn select(orders: &[Order], limits: Limits, in_turn: impl Fn(u32) -> bool) -> Vec<usize> {
    let aisles = orders.iter().flat_map(|order| &order.aisles).max().map_or(0, |last| last + 1);
    let mut wave = Wave { orders, limits, open: vec![false; aisles], chosen: Vec::new(), units: 0 };
    let mut classes: Vec<u32> = orders.iter().map(|order| order.class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        let members: Vec<usize> = (0..orders.len()).filter(|at| orders[*at].class == class).collect();
        let wanted: u64 = members.iter().map(|at| orders[*at].units).sum();
        let all =
            wave.chosen.len() + members.len() <= limits.orders_max && wave.units + wanted <= limits.units_max;
        if all || in_turn(class) {
            wave.take(members);
        } else {
            let best = Search::new(&wave, &members).run();
            wave.take(best);
        }
    }
    wave.chosen.sort_unstable();
    wave.chosen
}

struct Wave<'o> {
    orders: &'o [Order],
    limits: Limits,
    /// By aisle: whether it is entered.
    open: Vec<bool>,
    chosen: Vec<usize>,
    units: u64,
}

impl Wave<'_> {
    /// Takes orders in their turn, as far as there is room; one that is too large is passed over.
    fn take(&mut self, orders: impl IntoIterator<Item = usize>) {
        for at in orders {
            let order = &self.orders[at];
            if self.chosen.len() == self.limits.orders_max {
                return;
            }
            if self.units + order.units <= self.limits.units_max {
                self.units += order.units;
                order.aisles.iter().for_each(|aisle| self.open[*aisle] = true);
                self.chosen.push(at);
            }
        }
    }
}

/// The search for the aisles of a class.
struct Search<'w, 'o> {
    wave: &'w Wave<'o>,
    members: &'w [usize],
    /// By aisle: the members that are picked there, as positions among them.
    picked_in: Vec<Vec<usize>>,
    room: Limits,
    dice: Dice,
}

/// Aisles entered, beyond those of earlier classes.
#[derive(Clone)]
struct Open {
    open: Vec<bool>,
    /// How many.
    count: usize,
    /// By member: how many of its aisles are not entered.
    missing: Vec<usize>,
    value: f64,
}

impl<'w, 'o> Search<'w, 'o> {
    fn new(wave: &'w Wave<'o>, members: &'w [usize]) -> Self {
        let mut picked_in = vec![Vec::new(); wave.open.len()];
        for (member, at) in members.iter().enumerate() {
            for aisle in &wave.orders[*at].aisles {
                picked_in[*aisle].push(member);
            }
        }
        let room = Limits {
            orders_max: wave.limits.orders_max - wave.chosen.len(),
            units_min: wave.limits.units_min.saturating_sub(wave.units),
            units_max: wave.limits.units_max - wave.units,
        };
        Self { wave, members, picked_in, room, dice: Dice::new(SEED) }
    }

    fn order(&self, member: usize) -> &'o Order {
        &self.wave.orders[self.members[member]]
    }

    /// The members of the best choice.
    fn run(mut self) -> Vec<usize> {
        let entered = self.wave.open.iter().filter(|open| **open).count();
        let missing =
            |at: &usize| self.wave.orders[*at].aisles.iter().filter(|aisle| !self.wave.open[**aisle]).count();
        let missing = self.members.iter().map(missing).collect();
        let mut present = Open { open: self.wave.open.clone(), count: entered, missing, value: 0.0 };
        self.grow(&mut present);
        let mut best = present.clone();
        for step in 1..=STEPS {
            let mut next = present.clone();
            if self.dice.below(2) == 0 {
                self.shut(&mut next);
            }
            if self.dice.below(3) > 0 {
                let member = self.dice.below(self.members.len());
                self.enter(&mut next, member);
            }
            next.value = self.value(&next);
            let melted = 1.0 - (step % ROUND) as f64 / ROUND as f64;
            if next.value >= present.value || next.value > best.value - SLACK * melted * best.value.abs() {
                present = next;
            }
            if present.value > best.value {
                best = present.clone();
            }
            if step.is_multiple_of(ROUND) {
                present = best.clone();
            }
        }
        self.filled(&best).into_iter().map(|member| self.members[member]).collect()
    }

    /// Enters aisles order by order while that pays.
    fn grow(&mut self, open: &mut Open) {
        open.value = self.value(open);
        let mut turn: Vec<usize> = (0..self.members.len()).collect();
        turn.sort_by(|a, b| {
            let pays = |member: usize| self.order(member).units as f64 / open.missing[member].max(1) as f64;
            pays(*b).total_cmp(&pays(*a)).then(a.cmp(b))
        });
        for member in turn.into_iter().take(256) {
            if open.missing[member] == 0 {
                continue;
            }
            let mut more = open.clone();
            self.enter(&mut more, member);
            more.value = self.value(&more);
            if more.value >= open.value {
                *open = more;
            }
        }
    }

    /// Enters all aisles of a member.
    fn enter(&self, open: &mut Open, member: usize) {
        for aisle in &self.order(member).aisles {
            if !open.open[*aisle] {
                open.open[*aisle] = true;
                open.count += 1;
                self.picked_in[*aisle].iter().for_each(|member| open.missing[*member] -= 1);
            }
        }
    }

    /// Leaves one aisle that no earlier class enters.
    fn shut(&mut self, open: &mut Open) {
        let own: Vec<usize> =
            (0..open.open.len()).filter(|aisle| open.open[*aisle] && !self.wave.open[*aisle]).collect();
        if own.is_empty() {
            return;
        }
        let aisle = own[self.dice.below(own.len())];
        open.open[aisle] = false;
        open.count -= 1;
        self.picked_in[aisle].iter().for_each(|member| open.missing[*member] += 1);
    }

    /// Units for each aisle, those of the earlier classes too; below zero while the wave is too small.
    fn value(&self, open: &Open) -> f64 {
        let members = self.filled(open);
        let units: u64 = members.iter().map(|member| self.order(*member).units).sum();
        if units < self.room.units_min {
            return units as f64 / self.room.units_min as f64 - 1.0;
        }
        // Aisles that the choice does not use are not walked.
        let mut used = self.wave.open.clone();
        for member in members {
            self.order(member).aisles.iter().for_each(|aisle| used[*aisle] = true);
        }
        let count = used.iter().filter(|used| **used).count();
        (self.wave.units + units) as f64 / count.max(1) as f64
    }

    /// The members that can be had in these aisles: the largest first, as far as there is room.
    fn filled(&self, open: &Open) -> Vec<usize> {
        let mut turn: Vec<usize> =
            (0..self.members.len()).filter(|member| open.missing[*member] == 0).collect();
        let units: u64 = turn.iter().map(|member| self.order(*member).units).sum();
        if turn.len() <= self.room.orders_max && units <= self.room.units_max {
            return turn;
        }
        turn.sort_by_key(|member| (std::cmp::Reverse(self.order(*member).units), *member));
        let (mut filled, mut left) = (Vec::new(), self.room.units_max);
        for member in turn {
            if filled.len() == self.room.orders_max {
                break;
            }
            if self.order(member).units <= left {
                left -= self.order(member).units;
                filled.push(member);
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(class: u32, units: u64, aisles: &[usize]) -> Order {
        Order { class, units, aisles: aisles.to_vec() }
    }

    fn limits(orders_max: usize, units_max: u64) -> Limits {
        Limits { orders_max, units_min: units_max / 2, units_max }
    }

    #[test]
    fn all_go_where_all_fit() {
        let orders = [order(1, 5, &[0]), order(0, 3, &[4]), order(1, 1, &[])];
        assert_eq!(select(&orders, limits(3, 9), |_| false), [0, 1, 2]);
        assert_eq!(select(&[], limits(3, 9), |_| false), Vec::<usize>::new());
        assert_eq!(select(&orders, limits(0, 9), |_| false), Vec::<usize>::new());
    }

    #[test]
    fn what_must_leave_goes_first_and_the_rest_where_one_walks_anyway() {
        let orders = [
            order(1, 9, &[0]),
            order(0, 2, &[3, 4]),
            order(1, 4, &[4]),
            order(1, 4, &[3, 4]),
            order(1, 4, &[2]),
        ];
        assert_eq!(select(&orders, limits(3, 10), |_| false), [1, 2, 3]);
        let due = [order(0, 5, &[0]), order(0, 9, &[1]), order(0, 4, &[2]), order(1, 1, &[1])];
        assert_eq!(
            select(&due, limits(9, 9), |class| class == 0),
            [0, 2],
            "in their turn, one too large passed over"
        );
    }

    /// The best value of one class by trying every choice.
    fn best(orders: &[Order], limits: Limits) -> f64 {
        (0_u32..1 << orders.len())
            .map(|set| {
                let of: Vec<usize> = (0..orders.len()).filter(|at| set & (1 << at) != 0).collect();
                value(orders, &of, limits)
            })
            .fold(0.0, f64::max)
    }

    fn value(orders: &[Order], of: &[usize], limits: Limits) -> f64 {
        let units: u64 = of.iter().map(|at| orders[*at].units).sum();
        let mut aisles: Vec<usize> = of.iter().flat_map(|at| orders[*at].aisles.clone()).collect();
        aisles.sort_unstable();
        aisles.dedup();
        if of.len() > limits.orders_max || units > limits.units_max || units < limits.units_min {
            return 0.0;
        }
        units as f64 / aisles.len().max(1) as f64
    }

    #[test]
    fn small_choices_are_nearly_always_the_best() {
        let mut dice = Dice::new(3);
        let (mut sum, mut best_of) = (0.0, 0);
        for _ in 0..100 {
            let orders: Vec<Order> = (0..11)
                .map(|_| {
                    let mut aisles: Vec<usize> = (0..1 + dice.below(3)).map(|_| dice.below(7)).collect();
                    aisles.sort_unstable();
                    aisles.dedup();
                    order(0, 1 + dice.below(9) as u64, &aisles)
                })
                .collect();
            let limits = limits(4 + dice.below(4), 14 + dice.below(20) as u64);
            let chosen = select(&orders, limits, |_| false);
            let (found, most) = (value(&orders, &chosen, limits), best(&orders, limits));
            if most == 0.0 {
                let units: u64 = chosen.iter().map(|at| orders[*at].units).sum();
                assert!(
                    units < limits.units_min && !chosen.is_empty(),
                    "a wave that is too small goes as it is"
                );
                (sum, best_of) = (sum + 1.0, best_of + 1);
                continue;
            }
            assert!(found > 0.0 && found <= most + 1e-9, "{orders:?} {limits:?}");
            sum += found / most;
            best_of += u32::from(found > most - 1e-9);
        }
        assert!(sum > 99.0 && best_of >= 90, "{sum} of 100, the best {best_of} times");
    }
}
