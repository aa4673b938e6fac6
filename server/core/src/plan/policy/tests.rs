//! The habits by hand, and against the shortest walk.

use super::*;
use crate::plan::dice::Dice;
use crate::plan::layout::Lengths;
use crate::plan::tour;

fn layout(aisles: usize, cells: &[usize], depot_aisle: usize) -> Layout {
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 2.0 };
    Layout::new(aisles, cells.to_vec(), lengths, depot_aisle).expect("a sound layout")
}

fn cell(aisle: usize, block: usize, cell: usize) -> Cell {
    Cell { aisle, block, cell }
}

/// Metres between two places, as one walks.
fn between(layout: &Layout, a: (usize, f64), b: (usize, f64)) -> f64 {
    if a.0 == b.0 {
        return (a.1 - b.1).abs();
    }
    let over = (0..=layout.blocks()).map(|cross| {
        let y = layout.front(cross);
        (a.1 - y).abs() + (b.1 - y).abs()
    });
    a.0.abs_diff(b.0) as f64 * layout.aisle_pitch() + over.fold(f64::INFINITY, f64::min)
}

#[test]
fn one_block_by_hand() {
    // Ten cells, so 11 m an aisle; picks at 2 m and 9 m in aisle 0, 3 m in aisle 1, 10 m in aisle 2.
    let layout = layout(3, &[10], 0);
    let picks = [cell(0, 0, 1), cell(0, 0, 8), cell(1, 0, 2), cell(2, 0, 9)];
    let check = |policy, metres: f64, order: &[usize]| {
        let tour = walk(&layout, &picks, policy).expect("inside");
        assert_eq!((tour.length, &tour.order[..]), (metres + 12.0 + 4.0, order), "{policy:?}");
    };
    check(Policy::SShape, 11.0 + 11.0 + 20.0, &[0, 1, 2, 3]);
    check(Policy::Return, 18.0 + 6.0 + 20.0, &[0, 1, 2, 3]);
    check(Policy::Midpoint, 11.0 + 11.0 + 6.0, &[0, 1, 3, 2]);
    check(Policy::LargestGap, 11.0 + 11.0 + 6.0, &[0, 1, 3, 2]);
    check(Policy::Combined, 11.0 + 16.0 + 11.0, &[0, 1, 2, 3]);
}

#[test]
fn no_policy_beats_the_shortest_walk_or_forgets_a_pick() {
    let mut dice = Dice::new(17);
    for round in 0..2_000 {
        let (aisles, cells) = (1 + dice.below(6), vec![2 + dice.below(7); 1 + dice.below(4)]);
        let layout = layout(aisles, &cells, dice.below(aisles));
        let picks: Vec<Cell> = (0..dice.below(12))
            .map(|_| cell(dice.below(aisles), dice.below(cells.len()), dice.below(cells[0])))
            .collect();
        let least = tour::shortest(&layout, &picks).expect("inside").length;
        for policy in Policy::ALL {
            let tour = walk(&layout, &picks, policy).expect("inside");
            assert!(tour.length >= least - 1e-9, "round {round}: {policy:?} {tour:?}, least {least}");
            let places = tour.order.iter().map(|at| (picks[*at].aisle, layout.height(picks[*at])));
            let depot = [(layout.depot_aisle(), 0.0)];
            let places: Vec<_> = depot.into_iter().chain(places).chain(depot).collect();
            let legs: f64 = places.windows(2).map(|leg| between(&layout, leg[0], leg[1])).sum();
            assert!(legs <= tour.length + 1e-9, "round {round}: {policy:?} says less than it walks");
            let mut order = tour.order;
            order.sort_unstable();
            assert_eq!(order, (0..picks.len()).collect::<Vec<_>>(), "round {round}: {policy:?}");
        }
    }
}

#[test]
fn names_are_read_and_places_outside_refused() {
    for policy in Policy::ALL {
        assert_eq!(policy.name().parse(), Ok(policy));
    }
    assert!("spiral".parse::<Policy>().expect_err("no policy").contains("s-shape, return"));
    let outside = cell(3, 0, 0);
    assert_eq!(walk(&layout(3, &[2], 0), &[outside], Policy::Return), Err(Unsound::Outside(outside)));
}
