//! A warehouse's halls, read from where its bins stand: each a rectangle of lines between cross aisles.
//!
//! **Invariant**: a line is all aisles of one hall at one x; lines are numbered hall by hall and from left to right.

use std::collections::BTreeMap;

use super::fault::{Fault, Flaw};
use super::{Bin, Ground, spans};
use crate::plan::layout::{Cell, Unsound};
use crate::plan::ways::{Ways, point};

/// Lines are that far apart, or a multiple of it, in millimetres.
pub(super) const ACROSS_MM: i64 = 100;
/// Places in an aisle likewise.
pub(super) const ALONG_MM: i64 = 10;
/// From a cross aisle at an end of the warehouse to the nearest bin, in millimetres.
const END_MM: i64 = 1_000;
/// How far apart the two sides of an aisle may be: bins of one aisle that stand farther apart make a crooked one.
const SIDES_MM: i64 = 6_000;
/// Between halls that are drawn side by side because they lie over one another, in millimetres.
const APART_MM: i64 = 6_000;

/// A hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hall {
    /// Its name; empty for the first of a warehouse that names none.
    pub name: String,
    /// The lines of its aisles, from left to right, in millimetres.
    pub lines_mm: Vec<i64>,
    /// Its cross aisles' y, from the front to the back, in millimetres.
    pub crosses_mm: Vec<i64>,
    /// How far to the right it is drawn, so that it lies over no other hall, in millimetres.
    pub shift_mm: i64,
    /// The number of its first line.
    pub(super) first: usize,
}

/// An aisle.
#[derive(Clone, Debug)]
pub(super) struct Aisle {
    pub hall: usize,
    pub line: usize,
    /// Its bins' least and greatest x and y, in millimetres.
    pub x_mm: (i64, i64),
    pub y_mm: (i64, i64),
}

/// Where one steps into the aisles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Foot {
    /// On a cross aisle, at this x.
    Across { hall: usize, cross: usize, x_mm: i64 },
    /// In an aisle, at this cell.
    Along(Cell),
}

/// A place that a walk starts at, ends at or comes through, and where it meets the aisles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stand {
    pub hall: usize,
    pub at_mm: (i64, i64),
    pub foot: Foot,
}

/// All halls.
#[derive(Clone, Debug)]
pub(super) struct Halls {
    pub halls: Vec<Hall>,
    pub aisles: BTreeMap<String, Aisle>,
}

impl Hall {
    /// The block in which a place lies.
    pub(super) fn block(&self, y_mm: i64) -> Option<usize> {
        self.crosses_mm.windows(2).position(|block| y_mm <= block[1])
    }

    /// The cross aisles' ends.
    fn front_and_back(&self) -> (i64, i64) {
        (self.crosses_mm[0], self.crosses_mm[self.crosses_mm.len() - 1])
    }

    pub(super) fn left_and_right(&self) -> (i64, i64) {
        (self.lines_mm[0], self.lines_mm[self.lines_mm.len() - 1])
    }

    /// A place in one of its aisles, as a cell of its line.
    fn cell(&self, line: usize, y_mm: i64) -> Option<Cell> {
        let block = self.block(y_mm)?;
        Some(Cell { aisle: line, block, cell: cell_of(y_mm - self.crosses_mm[block]) })
    }
}

impl Halls {
    pub(super) fn read(ground: &Ground<'_>, ways: &Ways) -> Result<Self, Fault> {
        let spans = spans(ground.bins);
        if let Some((aisle, _)) = spans.iter().find(|(_, span)| span.1 - span.0 > SIDES_MM) {
            return Err(Fault::Crooked((*aisle).to_owned()));
        }
        let mut depths: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for bin in ground.bins.iter().filter(|bin| !bin.aisle.is_empty()) {
            let depth = depths.entry(&bin.aisle).or_insert((bin.y_mm, bin.y_mm));
            *depth = (depth.0.min(bin.y_mm), depth.1.max(bin.y_mm));
        }
        let own = |aisle: &str| ways.halls.iter().position(|hall| hall.aisles.iter().any(|one| one == aisle));
        let mut of_hall: BTreeMap<Option<usize>, Vec<&str>> = BTreeMap::new();
        spans.keys().copied().for_each(|aisle| of_hall.entry(own(aisle)).or_default().push(aisle));
        let (mut halls, mut aisles, mut first) = (Vec::new(), BTreeMap::new(), 0);
        for (named, names) in of_hall {
            let (name, cross_mm) = match named {
                Some(at) => (ways.halls[at].name.as_str(), ways.halls[at].cross_aisles_mm.as_slice()),
                None => ("", ground.cross_mm),
            };
            let x_of = |name: &&str| (spans[name].0 + spans[name].1).div_euclid(2 * ACROSS_MM) * ACROSS_MM;
            let mut lines_mm: Vec<i64> = names.iter().map(x_of).collect();
            lines_mm.sort_unstable();
            lines_mm.dedup();
            let depths: Vec<(i64, i64)> = names.iter().map(|name| depths[name]).collect();
            for (name, y_mm) in names.iter().zip(&depths) {
                let line = first + lines_mm.partition_point(|x| *x < x_of(name));
                let aisle = Aisle { hall: halls.len(), line, x_mm: spans[name], y_mm: *y_mm };
                aisles.insert((*name).to_owned(), aisle);
            }
            let crosses_mm = crosses(cross_mm, &depths);
            let here = Hall { name: name.to_owned(), lines_mm, crosses_mm, shift_mm: 0, first };
            first += here.lines_mm.len();
            halls.push(here);
        }
        if halls.is_empty() {
            return Err(Fault::Layout(Unsound::Size("no bin is in an aisle")));
        }
        shift(&mut halls);
        Ok(Self { halls, aisles })
    }

    /// A bin's place.
    pub(super) fn cell(&self, bin: &Bin) -> Option<Cell> {
        let aisle = self.aisles.get(bin.aisle.as_str())?;
        self.halls[aisle.hall].cell(aisle.line, bin.y_mm)
    }

    /// The hall of a line.
    pub(super) fn hall_of(&self, line: usize) -> &Hall {
        let at = self.halls.partition_point(|hall| hall.first <= line);
        &self.halls[at - 1]
    }

    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.halls.iter().map(|hall| hall.lines_mm.len()).sum()
    }

    /// The place before the first cross aisle of the first hall.
    pub(super) fn at_front(&self, at_mm: (i64, i64)) -> Stand {
        let (left, right) = self.halls[0].left_and_right();
        Stand { hall: 0, at_mm, foot: Foot::Across { hall: 0, cross: 0, x_mm: at_mm.0.clamp(left, right) } }
    }

    /// A place by its text.
    pub(super) fn stand(&self, ground: &Ground<'_>, text: &str) -> Result<Stand, Fault> {
        let text = text.trim();
        let known = ground.bins.iter().chain(ground.others).find(|place| place.code == text);
        if let Some(place) = known {
            if let Some((aisle, cell)) = self.aisles.get(place.aisle.as_str()).zip(self.cell(place)) {
                return Ok(self.in_aisle(aisle.hall, cell));
            }
            return Ok(self.beside(0, (place.x_mm, place.y_mm)));
        }
        let (name, at_mm) = point(text).ok_or_else(|| Fault::NoPlace(text.to_owned()))?;
        let hall = self.halls.iter().position(|hall| hall.name == name);
        match hall.or_else(|| name.is_empty().then_some(0)) {
            Some(hall) => Ok(self.beside(hall, at_mm)),
            None => Err(Fault::NoHall(name.to_owned())),
        }
    }

    fn in_aisle(&self, hall: usize, cell: Cell) -> Stand {
        Stand { hall, at_mm: self.reached_mm(cell), foot: Foot::Along(cell) }
    }

    /// A point: in the aisle between whose sides it lies, else beside the nearest cross aisle.
    fn beside(&self, at: usize, (x, y): (i64, i64)) -> Stand {
        let hall = &self.halls[at];
        let (front, back) = hall.front_and_back();
        let holds = |aisle: &&Aisle| aisle.hall == at && (aisle.x_mm.0..=aisle.x_mm.1).contains(&x);
        let within = self.aisles.values().find(holds).filter(|_| (front..=back).contains(&y));
        if let Some(cell) = within.and_then(|aisle| hall.cell(aisle.line, y)) {
            return self.in_aisle(at, cell);
        }
        let near = hall.crosses_mm.iter().enumerate().min_by_key(|(_, cross)| (*cross - y).abs());
        let (left, right) = hall.left_and_right();
        let foot =
            Foot::Across { hall: at, cross: near.map_or(0, |(cross, _)| cross), x_mm: x.clamp(left, right) };
        Stand { hall: at, at_mm: (x, y), foot }
    }

    /// Where a cell is reached: x and y in its hall, in millimetres.
    pub(super) fn reached_mm(&self, cell: Cell) -> (i64, i64) {
        let hall = self.hall_of(cell.aisle);
        let y = hall.crosses_mm[cell.block] + cell.cell as i64 * ALONG_MM;
        (hall.lines_mm[cell.aisle - hall.first], y)
    }

    /// Where a place meets the aisles: x and y in its hall, in millimetres.
    pub(super) fn foot_mm(&self, foot: Foot) -> (i64, i64) {
        match foot {
            Foot::Along(cell) => self.reached_mm(cell),
            Foot::Across { hall, cross, x_mm } => (x_mm, self.halls[hall].crosses_mm[cross]),
        }
    }

    /// What is wrong with the names that the ways use, apart from their places.
    pub(super) fn unnamed(&self, ways: &Ways) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut check = |at: String, aisle: &str| {
            if !self.aisles.contains_key(aisle) {
                flaws.push(Flaw::new(at, Fault::NoAisle(aisle.to_owned())));
            }
        };
        ways.one_way.keys().for_each(|aisle| check(format!("one_way.{aisle}"), aisle));
        for (at, hall) in ways.halls.iter().enumerate() {
            for (number, aisle) in hall.aisles.iter().enumerate() {
                check(format!("halls[{at}].aisles[{number}]"), aisle);
            }
        }
        flaws
    }
}

/// A hall's cross aisles: before the first bin, behind the last, and those said between.
fn crosses(said_mm: &[i64], depths: &[(i64, i64)]) -> Vec<i64> {
    let front = depths.iter().map(|depth| depth.0).min().unwrap_or(0) - END_MM;
    let back = depths.iter().map(|depth| depth.1).max().unwrap_or(0) + END_MM;
    let between = (front + ALONG_MM)..=(back - ALONG_MM);
    let mut crosses: Vec<i64> = said_mm.iter().copied().filter(|y| between.contains(y)).collect();
    crosses.extend([front, back]);
    crosses.sort_unstable();
    crosses.dedup();
    crosses
}

/// Moves halls that lie over an earlier one to the right of all earlier ones.
fn shift(halls: &mut [Hall]) {
    for at in 1..halls.len() {
        let (before, rest) = halls.split_at_mut(at);
        let hall = &mut rest[0];
        let ((left, right), (front, back)) = (hall.left_and_right(), hall.front_and_back());
        let over = |other: &Hall| {
            let ((from, to), (near, far)) = (other.left_and_right(), other.front_and_back());
            let beside = right + APART_MM <= from + other.shift_mm || to + other.shift_mm + APART_MM <= left;
            !beside && near <= back && front <= far
        };
        if before.iter().any(over) {
            let edge = before.iter().map(|other| other.left_and_right().1 + other.shift_mm).max();
            hall.shift_mm = edge.unwrap_or(0) + APART_MM - left;
        }
    }
}

/// How many cells lie before a distance.
pub(super) fn cell_of(mm: i64) -> usize {
    usize::try_from(mm / ALONG_MM).unwrap_or(0)
}
