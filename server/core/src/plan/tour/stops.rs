//! The cells to visit, by aisle and block, and the ways through each block.

use std::ops::Range;

use super::state::Pass;
use crate::plan::layout::{Cell, Layout};

/// How a block of an aisle is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Not at all.
    Skip,
    /// From one end to the other.
    Once,
    /// There and back again.
    Twice,
    /// From both ends, turning back around the gap before stop `gap` (of 0 to the number of stops).
    Gap(usize),
}

impl Way {
    /// What it does to the ends of a block with so many stops.
    pub(super) fn pass(self, stops: usize) -> Pass {
        match self {
            Self::Skip => Pass::Skip,
            Self::Once => Pass::Once,
            Self::Twice => Pass::Twice,
            Self::Gap(0) => Pass::Back,
            Self::Gap(gap) if gap == stops => Pass::Front,
            Self::Gap(_) => Pass::Both,
        }
    }
}

/// The cells to visit, each once, aisle by aisle, block by block, from the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Stops {
    /// Each pick with its position in what was asked for.
    picks: Vec<(Cell, usize)>,
    /// Where each cell's picks begin, and the end.
    cells: Vec<usize>,
    /// Aisle and block of those with stops, with where their cells begin.
    groups: Vec<(usize, usize, usize)>,
}

impl Stops {
    /// Takes new picks in the place of the old.
    pub(super) fn fill(&mut self, picks: &[Cell]) {
        self.picks.clear();
        self.picks.extend(picks.iter().copied().zip(0..));
        self.picks.sort_unstable();
        self.cells.clear();
        self.groups.clear();
        for (at, (cell, _)) in self.picks.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| self.picks[before].0);
            if before == Some(*cell) {
                continue;
            }
            if before.is_none_or(|before| (before.aisle, before.block) != (cell.aisle, cell.block)) {
                self.groups.push((cell.aisle, cell.block, self.cells.len()));
            }
            self.cells.push(at);
        }
        self.cells.push(self.picks.len());
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len() - 1
    }

    /// The picks of the n-th cell, as positions in what was asked for.
    pub(super) fn asked(&self, n: usize) -> impl Iterator<Item = usize> + '_ {
        self.picks[self.cells[n]..self.cells[n + 1]].iter().map(|(_, position)| *position)
    }

    /// The cells of a block, as numbers.
    pub(super) fn range(&self, aisle: usize, block: usize) -> Range<usize> {
        match self.groups.binary_search_by_key(&(aisle, block), |group| (group.0, group.1)) {
            Ok(at) => self.groups[at].2..self.groups.get(at + 1).map_or(self.len(), |next| next.2),
            Err(_) => 0..0,
        }
    }

    /// The cells of a block.
    pub(super) fn at(&self, aisle: usize, block: usize) -> &[usize] {
        let range = self.range(aisle, block);
        &self.cells[range]
    }

    /// The first and the last aisle that a walk needs.
    pub(super) fn span(&self, depot_aisle: usize) -> (usize, usize) {
        let first = self.groups.first().map_or(depot_aisle, |group| group.0.min(depot_aisle));
        let last = self.groups.last().map_or(depot_aisle, |group| group.0.max(depot_aisle));
        (first, last)
    }

    /// The ways to walk a block of an aisle, with their lengths in metres.
    pub(super) fn ways(
        &self,
        layout: &Layout,
        aisle: usize,
        block: usize,
    ) -> impl Iterator<Item = (Way, f64)> + use<> {
        let (cells, length) = (self.at(aisle, block), layout.block_length(block));
        let through = [Some((Way::Once, length)), Some((Way::Twice, 2.0 * length))];
        if cells.is_empty() {
            return through.into_iter().chain([Some((Way::Skip, 0.0)), None, None]).flatten();
        }
        // The gap before stop n, from the stop before it, or from an end of the block.
        let edge = |n: usize| match n {
            0 => 0.0,
            n if n > cells.len() => length,
            n => layout.depth(self.picks[cells[n - 1]].0.cell),
        };
        let gap = |n: usize| edge(n + 1) - edge(n);
        let turned = |n: usize| Some((Way::Gap(n), 2.0 * (length - gap(n))));
        let inner = (1..cells.len()).max_by(|a, b| gap(*a).total_cmp(&gap(*b)));
        let turns = [turned(0), turned(cells.len()), inner.and_then(turned)];
        through.into_iter().chain(turns).flatten()
    }
}
