//! From a subgraph to a walk along it (Hierholzer, Mathematische Annalen 6, 1873).

use std::ops::Range;

use super::stops::Stops;

/// The most edges at a point: two to each side, and two up and down an aisle.
const DEGREE_MAX: usize = 8;

/// A multigraph whose edges are each walked once. Points are numbered: first the crossings, aisle
/// by aisle of those with a stop or an end, then the stops.
#[derive(Debug)]
pub(super) struct Graph {
    crosses: usize,
    crossings: usize,
    /// By point: its neighbours, and how many they are.
    edges: Vec<([u32; DEGREE_MAX], u8)>,
}

impl Graph {
    /// Nothing yet.
    pub(super) fn new(aisles: &[usize], blocks: usize, stops: usize) -> Self {
        let crosses = blocks + 1;
        let crossings = aisles.len() * crosses;
        let edges = vec![([0; DEGREE_MAX], 0); crossings + stops];
        Self { crosses, crossings, edges }
    }

    /// A crossing's point, in the n-th of these aisles.
    pub(super) fn crossing(&self, n: usize, cross: usize) -> usize {
        n * self.crosses + cross
    }

    /// A stop's point.
    pub(super) fn stop(&self, stop: usize) -> usize {
        self.crossings + stop
    }

    fn edge(&mut self, a: usize, b: usize) {
        for (at, to) in [(a, b), (b, a)] {
            let (neighbours, count) = &mut self.edges[at];
            neighbours[usize::from(*count)] = to as u32;
            *count += 1;
        }
    }

    /// Along a cross aisle from the n-th aisle to the next.
    pub(super) fn cross(&mut self, n: usize, cross: usize, times: usize) {
        let (a, b) = (self.crossing(n, cross), self.crossing(n + 1, cross));
        (0..times).for_each(|_| self.edge(a, b));
    }

    /// Through a block of the n-th aisle with these stops, each stretch between them so many times.
    pub(super) fn block(
        &mut self,
        n: usize,
        block: usize,
        stops: Range<usize>,
        times: impl Iterator<Item = usize>,
    ) {
        let mut from = self.crossing(n, block);
        let back = self.crossing(n, block + 1);
        for (stop, times) in stops.map(Some).chain([None]).zip(times) {
            let to = stop.map_or(back, |stop| self.stop(stop));
            (0..times).for_each(|_| self.edge(from, to));
            from = to;
        }
    }

    /// The picks' positions in the order in which the walk from a point first comes past them.
    pub(super) fn order(mut self, start: usize, stops: &Stops) -> Vec<usize> {
        let mut path = vec![start];
        let mut points = Vec::new();
        while let Some(at) = path.last().copied() {
            let (neighbours, count) = &mut self.edges[at];
            if *count > 0 {
                *count -= 1;
                let next = neighbours[usize::from(*count)] as usize;
                self.forget(next, at);
                path.push(next);
                continue;
            }
            path.pop();
            points.push(at);
        }
        let mut order = Vec::new();
        let mut seen = vec![false; stops.len()];
        for at in points.into_iter().rev() {
            if let Some(stop) = at.checked_sub(self.crossings).filter(|stop| !seen[*stop]) {
                seen[stop] = true;
                order.extend(stops.asked(stop));
            }
        }
        order
    }

    /// Takes one edge to `to` away from a point.
    fn forget(&mut self, at: usize, to: usize) {
        let (neighbours, count) = &mut self.edges[at];
        let last = usize::from(*count) - 1;
        let found = neighbours[..=last].iter().position(|neighbour| *neighbour as usize == to);
        neighbours.swap(found.expect("an edge has two ends"), last);
        *count -= 1;
    }
}
