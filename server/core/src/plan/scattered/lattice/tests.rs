//! A lattice that is changed bit by bit, against the exact walk.

use super::{Lattice, ways};
use crate::plan::dice::Dice;
use crate::plan::layout::{Cell, Layout, Lengths};
use crate::plan::tour::Router;

const CELLS: usize = 5;

fn layout(aisles: usize, blocks: usize, depot_aisle: usize) -> Layout {
    let lengths = Lengths { aisle_pitch: 2.5, cell_pitch: 1.0, end_gap: 0.7, depot_offset: 0.0 };
    Layout::new(aisles, vec![CELLS; blocks], lengths, depot_aisle).expect("a sound layout")
}

/// The depths of the picks in a slot, from the front.
fn stops(layout: &Layout, picks: &[Cell], (aisle, block): (usize, usize)) -> Vec<f64> {
    let here = picks.iter().filter(|pick| (pick.aisle, pick.block) == (aisle, block));
    let mut stops: Vec<f64> = here.map(|pick| layout.depth(pick.cell)).collect();
    stops.sort_by(f64::total_cmp);
    stops
}

#[test]
fn after_any_changes_the_walk_and_what_a_stop_more_costs_are_exact() {
    let mut dice = Dice::new(31);
    for round in 0..60 {
        let (aisles, blocks) = (1 + dice.below(9), 1 + dice.below(4));
        let layout = layout(aisles, blocks, dice.below(aisles));
        let (mut lattice, mut router) = (Lattice::new(&layout, 0, aisles - 1), Router::new(layout.clone()));
        let cell = |dice: &mut Dice| Cell {
            aisle: dice.below(aisles),
            block: dice.below(blocks),
            cell: dice.below(CELLS),
        };
        let mut picks = vec![cell(&mut dice)];
        for _ in 0..25 {
            for _ in 0..dice.below(3) {
                let at = dice.below(picks.len());
                picks[at] = cell(&mut dice);
            }
            if dice.below(2) == 0 {
                picks.push(cell(&mut dice));
            }
            for slot in 0..lattice.slots() {
                let stops = stops(&layout, &picks, (slot / blocks, slot % blocks));
                lattice.set(slot, ways(&stops, layout.block_length(slot % blocks), None));
            }
            let (length, exact) = (lattice.forward(), router.length(&picks).expect("inside"));
            assert!((length - exact).abs() < 1e-6, "round {round}: {length} for {exact}");
            lattice.backward();
            let more = cell(&mut dice);
            let stops = stops(&layout, &picks, (more.aisle, more.block));
            let costs = ways(&stops, layout.block_length(more.block), Some(layout.depth(more.cell)));
            let told = lattice.with(lattice.slot(more.aisle, more.block), costs);
            let with = router.length(&[picks.clone(), vec![more]].concat()).expect("inside");
            assert!((told - (with - exact)).abs() < 1e-6, "round {round}: {told} for {with} - {exact}");
        }
    }
}
