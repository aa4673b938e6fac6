//! Work without the network: what a handheld takes along, and what it did meanwhile.
//!
//! A late command is decided again, on what is true now, for the line that it was made for. What was refused by then is an
//! exception: the operator may have moved goods that the book knows nothing of, so a supervisor hears of it, and the bin is
//! counted. Commands on other lines go on.

use bipe_core::flow::count::CountReason;
use bipe_core::flow::{Refusal, Said};
use bipe_core::id::{CountId, ExceptionId};
use bipe_core::offline::{Carried, Mark, Moved, Unlinked, Work};
use bipe_core::screen::Step;
use bipe_store::count::NewCount;
use bipe_store::exception::{self, Refused};
use bipe_store::session::Session;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, offline, task};
use serde_json::json;
use uuid::Uuid;

use super::{Floor, answer, count, look, pick, receive, show};
use crate::App;
use crate::clock::{offset_min, parse_rfc3339};
use crate::http::Failure;

/// What a handheld needs to go on with the operator's present step; `None` where that can't be without the network.
///
/// # Errors
/// The store's failure.
pub async fn carried(app: &App, session: Session) -> Result<Option<Carried>, Failure> {
    let scanned = look(app, session);
    let mut tx = app.store.reader().await?;
    let actor = &scanned.session.actor;
    let (warehouse, language) = (actor.warehouse_id, actor.language);
    let Some(task) = task::shown(&mut tx, warehouse, actor.user_id).await? else { return Ok(None) };
    let mut floor = Floor::new(&mut tx, &scanned);
    let (work, known) = match task.kind {
        Kind::Pick => {
            let Some(tour) = pick::carried(&mut floor, &task).await? else { return Ok(None) };
            let known = offline::of_tour(floor.tx, warehouse, &tour.state).await?;
            (Work::Pick(Box::new(tour)), known)
        }
        Kind::Count => {
            let Some(sheet) = count::carried(&mut floor, &task).await? else { return Ok(None) };
            let known = offline::of_count(floor.tx, &sheet).await?;
            (Work::Count(Box::new(sheet)), known)
        }
        Kind::Receive => {
            let Some(dock) = receive::carried(&mut floor, &task).await? else { return Ok(None) };
            let known = offline::of_receipt(floor.tx, &dock).await?;
            (Work::Receive(Box::new(dock)), known)
        }
        _ => return Ok(None),
    };
    let utc_offset_min = offset_min(&scanned.session.time_zone, scanned.at_ms);
    let Task { id, version, .. } = task;
    Ok(Some(Carried { task: id, version, language, utc_offset_min, known, work }))
}

/// Takes a command that a handheld answered by itself.
pub(super) async fn take(floor: &mut Floor<'_>, task: Option<Task>, mark: &Mark) -> Result<Step, StoreError> {
    // What it refused there changed nothing there, and changes nothing here.
    if mark.refused {
        return show(floor, task.as_ref()).await;
    }
    let made_for = floor.scanned.request.task;
    let on = task.as_ref().filter(|task| {
        Some(task.id) == made_for && mark.version.is_none_or(|version| version == task.version)
    });
    if on.is_none() || is_overtaken(floor, mark).await? {
        return refuse(floor, task.as_ref(), mark, Unlinked::Gone.into()).await;
    }
    let kept = task.clone();
    let step = answer(floor, task).await?;
    match floor.refused.take() {
        Some(why) => refuse(floor, kept.as_ref(), mark, why).await,
        None => Ok(step),
    }
}

/// Whether commands that stand on each other are broken off before this one: once another device went on, what the queue still holds
/// counts for nothing, even where both have taken as many steps by then.
async fn is_overtaken(floor: &mut Floor<'_>, mark: &Mark) -> Result<bool, StoreError> {
    let (Some(_), Some(line)) = (mark.version, mark.line) else { return Ok(false) };
    let Some(scanned_ms) = parse_rfc3339(&floor.scanned.request.scanned_at) else { return Ok(false) };
    exception::since(floor.tx, floor.scanned.session.actor.user_id, line, scanned_ms).await
}

/// Whether a decision on a late command does what the handheld did. It does not where goods came in there and would be asked about
/// here, since nobody is there to answer; nor where goods would move here that never moved there.
pub(super) fn agrees(floor: &Floor<'_>, said: &Said, moves: Option<&Moved>) -> Result<(), Refusal> {
    let Some(mark) = &floor.scanned.request.offline else { return Ok(()) };
    let goods = |moved: &Moved| (moved.sku.clone(), moved.gained_base(), moved.unit.clone());
    match said {
        _ if mark.moved.as_ref().map(goods) == moves.map(goods) => Ok(()),
        Said::Again(why) | Said::Wanted(why) if moves.is_none() => Err(why.as_ref().clone()),
        _ => Err(Unlinked::Gone.into()),
    }
}

/// Refuses a late command. One that was made for a line becomes an exception, and the bin that goods came out of is to be counted.
async fn refuse(
    floor: &mut Floor<'_>,
    task: Option<&Task>,
    mark: &Mark,
    why: Refusal,
) -> Result<Step, StoreError> {
    let message = Some(why.message(floor.language()));
    if let Some(line) = mark.line {
        put(floor, line, mark, &why).await?;
    }
    Ok(Step { message, ..show(floor, task).await? })
}

async fn put(floor: &mut Floor<'_>, line_id: Uuid, mark: &Mark, why: &Refusal) -> Result<(), StoreError> {
    let actor = &floor.scanned.session.actor;
    let id = ExceptionId(floor.ids.next_uuid());
    let (user_id, command_id) = (actor.user_id, floor.scanned.request.command_id);
    let moved = mark.moved.as_ref().filter(|moved| moved.quantity_base > 0);
    let refused = Refused { id, user_id, line_id, command_id, why, moved };
    let put = exception::put(floor.tx, actor.warehouse_id, refused, floor.scanned.at_ms).await?;
    if let Some(location_id) = put.location_id.filter(|_| moved.is_some()) {
        let new = NewCount { id: CountId(floor.ids.next_uuid()), location_id };
        count::open(floor, new, CountReason::Request, None).await?;
    }
    let payload = json!({
        "exception_id": put.id, "line_id": line_id, "reason": why.code(), "moved": moved,
        "operator": floor.scanned.session.actor.name,
    });
    let kind = if put.new { "exception.opened" } else { "exception.changed" };
    floor.tell(kind, put.id.0, &payload).await
}
