//! A release channel chooses the orders of its next wave.
//!
//! All new orders that its rule takes are allocated on a snapshot, as a release would. What is due today goes first, in its turn;
//! of the rest those with the highest priority, and among these the ones for which the fewest aisles are walked
//! ([`select`](bipe_core::plan::select)). What it chose is released like any other wave; an order whose stock went elsewhere
//! meanwhile stays new.
//!
//! **Invariant**: a channel has no more tours waiting or walked than it may, and no wave has more orders and units; servers that
//! release at once may pass the number of tours by one wave.

use std::collections::{BTreeMap, BTreeSet};

use bipe_core::id::{LocationId, OrderId};
use bipe_core::order::OrderStatus;
use bipe_core::plan::select::{self, Limits, select};
use bipe_core::plan::site::Site;
use bipe_store::release_channel::{self, ReleaseChannel};
use bipe_store::session::Session;
use bipe_store::warehouse::Warehouse;
use bipe_store::wave_release::Request;
use bipe_store::{StoreError, Tx, location, order};
use time::Date;

use super::carts::CART_ORDERS_MAX;
use super::plan::{Going, Plan, Sought};
use super::write::Into;
use super::{ORDERS_MAX, finish, seek, slices};
use crate::App;
use crate::clock::date_in;
use crate::http::Failure;
use crate::office::site;

/// The class of orders that are due; those behind it are by priority.
const DUE: u32 = 0;
/// A wave whose channel names no least size is at least so full, in parts of a hundred.
const FULL_PERCENT: u64 = 80;

/// The orders of a channel's next wave.
///
/// # Errors
/// 404 for no channel; 409 when it has as many tours as it may, or no order that can go.
pub(super) async fn chosen(app: &App, session: &Session, code: &str) -> Result<Vec<OrderId>, Failure> {
    let place = session.actor.warehouse_id;
    let known = release_channel::list(&mut app.store.reader().await?, place, Some(code)).await?.pop();
    let Some((channel, running)) = known else {
        return Err(Failure::not_found(format!("there is no release channel {code}")));
    };
    let title = "The wave was not released";
    let orders_max = room(&channel, running);
    if orders_max == 0 {
        let detail =
            format!("{running} tours of {} wait or are walked, and it may have no more", channel.name);
        return Err(Failure::conflict("release-channel-full", title, detail));
    }
    let orders = next(app, session, &channel, orders_max).await?;
    if orders.is_empty() {
        let detail = format!("no new order of {} has stock", channel.name);
        return Err(Failure::conflict("nothing-to-release", title, detail));
    }
    Ok(orders)
}

/// Whether a warehouse has an automatic channel that may release now.
pub async fn automatic_waits(tx: &mut Tx, place: &Warehouse) -> Result<bool, StoreError> {
    let channels = release_channel::list(tx, place.id, None).await?;
    Ok(channels.iter().any(|(channel, running)| channel.automatic && room(channel, *running) > 0))
}

/// Lets a warehouse's automatic channels release what they may; whether any did.
pub async fn automatic(app: &App, place: &Warehouse) -> Result<bool, StoreError> {
    let session = Session::of_house(place);
    let channels = release_channel::list(&mut app.store.reader().await?, place.id, None).await?;
    let mut released = false;
    for (channel, running) in channels {
        let orders_max = room(&channel, running);
        if !channel.automatic || orders_max == 0 {
            continue;
        }
        let orders = next(app, &session, &channel, orders_max).await?;
        if orders.is_empty() {
            continue;
        }
        let site = site::load(app, place.id).await?;
        let request = Some(Request { key: None, digest: Vec::new() });
        let into = Into { begun: None, release_channel: Some(channel.code), request };
        let asked = slices::Asked { orders, named: false, site, into };
        if let Ok((Some(begun), _)) = slices::run(app, &session, asked).await? {
            finish::tell(app, &session, begun.id).await?;
            released = true;
        }
    }
    Ok(released)
}

/// How many orders the channel's next wave may have.
fn room(channel: &ReleaseChannel, running: i64) -> usize {
    let carts = channel.tours_max.map(|most| usize::try_from(most - running).unwrap_or(0));
    let orders_max = usize::try_from(channel.orders_max).unwrap_or(0).min(ORDERS_MAX);
    carts.map_or(orders_max, |carts| orders_max.min(carts.saturating_mul(CART_ORDERS_MAX)))
}

async fn next(
    app: &App,
    session: &Session,
    channel: &ReleaseChannel,
    orders_max: usize,
) -> Result<Vec<OrderId>, StoreError> {
    let place = session.actor.warehouse_id;
    let today = date_in(&session.time_zone, app.clock.now_ms());
    let mut tx = app.store.snapshot().await?;
    let ids = order::to_release(&mut tx, place, (&channel.rule, today), ORDERS_MAX as i64).await?;
    let mut orders = order::read(&mut tx, place, &ids).await?;
    orders.retain(|order| order.status == OrderStatus::New);
    let sought = seek(&mut tx, place, orders).await?;
    let zones = match channel.rule.zones.is_empty() {
        true => BTreeMap::new(),
        false => location::zone_codes(&mut tx, &bins(&sought)).await?,
    };
    drop(tx);
    let site = site::load(app, place).await?;
    let (channel, mut ids) = (channel.clone(), app.clock.ids());
    let chosen = tokio::task::spawn_blocking(move || {
        let Plan { mut going, .. } = Plan::new(sought, today, &mut ids);
        let zone = |bin: &LocationId| zones.get(bin).map_or("", String::as_str);
        going.retain(|one| {
            one.picks.iter().all(|pick| channel.rule.admits_zone(zone(&pick.take.place.location_id)))
        });
        let orders = asked(&going, site.as_ref(), today);
        let limits = limits(&channel, orders_max, &orders);
        let chosen = select(&orders, limits, |class| class == DUE);
        chosen.into_iter().map(|at| going[at].order.id).collect()
    });
    chosen.await.map_err(|_| StoreError::Panicked("wave.select"))
}

/// Every bin that an order may be picked from.
fn bins(sought: &Sought) -> Vec<LocationId> {
    let held = sought.holds.iter().map(|hold| hold.take.place.location_id);
    let bins: BTreeSet<LocationId> =
        sought.stock.iter().map(|row| row.place.location_id).chain(held).collect();
    bins.into_iter().collect()
}

fn asked(going: &[Going], site: Option<&Site>, today: Date) -> Vec<select::Order> {
    let aisles = site.map_or(0, Site::aisles);
    // A bin that is in no aisle is a place of its own to go to.
    let mut lone: BTreeMap<LocationId, usize> = BTreeMap::new();
    let mut aisle = |bin: LocationId| {
        let cell = site.and_then(|site| site.cell(bin));
        let next = aisles + lone.len();
        cell.map_or_else(|| *lone.entry(bin).or_insert(next), |cell| cell.aisle)
    };
    let order = |one: &Going| {
        let entered: BTreeSet<usize> =
            one.picks.iter().map(|pick| aisle(pick.take.place.location_id)).collect();
        let urgency = one.order.urgency;
        let class = match urgency.is_due(today) {
            true => DUE,
            false => 1 + u32::try_from(i64::from(u8::MAX) - urgency.priority).unwrap_or(0),
        };
        let units = u64::try_from(one.allocated_base()).unwrap_or(0);
        select::Order { class, units, aisles: entered.into_iter().collect() }
    };
    going.iter().map(order).collect()
}

fn limits(channel: &ReleaseChannel, orders_max: usize, orders: &[select::Order]) -> Limits {
    let units_max = channel.units_max.and_then(|most| u64::try_from(most).ok()).unwrap_or(u64::MAX);
    let units: u64 = orders.iter().map(|order| order.units).sum();
    let mean = units / (orders.len() as u64).max(1);
    let full = mean.saturating_mul(orders_max as u64) / 100 * FULL_PERCENT;
    let units_min = match u64::try_from(channel.units_min) {
        Ok(least) if least > 0 => least,
        _ => full.min(units_max / 100 * FULL_PERCENT),
    };
    Limits { orders_max, units_min, units_max }
}
