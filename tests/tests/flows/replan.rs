//! After a short the rest of the tour is walked the shortest way: which bin serves what is missing, and in which order all that is
//! left is taken.

use bipe_api::desk::{LayoutMap, OrderDetail, Wave};
use bipe_core::offline::Work;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::crew::{next_scan, work_off};
use bipe_tests::floor::goods::{COFFEE, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::Date;
use time::macros::date;

use super::offline::Device;
use super::pick::{lay, order, release, reload, sound, stop, take};
use super::wave::hall;

on_both_engines!(
    a_bin_behind_an_aisle_is_passed_on_the_shortest_way,
    what_was_found_is_taken_first,
    heavy_goods_are_still_taken_before_fragile_ones,
    what_was_put_off_stays_behind,
    nothing_moves_where_nothing_lies_elsewhere,
    what_a_desk_added_is_put_in_its_place,
    without_a_layout_the_pick_sequence_decides,
    an_order_keeps_to_its_zones,
    faces_fill_in_for_faces,
    a_short_without_the_network_is_laid_anew_once_it_is_back,
    late_scans_are_answered_where_the_walk_goes_on,
    two_shorts_at_once_do_not_take_the_same_goods,
);

/// A scan sends no more statements than that.
const SCAN_MAX: u64 = 10;

/// An open stop of the tour: bin, item, where the bin is in millimetres, and how often it was put off.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Left {
    bin: String,
    sku: String,
    at: (i64, i64),
    sequence: i64,
    skips: i64,
}

/// The open stops of the only tour, in their order.
fn left(floor: &Floor) -> Vec<Left> {
    let rows = Books::open(&floor.database).rows(
        "SELECT locations.code, items.sku, locations.x_mm, locations.y_mm, picks.sequence, picks.skips FROM picks
        JOIN reservations ON reservations.id = picks.reservation_id
        JOIN locations ON locations.id = reservations.location_id
        JOIN lots ON lots.id = reservations.lot_id JOIN items ON items.id = lots.item_id
        WHERE picks.status = 'open' ORDER BY picks.sequence, locations.pick_sequence, picks.id",
    );
    let number = |text: &String| text.parse().expect("a number");
    rows.into_iter()
        .map(|row| Left {
            bin: row[0].clone(),
            sku: row[1].clone(),
            at: (number(&row[2]), number(&row[3])),
            sequence: number(&row[4]),
            skips: number(&row[5]),
        })
        .collect()
}

fn bins(left: &[Left]) -> Vec<&str> {
    left.iter().map(|stop| stop.bin.as_str()).collect()
}

fn place(floor: &Floor, bin: &str) -> (i64, i64) {
    let sql = format!("SELECT x_mm, y_mm FROM locations WHERE code = '{bin}'");
    let row = Books::open(&floor.database).rows(&sql).remove(0);
    (row[0].parse().expect("x"), row[1].parse().expect("y"))
}

/// The cross aisles' y, from the front to the back.
async fn crosses(sonia: &Hand) -> Vec<i64> {
    let map: LayoutMap = sonia.get("/layout").await.json();
    assert_eq!(map.desk_mm, [0, 0], "the desk stands before the first aisle");
    map.cross_aisles_mm
}

/// What a walk past these places and to the desk takes, in millimetres.
fn home_mm(places: &[(i64, i64)], crosses: &[i64]) -> i64 {
    let hop = |(x, y): (i64, i64), (to_x, to_y): (i64, i64)| match x == to_x {
        true => (y - to_y).abs(),
        false => {
            let over = |cross: &i64| (y - cross).abs() + (to_y - cross).abs();
            (x - to_x).abs() + crosses.iter().map(over).min().expect("a cross aisle")
        }
    };
    let gate = (0, crosses[0]);
    let all: Vec<(i64, i64)> = places.iter().copied().chain([gate]).collect();
    all.windows(2).map(|two| hop(two[0], two[1])).sum::<i64>() + crosses[0]
}

/// The shortest of them in any order of `left` behind `walked`, and then past `behind`.
fn least_mm(walked: &[(i64, i64)], left: &[(i64, i64)], behind: &[(i64, i64)], crosses: &[i64]) -> i64 {
    if left.is_empty() {
        return home_mm(&[walked, behind].concat(), crosses);
    }
    let next = (0..left.len()).map(|at| {
        let (mut walked, mut left) = (walked.to_vec(), left.to_vec());
        walked.push(left.remove(at));
        least_mm(&walked, &left, behind, crosses)
    });
    next.min().expect("one at least")
}

/// Picks as the screens say, until goods of an item are to be taken and none are in hand.
async fn up_to(hand: &Hand, sku: &str) -> Step {
    up_to_with(hand, sku, 400_000).await
}

/// The same with totes of these numbers on.
async fn up_to_with(hand: &Hand, sku: &str, totes: usize) -> Step {
    let mut step = hand.accept("BPCPICK").await;
    for number in 0..100 {
        if matches!(&step.screen, Screen::PickGoods(stop) if stop.goods.sku == sku) {
            return step;
        }
        let again = step.message.as_ref().is_some_and(|message| message.code == "new_tote");
        let tote = format!("BPT{:06}", totes + number - usize::from(again));
        step = hand.scan(&next_scan(&step.screen, &tote).expect("a symbol")).await;
    }
    panic!("{sku} never comes: {step:?}")
}

/// So many are there.
async fn short(hand: &Hand, found: i64) -> Step {
    hand.scan("BPCSHORT").await;
    hand.scan(&format!("BPCQ{found}")).await;
    let step = hand.accept("BPCCONFIRM").await;
    assert_eq!(step.message.as_ref().map(|message| message.code.as_str()), Some("short"));
    step
}

fn day(number: u8) -> Option<Date> {
    Some(date!(2027 - 01 - 01) + time::Duration::days(i64::from(number)))
}

/// A hall in which 4 coffees are wanted of a lot at each of these bins, and 5 soaps that lie in the first of the others.
async fn tour(floor: &Floor, coffees: &[&'static str], soaps: &[(&'static str, i64)]) -> (OrderDetail, Wave) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for (number, bin) in (0..).zip(coffees) {
        lay(floor, COFFEE, ["LA", "LB", "LC", "LD", "LE"][usize::from(number)], day(number), bin, 4).await;
    }
    for (bin, base) in soaps {
        lay(floor, SOAP, "LS", None, bin, *base).await;
    }
    let wanted = [(COFFEE, 4 * coffees.len() as i64), (SOAP, 5)];
    let made = take(&erp, "P1", &wanted).await;
    let wave = release(&sonia, &[&made]).await;
    let stops: Vec<String> =
        left(floor).into_iter().filter(|stop| stop.sku == SOAP).map(|stop| stop.bin).collect();
    assert_eq!(stops, [soaps[0].0], "the soap comes from the first bin");
    (made, wave)
}

async fn a_bin_behind_an_aisle_is_passed_on_the_shortest_way(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia, ada) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("ada").await);
    let soaps = [("K1-09-01-1", 5), ("K4-09-01-1", 6), ("K2-06-01-1", 30)];
    let (made, wave) = tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K2-08-01-1"], &soaps).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before: Vec<(i64, i64)> = left(&floor)[1..].iter().map(|stop| stop.at).collect();
    // The hall has grown since the layout was read last: it is read again, and the scan sends few statements all the same.
    let grid = json!({
        "zone_code": "L", "zone_name": "Anexo", "aisles": ["L1"], "bays": 2, "levels": 1, "positions": 1, "pick_levels": 1
    });
    assert_eq!(ada.post("/locations/grid", &grid).await.status, 201);
    let crosses = crosses(&sonia).await;
    for symbol in ["BPCSHORT", "BPCQ0"] {
        pedro.scan(symbol).await;
    }
    let sent = floor.app.store.sent().statements;
    let step = pedro.accept("BPCCONFIRM").await;
    let sent = floor.app.store.sent().statements - sent;
    assert!(sent <= SCAN_MAX, "{sent} statements");

    let (here, after) = (place(&floor, "K1-09-01-1"), left(&floor));
    assert_eq!(stop(&step).0, after[0].bin, "the next step is the first of the new walk");
    let walked: Vec<(i64, i64)> = [here].into_iter().chain(after.iter().map(|stop| stop.at)).collect();
    let others = ["K4-09-01-1", "K2-06-01-1"].map(|bin| place(&floor, bin));
    let least = others.map(|bin| least_mm(&[here], &[&before[..], &[bin]].concat(), &[], &crosses));
    assert_eq!(Some(home_mm(&walked, &crosses)), least.into_iter().min(), "{after:?}");
    let plain = [&[here], &before[..], &others[..1]].concat();
    assert!(home_mm(&walked, &crosses) < home_mm(&plain, &crosses), "the pick sequence walks farther");

    let map: LayoutMap = sonia.get(&format!("/layout?wave={}", wave.id)).await.json();
    let path = &map.tours[0].path_mm;
    let shown: Vec<(i64, i64)> = path.iter().map(|corner| (corner[0], corner[1])).collect();
    let turns = after.iter().map(|stop| shown.iter().rposition(|corner| *corner == stop.at));
    assert!(turns.clone().all(|turn| turn.is_some()), "{after:?} on {shown:?}");
    assert!(turns.is_sorted(), "the desk's map shows the new order: {after:?} on {shown:?}");
    sound(&floor, &erp).await;
    work_off(&pedro, "BPCPICK").await;
    let made = reload(&erp, &made).await;
    assert_eq!((made.order.status.as_str(), made.order.picked_base), ("picked", 17));
    sound(&floor, &erp).await;
}

async fn what_was_found_is_taken_first(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let soaps = [("K1-05-01-1", 5), ("K2-06-01-1", 6), ("K3-02-01-1", 30)];
    let (made, _) = tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K1-08-01-1"], &soaps).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before: Vec<(i64, i64)> = left(&floor)[1..].iter().map(|stop| stop.at).collect();
    pedro.scan(&next_scan(&pedro.step().await.screen, "").expect("soap")).await;
    let sent = floor.app.store.sent().statements;
    let step = short(&pedro, 2).await;
    let sent = floor.app.store.sent().statements - sent;
    assert!(sent <= 3 * SCAN_MAX, "{sent} statements for three scans");
    assert_eq!(stop(&step), ("K1-05-01-1", "", 1), "two are there, and one is in hand");
    let (after, crosses) = (left(&floor), crosses(&sonia).await);
    let walked: Vec<(i64, i64)> = after.iter().map(|stop| stop.at).collect();
    let least = ["K2-06-01-1", "K3-02-01-1"].map(|bin| {
        let all = [&before[..], &[place(&floor, bin)]].concat();
        least_mm(&walked[..1], &all, &[], &crosses)
    });
    assert_eq!(Some(home_mm(&walked, &crosses)), least.into_iter().min(), "{after:?}");
    let Screen::PickGoods(shown) = &step.screen else { panic!("{step:?}") };
    assert_eq!(shown.next.as_ref().map(|bin| bin.code.as_str()), Some(after[1].bin.as_str()));
    // Another device sees the same.
    assert_eq!(floor.log_in("pedro").await.step().await.screen, step.screen);
    work_off(&pedro, "BPCPICK").await;
    assert_eq!(reload(&erp, &made).await.order.picked_base, 17);
    sound(&floor, &erp).await;
}

async fn heavy_goods_are_still_taken_before_fragile_ones(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for (sku, handling) in [(COFFEE, "fragile"), (SOAP, "heavy")] {
        erp.patch(&format!("/items/{sku}"), &json!({ "handling": handling })).await.json::<Value>();
    }
    let soaps = [("K1-02-01-1", 5), ("K5-10-01-1", 6), ("K3-09-01-1", 30)];
    tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K2-08-01-1"], &soaps).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before: Vec<(i64, i64)> = left(&floor)[1..].iter().map(|stop| stop.at).collect();
    assert_eq!(stop(&short(&pedro, 0).await).0, "K3-09-01-1", "the coffee is nearer, and lies on top");
    let (after, crosses) = (left(&floor), crosses(&sonia).await);
    let skus: Vec<&str> = after.iter().map(|stop| stop.sku.as_str()).collect();
    assert_eq!(skus, [SOAP, COFFEE, COFFEE, COFFEE]);
    let here = place(&floor, "K1-02-01-1");
    let walked: Vec<(i64, i64)> = [here].into_iter().chain(after.iter().map(|stop| stop.at)).collect();
    assert_eq!(home_mm(&walked, &crosses), least_mm(&walked[..2], &before, &[], &crosses), "{after:?}");
    sound(&floor, &erp).await;
}

async fn what_was_put_off_stays_behind(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let soaps = [("K1-09-01-1", 5), ("K3-08-01-1", 6)];
    tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K2-08-01-1"], &soaps).await;
    let pedro = floor.log_in("pedro").await;
    let first = left(&floor)[0].clone();
    assert_eq!(first.sku, COFFEE);
    for symbol in ["BPCPICK", "BPT500001", "BPT500001", "BPCSKIP"] {
        pedro.scan(symbol).await;
    }
    assert_ne!(stop(&pedro.step().await).0, first.bin, "it is put off");
    up_to(&pedro, SOAP).await;
    let here = place(&floor, "K1-09-01-1");
    let open: Vec<(i64, i64)> =
        left(&floor)[1..].iter().filter(|stop| stop.skips == 0).map(|stop| stop.at).collect();
    short(&pedro, 0).await;
    let (after, crosses) = (left(&floor), crosses(&sonia).await);
    let last = after.last().expect("a stop");
    assert_eq!((last.bin.as_str(), last.skips), (first.bin.as_str(), 1), "{after:?}");
    let walked: Vec<(i64, i64)> = [here].into_iter().chain(after.iter().map(|stop| stop.at)).collect();
    let all = [&open[..], &[place(&floor, "K3-08-01-1")]].concat();
    assert_eq!(home_mm(&walked, &crosses), least_mm(&[here], &all, &[last.at], &crosses), "{after:?}");
    work_off(&pedro, "BPCPICK").await;
    sound(&floor, &erp).await;
}

async fn nothing_moves_where_nothing_lies_elsewhere(floor: Floor) {
    hall(&floor).await;
    let erp = floor.log_in("erp").await;
    let (made, _) =
        tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K2-08-01-1", "K3-05-01-1"], &[("K1-09-01-1", 5)]).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before = left(&floor);
    let step = short(&pedro, 0).await;
    assert_eq!(left(&floor), before[1..], "what is left of a shortest walk is one");
    assert_eq!(stop(&step).0, before[1].bin);
    let lines = reload(&erp, &made).await.lines;
    assert_eq!(lines.iter().map(|line| line.short_base).collect::<Vec<_>>(), [0, 5]);
    sound(&floor, &erp).await;
}

async fn what_a_desk_added_is_put_in_its_place(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let (made, _) = tour(&floor, &["K1-03-01-1", "K3-03-01-1", "K3-08-01-1"], &[("K1-09-01-1", 5)]).await;
    lay(&floor, COFFEE, "LE", day(9), "K5-10-01-1", 40).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let lines = json!([{"number": 1, "quantity_base": 15}]);
    let reply = erp.patch(&format!("/orders/{}", made.order.id), &json!({ "lines": lines })).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let (before, here) = (left(&floor), place(&floor, "K1-09-01-1"));
    assert!(bins(&before).contains(&"K5-10-01-1"), "{before:?}");
    short(&pedro, 0).await;
    let (after, crosses) = (left(&floor), crosses(&sonia).await);
    let walked =
        |stops: &[Left]| [here].into_iter().chain(stops.iter().map(|stop| stop.at)).collect::<Vec<_>>();
    let least = least_mm(&[here], &walked(&before[1..])[1..], &[], &crosses);
    assert_eq!(home_mm(&walked(&after), &crosses), least, "{after:?}");
    assert!(least < home_mm(&walked(&before[1..]), &crosses), "nothing joined it, and it is shorter");
    sound(&floor, &erp).await;
}

async fn without_a_layout_the_pick_sequence_decides(floor: Floor) {
    hall(&floor).await;
    // No line runs through the bins of an aisle of which one stands far off.
    Books::falsify(&floor.database, "UPDATE locations SET x_mm = 99000 WHERE code = 'K5-10-01-1'");
    let erp = floor.log_in("erp").await;
    let soaps = [("K1-09-01-1", 5), ("K4-09-01-1", 6), ("K2-06-01-1", 30)];
    let (_, wave) = tour(&floor, &["K1-03-01-1", "K2-03-01-1", "K2-08-01-1"], &soaps).await;
    assert_eq!(wave.tours[0].walk_mm, None);
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before = left(&floor);
    short(&pedro, 0).await;
    let after = left(&floor);
    assert_eq!(bins(&after), ["K2-08-01-1", "K2-03-01-1", "K4-09-01-1"], "the bin with the least of it");
    assert_eq!(after[..2], before[1..]);
    assert_eq!(after[2].sequence, before[2].sequence + 1);
    work_off(&pedro, "BPCPICK").await;
    sound(&floor, &erp).await;
}

async fn an_order_keeps_to_its_zones(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "LS", None, "K1-09-01-1", 5).await;
    let mut body = order("P1", &[(SOAP, 5)]);
    body["zones"] = json!(["K"]);
    let made: OrderDetail = erp.post("/orders", &body).await.json();
    release(&sonia, &[&made]).await;
    lay(&floor, SOAP, "LS", None, "A-01-01-1", 50).await;
    lay(&floor, SOAP, "LS", None, "K3-09-01-1", 2).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    short(&pedro, 2).await;
    let line = reload(&erp, &made).await.lines.remove(0);
    assert_eq!((line.short_base, line.reserved_base), (1, 4), "the zone beside does not serve");
    assert_eq!(bins(&left(&floor)), ["K1-09-01-1", "K3-09-01-1"]);
    sound(&floor, &erp).await;
}

async fn faces_fill_in_for_faces(floor: Floor) {
    hall(&floor).await;
    let erp = floor.log_in("erp").await;
    // The bins of the hall are pick faces; the reserve lies nearer to the desk.
    let soaps = [("K1-02-01-1", 5), ("K3-09-01-1", 6)];
    tour(&floor, &["K1-03-01-1"], &soaps).await;
    lay(&floor, SOAP, "LS", None, "A-03-02-1", 90).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    short(&pedro, 0).await;
    assert!(bins(&left(&floor)).contains(&"K3-09-01-1"), "{:?}", left(&floor));
    // Where no face holds what is missing, the reserve does.
    up_to(&pedro, SOAP).await;
    short(&pedro, 1).await;
    let after = left(&floor);
    assert!(bins(&after).contains(&"A-03-02-1"), "{after:?}");
    work_off(&pedro, "BPCPICK").await;
    sound(&floor, &erp).await;
}

async fn a_short_without_the_network_is_laid_anew_once_it_is_back(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let soaps = [("K1-09-01-1", 5), ("K4-09-01-1", 6), ("K2-06-01-1", 30)];
    let coffees = ["K1-03-01-1", "K2-03-01-1", "K2-08-01-1", "K1-10-01-1", "K3-10-01-1"];
    let (made, _) = tour(&floor, &coffees, &soaps).await;
    let pedro = floor.log_in("pedro").await;
    up_to(&pedro, SOAP).await;
    let before = left(&floor);
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in ["BPCSHORT", "BPCQ0", "BPCCONFIRM"] {
        device.scan(symbol);
    }
    let next = before[1].bin.clone();
    loop {
        let screen = device.carried.step(0).screen;
        if matches!(&screen, Screen::PickBin(stop) if stop.bin.code != next) {
            break;
        }
        device.scan(&next_scan(&screen, "").expect("a symbol"));
    }
    let told = device.send().await;
    let refused = told.iter().filter_map(|step| step.message.as_ref());
    assert_eq!(refused.filter(|message| message.outcome == Outcome::Refused).count(), 0);
    let after = left(&floor);
    assert!(!bins(&after).contains(&next.as_str()), "{after:?}");
    assert_eq!(after.iter().filter(|stop| stop.sku == SOAP).count(), 1, "what was short is sought elsewhere");

    // From the bin that was short, past what was left by then: that the next one is done takes nothing from it.
    let (here, crosses) = (place(&floor, "K1-09-01-1"), crosses(&sonia).await);
    let open: Vec<(i64, i64)> = before[1..].iter().map(|stop| stop.at).collect();
    let all = |bin| [&open[..], &[place(&floor, bin)]].concat();
    let least = ["K4-09-01-1", "K2-06-01-1"].map(|bin| least_mm(&[here], &all(bin), &[], &crosses));
    let done = [here].into_iter().chain(after.iter().map(|stop| stop.at)).collect::<Vec<_>>();
    let least = least.into_iter().min().expect("two");
    assert!(home_mm(&done, &crosses) <= least, "{after:?}");
    let device = Device::load(&floor, &pedro).await;
    assert_eq!(device.carried.step(0).screen, pedro.step().await.screen);
    let Work::Pick(carried) = &device.carried.work else { panic!("a tour") };
    let codes: Vec<&str> = carried.state.stops.iter().map(|stop| stop.bin.code.as_str()).collect();
    assert_eq!(codes, bins(&after), "the device loads the new walk");
    work_off(&pedro, "BPCPICK").await;
    assert_eq!(reload(&erp, &made).await.order.picked_base, 25);
    sound(&floor, &erp).await;
}

async fn late_scans_are_answered_where_the_walk_goes_on(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    hall(&floor).await;
    let (made, _) = tour(&floor, &["K3-03-01-1", "K3-08-01-1", "K5-03-01-1"], &[("K2-09-01-1", 5)]).await;
    up_to(&pedro, SOAP).await;
    let mut device = Device::load(&floor, &pedro).await;
    let next = loop {
        let screen = device.carried.step(0).screen;
        device.scan(&next_scan(&screen, "").expect("a symbol"));
        if let Screen::PickBin(stop) = screen {
            break stop.bin.code;
        }
    };
    // Meanwhile a desk wants less of what went into the tote there, and more from a bin that comes before the one where the picker is.
    lay(&floor, COFFEE, "LE", day(9), "K1-01-01-1", 40).await;
    let lines = json!([{"number": 1, "quantity_base": 15}, {"number": 2, "quantity_base": 4}]);
    erp.patch(&format!("/orders/{}", made.order.id), &json!({ "lines": lines })).await.json::<Value>();
    let mut told = Vec::new();
    for request in std::mem::take(&mut device.kept) {
        device.kept.push(request);
        let step = device.send().await.remove(0);
        let now = pedro.step().await;
        assert_eq!((&step.task, &step.screen, &step.actions), (&now.task, &now.screen, &now.actions));
        told.push((step.message.expect("a word").outcome, step.screen));
    }
    let refused = told.iter().filter(|(outcome, _)| *outcome == Outcome::Refused).count();
    assert!(refused > 0, "a stop was changed: {told:?}");
    // Where the picker stands is gone on with, though other stops come before it by now.
    assert_ne!(left(&floor)[0].bin, next);
    let Some((Outcome::Accepted, Screen::PickGoods(goods))) = told.last() else {
        panic!("at the bin: {told:?}")
    };
    assert_eq!(goods.bin.code, next);
    work_off(&pedro, "BPCPICK").await;
    assert_eq!(reload(&erp, &made).await.order.picked_base, 19);
    sound(&floor, &erp).await;
}

async fn two_shorts_at_once_do_not_take_the_same_goods(floor: Floor) {
    hall(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for (number, bin) in [("P1", "K1-09-01-1"), ("P2", "K1-10-01-1")] {
        lay(&floor, SOAP, "LS", None, bin, 5).await;
        release(&sonia, &[&take(&erp, number, &[(SOAP, 5)]).await]).await;
    }
    lay(&floor, SOAP, "LS", None, "K3-05-01-1", 6).await;
    let (pedro, nina) = (floor.log_in("pedro").await, floor.log_in("nina").await);
    up_to_with(&pedro, SOAP, 400_000).await;
    up_to_with(&nina, SOAP, 500_000).await;
    for symbol in ["BPCSHORT", "BPCQ0"] {
        pedro.scan(symbol).await;
        nina.scan(symbol).await;
    }
    tokio::join!(pedro.accept("BPCCONFIRM"), nina.accept("BPCCONFIRM"));
    let taken = Books::open(&floor.database).rows(
        "SELECT locations.code, SUM(reservations.quantity_base) FROM reservations
        JOIN locations ON locations.id = reservations.location_id
        WHERE reservations.status = 'open' GROUP BY locations.code",
    );
    // The later one takes what the other's bin holds by the book: on its own tour nobody was short there.
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert!(
        taken.iter().all(|row| row[1] == "5") && taken.iter().any(|row| row[0] == "K3-05-01-1"),
        "{taken:?}"
    );
    sound(&floor, &erp).await;
}
