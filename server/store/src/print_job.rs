//! Print jobs: what shall come out of a printer, and what is known of it.
//!
//! ```text
//! queued ──► sending ──► sent | printed | failed | unknown
//!   │  ▲        │
//!   │  └────────┘ no byte of the label had gone out: tried again later, with the printer's reason
//!   └──► cancelled
//! ```
//!
//! **Invariant**: one job of a printer is `sending` at a time, claimed under the printer's lock.
//! **Invariant**: only the claim that set a job to `sending` (told by its number of attempts) may say what became of it.
//! A claim whose time ran out is lost: its worker died, and the job is `unknown`. A station that was only out of reach may
//! still say afterwards what became of it.

use bipe_core::id::{ParcelId, PrintJobId, PrinterId, UserId, WarehouseId};
pub use bipe_core::screen::PrintStatus as Status;
use uuid::Uuid;

use crate::row::{all, from_word, later, optional, run, word};
use crate::{StoreError, Tx};

/// A new job.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id.
    pub id: PrintJobId,
    /// Where it comes out.
    pub printer_id: PrinterId,
    /// The label's kind.
    pub label: String,
    /// What it is about: the SSCC, the badge.
    pub subject: String,
    /// The label as JSON.
    pub content: String,
}

/// A new job with the label of another.
#[derive(Clone, Copy, Debug)]
pub struct AgainJob<'t> {
    /// Its id.
    pub id: PrintJobId,
    /// Where it comes out.
    pub printer_id: PrinterId,
    /// Why it is printed again.
    pub why: Option<&'t str>,
}

/// A job as a list shows it.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: PrintJobId,
    /// The printer's name.
    pub printer: String,
    /// The label's kind.
    pub label: String,
    /// What it is about.
    pub subject: String,
    /// What is known of it.
    pub status: Status,
    /// Why, as a stable code with a detail where there is one: `paper_out`, `system: …`.
    pub reason: Option<String>,
    /// When it was asked for, in Unix milliseconds.
    pub created_at_ms: i64,
    /// The job it prints again.
    pub reprint_of: Option<PrintJobId>,
    /// Why it is printed again.
    pub why: Option<String>,
    /// Who asked for it.
    pub requested_by: String,
}

/// A job in the hands of a worker.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: PrintJobId,
    /// Its warehouse.
    pub warehouse_id: WarehouseId,
    /// The label's kind.
    pub label: String,
    /// What it is about.
    pub subject: String,
    /// The label as JSON.
    pub content: String,
    /// How often it was tried, this time too; names the claim.
    pub attempts: i64,
}

/// What became of a claim.
#[derive(Clone, Debug)]
pub struct Finish {
    /// The status it gets; [`Status::Queued`] to be tried again.
    pub status: Status,
    /// Why.
    pub reason: Option<String>,
    /// How many bytes of the label had gone out.
    pub bytes_sent: i64,
    /// When it is tried again, in Unix milliseconds.
    pub next_try_ms: i64,
}

/// Writes a new job; where a label of this kind about this subject was printed before, it names the newest of those.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    job: &NewJob,
    requested_by: UserId,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        "print_job/insert.sql",
        job.id.0,
        warehouse.0,
        job.printer_id.0,
        &job.label,
        &job.subject,
        &job.content,
        requested_by.0,
        at_ms
    )
}

/// Writes a new job with the label of `of`, another of this warehouse, as it was printed then.
pub async fn again(
    tx: &mut Tx,
    warehouse: WarehouseId,
    of: PrintJobId,
    job: &AgainJob<'_>,
    requested_by: UserId,
    at_ms: i64,
) -> Result<(), StoreError> {
    later!(
        tx,
        rows(1, "the job to print again is gone"),
        "print_job/again.sql",
        job.id.0,
        warehouse.0,
        job.printer_id.0,
        of.0,
        job.why,
        requested_by.0,
        at_ms
    )
}

/// Printers that have a job to be tried by now, each with its address.
pub async fn due(tx: &mut Tx, now_ms: i64) -> Result<Vec<(PrinterId, String)>, StoreError> {
    let rows = all!(tx, (Uuid, String), "print_job/due.sql", now_ms)?;
    Ok(rows.into_iter().map(|(id, address)| (PrinterId(id), address)).collect())
}

/// Claims the printer's oldest waiting job until `until_ms`, when it is due and no other job of the printer is on its way.
/// The caller holds the printer's lock. `spool` names the station's spool, when a station sends it.
pub async fn claim(
    tx: &mut Tx,
    printer: PrinterId,
    now_ms: i64,
    until_ms: i64,
    spool: Option<&str>,
) -> Result<Option<Claim>, StoreError> {
    let row = optional!(tx, ClaimRow, "print_job/claim.sql", printer.0, now_ms, until_ms, spool)?;
    Ok(row.map(claimed))
}

/// Gives what this spool had claimed and never got once more, as the same claim: its answer was lost. The caller holds the
/// printer's lock, and the spool says that it holds no job of this printer.
pub async fn claim_again(
    tx: &mut Tx,
    printer: PrinterId,
    spool: &str,
    until_ms: i64,
) -> Result<Option<Claim>, StoreError> {
    let row = optional!(tx, ClaimRow, "print_job/claim_again.sql", printer.0, spool, until_ms)?;
    Ok(row.map(claimed))
}

type ClaimRow = (Uuid, Uuid, String, String, String, i64);

fn claimed((id, warehouse, label, subject, content, attempts): ClaimRow) -> Claim {
    let (id, warehouse_id) = (PrintJobId(id), WarehouseId(warehouse));
    Claim { id, warehouse_id, label, subject, content, attempts }
}

/// Holds on to a claim until `until_ms`.
pub async fn renew(tx: &mut Tx, id: PrintJobId, attempts: i64, until_ms: i64) -> Result<(), StoreError> {
    run!(tx, "print_job/renew.sql", id.0, attempts, until_ms)?;
    Ok(())
}

/// Says what became of a claim; `false` when the claim was lost meanwhile, and nothing was written.
pub async fn finish(tx: &mut Tx, id: PrintJobId, attempts: i64, finish: &Finish) -> Result<bool, StoreError> {
    let done = run!(
        tx,
        "print_job/finish.sql",
        id.0,
        attempts,
        word(&finish.status),
        &finish.reason,
        finish.bytes_sent,
        finish.next_try_ms
    )?;
    Ok(done == 1)
}

/// Claims whose time ran out before `now_ms`, each with its printer's address.
pub async fn lost(tx: &mut Tx, now_ms: i64) -> Result<Vec<(Claim, String)>, StoreError> {
    let rows = all!(tx, SentRow, "print_job/lost.sql", now_ms)?;
    Ok(rows.into_iter().map(sent).collect())
}

/// A job as its sender knows it, with its printer's address.
pub async fn sent_by(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: PrintJobId,
) -> Result<Option<(Claim, String)>, StoreError> {
    Ok(optional!(tx, SentRow, "print_job/sent_by.sql", id.0, warehouse.0)?.map(sent))
}

type SentRow = (Uuid, Uuid, String, String, i64, String);

fn sent((id, warehouse, label, subject, attempts, address): SentRow) -> (Claim, String) {
    let (id, warehouse_id) = (PrintJobId(id), WarehouseId(warehouse));
    (Claim { id, warehouse_id, label, subject, content: String::new(), attempts }, address)
}

type Row = (Uuid, String, String, String, String, Option<String>, i64, Option<Uuid>, Option<String>, String);

fn job(row: Row) -> Result<Job, StoreError> {
    let (id, printer, label, subject, status, reason, created_at_ms, reprint_of, why, requested_by) = row;
    Ok(Job {
        id: PrintJobId(id),
        printer,
        label,
        subject,
        status: from_word("print_jobs.status", status)?,
        reason,
        created_at_ms,
        reprint_of: reprint_of.map(PrintJobId),
        why,
        requested_by,
    })
}

/// At most `limit` jobs before `(created_at_ms, id)`, newest first.
pub async fn page(
    tx: &mut Tx,
    warehouse: WarehouseId,
    before: (i64, PrintJobId),
    limit: i64,
) -> Result<Vec<Job>, StoreError> {
    let rows = all!(tx, Row, "print_job/page.sql", warehouse.0, before.0, before.1.0, limit)?;
    rows.into_iter().map(job).collect()
}

/// One job.
pub async fn by_id(tx: &mut Tx, warehouse: WarehouseId, id: PrintJobId) -> Result<Option<Job>, StoreError> {
    optional!(tx, Row, "print_job/by_id.sql", warehouse.0, id.0)?.map(job).transpose()
}

/// A job's label as JSON.
pub async fn content(
    tx: &mut Tx,
    warehouse: WarehouseId,
    id: PrintJobId,
) -> Result<Option<String>, StoreError> {
    let row = optional!(tx, (String,), "print_job/content.sql", warehouse.0, id.0)?;
    Ok(row.map(|(content,)| content))
}

/// The newest job about `subject`, whatever its label; about the SSCC of `parcel`, where one is named.
pub async fn about(
    tx: &mut Tx,
    warehouse: WarehouseId,
    subject: &str,
    parcel: Option<ParcelId>,
) -> Result<Option<Job>, StoreError> {
    let parcel = parcel.map(|id| id.0);
    optional!(tx, Row, "print_job/about.sql", warehouse.0, subject, parcel)?.map(job).transpose()
}

/// Takes a waiting job back; `false` when it does not wait any more.
pub async fn cancel(tx: &mut Tx, warehouse: WarehouseId, id: PrintJobId) -> Result<bool, StoreError> {
    Ok(run!(tx, "print_job/cancel.sql", warehouse.0, id.0)? == 1)
}
