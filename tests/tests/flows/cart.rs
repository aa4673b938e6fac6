//! What a cart meets on its way: stops that are put off, totes that are full.

use bipe_core::screen::{Outcome, Screen};
use bipe_tests::floor::Floor;
use bipe_tests::floor::goods::{COFFEE, SOAP, SOAP_UNIT};
use bipe_tests::on_both_engines;
use serde_json::json;

use crate::pick::{JANUARY, events, is, lay, message, release, reload, sound, stop, take, tote, unit};

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

on_both_engines!(a_stop_is_put_off_at_once_and_then_with_a_reason,);
