//! The ways to change a plan: what is taken out, and what is put elsewhere.

use super::Problem;
use super::search::{Chosen, Search};

/// How many aisles are opened at once, at most: in the present plan, and in one that begins with nothing.
const OPENED_MAX: usize = 3;
const AFRESH_MAX: usize = 2;

impl Search {
    /// The bins that a walk takes at prices a little beside the best.
    pub(super) fn repriced(&mut self) -> Chosen {
        let Problem { bins, demand, .. } = &self.problem;
        let dice = &mut self.dice;
        let taken = self.prices.beside(&mut self.priced, (&self.slots, bins, demand), || dice.part());
        let mut next = self.of(&taken);
        self.fill(&mut next, None);
        next
    }

    /// Moves what can be had in other aisles there.
    pub(super) fn opened(&mut self) -> Chosen {
        let (next, count) = (self.present.clone(), 1 + self.dice.below(OPENED_MAX));
        self.opened_in(next, count)
    }

    /// Takes all that can be had in one aisle or two, and the rest where the walk minds least.
    pub(super) fn afresh(&mut self) -> Chosen {
        let (next, count) = (self.of(&[]), 1 + self.dice.below(AFRESH_MAX));
        self.opened_in(next, count)
    }

    fn opened_in(&mut self, mut next: Chosen, count: usize) -> Chosen {
        let mut cleared = vec![false; self.by_item.len()];
        for _ in 0..count {
            let item = self.wanted[self.dice.below(self.wanted.len())];
            let bin = self.by_item[item][self.dice.below(self.by_item[item].len())];
            let slot = self.places[bin].0;
            let mut there: Vec<usize> = self.slots[slot].bins.iter().map(|(bin, _)| *bin).collect();
            there.sort_by_key(|bin| (std::cmp::Reverse(self.problem.bins[*bin].quantity), *bin));
            for bin in there {
                let item = self.problem.bins[bin].item;
                if !std::mem::replace(&mut cleared[item], true) {
                    self.clear(&mut next, item);
                }
                if self.missing(&next, item) > 0 && !next.bins[item].contains(&bin) {
                    self.put(&mut next, bin);
                }
            }
        }
        self.fill(&mut next, None);
        next
    }

    /// Takes everything out of an aisle, or of its part in a block, and puts it elsewhere as far as it lies elsewhere.
    pub(super) fn closed(&mut self) -> Chosen {
        let mut next = self.present.clone();
        let item = self.wanted[self.dice.below(self.wanted.len())];
        let bin = next.bins[item][self.dice.below(next.bins[item].len())];
        let (closed, whole) = (self.places[bin].0, self.dice.below(2) == 0);
        let blocks = self.problem.layout.blocks();
        let there = |slot: usize| slot == closed || (whole && slot / blocks == closed / blocks);
        for item in self.wanted.clone() {
            if next.bins[item].iter().any(|bin| there(self.places[*bin].0)) {
                self.clear(&mut next, item);
            }
        }
        if self.dice.below(3) == 0 {
            let item = self.wanted[self.dice.below(self.wanted.len())];
            self.clear(&mut next, item);
        }
        let slots = (0..self.slots.len()).filter(|slot| there(*slot)).collect::<Vec<_>>();
        self.fill(&mut next, Some((slots[0], slots[slots.len() - 1])));
        next
    }

    /// Takes a few items out and puts them back, the first perhaps anywhere.
    pub(super) fn shaken(&mut self) -> Chosen {
        let mut next = self.present.clone();
        let count = self.wanted.len();
        let most = (count / 3).clamp(2, 6).min(count);
        for round in 0..=self.dice.below(most) {
            let item = self.wanted[self.dice.below(count)];
            self.clear(&mut next, item);
            if round == 0 && self.dice.below(3) == 0 {
                let bin = self.by_item[item][self.dice.below(self.by_item[item].len())];
                self.put(&mut next, bin);
            }
        }
        self.fill(&mut next, None);
        next
    }
}
