//! A site laid out: what is said is looked up in the halls, and one rectangle or a net comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fault::{Fault, Flaw};
use super::halls::{ACROSS_MM, ALONG_MM, Foot, Halls, Stand, cell_of};
use super::{Ground, Site};
use crate::id::LocationId;
use crate::plan::gauge::{End, Gauge, Rectangle};
use crate::plan::layout::{Cell, Layout, Lengths};
use crate::plan::net::Net;
use crate::plan::tour::Place;
use crate::plan::ways::Ways;

mod netted;

/// What is said, looked up.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub start: Stand,
    /// None for where walks start.
    pub ends: Vec<Stand>,
    pub links: Vec<SaidLink>,
}

/// A link, looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaidLink {
    pub from: Stand,
    pub to: Stand,
    pub length_mm: i64,
    pub is_one_way: bool,
}

/// What paths are drawn from.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// In a rectangle the first aisle's x, and from aisle to aisle.
    pub grid_mm: Option<(i64, i64)>,
    /// The start, the first one, and the ends, as drawn; each with where it meets the aisles.
    ends_mm: Vec<[(i64, i64); 2]>,
    pub links_mm: Vec<[(i64, i64); 2]>,
}

impl Paths {
    pub(super) fn ends_mm(&self) -> ((i64, i64), Vec<(i64, i64)>) {
        let at = |end: &[(i64, i64); 2]| end[0];
        (at(&self.ends_mm[0]), self.ends_mm[1..].iter().map(at).collect())
    }

    /// The corners of a walk past places of a rectangle, to the end that makes it shortest.
    pub(super) fn through(&self, places: &[(i64, i64)], crosses_mm: &[i64]) -> Vec<(i64, i64)> {
        let [start, gate] = self.ends_mm[0];
        let mut path = vec![start, gate];
        places.iter().for_each(|to| hop(&mut path, *to, crosses_mm));
        let last = path[path.len() - 1];
        let far = |end: &&[(i64, i64); 2]| {
            let [at, gate] = **end;
            let mut on = vec![last];
            hop(&mut on, gate, crosses_mm);
            on.push(at);
            on.windows(2).map(|two| (two[0].0 - two[1].0).abs() + (two[0].1 - two[1].1).abs()).sum::<i64>()
        };
        let ends = if self.ends_mm.len() == 1 { &self.ends_mm[..] } else { &self.ends_mm[1..] };
        let [end, gate] = ends.iter().min_by_key(far).copied().unwrap_or(self.ends_mm[0]);
        hop(&mut path, gate, crosses_mm);
        path.push(end);
        path.dedup();
        path
    }
}

/// Goes on to a place, over the cross aisle that makes it shortest where it lies in another aisle.
fn hop(path: &mut Vec<(i64, i64)>, to: (i64, i64), crosses_mm: &[i64]) {
    let from = path[path.len() - 1];
    if from.0 != to.0 {
        let over = |cross: &&i64| (from.1 - **cross).abs() + (to.1 - **cross).abs();
        let cross = crosses_mm.iter().min_by_key(over).copied().unwrap_or(from.1);
        path.extend([(from.0, cross), (to.0, cross)]);
    }
    path.push(to);
}

/// Lays a site out.
pub(super) fn laid(ground: &Ground<'_>, ways: &Ways) -> Result<Site, Vec<Flaw>> {
    let halls = Halls::read(ground, ways).map_err(|fault| vec![Flaw::new("layout", fault)])?;
    let said = said(&halls, ground, ways)?;
    let is_plain = !ways.one_way.keys().any(|aisle| halls.aisles.contains_key(aisle));
    if is_plain && halls.halls.len() == 1 && said.links.is_empty() {
        return rectangle(halls, ground, &said, ways.start.is_none());
    }
    netted::site(halls, ground, ways, &said)
}

fn said(halls: &Halls, ground: &Ground<'_>, ways: &Ways) -> Result<Said, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut stand = |at: String, text: &str| {
        let found = halls.stand(ground, text);
        found.map_err(|fault| flaws.push(Flaw::new(at, fault))).ok()
    };
    let start = ways.start.as_deref().and_then(|text| stand("start".to_owned(), text));
    let start = start.unwrap_or_else(|| halls.at_front(ground.desk_mm));
    let end = |(at, text): (usize, &String)| stand(format!("ends[{at}]"), text);
    let mut ends: Vec<Stand> = ways.ends.iter().enumerate().filter_map(end).collect();
    if ends.as_slice() == [start] {
        ends.clear();
    }
    let mut links: Vec<SaidLink> = Vec::new();
    for (at, link) in ways.links.iter().enumerate() {
        let ends =
            (stand(format!("links[{at}].from"), &link.from), stand(format!("links[{at}].to"), &link.to));
        let (Some(from), Some(to)) = ends else { continue };
        links.push(SaidLink { from, to, length_mm: link.length_mm.max(0), is_one_way: link.one_way });
    }
    if flaws.is_empty() {
        flaws.extend(links_twice(ways, &links));
    }
    if flaws.is_empty() { Ok(Said { start, ends, links }) } else { Err(flaws) }
}

/// Links that lead nowhere, or where another one leads.
fn links_twice(ways: &Ways, links: &[SaidLink]) -> Vec<Flaw> {
    let mut known: BTreeSet<(Stand, Stand)> = BTreeSet::new();
    let mut flaws = Vec::new();
    for (at, (link, said)) in links.iter().zip(&ways.links).enumerate() {
        if link.from == link.to {
            flaws.push(Flaw::new(format!("links[{at}].to"), Fault::Loop(said.from.clone())));
            continue;
        }
        let back = (!link.is_one_way).then_some((link.to, link.from));
        let all = [(link.from, link.to)].into_iter().chain(back);
        if all.filter(|way| !known.insert(*way)).count() > 0 {
            let fault = Fault::LinkTwice(said.from.clone(), said.to.clone());
            flaws.push(Flaw::new(format!("links[{at}]"), fault));
        }
    }
    flaws
}

/// Names of halls that stand twice, and aisles that two halls want.
pub(super) fn said_twice(ways: &Ways) -> Vec<Flaw> {
    let (mut names, mut aisles) = (BTreeSet::new(), BTreeSet::new());
    let mut flaws = Vec::new();
    for (at, hall) in ways.halls.iter().enumerate() {
        if !names.insert(&hall.name) {
            flaws.push(Flaw::new(format!("halls[{at}].name"), Fault::InTwoHalls(hall.name.clone())));
        }
        for (number, aisle) in hall.aisles.iter().enumerate().filter(|(_, aisle)| !aisles.insert(*aisle)) {
            let at = format!("halls[{at}].aisles[{number}]");
            flaws.push(Flaw::new(at, Fault::InTwoHalls(aisle.clone())));
        }
    }
    flaws
}

/// A rectangle's aisles: the first one's x, from one to the next, and how many there are.
struct Grid {
    left_mm: i64,
    pitch_mm: i64,
    aisles: usize,
}

impl Grid {
    fn of(halls: &Halls) -> Self {
        let (left_mm, right_mm) = halls.halls[0].left_and_right();
        let pitch = |pitch: i64, x: &i64| gcd(pitch, x - left_mm);
        let pitch_mm = halls.halls[0].lines_mm.iter().fold(0, pitch).max(ACROSS_MM);
        Self { left_mm, pitch_mm, aisles: cell_of((right_mm - left_mm) / pitch_mm * ALONG_MM) + 1 }
    }

    /// The aisle at or before an x.
    fn aisle_before(&self, x_mm: i64) -> usize {
        let aisle = (x_mm.div_euclid(ACROSS_MM) * ACROSS_MM - self.left_mm).max(0) / self.pitch_mm;
        cell_of(aisle * ALONG_MM).min(self.aisles - 1)
    }

    /// The aisle nearest to an x.
    fn aisle_near(&self, x_mm: i64) -> usize {
        self.aisle_before(x_mm + self.pitch_mm / 2)
    }

    fn x_mm(&self, aisle: usize) -> i64 {
        self.left_mm + aisle as i64 * self.pitch_mm
    }

    /// A line's cell as one of the grid.
    fn cell(&self, halls: &Halls, cell: Cell) -> Cell {
        Cell { aisle: self.aisle_before(halls.halls[0].lines_mm[cell.aisle]), ..cell }
    }

    /// A place as an end of walks, and where it meets the aisles.
    fn end(&self, halls: &Halls, stand: &Stand) -> (End, (i64, i64)) {
        match stand.foot {
            Foot::Along(cell) => {
                let end = End { place: Place::Cell(self.cell(halls, cell)), offset: 0.0 };
                (end, halls.reached_mm(cell))
            }
            Foot::Across { cross, x_mm, .. } => {
                let aisle = self.aisle_near(x_mm);
                let gate = (self.x_mm(aisle), halls.halls[0].crosses_mm[cross]);
                (End { place: Place::Crossing { aisle, cross }, offset: off(stand.at_mm, gate) }, gate)
            }
        }
    }
}

/// From a place to where it meets the aisles, in metres.
fn off(at: (i64, i64), gate: (i64, i64)) -> f64 {
    metres((at.0 - gate.0).abs() + (at.1 - gate.1).abs())
}

fn rectangle(halls: Halls, ground: &Ground<'_>, said: &Said, from_desk: bool) -> Result<Site, Vec<Flaw>> {
    let (grid, crosses) = (Grid::of(&halls), &halls.halls[0].crosses_mm);
    let (named, named_gate) = grid.end(&halls, &said.start);
    // What stands before the front is a depot, the pack desk whatever it stands before.
    let depot = match named.place {
        _ if from_desk => Some(grid.aisle_before(said.start.at_mm.0)),
        Place::Crossing { aisle, cross: 0 } => Some(aisle),
        _ => None,
    };
    let gate = depot.map_or(named_gate, |aisle| (grid.x_mm(aisle), crosses[0]));
    let lengths = Lengths {
        aisle_pitch: metres(grid.pitch_mm),
        cell_pitch: metres(ALONG_MM),
        end_gap: 0.0,
        depot_offset: if depot.is_some() { off(said.start.at_mm, gate) } else { 0.0 },
    };
    let blocks = crosses.windows(2).map(|block| cell_of(block[1] - block[0]) + 1).collect();
    let layout = Layout::new(grid.aisles, blocks, lengths, depot.unwrap_or_else(|| grid.aisle_near(gate.0)));
    let layout = layout.map_err(|unsound| vec![Flaw::new("layout", Fault::Layout(unsound))])?;
    let (ends, gates): (Vec<End>, Vec<_>) = said.ends.iter().map(|end| grid.end(&halls, end)).unzip();
    let rectangle = Rectangle::new(layout, depot.is_none().then_some(named), ends);
    let cell = |(id, cell): (LocationId, Cell)| (id, grid.cell(&halls, cell));
    let cells = Arc::new(cells(&halls, ground).map(cell).collect());
    let at = [said.start].into_iter().chain(said.ends.iter().copied()).map(|stand| stand.at_mm);
    let ends_mm = at.zip([gate].into_iter().chain(gates)).map(|(at, gate)| [at, gate]).collect();
    let grid_mm = Some((grid.left_mm, grid.pitch_mm));
    let paths = Paths { grid_mm, ends_mm, links_mm: Vec::new() };
    let gauge = Gauge::Rectangle(Box::new(rectangle));
    Ok(Site { gauge, cells, halls: Arc::new(halls), paths, cut: Arc::default() })
}

/// Where the bins are.
fn cells<'h>(halls: &'h Halls, ground: &Ground<'h>) -> impl Iterator<Item = (LocationId, Cell)> + use<'h> {
    ground.bins.iter().filter_map(|bin| Some((bin.id, halls.cell(bin)?)))
}

/// A site of a net.
fn of_net(
    halls: Halls,
    net: Net,
    said: &Said,
    (cells, cut): (BTreeMap<LocationId, Cell>, Vec<Flaw>),
) -> Site {
    let drawn = |stand: &Stand| (stand.at_mm.0 + halls.halls[stand.hall].shift_mm, stand.at_mm.1);
    let end = |stand: &Stand| [drawn(stand), drawn(stand)];
    let ends_mm = [said.start].iter().chain(&said.ends).map(end).collect();
    let links_mm = said.links.iter().map(|link| [drawn(&link.from), drawn(&link.to)]).collect();
    let paths = Paths { grid_mm: None, ends_mm, links_mm };
    Site { gauge: Gauge::Net(net), cells: Arc::new(cells), halls: Arc::new(halls), paths, cut: Arc::new(cut) }
}

fn metres(mm: i64) -> f64 {
    mm as f64 / 1_000.0
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
