//! What lies on the floor before a walk, and when: a browser has the machine's clock, so the floor's clock is set to it, and
//! lots expire a good while from now.

use bipe_server::clock::{Clock, date_in};
use bipe_tests::floor::{Floor, goods};
use time::{Date, Duration};

use crate::picked::{self, Put};

/// Sets the floor's clock to the machine's.
pub fn now(floor: &Floor) {
    floor.pass(Clock::System.now_ms() - floor.app.clock.now_ms());
}

/// The date so many days from now.
pub fn day(days: i64) -> Date {
    date_in("UTC", Clock::System.now_ms()) + Duration::days(days)
}

/// The expiry of lot `L1`, which leaves first.
pub fn first_expiry() -> Date {
    day(300)
}

/// The expiry of lot `L2`.
pub fn last_expiry() -> Date {
    day(390)
}

/// Lays coffee of two lots and soap into bins, as left from before any command that is still kept, on a floor of today.
pub async fn fill(floor: &Floor) {
    let put = |sku, lot, expiry, bin, quantity_base| Put { sku, lot, expiry, bin, quantity_base };
    let puts = vec![
        put(goods::COFFEE, "L1", Some(first_expiry()), "A-01-01-1", 48),
        put(goods::COFFEE, "L2", Some(last_expiry()), "A-02-01-1", 90),
        put(goods::SOAP, "2026-03-01", None, "A-03-01-2", 120),
        put(goods::READER, "S1", None, "A-03-02-1", 1),
    ];
    picked::stock(floor, puts.leak()).await;
    now(floor);
}

/// A GS1 DataMatrix whose lot, of no fixed length, stands before the expiry and so ends in FNC1.
pub fn lot_first(gtin: &str, lot: &str, expiry: Date) -> String {
    let (year, month, day) = (expiry.year() % 100, u8::from(expiry.month()), expiry.day());
    format!("]d201{}10{lot}\u{1d}17{year:02}{month:02}{day:02}", picked::right_check(gtin))
}

/// Asserts that every figure of the floor can be recomputed from its movements.
pub async fn audit(floor: &Floor) {
    let report = bipe_store::audit::run(&floor.app.store).await.expect("the audit runs");
    assert_eq!(report.findings, []);
}
