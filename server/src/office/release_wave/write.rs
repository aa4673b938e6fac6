//! Writing carts of a wave: reservations, promises, tours, events.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::id::{LocationId, OrderId, OrderLineId, ReservationId, TourId, WaveId};
use bipe_core::order::OrderStatus;
use bipe_core::plan::site::Site;
use bipe_store::event::NewEvent;
use bipe_store::wave_release::Request;
use bipe_store::{StoreError, counter, event, ledger, order, reservation, tour, wave, wave_release};
use serde_json::json;

use super::carts;
use super::plan::{self, Going};
use crate::office::Office;

/// A wave that was begun.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub id: WaveId,
    pub number: String,
}

/// The wave that carts are written into.
#[derive(Clone, Debug, Default)]
pub(super) struct Into {
    /// `None` begins it.
    pub begun: Option<Begun>,
    /// The code of the channel that releases it.
    pub release_channel: Option<String>,
    /// What asked for it, where it is written in slices.
    pub request: Option<Request>,
}

/// Locks every place that the carts take from.
pub(super) async fn lock(
    office: &mut Office<'_>,
    carts: &[Vec<Going>],
) -> Result<ledger::Locked, StoreError> {
    let picks = carts.iter().flatten().flat_map(|one| &one.picks);
    let places: BTreeSet<LocationId> = picks.map(|pick| pick.take.place.location_id).collect();
    ledger::lock(office.tx, &places.into_iter().collect::<Vec<_>>()).await
}

/// Writes carts into a wave; begins it when there is none yet.
pub(super) async fn carts(
    office: &mut Office<'_>,
    locked: &ledger::Locked,
    wave: &Into,
    carts: &[Vec<Going>],
    site: Option<&Site>,
) -> Result<Begun, StoreError> {
    let (warehouse, at_ms) = (office.session.actor.warehouse_id, office.at_ms);
    let going = || carts.iter().flatten();
    reservation::insert(office.tx, locked, &plan::reservations(carts)).await?;
    let held: Vec<ReservationId> =
        going().flat_map(|one| &one.picks).filter(|pick| pick.held).map(|pick| pick.reservation_id).collect();
    reservation::keep(office.tx, &held).await?;
    let mut kept: BTreeMap<OrderLineId, i64> = BTreeMap::new();
    for pick in going().flat_map(|one| &one.picks).filter(|pick| !pick.held) {
        *kept.entry(pick.take.order_line_id).or_insert(0) += pick.take.quantity_base;
    }
    order::keep_promises(office.tx, &kept).await?;
    let cut: BTreeMap<OrderLineId, i64> = going().flat_map(|one| one.cut.iter().copied()).collect();
    order::cut(office.tx, &cut).await?;
    let released: Vec<OrderId> = going().map(|one| one.order.id).collect();
    order::set_status(office.tx, &released, OrderStatus::Released).await?;
    let begun = begin(office, wave, carts, &released).await?;

    let count = carts.len() as i64;
    let last_tour = counter::take(office.tx, &format!("tour:{warehouse}"), count).await?;
    let (mut tours, mut slots, mut picks) = (Vec::new(), Vec::new(), Vec::new());
    let mut site = site.cloned();
    for (cart, number) in carts.iter().zip(last_tour - count + 1..) {
        let id = TourId(office.ids.next_uuid());
        let (tour, cart_slots, cart_picks) =
            carts::tour(id, format!("{number:05}"), cart, (site.as_mut(), &office.session.time_zone));
        tours.push(tour);
        slots.extend(cart_slots);
        picks.extend(cart_picks);
    }
    tour::insert(office.tx, warehouse, begun.id, &tours, &slots, &picks).await?;
    let events: Vec<NewEvent> = going().flat_map(|one| events(one, &begun.number)).collect();
    event::append_all(office.tx, warehouse, &events, at_ms, &mut office.ids).await?;
    Ok(begun)
}

async fn begin(
    office: &mut Office<'_>,
    wave: &Into,
    carts: &[Vec<Going>],
    released: &[OrderId],
) -> Result<Begun, StoreError> {
    let (warehouse, at_ms) = (office.session.actor.warehouse_id, office.at_ms);
    let allocated_base = carts.iter().flatten().map(Going::allocated_base).sum();
    let open_base = carts.iter().flatten().map(|one| one.open_base).sum();
    if let Some(begun) = &wave.begun {
        wave::add(office.tx, begun.id, released, allocated_base, open_base).await?;
        wave_release::go_on(office.tx, begun.id, at_ms).await?;
        return Ok(begun.clone());
    }
    let number = counter::take(office.tx, &format!("wave:{warehouse}"), 1).await?;
    let (id, number) = (WaveId(office.ids.next_uuid()), format!("{number:05}"));
    let new = wave::NewWave {
        id,
        number: number.clone(),
        allocated_base,
        open_base,
        release_channel: wave.release_channel.clone(),
    };
    wave::insert(office.tx, warehouse, &new, released, at_ms).await?;
    if let Some(request) = &wave.request {
        wave_release::begin(office.tx, id, request, at_ms).await?;
    }
    Ok(Begun { id, number })
}

/// An order is released; and what it gave up.
fn events(one: &Going, wave: &str) -> Vec<NewEvent> {
    let Going { order, cut, .. } = one;
    let payload = json!({"order_id": order.id, "number": order.number, "status": "released", "wave": wave});
    let mut events =
        vec![NewEvent { kind: "order.released", subject_id: order.id.0, payload: payload.to_string() }];
    if !cut.is_empty() {
        let lines: Vec<_> =
            cut.iter().map(|(line, base)| json!({"order_line_id": line, "cancelled_base": base})).collect();
        let payload = json!({"order_id": order.id, "number": order.number, "lines": lines});
        events.push(NewEvent { kind: "order.cut", subject_id: order.id.0, payload: payload.to_string() });
    }
    events
}

/// The wave is out.
pub(in crate::office) async fn told(
    office: &mut Office<'_>,
    wave: &bipe_api::desk::Wave,
) -> Result<(), StoreError> {
    let payload = json!({
        "wave_id": wave.id, "number": wave.number, "orders": wave.orders, "tours": wave.tours.len(),
        "allocated_base": wave.allocated_base, "open_base": wave.open_base, "release_channel": wave.release_channel,
    });
    let event = NewEvent { kind: "wave.released", subject_id: wave.id.0, payload: payload.to_string() };
    let warehouse = office.session.actor.warehouse_id;
    event::append(office.tx, warehouse, &event, office.at_ms, &mut office.ids).await
}
