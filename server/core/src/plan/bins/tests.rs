use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::plan::dice::Dice;
use crate::plan::site;
use crate::plan::ways::{Direction, Ways};

/// So many steps.
fn steps(count: u64) -> impl FnMut() -> bool {
    let mut left = count;
    move || {
        left = left.saturating_sub(1);
        left > 0
    }
}

fn location(aisle: i64, bay: i64) -> LocationId {
    LocationId(Uuid::from_u128((aisle * 100 + bay) as u128))
}

fn lot(n: u128) -> LotId {
    LotId(Uuid::from_u128(n))
}

/// Six aisles of ten bays.
fn bins() -> Vec<site::Bin> {
    let bin = |aisle: i64, bay: i64| site::Bin {
        id: location(aisle, bay),
        code: format!("{aisle}-{bay}"),
        aisle: format!("A{aisle}"),
        bay,
        level: 1,
        position: 1,
        x_mm: aisle * 3_000,
        y_mm: bay * 2_000,
    };
    (0..6).flat_map(|aisle| (1..=10).map(move |bay| bin(aisle, bay))).collect()
}

/// The desk before the first.
fn hall() -> Site {
    Site::new(&bins(), &[], (0, 0)).unwrap()
}

/// The same with two aisles that are walked one way.
fn one_way_hall() -> Site {
    let one_way = [("A1".to_owned(), Direction::Up), ("A4".to_owned(), Direction::Down)].into();
    let ground = site::Ground { bins: &bins(), others: &[], cross_mm: &[], desk_mm: (0, 0) };
    Site::with_ways(&ground, &Ways { one_way, ..Ways::default() }).unwrap()
}

fn row(aisle: i64, bay: i64, of: u128, free_base: i64) -> Row {
    Row { location_id: location(aisle, bay), lot_id: lot(of), is_face: false, free_base }
}

fn pick(shelf: &[Row], row: usize, quantity_base: i64) -> Pick {
    Pick { location_id: shelf[row].location_id, row: Some(row), quantity_base }
}

#[test]
fn a_lot_is_taken_where_the_cart_goes_anyway() {
    let rows = vec![row(5, 9, 1, 0), row(0, 3, 1, 4), row(0, 5, 2, 0)];
    let picks = [pick(&rows, 0, 3), pick(&rows, 2, 1)];
    let mut shelf = Shelf::new(rows);
    let parts = shelf.choose(&mut hall(), &picks, steps(200)).unwrap();
    assert_eq!(parts, [Part { pick: 0, row: 1, quantity_base: 3 }]);
    assert_eq!((0..3).map(|row| shelf.rows[row].free_base).collect::<Vec<_>>(), [3, 1, 0]);
    // The next cart finds one left there: not enough for it.
    let next = [pick(&shelf.rows.clone(), 0, 2)];
    let parts = shelf.choose(&mut hall(), &next, steps(200));
    assert_eq!(parts, None, "a part of it there would be no shorter");
}

#[test]
fn what_is_bound_to_its_bin_stays_and_is_walked_past() {
    let rows = vec![row(5, 9, 1, 0), row(0, 3, 1, 4), row(5, 8, 1, 4), row(4, 1, 2, 9)];
    let bound = Pick { location_id: location(5, 9), row: None, quantity_base: 2 };
    let picks = [bound, pick(&rows, 0, 3)];
    let mut shelf = Shelf::new(rows.clone());
    assert_eq!(shelf.choose(&mut hall(), &picks, steps(200)), None, "both come from one bin already");
    let picks = [bound, Pick { row: Some(1), ..pick(&rows, 1, 3) }];
    let mut shelf = Shelf::new(rows);
    let parts = shelf.choose(&mut hall(), &picks, steps(200)).unwrap();
    assert!(parts.iter().all(|part| part.pick == 1 && part.row == 2), "{parts:?}");
}

#[test]
fn faces_are_left_for_faces_alone() {
    let face = |aisle, bay, free_base| Row { is_face: true, ..row(aisle, bay, 1, free_base) };
    let rows = vec![face(5, 9, 0), row(0, 1, 1, 9), face(3, 2, 9)];
    let picks = [pick(&rows, 0, 3)];
    let parts = Shelf::new(rows).choose(&mut hall(), &picks, steps(200)).unwrap();
    assert_eq!(parts, [Part { pick: 0, row: 2, quantity_base: 3 }]);
}

#[test]
fn one_bin_serves_where_two_did() {
    let rows = vec![row(0, 3, 1, 0), row(0, 4, 1, 5)];
    let picks = [pick(&rows, 0, 2), pick(&rows, 1, 2)];
    let parts = Shelf::new(rows).choose(&mut hall(), &picks, steps(200));
    let parts = parts.expect("no stop more than needed, though the walk is the same");
    assert!(parts.iter().all(|part| part.row == 1), "{parts:?}");
}

#[test]
fn lines_keep_what_they_get_and_no_walk_gets_longer() {
    for (site, least) in [(hall(), 40), (one_way_hall(), 35)] {
        let shorter = shorter(site);
        assert!(shorter > least, "{shorter} of 60 walks got shorter");
    }
}

/// Chooses the bins of carts that are drawn by lot; gives how many of the walks got shorter.
fn shorter(mut site: Site) -> usize {
    let mut dice = Dice::new(7);
    let mut shorter = 0;
    for round in 0..60 {
        let mut rows: Vec<Row> = (0..24)
            .map(|_| {
                let (aisle, bay) = (dice.below(6) as i64, 1 + dice.below(10) as i64);
                row(aisle, bay, dice.below(4) as u128, 0)
            })
            .collect();
        rows.sort_by_key(|row| (row.lot_id, row.location_id));
        rows.dedup_by_key(|row| (row.lot_id, row.location_id));
        let mut picks = Vec::new();
        for _ in 0..8 {
            picks.push(pick(&rows, dice.below(rows.len()), 1 + dice.below(5) as i64));
        }
        rows.iter_mut().for_each(|row| row.free_base = dice.below(6) as i64);
        let mut shelf = Shelf::new(rows.clone());
        let cells = |bins: &[LocationId]| bins.iter().filter_map(|bin| site.cell(*bin)).collect::<Vec<_>>();
        let before = cells(&picks.iter().map(|pick| pick.location_id).collect::<Vec<_>>());
        let Some(parts) = shelf.choose(&mut site.clone(), &picks, steps(200)) else { continue };
        let mut gets: BTreeMap<usize, i64> = BTreeMap::new();
        let mut gives: BTreeMap<usize, i64> = BTreeMap::new();
        for part in &parts {
            assert_eq!(rows[picks[part.pick].row.unwrap()].lot_id, rows[part.row].lot_id, "round {round}");
            *gets.entry(part.pick).or_default() += part.quantity_base;
            *gives.entry(part.row).or_default() += part.quantity_base;
        }
        for (at, base) in &gets {
            assert_eq!(picks[*at].quantity_base, *base, "round {round}");
        }
        for (at, row) in rows.iter().enumerate() {
            let back: i64 = picks
                .iter()
                .enumerate()
                .filter(|(pick, one)| gets.contains_key(pick) && one.row == Some(at))
                .map(|(_, one)| one.quantity_base)
                .sum();
            let left = row.free_base + back - gives.get(&at).copied().unwrap_or(0);
            assert_eq!((shelf.rows[at].free_base, left >= 0), (left, true), "round {round}");
        }
        let stays = picks.iter().enumerate().filter(|(at, _)| !gets.contains_key(at));
        let mut now: Vec<LocationId> = stays.map(|(_, pick)| pick.location_id).collect();
        now.extend(parts.iter().map(|part| rows[part.row].location_id));
        let now = cells(&now);
        let (before, now) = (site.length(&before), site.length(&now));
        assert!(now <= before + FREE, "round {round}: {before} m, then {now} m");
        shorter += usize::from(now < before - FREE);
    }
    shorter
}

#[test]
fn without_time_to_search_each_lot_is_taken_where_the_walk_minds_it_least() {
    let rows = vec![row(5, 9, 1, 0), row(0, 3, 1, 4), row(0, 5, 2, 0)];
    let picks = [pick(&rows, 0, 3), pick(&rows, 2, 1)];
    let parts = Shelf::new(rows).choose(&mut hall(), &picks, || false).unwrap();
    assert_eq!(parts, [Part { pick: 0, row: 1, quantity_base: 3 }]);
}

#[test]
fn no_choice_is_none() {
    let rows = vec![row(0, 3, 1, 9), row(5, 3, 2, 9)];
    let picks = [pick(&rows, 0, 2)];
    let mut shelf = Shelf::new(rows);
    assert_eq!(shelf.choose(&mut hall(), &picks, steps(200)), None, "the lot lies nowhere else");
    assert_eq!(shelf.choose(&mut hall(), &[], steps(200)), None);
    let nowhere = Pick { location_id: LocationId(Uuid::nil()), row: Some(0), quantity_base: 1 };
    assert_eq!(shelf.choose(&mut hall(), &[nowhere], steps(200)), None, "nobody walks there by plan");
}
