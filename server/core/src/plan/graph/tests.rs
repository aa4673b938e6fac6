//! Walks on graphs against every order, and against the exact walk where the graph is a rectangular warehouse.

use super::*;
use crate::plan::layout::{Cell, Layout, Lengths};
use crate::plan::tour::Router;
use crate::plan::tour::tests::throws;

/// A connected graph; a circle of one-way ways first, then any ways.
fn drawn(next: &mut impl FnMut(usize) -> usize) -> (Graph, usize) {
    let nodes = 2 + next(9);
    let mut ways: Vec<Way> = (0..nodes)
        .map(|at| Way { from: at, to: (at + 1) % nodes, length: next(9) as f64, is_one_way: next(2) == 0 })
        .collect();
    ways.extend((0..next(2 * nodes)).map(|_| Way {
        from: next(nodes),
        to: next(nodes),
        length: next(20) as f64,
        is_one_way: next(3) == 0,
    }));
    (Graph::new(nodes, &ways).expect("a sound graph"), nodes)
}

/// All lengths (Floyd, CACM 5(6), 1962).
fn lengths(graph: &Graph) -> Vec<Vec<f64>> {
    let nodes = graph.ways.len();
    let mut lengths = vec![vec![f64::INFINITY; nodes]; nodes];
    for (at, ways) in graph.ways.iter().enumerate() {
        lengths[at][at] = 0.0;
        ways.iter().for_each(|(to, length)| lengths[at][*to] = lengths[at][*to].min(*length));
    }
    for over in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                lengths[from][to] = lengths[from][to].min(lengths[from][over] + lengths[over][to]);
            }
        }
    }
    lengths
}

fn least(lengths: &[Vec<f64>], at: usize, end: usize, left: &[usize]) -> f64 {
    let mut least = if left.is_empty() { lengths[at][end] } else { f64::INFINITY };
    for n in 0..left.len() {
        let (mut left, stop) = (left.to_vec(), left[n]);
        left.remove(n);
        least = least.min(lengths[at][stop] + self::least(lengths, stop, end, &left));
    }
    least
}

fn walked(lengths: &[Vec<f64>], (start, end): (usize, usize), stops: &[usize], order: &[usize]) -> f64 {
    let nodes: Vec<usize> =
        [start].into_iter().chain(order.iter().map(|at| stops[*at])).chain([end]).collect();
    nodes.windows(2).map(|pair| lengths[pair[0]][pair[1]]).sum()
}

#[test]
fn few_stops_are_walked_in_the_best_order() {
    let mut next = throws(5);
    for round in 0..2_000 {
        let (graph, nodes) = drawn(&mut next);
        let lengths = lengths(&graph);
        let stops: Vec<usize> = (0..next(6)).map(|_| next(nodes)).collect();
        let ends = (next(nodes), next(nodes));
        let walk = graph.walk(ends, &stops, (1, 0)).expect("connected");
        let least = least(&lengths, ends.0, ends.1, &stops);
        assert!((walk.length - least).abs() < 1e-9, "round {round}: {walk:?} for {least}");
        assert_eq!(walk.bound, walk.length);
        let walked = walked(&lengths, ends, &stops, &walk.order);
        assert!((walked - least).abs() < 1e-9, "round {round}: walks {walked} for {least}");
        let mut order = walk.order;
        order.sort_unstable();
        assert_eq!(order, (0..stops.len()).collect::<Vec<_>>(), "each stop once");
    }
}

#[test]
fn no_bound_is_above_the_least_and_no_order_below() {
    let mut next = throws(6);
    for round in 0..600 {
        let (graph, nodes) = drawn(&mut next);
        let ends = (next(nodes), next(nodes));
        let stops: Vec<usize> = (0..nodes).filter(|_| next(3) > 0).collect();
        if stops.is_empty() {
            continue;
        }
        let exact = graph.walk(ends, &stops, (1, 0)).expect("connected");
        let all: Vec<usize> = [ends.0].into_iter().chain(stops.iter().copied()).chain([ends.1]).collect();
        let metres = graph.between(&all).expect("connected");
        let near = metres.along(&order::near(&metres, round, 3));
        assert!(near >= exact.length - 1e-9, "round {round}: {near} below {exact:?}");
        let bound = bound::least(&metres, near);
        assert!(bound <= exact.length + 1e-9, "round {round}: {bound} above {exact:?}");
        let classes: Vec<Handling> = stops.iter().map(|_| Handling::ALL[next(3)]).collect();
        let metres = metres.in_classes(&classes);
        let (least, near) = (metres.best().length, metres.along(&order::near(&metres, round, 3)));
        assert!(least < BARRED && near >= least - 1e-9, "round {round}: {near} below {least}");
        let bound = bound::least(&metres, near);
        assert!(bound <= least + 1e-6, "round {round}: {bound} above {least} in {classes:?}");
        assert_eq!(metres.least(near), least, "few stops");
    }
}

/// A warehouse of one block with 6 aisles of 8 cells, as a graph: crossings first, then cells.
fn warehouse() -> (Layout, Graph) {
    let lengths = Lengths { aisle_pitch: 3.0, cell_pitch: 1.0, end_gap: 1.0, depot_offset: 0.0 };
    let layout = Layout::new(6, vec![8], lengths, 0).expect("a sound layout");
    let way = |from, to, length| Way { from, to, length, is_one_way: false };
    let mut ways = Vec::new();
    for aisle in 0..6 {
        let points: Vec<usize> = [2 * aisle].into_iter().chain(node(aisle, 0)..=node(aisle, 7)).collect();
        ways.extend(points.windows(2).map(|pair| way(pair[0], pair[1], 1.0)));
        ways.push(way(node(aisle, 7), 2 * aisle + 1, 1.0));
        if aisle > 0 {
            ways.extend([0, 1].map(|cross| way(2 * aisle - 2 + cross, 2 * aisle + cross, 3.0)));
        }
    }
    (layout, Graph::new(60, &ways).expect("a sound graph"))
}

fn node(aisle: usize, cell: usize) -> usize {
    12 + 8 * aisle + cell
}

#[test]
fn many_stops_are_walked_nearly_as_short_as_can_be() {
    let (layout, graph) = warehouse();
    let (mut router, mut next) = (Router::new(layout), throws(7));
    let (mut sum, mut bounds, mut least) = (0.0, 0.0, 0.0);
    for round in 0..20 {
        let cells: Vec<Cell> = (0..20).map(|_| Cell { aisle: next(6), block: 0, cell: next(8) }).collect();
        let stops: Vec<usize> = cells.iter().map(|cell| node(cell.aisle, cell.cell)).collect();
        let walk = graph.walk((0, 0), &stops, (round, 20)).expect("connected");
        assert_eq!(graph.walk((0, 0), &stops, (round, 20)).as_ref(), Ok(&walk), "a seed repeats a walk");
        let shortest = router.length(&cells).expect("inside");
        assert!(walk.length >= shortest - 1e-9, "round {round}: {walk:?} below {shortest}");
        assert!(walk.bound <= shortest + 1e-9, "round {round}: {walk:?} bounds {shortest}");
        let mut order = walk.order;
        order.sort_unstable();
        assert_eq!(order, (0..20).collect::<Vec<_>>(), "each stop once");
        (sum, bounds, least) = (sum + walk.length, bounds + walk.bound, least + shortest);
    }
    assert!(sum <= 1.02 * least, "{sum} for {least}");
    assert!(bounds >= 0.9 * least, "{bounds} for {least}");
}

#[test]
fn what_makes_no_sense_is_named() {
    let way = |from, to, length| Way { from, to, length, is_one_way: true };
    assert_eq!(Graph::new(2, &[way(0, 2, 1.0)]).err(), Some(Unfit::Node(2)));
    assert_eq!(Graph::new(2, &[way(0, 1, 1.0), way(0, 1, f64::NAN)]).err(), Some(Unfit::Length(1)));
    assert_eq!(Graph::new(NODES_MAX + 1, &[]).err(), Some(Unfit::Size));
    let graph = Graph::new(2, &[way(0, 1, 1.0)]).expect("a sound graph");
    assert_eq!(graph.walk((0, 1), &[1], (1, 0)).map(|walk| walk.length), Ok(1.0));
    assert_eq!(graph.walk((0, 0), &[1], (1, 0)), Err(Unfit::Apart(1, 0)));
    assert_eq!(graph.walk((0, 3), &[], (1, 0)), Err(Unfit::Node(3)));
}
