//! The end of a release in slices: the wave is told to the outside, once; and what becomes of a release that broke off.
//!
//! Until its end it is known by its request. The same request, sent again, goes on with the same wave: orders that were named and
//! are still new go into it, and so do all that wait where none were named; what a channel had chosen is no longer known, so that
//! its wave ends as it is. A release that nobody goes on with for [`LEFT_ALONE_MS`] ends as it is too.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::NewWave;
use bipe_core::id::{WarehouseId, WaveId};
use bipe_store::session::Session;
use bipe_store::warehouse::Warehouse;
use bipe_store::wave_release::Request;
use bipe_store::{StoreError, Tx, wave_release};

use super::write::{Begun, Into, told};
use super::{ORDERS_MAX, all_that_wait, one, slices};
use crate::App;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, apart, mismatch, site};

/// How long a release may stand still, in milliseconds: a slice takes some dozens, the plan before it some seconds.
const LEFT_ALONE_MS: i64 = 10 * 60 * 1_000;

/// The wave that a request began, and broke off.
pub(super) async fn begun(app: &App, request: &Request) -> Result<Option<Begun>, Failure> {
    let Some(key) = &request.key else { return Ok(None) };
    let known = wave_release::of_request(&mut app.store.reader().await?, key).await?;
    match known {
        Some(known) if known.digest != request.digest => Err(mismatch()),
        known => Ok(known.map(|known| Begun { id: known.wave_id, number: known.number })),
    }
}

/// Goes on with a wave.
pub(super) async fn release(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    (request, begun): (NewWave, Begun),
) -> Result<Response, Failure> {
    let orders = match request.release_channel {
        Some(_) => Vec::new(),
        None if request.orders.is_empty() => all_that_wait(app, &session, ORDERS_MAX).await?,
        None => request.orders,
    };
    let site = site::load(app, session.actor.warehouse_id).await?;
    let into = Into { begun: Some(begun), release_channel: request.release_channel, request: None };
    let asked = slices::Asked { orders, named: false, site, into };
    slices::release(app, session, headers, body, asked).await
}

/// The wave as it was released, for the one who asked.
pub(super) async fn finished(
    mut office: Office<'_>,
    id: WaveId,
    waiting: Vec<String>,
) -> Result<Answer, StoreError> {
    end(&mut office, id).await?;
    let mut wave = one(&mut office, id).await?;
    wave.unallocated = waiting;
    Ok(answer(StatusCode::CREATED, &wave))
}

/// Ends the release of a wave, if it has not ended yet: tells it to the outside.
pub async fn end(office: &mut Office<'_>, id: WaveId) -> Result<(), StoreError> {
    if wave_release::end(office.tx, id).await? {
        let wave = one(office, id).await?;
        told(office, &wave).await?;
    }
    Ok(())
}

/// Ends a release that answers nobody.
pub(super) async fn tell(app: &App, session: &Session, wave: WaveId) -> Result<(), StoreError> {
    apart(app, session, "wave.end", wave, |mut office, wave| {
        Box::pin(async move { end(&mut office, *wave).await })
    })
    .await
}

/// The waves of a warehouse whose releases nobody goes on with.
pub async fn left_alone(app: &App, tx: &mut Tx, place: WarehouseId) -> Result<Vec<WaveId>, StoreError> {
    wave_release::left_alone(tx, place, app.clock.now_ms() - LEFT_ALONE_MS).await
}

/// Ends them; whether there were any.
pub async fn end_all(app: &App, place: &Warehouse) -> Result<bool, StoreError> {
    let waves = left_alone(app, &mut app.store.reader().await?, place.id).await?;
    for wave in &waves {
        tell(app, &Session::of_house(place), *wave).await?;
    }
    Ok(!waves.is_empty())
}
