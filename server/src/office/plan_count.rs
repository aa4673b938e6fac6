//! Asking for counts, and how counts stand: bins by name, or those whose turn it is by zone, class and age.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{self, CountRule, CountsOpened, NewCounts, NewCycle};
use bipe_core::flow::count::{CountReason, CountStatus, Tolerance};
use bipe_core::id::{CountId, LocationId};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::count::{self, Asked, Cycle, ListedLine, NewCount, Rule};
use bipe_store::event::NewEvent;
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, event, location};

use super::{Answer, Office, answer, once};
use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;

/// Bins of a cycle that does not say how many.
const BINS: i64 = 50;
/// The most bins of a cycle.
const BINS_MAX: i64 = 5_000;
/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Asks for counts.
///
/// # Errors
/// 422 for bins that there are not or that hold no stock, and for a request that asks for nothing.
pub async fn plan(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: NewCounts,
) -> Result<Response, Failure> {
    once(app, session, headers, "count.plan", body, request, |office, request| Box::pin(run(office, request)))
        .await
}

fn wrong(errors: Vec<FaultAt>) -> Failure {
    Failure::unprocessable("count-impossible", "Nothing was asked for", "see errors").with_errors(errors)
}

async fn run(mut office: Office<'_>, request: &NewCounts) -> Result<Answer, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    if request.bins.is_empty() && request.cycle.is_none() {
        return Ok(Err(wrong(vec![FaultAt::new("bins", fault::bins_or_cycle())])));
    }
    let mut asked: Vec<(LocationId, String, CountReason)> = Vec::new();
    match named(&mut office, &request.bins).await? {
        Ok(bins) => asked.extend(bins.into_iter().map(|(id, code)| (id, code, CountReason::Request))),
        Err(errors) => return Ok(Err(wrong(errors))),
    }
    if let Some(cycle) = &request.cycle {
        let cycle = match checked(cycle, office.at_ms) {
            Ok(cycle) => cycle,
            Err(error) => return Ok(Err(wrong(vec![error]))),
        };
        let bins = count::planned(office.tx, warehouse, &cycle).await?;
        let new = bins.into_iter().filter(|(id, _)| asked.iter().all(|other| other.0 != *id));
        let new: Vec<_> = new.map(|(id, code)| (id, code, CountReason::Cycle)).collect();
        asked.extend(new);
    }
    let mut done = CountsOpened { opened: Vec::new(), already: Vec::new() };
    let (mut requested, mut cycled) = (Vec::new(), Vec::new());
    for (location_id, code, reason) in asked {
        if reason == CountReason::Request && count::at(office.tx, location_id).await?.is_some() {
            done.already.push(code);
            continue;
        }
        let new = NewCount { id: CountId(office.ids.next_uuid()), location_id };
        if reason == CountReason::Request { &mut requested } else { &mut cycled }.push(new);
        done.opened.push(code);
    }
    for (reason, new) in [(CountReason::Request, requested), (CountReason::Cycle, cycled)] {
        let asked = Asked { reason, recount_of: None, by: office.session.actor.user_id, at_ms: office.at_ms };
        if !new.is_empty() {
            count::open(office.tx, warehouse, &new, asked).await?;
        }
    }
    let payload = serde_json::json!({ "opened": done.opened, "operator": office.session.actor.name });
    let event = NewEvent { kind: "count.planned", subject_id: warehouse.0, payload: payload.to_string() };
    event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await?;
    Ok(answer(StatusCode::CREATED, &done))
}

type Named = Result<Vec<(LocationId, String)>, Vec<FaultAt>>;

/// The bins of a request, or what is wrong with each.
async fn named(office: &mut Office<'_>, bins: &[String]) -> Result<Named, StoreError> {
    let mut codes: Vec<&str> = bins.iter().map(String::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    let known = location::by_codes(office.tx, office.session.actor.warehouse_id, &codes).await?;
    let wrong = |(at, code): (usize, &String)| {
        let found = known.iter().find(|known| known.code == *code);
        let fault = match found {
            None => fault::no_location(code),
            Some(bin) if bin.rules.kind.is_virtual() => fault::no_stock_there(code),
            Some(_) => return None,
        };
        Some(FaultAt::new(format!("bins[{at}]"), fault))
    };
    let errors: Vec<FaultAt> = bins.iter().enumerate().filter_map(wrong).collect();
    if errors.is_empty() {
        return Ok(Ok(known.into_iter().map(|bin| (bin.rules.id, bin.code)).collect()));
    }
    Ok(Err(errors))
}

fn checked(cycle: &NewCycle, now_ms: i64) -> Result<Cycle, FaultAt> {
    let wrong = |at: &str, fault: Fault| FaultAt::new(format!("cycle.{at}"), fault);
    let bins_max = cycle.bins_max.unwrap_or(BINS);
    if !(1..=BINS_MAX).contains(&bins_max) {
        return Err(wrong("bins_max", fault::number(1, BINS_MAX)));
    }
    if !(0..=36_500).contains(&cycle.not_counted_days) {
        return Err(wrong("not_counted_days", fault::number(0, 36_500)));
    }
    let class = cycle.abc_class.map(|class| format!("{class:?}")).unwrap_or_default();
    let zone = cycle.zone.clone().unwrap_or_default();
    let not_since_ms = match cycle.not_counted_days {
        0 => i64::MAX,
        days => now_ms - days * DAY_MS,
    };
    Ok(Cycle { zone, abc_class: class, not_since_ms, bins_max })
}

/// Counts as the interface and programs read them.
pub async fn shown(tx: &mut Tx, counts: Vec<count::Listed>) -> Result<Vec<desk::Count>, StoreError> {
    let ids: Vec<CountId> = counts.iter().map(|count| count.id).collect();
    let lines = count::lines(tx, &ids).await?;
    let of = |count: count::Listed| {
        let own = lines.iter().filter(|line| line.count_id == count.id);
        desk::Count {
            id: count.id,
            location: count.location,
            reason: count.reason,
            status: count.status,
            requested_by: count.requested_by,
            counted_by: count.counted_by,
            recount_of: count.recount_of,
            created_at: rfc3339(count.created_at_ms),
            counted_at: count.counted_at_ms.map(rfc3339),
            lines: own.map(line).collect(),
        }
    };
    Ok(counts.into_iter().map(of).collect())
}

fn line(line: &ListedLine) -> desk::CountLine {
    desk::CountLine {
        sku: line.sku.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        lot: line.lot.clone(),
        unit_code: line.unit_code.clone(),
        book_base: line.line.book_base,
        counted_base: line.line.counted_base,
    }
}

/// A page of counts, newest first; one more than `limit` says that there is a next page.
///
/// # Errors
/// The store's.
pub async fn page(
    app: &App,
    session: &Session,
    status: Option<CountStatus>,
    before: Option<CountId>,
    limit: i64,
) -> Result<Vec<desk::Count>, Failure> {
    let mut tx = app.store.reader().await?;
    let listed = count::page(&mut tx, session.actor.warehouse_id, status, before, limit).await?;
    Ok(shown(&mut tx, listed).await?)
}

/// One count.
///
/// # Errors
/// 404 when there is none of this id.
pub async fn one(app: &App, session: &Session, id: CountId) -> Result<desk::Count, Failure> {
    let mut tx = app.store.reader().await?;
    let found = count::one(&mut tx, session.actor.warehouse_id, id).await?;
    let found = shown(&mut tx, found.into_iter().collect()).await?.pop();
    found.ok_or_else(|| Failure::not_found(format!("there is no count {id}")))
}

/// How the warehouse judges counts.
///
/// # Errors
/// The store's.
pub async fn rule(app: &App, session: &Session) -> Result<CountRule, Failure> {
    let mut tx = app.store.reader().await?;
    let Rule { tolerance, zero_check } = count::rule(&mut tx, session.actor.warehouse_id).await?;
    let Tolerance { base, permille } = tolerance;
    Ok(CountRule { tolerance_base: base, tolerance_permille: permille, zero_check })
}

/// Sets it.
///
/// # Errors
/// 422 for a tolerance that is none.
pub async fn set_rule(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: CountRule,
) -> Result<Response, Failure> {
    if request.tolerance_base < 0 || !(0..=1_000).contains(&request.tolerance_permille) {
        let detail = "tolerance_base is 0 or more, tolerance_permille 0 to 1000";
        return Err(Failure::unprocessable("count-rule", "The rule was not set", detail));
    }
    once(app, session, headers, "count.rule", body, request, |office, request| {
        Box::pin(write_rule(office, request))
    })
    .await
}

async fn write_rule(mut office: Office<'_>, request: &CountRule) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    let tolerance = Tolerance { base: request.tolerance_base, permille: request.tolerance_permille };
    let rule = Rule { tolerance, zero_check: request.zero_check };
    count::set_rule(office.tx, actor.warehouse_id, rule).await?;
    let (entry, subject) = (office.ids.next_uuid(), actor.warehouse_id.to_string());
    let detail = serde_json::to_string(request).expect("a rule serialises");
    audit_log::insert(office.tx, entry, actor, "count.rule", &subject, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, request))
}
