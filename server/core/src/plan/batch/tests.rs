//! The search against every partition, on problems small enough to try them all.

use super::search::insert;
use super::sweep::{Ground, Sweep};
use super::walks::Walks;
use super::*;
use crate::plan::dice::Dice;
use crate::plan::layout::{Cell, Layout, Lengths};

fn problem(dice: &mut Dice, count: usize) -> Problem {
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    let (aisles, cells) = (2 + dice.below(6), vec![8; 1 + dice.below(3)]);
    let layout = Layout::new(aisles, cells.clone(), lengths, dice.below(aisles)).expect("a sound layout");
    let order = |dice: &mut Dice| Order {
        units: 1 + dice.below(4) as u64,
        picks: (0..1 + dice.below(4))
            .map(|_| Cell { aisle: dice.below(aisles), block: dice.below(cells.len()), cell: dice.below(8) })
            .collect(),
    };
    let orders = (0..count).map(|_| order(dice)).collect();
    Problem::new(layout, 8, orders).expect("all fit")
}

/// The least over all partitions: each set of orders is its best first batch and the rest.
fn least(problem: &mut Problem) -> f64 {
    let count = problem.orders().len();
    let mut best = vec![f64::INFINITY; 1 << count];
    best[0] = 0.0;
    for left in 1_usize..1 << count {
        let first = left & left.wrapping_neg();
        let rest = left & !first;
        let mut with = rest;
        loop {
            let batch: Vec<u32> = (0..count as u32).filter(|at| (with | first) & (1 << at) != 0).collect();
            if problem.units(&batch) <= problem.capacity() {
                best[left] = best[left].min(problem.length(&batch) + best[rest & !with]);
            }
            if with == 0 {
                break;
            }
            with = (with - 1) & rest;
        }
    }
    best[(1 << count) - 1]
}

fn check(problem: &mut Problem, plan: &Plan) {
    let mut all: Vec<u32> = plan.batches.iter().flatten().copied().collect();
    all.sort_unstable();
    assert_eq!(all, (0..problem.orders().len() as u32).collect::<Vec<_>>(), "each order once");
    assert!(plan.batches.iter().all(|batch| problem.units(batch) <= problem.capacity()), "{plan:?}");
    let length: f64 = plan.batches.iter().map(|batch| problem.length(batch)).sum();
    assert!((length - plan.length).abs() < 1e-6, "{plan:?} walks {length}");
}

#[test]
fn small_problems_are_solved_and_proven() {
    let mut dice = Dice::new(3);
    for round in 0..60 {
        let count = 1 + dice.below(9);
        let mut problem = problem(&mut dice, count);
        let least = least(&mut problem);
        let mut search = Search::new(problem.clone(), round);
        check(&mut problem, search.best());
        let mut proof = Proof::new(&problem).expect("few batches fit");
        assert!(plain_bound(&mut problem) <= least + 1e-6, "round {round}");
        while !proof.is_done() {
            let known = search.best().clone();
            proof.step(search.problem(), &known, 100);
        }
        let best = proof.best().expect("done").clone();
        check(&mut problem, &best);
        assert!((best.length - least).abs() < 1e-6, "round {round}: {} for {least}", best.length);
        assert!((proof.bound() - least).abs() < 1e-6, "round {round}: {} proves {least}", proof.bound());
        (0..400).for_each(|_| search.step());
        check(&mut problem, search.best());
        assert!(
            (search.best().length - least).abs() < 1e-6,
            "round {round}: {} for {least}",
            search.best().length
        );
    }
}

#[test]
fn more_steps_are_never_worse_and_a_seed_repeats() {
    let mut dice = Dice::new(11);
    let problem = problem(&mut dice, 30);
    let (mut one, mut two) = (Search::new(problem.clone(), 5), Search::new(problem, 5));
    let mut before = f64::INFINITY;
    for _ in 0..60 {
        one.step();
        two.step();
        assert!(one.best().length <= before);
        assert_eq!(one.best(), two.best());
        before = one.best().length;
    }
    assert_eq!(one.steps(), 60);
}

#[test]
fn whatever_orders_are_worth_the_bound_holds() {
    let mut dice = Dice::new(14);
    for round in 0..200 {
        let count = 1 + dice.below(8);
        let mut problem = problem(&mut dice, count);
        let least = least(&mut problem);
        let duals: Vec<f64> =
            (0..count as u32).map(|order| problem.length(&[order]) * (1.1 * dice.part() - 0.1)).collect();
        let bounds = [0, 1].map(|effort| {
            let mut pricing = super::bound::Pricing::new(&mut problem, duals.clone(), effort);
            while !pricing.step(&mut problem) {}
            pricing.bound()
        });
        assert!(bounds[0] <= bounds[1] + 1e-9, "round {round}: {bounds:?}");
        assert!(bounds[1] <= least + 1e-9, "round {round}: {bounds:?} above {least}");
    }
}

#[test]
fn rearranged_plans_hold_each_order_once() {
    let mut dice = Dice::new(12);
    let mut problem = problem(&mut dice, 40);
    let mut search = Search::new(problem.clone(), 5);
    let mut before = f64::INFINITY;
    for _ in 0..1_300 {
        search.step();
        if search.best().length < before {
            before = search.best().length;
            check(&mut problem, search.best());
        }
        assert!(search.best().length <= before);
    }
}

#[test]
fn what_does_not_fit_is_named_and_nothing_is_nothing() {
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    let layout = Layout::new(2, vec![3], lengths, 0).expect("a sound layout");
    let at = |aisle| Cell { aisle, block: 0, cell: 0 };
    let order = |units, aisle| Order { units, picks: vec![at(aisle)] };
    let large = Problem::new(layout.clone(), 2, vec![order(2, 0), order(3, 0)]);
    assert_eq!(large.expect_err("too large"), Unfit::TooLarge(1));
    let outside = Problem::new(layout.clone(), 2, vec![order(1, 2)]).expect_err("outside");
    assert_eq!(outside.to_string(), "the place [2, 0, 0] is outside the warehouse");
    let mut nothing = Search::new(Problem::new(layout, 2, vec![]).expect("nothing fits"), 1);
    nothing.step();
    assert_eq!(nothing.best(), &Plan { batches: vec![], length: 0.0 });
}

#[test]
fn work_proves_small_problems_and_its_bound_holds() {
    let mut dice = Dice::new(5);
    for round in 0..20 {
        let count = 1 + dice.below(9);
        let mut problem = problem(&mut dice, count);
        let least = least(&mut problem);
        let mut work = Work::new(problem.clone(), round);
        let mut twin = Work::new(problem.clone(), round);
        for _ in 0..1_000 {
            assert!(work.bound() <= least + 1e-6, "round {round}: {} above {least}", work.bound());
            work.step();
        }
        assert!(work.is_done() && work.gap() < 1e-9, "round {round}: {work:?}");
        assert!((work.best().length - least).abs() < 1e-6, "round {round}");
        check(&mut problem, work.best());
        (0..work.steps()).for_each(|_| twin.step());
        assert_eq!((twin.best(), twin.steps()), (work.best(), work.steps()), "the steps repeat the plan");
    }
}

#[test]
fn a_tour_with_an_order_more_is_the_shortest_or_too_long() {
    let mut dice = Dice::new(21);
    for round in 0..40 {
        let count = 6 + dice.below(12);
        let mut problem = problem(&mut dice, count);
        let layout = problem.closed().expect("a walk from the depot and back").clone();
        let mut ground = Ground::new(&layout, problem.orders(), 1).expect("little is kept");
        let mut sweep = Sweep::default();
        for _ in 0..20 {
            let batch: Vec<u32> = (0..count as u32).filter(|_| dice.below(3) == 0).collect();
            ground.sweep(batch.iter().copied(), &mut sweep);
            let exact = problem.measured(&batch);
            assert!((sweep.length - exact).abs() < 1e-9, "round {round}: {} for {exact}", sweep.length);
            for order in (0..count as u32).filter(|order| !batch.contains(order)) {
                let mut with = batch.clone();
                insert(&mut with, order);
                let exact = problem.measured(&with);
                // As much longer as a sweep's states are spread.
                let most = sweep.length * (1.0 + 0.05 * dice.part());
                let found = ground.with(&mut sweep, order, most);
                let wanted = (exact <= most).then_some(exact);
                assert_eq!(
                    found.is_some(),
                    wanted.is_some(),
                    "round {round}: {found:?} for {exact}, at most {most}"
                );
                assert!(found.is_none_or(|found| (found - exact).abs() < 1e-9), "{found:?} for {exact}");
                if let Some(found) = ground.with(&mut sweep, order, f64::INFINITY) {
                    assert!(found >= exact - 1e-9, "round {round}: {found} for {exact}");
                }
            }
        }
    }
}

/// Carts that are full to the last unit.
fn full(dice: &mut Dice, count: usize, per_cart: usize) -> Problem {
    let drawn = problem(dice, count);
    let mut orders = drawn.orders().to_vec();
    orders.iter_mut().for_each(|order| order.units = 1 + dice.below(3) as u64);
    let carts = (count / per_cart) as u64;
    let units: u64 = orders.iter().map(|order| order.units).sum();
    orders[0].units += (carts - units % carts) % carts;
    let capacity = orders.iter().map(|order| order.units).sum::<u64>() / carts;
    Problem::new(drawn.closed().expect("closed").clone(), capacity, orders).expect("all fit")
}

#[test]
fn full_carts_are_never_overfull_and_no_more_than_needed() {
    let mut dice = Dice::new(31);
    for round in 0..3 {
        let mut problem = full(&mut dice, 40, 8);
        let (mut one, mut two) = (Search::new(problem.clone(), round), Search::new(problem.clone(), round));
        for _ in 0..600 {
            one.step();
            two.step();
            assert_eq!(one.best(), two.best(), "round {round}");
        }
        check(&mut problem, one.best());
        assert_eq!(one.best().batches.len(), 5, "round {round}");
        for batch in one.pool.keys().copied() {
            assert!(
                problem.units(&partition::bits(batch).map(|at| at as u32).collect::<Vec<_>>())
                    <= problem.capacity()
            );
        }
    }
}

#[test]
fn the_way_from_the_depot_to_the_aisles_is_walked_too() {
    let mut dice = Dice::new(41);
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 7.5 };
    for blocks in [1, 3] {
        let drawn = problem(&mut dice, 40);
        let layout = Layout::new(8, vec![8; blocks], lengths, 2).expect("a sound layout");
        let mut orders = drawn.orders().to_vec();
        orders.iter_mut().flat_map(|order| &mut order.picks).for_each(|pick| pick.block %= blocks);
        let mut problem = Problem::new(layout, 20, orders).expect("all fit");
        let mut search = Search::new(problem.clone(), 1);
        let start = search.best().length;
        (0..3_000).for_each(|_| search.step());
        check(&mut problem, search.best());
        assert!(search.best().length < start, "{blocks} block(s)");
    }
}

#[test]
fn an_order_may_begin_a_batch_of_its_own() {
    let mut dice = Dice::new(42);
    for round in 0..20 {
        let mut problem = problem(&mut dice, 8);
        let mut ground =
            Ground::new(problem.closed().expect("closed"), problem.orders(), 1).expect("little is kept");
        let mut sweep = Sweep::default();
        ground.sweep(std::iter::empty(), &mut sweep);
        assert_eq!(sweep.length, 0.0);
        for order in 0..8 {
            let exact = problem.measured(&[order]);
            let found = ground.with(&mut sweep, order, f64::INFINITY).expect("it goes there");
            assert!((found - exact).abs() < 1e-9, "round {round}: {found} for {exact}");
        }
    }
}

/// Warehouses of three or four blocks, and a few orders.
fn deep(dice: &mut Dice, count: usize) -> Problem {
    let lengths = Lengths { aisle_pitch: 2.5, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 2.0 };
    let (aisles, blocks) = (3 + dice.below(6), 3 + dice.below(2));
    let layout = Layout::new(aisles, vec![6; blocks], lengths, dice.below(aisles)).expect("a sound layout");
    let order = |dice: &mut Dice| Order {
        units: 1,
        picks: (0..1 + dice.below(4))
            .map(|_| Cell { aisle: dice.below(aisles), block: dice.below(blocks), cell: dice.below(6) })
            .collect(),
    };
    let orders = (0..count).map(|_| order(dice)).collect();
    Problem::new(layout, 5, orders).expect("all fit")
}

#[test]
fn fewer_states_give_walks_and_the_shortest_past_what_was_marked() {
    let mut dice = Dice::new(43);
    for round in 0..20 {
        let mut problem = deep(&mut dice, 12);
        let mut wide =
            Ground::new(problem.closed().expect("closed"), problem.orders(), 1).expect("little is kept");
        let mut marks = wide.unmarked();
        let batch = |dice: &mut Dice| (0..12).filter(|_| dice.below(3) == 0).collect::<Vec<u32>>();
        let marked: Vec<Vec<u32>> = (0..4).map(|_| batch(&mut dice)).collect();
        marked.iter().for_each(|batch| wide.mark(batch, 0.0, &mut marks));
        let mut narrow = wide.narrowed(&marks);
        assert!(narrow.states() < wide.states(), "round {round}");
        let mut sweep = Sweep::default();
        for at in 0..40 {
            let batch = marked.get(at).cloned().unwrap_or_else(|| batch(&mut dice));
            narrow.sweep(batch.iter().copied(), &mut sweep);
            let exact = problem.measured(&batch);
            assert!(sweep.length >= exact - 1e-9, "round {round}: {} for {exact}", sweep.length);
            if at < marked.len() {
                assert!((sweep.length - exact).abs() < 1e-9, "round {round}: {} for {exact}", sweep.length);
            }
        }
    }
}

#[test]
fn a_walk_that_was_missed_is_found_from_then_on() {
    let mut dice = Dice::new(44);
    let mut missed = 0;
    for round in 0..20 {
        let mut problem = deep(&mut dice, 16);
        let single: Vec<Vec<u32>> = (0..16).map(|order| vec![order]).collect();
        let mut walks = Walks::new(&problem, &single[..1]).expect("walks are measured");
        let mut stamp = 0;
        for _ in 0..30 {
            let batch: Vec<u32> = (0..16).filter(|_| dice.below(3) == 0).collect();
            stamp += 1;
            let found = walks.without((&batch, stamp), 15);
            let whole: Vec<u32> = batch.iter().copied().filter(|order| *order != 15).collect();
            let exact = problem.measured(&whole);
            assert!(found >= exact - 1e-9, "round {round}");
            let (length, is_news) = walks.length(&mut problem, 0, (&whole, stamp), found);
            assert_eq!(is_news, found > exact + 0.001, "round {round}");
            assert!((length - exact).abs() < 1e-9, "round {round}: {length} for {exact}");
            missed += usize::from(found > exact + 0.01);
            stamp += 1;
            let again = walks.without((&whole, stamp), 15);
            assert!((again - exact).abs() < 1e-9, "round {round}: {again} for {exact}");
        }
    }
    assert!(missed > 0, "something was missed");
}

#[test]
fn a_programme_that_goes_on_ends_where_one_begun_anew_does() {
    let mut dice = Dice::new(45);
    for round in 0..20 {
        let mut problem = problem(&mut dice, 12);
        let plan = Search::new(problem.clone(), 1).best().clone();
        let mut columns: Vec<partition::Column> = Vec::new();
        let mut add = |columns: &mut Vec<partition::Column>, batch: &[u32]| {
            let column = partition::Column { orders: partition::mask(batch), length: problem.length(batch) };
            columns.push(column);
        };
        (0..12).for_each(|order| add(&mut columns, &[order]));
        plan.batches.iter().for_each(|batch| add(&mut columns, batch));
        let mut basis = None;
        for _ in 0..6 {
            for _ in 0..10 {
                let batch: Vec<u32> = (0..12).filter(|_| dice.below(4) == 0).collect();
                add(&mut columns, &batch);
            }
            columns.retain(|column| column.orders != 0);
            let on = partition::recombined(&columns, 12, &plan, &mut basis);
            let anew = partition::recombined(&columns, 12, &plan, &mut None);
            let worth = |duals: &[f64]| duals.iter().sum::<f64>();
            assert!((worth(&on.duals) - worth(&anew.duals)).abs() < 1e-3, "round {round}");
            let length = |plan: &Option<Plan>| plan.as_ref().map(|plan| (plan.length * 1e3).round());
            assert_eq!(length(&on.plan), length(&anew.plan), "round {round}");
        }
    }
}

#[test]
fn many_overfull_carts_are_relieved_and_a_cart_more_is_begun() {
    let mut dice = Dice::new(46);
    let drawn = problem(&mut dice, 30);
    // Two to a cart: whoever joins a third one must leave or begin a cart.
    let mut orders = drawn.orders().to_vec();
    orders.iter_mut().for_each(|order| order.units = 4);
    let layout = drawn.closed().expect("closed").clone();
    let problem = Problem::new(layout, 8, orders).expect("all fit");
    let mut search = Search::new(problem, 1);
    for step in 0..300 {
        search.step();
        let relieved = search.draws_of_overfull(1_000);
        assert!(relieved.is_none_or(|(part, fair)| part > fair + 0.1), "step {step}: {relieved:?}");
    }
}

#[test]
fn plans_of_several_blocks_are_as_long_as_they_say() {
    let mut dice = Dice::new(47);
    for round in 0..6 {
        let mut problem = deep(&mut dice, 30 + 10 * (round as usize % 3));
        let mut search = Search::new(problem.clone(), round);
        let start = search.best().length;
        for _ in 0..30 {
            (0..50).for_each(|_| search.step());
            check(&mut problem, search.best());
            for (batch, length) in &search.pool {
                let batch: Vec<u32> = partition::bits(*batch).map(|at| at as u32).collect();
                let exact = problem.length(&batch);
                assert!(*length >= exact - 1e-9, "round {round}: {length} for {exact}");
            }
        }
        assert!(search.best().length < start, "round {round}");
    }
}

#[test]
fn a_move_is_measured_as_its_tours_are() {
    let (mut dice, mut refused) = (Dice::new(48), 0);
    for round in 0..8 {
        let mut problem = problem(&mut dice, 30);
        let mut search = Search::new(problem.clone(), round);
        for _ in 0..300 {
            search.step();
            let Some(asked) = search.any_move() else { continue };
            let lengths = asked.batches.map(|batch| problem.length(&batch));
            let most = asked.most;
            match asked.found {
                Some((left, right)) => {
                    assert!(left >= lengths[0] - 1e-9 && right >= lengths[1] - 1e-9, "round {round}");
                    assert!(left + right <= most + 1e-9, "round {round}");
                }
                None => {
                    // Tours that are much longer than before may be missed.
                    let before = asked.before.map(|batch| problem.length(&batch));
                    let is_sure = (0..2).all(|n| lengths[n] < sweep::spread(before[n]));
                    let is_refused = lengths[0] + lengths[1] > most - 1e-9;
                    assert!(is_refused || !is_sure || !asked.is_exact, "round {round}");
                    refused += usize::from(is_sure && asked.is_exact);
                }
            }
        }
    }
    assert!(refused > 50, "moves were refused for sure: {refused}");
}

#[test]
fn with_a_cart_less_each_order_is_there_once() {
    let mut dice = Dice::new(49);
    let mut problem = problem(&mut dice, 30);
    let mut search = Search::new(problem.clone(), 1);
    // A batch of each order's own, so that fewer carts do.
    search.lineage.leader.batches = (0..30).map(|order| vec![order]).collect();
    let plans: Vec<Plan> = (0..100).filter_map(|_| search.with_a_cart_less()).collect();
    assert!((3..40).contains(&plans.len()), "now and then: {}", plans.len());
    for plan in plans {
        assert_eq!(plan.batches.len(), 29);
        check(&mut problem, &plan);
    }
    let mut full = Search::new(full(&mut dice, 40, 8), 1);
    while full.lineage.leader.batches.len() > 5 {
        full.step();
    }
    assert!((0..100).all(|_| full.with_a_cart_less().is_none()), "no fewer carts do");
}
