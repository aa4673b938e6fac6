//! Heavy before fragile: a walk in phases, each of which takes its picks before the next begins.
//!
//! A phase ends where its last pick is taken, and there the next one begins. For each place at which a phase may end the shortest
//! way to there is kept, and each stretch between two such places is the exact walk of [`tour`](super::tour): so the whole is
//! exact too. It takes a walk for each pair of cells in consecutive phases, some 10 ms for three phases of 30 cells in two blocks.
//!
//! **Invariant**: no pick is taken before one of an earlier class, and no shorter walk keeps that order.

use std::collections::BTreeSet;

use super::layout::{Cell, Unsound};
use super::tour::{Place, Router, Tour};
use crate::item::Handling;

/// A place at which a phase may end.
#[derive(Clone, Copy, Debug)]
struct Stage {
    place: Place,
    /// The least metres to here.
    length: f64,
    /// The stage before, as its position in the phase before.
    before: usize,
}

/// The shortest walk from one place past the picks to another that takes the classes in their order.
///
/// # Errors
/// The first pick that lies outside the layout, or the start or the end if it does.
pub fn shortest(
    router: &mut Router,
    (start, end): (Place, Place),
    picks: &[(Cell, Handling)],
) -> Result<Tour, Unsound> {
    picks.iter().try_for_each(|(pick, _)| router.layout().check(*pick))?;
    let phases: Vec<Vec<usize>> = Handling::ALL
        .iter()
        .map(|handling| (0..picks.len()).filter(|at| picks[*at].1 == *handling).collect())
        .filter(|phase: &Vec<usize>| !phase.is_empty())
        .collect();
    let cells: Vec<Vec<Cell>> =
        phases.iter().map(|phase| phase.iter().map(|at| picks[*at].0).collect()).collect();
    let mut stages = vec![vec![Stage { place: start, length: 0.0, before: 0 }]];
    for (n, cells) in cells.iter().enumerate() {
        let ends = if n + 1 == phases.len() { vec![end] } else { distinct(cells) };
        let next = ends.into_iter().map(|place| reached(router, &stages[n], place, cells));
        let next = next.collect::<Result<Vec<_>, _>>()?;
        stages.push(next);
    }
    if phases.is_empty() {
        return router.shortest_between(start, end, &[]);
    }
    let (mut at, mut places) = (0, Vec::new());
    for stage in stages.iter().rev() {
        places.push(stage[at].place);
        at = stage[at].before;
    }
    places.reverse();
    let mut whole = Tour { length: 0.0, order: Vec::new() };
    for ((ends, cells), phase) in places.windows(2).zip(&cells).zip(&phases) {
        let part = router.shortest_between(ends[0], ends[1], cells)?;
        whole.length += part.length;
        whole.order.extend(part.order.into_iter().map(|at| phase[at]));
    }
    Ok(whole)
}

fn distinct(cells: &[Cell]) -> Vec<Place> {
    cells.iter().copied().collect::<BTreeSet<_>>().into_iter().map(Place::Cell).collect()
}

/// The shortest way to the end of a phase with these cells, over the ends of the one before.
fn reached(router: &mut Router, before: &[Stage], place: Place, cells: &[Cell]) -> Result<Stage, Unsound> {
    let mut best = Stage { place, length: f64::INFINITY, before: 0 };
    for (at, stage) in before.iter().enumerate() {
        let length = stage.length + router.length_between(stage.place, place, cells)?;
        if length < best.length {
            best = Stage { place, length, before: at };
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tour::tests::{Metres, drawn, layout, throws};

    /// The least over all orders that keep the classes', one pick after the other.
    fn least(metres: &Metres, (at, end): (Place, Place), left: &[(Cell, Handling)]) -> f64 {
        let Some(class) = left.iter().map(|(_, class)| *class).min() else { return metres.between(at, end) };
        let mut least = f64::INFINITY;
        for n in (0..left.len()).filter(|n| left[*n].1 == class) {
            let (mut left, place) = (left.to_vec(), Place::Cell(left[n].0));
            left.remove(n);
            least = least.min(metres.between(at, place) + self::least(metres, (place, end), &left));
        }
        least
    }

    #[test]
    fn every_walk_keeps_the_order_and_none_is_shorter() {
        let mut next = throws(3);
        let mut routers = [1, 2, 3, 4].map(|blocks| Router::new(layout(1, &vec![1; blocks], 0, [1.0; 4])));
        for round in 0..3_000 {
            let (layout, cells) = drawn(&mut next, 6);
            let picks: Vec<(Cell, Handling)> =
                cells.into_iter().map(|cell| (cell, Handling::ALL[next(3)])).collect();
            let end = if round % 2 == 0 { Place::Depot } else { Place::Crossing { aisle: 0, cross: 1 } };
            let router = &mut routers[layout.blocks() - 1];
            router.set_layout(layout.clone());
            let tour = shortest(router, (Place::Depot, end), &picks).expect("inside");
            let metres = Metres { layout: &layout };
            let least = least(&metres, (Place::Depot, end), &picks);
            assert!((tour.length - least).abs() < 1e-6, "round {round}: {tour:?} for {least}");
            let cells: Vec<Cell> = picks.iter().map(|(cell, _)| *cell).collect();
            let walked = metres.along(Place::Depot, end, &cells, &tour.order);
            assert!((walked - least).abs() < 1e-6, "round {round}: walks {walked} for {least}");
            assert!(tour.order.is_sorted_by_key(|at| picks[*at].1), "round {round}: {tour:?} of {picks:?}");
            let mut order = tour.order;
            order.sort_unstable();
            assert_eq!(order, (0..picks.len()).collect::<Vec<_>>(), "each pick once");
        }
    }

    #[test]
    fn a_pick_outside_is_named() {
        let mut router = Router::new(layout(1, &[2], 0, [1.0; 4]));
        let outside = Cell { aisle: 0, block: 0, cell: 2 };
        let refused = shortest(&mut router, (Place::Depot, Place::Depot), &[(outside, Handling::Heavy)]);
        assert_eq!(refused, Err(Unsound::Outside(outside)));
    }
}
