//! States of a walk with their metres, and rows of cells as bits.

use super::frontier::{Costs, Ways};

/// States, each with the least metres up to it.
#[derive(Clone, Debug)]
pub(super) struct States {
    pub(super) reached: Vec<u16>,
    /// By state.
    pub(super) metres: Vec<f64>,
}

impl States {
    pub(super) fn new(size: usize) -> Self {
        Self { reached: Vec::new(), metres: vec![f64::INFINITY; size] }
    }

    pub(super) fn clear(&mut self) {
        for state in self.reached.drain(..) {
            self.metres[usize::from(state)] = f64::INFINITY;
        }
    }

    pub(super) fn reach(&mut self, state: u16, metres: f64) {
        let known = &mut self.metres[usize::from(state)];
        if metres < *known {
            if *known == f64::INFINITY {
                self.reached.push(state);
            }
            *known = metres;
        }
    }
}

/// The bits of a word of a row that lie in a range of bits.
pub(super) fn between(word: usize, from: usize, until: usize) -> u64 {
    let low = if from > 64 * word { u64::MAX << (from - 64 * word) } else { u64::MAX };
    let high = if until < 64 * (word + 1) { (1 << (until - 64 * word)) - 1 } else { u64::MAX };
    low & high
}

/// The bits of a row that are set, within a range.
pub(super) fn set_bits(row: &[u64], from: usize, until: usize) -> impl Iterator<Item = usize> + '_ {
    let words = if from < until { from / 64..(until - 1) / 64 + 1 } else { 0..0 };
    words.flat_map(move |word| {
        let mut left = row[word] & between(word, from, until);
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.checked_sub(1)?;
            Some(64 * word + at)
        })
    })
}

/// The least metres to the end before a step, from those behind it, by these choices.
pub(super) fn back<const N: usize>(
    ways: &[Ways],
    choices: [usize; N],
    costs: &Costs,
    behind: &[f64],
    before: &mut [f64],
) {
    let (found, rest) = before.split_at_mut(ways.len());
    for (found, ways) in found.iter_mut().zip(ways) {
        let mut least = f64::INFINITY;
        for choice in choices {
            let metres = behind[usize::from(ways[choice])] + costs[choice];
            least = if metres < least { metres } else { least };
        }
        *found = least;
    }
    rest.fill(f64::INFINITY);
}
