//! Exceptions at the desk: what handhelds did without the network and the server could not follow. A supervisor looks at the goods,
//! has the book put right by a count, an adjustment or a move, and says here what was done.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{self, ExceptionGoods, ExceptionStatus, Resolve};
use bipe_core::flow::Refusal;
use bipe_core::id::ExceptionId;
use bipe_core::words::{Language, Say as _};
use bipe_store::event::NewEvent;
use bipe_store::exception::{self, Goods, Listed, Which};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, event};
use serde_json::json;

use super::hold_lot::REASON_LENGTH_MAX;
use super::take_order::wrong_text;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;

/// Exceptions, newest first.
///
/// # Errors
/// The store's failure.
pub async fn page(
    app: &App,
    session: &Session,
    status: Option<ExceptionStatus>,
    before: Option<ExceptionId>,
    limit: i64,
) -> Result<Vec<desk::Exception>, Failure> {
    let mut tx = app.store.reader().await?;
    let status = status.map(|status| match status {
        ExceptionStatus::Open => "open",
        ExceptionStatus::Resolved => "resolved",
    });
    let which = Which { status, before, id: None };
    let (warehouse, language) = (session.actor.warehouse_id, session.actor.language);
    let rows = exception::page(&mut tx, warehouse, which, limit).await?;
    Ok(rows.into_iter().map(|(row, goods)| shown(row, goods, language)).collect())
}

/// One exception.
///
/// # Errors
/// 404 for none.
pub async fn one(app: &App, session: &Session, id: ExceptionId) -> Result<desk::Exception, Failure> {
    let mut tx = app.store.reader().await?;
    let found = read(&mut tx, session, id).await?;
    found.ok_or_else(|| missing(id))
}

async fn read(
    tx: &mut Tx,
    session: &Session,
    id: ExceptionId,
) -> Result<Option<desk::Exception>, StoreError> {
    let which = Which { id: Some(id), ..Which::default() };
    let mut rows = exception::page(tx, session.actor.warehouse_id, which, 1).await?;
    Ok(rows.pop().map(|(row, goods)| shown(row, goods, session.actor.language)))
}

fn missing(id: ExceptionId) -> Failure {
    Failure::not_found(format!("there is no exception {id}"))
}

/// Resolves an exception.
///
/// # Errors
/// 404 for none; 409 for one that is resolved, or that has more to it than was seen; 422 without a note.
pub async fn resolve(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: ExceptionId,
    request: Resolve,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "exception.resolve", &body, (id, request), |office, (id, request)| {
        Box::pin(run(office, *id, request))
    })
    .await
}

async fn run(mut office: Office<'_>, id: ExceptionId, request: &Resolve) -> Result<Answer, StoreError> {
    let Resolve { note, commands } = request;
    let errors = wrong_text("note", note, 3, REASON_LENGTH_MAX);
    if !errors.is_empty() {
        let failure = Failure::unprocessable("exception-unresolved", "It was not resolved", "see errors");
        return Ok(Err(failure.with_errors(errors)));
    }
    let actor = &office.session.actor;
    let (warehouse, by, note) = (actor.warehouse_id, actor.user_id, note.trim());
    if !exception::resolve(office.tx, warehouse, (id, *commands), (by, note), office.at_ms).await? {
        let there = read(office.tx, office.session, id).await?;
        return Ok(Err(there.map_or_else(|| missing(id), |there| unresolved(&there, *commands))));
    }
    let detail = json!({ "exception_id": id, "note": note, "operator": actor.name });
    let kind = "exception.resolved";
    let (entry, subject, payload) = (office.ids.next_uuid(), id.to_string(), detail.to_string());
    audit_log::insert(office.tx, entry, actor, kind, &subject, &payload, office.at_ms).await?;
    let event = NewEvent { kind, subject_id: id.0, payload };
    event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await?;
    let Some(done) = read(office.tx, office.session, id).await? else { return Ok(Err(missing(id))) };
    Ok(answer(StatusCode::OK, &done))
}

/// Why one that is there was not resolved.
fn unresolved(there: &desk::Exception, seen: i64) -> Failure {
    let id = there.id;
    let (kind, detail) = match there.status {
        ExceptionStatus::Resolved => {
            ("exception-resolved", format!("the exception {id} is resolved already"))
        }
        ExceptionStatus::Open => {
            let now = there.commands;
            ("exception-changed", format!("the exception {id} is of {now} commands by now, not of {seen}"))
        }
    };
    Failure::conflict(kind, "It was not changed", detail)
}

fn shown(row: Listed, goods: Vec<Goods>, language: Language) -> desk::Exception {
    let why: Option<Refusal> = serde_json::from_str(&row.reason).ok();
    desk::Exception {
        id: ExceptionId(row.id),
        status: if row.status == "open" { ExceptionStatus::Open } else { ExceptionStatus::Resolved },
        operator: row.operator,
        code: why.as_ref().map_or_else(String::new, |why| why.code().to_owned()),
        reason: why.map_or(row.reason, |why| why.say(language)),
        commands: row.commands,
        order: row.order_number,
        location: row.location,
        sku: row.sku,
        name: row.name,
        lot: row.lot,
        goods: goods.into_iter().map(of_goods).collect(),
        created_at: rfc3339(row.created_at_ms),
        resolved_at: row.resolved_at_ms.map(rfc3339),
        resolved_by: row.resolved_by,
        note: row.note,
    }
}

fn of_goods(goods: Goods) -> ExceptionGoods {
    let Goods { location, sku, name, unit, moved_base, .. } = goods;
    let lot = Some(goods.lot).filter(|code| !code.is_empty());
    let tote = Some(goods.unit_code).filter(|code| !code.is_empty());
    ExceptionGoods { sku, name, unit, lot, moved_base, location, tote }
}
