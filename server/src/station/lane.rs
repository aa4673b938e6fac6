//! One printer of a station: takes its jobs one by one, and says what became of each.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bipe_api::station::{Claim, ClaimRequest, JobOutcome, Renewal};
use bipe_drivers::backoff::Backoff;
use bipe_drivers::printer::job::{Answer, Outcome, Policy, Reason, look, send_job};
use bipe_store::print_job::Status;
use tokio::sync::watch;

use super::settings::Printer;
use super::spool::Held;
use super::way::Away;
use super::{Desk, reason_of};
use crate::device::print_outcome::{policy, told};
use crate::device::print_reason;

/// How long the server may let us wait for a job, in seconds; afterwards the printer is asked how it is.
const WAIT_S: u64 = 20;
/// How often a job that is being sent is held on to: far more often than the server forgets it.
const RENEW: Duration = Duration::from_secs(15);
/// The first wait before a server that is away is asked again, and the longest.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

/// Works a printer's jobs off until `stop` turns true.
pub(crate) async fn run(desk: Arc<Desk>, printer: Printer, mut stop: watch::Receiver<bool>) {
    let mut backoff = Backoff::new(RETRY.0, RETRY.1);
    while !*stop.borrow() {
        let done = tokio::select! {
            biased;
            done = finish_held(&desk, &printer) => done,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let claimed = match done {
            // Asking may wait long; a job that was given and not taken is given again.
            Ok(()) => tokio::select! {
                claimed = claim(&desk, &printer) => claimed,
                _ = stop.wait_for(|stop| *stop) => return,
            },
            Err(why) => Err(why),
        };
        match claimed {
            Ok(Some(claim)) => {
                backoff.reset();
                print(&desk, &printer, claim).await;
            }
            Ok(None) => {
                backoff.reset();
                ask_how_it_is(&desk, &printer).await;
            }
            Err(why) => {
                tracing::debug!(printer = printer.name, why, "no jobs for now");
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return,
                    () = tokio::time::sleep(backoff.wait()) => {}
                }
            }
        }
    }
}

async fn claim(desk: &Desk, printer: &Printer) -> Result<Option<Claim>, String> {
    let spool = desk.spool.name().to_owned();
    let request = ClaimRequest { printer: printer.name.clone(), spool, wait_s: WAIT_S };
    desk.way.claim(request).await.map_err(|away| away.to_string())
}

/// Tells the server what became of the job that is still held. One whose sending was broken off by our own end is unknown.
async fn finish_held(desk: &Desk, printer: &Printer) -> Result<(), String> {
    let held = desk.spool.held(&printer.name).map_err(|error| format!("the spool can't be read: {error}"))?;
    let Some(held) = held else { return Ok(()) };
    let outcome = held.outcome.clone().unwrap_or_else(|| interrupted(printer, held.attempt));
    match desk.way.outcome(held.id, outcome).await {
        Ok(()) => {}
        Err(Away::Later(why)) => return Err(why),
        Err(Away::Refused(why)) => {
            tracing::warn!(job = %held.id, why, "the server does not want to know what became of a job");
        }
    }
    desk.spool.forget(&printer.name).map_err(|error| format!("the spool can't be written: {error}"))
}

/// In a folder the same file may be written again.
fn interrupted(printer: &Printer, attempt: i64) -> JobOutcome {
    let status = if printer.folder().is_some() { Status::Queued } else { Status::Unknown };
    said(attempt, status, Some(print_reason::STATION_INTERRUPTED.to_owned()), 0)
}

fn said(attempt: i64, status: Status, reason: Option<String>, bytes: usize) -> JobOutcome {
    let status = serde_json::to_value(status).expect("a status serialises");
    JobOutcome {
        attempt,
        status: status.as_str().unwrap_or_default().to_owned(),
        reason,
        bytes_sent: i64::try_from(bytes).unwrap_or(i64::MAX),
    }
}

/// Sends one job. From the moment it is held in the spool it is this station's to answer for.
async fn print(desk: &Arc<Desk>, printer: &Printer, claim: Claim) {
    let mut held = Held { id: claim.id, attempt: claim.attempt, outcome: None };
    if let Err(error) = desk.spool.hold(&printer.name, &held) {
        // Not a byte has gone out: the server gives it again when it is asked.
        tracing::error!(printer = printer.name, %error, "a job can't be kept, so it is not printed");
        tokio::time::sleep(RETRY.1).await;
        return;
    }
    let outcome = match BASE64.decode(&claim.bytes) {
        Ok(bytes) => send(desk, printer, &claim, bytes).await,
        Err(error) => Err(format!("label: {error}")),
    };
    let (status, reason, bytes) = match outcome {
        Ok(outcome) => {
            desk.note("printer", &printer.name, complaint(&outcome));
            told(&outcome, printer.folder().is_some())
        }
        Err(reason) => (Status::Failed, Some(reason), 0),
    };
    held.outcome = Some(said(claim.attempt, status, reason, bytes));
    if let Err(error) = desk.spool.hold(&printer.name, &held) {
        tracing::error!(printer = printer.name, %error, "what became of a job can't be kept");
        // It can still be told, as long as this program lives.
        if let Some(outcome) = held.outcome
            && desk.way.outcome(held.id, outcome).await.is_ok()
            && let Err(error) = desk.spool.forget(&printer.name)
        {
            tracing::error!(printer = printer.name, %error, "the job stays in the spool");
        }
    }
}

/// Why a printer did not print, when it is the printer's own complaint.
fn complaint(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Sent { .. } | Outcome::Printed { .. } => None,
        Outcome::NotReady(reason) | Outcome::Failed { reason, .. } | Outcome::Unknown { reason, .. } => {
            Some(print_reason::code(reason))
        }
    }
}

async fn send(desk: &Desk, printer: &Printer, claim: &Claim, bytes: Vec<u8>) -> Result<Outcome, String> {
    if let Some(folder) = printer.folder() {
        // A folder that can't be made is named by the file that can't be opened in it.
        let _ = std::fs::create_dir_all(folder);
    }
    let connector = printer.connector(&claim.id.to_string())?;
    let policy = manner(printer);
    let mut sending = tokio::task::spawn_blocking(move || send_job(&*connector, &bytes, &policy));
    loop {
        tokio::select! {
            done = &mut sending => return done.map_err(|error| format!("label: {error}")),
            () = tokio::time::sleep(RENEW) => {
                let renewal = Renewal { attempt: claim.attempt };
                if let Err(away) = desk.way.renew(claim.id, renewal).await {
                    tracing::debug!(job = %claim.id, %away, "a job was not held on to");
                }
            }
        }
    }
}

fn manner(printer: &Printer) -> Policy {
    policy(&printer.format, printer.answers && printer.folder().is_none())
}

/// Asks a printer that has nothing to do how it is.
async fn ask_how_it_is(desk: &Desk, printer: &Printer) {
    if !printer.answers || printer.folder().is_some() {
        return;
    }
    let Ok(connector) = printer.connector("look") else { return };
    let policy = manner(printer);
    let looked = tokio::task::spawn_blocking(move || look(&*connector, &policy)).await;
    let reason = match looked {
        Ok(Ok(Answer::Status(status))) if !status.is_ready() => {
            Some(print_reason::code(&Reason::Conditions(status.stoppers())))
        }
        Ok(Ok(Answer::Silent)) => Some("silent".to_owned()),
        Ok(Ok(Answer::NotAsked | Answer::Status(_))) => None,
        Ok(Err(fault)) => Some(reason_of(&fault)),
        Err(error) => Some(format!("system: {error}")),
    };
    desk.note("printer", &printer.name, reason);
}
