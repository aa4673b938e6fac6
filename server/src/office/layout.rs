//! The layout: bins made by the grid, zone by zone.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::setup::{Grid, NewGrid};
use bipe_core::id::{Ids, LocationId, ZoneId};
use bipe_core::location::LocationKind;
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::location::{self, NewLocation};
use bipe_store::session::Session;
use bipe_store::{StoreError, zone};

use crate::App;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// From one aisle's middle to the next, in millimetres.
const AISLE_PITCH_MM: i64 = 3_600;
/// From one bay to the next.
pub(super) const BAY_PITCH_MM: i64 = 2_700;
/// Bins that one request makes at most.
const BINS_MAX: i64 = 20_000;

/// Makes the bins of a grid. Walks go up one aisle and down the next.
///
/// # Errors
/// Each wrong field by name; 409 when a code exists already.
pub async fn make_grid(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    request: NewGrid,
) -> Result<Response, Failure> {
    let errors = wrong_fields(&request);
    if !errors.is_empty() {
        let failure = Failure::unprocessable("wrong-fields", "No bin was made", "some fields are wrong");
        return Err(failure.with_errors(errors));
    }
    let body = serde_json::to_vec(&request).expect("a request serialises");
    once(app, session, headers, "layout.grid", &body, request, |office, request| {
        Box::pin(make(office, request))
    })
    .await
}

async fn make(mut office: Office<'_>, request: &NewGrid) -> Result<Answer, StoreError> {
    let place = office.session.actor.warehouse_id;
    let known = zone::by_code(office.tx, place, request.zone_code.trim()).await?;
    let zone_id = known.unwrap_or_else(|| ZoneId(office.ids.next_uuid()));
    let (first_aisle, first_sequence) = location::walk_end(office.tx, place).await?;
    let bins = bins(request, zone_id, first_aisle, first_sequence, &mut office.ids);
    let codes: Vec<&str> = bins.iter().map(|bin| bin.code.as_str()).collect();
    let taken = location::taken_codes(office.tx, place, &codes).await?;
    if let Some(code) = taken.first() {
        let detail = format!("{code} exists already ({} of {} codes)", taken.len(), bins.len());
        return Ok(Err(Failure::conflict("code-taken", "No bin was made", detail)));
    }
    if known.is_none() {
        let name = request.zone_name.trim();
        zone::insert(office.tx, place, zone_id, request.zone_code.trim(), name).await?;
    }
    location::insert(office.tx, place, &bins).await?;
    let ends = (codes[0].to_owned(), codes[codes.len() - 1].to_owned());
    let made = i64::try_from(bins.len()).unwrap_or(i64::MAX);
    Ok(answer(StatusCode::CREATED, &Grid { made, codes: ends }))
}

pub(super) fn bins(
    request: &NewGrid,
    zone_id: ZoneId,
    first_aisle: i64,
    first_sequence: i64,
    ids: &mut Ids,
) -> Vec<NewLocation> {
    let mut bins = Vec::new();
    for (index, aisle) in (0_i64..).zip(&request.aisles) {
        let aisle = aisle.trim().to_uppercase();
        // Even aisles are walked up, odd ones down.
        let down = index % 2 == 1;
        for step in 1..=request.bays {
            let bay = if down { request.bays + 1 - step } else { step };
            for level in 1..=request.levels {
                for position in 1..=request.positions {
                    let pick_sequence = first_sequence + i64::try_from(bins.len()).unwrap_or(0) + 1;
                    let code = format!("{aisle}-{bay:02}-{level:02}-{position}");
                    let kind = match level <= request.pick_levels {
                        true => LocationKind::PickFace,
                        false => LocationKind::Storage,
                    };
                    bins.push(NewLocation {
                        id: LocationId(ids.next_uuid()),
                        zone_id: Some(zone_id),
                        check_digits: check_digits(&code),
                        code,
                        kind,
                        aisle: aisle.clone(),
                        bay,
                        level,
                        position,
                        x_mm: (first_aisle + index) * AISLE_PITCH_MM,
                        y_mm: bay * BAY_PITCH_MM + (position - 1) * BAY_PITCH_MM / request.positions,
                        pick_sequence,
                        units_max: request.units_max,
                        mixing: "any",
                    });
                }
            }
        }
    }
    bins
}

/// Two digits that differ between neighbouring bins, by which an operator proves to stand at this one.
pub fn check_digits(code: &str) -> String {
    let sum = code.bytes().fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 9_973);
    format!("{:02}", sum % 100)
}

fn wrong_fields(request: &NewGrid) -> Vec<FaultAt> {
    let mut errors = Vec::new();
    let mut check = |right: bool, at: &str, fault: Fault| {
        if !right {
            errors.push(FaultAt::new(at, fault));
        }
    };
    let code = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    check(code(request.zone_code.trim(), 8), "zone_code", fault::letters_digits(8));
    check((1..=40).contains(&request.zone_name.trim().chars().count()), "zone_name", fault::text(40));
    let aisles = &request.aisles;
    check((1..=60).contains(&aisles.len()), "aisles", fault::aisles(60));
    check(aisles.iter().all(|aisle| code(aisle.trim(), 4)), "aisles", fault::each_letters_digits(4));
    let distinct: BTreeSet<_> = aisles.iter().map(|aisle| aisle.trim().to_uppercase()).collect();
    check(distinct.len() == aisles.len(), "aisles", fault::one_twice());
    check((1..=99).contains(&request.bays), "bays", fault::number(1, 99));
    check((1..=20).contains(&request.levels), "levels", fault::number(1, 20));
    check((1..=9).contains(&request.positions), "positions", fault::number(1, 9));
    check((0..=request.levels).contains(&request.pick_levels), "pick_levels", fault::pick_levels());
    check(
        request.units_max.is_none_or(|most| (1..=1_000).contains(&most)),
        "units_max",
        fault::number_or_none(1, 1_000),
    );
    if errors.is_empty() {
        let aisles = i64::try_from(aisles.len()).unwrap_or(i64::MAX);
        let bins = aisles * request.bays * request.levels * request.positions;
        if bins > BINS_MAX {
            errors.push(FaultAt::new("aisles", fault::bins_at_once(bins, BINS_MAX)));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(aisles: &[&str]) -> NewGrid {
        NewGrid {
            zone_code: "S".to_owned(),
            zone_name: "Secos".to_owned(),
            aisles: aisles.iter().map(|&aisle| aisle.to_owned()).collect(),
            bays: 3,
            levels: 2,
            positions: 1,
            pick_levels: 1,
            units_max: Some(1),
        }
    }

    #[test]
    fn a_walk_goes_up_one_aisle_and_down_the_next() {
        let bins = bins(&grid(&["A", "B"]), ZoneId(uuid::Uuid::nil()), 0, 100, &mut Ids::new(0, 1));
        let codes: Vec<&str> = bins.iter().map(|bin| bin.code.as_str()).collect();
        assert_eq!(codes[..3], ["A-01-01-1", "A-01-02-1", "A-02-01-1"]);
        assert_eq!(codes[6..8], ["B-03-01-1", "B-03-02-1"]);
        assert_eq!(bins[0].pick_sequence, 101);
        assert_eq!(bins[0].kind, LocationKind::PickFace);
        assert_eq!(bins[1].kind, LocationKind::Storage);
        assert_ne!(bins[0].check_digits, bins[1].check_digits);
    }

    #[test]
    fn wrong_grids_are_told_by_field() {
        let at = |grid: &NewGrid| wrong_fields(grid).into_iter().map(|error| error.at).collect::<Vec<_>>();
        assert!(at(&grid(&["A"])).is_empty());
        assert_eq!(at(&grid(&["A", "a"])), ["aisles"]);
        assert_eq!(at(&NewGrid { bays: 0, pick_levels: 3, ..grid(&["A"]) }), ["bays", "pick_levels"]);
        let letters: Vec<String> = (0..60).map(|n| format!("A{n}")).collect();
        let huge = NewGrid { aisles: letters, bays: 99, levels: 20, positions: 9, ..grid(&[]) };
        assert_eq!(at(&huge), ["aisles"]);
    }
}
