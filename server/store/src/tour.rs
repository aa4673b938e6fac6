//! Tours: one picker's walk with a cart of totes, and its picks.

mod idle;
mod posted;
mod totes;

use bipe_core::flow::pick::{BinStock, Cancelled, Hand, SkipReason, Slot, State, Stop, Tote, Tour};
use bipe_core::id::{
    HandlingUnitId, ItemId, LocationId, LotId, OrderId, OrderLineId, OwnerId, PickId, ReservationId, TourId,
    UserId, WarehouseId, WaveId,
};
use bipe_core::item::{Item, Packaging};
use bipe_core::ledger::Place;
use bipe_core::lot::Lot;
use bipe_core::screen::{Bin, Progress};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

pub use idle::*;
pub use posted::*;
pub use totes::*;

use crate::row::{all, from_word, json, later, optional, pair, word};
use crate::{StoreError, Tx, item};

/// Why a write to a tour found nothing to change.
const CHANGED: &str = "the tour changed meanwhile";

/// A new tour.
#[derive(Clone, Debug, Serialize)]
pub struct NewTour {
    /// Its id.
    pub id: TourId,
    /// Its number.
    pub number: String,
    /// How long its walk is, in millimetres; `None` where the layout is not known.
    pub walk_mm: Option<i64>,
    /// The S-shape past the same bins.
    pub s_shape_mm: Option<i64>,
    /// The walk from bin to bin along the pick sequence.
    pub by_bin_mm: Option<i64>,
    /// When the first of its orders leaves, in Unix milliseconds.
    pub leaves_at_ms: i64,
    /// The highest priority of its orders.
    pub priority: i64,
}

/// When a tour leaves whose orders name no day, in Unix milliseconds: at the end of the year 9999.
pub const LEAVES_ANY_TIME_MS: i64 = 253_402_300_799_999;

/// An order on a new tour's cart.
#[derive(Clone, Debug, Serialize)]
pub struct NewSlot {
    /// The tour.
    pub tour_id: TourId,
    /// The order.
    pub order_id: OrderId,
    /// Its place on the cart, from 1.
    pub slot: i64,
}

/// A new pick.
#[derive(Clone, Debug, Serialize)]
pub struct NewPick {
    /// Its id.
    pub id: PickId,
    /// The tour.
    pub tour_id: TourId,
    /// Its place in the walk.
    pub sequence: i64,
    /// The order.
    pub order_id: OrderId,
    /// The order's line.
    pub order_line_id: OrderLineId,
    /// The reservation it consumes.
    pub reservation_id: ReservationId,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// Adds tours with their carts and picks.
pub async fn insert(
    tx: &mut Tx,
    warehouse: WarehouseId,
    wave: WaveId,
    tours: &[NewTour],
    slots: &[NewSlot],
    picks: &[NewPick],
) -> Result<(), StoreError> {
    later!(tx, "tour/insert.sql", json(tours), warehouse.0, wave.0)?;
    later!(tx, "tour/insert_orders.sql", json(slots))?;
    insert_picks(tx, picks).await
}

/// Adds picks to tours.
pub async fn insert_picks(tx: &mut Tx, picks: &[NewPick]) -> Result<(), StoreError> {
    later!(tx, "tour/insert_picks.sql", json(picks))
}

/// The tour to work on: one the user has claimed, else the open one that leaves first, locked; one that someone else is just claiming
/// is passed over.
pub async fn next(tx: &mut Tx, warehouse: WarehouseId, user: UserId) -> Result<Option<TourId>, StoreError> {
    let own = optional!(tx, (Uuid,), "tour/own.sql", warehouse.0, user.0)?;
    let next = match own {
        Some(own) => Some(own),
        None => optional!(tx, (Uuid,), "tour/next.sql", warehouse.0)?,
    };
    Ok(next.map(|(id,)| TourId(id)))
}

/// Makes a tour the user's own.
///
/// # Errors
/// [`StoreError::Contention`] when someone else was first.
pub async fn claim(tx: &mut Tx, tour: TourId, user: UserId, at_ms: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/claim.sql", tour.0, user.0, at_ms)
}

/// Ends a tour.
pub async fn finish(tx: &mut Tx, tour: TourId, at_ms: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/finish.sql", tour.0, at_ms)
}

#[derive(sqlx::FromRow)]
struct SlotRow {
    tour: String,
    tour_status: String,
    user_id: Option<Uuid>,
    slot: i64,
    order_id: Uuid,
    number: String,
    status: String,
    owner_id: Uuid,
    tote_id: Option<Uuid>,
    tote: Option<String>,
    holds: bool,
    full_id: Option<Uuid>,
    full_code: Option<String>,
    zero_check: bool,
    picked_base: i64,
    wanted: bool,
    stops_done: i64,
    stops: i64,
    transit_id: Option<Uuid>,
    desk: Option<String>,
}

/// A stop with one of its item's packagings.
#[derive(sqlx::FromRow)]
struct StopRow {
    pick_id: Uuid,
    cancelled: bool,
    bin_wanted: bool,
    order_number: String,
    sequence: i64,
    skips: i64,
    order_id: Uuid,
    order_line_id: Uuid,
    reservation_id: Uuid,
    bin_base: i64,
    planned_base: i64,
    quantity_base: i64,
    location_id: Uuid,
    handling_unit_id: Uuid,
    bin: String,
    is_face: bool,
    pick_sequence: i64,
    zone: String,
    lot_id: Uuid,
    lot: String,
    implicit: bool,
    expiry: Option<Date>,
    received_on: Date,
    lot_status: String,
    item_id: Uuid,
    owner_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    handling: String,
    tracking: String,
    expires: bool,
    rotation_policy: String,
    shelf_life_days: Option<i64>,
    best_before_lead_days: Option<i64>,
    removal_lead_days: Option<i64>,
    remaining_days_min: i64,
    order_days_min: i64,
    packaging_id: Option<Uuid>,
    packaging: Option<String>,
    packaging_kind: Option<String>,
    gtin: Option<String>,
    packaging_base: Option<i64>,
    weight_g: Option<i64>,
}

/// A tour with its cart and the next of its open stops, at most so many, as `user` sees it, with what the task keeps in `hand`. The
/// stop that the hand is about is the next one.
pub async fn load(
    tx: &mut Tx,
    tour: TourId,
    user: UserId,
    hand: Hand,
    stops_max: i64,
) -> Result<State, StoreError> {
    let in_hand = hand.pick_id.map(|pick| pick.0);
    let (slots, rows) = pair!(
        tx,
        (SlotRow, "tour/slots.sql", tour.0),
        (StopRow, "tour/stops.sql", tour.0, stops_max, in_hand)
    )?;
    let mut stops: Vec<Stop> = Vec::new();
    let mut cancelled: Vec<Cancelled> = Vec::new();
    for mut row in rows {
        if row.cancelled {
            let (pick_id, location_id) = (PickId(row.pick_id), LocationId(row.location_id));
            let (bin, order, bin_wanted) = (row.bin, row.order_number, row.bin_wanted);
            if cancelled.last().is_none_or(|last| last.pick_id != pick_id) {
                cancelled.push(Cancelled { pick_id, location_id, bin, order, bin_wanted });
            }
            continue;
        }
        let packaging = row.packaging()?;
        if stops.last().is_none_or(|stop| stop.pick_id.0 != row.pick_id) {
            stops.push(stop(row)?);
        }
        if let Some(stop) = stops.last_mut() {
            stop.item.packagings.extend(packaging);
        }
    }
    let head = slots.first().map(|row| head(tour, row, user)).transpose()?;
    let mut state = State { tour: head, slots: cart(slots)?, stops, cancelled, hand, ..State::default() };
    state.walk_on();
    Ok(state)
}

impl StopRow {
    fn packaging(&mut self) -> Result<Option<Packaging>, StoreError> {
        item::packaging(
            (self.packaging_id, self.packaging.take(), self.packaging_kind.take()),
            self.gtin.take(),
            (self.packaging_base, self.weight_g),
        )
    }
}

fn head(id: TourId, row: &SlotRow, user: UserId) -> Result<Tour, StoreError> {
    let missing = |kind: &str| StoreError::Corrupt { column: "locations.kind", value: kind.to_owned() };
    Ok(Tour {
        id,
        number: row.tour.clone(),
        claimed: row.tour_status != "open" && row.user_id == Some(user.0),
        owner_id: OwnerId(row.owner_id),
        transit_id: LocationId(row.transit_id.ok_or_else(|| missing("transit"))?),
        desk: row.desk.clone().ok_or_else(|| missing("pack_desk"))?,
        progress: Progress { done: row.stops_done, total: row.stops },
        ended: row.tour_status == "done",
        zero_check: row.zero_check,
    })
}

/// The slots of rows that stand for one full tote each, or for none.
fn cart(rows: Vec<SlotRow>) -> Result<Vec<Slot>, StoreError> {
    let mut slots: Vec<Slot> = Vec::new();
    for mut row in rows {
        let full = tote(row.full_id, row.full_code.take());
        if slots.last().is_none_or(|slot| slot.order_id.0 != row.order_id) {
            slots.push(slot(row)?);
        }
        if let Some(slot) = slots.last_mut() {
            slot.full.extend(full);
        }
    }
    Ok(slots)
}

fn tote(id: Option<Uuid>, code: Option<String>) -> Option<Tote> {
    id.zip(code).map(|(id, code)| Tote { id: HandlingUnitId(id), code })
}

fn slot(row: SlotRow) -> Result<Slot, StoreError> {
    let tote = tote(row.tote_id, row.tote);
    Ok(Slot {
        slot: row.slot,
        order_id: OrderId(row.order_id),
        order: row.number,
        status: from_word("orders.status", row.status)?,
        tote,
        holds: row.holds,
        full: Vec::new(),
        picked_base: row.picked_base,
        wanted: row.wanted,
    })
}

fn stop(row: StopRow) -> Result<Stop, StoreError> {
    let item = Item {
        id: ItemId(row.item_id),
        owner_id: OwnerId(row.owner_id),
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        tracking: from_word("items.tracking", row.tracking)?,
        expires: row.expires,
        rotation_policy: from_word("items.rotation_policy", row.rotation_policy)?,
        shelf_life_days: row.shelf_life_days,
        best_before_lead_days: row.best_before_lead_days,
        removal_lead_days: row.removal_lead_days,
        arrival: bipe_core::item::Arrival::default(),
        remaining_days_min: row.remaining_days_min,
        packagings: Vec::new(),
    };
    let lot = Lot {
        id: LotId(row.lot_id),
        item_id: item.id,
        code: row.lot,
        implicit: row.implicit,
        expiry: row.expiry,
        received_on: row.received_on,
        status: from_word("lots.status", row.lot_status)?,
    };
    Ok(Stop {
        pick_id: PickId(row.pick_id),
        bin_base: row.bin_base,
        skips: row.skips,
        sequence: row.sequence,
        pick_sequence: row.pick_sequence,
        order_id: OrderId(row.order_id),
        order_line_id: OrderLineId(row.order_line_id),
        reservation_id: ReservationId(row.reservation_id),
        place: Place::within(LocationId(row.location_id), HandlingUnitId(row.handling_unit_id)),
        bin: Bin::new(&row.bin, &row.zone),
        is_face: row.is_face,
        handling: from_word("items.handling", row.handling)?,
        remaining_days_min: row.remaining_days_min.max(row.order_days_min),
        item,
        lot,
        quantity_base: row.quantity_base,
        planned_base: row.planned_base,
    })
}

/// A stock row of one item in one bin.
pub(crate) type BinRow = (Uuid, String, bool, Option<Date>, Date, String, Uuid, i64, i64);

/// What lies in a bin of an item.
pub async fn in_bin(tx: &mut Tx, location: LocationId, item: ItemId) -> Result<Vec<BinStock>, StoreError> {
    let rows = all!(tx, BinRow, "tour/in_bin.sql", location.0, item.0)?;
    rows.into_iter().map(|row| bin_stock(location, item, row)).collect()
}

pub(crate) fn bin_stock(location: LocationId, item_id: ItemId, row: BinRow) -> Result<BinStock, StoreError> {
    let (id, code, implicit, expiry, received_on, status, unit, on_hand_base, reserved_base) = row;
    let status = from_word("lots.status", status)?;
    let lot = Lot { id: LotId(id), item_id, code, implicit, expiry, received_on, status };
    let place = Place::within(location, HandlingUnitId(unit));
    Ok(BinStock { lot, place, on_hand_base, reserved_base })
}

/// Puts an open pick off: it moves to another place in the walk. What is kept is the last reason.
pub async fn skip(
    tx: &mut Tx,
    pick: PickId,
    sequence: i64,
    reason: Option<SkipReason>,
) -> Result<(), StoreError> {
    let reason = reason.as_ref().map_or_else(String::new, word);
    later!(tx, rows(1, CHANGED), "tour/skip.sql", pick.0, sequence, reason)
}

#[derive(Serialize)]
struct Move {
    id: PickId,
    sequence: i64,
}

/// Moves open picks to other places in their walk, each to the sequence beside it. None of them is written to besides in this
/// transaction.
pub async fn rewalk(tx: &mut Tx, moves: &[(PickId, i64)]) -> Result<(), StoreError> {
    let moves: Vec<Move> = moves.iter().map(|(id, sequence)| Move { id: *id, sequence: *sequence }).collect();
    later!(tx, apart, "tour/rewalk.sql", json(&moves))
}

/// A part of an open pick was picked.
pub async fn picked_in_part(tx: &mut Tx, pick: PickId, picked_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/picked_in_part.sql", pick.0, picked_base)
}

/// Ends a pick with what was picked last; it is short when all that was picked of it is less than planned.
pub async fn picked(tx: &mut Tx, pick: PickId, picked_base: i64) -> Result<(), StoreError> {
    later!(tx, rows(1, CHANGED), "tour/picked.sql", pick.0, picked_base)
}
