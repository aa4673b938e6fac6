//! An order that asks for it has its stock reserved as it arrives, for a while. By its rule, as at release: an order that may
//! leave only as a whole holds all or nothing.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::allocate::{Asked, Demand, serve};
use bipe_core::id::{ItemId, LocationId, ReservationId};
use bipe_store::order::{self, NewOrder};
use bipe_store::reservation::{self, NewReservation};
use bipe_store::{StoreError, ledger};

use crate::office::Office;

/// Holds what stock there is for a new order.
pub(super) async fn put(office: &mut Office<'_>, new: &NewOrder, until_ms: i64) -> Result<(), StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let demands = order::demands(office.tx, &[new.id]).await?;
    let lines: Vec<Demand> = demands.into_iter().map(|(_, demand)| demand).collect();
    let items: BTreeSet<ItemId> = lines.iter().map(|line| line.item_id).collect();
    let stock = reservation::candidates(office.tx, warehouse, &items.into_iter().collect::<Vec<_>>()).await?;
    let stock: Vec<_> = stock.into_iter().map(|(candidate, _)| candidate).collect();
    let (order_id, fill, remainder) = (new.id, new.fill, new.remainder);
    let served = serve(&[Asked { order_id, fill, remainder, held_base: 0, lines }], &stock, office.today);
    if served.takes.is_empty() {
        return Ok(());
    }
    let places: BTreeSet<LocationId> = served.takes.iter().map(|take| take.place.location_id).collect();
    let locked = ledger::lock(office.tx, &places.into_iter().collect::<Vec<_>>()).await?;
    let mut kept = BTreeMap::new();
    let mut holds = Vec::with_capacity(served.takes.len());
    for take in served.takes {
        *kept.entry(take.order_line_id).or_insert(0) += take.quantity_base;
        holds.push(NewReservation {
            id: ReservationId(office.ids.next_uuid()),
            order_line_id: take.order_line_id,
            place: take.place,
            lot_id: take.lot_id,
            quantity_base: take.quantity_base,
        });
    }
    reservation::insert_until(office.tx, &locked, &holds, Some(until_ms)).await?;
    order::keep_promises(office.tx, &kept).await
}
