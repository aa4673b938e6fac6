//! What is said of a warehouse's ways, and how carts walk then.

use bipe_api::desk::{LayoutMap, MapTour, Wave};
use bipe_core::plan::ways::{Direction, Ways};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::COFFEE;
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use super::pick::{lay, release, sound, take};
use super::wave::{hall, taken};

on_both_engines!(
    a_one_way_aisle_is_walked_in_its_direction,
    a_walk_ends_elsewhere,
    halls_are_joined_by_links,
    what_does_not_hold_is_refused_by_field,
    what_holds_by_a_cross_aisle_keeps_it,
    carts_are_chosen_on_a_net,
    bins_are_chosen_on_a_net,
    a_long_walk_is_told_how_short_it_could_be,
);

const PATH: &str = "/layout/ways";

/// Lays a lot of coffee into each bin, the first to expire in the first one.
async fn coffee(floor: &Floor, bins: &[(&'static str, &'static str)], quantity_base: i64) {
    for (at, (lot, bin)) in bins.iter().enumerate() {
        let expiry = date!(2027 - 01 - 01) + time::Duration::days(at as i64);
        lay(floor, COFFEE, lot, Some(expiry), bin, quantity_base).await;
    }
}

/// The bins of a tour in the order of its walk.
fn order(floor: &Floor, tour: &str) -> Vec<String> {
    let rows = Books::open(&floor.database).rows(&format!(
        "SELECT locations.code FROM picks
        JOIN tours ON tours.id = picks.tour_id
        JOIN reservations ON reservations.id = picks.reservation_id
        JOIN locations ON locations.id = reservations.location_id
        WHERE tours.number = '{tour}' ORDER BY picks.sequence"
    ));
    rows.into_iter().map(|row| row[0].clone()).collect()
}

async fn map_of(sonia: &Hand, wave: &Wave) -> LayoutMap {
    sonia.get(&format!("/layout?wave={}", wave.id)).await.json()
}

/// The length of a tour's line, with what a link is longer or shorter than its drawing, in millimetres.
fn length(map: &LayoutMap, tour: &MapTour) -> i64 {
    let leg = |leg: &[[i64; 2]]| {
        let link = map.links.iter().find(|link| {
            [link.from_mm, link.to_mm] == [leg[0], leg[1]] || [link.to_mm, link.from_mm] == [leg[0], leg[1]]
        });
        let drawn = (leg[0][0] - leg[1][0]).abs() + (leg[0][1] - leg[1][1]).abs();
        link.map_or(drawn, |link| link.length_mm)
    };
    tour.path_mm.windows(2).map(leg).sum()
}

/// No leg goes against an aisle's direction: those in its line, between its first and its last bin.
fn keeps_to_directions(map: &LayoutMap, tour: &MapTour) {
    for aisle in map.aisles.iter().filter(|aisle| aisle.direction.is_some()) {
        for leg in tour.path_mm.windows(2) {
            let (from, to) = (leg[0][1], leg[1][1]);
            let inside = from.max(to) > aisle.y_mm[0] && from.min(to) < aisle.y_mm[1];
            if leg[0][0] != aisle.x_mm || leg[1][0] != aisle.x_mm || !inside {
                continue;
            }
            let up = aisle.direction == Some(Direction::Up);
            assert!(from == to || (from < to) == up, "{leg:?} goes against {aisle:?}: {:?}", tour.path_mm);
        }
    }
}

async fn set(ada: &Hand, ways: &Value) -> Ways {
    let reply = ada.put(PATH, ways).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let set: Ways = reply.json();
    assert_eq!(ada.get(PATH).await.json::<Ways>(), set, "what was set is shown");
    set
}

async fn a_one_way_aisle_is_walked_in_its_direction(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    assert!(ada.get(PATH).await.json::<Ways>().is_plain(), "at first nothing is said");
    let bins = ["K2-02-01-1", "K2-09-01-1", "K4-05-01-1"];
    let rounds = [
        ("P1", None, ["A1", "B1", "C1"]),
        ("P2", Some("up"), ["A2", "B2", "C2"]),
        ("P3", Some("down"), ["A3", "B3", "C3"]),
    ];
    let mut walked = Vec::new();
    for (number, direction, lots) in rounds {
        let ways = direction.map_or(json!({}), |way| json!({"one_way": {"K2": way}}));
        set(&ada, &ways).await;
        coffee(&floor, &[(lots[0], bins[0]), (lots[1], bins[1]), (lots[2], bins[2])], 4).await;
        let order = take(&erp, number, &[(COFFEE, 12)]).await;
        let wave = release(&sonia, &[&order]).await;
        let (map, tour) = (map_of(&sonia, &wave).await, &wave.tours[0]);
        assert_eq!(Some(length(&map, &map.tours[0])), tour.walk_mm, "{number}: the line is the walk");
        let path = &map.tours[0].path_mm;
        assert_eq!((path.first(), path.last()), (Some(&map.desk_mm), Some(&map.desk_mm)));
        keeps_to_directions(&map, &map.tours[0]);
        assert_eq!(tour.s_shape_mm.is_some(), direction.is_none(), "{number}");
        let drawn = &map.tours[0];
        assert_eq!(
            (Some(drawn.walk_mm), drawn.least_mm),
            (tour.walk_mm, tour.walk_mm),
            "{number}: none is shorter"
        );
        let past = self::order(&floor, &tour.number);
        let place = |bin: &str| past.iter().position(|one| one == bin).expect("it is picked there");
        walked.push((place(bins[0]) < place(bins[1]), tour.walk_mm.expect("known")));
    }
    assert_eq!(
        (walked[1].0, walked[2].0),
        (true, false),
        "up past the near one first, down past the far one"
    );
    assert!(walked[1].1 >= walked[0].1 && walked[2].1 >= walked[0].1, "{walked:?}");
    sound(&floor, &erp).await;
}

/// From place to place over the front or the back of the aisles.
fn hop((x, y): (i64, i64), (to_x, to_y): (i64, i64), crosses: &[i64]) -> i64 {
    let over = |cross: &i64| (x - to_x).abs() + (y - cross).abs() + (to_y - cross).abs();
    if x == to_x { (y - to_y).abs() } else { crosses.iter().map(over).min().expect("a cross aisle") }
}

async fn a_walk_ends_elsewhere(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    coffee(&floor, &[("LA", "K2-02-01-1"), ("LB", "K4-09-01-1")], 4).await;
    // The dock is where the desk is: at the front of the first aisle.
    set(&ada, &json!({"start": "18000/0", "ends": ["DOCA-01"]})).await;
    let order = take(&erp, "P1", &[(COFFEE, 8)]).await;
    let wave = release(&sonia, &[&order]).await;
    let map = map_of(&sonia, &wave).await;
    assert_eq!((map.desk_mm, map.ends_mm.as_slice()), ([18_000, 0], [[0, 0]].as_slice()));
    let path = &map.tours[0].path_mm;
    assert_eq!((path.first(), path.last()), (Some(&[18_000, 0]), Some(&[0, 0])));
    let crosses = &map.cross_aisles_mm;
    let (near, far) = ((7_200, 5_400), (14_400, 24_300));
    let front = crosses[0];
    let walk = |one, other| {
        let places = [(18_000, front), one, other, (0, front)];
        places.windows(2).map(|two| hop(two[0], two[1], crosses)).sum::<i64>() + 2 * front
    };
    assert_eq!(wave.tours[0].walk_mm, Some(walk(near, far).min(walk(far, near))));
    assert_eq!(wave.tours[0].walk_mm, Some(length(&map, &map.tours[0])));
    assert_eq!(wave.tours[0].s_shape_mm, None, "an S that ends elsewhere is none that teams know");
    assert_eq!(order_of(&floor, &wave), ["K4-09-01-1", "K2-02-01-1"]);
    // With a second place to drop goods, each walk ends at the nearer one.
    set(&ada, &json!({"ends": ["EMBALAGEM-01", "18000/28500"]})).await;
    for (number, lot, bin, end) in
        [("P2", "LC", "K5-10-01-1", [18_000, 28_500]), ("P3", "LD", "K1-01-01-1", [0, 0])]
    {
        coffee(&floor, &[(lot, bin)], 4).await;
        let order = take(&erp, number, &[(COFFEE, 4)]).await;
        let wave = release(&sonia, &[&order]).await;
        let map = map_of(&sonia, &wave).await;
        assert_eq!(map.tours[0].path_mm.last(), Some(&end), "{number}");
        assert_eq!(wave.tours[0].walk_mm, Some(length(&map, &map.tours[0])), "{number}");
    }
    sound(&floor, &erp).await;
}

fn order_of(floor: &Floor, wave: &Wave) -> Vec<String> {
    order(floor, &wave.tours[0].number)
}

async fn halls_are_joined_by_links(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    let ways = json!({
        "halls": [{"name": "Mezanino", "aisles": ["K4", "K5"]}],
        "links": [{"name": "Escada", "from": "K3-10-01-1", "to": "Mezanino 14400/0", "length_mm": 15_000}],
    });
    set(&ada, &ways).await;
    coffee(&floor, &[("LA", "K2-05-01-1"), ("LB", "K4-05-01-1")], 4).await;
    let order = take(&erp, "P1", &[(COFFEE, 8)]).await;
    let wave = release(&sonia, &[&order]).await;
    let map = map_of(&sonia, &wave).await;
    let names: Vec<&str> = map.halls.iter().map(|hall| hall.name.as_str()).collect();
    assert_eq!((names.as_slice(), map.links.len()), (["", "Mezanino"].as_slice(), 1));
    assert_eq!((map.faults.len(), map.links[0].name.as_str()), (0, "Escada"));
    // Up the second aisle past its bin and over the back to the stairs, 15 m up, from there to the bin and back, and down the third.
    let (front, back, stairs) = (map.cross_aisles_mm[0], 28_000, 27_000);
    let up = front + 7_200 + (back - front) + 3_600 + (back - stairs);
    let above = 2 * (15_000 + 1_700 + (13_500 - 1_700));
    let down = (stairs - front) + 10_800 + front;
    assert_eq!(wave.tours[0].walk_mm, Some(up + above + down));
    assert_eq!(wave.tours[0].walk_mm, Some(length(&map, &map.tours[0])));
    let taken = |leg: &[[i64; 2]], from: [i64; 2], to: [i64; 2]| leg[0] == from && leg[1] == to;
    let (from, to) = (map.links[0].from_mm, map.links[0].to_mm);
    let legs = || map.tours[0].path_mm.windows(2);
    assert!(legs().any(|leg| taken(leg, from, to)) && legs().any(|leg| taken(leg, to, from)), "{map:?}");
    sound(&floor, &erp).await;
}

async fn what_does_not_hold_is_refused_by_field(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    let kept = json!({"one_way": {" K2 ": "up"}, "ends": ["DOCA-01 "]});
    let kept = set(&ada, &kept).await;
    assert_eq!((kept.one_way.get("K2"), kept.ends[0].as_str()), (Some(&Direction::Up), "DOCA-01"));
    let link = |from: &str, to: &str, length_mm: i64| json!({"from": from, "to": to, "length_mm": length_mm});
    let far = "K".repeat(81);
    let wrong = [
        (json!({"one_way": {"Q9": "up"}}), "one_way.Q9"),
        (json!({"start": "NADA"}), "start"),
        (json!({"start": ""}), "start"),
        (json!({"start": far}), "start"),
        (json!({"ends": ["DOCA-01", "Mezanino 1/2"]}), "ends[1]"),
        (json!({"halls": [{"name": "", "aisles": ["K5"]}]}), "halls[0].name"),
        (json!({"halls": [{"name": "M", "aisles": []}]}), "halls[0].aisles"),
        (json!({"halls": [{"name": "M", "aisles": ["K5", "Q1"]}]}), "halls[0].aisles[1]"),
        (
            json!({"halls": [{"name": "M", "aisles": ["K5"], "cross_aisles_mm": [1, 2, 3, 4, 5, 6, 7]}]}),
            "halls[0].cross_aisles_mm",
        ),
        (
            json!({"halls": [{"name": "M", "aisles": ["K5"]}, {"name": "N", "aisles": ["K5"]}]}),
            "halls[1].aisles[0]",
        ),
        (json!({"halls": [{"name": "M", "aisles": ["K5"]}]}), "links"),
        (json!({"links": [link("K1-01-01-1", "K9", 9)]}), "links[0].to"),
        (json!({"links": [link("K1-01-01-1", "K2-01-01-1", 0)]}), "links[0].length_mm"),
        (json!({"links": [link("K1-01-01-1", "K1-01-01-1", 9)]}), "links[0].to"),
        (
            json!({"links": [link("K1-01-01-1", "K5-01-01-1", 9), link("K5-01-01-1", "K1-01-01-1", 8)]}),
            "links[1]",
        ),
        (
            json!({"one_way": {"A": "up", "K1": "up", "K2": "up", "K3": "up", "K4": "up", "K5": "up"}}),
            "one_way",
        ),
    ];
    for (ways, at) in wrong {
        let problem = ada.put(PATH, &ways).await.problem(422, "wrong-fields");
        assert_eq!(problem.errors.first().map(|error| error.at.as_str()), Some(at), "{ways}: {problem:?}");
    }
    let cut = json!({"halls": [{"name": "M", "aisles": ["K5"]}]});
    let problem = ada.put(PATH, &cut).await.problem(422, "wrong-fields");
    assert!(problem.errors[0].message.contains("K5-01-01-1"), "{problem:?}");
    ada.put(PATH, &json!({"one_way": {"K2": "left"}})).await.problem(400, "wrong-json");
    ada.put(PATH, &json!({"oneway": {}})).await.problem(400, "wrong-json");
    sonia.put(PATH, &json!({})).await.problem(403, "no-role");
    erp.get(PATH).await.problem(403, "no-role");
    assert_eq!(sonia.get(PATH).await.json::<Ways>(), kept, "nothing of it was kept");
}

async fn what_holds_by_a_cross_aisle_keeps_it(floor: Floor) {
    hall(&floor).await;
    let (ada, sonia) = (floor.log_in("ada").await, floor.log_in("sonia").await);
    // Two aisles of one line may lead in opposite directions as long as a cross aisle parts them.
    Books::falsify(&floor.database, "UPDATE locations SET aisle = 'Z2' WHERE aisle = 'K2' AND bay > 5");
    let crosses = |crosses: Value| json!({"strategy": "fefo", "cross_aisles_mm": crosses});
    let against = json!({"one_way": {"K2": "up", "Z2": "down"}});
    assert_eq!(ada.put(PATH, &against).await.problem(422, "wrong-fields").errors[0].at, "one_way");
    assert_eq!(ada.put("/warehouse", &crosses(json!([14_850]))).await.status, 200);
    let kept = set(&ada, &against).await;
    let problem = ada.put("/warehouse", &crosses(json!([]))).await.problem(422, "wrong-fields");
    assert_eq!(problem.errors[0].at, "cross_aisles_mm");
    assert!(
        problem.errors[0].message.contains("K2") && problem.errors[0].message.contains("Z2"),
        "{problem:?}"
    );
    assert_eq!(ada.get("/warehouse").await.json::<Value>()["cross_aisles_mm"], json!([14_850]));
    // What comes to stand where no way leads is named on the map, and the rest is walked.
    Books::falsify(
        &floor.database,
        "UPDATE warehouses SET ways = '{\"halls\":[{\"name\":\"M\",\"aisles\":[\"K5\"]}]}'",
    );
    let map: LayoutMap = sonia.get("/layout").await.json();
    let fault = map.faults.iter().find(|fault| fault.kind == "unreached").expect("it is named");
    assert_eq!((fault.names[0].as_str(), map.halls.len()), ("K5-01-01-1", 2));
    assert_eq!(set(&ada, &json!({})).await, Ways::default());
    assert_eq!(kept.one_way.len(), 2);
}

/// A way that nobody takes, which makes a net of the hall.
async fn as_a_net(floor: &Floor) {
    let ada = floor.log_in("ada").await;
    let detour = json!({"from": "K1-01-01-1", "to": "K5-10-01-1", "length_mm": 900_000});
    set(&ada, &json!({"links": [detour]})).await;
}

async fn carts_are_chosen_on_a_net(floor: Floor) {
    hall(&floor).await;
    as_a_net(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    // Each order wants 5 of a lot that lies in an aisle of its own: by turns in all five of them.
    let bins = ["K1-10-01-1", "K2-10-01-1", "K3-10-01-1", "K4-10-01-1", "K5-10-01-1"];
    for turn in 0..6 {
        for (at, bin) in bins.into_iter().enumerate() {
            let lot: &'static str = Box::leak(format!("L{at}{turn}").into_boxed_str());
            let expiry = date!(2027 - 01 - 01) + time::Duration::days(turn * 5 + at as i64);
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
        let past = order(&floor, &tour.number);
        assert!(past.iter().all(|bin| *bin == past[0]), "tour {}: one aisle each: {past:?}", tour.number);
    }
    sound(&floor, &erp).await;
}

async fn bins_are_chosen_on_a_net(floor: Floor) {
    hall(&floor).await;
    as_a_net(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let first = Some(date!(2027 - 01 - 01));
    // Rotation alone would empty the small bins of four aisles first.
    for bin in ["K2-10-01-1", "K3-10-01-1", "K4-10-01-1", "K5-10-01-1"] {
        lay(&floor, COFFEE, "LA", first, bin, 2).await;
    }
    lay(&floor, COFFEE, "LA", first, "K1-01-01-1", 20).await;
    lay(&floor, COFFEE, "LB", Some(date!(2027 - 02 - 01)), "K1-02-01-1", 20).await;
    let order = take(&erp, "P1", &[(COFFEE, 7)]).await;
    let wave = release(&sonia, &[&order]).await;
    assert_eq!(taken(&floor, &wave.tours[0].number), [("K1-01-01-1".to_owned(), "LA".to_owned(), 7)]);
    // More than lies there: the rest comes from the others, and none of the next lot before these are empty.
    let more = take(&erp, "P2", &[(COFFEE, 22)]).await;
    let wave = release(&sonia, &[&more]).await;
    let taken = taken(&floor, &wave.tours[0].number);
    let of = |lot: &str| taken.iter().filter(|row| row.1 == lot).map(|row| row.2).sum::<i64>();
    assert_eq!((of("LA"), of("LB")), (21, 1), "{taken:?}");
    sound(&floor, &erp).await;
}

async fn a_long_walk_is_told_how_short_it_could_be(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    let bins = [
        "K1-03-01-1",
        "K1-08-01-1",
        "K2-01-01-1",
        "K2-05-01-1",
        "K2-10-01-1",
        "K3-02-01-1",
        "K3-06-01-1",
        "K3-09-01-1",
        "K4-04-01-1",
        "K4-07-01-1",
        "K4-10-01-1",
        "K5-01-01-1",
        "K5-05-01-1",
        "K5-08-01-1",
    ];
    let lots =
        ["L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14"];
    let places: Vec<_> = lots.into_iter().zip(bins).collect();
    let mut walked = Vec::new();
    for (number, is_net) in [("P1", false), ("P2", true)] {
        match is_net {
            true => as_a_net(&floor).await,
            false => drop(set(&ada, &json!({})).await),
        }
        coffee(&floor, &places, 2).await;
        let order = take(&erp, number, &[(COFFEE, 28)]).await;
        let wave = release(&sonia, &[&order]).await;
        assert_eq!(order_of(&floor, &wave).len(), bins.len(), "{number}: a stop in each bin");
        let map = map_of(&sonia, &wave).await;
        let tour = &map.tours[0];
        assert_eq!(Some(tour.walk_mm), wave.tours[0].walk_mm, "{number}");
        assert_eq!(tour.walk_mm, length(&map, tour), "{number}: the line is the walk");
        walked.push((tour.walk_mm, tour.least_mm.expect("few places")));
    }
    let [(shortest, exact), (near, least)] = walked[..] else { panic!("two walks: {walked:?}") };
    assert_eq!(exact, shortest, "in a rectangle none is shorter");
    assert!(shortest / 2 < least && least <= shortest && shortest <= near, "{walked:?}");
    sound(&floor, &erp).await;
}
