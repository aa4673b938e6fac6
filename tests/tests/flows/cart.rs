//! What a cart meets on its way: stops that are put off, totes that are full.

use bipe_api::desk::OrderDetail;
use bipe_core::screen::{About, Outcome, Screen};
use bipe_tests::floor::goods::{COFFEE, READER, SOAP, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;
use time::macros::date;

use crate::pick::{JANUARY, MARCH, events, is, lay, message, release, reload, sound, stop, take, tote, unit};

async fn a_stop_is_put_off_at_once_and_then_with_a_reason(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let one = take(&erp, "P1", &[(COFFEE, 3), (SOAP, 2)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    assert_eq!(stop(&tote(&pedro, "BPT000001").await).0, "A-01-01-1");
    let step = pedro.accept("BPCSKIP").await;
    assert_eq!((stop(&step).0, message(&step).1), ("A-03-01-1", "ok"), "the first time at once");
    assert_eq!(stop(&pedro.accept("BPCSKIP").await).0, "A-01-01-1", "it comes again");
    pedro.refuse("BPCBLOCKED", "not_here").await;

    let asked = pedro.scan("BPCSKIP").await;
    assert_eq!(message(&asked), (Outcome::Confirm, "skip_why"));
    let Screen::PickSkip(view) = &asked.screen else { panic!("{asked:?}") };
    assert_eq!((view.bin.code.as_str(), view.skips, view.why.len()), ("A-01-01-1", 1, 4));
    pedro.refuse("BPLA-01-01-1", "not_here").await;
    pedro.refuse("BPCSKIP", "not_here").await;
    assert_eq!(stop(&pedro.accept("BPCCANCEL").await).0, "A-01-01-1", "nothing has changed");
    is(&pedro.accept("BPLA-01-01-1").await, "pick_goods");
    pedro.scan("BPCSKIP").await;
    is(&pedro.accept("BPCLEAVE").await, "menu");
    is(&pedro.accept("BPCPICK").await, "pick_skip");
    let step = pedro.accept("BPCBLOCKED").await;
    assert_eq!(stop(&step).0, "A-03-01-1");
    let told = events(&floor, "pick.skipped", 1).await;
    let wanted = json!({
        "order_id": one.order.id, "sku": COFFEE, "location": "A-01-01-1", "lot": "JAN", "quantity_base": 3,
        "skips": 2, "reason": "aisle_blocked", "operator": "Pedro Nunes",
    });
    assert_eq!(told[0], wanted);

    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(SOAP_UNIT).await;
    pedro.accept("BPCQ2").await;
    assert_eq!(stop(&pedro.accept("BPT000001").await).0, "A-01-01-1");
    pedro.refuse("BPCSKIP", "not_finished").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ3").await;
    is(&pedro.accept("BPT000001").await, "pick_done");
    assert_eq!(reload(&erp, &one).await.order.picked_base, 5, "what was put off was not dropped");
    sound(&floor, &erp).await;
}

/// Whose the unit is, by its code.
async fn order_of(hand: &Hand, code: &str) -> Option<String> {
    hand.accept("BPCINQUIRE").await;
    let step = hand.accept(code).await;
    let Screen::Inquire(view) = &step.screen else { panic!("{step:?}") };
    let Some(About::Unit(unit)) = &view.about else { panic!("{view:?}") };
    let order = unit.order.clone();
    hand.accept("BPCLEAVE").await;
    order
}

/// An order of ten coffees and two soaps on a tour: seven coffees in `BPT000001`, which is full then; three and the soap in
/// `BPT000002`. Stands before the last tote is scanned.
async fn two_totes(floor: &Floor, pedro: &Hand, beside: &[(&str, i64)]) -> OrderDetail {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 7).await;
    lay(floor, COFFEE, "JUN", Some(date!(2027 - 06 - 30)), "A-02-01-1", 3).await;
    lay(floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let one = take(&erp, "P1", &[(COFFEE, 10), (SOAP, 2)]).await;
    if beside.is_empty() {
        release(&sonia, &[&one]).await;
    } else {
        lay(floor, READER, "S1", None, "A-03-02-1", 1).await;
        release(&sonia, &[&one, &take(&erp, "P2", beside).await]).await;
    }
    pedro.accept("BPCPICK").await;
    tote(pedro, "BPT000001").await;
    if !beside.is_empty() {
        tote(pedro, "BPT000009").await;
    }
    pedro.refuse("BPCFULL", "not_here").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&unit("MAR")).await;
    pedro.accept("BPCQ7").await;
    pedro.accept("BPT000001").await;

    pedro.accept("BPLA-02-01-1").await;
    pedro.accept(&unit("JUN")).await;
    let asked = pedro.accept("BPCFULL").await;
    let Screen::PickTote(view) = &asked.screen else { panic!("{asked:?}") };
    assert_eq!((view.order.as_str(), view.full.as_deref()), ("P1", Some("BPT000001")));
    pedro.refuse("BPT000001", "unit_taken").await;
    pedro.refuse("BPLA-02-01-1", "not_here").await;
    assert_eq!(stop(&pedro.accept("BPCCANCEL").await), ("A-02-01-1", "JUN", 2));
    pedro.accept("BPCFULL").await;
    let step = tote(pedro, "BPT000003").await;
    assert_eq!(stop(&step), ("A-02-01-1", "JUN", 2), "the same step, with what is in hand");
    let step = pedro.accept("BPCUNDO").await;
    assert_eq!((stop(&step), message(&step).1), (("A-02-01-1", "JUN", 2), "undone"));
    pedro.accept("BPCQ3").await;
    pedro.accept("BPCFULL").await;
    let step = tote(pedro, "BPT000002").await;
    assert_eq!(stop(&step), ("A-02-01-1", "BPT000002", 3));
    pedro.refuse("BPT000001", "wrong_unit").await;
    pedro.accept("BPT000002").await;
    sound(floor, &erp).await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept(SOAP_UNIT).await;
    pedro.accept("BPCQ2").await;
    one
}

async fn a_full_tote_opens_the_next_and_both_are_packed(floor: Floor) {
    let (erp, paula) = (floor.log_in("erp").await, floor.log_in("paula").await);
    let pedro = floor.log_in("pedro").await;
    let one = two_totes(&floor, &pedro, &[]).await;
    let rita = floor.log_in("rita").await;
    assert_eq!(order_of(&rita, "BPT000001").await.as_deref(), Some("P1"));
    assert_eq!(order_of(&rita, "BPT000003").await, None, "the one that was given up is free");
    rita.accept("BPCRELOCATE").await;
    rita.refuse("BPT000001", "of_order").await;
    rita.accept("BPCLEAVE").await;

    let done = pedro.accept("BPT000002").await;
    let Screen::PickDone(view) = &done.screen else { panic!("{done:?}") };
    assert_eq!(view.totes, ["BPT000001", "BPT000002"], "the desk gets both");
    let told = events(&floor, "order.picked", 1).await;
    assert_eq!(
        (&told[0]["totes"], &told[0]["tote"]),
        (&json!(["BPT000001", "BPT000002"]), &json!("BPT000002"))
    );
    assert_eq!(reload(&erp, &one).await.order.picked_base, 12);
    sound(&floor, &erp).await;

    let step = paula.accept("BPCPACK").await;
    let Screen::PackTote(view) = &step.screen else { panic!("{step:?}") };
    assert_eq!(view.waiting, ["BPT000001", "BPT000002"]);
    let step = paula.accept("BPT000001").await;
    let Screen::PackGoods(view) = &step.screen else { panic!("{step:?}") };
    assert_eq!(view.totes, ["BPT000001", "BPT000002"]);
    paula.accept(&unit("MAR")).await;
    paula.accept("BPCQ7").await;
    paula.accept("BPCCLOSE").await;
    paula.accept("BPT000002").await;
    paula.accept(&unit("JUN")).await;
    paula.accept("BPCQ3").await;
    paula.accept(SOAP_UNIT).await;
    paula.accept("BPCQ2").await;
    is(&paula.accept("BPCCLOSE").await, "pack_done");
    assert_eq!(reload(&erp, &one).await.order.status, "packed");
    for free in ["BPT000001", "BPT000002"] {
        assert_eq!(order_of(&rita, free).await, None);
    }
    sound(&floor, &erp).await;
}

async fn what_lies_in_two_totes_is_put_back_from_both(floor: Floor) {
    let (erp, rita) = (floor.log_in("erp").await, floor.log_in("rita").await);
    let pedro = floor.log_in("pedro").await;
    let one = two_totes(&floor, &pedro, &[(READER, 1)]).await;
    let reply = erp.post(&format!("/orders/{}/cancel", one.order.id), &json!({})).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let step = rita.accept("BPCRELOCATE").await;
    let Screen::RelocateFrom(from) = &step.screen else { panic!("{step:?}") };
    assert_eq!(from.waiting_count, 0, "both are on the cart, the full one too");
    for tote in ["BPT000001", "BPT000002"] {
        rita.refuse(tote, "of_order").await;
    }
    let told = pedro.scan("BPT000002").await;
    assert_eq!(message(&told), (Outcome::Confirm, "stop_cancelled"));
    pedro.accept("BPLA-03-02-1").await;
    pedro.accept(&bipe_tests::crew::symbol(READER, Some("S1"))).await;
    is(&pedro.accept("BPT000009").await, "pick_done");
    rita.accept("BPCLEAVE").await;
    let step = rita.accept("BPCRELOCATE").await;
    let Screen::RelocateFrom(from) = &step.screen else { panic!("{step:?}") };
    assert_eq!(from.waiting_count, 2, "with the tour done, both go back");
    for (tote, lot, base, bin) in [("BPT000001", "MAR", 7, "A-01-01-1"), ("BPT000002", "JUN", 3, "A-02-01-1")]
    {
        rita.accept(tote).await;
        rita.accept(&unit(lot)).await;
        rita.accept(&format!("BPCQ{base}")).await;
        let step = rita.scan(&format!("BPL{bin}")).await;
        if message(&step).0 == Outcome::Confirm {
            rita.accept(&format!("BPL{bin}")).await;
        }
    }
    for free in ["BPT000001", "BPT000002"] {
        assert_eq!(order_of(&rita, free).await, None);
    }
    sound(&floor, &erp).await;
}

async fn a_tote_that_stays_empty_is_free_when_the_tour_ends(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let rita = floor.log_in("rita").await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 3).await;
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let one = take(&erp, "P1", &[(COFFEE, 3), (SOAP, 2)]).await;
    release(&sonia, &[&one]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    tote(&pedro, "BPT000001").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept("BPCFULL").await;
    tote(&pedro, "BPT000002").await;
    assert_eq!(order_of(&rita, "BPT000001").await, None, "too small from the first, it is given up empty");
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ3").await;
    pedro.accept("BPT000002").await;
    pedro.accept("BPLA-03-01-1").await;
    pedro.accept("BPCFULL").await;
    pedro.accept("BPT000001").await;
    pedro.scan("BPCSHORT").await;
    pedro.scan("BPCQ0").await;
    let done = pedro.accept("BPCCONFIRM").await;
    let Screen::PickDone(view) = &done.screen else { panic!("{done:?}") };
    assert_eq!(view.totes, ["BPT000002"]);
    assert_eq!(order_of(&rita, "BPT000001").await, None);
    assert_eq!(order_of(&rita, "BPT000002").await.as_deref(), Some("P1"));
    assert_eq!(events(&floor, "order.picked", 1).await[0]["totes"], json!(["BPT000002"]));
    sound(&floor, &erp).await;
}

on_both_engines!(
    a_stop_is_put_off_at_once_and_then_with_a_reason,
    a_full_tote_opens_the_next_and_both_are_packed,
    what_lies_in_two_totes_is_put_back_from_both,
    a_tote_that_stays_empty_is_free_when_the_tour_ends,
);
