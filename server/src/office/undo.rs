//! Taking back what was posted, by compensating movements: all that one command moved, where it is still as it was put.
//!
//! Core decides ([`bipe_core::ledger::undo`]); bins take goods back by the same rules as any goods (R19).

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{Because, Undone};
use bipe_core::flow::Unfit;
use bipe_core::flow::putaway::BinFacts;
use bipe_core::id::{CommandId, HandlingUnitId, Ids, LocationId, MovementId, WarehouseId};
use bipe_core::item::Tracking;
use bipe_core::ledger::{self as goods, End, Kept, Movement, Place, StandingUnit, moved_whole};
use bipe_core::location::{Coming, fits};
use bipe_store::event::NewEvent;
use bipe_store::ledger::{Entry, Locked};
use bipe_store::movement::{self, Posted};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, audit_log, event, handling_unit, ledger, lot, stock};
use serde_json::json;

use super::hold_lot::REASON_LENGTH_MAX;
use super::take_order::wrong_text;
use super::{Answer, Office, answer, once};
use crate::App;
use crate::http::Failure;

/// Takes back what the command of a movement moved.
///
/// # Errors
/// 404 for no movement; 409 with what came after it; 422 without a reason.
pub async fn undo(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    id: MovementId,
    request: Because,
) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&(id, &request)).expect("a request serialises");
    once(app, session, headers, "movement.undo", &body, (id, request), |office, (id, request)| {
        Box::pin(run(office, *id, &request.reason))
    })
    .await
}

async fn run(mut office: Office<'_>, id: MovementId, reason: &str) -> Result<Answer, StoreError> {
    let errors = wrong_text("reason", reason, 3, REASON_LENGTH_MAX);
    if !errors.is_empty() {
        let failure = Failure::unprocessable("wrong-fields", "Nothing was undone", "some fields are wrong");
        return Ok(Err(failure.with_errors(errors)));
    }
    let warehouse = office.session.actor.warehouse_id;
    let Some(command) = movement::command(office.tx, warehouse, id).await? else {
        return Ok(Err(Failure::not_found(format!("there is no movement {id}"))));
    };
    let (posted, locked) = load(office.tx, warehouse, command).await?;
    let known = now(office.tx, &posted).await?;
    let back = match goods::undo(&known) {
        Ok(back) => back,
        Err(why) => return Ok(Err(kept(why))),
    };
    let bins = bins(office.tx, &posted).await?;
    if let Err((bin, why)) = room(&bins, &posted) {
        let detail = format!("{bin}: {}", why.en());
        return Ok(Err(Failure::conflict("undo-unfit", "Nothing was undone", detail)));
    }
    // Nothing is refused below this line.
    let entry = office.entry();
    write(office.tx, &locked, &entry, &back, &mut office.ids).await?;
    let undone: Vec<MovementId> = back.iter().map(|(id, _)| *id).collect();
    told(&mut office, &undone, reason.trim()).await?;
    Ok(answer(StatusCode::OK, &Undone { command_id: office.command_id, undone }))
}

/// What the command moved, with all its places locked.
pub(crate) async fn load(
    tx: &mut Tx,
    warehouse: WarehouseId,
    command: CommandId,
) -> Result<(Vec<Posted>, Locked), StoreError> {
    let locked = ledger::lock_command(tx, warehouse, command).await?;
    // Whoever came first may have undone it meanwhile.
    Ok((movement::of_command(tx, warehouse, command).await?, locked))
}

/// The same, with what lies at both ends now.
pub(crate) async fn now(tx: &mut Tx, posted: &[Posted]) -> Result<Vec<goods::Posted>, StoreError> {
    let ends = movement::ends(tx, posted).await?;
    let end = |place: Place, lot| {
        let found = ends.iter().find(|end| end.is(place, lot));
        let found = found.ok_or(StoreError::Contention("a place is gone"))?;
        let in_unit = place.handling_unit_id != HandlingUnitId::NONE;
        let (here, in_use, holds_base) = (found.here, found.in_use, found.holds_base);
        Ok::<_, StoreError>(End {
            account: found.account,
            counting: found.counting,
            on_hand_base: found.on_hand_base,
            free_base: found.on_hand_base - found.reserved_base,
            unit: in_unit.then_some(StandingUnit { here, in_use, holds_base }),
        })
    };
    let mut known = Vec::with_capacity(posted.len());
    for one in posted {
        let lot_id = one.movement.lot_id;
        let serial_on_hand_base = match one.tracking {
            Tracking::Serial => Some(lot::on_hand(tx, lot_id).await?),
            Tracking::None | Tracking::Lot => None,
        };
        known.push(goods::Posted {
            id: one.id,
            at: end(one.movement.to, lot_id)?,
            back: end(one.movement.from, lot_id)?,
            movement: one.movement.clone(),
            undone: one.undone,
            serial_on_hand_base,
        });
    }
    Ok(known)
}

/// The places that goods came from or went to.
pub(crate) async fn bins(tx: &mut Tx, posted: &[Posted]) -> Result<Vec<BinFacts>, StoreError> {
    let ends = posted.iter().flat_map(|one| [one.movement.from.location_id, one.movement.to.location_id]);
    let ends: BTreeSet<LocationId> = ends.collect();
    stock::bins(tx, &ends.into_iter().collect::<Vec<_>>()).await
}

/// Whether the bins that the goods came from take them back.
pub(crate) fn room(bins: &[BinFacts], posted: &[Posted]) -> Result<(), (String, Unfit)> {
    let mut coming: BTreeMap<LocationId, Coming> = BTreeMap::new();
    for one in posted.iter().filter(|one| one.movement.from.location_id != one.movement.to.location_id) {
        let in_unit = one.movement.from.handling_unit_id != HandlingUnitId::NONE;
        let back = coming.entry(one.movement.from.location_id);
        back.or_insert(Coming { goods: Vec::new(), in_unit }).goods.push(one.arrival);
    }
    for bin in bins.iter().filter(|bin| bin.room.kind.is_allocatable()) {
        if let Some(coming) = coming.get(&bin.id) {
            fits(&bin.room, coming).map_err(|why| (bin.code.clone(), why))?;
        }
    }
    Ok(())
}

/// Posts the movements back; a unit that moved as a whole stands where it stood.
pub(crate) async fn write(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    back: &[(MovementId, Movement)],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    ledger::undo(tx, locked, entry, back, ids).await?;
    let units: BTreeMap<HandlingUnitId, LocationId> = back
        .iter()
        .filter(|(_, movement)| moved_whole(movement))
        .map(|(_, movement)| (movement.to.handling_unit_id, movement.to.location_id))
        .collect();
    for (unit, location) in units {
        handling_unit::stand(tx, unit, location, None).await?;
    }
    Ok(())
}

async fn told(office: &mut Office<'_>, undone: &[MovementId], reason: &str) -> Result<(), StoreError> {
    let command_id = office.command_id;
    let payload = json!({"command_id": command_id, "undone": undone, "reason": reason}).to_string();
    let (actor, at_ms, entry) = (&office.session.actor, office.at_ms, office.ids.next_uuid());
    let (kind, subject) = ("movement.undone", command_id.to_string());
    audit_log::insert(office.tx, entry, actor, kind, &subject, &payload, at_ms).await?;
    let event = NewEvent { kind, subject_id: command_id.0, payload };
    event::append(office.tx, actor.warehouse_id, &event, at_ms, &mut office.ids).await
}

/// Why it stays as it is.
fn kept(why: Kept) -> Failure {
    let (kind, detail) = match why {
        Kept::Reason(_) => {
            ("undo-reason", "only what was put away, moved, opened, corrected or scrapped is undone here")
        }
        Kept::Undone => ("undo-undone", "it was undone already"),
        Kept::Counting => ("undo-counting", "a count is at work there: end it first"),
        Kept::Gone => ("undo-gone", "the goods are no longer where they were put"),
        Kept::Reserved => ("undo-reserved", "the goods are reserved for orders there"),
        Kept::UnitChanged => {
            ("undo-unit-changed", "the handling unit has moved on, holds other goods by now, or is in use")
        }
        Kept::SerialElsewhere => ("undo-serial", "the serial is in stock elsewhere by now"),
    };
    Failure::conflict(kind, "Nothing was undone", detail)
}
