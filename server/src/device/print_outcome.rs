//! What becomes of a print job that someone sends: the server's own worker, or a station's program.

use bipe_core::id::{Ids, PrinterId, WarehouseId};
use bipe_drivers::printer::Language;
use bipe_drivers::printer::job::{Outcome, Policy};
use bipe_labels::{Dpi, Format, Label, template::Template};
use bipe_store::print_job::{self, Claim, Finish, Status};
use bipe_store::{StoreError, Tx, label_template, printer};

use super::print_queue::Changed;
use super::print_reason;

/// The first wait before a printer is tried again, and the longest.
const RETRY_MS: (i64, i64) = (1_000, 30_000);

/// What became of a claim, to be written with its event.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// The claim.
    pub(crate) claim: Claim,
    /// The printer, when it said how it is.
    pub(crate) printer: Option<PrinterId>,
    /// What became of it.
    pub(crate) finish: Finish,
    /// When, in Unix milliseconds.
    pub(crate) at_ms: i64,
    /// Ids for the event.
    pub(crate) ids: Ids,
}

impl Ended {
    /// Writes it, unless the claim was given up meanwhile; gives whether it was written.
    pub(crate) async fn write(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let (claim, finish) = (&self.claim, &self.finish);
        if !print_job::finish(tx, claim.id, claim.attempts, finish).await? {
            tracing::warn!(job = %claim.id, status = ?finish.status, "a print job was given up meanwhile");
            return Ok(false);
        }
        if let Some(printer) = self.printer {
            printer::set_state(tx, printer, finish.reason.as_deref().unwrap_or_default(), self.at_ms).await?;
        }
        let changed = Changed {
            id: claim.id,
            label: &claim.label,
            subject: &claim.subject,
            status: finish.status,
            reason: finish.reason.as_deref(),
        };
        changed.append(tx, claim.warehouse_id, self.at_ms, &mut self.ids.clone()).await?;
        Ok(true)
    }
}

/// What is known of a job after it was sent: its status, the reason, and how many bytes had gone out. In a folder a job of which
/// nobody knows what came out may be sent again: writing a file twice gives the same file.
pub(crate) fn told(outcome: &Outcome, folder: bool) -> (Status, Option<String>, usize) {
    match outcome {
        Outcome::Printed { bytes } => (Status::Printed, None, *bytes),
        Outcome::Sent { bytes } => (Status::Sent, None, *bytes),
        Outcome::NotReady(reason) | Outcome::Failed { reason, .. } => {
            (Status::Queued, Some(print_reason::code(reason)), 0)
        }
        Outcome::Unknown { bytes_out, reason } => {
            let status = if folder { Status::Queued } else { Status::Unknown };
            (status, Some(print_reason::code(reason)), *bytes_out)
        }
    }
}

/// How long to wait after so many tries: twice as long each time.
pub(crate) fn retry_ms(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (RETRY_MS.0 << doublings).min(RETRY_MS.1)
}

/// A label's content as bytes for a printer, by the built-in template or by one of the warehouse's own. `Err` is why it can
/// never be printed.
pub(crate) fn render(
    content: &str,
    format: &str,
    dpi: i64,
    template: Option<&str>,
) -> Result<Vec<u8>, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("label: {error}");
    let label: Label = serde_json::from_str(content).map_err(|error| wrong(&error))?;
    let format: Format = format.parse().map_err(|error: String| wrong(&error))?;
    let dpi = if dpi == 300 { Dpi::D300 } else { Dpi::D203 };
    let bytes = match template {
        None => bipe_labels::render(&label, format, dpi),
        Some(source) => {
            let template = Template::parse(source).map_err(|error| wrong(&error))?;
            bipe_labels::render_with(&template, &label, format, dpi)
        }
    };
    bytes.map_err(|error| wrong(&error))
}

/// The warehouse's own template for a kind of label in a format, where there is one.
pub(crate) async fn own_template(
    tx: &mut Tx,
    warehouse: WarehouseId,
    kind: &str,
    format: &str,
) -> Result<Option<String>, StoreError> {
    // A format that nobody knows fails when the label is rendered, with a reason.
    let Ok(format) = format.parse::<Format>() else { return Ok(None) };
    label_template::source(tx, warehouse, &bipe_labels::template_name(kind, format)).await
}

/// How a printer of this format is treated: in which language it is asked how it is, if it answers at all.
pub(crate) fn policy(format: &str, answers: bool) -> Policy {
    let language = match format.parse() {
        Ok(Format::Zpl) => Language::Zpl,
        Ok(Format::Tspl) => Language::Tspl,
        Ok(Format::Epl) => Language::Epl2,
        Ok(Format::EscPos) => Language::EscPos,
        _ => Language::Mute,
    };
    Policy { language: if answers { language } else { Language::Mute }, ..Policy::default() }
}

#[cfg(test)]
mod tests {
    use bipe_drivers::Fault;
    use bipe_drivers::printer::Condition;
    use bipe_drivers::printer::job::Reason;

    use super::*;

    #[test]
    fn only_what_never_left_is_tried_again() {
        let out = Reason::Conditions(vec![Condition::PaperOut]);
        let waits = (Status::Queued, Some("paper_out".to_owned()), 0);
        assert_eq!(told(&Outcome::NotReady(out), false), waits);
        let broke = Outcome::Unknown { bytes_out: 7, reason: Fault::Closed.into() };
        assert_eq!(told(&broke, false).0, Status::Unknown);
        assert_eq!(told(&broke, true).0, Status::Queued, "a file is written again");
        assert_eq!(told(&Outcome::Sent { bytes: 9 }, false), (Status::Sent, None, 9));
    }

    #[test]
    fn each_format_is_asked_in_its_language() {
        for (format, language) in [
            ("zpl", Language::Zpl),
            ("tspl", Language::Tspl),
            ("epl", Language::Epl2),
            ("escpos", Language::EscPos),
            ("pdf", Language::Mute),
        ] {
            assert_eq!(policy(format, true).language, language, "{format}");
            assert_eq!(policy(format, false).language, Language::Mute, "{format}");
        }
    }

    #[test]
    fn waits_grow_to_half_a_minute() {
        assert_eq!([1, 2, 3, 6, 40].map(retry_ms), [1_000, 2_000, 4_000, 30_000, 30_000]);
    }
}
