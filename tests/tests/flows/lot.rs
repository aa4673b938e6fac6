//! Lots at the desk: a hold and a recall stop everything at once and drop nothing; dates move together; where a lot went.

use bipe_api::Page;
use bipe_api::desk::{Lot, LotDetail, LotTrace, Traced};
use bipe_core::lot::LotStatus;
use bipe_core::screen::{Outcome, Screen};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, COFFEE_UNIT, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};
use time::macros::date;

use super::pick::{JANUARY, MARCH, events, is, lay, message, release, reload, sound, stop, take, tote, unit};
use super::receive::{AUTHORISED, KEY, coffee_case, import};

on_both_engines!(
    a_hold_stops_picking_at_once_and_drops_nothing,
    a_recalled_parcel_neither_closes_nor_leaves,
    only_a_supervisor_says_what_may_be_said,
    dates_move_together,
    a_lot_is_traced_from_its_receipt_to_the_customer,
    lots_come_in_pages,
);

async fn lot(hand: &Hand, code: &str) -> Lot {
    let page: Page<Lot> = hand.get(&format!("/lots?search={code}")).await.json();
    page.rows.into_iter().find(|lot| lot.code == code).expect("the lot is listed")
}

async fn say(hand: &Hand, lot: &Lot, verb: &str) -> LotDetail {
    hand.post(&format!("/lots/{}/{verb}", lot.id), &json!({"reason": "Laudo 77 do fornecedor"})).await.json()
}

async fn a_hold_stops_picking_at_once_and_drops_nothing(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-02-01-1", 10).await;
    let first = take(&erp, "P1", &[(COFFEE, 4)]).await;
    release(&sonia, &[&first]).await;
    let pedro = floor.log_in("pedro").await;
    pedro.accept("BPCPICK").await;
    assert_eq!(stop(&tote(&pedro, "BPT1").await), ("A-01-01-1", "JAN", 4));
    pedro.accept("BPLA-01-01-1").await;
    let january = lot(&sonia, "JAN").await;
    assert_eq!((january.status, january.on_hand_base, january.reserved_base), (LotStatus::Released, 10, 4));
    let held = say(&sonia, &january, "hold").await;
    assert_eq!(
        (held.lot.status, held.lot.status_reason.as_str()),
        (LotStatus::Held, "Laudo 77 do fornecedor")
    );
    let shown = &held.reserved[0];
    assert_eq!((shown.order.as_str(), shown.location.as_str(), shown.quantity_base), ("P1", "A-01-01-1", 4));
    let told = events(&floor, "lot.held", 1).await;
    assert_eq!((&told[0]["lot"], &told[0]["reserved"][0]["order"]), (&json!("JAN"), &json!("P1")));
    let refused = pedro.scan(&unit("JAN")).await;
    assert_eq!(message(&refused).0, Outcome::Refused, "{refused:?}");
    assert_eq!(reload(&erp, &first).await.lines[0].reserved_base, 4, "what is reserved stays");
    let second = take(&erp, "P2", &[(COFFEE, 12)]).await;
    assert_eq!(second.lines[0].promised_base, 10, "nothing of a held lot is promised");
    assert_eq!(release(&sonia, &[&second]).await.allocated_base, 10, "nor given");
    sonia
        .post(&format!("/lots/{}/hold", january.id), &json!({"reason": "de novo"}))
        .await
        .problem(409, "lot-already");
    let free = say(&sonia, &january, "release").await;
    assert_eq!((free.lot.status, free.lot.status_reason.as_str()), (LotStatus::Released, ""));
    pedro.accept(&unit("JAN")).await;
    pedro.accept("BPCQ4").await;
    is(&pedro.accept("BPT1").await, "pick_done");
    sound(&floor, &erp).await;
}

async fn a_recalled_parcel_neither_closes_nor_leaves(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    take(&erp, "P1", &[(COFFEE, 3)]).await;
    crate::picked::pick_all(&floor, 1).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPT000001").await;
    paula.accept(&unit("JAN")).await;
    let step = paula.accept("BPCQ3").await;
    let january = lot(&sonia, "JAN").await;
    say(&sonia, &january, "recall").await;
    is(&step, "pack_close");
    paula.refuse("BPCCONFIRM", "parcel_stopped").await;
    let path = format!("/lots/{}/release", january.id);
    sonia.post(&path, &json!({"reason": "engano"})).await.problem(409, "lot-recalled");
    say(&sonia, &january, "hold").await;
    say(&sonia, &january, "release").await;
    let step = paula.accept("BPCCONFIRM").await;
    let Screen::PackDone(done) = step.screen else { panic!("{step:?}") };
    paula.accept("BPCLEAVE").await;
    paula.accept("BPCSHIP").await;
    say(&sonia, &january, "recall").await;
    let sscc = format!("]C100{}", done.parcels[0].sscc);
    paula.refuse(&sscc, "parcel_stopped").await;
    let trace: LotTrace = sonia.get(&format!("/lots/{}/trace", january.id)).await.json();
    assert_eq!((trace.customers.as_slice(), trace.parcels[0].status.as_str()), (&[][..], "closed"));
    sound(&floor, &erp).await;
}

async fn only_a_supervisor_says_what_may_be_said(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    let january = lot(&sonia, "JAN").await;
    let hold = format!("/lots/{}/hold", january.id);
    let because = json!({"reason": "Laudo 77"});
    erp.post(&hold, &because).await.problem(403, "no-role");
    pedro.post(&hold, &because).await.problem(403, "no-role");
    let problem = sonia.post(&hold, &json!({"reason": " x "})).await.problem(422, "wrong-fields");
    assert_eq!(problem.errors[0].at, "reason");
    let nobody = "/lots/018f2f2e-0000-7000-8000-000000000000";
    sonia.get(nobody).await.problem(404, "not-found");
    sonia.post(&format!("{nobody}/hold"), &because).await.problem(404, "not-found");
    let once: Value = sonia.post_once(&hold, "h1", &because).await.json();
    let again: Value = sonia.post_once(&hold, "h1", &because).await.json();
    assert_eq!(once, again);
    events(&floor, "lot.held", 1).await;
    let sql = "SELECT COUNT(*) FROM audit_log WHERE action = 'lot.held'";
    assert_eq!(Books::open(&floor.database).number(sql), 1);
}

async fn dates_move_together(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    erp.patch(&format!("/items/{COFFEE}"), &json!({"removal_lead_days": 10})).await.json::<Value>();
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    let path = format!("/lots/{}", lot(&sonia, "JAN").await.id);
    let change = json!({"expiry": "2027-02-10", "reason": "Etiqueta errada"});
    let after: LotDetail = sonia.patch(&path, &change).await.json();
    assert_eq!(after.lot.expiry, Some(date!(2027 - 02 - 10)));
    assert_eq!(after.lot.removal_on, Some(date!(2027 - 01 - 31)), "ten days before, by the item's policy");
    let change = json!({"expiry": "2027-02-20", "reason": "Etiqueta errada"});
    let after: LotDetail = sonia.patch(&path, &change).await.json();
    assert_eq!(after.lot.removal_on, Some(date!(2027 - 02 - 10)), "it moves along");
    let wrong = json!({"removal_on": "2027-03-01", "expiry": "2027-02-20", "reason": "Etiqueta errada"});
    let problem = sonia.patch(&path, &wrong).await.problem(422, "wrong-fields");
    assert_eq!(problem.errors[0].at, "removal_on");
    sonia.patch(&path, &json!({"reason": "nada muda"})).await.problem(422, "wrong-fields");
    erp.patch(&path, &change).await.problem(403, "no-role");
    let past = json!({"expiry": "2026-03-01", "reason": "Etiqueta errada"});
    sonia.patch(&path, &past).await.json::<LotDetail>();
    assert_eq!(take(&erp, "P1", &[(COFFEE, 1)]).await.lines[0].promised_base, 0, "it has expired");
    assert_eq!(events(&floor, "lot.dated", 3).await[0]["after"]["expiry"], "2027-02-10");
    sound(&floor, &erp).await;
}

fn named<'t>(list: &'t [Traced], name: &str) -> &'t Traced {
    list.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("no {name} in {list:?}"))
}

async fn a_lot_is_traced_from_its_receipt_to_the_customer(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    import(&floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(&coffee_case("L1", "270131")).await;
    let step = rita.accept("BPCQ1").await;
    let Screen::ReceiveGoods(screen) = step.screen else { panic!("{step:?}") };
    let pallet = screen.pallet.expect("a pallet");
    rita.accept("BPCFULL").await;
    rita.accept("BPCLEAVE").await;
    rita.accept(&pallet).await;
    rita.accept("BPLA-01-01-1").await;
    take(&erp, "P1", &[(COFFEE, 5)]).await;
    crate::picked::pick_all(&floor, 1).await;
    let paula = floor.log_in("paula").await;
    paula.accept("BPT000001").await;
    paula.accept(&format!("(01){COFFEE_UNIT}(10)L1")).await;
    paula.accept("BPCQ5").await;
    let step = paula.accept("BPCCONFIRM").await;
    let Screen::PackDone(done) = step.screen else { panic!("{step:?}") };
    paula.accept("BPCLEAVE").await;
    paula.accept("BPCSHIP").await;
    paula.accept(&format!("]C100{}", done.parcels[0].sscc)).await;
    paula.accept("BPCLEAVE").await;
    let second = take(&erp, "P2", &[(COFFEE, 2)]).await;
    release(&sonia, &[&second]).await;
    let path = format!("/lots/{}/trace", lot(&sonia, "L1").await.id);
    let before = floor.app.store.sent().statements;
    let trace: LotTrace = sonia.get(&path).await.json();
    // Besides the session's own, the trace is one statement.
    let session = floor.app.store.sent().statements - before - 1;
    assert!(session <= 2, "{session} statements beside the trace");
    assert_eq!((trace.receipts.len(), trace.receipts[0].quantity_base), (1, 12));
    assert!(!trace.receipts[0].name.is_empty() && !trace.receipts[0].of.is_empty(), "{:?}", trace.receipts);
    let bin = named(&trace.locations, "A-01-01-1");
    assert_eq!((bin.quantity_base, bin.reserved_base, trace.locations.len()), (7, 2, 1));
    assert_eq!((named(&trace.units, &pallet).of.as_str(), trace.units.len()), ("A-01-01-1", 1));
    assert_eq!((named(&trace.orders, "P1").quantity_base, named(&trace.orders, "P2").reserved_base), (5, 2));
    let parcel = named(&trace.parcels, &done.parcels[0].sscc);
    assert_eq!((parcel.of.as_str(), parcel.status.as_str(), parcel.quantity_base), ("P1", "shipped", 5));
    assert_eq!(named(&trace.customers, "Conceição Araújo").quantity_base, 5);
    sound(&floor, &erp).await;
}

async fn lots_come_in_pages(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    for code in ["A1", "A2", "B1"] {
        lay(&floor, COFFEE, code, Some(JANUARY), "A-01-01-1", 1).await;
    }
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let codes = |page: &Page<Lot>| page.rows.iter().map(|lot| lot.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&sonia.get("/lots").await.json()), ["A1", "A2", "B1", "2026-03-01"]);
    assert_eq!(codes(&sonia.get("/lots?search=a").await.json()).len(), 4, "in the item's name too");
    assert_eq!(codes(&sonia.get("/lots?search=a2").await.json()), ["A2"]);
    say(&sonia, &lot(&sonia, "B1").await, "hold").await;
    assert_eq!(codes(&sonia.get("/lots?status=held").await.json()), ["B1"]);
    sonia.get("/lots?status=lost").await.problem(400, "bad-request");
}
