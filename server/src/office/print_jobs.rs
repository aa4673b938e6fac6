//! Print jobs at the desk: the list, printing again, taking back.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::Page;
use bipe_api::desk::{PrintJob, Reprint, ReprintCode};
use bipe_core::id::PrintJobId;
use bipe_core::words::Language;
use bipe_store::print_job::{self, Job, Status};
use bipe_store::session::Session;
use bipe_store::{StoreError, code, printer};

use crate::App;
use crate::clock::rfc3339;
use crate::device::print_outcome;
use crate::device::print_queue::{self, Before, Changed};
use crate::device::print_reason;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// The longest reason for a reprint, in characters.
const WHY_LENGTH_MAX: usize = 200;
/// The format of a look.
const PDF: &str = "pdf";
/// Rows in a page.
const PAGE: i64 = 50;

/// The warehouse's jobs, newest first; `cursor` is a page's `next`.
///
/// # Errors
/// A cursor that no page gave.
pub async fn page(app: &App, session: &Session, cursor: Option<&str>) -> Result<Page<PrintJob>, Failure> {
    let actor = &session.actor;
    let before = match cursor {
        None => (i64::MAX, PrintJobId(uuid::Uuid::max())),
        Some(cursor) => {
            read_cursor(cursor).ok_or_else(|| Failure::bad_request("no page gave this cursor"))?
        }
    };
    let mut tx = app.store.reader().await?;
    let mut jobs = print_job::page(&mut tx, actor.warehouse_id, before, PAGE + 1).await?;
    let more = jobs.len() > PAGE as usize;
    jobs.truncate(PAGE as usize);
    let next = jobs.last().filter(|_| more).map(|job| format!("{}_{}", job.created_at_ms, job.id));
    Ok(Page { rows: jobs.into_iter().map(|job| shown(job, actor.language)).collect(), next })
}

fn read_cursor(cursor: &str) -> Option<(i64, PrintJobId)> {
    let (ms, id) = cursor.split_once('_')?;
    Some((ms.parse().ok()?, PrintJobId(id.parse().ok()?)))
}

/// Prints a label once more: a new job that names the first.
///
/// # Errors
/// 404 without such a job; 409 when no printer prints its kind any more.
pub async fn reprint(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: PrintJobId,
    request: Reprint,
) -> Result<Response, Failure> {
    let why = reason(request.why)?;
    let body = [id.0.as_bytes(), why.as_deref().unwrap_or_default().as_bytes()].concat();
    once(app, session, headers, "print_job.reprint", &body, (id, why), |office, (id, why)| {
        Box::pin(write_reprint(office, *id, why.as_deref()))
    })
    .await
}

/// Prints the newest label about a scanned code once more.
///
/// # Errors
/// 404 when nothing was printed about it; 409 when no printer prints its kind any more.
pub async fn reprint_code(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    request: ReprintCode,
) -> Result<Response, Failure> {
    let why = reason(request.why)?;
    let body = format!("{} {}", request.code, why.as_deref().unwrap_or_default()).into_bytes();
    let input = (request.code, why);
    once(app, session, headers, "print_job.reprint_code", &body, input, |office, (code, why)| {
        Box::pin(find_and_reprint(office, code, why.as_deref()))
    })
    .await
}

fn reason(why: Option<String>) -> Result<Option<String>, Failure> {
    let why = why.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty());
    match why {
        Some(long) if long.chars().count() > WHY_LENGTH_MAX => {
            Err(Failure::bad_request(format!("why has at most {WHY_LENGTH_MAX} characters")))
        }
        why => Ok(why),
    }
}

async fn find_and_reprint(office: Office<'_>, code: &str, why: Option<&str>) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let scan = bipe_core::scan::parse(code, office.today);
    let found = code::resolve(office.tx, warehouse, None, &scan).await?;
    match print_queue::find(office.tx, warehouse, &scan, &found).await? {
        Some(job) => print_again(office, &job, why).await,
        None => Ok(Err(Failure::not_found("no label with this code was printed here"))),
    }
}

async fn write_reprint(office: Office<'_>, id: PrintJobId, why: Option<&str>) -> Result<Answer, StoreError> {
    match print_job::by_id(office.tx, office.session.actor.warehouse_id, id).await? {
        Some(job) => print_again(office, &job, why).await,
        None => Ok(Err(no_job())),
    }
}

async fn print_again(mut office: Office<'_>, job: &Job, why: Option<&str>) -> Result<Answer, StoreError> {
    let entry = office.entry();
    let printer = printer::for_label(office.tx, entry.warehouse_id, &job.label, entry.actor_id).await?;
    let Some((printer, _)) = printer else {
        let detail = format!("no printer prints {} labels", job.label);
        return Ok(Err(Failure::conflict("no-printer", "The label was not printed again", detail)));
    };
    let before = Before { id: job.id, label: &job.label, subject: &job.subject };
    let again = print_queue::reprint(office.tx, &entry, &mut office.ids, before, printer, why).await?;
    answer_with(&mut office, StatusCode::CREATED, again).await
}

/// Takes a waiting job back.
///
/// # Errors
/// 404 without such a job; 409 when it waits no longer.
pub async fn cancel(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: PrintJobId,
) -> Result<Response, Failure> {
    let body = id.0.as_bytes().to_vec();
    once(app, session, headers, "print_job.cancel", &body, id, |office, id| {
        Box::pin(write_cancel(office, *id))
    })
    .await
}

async fn write_cancel(mut office: Office<'_>, id: PrintJobId) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let Some(job) = print_job::by_id(office.tx, warehouse, id).await? else { return Ok(Err(no_job())) };
    if !print_job::cancel(office.tx, warehouse, id).await? {
        let detail = "only a job that waits can be taken back";
        return Ok(Err(Failure::conflict("print-job-not-waiting", "The job was not taken back", detail)));
    }
    let status = Status::Cancelled;
    let changed = Changed { id, label: &job.label, subject: &job.subject, status, reason: None };
    changed.append(office.tx, warehouse, office.at_ms, &mut office.ids).await?;
    answer_with(&mut office, StatusCode::OK, id).await
}

/// A job's label as a PDF.
///
/// # Errors
/// 404 without such a job; 422 when its label can't be rendered.
pub async fn pdf(app: &App, session: &Session, id: PrintJobId) -> Result<Vec<u8>, Failure> {
    let mut tx = app.store.reader().await?;
    let warehouse = session.actor.warehouse_id;
    let content = print_job::content(&mut tx, warehouse, id).await?.ok_or_else(no_job)?;
    let job = print_job::by_id(&mut tx, warehouse, id).await?.ok_or_else(no_job)?;
    let template = print_outcome::own_template(&mut tx, warehouse, &job.label, PDF).await?;
    drop(tx);
    let rendered =
        tokio::task::spawn_blocking(move || print_outcome::render(&content, PDF, 203, template.as_deref()));
    let rendered = rendered.await.unwrap_or_else(|error| Err(error.to_string()));
    rendered.map_err(|error| Failure::unprocessable("label", "The label can't be rendered", error))
}

fn no_job() -> Failure {
    Failure::not_found("this warehouse has no such print job")
}

async fn answer_with(
    office: &mut Office<'_>,
    status: StatusCode,
    id: PrintJobId,
) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    let job = print_job::by_id(office.tx, actor.warehouse_id, id).await?;
    Ok(match job {
        Some(job) => answer(status, &shown(job, actor.language)),
        None => Err(no_job()),
    })
}

fn shown(job: Job, language: Language) -> PrintJob {
    let status = serde_json::to_value(job.status).expect("a status serialises");
    PrintJob {
        id: job.id,
        printer: job.printer,
        label: job.label,
        subject: job.subject,
        status: status.as_str().unwrap_or_default().to_owned(),
        reason: job.reason.map(|reason| print_reason::say(&reason, language)),
        created_at: rfc3339(job.created_at_ms),
        reprint_of: job.reprint_of,
        why: job.why,
        requested_by: job.requested_by,
    }
}
