//! The rest of a walk that is under way: from where the picker stands past what is left, heavy goods before fragile ones.
//!
//! What is missing may lie in several bins that do equally well, and which of them serve it is part of the walk. A walk past
//! more places is never shorter, so places are tried by what each adds alone, and one that by itself adds more than the best
//! choice so far ends the search: what comes out is exact in a rectangle. Only where walks take long to measure (many stops in phases) or the
//! places are very many does [`WALKS_MAX`] end it before, with the best choice found by then.
//!
//! **Invariant**: what was chosen holds what is wanted, as far as there is enough. Of the same rest and offers comes the same
//! choice.

use std::collections::BTreeMap;

use super::bins::off;
use super::gauge::Ends;
use super::layout::Cell;
use super::site::Site;
use crate::item::Handling;

/// The most walks between two places that are measured to choose.
const WALKS_MAX: usize = 4_000;
/// The most places that a choice is made among: those nearest to where the walk goes anyway.
const SPOTS_MAX: usize = 64;

/// Some of what is missing, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Where.
    pub at: Cell,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// The rest of a walk.
#[derive(Debug)]
pub struct Rest<'s> {
    site: &'s mut Site,
    ends: Ends,
    /// What is passed: each place once for each kind of goods there.
    stops: Vec<(Cell, Handling)>,
    walks_left: usize,
}

impl<'s> Rest<'s> {
    /// From one place past these to another, or to where walks end. All are places of the site's.
    pub fn new(site: &'s mut Site, ends: Ends, stops: &[(Cell, Handling)]) -> Self {
        let mut rest = Self { site, ends, stops: Vec::new(), walks_left: WALKS_MAX };
        rest.add(stops);
        rest
    }

    /// How long the shortest walk is, in millimetres.
    pub fn length_mm(&mut self) -> i64 {
        mm(self.site.gauge_mut().quick_between(self.ends, &self.stops))
    }

    /// What is passed, in the order of the shortest walk: each place once for each kind of goods there.
    pub fn order(&mut self) -> Vec<(Cell, Handling)> {
        let tour = self.site.gauge_mut().walk(self.ends, &self.stops);
        tour.order.into_iter().map(|at| self.stops[at]).collect()
    }

    /// Chooses where so many base units of goods are taken; from now on the walk goes past there. Of choices that are equally
    /// short the one with the fewest places counts, and then the earlier offers. Where the offers hold no more than is
    /// wanted, it is all of them.
    pub fn choose(&mut self, handling: Handling, wanted_base: i64, offers: &[Offer]) -> Vec<Cell> {
        let spots = self.spots(handling, wanted_base, offers);
        let best = Choice::default();
        let mut search = Search { rest: self, handling, wanted_base, spots: &spots, best };
        search.straight();
        search.extend(&mut Vec::new(), 0);
        let cells: Vec<Cell> = search.best.spots.into_iter().map(|at| spots[at].at).collect();
        self.add(&cells.iter().map(|at| (*at, handling)).collect::<Vec<_>>());
        cells
    }

    fn add(&mut self, stops: &[(Cell, Handling)]) {
        for stop in stops {
            if !self.stops.contains(stop) {
                self.stops.push(*stop);
            }
        }
    }

    /// How long the shortest walk past these too would be, in millimetres.
    fn past_mm(&mut self, stops: &[(Cell, Handling)]) -> i64 {
        let known = self.stops.len();
        self.add(stops);
        self.walks_left = self.walks_left.saturating_sub(self.cost());
        let length_mm = self.length_mm();
        self.stops.truncate(known);
        length_mm
    }

    /// How many walks between two places of a rectangle it takes to measure this one.
    fn cost(&self) -> usize {
        let of = |handling| self.stops.iter().filter(|(_, of)| *of == handling).count();
        let phases: Vec<usize> = Handling::ALL.into_iter().map(of).filter(|count| *count > 0).collect();
        // The last phase ends at one place, the others at any of theirs.
        let ends = |phase: usize| if phase + 1 == phases.len() { 1 } else { phases[phase] };
        let walks: usize =
            (0..phases.len()).map(|phase| phase.checked_sub(1).map_or(1, ends) * ends(phase)).sum();
        walks.max(1) * self.site.gauge().effort()
    }

    /// The places that a choice is made among, by how long the walk past each alone is.
    fn spots(&mut self, handling: Handling, wanted_base: i64, offers: &[Offer]) -> Vec<Spot> {
        let mut by_cell: BTreeMap<Cell, (usize, i64)> = BTreeMap::new();
        for (turn, offer) in offers.iter().enumerate() {
            by_cell.entry(offer.at).or_insert((turn, 0)).1 += offer.quantity_base;
        }
        let mut passed: Vec<Cell> = self.stops.iter().map(|(at, _)| *at).collect();
        passed.extend([self.ends.0, self.ends.1].into_iter().flatten());
        let mut near: Vec<(Cell, (usize, i64))> = by_cell.into_iter().collect();
        near.sort_by_cached_key(|(at, (turn, _))| (off(*at, &passed), *turn));
        // As many walks again are left for choices of several places.
        let most = SPOTS_MAX.min(self.walks_left / (2 * self.cost()));
        let (mut spots, mut held_base) = (Vec::new(), 0);
        for (at, (turn, quantity_base)) in near {
            if spots.len() >= most && held_base >= wanted_base {
                break;
            }
            held_base += quantity_base;
            spots.push(Spot { at, turn, quantity_base, length_mm: self.past_mm(&[(at, handling)]) });
        }
        spots.sort_by_key(|spot| (spot.length_mm, spot.turn));
        spots
    }
}

/// A place that is chosen or not.
#[derive(Clone, Copy, Debug)]
struct Spot {
    at: Cell,
    /// Its first offer's place among all.
    turn: usize,
    quantity_base: i64,
    /// How long the shortest walk past it is.
    length_mm: i64,
}

/// Places, as positions among those to be chosen from, and how long the shortest walk past them all is.
#[derive(Clone, Debug, Default)]
struct Choice {
    length_mm: i64,
    spots: Vec<usize>,
}

/// The search for the best choice.
struct Search<'r, 's> {
    rest: &'r mut Rest<'s>,
    handling: Handling,
    wanted_base: i64,
    spots: &'r [Spot],
    best: Choice,
}

impl Search<'_, '_> {
    /// Begins with those that add the least by themselves, until they hold enough.
    fn straight(&mut self) {
        let (mut spots, mut held_base) = (Vec::new(), 0);
        for (at, spot) in self.spots.iter().enumerate() {
            if held_base >= self.wanted_base {
                break;
            }
            held_base += spot.quantity_base;
            spots.push(at);
        }
        self.best = Choice { length_mm: self.past_mm(&spots), spots };
    }

    /// Tries all that may follow the chosen ones and be better than the best.
    fn extend(&mut self, chosen: &mut Vec<usize>, held_base: i64) {
        for at in chosen.last().map_or(0, |last| last + 1)..self.spots.len() {
            let Spot { length_mm, quantity_base, .. } = self.spots[at];
            if length_mm > self.best.length_mm || self.rest.walks_left == 0 {
                break;
            }
            chosen.push(at);
            let length_mm = if chosen.len() == 1 { length_mm } else { self.past_mm(chosen) };
            if (length_mm, chosen.len()) < (self.best.length_mm, self.best.spots.len()) {
                let held_base = held_base + quantity_base;
                if held_base >= self.wanted_base {
                    self.best = Choice { length_mm, spots: chosen.clone() };
                } else {
                    self.extend(chosen, held_base);
                }
            }
            chosen.pop();
        }
    }

    fn past_mm(&mut self, chosen: &[usize]) -> i64 {
        let stops: Vec<(Cell, Handling)> =
            chosen.iter().map(|at| (self.spots[*at].at, self.handling)).collect();
        self.rest.past_mm(&stops)
    }
}

/// Lengths are compared in whole millimetres: what is equally long stays so however it is summed up.
pub fn mm(metres: f64) -> i64 {
    (metres * 1_000.0).round() as i64
}

#[cfg(test)]
mod tests;
