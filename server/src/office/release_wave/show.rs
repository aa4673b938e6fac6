//! Waves as the interface and programs read them.

use std::collections::BTreeMap;

use bipe_api::desk;
use bipe_core::id::{TourId, WaveId};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, wave};

use crate::clock::rfc3339;

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
            walk_mm: tour.walk_mm,
            s_shape_mm: tour.s_shape_mm,
            by_bin_mm: tour.by_bin_mm,
        });
    }
    let show = |wave: wave::Listed| desk::Wave {
        id: WaveId(wave.id),
        number: wave.number,
        status: wave.status,
        released_at: rfc3339(wave.released_at_ms),
        release_channel: wave.release_channel,
        orders: wave.orders,
        allocated_base: wave.allocated_base,
        open_base: wave.open_base,
        tours: tours.remove(&WaveId(wave.id)).unwrap_or_default(),
        unallocated: Vec::new(),
    };
    Ok(waves.into_iter().map(show).collect())
}
