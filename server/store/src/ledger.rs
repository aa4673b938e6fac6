//! Posting movements: stock rows, the movements themselves, and the versions of the places they touch, together.
//!
//! **Invariant**: stock changes here and nowhere else, except for what is reserved of it (see `reservation`).
//! **Invariant**: what leaves for an order is of released lots only, whatever a decision read before: the lots are held as they
//! are (`/*lock share*/`) in the statement that takes the goods, so a hold waits for picks under way and none comes after it.
//! Picks of one lot do not wait for each other.
//! **Invariant**: places are locked before stock is read ([`lock`], in ascending id), and [`post`] takes the proof of it.

use std::collections::BTreeMap;

use bipe_core::id::{CommandId, HandlingUnitId, Ids, LocationId, MovementId, OrderId, UserId, WarehouseId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use serde::Serialize;
use uuid::Uuid;

use crate::row::{all, from_word, json, later, word};
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
    Locked::of(all!(tx, (Uuid, String, bool), "ledger/lock.sql", json(&ids))?)
}

/// The same for all places that a command moved goods from or to.
pub async fn lock_command(
    tx: &mut Tx,
    warehouse: WarehouseId,
    command: CommandId,
) -> Result<Locked, StoreError> {
    Locked::of(all!(tx, (Uuid, String, bool), "ledger/lock_command.sql", warehouse.0, command.0)?)
}

impl Locked {
    /// From rows of (location, kind, whether it has a row to be locked).
    fn of(rows: Vec<(Uuid, String, bool)>) -> Result<Self, StoreError> {
        let place = |(id, kind, _)| Ok((LocationId(id), from_word("locations.kind", kind)?));
        Ok(Self(rows.into_iter().map(place).collect::<Result<_, StoreError>>()?))
    }
}

#[derive(Serialize)]
struct Kind {
    kind: String,
}

/// Locks the warehouse's first location of each of these kinds, and gives them in the order asked for.
///
/// # Errors
/// [`StoreError::Corrupt`] when there is none of a kind; set-up makes one of each that flows need.
pub async fn lock_first<const N: usize>(
    tx: &mut Tx,
    warehouse: WarehouseId,
    kinds: [LocationKind; N],
) -> Result<(Locked, [LocationId; N]), StoreError> {
    let wanted: Vec<Kind> = kinds.iter().map(|kind| Kind { kind: word(kind) }).collect();
    let rows = all!(tx, (Uuid, String, bool), "ledger/lock_first.sql", warehouse.0, json(&wanted))?;
    let locked = Locked::of(rows)?;
    let mut places = [LocationId(Uuid::nil()); N];
    for (place, kind) in places.iter_mut().zip(&kinds) {
        let found = locked.0.iter().find(|(_, of)| *of == kind).map(|(id, _)| *id);
        *place = found.ok_or_else(|| StoreError::Corrupt { column: "locations.kind", value: word(kind) })?;
    }
    Ok((locked, places))
}

/// Locks these locations, and those where a handling unit stands or an order's totes have their goods.
pub async fn lock_around(
    tx: &mut Tx,
    locations: &[LocationId],
    unit: Option<HandlingUnitId>,
    order: Option<OrderId>,
) -> Result<Locked, StoreError> {
    let ids: Vec<Id> = locations.iter().map(|location| Id { id: location.0 }).collect();
    let (unit, order) = (unit.map(|unit| unit.0), order.map(|order| order.0));
    Locked::of(all!(tx, (Uuid, String, bool), "ledger/lock_around.sql", json(&ids), unit, order)?)
}

/// Posts movements. Virtual places have no stock rows; the others gain and lose stock.
///
/// # Errors
/// [`StoreError::Contention`] when stock is not there as the decision assumed, its lot was stopped meanwhile, or a place was not
/// locked.
pub async fn post(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    movements: &[Movement],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    post_for(tx, locked, entry, None, movements, ids).await
}

/// The same, for a receipt or an order: the movements name it.
///
/// # Errors
/// As [`post`].
pub async fn post_for(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    document: Option<Uuid>,
    movements: &[Movement],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    post_all(tx, locked, entry, document, movements, Beside::Nothing, ids).await
}

/// The same for goods that take what is reserved of them along: it is reserved where they go, and the reservations are moved
/// there in the same transaction ([`crate::reservation::carry`]).
///
/// # Errors
/// As [`post`].
pub async fn carry(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    document: Option<Uuid>,
    movements: &[Movement],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    post_all(tx, locked, entry, document, movements, Beside::Carried, ids).await
}

/// What a posting does besides moving goods.
#[derive(Clone, Copy)]
enum Beside<'m> {
    Nothing,
    /// What is reserved goes along.
    Carried,
    /// Each movement takes one of these back.
    Undone(&'m [MovementId]),
}

/// Posts movements that take others back, each with the one it takes back.
///
/// # Errors
/// As [`post`]; [`StoreError::Constraint`] when one was taken back already.
pub async fn undo(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    undone: &[(MovementId, Movement)],
    ids: &mut Ids,
) -> Result<(), StoreError> {
    let (undone, movements): (Vec<MovementId>, Vec<Movement>) = undone.iter().cloned().unzip();
    post_all(tx, locked, entry, None, &movements, Beside::Undone(&undone), ids).await
}

async fn post_all(
    tx: &mut Tx,
    locked: &Locked,
    entry: &Entry,
    document: Option<Uuid>,
    movements: &[Movement],
    beside: Beside<'_>,
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
            let leg = taken.entry(Leg::key(&movement.from, movement)).or_insert((0, 0, false));
            leg.0 += movement.quantity_base;
            leg.1 += movement.reserved_base;
            // What is taken back out of a tote leaves for no order.
            let is_back = movement.reason == Reason::Pick && kind(&movement.from)? == LocationKind::Transit;
            leg.2 |= matches!(movement.reason, Reason::Pick | Reason::Pack | Reason::Ship) && !is_back;
        }
        if !kind(&movement.to)?.is_virtual() {
            let leg = given.entry(Leg::key(&movement.to, movement)).or_insert((0, 0, false));
            leg.0 += movement.quantity_base;
            if let Beside::Carried = beside {
                leg.1 += movement.reserved_base;
            }
        }
    }
    // Goods that go on in the same posting come before they leave.
    let passes_on = given.keys().any(|key| taken.contains_key(key));
    let taken: Vec<Leg> = taken.into_iter().map(|(key, sums)| Leg::of(key, sums)).collect();
    let given: Vec<Leg> = given.into_iter().map(|(key, sums)| Leg::of(key, sums)).collect();
    take(tx, &taken).await?;
    give(tx, &given, entry.warehouse_id, passes_on).await?;
    let undone = if let Beside::Undone(undone) = beside { undone } else { &[] };
    let mut undone = undone.iter();
    let rows: Vec<Row> =
        movements.iter().map(|movement| Row::of(movement, ids.next_uuid(), undone.next())).collect();
    record(tx, entry, document, &rows).await?;
    let touched: Vec<Id> = taken.iter().chain(&given).map(|leg| Id { id: leg.location_id }).collect();
    later!(tx, "ledger/raise_versions.sql", json(&touched))
}

// A scan moves goods from one row to another: that has statements of its own, which need no JSON to be read.

async fn take(tx: &mut Tx, legs: &[Leg]) -> Result<(), StoreError> {
    let changed = "stock is no longer where the decision saw it";
    match legs {
        [] => Ok(()),
        [leg] => {
            let (place, lot, unit) = (leg.location_id, leg.lot_id, leg.handling_unit_id);
            let (base, reserved, leaves) = (leg.quantity_base, leg.reserved_base, leg.leaves);
            later!(tx, rows(some), "ledger/empty_one.sql", place, lot, unit, base, reserved, leaves)?;
            later!(
                tx,
                apart,
                rows(1, changed),
                "ledger/take_one.sql",
                place,
                lot,
                unit,
                base,
                reserved,
                leaves
            )
        }
        _ => {
            let text = json(legs);
            later!(tx, rows(some), "ledger/empty.sql", &text)?;
            later!(tx, apart, rows(legs.len() as u64, changed), "ledger/take.sql", &text)
        }
    }
}

async fn give(tx: &mut Tx, legs: &[Leg], warehouse: WarehouseId, passes_on: bool) -> Result<(), StoreError> {
    match legs {
        [] => Ok(()),
        _ if passes_on => later!(tx, "ledger/give.sql", json(legs), warehouse.0),
        [leg] => later!(
            tx,
            apart,
            "ledger/give_one.sql",
            leg.location_id,
            leg.lot_id,
            leg.handling_unit_id,
            leg.item_id,
            warehouse.0,
            leg.quantity_base,
            leg.reserved_base
        ),
        _ => later!(tx, apart, "ledger/give.sql", json(legs), warehouse.0),
    }
}

async fn record(tx: &mut Tx, entry: &Entry, document: Option<Uuid>, rows: &[Row]) -> Result<(), StoreError> {
    let (warehouse, command, actor) = (entry.warehouse_id.0, entry.command_id.0, entry.actor_id.0);
    let [row] = rows else {
        return later!(tx, "ledger/record.sql", json(rows), warehouse, command, actor, entry.at_ms, document);
    };
    later!(
        tx,
        "ledger/record_one.sql",
        row.id,
        warehouse,
        command,
        actor,
        entry.at_ms,
        &row.reason,
        row.item_id,
        row.lot_id,
        row.quantity_base,
        row.from_location_id,
        row.from_handling_unit_id,
        row.to_location_id,
        row.to_handling_unit_id,
        document,
        row.undoes_id
    )
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
    /// Whether it leaves for an order.
    leaves: bool,
}

impl Leg {
    fn key(place: &Place, movement: &Movement) -> LegKey {
        (place.location_id.0, movement.lot_id.0, place.handling_unit_id.0, movement.item_id.0)
    }

    fn of(key: LegKey, (quantity_base, reserved_base, leaves): (i64, i64, bool)) -> Self {
        let (location_id, lot_id, handling_unit_id, item_id) = key;
        Self { location_id, lot_id, handling_unit_id, item_id, quantity_base, reserved_base, leaves }
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
    undoes_id: Option<Uuid>,
}

impl Row {
    fn of(movement: &Movement, id: Uuid, undoes: Option<&MovementId>) -> Self {
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
            undoes_id: undoes.map(|id| id.0),
        }
    }
}
