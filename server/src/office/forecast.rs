//! When what must leave today will be picked, at the warehouse's own pace.
//!
//! Tours are dealt to the pickers in the order in which they are taken ([`finish`](bipe_core::plan::finish)); orders that are not
//! released come as tours of a full cart each, as long as the tours before them were. Packing is not in it.

use std::collections::BTreeMap;

use bipe_api::desk::{Forecast, ForecastCall};
use bipe_core::id::TourId;
use bipe_core::plan::finish::{Pace, Walked, Work, finishes};
use bipe_store::forecast::{self, Leaving};
use bipe_store::session::Session;
use bipe_store::{StoreError, Tx};

use super::carriers::clock;
use super::release_wave::CART_ORDERS_MAX;
use crate::clock::{call_in, date_in, offset_min, rfc3339};

/// The walked tours that the pace is taken from: the last ones.
const WALKED: i64 = 200;
/// Who has ended a tour within so long still picks.
const AT_WORK_MS: i64 = 60 * 60 * 1_000;
/// A tour's length where none is known, in metres.
const METRES: f64 = 100.0;

/// A carrier's call.
struct Call {
    carrier: String,
    at_ms: i64,
    cut_off_min: Option<i64>,
    orders: i64,
    waiting: i64,
    missed: i64,
    finishes_at_ms: i64,
}

/// A piece of work with the orders that leave by it.
struct Piece {
    leaves_at_ms: i64,
    begun: bool,
    seconds: f64,
    /// Calls, as positions, and how many orders of each are in it.
    orders: Vec<(usize, i64)>,
}

/// The forecast for the session's warehouse with so many pickers; those who pick now when `None`.
///
/// # Errors
/// Of the store.
pub async fn shown(
    tx: &mut Tx,
    session: &Session,
    now_ms: i64,
    pickers: Option<i64>,
) -> Result<Forecast, StoreError> {
    let place = session.actor.warehouse_id;
    let today = date_in(&session.time_zone, now_ms);
    let walked: Vec<Walked> = forecast::done(tx, place, WALKED).await?.into_iter().map(walked).collect();
    let pace = Pace::of(&walked);
    let pickers = match pickers {
        Some(pickers) => pickers,
        None => forecast::pickers(tx, place, now_ms - AT_WORK_MS).await?.max(1),
    };
    let tours = forecast::tours(tx, place).await?;
    let leaving = forecast::leaving(tx, place, today).await?;
    let mut calls: Vec<Call> = Vec::new();
    let mut by_tour: BTreeMap<TourId, Vec<(usize, i64)>> = BTreeMap::new();
    let mut pieces = Vec::new();
    let metres = mean(tours.iter().map(|tour| tour.walk_mm as f64 / 1_000.0))
        .or_else(|| mean(walked.iter().map(|one| one.metres)))
        .unwrap_or(METRES);
    for orders in &leaving {
        let at_ms = call_in(&session.time_zone, today, orders.cut_off_min);
        let call = call_of(&mut calls, orders, at_ms);
        calls[call].orders += orders.orders;
        match orders.tour_id {
            Some(tour) => by_tour.entry(tour).or_default().push((call, orders.orders)),
            None => {
                calls[call].waiting += orders.orders;
                pieces.extend(unreleased(orders, (call, at_ms), |picks| pace.seconds(metres, picks)));
            }
        }
    }
    let running = tours.len() as i64;
    pieces.extend(tours.into_iter().map(|tour| {
        let left = tour.left_picks as f64 / tour.picks.max(1) as f64;
        let begun = tour.status == "claimed";
        let seconds = pace.seconds(tour.walk_mm as f64 / 1_000.0 * left, tour.left_picks as f64);
        let orders = by_tour.remove(&TourId(tour.id)).unwrap_or_default();
        Piece { leaves_at_ms: tour.leaves_at_ms, begun, seconds, orders }
    }));
    // Those that were there stay in their order.
    pieces.sort_by_key(|piece| piece.leaves_at_ms);
    let work: Vec<Work> =
        pieces.iter().map(|piece| Work { seconds: piece.seconds, begun: piece.begun }).collect();
    let done = finishes(&work, usize::try_from(pickers).unwrap_or(1));
    let at_ms = |seconds: f64| now_ms + (seconds * 1_000.0) as i64;
    for (piece, seconds) in pieces.iter().zip(&done) {
        for (call, orders) in &piece.orders {
            let (call, done_at_ms) = (&mut calls[*call], at_ms(*seconds));
            if done_at_ms > call.at_ms {
                call.missed += orders;
            }
            call.finishes_at_ms = call.finishes_at_ms.max(done_at_ms);
        }
    }
    Ok(Forecast {
        pickers,
        metre_s: pace.metre_s,
        pick_s: pace.pick_s,
        measured_tours: pace.tours as i64,
        offset_min: offset_min(&session.time_zone, now_ms),
        tours: running,
        finishes_at: done.into_iter().max_by(f64::total_cmp).map(|seconds| rfc3339(at_ms(seconds))),
        calls: calls.into_iter().map(call).collect(),
    })
}

fn call(call: Call) -> ForecastCall {
    let Call { carrier, at_ms, cut_off_min, orders, waiting, missed, finishes_at_ms } = call;
    let (at, finishes_at) = (rfc3339(at_ms), rfc3339(finishes_at_ms));
    ForecastCall { carrier, at, cut_off: cut_off_min.map(clock), orders, waiting, missed, finishes_at }
}

fn walked((walk_mm, took_ms, picks): (i64, i64, i64)) -> Walked {
    Walked { metres: walk_mm as f64 / 1_000.0, picks: picks as f64, took_s: took_ms as f64 / 1_000.0 }
}

fn mean(of: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = of.filter(|one| *one > 0.0).fold((0.0, 0), |(sum, count), one| (sum + one, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The call that these orders leave with, as its position.
fn call_of(calls: &mut Vec<Call>, orders: &Leaving, at_ms: i64) -> usize {
    if let Some(known) = calls.iter().position(|call| call.carrier == orders.name) {
        return known;
    }
    let (carrier, cut_off_min) = (orders.name.clone(), orders.cut_off_min);
    let (orders, waiting, missed, finishes_at_ms) = (0, 0, 0, 0);
    calls.push(Call { carrier, at_ms, cut_off_min, orders, waiting, missed, finishes_at_ms });
    calls.len() - 1
}

/// The tours that orders which are not released would make.
fn unreleased(
    orders: &Leaving,
    (call, leaves_at_ms): (usize, i64),
    seconds: impl Fn(f64) -> f64,
) -> Vec<Piece> {
    let lines = orders.lines as f64 / orders.orders.max(1) as f64;
    let cart = CART_ORDERS_MAX as i64;
    let mut left = orders.orders;
    let mut pieces = Vec::new();
    while left > 0 {
        let on_cart = left.min(cart);
        left -= on_cart;
        let seconds = seconds(lines * on_cart as f64);
        pieces.push(Piece { leaves_at_ms, begun: false, seconds, orders: vec![(call, on_cart)] });
    }
    pieces
}
