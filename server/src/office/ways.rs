//! What is said of how a warehouse is walked: one-way aisles, start and ends, halls, links.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_core::plan::layout::BLOCKS_MAX;
use bipe_core::plan::ways::Ways;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::session::Session;
use bipe_store::{StoreError, audit_log, warehouse};

use super::site::Ground;
use super::take_order::wrong_text;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// The most halls, ends and links.
const HALLS_MAX: usize = 40;
const ENDS_MAX: usize = 20;
const LINKS_MAX: usize = 200;
/// The most aisles that are named in one list.
const AISLES_MAX: usize = 1_000;
/// The longest link, in millimetres.
const LINK_MM_MAX: i64 = 10_000_000;
/// The longest name of a hall or a link, of an aisle, and of a place.
const NAME_MAX: usize = 40;
const PLACE_MAX: usize = 80;

/// Sets them.
///
/// # Errors
/// Each wrong place by name: aisles, halls and locations that are not there, links that stand twice, and bins that could not be
/// reached or not be left.
pub async fn set(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: &Ways,
) -> Result<Response, Failure> {
    let ways = request.trimmed();
    let errors = wrong_fields(&ways);
    if !errors.is_empty() {
        return Err(refused(errors));
    }
    once(app, session, headers, "warehouse.ways", body, ways, |office, ways| Box::pin(run(office, ways)))
        .await
}

async fn run(mut office: Office<'_>, ways: &Ways) -> Result<Answer, StoreError> {
    let actor = &office.session.actor;
    let mut ground = Ground::read(office.tx, actor.warehouse_id).await?;
    ground.ways = ways.clone();
    let flaws = ground.flaws();
    if !flaws.is_empty() {
        let errors = flaws.into_iter().map(|flaw| FaultAt::new(flaw.at, flaw.fault.in_words()));
        return Ok(Err(refused(errors.collect())));
    }
    warehouse::set_ways(office.tx, actor.warehouse_id, ways).await?;
    let detail = serde_json::to_string(ways).expect("wire types serialise");
    let (entry, subject) = (office.ids.next_uuid(), actor.warehouse_id.to_string());
    audit_log::insert(office.tx, entry, actor, "warehouse.ways", &subject, &detail, office.at_ms).await?;
    Ok(answer(StatusCode::OK, ways))
}

fn refused(errors: Vec<FaultAt>) -> Failure {
    let failure =
        Failure::unprocessable("wrong-fields", "The ways were not changed", "some fields are wrong");
    failure.with_errors(errors)
}

/// What is wrong whatever the warehouse looks like.
fn wrong_fields(ways: &Ways) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: String, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    let most = |at: &str, count: usize, most: usize| (count <= most, at.to_owned(), fault::at_most(most));
    let lists = [
        most("one_way", ways.one_way.len(), AISLES_MAX),
        most("ends", ways.ends.len(), ENDS_MAX),
        most("halls", ways.halls.len(), HALLS_MAX),
        most("links", ways.links.len(), LINKS_MAX),
    ];
    lists.into_iter().for_each(|(right, at, fault)| check(right, at, fault));
    for (at, hall) in ways.halls.iter().enumerate().take(HALLS_MAX) {
        let aisles = (1..=AISLES_MAX).contains(&hall.aisles.len());
        check(aisles, format!("halls[{at}].aisles"), fault::aisles(AISLES_MAX));
        let crosses = fault::cross_aisles(BLOCKS_MAX - 1);
        check(hall.cross_aisles_mm.len() < BLOCKS_MAX, format!("halls[{at}].cross_aisles_mm"), crosses);
    }
    for (at, link) in ways.links.iter().enumerate().take(LINKS_MAX) {
        let length = (1..=LINK_MM_MAX).contains(&link.length_mm);
        check(length, format!("links[{at}].length_mm"), fault::millimetres(LINK_MM_MAX));
    }
    let halls = ways
        .halls
        .iter()
        .enumerate()
        .map(|(at, hall)| (format!("halls[{at}].name"), &hall.name, 1, NAME_MAX));
    let start = ways.start.iter().map(|text| ("start".to_owned(), text, 1, PLACE_MAX));
    let ends = ways.ends.iter().enumerate().map(|(at, text)| (format!("ends[{at}]"), text, 1, PLACE_MAX));
    let links = ways.links.iter().enumerate().flat_map(|(at, link)| {
        let place = |end, text| (format!("links[{at}].{end}"), text, 1, PLACE_MAX);
        [
            place("from", &link.from),
            place("to", &link.to),
            (format!("links[{at}].name"), &link.name, 0, NAME_MAX),
        ]
    });
    let texts = halls.chain(start).chain(ends).chain(links);
    let wrong: Vec<FaultAt> =
        texts.flat_map(|(at, text, least, most)| wrong_text(&at, text, least, most)).collect();
    errors.extend(wrong);
    errors
}
