//! Bins and walk against every choice of bins, on problems small enough to try them all.

use super::*;
use crate::plan::dice::Dice;
use crate::plan::layout::Lengths;
use crate::plan::tour::Router;

fn layout(aisles: usize, blocks: usize, depot_aisle: usize) -> Layout {
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 1.5 };
    Layout::new(aisles, vec![6; blocks], lengths, depot_aisle).expect("a sound layout")
}

fn problem(dice: &mut Dice) -> Problem {
    let (aisles, blocks, items) = (1 + dice.below(5), 1 + dice.below(3), 1 + dice.below(4));
    let layout = layout(aisles, blocks, dice.below(aisles));
    let bin = |item: usize, dice: &mut Dice| Bin {
        item,
        at: Cell { aisle: dice.below(aisles), block: dice.below(blocks), cell: dice.below(6) },
        quantity: dice.below(4) as u64,
    };
    let count = items + dice.below(7);
    let bins: Vec<Bin> = (0..count).map(|at| bin(at % items, dice)).collect();
    let held = |item: usize| bins.iter().filter(|bin| bin.item == item).map(|bin| bin.quantity).sum::<u64>();
    let demand = (0..items).map(|item| dice.below(held(item) as usize + 1) as u64).collect();
    Problem::new(layout, demand, bins).expect("there is enough")
}

/// The least over all sets of bins that hold enough.
fn least(problem: &Problem) -> f64 {
    let Problem { layout, demand, bins } = problem;
    let mut router = Router::new(layout.clone());
    let mut least = f64::INFINITY;
    for set in 0_usize..1 << bins.len() {
        let used: Vec<&Bin> = (0..bins.len()).filter(|at| set & (1 << at) != 0).map(|at| &bins[at]).collect();
        let held = |item| used.iter().filter(|bin| bin.item == item).map(|bin| bin.quantity).sum::<u64>();
        if demand.iter().enumerate().all(|(item, wanted)| held(item) >= *wanted) {
            let cells: Vec<Cell> = used.iter().map(|bin| bin.at).collect();
            least = least.min(router.length(&cells).expect("inside"));
        }
    }
    least
}

fn check(problem: &Problem, plan: &Plan) {
    let mut taken = vec![0; problem.demand.len()];
    for (at, take) in plan.takes.iter().enumerate() {
        let bin = problem.bins[take.bin];
        assert!((1..=bin.quantity).contains(&take.quantity), "{take:?} of {bin:?}");
        assert!(plan.takes[..at].iter().all(|other| other.bin != take.bin), "{plan:?}");
        taken[bin.item] += take.quantity;
    }
    assert_eq!(taken, problem.demand, "what is wanted, and no more");
}

#[test]
fn small_problems_are_solved_and_no_bound_is_above_the_least() {
    let mut dice = Dice::new(23);
    for round in 0..150 {
        let problem = problem(&mut dice);
        let least = least(&problem);
        let mut search = Search::new(problem.clone(), round);
        let mut before = f64::INFINITY;
        while search.steps() < 700 && search.length() > least + 1e-6 {
            search.step();
            assert!(search.bound() <= least + 1e-6, "round {round}: {} above {least}", search.bound());
            assert!(search.length() <= before, "round {round}: a step made it worse");
            before = search.length();
        }
        let plan = search.best();
        check(&problem, &plan);
        assert!((plan.length - search.length()).abs() < 1e-6, "round {round}: {plan:?}");
        assert!((plan.length - least).abs() < 1e-6, "round {round}: {} for {least}", plan.length);
    }
}

#[test]
fn a_seed_and_its_steps_repeat_a_plan() {
    let mut dice = Dice::new(4);
    let bins = (0..60).map(|at| Bin {
        item: at % 12,
        at: Cell { aisle: dice.below(8), block: dice.below(2), cell: dice.below(6) },
        quantity: 1,
    });
    let problem = Problem::new(layout(8, 2, 3), vec![2; 12], bins.collect()).expect("there is enough");
    let (mut one, mut two) = (Search::new(problem.clone(), 9), Search::new(problem.clone(), 9));
    (0..200).for_each(|_| one.step());
    (0..200).for_each(|_| two.step());
    assert_eq!(one.best(), two.best());
    assert!(one.bound() > 0.0 && one.bound() <= one.length());
    check(&problem, &one.best());
}

#[test]
fn what_is_not_there_is_named() {
    let at = Cell { aisle: 0, block: 0, cell: 0 };
    let bin = |item, quantity| Bin { item, at, quantity };
    let short = Problem::new(layout(1, 1, 0), vec![1, 5], vec![bin(0, 1), bin(1, 2), bin(1, 2)]);
    assert_eq!(short.expect_err("short"), Unfit::Short { item: 1, wanted: 5, held: 4 });
    let unknown = Problem::new(layout(1, 1, 0), vec![1], vec![bin(1, 1)]).expect_err("unknown");
    assert_eq!(unknown, Unfit::Unknown(1));
    let outside = Bin { at: Cell { aisle: 1, ..at }, ..bin(0, 1) };
    let outside = Problem::new(layout(1, 1, 0), vec![1], vec![outside]).expect_err("outside");
    assert_eq!(outside.to_string(), "the place [1, 0, 0] is outside the warehouse");
    let nothing = Search::new(Problem::new(layout(1, 1, 0), vec![0], vec![]).expect("nothing"), 1);
    assert_eq!((nothing.best(), nothing.is_done()), (Plan { length: 0.0, takes: vec![] }, true));
}
