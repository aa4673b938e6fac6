//! All there is to do about a problem, as one series of steps: search, prove where few batches fit, else bound, search on.
//!
//! **Invariant**: what a step does depends on the problem, the seed and its number alone, so that a plan made by the clock is
//! repeated by its number of steps.

use super::bound::Pricing;
use super::partition::{Proof, plain_bound};
use super::problem::Problem;
use super::search::{Plan, Search};

/// Steps of the search before the proof begins.
const WARM: u64 = 400;
/// Batches that one step of the proof measures.
const MEASURED: usize = 64;

/// Where batches are too many to list, every so many steps one goes into the bound, from a step on.
const PRICED: u64 = 400;
const PRICED_FROM: u64 = 4_000;
/// The bound is found again with so many times the effort, up to the most, and seldomer by the root of that.
const EFFORT: u64 = 4;
const EFFORT_MAX: u64 = 16;

/// A search and its proof under way; whoever holds the clock calls [`Work::step`].
#[derive(Clone, Debug)]
pub struct Work {
    search: Search,
    proof: Option<Proof>,
    pricing: Option<Pricing>,
    effort: u64,
    bound: f64,
    steps: u64,
}

impl Work {
    /// Starts with the plan that savings give.
    pub fn new(mut problem: Problem, seed: u64) -> Self {
        let (proof, bound) = (Proof::new(&problem), plain_bound(&mut problem));
        Self { search: Search::new(problem, seed), proof, pricing: None, effort: 1, bound, steps: 0 }
    }

    /// One step. When all [is done](Self::is_done) it changes nothing.
    pub fn step(&mut self) {
        if self.is_done() {
            return;
        }
        self.steps += 1;
        let is_priced = self.proof.is_none() && self.steps > PRICED_FROM && self.effort <= EFFORT_MAX;
        if is_priced && self.steps.is_multiple_of(PRICED * self.effort.isqrt()) {
            return self.price();
        }
        // The search goes on beside the proof, which may take longer than there is time.
        let due = self.steps > WARM && self.steps.is_multiple_of(2);
        let Some(proof) = self.proof.as_mut().filter(|proof| due && !proof.is_done()) else {
            return self.search.step();
        };
        let known = self.search.best().clone();
        proof.step(self.search.problem(), &known, MEASURED);
        self.bound = self.bound.max(proof.bound());
        if let Some(best) = proof.best() {
            self.search.offer(best.clone());
        }
    }

    /// One step of the bound.
    fn price(&mut self) {
        let duals = self.search.duals.clone();
        if duals.is_empty() {
            return self.search.step();
        }
        let problem = self.search.problem();
        let effort = self.effort;
        let pricing = self.pricing.get_or_insert_with(|| Pricing::new(problem, duals, effort));
        if pricing.step(problem) {
            self.bound = self.bound.max(pricing.bound());
            (self.pricing, self.effort) = (None, self.effort * EFFORT);
        }
    }

    /// The best plan so far.
    pub fn best(&self) -> &Plan {
        self.search.best()
    }

    /// How short any plan is at least, in metres.
    pub fn bound(&self) -> f64 {
        self.bound.min(self.best().length)
    }

    /// How much longer the plan may be than the best one, as a part of that.
    pub fn gap(&self) -> f64 {
        let bound = self.bound();
        if bound > 0.0 { self.best().length / bound - 1.0 } else { 0.0 }
    }

    /// How many steps were taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether the plan is proven to be the shortest.
    pub fn is_done(&self) -> bool {
        self.best().length <= self.bound + 1e-7
    }

    /// The problem.
    pub fn problem(&mut self) -> &mut Problem {
        self.search.problem()
    }
}
