//! The print worker: one lane a printer, so that a printer without paper stops its own queue only.
//!
//! A job is claimed, rendered, sent, and its outcome written. While no byte of it has gone out it may be tried again, later each
//! time, with the printer's reason on show. Once a byte has gone out it is never sent again by itself: a second copy of a
//! shipping tag is a fault in itself, so a person decides (`unknown`).
//!
//! **Invariant**: a claim is renewed while its worker lives; one that ran out belongs to a server that died in the middle, and
//! its job becomes `unknown`. Files are the exception: writing one twice gives the same file, so they are tried again.

use std::path::PathBuf;
use std::time::Duration;

use bipe_core::id::{Ids, PrinterId};
use bipe_drivers::printer::job::{Outcome, send_job};
use bipe_drivers::transport::Connector;
use bipe_drivers::transport::file::FileConnector;
use bipe_drivers::transport::tcp::TcpConnector;
use bipe_store::print_job::{self, Claim, Finish, Status};
use bipe_store::printer::{self, Printer};
use bipe_store::{StoreError, Tx};

use super::Work;
use crate::App;
use crate::device::print_outcome::{self, Ended, policy, retry_ms, told};
use crate::device::{AT_STATION, print_reason};

/// How long a claim holds without being renewed.
const CLAIM_MS: i64 = 10_000;
/// How often a claim is renewed.
const RENEW: Duration = Duration::from_secs(3);
/// How long a printer may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The worker.
#[derive(Clone, Debug)]
pub(crate) struct Print {
    app: App,
}

impl Print {
    pub(crate) fn new(app: App) -> Self {
        Self { app }
    }
}

impl Work for Print {
    type Lane = PrinterId;

    async fn due(&self) -> Result<Vec<PrinterId>, StoreError> {
        let now_ms = self.app.clock.now_ms();
        let mut tx = self.app.store.reader().await?;
        let lost = !print_job::lost(&mut tx, now_ms).await?.is_empty();
        let due = print_job::due(&mut tx, now_ms).await?;
        drop(tx);
        // What stands at a station is the station's to print.
        let due = due.into_iter().filter(|(_, address)| !address.starts_with(AT_STATION)).map(|(id, _)| id);
        let due = due.collect();
        if lost {
            let input = (now_ms, self.app.clock.ids());
            self.app.store.write("print: lost", input, |tx, i| Box::pin(give_up(tx, i.0, &i.1))).await?;
            self.app.announce();
        }
        Ok(due)
    }

    async fn next(&self, lane: PrinterId) -> Result<bool, StoreError> {
        let app = &self.app;
        let input = (lane, app.clock.now_ms());
        let claimed = app.store.write("print: claim", input, |tx, i| Box::pin(claim(tx, i.0, i.1))).await?;
        let Some((printer, template, claim)) = claimed else { return Ok(false) };
        let outcome = self.send(&printer, template, &claim).await;
        let finish = finish_of(&printer, &claim, outcome, app.clock.now_ms());
        let again = finish.status == Status::Queued;
        let (at_ms, ids) = (app.clock.now_ms(), app.clock.ids());
        let input = Ended { claim, printer: Some(printer.id), finish, at_ms, ids };
        app.store.write("print: finish", input, |tx, ended| Box::pin(ended.write(tx))).await?;
        app.announce();
        Ok(!again)
    }
}

/// A printer, the template of the warehouse's own where there is one, and the job.
type Claimed = (Printer, Option<String>, Claim);

async fn claim(tx: &mut Tx, printer: PrinterId, now_ms: i64) -> Result<Option<Claimed>, StoreError> {
    let Some(printer) = printer::locked(tx, printer).await? else { return Ok(None) };
    let claim = print_job::claim(tx, printer.id, now_ms, now_ms + CLAIM_MS, None).await?;
    let Some(claim) = claim else { return Ok(None) };
    let template = print_outcome::own_template(tx, claim.warehouse_id, &claim.label, &printer.format).await?;
    Ok(Some((printer, template, claim)))
}

/// Jobs whose worker died while it sent them: nobody knows what came out.
async fn give_up(tx: &mut Tx, now_ms: i64, ids: &Ids) -> Result<(), StoreError> {
    let mut ids = ids.clone();
    for (claim, address) in print_job::lost(tx, now_ms).await? {
        let status = if folder(&address).is_some() { Status::Queued } else { Status::Unknown };
        let station = address.starts_with(AT_STATION);
        let reason = if station { print_reason::STATION_LOST } else { print_reason::INTERRUPTED };
        let reason = Some(reason.to_owned());
        let finish = Finish { status, reason, bytes_sent: 0, next_try_ms: now_ms };
        Ended { claim, printer: None, finish, at_ms: now_ms, ids: ids.fork() }.write(tx).await?;
    }
    Ok(())
}

impl Print {
    /// Renders and sends a job on a thread of its own, and holds on to the claim meanwhile.
    async fn send(
        &self,
        printer: &Printer,
        template: Option<String>,
        claim: &Claim,
    ) -> Result<Outcome, String> {
        let (to, content, id) = (printer.clone(), claim.content.clone(), claim.id.to_string());
        let mut sending = tokio::task::spawn_blocking(move || send(&to, template.as_deref(), &content, &id));
        loop {
            tokio::select! {
                done = &mut sending => {
                    return done.unwrap_or_else(|error| Err(format!("label: {error}")));
                }
                () = tokio::time::sleep(RENEW) => self.renew(claim).await,
            }
        }
    }

    async fn renew(&self, claim: &Claim) {
        let input = (claim.id, claim.attempts, self.app.clock.now_ms() + CLAIM_MS);
        let renewed = self
            .app
            .store
            .write("print: renew", input, |tx, i| Box::pin(print_job::renew(tx, i.0, i.1, i.2)))
            .await;
        if let Err(error) = renewed {
            tracing::warn!(%error, "a print job's claim was not renewed");
        }
    }
}

/// Renders a label and sends it. `Err` is why it can never be printed.
fn send(printer: &Printer, template: Option<&str>, content: &str, id: &str) -> Result<Outcome, String> {
    let bytes = print_outcome::render(content, &printer.format, printer.dpi, template)?;
    if let Some(folder) = folder(&printer.address) {
        // A folder that can't be made is named by the file that can't be opened in it.
        let _ = std::fs::create_dir_all(&folder);
        let file = FileConnector::new(folder.join(format!("{id}.{}", printer.format)));
        return Ok(send_job(&file, &bytes, &policy(&printer.format, false)));
    }
    let host = printer.address.strip_prefix("tcp://");
    let host = host.ok_or_else(|| format!("address: {}", printer.address))?;
    let way: Box<dyn Connector> = Box::new(TcpConnector::new(host, CONNECT_TIMEOUT));
    Ok(send_job(&way, &bytes, &policy(&printer.format, printer.answers)))
}

/// The folder that a printer's address names, when it is one.
fn folder(address: &str) -> Option<PathBuf> {
    address.strip_prefix("file:").map(PathBuf::from)
}

fn finish_of(printer: &Printer, claim: &Claim, outcome: Result<Outcome, String>, now_ms: i64) -> Finish {
    let (status, reason, bytes) = match outcome {
        Err(reason) => (Status::Failed, Some(reason), 0),
        Ok(outcome) => told(&outcome, folder(&printer.address).is_some()),
    };
    let bytes_sent = i64::try_from(bytes).unwrap_or(i64::MAX);
    Finish { status, reason, bytes_sent, next_try_ms: now_ms + retry_ms(claim.attempts) }
}
