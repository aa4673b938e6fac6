//! Wire types shared by server, interface and partners: JSON bodies of `/api/v1`, and nothing else.
//!
//! Screens are `bipe_core::screen` types; here are the envelopes around them and the resources of the desk and of programs.
//! Times are RFC 3339 in UTC, dates ISO 8601, quantities whole base units.

pub mod desk;
pub mod floor;
pub mod label;
pub mod page;
pub mod problem;
pub mod session;
pub mod setup;
pub mod station;
pub mod webhook;

pub use page::Page;
pub use problem::Problem;

#[cfg(test)]
mod tests {
    use time::macros::date;

    #[test]
    fn dates_are_iso_8601_on_the_wire() {
        let text = serde_json::to_string(&Some(date!(2026 - 11 - 04))).expect("a date serialises");
        assert_eq!(text, "\"2026-11-04\"");
        assert_eq!(serde_json::from_str::<time::Date>(&text).expect("and is read"), date!(2026 - 11 - 04));
    }
}
