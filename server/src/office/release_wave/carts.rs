//! Which orders share a cart, and how each cart is walked.
//!
//! Orders that must leave on one day share carts with each other alone, and today those of one carrier's call; those that leave
//! first come first, and of them the carts with the highest priorities. Where the layout is known, the carts are those whose walks
//! are shortest in all ([`batch::Search`]), and each is walked the shortest way that takes heavy goods before fragile ones; where it
//! is not, orders whose goods begin near each other in the pick sequence share a cart, and the cart follows it.

use std::collections::BTreeSet;

use bipe_core::flow::pick::SEQUENCE_STEP;
use bipe_core::id::{OrderId, TourId};
use bipe_core::order::release::Urgency;
use bipe_core::plan::site::{Site, Walk};
use bipe_core::plan::{batch, route};
use bipe_store::tour::{LEAVES_ANY_TIME_MS, NewPick, NewSlot, NewTour};
use time::Date;

use super::plan::{Going, Picking};
use crate::clock::call_in;

/// The most orders on one cart.
pub const CART_ORDERS_MAX: usize = 6;
/// So many orders are searched at once; of more, those that lie near each other.
const SEARCHED: usize = 250;
/// The same plan comes of the same orders: to repeat one, the seed is no secret.
const SEED: u64 = 1;

/// How hard something good is looked for.
pub(super) struct Effort<'c> {
    /// Steps of the search: for each order where carts are sought, for each cart where its bins are.
    pub steps: u64,
    /// Whether there is still time, when so great a part of them all is planned: 0 to 1.
    pub goes_on: &'c dyn Fn(f64) -> bool,
}

impl Effort<'_> {
    /// What can be had while the writer is held.
    pub(super) const fn at_once(steps: u64) -> Effort<'static> {
        Effort { steps, goes_on: &|_| true }
    }
}

/// The orders on carts, those that leave first on the first ones.
pub(super) fn carts(
    going: Vec<Going>,
    site: Option<&Site>,
    effort: &Effort<'_>,
    today: Date,
) -> Vec<Vec<Going>> {
    let all = going.len().max(1) as f64;
    let mut rest = going;
    rest.sort_by_cached_key(|one| (one.order.urgency.turn(), one.order.number.clone()));
    let (mut carts, mut done) = (Vec::new(), 0);
    while let Some(first) = rest.first() {
        let leaves = leaves(first, today);
        let together = rest.iter().take_while(|one| self::leaves(one, today) == leaves).count();
        let behind = rest.split_off(together);
        let mut leaving = std::mem::replace(&mut rest, behind);
        if leaving.len() > SEARCHED {
            leaving.sort_by_key(span);
        }
        while !leaving.is_empty() {
            let behind = leaving.split_off(leaving.len().min(SEARCHED));
            let near = std::mem::replace(&mut leaving, behind);
            done += near.len();
            let part = done as f64 / all;
            let mut near = match site {
                Some(site) => by_walk(near, site, effort, part),
                None => by_sequence(near),
            };
            near.sort_by_key(|cart| std::cmp::Reverse(priority(cart)));
            carts.extend(near);
        }
    }
    carts
}

/// When an order leaves, as far as that keeps it apart from others: a later day's calls do not.
fn leaves(one: &Going, today: Date) -> (Option<Date>, Option<i64>) {
    let Urgency { ship_by, cut_off_min, .. } = one.order.urgency;
    (ship_by, cut_off_min.filter(|_| one.order.urgency.is_due(today)))
}

fn span(one: &Going) -> (Option<i64>, Option<i64>) {
    let places = || one.picks.iter().map(|pick| pick.take.pick_sequence);
    (places().min(), places().max())
}

/// The highest priority of a cart's orders.
fn priority(cart: &[Going]) -> i64 {
    cart.iter().map(|one| one.order.urgency.priority).max().unwrap_or(0)
}

fn by_walk(going: Vec<Going>, site: &Site, effort: &Effort<'_>, part: f64) -> Vec<Vec<Going>> {
    let order = |one: &Going| {
        let cells: BTreeSet<_> =
            one.picks.iter().filter_map(|pick| site.cell(pick.take.place.location_id)).collect();
        batch::Order { units: 1, picks: cells.into_iter().collect() }
    };
    let orders: Vec<batch::Order> = going.iter().map(order).collect();
    let steps = orders.len() as u64 * effort.steps;
    let problem = batch::Problem::with_gauge(site.gauge().clone(), CART_ORDERS_MAX as u64, orders);
    let mut search = batch::Search::new(problem.expect("the site's cells lie in it"), SEED);
    let plain = plain(&going, search.problem());
    search.offer(plain);
    for _ in 0..steps {
        if !(effort.goes_on)(part) {
            break;
        }
        search.step();
    }
    let mut batches = search.best().batches.clone();
    batches.sort();
    let batches = batches.into_iter().map(|batch| batch.into_iter().map(|at| at as usize).collect());
    dealt(going, batches)
}

/// The carts that the pick sequence gives, as a plan that a search may go on from.
fn plain(going: &[Going], problem: &mut batch::Problem) -> batch::Plan {
    let mut batches: Vec<Vec<u32>> =
        in_sequence(going).into_iter().map(|cart| cart.into_iter().map(|at| at as u32).collect()).collect();
    batches.iter_mut().for_each(|batch| batch.sort_unstable());
    let length = batches.iter().map(|batch| problem.length(batch)).sum();
    batch::Plan { batches, length }
}

fn by_sequence(going: Vec<Going>) -> Vec<Vec<Going>> {
    let carts = in_sequence(&going);
    dealt(going, carts.into_iter())
}

fn in_sequence(going: &[Going]) -> Vec<Vec<usize>> {
    let stops = |one: &Going| one.picks.iter().map(|pick| pick.take.pick_sequence).collect();
    let stops: Vec<Vec<i64>> = going.iter().map(stops).collect();
    batch::carts(&stops, CART_ORDERS_MAX)
}

fn dealt(going: Vec<Going>, carts: impl Iterator<Item = Vec<usize>>) -> Vec<Vec<Going>> {
    let mut going: Vec<Option<Going>> = going.into_iter().map(Some).collect();
    carts.map(|cart| cart.into_iter().filter_map(|at| going[at].take()).collect()).collect()
}

/// A cart's tour, its slots, and its picks in the order of the walk.
pub(super) fn tour(
    id: TourId,
    number: String,
    cart: &[Going],
    (site, zone): (Option<&mut Site>, &str),
) -> (NewTour, Vec<NewSlot>, Vec<NewPick>) {
    let slot = |(one, slot): (&Going, i64)| NewSlot { tour_id: id, order_id: one.order.id, slot };
    let slots = cart.iter().zip(1..).map(slot).collect();
    let (mut picks, mut stops): (Vec<(OrderId, &Picking)>, Vec<route::Stop>) = (Vec::new(), Vec::new());
    for (one, slot) in cart.iter().zip(1..) {
        for pick in &one.picks {
            let (pick_sequence, location_id) = (pick.take.pick_sequence, pick.take.place.location_id);
            stops.push(route::Stop {
                handling: pick.handling,
                pick_sequence,
                location_id,
                lot_id: pick.take.lot_id,
                slot,
            });
            picks.push((one.order.id, pick));
        }
    }
    let mut order = route::walk(&stops);
    let walk = site.map(|site| {
        let handling = |at: &usize| (stops[*at].location_id, picks[*at].1.handling);
        site.walk(&order.iter().map(handling).collect::<Vec<_>>())
    });
    if let Some(walk) = &walk {
        let mut ranked: Vec<(usize, usize)> = walk.ranks.iter().copied().zip(order).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        order = ranked.into_iter().map(|(_, at)| at).collect();
    }
    let picks = order.into_iter().zip(1..).map(|(at, place)| {
        let (order_id, pick) = picks[at];
        NewPick {
            id: pick.pick_id,
            tour_id: id,
            sequence: place * SEQUENCE_STEP,
            order_id,
            order_line_id: pick.take.order_line_id,
            reservation_id: pick.reservation_id,
            quantity_base: pick.take.quantity_base,
        }
    });
    let mm = |metres: fn(&Walk) -> Option<f64>| {
        walk.as_ref().and_then(metres).map(|metres| (metres * 1_000.0).round() as i64)
    };
    let (walk_mm, s_shape_mm, by_bin_mm) =
        (mm(|walk| Some(walk.length)), mm(|walk| walk.s_shape), mm(|walk| Some(walk.as_asked)));
    let leaves_at_ms = |one: &Going| {
        let Urgency { ship_by, cut_off_min, .. } = one.order.urgency;
        ship_by.map(|day| call_in(zone, day, cut_off_min))
    };
    let leaves_at_ms = cart.iter().filter_map(leaves_at_ms).min().unwrap_or(LEAVES_ANY_TIME_MS);
    let priority = priority(cart);
    (NewTour { id, number, walk_mm, s_shape_mm, by_bin_mm, leaves_at_ms, priority }, slots, picks.collect())
}
