//! A stop of which only a part fits into the tote: it is posted, and the rest goes into the next one (R16).

use bipe_core::screen::{Outcome, Screen};
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;

use crate::offline::Device;
use crate::pick::{JANUARY, MARCH, is, lay, message, release, reload, sound, stop, take, tote, unit};

on_both_engines!(
    a_part_goes_into_the_full_tote_and_the_rest_into_the_next,
    what_is_short_of_the_rest_is_sought_elsewhere,
    what_was_put_in_goes_back_when_the_order_is_cancelled,
    an_order_that_wants_less_keeps_what_is_in_the_tote,
    a_part_is_put_in_without_the_network,
);

/// An order of fifteen coffees on a tour, twelve of them in hand at the bin.
async fn twelve_in_hand(floor: &Floor, pedro: &Hand) -> bipe_api::desk::OrderDetail {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 15).await;
    let order = take(&erp, "P1", &[(COFFEE, 15)]).await;
    release(&sonia, &[&order]).await;
    pedro.accept("BPCPICK").await;
    tote(pedro, "BPT000001").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.refuse("BPT000001", "not_here").await;
    pedro.accept(&format!("]d201{COFFEE_CASE}10JAN")).await;
    order
}

/// The twelve go into the tote: asked for once, then done.
async fn put_in(pedro: &Hand) {
    let asked = pedro.scan("BPT000001").await;
    assert_eq!((message(&asked), stop(&asked)), ((Outcome::Confirm, "part_only"), ("A-01-01-1", "JAN", 3)));
    let step = pedro.accept("BPT000001").await;
    assert_eq!((message(&step).1, stop(&step)), ("posted", ("A-01-01-1", "JAN", 3)), "the stop goes on");
}

async fn a_part_goes_into_the_full_tote_and_the_rest_into_the_next(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let order = twelve_in_hand(&floor, &pedro).await;
    pedro.refuse("BPT000009", "not_here").await;
    put_in(&pedro).await;
    let now = reload(&erp, &order).await.order;
    assert_eq!((now.picked_base, now.status.as_str()), (12, "picking"));
    sound(&floor, &erp).await;
    pedro.refuse(&format!("]d201{COFFEE_CASE}10JAN"), "too_much").await;
    pedro.accept("BPCFULL").await;
    tote(&pedro, "BPT000002").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ3").await;
    let done = pedro.accept("BPT000002").await;
    let Screen::PickDone(view) = &done.screen else { panic!("{done:?}") };
    assert_eq!(view.totes, ["BPT000001", "BPT000002"]);
    let now = reload(&erp, &order).await.order;
    assert_eq!((now.picked_base, now.status.as_str()), (15, "picked"));
    sound(&floor, &erp).await;
}

async fn what_is_short_of_the_rest_is_sought_elsewhere(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let order = twelve_in_hand(&floor, &pedro).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 2).await;
    put_in(&pedro).await;
    for symbol in ["BPCSHORT", "BPCQ0"] {
        pedro.scan(symbol).await;
    }
    let step = pedro.accept("BPCCONFIRM").await;
    assert_eq!(stop(&step), ("A-02-01-1", "MAR", 2), "one is nowhere");
    pedro.accept("BPLA-02-01-1").await;
    pedro.accept(&unit("MAR")).await;
    pedro.accept("BPCQ2").await;
    is(&pedro.accept("BPT000001").await, "pick_done");
    assert_eq!(reload(&erp, &order).await.order.picked_base, 14);
    sound(&floor, &erp).await;
}

async fn what_was_put_in_goes_back_when_the_order_is_cancelled(floor: Floor) {
    let (erp, rita) = (floor.log_in("erp").await, floor.log_in("rita").await);
    let pedro = floor.log_in("pedro").await;
    let order = twelve_in_hand(&floor, &pedro).await;
    put_in(&pedro).await;
    assert_eq!(erp.post(&format!("/orders/{}/cancel", order.order.id), &json!({})).await.status, 200);
    let told = pedro.scan(&unit("JAN")).await;
    assert_eq!(message(&told), (Outcome::Confirm, "stop_cancelled"));
    sound(&floor, &erp).await;
    rita.accept("BPCRELOCATE").await;
    rita.accept("BPT000001").await;
    rita.accept(&format!("]d201{COFFEE_CASE}10JAN")).await;
    rita.accept("BPLA-01-01-1").await;
    assert_eq!(reload(&erp, &order).await.order.picked_base, 0);
    sound(&floor, &erp).await;
}

async fn an_order_that_wants_less_keeps_what_is_in_the_tote(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let order = twelve_in_hand(&floor, &pedro).await;
    put_in(&pedro).await;
    let less = json!({"lines": [{"number": 1, "quantity_base": 13}]});
    let reply = erp.patch(&format!("/orders/{}", order.order.id), &less).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    sound(&floor, &erp).await;
    pedro.accept(&unit("JAN")).await;
    is(&pedro.accept("BPT000001").await, "pick_done");
    let now = reload(&erp, &order).await.order;
    assert_eq!((now.picked_base, now.status.as_str()), (13, "picked"));
    sound(&floor, &erp).await;
}

async fn a_part_is_put_in_without_the_network(floor: Floor) {
    let (erp, pedro) = (floor.log_in("erp").await, floor.log_in("pedro").await);
    let order = twelve_in_hand(&floor, &pedro).await;
    let mut device = Device::load(&floor, &pedro).await;
    for symbol in ["BPT000001", "BPT000001", &unit("JAN"), "BPCQ3", "BPT000001"] {
        let step = device.scan(symbol);
        assert!(message(&step).0 != Outcome::Refused, "{symbol}: {step:?}");
    }
    is(&device.carried.step(floor.app.clock.now_ms()), "pick_done");
    let steps = device.send().await;
    let codes: Vec<&str> = steps.iter().map(|step| message(step).1).collect();
    assert_eq!(codes, ["part_only", "posted", "goods", "goods", "done"]);
    assert_eq!(reload(&erp, &order).await.order.picked_base, 15);
    sound(&floor, &erp).await;
}
