//! Lines that want more: what stock gives of it joins the tour that the order is on; for an order that waits it is promised.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::allocate::{Demand, Take, allocate};
use bipe_core::id::{ItemId, LocationId, OrderLineId, PickId, ReservationId, TourId};
use bipe_core::order::change::{Change, Line, place_in_walk};
use bipe_core::order::{OrderStatus, Wanted, promise};
use bipe_store::order::Locked;
use bipe_store::reservation::NewReservation;
use bipe_store::tour::NewPick;
use bipe_store::{StoreError, ledger, order, reservation, tour};

use crate::office::Office;

/// What lines want on top, and what stock gives of it.
#[derive(Default)]
pub(super) struct More {
    demands: Vec<Demand>,
    /// The running tour that the order is on.
    tour: Option<TourId>,
    pub(super) takes: Vec<Take>,
}

impl More {
    /// Where it is taken from.
    pub(super) fn places(&self) -> BTreeSet<LocationId> {
        self.takes.iter().map(|take| take.place.location_id).collect()
    }
}

pub(super) async fn seek(
    office: &mut Office<'_>,
    locked: &Locked,
    lines: &[Line],
    wanted: &BTreeMap<i64, i64>,
) -> Result<More, StoreError> {
    let more = |line: &Line| Some((line.id, wanted.get(&line.number)? - line.wanted_base()));
    let more: BTreeMap<OrderLineId, i64> =
        lines.iter().filter_map(more).filter(|(_, base)| *base > 0).collect();
    if more.is_empty() {
        return Ok(More::default());
    }
    let demands = order::demands(office.tx, &[locked.id]).await?;
    let demand = |(_, demand): (_, Demand)| {
        let quantity_base = *more.get(&demand.order_line_id)?;
        Some(Demand { quantity_base, ..demand })
    };
    let demands: Vec<Demand> = demands.into_iter().filter_map(demand).collect();
    let tour = match locked.status {
        OrderStatus::Released | OrderStatus::Picking => tour::of_order(office.tx, locked.id).await?,
        _ => None,
    };
    let mut takes = Vec::new();
    if tour.is_some() {
        let warehouse = office.session.actor.warehouse_id;
        let items: BTreeSet<ItemId> = demands.iter().map(|demand| demand.item_id).collect();
        let items: Vec<ItemId> = items.into_iter().collect();
        let stock = reservation::candidates(office.tx, warehouse, &items).await?;
        let stock: Vec<_> = stock.into_iter().map(|(candidate, _)| candidate).collect();
        takes = allocate(&demands, &stock, office.today);
    }
    Ok(More { demands, tour, takes })
}

pub(super) async fn write(
    office: &mut Office<'_>,
    locked: &ledger::Locked,
    order: &Locked,
    more: &More,
    change: &Change,
) -> Result<(), StoreError> {
    if let Some(tour_id) = more.tour.filter(|_| !more.takes.is_empty()) {
        let walk = tour::walk(office.tx, tour_id).await?;
        let (mut reservations, mut picks) = (Vec::new(), Vec::new());
        for take in &more.takes {
            let id = ReservationId(office.ids.next_uuid());
            let (order_line_id, quantity_base) = (take.order_line_id, take.quantity_base);
            let (place, lot_id) = (take.place, take.lot_id);
            reservations.push(NewReservation { id, order_line_id, place, lot_id, quantity_base });
            picks.push(NewPick {
                id: PickId(office.ids.next_uuid()),
                tour_id,
                sequence: place_in_walk(&walk, take.pick_sequence),
                order_id: order.id,
                order_line_id,
                reservation_id: id,
                quantity_base,
            });
        }
        reservation::insert(office.tx, locked, &reservations).await?;
        tour::insert_picks(office.tx, &picks).await?;
    }
    if order.status == OrderStatus::New {
        promised(office, more, change).await?;
    }
    Ok(())
}

/// Promises what is free to lines of an order that waits.
async fn promised(office: &mut Office<'_>, more: &More, change: &Change) -> Result<(), StoreError> {
    let demands: Vec<&Demand> =
        more.demands.iter().filter(|demand| change.lines.contains_key(&demand.order_line_id)).collect();
    if demands.is_empty() {
        return Ok(());
    }
    let wanted = |demand: &&Demand| Wanted {
        item_id: demand.item_id,
        quantity_base: demand.quantity_base,
        remaining_days_min: demand.remaining_days_min,
    };
    let wanted: Vec<Wanted> = demands.iter().map(wanted).collect();
    let items: BTreeSet<ItemId> = wanted.iter().map(|line| line.item_id).collect();
    let items: Vec<ItemId> = items.into_iter().collect();
    let (free, promised) = order::free(office.tx, office.session.actor.warehouse_id, &items).await?;
    let given = promise(&wanted, &free, &promised, office.today);
    let given = demands.iter().zip(given).map(|(demand, base)| (demand.order_line_id, base)).collect();
    order::promise_more(office.tx, &given).await
}
