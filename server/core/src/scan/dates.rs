//! Dates in element values.

use time::{Date, Month};

/// Reads YYMMDD. The century is the one that brings the year within 49 years before and 50 after today's
/// (General Specifications 7.12): YY − now ≥ 51 is the last century, ≤ −50 the next. Day 00 is the last day of
/// the month.
pub(super) fn yymmdd(text: &str, today: Date) -> Option<Date> {
    let (year, rest) = text.split_at_checked(2)?;
    let year = i32::from(two(year)?);
    let century = today.year().div_euclid(100) * 100;
    let shift = match year - today.year().rem_euclid(100) {
        51.. => -100,
        ..=-50 => 100,
        _ => 0,
    };
    let (month, day) = rest.split_at_checked(2)?;
    date(century + shift + year, two(month)?, two(day)?, true)
}

/// Reads YYYYMMDD; day 00 is refused.
pub(super) fn yyyymmdd(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.is_ascii() {
        return None;
    }
    let year = i32::from(two(&text[..2])?) * 100 + i32::from(two(&text[2..4])?);
    date(year, two(&text[4..6])?, two(&text[6..])?, false)
}

fn date(year: i32, month: u8, day: u8, whole_month: bool) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    let day = if day == 0 && whole_month { month.length(year) } else { day };
    Date::from_calendar_date(year, month, day).ok()
}

fn two(text: &str) -> Option<u8> {
    let both_digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    both_digits.then(|| text.parse().ok()).flatten()
}
