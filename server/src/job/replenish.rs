//! Pick faces that have less free than their minimum are asked to be filled up: one lane a warehouse, looked at now and then.

use std::time::Duration;

use bipe_core::id::WarehouseId;
use bipe_store::{StoreError, replenishment, warehouse};

use super::{Looks, Work};
use crate::App;
use crate::clock::date_in;
use crate::office::plan_replenish::open_due;

/// How long faces are left alone after a look: each scan wakes the jobs, and a look reads every face.
const PAUSE_MS: i64 = 15_000;

/// The job.
#[derive(Clone, Debug)]
pub(crate) struct Replenish {
    app: App,
    looks: Looks,
}

impl Replenish {
    pub(crate) fn new(app: App) -> Self {
        Self { app, looks: Looks::new() }
    }
}

impl Work for Replenish {
    type Lane = WarehouseId;

    /// A face that is refilled takes minutes.
    const PAUSE: Duration = Duration::from_millis(500);

    async fn due(&self) -> Result<Vec<WarehouseId>, StoreError> {
        let now_ms = self.app.clock.now_ms();
        if !self.looks.is_time(now_ms, PAUSE_MS) {
            return Ok(Vec::new());
        }
        let mut tx = self.app.store.reader().await?;
        let mut due = Vec::new();
        for place in warehouse::all(&mut tx).await? {
            let today = date_in(&place.time_zone, now_ms);
            let mut ids = self.app.clock.ids();
            let id = || bipe_core::id::ReplenishmentId(ids.next_uuid());
            if !replenishment::due(&mut tx, place.id, today, 1, id).await?.is_empty() {
                due.push(place.id);
            }
        }
        Ok(due)
    }

    async fn next(&self, lane: WarehouseId) -> Result<bool, StoreError> {
        let input = (lane, self.app.clock.now_ms(), self.app.clock.ids());
        let opened = self.app.store.write("replenish: open", input, |tx, (place, now_ms, ids)| {
            Box::pin(async move {
                let zone = warehouse::by_id(tx, *place).await?.time_zone;
                open_due(tx, *place, date_in(&zone, *now_ms), *now_ms, &mut ids.clone()).await
            })
        });
        let opened = opened.await? > 0;
        if opened {
            self.app.announce();
        }
        Ok(opened)
    }
}
