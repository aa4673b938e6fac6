//! Lots: what of an item was made or received together.
//!
//! **Invariant**: whether a lot may be used is decided by [`usable`] alone, and its dates by [`dates`] and [`corrected`].

mod dates;

pub use dates::{BadDates, Dates, ShelfLife, corrected, dates};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::id::{ItemId, LotId};
use crate::item::Tracking;

/// Whether a lot may be used at all; of the whole lot, wherever it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotStatus {
    /// Free to use.
    Released,
    /// Held back until someone decides.
    Held,
    /// Called back: must not leave.
    Recalled,
}

/// A lot of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// The item it belongs to.
    pub item_id: ItemId,
    /// Its code; an implicit lot's is the receipt day.
    pub code: String,
    /// Whether nobody scans it: the implicit lot of an untracked item.
    pub implicit: bool,
    /// The last day on which it may be used.
    pub expiry: Option<Date>,
    /// The day it was first received.
    pub received_on: Date,
    /// Released, held or recalled.
    pub status: LotStatus,
}

impl Lot {
    /// Its code as people see it: none where nobody scans it.
    pub fn seen(&self, tracking: Tracking) -> Option<&str> {
        (tracking != Tracking::None && !self.implicit).then_some(self.code.as_str())
    }
}

/// Why a lot's status stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unturned {
    /// It has that status already.
    Already,
    /// A recalled lot is held and looked at again before it is released.
    StillRecalled,
}

/// Whether a lot's status may change from one to another.
///
/// # Errors
/// When it has that status, or would go from recalled to released in one step.
pub fn turn(from: LotStatus, to: LotStatus) -> Result<(), Unturned> {
    match (from, to) {
        _ if from == to => Err(Unturned::Already),
        (LotStatus::Recalled, LotStatus::Released) => Err(Unturned::StillRecalled),
        _ => Ok(()),
    }
}

/// Why a lot may not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// Held.
    Held,
    /// Recalled.
    Recalled,
    /// Its last day was `expiry`.
    Expired {
        /// The last day on which it could be used.
        expiry: Date,
    },
    /// It has fewer days left than asked for.
    ShortLife {
        /// Its last day.
        expiry: Date,
        /// Days asked for.
        remaining_days_min: i64,
    },
}

/// Whether a lot may be used on `today` with at least `remaining_days_min` days of life left after it. A lot is usable
/// through its expiry date.
pub fn usable(
    status: LotStatus,
    expiry: Option<Date>,
    remaining_days_min: i64,
    today: Date,
) -> Result<(), Unusable> {
    match status {
        LotStatus::Held => return Err(Unusable::Held),
        LotStatus::Recalled => return Err(Unusable::Recalled),
        LotStatus::Released => {}
    }
    let Some(expiry) = expiry else { return Ok(()) };
    if expiry < today {
        return Err(Unusable::Expired { expiry });
    }
    match today.checked_add(Duration::days(remaining_days_min)) {
        Some(needed) if expiry >= needed => Ok(()),
        _ => Err(Unusable::ShortLife { expiry, remaining_days_min }),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_recalled_lot_is_held_before_it_is_released() {
        use LotStatus::{Held, Recalled, Released};
        for (from, to) in
            [(Released, Held), (Released, Recalled), (Held, Released), (Held, Recalled), (Recalled, Held)]
        {
            assert_eq!(turn(from, to), Ok(()), "{from:?} to {to:?}");
        }
        assert_eq!(turn(Recalled, Released), Err(Unturned::StillRecalled));
        for same in [Released, Held, Recalled] {
            assert_eq!(turn(same, same), Err(Unturned::Already));
        }
    }

    #[test]
    fn a_lot_is_usable_through_its_last_day() {
        let today = date!(2026 - 11 - 21);
        let check = |status, expiry, days| usable(status, expiry, days, today);
        assert_eq!(check(LotStatus::Released, None, 400), Ok(()));
        assert_eq!(check(LotStatus::Released, Some(today), 0), Ok(()));
        let yesterday = date!(2026 - 11 - 20);
        assert_eq!(
            check(LotStatus::Released, Some(yesterday), 0),
            Err(Unusable::Expired { expiry: yesterday })
        );
        let soon = date!(2026 - 12 - 20);
        assert_eq!(check(LotStatus::Released, Some(soon), 29), Ok(()));
        assert_eq!(
            check(LotStatus::Released, Some(soon), 30),
            Err(Unusable::ShortLife { expiry: soon, remaining_days_min: 30 })
        );
        assert_eq!(check(LotStatus::Held, None, 0), Err(Unusable::Held));
        assert_eq!(check(LotStatus::Recalled, Some(soon), 0), Err(Unusable::Recalled));
        assert!(check(LotStatus::Released, Some(soon), i64::MAX / 90_000_000_000).is_err());
    }
}
