//! The print queue: labels asked for in the transaction of the change, sent by a job after it.
//!
//! A label's content is kept, not its bytes, so that it can be shown and printed again in any format.

use bipe_core::code::OwnCode;
use bipe_core::flow::Found;
use bipe_core::id::{Ids, PrintJobId, PrinterId, WarehouseId};
use bipe_core::scan::Scan;
use bipe_labels::Label;
use bipe_store::event::{self, NewEvent};
use bipe_store::ledger::Entry;
use bipe_store::print_job::{self, AgainJob, Job, NewJob, Status};
use bipe_store::{StoreError, Tx, printer};
use serde_json::json;

/// Queues a label at the printer that prints its kind by default; `None` when the warehouse has no such printer.
/// `subject` is what the label is about: an SSCC, a badge. A label about it that was printed before is named by the new job.
pub async fn enqueue(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    label: Label,
    subject: &str,
) -> Result<Option<PrintJobId>, StoreError> {
    let printer = printer::for_label(tx, entry.warehouse_id, label.kind(), entry.actor_id).await?;
    let Some((printer, _)) = printer else { return Ok(None) };
    queue(tx, entry, ids, printer, label, subject).await.map(Some)
}

/// The same for several labels of one kind, each with its subject.
pub async fn enqueue_all(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    labels: Vec<(Label, &str)>,
) -> Result<(), StoreError> {
    let Some((first, _)) = labels.first() else { return Ok(()) };
    let printer = printer::for_label(tx, entry.warehouse_id, first.kind(), entry.actor_id).await?;
    let Some((printer, _)) = printer else { return Ok(()) };
    for (label, subject) in labels {
        queue(tx, entry, ids, printer, label, subject).await?;
    }
    Ok(())
}

/// The newest job for a label of what a code stands for, by whichever of its codes it was scanned.
pub async fn find(
    tx: &mut Tx,
    warehouse: WarehouseId,
    scan: &Scan,
    found: &Found,
) -> Result<Option<Job>, StoreError> {
    let (subject, parcel) = match found {
        Found::Parcel { parcel_id, .. } => (String::new(), Some(*parcel_id)),
        Found::Unit(unit) => (unit.code.clone(), None),
        Found::Location(location) => (OwnCode::Bin(location.code.clone()).printed(), None),
        _ => (scan.content.sscc.as_ref().map_or_else(|| scan.text.clone(), ToString::to_string), None),
    };
    print_job::about(tx, warehouse, &subject, parcel).await
}

/// A label that was printed before, as its job names it.
#[derive(Clone, Copy, Debug)]
pub struct Before<'t> {
    /// The job.
    pub id: PrintJobId,
    /// The label's kind.
    pub label: &'t str,
    /// What it is about.
    pub subject: &'t str,
}

/// Queues a label once more as it was printed: the new job names that one, who asked and why. Nothing else is made.
pub async fn reprint(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    before: Before<'_>,
    printer_id: PrinterId,
    why: Option<&str>,
) -> Result<PrintJobId, StoreError> {
    let job = AgainJob { id: PrintJobId(ids.next_uuid()), printer_id, why };
    print_job::again(tx, entry.warehouse_id, before.id, &job, entry.actor_id, entry.at_ms).await?;
    let Before { label, subject, .. } = before;
    let changed = Changed { id: job.id, label, subject, status: Status::Queued, reason: None };
    changed.append(tx, entry.warehouse_id, entry.at_ms, ids).await?;
    Ok(job.id)
}

async fn queue(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    printer_id: PrinterId,
    label: Label,
    subject: &str,
) -> Result<PrintJobId, StoreError> {
    let job = NewJob {
        id: PrintJobId(ids.next_uuid()),
        printer_id,
        label: label.kind().to_owned(),
        subject: subject.to_owned(),
        content: serde_json::to_string(&label).expect("labels serialise"),
    };
    print_job::insert(tx, entry.warehouse_id, &job, entry.actor_id, entry.at_ms).await?;
    let changed = Changed { id: job.id, label: &job.label, subject, status: Status::Queued, reason: None };
    changed.append(tx, entry.warehouse_id, entry.at_ms, ids).await?;
    Ok(job.id)
}

/// What live pages and programs learn of a job: the event `print_job.changed`.
pub(crate) struct Changed<'t> {
    pub(crate) id: PrintJobId,
    pub(crate) label: &'t str,
    pub(crate) subject: &'t str,
    pub(crate) status: Status,
    pub(crate) reason: Option<&'t str>,
}

impl Changed<'_> {
    /// Writes the event.
    pub(crate) async fn append(
        &self,
        tx: &mut Tx,
        warehouse: WarehouseId,
        at_ms: i64,
        ids: &mut Ids,
    ) -> Result<(), StoreError> {
        let payload = json!({
            "id": self.id,
            "label": self.label,
            "subject": self.subject,
            "status": self.status,
            "reason": self.reason,
        });
        let event =
            NewEvent { kind: "print_job.changed", subject_id: self.id.0, payload: payload.to_string() };
        event::append(tx, warehouse, &event, at_ms, ids).await
    }
}
