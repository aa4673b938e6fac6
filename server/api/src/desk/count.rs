//! Counts: asked for, counted on the floor, settled at a desk.

use bipe_core::flow::count::{CountReason, CountStatus};
use bipe_core::id::CountId;
use bipe_core::location::AbcClass;
use serde::{Deserialize, Serialize};

/// `POST /api/v1/counts`: bins by name, or those whose turn it is; or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCounts {
    /// These bins.
    #[serde(default)]
    pub bins: Vec<String>,
    /// Bins whose turn it is.
    #[serde(default)]
    pub cycle: Option<NewCycle>,
}

/// Which bins a cycle takes: of storage and pick faces, those counted longest ago first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCycle {
    /// Of the zone with this code only.
    #[serde(default)]
    pub zone: Option<String>,
    /// Meant for goods of this class only.
    #[serde(default)]
    pub abc_class: Option<AbcClass>,
    /// Not counted in so many days; any when absent.
    #[serde(default)]
    pub not_counted_days: i64,
    /// At most so many bins; 50 when absent.
    #[serde(default)]
    pub bins_max: Option<i64>,
}

/// What asking for counts did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsOpened {
    /// Bins that are to be counted now.
    pub opened: Vec<String>,
    /// Bins of the request that had a count already.
    pub already: Vec<String>,
}

/// A count (`GET /api/v1/counts`, `GET /api/v1/counts/{id}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Its id.
    pub id: CountId,
    /// The bin's code.
    pub location: String,
    /// Why it was asked for.
    pub reason: CountReason,
    /// How far it is; `counted` waits for a supervisor.
    pub status: CountStatus,
    /// Who asked for it.
    pub requested_by: String,
    /// Who counted, or is at it.
    pub counted_by: Option<String>,
    /// The count that it repeats.
    pub recount_of: Option<CountId>,
    /// When it was asked for (RFC 3339).
    pub created_at: String,
    /// When it was counted (RFC 3339).
    pub counted_at: Option<String>,
    /// What was found, beside the book; empty until it is counted.
    pub lines: Vec<CountLine>,
}

/// What was found of one lot in one place of the bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// The lot's code; none where nobody scans it.
    pub lot: Option<String>,
    /// The handling unit's code; none when loose.
    pub unit_code: Option<String>,
    /// What the book said, in base units.
    pub book_base: i64,
    /// What was found.
    pub counted_base: i64,
}

/// How counts are judged (`GET /api/v1/counts/rule`, `PUT /api/v1/counts/rule`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountRule {
    /// A difference of so many base units is posted at once.
    pub tolerance_base: i64,
    /// So is one of so many thousandths of the book.
    pub tolerance_permille: i64,
    /// Whether pickers are asked if a bin is empty when the book says so.
    #[serde(default)]
    pub zero_check: bool,
}
