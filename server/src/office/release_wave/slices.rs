//! Releasing many orders: planned beside the writer, written in slices between which scans go on.
//!
//! A slice is some whole carts in one transaction. It takes the orders and places under lock and looks again: orders that are no
//! longer as they were planned, and orders whose stock went elsewhere, are left out of it and planned anew with what is there
//! then, up to [`ROUNDS`] times. A release that breaks off stays as far as it came, and the rest stays new, until [`finish`] ends it.
//!
//! **Invariant**: no plan is made while the writer is held.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::HeaderMap;
use axum::response::Response;
use bipe_core::allocate::Take;
use bipe_core::id::OrderId;
use bipe_core::order::OrderStatus;
use bipe_core::plan::site::Site;
use bipe_store::order::Locked;
use bipe_store::session::Session;
use bipe_store::{StoreError, order, reservation};

use super::bins;
use super::carts::{self, Effort};
use super::finish::finished;
use super::plan::{self, Going, Plan, row_key};
use super::write::{self, Begun, Into};
use super::{NAME, all_new, nothing, seek};
use crate::App;
use crate::clock::date_in;
use crate::http::Failure;
use crate::office::{Office, apart, once};

/// Carts of one slice.
const CARTS: usize = 16;
/// How often orders are planned anew whose stock went elsewhere.
const ROUNDS: usize = 4;

/// Steps of the search for good carts, for each order.
const STEPS: u64 = 8;
/// Steps of the search for a cart's bins.
const BIN_STEPS: u64 = 120;
/// How long the search for carts may take in all, and the one for their bins, in milliseconds.
const CARTS_MS: f64 = 3_000.0;
const BINS_MS: f64 = 2_000.0;

/// What is to be released.
pub(super) struct Asked {
    pub orders: Vec<OrderId>,
    /// Whether they were asked for by name: then all of them must be there and new.
    pub named: bool,
    /// The layout, where it is known.
    pub site: Option<Site>,
    /// The wave that they go into.
    pub into: Into,
}

/// Releases orders for a request.
pub(super) async fn release(
    app: &App,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
    asked: Asked,
) -> Result<Response, Failure> {
    let (wave, waiting) = run(app, &session, asked).await??;
    let Some(Begun { id, .. }) = wave else { return Err(nothing(&waiting)) };
    once(app, session, headers, NAME, body, (id, waiting), |office, (id, waiting)| {
        Box::pin(finished(office, *id, waiting.clone()))
    })
    .await
}

/// The wave, if any order went, and the numbers of those that did not.
pub(super) type Released = (Option<Begun>, Vec<String>);

/// Releases orders; or says why those that were named can't be.
pub(super) async fn run(
    app: &App,
    session: &Session,
    Asked { orders, named, site, into }: Asked,
) -> Result<Result<Released, Failure>, StoreError> {
    let mut open: Vec<OrderId> = orders;
    let mut wave = into;
    let mut waiting = Vec::new();
    for round in 0..ROUNDS {
        if open.is_empty() {
            break;
        }
        let (carts, left) = match planned(app, session, &open, (named && round == 0, site.as_ref())).await? {
            Ok(planned) => planned,
            Err(failure) => return Ok(Err(failure)),
        };
        open.clear();
        waiting = left.into_iter().map(|order| order.number).collect::<Vec<_>>();
        for carts in carts.chunks(CARTS) {
            let slice = Slice { wave: wave.clone(), carts: carts.to_vec(), site: site.clone() };
            let take =
                apart(app, session, "wave.slice", slice, |office, slice| Box::pin(take(office, slice)));
            let outcome = take.await?;
            wave.begun = outcome.wave.or(wave.begun);
            open.extend(outcome.open);
        }
    }
    if !open.is_empty() {
        let mut tx = app.store.reader().await?;
        let left = order::read(&mut tx, session.actor.warehouse_id, &open).await?;
        waiting.extend(left.into_iter().map(|order| order.number));
    }
    Ok(Ok((wave.begun, waiting)))
}

/// Carts planned on a snapshot, on a thread of its own, and the orders that wait. Orders that are no longer new are left out, or
/// refused when `named`.
async fn planned(
    app: &App,
    session: &Session,
    open: &[OrderId],
    (named, site): (bool, Option<&Site>),
) -> Result<Result<(Vec<Vec<Going>>, Vec<Locked>), Failure>, StoreError> {
    let warehouse = session.actor.warehouse_id;
    let mut tx = app.store.snapshot().await?;
    let mut orders = order::read(&mut tx, warehouse, open).await?;
    if let Some(failure) = named.then(|| all_new(open, &orders).err()).flatten() {
        return Ok(Err(failure));
    }
    orders.retain(|order| order.status == OrderStatus::New);
    let sought = seek(&mut tx, warehouse, orders).await?;
    drop(tx);
    let at_ms = app.clock.now_ms();
    let (today, mut ids) = (date_in(&session.time_zone, at_ms), app.clock.ids());
    let (clock, site) = (app.clock.clone(), site.cloned());
    let plan = tokio::task::spawn_blocking(move || {
        let Plan { going, waiting, stock } = Plan::new(sought, today, &mut ids);
        let within = |ms: f64| {
            let (clock, from_ms) = (clock.clone(), clock.now_ms());
            move |part: f64| ((clock.now_ms() - from_ms) as f64) < part * ms
        };
        let effort = Effort { steps: STEPS, goes_on: &within(CARTS_MS) };
        let mut carts = carts::carts(going, site.as_ref(), &effort, today);
        if let Some(mut site) = site {
            let effort = Effort { steps: BIN_STEPS, goes_on: &within(BINS_MS) };
            bins::choose(&mut carts, &stock, &mut site, &effort, &mut ids);
        }
        (carts, waiting)
    });
    plan.await.map(Ok).map_err(|_| StoreError::Panicked("wave.plan"))
}

struct Slice {
    wave: Into,
    carts: Vec<Vec<Going>>,
    site: Option<Site>,
}

/// What became of a slice.
struct Outcome {
    wave: Option<Begun>,
    /// Orders that are to be planned anew.
    open: Vec<OrderId>,
}

async fn take(mut office: Office<'_>, slice: &Slice) -> Result<Outcome, StoreError> {
    let warehouse = office.session.actor.warehouse_id;
    let ids: Vec<OrderId> = slice.carts.iter().flatten().map(|one| one.order.id).collect();
    let orders = order::lock(office.tx, warehouse, &ids).await?;
    let locked = write::lock(&mut office, &slice.carts).await?;
    let (carts, open) = still_good(&mut office, orders, &slice.carts).await?;
    if carts.is_empty() {
        return Ok(Outcome { wave: None, open });
    }
    let wave = write::carts(&mut office, &locked, &slice.wave, &carts, slice.site.as_ref()).await?;
    Ok(Outcome { wave: Some(wave), open })
}

/// The carts without the orders that changed, or whose stock is gone; and those of them that are still new.
async fn still_good(
    office: &mut Office<'_>,
    orders: Vec<Locked>,
    carts: &[Vec<Going>],
) -> Result<(Vec<Vec<Going>>, Vec<OrderId>), StoreError> {
    let new: BTreeSet<OrderId> =
        orders.iter().filter(|order| order.status == OrderStatus::New).map(|order| order.id).collect();
    let ids: Vec<OrderId> = new.iter().copied().collect();
    let mut wanted: BTreeMap<OrderId, BTreeMap<_, i64>> = BTreeMap::new();
    for (order, demand) in order::demands(office.tx, &ids).await? {
        wanted.entry(order).or_default().insert(demand.order_line_id, demand.quantity_base);
    }
    let holds = reservation::on_hold(office.tx, &ids).await?;
    let holds: BTreeMap<_, i64> =
        holds.into_iter().map(|hold| (hold.reservation_id, hold.take.quantity_base)).collect();
    let picks = || carts.iter().flatten().flat_map(|one| &one.picks);
    let row = |take: &Take| row_key(take.place, take.lot_id);
    let rows: BTreeSet<_> = picks().filter(|pick| !pick.held).map(|pick| row(&pick.take)).collect();
    let mut free = reservation::free_on(office.tx, &rows.into_iter().collect::<Vec<_>>()).await?;
    let mut good = |one: &Going| {
        let stands = |pick: &plan::Picking| {
            !pick.held || holds.get(&pick.reservation_id) == Some(&pick.take.quantity_base)
        };
        let mut takes: BTreeMap<_, i64> = BTreeMap::new();
        for pick in one.picks.iter().filter(|pick| !pick.held) {
            *takes.entry(row(&pick.take)).or_insert(0) += pick.take.quantity_base;
        }
        let same = wanted.get(&one.order.id) == Some(&one.wanted) && one.picks.iter().all(stands);
        let good = same && takes.iter().all(|(row, base)| free.get(row).is_some_and(|free| free >= base));
        if good {
            for (row, base) in takes {
                free.entry(row).and_modify(|free| *free -= base);
            }
        }
        good
    };
    let mut open = Vec::new();
    let mut left = Vec::new();
    for cart in carts {
        let (stay, go): (Vec<&Going>, Vec<&Going>) = cart.iter().partition(|one| good(one));
        open.extend(go.iter().map(|one| one.order.id).filter(|order| new.contains(order)));
        if !stay.is_empty() {
            left.push(stay.into_iter().cloned().collect());
        }
    }
    Ok((left, open))
}
