//! What went into a tote comes out again (R21): the stop stands before the picker as before the tote was scanned, stock, reservation,
//! line, order and tour with it, by movements that say so.

use bipe_api::Page;
use bipe_api::desk::{Exception, Lot, Movement, OrderDetail, Stock};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::goods::{COFFEE, SOAP, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use crate::offline::{Device, moved, outcomes};
use crate::pick::{JANUARY, MARCH, events, is, lay, message, release, reload, sound, stop, take, tote, unit};

on_both_engines!(
    what_went_into_the_tote_is_in_hand_again,
    a_part_comes_out_before_the_rest_goes_in,
    the_last_goods_of_a_tour_come_out_until_a_packer_has_them,
    orders_of_which_nothing_was_found_leave_the_cart_of_a_tour_that_goes_on,
    goods_of_a_full_tote_come_out_once_the_next_is_empty,
    a_bin_that_was_emptied_holds_the_goods_again,
    what_the_order_no_longer_wants_stays_in_the_tote,
    goods_of_a_held_lot_come_out_and_stay_out,
    it_comes_out_without_the_network_too,
    what_was_never_put_in_by_the_book_is_not_taken_out_of_it,
);

/// P1 wants coffee of January (4) and soap (5), P2 soap (3), on one tour; totes stand on the cart, and the coffee lies in the first.
async fn coffee_in_tote(floor: &Floor, pedro: &Hand) -> [OrderDetail; 2] {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 9).await;
    lay(floor, SOAP, "2026-03-01", None, "A-03-01-1", 20).await;
    let one = take(&erp, "P1", &[(COFFEE, 4), (SOAP, 5)]).await;
    let two = take(&erp, "P2", &[(SOAP, 3)]).await;
    release(&sonia, &[&one, &two]).await;
    pedro.accept("BPCPICK").await;
    tote(pedro, "BPT000001").await;
    tote(pedro, "BPT000002").await;
    put(pedro, "A-01-01-1", &unit("JAN"), 4, "BPT000001").await;
    [one, two]
}

/// Takes goods at a bin, and puts them into a tote.
async fn put(hand: &Hand, bin: &str, goods: &str, quantity_base: i64, tote: &str) -> Step {
    hand.accept(&format!("BPL{bin}")).await;
    hand.accept(goods).await;
    if quantity_base > 1 {
        hand.accept(&format!("BPCQ{quantity_base}")).await;
    }
    hand.scan(tote).await
}

/// On hand and reserved of an item in a bin, in base units.
async fn lies(hand: &Hand, sku: &str, bin: &str) -> (i64, i64) {
    let page: Page<Stock> = hand.get(&format!("/stock?item={sku}")).await.json();
    let rows = page.rows.iter().filter(|row| row.location == bin);
    rows.fold((0, 0), |sums, row| (sums.0 + row.on_hand_base, sums.1 + row.reserved_base))
}

async fn picked(hand: &Hand, order: &OrderDetail) -> (i64, String) {
    let order = reload(hand, order).await.order;
    (order.picked_base, order.status)
}

async fn what_went_into_the_tote_is_in_hand_again(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, _] = coffee_in_tote(&floor, &pedro).await;
    assert_eq!(lies(&erp, COFFEE, "A-01-01-1").await, (5, 0));
    assert_eq!(picked(&erp, &one).await, (4, "picking".to_owned()));

    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(SOAP_UNIT).await;
    is(&pedro.accept("BPCUNDO").await, "pick_goods");
    is(&pedro.accept("BPCUNDO").await, "pick_bin");
    floor.pass(5_000);
    // Any device goes on, with all that can be taken back.
    let other = floor.log_in("pedro").await;
    let before = floor.app.store.sent().statements;
    let step = other.accept("BPCUNDO").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    assert_eq!(stop(&step), ("A-01-01-1", "BPT000001", 4), "as before the tote was scanned");
    assert_eq!(message(&step), (Outcome::Accepted, "undone"));
    let said = &step.message.as_ref().expect("a word").sentence;
    assert!(said.contains("4 UN") && said.contains("BPT000001"), "{said}");
    assert_eq!(lies(&erp, COFFEE, "A-01-01-1").await, (9, 4));
    assert_eq!(picked(&erp, &one).await, (0, "released".to_owned()));
    let told = events(&floor, "pick.undone", 1).await;
    assert_eq!(
        (&told[0]["quantity_base"], &told[0]["tote"], &told[0]["status"], &told[0]["location"]),
        (&json!(4), &json!("BPT000001"), &json!("released"), &json!("A-01-01-1"))
    );
    sound(&floor, &erp).await;
    // History stays: the way in and the way back.
    let legs: Page<Movement> = erp.get(&format!("/movements?item={COFFEE}")).await.json();
    let legs = legs.rows.iter().filter(|leg| leg.document.as_deref() == Some("P1"));
    let legs: Vec<_> = legs.map(|leg| (leg.from.as_str(), leg.to.as_str(), leg.quantity_base)).collect();
    assert_eq!(legs, [("CARRINHOS", "A-01-01-1", 4), ("A-01-01-1", "CARRINHOS", 4)]);

    // One too many was taken: now three go in, and the fourth stays where it is.
    is(&other.accept("BPCUNDO").await, "pick_goods");
    is(&other.accept("BPCUNDO").await, "pick_bin");
    other.refuse("BPCUNDO", "nothing_to_undo").await;
    is(&put(&other, "A-01-01-1", &unit("JAN"), 4, "BPT000001").await, "pick_bin");
    put(&other, "A-03-01-1", SOAP_UNIT, 5, "BPT000001").await;
    is(&put(&other, "A-03-01-1", SOAP_UNIT, 3, "BPT000002").await, "pick_done");
    assert_eq!(picked(&erp, &one).await, (9, "picked".to_owned()));
    sound(&floor, &erp).await;
}

async fn a_part_comes_out_before_the_rest_goes_in(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let pedro = floor.log_in("pedro").await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 20).await;
    let one = take(&erp, "P1", &[(SOAP, 9)]).await;
    release(&sonia, &[&one]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    put(&pedro, "A-03-01-1", SOAP_UNIT, 4, "BPT000001").await;
    pedro.accept("BPT000001").await;
    let step = pedro.accept("BPCUNDO").await;
    let Screen::PickGoods(goods) = &step.screen else { panic!("{step:?}") };
    assert_eq!((goods.goods.quantity.base, goods.progress.done), (5, 0), "four in hand, five to take");
    assert_eq!((lies(&erp, SOAP, "A-03-01-1").await, picked(&erp, &one).await.0), ((20, 9), 0));
    sound(&floor, &erp).await;
    pedro.accept("BPCQ6").await;
    pedro.scan("BPT000001").await;
    pedro.accept("BPT000001").await;
    pedro.accept(SOAP_UNIT).await;
    pedro.accept("BPCQ3").await;
    is(&pedro.accept("BPT000001").await, "pick_done");
    // Both postings of the stop, the later first.
    assert_eq!(stop(&pedro.accept("BPCUNDO").await), ("A-03-01-1", "BPT000001", 3));
    assert_eq!((lies(&erp, SOAP, "A-03-01-1").await, picked(&erp, &one).await.0), ((14, 3), 6));
    pedro.accept("BPCUNDO").await;
    let step = pedro.accept("BPCUNDO").await;
    assert_eq!(
        (stop(&step), message(&step).1),
        (("A-03-01-1", "", 3), "undone"),
        "six in hand, three to take"
    );
    assert_eq!((lies(&erp, SOAP, "A-03-01-1").await, picked(&erp, &one).await.0), ((20, 9), 0));
    sound(&floor, &erp).await;
}

async fn the_last_goods_of_a_tour_come_out_until_a_packer_has_them(floor: Floor) {
    let (erp, pedro, paula) =
        (floor.log_in("erp").await, floor.log_in("pedro").await, floor.log_in("paula").await);
    let [one, two] = coffee_in_tote(&floor, &pedro).await;
    put(&pedro, "A-03-01-1", SOAP_UNIT, 5, "BPT000001").await;
    let done = put(&pedro, "A-03-01-1", SOAP_UNIT, 3, "BPT000002").await;
    is(&done, "pick_done");
    assert!(done.actions.contains(&bipe_core::code::CommandCode::Undo), "{:?}", done.actions);
    paula.accept("BPCPACK").await;
    let step = pedro.accept("BPCUNDO").await;
    assert_eq!(stop(&step), ("A-03-01-1", "BPT000002", 3));
    assert_eq!(
        (picked(&erp, &one).await.1, picked(&erp, &two).await),
        ("picked".to_owned(), (0, "released".to_owned())),
        "the other order is at rest"
    );
    sound(&floor, &erp).await;
    paula.refuse("BPT000002", "not_finished").await;
    is(&pedro.accept("BPT000002").await, "pick_done");
    sound(&floor, &erp).await;
    events(&floor, "order.picked", 3).await;

    paula.accept("BPT000001").await;
    // P2 comes back still; P1 is on a desk by then.
    is(&pedro.accept("BPCUNDO").await, "pick_into");
    pedro.accept("BPCUNDO").await;
    pedro.accept("BPCUNDO").await;
    pedro.refuse("BPCUNDO", "stays").await;
    is(&put(&pedro, "A-03-01-1", SOAP_UNIT, 3, "BPT000002").await, "pick_done");
    paula.accept(&unit("JAN")).await;
    paula.accept("BPCQ4").await;
    paula.accept(SOAP_UNIT).await;
    paula.accept("BPCQ5").await;
    paula.accept("BPCCLOSE").await;
    paula.accept("BPT000002").await;
    pedro.refuse("BPCUNDO", "stays").await;
    is(&pedro.step().await, "menu");
    sound(&floor, &erp).await;
}

async fn orders_of_which_nothing_was_found_leave_the_cart_of_a_tour_that_goes_on(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let [one, two] = coffee_in_tote(&floor, &pedro).await;
    put(&pedro, "A-03-01-1", SOAP_UNIT, 5, "BPT000001").await;
    pedro.scan("BPCSHORT").await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.scan("BPCSHORT").await;
    pedro.scan("BPCQ0").await;
    is(&pedro.accept("BPCCONFIRM").await, "pick_done");
    assert_eq!(picked(&erp, &two).await, (0, "new".to_owned()));
    // The order goes with another picker meanwhile.
    lay(&floor, SOAP, "2026-03-01", None, "A-02-01-1", 20).await;
    release(&sonia, &[&two]).await;
    let other = floor.log_in("nina").await;
    let step = pedro.accept("BPCUNDO").await;
    assert_eq!(stop(&step), ("A-03-01-1", "BPT000001", 5));
    sound(&floor, &erp).await;
    other.accept("BPCPICK").await;
    tote(&other, "BPT000003").await;
    is(&pedro.accept("BPT000001").await, "pick_done");
    assert_eq!(picked(&erp, &one).await, (9, "picked".to_owned()));
    assert_eq!(picked(&erp, &two).await, (0, "released".to_owned()), "it is on the other's cart");
    sound(&floor, &erp).await;
}

async fn goods_of_a_full_tote_come_out_once_the_next_is_empty(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, _] = coffee_in_tote(&floor, &pedro).await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept("BPCFULL").await;
    tote(&pedro, "BPT000003").await;
    pedro.accept(SOAP_UNIT).await;
    pedro.accept("BPCQ5").await;
    pedro.accept("BPT000003").await;
    assert_eq!(stop(&pedro.accept("BPCUNDO").await), ("A-03-01-1", "BPT000003", 5));
    for screen in ["pick_goods", "pick_bin"] {
        is(&pedro.accept("BPCUNDO").await, screen);
    }
    let step = pedro.accept("BPCUNDO").await;
    assert_eq!(stop(&step), ("A-01-01-1", "BPT000001", 4), "the first tote stands in the slot again");
    sound(&floor, &erp).await;
    // The empty one is free for another order.
    pedro.accept("BPCFULL").await;
    is(&pedro.accept("BPT000003").await, "pick_into");
    pedro.accept("BPT000003").await;
    put(&pedro, "A-03-01-1", SOAP_UNIT, 5, "BPT000003").await;
    let done = put(&pedro, "A-03-01-1", SOAP_UNIT, 3, "BPT000002").await;
    let Screen::PickDone(view) = &done.screen else { panic!("{done:?}") };
    assert_eq!(view.totes, ["BPT000003", "BPT000002"]);
    assert_eq!(picked(&erp, &one).await, (9, "picked".to_owned()));
    sound(&floor, &erp).await;
}

async fn a_bin_that_was_emptied_holds_the_goods_again(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let rule = json!({"tolerance_base": 0, "tolerance_permille": 20, "zero_check": true});
    assert_eq!(sonia.put("/counts/rule", &rule).await.status, 200);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 4).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 9).await;
    let one = take(&erp, "P1", &[(COFFEE, 6)]).await;
    release(&sonia, &[&one]).await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    let asked = put(&pedro, "A-01-01-1", &unit("JAN"), 4, "BPT000001").await;
    assert_eq!(message(&asked), (Outcome::Confirm, "is_it_empty"));
    assert_eq!(stop(&pedro.accept("BPCUNDO").await), ("A-01-01-1", "BPT000001", 4));
    assert_eq!(lies(&erp, COFFEE, "A-01-01-1").await, (4, 4));
    let asked = pedro.scan("BPT000001").await;
    assert_eq!(message(&asked), (Outcome::Confirm, "is_it_empty"), "it is asked again");
    pedro.accept("BPCYES").await;
    assert_eq!(stop(&pedro.accept("BPCUNDO").await), ("A-01-01-1", "BPT000001", 4));
    sound(&floor, &erp).await;
}

async fn what_the_order_no_longer_wants_stays_in_the_tote(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, two] = coffee_in_tote(&floor, &pedro).await;
    let less = json!({"lines": [{"number": 1, "quantity_base": 1}]});
    let reply = erp.patch(&format!("/orders/{}", one.order.id), &less).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    pedro.refuse("BPCUNDO", "stays").await;
    assert_eq!(lies(&erp, COFFEE, "A-01-01-1").await, (5, 0), "a refusal changes nothing");
    put(&pedro, "A-03-01-1", SOAP_UNIT, 5, "BPT000001").await;
    let reply = erp.post(&format!("/orders/{}/cancel", one.order.id), &json!({})).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    pedro.refuse("BPCUNDO", "stays").await;
    is(&put(&pedro, "A-03-01-1", SOAP_UNIT, 3, "BPT000002").await, "pick_done");
    assert_eq!(picked(&erp, &two).await, (3, "picked".to_owned()));
    sound(&floor, &erp).await;
}

async fn goods_of_a_held_lot_come_out_and_stay_out(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    coffee_in_tote(&floor, &pedro).await;
    let lots: Page<Lot> = sonia.get(&format!("/lots?search={COFFEE}")).await.json();
    let january = lots.rows.iter().find(|lot| lot.code == "JAN").expect("the lot");
    let because = json!({"reason": "Laudo 77 do fornecedor"});
    sonia.post(&format!("/lots/{}/hold", january.id), &because).await.json::<Value>();
    is(&pedro.accept("BPCUNDO").await, "pick_into");
    assert_eq!(lies(&erp, COFFEE, "A-01-01-1").await, (9, 4));
    pedro.refuse("BPT000001", "unusable_lot").await;
    sound(&floor, &erp).await;
}

async fn it_comes_out_without_the_network_too(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let [one, two] = coffee_in_tote(&floor, &pedro).await;
    // What went in before the network was away comes out as well.
    let mut device = Device::load(&floor, &pedro).await;
    let soap =
        |quantity: &str, tote: &str| ["BPLA-03-01-1", SOAP_UNIT, quantity, tote].map(str::to_owned).to_vec();
    let coffee = [&format!("BPL{}", "A-01-01-1"), &unit("JAN"), "BPCQ4", "BPT000001"].map(str::to_owned);
    let mut scans = vec!["BPCUNDO".to_owned(); 3];
    scans.extend(coffee);
    scans.extend(soap("BPCQ5", "BPT000001"));
    scans.extend(vec!["BPCUNDO".to_owned(); 2]);
    scans.extend(soap("BPCQ5", "BPT000001")[1..].to_vec());
    scans.extend(soap("BPCQ3", "BPT000002"));
    for symbol in &scans {
        let step = device.scan(symbol);
        assert_eq!(message(&step).0, Outcome::Accepted, "{symbol}: {step:?}");
        floor.pass(4_000);
    }
    is(&device.carried.step(floor.app.clock.now_ms()), "pick_done");
    device.refuse("BPCUNDO", "needs_network");
    device.kept.pop();
    let steps = device.send().await;
    assert_eq!(steps.len(), scans.len());
    assert!(outcomes(&steps).iter().all(|told| told.0 == Outcome::Accepted), "{steps:?}");
    is(steps.last().expect("a step"), "pick_done");
    assert_eq!(picked(&erp, &one).await, (9, "picked".to_owned()));
    assert_eq!(picked(&erp, &two).await, (3, "picked".to_owned()));
    events(&floor, "pick.undone", 2).await;
    sound(&floor, &erp).await;
}

async fn what_was_never_put_in_by_the_book_is_not_taken_out_of_it(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let [one, _] = coffee_in_tote(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in ["BPLA-03-01-1", SOAP_UNIT, "BPCQ5", "BPT000001", "BPCUNDO", "BPT000001", "BPCUNDO"] {
        let step = device.scan(symbol);
        assert_eq!(message(&step).0, Outcome::Accepted, "{symbol}: {step:?}");
    }
    // Meanwhile the desk took the soap off the order.
    let less = json!({"lines": [{"number": 2, "quantity_base": 0}]});
    let reply = erp.patch(&format!("/orders/{}", one.order.id), &less).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let steps = device.send().await;
    assert!(outcomes(&steps).iter().all(|told| told.0 == Outcome::Refused), "{steps:?}");
    assert_eq!(picked(&erp, &one).await, (4, "picking".to_owned()), "the coffee stays in its tote");
    let open: Page<Exception> = sonia.get("/exceptions?status=open").await.json();
    let [soap] = &open.rows[..] else { panic!("one exception: {open:?}") };
    assert_eq!((moved(soap), soap.commands), (vec![], 7), "what went in came out: nothing is elsewhere");
    is(&pedro.step().await, "pick_bin");
    sound(&floor, &erp).await;
}
