use uuid::Uuid;

use super::*;
use crate::id::LocationId;
use crate::plan::site::Bin;

/// Four aisles of eight bays, the desk before the first.
fn hall() -> Site {
    let bin = |aisle: i64, bay: i64| Bin {
        id: LocationId(Uuid::from_u128((aisle * 100 + bay) as u128)),
        code: format!("{aisle}-{bay}"),
        aisle: format!("A{aisle}"),
        bay,
        level: 1,
        position: 1,
        x_mm: aisle * 3_000,
        y_mm: bay * 2_000,
    };
    let bins: Vec<Bin> = (0..4).flat_map(|aisle| (1..=8).map(move |bay| bin(aisle, bay))).collect();
    Site::new(&bins, &[], (0, 0)).expect("a layout")
}

fn cell(site: &Site, aisle: i64, bay: i64) -> Cell {
    site.cell(LocationId(Uuid::from_u128((aisle * 100 + bay) as u128))).expect("a bin")
}

/// What is chosen from the second bay of the first aisle on, with a stop at the back of it.
fn chosen(wanted_base: i64, offers: &[(i64, i64, i64)]) -> Vec<(usize, usize)> {
    let mut site = hall();
    let (start, back) = (cell(&site, 0, 2), cell(&site, 0, 8));
    let offers: Vec<Offer> = offers
        .iter()
        .map(|(aisle, bay, base)| Offer { at: cell(&site, *aisle, *bay), quantity_base: *base })
        .collect();
    let bay = |at: Cell| (at.aisle, (at.cell * 10 + 1_000) / 2_000);
    let ends = (Some(start), None);
    let mut rest = Rest::new(&mut site, ends, &[(back, Handling::Normal)]);
    let cells = rest.choose(Handling::Normal, wanted_base, &offers);
    let order = rest.order();
    assert!(cells.iter().all(|at| order.contains(&(*at, Handling::Normal))), "{order:?}");
    cells.into_iter().map(bay).collect()
}

#[test]
fn what_lies_on_the_way_is_taken() {
    assert_eq!(chosen(5, &[(3, 1, 9), (0, 5, 5), (1, 7, 9)]), [(0, 5)]);
    assert_eq!(chosen(5, &[(3, 1, 9), (0, 5, 4), (1, 8, 9)]), [(1, 8)], "too little, and no more of it near");
    assert_eq!(chosen(5, &[(3, 1, 9), (0, 5, 4), (1, 8, 9), (0, 6, 1)]), [(0, 5), (0, 6)], "two on the way");
}

#[test]
fn of_choices_that_are_equally_short_the_one_with_fewer_places_counts_and_then_the_first() {
    assert_eq!(chosen(5, &[(0, 4, 3), (0, 5, 3), (0, 6, 7), (0, 7, 9)]), [(0, 6)]);
}

#[test]
fn all_are_taken_where_they_hold_no_more() {
    let mut all = chosen(9, &[(3, 1, 1), (0, 5, 2), (1, 8, 3)]);
    all.sort_unstable();
    assert_eq!(all, [(0, 5), (1, 8), (3, 1)]);
    assert_eq!(chosen(9, &[]), []);
}

#[test]
fn many_bins_with_little_in_them_end_the_search() {
    let many: Vec<(i64, i64, i64)> =
        (0..4).flat_map(|aisle| (1..=8).map(move |bay| (aisle, bay, 1))).collect();
    let cells = chosen(20, &many);
    assert_eq!(cells.len(), 20);
    assert_eq!(chosen(20, &many), cells, "and the same choice comes out");
}

#[test]
fn a_walk_in_phases_costs_what_it_measures() {
    let mut site = hall();
    let stop = |site: &Site, aisle, bay, handling| (cell(site, aisle, bay), handling);
    let stops = [
        stop(&site, 0, 1, Handling::Heavy),
        stop(&site, 0, 2, Handling::Heavy),
        stop(&site, 1, 1, Handling::Normal),
        stop(&site, 1, 2, Handling::Normal),
        stop(&site, 1, 3, Handling::Normal),
        stop(&site, 2, 2, Handling::Fragile),
        stop(&site, 2, 2, Handling::Fragile),
    ];
    let ends = (None, None);
    assert_eq!(Rest::new(&mut site, ends, &[]).cost(), 1);
    assert_eq!(Rest::new(&mut site, ends, &stops[..2]).cost(), 1);
    assert_eq!(Rest::new(&mut site, ends, &stops).cost(), 2 + 2 * 3 + 3);
}
