//! Goods and units are moved by hand: out of a bin or a unit, as a whole, onto another unit, and back from a tote.

use bipe_api::Page;
use bipe_api::desk::{OrderDetail, Stock};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::pick::{
    JANUARY, MARCH, events, is, lay, message, release, reload, sentence, sound, take, tote, unit,
};
use super::putaway::docked;

on_both_engines!(
    goods_move_from_bin_to_bin,
    what_is_reserved_moves_with_its_reservations,
    a_pallet_moves_with_all_that_stands_on_it,
    what_a_cancelled_order_left_in_its_tote_goes_back,
    what_is_not_ones_to_move_stays,
);

/// What lies in a bin: lot, unit, on hand, reserved; by lot.
async fn in_bin(hand: &Hand, bin: &str) -> Vec<(String, Option<String>, i64, i64)> {
    let page: Page<Stock> = hand.get(&format!("/stock?search={bin}")).await.json();
    let mut rows: Vec<_> = page
        .rows
        .into_iter()
        .map(|row| (row.lot, row.unit_code, row.on_hand_base, row.reserved_base))
        .collect();
    rows.sort();
    rows
}

fn loose(lot: &str, on_hand_base: i64, reserved_base: i64) -> (String, Option<String>, i64, i64) {
    (lot.to_owned(), None, on_hand_base, reserved_base)
}

/// The lots and base units in hand.
fn in_hand(step: &Step) -> Vec<(Option<&str>, i64)> {
    match &step.screen {
        Screen::RelocateInto(goods) => {
            goods.in_hand.iter().map(|one| (one.lot.as_deref(), one.quantity.base)).collect()
        }
        other => panic!("nothing is in hand: {other:?}"),
    }
}

async fn goods_move_from_bin_to_bin(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 30).await;
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-01-1", 5).await;
    let pedro = floor.log_in("pedro").await;
    is(&pedro.accept("BPCRELOCATE").await, "relocate_from");
    pedro.refuse("BPLA-01-02-1", "bin_empty").await;
    pedro.refuse(&unit("L1"), "not_here").await;
    is(&pedro.accept("BPLA-01-01-1").await, "relocate_goods");
    let step = pedro.scan(&format!("(01){}", bipe_tests::crew::unit_gtin(COFFEE))).await;
    assert_eq!(message(&step), (Outcome::Confirm, "lot_missing"), "two lots lie there");
    pedro.accept("(10)L1").await;
    let step = pedro.accept(&format!("(01){COFFEE_CASE}(10)L1")).await;
    assert_eq!(in_hand(&step), [(Some("L1"), 13)]);
    pedro.refuse("BPCQ40", "not_so_much").await;
    pedro.accept("BPCQ2").await;
    let step = pedro.accept(&unit("L2")).await;
    assert_eq!(in_hand(&step), [(Some("L2"), 1), (Some("L1"), 25)]);
    // Another device goes on where this one stopped.
    assert_eq!(in_hand(&floor.log_in("pedro").await.step().await).len(), 2);
    pedro.refuse("BPLA-01-01-1", "not_here").await;
    let step = pedro.accept("BPLA-02-02-1").await;
    assert_eq!(message(&step), (Outcome::Accepted, "done"));
    is(&step, "relocate_from");
    assert_eq!(in_bin(&pedro, "A-01-01-1").await, [loose("L1", 5, 0), loose("L2", 4, 0)]);
    assert_eq!(in_bin(&pedro, "A-02-02-1").await, [loose("L1", 25, 0), loose("L2", 1, 0)]);
    let said = events(&floor, "stock.relocated", 1).await.remove(0);
    assert_eq!(
        (said["from"]["location"].as_str(), said["to"]["location"].as_str()),
        (Some("A-01-01-1"), Some("A-02-02-1"))
    );
    assert_eq!(said["goods"].as_array().map(Vec::len), Some(2));
    // A step that was posted is taken back by a compensating movement (R21).
    let erp = floor.log_in("erp").await;
    sound(&floor, &erp).await;
    assert!(step.actions.contains(&bipe_core::code::CommandCode::Undo), "{:?}", step.actions);
    let other = floor.log_in("pedro").await;
    let before = floor.app.store.sent().statements;
    let back = other.accept("BPCUNDO").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    assert_eq!(message(&back), (Outcome::Accepted, "undone"));
    assert!(sentence(&back).contains("A-01-01-1"), "{}", sentence(&back));
    is(&back, "relocate_from");
    assert_eq!(in_bin(&pedro, "A-01-01-1").await, [loose("L1", 30, 0), loose("L2", 5, 0)]);
    assert_eq!(in_bin(&pedro, "A-02-02-1").await, []);
    events(&floor, "movement.undone", 1).await;
    pedro.refuse("BPCUNDO", "nothing_to_undo").await;
    sound(&floor, &erp).await;
    // What someone reserved since stays.
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("L2")).await;
    pedro.accept("BPLA-02-02-1").await;
    let order = take(&erp, "PV-9", &[(COFFEE, 35)]).await;
    release(&floor.log_in("sonia").await, &[&order]).await;
    pedro.refuse("BPCUNDO", "stays").await;
    pedro.accept("BPCLEAVE").await;
    pedro.accept("BPCRELOCATE").await;
    pedro.refuse("BPCUNDO", "nothing_to_undo").await;
    sound(&floor, &erp).await;
}

async fn what_is_reserved_moves_with_its_reservations(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 30).await;
    let (erp, sonia, rita) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("rita").await);
    let order = take(&erp, "PV-1", &[(COFFEE, 10)]).await;
    release(&sonia, &[&order]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-01-01-1").await;
    rita.accept("BPCRELOCATE").await;
    rita.accept("BPLA-01-01-1").await;
    rita.accept(&unit("L1")).await;
    let step = rita.scan("BPCQ25").await;
    assert_eq!(message(&step), (Outcome::Confirm, "set_aside"));
    rita.refuse("BPLA-01-02-2", "set_aside").await;
    rita.accept("BPCQ20").await;
    rita.accept("BPLA-01-02-2").await;
    assert_eq!(in_bin(&rita, "A-01-01-1").await, [loose("L1", 10, 10)]);
    rita.accept("BPLA-01-01-1").await;
    rita.refuse(&format!("(01){COFFEE_CASE}(10)L1"), "not_so_much").await;
    let step = rita.scan(&unit("L1")).await;
    assert_eq!(message(&step), (Outcome::Confirm, "set_aside"));
    // All of it goes, and the picker is sent after it.
    rita.accept("BPCQ10").await;
    rita.accept("BPLA-03-02-2").await;
    assert_eq!(in_bin(&rita, "A-03-02-2").await, [loose("L1", 10, 10)]);
    let Screen::PickBin(stop) = pedro.step().await.screen else { panic!("the stop is elsewhere") };
    assert_eq!(stop.bin.code, "A-03-02-2");
    pedro.accept("BPLA-03-02-2").await;
    pedro.accept(&unit("L1")).await;
    pedro.accept("BPCQ10").await;
    is(&pedro.accept("BPT1").await, "pick_done");
    assert_eq!(reload(&erp, &order).await.order.status, "picked");
    sound(&floor, &erp).await;
}

async fn a_pallet_moves_with_all_that_stands_on_it(floor: Floor) {
    let (rita, codes) = docked(&floor, &["L1", "L2"]).await;
    let (first, second) = (&codes[0], &codes[1]);
    is(&rita.accept("BPCRELOCATE").await, "relocate_from");
    let step = rita.accept(first).await;
    let Screen::RelocateGoods(goods) = &step.screen else { panic!("{step:?}") };
    assert_eq!((goods.unit.as_deref(), goods.contents.len()), (Some(first.as_str()), 1));
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRELOCATE").await;
    sonia.refuse(first, "taken_by_other").await;
    sonia.accept("BPCLEAVE").await;
    is(&rita.accept(second).await, "relocate_from");
    let mut books = Books::open(&floor.database);
    let nested = "SELECT COUNT(*) FROM handling_units WHERE parent_id IS NOT NULL";
    assert_eq!(books.number(nested), 1);
    rita.accept(second).await;
    rita.refuse(first, "unit_within").await;
    rita.accept("BPCUNDO").await;
    // The lower one is put away, and the upper one with it.
    rita.accept("BPCLEAVE").await;
    rita.accept("BPCPUTAWAY").await;
    let Screen::PutawayBin(to) = rita.accept(second).await.screen else { panic!("a bin is suggested") };
    assert_eq!(to.goods.len(), 2);
    rita.scan("BPLA-01-02-1").await;
    rita.accept("BPLA-01-02-1").await;
    assert_eq!(in_bin(&rita, "A-01-02-1").await.len(), 2, "both stand there");
    rita.accept("BPCLEAVE").await;
    rita.accept("BPCRELOCATE").await;
    rita.accept(second).await;
    rita.accept("BPLA-02-02-1").await;
    let lots: Vec<_> = in_bin(&rita, "A-02-02-1").await.into_iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(lots, [("L1".to_owned(), Some(first.clone())), ("L2".to_owned(), Some(second.clone()))]);
    // Goods come off, onto the other one; then the upper one goes its own way.
    rita.accept(first).await;
    rita.accept(&unit("L1")).await;
    rita.accept(second).await;
    rita.accept(first).await;
    is(&rita.accept("BPLA-03-02-1").await, "relocate_from");
    assert_eq!(books.number(nested), 0);
    let rows = in_bin(&rita, "A-02-02-1").await;
    assert_eq!(rows.iter().map(|row| (row.0.as_str(), row.2)).collect::<Vec<_>>(), [("L1", 1), ("L2", 12)]);
    assert_eq!(in_bin(&rita, "A-03-02-1").await, [("L1".to_owned(), Some(first.clone()), 11, 0)]);
    events(&floor, "stock.relocated", 4).await;
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn what_a_cancelled_order_left_in_its_tote_goes_back(floor: Floor) {
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let order = take(&erp, "P1", &[(COFFEE, 6), (SOAP, 2)]).await;
    release(&sonia, &[&order]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT1").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ6").await;
    pedro.accept("BPT1").await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(&bipe_tests::crew::symbol(SOAP, None)).await;
    pedro.accept("BPCQ2").await;
    is(&pedro.accept("BPT1").await, "pick_done");
    pedro.accept("BPCLEAVE").await;
    pedro.accept("BPCRELOCATE").await;
    pedro.refuse("BPT1", "of_order").await;
    let cancel = format!("/orders/{}/cancel", order.order.id);
    erp.post(&cancel, &json!({})).await.json::<OrderDetail>();
    let step = pedro.step().await;
    let Screen::RelocateFrom(from) = &step.screen else { panic!("{step:?}") };
    assert_eq!((from.waiting[0].unit.as_str(), from.waiting_count), ("BPT1", 1));
    let step = pedro.accept("BPT1").await;
    let Screen::RelocateGoods(goods) = &step.screen else { panic!("{step:?}") };
    assert_eq!((goods.goes_back, goods.contents.len()), (true, 2));
    pedro.refuse("BPLA-01-01-1", "not_here").await;
    let step = pedro.accept(&unit("JAN")).await;
    let Screen::RelocateInto(goods) = &step.screen else { panic!("{step:?}") };
    assert_eq!(goods.to.as_ref().map(|bin| bin.code.as_str()), Some("A-01-01-1"), "where it was picked");
    pedro.refuse("BPCQ7", "not_so_much").await;
    pedro.accept("BPCQ4").await;
    let step = pedro.scan("BPLA-02-01-1").await;
    assert_eq!(message(&step), (Outcome::Confirm, "wrong_bin"));
    let step = pedro.accept("BPLA-01-01-1").await;
    assert_eq!(message(&step), (Outcome::Accepted, "posted"));
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ2").await;
    pedro.scan("BPLA-02-01-1").await;
    is(&pedro.accept("BPLA-02-01-1").await, "relocate_goods");
    let mut books = Books::open(&floor.database);
    let left = "SELECT CAST(SUM(quantity_base - done_base) AS BIGINT) FROM put_backs";
    assert_eq!(books.number(left), 2);
    sound(&floor, &erp).await;
    pedro.accept(&bipe_tests::crew::symbol(SOAP, None)).await;
    pedro.accept("BPCQ2").await;
    let step = pedro.accept("BPLA-03-01-1").await;
    assert_eq!(message(&step), (Outcome::Accepted, "done"));
    let Screen::RelocateFrom(from) = &step.screen else { panic!("{step:?}") };
    assert_eq!(from.waiting_count, 0);
    assert_eq!(books.number(left), 0);
    assert_eq!(in_bin(&sonia, "A-01-01-1").await, [loose("JAN", 8, 0)]);
    assert_eq!(in_bin(&sonia, "A-02-01-1").await, [loose("JAN", 2, 0)]);
    let said = events(&floor, "stock.put_back", 3).await;
    assert_eq!(said[0]["order_id"], json!(order.order.id));
    // The tote serves another order, and the goods do.
    pedro.refuse("BPT1", "unit_empty").await;
    pedro.accept("BPCLEAVE").await;
    let next = take(&erp, "P2", &[(COFFEE, 10)]).await;
    release(&sonia, &[&next]).await;
    pedro.accept("BPCPICK").await;
    pedro.accept("BPT1").await;
    sound(&floor, &erp).await;
}

async fn what_is_not_ones_to_move_stays(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 30).await;
    let (caio, paula, pedro) =
        (floor.log_in("caio").await, floor.log_in("paula").await, floor.log_in("pedro").await);
    paula.refuse("BPCRELOCATE", "no_role").await;
    pedro.accept("BPCRELOCATE").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("L1")).await;
    // A count begins at either end: the goods stay until it has ended.
    caio.accept("BPCCOUNT").await;
    for bin in ["BPLA-02-01-1", "BPLA-01-01-1"] {
        caio.scan(bin).await;
        caio.accept(bin).await;
        pedro.refuse("BPLA-02-01-1", "bin_unfit").await;
        caio.accept("BPCUNDO").await;
    }
    // Others took what was in hand.
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRELOCATE").await;
    rita.accept("BPLA-01-01-1").await;
    rita.accept(&unit("L1")).await;
    rita.accept("BPCQ30").await;
    rita.accept("BPLA-03-02-2").await;
    pedro.refuse("BPLA-02-01-1", "not_so_much").await;
    pedro.accept("BPCUNDO").await;
    pedro.accept("BPCUNDO").await;
    pedro.refuse("BPLA-01-01-1", "bin_empty").await;
    pedro.refuse("BPT000123", "unknown_code").await;
    sound(&floor, &floor.log_in("erp").await).await;
}
