//! The exact walk against brute force: every order of the stops, by the shortest way from each to the next.

use super::*;
use crate::plan::layout::Lengths;

pub(in crate::plan) fn layout(
    aisles: usize,
    cells: &[usize],
    depot_aisle: usize,
    lengths: [f64; 4],
) -> Layout {
    let [aisle_pitch, cell_pitch, end_gap, depot_offset] = lengths;
    let lengths = Lengths { aisle_pitch, cell_pitch, end_gap, depot_offset };
    Layout::new(aisles, cells.to_vec(), lengths, depot_aisle).expect("a sound layout")
}

fn cell(aisle: usize, block: usize, cell: usize) -> Cell {
    Cell { aisle, block, cell }
}

/// Metres between two places as one walks: within an aisle straight, else over the better cross aisle.
pub(in crate::plan) struct Metres<'l> {
    pub(in crate::plan) layout: &'l Layout,
}

impl Metres<'_> {
    fn front(&self, cross: usize) -> f64 {
        (0..cross).map(|block| self.layout.block_length(block)).sum()
    }

    /// The aisle, the height above the front, and what is walked to get there from the aisle.
    fn point(&self, place: Place) -> (usize, f64, f64) {
        match place {
            Place::Depot => (self.layout.depot_aisle(), 0.0, self.layout.depot_offset()),
            Place::Crossing { aisle, cross } => (aisle, self.front(cross), 0.0),
            Place::Cell(at) => (at.aisle, self.front(at.block) + self.layout.depth(at.cell), 0.0),
        }
    }

    pub(in crate::plan) fn between(&self, a: Place, b: Place) -> f64 {
        if a == b {
            return 0.0;
        }
        let ((aisle_a, y_a, offset_a), (aisle_b, y_b, offset_b)) = (self.point(a), self.point(b));
        let offset = offset_a + offset_b;
        if aisle_a == aisle_b {
            return (y_a - y_b).abs() + offset;
        }
        let across = aisle_a.abs_diff(aisle_b) as f64 * self.layout.aisle_pitch();
        let over = (0..=self.layout.blocks()).map(|cross| {
            let y = self.front(cross);
            (y_a - y).abs() + (y_b - y).abs()
        });
        offset + across + over.fold(f64::INFINITY, f64::min)
    }

    pub(in crate::plan) fn along(&self, start: Place, end: Place, picks: &[Cell], order: &[usize]) -> f64 {
        let stops = order.iter().map(|at| Place::Cell(picks[*at]));
        let points: Vec<Place> = [start].into_iter().chain(stops).chain([end]).collect();
        points.windows(2).map(|pair| self.between(pair[0], pair[1])).sum()
    }

    /// The least over all orders (Held and Karp, 1962).
    fn least(&self, start: Place, end: Place, picks: &[Cell]) -> f64 {
        let count = picks.len();
        if count == 0 {
            return self.between(start, end);
        }
        let place = |at: usize| Place::Cell(picks[at]);
        let mut best = vec![vec![f64::INFINITY; count]; 1 << count];
        for at in 0..count {
            best[1 << at][at] = self.between(start, place(at));
        }
        for set in 1_usize..1 << count {
            for at in (0..count).filter(|at| set & (1 << at) != 0) {
                for next in (0..count).filter(|next| set & (1 << next) == 0) {
                    let length = best[set][at] + self.between(place(at), place(next));
                    let known = &mut best[set | (1 << next)][next];
                    *known = known.min(length);
                }
            }
        }
        let home = (0..count).map(|at| best[(1 << count) - 1][at] + self.between(place(at), end));
        home.fold(f64::INFINITY, f64::min)
    }
}

/// A small layout and picks in it.
pub(in crate::plan) fn drawn(next: &mut impl FnMut(usize) -> usize, picks_max: usize) -> (Layout, Vec<Cell>) {
    let aisles = 1 + next(5);
    let cells: Vec<usize> = (0..1 + next(4)).map(|_| 1 + next(5)).collect();
    let lengths = [next(9) as f64, 1.0 + next(3) as f64, next(4) as f64, next(3) as f64];
    let layout = layout(aisles, &cells, next(aisles), lengths);
    let picks = (0..next(picks_max + 1)).map(|_| drawn_cell(next, &layout, &cells)).collect();
    (layout, picks)
}

fn drawn_cell(next: &mut impl FnMut(usize) -> usize, layout: &Layout, cells: &[usize]) -> Cell {
    let block = next(cells.len());
    cell(next(layout.aisles()), block, next(cells[block]))
}

/// Numbers below a bound, the same in every run.
pub(in crate::plan) fn throws(mut state: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
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
fn ends_outside_are_named_and_no_pick_is_the_way_between() {
    let mut router = Router::new(layout(2, &[3, 2], 1, [4.0, 1.0, 1.0, 5.0]));
    let crossing = |aisle, cross| Place::Crossing { aisle, cross };
    for (start, end, way) in [
        (Place::Depot, Place::Depot, 0.0),
        (Place::Depot, crossing(1, 0), 5.0),
        (crossing(0, 0), crossing(1, 2), 11.0),
        (Place::Cell(cell(0, 0, 0)), Place::Depot, 10.0),
    ] {
        let tour = router.shortest_between(start, end, &[]);
        assert_eq!(tour, Ok(Tour { length: way, order: vec![] }), "{start:?} {end:?}");
    }
    for (aisle, cross) in [(2, 0), (0, 3)] {
        let refused = router.length_between(Place::Depot, crossing(aisle, cross), &[]);
        assert_eq!(refused, Err(Unsound::NoCrossing { aisle, cross }));
    }
    let outside = cell(0, 1, 2);
    assert_eq!(
        router.length_between(Place::Cell(outside), Place::Depot, &[]),
        Err(Unsound::Outside(outside))
    );
}

/// The walk against brute force, and what it says of itself against a walk along it.
fn check(router: &mut Router, (start, end): (Place, Place), picks: &[Cell], round: usize) {
    let layout = router.layout().clone();
    let metres = Metres { layout: &layout };
    let tour = router.shortest_between(start, end, picks).expect("inside");
    assert_eq!(router.length_between(start, end, picks), Ok(tour.length));
    let least = metres.least(start, end, picks);
    let what = || format!("round {round}: {start:?} to {end:?} past {picks:?} in {layout:?}");
    assert!((tour.length - least).abs() < 1e-6, "{} for {least}: {}", tour.length, what());
    let walked = metres.along(start, end, picks, &tour.order);
    assert!((walked - least).abs() < 1e-6, "walks {walked} for {least}: {}", what());
    let mut order = tour.order.clone();
    order.sort_unstable();
    assert_eq!(order, (0..picks.len()).collect::<Vec<_>>(), "each pick once");
}

/// For 1 to 4 blocks.
fn routers() -> [Router; 4] {
    [1, 2, 3, 4].map(|blocks| Router::new(layout(1, &vec![1; blocks], 0, [1.0; 4])))
}

#[test]
fn every_walk_is_the_shortest_and_walks_what_it_says() {
    let mut next = throws(7);
    let mut routers = routers();
    for round in 0..12_000 {
        let (layout, picks) = drawn(&mut next, if round % 10 == 0 { 7 } else { 4 });
        let router = &mut routers[layout.blocks() - 1];
        router.set_layout(layout);
        check(router, (Place::Depot, Place::Depot), &picks, round);
    }
}

#[test]
fn every_walk_from_anywhere_to_anywhere_is_the_shortest() {
    let mut next = throws(8);
    let mut routers = routers();
    for round in 0..20_000 {
        let (layout, picks) = drawn(&mut next, if round % 10 == 0 { 6 } else { 4 });
        let cells: Vec<usize> = (0..layout.blocks()).map(|block| layout.cells(block)).collect();
        let mut place = || match next(4) {
            0 => Place::Depot,
            1 => Place::Crossing { aisle: next(layout.aisles()), cross: next(layout.blocks() + 1) },
            2 if !picks.is_empty() => Place::Cell(picks[next(picks.len())]),
            _ => Place::Cell(drawn_cell(&mut next, &layout, &cells)),
        };
        let start = place();
        let end = if round % 7 == 0 { start } else { place() };
        let router = &mut routers[layout.blocks() - 1];
        router.set_layout(layout);
        check(router, (start, end), &picks, round);
    }
}

#[test]
fn many_blocks_are_walked_exactly() {
    let mut next = throws(9);
    let cells = [2; 6];
    let mut router = Router::new(layout(3, &cells, 1, [3.0, 1.0, 1.0, 0.0]));
    for round in 0..10 {
        let layout = router.layout().clone();
        let picks: Vec<Cell> = (0..7).map(|_| drawn_cell(&mut next, &layout, &cells)).collect();
        check(&mut router, (Place::Depot, Place::Depot), &picks, round);
    }
}
