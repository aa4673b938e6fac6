//! Posting movements: stock rows, the movements themselves, and the versions of the places they touch, together.
//!
//! **Invariant**: stock changes here and nowhere else, except for what is reserved of it (see `reservation`).
//! **Invariant**: places are locked before stock is read ([`lock`], in ascending id), and [`post`] takes the proof of it.

use std::collections::BTreeMap;

use bipe_core::id::{CommandId, Ids, LocationId, UserId, WarehouseId};
use bipe_core::ledger::{Movement, Place};
use bipe_core::location::LocationKind;
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, run, word};
use crate::{StoreError, Tx};

/// Proof that these locations are locked in this transaction, with their kinds.
#[derive(Debug, Default)]
pub struct Locked(BTreeMap<LocationId, LocationKind>);

/// Who posts, by which command, when.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// The command that the movements name.
    pub command_id: CommandId,
    /// Who.
    pub actor_id: UserId,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
}

#[derive(Serialize)]
struct Id {
    id: Uuid,
}

/// Locks the locations in ascending id. Lock all that a decision may touch in one call.
///
/// Virtual places have no rows to guard, and what is in transit lies in totes that one operator handles at a time: neither
/// is locked, since all commands of a warehouse would queue there.
pub async fn lock(tx: &mut Tx, locations: &[LocationId]) -> Result<Locked, StoreError> {
    let ids: Vec<Id> = locations.iter().map(|location| Id { id: location.0 }).collect();
    let mut locked = BTreeMap::new();
    for (id, kind, _held) in all!(tx, (Uuid, String, bool), "ledger/lock.sql", json(&ids))? {
        locked.insert(LocationId(id), from_word("locations.kind", kind)?);
    }
    Ok(Locked(locked))
}

/// Posts movements. Virtual places have no stock rows; the others gain and lose stock.
///
/// # Errors
/// [`StoreError::Contention`] when stock is not there as the decision assumed, or a place was not locked.
pub async fn post(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    movements: &[Movement],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    if movements.is_empty() {
        return Ok(());
    }
    let kind = |place: &Place| {
        let kind = locked.0.get(&place.location_id);
        kind.copied().ok_or(StoreError::Contention("a place was posted to without its lock"))
    };
    let (mut taken, mut given) = (BTreeMap::new(), BTreeMap::new());
    for movement in movements {
        if !kind(&movement.from)?.is_virtual() {
            let leg = taken.entry(Leg::key(&movement.from, movement)).or_insert((0, 0));
            leg.0 += movement.quantity_base;
            leg.1 += movement.reserved_base;
        }
        if !kind(&movement.to)?.is_virtual() {
            *given.entry(Leg::key(&movement.to, movement)).or_insert(0) += movement.quantity_base;
        }
    }
    let taken: Vec<Leg> = taken.into_iter().map(|(key, sums)| Leg::of(key, sums.0, sums.1)).collect();
    let given: Vec<Leg> = given.into_iter().map(|(key, sum)| Leg::of(key, sum, 0)).collect();
    if !taken.is_empty() {
        let done = run!(tx, "ledger/take.sql", json(&taken))?;
        if done != taken.len() as u64 {
            return Err(StoreError::Contention("stock is no longer where the decision saw it"));
        }
        run!(tx, "ledger/sweep.sql", json(&taken))?;
    }
    if !given.is_empty() {
        run!(tx, "ledger/give.sql", json(&given), entry.warehouse_id.0)?;
    }
    let rows: Vec<Row> = movements.iter().map(|movement| Row::of(movement, ids.next_uuid())).collect();
    run!(
        tx,
        "ledger/record.sql",
        json(&rows),
        entry.warehouse_id.0,
        entry.command_id.0,
        entry.actor_id.0,
        entry.at_ms
    )?;
    let touched: Vec<Id> = taken.iter().chain(&given).map(|leg| Id { id: leg.location_id }).collect();
    run!(tx, "ledger/raise_versions.sql", json(&touched))?;
    Ok(())
}

type LegKey = (Uuid, Uuid, Uuid, Uuid);

/// What one stock row gains or loses.
#[derive(Serialize)]
struct Leg {
    location_id: Uuid,
    lot_id: Uuid,
    handling_unit_id: Uuid,
    item_id: Uuid,
    quantity_base: i64,
    reserved_base: i64,
}

impl Leg {
    fn key(place: &Place, movement: &Movement) -> LegKey {
        (place.location_id.0, movement.lot_id.0, place.handling_unit_id.0, movement.item_id.0)
    }

    fn of(key: LegKey, quantity_base: i64, reserved_base: i64) -> Self {
        let (location_id, lot_id, handling_unit_id, item_id) = key;
        Self { location_id, lot_id, handling_unit_id, item_id, quantity_base, reserved_base }
    }
}

/// A movement as its table holds it.
#[derive(Serialize)]
struct Row {
    id: Uuid,
    reason: String,
    item_id: Uuid,
    lot_id: Uuid,
    quantity_base: i64,
    from_location_id: Uuid,
    from_handling_unit_id: Uuid,
    to_location_id: Uuid,
    to_handling_unit_id: Uuid,
}

impl Row {
    fn of(movement: &Movement, id: Uuid) -> Self {
        Self {
            id,
            reason: word(&movement.reason),
            item_id: movement.item_id.0,
            lot_id: movement.lot_id.0,
            quantity_base: movement.quantity_base,
            from_location_id: movement.from.location_id.0,
            from_handling_unit_id: movement.from.handling_unit_id.0,
            to_location_id: movement.to.location_id.0,
            to_handling_unit_id: movement.to.handling_unit_id.0,
        }
    }
}
