//! Reservations: stock set aside for order lines.
//!
//! **Invariant**: what a stock row has reserved is the sum of its open reservations: the two change together, here or, when
//! goods move, in [`post`] beside the ledger. **Invariant**: places are locked first ([`crate::ledger::lock`]), and no row
//! ever has more reserved than on hand: the update that would do it changes nothing and is reported as contention.

mod hold;

use bipe_core::allocate::Candidate;
use bipe_core::id::{
    HandlingUnitId, ItemId, LocationId, LotId, OrderLineId, ReservationId, TourId, WarehouseId,
};
use bipe_core::ledger::Place;
use bipe_core::lot::Lot;
use bipe_core::screen::Bin;
use serde::Serialize;
use time::Date;
use uuid::Uuid;

pub use hold::*;

use crate::ledger::Locked;
use crate::row::{Id, all, from_word, json, later};
use crate::{StoreError, Tx};

/// Why a write to a reservation found nothing to change.
const CHANGED: &str = "a reservation changed meanwhile";
/// Why stock could not be reserved.
const TAKEN: &str = "stock was reserved by someone else meanwhile";

#[derive(sqlx::FromRow)]
struct Row {
    location_id: Uuid,
    handling_unit_id: Uuid,
    lot_id: Uuid,
    item_id: Uuid,
    code: String,
    implicit: bool,
    expiry: Option<Date>,
    received_on: Date,
    status: String,
    pick_sequence: i64,
    on_hand_base: i64,
    reserved_base: i64,
    bin: String,
    zone: String,
    zone_code: String,
    is_face: bool,
}

/// Stock of these items that orders may be served from, with its bin. What may be used of it is core's decision.
pub async fn candidates(
    tx: &mut Tx,
    warehouse: WarehouseId,
    items: &[ItemId],
) -> Result<Vec<(Candidate, Bin)>, StoreError> {
    let rows = all!(tx, Row, "reservation/candidates.sql", json(&Id::all(items)), warehouse.0)?;
    rows.into_iter().map(Row::candidate).collect()
}

/// The same for one item, apart from what was reported short on a tour: until it is counted, the book can't be trusted there.
pub async fn elsewhere(
    tx: &mut Tx,
    warehouse: WarehouseId,
    item: ItemId,
    tour: TourId,
) -> Result<Vec<(Candidate, Bin)>, StoreError> {
    let rows = all!(tx, Row, "tour/elsewhere.sql", item.0, warehouse.0, tour.0)?;
    rows.into_iter().map(Row::candidate).collect()
}

impl Row {
    fn candidate(self) -> Result<(Candidate, Bin), StoreError> {
        let row = self;
        let lot = Lot {
            id: LotId(row.lot_id),
            item_id: ItemId(row.item_id),
            code: row.code,
            implicit: row.implicit,
            expiry: row.expiry,
            received_on: row.received_on,
            status: from_word("lots.status", row.status)?,
        };
        let place = Place::within(LocationId(row.location_id), HandlingUnitId(row.handling_unit_id));
        let candidate = Candidate {
            place,
            lot,
            pick_sequence: row.pick_sequence,
            zone: row.zone_code,
            is_face: row.is_face,
            on_hand_base: row.on_hand_base,
            reserved_base: row.reserved_base,
        };
        Ok((candidate, Bin::new(&row.bin, &row.zone)))
    }
}

/// A new reservation.
#[derive(Clone, Debug, Serialize)]
pub struct NewReservation {
    /// Its id.
    pub id: ReservationId,
    /// The line it serves.
    pub order_line_id: OrderLineId,
    /// Where the stock lies.
    #[serde(flatten)]
    pub place: Place,
    /// Its lot.
    pub lot_id: LotId,
    /// How much, in base units.
    pub quantity_base: i64,
}

#[derive(Serialize)]
struct Taken {
    location_id: LocationId,
    lot_id: LotId,
    handling_unit_id: HandlingUnitId,
    quantity_base: i64,
    /// Whether the order had nothing of this lot before: only a released lot is given out.
    fresh: bool,
}

/// Reserves stock for lines.
///
/// # Errors
/// [`StoreError::Contention`] when less is free than was planned with, or a lot was stopped meanwhile.
pub async fn insert(tx: &mut Tx, locked: &Locked, new: &[NewReservation]) -> Result<(), StoreError> {
    insert_until(tx, locked, new, None).await
}

/// The same for a while: at `expires_at_ms` what is still open falls back to the stock.
///
/// # Errors
/// As [`insert`].
pub async fn insert_until(
    tx: &mut Tx,
    locked: &Locked,
    new: &[NewReservation],
    expires_at_ms: Option<i64>,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    reserve(tx, locked, &taken(new)).await?;
    later!(tx, "reservation/insert.sql", json(new), expires_at_ms)
}

/// The same beside a [`release`] in this transaction that is on other rows: both are sent together.
///
/// # Errors
/// As [`insert`].
pub async fn insert_beside(tx: &mut Tx, _locked: &Locked, new: &[NewReservation]) -> Result<(), StoreError> {
    let taken = taken(new);
    later!(tx, apart, rows(taken.len() as u64, TAKEN), "reservation/reserve.sql", json(&taken))?;
    later!(tx, "reservation/insert.sql", json(new), None::<i64>)
}

/// What new reservations take of each row.
fn taken(new: &[NewReservation]) -> Vec<Taken> {
    let mut sums = std::collections::BTreeMap::new();
    for one in new {
        let key = (one.place.location_id, one.lot_id, one.place.handling_unit_id);
        *sums.entry(key).or_insert(0) += one.quantity_base;
    }
    sums.into_iter()
        .map(|((location_id, lot_id, handling_unit_id), quantity_base)| Taken {
            location_id,
            lot_id,
            handling_unit_id,
            quantity_base,
            fresh: true,
        })
        .collect()
}

async fn reserve(tx: &mut Tx, _locked: &Locked, taken: &[Taken]) -> Result<(), StoreError> {
    later!(tx, rows(taken.len() as u64, TAKEN), "reservation/reserve.sql", json(taken))
}

async fn free(
    tx: &mut Tx,
    _locked: &Locked,
    place: Place,
    lot: LotId,
    quantity_base: i64,
) -> Result<(), StoreError> {
    let (location, unit) = (place.location_id.0, place.handling_unit_id.0);
    later!(tx, rows(1, CHANGED), "reservation/free.sql", location, lot.0, unit, quantity_base)
}

/// The stock a reservation is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The reservation.
    pub id: ReservationId,
    /// Where the stock lies.
    pub place: Place,
    /// Its lot.
    pub lot_id: LotId,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// Moves a whole open reservation to another lot or place.
///
/// # Errors
/// [`StoreError::Contention`] when less is free there, or the reservation is no longer as it was.
pub async fn move_to(
    tx: &mut Tx,
    locked: &Locked,
    held: &Held,
    place: Place,
    lot: LotId,
) -> Result<(), StoreError> {
    let (location_id, handling_unit_id) = (place.location_id, place.handling_unit_id);
    let quantity_base = held.quantity_base;
    free(tx, locked, held.place, held.lot_id, quantity_base).await?;
    let fresh = lot != held.lot_id;
    reserve(tx, locked, &[Taken { location_id, lot_id: lot, handling_unit_id, quantity_base, fresh }])
        .await?;
    let (id, place_id, unit) = (held.id.0, location_id.0, handling_unit_id.0);
    later!(tx, rows(1, CHANGED), "reservation/move.sql", id, place_id, lot.0, unit, quantity_base)
}

/// Stock that moved with all that is reserved of it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Carried {
    /// Where it was.
    #[serde(flatten)]
    pub from: Place,
    /// Its lot.
    pub lot_id: LotId,
    /// The location that it is in now.
    pub to_location_id: LocationId,
    /// The unit that it is in now.
    pub to_handling_unit_id: HandlingUnitId,
}

/// Takes the reservations along of stock that [`crate::ledger::carry`] moved in this transaction.
pub async fn carry(tx: &mut Tx, _locked: &Locked, carried: &[Carried]) -> Result<(), StoreError> {
    if carried.is_empty() {
        return Ok(());
    }
    later!(tx, "reservation/carry.sql", json(carried))
}

/// Gives `quantity_base` of a reservation back to the stock.
///
/// # Errors
/// [`StoreError::Contention`] when the reservation is no longer as it was.
pub async fn release(
    tx: &mut Tx,
    locked: &Locked,
    held: &Held,
    quantity_base: i64,
) -> Result<(), StoreError> {
    free(tx, locked, held.place, held.lot_id, quantity_base).await?;
    later!(tx, rows(1, CHANGED), "reservation/release.sql", held.id.0, quantity_base)
}

/// Consumes `quantity_base` of a reservation; the movement that takes the goods takes as much out of the reserve.
///
/// # Errors
/// [`StoreError::Contention`] when the reservation is no longer as it was.
pub async fn post(tx: &mut Tx, id: ReservationId, quantity_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "reservation/post.sql", id.0, quantity_base)
}

/// Reserves again what a movement back has just brought; its lot may be stopped meanwhile, as that of any reservation.
///
/// # Errors
/// [`StoreError::Contention`] when as much was not posted from it.
pub async fn take_back(
    tx: &mut Tx,
    locked: &Locked,
    held: &Held,
    quantity_base: i64,
) -> Result<(), StoreError> {
    let Place { location_id, handling_unit_id } = held.place;
    let lot_id = held.lot_id;
    reserve(tx, locked, &[Taken { location_id, lot_id, handling_unit_id, quantity_base, fresh: false }])
        .await?;
    later!(tx, rows(1, CHANGED), "reservation/take_back.sql", held.id.0, quantity_base)
}
