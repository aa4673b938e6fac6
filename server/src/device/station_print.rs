//! Print jobs in the hands of a station's program.
//!
//! A station takes the jobs of its printers one by one. It keeps a job in its own spool before a byte of it goes out, so it can
//! always say what became of it: the server takes that word even when it had given the station up for lost. A job whose way to
//! the station broke off is told by the spool's name: who asks with it holds no job of the printer, so the job never arrived.
//!
//! **Invariant**: a job is given to the same spool again only while that spool says that it does not hold it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bipe_api::station::{Claim, ClaimRequest, JobOutcome, Renewal};
use bipe_core::id::{PrintJobId, PrinterId, StationId};
use bipe_store::print_job::{self, Finish, Status};
use bipe_store::printer::{self, Printer};
use bipe_store::station::Station;
use bipe_store::{StoreError, Tx};

use super::print_outcome::{self, Ended, retry_ms};
use super::station::{address, known};
use crate::App;
use crate::http::Failure;

/// How long a claim holds without being renewed.
const CLAIM_MS: i64 = 60_000;
/// The longest wait for a job.
const WAIT_S_MAX: u64 = 25;
/// How often the queue is looked at while a station waits.
const TICK: Duration = Duration::from_secs(1);

/// Gives the next job of a printer, waiting for one as long as the station likes; `None` when there is none.
///
/// # Errors
/// 404 when the station has no printer of this name: it has to be reported first.
pub async fn claim(
    app: &App,
    station: Option<StationId>,
    request: ClaimRequest,
) -> Result<Option<Claim>, Failure> {
    let station = known(app, station).await?;
    let printer = printer_of(app, &station, &request.printer).await?;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(request.wait_s.min(WAIT_S_MAX));
    let mut news = app.news();
    let mut first = true;
    loop {
        news.borrow_and_update();
        if first || is_due(app, printer).await? {
            let taken = take(app, printer, &request.spool).await?;
            if taken.is_some() {
                return Ok(taken);
            }
        }
        first = false;
        tokio::select! {
            () = tokio::time::sleep_until(deadline) => return Ok(None),
            changed = news.changed() => if changed.is_err() { return Ok(None) },
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn printer_of(app: &App, station: &Station, name: &str) -> Result<PrinterId, Failure> {
    let mut tx = app.store.reader().await?;
    let found = printer::at(&mut tx, station.warehouse_id, &address(&station.code, name)).await?;
    found.ok_or_else(|| Failure::not_found("this station has no printer of this name; report it first"))
}

async fn is_due(app: &App, printer: PrinterId) -> Result<bool, Failure> {
    let mut tx = app.store.reader().await?;
    let due = print_job::due(&mut tx, app.clock.now_ms()).await?;
    Ok(due.iter().any(|(id, _)| *id == printer))
}

/// A job, its printer, and the template of the warehouse's own where there is one.
type Taken = (print_job::Claim, Printer, Option<String>);

async fn take(app: &App, printer: PrinterId, spool: &str) -> Result<Option<Claim>, Failure> {
    loop {
        let input = (printer, spool.to_owned(), app.clock.now_ms());
        let write = app.store.write("station.claim", input, |tx, (printer, spool, now_ms)| {
            Box::pin(lock_and_claim(tx, *printer, spool, *now_ms))
        });
        let Some((claim, printer, template)) = write.await? else { return Ok(None) };
        app.announce();
        let (content, format, dpi) = (claim.content.clone(), printer.format.clone(), printer.dpi);
        let rendered = tokio::task::spawn_blocking(move || {
            print_outcome::render(&content, &format, dpi, template.as_deref())
        });
        match rendered.await.unwrap_or_else(|error| Err(format!("label: {error}"))) {
            Ok(bytes) => {
                let bytes = BASE64.encode(bytes);
                let print_job::Claim { id, attempts: attempt, subject, .. } = claim;
                return Ok(Some(Claim { id, attempt, subject, bytes }));
            }
            // It can never be printed; the next one may.
            Err(reason) => {
                let finish = finish(Status::Failed, Some(reason), 0, 0);
                end(app, claim, None, finish).await?;
            }
        }
    }
}

async fn lock_and_claim(
    tx: &mut Tx,
    printer: PrinterId,
    spool: &str,
    now_ms: i64,
) -> Result<Option<Taken>, StoreError> {
    let Some(printer) = printer::locked(tx, printer).await? else { return Ok(None) };
    let until_ms = now_ms + CLAIM_MS;
    let again = print_job::claim_again(tx, printer.id, spool, until_ms).await?;
    let claim = match again {
        Some(claim) => Some(claim),
        None => print_job::claim(tx, printer.id, now_ms, until_ms, Some(spool)).await?,
    };
    let Some(claim) = claim else { return Ok(None) };
    let template = print_outcome::own_template(tx, claim.warehouse_id, &claim.label, &printer.format).await?;
    Ok(Some((claim, printer, template)))
}

fn finish(status: Status, reason: Option<String>, bytes_sent: i64, next_try_ms: i64) -> Finish {
    Finish { status, reason, bytes_sent, next_try_ms }
}

async fn end(
    app: &App,
    claim: print_job::Claim,
    printer: Option<PrinterId>,
    finish: Finish,
) -> Result<bool, Failure> {
    let ended = Ended { claim, printer, finish, at_ms: app.clock.now_ms(), ids: app.clock.ids() };
    let written = app.store.write("station.outcome", ended, |tx, ended| Box::pin(ended.write(tx))).await?;
    app.announce();
    Ok(written)
}

/// A job that stands at one of the station's own printers.
async fn own(app: &App, station: &Station, id: PrintJobId) -> Result<(print_job::Claim, PrinterId), Failure> {
    let no_job = || Failure::not_found("this station has no such print job");
    let mut tx = app.store.reader().await?;
    let (claim, at) = print_job::sent_by(&mut tx, station.warehouse_id, id).await?.ok_or_else(no_job)?;
    if !at.starts_with(&address(&station.code, "")) {
        return Err(no_job());
    }
    let printer = printer::at(&mut tx, station.warehouse_id, &at).await?.ok_or_else(no_job)?;
    Ok((claim, printer))
}

/// Holds on to a job for another while.
///
/// # Errors
/// 404 when it is no job of this station's.
pub async fn renew(
    app: &App,
    station: Option<StationId>,
    id: PrintJobId,
    renewal: Renewal,
) -> Result<(), Failure> {
    let station = known(app, station).await?;
    own(app, &station, id).await?;
    let input = (id, renewal.attempt, app.clock.now_ms() + CLAIM_MS);
    app.store.write("station.renew", input, |tx, i| Box::pin(print_job::renew(tx, i.0, i.1, i.2))).await?;
    Ok(())
}

/// Takes the station's word of what became of a job. Saying it twice changes nothing.
///
/// # Errors
/// 404 when it is no job of this station's, 422 for a word that is no outcome.
pub async fn outcome(
    app: &App,
    station: Option<StationId>,
    id: PrintJobId,
    outcome: JobOutcome,
) -> Result<(), Failure> {
    let status = match outcome.status.as_str() {
        "queued" => Status::Queued,
        "sent" => Status::Sent,
        "printed" => Status::Printed,
        "failed" => Status::Failed,
        "unknown" => Status::Unknown,
        other => {
            let detail = format!("{other:?} is none of queued, sent, printed, failed, unknown");
            return Err(Failure::unprocessable("wrong-outcome", "The outcome was not taken", detail));
        }
    };
    let station = known(app, station).await?;
    let (mut claim, printer) = own(app, &station, id).await?;
    claim.attempts = outcome.attempt;
    let next_try_ms = app.clock.now_ms() + retry_ms(outcome.attempt);
    let finish = finish(status, outcome.reason, outcome.bytes_sent.max(0), next_try_ms);
    end(app, claim, Some(printer), finish).await?;
    Ok(())
}
