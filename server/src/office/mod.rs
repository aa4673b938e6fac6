//! The office: what desks and programs ask for, one file a job. Load → decide → commit → announce, as on the floor.
//!
//! [`once`] runs a job in one write transaction and stores its answer under the request's `Idempotency-Key` (or the command id
//! that stands for it), so that a request sent twice takes effect once. A job checks everything first and then writes:
//! a [`Failure`] after a write would leave that write standing.

pub mod add_item;
pub mod adjust;
pub mod announce_receipt;
pub mod cancel_wave;
pub mod carriers;
pub mod change_item;
pub mod change_location;
pub mod change_order;
pub mod customers;
pub mod demo;
pub mod exceptions;
pub mod explain;
pub mod forecast;
pub mod hold_lot;
pub mod import_nfe;
pub mod label_templates;
pub mod layout;
pub mod locations;
pub mod log_in;
pub mod open_unit;
pub mod patch;
pub mod plan_count;
pub mod plan_replenish;
pub mod print_jobs;
pub mod printers;
pub mod release_channels;
pub mod release_wave;
pub mod set_up;
pub mod settle_count;
pub mod settle_receipt;
pub mod show_order;
pub mod show_receipt;
pub mod site;
pub mod stations;
pub mod take_order;
pub mod undo;
pub mod users;
pub mod warehouse_rule;
pub mod ways;
pub mod webhooks;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bipe_core::id::{CommandId, Ids, UserId};
use bipe_store::ledger::Entry;
use bipe_store::session::Session;
use bipe_store::tx::Work;
use bipe_store::wave_release::Request;
use bipe_store::{StoreError, Tx, command};
use sha2::{Digest, Sha256};

use crate::App;
use crate::clock::date_in;
use crate::http::Failure;

/// The longest `Idempotency-Key`, in bytes.
const KEY_LENGTH_MAX: usize = 255;

/// One job inside its transaction.
pub struct Office<'t> {
    /// The transaction.
    pub tx: &'t mut Tx,
    /// Who asks.
    pub session: &'t Session,
    /// The command that movements name.
    pub command_id: CommandId,
    /// The warehouse's date.
    pub today: time::Date,
    /// Now, in Unix milliseconds.
    pub at_ms: i64,
    /// Ids for what it creates.
    pub ids: Ids,
}

impl<'t> Office<'t> {
    /// How the ledger names this job.
    pub fn entry(&self) -> Entry {
        Entry {
            warehouse_id: self.session.actor.warehouse_id,
            command_id: self.command_id,
            actor_id: self.session.actor.user_id,
            at_ms: self.at_ms,
        }
    }
}

/// What a job answers: a body to be sent as JSON with 200 or 201, or why it can't be done.
pub type Answer = Result<(StatusCode, String), Failure>;

/// A body as an [`Answer`].
pub fn answer<T: serde::Serialize>(status: StatusCode, body: &T) -> Answer {
    Ok((status, serde_json::to_string(body).expect("wire types serialise")))
}

struct Job<I, F> {
    asker: Asker,
    request: Request,
    input: I,
    work: F,
}

/// Who asks, and when.
struct Asker {
    session: Session,
    today: time::Date,
    at_ms: i64,
    ids: Ids,
}

impl Asker {
    fn now(app: &App, session: Session) -> Self {
        let at_ms = app.clock.now_ms();
        let today = date_in(&session.time_zone, at_ms);
        Self { session, today, at_ms, ids: app.clock.ids() }
    }

    fn office<'t>(&'t self, tx: &'t mut Tx) -> Office<'t> {
        let Self { session, today, at_ms, ids } = self;
        let mut ids = ids.clone();
        let command_id = CommandId(ids.next_uuid());
        Office { tx, session, command_id, today: *today, at_ms: *at_ms, ids }
    }
}

enum Done {
    Now(Answer),
    Before(StatusCode, String),
    Mismatch,
}

/// Runs `work` once for a request: in one write transaction, with its answer stored under the request's key.
///
/// `body` is the request's body, by which a key that is used twice for different things is told.
///
/// # Errors
/// What the job found wrong, a key that makes no sense or was used for another request, or the store's failure.
pub async fn once<I, F>(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    name: &'static str,
    body: &[u8],
    input: I,
    work: F,
) -> Result<Response, Failure>
where
    I: Send + Sync + 'static,
    F: for<'t> Fn(Office<'t>, &'t I) -> Work<'t, Answer> + Send + Sync + 'static,
{
    let request = request_of(&session, headers, name, body)?;
    let job = Job { asker: Asker::now(app, session), request, input, work };
    let done = app.store.write(name, job, |tx, job| Box::pin(run(tx, job))).await?;
    reply(app, done)
}

/// Runs a part of a job that is written in several transactions, in one of its own; the last part is [`once`]'s.
///
/// # Errors
/// The store's.
pub async fn apart<I, T, F>(
    app: &App,
    session: &Session,
    name: &'static str,
    input: I,
    work: F,
) -> Result<T, StoreError>
where
    I: Send + Sync + 'static,
    T: Send + 'static,
    F: for<'t> Fn(Office<'t>, &'t I) -> Work<'t, T> + Send + Sync + 'static,
{
    let part = (Asker::now(app, session.clone()), input, work);
    let done = app.store.write(name, part, |tx, (asker, input, work)| work(asker.office(tx), input)).await?;
    app.announce();
    Ok(done)
}

/// A request's body with what its path names: by both together [`once`] tells requests apart.
pub fn body_at(subject: &str, body: &[u8]) -> Vec<u8> {
    [subject.as_bytes(), &[0], body].concat()
}

/// The answer that a request already had, for a job that begins its work before [`once`].
///
/// # Errors
/// A key that makes no sense, or the store's failure.
pub async fn stored(
    app: &App,
    session: &Session,
    headers: &HeaderMap,
    name: &'static str,
    body: &[u8],
) -> Result<Option<Result<Response, Failure>>, Failure> {
    let Request { key, digest } = request_of(session, headers, name, body)?;
    let Some(key) = key else { return Ok(None) };
    let known = command::find(&mut app.store.reader().await?, &key).await?;
    let done = known.map(|known| before(known, session.actor.user_id, &digest));
    Ok(done.map(|done| reply(app, done)))
}

/// By what a request is known when it comes again: its key, and by what a key that is used twice for different things is told.
///
/// # Errors
/// A key that makes no sense.
pub fn request_of(
    session: &Session,
    headers: &HeaderMap,
    name: &'static str,
    body: &[u8],
) -> Result<Request, Failure> {
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(body).finalize();
    Ok(Request { key: key_of(session, headers)?, digest: digest.to_vec() })
}

/// The key of a request was used for another one.
pub fn mismatch() -> Failure {
    let title = "This Idempotency-Key was used for another request";
    Failure::conflict("command-mismatch", title, "make a new key for each request")
}

fn before(stored: command::Command, actor_id: UserId, digest: &[u8]) -> Done {
    let same = stored.digest == digest && stored.actor_id == actor_id;
    let status = u16::try_from(stored.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    match status.filter(|_| same) {
        Some(status) => Done::Before(status, stored.reply),
        None => Done::Mismatch,
    }
}

fn reply(app: &App, done: Done) -> Result<Response, Failure> {
    let (status, body) = match done {
        Done::Now(answer) => {
            app.announce();
            answer?
        }
        Done::Before(status, body) => (status, body),
        Done::Mismatch => return Err(mismatch()),
    };
    Ok((status, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn run<'t, I, F>(tx: &'t mut Tx, job: &'t Job<I, F>) -> Result<Done, StoreError>
where
    I: Send + Sync,
    F: for<'w> Fn(Office<'w>, &'w I) -> Work<'w, Answer> + Send + Sync,
{
    let Job { asker, request: Request { key, digest }, input, work } = job;
    let actor_id = asker.session.actor.user_id;
    if let Some(key) = key
        && let Some(stored) = command::find(tx, key).await?
    {
        return Ok(before(stored, actor_id, digest));
    }
    let office = asker.office(tx);
    let id = office.command_id;
    let answer = work(office, input).await?;
    if let Ok((status, body)) = &answer {
        let key = key.clone().unwrap_or_else(|| format!("c:{id}"));
        let status = i64::from(status.as_u16());
        let command =
            command::Command { key, id, actor_id, digest: digest.clone(), status, reply: body.clone() };
        command::record(tx, &command, asker.at_ms).await?;
    }
    Ok(Done::Now(answer))
}

/// The storage key of the request's `Idempotency-Key`: unique per session's user.
fn key_of(session: &Session, headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text =
        value.to_str().ok().map(str::trim).filter(|text| !text.is_empty() && text.len() <= KEY_LENGTH_MAX);
    let text =
        text.ok_or_else(|| Failure::bad_request("Idempotency-Key must be 1 to 255 characters of ASCII"))?;
    Ok(Some(format!("k:{}:{text}", session.actor.user_id)))
}
