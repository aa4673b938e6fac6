//! The rest of the walk laid anew, once a short is confirmed: from the bin where the picker stands, past all that is left, to the
//! desk, heavy goods before fragile ones.
//!
//! A short seeks what is missing elsewhere, and the pick sequence says where in the walk that is ([`short`](super::short)): it takes no layout,
//! and it is all that a handheld without the network can do. Where the layout is known, the bins that serve what is missing
//! and the order of the rest are chosen together ([`Rest`]). Which lot it is stays as the line's rule has it; the lot's bins do
//! equally well where the rule leaves them open, and what came from a pick face comes from pick faces, if they hold it.
//!
//! What is left of a shortest walk is itself the shortest way home. So where nothing joins the tour nothing changes, unless the
//! rest is of one piece no more: a desk added stops or cancelled some, or the picker came back to one that was put off.
//!
//! **Invariant**: the stop in hand stays first, bins outside of every aisle come behind all others, and what was put off comes last,
//! in the order it had. Of the walks that keep this none is shorter; where the plain one is as short, it stays.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::short::{elsewhere, stop_at};
use super::state::{Elsewhere, SEQUENCE_STEP, State, Stop};
use super::{Decided, Effect, Shortage};
use crate::allocate::{Candidate, Rule};
use crate::id::{Ids, LotId, PickId};
use crate::item::Handling;
use crate::plan::layout::Cell;
use crate::plan::rest::{Offer, Rest, mm};
use crate::plan::site::Site;

/// Betters what was decided on a confirmed short in `before`; another decision stays as it is. `ids` are those it was made with.
pub fn rewalk(before: &State, decided: Decided, site: &mut Site, ids: &Ids) -> Decided {
    let Some(Effect::Short(shortage)) = decided.effects.first() else { return decided };
    let (first, left) = decided.state.stops.split_at(usize::from(shortage.found_base > 0));
    let here = before.hand.at.unwrap_or(shortage.stop.place.location_id);
    let start = site.cell(here);
    let shelf = Shelf::new(before, &shortage.stop, site);
    let needs = shelf.needs(&before.rule, shortage);
    let is_new = |stop: &&Stop| shortage.stops.iter().any(|new| new.pick_id == stop.pick_id);
    let old: Vec<&Stop> = left.iter().filter(|stop| !is_new(stop)).collect();
    let planned = plan(&old, &shortage.stop, (&shelf, &needs), (site, start), ids.clone());
    let plain = left.is_sorted_by_key(|stop| turn(site, stop)) && shelf.serves(&needs, &shortage.stops);
    let cost = |site: &mut Site, stops: &[Stop]| (length_mm(site, start, stops), stops.len());
    if plain && cost(site, left) <= cost(site, &planned) {
        return decided;
    }
    let was = |stop: &Stop| old.iter().find(|old| old.pick_id == stop.pick_id);
    let moved = |stop: &&Stop| was(stop).is_some_and(|old| old.sequence != stop.sequence);
    let moves: Vec<(PickId, i64)> =
        planned.iter().filter(moved).map(|stop| (stop.pick_id, stop.sequence)).collect();
    let new: Vec<Stop> = planned.iter().filter(|stop| was(stop).is_none()).cloned().collect();
    let mut state = decided.state.clone();
    if let Some(tour) = &mut state.tour {
        tour.progress.total += planned.len() as i64 - left.len() as i64;
    }
    state.stops = first.iter().cloned().chain(planned).collect();
    let mut effects = vec![Effect::Short(Box::new(Shortage { stops: new, ..(**shortage).clone() }))];
    if !moves.is_empty() {
        effects.push(Effect::Rewalk { moves });
    }
    effects.extend(decided.effects.iter().skip(1).cloned());
    Decided { state, effects, said: decided.said }
}

/// How long the walk past these is, one after the other, to the desk, in millimetres.
fn length_mm(site: &mut Site, start: Option<Cell>, stops: &[Stop]) -> i64 {
    let cells: Vec<Cell> = stops.iter().filter_map(|stop| site.cell(stop.place.location_id)).collect();
    mm(site.gauge_mut().in_order((start, None), &cells))
}

/// Before which others a stop comes, however far it is.
fn turn(site: &Site, stop: &Stop) -> (bool, bool, Handling) {
    let is_nowhere = site.cell(stop.place.location_id).is_none();
    match stop.skips > 0 {
        true => (true, false, Handling::Heavy),
        false if is_nowhere => (false, true, Handling::Heavy),
        false => (false, false, stop.handling),
    }
}

/// The rest of the walk: the stops that were there and those for what is missing, each with its sequence.
fn plan(
    old: &[&Stop],
    short: &Stop,
    (shelf, needs): (&Shelf<'_>, &[Need]),
    (site, start): (&mut Site, Option<Cell>),
    mut ids: Ids,
) -> Vec<Stop> {
    let cell = |stop: &Stop| site.cell(stop.place.location_id);
    let (put_off, others): (Vec<&Stop>, Vec<&Stop>) = old.iter().copied().partition(|stop| stop.skips > 0);
    let end = put_off.into_iter().find_map(cell);
    let passed = others.into_iter().filter_map(|stop| Some((cell(stop)?, stop.handling)));
    let passed: Vec<(Cell, Handling)> = passed.collect();
    let mut rest = Rest::new(site, (start, end), &passed);
    let mut stops: Vec<Stop> = old.iter().copied().cloned().collect();
    for need in needs {
        for (row, quantity_base) in shelf.take(need, short.handling, &mut rest) {
            stops.push(stop_at(short, shelf.rows[row].other, quantity_base, &mut ids));
        }
    }
    let order = rest.order();
    let rank = |stop: &Stop| {
        let at = site.cell(stop.place.location_id)?;
        order.iter().position(|passed| *passed == (at, stop.handling))
    };
    let known: BTreeMap<PickId, usize> = old.iter().map(|stop| stop.pick_id).zip(0..).collect();
    stops.sort_by_cached_key(|stop| {
        let known = known.get(&stop.pick_id).copied().unwrap_or(usize::MAX);
        match stop.skips > 0 {
            true => (true, known, None),
            false => {
                let bin = (stop.handling, stop.pick_sequence, stop.place.location_id, known);
                (false, rank(stop).unwrap_or(usize::MAX), Some(bin))
            }
        }
    });
    for (stop, place) in stops.iter_mut().zip(1..) {
        stop.sequence = short.sequence + place * SEQUENCE_STEP;
    }
    stops
}

/// Some of a lot that is missing, and the rows that may serve it.
struct Need {
    wanted_base: i64,
    rows: Vec<usize>,
}

/// A row of stock elsewhere, and where it lies; in no cell what is in no aisle.
struct Row<'s> {
    other: &'s Elsewhere,
    cell: Option<Cell>,
}

/// So much of a row, which goes by its position on the shelf.
type Take = (usize, i64);

/// What may serve what is missing; rows with the least on hand first.
struct Shelf<'s> {
    rows: Vec<Row<'s>>,
}

impl<'s> Shelf<'s> {
    fn new(state: &'s State, stop: &Stop, site: &Site) -> Self {
        let mut rows = elsewhere(state, stop);
        rows.retain(|row| row.candidate.free_base() > 0);
        rows.sort_by_key(|row| {
            let row = &row.candidate;
            (row.on_hand_base, row.pick_sequence, row.place.location_id, row.place.handling_unit_id)
        });
        let placed = |other: &'s Elsewhere| Row { other, cell: site.cell(other.candidate.place.location_id) };
        Self { rows: rows.into_iter().map(placed).collect() }
    }

    /// What is missing by lot, where the rule leaves the bin open; what it took from just this bin is a need of its own, and so is
    /// what comes from nowhere: no walk tells how far that is.
    fn needs(&self, rule: &Rule, shortage: &Shortage) -> Vec<Need> {
        let bound = |(row, wanted_base): Take| Need { wanted_base, rows: vec![row] };
        let take = |stop: &Stop| Some((self.row_of(stop)?, stop.quantity_base));
        let takes = shortage.stops.iter().filter_map(take);
        if !rule.leaves_the_bin_open() {
            return takes.map(bound).collect();
        }
        let mut by_lot: BTreeMap<LotId, Vec<Take>> = BTreeMap::new();
        for take in takes {
            by_lot.entry(self.rows[take.0].other.candidate.lot.id).or_default().push(take);
        }
        let wanted_base = |takes: &[Take]| takes.iter().map(|(_, base)| base).sum::<i64>();
        let mut needs = Vec::new();
        for (lot, takes) in by_lot {
            let rows = self.in_aisles(|candidate| candidate.lot.id == lot);
            let faces = self.in_aisles(|candidate| candidate.lot.id == lot && candidate.is_face);
            let held_base: i64 = faces.iter().map(|row| self.free_base(*row)).sum();
            if shortage.stop.is_face && held_base >= wanted_base(&takes) {
                needs.push(Need { wanted_base: wanted_base(&takes), rows: faces });
                continue;
            }
            let (open, fixed): (Vec<Take>, Vec<Take>) =
                takes.into_iter().partition(|(row, _)| self.rows[*row].cell.is_some());
            needs.extend(fixed.into_iter().map(bound));
            if !open.is_empty() {
                needs.push(Need { wanted_base: wanted_base(&open), rows });
            }
        }
        // First those that leave no choice: the walk goes there anyway.
        needs.sort_by_key(|need| need.rows.len());
        needs
    }

    /// Takes what is needed where the walk minds it least.
    fn take(&self, need: &Need, handling: Handling, rest: &mut Rest<'_>) -> Vec<Take> {
        let offer =
            |row: &usize| Some(Offer { at: self.rows[*row].cell?, quantity_base: self.free_base(*row) });
        let offers: Vec<Offer> = need.rows.iter().filter_map(offer).collect();
        let cells = rest.choose(handling, need.wanted_base, &offers);
        let is_chosen = |row: &usize| self.rows[*row].cell.is_none_or(|at| cells.contains(&at));
        let mut rows: Vec<usize> = need.rows.iter().copied().filter(is_chosen).collect();
        let (mut takes, mut left_base) = (Vec::new(), need.wanted_base);
        while left_base > 0 && !rows.is_empty() {
            // One that holds all of the rest, else the fullest: as few stops as can be.
            let whole = rows.iter().position(|row| self.free_base(*row) >= left_base);
            let fullest = || (0..rows.len()).min_by_key(|at| Reverse(self.free_base(rows[*at])));
            let Some(at) = whole.or_else(fullest) else { break };
            let row = rows.remove(at);
            let quantity_base = left_base.min(self.free_base(row));
            takes.push((row, quantity_base));
            left_base -= quantity_base;
        }
        takes
    }

    /// Whether these stops take from rows that may serve.
    fn serves(&self, needs: &[Need], stops: &[Stop]) -> bool {
        let may_serve = |row: usize| needs.iter().any(|need| need.rows.contains(&row));
        stops.iter().all(|stop| self.row_of(stop).is_some_and(may_serve))
    }

    fn in_aisles(&self, wanted: impl Fn(&Candidate) -> bool) -> Vec<usize> {
        let rows = self.rows.iter().zip(0..).filter(|(row, _)| row.cell.is_some());
        rows.filter(|(row, _)| wanted(&row.other.candidate)).map(|(_, at)| at).collect()
    }

    fn row_of(&self, stop: &Stop) -> Option<usize> {
        self.rows.iter().position(|row| {
            let candidate = &row.other.candidate;
            (candidate.place, candidate.lot.id) == (stop.place, stop.lot.id)
        })
    }

    fn free_base(&self, row: usize) -> i64 {
        self.rows[row].other.candidate.free_base()
    }
}

#[cfg(test)]
mod tests;
