//! A warehouse's layout, read from where its bins stand and from what is said of its ways.
//!
//! Bins that carry the same aisle form one line across the warehouse's depth; what stands on both of its sides is one aisle. The
//! aisles' distances are taken to the decimetre, places in an aisle to the centimetre. Cross aisles run in front of the first and
//! behind the last bin, and wherever else a supervisor says. Pickers start and end at the pack desk, unless the [`Ways`] say other
//! places. One rectangle whose aisles are walked both ways is measured exactly ([`tour`](super::tour)); one-way aisles, several
//! halls and links between them make a net of shortest paths.
//!
//! **Invariant**: of two bins in one aisle, the one with the smaller y is nearer to the front; bins without an aisle are nowhere, and
//! so are those that a walk can't come to or can't leave.

mod fault;
mod halls;
mod lay;

pub use self::fault::{Fault, Flaw};
pub use self::halls::Hall;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::halls::{ALONG_MM, Halls};
use self::lay::{Paths, laid};
use super::gauge::Gauge;
use super::layout::{Cell, Layout};
use super::ways::Ways;
use crate::id::LocationId;
use crate::item::Handling;

/// Past more places than this it is not told how long a walk is at least: past these it takes some milliseconds.
const MEASURED_MAX: usize = 120;

/// A bin as the layout takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Its id.
    pub id: LocationId,
    /// Its code.
    pub code: String,
    /// Its aisle; empty for a place that is in none.
    pub aisle: String,
    /// Its bay.
    pub bay: i64,
    /// Its level, from the floor up.
    pub level: i64,
    /// Its position in the bay.
    pub position: i64,
    /// Across the warehouse, in millimetres.
    pub x_mm: i64,
    /// Along the aisles, in millimetres.
    pub y_mm: i64,
}

/// What a layout is read from.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'g> {
    /// All bins.
    pub bins: &'g [Bin],
    /// The other places that a walk may start at, end at or come through: desks, docks, staging areas.
    pub others: &'g [Bin],
    /// The cross aisles between the first and the last, as places along the aisles in millimetres.
    pub cross_mm: &'g [i64],
    /// The pack desk, where walks start and end when nothing else is said: x and y in millimetres.
    pub desk_mm: (i64, i64),
}

/// The layout of a warehouse and where its bins are in it.
#[derive(Clone, Debug)]
pub struct Site {
    gauge: Gauge,
    cells: Arc<BTreeMap<LocationId, Cell>>,
    halls: Arc<Halls>,
    paths: Paths,
    cut: Arc<Vec<Flaw>>,
}

/// A walk past bins, and what teams would walk by habit.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// For each stop that was asked for, its place in the walk; stops in one place share it.
    pub ranks: Vec<usize>,
    /// The walk, in metres: the shortest there is in a rectangle, and past a dozen places elsewhere.
    pub length: f64,
    /// The S-shape past the same bins, where it means something.
    pub s_shape: Option<f64>,
    /// One bin after the other in the order they were asked for.
    pub as_asked: f64,
}

/// How long a walk is, and how short it could be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Its length, in metres.
    pub length: f64,
    /// How long any walk past the same bins is at least, in metres; where the walk takes heavy goods before fragile ones, any that
    /// does. It is the shortest walk's length in a rectangle, and past a dozen places elsewhere. None past very many places.
    pub least: Option<f64>,
}

impl Site {
    /// Reads the layout. `cross_mm` are the cross aisles between the first and the last, and `desk` is where walks start and end: x
    /// and y in millimetres.
    ///
    /// # Errors
    /// Why there is none, the faults of single bins apart, which [`faults`] tells.
    pub fn new(bins: &[Bin], cross_mm: &[i64], desk: (i64, i64)) -> Result<Self, Fault> {
        Self::with_ways(&Ground { bins, others: &[], cross_mm, desk_mm: desk }, &Ways::default())
    }

    /// Reads the layout with what is said of its ways. Aisles that are not there are passed over, and bins that are cut off are
    /// nowhere, which [`Self::cut`] tells.
    ///
    /// # Errors
    /// Why there is none, the faults of single bins apart.
    pub fn with_ways(ground: &Ground<'_>, ways: &Ways) -> Result<Self, Fault> {
        laid(ground, ways).map_err(|flaws| flaws.into_iter().next().expect("there is a reason").fault)
    }

    /// The layout, where it is one rectangle whose aisles are walked both ways.
    pub fn layout(&self) -> Option<&Layout> {
        match &self.gauge {
            Gauge::Rectangle(rectangle) => Some(rectangle.layout()),
            Gauge::Net(_) => None,
        }
    }

    /// How long walks are.
    pub fn gauge(&self) -> &Gauge {
        &self.gauge
    }

    /// The same, for one who lays a walk of their own.
    pub fn gauge_mut(&mut self) -> &mut Gauge {
        &mut self.gauge
    }

    /// How many aisles there are: each [cell](Self::cell) is in one below.
    pub fn aisles(&self) -> usize {
        self.layout().map_or_else(|| self.halls.lines(), Layout::aisles)
    }

    /// Where a bin is; `None` for one that is in no aisle, or cut off.
    pub fn cell(&self, bin: LocationId) -> Option<Cell> {
        self.cells.get(&bin).copied()
    }

    /// The halls, the first one first.
    pub fn halls(&self) -> &[Hall] {
        &self.halls.halls
    }

    /// The hall of an aisle.
    pub fn hall_of(&self, aisle: &str) -> Option<&Hall> {
        self.halls.aisles.get(aisle).map(|aisle| &self.halls.halls[aisle.hall])
    }

    /// The first hall's cross aisles' y in millimetres, from the front to the back.
    pub fn crosses_mm(&self) -> &[i64] {
        &self.halls.halls[0].crosses_mm
    }

    /// The bins that no walk can come to or none can leave, each with the field that might help.
    pub fn cut(&self) -> &[Flaw] {
        &self.cut
    }

    /// Where walks start and where they end, as drawn: x and y in millimetres.
    pub fn ends_mm(&self) -> ((i64, i64), Vec<(i64, i64)>) {
        self.paths.ends_mm()
    }

    /// Where the links lead from and to, in the order in which they were said, as drawn: x and y in millimetres.
    pub fn links_mm(&self) -> &[[(i64, i64); 2]] {
        &self.paths.links_mm
    }

    /// The length of the walk past these places, from where walks start to where they end, in metres; 0 without places.
    ///
    /// # Panics
    /// When a place is none of [`Self::cell`]'s.
    pub fn length(&mut self, cells: &[Cell]) -> f64 {
        self.gauge.length(cells)
    }

    /// Where a bin is reached, as drawn: the x of its aisle and its y, in millimetres.
    pub fn reached_mm(&self, bin: LocationId) -> Option<(i64, i64)> {
        let cell = self.cell(bin)?;
        match self.paths.grid_mm {
            Some((left, pitch)) => {
                let y = self.crosses_mm()[cell.block] + cell.cell as i64 * ALONG_MM;
                Some((left + cell.aisle as i64 * pitch, y))
            }
            None => {
                let (x, y) = self.halls.reached_mm(cell);
                Some((x + self.halls.hall_of(cell.aisle).shift_mm, y))
            }
        }
    }

    /// The corners of the walk past these bins in this order, from where walks start to where they end, as drawn: in millimetres.
    pub fn path_mm(&self, stops: &[LocationId]) -> Vec<(i64, i64)> {
        match &self.gauge {
            Gauge::Rectangle(_) => {
                let places: Vec<_> = stops.iter().filter_map(|stop| self.reached_mm(*stop)).collect();
                self.paths.through(&places, self.crosses_mm())
            }
            Gauge::Net(net) => {
                let cells: Vec<Cell> = stops.iter().filter_map(|stop| self.cell(*stop)).collect();
                let drawn = |(hall, x, y): (usize, i64, i64)| (x + self.halls.halls[hall].shift_mm, y);
                net.path(&cells).into_iter().map(drawn).collect()
            }
        }
    }

    /// The walk past these bins, heavy goods before fragile ones, and what it would be otherwise. Bins that are nowhere come last.
    pub fn walk(&mut self, stops: &[(LocationId, Handling)]) -> Walk {
        let places: Vec<Option<(Cell, Handling)>> =
            stops.iter().map(|(stop, handling)| Some((self.cell(*stop)?, *handling))).collect();
        let (mut distinct, mut cells): (Vec<(Cell, Handling)>, Vec<Cell>) = (Vec::new(), Vec::new());
        for place in places.iter().flatten() {
            if !distinct.contains(place) {
                distinct.push(*place);
            }
            if !cells.contains(&place.0) {
                cells.push(place.0);
            }
        }
        let tour = self.gauge.walk((None, None), &distinct);
        let mut ranks: BTreeMap<(Cell, Handling), usize> = BTreeMap::new();
        for (rank, at) in tour.order.iter().enumerate() {
            ranks.insert(distinct[*at], rank);
        }
        let rank = |place: &Option<(Cell, Handling)>| {
            place.and_then(|place| ranks.get(&place).copied()).unwrap_or(usize::MAX)
        };
        let ranks = places.iter().map(rank).collect();
        let (s_shape, as_asked) = (self.gauge.s_shape(&cells), self.gauge.in_order((None, None), &cells));
        Walk { ranks, length: tour.length, s_shape, as_asked }
    }

    /// How long the walk past these bins is in just this order. Bins that are nowhere are passed over.
    pub fn measured(&mut self, stops: &[(LocationId, Handling)]) -> Measured {
        let place = |(stop, handling): &(LocationId, Handling)| Some((self.cell(*stop)?, *handling));
        let mut places: Vec<(Cell, Handling)> = stops.iter().filter_map(place).collect();
        if !places.is_sorted_by_key(|(_, handling)| *handling) {
            // A stop that was put off is behind its turn: then no order is kept.
            places.iter_mut().for_each(|(_, handling)| *handling = Handling::Normal);
        }
        let cells: Vec<Cell> = places.iter().map(|(cell, _)| *cell).collect();
        let length = self.gauge.in_order((None, None), &cells);
        places.sort_unstable();
        places.dedup();
        let is_few = places.len() <= MEASURED_MAX;
        let least = is_few.then(|| self.gauge.least(&places, length).min(length));
        Measured { length, least }
    }
}

/// By aisle, the least and the greatest x of its bins in millimetres.
pub fn spans(bins: &[Bin]) -> BTreeMap<&str, (i64, i64)> {
    let mut spans: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for bin in bins.iter().filter(|bin| !bin.aisle.is_empty()) {
        let span = spans.entry(&bin.aisle).or_insert((bin.x_mm, bin.x_mm));
        *span = (span.0.min(bin.x_mm), span.1.max(bin.x_mm));
    }
    spans
}

/// What is wrong with single bins, each by its code.
pub fn faults(bins: &[Bin]) -> Vec<Fault> {
    let mut seen: BTreeMap<(&str, i64, i64, i64), &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for bin in bins {
        if bin.aisle.is_empty() {
            faults.push(Fault::Unreachable(bin.code.clone()));
            continue;
        }
        let place = (bin.aisle.as_str(), bin.bay, bin.level, bin.position);
        match seen.get(&place) {
            Some(other) => faults.push(Fault::Twice((*other).to_owned(), bin.code.clone())),
            None => {
                seen.insert(place, &bin.code);
            }
        }
    }
    faults
}

/// What is wrong with what is said of the ways, each with its field; a bin that they cut off among them.
pub fn flaws(ground: &Ground<'_>, ways: &Ways) -> Vec<Flaw> {
    if ways.is_plain() {
        return Vec::new();
    }
    let mut flaws = lay::said_twice(ways);
    match Halls::read(ground, ways) {
        Ok(halls) => flaws.extend(halls.unnamed(ways)),
        Err(fault) => return vec![Flaw::new("layout", fault)],
    }
    if flaws.is_empty() {
        match laid(ground, ways) {
            Ok(site) => flaws.extend(site.cut().iter().cloned()),
            Err(wrong) => flaws = wrong,
        }
    }
    flaws
}

#[cfg(test)]
mod tests;
