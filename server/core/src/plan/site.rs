//! A warehouse's layout, read from where its bins stand.
//!
//! Bins that carry the same aisle form one line across the warehouse's depth; what stands on both of its sides is one aisle. The
//! aisles' distances are taken to the decimetre, places in an aisle to the centimetre. Cross aisles run in front of the first and
//! behind the last bin, and wherever else a supervisor says. Pickers start and end at the pack desk.
//!
//! **Invariant**: of two bins in one aisle, the one with the smaller y is nearer to the front; bins without an aisle are nowhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::{Cell, Layout, Lengths, Unsound};
use super::phases;
use super::policy::{self, Policy};
use super::tour::{Place, Router, Tour};
use crate::id::LocationId;
use crate::item::Handling;

/// Aisles are that far apart, or a multiple of it, in millimetres.
const ACROSS_MM: i64 = 100;
/// Places in an aisle likewise.
const ALONG_MM: i64 = 10;
/// From a cross aisle at an end of the warehouse to the nearest bin, in millimetres.
const END_MM: i64 = 1_000;
/// How far apart the two sides of an aisle may be: bins of one aisle that stand farther apart make a crooked one.
const SIDES_MM: i64 = 6_000;

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

/// What is wrong with where bins stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Two bins have the same aisle, bay, level and position.
    Twice(String, String),
    /// The bins of this aisle are in no line.
    Crooked(String),
    /// It is in no aisle: nobody walks there by plan.
    Unreachable(String),
    /// No layout comes of it.
    Layout(Unsound),
}

/// The layout of a warehouse and where its bins are in it.
#[derive(Clone, Debug)]
pub struct Site {
    router: Router,
    cells: Arc<BTreeMap<LocationId, Cell>>,
    /// The first aisle's x, and from aisle to aisle.
    across_mm: (i64, i64),
    /// The cross aisles' y, from the front to the back.
    crosses_mm: Vec<i64>,
    desk_mm: (i64, i64),
}

/// A walk past bins, and what teams would walk by habit.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// For each stop that was asked for, its place in the walk; stops in one place share it.
    pub ranks: Vec<usize>,
    /// The shortest walk, in metres.
    pub length: f64,
    /// The S-shape past the same bins.
    pub s_shape: f64,
    /// One bin after the other in the order they were asked for.
    pub as_asked: f64,
}

impl Site {
    /// Reads the layout. `cross_mm` are the cross aisles between the first and the last, and `desk` is where walks start and end: x
    /// and y in millimetres.
    ///
    /// # Errors
    /// Why there is none, the faults of single bins apart, which [`faults`] tells.
    pub fn new(bins: &[Bin], cross_mm: &[i64], desk: (i64, i64)) -> Result<Self, Fault> {
        let spans = spans(bins);
        if let Some((aisle, _)) = spans.iter().find(|(_, span)| span.1 - span.0 > SIDES_MM) {
            return Err(Fault::Crooked((*aisle).to_owned()));
        }
        let across: BTreeMap<&str, i64> = spans
            .into_iter()
            .map(|(aisle, (from, to))| (aisle, (from + to).div_euclid(2 * ACROSS_MM)))
            .collect();
        let along = || bins.iter().filter(|bin| !bin.aisle.is_empty()).map(|bin| bin.y_mm);
        let (Some(first), Some(left), Some(right)) =
            (along().min(), across.values().min().copied(), across.values().max().copied())
        else {
            return Err(Fault::Layout(Unsound::Size("no bin is in an aisle")));
        };
        let pitch = across.values().fold(0, |pitch, x| gcd(pitch, x - left)).max(1);
        let front = first - END_MM;
        let back = along().max().unwrap_or(first) + END_MM;
        let mut crosses: Vec<i64> =
            cross_mm.iter().copied().filter(|y| (front + ALONG_MM..=back - ALONG_MM).contains(y)).collect();
        crosses.extend([front, back]);
        crosses.sort_unstable();
        crosses.dedup();
        let cells = crosses.windows(2).map(|block| cell_of(block[1] - block[0]) + 1).collect();
        let aisles = cell_of((right - left) / pitch * ALONG_MM) + 1;
        let depot_aisle = ((desk.0.div_euclid(ACROSS_MM) - left).max(0) / pitch).min(aisles as i64 - 1);
        let depot_x = (left + depot_aisle * pitch) * ACROSS_MM;
        let offset_mm = (desk.0 - depot_x).abs() + (desk.1 - front).abs();
        let lengths = Lengths {
            aisle_pitch: metres(pitch * ACROSS_MM),
            cell_pitch: metres(ALONG_MM),
            end_gap: 0.0,
            depot_offset: metres(offset_mm),
        };
        let layout =
            Layout::new(aisles, cells, lengths, cell_of(depot_aisle * ALONG_MM)).map_err(Fault::Layout)?;
        let place = |bin: &Bin| {
            let x = across.get(bin.aisle.as_str())?;
            let block = crosses.windows(2).position(|block| bin.y_mm <= block[1])?;
            let (aisle, cell) = (cell_of((x - left) / pitch * ALONG_MM), cell_of(bin.y_mm - crosses[block]));
            Some((bin.id, Cell { aisle, block, cell }))
        };
        let cells = Arc::new(bins.iter().filter_map(place).collect());
        let across_mm = (left * ACROSS_MM, pitch * ACROSS_MM);
        Ok(Self { router: Router::new(layout), cells, across_mm, crosses_mm: crosses, desk_mm: desk })
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        self.router.layout()
    }

    /// Where a bin is; `None` for one that is in no aisle.
    pub fn cell(&self, bin: LocationId) -> Option<Cell> {
        self.cells.get(&bin).copied()
    }

    /// The cross aisles' y in millimetres, from the front to the back.
    pub fn crosses_mm(&self) -> &[i64] {
        &self.crosses_mm
    }

    /// The length of the shortest walk from the desk past these places and back, in metres.
    ///
    /// # Panics
    /// When a place is none of [`Self::cell`]'s.
    pub fn length(&mut self, cells: &[Cell]) -> f64 {
        self.router.length(cells).expect("the site's cells lie in its layout")
    }

    /// Where a bin is reached: the x of its aisle and its y, in millimetres.
    pub fn reached_mm(&self, bin: LocationId) -> Option<(i64, i64)> {
        let Cell { aisle, block, cell } = self.cell(bin)?;
        let (left, pitch) = self.across_mm;
        Some((left + aisle as i64 * pitch, self.crosses_mm[block] + cell as i64 * ALONG_MM))
    }

    /// The corners of the walk from the desk past these bins and back, in millimetres.
    pub fn path_mm(&self, stops: &[LocationId]) -> Vec<(i64, i64)> {
        let mut path = vec![self.desk_mm];
        let (depot, front) = (self.layout().depot_aisle() as i64, self.crosses_mm[0]);
        let gate = (self.across_mm.0 + depot * self.across_mm.1, front);
        let places = stops.iter().filter_map(|stop| self.reached_mm(*stop));
        for to in [gate].into_iter().chain(places).chain([gate, self.desk_mm]) {
            let from = *path.last().unwrap_or(&self.desk_mm);
            let between_aisles = from.0 != to.0 && from != self.desk_mm && to != self.desk_mm;
            if between_aisles {
                let over = |cross: &&i64| (from.1 - **cross).abs() + (to.1 - **cross).abs();
                let cross = self.crosses_mm.iter().min_by_key(over).copied().unwrap_or(front);
                path.extend([(from.0, cross), (to.0, cross)]);
            }
            path.push(to);
        }
        path.dedup();
        path
    }

    /// The shortest walk from the desk past these bins and back, heavy goods before fragile ones, and what it would be otherwise. Bins
    /// that are in no aisle come last.
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
        let tour = self.shortest_between((Place::Depot, Place::Depot), &distinct);
        let s_shape = policy::walk(self.layout(), &cells, Policy::SShape);
        let s_shape = s_shape.expect("the site's cells lie in its layout").length;
        let mut ranks: BTreeMap<(Cell, Handling), usize> = BTreeMap::new();
        for (rank, at) in tour.order.iter().enumerate() {
            ranks.insert(distinct[*at], rank);
        }
        let rank = |place: &Option<(Cell, Handling)>| {
            place.and_then(|place| ranks.get(&place).copied()).unwrap_or(usize::MAX)
        };
        let ranks = places.iter().map(rank).collect();
        Walk { ranks, length: tour.length, s_shape, as_asked: self.as_asked(&cells) }
    }

    /// The shortest walk from one place past these to another, heavy goods before fragile ones; which they are, as positions among
    /// them.
    ///
    /// # Panics
    /// When a place is none of [`Self::cell`]'s.
    pub fn shortest_between(&mut self, ends: (Place, Place), stops: &[(Cell, Handling)]) -> Tour {
        let tour = match cells_alike(stops) {
            Some(cells) => self.router.shortest_between(ends.0, ends.1, &cells),
            None => phases::shortest(&mut self.router, ends, stops),
        };
        tour.expect("the site's cells lie in its layout")
    }

    /// How long that walk is, in metres.
    ///
    /// # Panics
    /// When a place is none of [`Self::cell`]'s.
    pub fn length_between(&mut self, ends: (Place, Place), stops: &[(Cell, Handling)]) -> f64 {
        let length = match cells_alike(stops) {
            Some(cells) => self.router.length_between(ends.0, ends.1, &cells),
            None => phases::shortest(&mut self.router, ends, stops).map(|tour| tour.length),
        };
        length.expect("the site's cells lie in its layout")
    }

    /// How long the walk past these places is, one after the other, in metres.
    ///
    /// # Panics
    /// When a place is none of [`Self::cell`]'s.
    pub fn along(&mut self, places: &[Place]) -> f64 {
        places.windows(2).map(|two| self.length_between((two[0], two[1]), &[])).sum()
    }

    fn as_asked(&mut self, cells: &[Cell]) -> f64 {
        if cells.is_empty() {
            return 0.0;
        }
        let stops = cells.iter().map(|cell| Place::Cell(*cell));
        self.along(&[Place::Depot].into_iter().chain(stops).chain([Place::Depot]).collect::<Vec<_>>())
    }
}

/// The places, where no goods must be taken before others.
fn cells_alike(stops: &[(Cell, Handling)]) -> Option<Vec<Cell>> {
    let alike = stops.windows(2).all(|two| two[0].1 == two[1].1);
    alike.then(|| stops.iter().map(|(cell, _)| *cell).collect())
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

fn metres(mm: i64) -> f64 {
    mm as f64 / 1_000.0
}

/// How many cells lie before a distance.
fn cell_of(mm: i64) -> usize {
    usize::try_from(mm / ALONG_MM).unwrap_or(0)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const PITCH_MM: i64 = 3_600;

    fn bin(aisle: i64, bay: i64, side: i64) -> Bin {
        let number = aisle * 1_000 + bay * 10 + side;
        Bin {
            id: LocationId(Uuid::from_u128(number as u128)),
            code: format!("{aisle}-{bay}-{side}"),
            aisle: format!("A{aisle}"),
            bay,
            level: 1,
            position: side,
            x_mm: aisle * PITCH_MM + side * 1_200,
            y_mm: bay * 2_700,
        }
    }

    fn hall() -> Vec<Bin> {
        (0..4)
            .flat_map(|aisle| (1..=10).flat_map(move |bay| (0..2).map(move |side| bin(aisle, bay, side))))
            .collect()
    }

    #[test]
    fn both_sides_of_an_aisle_are_one_place() {
        let site = Site::new(&hall(), &[], (600, 0)).unwrap();
        assert_eq!((site.layout().aisles(), site.layout().blocks()), (4, 1));
        assert!((site.layout().aisle_pitch() - 3.6).abs() < 1e-9);
        assert_eq!(site.cell(bin(2, 3, 0).id), site.cell(bin(2, 3, 1).id));
        let Cell { aisle, block, cell } = site.cell(bin(2, 3, 1).id).unwrap();
        assert_eq!((aisle, block), (2, 0));
        assert!((site.layout().depth(cell) - 6.4).abs() < 1e-9, "a metre, and two bays of 2.7 m");
        // From y = 0 at the desk to the front cross aisle at 1.7 m.
        assert!((site.layout().depot_offset() - 1.7).abs() < 1e-9);
    }

    #[test]
    fn a_cross_aisle_parts_the_blocks() {
        let site = Site::new(&hall(), &[14_850, 999_000, -4], (0, 0)).unwrap();
        assert_eq!(site.layout().blocks(), 2, "one of three lies between the ends");
        assert_eq!(site.cell(bin(0, 5, 0).id).unwrap().block, 0);
        let behind = site.cell(bin(0, 6, 0).id).unwrap();
        assert_eq!(behind.block, 1);
        assert!((site.layout().height(behind) - (6.0 * 2.7 - 1.7)).abs() < 1e-9);
    }

    #[test]
    fn a_walk_is_no_longer_than_what_teams_do_and_ranks_all_stops() {
        let mut site = Site::new(&hall(), &[14_850], (600, 0)).unwrap();
        let nowhere = LocationId(Uuid::from_u128(7));
        let stops = [bin(0, 9, 0).id, bin(3, 2, 1).id, nowhere, bin(1, 1, 0).id, bin(3, 2, 0).id];
        let walk = site.walk(&stops.map(plain));
        assert!(walk.length <= walk.s_shape + 1e-9 && walk.length <= walk.as_asked + 1e-9, "{walk:?}");
        let to_and_fro = site.walk(&[bin(0, 9, 0).id, bin(3, 9, 0).id, bin(0, 8, 0).id].map(plain));
        assert!(to_and_fro.length < to_and_fro.as_asked - 1.0, "{to_and_fro:?}");
        assert_eq!((walk.ranks[1], walk.ranks[2]), (walk.ranks[4], usize::MAX));
        assert_eq!(site.walk(&[plain(nowhere)]).length, 0.0);
        // Up and down one aisle: nothing to gain.
        let there = site.walk(&[plain(bin(0, 9, 0).id)]);
        assert!(
            (there.length - there.as_asked).abs() < 1e-9 && (there.length - 2.0 * 24.3).abs() < 1e-9,
            "{there:?}"
        );
    }

    fn plain(bin: LocationId) -> (LocationId, Handling) {
        (bin, Handling::Normal)
    }

    #[test]
    fn heavy_goods_are_taken_before_fragile_ones() {
        let mut site = Site::new(&hall(), &[], (0, 0)).unwrap();
        let (near, far, both) = (bin(0, 2, 0).id, bin(0, 9, 0).id, bin(2, 5, 0).id);
        let stops = [
            (near, Handling::Fragile),
            (far, Handling::Heavy),
            (both, Handling::Normal),
            (both, Handling::Fragile),
        ];
        let walk = site.walk(&stops);
        let [near, far, normal, fragile] = walk.ranks[..] else { panic!("{walk:?}") };
        assert!(far < normal && normal < near.min(fragile), "{walk:?}");
        let any = site.walk(&stops.map(|(bin, _)| plain(bin)));
        assert!(walk.length > any.length + 1.0, "{} m, {} m in any order", walk.length, any.length);
        let all_fragile = site.walk(&stops.map(|(bin, _)| (bin, Handling::Fragile)));
        assert_eq!(all_fragile.length, any.length, "goods that are alike have no order");
    }

    #[test]
    fn a_path_has_the_corners_of_its_walk() {
        let site = Site::new(&hall(), &[14_850], (600, 0)).unwrap();
        let path = site.path_mm(&[bin(0, 9, 0).id, bin(1, 9, 1).id]);
        let (front, back) = (1_700, 28_000);
        let corners = [
            (600, 0),
            (600, front),
            (600, 24_300),
            (600, back),
            (4_200, back),
            (4_200, 24_300),
            (4_200, front),
            (600, front),
            (600, 0),
        ];
        assert_eq!(path, corners);
        assert_eq!(site.path_mm(&[]), [(600, 0), (600, front), (600, 0)]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut bins = hall();
        bins.push(Bin { code: "AGAIN".to_owned(), ..bin(1, 1, 1) });
        bins.push(Bin { code: "LOOSE".to_owned(), aisle: String::new(), ..bin(1, 1, 1) });
        let named =
            [Fault::Twice("1-1-1".to_owned(), "AGAIN".to_owned()), Fault::Unreachable("LOOSE".to_owned())];
        assert_eq!(faults(&bins), named);
        bins.push(Bin { x_mm: 99_000, bay: 55, ..bin(1, 1, 1) });
        assert_eq!(Site::new(&bins, &[], (0, 0)).err(), Some(Fault::Crooked("A1".to_owned())));
        assert!(matches!(Site::new(&[], &[], (0, 0)), Err(Fault::Layout(_))));
    }
}
