//! Time and chance: the only place that asks the machine for either.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use bipe_core::id::Ids;
use time::{Date, OffsetDateTime};

/// Where the server takes its time from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands until it is moved, for tests: Unix milliseconds.
    Manual(Arc<AtomicI64>),
    /// The same with seeded ids, so that a run can be had again to the last id.
    Seeded {
        /// Unix milliseconds.
        now_ms: Arc<AtomicI64>,
        /// The seed of the next ids.
        seed: Arc<AtomicU64>,
    },
}

impl Clock {
    /// Now, in Unix milliseconds.
    #[expect(clippy::disallowed_methods, reason = "this is where time enters the program")]
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::System => (OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000) as i64,
            Self::Manual(now_ms) | Self::Seeded { now_ms, .. } => now_ms.load(Ordering::SeqCst),
        }
    }

    /// A source of ids for one command, made now.
    pub fn ids(&self) -> Ids {
        if let Self::Seeded { seed, .. } = self {
            // Spread far apart, since ids of neighbouring seeds would be those of one source, shifted.
            let number = seed.fetch_add(1, Ordering::SeqCst);
            return Ids::new(self.now_ms().unsigned_abs(), number.wrapping_mul(0xd134_2543_de82_ef95));
        }
        let mut seed = [0; 8];
        fill_random(&mut seed);
        Ids::new(self.now_ms().unsigned_abs(), u64::from_le_bytes(seed))
    }
}

/// Fills `bytes` with chance from the operating system.
///
/// # Panics
/// When the operating system has none, which leaves nothing secure to go on with.
#[expect(clippy::disallowed_methods, reason = "this is where chance enters the program")]
pub fn fill_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

/// The date at `unix_ms` in an IANA zone; an unknown zone counts as UTC, which set-up refuses to store.
pub fn date_in(zone: &str, unix_ms: i64) -> Date {
    let date = zoned(zone, unix_ms).date();
    let month = time::Month::try_from(date.month().unsigned_abs()).unwrap_or(time::Month::January);
    Date::from_calendar_date(i32::from(date.year()), month, date.day().unsigned_abs()).unwrap_or(Date::MIN)
}

/// Minutes by which an IANA zone is ahead of UTC at `unix_ms`; 0 in an unknown one.
pub fn offset_min(zone: &str, unix_ms: i64) -> i32 {
    zoned(zone, unix_ms).offset().seconds() / 60
}

/// When so many minutes of a day in an IANA zone have passed, in Unix milliseconds; 1440 is the day's end. A minute that a change
/// of time leaves out counts as the one after it.
pub fn moment_in(zone: &str, day: Date, minute: i64) -> i64 {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let month = i8::try_from(u8::from(day.month())).unwrap_or(1);
    let civil = jiff::civil::Date::new(day.year() as i16, month, i8::try_from(day.day()).unwrap_or(1));
    let passed = jiff::Span::new().try_minutes(minute).unwrap_or_default();
    let at = civil.and_then(|day| day.at(0, 0, 0, 0).checked_add(passed));
    at.and_then(|at| at.to_zoned(zone)).map_or(i64::MAX, |at| at.timestamp().as_millisecond())
}

/// When a carrier calls on a day, in Unix milliseconds: at a minute of the day, or by its end where no time is known.
pub fn call_in(zone: &str, day: Date, cut_off_min: Option<i64>) -> i64 {
    moment_in(zone, day, cut_off_min.unwrap_or(24 * 60))
}

fn zoned(zone: &str, unix_ms: i64) -> jiff::Zoned {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let stamp = jiff::Timestamp::from_millisecond(unix_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.to_zoned(zone)
}

/// `unix_ms` as RFC 3339 in UTC.
pub fn rfc3339(unix_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|at| at.format(&time::format_description::well_known::Rfc3339).ok())
        .unwrap_or_default()
}

/// An RFC 3339 time as Unix milliseconds.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_warehouse_date_is_its_zones() {
        let late = parse_rfc3339("2026-11-22T02:30:00Z").expect("a time");
        assert_eq!(date_in("America/Sao_Paulo", late), date!(2026 - 11 - 21));
        assert_eq!(date_in("Europe/Lisbon", late), date!(2026 - 11 - 22));
        assert_eq!(rfc3339(late), "2026-11-22T02:30:00Z");
        assert_eq!(parse_rfc3339("yesterday"), None);
        let at = |zone, day, minute| rfc3339(moment_in(zone, day, minute));
        let (sao_paulo, lisbon) = ("America/Sao_Paulo", "Europe/Lisbon");
        assert_eq!(at(sao_paulo, date!(2026 - 11 - 30), 17 * 60), "2026-11-30T20:00:00Z");
        assert_eq!(at(sao_paulo, date!(2026 - 11 - 30), 24 * 60), "2026-12-01T03:00:00Z");
        // The clock goes back an hour in the night to the 25th of October, and forward in that to the 29th of March.
        assert_eq!(at(lisbon, date!(2026 - 10 - 25), 17 * 60), "2026-10-25T17:00:00Z");
        assert_eq!(at(lisbon, date!(2026 - 03 - 29), 90), "2026-03-29T01:30:00Z");
    }
}
