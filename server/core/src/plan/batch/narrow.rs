//! Fewer states: those alone that short walks come by.
//!
//! With three or four blocks a walk may stand in hundreds of states between two aisles, and nearly none of them is ever on a walk
//! that is any good: that of many parts, say, along every cross aisle. So the states are marked that walks near the shortest past
//! some batches come by, and the others are left out. Where a batch that was taken turns out to have a shorter walk than the marked
//! states allow, its states are marked too: a corridor that widens where it was too narrow, as in discrete differential dynamic
//! programming (Heidari, Chow, Kokotovic and Meredith, Water Resources Research 7(2), 1971).
//!
//! **Invariant**: a walk through fewer states is a walk, so that its length is never less than the shortest one's.

use super::frontier::{Aisle, Frontier};
use super::sweep::Ground;

/// The states that walks came by.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    /// Between two aisles before the depot's, and behind it.
    pub(super) between: [Vec<bool>; 2],
    /// By side of the depot and block: behind the block.
    pub(super) behind: [Vec<Vec<bool>>; 3],
}

impl Marks {
    /// Only where a walk starts and where it is complete.
    pub(super) fn new(frontier: &Frontier) -> Self {
        let mut between = [0, 1].map(|set| vec![false; frontier.crossed[set].len()]);
        between[0][usize::from(Frontier::START)] = true;
        between[1][frontier.closed] = true;
        let behind = |aisle: &Aisle| (1..=aisle.through.len()).map(|n| vec![false; aisle.count(n)]).collect();
        Self { between, behind: [0, 1, 2].map(|side| behind(&frontier.aisles[side])) }
    }
}

impl Ground {
    /// No mark yet for the states here.
    pub(super) fn unmarked(&self) -> Marks {
        Marks::new(&self.frontier)
    }

    /// How many states there are at most between two steps.
    #[cfg(test)]
    pub(super) fn states(&self) -> usize {
        usize::from(self.frontier.nowhere)
    }
}

impl Frontier {
    /// The same with the marked states alone.
    pub(super) fn narrowed(&self, marks: &Marks) -> Self {
        let between = [0, 1].map(|set| numbers(&marks.between[set]));
        let aisles = [0, 1, 2].map(|side: usize| {
            let behind: Vec<Vec<u16>> = marks.behind[side].iter().map(|marks| numbers(marks)).collect();
            self.aisles[side].narrowed(&between[side / 2], &behind, &between[side.min(1)])
        });
        let crossed = [0, 1].map(|set| {
            let marked = self.crossed[set].iter().zip(&marks.between[set]).filter(|(_, marked)| **marked);
            marked.map(|(edges, _)| *edges).collect()
        });
        let closed = usize::from(between[1][self.closed]);
        Self { aisles, crossed, closed, nowhere: 0 }.bounded()
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
