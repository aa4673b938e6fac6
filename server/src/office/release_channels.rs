//! Release channels as a supervisor sets them.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{PutReleaseChannel, ReleaseChannel};
use bipe_core::order::release::ReleaseRule;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::release_channel::{self, Waiting};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, carrier, zone};
use time::Date;

use super::release_wave::ORDERS_MAX;
use super::take_order::{PRIORITIES, QUANTITY_BASE_MAX, wrong_text};
use super::{Answer, Office, answer, body_at, once};
use crate::App;
use crate::clock::date_in;
use crate::http::Failure;

/// The most tours of a channel at once.
const TOURS_MAX: i64 = 10_000;
/// The farthest day that a rule names.
const DAYS_MAX: i64 = 365;
/// The most carriers, channels or zones of a rule.
const NAMED_MAX: usize = 50;

/// All channels of the session's warehouse, by code.
///
/// # Errors
/// Of the store.
pub async fn shown(tx: &mut Tx, session: &Session, now_ms: i64) -> Result<Vec<ReleaseChannel>, StoreError> {
    let (place, today) = (session.actor.warehouse_id, date_in(&session.time_zone, now_ms));
    let waiting = release_channel::waiting(tx, place).await?;
    let channels = release_channel::list(tx, place, None).await?;
    let show = |(channel, tours_running): (release_channel::ReleaseChannel, i64)| {
        let taken = waiting.iter().filter(|orders| takes(&channel.rule, orders, today));
        let orders_waiting = taken.map(|orders| orders.orders).sum();
        let made_of = PutReleaseChannel {
            name: channel.name,
            rule: channel.rule,
            orders_max: channel.orders_max,
            units_min: Some(channel.units_min).filter(|least| *least > 0),
            units_max: channel.units_max,
            tours_max: channel.tours_max,
            automatic: channel.automatic,
        };
        ReleaseChannel { code: channel.code, made_of, orders_waiting, tours_running }
    };
    Ok(channels.into_iter().map(show).collect())
}

/// Whether a rule takes such orders, zones apart.
fn takes(rule: &ReleaseRule, orders: &Waiting, today: Date) -> bool {
    let among = |codes: &[String], code: &str| codes.is_empty() || codes.iter().any(|one| one == code);
    among(&rule.carriers, &orders.code)
        && among(&rule.channels, &orders.channel)
        && rule.priority_min.is_none_or(|least| orders.priority >= least)
        && rule.leaves_until(today).is_none_or(|until| orders.ship_by.is_some_and(|day| day <= until))
}

/// Makes a channel, or changes it.
///
/// # Errors
/// Each wrong place by name.
pub async fn put(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    (code, request): (String, PutReleaseChannel),
) -> Result<Response, Failure> {
    let body = body_at(&format!("release_channel.put {code}"), body);
    once(app, session, headers, "release_channel.put", &body, (code, request), |office, (code, request)| {
        Box::pin(make(office, code, request))
    })
    .await
}

async fn make(mut office: Office<'_>, code: &str, request: &PutReleaseChannel) -> Result<Answer, StoreError> {
    let mut errors = wrong_fields(code, request);
    errors.extend(unknown(&mut office, &request.rule).await?);
    if !errors.is_empty() {
        let title = "The release channel was not changed";
        let failure = Failure::unprocessable("wrong-fields", title, "some fields are wrong");
        return Ok(Err(failure.with_errors(errors)));
    }
    let channel = release_channel::ReleaseChannel {
        code: code.trim().to_owned(),
        name: request.name.trim().to_owned(),
        rule: request.rule.clone(),
        orders_max: request.orders_max,
        units_min: request.units_min.unwrap_or(0),
        units_max: request.units_max,
        tours_max: request.tours_max,
        automatic: request.automatic,
    };
    let (actor, at_ms, id) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    release_channel::put(office.tx, id, actor.warehouse_id, &channel).await?;
    let detail = serde_json::to_string(request).expect("wire types serialise");
    let entry = office.ids.next_uuid();
    audit_log::insert(office.tx, entry, actor, "release_channel.put", &channel.code, &detail, at_ms).await?;
    let made = shown(office.tx, office.session, at_ms).await?;
    match made.into_iter().find(|one| one.code == channel.code) {
        Some(made) => Ok(answer(StatusCode::OK, &made)),
        None => Err(StoreError::Contention("the channel was just put")),
    }
}

fn wrong_fields(code: &str, request: &PutReleaseChannel) -> Vec<FaultAt> {
    let mut errors = wrong_text("code", code, 1, 20);
    errors.extend(wrong_text("name", &request.name, 1, 40));
    let mut wrong = |at: &str, fault: Fault| errors.push(FaultAt::new(at, fault));
    let orders_max = ORDERS_MAX as i64;
    let between = |value: Option<i64>, most: i64| value.is_none_or(|value| (1..=most).contains(&value));
    if !between(Some(request.orders_max), orders_max) {
        wrong("orders_max", fault::orders(orders_max));
    }
    for (at, value) in [("units_min", request.units_min), ("units_max", request.units_max)] {
        if !between(value, QUANTITY_BASE_MAX) {
            wrong(at, fault::base_units(1, QUANTITY_BASE_MAX));
        }
    }
    if request.units_max.zip(request.units_min).is_some_and(|(most, least)| least > most) {
        wrong("units_min", fault::more_than_units_max());
    }
    if !between(request.tours_max, TOURS_MAX) {
        wrong("tours_max", fault::tours(TOURS_MAX));
    }
    let rule = &request.rule;
    if rule.priority_min.is_some_and(|least| !PRIORITIES.contains(&least)) {
        wrong("rule.priority_min", fault::number(PRIORITIES.start(), PRIORITIES.end()));
    }
    if rule.leaves_within_days.is_some_and(|days| !(0..=DAYS_MAX).contains(&days)) {
        wrong("rule.leaves_within_days", fault::days(DAYS_MAX));
    }
    for (at, names) in [("carriers", &rule.carriers), ("channels", &rule.channels), ("zones", &rule.zones)] {
        if names.len() > NAMED_MAX {
            wrong(&format!("rule.{at}"), fault::at_most(NAMED_MAX));
        }
    }
    for (at, name) in rule.channels.iter().enumerate().take(NAMED_MAX) {
        errors.extend(wrong_text(&format!("rule.channels[{at}]"), name, 1, 40));
    }
    errors
}

/// Carriers and zones that the rule names and that are not there.
async fn unknown(office: &mut Office<'_>, rule: &ReleaseRule) -> Result<Vec<FaultAt>, StoreError> {
    let place = office.session.actor.warehouse_id;
    let mut errors = Vec::new();
    let mut check = |at: &str, fault: fn(String) -> Fault, named: &[String], known: &[String]| {
        for (number, code) in named.iter().enumerate().filter(|(_, code)| !known.contains(code)) {
            let code: String = code.chars().take(40).collect();
            errors.push(FaultAt::new(format!("rule.{at}[{number}]"), fault(format!("{code:?}"))));
        }
    };
    if !rule.carriers.is_empty() {
        let known = carrier::list(office.tx, place).await?;
        let known: Vec<String> = known.into_iter().map(|carrier| carrier.code).collect();
        check("carriers", fault::no_carrier_of, &rule.carriers, &known);
    }
    if !rule.zones.is_empty() {
        check("zones", fault::no_zone, &rule.zones, &zone::codes(office.tx, place).await?);
    }
    Ok(errors)
}

/// Removes a channel. What it released stays released.
///
/// # Errors
/// 404 for no channel.
pub async fn remove(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    code: String,
) -> Result<Response, Failure> {
    let body = code.clone();
    once(app, session, headers, "release_channel.remove", body.as_bytes(), code, |mut office, code| {
        Box::pin(async move {
            let actor = &office.session.actor;
            if !release_channel::remove(office.tx, actor.warehouse_id, code).await? {
                return Ok(Err(Failure::not_found(format!("there is no release channel {code}"))));
            }
            let (entry, at_ms) = (office.ids.next_uuid(), office.at_ms);
            audit_log::insert(office.tx, entry, actor, "release_channel.remove", code, "", at_ms).await?;
            Ok(answer(StatusCode::OK, &serde_json::json!({})))
        })
    })
    .await
}
