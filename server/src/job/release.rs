//! Release channels that release by themselves, and releases that broke off: one lane a warehouse, looked at now and then.

use std::time::Duration;

use bipe_core::id::WarehouseId;
use bipe_store::{StoreError, warehouse};

use super::{Looks, Work};
use crate::App;
use crate::office::release_wave::{automatic, automatic_waits, end_all, left_alone};

/// How long channels are left alone after a look: each scan wakes the jobs, and a look reads every new order.
const PAUSE_MS: i64 = 5_000;

/// The job.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    app: App,
    looks: Looks,
}

impl Release {
    pub(crate) fn new(app: App) -> Self {
        Self { app, looks: Looks::new() }
    }
}

impl Work for Release {
    type Lane = WarehouseId;

    /// A wave is walked for many minutes.
    const PAUSE: Duration = Duration::from_millis(500);

    async fn due(&self) -> Result<Vec<WarehouseId>, StoreError> {
        let now_ms = self.app.clock.now_ms();
        if !self.looks.is_time(now_ms, PAUSE_MS) {
            return Ok(Vec::new());
        }
        let mut tx = self.app.store.reader().await?;
        let mut due = Vec::new();
        for place in warehouse::all(&mut tx).await? {
            let waits = automatic_waits(&mut tx, &place).await?;
            if waits || !left_alone(&self.app, &mut tx, place.id).await?.is_empty() {
                due.push(place.id);
            }
        }
        Ok(due)
    }

    async fn next(&self, lane: WarehouseId) -> Result<bool, StoreError> {
        let place = warehouse::by_id(&mut self.app.store.reader().await?, lane).await?;
        let ended = end_all(&self.app, &place).await?;
        Ok(automatic(&self.app, &place).await? || ended)
    }
}
