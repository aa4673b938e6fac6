//! When work will be done: tours are dealt to pickers in their turn, each as long as its walk and its picks take here.
//!
//! How long a metre and a pick take comes of the tours that were walked: the pair that fits them best by least squares, drawn a
//! little towards what is [usual](Pace::USUAL) while there are few. Tours that took far longer than the others, over a meal or a
//! change of shift, say nothing of either and are left out.

/// How fast people walk and pick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Seconds for a metre of walk.
    pub metre_s: f64,
    /// Seconds for a pick.
    pub pick_s: f64,
    /// How many walked tours say so.
    pub tours: usize,
}

/// A tour that was walked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walked {
    /// Its length in metres.
    pub metres: f64,
    /// Its picks.
    pub picks: f64,
    /// How long it took, in seconds.
    pub took_s: f64,
}

/// So many usual tours the usual pace counts for.
const USUAL_TOURS: f64 = 0.5;
/// A tour that took so many times what is usual among the others is left out.
const FAR: f64 = 3.0;

impl Pace {
    /// Where nothing is known yet: a cart is pushed at a metre a second, and a pick takes a quarter of a minute.
    pub const USUAL: Self = Self { metre_s: 1.0, pick_s: 15.0, tours: 0 };

    /// The pace of the tours that were walked.
    pub fn of(walked: &[Walked]) -> Self {
        let usual = |one: &Walked| one.took_s / Self::USUAL.seconds(one.metres, one.picks);
        let mut of: Vec<(f64, Walked)> = walked
            .iter()
            .filter(|one| one.took_s > 0.0 && one.metres + one.picks > 0.0)
            .map(|one| (usual(one), *one))
            .collect();
        of.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some((median, _)) = of.get(of.len() / 2).copied() else { return Self::USUAL };
        of.retain(|(usual, _)| *usual <= FAR * median);
        let mean =
            |of_one: fn(&Walked) -> f64| of.iter().map(|(_, one)| of_one(one)).sum::<f64>() / of.len() as f64;
        // The usual tours: as long as these are, some all walk and some all picks.
        let (metres, picks) = (mean(|one| one.metres).max(1.0), mean(|one| one.picks).max(1.0));
        let drawn = [
            Walked { metres, picks: 0.0, took_s: metres * Self::USUAL.metre_s * median },
            Walked { metres: 0.0, picks, took_s: picks * Self::USUAL.pick_s * median },
        ];
        let (mut mm, mut mp, mut pp, mut mt, mut pt) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let weighed = of.iter().map(|(_, one)| (*one, 1.0));
        for (Walked { metres, picks, took_s }, weight) in weighed.chain(drawn.map(|one| (one, USUAL_TOURS))) {
            mm += weight * metres * metres;
            mp += weight * metres * picks;
            pp += weight * picks * picks;
            mt += weight * metres * took_s;
            pt += weight * picks * took_s;
        }
        let determinant = mm * pp - mp * mp;
        let (metre_s, pick_s) = ((mt * pp - pt * mp) / determinant, (pt * mm - mt * mp) / determinant);
        let tours = of.len();
        if metre_s > 0.0 && pick_s > 0.0 {
            return Self { metre_s, pick_s, tours };
        }
        Self { metre_s: Self::USUAL.metre_s * median, pick_s: Self::USUAL.pick_s * median, tours }
    }

    /// How long a walk of so many metres with so many picks takes, in seconds.
    pub fn seconds(&self, metres: f64, picks: f64) -> f64 {
        metres * self.metre_s + picks * self.pick_s
    }
}

/// A tour that is still to be walked, or the rest of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// Whether someone is at it already.
    pub begun: bool,
}

/// When each piece of work is done, in seconds from now. `pickers` take the pieces in their turn, each the next one when they are
/// free; those who are at one go on with it, even when they are more than that.
pub fn finishes(work: &[Work], pickers: usize) -> Vec<f64> {
    let begun = work.iter().filter(|one| one.begun).map(|one| one.seconds);
    let mut free: Vec<f64> = begun.collect();
    free.resize(free.len().max(pickers).max(1), 0.0);
    let mut take = |seconds: f64| {
        let next = (0..free.len()).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap_or(0);
        free[next] += seconds;
        free[next]
    };
    work.iter().map(|one| if one.begun { one.seconds } else { take(one.seconds) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(metres: f64, picks: f64, took_s: f64) -> Walked {
        Walked { metres, picks, took_s }
    }

    #[test]
    fn the_pace_is_that_of_the_tours_walked() {
        assert_eq!(Pace::of(&[]), Pace::USUAL);
        let tours: Vec<Walked> = (1..=60)
            .map(|n| {
                let (metres, picks) = (f64::from(40 + n * 7 % 90), f64::from(3 + n * 5 % 17));
                walked(metres, picks, 0.7 * metres + 24.0 * picks)
            })
            .collect();
        let pace = Pace::of(&tours);
        assert!((pace.metre_s - 0.7).abs() < 0.05 && (pace.pick_s - 24.0).abs() < 0.5, "{pace:?}");
        let mut with_meals = tours.clone();
        with_meals.extend([walked(50.0, 6.0, 4_000.0), walked(50.0, 6.0, 7_000.0), walked(0.0, 0.0, 9.0)]);
        let same = Pace::of(&with_meals);
        assert_eq!(same.tours, 60, "a meal is no pace");
        assert!(
            (same.metre_s - pace.metre_s).abs() < 0.02 && (same.pick_s - pace.pick_s).abs() < 0.2,
            "{same:?}"
        );
    }

    #[test]
    fn few_or_odd_tours_give_a_pace_that_can_be() {
        // Twice as slow as usual; nothing tells walk and picks apart.
        let slow = Pace::of(&[walked(60.0, 4.0, 240.0); 3]);
        assert!((slow.seconds(60.0, 4.0) - 240.0).abs() < 12.0, "{slow:?}");
        // The longer the walk the shorter it took.
        let odd: Vec<Walked> =
            (1..20).map(|n| walked(f64::from(n) * 10.0, 5.0, 500.0 - f64::from(n) * 20.0)).collect();
        let odd = Pace::of(&odd);
        assert!(odd.metre_s > 0.0 && odd.pick_s > 0.0, "{odd:?}");
    }

    #[test]
    fn pickers_take_tours_in_their_turn() {
        let open = |seconds| Work { seconds, begun: false };
        let begun = |seconds| Work { seconds, begun: true };
        assert_eq!(finishes(&[open(10.0), open(20.0), open(5.0), open(5.0)], 2), [10.0, 20.0, 15.0, 20.0]);
        assert_eq!(finishes(&[open(10.0), begun(4.0), open(5.0)], 1), [14.0, 4.0, 19.0]);
        assert_eq!(finishes(&[begun(4.0), begun(9.0), open(1.0)], 1), [4.0, 9.0, 5.0]);
        assert_eq!(finishes(&[open(3.0)], 0), [3.0], "somebody will do it");
        assert_eq!(finishes(&[], 3), Vec::<f64>::new());
    }
}
