//! The print queue: labels asked for in the transaction of the change, sent by a job after it.
//!
//! A label's content is kept, not its bytes, so that it can be shown and printed again in any format.

use bipe_core::id::{Ids, PrintJobId, PrinterId, WarehouseId};
use bipe_labels::Label;
use bipe_store::event::{self, NewEvent};
use bipe_store::ledger::Entry;
use bipe_store::print_job::{self, NewJob, Status};
use bipe_store::{StoreError, Tx, printer};
use serde_json::json;

/// Queues a label at the printer that prints its kind by default; `None` when the warehouse has no such printer.
/// `subject` is what the label is about: an SSCC, a badge.
pub async fn enqueue(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    label: Label,
    subject: &str,
) -> Result<Option<PrintJobId>, StoreError> {
    enqueue_again(tx, entry, ids, label, subject, Again::default()).await
}

/// That a label was printed before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Again<'t> {
    /// The job that printed it.
    pub of: Option<PrintJobId>,
    /// Why it is printed again.
    pub why: Option<&'t str>,
}

/// The same for several labels of one kind, each with its subject.
pub async fn enqueue_all(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    labels: Vec<(Label, &str)>,
) -> Result<(), StoreError> {
    let Some((first, _)) = labels.first() else { return Ok(()) };
    let Some(printer) = printer::for_label(tx, entry.warehouse_id, first.kind(), entry.actor_id).await?
    else {
        return Ok(());
    };
    for (label, subject) in labels {
        queue(tx, entry, ids, printer, label, subject, Again::default()).await?;
    }
    Ok(())
}

/// The same for a label that was printed before.
pub async fn enqueue_again(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    label: Label,
    subject: &str,
    again: Again<'_>,
) -> Result<Option<PrintJobId>, StoreError> {
    let printer = printer::for_label(tx, entry.warehouse_id, label.kind(), entry.actor_id).await?;
    let Some(printer) = printer else { return Ok(None) };
    queue(tx, entry, ids, printer, label, subject, again).await.map(Some)
}

async fn queue(
    tx: &mut Tx,
    entry: &Entry,
    ids: &mut Ids,
    printer_id: PrinterId,
    label: Label,
    subject: &str,
    again: Again<'_>,
) -> Result<PrintJobId, StoreError> {
    let job = NewJob {
        id: PrintJobId(ids.next_uuid()),
        printer_id,
        label: label.kind().to_owned(),
        subject: subject.to_owned(),
        content: serde_json::to_string(&label).expect("labels serialise"),
        reprint_of: again.of,
        why: again.why.map(ToOwned::to_owned),
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
