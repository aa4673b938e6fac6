//! A site read from its bins: one rectangle, walked from the desk and back.

mod net;

use uuid::Uuid;

use super::*;

const PITCH_MM: i64 = 3_600;

fn bin(aisle: i64, bay: i64, side: i64) -> Bin {
    let number = aisle * 1_000 + bay * 10 + side;
    Bin {
        id: LocationId(Uuid::from_u128(number as u128)),
        code: format!("{aisle}-{bay}-{side}"),
        aisle: format!("A{aisle}"),
        bay,
        level: 1,
        position: side,
        x_mm: aisle * PITCH_MM + side * 1_200,
        y_mm: bay * 2_700,
    }
}

fn hall() -> Vec<Bin> {
    (0..4)
        .flat_map(|aisle| (1..=10).flat_map(move |bay| (0..2).map(move |side| bin(aisle, bay, side))))
        .collect()
}

#[test]
fn both_sides_of_an_aisle_are_one_place() {
    let site = Site::new(&hall(), &[], (600, 0)).unwrap();
    assert_eq!((site.layout().unwrap().aisles(), site.layout().unwrap().blocks()), (4, 1));
    assert!((site.layout().unwrap().aisle_pitch() - 3.6).abs() < 1e-9);
    assert_eq!(site.cell(bin(2, 3, 0).id), site.cell(bin(2, 3, 1).id));
    let Cell { aisle, block, cell } = site.cell(bin(2, 3, 1).id).unwrap();
    assert_eq!((aisle, block), (2, 0));
    assert!((site.layout().unwrap().depth(cell) - 6.4).abs() < 1e-9, "a metre, and two bays of 2.7 m");
    // From y = 0 at the desk to the front cross aisle at 1.7 m.
    assert!((site.layout().unwrap().depot_offset() - 1.7).abs() < 1e-9);
}

#[test]
fn a_cross_aisle_parts_the_blocks() {
    let site = Site::new(&hall(), &[14_850, 999_000, -4], (0, 0)).unwrap();
    assert_eq!(site.layout().unwrap().blocks(), 2, "one of three lies between the ends");
    assert_eq!(site.cell(bin(0, 5, 0).id).unwrap().block, 0);
    let behind = site.cell(bin(0, 6, 0).id).unwrap();
    assert_eq!(behind.block, 1);
    assert!((site.layout().unwrap().height(behind) - (6.0 * 2.7 - 1.7)).abs() < 1e-9);
}

#[test]
fn a_walk_is_no_longer_than_what_teams_do_and_ranks_all_stops() {
    let mut site = Site::new(&hall(), &[14_850], (600, 0)).unwrap();
    let nowhere = LocationId(Uuid::from_u128(7));
    let stops = [bin(0, 9, 0).id, bin(3, 2, 1).id, nowhere, bin(1, 1, 0).id, bin(3, 2, 0).id];
    let walk = site.walk(&stops.map(plain));
    assert!(walk.length <= walk.s_shape.unwrap() + 1e-9 && walk.length <= walk.as_asked + 1e-9, "{walk:?}");
    let to_and_fro = site.walk(&[bin(0, 9, 0).id, bin(3, 9, 0).id, bin(0, 8, 0).id].map(plain));
    assert!(to_and_fro.length < to_and_fro.as_asked - 1.0, "{to_and_fro:?}");
    assert_eq!((walk.ranks[1], walk.ranks[2]), (walk.ranks[4], usize::MAX));
    assert_eq!(site.walk(&[plain(nowhere)]).length, 0.0);
    // Up and down one aisle: nothing to gain.
    let there = site.walk(&[plain(bin(0, 9, 0).id)]);
    assert!(
        (there.length - there.as_asked).abs() < 1e-9 && (there.length - 2.0 * 24.3).abs() < 1e-9,
        "{there:?}"
    );
}

fn plain(bin: LocationId) -> (LocationId, Handling) {
    (bin, Handling::Normal)
}

#[test]
fn heavy_goods_are_taken_before_fragile_ones() {
    let mut site = Site::new(&hall(), &[], (0, 0)).unwrap();
    let (near, far, both) = (bin(0, 2, 0).id, bin(0, 9, 0).id, bin(2, 5, 0).id);
    let stops = [
        (near, Handling::Fragile),
        (far, Handling::Heavy),
        (both, Handling::Normal),
        (both, Handling::Fragile),
    ];
    let walk = site.walk(&stops);
    let [near, far, normal, fragile] = walk.ranks[..] else { panic!("{walk:?}") };
    assert!(far < normal && normal < near.min(fragile), "{walk:?}");
    let any = site.walk(&stops.map(|(bin, _)| plain(bin)));
    assert!(walk.length > any.length + 1.0, "{} m, {} m in any order", walk.length, any.length);
    let all_fragile = site.walk(&stops.map(|(bin, _)| (bin, Handling::Fragile)));
    assert_eq!(all_fragile.length, any.length, "goods that are alike have no order");
}

#[test]
fn a_path_has_the_corners_of_its_walk() {
    let site = Site::new(&hall(), &[14_850], (600, 0)).unwrap();
    let path = site.path_mm(&[bin(0, 9, 0).id, bin(1, 9, 1).id]);
    let (front, back) = (1_700, 28_000);
    let corners = [
        (600, 0),
        (600, front),
        (600, 24_300),
        (600, back),
        (4_200, back),
        (4_200, 24_300),
        (4_200, front),
        (600, front),
        (600, 0),
    ];
    assert_eq!(path, corners);
    assert_eq!(site.path_mm(&[]), [(600, 0), (600, front), (600, 0)]);
}

#[test]
fn what_is_wrong_is_named() {
    let mut bins = hall();
    bins.push(Bin { code: "AGAIN".to_owned(), ..bin(1, 1, 1) });
    bins.push(Bin { code: "LOOSE".to_owned(), aisle: String::new(), ..bin(1, 1, 1) });
    let named =
        [Fault::Twice("1-1-1".to_owned(), "AGAIN".to_owned()), Fault::Unreachable("LOOSE".to_owned())];
    assert_eq!(faults(&bins), named);
    bins.push(Bin { x_mm: 99_000, bay: 55, ..bin(1, 1, 1) });
    assert_eq!(Site::new(&bins, &[], (0, 0)).err(), Some(Fault::Crooked("A1".to_owned())));
    assert!(matches!(Site::new(&[], &[], (0, 0)), Err(Fault::Layout(_))));
}
