//! The auditor: every invariant that can be recomputed is recomputed from the tables, above all from the movements, in one
//! snapshot, so that it may run while the server works.
//!
//! Each check is one statement under `sql/audit/` that gives a row for each breach: the thing in words, the figure that is right
//! by the rule, and the one that was found. A clean database gives no rows at all.
//!
//! I8 is told by time: a reservation given before its lot was held is rightly kept, and its id says when it was given. Commands
//! that waited for each other may have begun in another order than they took effect, so [`SETTLED_MS`] are let pass.
//!
//! **Invariant**: the auditor writes nothing and trusts no total that it can add up itself.

pub mod explain;

use bipe_core::id::{HandlingUnitId, unix_ms_of};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::row::{all, one};
use crate::{Store, StoreError, Tx};

/// How long after a lot was stopped a reservation on it is no longer explained by a command that had begun before.
const SETTLED_MS: i64 = 60_000;

/// One breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The invariant: `I1` … `I13`.
    pub invariant: &'static str,
    /// The check that found it: `stock_fold`.
    pub check: &'static str,
    /// The rule, in words.
    pub rule: &'static str,
    /// What it was found on.
    pub thing: String,
    /// The figure that the rule gives.
    pub expected: i64,
    /// The figure that stands in the database.
    pub found: i64,
}

/// What an audit looked at and found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Breaches; none when all is well.
    pub findings: Vec<Finding>,
    /// The checks that were made.
    pub checks: Vec<Check>,
    /// Movements folded.
    pub movements: i64,
    /// Stock rows compared.
    pub stock_rows: i64,
    /// Reservations summed.
    pub reservations: i64,
    /// Parcels compared.
    pub parcels: i64,
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The invariant.
    pub invariant: &'static str,
    /// Its name.
    pub check: &'static str,
    /// The rule, in words.
    pub rule: &'static str,
}

type Row = (String, i64, i64);

/// Makes each check and gathers what it finds.
macro_rules! checks {
    ($tx:ident, $report:ident; $($invariant:literal $name:literal $sql:literal ($($value:expr),*) $rule:literal)*) => {$(
        let check = Check { invariant: $invariant, check: $name, rule: $rule };
        $report.add(check, all!($tx, Row, $sql $(, $value)*)?);
    )*};
}

impl Report {
    fn add(&mut self, check: Check, rows: Vec<Row>) {
        let Check { invariant, check: name, rule } = check;
        self.checks.push(check);
        self.findings.extend(rows.into_iter().map(|(thing, expected, found)| Finding {
            invariant,
            check: name,
            rule,
            thing,
            expected,
            found,
        }));
    }
}

/// Audits the whole database.
///
/// # Errors
/// When it can't be read, or its tables are another version's.
pub async fn run(store: &Store) -> Result<Report, StoreError> {
    let tx = &mut store.snapshot().await?;
    let (movements, stock_rows, reservations, parcels) = one!(tx, (i64, i64, i64, i64), "audit/size.sql")?;
    let (findings, checks) = (Vec::new(), Vec::new());
    let mut report = Report { findings, checks, movements, stock_rows, reservations, parcels };
    stock(tx, &mut report).await?;
    stopped(tx, &mut report).await?;
    places(tx, &mut report).await?;
    orders(tx, &mut report).await?;
    records(tx, &mut report).await?;
    Ok(report)
}

async fn stock(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    checks! { tx, report;
        "I1" "stock_negative" "audit/stock_negative.sql" () "no negative stock in a physical place"
        "I2" "stock_fold" "audit/stock_fold.sql" () "on hand is the fold of the movements"
        "I2" "stock_virtual" "audit/stock_virtual.sql" () "virtual places have no stock of their own"
        "I2" "lot_balance" "audit/lot_balance.sql" () "per lot, all legs sum to zero"
        "I3" "reserved_sum" "audit/reserved_sum.sql" () "reserved is the sum of the open reservations"
        "I3" "reserved_over" "audit/reserved_over.sql" () "reserved lies between 0 and on hand"
        "I4" "serial_places" "audit/serial_places.sql" () "a serial is in one place, with quantity 1"
        "I5" "stock_double" "audit/stock_double.sql" () "one stock row per place, lot and unit"
        "I7" "lot_item" "audit/lot_item.sql" () "a lot belongs to its item"
    }
    Ok(())
}

/// I8: no reservation was given on a lot that was stopped, or had run out, by then.
async fn stopped(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    type Given = (String, Uuid, i64, Option<i64>, Option<Date>);
    let given_after = |id: Uuid, stopped: Option<i64>, expiry: Option<Date>| {
        let Some(ms) = unix_ms_of(id).and_then(|ms| i64::try_from(ms).ok()) else { return false };
        // A day more, since it may be yesterday still where the warehouse is.
        let last = expiry.and_then(Date::next_day);
        let day = OffsetDateTime::from_unix_timestamp(ms / 1_000).ok().map(OffsetDateTime::date);
        stopped.is_some_and(|at| ms > at + SETTLED_MS) || last.zip(day).is_some_and(|(last, day)| day > last)
    };
    let mut rows: Vec<Row> = Vec::new();
    for (thing, id, base, stopped, expiry) in all!(tx, Given, "audit/stopped_reserved.sql")? {
        if given_after(id, stopped, expiry) {
            rows.push((thing, 0, base));
        }
    }
    let rule = "held, recalled or expired stock gets no new reservation";
    report.add(Check { invariant: "I8", check: "stopped_reserved", rule }, rows);
    Ok(())
}

async fn places(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    let none = HandlingUnitId::NONE.0;
    checks! { tx, report;
        "I6" "unit_place" "audit/unit_place.sql" (none) "a unit is in one place with all it holds"
        "I6" "unit_nested" "audit/unit_nested.sql" () "a unit within another stands where the other does"
        "I6" "unit_cycle" "audit/unit_cycle.sql" () "no unit is within itself"
        "I9" "tour_claim" "audit/tour_claim.sql" () "a claimed tour has an operator, an open one has none"
        "I9" "tour_shared" "audit/tour_shared.sql" () "one operator at a time works on a tour"
    }
    Ok(())
}

async fn orders(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    checks! { tx, report;
        "I10" "line_sum" "audit/line_sum.sql" () "picked + short + cancelled + open = ordered"
        "I10" "line_open" "audit/line_open.sql" () "no more is reserved than is open"
        "I10" "line_picked" "audit/line_picked.sql" () "a line's picked is the sum of its picks"
        "I10" "line_posted" "audit/line_posted.sql" () "a line's picked was posted from its reservations"
        "I10" "item_picked" "audit/item_picked.sql" () "what lines count as picked has moved so"
        "I10" "line_packed" "audit/line_packed.sql" () "a line's packed is what its closed parcels hold"
        "I10" "parcel_packed" "audit/parcel_packed.sql" () "what a closed parcel lists has moved into it"
        "I10" "parcel_shipped" "audit/parcel_shipped.sql" () "what shipped parcels list has left, and nothing else"
        "I10" "order_shipped" "audit/order_shipped.sql" () "nothing of a shipped order is open or still here"
    }
    Ok(())
}

async fn records(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    checks! { tx, report;
        "I11" "command_double" "audit/command_double.sql" () "a command id stands once"
        "I11" "command_missing" "audit/command_missing.sql" () "every movement names a command with its reply"
        "I11" "command_actor" "audit/command_actor.sql" () "a command's movements are its actor's"
        "I12" "count_position" "audit/count_position.sql" () "a count is posted at the position that was counted"
        "I12" "count_moved" "audit/count_moved.sql" () "what a count moved is what it found beyond the book"
        "I13" "event_missing" "audit/event_missing.sql" () "every state the outside must learn has its event"
        "I13" "event_delivery" "audit/event_delivery.sql" () "what webhooks are told was an event"
    }
    Ok(())
}
