//! A lot's dates: given on the goods, or derived from the item's policy, and moved together when one is corrected.
//!
//! The expiry is the one that decides: AI 17 where the goods carry it, else AI 15, else the day they were made (AI 11) and the
//! item's shelf life. Best before and removal lie some days before it.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// How an item's lots age: `None` is not derived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfLife {
    /// Days from the day it was made to its last day.
    pub shelf_life_days: Option<i64>,
    /// Days before the last day through which it is best used.
    pub best_before_lead_days: Option<i64>,
    /// Days before the last day on which it must leave the shelf.
    pub removal_lead_days: Option<i64>,
}

/// The dates of a lot. As what is given: `None` is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// The day it was made.
    pub made_on: Option<Date>,
    /// The day through which it is best used.
    pub best_before: Option<Date>,
    /// The last day on which it may be used.
    pub expiry: Option<Date>,
    /// The last day on the shelf.
    pub removal_on: Option<Date>,
}

/// Dates that can't be true of one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadDates {
    /// It would be made after its last day.
    MadeAfterExpiry,
    /// It would be at its best after its last day.
    BestAfterExpiry,
    /// It would stay on the shelf after its last day.
    RemovalAfterExpiry,
}

/// All dates of a lot of which some are given, by the item's policy. A given date is never changed.
pub fn dates(given: Dates, policy: &ShelfLife) -> Dates {
    let from_made = || later(given.made_on?, policy.shelf_life_days?);
    let expiry = given.expiry.or(given.best_before).or_else(from_made);
    let before = |lead: Option<i64>| earlier(expiry?, lead?);
    Dates {
        made_on: given.made_on,
        best_before: given.best_before.or_else(|| before(policy.best_before_lead_days)),
        expiry,
        removal_on: given.removal_on.or_else(|| before(policy.removal_lead_days)),
    }
}

/// The dates of a lot after some were corrected. The others move by as many days as the corrected one did (of several, as the
/// expiry, else best before, removal, the day it was made); those that were not known are derived.
///
/// # Errors
/// When the result can't be true.
pub fn corrected(known: Dates, given: Dates, policy: &ShelfLife) -> Result<Dates, BadDates> {
    let moved = |new: Option<Date>, old: Option<Date>| Some((new? - old?).whole_days());
    let days = moved(given.expiry, known.expiry)
        .or_else(|| moved(given.best_before, known.best_before))
        .or_else(|| moved(given.removal_on, known.removal_on))
        .or_else(|| moved(given.made_on, known.made_on))
        .unwrap_or(0);
    let shifted = |new: Option<Date>, old: Option<Date>| new.or_else(|| later(old?, days));
    let after = dates(
        Dates {
            made_on: shifted(given.made_on, known.made_on),
            best_before: shifted(given.best_before, known.best_before),
            expiry: shifted(given.expiry, known.expiry),
            removal_on: shifted(given.removal_on, known.removal_on),
        },
        policy,
    );
    let after_expiry =
        |date: Option<Date>| date.zip(after.expiry).is_some_and(|(date, expiry)| date > expiry);
    if after_expiry(after.made_on) {
        return Err(BadDates::MadeAfterExpiry);
    }
    if after_expiry(after.best_before) {
        return Err(BadDates::BestAfterExpiry);
    }
    if after_expiry(after.removal_on) {
        return Err(BadDates::RemovalAfterExpiry);
    }
    Ok(after)
}

fn later(date: Date, days: i64) -> Option<Date> {
    // Longer than any shelf life; beyond it a duration would overflow.
    (-1_000_000..=1_000_000).contains(&days).then(|| date.checked_add(Duration::days(days)))?
}

fn earlier(date: Date, days: i64) -> Option<Date> {
    later(date, days.checked_neg()?)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const POLICY: ShelfLife =
        ShelfLife { shelf_life_days: Some(90), best_before_lead_days: Some(10), removal_lead_days: Some(5) };

    fn given(
        made_on: Option<Date>,
        best_before: Option<Date>,
        expiry: Option<Date>,
        removal_on: Option<Date>,
    ) -> Dates {
        Dates { made_on, best_before, expiry, removal_on }
    }

    #[test]
    fn the_expiry_is_given_or_best_before_or_derived() {
        let check = |made_on, best_before, expiry, expected| {
            assert_eq!(dates(given(made_on, best_before, expiry, None), &POLICY).expiry, expected);
        };
        let (made, best, last) = (date!(2026 - 01 - 01), date!(2026 - 06 - 01), date!(2026 - 07 - 01));
        check(Some(made), Some(best), Some(last), Some(last));
        check(Some(made), Some(best), None, Some(best));
        check(Some(made), None, None, Some(date!(2026 - 04 - 01)));
        check(None, None, None, None);
        let no_policy = dates(given(Some(made), None, None, None), &ShelfLife::default());
        assert_eq!(no_policy, given(Some(made), None, None, None));
        let endless = ShelfLife { shelf_life_days: Some(i64::MAX), ..POLICY };
        assert_eq!(dates(given(Some(made), None, None, None), &endless).expiry, None);
    }

    #[test]
    fn best_before_and_removal_lie_before_the_expiry() {
        let all = dates(given(None, None, Some(date!(2026 - 07 - 01)), None), &POLICY);
        assert_eq!(all.best_before, Some(date!(2026 - 06 - 21)));
        assert_eq!(all.removal_on, Some(date!(2026 - 06 - 26)));
        let removal_on = Some(date!(2026 - 06 - 01));
        let all = dates(given(None, None, Some(date!(2026 - 07 - 01)), removal_on), &POLICY);
        assert_eq!(all.removal_on, removal_on, "what is given stays");
    }

    #[test]
    fn corrected_dates_move_together() {
        let known = given(
            Some(date!(2026 - 01 - 10)),
            Some(date!(2026 - 03 - 01)),
            Some(date!(2026 - 04 - 10)),
            Some(date!(2026 - 04 - 01)),
        );
        let check = |given, expected| assert_eq!(corrected(known, given, &POLICY), expected);
        let only_expiry = given(None, None, Some(date!(2026 - 04 - 20)), None);
        let ten_later = given(
            Some(date!(2026 - 01 - 20)),
            Some(date!(2026 - 03 - 11)),
            Some(date!(2026 - 04 - 20)),
            Some(date!(2026 - 04 - 11)),
        );
        check(only_expiry, Ok(ten_later));
        check(given(Some(date!(2026 - 01 - 20)), None, None, None), Ok(ten_later));
        let two = given(Some(date!(2026 - 01 - 10)), None, Some(date!(2026 - 04 - 20)), None);
        check(two, Ok(Dates { made_on: known.made_on, ..ten_later }));
        check(Dates::default(), Ok(known));
        check(
            given(Some(date!(2026 - 05 - 01)), None, Some(date!(2026 - 04 - 10)), None),
            Err(BadDates::MadeAfterExpiry),
        );
        check(
            given(None, Some(date!(2026 - 05 - 01)), Some(date!(2026 - 04 - 10)), None),
            Err(BadDates::BestAfterExpiry),
        );
        check(
            given(None, None, Some(date!(2026 - 04 - 10)), Some(date!(2026 - 05 - 01))),
            Err(BadDates::RemovalAfterExpiry),
        );
    }

    #[test]
    fn a_date_that_was_not_known_brings_the_others() {
        let made = given(Some(date!(2026 - 01 - 01)), None, None, None);
        let after = corrected(Dates::default(), made, &POLICY).expect("dates");
        assert_eq!(after.expiry, Some(date!(2026 - 04 - 01)));
        assert_eq!(after.removal_on, Some(date!(2026 - 03 - 27)));
    }
}
