//! The plan of a wave: which order leaves with what.
//!
//! Made from what was read, inside the writing transaction or on a snapshot beside it; nothing here reads or writes.

use std::collections::BTreeMap;

use bipe_core::allocate::{Asked, Candidate, Demand, Take, serve};
use bipe_core::id::{
    HandlingUnitId, Ids, ItemId, LocationId, LotId, OrderId, OrderLineId, PickId, ReservationId,
};
use bipe_core::item::Handling;
use bipe_core::ledger::Place;
use bipe_store::order::Locked;
use bipe_store::reservation::{NewReservation, OnHold};
use time::Date;

/// What a plan is made from.
pub(super) struct Sought {
    /// The orders, all new.
    pub orders: Vec<Locked>,
    /// What their lines want beyond what is on hold for them.
    pub demands: Vec<(OrderId, Demand)>,
    /// What is on hold for them.
    pub holds: Vec<OnHold>,
    /// Stock that may serve them.
    pub stock: Vec<Candidate>,
    /// When items are put into the tote; those that are not named are as most are.
    pub handlings: BTreeMap<ItemId, Handling>,
}

/// A take with the ids of what it makes.
#[derive(Clone)]
pub(super) struct Picking {
    pub take: Take,
    pub pick_id: PickId,
    pub reservation_id: ReservationId,
    /// Whether the reservation stands already.
    pub held: bool,
    /// Whether another bin of the lot does as well.
    pub roams: bool,
    /// When it is put into the tote.
    pub handling: Handling,
}

/// Names a row of stock: where it lies, and its lot.
pub(super) type RowKey = (LocationId, HandlingUnitId, LotId);

/// The row of this lot in this place.
pub(super) fn row_key(place: Place, lot: LotId) -> RowKey {
    (place.location_id, place.handling_unit_id, lot)
}

/// An order that leaves, with all that this needs.
#[derive(Clone)]
pub(super) struct Going {
    pub order: Locked,
    pub picks: Vec<Picking>,
    /// What each line wanted beyond holds when this was planned.
    pub wanted: BTreeMap<OrderLineId, i64>,
    /// What it gives up for good.
    pub cut: Vec<(OrderLineId, i64)>,
    /// What stays open, in base units.
    pub open_base: i64,
}

impl Going {
    /// Base units reserved for it.
    pub(super) fn allocated_base(&self) -> i64 {
        self.picks.iter().map(|pick| pick.take.quantity_base).sum()
    }
}

/// Who leaves, and who waits.
pub(super) struct Plan {
    pub going: Vec<Going>,
    pub waiting: Vec<Locked>,
    /// The stock, less all that those who leave take.
    pub stock: Vec<Candidate>,
}

impl Plan {
    /// Serves the orders, those first that must leave first.
    pub(super) fn new(sought: Sought, today: Date, ids: &mut Ids) -> Self {
        let Sought { mut orders, demands, holds, mut stock, handlings } = sought;
        orders.sort_by_key(|order| (order.urgency.turn(), order.id));
        let handling = |item: &ItemId| handlings.get(item).copied().unwrap_or_default();
        let mut lines: BTreeMap<OrderId, Vec<Demand>> = BTreeMap::new();
        for (order, demand) in demands {
            lines.entry(order).or_default().push(demand);
        }
        let mut held: BTreeMap<OrderId, Vec<Picking>> = BTreeMap::new();
        for OnHold { order_id, reservation_id, take } in holds {
            let (pick_id, handling) = (PickId(ids.next_uuid()), handling(&take.item_id));
            held.entry(order_id).or_default().push(Picking {
                take,
                pick_id,
                reservation_id,
                held: true,
                roams: false,
                handling,
            });
        }
        let asked = |order: &Locked| Asked {
            order_id: order.id,
            fill: order.fill,
            remainder: order.remainder,
            held_base: held
                .get(&order.id)
                .map_or(0, |held| held.iter().map(|one| one.take.quantity_base).sum()),
            lines: lines.remove(&order.id).unwrap_or_default(),
        };
        let asked: Vec<Asked> = orders.iter().map(asked).collect();
        let served = serve(&asked, &stock, today);
        let mut going: BTreeMap<OrderId, Going> = BTreeMap::new();
        let mut order_of: BTreeMap<OrderLineId, (OrderId, bool)> = BTreeMap::new();
        let mut waiting = Vec::new();
        for (order, asked) in orders.into_iter().zip(asked) {
            if served.waiting.contains(&order.id) {
                waiting.push(order);
                continue;
            }
            let roams = |line: &Demand| line.rule.leaves_the_bin_open();
            order_of.extend(asked.lines.iter().map(|line| (line.order_line_id, (order.id, roams(line)))));
            let wanted = asked.lines.iter().map(|line| (line.order_line_id, line.quantity_base)).collect();
            let picks = held.remove(&order.id).unwrap_or_default();
            going.insert(order.id, Going { order, picks, wanted, cut: Vec::new(), open_base: 0 });
        }
        let mut rows: BTreeMap<RowKey, &mut Candidate> =
            stock.iter_mut().map(|row| (row_key(row.place, row.lot.id), row)).collect();
        for take in served.takes {
            if let Some(row) = rows.get_mut(&row_key(take.place, take.lot_id)) {
                row.reserved_base += take.quantity_base;
            }
            let (pick_id, reservation_id) = (PickId(ids.next_uuid()), ReservationId(ids.next_uuid()));
            let Some((order, roams)) = order_of.get(&take.order_line_id).copied() else { continue };
            if let Some(one) = going.get_mut(&order) {
                let handling = handling(&take.item_id);
                one.picks.push(Picking { take, pick_id, reservation_id, held: false, roams, handling });
            }
        }
        for (order, line, base) in served.cut {
            if let Some(one) = going.get_mut(&order) {
                one.cut.push((line, base));
            }
        }
        for (order, _, base) in served.open {
            if let Some(one) = going.get_mut(&order) {
                one.open_base += base;
            }
        }
        let going = served.released.iter().filter_map(|order| going.remove(order)).collect();
        Self { going, waiting, stock }
    }
}

/// The reservations that carts need beyond those that stand.
pub(super) fn reservations(carts: &[Vec<Going>]) -> Vec<NewReservation> {
    let new = carts.iter().flatten().flat_map(|one| &one.picks).filter(|pick| !pick.held);
    new.map(|pick| NewReservation {
        id: pick.reservation_id,
        order_line_id: pick.take.order_line_id,
        place: pick.take.place,
        lot_id: pick.take.lot_id,
        quantity_base: pick.take.quantity_base,
    })
    .collect()
}
