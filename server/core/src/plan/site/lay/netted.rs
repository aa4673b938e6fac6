//! Halls as a net: crossings, the stretches between them, and the links.

use std::collections::BTreeMap;

use super::{Said, cells, of_net};
use crate::id::LocationId;
use crate::plan::layout::{Cell, Unsound};
use crate::plan::net::{JUNCTIONS_MAX, Leg, Line, Net, Parts};
use crate::plan::site::fault::{Fault, Flaw};
use crate::plan::site::halls::{Foot, Halls, Stand};
use crate::plan::site::{Ground, Site};
use crate::plan::ways::{Direction, Ways};

/// The longest way between two junctions, in millimetres.
const LENGTH_MM_MAX: i64 = 1_000_000_000;
/// Bins that are cut off and are named.
const CUT_MAX: usize = 50;

/// Lays halls out as a net.
pub(super) fn site(halls: Halls, ground: &Ground<'_>, ways: &Ways, said: &Said) -> Result<Site, Vec<Flaw>> {
    let parts = parts(&halls, ways, said).map_err(|fault| vec![Flaw::new(field_of(&fault), fault)])?;
    let net = Net::new(parts);
    let apart = apart(&net, ways);
    if !apart.is_empty() {
        return Err(apart);
    }
    let kept = reached(&halls, ground, said, &net);
    Ok(of_net(halls, net, said, kept))
}

fn field_of(fault: &Fault) -> &'static str {
    if matches!(fault, Fault::Against(..)) { "one_way" } else { "layout" }
}

/// Junctions and legs under way.
#[derive(Default)]
struct Draft {
    parts: Parts,
    /// By hall and cross aisle, the junctions on it by their x.
    across: BTreeMap<(usize, usize), BTreeMap<i64, usize>>,
    /// By line, those on it by their y.
    along: Vec<BTreeMap<i64, usize>>,
    /// Places that stand off the aisles.
    beside: BTreeMap<Stand, usize>,
}

impl Draft {
    fn junction(&mut self, at: (usize, i64, i64)) -> usize {
        self.parts.junctions.push(at);
        self.parts.junctions.len() - 1
    }

    fn leg(&mut self, from: usize, to: usize, length_mm: i64, is_one_way: bool) {
        self.parts.legs.push(Leg { from, to, length_mm, is_one_way });
    }

    /// The junction at which a place stands.
    fn stand(&mut self, halls: &Halls, stand: &Stand) -> usize {
        let (x, y) = halls.foot_mm(stand.foot);
        let known = match stand.foot {
            Foot::Along(cell) => self.along[cell.aisle].get(&y),
            Foot::Across { hall, cross, .. } => self.across[&(hall, cross)].get(&x),
        };
        let foot = known.copied().unwrap_or_else(|| self.junction((stand.hall, x, y)));
        match stand.foot {
            Foot::Along(cell) => self.along[cell.aisle].insert(y, foot),
            Foot::Across { hall, cross, .. } => self.across.entry((hall, cross)).or_default().insert(x, foot),
        };
        let off_mm = (stand.at_mm.0 - x).abs() + (stand.at_mm.1 - y).abs();
        if off_mm == 0 {
            return foot;
        }
        if let Some(known) = self.beside.get(stand) {
            return *known;
        }
        let beside = self.junction((stand.hall, stand.at_mm.0, stand.at_mm.1));
        self.leg(foot, beside, off_mm, false);
        self.beside.insert(*stand, beside);
        beside
    }
}

fn parts(halls: &Halls, ways: &Ways, said: &Said) -> Result<Parts, Fault> {
    let crossings: usize = halls.halls.iter().map(|hall| hall.lines_mm.len() * hall.crosses_mm.len()).sum();
    if crossings + 2 * (1 + said.ends.len() + 2 * said.links.len()) > JUNCTIONS_MAX {
        return Err(Fault::TooMany(JUNCTIONS_MAX));
    }
    let directions = directions(halls, ways)?;
    let mut draft = Draft { along: vec![BTreeMap::new(); halls.lines()], ..Draft::default() };
    for (at, hall) in halls.halls.iter().enumerate() {
        for (line, x) in hall.lines_mm.iter().enumerate() {
            for (cross, y) in hall.crosses_mm.iter().enumerate() {
                let junction = draft.junction((at, *x, *y));
                draft.along[hall.first + line].insert(*y, junction);
                draft.across.entry((at, cross)).or_default().insert(*x, junction);
            }
        }
    }
    draft.parts.start = draft.stand(halls, &said.start);
    draft.parts.ends = said.ends.iter().map(|end| draft.stand(halls, end)).collect();
    if draft.parts.ends.is_empty() {
        draft.parts.ends.push(draft.parts.start);
    }
    for link in &said.links {
        let (from, to) = (draft.stand(halls, &link.from), draft.stand(halls, &link.to));
        draft.leg(from, to, link.length_mm, link.is_one_way);
    }
    for on_cross in std::mem::take(&mut draft.across).into_values() {
        let on_cross: Vec<(i64, usize)> = on_cross.into_iter().collect();
        on_cross.windows(2).for_each(|two| draft.leg(two[0].1, two[1].1, two[1].0 - two[0].0, false));
    }
    let along = std::mem::take(&mut draft.along);
    for (at, (on_line, directions)) in along.into_iter().zip(directions).enumerate() {
        let junctions: Vec<(i64, usize)> = on_line.into_iter().collect();
        let line = line(halls, at, junctions, directions);
        for two in line.junctions.windows(2) {
            let block = halls.hall_of(at).block(two[1].0).unwrap_or(0);
            let length_mm = two[1].0 - two[0].0;
            match line.directions[block] {
                None => draft.leg(two[0].1, two[1].1, length_mm, false),
                Some(Direction::Up) => draft.leg(two[0].1, two[1].1, length_mm, true),
                Some(Direction::Down) => draft.leg(two[1].1, two[0].1, length_mm, true),
            }
        }
        draft.parts.lines.push(line);
    }
    if draft.parts.legs.iter().any(|leg| leg.length_mm > LENGTH_MM_MAX) {
        return Err(Fault::Layout(Unsound::Length("each way")));
    }
    Ok(draft.parts)
}

fn line(halls: &Halls, at: usize, junctions: Vec<(i64, usize)>, directions: Vec<Option<Direction>>) -> Line {
    let hall = halls.hall_of(at);
    let number = halls.halls.iter().position(|one| one.first == hall.first).unwrap_or(0);
    let (x_mm, crosses_mm) = (hall.lines_mm[at - hall.first], hall.crosses_mm.clone());
    Line { hall: number, x_mm, crosses_mm, directions, junctions }
}

/// By line and block, the direction in which it must be walked: that of the aisles that have it.
fn directions(halls: &Halls, ways: &Ways) -> Result<Vec<Vec<Option<Direction>>>, Fault> {
    let blocks = |line: usize| halls.hall_of(line).crosses_mm.len() - 1;
    let mut all: Vec<Vec<Option<(Direction, &str)>>> =
        (0..halls.lines()).map(|line| vec![None; blocks(line)]).collect();
    for (name, direction) in &ways.one_way {
        let Some(aisle) = halls.aisles.get(name) else { continue };
        let hall = &halls.halls[aisle.hall];
        let (first, last) = (hall.block(aisle.y_mm.0).unwrap_or(0), hall.block(aisle.y_mm.1).unwrap_or(0));
        for known in &mut all[aisle.line][first..=last] {
            match known {
                Some((other, before)) if other != direction => {
                    return Err(Fault::Against((*before).to_owned(), name.clone()));
                }
                _ => *known = Some((*direction, name.as_str())),
            }
        }
    }
    let only = |line: Vec<Option<(Direction, &str)>>| {
        line.into_iter().map(|block| block.map(|(direction, _)| direction)).collect()
    };
    Ok(all.into_iter().map(only).collect())
}

/// Ends that are not reached from the start, or from which nobody comes back to it.
fn apart(net: &Net, ways: &Ways) -> Vec<Flaw> {
    let parts = net.parts();
    let start = ways.start.clone().unwrap_or_else(|| "the pack desk".to_owned());
    let mut flaws = Vec::new();
    for (at, (end, text)) in parts.ends.iter().zip(&ways.ends).enumerate() {
        let mut check = |from: usize, to: usize, names: (&String, &String)| {
            if net.between_mm(from, to) == f64::INFINITY {
                let fault = Fault::Apart(names.0.clone(), names.1.clone());
                flaws.push(Flaw::new(format!("ends[{at}]"), fault));
            }
        };
        check(parts.start, *end, (&start, text));
        check(*end, parts.start, (text, &start));
    }
    flaws
}

/// The bins that walks come to and leave again, and what is wrong with the others.
fn reached(
    halls: &Halls,
    ground: &Ground<'_>,
    said: &Said,
    net: &Net,
) -> (BTreeMap<LocationId, Cell>, Vec<Flaw>) {
    let mut kept: BTreeMap<LocationId, Cell> = cells(halls, ground).collect();
    let mut cut = Vec::new();
    for bin in ground.bins {
        let Some(cell) = kept.get(&bin.id).copied() else { continue };
        let fault = match net.reaches(cell) {
            (true, true) => continue,
            (false, _) => Fault::Unreached(bin.code.clone()),
            (true, false) => Fault::Unleft(bin.code.clone()),
        };
        kept.remove(&bin.id);
        let elsewhere = halls.hall_of(cell.aisle) != &halls.halls[said.start.hall];
        if cut.len() < CUT_MAX {
            cut.push(Flaw::new(if elsewhere { "links" } else { "one_way" }, fault));
        }
    }
    (kept, cut)
}
