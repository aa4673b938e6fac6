//! Rules of locations: one changed at the desk, or many imported as a table. Both go the same way: all rows are read and checked,
//! against each other and against what lies there, before the first is written, and each fault names its row and column.

mod table;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::setup::{LocationImport, LocationRules};
use bipe_core::code::OwnCode;
use bipe_core::flow::Unfit;
use bipe_core::id::{Ids, LocationId, WarehouseId, ZoneId};
use bipe_core::location::{Limits, Room, stays};
use bipe_core::words::fault::{self, Fault, FaultAt};
use bipe_store::ledger;
use bipe_store::location::{self, Listed, NewLocation, Rules};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, stock, zone};
use serde_json::{Map, Value};

use super::layout::{BAY_PITCH_MM, check_digits};
use super::locations::{rules_of, show};
use super::{Answer, Office, answer, once, patch};
pub use table::import;

use crate::App;
use crate::http::Failure;

/// What a location is to be: where it stands in the request, its code and its rules.
struct Wish {
    row: Option<usize>,
    code: String,
    rules: LocationRules,
}

impl Wish {
    fn fault(&self, column: &str, fault: Fault) -> FaultAt {
        let at = self.row.map_or_else(|| column.to_owned(), |row| format!("row {row}, {column}"));
        FaultAt::new(at, fault)
    }
}

/// Changes the location with this code.
///
/// # Errors
/// Each wrong field by name; 409 where what lies there does not agree.
pub async fn change_location(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    code: String,
    changes: Map<String, Value>,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(&code, &changes)).expect("a request serialises");
    once(app, session, headers, "change_location", &body, (code, changes), |office, (code, changes)| {
        Box::pin(change(office, code, changes))
    })
    .await
}

async fn change(
    mut office: Office<'_>,
    code: &str,
    changes: &Map<String, Value>,
) -> Result<Answer, StoreError> {
    let place = office.session.actor.warehouse_id;
    let Some(before) = location::by_codes(office.tx, place, &[code]).await?.pop() else {
        return Ok(Err(Failure::not_found(format!("there is no location {code}"))));
    };
    let rules: LocationRules = match patch::merge(&rules_of(&before), changes) {
        Ok(rules) => rules,
        Err(failure) => return Ok(Err(failure)),
    };
    let wish = Wish { row: None, code: code.to_owned(), rules };
    if let Err(failure) = put(&mut office, vec![wish]).await? {
        return Ok(Err(failure));
    }
    let detail = serde_json::to_string(changes).expect("a request serialises");
    note(&mut office, "location.changed", code, &detail).await?;
    let after = location::by_codes(office.tx, place, &[code]).await?.pop();
    let after = after.ok_or(StoreError::Contention("a location is gone"))?;
    Ok(answer(StatusCode::OK, &show(after)))
}

async fn note(office: &mut Office<'_>, action: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
    let (id, actor) = (office.ids.next_uuid(), &office.session.actor);
    audit_log::insert(office.tx, id, actor, action, subject, detail, office.at_ms).await
}

fn refused(errors: Vec<FaultAt>) -> Failure {
    let detail = "mend each of these; nothing was stored";
    Failure::unprocessable("wrong-fields", "No location was changed", detail).with_errors(errors)
}

/// Checks all and writes all.
async fn put(
    office: &mut Office<'_>,
    wishes: Vec<Wish>,
) -> Result<Result<LocationImport, Failure>, StoreError> {
    let place = office.session.actor.warehouse_id;
    let mut faults: Vec<FaultAt> = wishes.iter().flat_map(faults_of).collect();
    if !faults.is_empty() {
        return Ok(Err(refused(faults)));
    }
    let mut named: Vec<&str> = wishes.iter().map(|wish| wish.code.as_str()).collect();
    named.extend(wishes.iter().filter_map(|wish| wish.rules.parent.as_deref()));
    let known = location::by_codes(office.tx, place, &named).await?;
    let mut before: BTreeMap<String, Listed> = known.into_iter().map(|row| (row.code.clone(), row)).collect();
    let ids = ids_of(&wishes, &before, &mut office.ids);
    let zones = zones_of(office.tx, place, &wishes).await?;
    let mut parents = location::parents(office.tx, place).await?;
    let mut rules = Vec::new();
    for wish in &wishes {
        match to_store(wish, &ids, &zones) {
            Ok(one) => {
                match one.parent_id {
                    Some(parent) => drop(parents.insert(one.id, parent)),
                    None => drop(parents.remove(&one.id)),
                }
                rules.push(one);
            }
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(
        wishes
            .iter()
            .filter(|wish| goes_round(ids[&wish.code], &parents))
            .map(|wish| wish.fault("parent", fault::part_of_itself())),
    );
    if !faults.is_empty() {
        return Ok(Err(refused(faults)));
    }
    before.retain(|code, _| wishes.iter().any(|wish| wish.code == *code));
    let contradictions = against_stock(office.tx, &wishes, &before, &rules).await?;
    if !contradictions.is_empty() {
        let detail = "what lies there does not agree with it: move it first";
        let failure = Failure::conflict("stock-forbids", "No location was changed", detail);
        return Ok(Err(failure.with_errors(contradictions)));
    }
    // Nothing fails below this line.
    let new: Vec<NewLocation> = wishes
        .iter()
        .zip(&rules)
        .filter(|(wish, _)| !before.contains_key(&wish.code))
        .map(|(wish, rules)| new_location(wish, rules))
        .collect();
    location::insert(office.tx, place, &new).await?;
    location::change(office.tx, &rules).await?;
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Ok(LocationImport { added: count(new.len()), changed: count(rules.len() - new.len()) }))
}

/// What is wrong with a wish by itself.
fn faults_of(wish: &Wish) -> Vec<FaultAt> {
    let mut faults = Vec::new();
    let mut check = |right: bool, column: &str, fault: Fault| {
        if !right {
            faults.push(wish.fault(column, fault));
        }
    };
    let rules = &wish.rules;
    check(OwnCode::bin(&wish.code).is_ok(), "code", fault::capitals_up_to(32));
    let digits = rules.check_digits.len() <= 4 && rules.check_digits.bytes().all(|b| b.is_ascii_digit());
    check(digits, "check_digits", fault::digits_up_to(4));
    check(rules.aisle.chars().count() <= 10, "aisle", fault::characters_up_to(10));
    for (column, number) in [
        ("bay", rules.bay),
        ("level", rules.level),
        ("position", rules.position),
        ("pick_sequence", rules.pick_sequence),
    ] {
        check((0..=1_000_000_000).contains(&number), column, fault::zero_or_more());
    }
    for (column, most) in [
        ("units_max", rules.units_max),
        ("weight_g_max", rules.weight_g_max),
        ("volume_ml_max", rules.volume_ml_max),
        ("quantity_base_max", rules.quantity_base_max),
    ] {
        check(most.is_none_or(|most| (1..=1_000_000_000_000).contains(&most)), column, fault::one_or_more());
    }
    faults
}

fn ids_of(wishes: &[Wish], known: &BTreeMap<String, Listed>, ids: &mut Ids) -> BTreeMap<String, LocationId> {
    let mut all: BTreeMap<String, LocationId> =
        known.iter().map(|(code, row)| (code.clone(), row.rules.id)).collect();
    for wish in wishes {
        all.entry(wish.code.clone()).or_insert_with(|| LocationId(ids.next_uuid()));
    }
    all
}

async fn zones_of(
    tx: &mut Tx,
    place: WarehouseId,
    wishes: &[Wish],
) -> Result<BTreeMap<String, ZoneId>, StoreError> {
    let codes: BTreeSet<&String> = wishes.iter().filter_map(|wish| wish.rules.zone_code.as_ref()).collect();
    let mut zones = BTreeMap::new();
    for code in codes {
        if let Some(id) = zone::by_code(tx, place, code).await? {
            zones.insert(code.clone(), id);
        }
    }
    Ok(zones)
}

fn to_store(
    wish: &Wish,
    ids: &BTreeMap<String, LocationId>,
    zones: &BTreeMap<String, ZoneId>,
) -> Result<Rules, FaultAt> {
    let rules = wish.rules.clone();
    let zone_id = match &rules.zone_code {
        Some(code) => Some(*zones.get(code).ok_or_else(|| wish.fault("zone_code", fault::no_zone(code)))?),
        None => None,
    };
    let parent_id = match &rules.parent {
        Some(code) => Some(*ids.get(code).ok_or_else(|| wish.fault("parent", fault::no_location(code)))?),
        None => None,
    };
    Ok(Rules {
        id: ids[&wish.code],
        zone_id,
        parent_id,
        kind: rules.kind,
        aisle: rules.aisle,
        bay: rules.bay,
        level: rules.level,
        position: rules.position,
        pick_sequence: rules.pick_sequence,
        check_digits: if rules.check_digits.is_empty() && rules.kind.is_allocatable() {
            check_digits(&wish.code)
        } else {
            rules.check_digits
        },
        mixing: rules.mixing,
        limits: Limits {
            units_max: rules.units_max,
            weight_g_max: rules.weight_g_max,
            volume_ml_max: rules.volume_ml_max,
            quantity_base_max: rules.quantity_base_max,
        },
        temperature_class: rules.temperature_class,
        abc_class: rules.abc_class,
    })
}

/// Whether the way up from a location comes back to it.
fn goes_round(location: LocationId, parents: &BTreeMap<LocationId, LocationId>) -> bool {
    let mut up = parents.get(&location);
    for _ in 0..parents.len() {
        match up {
            Some(above) if *above == location => return true,
            Some(above) => up = parents.get(above),
            None => return false,
        }
    }
    up.is_some()
}

/// What lies in a place and does not agree with its new rules. The places are locked first.
async fn against_stock(
    tx: &mut Tx,
    wishes: &[Wish],
    before: &BTreeMap<String, Listed>,
    rules: &[Rules],
) -> Result<Vec<FaultAt>, StoreError> {
    let places: Vec<LocationId> = before.values().map(|row| row.rules.id).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    ledger::lock(tx, &places).await?;
    let mut temperatures: BTreeMap<LocationId, Vec<_>> = BTreeMap::new();
    for (place, class) in location::temperatures(tx, &places).await? {
        temperatures.entry(place).or_default().push(class);
    }
    let bins = stock::bins(tx, &places).await?;
    let bins: BTreeMap<LocationId, Room> = bins.into_iter().map(|bin| (bin.id, bin.room)).collect();
    let mut faults = Vec::new();
    for (wish, rules) in wishes.iter().zip(rules) {
        let Some(room) = bins.get(&rules.id) else { continue };
        let was_virtual = room.kind.is_virtual();
        if was_virtual != rules.kind.is_virtual() || (was_virtual && room.kind != rules.kind) {
            faults.push(wish.fault("kind", fault::ledger_account()));
            continue;
        }
        let (kind, limits) = (rules.kind, rules.limits);
        let (mixing, temperature_class) = (rules.mixing, rules.temperature_class);
        let after = Room { kind, limits, mixing, temperature_class, ..room.clone() };
        let held = temperatures.get(&rules.id).map_or(&[][..], Vec::as_slice);
        if room.kind.is_allocatable() && !kind.is_allocatable() && room.load.units > 0 {
            faults.push(wish.fault("kind", fault::goods_for_orders()));
        } else if let Err(why) = stays(&after, held) {
            faults.push(wish.fault(column_of(why), why.fault()));
        }
    }
    Ok(faults)
}

/// The rule that a reason is about.
fn column_of(why: Unfit) -> &'static str {
    match why {
        Unfit::Kind | Unfit::Locked => "kind",
        Unfit::Mixing => "mixing",
        Unfit::Full => "units_max",
        Unfit::Weight => "weight_g_max",
        Unfit::Volume => "volume_ml_max",
        Unfit::Quantity => "quantity_base_max",
        Unfit::Temperature => "temperature_class",
    }
}

fn new_location(wish: &Wish, rules: &Rules) -> NewLocation {
    NewLocation {
        id: rules.id,
        zone_id: rules.zone_id,
        code: wish.code.clone(),
        kind: rules.kind,
        aisle: rules.aisle.clone(),
        bay: rules.bay,
        level: rules.level,
        position: rules.position,
        x_mm: 0,
        y_mm: rules.bay * BAY_PITCH_MM,
        pick_sequence: rules.pick_sequence,
        check_digits: rules.check_digits.clone(),
        units_max: rules.limits.units_max,
        mixing: "any",
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_place_is_never_part_of_itself() {
        let id = |n| LocationId(Uuid::from_u128(n));
        let up = |pairs: &[(u128, u128)]| pairs.iter().map(|(a, b)| (id(*a), id(*b))).collect();
        assert!(!goes_round(id(1), &up(&[(1, 2), (2, 3)])));
        assert!(goes_round(id(1), &up(&[(1, 1)])));
        assert!(goes_round(id(2), &up(&[(1, 2), (2, 3), (3, 1)])));
        assert!(goes_round(id(4), &up(&[(1, 2), (2, 1), (4, 1)])), "what it is part of goes round");
    }
}
