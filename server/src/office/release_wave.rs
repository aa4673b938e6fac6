//! A wave is released: its orders are allocated (hard reservations), put onto carts, and each cart's walk is laid.
//!
//! Up to [`AT_ONCE`] orders, named or chosen by a release channel, are one transaction: planned and written in it. More are planned
//! on a snapshot beside the writer and written in slices ([`slices`]), so that scans go on meanwhile; one that breaks off is gone
//! on with, or ended, by [`finish`]. With no orders named, all new
//! ones that have stock are taken, at most [`ORDERS_MAX`].
//!
//! Stock is read without locks, allocated by core, and taken by a conditional update under the locks of its places; when someone
//! took some of it meanwhile, a release in one transaction runs again, and a slice gives those orders back to be planned anew.
//!
//! **Invariant**: an order that gets nothing, or less than it may leave with, stays new. What a released order lacks stays open,
//! or is cancelled when the order says so.

mod bins;
mod carts;
mod channel;
mod finish;
mod plan;
mod show;
mod slices;
mod write;

use std::collections::BTreeSet;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bipe_api::desk::{NewWave, Wave};
use bipe_core::id::{ItemId, OrderId, WarehouseId, WaveId};
use bipe_core::order::OrderStatus;
use bipe_core::order::release::ReleaseRule;
use bipe_core::plan::site::Site;
use bipe_store::order::Locked;
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx, item, order, reservation};

use self::carts::Effort;
use self::plan::{Plan, Sought};
use self::write::Into;
use crate::App;
use crate::clock::date_in;
use crate::http::Failure;
use crate::office::{Answer, Office, answer, once, request_of, site, stored};

pub use self::carts::CART_ORDERS_MAX;
pub use self::channel::{automatic, automatic_waits};
pub use self::finish::{end, end_all, left_alone};
pub use self::show::shown;

/// The most orders of one wave.
pub const ORDERS_MAX: usize = 10_000;
/// The most orders that are released in one transaction: so few are put onto carts in no time.
pub const AT_ONCE: usize = 12;
/// Steps of the search for a cart's bins while the writer is held: few milliseconds.
const BIN_STEPS: u64 = 24;

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
    if request.release_channel.is_some() && !request.orders.is_empty() {
        let detail = "a release channel chooses its orders itself: name it, or orders";
        return Err(Failure::unprocessable("orders-and-channel", "The wave was not released", detail));
    }
    // Before anything is looked at: what it released is no longer new.
    if let Some(answered) = stored(app, &session, headers, NAME, body).await? {
        return answered;
    }
    let asked_by = request_of(&session, headers, NAME, body)?;
    if let Some(begun) = finish::begun(app, &asked_by).await? {
        return finish::release(app, session, headers, body, (request, begun)).await;
    }
    let place = session.actor.warehouse_id;
    let named = !request.orders.is_empty();
    let mut request = request;
    if let Some(code) = &request.release_channel {
        request.orders = channel::chosen(app, &session, code).await?;
    }
    let mut orders = request.orders.clone();
    if orders.is_empty() {
        orders = all_that_wait(app, &session, ORDERS_MAX).await?;
    }
    let site = site::load(app, place).await?;
    if orders.len() > AT_ONCE {
        let into = Into { begun: None, release_channel: request.release_channel, request: Some(asked_by) };
        let asked = slices::Asked { orders, named, site, into };
        return slices::release(app, session, headers, body, asked).await;
    }
    once(app, session, headers, NAME, body, (request, site), |office, (request, site)| {
        Box::pin(run(office, request, site.as_ref()))
    })
    .await
}

/// New orders that have stock, at most `most`.
async fn all_that_wait(app: &App, session: &Session, most: usize) -> Result<Vec<OrderId>, StoreError> {
    let mut tx = app.store.reader().await?;
    let (all, today) = (ReleaseRule::default(), date_in(&session.time_zone, app.clock.now_ms()));
    order::to_release(&mut tx, session.actor.warehouse_id, (&all, today), most as i64).await
}

/// The job's name.
const NAME: &str = "wave.release";

async fn run(mut office: Office<'_>, request: &NewWave, site: Option<&Site>) -> Result<Answer, StoreError> {
    let orders = match chosen(&mut office, request).await? {
        Ok(orders) => orders,
        Err(failure) => return Ok(Err(failure)),
    };
    let warehouse = office.session.actor.warehouse_id;
    let sought = seek(office.tx, warehouse, orders).await?;
    let Plan { going, waiting, stock } = Plan::new(sought, office.today, &mut office.ids);
    let waiting: Vec<String> = waiting.into_iter().map(|order| order.number).collect();
    if going.is_empty() {
        return Ok(Err(nothing(&waiting)));
    }
    // Nothing is refused below this line.
    let mut carts = carts::carts(going, site, &Effort::at_once(0), office.today);
    if let Some(mut site) = site.cloned() {
        bins::choose(&mut carts, &stock, &mut site, &Effort::at_once(BIN_STEPS), &mut office.ids);
    }
    let locked = write::lock(&mut office, &carts).await?;
    let into = Into { begun: None, release_channel: request.release_channel.clone(), request: None };
    let begun = write::carts(&mut office, &locked, &into, &carts, site).await?;
    let mut wave = one(&mut office, begun.id).await?;
    write::told(&mut office, &wave).await?;
    wave.unallocated = waiting;
    Ok(answer(StatusCode::CREATED, &wave))
}

/// A wave that is there.
pub async fn one(office: &mut Office<'_>, id: WaveId) -> Result<Wave, StoreError> {
    let behind = WaveId(uuid::Uuid::from_u128(id.0.as_u128() + 1));
    let wave = shown(office.tx, office.session, Some(behind), 1).await?.pop();
    wave.ok_or(StoreError::Contention("the wave was there just now"))
}

/// Why nothing was released.
fn nothing(waiting: &[String]) -> Failure {
    let names: Vec<&str> = waiting.iter().map(String::as_str).collect();
    let detail = format!("no usable stock for {}", list(&names));
    Failure::conflict("nothing-to-release", "The wave was not released", detail)
}

/// What a plan for these orders is made from.
async fn seek(tx: &mut Tx, warehouse: WarehouseId, orders: Vec<Locked>) -> Result<Sought, StoreError> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let demands = order::demands(tx, &ids).await?;
    let holds = reservation::on_hold(tx, &ids).await?;
    let items: BTreeSet<ItemId> = demands.iter().map(|(_, demand)| demand.item_id).collect();
    let items: Vec<ItemId> = items.into_iter().chain(holds.iter().map(|hold| hold.take.item_id)).collect();
    let handlings = item::handlings(tx, &items).await?;
    let stock = reservation::candidates(tx, warehouse, &items).await?;
    let stock = stock.into_iter().map(|(candidate, _)| candidate).collect();
    Ok(Sought { orders, demands, holds, stock, handlings })
}

/// The orders to release, locked; or why not.
async fn chosen(
    office: &mut Office<'_>,
    request: &NewWave,
) -> Result<Result<Vec<Locked>, Failure>, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    if request.orders.is_empty() {
        let all = ReleaseRule::default();
        let ids = order::to_release(office.tx, warehouse, (&all, office.today), AT_ONCE as i64).await?;
        let mut orders = order::lock(office.tx, warehouse, &ids).await?;
        orders.retain(|order| order.status == OrderStatus::New);
        if orders.is_empty() {
            let detail = "no new order has stock";
            return Ok(Err(Failure::conflict("nothing-to-release", "The wave was not released", detail)));
        }
        return Ok(Ok(orders));
    }
    let mut orders = order::lock(office.tx, warehouse, &request.orders).await?;
    if request.release_channel.is_some() {
        // What it chose may have gone elsewhere since.
        orders.retain(|order| order.status == OrderStatus::New);
        return Ok(if orders.is_empty() { Err(nothing(&[])) } else { Ok(orders) });
    }
    Ok(all_new(&request.orders, &orders).map(|()| orders))
}

/// Whether all that was asked for is there and new.
fn all_new(asked: &[OrderId], found: &[Locked]) -> Result<(), Failure> {
    let known: BTreeSet<OrderId> = found.iter().map(|order| order.id).collect();
    if let Some(id) = asked.iter().find(|id| !known.contains(id)) {
        return Err(Failure::not_found(format!("there is no order {id}")));
    }
    let late: Vec<&str> = found
        .iter()
        .filter(|order| order.status != OrderStatus::New)
        .map(|order| order.number.as_str())
        .collect();
    if late.is_empty() {
        return Ok(());
    }
    let detail = format!("no longer new: {}", list(&late));
    Err(Failure::conflict("order-not-new", "The wave was not released", detail))
}

/// At most ten names in a row.
fn list(names: &[&str]) -> String {
    let more = names.len().saturating_sub(10);
    let named = names.iter().take(10).copied().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}
