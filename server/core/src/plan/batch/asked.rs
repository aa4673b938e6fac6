//! Lengths that were asked for: between two moves that are made very many are tried, and many of them again.
//!
//! A batch is named by its orders' names, each a number drawn once, put together as bits (Zobrist, Univ. of Wisconsin Technical
//! Report 88, 1970), so that a batch with an order less or another is named at once.

use crate::plan::dice::Dice;

/// How many lengths are kept, each in the one place that its name says: a power of two.
const KEPT: usize = 1 << 17;

/// What is known of a batch's tour, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    /// A walk so long was found, which is the shortest nearly always.
    Is(f64),
    /// It is longer than that.
    Above(f64),
}

impl Length {
    /// It is so long at least.
    pub(super) fn least(self) -> f64 {
        match self {
            Self::Is(length) | Self::Above(length) => length,
        }
    }
}

/// Lengths of batches, the last ones asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// By order.
    names: Vec<u64>,
    /// Names of batches with what is known; a place that was never used tells of the batch without orders.
    kept: Vec<(u64, Length)>,
    /// By order: the length of its batch without it, and that batch's stamp.
    less: Vec<(u64, f64)>,
    stamps: u64,
}

impl Asked {
    /// For a number of orders.
    pub(super) fn new(orders: usize) -> Self {
        let mut dice = Dice::new(orders as u64);
        let names = (0..orders).map(|_| dice.bits()).collect();
        Self { names, kept: vec![(0, Length::Is(0.0)); KEPT], less: vec![(0, 0.0); orders], stamps: 0 }
    }

    /// A stamp that no batch had.
    pub(super) fn stamp(&mut self) -> u64 {
        self.stamps += 1;
        self.stamps
    }

    /// An order's name.
    pub(super) fn name(&self, order: u32) -> u64 {
        self.names[order as usize]
    }

    /// A batch's name.
    pub(super) fn name_of(&self, batch: &[u32]) -> u64 {
        batch.iter().fold(0, |name, order| name ^ self.name(*order))
    }

    /// What is known of a batch with this name.
    pub(super) fn get(&self, name: u64) -> Option<Length> {
        let (known, length) = self.kept[name as usize % KEPT];
        (known == name).then_some(length)
    }

    /// Keeps what is known.
    pub(super) fn put(&mut self, name: u64, length: Length) {
        self.kept[name as usize % KEPT] = (name, length);
    }

    /// The length of an order's batch without it, if it was asked for since the batch got its stamp.
    pub(super) fn less(&self, order: u32, stamp: u64) -> Option<f64> {
        let (made_for, length) = self.less[order as usize];
        (made_for == stamp).then_some(length)
    }

    /// Keeps that length.
    pub(super) fn put_less(&mut self, order: u32, stamp: u64, length: f64) {
        self.less[order as usize] = (stamp, length);
    }

    /// What was measured is no longer to be relied on.
    pub(super) fn forget(&mut self) {
        self.kept.fill((0, Length::Is(0.0)));
        self.less.fill((0, 0.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_found_by_name_until_it_is_forgotten() {
        let mut asked = Asked::new(9);
        assert_eq!(asked.get(asked.name_of(&[])), Some(Length::Is(0.0)));
        let name = asked.name_of(&[1, 4, 7]);
        assert_eq!(name ^ asked.name(4) ^ asked.name(8), asked.name_of(&[1, 7, 8]));
        assert_eq!(asked.get(name), None);
        asked.put(name, Length::Above(5.0));
        assert_eq!(asked.get(name), Some(Length::Above(5.0)));
        asked.put(name, Length::Is(7.0));
        assert_eq!(asked.get(name), Some(Length::Is(7.0)));
        let (one, two) = (asked.stamp(), asked.stamp());
        asked.put_less(4, one, 3.0);
        assert_eq!((asked.less(4, one), asked.less(4, two), asked.less(1, one)), (Some(3.0), None, None));
        asked.forget();
        assert_eq!((asked.get(name), asked.less(4, one)), (None, None));
    }

    #[test]
    fn another_batch_in_the_same_place_is_not_taken_for_it() {
        let mut asked = Asked::new(2);
        asked.put(3, Length::Is(1.0));
        asked.put(3 + KEPT as u64, Length::Is(2.0));
        assert_eq!((asked.get(3), asked.get(3 + KEPT as u64)), (None, Some(Length::Is(2.0))));
    }
}
