//! How long the tours are that a move changes: as little as possible is measured to refuse it.

use super::anneal::Changing;
use super::asked::Length;
use super::search::{Search, insert};
use super::sweep::spread;
use super::walks::Walks;

impl Search {
    /// The lengths of the two tours when an order goes to another batch, if they are no longer than `most` together.
    pub(super) fn moved(
        &mut self,
        changing: &Changing,
        (order, to): (u32, usize),
        most: f64,
    ) -> Option<(f64, f64)> {
        let left = self.without(changing, order);
        let name = changing.names[to] ^ self.asked.name(order);
        let known = self.asked.get(name);
        // A tour is no shorter for an order more.
        if left + least(known, changing.lengths[to]) > most {
            return None;
        }
        let most = most - left;
        if let Some(Length::Is(right)) = known {
            return Some((left, right));
        }
        let right = match &mut self.walks {
            Some(walks) => walks.joined(to, changing.stamped(to), order, most),
            None => Some(self.problem.length(&replaced(&changing.batches[to], None, Some(order)))),
        };
        Some((left, self.kept(name, right, changing.lengths[to], most)?))
    }

    /// The same when two orders change places: that of the first one's batch comes first.
    pub(super) fn exchanged(
        &mut self,
        changing: &Changing,
        (order, back): (u32, u32),
        most: f64,
    ) -> Option<(f64, f64)> {
        let (left, right) = (self.without(changing, order), self.without(changing, back));
        if left + right > most {
            return None;
        }
        let swapped = self.asked.name(order) ^ self.asked.name(back);
        let names = [order, back].map(|order| changing.names[changing.home[order as usize]] ^ swapped);
        let known = names.map(|name| self.asked.get(name));
        let (left, right) = (least(known[0], left), least(known[1], right));
        if left + right > most {
            return None;
        }
        let left = match known[0] {
            Some(Length::Is(left)) => left,
            _ => self.instead(changing, names[0], (order, back), most - right)?,
        };
        let right = match known[1] {
            Some(Length::Is(right)) => right,
            _ => self.instead(changing, names[1], (back, order), most - left)?,
        };
        (left + right <= most).then_some((left, right))
    }

    /// The length of the tour of a batch, which is named, with another order in an order's place, if it is no longer than `most`.
    fn instead(
        &mut self,
        changing: &Changing,
        name: u64,
        (order, for_it): (u32, u32),
        most: f64,
    ) -> Option<f64> {
        let (at, before) = (changing.home[order as usize], self.without(changing, order));
        let length = match &mut self.walks {
            Some(walks) => walks.exchanged(changing.stamped(at), (order, for_it), most),
            None => Some(self.problem.length(&replaced(&changing.batches[at], Some(order), Some(for_it)))),
        };
        self.kept(name, length, before, most)
    }

    /// Keeps what was found for a batch that was so long `before` an order came, and says it again if it is no longer than `most`.
    fn kept(&mut self, name: u64, found: Option<f64>, before: f64, most: f64) -> Option<f64> {
        let sure = if self.walks.is_some() { spread(before) } else { f64::MAX };
        let known = match found {
            Some(found) if found <= sure => Length::Is(found),
            Some(_) => Length::Above(sure),
            None => Length::Above(most.min(sure)),
        };
        self.asked.put(name, known);
        found.filter(|found| *found <= most)
    }

    /// The length of the tour of an order's batch without it.
    fn without(&mut self, changing: &Changing, order: u32) -> f64 {
        let at = changing.home[order as usize];
        let (batch, stamp) = changing.stamped(at);
        if let Some(length) = self.asked.less(order, stamp) {
            return length;
        }
        let name = changing.names[at] ^ self.asked.name(order);
        let length = match (self.asked.get(name), &mut self.walks) {
            (Some(Length::Is(length)), _) => length,
            (_, Some(walks)) => walks.without((batch, stamp), order),
            (_, None) => self.problem.length(&replaced(batch, Some(order), None)),
        };
        self.asked.put(name, Length::Is(length));
        self.asked.put_less(order, stamp, length);
        length
    }

    /// Whether lengths that are found are those of the shortest tours, so that nothing is learned by measuring again.
    pub(super) fn is_exact(&self) -> bool {
        self.walks.as_ref().is_none_or(Walks::is_wide)
    }

    /// From now on the lengths of all tours are the shortest ones'.
    pub(super) fn settle(&mut self, changing: &mut Changing) {
        for at in 0..changing.batches.len() {
            changing.lengths[at] = self.corrected(changing, at, changing.lengths[at]);
        }
        changing.sum_up();
    }

    /// The length of a batch's tour, where that of one was found which is the shortest nearly always.
    pub(super) fn corrected(&mut self, changing: &Changing, at: usize, found: f64) -> f64 {
        let Some(walks) = &mut self.walks else { return found };
        let (length, is_news) = walks.length(&mut self.problem, at, changing.stamped(at), found);
        if is_news {
            self.asked.forget();
        }
        length
    }
}

/// What is known to be the least, or else this.
fn least(known: Option<Length>, otherwise: f64) -> f64 {
    known.map_or(otherwise, |known| known.least().max(otherwise))
}

/// A batch without one order, and with another.
fn replaced(batch: &[u32], out: Option<u32>, into: Option<u32>) -> Vec<u32> {
    let mut batch: Vec<u32> = batch.iter().copied().filter(|at| Some(*at) != out).collect();
    if let Some(order) = into {
        insert(&mut batch, order);
    }
    batch
}
