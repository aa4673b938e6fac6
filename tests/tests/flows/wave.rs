//! How a wave is planned: who shares a cart, and how a cart is walked.

use bipe_api::desk::{LayoutMap, OrderDetail, Wave};
use bipe_tests::books::Books;
use bipe_tests::floor::Floor;
use bipe_tests::floor::goods::{COFFEE, SOAP};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use super::pick::{lay, order, release, sound, take};

on_both_engines!(
    a_cart_is_walked_the_shortest_way,
    those_that_leave_first_share_the_first_carts,
    carts_are_better_than_those_of_the_sequence,
    the_map_shows_bins_tours_and_faults,
    bins_are_chosen_with_the_walk,
    a_rule_of_bins_keeps_its_bins,
    a_large_wave_chooses_its_bins_too,
    heavy_goods_are_picked_before_fragile_ones,
);

/// Five aisles of ten bays, walked up and down alternately, and the desk before the first.
pub(crate) async fn hall(floor: &Floor) {
    let ada = floor.log_in("ada").await;
    let grid = json!({
        "zone_code": "K", "zone_name": "Novo", "aisles": ["K1", "K2", "K3", "K4", "K5"], "bays": 10, "levels": 1,
        "positions": 1, "pick_levels": 1
    });
    assert_eq!(ada.post("/locations/grid", &grid).await.status, 201);
}

/// Where a tour's picks are, in the order of its walk: x and y in millimetres.
fn stops(floor: &Floor, tour: &str) -> Vec<(i64, i64)> {
    let rows = Books::open(&floor.database).rows(&format!(
        "SELECT locations.x_mm, locations.y_mm FROM picks
        JOIN tours ON tours.id = picks.tour_id
        JOIN reservations ON reservations.id = picks.reservation_id
        JOIN locations ON locations.id = reservations.location_id
        WHERE tours.number = '{tour}' ORDER BY picks.sequence"
    ));
    rows.iter().map(|row| (row[0].parse().expect("x"), row[1].parse().expect("y"))).collect()
}

/// What a walk from the desk past these places and back takes, in millimetres, with cross aisles at these places.
fn walked(stops: &[(i64, i64)], crosses: &[i64]) -> i64 {
    let desk = (0, crosses[0]);
    let mut at = vec![desk];
    at.extend(stops);
    at.push(desk);
    let hop = |(x, y): (i64, i64), (to_x, to_y): (i64, i64)| match x == to_x {
        true => (y - to_y).abs(),
        false => {
            let over = |cross: &i64| (y - cross).abs() + (to_y - cross).abs();
            (x - to_x).abs() + crosses.iter().map(over).min().expect("a cross aisle")
        }
    };
    // The desk stands before the front cross aisle.
    at.windows(2).map(|two| hop(two[0], two[1])).sum::<i64>() + 2 * crosses[0]
}

/// The shortest walk in any order of the stops.
fn shortest(stops: &mut Vec<(i64, i64)>, from: usize, crosses: &[i64]) -> i64 {
    if from == stops.len() {
        return walked(stops, crosses);
    }
    let mut best = i64::MAX;
    for at in from..stops.len() {
        stops.swap(from, at);
        best = best.min(shortest(stops, from + 1, crosses));
        stops.swap(from, at);
    }
    best
}

async fn a_cart_is_walked_the_shortest_way(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    let bins =
        ["K1-02-01-1", "K2-09-01-1", "K3-01-01-1", "K3-10-01-1", "K4-05-01-1", "K5-08-01-1", "K2-03-01-1"];
    for (at, bin) in bins.into_iter().enumerate() {
        let lot = ["LA", "LB", "LC", "LD", "LE", "LF", "LG"][at];
        lay(&floor, COFFEE, lot, Some(date!(2027 - 01 - 01) + time::Duration::days(at as i64)), bin, 4).await;
    }
    // The front and the back cross aisle run a metre before and behind the outermost bins.
    let (front, back) = (2_700 - 1_000, 27_000 + 1_000);
    let mut lengths = Vec::new();
    for (number, crosses) in [("P1", vec![front, back]), ("P2", vec![front, 14_850, back])] {
        if crosses.len() > 2 {
            let rule = json!({"strategy": "fefo", "cross_aisles_mm": [14_850]});
            ada.put("/warehouse", &rule).await.json::<Value>();
            let kept: Value = ada.get("/warehouse").await.json();
            assert_eq!(kept["cross_aisles_mm"], json!([14_850]));
        }
        let order = take(&erp, number, &[(COFFEE, 14)]).await;
        let wave = release(&sonia, &[&order]).await;
        let tour = &wave.tours[0];
        let mut past = stops(&floor, &tour.number);
        assert!(past.len() >= 4, "{past:?}");
        let planned = tour.walk_mm.expect("the layout is known");
        assert_eq!(walked(&past, &crosses), planned, "{number} is walked as it was planned");
        assert_eq!(shortest(&mut past, 0, &crosses), planned, "{number}: no order of its stops is shorter");
        let (s_shape, by_bin) = (tour.s_shape_mm.expect("known"), tour.by_bin_mm.expect("known"));
        assert!(planned <= s_shape && planned <= by_bin, "{tour:?}");
        past.sort_unstable();
        lengths.push((by_bin, planned));
    }
    assert!(lengths.iter().any(|(by_bin, planned)| planned < by_bin), "{lengths:?}");
    let seven = json!({"strategy": "fefo", "cross_aisles_mm": [1, 2, 3, 4, 5, 6, 7]});
    let refused = ada.put("/warehouse", &seven).await.problem(422, "wrong-fields");
    assert_eq!(refused.errors[0].at, "cross_aisles_mm");
    sound(&floor, &erp).await;
}

async fn those_that_leave_first_share_the_first_carts(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "LA", None, "K3-05-01-1", 100).await;
    for number in 0..14 {
        let mut body = order(&format!("P{number:02}"), &[(COFFEE, 1)]);
        if number % 2 == 0 {
            body["ship_by"] = json!("2026-04-01");
        } else if number % 3 == 0 {
            body["ship_by"] = json!("2026-03-20");
        }
        assert_eq!(erp.post("/orders", &body).await.status, 201);
        floor.pass(1);
    }
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    let days = Books::open(&floor.database).rows(
        "SELECT tours.number, COUNT(*), COALESCE(MIN(CAST(orders.ship_by AS TEXT)), ''),
            COALESCE(MAX(CAST(orders.ship_by AS TEXT)), '')
        FROM tours JOIN tour_orders ON tour_orders.tour_id = tours.id JOIN orders ON orders.id = tour_orders.order_id
        GROUP BY tours.number ORDER BY tours.number",
    );
    let (march, april) = ("2026-03-20", "2026-04-01");
    let leaves: Vec<[&str; 2]> = days.iter().map(|row| [row[2].as_str(), row[3].as_str()]).collect();
    assert_eq!(leaves, [[march; 2], [april; 2], [april; 2], [""; 2]], "a cart leaves on one day");
    // Six find room on a cart. How seven share two of them is the same walk.
    let orders: Vec<u32> = days.iter().map(|row| row[1].parse().expect("a number")).collect();
    assert!(orders.iter().all(|count| (1..=6).contains(count)), "{orders:?}");
    assert_eq!((orders[0], orders[1] + orders[2], orders[3], wave.orders), (2, 7, 5, 14));
    sound(&floor, &erp).await;
}

async fn carts_are_better_than_those_of_the_sequence(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    // Each order wants 5 of a lot that lies in an aisle of its own: by turns in all five of them.
    let bins = ["K1-10-01-1", "K2-10-01-1", "K3-10-01-1", "K4-10-01-1", "K5-10-01-1"];
    for turn in 0..6 {
        for (at, bin) in bins.into_iter().enumerate() {
            let lots = ["L0", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"];
            let day = turn * 5 + at as i64;
            let lot: &'static str =
                Box::leak(format!("{}{}", lots[at], lots[turn as usize]).into_boxed_str());
            let expiry = date!(2027 - 01 - 01) + time::Duration::days(day);
            lay(&floor, COFFEE, lot, Some(expiry), bin, 5).await;
        }
    }
    for number in 0..30 {
        take(&erp, &format!("P{number:02}"), &[(COFFEE, 5)]).await;
        floor.pass(1);
    }
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    assert_eq!((wave.orders, wave.tours.len()), (30, 5));
    for tour in &wave.tours {
        let past = stops(&floor, &tour.number);
        assert!(
            past.windows(2).all(|two| two[0] == two[1]),
            "tour {}: one aisle each: {past:?}",
            tour.number
        );
    }
    sound(&floor, &erp).await;
}

async fn the_map_shows_bins_tours_and_faults(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "LA", Some(date!(2027 - 01 - 01)), "K2-09-01-1", 4).await;
    lay(&floor, COFFEE, "LB", Some(date!(2027 - 01 - 02)), "K4-02-01-1", 4).await;
    let order = take(&erp, "P1", &[(COFFEE, 6)]).await;
    let wave = release(&sonia, &[&order]).await;
    erp.get("/layout").await.problem(403, "no-role");
    let map: LayoutMap = sonia.get(&format!("/layout?wave={}", wave.id)).await.json();
    let picks: Vec<(&str, i64)> =
        map.spots.iter().filter(|spot| spot.picks > 0).map(|spot| (spot.code.as_str(), spot.picks)).collect();
    assert_eq!(picks, [("K2-09-01-1", 1), ("K4-02-01-1", 1)]);
    let path = &map.tours[0].path_mm;
    let length: i64 =
        path.windows(2).map(|two| (two[0][0] - two[1][0]).abs() + (two[0][1] - two[1][1]).abs()).sum();
    assert_eq!(
        (Some(length), map.tours.len()),
        (wave.tours[0].walk_mm, 1),
        "the line is as long as the walk"
    );
    assert_eq!((path.first(), path.last()), (Some(&map.desk_mm), Some(&map.desk_mm)));
    let heat: LayoutMap = sonia.get("/layout").await.json();
    assert_eq!((heat.spots, heat.tours), (map.spots, vec![]), "all that was released is that wave");
    Books::falsify(&floor.database, "UPDATE locations SET bay = 9, code = 'K2-XX' WHERE code = 'K2-08-01-1'");
    let faulty: LayoutMap = sonia.get("/layout").await.json();
    let twice = faulty.faults.iter().find(|fault| fault.kind == "twice").expect("a place is there twice");
    assert_eq!(twice.names, ["K2-09-01-1", "K2-XX"]);
    Books::falsify(&floor.database, "UPDATE locations SET x_mm = 99000 WHERE code = 'K2-XX'");
    let crooked: LayoutMap = sonia.get("/layout").await.json();
    assert!(crooked.faults.iter().any(|fault| fault.kind == "crooked" && fault.names == ["K2"]));
    assert!(crooked.cross_aisles_mm.is_empty());
    let more = take(&erp, "P2", &[(COFFEE, 1)]).await;
    let plain = release(&sonia, &[&more]).await;
    assert_eq!(plain.tours[0].walk_mm, None, "without a layout carts follow the pick sequence");
    sonia.get("/layout?wave=x").await.problem(400, "bad-request");
    sound(&floor, &erp).await;
}

async fn bins_are_chosen_with_the_walk(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let (first, later) = (Some(date!(2027 - 01 - 01)), Some(date!(2027 - 02 - 01)));
    // The first lot to leave lies far away in a bin with little of it, and beside what is wanted besides. The later one is nearer.
    lay(&floor, COFFEE, "LA", first, "K5-10-01-1", 3).await;
    lay(&floor, COFFEE, "LA", first, "K2-03-01-1", 9).await;
    lay(&floor, COFFEE, "LB", later, "K1-01-01-1", 50).await;
    lay(&floor, SOAP, "LM", later, "K2-04-01-1", 20).await;
    let order = take(&erp, "P1", &[(COFFEE, 5), (SOAP, 2)]).await;
    let wave = release(&sonia, &[&order]).await;
    assert_eq!(
        taken(&floor, &wave.tours[0].number),
        named(&[("K2-03-01-1", "LA", 5), ("K2-04-01-1", "LM", 2)])
    );
    // More of it than lies there: the rest comes from afar, and then from the next lot.
    let more = take(&erp, "P2", &[(COFFEE, 8), (SOAP, 1)]).await;
    let wave = release(&sonia, &[&more]).await;
    let rest =
        [("K1-01-01-1", "LB", 1), ("K2-03-01-1", "LA", 4), ("K2-04-01-1", "LM", 1), ("K5-10-01-1", "LA", 3)];
    assert_eq!(taken(&floor, &wave.tours[0].number), named(&rest), "rotation goes before the walk");
    sound(&floor, &erp).await;
}

async fn a_rule_of_bins_keeps_its_bins(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let day = Some(date!(2027 - 01 - 01));
    lay(&floor, COFFEE, "LA", day, "K5-10-01-1", 3).await;
    lay(&floor, COFFEE, "LA", day, "K2-03-01-1", 9).await;
    let mut body = order("P1", &[(COFFEE, 3)]);
    body["strategy"] = json!("empty_bin");
    let order: OrderDetail = erp.post("/orders", &body).await.json();
    let wave = release(&sonia, &[&order]).await;
    assert_eq!(taken(&floor, &wave.tours[0].number), named(&[("K5-10-01-1", "LA", 3)]));
    sound(&floor, &erp).await;
}

async fn a_large_wave_chooses_its_bins_too(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let day = Some(date!(2027 - 01 - 01));
    // Rotation alone would empty the small bins of four aisles first.
    for bin in ["K2-10-01-1", "K3-10-01-1", "K4-10-01-1", "K5-10-01-1"] {
        lay(&floor, COFFEE, "LA", day, bin, 5).await;
    }
    lay(&floor, COFFEE, "LA", day, "K1-01-01-1", 90).await;
    for number in 0..24 {
        take(&erp, &format!("P{number:02}"), &[(COFFEE, 2)]).await;
        floor.pass(1);
    }
    let wave: Wave = sonia.post("/waves", &json!({})).await.json();
    assert_eq!((wave.orders, wave.allocated_base, wave.tours.len()), (24, 48, 4));
    for tour in &wave.tours {
        let bins: Vec<String> = taken(&floor, &tour.number).into_iter().map(|(bin, ..)| bin).collect();
        assert!(bins.iter().all(|bin| bin == "K1-01-01-1"), "tour {}: {bins:?}", tour.number);
    }
    sound(&floor, &erp).await;
}

async fn heavy_goods_are_picked_before_fragile_ones(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for (sku, handling) in [(COFFEE, "fragile"), (SOAP, "heavy")] {
        let changed: Value =
            erp.patch(&format!("/items/{sku}"), &json!({ "handling": handling })).await.json();
        assert_eq!(changed["handling"], handling);
    }
    erp.patch(&format!("/items/{COFFEE}"), &json!({"handling": "soft"})).await.problem(422, "wrong-fields");
    lay(&floor, COFFEE, "LA", None, "A-01-01-1", 9).await;
    lay(&floor, SOAP, "LS", None, "A-02-01-1", 9).await;
    let order = take(&erp, "P1", &[(COFFEE, 1), (SOAP, 1)]).await;
    let wave = release(&sonia, &[&order]).await;
    let goods = Books::open(&floor.database).rows(&format!(
        "SELECT items.sku FROM picks JOIN tours ON tours.id = picks.tour_id
        JOIN order_lines ON order_lines.id = picks.order_line_id JOIN items ON items.id = order_lines.item_id
        WHERE tours.number = '{}' ORDER BY picks.sequence",
        wave.tours[0].number
    ));
    let goods: Vec<&str> = goods.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(goods, [SOAP, COFFEE], "the coffee lies nearer, and on top");
    sound(&floor, &erp).await;
}

/// What a tour takes from where: bin, lot and quantity, by bin.
pub(crate) fn taken(floor: &Floor, tour: &str) -> Vec<(String, String, i64)> {
    let rows = Books::open(&floor.database).rows(&format!(
        "SELECT locations.code, lots.code, SUM(picks.quantity_base) FROM picks
        JOIN tours ON tours.id = picks.tour_id
        JOIN reservations ON reservations.id = picks.reservation_id
        JOIN locations ON locations.id = reservations.location_id
        JOIN lots ON lots.id = reservations.lot_id
        WHERE tours.number = '{tour}' GROUP BY locations.code, lots.code ORDER BY locations.code, lots.code"
    ));
    rows.iter().map(|row| (row[0].clone(), row[1].clone(), row[2].parse().expect("a quantity"))).collect()
}

fn named(taken: &[(&str, &str, i64)]) -> Vec<(String, String, i64)> {
    taken.iter().map(|(bin, lot, base)| ((*bin).to_owned(), (*lot).to_owned(), *base)).collect()
}
