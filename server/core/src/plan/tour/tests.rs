//! The exact walk against brute force: every order of the stops, by the shortest way from each to the next.

use super::*;
use crate::plan::layout::Lengths;

fn layout(aisles: usize, cells: &[usize], depot_aisle: usize, lengths: [f64; 4]) -> Layout {
    let [aisle_pitch, cell_pitch, end_gap, depot_offset] = lengths;
    let lengths = Lengths { aisle_pitch, cell_pitch, end_gap, depot_offset };
    Layout::new(aisles, cells.to_vec(), lengths, depot_aisle).expect("a sound layout")
}

fn cell(aisle: usize, block: usize, cell: usize) -> Cell {
    Cell { aisle, block, cell }
}

/// Metres between two places as one walks: within a block straight, else over the better cross aisle.
struct Metres<'l> {
    layout: &'l Layout,
}

impl Metres<'_> {
    fn front(&self, cross: usize) -> f64 {
        (0..cross).map(|block| self.layout.block_length(block)).sum()
    }

    /// The aisle, the height above the front, and the block; none for the depot.
    fn between(&self, a: Option<Cell>, b: Option<Cell>) -> f64 {
        let place = |at: Option<Cell>| match at {
            None => (self.layout.depot_aisle(), 0.0),
            Some(at) => (at.aisle, self.front(at.block) + self.layout.depth(at.cell)),
        };
        let ((aisle_a, y_a), (aisle_b, y_b)) = (place(a), place(b));
        if aisle_a == aisle_b {
            return (y_a - y_b).abs();
        }
        let across = aisle_a.abs_diff(aisle_b) as f64 * self.layout.aisle_pitch();
        let over = (0..=self.layout.blocks()).map(|cross| {
            let y = self.front(cross);
            (y_a - y).abs() + (y_b - y).abs()
        });
        across + over.fold(f64::INFINITY, f64::min)
    }

    fn along(&self, picks: &[Cell], order: &[usize]) -> f64 {
        let stops = order.iter().map(|at| Some(picks[*at]));
        let points: Vec<Option<Cell>> = [None].into_iter().chain(stops).chain([None]).collect();
        let legs: f64 = points.windows(2).map(|pair| self.between(pair[0], pair[1])).sum();
        legs + 2.0 * self.layout.depot_offset()
    }

    /// The least over all orders (Held and Karp, 1962).
    fn least(&self, picks: &[Cell]) -> f64 {
        let count = picks.len();
        let mut best = vec![vec![f64::INFINITY; count]; 1 << count];
        for at in 0..count {
            best[1 << at][at] = self.between(None, Some(picks[at]));
        }
        for set in 1_usize..1 << count {
            for at in (0..count).filter(|at| set & (1 << at) != 0) {
                for next in (0..count).filter(|next| set & (1 << next) == 0) {
                    let length = best[set][at] + self.between(Some(picks[at]), Some(picks[next]));
                    let known = &mut best[set | (1 << next)][next];
                    *known = known.min(length);
                }
            }
        }
        let home = (0..count).map(|at| best[(1 << count) - 1][at] + self.between(Some(picks[at]), None));
        home.fold(f64::INFINITY, f64::min) + 2.0 * self.layout.depot_offset()
    }
}

#[test]
fn two_picks_by_hand() {
    let layout = layout(2, &[3], 0, [4.0, 1.0, 1.0, 0.0]);
    let tour = shortest(&layout, &[cell(0, 0, 1), cell(1, 0, 1)]).expect("inside");
    assert!((tour.length - 16.0).abs() < 1e-9, "{tour:?}");
    let mut order = tour.order;
    order.sort_unstable();
    assert_eq!(order, [0, 1]);
}

#[test]
fn no_pick_is_no_walk_and_a_pick_outside_is_named() {
    let layout = layout(2, &[3, 2], 1, [4.0, 1.0, 1.0, 5.0]);
    assert_eq!(shortest(&layout, &[]), Ok(Tour { length: 0.0, order: vec![] }));
    for outside in [cell(2, 0, 0), cell(0, 2, 0), cell(0, 1, 2)] {
        assert_eq!(shortest(&layout, &[cell(0, 0, 0), outside]), Err(Unsound::Outside(outside)));
    }
}

#[test]
fn layouts_that_make_no_sense_are_refused() {
    let lengths = Lengths { aisle_pitch: 1.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    assert!(matches!(Layout::new(0, vec![1], lengths, 0), Err(Unsound::Size(_))));
    assert!(matches!(Layout::new(1, vec![], lengths, 0), Err(Unsound::Size(_))));
    assert!(matches!(Layout::new(1, vec![0], lengths, 0), Err(Unsound::Size(_))));
    assert_eq!(Layout::new(2, vec![1], lengths, 2), Err(Unsound::Depot(2)));
    for bad in [f64::NAN, -1.0, f64::INFINITY] {
        let lengths = Lengths { end_gap: bad, ..lengths };
        assert_eq!(Layout::new(1, vec![1], lengths, 0), Err(Unsound::Length("end_gap")));
    }
}

#[test]
fn every_walk_is_the_shortest_and_walks_what_it_says() {
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut router = Router::new(layout(1, &[1], 0, [1.0; 4]));
    for round in 0..12_000 {
        let aisles = 1 + next(5);
        let cells: Vec<usize> = (0..1 + next(4)).map(|_| 1 + next(5)).collect();
        let lengths = [next(9) as f64, 1.0 + next(3) as f64, next(4) as f64, next(3) as f64];
        let layout = layout(aisles, &cells, next(aisles), lengths);
        let picks_max = if round % 10 == 0 { 7 } else { 4 };
        let picks: Vec<Cell> = (0..1 + next(picks_max))
            .map(|_| {
                let block = next(cells.len());
                cell(next(aisles), block, next(cells[block]))
            })
            .collect();
        let metres = Metres { layout: &layout };
        router.set_layout(layout.clone());
        let tour = router.shortest(&picks).expect("inside");
        assert_eq!(router.length(&picks), Ok(tour.length));
        let least = metres.least(&picks);
        assert!((tour.length - least).abs() < 1e-6, "round {round}: {} for {least}", tour.length);
        let walked = metres.along(&picks, &tour.order);
        assert!((walked - least).abs() < 1e-6, "round {round}: walks {walked} for {least}");
        let mut order = tour.order.clone();
        order.sort_unstable();
        assert_eq!(order, (0..picks.len()).collect::<Vec<_>>(), "each pick once");
    }
}
