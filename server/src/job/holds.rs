//! Holds that run out: one lane a warehouse. What an order had on hold and was not released in time falls back to the stock; the
//! order stays new, with the promise of as much.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bipe_core::id::{Ids, LocationId, OrderId, OrderLineId, WarehouseId};
use bipe_core::order::OrderStatus;
use bipe_core::order::change::Reserved;
use bipe_store::event::{self, NewEvent};
use bipe_store::order::Locked;
use bipe_store::{StoreError, Tx, ledger, order, reservation};
use serde_json::json;

use super::Work;
use crate::App;

/// Orders whose holds are ended in one transaction.
const AT_ONCE: i64 = 50;

/// The job.
#[derive(Clone, Debug)]
pub(crate) struct Holds {
    app: App,
}

impl Holds {
    pub(crate) fn new(app: App) -> Self {
        Self { app }
    }
}

impl Work for Holds {
    type Lane = WarehouseId;

    /// Holds run out by time, not by what is committed.
    const PAUSE: Duration = Duration::from_secs(1);

    async fn due(&self) -> Result<Vec<WarehouseId>, StoreError> {
        let mut tx = self.app.store.reader().await?;
        reservation::run_out_in(&mut tx, self.app.clock.now_ms()).await
    }

    async fn next(&self, lane: WarehouseId) -> Result<bool, StoreError> {
        let input = (lane, self.app.clock.now_ms(), self.app.clock.ids());
        let ended = self.app.store.write("holds: end", input, |tx, (warehouse, now_ms, ids)| {
            Box::pin(end(tx, *warehouse, *now_ms, ids.clone()))
        });
        let ended = ended.await?;
        if ended {
            self.app.announce();
        }
        Ok(ended)
    }
}

/// Ends holds that have run out; `false` when there was none.
async fn end(tx: &mut Tx, warehouse: WarehouseId, now_ms: i64, mut ids: Ids) -> Result<bool, StoreError> {
    let due = reservation::run_out(tx, warehouse, now_ms, AT_ONCE).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let mut orders = order::lock(tx, warehouse, &due).await?;
    orders.retain(|order| order.status == OrderStatus::New);
    let due: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let places: BTreeSet<LocationId> =
        reservation::open(tx, &due).await?.iter().map(|(_, one)| one.place.location_id).collect();
    let locked = ledger::lock(tx, &places.iter().copied().collect::<Vec<_>>()).await?;
    // The order is locked, so its holds are still those; goods that were moved carried theirs along.
    let open = reservation::open(tx, &due).await?;
    if open.iter().any(|(_, one)| !places.contains(&one.place.location_id)) {
        return Err(StoreError::Contention("what is reserved moved meanwhile"));
    }
    let freed: Vec<(Reserved, i64)> = open.iter().map(|(_, one)| (one.clone(), one.quantity_base)).collect();
    reservation::free_all(tx, &locked, &freed).await?;
    let mut promises: BTreeMap<OrderLineId, i64> = BTreeMap::new();
    for (one, base) in &freed {
        *promises.entry(one.order_line_id).or_insert(0) += base;
    }
    order::promise_more(tx, &promises).await?;
    let event = |order: &Locked| {
        let own = open.iter().filter(|(id, _)| *id == order.id);
        let quantity_base: i64 = own.map(|(_, one)| one.quantity_base).sum();
        let payload = json!({"order_id": order.id, "number": order.number, "quantity_base": quantity_base});
        NewEvent { kind: "reservation.expired", subject_id: order.id.0, payload: payload.to_string() }
    };
    let events: Vec<NewEvent> = orders.iter().map(event).collect();
    event::append_all(tx, warehouse, &events, now_ms, &mut ids).await?;
    Ok(!due.is_empty())
}
