//! The table of what serves what, and random floors under rules told another way.

use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::id::{HandlingUnitId, LocationId};
use crate::lot::LotStatus;

const TODAY: Date = date!(2026 - 11 - 21);

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

/// A row at location `at` (which is its pick sequence too), of a lot named by its code.
fn row(at: u128, code: &str, expiry: Option<Date>, on_hand_base: i64, reserved_base: i64) -> Candidate {
    let name = code.bytes().fold(0_u128, |sum, byte| sum * 256 + u128::from(byte));
    Candidate {
        place: Place::loose(LocationId(Uuid::from_u128(at))),
        lot: Lot {
            id: LotId(Uuid::from_u128(name)),
            item_id: item(1),
            code: code.to_owned(),
            implicit: false,
            expiry,
            received_on: date!(2026 - 10 - 01),
            status: LotStatus::Released,
        },
        pick_sequence: at as i64,
        zone: String::new(),
        is_face: false,
        on_hand_base,
        reserved_base,
    }
}

fn demand(line: u128, quantity_base: i64, remaining_days_min: i64) -> Demand {
    let order_line_id = OrderLineId(Uuid::from_u128(line));
    Demand { order_line_id, item_id: item(1), quantity_base, remaining_days_min, rule: Rule::default() }
}

fn check(demands: &[Demand], stock: &[Candidate], expected: &[(u128, i64, i64)]) {
    let seen = |stock: &[Candidate]| -> Vec<(u128, i64, i64)> {
        let takes = allocate(demands, stock, TODAY);
        takes.iter().map(|t| (t.order_line_id.0.as_u128(), t.pick_sequence, t.quantity_base)).collect()
    };
    assert_eq!(seen(stock), expected);
    let mut turned = stock.to_vec();
    turned.reverse();
    assert_eq!(seen(&turned), expected, "the order of the stock makes no difference");
}

#[test]
fn the_first_to_expire_leaves_first_and_undated_last() {
    let (soon, late) = (Some(date!(2026 - 12 - 01)), Some(date!(2027 - 12 - 01)));
    let stock = [row(1, "U", None, 9, 0), row(2, "L", late, 9, 0), row(3, "S", soon, 9, 0)];
    check(&[demand(7, 20, 0)], &stock, &[(7, 3, 9), (7, 2, 9), (7, 1, 2)]);
}

#[test]
fn among_equals_fewer_on_hand_then_code_then_the_walk() {
    let day = Some(date!(2027 - 12 - 01));
    let stock =
        [row(1, "B", day, 9, 0), row(2, "A", day, 9, 0), row(4, "Z", day, 2, 0), row(3, "A", day, 9, 0)];
    check(&[demand(7, 29, 0)], &stock, &[(7, 4, 2), (7, 2, 9), (7, 3, 9), (7, 1, 9)]);
    let mut older = row(9, "Z", day, 99, 0);
    older.lot.received_on = date!(2026 - 09 - 30);
    check(&[demand(7, 3, 0)], &[stock[2].clone(), older], &[(7, 9, 3)]);
}

#[test]
fn no_row_gives_more_than_is_free_and_lines_do_not_share_it() {
    let stock = [row(1, "A", None, 10, 4), row(2, "B", None, 5, 5)];
    check(&[demand(7, 4, 0), demand(8, 4, 0), demand(9, 4, 0)], &stock, &[(7, 1, 4), (8, 1, 2)]);
    check(&[demand(7, 0, 0)], &stock, &[]);
}

#[test]
fn unusable_lots_serve_nobody() {
    let mut held = row(1, "H", None, 9, 0);
    held.lot.status = LotStatus::Held;
    let mut foreign = row(5, "F", None, 9, 0);
    foreign.lot.item_id = item(2);
    let gone = row(2, "G", Some(date!(2026 - 11 - 20)), 9, 0);
    let short = row(3, "S", Some(date!(2026 - 12 - 01)), 9, 0);
    let stock = [held, gone, short, foreign];
    check(&[demand(7, 1, 11), demand(8, 1, 10)], &stock, &[(8, 3, 1)]);
}

fn ruled(strategy: Strategy, zones: &[&str], packagings_base: &[i64], quantity_base: i64) -> [Demand; 1] {
    let zones = zones.iter().map(|&code| code.to_owned()).collect();
    let rule = Rule { strategy, zones, packagings_base: packagings_base.to_vec() };
    [Demand { rule, ..demand(7, quantity_base, 0) }]
}

#[test]
fn the_order_s_rule_goes_before_the_item_s_and_that_before_the_warehouse_s() {
    use Strategy::{Fefo, Fifo, Lifo};
    assert_eq!(Strategy::resolve(Some(Lifo), Some(Fifo), Fefo), Lifo);
    assert_eq!(Strategy::resolve(None, Some(Fifo), Fefo), Fifo);
    assert_eq!(Strategy::resolve(None, None, Lifo), Lifo);
}

#[test]
fn fifo_and_lifo_go_by_the_day_of_receipt_and_nearest_by_the_walk() {
    let expiry = |day: i64| Some(TODAY + time::Duration::days(day));
    let mut stock = [row(3, "A", expiry(9), 5, 0), row(1, "B", expiry(99), 5, 0), row(2, "C", None, 5, 0)];
    stock[0].lot.received_on = date!(2026 - 10 - 02);
    stock[2].lot.received_on = date!(2026 - 10 - 03);
    check(&ruled(Strategy::Fefo, &[], &[], 12), &stock, &[(7, 3, 5), (7, 1, 5), (7, 2, 2)]);
    check(&ruled(Strategy::Fifo, &[], &[], 12), &stock, &[(7, 1, 5), (7, 3, 5), (7, 2, 2)]);
    check(&ruled(Strategy::Lifo, &[], &[], 12), &stock, &[(7, 2, 5), (7, 3, 5), (7, 1, 2)]);
    check(&ruled(Strategy::Nearest, &[], &[], 12), &stock, &[(7, 1, 5), (7, 2, 5), (7, 3, 2)]);
}

#[test]
fn fewest_packages_takes_the_fullest_and_then_the_one_that_fits() {
    let stock = [row(1, "A", None, 3, 0), row(2, "B", None, 10, 0), row(3, "C", None, 6, 0)];
    check(&ruled(Strategy::FewestPackages, &[], &[], 5), &stock, &[(7, 3, 5)]);
    check(&ruled(Strategy::FewestPackages, &[], &[], 12), &stock, &[(7, 2, 10), (7, 1, 2)]);
    check(&ruled(Strategy::FewestPackages, &[], &[], 17), &stock, &[(7, 2, 10), (7, 3, 6), (7, 1, 1)]);
    check(&ruled(Strategy::FewestPackages, &[], &[], 99), &stock, &[(7, 2, 10), (7, 3, 6), (7, 1, 3)]);
    let two_lots = [row(1, "A", None, 4, 0), row(1, "B", None, 4, 0), row(2, "C", None, 7, 0)];
    check(&ruled(Strategy::FewestPackages, &[], &[], 8), &two_lots, &[(7, 1, 4), (7, 1, 4)]);
}

#[test]
fn empty_bin_clears_the_smallest_and_leaves_those_that_stay_full_for_last() {
    let mut held = row(1, "H", None, 1, 0);
    held.lot.status = LotStatus::Held;
    let stock = [held, row(1, "A", None, 2, 0), row(2, "B", None, 9, 0), row(3, "C", None, 4, 0)];
    check(&ruled(Strategy::EmptyBin, &[], &[], 6), &stock, &[(7, 3, 4), (7, 2, 2)]);
    check(&ruled(Strategy::EmptyBin, &[], &[], 14), &stock, &[(7, 3, 4), (7, 2, 9), (7, 1, 1)]);
}

#[test]
fn full_packaging_takes_whole_ones_then_loose_ones_and_opens_one_last() {
    let stock = [row(1, "A", None, 5, 0), row(2, "B", None, 14, 0), row(3, "C", None, 24, 0)];
    let cases = |base, expected: &[(u128, i64, i64)]| {
        check(&ruled(Strategy::FullPackaging, &[], &[1, 12], base), &stock, expected);
    };
    cases(12, &[(7, 2, 12)]);
    cases(25, &[(7, 2, 12), (7, 3, 12), (7, 1, 1)]);
    cases(31, &[(7, 2, 14), (7, 3, 12), (7, 1, 5)]);
    cases(32, &[(7, 2, 14), (7, 3, 13), (7, 1, 5)]);
    let pallets = [row(1, "A", None, 12, 0), row(2, "B", None, 48, 0)];
    check(&ruled(Strategy::FullPackaging, &[], &[1, 12, 48], 60), &pallets, &[(7, 2, 48), (7, 1, 12)]);
}

#[test]
fn zones_serve_in_their_turn_and_others_not_at_all() {
    let mut stock = [row(1, "A", None, 5, 0), row(2, "B", None, 5, 0), row(3, "C", None, 5, 0)];
    for (row, zone) in stock.iter_mut().zip(["", "Z1", "Z2"]) {
        zone.clone_into(&mut row.zone);
    }
    check(&ruled(Strategy::ZoneOrder, &["Z2", "Z1"], &[], 12), &stock, &[(7, 3, 5), (7, 2, 5)]);
    check(&ruled(Strategy::ZoneOrder, &[], &[], 12), &stock, &[(7, 2, 5), (7, 3, 5), (7, 1, 2)]);
    check(&ruled(Strategy::Fifo, &["Z2"], &[], 12), &stock, &[(7, 3, 5)]);
    check(&ruled(Strategy::EmptyBin, &["Z1"], &[], 2), &stock, &[(7, 2, 2)]);
}

#[test]
fn lines_of_different_rules_share_one_stock() {
    let stock = [row(1, "A", Some(date!(2026 - 12 - 01)), 5, 0), row(2, "B", None, 8, 0)];
    let [fewest] = ruled(Strategy::FewestPackages, &[], &[], 6);
    check(&[fewest, demand(8, 9, 0)], &stock, &[(7, 2, 6), (8, 1, 5), (8, 2, 2)]);
}

const ALL: [Strategy; 8] = [
    Strategy::Fefo,
    Strategy::Fifo,
    Strategy::Lifo,
    Strategy::Nearest,
    Strategy::FewestPackages,
    Strategy::EmptyBin,
    Strategy::FullPackaging,
    Strategy::ZoneOrder,
];

/// Chance that is the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for last in (1..rows.len()).rev() {
            rows.swap(last, self.throw(last as u64 + 1) as usize);
        }
    }

    fn stock(&mut self) -> Vec<Candidate> {
        let mut one = |n: u64| {
            let at = self.throw(5) + 1;
            let expiry = TODAY + time::Duration::days(self.throw(40) as i64 - 5);
            let dated = self.throw(4) > 0;
            let (on_hand_base, reserved_base) = (self.throw(30) as i64, self.throw(12) as i64);
            let code = format!("L{n}");
            let mut row = row(u128::from(at), &code, dated.then_some(expiry), on_hand_base, reserved_base);
            row.lot.received_on = date!(2026 - 10 - 01) + time::Duration::days(self.throw(6) as i64);
            row.lot.item_id = item(u128::from(self.throw(6) / 5) + 1);
            if self.throw(7) == 0 {
                row.lot.status = [LotStatus::Held, LotStatus::Recalled][self.throw(2) as usize];
            }
            if self.throw(3) == 0 {
                row.place.handling_unit_id = HandlingUnitId(Uuid::from_u128(u128::from(at)));
            }
            ["", "Z1", "Z2"][at as usize % 3].clone_into(&mut row.zone);
            row
        };
        let rows = (0..8).map(&mut one).collect::<Vec<_>>();
        let kept = self.throw(9) as usize;
        rows.into_iter().take(kept).collect()
    }

    fn line(&mut self, n: u128) -> Demand {
        let strategy = ALL[self.throw(8) as usize];
        let zones: &[&str] = [&[][..], &[][..], &["Z2", "Z1"][..], &["Z1"][..]][self.throw(4) as usize];
        let packagings: &[i64] = [&[1, 6][..], &[12, 1, 4][..]][self.throw(2) as usize];
        let [line] = ruled(strategy, zones, packagings, self.throw(50) as i64);
        Demand {
            remaining_days_min: self.throw(12) as i64,
            ..Demand { order_line_id: demand(n, 0, 0).order_line_id, ..line }
        }
    }
}

/// A servable row, what was free of it before the line, and what the line took.
struct Seen<'s> {
    row: &'s Candidate,
    free: i64,
    taken: i64,
}

/// The most, or the least, members of any choice of `sums` that `counts`.
fn choices(sums: &[i64], counts: impl Fn(i64) -> bool) -> Vec<u32> {
    let choice = |bits: u32| (0..sums.len()).filter(|n| bits >> n & 1 == 1).map(|n| sums[n]).sum::<i64>();
    (0..1_u32 << sums.len()).filter(|bits| counts(choice(*bits))).map(u32::count_ones).collect()
}

fn sums<K: Ord>(seen: &[Seen<'_>], key: impl Fn(&Candidate) -> K) -> Vec<(i64, i64)> {
    let mut sums = BTreeMap::new();
    for one in seen {
        let sum = sums.entry(key(one.row)).or_insert((0, 0));
        *sum = (sum.0 + one.free, sum.1 + one.taken);
    }
    sums.into_values().collect()
}

/// Whether a line was served by its strategy, told without an order of rows: by what was taken and what was left.
fn kept_to(line: &Demand, seen: &[Seen<'_>], blocked: &[LocationId]) -> bool {
    let taken: i64 = seen.iter().map(|one| one.taken).sum();
    let never_over = |earlier: &dyn Fn(&Candidate, &Candidate) -> bool| {
        let left = || seen.iter().filter(|one| one.taken < one.free);
        seen.iter().filter(|one| one.taken > 0).all(|one| !left().any(|other| earlier(other.row, one.row)))
    };
    let last = |row: &Candidate| row.lot.expiry.unwrap_or(Date::MAX);
    let zone = |row: &Candidate| match line.rule.zones.iter().position(|code| *code == row.zone) {
        Some(at) => at,
        None => ["Z1", "Z2", ""].iter().position(|code| *code == row.zone).unwrap_or(9),
    };
    match line.rule.strategy {
        Strategy::Fefo => never_over(&|a, b| last(a) < last(b)),
        Strategy::Fifo => never_over(&|a, b| a.lot.received_on < b.lot.received_on),
        Strategy::Lifo => never_over(&|a, b| a.lot.received_on > b.lot.received_on),
        Strategy::Nearest => never_over(&|a, b| a.pick_sequence < b.pick_sequence),
        Strategy::ZoneOrder => never_over(&|a, b| zone(a) < zone(b)),
        Strategy::FewestPackages => {
            let places = sums(seen, |row| (row.place.location_id, row.place.handling_unit_id));
            let used = places.iter().filter(|sum| sum.1 > 0).count() as u32;
            let free: Vec<i64> = places.iter().map(|sum| sum.0).collect();
            choices(&free, |sum| sum >= taken).into_iter().min() == Some(used)
        }
        Strategy::EmptyBin => {
            let can: Vec<_> =
                seen.iter().filter(|one| !blocked.contains(&one.row.place.location_id)).collect();
            let can: Vec<Seen<'_>> = can.iter().map(|one| Seen { row: one.row, ..**one }).collect();
            let bins = sums(&can, |row| row.place.location_id);
            let emptied = bins.iter().filter(|sum| sum.0 == sum.1).count() as u32;
            let free: Vec<i64> = bins.iter().map(|sum| sum.0).collect();
            choices(&free, |sum| sum <= line.quantity_base).into_iter().max() == Some(emptied)
        }
        Strategy::FullPackaging => {
            let sizes = line.rule.packagings_base.iter().filter(|size| **size > 1);
            let (largest, least) = (sizes.clone().max().unwrap_or(&1), sizes.min().unwrap_or(&1));
            let count = |size: i64, of: &dyn Fn(&Seen<'_>) -> i64| -> i64 {
                seen.iter().map(|one| of(one) / size).sum()
            };
            let there = count(*largest, &|one| one.free);
            let full = count(*largest, &|one| one.taken) == there.min(line.quantity_base / largest);
            let loose: i64 = seen.iter().map(|one| one.free % least).sum();
            let touched = count(*least, &|one| one.free) - count(*least, &|one| one.free - one.taken);
            let whole = count(*least, &|one| one.free).min(line.quantity_base / least);
            let opened = i64::from(taken - whole * least > loose);
            full && (largest != least || touched == whole + opened)
        }
    }
}

#[test]
fn random_lines_are_served_by_their_rules_and_never_beyond_what_is_there() {
    let mut dice = Dice(7);
    let (mut served, mut open) = ([0; ALL.len()], 0);
    for round in 0..4_000 {
        let mut stock = dice.stock();
        let lines: Vec<Demand> = (0..4).map(|n| dice.line(n)).collect();
        let takes = allocate(&lines, &stock, TODAY);
        dice.shuffle(&mut stock);
        assert_eq!(
            takes,
            allocate(&lines, &stock, TODAY),
            "round {round}: the stock's order makes no difference"
        );
        let mut free: Vec<i64> =
            stock.iter().map(|row| (row.on_hand_base - row.reserved_base).max(0)).collect();
        let mut counted = 0;
        for line in &lines {
            let own: Vec<&Take> =
                takes.iter().filter(|take| take.order_line_id == line.order_line_id).collect();
            counted += own.len();
            let of = |row: &Candidate| {
                own.iter()
                    .filter(|take| (take.place, take.lot_id) == (row.place, row.lot.id))
                    .collect::<Vec<_>>()
            };
            let (mut seen, mut blocked) = (Vec::new(), Vec::new());
            for (row, free) in stock.iter().zip(&mut free).filter(|(row, _)| row.lot.item_id == line.item_id)
            {
                let needed = TODAY + time::Duration::days(line.remaining_days_min);
                let usable = row.lot.status == LotStatus::Released
                    && row.lot.expiry.is_none_or(|expiry| expiry >= needed);
                let zoned = line.rule.zones.is_empty() || line.rule.zones.contains(&row.zone);
                let takes = of(row);
                assert!(takes.len() <= 1, "round {round}: a row serves a line once");
                let taken = takes.iter().map(|take| take.quantity_base).sum();
                assert!(
                    takes.iter().all(|take| take.quantity_base > 0) && taken <= *free,
                    "round {round}: {line:?}"
                );
                assert!(usable && zoned || taken == 0, "round {round}: {line:?} took {row:?}");
                if !usable {
                    blocked.push(row.place.location_id);
                } else if zoned && *free > 0 {
                    seen.push(Seen { row, free: *free, taken });
                }
                *free -= taken;
            }
            let (there, taken) = seen.iter().fold((0, 0), |sum, one| (sum.0 + one.free, sum.1 + one.taken));
            assert_eq!(taken, there.min(line.quantity_base), "round {round}: {line:?} gets what there is");
            assert!(kept_to(line, &seen, &blocked), "round {round}: {line:?} got {own:?} of {stock:?}");
            served[ALL.iter().position(|one| *one == line.rule.strategy).expect("one of all")] += own.len();
            open += usize::from(taken < line.quantity_base);
        }
        assert_eq!(counted, takes.len(), "round {round}: every take serves a line's own item");
    }
    assert!(served.iter().all(|takes| *takes > 500) && open > 500, "{served:?} {open}");
}
