//! The bins in use: put in, taken out, and filled up where the walk minds least.

use super::lattice::ways;
use super::search::{Chosen, FREE, Search};
use super::useful;

/// More than any walk, in metres: what it costs to use what is shut.
const SHUT: f64 = 1e12;

impl Search {
    /// These bins in use, as far as they are needed.
    pub(super) fn of(&mut self, taken: &[usize]) -> Chosen {
        let mut chosen = Chosen {
            bins: vec![Vec::new(); self.by_item.len()],
            stops: vec![Vec::new(); self.slots.len()],
            length: 0.0,
        };
        for bin in taken {
            let item = self.problem.bins[*bin].item;
            chosen.bins[item].push(*bin);
        }
        for item in 0..chosen.bins.len() {
            // The ones that hold most are kept.
            let mut bins = std::mem::take(&mut chosen.bins[item]);
            bins.sort_by_key(|bin| (std::cmp::Reverse(self.problem.bins[*bin].quantity), *bin));
            for bin in bins {
                if self.missing(&chosen, item) > 0 {
                    self.put(&mut chosen, bin);
                }
            }
        }
        chosen
    }

    pub(super) fn missing(&self, chosen: &Chosen, item: usize) -> u64 {
        let held: u64 =
            chosen.bins[item].iter().map(|bin| useful(&self.problem.bins[*bin], &self.problem.demand)).sum();
        self.problem.demand[item].saturating_sub(held)
    }

    pub(super) fn put(&self, chosen: &mut Chosen, bin: usize) {
        let (slot, depth) = self.places[bin];
        chosen.bins[self.problem.bins[bin].item].push(bin);
        let stops = &mut chosen.stops[slot];
        stops.insert(stops.partition_point(|stop| *stop < depth), depth);
    }

    fn take_out(&self, chosen: &mut Chosen, bin: usize) {
        let (slot, depth) = self.places[bin];
        chosen.bins[self.problem.bins[bin].item].retain(|used| *used != bin);
        let stops = &mut chosen.stops[slot];
        if let Some(at) = stops.iter().position(|stop| *stop == depth) {
            stops.remove(at);
        }
    }

    pub(super) fn clear(&self, chosen: &mut Chosen, item: usize) {
        for bin in std::mem::take(&mut chosen.bins[item]) {
            let (slot, depth) = self.places[bin];
            let stops = &mut chosen.stops[slot];
            if let Some(at) = stops.iter().position(|stop| *stop == depth) {
                stops.remove(at);
            }
        }
    }

    /// Adds bins until nothing is missing, each where the walk minds least, and none in the slots from `shut.0` to `shut.1` while
    /// there are others; then drops those that are needed no more. Stops as soon as the walk is longer than the limit.
    pub(super) fn fill(&mut self, chosen: &mut Chosen, shut: Option<(usize, usize)>) {
        (0..self.slots.len()).for_each(|slot| self.price(chosen, slot));
        chosen.length = self.lattice.forward();
        let mut open: Vec<usize> =
            self.wanted.iter().copied().filter(|item| self.missing(chosen, *item) > 0).collect();
        let greedy = self.dice.below(2) == 0;
        self.blur = if self.dice.below(2) == 0 { 0.0 } else { 0.5 };
        while !open.is_empty() {
            self.lattice.backward();
            let items: Vec<usize> =
                if greedy { open.clone() } else { vec![open[self.dice.below(open.len())]] };
            let mut found: Option<(usize, f64)> = None;
            for item in items {
                let (bin, cost) = self.cheapest(chosen, item, shut).expect("there is enough of each item");
                if cost <= FREE {
                    self.put(chosen, bin);
                    self.price(chosen, self.places[bin].0);
                } else if found.is_none_or(|found| (cost, bin) < (found.1, found.0)) {
                    found = Some((bin, cost));
                }
            }
            if let Some((bin, _)) = found {
                self.put(chosen, bin);
                self.price(chosen, self.places[bin].0);
            }
            chosen.length = self.lattice.forward();
            if chosen.length > self.limit {
                return;
            }
            open.retain(|item| self.missing(chosen, *item) > 0);
        }
        self.thin(chosen);
    }

    /// Tells what the ways through a slot cost now.
    fn price(&mut self, chosen: &Chosen, slot: usize) {
        let stops = &chosen.stops[slot];
        if self.shown[slot].as_ref() != Some(stops) {
            self.lattice.set(slot, ways(stops, self.slots[slot].length, None));
            self.shown[slot] = Some(stops.clone());
        }
    }

    /// The bin of an item that costs the walk least for what it gives.
    fn cheapest(
        &mut self,
        chosen: &Chosen,
        item: usize,
        shut: Option<(usize, usize)>,
    ) -> Option<(usize, f64)> {
        let missing = self.missing(chosen, item) as f64;
        let mut best: Option<(usize, f64)> = None;
        for at in 0..self.by_item[item].len() {
            let bin = self.by_item[item][at];
            if chosen.bins[item].contains(&bin) {
                continue;
            }
            let (slot, depth) = self.places[bin];
            let changes = self.lattice.changes(slot);
            if self.more[bin].0 != changes {
                let costs = ways(&chosen.stops[slot], self.slots[slot].length, Some(depth));
                self.more[bin] = (changes, self.lattice.with(slot, costs).max(0.0));
            }
            let more = self.more[bin].1;
            let part = (self.problem.bins[bin].quantity as f64 / missing).min(1.0);
            let is_shut = shut.is_some_and(|(from, to)| (from..=to).contains(&slot));
            let blurred = 1.0 + self.blur * self.dice.part();
            let cost = blurred * more / part + if is_shut { SHUT } else { 0.0 };
            if best.is_none_or(|best| cost < best.1) {
                best = Some((bin, cost));
            }
        }
        best
    }

    /// Drops bins without which nothing is missing, when the walk is shorter then.
    fn thin(&mut self, chosen: &mut Chosen) {
        let mut shorter = false;
        for item in self.wanted.clone() {
            let mut bins = chosen.bins[item].clone();
            bins.sort_by_key(|bin| (self.problem.bins[*bin].quantity, *bin));
            for bin in bins {
                self.take_out(chosen, bin);
                if self.missing(chosen, item) > 0 {
                    self.put(chosen, bin);
                } else {
                    self.price(chosen, self.places[bin].0);
                    shorter = true;
                }
            }
        }
        if shorter {
            chosen.length = self.lattice.forward();
        }
    }
}
