//! What a counting decision is made on, and what it commits.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{BookRow, Line, Tolerance};
use crate::id::{CountId, HandlingUnitId, ItemId, LocationId, LotId};
use crate::item::{Packaging, Tracking};
use crate::ledger::Movement;
use crate::lot::LotStatus;
use crate::screen::Bin;

/// Why a count was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountReason {
    /// Its turn has come.
    Cycle,
    /// Someone asked.
    Request,
    /// A picker found less than the book says.
    Short,
    /// The book says that the bin is empty.
    Zero,
    /// The first count differed too much: another person counts again.
    Recount,
}

/// How far a count has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountStatus {
    /// To be counted.
    Open,
    /// Counted; waits for a supervisor.
    Counted,
    /// The stock says what was counted.
    Posted,
    /// It came to nothing.
    Dropped,
}

/// What a decision knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Bins that wait to be counted, in the order of the walk, at most twenty.
    pub waiting: Vec<Bin>,
    /// How many wait in all.
    pub waiting_count: i64,
    /// The count that stands at the scanned bin, while none is at work.
    pub scanned: Option<Sheet>,
    /// The bin that was scanned, as people see it.
    pub scanned_bin: Option<Bin>,
    /// The count at work.
    pub sheet: Option<Sheet>,
    /// What the scanned lot, or the untracked item's newest one, is on record.
    pub lot: Option<LotFacts>,
    /// What the book says; loaded to close, and never shown.
    pub book: Vec<BookRow>,
    /// What difference is posted at once.
    pub tolerance: Tolerance,
    /// Where corrections come from and go to.
    pub adjustment_id: Option<LocationId>,
    /// Progress within the step.
    pub progress: Progress,
}

/// A count of one bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its id.
    pub id: CountId,
    /// The bin.
    pub location_id: LocationId,
    /// The bin as people see it.
    pub bin: Bin,
    /// Why it is counted.
    pub reason: CountReason,
    /// How far it is.
    pub status: CountStatus,
    /// Whether this operator made the count that it repeats.
    pub is_second_of_mine: bool,
    /// Another operator who is at it now.
    pub holder: Option<String>,
    /// The bin's version now.
    pub version: i64,
}

/// A lot as counting needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotFacts {
    /// The lot.
    pub id: LotId,
    /// Its item.
    pub item_id: ItemId,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub expiry: Option<Date>,
    /// Its status.
    pub status: LotStatus,
    /// Of a serial: how much of it the book has in other places.
    pub elsewhere_base: i64,
}

/// What a task keeps between scans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// The bin's version when counting began.
    pub version: i64,
    /// What is counted, in the order in which it was found.
    pub tally: Vec<Tally>,
    /// Each scan that added to it.
    pub scans: Vec<Counted>,
    /// The unit that goods are counted in.
    pub unit: Option<Inside>,
    /// Goods whose lot is still to be scanned.
    pub goods: Option<Waiting>,
    /// A lot that was scanned ahead of its goods.
    pub lot: Option<String>,
    /// What counts when it comes once more: a bin without a count, a quantity that is hard to believe.
    pub again: Option<String>,
    /// Whether the count is about to close.
    pub closing: bool,
}

/// Goods of one lot in one place within the bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The goods.
    pub goods: Facts,
    /// The lot; of untracked goods the one that what is found beyond the book counts for.
    pub lot_id: LotId,
    /// The lot's code, where people scan it.
    pub lot: Option<String>,
    /// The lot's last day.
    pub expiry: Option<Date>,
    /// The unit they are in, where one was scanned.
    pub unit: Option<Inside>,
}

/// An item as counting shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The item.
    pub item_id: ItemId,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// What its stock is told apart by.
    pub tracking: Tracking,
    /// Its packagings.
    pub packagings: Vec<Packaging>,
}

/// A handling unit in the bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// The unit.
    pub id: HandlingUnitId,
    /// Its code.
    pub code: String,
}

/// What one scan added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which line of the tally.
    pub tally: usize,
    /// How many.
    pub count: i64,
    /// Of which packaging.
    pub packaging: String,
    /// Base units in one.
    pub packaging_base: i64,
}

/// Goods that were scanned without their lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The goods.
    pub goods: Facts,
    /// How many.
    pub count: i64,
    /// Of which packaging.
    pub packaging: String,
    /// Base units in one.
    pub packaging_base: i64,
}

/// What a decision commits.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A count that nobody asked for begins.
    Open {
        /// Its id.
        count_id: CountId,
        /// The bin.
        location_id: LocationId,
    },
    /// This operator counts, and the bin is locked.
    Claim {
        /// The count.
        count_id: CountId,
        /// The bin.
        location_id: LocationId,
    },
    /// The operator leaves the bin uncounted: it is free again, and the count waits.
    Release {
        /// The count.
        count_id: CountId,
        /// The bin.
        location_id: LocationId,
    },
    /// The bin was counted, and is free again.
    Close(Box<Closing>),
}

/// How a count ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// The count.
    pub count_id: CountId,
    /// The bin.
    pub location_id: LocationId,
    /// The bin's code.
    pub bin: String,
    /// The bin's version at which it was counted.
    pub version: i64,
    /// What was found, and what the book said.
    pub lines: Vec<Line>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What becomes of what was counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The stock says what was counted.
    Post(Vec<Movement>),
    /// Another person counts again.
    Recount {
        /// That count's id.
        count_id: CountId,
    },
    /// A supervisor decides.
    Await,
}

impl Progress {
    /// What was counted, in base units, of each line of the tally that a scan stands for; the last one first.
    pub fn counted(&self) -> Vec<(&Tally, i64)> {
        let mut order: Vec<usize> = Vec::new();
        for scan in self.scans.iter().rev() {
            if !order.contains(&scan.tally) {
                order.push(scan.tally);
            }
        }
        order.into_iter().filter_map(|at| Some((self.tally.get(at)?, self.sum(at)))).collect()
    }

    fn sum(&self, tally: usize) -> i64 {
        let scans = self.scans.iter().filter(|scan| scan.tally == tally);
        scans.fold(0, |sum, scan| sum.saturating_add(scan.count.saturating_mul(scan.packaging_base)))
    }
}
