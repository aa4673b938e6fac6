//! Releasing: which new orders a channel takes, how many at a time, and what goes first.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// Which new orders a release channel takes. What is not said lets all of them in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReleaseRule {
    /// Codes of their carriers.
    pub carriers: Vec<String>,
    /// The channels they came by.
    pub channels: Vec<String>,
    /// Codes of zones: all that the order is picked from lies in them.
    pub zones: Vec<String>,
    /// The least priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_min: Option<i64>,
    /// It leaves within so many days; 0 is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaves_within_days: Option<i64>,
}

impl ReleaseRule {
    /// The last day that an order may name to leave by; `None` takes those that name none, too.
    pub fn leaves_until(&self, today: Date) -> Option<Date> {
        self.leaves_within_days.map(|days| today.checked_add(Duration::days(days)).unwrap_or(Date::MAX))
    }

    /// Whether goods in this zone may be picked for it.
    pub fn admits_zone(&self, zone: &str) -> bool {
        self.zones.is_empty() || self.zones.iter().any(|code| code == zone)
    }
}

/// When an order should be gone, by what goes first: the day it names, on that day the carrier's call, then its priority, then its
/// age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urgency {
    /// The latest day it must leave on.
    pub ship_by: Option<Date>,
    /// When its carrier calls, in minutes since the day began.
    pub cut_off_min: Option<i64>,
    /// Higher goes first.
    pub priority: i64,
    /// When it arrived, in Unix milliseconds.
    pub created_at_ms: i64,
}

impl Urgency {
    /// Sorts by what goes first.
    pub fn turn(&self) -> impl Ord + use<> {
        (
            self.ship_by.is_none(),
            self.ship_by,
            self.cut_off_min.is_none(),
            self.cut_off_min,
            std::cmp::Reverse(self.priority),
            self.created_at_ms,
        )
    }

    /// Whether it must leave today, or should have left before.
    pub fn is_due(&self, today: Date) -> bool {
        self.ship_by.is_some_and(|day| day <= today)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 30);

    #[test]
    fn the_day_goes_before_the_call_and_that_before_priority_and_age() {
        let plain = Urgency { ship_by: None, cut_off_min: None, priority: 0, created_at_ms: 5 };
        let sorted = [
            Urgency { ship_by: Some(date!(2026 - 11 - 29)), ..plain },
            Urgency { ship_by: Some(TODAY), cut_off_min: Some(660), ..plain },
            Urgency { ship_by: Some(TODAY), cut_off_min: Some(1_020), priority: 3, ..plain },
            Urgency { ship_by: Some(TODAY), cut_off_min: Some(1_020), created_at_ms: 1, ..plain },
            Urgency { ship_by: Some(TODAY), cut_off_min: Some(1_020), ..plain },
            Urgency { ship_by: Some(TODAY), priority: 9, ..plain },
            Urgency { cut_off_min: Some(660), ..plain },
            Urgency { priority: 9, ..plain },
            plain,
        ];
        assert!(sorted.windows(2).all(|two| two[0].turn() < two[1].turn()));
        let due: Vec<bool> = sorted.iter().map(|one| one.is_due(TODAY)).collect();
        assert_eq!(due, [true, true, true, true, true, true, false, false, false]);
    }

    #[test]
    fn a_rule_says_nothing_where_nothing_is_said() {
        let rule: ReleaseRule = serde_json::from_str("{}").unwrap();
        assert_eq!((rule.leaves_until(TODAY), rule.admits_zone("")), (None, true));
        let rule: ReleaseRule =
            serde_json::from_str(r#"{"zones": ["A"], "leaves_within_days": 1, "priority_min": 2}"#).unwrap();
        assert_eq!(rule.leaves_until(TODAY), Some(date!(2026 - 12 - 01)));
        assert!(rule.admits_zone("A") && !rule.admits_zone("B") && !rule.admits_zone(""));
        assert!(serde_json::from_str::<ReleaseRule>(r#"{"zone": "A"}"#).is_err());
    }
}
