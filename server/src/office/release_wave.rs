//! A wave is released: its orders are allocated (hard reservations), put onto carts, and each cart's walk is laid.
//!
//! A wave holds at most [`ORDERS_MAX`] orders and is one transaction; with no orders named, the next `ORDERS_MAX` new ones that
//! have stock are taken, and the rest waits for the next release. Stock is read without locks, allocated by core, and taken by a
//! conditional update under the locks of its places; when someone took some of it meanwhile, the whole release runs again.
//!
//! **Invariant**: an order that gets nothing stays new; a line that gets less stays open for the rest.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{self, NewWave};
use bipe_core::allocate::{Demand, Take, allocate};
use bipe_core::flow::pick::SEQUENCE_STEP;
use bipe_core::id::{ItemId, LocationId, OrderId, OrderLineId, PickId, ReservationId, TourId, WaveId};
use bipe_core::order::OrderStatus;
use bipe_core::plan::{batch, route};
use bipe_store::event::NewEvent;
use bipe_store::order::Locked;
use bipe_store::reservation::NewReservation;
use bipe_store::session::Session;
use bipe_store::tour::{NewPick, NewSlot, NewTour};
use bipe_store::{StoreError, Tx, counter, event, ledger, order, reservation, tour, wave};
use serde_json::json;

use crate::App;
use crate::clock::rfc3339;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once};

/// The most orders of one wave.
pub const ORDERS_MAX: usize = 200;
/// The most orders on one cart.
pub const CART_ORDERS_MAX: usize = 6;

/// Releases a wave.
///
/// # Errors
/// 422 for too many orders; 404 or 409 naming orders that are unknown or no longer new; 409 when nothing can be released.
pub async fn release(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    request: NewWave,
) -> Result<Response, Failure> {
    if request.orders.len() > ORDERS_MAX {
        let detail = format!("a wave holds at most {ORDERS_MAX} orders; release the rest in another");
        return Err(Failure::unprocessable("too-many-orders", "The wave was not released", detail));
    }
    once(app, session, headers, "wave.release", body, request, |office, request| {
        Box::pin(run(office, request))
    })
    .await
}

async fn run(mut office: Office<'_>, request: &NewWave) -> Result<Answer, StoreError> {
    let orders = match chosen(&mut office, request).await? {
        Ok(orders) => orders,
        Err(failure) => return Ok(Err(failure)),
    };
    let warehouse = office.session.actor.warehouse_id;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let demands = in_turn(&orders, order::demands(office.tx, &ids).await?);
    let items: BTreeSet<ItemId> = demands.iter().map(|(_, demand)| demand.item_id).collect();
    let stock = reservation::candidates(office.tx, warehouse, &items.into_iter().collect::<Vec<_>>()).await?;
    let stock: Vec<_> = stock.into_iter().map(|(candidate, _)| candidate).collect();
    let wanted: Vec<Demand> = demands.iter().map(|(_, demand)| demand.clone()).collect();
    let takes = allocate(&wanted, &stock, office.today);
    let plan = Plan::new(orders, &demands, takes, &mut office);
    if plan.released.is_empty() {
        let names: Vec<&str> = plan.unallocated.iter().map(|order| order.number.as_str()).collect();
        let detail = format!("no usable stock for {}", list(&names));
        return Ok(Err(Failure::conflict("nothing-to-release", "The wave was not released", detail)));
    }
    // Nothing is refused below this line.
    let id = write(&mut office, &plan).await?;
    let behind = WaveId(uuid::Uuid::from_u128(id.0.as_u128() + 1));
    let Some(mut wave) = shown(office.tx, office.session, Some(behind), 1).await?.pop() else {
        return Err(StoreError::Contention("the wave was just added"));
    };
    wave.unallocated = plan.unallocated.into_iter().map(|order| order.number).collect();
    Ok(answer(StatusCode::CREATED, &wave))
}

/// The orders to release, locked; or why not.
async fn chosen(
    office: &mut Office<'_>,
    request: &NewWave,
) -> Result<Result<Vec<Locked>, Failure>, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    if request.orders.is_empty() {
        let ids = order::to_release(office.tx, warehouse, ORDERS_MAX as i64).await?;
        let mut orders = order::lock(office.tx, warehouse, &ids).await?;
        orders.retain(|order| order.status == OrderStatus::New);
        if orders.is_empty() {
            let detail = "no new order has stock";
            return Ok(Err(Failure::conflict("nothing-to-release", "The wave was not released", detail)));
        }
        return Ok(Ok(orders));
    }
    let orders = order::lock(office.tx, warehouse, &request.orders).await?;
    let unknown = request.orders.iter().find(|id| !orders.iter().any(|order| order.id == **id));
    if let Some(id) = unknown {
        return Ok(Err(Failure::not_found(format!("there is no order {id}"))));
    }
    let late: Vec<&str> = orders
        .iter()
        .filter(|order| order.status != OrderStatus::New)
        .map(|order| order.number.as_str())
        .collect();
    if !late.is_empty() {
        let detail = format!("no longer new: {}", list(&late));
        return Ok(Err(Failure::conflict("order-not-new", "The wave was not released", detail)));
    }
    Ok(Ok(orders))
}

/// At most ten names in a row.
fn list(names: &[&str]) -> String {
    let more = names.len().saturating_sub(10);
    let named = names.iter().take(10).copied().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

/// What the orders want, those first that must leave first.
fn in_turn(orders: &[Locked], mut demands: Vec<(OrderId, Demand)>) -> Vec<(OrderId, Demand)> {
    let turn: BTreeMap<OrderId, _> = orders
        .iter()
        .map(|order| (order.id, (order.ship_by.is_none(), order.ship_by, order.created_at_ms, order.id)))
        .collect();
    demands.sort_by_key(|(order, _)| turn.get(order).copied());
    demands
}

/// A take with the order it serves and the ids of what it makes.
struct Picking {
    order_id: OrderId,
    take: Take,
    pick_id: PickId,
    reservation_id: ReservationId,
}

struct Plan {
    released: Vec<Locked>,
    unallocated: Vec<Locked>,
    picks: Vec<Picking>,
    allocated_base: i64,
    open_base: i64,
}

impl Plan {
    fn new(
        orders: Vec<Locked>,
        demands: &[(OrderId, Demand)],
        takes: Vec<Take>,
        office: &mut Office<'_>,
    ) -> Self {
        let order_of: BTreeMap<OrderLineId, OrderId> =
            demands.iter().map(|(order, demand)| (demand.order_line_id, *order)).collect();
        let picks: Vec<Picking> = takes
            .into_iter()
            .filter_map(|take| {
                let order_id = *order_of.get(&take.order_line_id)?;
                let pick_id = PickId(office.ids.next_uuid());
                Some(Picking {
                    order_id,
                    take,
                    pick_id,
                    reservation_id: ReservationId(office.ids.next_uuid()),
                })
            })
            .collect();
        let served: BTreeSet<OrderId> = picks.iter().map(|pick| pick.order_id).collect();
        let (released, unallocated): (Vec<_>, Vec<_>) =
            orders.into_iter().partition(|order| served.contains(&order.id));
        let wanted_base: i64 = demands
            .iter()
            .filter(|(order, _)| served.contains(order))
            .map(|(_, demand)| demand.quantity_base)
            .sum();
        let allocated_base: i64 = picks.iter().map(|pick| pick.take.quantity_base).sum();
        Self { released, unallocated, picks, allocated_base, open_base: wanted_base - allocated_base }
    }

    /// Base units of each line that now have a reservation.
    fn kept(&self) -> BTreeMap<OrderLineId, i64> {
        let mut kept = BTreeMap::new();
        for Picking { take, .. } in &self.picks {
            *kept.entry(take.order_line_id).or_insert(0) += take.quantity_base;
        }
        kept
    }

    fn reservations(&self) -> Vec<NewReservation> {
        let reservation = |pick: &Picking| NewReservation {
            id: pick.reservation_id,
            order_line_id: pick.take.order_line_id,
            place: pick.take.place,
            lot_id: pick.take.lot_id,
            quantity_base: pick.take.quantity_base,
        };
        self.picks.iter().map(reservation).collect()
    }

    /// The orders on carts, as positions in `released`.
    fn carts(&self) -> Vec<Vec<usize>> {
        let mut stops: BTreeMap<OrderId, Vec<i64>> = BTreeMap::new();
        for pick in &self.picks {
            stops.entry(pick.order_id).or_default().push(pick.take.pick_sequence);
        }
        let stops: Vec<Vec<i64>> =
            self.released.iter().map(|order| stops.remove(&order.id).unwrap_or_default()).collect();
        batch::carts(&stops, CART_ORDERS_MAX)
    }

    /// The cart's slots, and its picks in the order of the walk.
    fn cart(&self, tour_id: TourId, cart: &[usize]) -> (Vec<NewSlot>, Vec<NewPick>) {
        let slots: Vec<NewSlot> = cart
            .iter()
            .zip(1..)
            .map(|(at, slot)| NewSlot { tour_id, order_id: self.released[*at].id, slot })
            .collect();
        let slot_of = |order| slots.iter().find(|slot| slot.order_id == order).map(|slot| slot.slot);
        let (picks, stops): (Vec<&Picking>, Vec<route::Stop>) = self
            .picks
            .iter()
            .filter_map(|pick| {
                let stop = route::Stop {
                    pick_sequence: pick.take.pick_sequence,
                    location_id: pick.take.place.location_id,
                    lot_id: pick.take.lot_id,
                    slot: slot_of(pick.order_id)?,
                };
                Some((pick, stop))
            })
            .unzip();
        let walk = route::walk(&stops).into_iter().zip(1..);
        let picks = walk.map(|(at, place)| NewPick {
            id: picks[at].pick_id,
            tour_id,
            sequence: place * SEQUENCE_STEP,
            order_id: picks[at].order_id,
            order_line_id: picks[at].take.order_line_id,
            reservation_id: picks[at].reservation_id,
            quantity_base: picks[at].take.quantity_base,
        });
        let picks = picks.collect();
        (slots, picks)
    }
}

async fn write(office: &mut Office<'_>, plan: &Plan) -> Result<WaveId, StoreError> {
    let (warehouse, at_ms) = (office.session.actor.warehouse_id, office.at_ms);
    let places: BTreeSet<LocationId> = plan.picks.iter().map(|pick| pick.take.place.location_id).collect();
    let locked = ledger::lock(office.tx, &places.into_iter().collect::<Vec<_>>()).await?;
    reservation::insert(office.tx, &locked, &plan.reservations()).await?;
    order::keep_promises(office.tx, &plan.kept()).await?;
    let released: Vec<OrderId> = plan.released.iter().map(|order| order.id).collect();
    order::set_status(office.tx, &released, OrderStatus::Released).await?;

    let carts = plan.carts();
    let number = counter::take(office.tx, &format!("wave:{warehouse}"), 1).await?;
    let count = carts.len() as i64;
    let last_tour = counter::take(office.tx, &format!("tour:{warehouse}"), count).await?;
    let id = WaveId(office.ids.next_uuid());
    let new = wave::NewWave {
        id,
        number: format!("{number:05}"),
        allocated_base: plan.allocated_base,
        open_base: plan.open_base,
    };
    wave::insert(office.tx, warehouse, &new, &released, at_ms).await?;
    let (mut tours, mut slots, mut picks) = (Vec::new(), Vec::new(), Vec::new());
    for (cart, number) in carts.iter().zip(last_tour - count + 1..) {
        let tour = NewTour { id: TourId(office.ids.next_uuid()), number: format!("{number:05}") };
        let (cart_slots, cart_picks) = plan.cart(tour.id, cart);
        tours.push(tour);
        slots.extend(cart_slots);
        picks.extend(cart_picks);
    }
    tour::insert(office.tx, warehouse, id, &tours, &slots, &picks).await?;

    let mut events: Vec<NewEvent> = plan
        .released
        .iter()
        .map(|order| {
            let payload = json!({
                "order_id": order.id, "number": order.number, "status": "released", "wave": new.number,
            });
            NewEvent { kind: "order.released", subject_id: order.id.0, payload: payload.to_string() }
        })
        .collect();
    let payload = json!({
        "wave_id": id, "number": new.number, "orders": released.len(), "tours": tours.len(),
        "allocated_base": plan.allocated_base, "open_base": plan.open_base,
    });
    events.push(NewEvent { kind: "wave.released", subject_id: id.0, payload: payload.to_string() });
    event::append_all(office.tx, warehouse, &events, at_ms, &mut office.ids).await?;
    Ok(id)
}

/// At most `limit` waves of the session's warehouse with their tours, newest first: those before the wave `before`.
pub async fn shown(
    tx: &mut Tx,
    session: &Session,
    before: Option<WaveId>,
    limit: i64,
) -> Result<Vec<desk::Wave>, StoreError> {
    let waves = wave::page(tx, session.actor.warehouse_id, before, limit).await?;
    let ids: Vec<WaveId> = waves.iter().map(|wave| WaveId(wave.id)).collect();
    let mut tours: BTreeMap<WaveId, Vec<desk::Tour>> = BTreeMap::new();
    for tour in wave::tours(tx, &ids).await? {
        tours.entry(WaveId(tour.wave_id)).or_default().push(desk::Tour {
            id: TourId(tour.id),
            number: tour.number,
            status: tour.status,
            operator: tour.operator,
            stops_done: tour.stops_done,
            stops: tour.stops,
        });
    }
    let show = |wave: wave::Listed| desk::Wave {
        id: WaveId(wave.id),
        number: wave.number,
        status: wave.status,
        released_at: rfc3339(wave.released_at_ms),
        orders: wave.orders,
        allocated_base: wave.allocated_base,
        open_base: wave.open_base,
        tours: tours.remove(&WaveId(wave.id)).unwrap_or_default(),
        unallocated: Vec::new(),
    };
    Ok(waves.into_iter().map(show).collect())
}
