//! Prices on the items: what a walk is worth, how short any plan is at least, and which bins a good one passes.

use super::lattice::{BARRED, Lattice};
use super::{Bin, useful};
use crate::plan::tour::state::{KINDS, Pass};

/// How far a price moves at most, as a part of what would close the gap.
const STRIDE: f64 = 1.0;
/// After so many sweeps without a better bound the stride is halved.
const PATIENCE: u32 = 6;

/// The bins of a block of an aisle.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// How long the block is, in metres.
    pub length: f64,
    /// Its bins with their depths, from the front.
    pub bins: Vec<(usize, f64)>,
}

/// Prices under way.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    /// By item, in metres a unit.
    prices: Vec<f64>,
    stride: f64,
    idle: u32,
    bound: f64,
    best: Vec<f64>,
    /// By slot: how many bins from its front, and from which on to its back, each way takes.
    cuts: Vec<[(usize, usize); KINDS]>,
}

impl Prices {
    pub(super) fn new(items: usize, slots: usize, start: f64) -> Self {
        Self {
            prices: vec![start; items],
            stride: STRIDE,
            idle: 0,
            bound: 0.0,
            best: vec![start; items],
            cuts: vec![[(0, 0); KINDS]; slots],
        }
    }

    /// How short any plan is at least.
    pub(super) fn bound(&self) -> f64 {
        self.bound
    }

    /// One sweep at the present prices, which then move towards what is missing. Gives the bins that the walk takes; `known` is
    /// the length of the best plan.
    pub(super) fn sweep(
        &mut self,
        lattice: &mut Lattice,
        (slots, bins, demand): (&[Slot], &[Bin], &[u64]),
        known: f64,
    ) -> Vec<usize> {
        let (bound, taken) = self.walked(lattice, (slots, bins, demand));
        if bound > self.bound {
            (self.bound, self.idle) = (bound, 0);
            self.best.clone_from(&self.prices);
        } else {
            self.idle += 1;
            if self.idle == PATIENCE {
                (self.stride, self.idle) = (self.stride / 2.0, 0);
                self.prices.clone_from(&self.best);
            }
        }
        self.move_on(&taken, (bins, demand), known - bound);
        taken
    }

    /// The bins that the walk takes at prices drawn from around the best.
    pub(super) fn beside(
        &mut self,
        lattice: &mut Lattice,
        (slots, bins, demand): (&[Slot], &[Bin], &[u64]),
        mut part: impl FnMut() -> f64,
    ) -> Vec<usize> {
        self.prices = self.best.iter().map(|price| price * (0.4 + 1.4 * part())).collect();
        self.walked(lattice, (slots, bins, demand)).1
    }

    /// What no plan is shorter than at the present prices, and the bins that the walk takes.
    fn walked(
        &mut self,
        lattice: &mut Lattice,
        (slots, bins, demand): (&[Slot], &[Bin], &[u64]),
    ) -> (f64, Vec<usize>) {
        let mut met = vec![0_u64; demand.len()];
        for (at, slot) in slots.iter().enumerate() {
            lattice.set(at, self.ways(at, slot, (bins, demand), &mut met));
        }
        let asked: f64 = self.prices.iter().zip(demand).map(|(price, wanted)| price * *wanted as f64).sum();
        let bound = lattice.forward() + asked;
        let mut taken = Vec::new();
        lattice.walk(|slot, pass| {
            let (front, back) = self.cuts[slot][pass as usize];
            let bins = &slots[slot].bins;
            taken.extend(bins[..front].iter().chain(&bins[back.max(front)..]).map(|(bin, _)| *bin));
        });
        (bound, taken)
    }

    fn move_on(&mut self, taken: &[usize], (bins, demand): (&[Bin], &[u64]), gap: f64) {
        let mut missing: Vec<f64> = demand.iter().map(|wanted| *wanted as f64).collect();
        for bin in taken {
            missing[bins[*bin].item] -= useful(&bins[*bin], demand) as f64;
        }
        let square: f64 = missing
            .iter()
            .zip(&self.prices)
            .map(|(missing, price)| if *missing < 0.0 && *price <= 0.0 { 0.0 } else { missing * missing })
            .sum();
        if square <= 0.0 {
            return;
        }
        let step = self.stride * gap.max(1e-3) / square;
        for (price, missing) in self.prices.iter_mut().zip(missing) {
            *price = (*price + step * missing).max(0.0);
        }
    }

    /// What each way through a block costs, less what it takes there is worth.
    fn ways(
        &mut self,
        at: usize,
        slot: &Slot,
        (bins, demand): (&[Bin], &[u64]),
        met: &mut [u64],
    ) -> [f64; KINDS] {
        let (count, length) = (slot.bins.len(), slot.length);
        let prices = &self.prices;
        // No more of an item is worth anything than is wanted.
        let mut worth = |bin: usize| {
            let (bin, met) = (&bins[bin], &mut met[bins[bin].item]);
            let before = *met;
            *met = (before + bin.quantity).min(demand[bin.item]);
            prices[bin.item] * (*met - before) as f64
        };
        let mut front = vec![(0.0, 0); count + 1];
        let (mut sum, mut best) = (0.0, (0.0, 0));
        for (n, (bin, depth)) in slot.bins.iter().enumerate() {
            sum += worth(*bin);
            let cost = 2.0 * depth - sum;
            if cost < best.0 {
                best = (cost, n + 1);
            }
            front[n + 1] = best;
        }
        let all = sum;
        slot.bins.iter().for_each(|(bin, _)| met[bins[*bin].item] = 0);
        let mut worth = |bin: usize| {
            let (bin, met) = (&bins[bin], &mut met[bins[bin].item]);
            let before = *met;
            *met = (before + bin.quantity).min(demand[bin.item]);
            prices[bin.item] * (*met - before) as f64
        };
        let (mut sum, mut back, mut both) = (0.0, (0.0, count), (front[count].0, (front[count].1, count)));
        for (n, (bin, depth)) in slot.bins.iter().enumerate().rev() {
            sum += worth(*bin);
            let cost = 2.0 * (length - depth) - sum;
            if cost < back.0 {
                back = (cost, n);
            }
            if cost + front[n].0 < both.0 {
                both = (cost + front[n].0, (front[n].1, n));
            }
        }
        slot.bins.iter().for_each(|(bin, _)| met[bins[*bin].item] = 0);
        let mut costs = [BARRED; KINDS];
        let mut say = |pass: Pass, cost: f64, cut: (usize, usize)| {
            costs[pass as usize] = cost;
            self.cuts[at][pass as usize] = cut;
        };
        say(Pass::Skip, 0.0, (0, count));
        say(Pass::Once, length - all, (count, count));
        say(Pass::Twice, 2.0 * length - all, (count, count));
        say(Pass::Front, front[count].0, (front[count].1, count));
        say(Pass::Back, back.0, (0, back.1));
        say(Pass::Both, both.0, both.1);
        costs
    }
}
