//! Changes of an order after it was taken: lines that want more or less, and giving it up.
//!
//! What a line no longer wants is taken, in this order, from what was short, from what is open and not reserved, from what is
//! reserved (holds first, then the stops that come last), and then from what was picked: that goes back from the tote to a bin.
//! What was not picked stays as much as can be where the picker's walk already leads.
//!
//! **Invariant**: ordered = picked + short + cancelled + open before and after, and never more is reserved than is open.

use std::collections::BTreeMap;

use super::OrderStatus;
use crate::flow::pick::SEQUENCE_STEP;
use crate::id::{HandlingUnitId, ItemId, LotId, OrderLineId, PickId, ReservationId, TourId};
use crate::ledger::Place;

/// A line as a change finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line.
    pub id: OrderLineId,
    /// Its place in the order, from 1.
    pub number: i64,
    /// Its item.
    pub item_id: ItemId,
    /// Ordered, in base units.
    pub ordered_base: i64,
    /// Softly promised.
    pub promised_base: i64,
    /// Picked.
    pub picked_base: i64,
    /// Short.
    pub short_base: i64,
    /// Cancelled.
    pub cancelled_base: i64,
}

impl Line {
    /// What it wants, in base units.
    pub fn wanted_base(&self) -> i64 {
        self.ordered_base - self.cancelled_base
    }

    fn open_base(&self) -> i64 {
        self.wanted_base() - self.picked_base - self.short_base
    }
}

/// An open reservation of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The reservation.
    pub id: ReservationId,
    /// Its line.
    pub order_line_id: OrderLineId,
    /// Where the stock lies.
    pub place: Place,
    /// Its lot.
    pub lot_id: LotId,
    /// How much is still reserved, in base units.
    pub quantity_base: i64,
    /// The stop that is to pick it.
    pub stop: Option<PickStop>,
}

/// An open stop of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickStop {
    /// The pick.
    pub id: PickId,
    /// Its tour.
    pub tour_id: TourId,
    /// Its place in the walk.
    pub sequence: i64,
}

/// Goods in one of the order's totes that nobody has asked back yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTote {
    /// The tote.
    pub unit_id: HandlingUnitId,
    /// The item.
    pub item_id: ItemId,
    /// The lot; those that leave first come first.
    pub lot_id: LotId,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// Why an order can't be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// A desk has it in work.
    AtDesk,
    /// It is packed.
    Packed,
    /// It has left.
    Shipped,
    /// It was given up.
    Cancelled,
    /// It has no such line.
    NoLine(i64),
    /// Nothing of it would be left.
    NothingLeft,
    /// What was picked is no longer in its totes.
    NotInTotes,
}

/// What a line becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Added to what is ordered.
    pub more_base: i64,
    /// Added to what is cancelled.
    pub cancelled_base: i64,
    /// Taken from what was short.
    pub short_base: i64,
    /// Taken from what was picked.
    pub picked_base: i64,
    /// Promised from now on.
    pub promised_base: i64,
}

/// Goods that go back from a tote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// The line that no longer wants them.
    pub order_line_id: OrderLineId,
    /// The tote.
    pub unit_id: HandlingUnitId,
    /// Their lot.
    pub lot_id: LotId,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// What a change does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The lines that change.
    pub lines: BTreeMap<OrderLineId, Changed>,
    /// Reservations that give up so much.
    pub freed: Vec<(Reserved, i64)>,
    /// Goods that go back.
    pub back: Vec<Back>,
}

/// Whether an order may still change.
///
/// # Errors
/// Why not.
pub fn may_change(status: OrderStatus) -> Result<(), Fixed> {
    match status {
        OrderStatus::New | OrderStatus::Released | OrderStatus::Picking | OrderStatus::Picked => Ok(()),
        OrderStatus::Packing => Err(Fixed::AtDesk),
        OrderStatus::Packed => Err(Fixed::Packed),
        OrderStatus::Shipped => Err(Fixed::Shipped),
        OrderStatus::Cancelled => Err(Fixed::Cancelled),
    }
}

/// Lines by number that want so much from now on; the others stay as they are.
///
/// # Errors
/// Why the order can't change so.
pub fn edit(
    lines: &[Line],
    reserved: &[Reserved],
    totes: &[InTote],
    wanted: &BTreeMap<i64, i64>,
) -> Result<Change, Fixed> {
    if let Some(number) = wanted.keys().find(|number| !lines.iter().any(|line| line.number == **number)) {
        return Err(Fixed::NoLine(*number));
    }
    let wants = |line: &Line| wanted.get(&line.number).copied().unwrap_or_else(|| line.wanted_base());
    if lines.iter().all(|line| wants(line) <= 0) {
        return Err(Fixed::NothingLeft);
    }
    change(lines, reserved, totes, wants)
}

/// The whole order is given up.
///
/// # Errors
/// [`Fixed::NotInTotes`].
pub fn cancel(lines: &[Line], reserved: &[Reserved], totes: &[InTote]) -> Result<Change, Fixed> {
    change(lines, reserved, totes, |_| 0)
}

fn change(
    lines: &[Line],
    reserved: &[Reserved],
    totes: &[InTote],
    wants: impl Fn(&Line) -> i64,
) -> Result<Change, Fixed> {
    let mut change = Change::default();
    let mut totes = totes.to_vec();
    for line in lines {
        let less_base = line.wanted_base() - wants(line);
        if less_base == 0 {
            continue;
        }
        let mut becomes = Changed { promised_base: line.promised_base, ..Changed::default() };
        if less_base < 0 {
            becomes.more_base = -less_base;
            change.lines.insert(line.id, becomes);
            continue;
        }
        becomes.cancelled_base = less_base;
        let mut own: Vec<&Reserved> = reserved.iter().filter(|one| one.order_line_id == line.id).collect();
        own.sort_by_key(|one| (one.stop.is_none(), one.stop.map(|stop| (stop.sequence, stop.id)), one.id));
        let reserved_base: i64 = own.iter().map(|one| one.quantity_base).sum();
        becomes.short_base = less_base.min(line.short_base);
        let mut left_base = less_base - becomes.short_base;
        left_base -= left_base.min((line.open_base() - reserved_base).max(0));
        let mut freed_base = 0;
        for one in own.into_iter().rev() {
            let base = left_base.min(one.quantity_base);
            if base == 0 {
                break;
            }
            left_base -= base;
            freed_base += base;
            change.freed.push((one.clone(), base));
        }
        becomes.picked_base = left_base;
        change.back.extend(back(line, &mut totes, left_base)?);
        let open_base = line.open_base() - (less_base - becomes.short_base - becomes.picked_base);
        becomes.promised_base = line.promised_base.min(open_base - (reserved_base - freed_base));
        change.lines.insert(line.id, becomes);
    }
    Ok(change)
}

/// Takes what goes back out of the totes, what leaves last first.
fn back(line: &Line, totes: &mut [InTote], mut left_base: i64) -> Result<Vec<Back>, Fixed> {
    let mut back = Vec::new();
    for goods in totes.iter_mut().rev().filter(|goods| goods.item_id == line.item_id) {
        let quantity_base = left_base.min(goods.quantity_base);
        if quantity_base > 0 {
            left_base -= quantity_base;
            goods.quantity_base -= quantity_base;
            let (unit_id, lot_id) = (goods.unit_id, goods.lot_id);
            back.push(Back { order_line_id: line.id, unit_id, lot_id, quantity_base });
        }
    }
    if left_base > 0 { Err(Fixed::NotInTotes) } else { Ok(back) }
}

/// The place in a tour's walk for a stop that comes later: right behind the last of its open stops that comes before it in
/// the warehouse's walk, and never before the one that the picker is at. `stops` are (place in the tour, in the warehouse).
pub fn place_in_walk(stops: &[(i64, i64)], pick_sequence: i64) -> i64 {
    let before = stops.iter().take_while(|(_, other)| *other <= pick_sequence);
    before.last().or(stops.first()).map_or(SEQUENCE_STEP, |(sequence, _)| sequence + 1)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::LocationId;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    /// Line 1 of item 7: ordered 20, picked 6, short 1, cancelled 2; 8 reserved at stops, 2 on hold, 1 open.
    fn line() -> Line {
        Line {
            id: OrderLineId(id(1)),
            number: 1,
            item_id: ItemId(id(7)),
            ordered_base: 20,
            promised_base: 1,
            picked_base: 6,
            short_base: 1,
            cancelled_base: 2,
        }
    }

    fn reserved(n: u128, quantity_base: i64, sequence: Option<i64>) -> Reserved {
        let stop = sequence.map(|sequence| PickStop { id: PickId(id(n)), tour_id: TourId(id(5)), sequence });
        Reserved {
            id: ReservationId(id(n)),
            order_line_id: OrderLineId(id(1)),
            place: Place::loose(LocationId(id(n))),
            lot_id: LotId(id(n)),
            quantity_base,
            stop,
        }
    }

    fn totes() -> Vec<InTote> {
        let tote = |lot, quantity_base| InTote {
            unit_id: HandlingUnitId(id(90)),
            item_id: ItemId(id(7)),
            lot_id: LotId(id(lot)),
            quantity_base,
        };
        vec![tote(31, 4), tote(32, 2)]
    }

    #[derive(Debug, Default, PartialEq, Eq)]
    struct Expected {
        line: Changed,
        freed: Vec<(u128, i64)>,
        back: Vec<(u128, i64)>,
    }

    #[track_caller]
    fn check(wanted_base: i64, expected: Expected) {
        let all = [reserved(11, 5, Some(1_000)), reserved(13, 2, None), reserved(12, 3, Some(2_000))];
        let other = Line { id: OrderLineId(id(2)), number: 2, item_id: ItemId(id(8)), ..line() };
        let wanted = BTreeMap::from([(1, wanted_base)]);
        let change = edit(&[line(), other], &all, &totes(), &wanted).expect("it may change");
        let found = Expected {
            line: change.lines.get(&line().id).cloned().unwrap_or_default(),
            freed: change.freed.iter().map(|(one, base)| (one.id.0.as_u128(), *base)).collect(),
            back: change.back.iter().map(|one| (one.lot_id.0.as_u128(), one.quantity_base)).collect(),
        };
        assert_eq!(found, expected, "{wanted_base}");
        assert!(change.lines.len() <= 1, "other lines stay");
    }

    fn changed(cancelled_base: i64, short_base: i64, picked_base: i64, promised_base: i64) -> Changed {
        Changed { more_base: 0, cancelled_base, short_base, picked_base, promised_base }
    }

    #[test]
    fn less_is_taken_from_what_costs_least() {
        check(18, Expected::default());
        check(17, Expected { line: changed(1, 1, 0, 1), ..Expected::default() });
        check(16, Expected { line: changed(2, 1, 0, 0), ..Expected::default() });
        check(15, Expected { line: changed(3, 1, 0, 0), freed: vec![(13, 1)], back: vec![] });
        check(12, Expected { line: changed(6, 1, 0, 0), freed: vec![(13, 2), (12, 2)], back: vec![] });
        let all = vec![(13, 2), (12, 3), (11, 5)];
        check(6, Expected { line: changed(12, 1, 0, 0), freed: all.clone(), back: vec![] });
        check(3, Expected { line: changed(15, 1, 3, 0), freed: all.clone(), back: vec![(32, 2), (31, 1)] });
        check(0, Expected { line: changed(18, 1, 6, 0), freed: all, back: vec![(32, 2), (31, 4)] });
    }

    #[test]
    fn more_is_ordered_on_top() {
        let line = Changed { more_base: 4, promised_base: 1, ..Changed::default() };
        check(22, Expected { line, ..Expected::default() });
    }

    #[test]
    fn a_later_stop_comes_behind_those_before_it() {
        let walk = [(1_000, 10), (2_000, 30), (3_000, 50)];
        assert_eq!(place_in_walk(&walk, 40), 2_001);
        assert_eq!(place_in_walk(&walk, 99), 3_001);
        assert_eq!(place_in_walk(&walk, 5), 1_001, "the picker is at the first one");
        assert_eq!(place_in_walk(&[], 5), SEQUENCE_STEP);
    }

    #[test]
    fn what_can_not_be_changed_says_why() {
        let edit = |wanted: &[(i64, i64)]| edit(&[line()], &[], &totes(), &wanted.iter().copied().collect());
        assert_eq!(edit(&[(9, 1)]), Err(Fixed::NoLine(9)));
        assert_eq!(edit(&[(1, 0)]), Err(Fixed::NothingLeft));
        assert_eq!(cancel(&[line()], &[], &[]), Err(Fixed::NotInTotes));
        for (status, why) in [
            (OrderStatus::Packing, Fixed::AtDesk),
            (OrderStatus::Packed, Fixed::Packed),
            (OrderStatus::Shipped, Fixed::Shipped),
            (OrderStatus::Cancelled, Fixed::Cancelled),
        ] {
            assert_eq!(may_change(status), Err(why));
        }
        assert_eq!(may_change(OrderStatus::Picked), Ok(()));
    }
}
