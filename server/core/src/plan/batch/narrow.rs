//! Fewer states: those alone that short walks come by.
//!
//! With three or four blocks a walk may stand in hundreds of states between two aisles, and nearly none of them is ever on a walk
//! that is any good: that of many parts, say, along every cross aisle. So the states are marked, aisle by aisle, that walks near the
//! shortest past some batches come by, and the others are left out. Where a batch that was taken turns out to have a shorter walk than the marked
//! states allow, its states are marked too: a corridor that widens where it was too narrow, as in discrete differential dynamic
//! programming (Heidari, Chow, Kokotovic and Meredith, Water Resources Research 7(2), 1971).
//!
//! **Invariant**: a walk through fewer states is a walk, so that its length is never less than the shortest one's.

use super::frontier::{Aisle, Frontier};
use super::sweep::Ground;

/// The states that walks came by.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    /// By column: behind it.
    pub(super) between: Vec<Vec<bool>>,
    /// By column and block: behind the block.
    pub(super) behind: Vec<Vec<Vec<bool>>>,
}

impl Ground {
    /// No mark yet for the states here, but where a walk is complete.
    pub(super) fn unmarked(&self) -> Marks {
        let columns = 0..self.count();
        let behind = |aisle: &Aisle| (1..=aisle.through.len()).map(|n| vec![false; aisle.count(n)]).collect();
        let mut between: Vec<Vec<bool>> =
            columns.clone().map(|column| vec![false; self.crossed(column).len()]).collect();
        if let Some(last) = between.last_mut() {
            last[self.frontier.closed] = true;
        }
        Marks { between, behind: columns.map(|column| behind(self.aisle(column))).collect() }
    }

    /// The same with the marked states alone, column by column.
    pub(super) fn narrowed(&self, marks: &Marks) -> Self {
        let mut frontier =
            Frontier { aisles: Vec::new(), crossed: Vec::new(), closed: self.frontier.closed, nowhere: 0 };
        // Before the first column nothing is walked.
        let mut before = vec![Frontier::START];
        before.resize(self.aisle(0).count(0), u16::MAX);
        for column in 0..self.count() {
            let behind: Vec<Vec<u16>> = marks.behind[column].iter().map(|marks| numbers(marks)).collect();
            let after = numbers(&marks.between[column]);
            frontier.aisles.push(self.aisle(column).narrowed(&before, &behind, &after));
            let marked = self.crossed(column).iter().zip(&after).filter(|(_, number)| **number != u16::MAX);
            frontier.crossed.push(marked.map(|(edges, _)| *edges).collect());
            if column + 1 == self.count() {
                frontier.closed = usize::from(after[frontier.closed]);
            }
            before = after;
        }
        self.with_steps(frontier.bounded(), (0..self.count()).map(|column| (column, column)).collect())
    }

    /// How many states there are at most between two steps.
    #[cfg(test)]
    pub(super) fn states(&self) -> usize {
        usize::from(self.frontier.nowhere)
    }
}

/// By state its new number, [`u16::MAX`] where it is not marked.
fn numbers(marks: &[bool]) -> Vec<u16> {
    let mut next = 0;
    let number = |marked: &bool| {
        next += u16::from(*marked);
        if *marked { next - 1 } else { u16::MAX }
    };
    marks.iter().map(number).collect()
}
