//! One rectangle with its start and its ends.

use super::Ends;
use crate::item::Handling;
use crate::plan::layout::{Cell, Layout};
use crate::plan::phases;
use crate::plan::policy::{self, Policy};
use crate::plan::tour::{Known, Place, Router, Tour};

/// Why nothing here is refused.
const INSIDE: &str = "the cells lie in the layout";

/// Where walks start or end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The place where one steps into the aisles.
    pub place: Place,
    /// What is walked between there and the end itself, beyond what the place says, in metres.
    pub offset: f64,
}

impl End {
    const DEPOT: Self = Self { place: Place::Depot, offset: 0.0 };
}

/// A layout, and where walks through it start and end.
#[derive(Clone, Debug)]
pub struct Rectangle {
    router: Router,
    start: End,
    /// A walk ends at the one that makes it shortest.
    ends: Vec<End>,
}

impl Rectangle {
    /// From the layout's depot and back.
    pub fn closed(layout: Layout) -> Self {
        Self::new(layout, None, Vec::new())
    }

    /// From a start, or from the depot, to an end, or to where it started.
    ///
    /// # Panics
    /// When an end lies outside the layout.
    pub fn new(layout: Layout, start: Option<End>, ends: Vec<End>) -> Self {
        let start = start.unwrap_or(End::DEPOT);
        let ends = if ends.is_empty() { vec![start] } else { ends };
        let mut rectangle = Self { router: Router::new(layout), start, ends };
        for end in 0..rectangle.ends.len() {
            rectangle.router.length_between(start.place, rectangle.ends[end].place, &[]).expect(INSIDE);
        }
        rectangle
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        self.router.layout()
    }

    /// The length of the shortest walk past the cells, in metres.
    ///
    /// # Panics
    /// When a cell lies outside.
    pub fn length(&mut self, cells: &[Cell]) -> f64 {
        shortest(&mut self.router, (self.start, &self.ends), cells)
    }

    /// What to know of parts, as their cells, so that walks past several of them are measured fast; none where walks start or
    /// end in a cell.
    pub(super) fn known<'p>(&self, parts: impl Iterator<Item = &'p [Cell]> + Clone) -> Option<Known> {
        let mut ends = [self.start].into_iter().chain(self.ends.iter().copied());
        let is_plain = ends.all(|end| !matches!(end.place, Place::Cell(_)));
        is_plain.then(|| Known::new(self.layout(), parts))
    }

    /// The length of the shortest walk past the parts, in metres.
    pub(super) fn length_past(
        &mut self,
        known: &mut Known,
        parts: impl Iterator<Item = usize> + Clone,
    ) -> f64 {
        let mut least = f64::INFINITY;
        for end in &self.ends {
            let ends = (self.start.place, end.place);
            let Some(length) = self.router.length_past(ends, known, parts.clone()) else { return 0.0 };
            least = least.min(self.start.offset + length + end.offset);
        }
        least
    }

    /// How many ends there are.
    pub(super) fn ends(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn walk(&mut self, between: Ends, stops: &[(Cell, Handling)]) -> Tour {
        let mut best = Tour { length: f64::INFINITY, order: Vec::new() };
        if stops.is_empty() {
            best.length = 0.0;
            return best;
        }
        let (start, all) = self.between(between);
        let alike = alike(stops);
        for end in all {
            let ends = (start.place, end.place);
            let mut tour = match &alike {
                Some(cells) => self.router.shortest_between(ends.0, ends.1, cells),
                None => phases::shortest(&mut self.router, ends, stops),
            }
            .expect(INSIDE);
            tour.length += start.offset + end.offset;
            if tour.length < best.length {
                best = tour;
            }
        }
        best
    }

    pub(super) fn length_between(&mut self, between: Ends, stops: &[(Cell, Handling)]) -> f64 {
        let Some(cells) = alike(stops) else { return self.walk(between, stops).length };
        let (start, ends) = self.between(between);
        shortest(&mut self.router, (start, &ends), &cells)
    }

    pub(super) fn in_order(&mut self, between: Ends, cells: &[Cell]) -> f64 {
        let Some(last) = cells.last() else { return 0.0 };
        let (start, ends) = self.between(between);
        let mut places = vec![start.place];
        places.extend(cells.iter().map(|cell| Place::Cell(*cell)));
        let router = &mut self.router;
        let mut hop = |from, to| router.length_between(from, to, &[]).expect(INSIDE);
        let hops: f64 = places.windows(2).map(|two| hop(two[0], two[1])).sum();
        let to = |end: &End| hop(Place::Cell(*last), end.place) + end.offset;
        start.offset + hops + ends.iter().map(to).fold(f64::INFINITY, f64::min)
    }

    pub(super) fn s_shape(&self, cells: &[Cell]) -> Option<f64> {
        if self.start != End::DEPOT || self.ends != [End::DEPOT] {
            return None;
        }
        Some(policy::walk(self.layout(), cells, Policy::SShape).expect(INSIDE).length)
    }

    /// The start, and the ends.
    fn between(&self, (from, to): Ends) -> (End, Vec<End>) {
        let at = |cell| End { place: Place::Cell(cell), offset: 0.0 };
        (from.map_or(self.start, at), to.map_or_else(|| self.ends.clone(), |cell| vec![at(cell)]))
    }
}

/// The length of the shortest walk from a start past the cells to one of the ends, in metres; 0 without cells.
fn shortest(router: &mut Router, (start, ends): (End, &[End]), cells: &[Cell]) -> f64 {
    if cells.is_empty() {
        return 0.0;
    }
    let to = |end: &End| {
        let length = router.length_between(start.place, end.place, cells).expect(INSIDE);
        start.offset + length + end.offset
    };
    ends.iter().map(to).fold(f64::INFINITY, f64::min)
}

/// The cells, where no goods must be taken before others.
fn alike(stops: &[(Cell, Handling)]) -> Option<Vec<Cell>> {
    let alike = stops.windows(2).all(|two| two[0].1 == two[1].1);
    alike.then(|| stops.iter().map(|(cell, _)| *cell).collect())
}
