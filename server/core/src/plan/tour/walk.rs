//! From a subgraph with even degrees to a walk along it (Hierholzer, Mathematische Annalen 6, 1873).

use std::ops::{Range, RangeInclusive};

use super::stops::{Stops, Way};

/// The most edges at a point: two to each side, and two up and down an aisle.
const DEGREE_MAX: usize = 8;

/// A multigraph whose edges are each walked once. Points are numbered: first the crossings, aisle by aisle, then the stops.
#[derive(Debug)]
pub(super) struct Graph {
    first: usize,
    crosses: usize,
    crossings: usize,
    start: usize,
    /// By point: its neighbours, and how many they are.
    edges: Vec<([u32; DEGREE_MAX], u8)>,
}

impl Graph {
    /// Nothing yet; the walk starts on the front cross aisle at `depot_aisle`.
    pub(super) fn new(
        aisles: RangeInclusive<usize>,
        blocks: usize,
        depot_aisle: usize,
        stops: usize,
    ) -> Self {
        let (first, crosses) = (*aisles.start(), blocks + 1);
        let crossings = (aisles.end() - first + 1) * crosses;
        let edges = vec![([0; DEGREE_MAX], 0); crossings + stops];
        Self { first, crosses, crossings, start: (depot_aisle - first) * crosses, edges }
    }

    fn crossing(&self, aisle: usize, cross: usize) -> usize {
        (aisle - self.first) * self.crosses + cross
    }

    fn edge(&mut self, a: usize, b: usize) {
        for (at, to) in [(a, b), (b, a)] {
            let (neighbours, count) = &mut self.edges[at];
            neighbours[usize::from(*count)] = to as u32;
            *count += 1;
        }
    }

    /// Along a cross aisle to the next aisle.
    pub(super) fn cross(&mut self, aisle: usize, cross: usize, times: usize) {
        let (a, b) = (self.crossing(aisle, cross), self.crossing(aisle + 1, cross));
        (0..times).for_each(|_| self.edge(a, b));
    }

    /// Through a block with these stops.
    pub(super) fn block(&mut self, aisle: usize, block: usize, stops: Range<usize>, way: Way) {
        let (times, gap) = match way {
            Way::Skip => return,
            Way::Once => (1, usize::MAX),
            Way::Twice => (2, usize::MAX),
            Way::Gap(gap) => (2, gap),
        };
        let mut from = self.crossing(aisle, block);
        let back = self.crossing(aisle, block + 1);
        let points = stops.map(|stop| self.crossings + stop).chain([back]);
        for (at, to) in points.collect::<Vec<_>>().into_iter().enumerate() {
            if at != gap {
                (0..times).for_each(|_| self.edge(from, to));
            }
            from = to;
        }
    }

    /// The picks' positions in the order in which the walk first comes past them.
    pub(super) fn order(mut self, stops: &Stops) -> Vec<usize> {
        let (mut path, mut order) = (vec![self.start], Vec::new());
        let mut seen = vec![false; stops.len()];
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
