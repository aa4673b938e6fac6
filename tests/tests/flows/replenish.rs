//! Pick faces are filled up from reserve: asked for by minimum and by demand, taken by FEFO, scanned.

use bipe_api::Page;
use bipe_api::desk::{PickFace, Replenishment, ReplenishmentsOpened, Stock};
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_tests::floor::goods::{COFFEE, COFFEE_CASE, SOAP};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::pick::{JANUARY, MARCH, events, is, lay, message, release, sound, take, unit};

/// A face of coffee, filled up to 40 when less than 10 are free.
async fn face(ada: &Hand) {
    let face = json!({"location": "A-01-01-1", "sku": COFFEE, "min_base": 10, "max_base": 40});
    ada.put("/pick-faces", &face).await.json::<serde_json::Value>();
}

async fn look(sonia: &Hand) -> i64 {
    sonia.post("/replenishments", &json!({})).await.json::<ReplenishmentsOpened>().opened
}

async fn list(sonia: &Hand) -> Vec<Replenishment> {
    sonia.get("/replenishments").await.json::<Page<Replenishment>>().rows
}

async fn in_bin(hand: &Hand, bin: &str) -> Vec<(String, i64)> {
    let page: Page<Stock> = hand.get(&format!("/stock?search={bin}")).await.json();
    page.rows.into_iter().map(|row| (row.lot, row.on_hand_base)).collect()
}

fn stop(step: &Step) -> (&str, &str, i64) {
    match &step.screen {
        Screen::ReplenishBin(stop) | Screen::ReplenishGoods(stop) | Screen::ReplenishInto(stop) => {
            (&stop.from.code, stop.goods.lot.as_deref().unwrap_or(""), stop.goods.quantity.base)
        }
        other => panic!("no stop: {other:?}"),
    }
}

async fn a_face_is_filled_up_by_fefo_from_bin_to_bin(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 5).await;
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    lay(&floor, COFFEE, "L3", Some(JANUARY), "A-03-02-2", 20).await;
    let (ada, sonia, rita) =
        (floor.log_in("ada").await, floor.log_in("sonia").await, floor.log_in("rita").await);
    assert_eq!(look(&sonia).await, 0, "no face has a rule");
    face(&ada).await;
    assert_eq!(look(&sonia).await, 1);
    assert_eq!(look(&sonia).await, 0, "a face is asked for once");
    let open = list(&sonia).await.remove(0);
    assert_eq!((open.reason.as_str(), open.quantity_base, open.status.as_str()), ("minimum", 35, "open"));
    let step = rita.accept("BPCREPLENISH").await;
    let Screen::ReplenishFace(faces) = &step.screen else { panic!("{step:?}") };
    assert_eq!((faces.waiting[0].code.as_str(), faces.waiting_count), ("A-01-01-1", 1));
    let step = rita.accept("BPCNEXT").await;
    assert_eq!(stop(&step), ("A-03-02-2", "L3", 20), "the lot that leaves first, as much as there is");
    let nina = floor.log_in("sonia").await;
    nina.accept("BPCREPLENISH").await;
    nina.refuse("BPLA-01-01-1", "taken_by_other").await;
    rita.refuse("BPLA-01-02-1", "wrong_bin").await;
    is(&rita.accept("BPLA-03-02-2").await, "replenish_goods");
    rita.refuse(&unit("L2"), "wrong_lot").await;
    rita.accept(&format!("(01){COFFEE_CASE}(10)L3")).await;
    rita.refuse(&format!("(01){COFFEE_CASE}(10)L3"), "too_much").await;
    is(&rita.accept("BPCQ20").await, "replenish_into");
    // Another device goes on where this one stopped.
    assert_eq!(stop(&floor.log_in("rita").await.step().await), ("A-03-02-2", "L3", 20));
    rita.refuse("BPLA-01-01-2", "wrong_bin").await;
    let step = rita.accept("BPLA-01-01-1").await;
    assert_eq!(stop(&step), ("A-01-02-1", "L2", 15), "the rest comes from the next lot");
    rita.accept("BPLA-01-02-1").await;
    rita.accept(&unit("L2")).await;
    rita.accept("BPCQ15").await;
    let step = rita.accept("BPLA-01-01-1").await;
    assert_eq!(message(&step), (Outcome::Accepted, "done"));
    is(&step, "replenish_face");
    let mut held = in_bin(&sonia, "A-01-01-1").await;
    held.sort();
    assert_eq!(held, [("L1".to_owned(), 5), ("L2".to_owned(), 15), ("L3".to_owned(), 20)]);
    let done = list(&sonia).await.remove(0);
    assert_eq!(
        (done.status.as_str(), done.done_base, done.operator.as_deref()),
        ("done", 35, Some("Rita Lopes"))
    );
    let said = events(&floor, "stock.replenished", 2).await;
    assert_eq!(
        said.iter().map(|one| one["quantity_base"].as_i64()).collect::<Vec<_>>(),
        [Some(20), Some(15)]
    );
    let faces: Page<PickFace> = sonia.get("/pick-faces").await.json();
    assert_eq!((faces.rows[0].on_hand_base, faces.rows[0].max_base), (40, 40));
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn what_orders_reserve_is_demand(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-01-1", 30).await;
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    let (ada, erp, sonia) =
        (floor.log_in("ada").await, floor.log_in("erp").await, floor.log_in("sonia").await);
    face(&ada).await;
    assert_eq!(look(&sonia).await, 0, "30 are enough");
    let order = take(&erp, "PV-1", &[(COFFEE, 25)]).await;
    release(&sonia, &[&order]).await;
    assert_eq!(look(&sonia).await, 1, "5 of them are free");
    let open = list(&sonia).await.remove(0);
    assert_eq!((open.reason.as_str(), open.quantity_base), ("demand", 35));
    sonia.post(&format!("/replenishments/{}/cancel", open.id), &json!({})).await.json::<serde_json::Value>();
    sonia.post(&format!("/replenishments/{}/cancel", open.id), &json!({})).await.problem(404, "not-found");
    assert_eq!(list(&sonia).await[0].status, "cancelled");
}

async fn reserve_that_runs_dry_ends_the_fill(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 12).await;
    let (ada, sonia, rita) =
        (floor.log_in("ada").await, floor.log_in("sonia").await, floor.log_in("rita").await);
    face(&ada).await;
    assert_eq!(look(&sonia).await, 1);
    rita.accept("BPCREPLENISH").await;
    rita.accept("BPLA-01-01-1").await;
    rita.accept("BPLA-01-02-1").await;
    rita.accept(&format!("(01){COFFEE_CASE}(10)L2")).await;
    let step = rita.scan("BPLA-01-01-1").await;
    assert_eq!(message(&step), (Outcome::Confirm, "nothing_in_reserve"));
    is(&step, "replenish_face");
    assert_eq!(in_bin(&sonia, "A-01-01-1").await, [("L2".to_owned(), 12)]);
    assert_eq!((list(&sonia).await[0].status.as_str(), list(&sonia).await[0].done_base), ("done", 12));
    assert_eq!(look(&sonia).await, 0, "nothing in reserve, nothing to ask for");
    let wrong = json!({"location": "A-01-01-1", "sku": SOAP, "min_base": 10, "max_base": 5});
    ada.put("/pick-faces", &wrong).await.problem(422, "pick-face");
    let nowhere = json!({"location": "ZZ", "sku": SOAP, "min_base": 1, "max_base": 5});
    ada.put("/pick-faces", &nowhere).await.problem(422, "pick-face");
    let none = json!({"location": "A-01-01-1", "sku": COFFEE, "min_base": 0, "max_base": 0});
    ada.put("/pick-faces", &none).await.json::<serde_json::Value>();
    assert_eq!(sonia.get("/pick-faces").await.json::<Page<PickFace>>().rows, []);
}

async fn the_job_asks_by_itself_and_once(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    let (ada, sonia) = (floor.log_in("ada").await, floor.log_in("sonia").await);
    face(&ada).await;
    let jobs = bipe_server::job::start(floor.app.clone());
    events(&floor, "replenishment.opened", 1).await;
    floor.pass(60_000);
    jobs.stop().await;
    assert_eq!(look(&sonia).await, 0);
    assert_eq!(list(&sonia).await.len(), 1);
}

/// A face that waits, who had it looked for, and two who may fill it up.
async fn one_face(floor: &Floor) -> [Hand; 3] {
    face(&floor.log_in("ada").await).await;
    let sonia = floor.log_in("sonia").await;
    assert_eq!(look(&sonia).await, 1);
    [sonia, floor.log_in("rita").await, floor.log_in("pedro").await]
}

async fn who_comes_back_to_anothers_face_holds_nothing(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    let [sonia, rita, pedro] = one_face(&floor).await;
    for hand in [&rita, &pedro] {
        hand.accept("BPCREPLENISH").await;
        is(&hand.accept("BPCNEXT").await, "replenish_bin");
        hand.accept("BPCLEAVE").await;
    }
    is(&rita.accept("BPCREPLENISH").await, "replenish_face");
    sonia.accept("BPCREPLENISH").await;
    is(&sonia.accept("BPCNEXT").await, "replenish_bin");
    rita.refuse("BPLA-01-01-1", "taken_by_other").await;
}

async fn a_second_person_gets_the_faces_other_item(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    lay(&floor, SOAP, "S1", None, "A-01-02-2", 90).await;
    let (ada, sonia, rita) =
        (floor.log_in("ada").await, floor.log_in("sonia").await, floor.log_in("rita").await);
    face(&ada).await;
    let soap = json!({"location": "A-01-01-1", "sku": SOAP, "min_base": 10, "max_base": 40});
    ada.put("/pick-faces", &soap).await.json::<serde_json::Value>();
    assert_eq!(look(&sonia).await, 2);
    let mut bins = Vec::new();
    for hand in [&rita, &sonia] {
        hand.accept("BPCREPLENISH").await;
        bins.push(stop(&hand.accept("BPLA-01-01-1").await).0.to_owned());
    }
    bins.sort();
    assert_eq!(bins, ["A-01-02-1", "A-01-02-2"]);
}

async fn goods_that_are_gone_are_taken_elsewhere(floor: Floor) {
    lay(&floor, COFFEE, "L1", Some(JANUARY), "A-01-02-1", 20).await;
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-02-02-1", 90).await;
    let [sonia, rita, pedro] = one_face(&floor).await;
    rita.accept("BPCREPLENISH").await;
    rita.accept("BPCNEXT").await;
    rita.accept("BPLA-01-02-1").await;
    is(&rita.accept(&unit("L1")).await, "replenish_into");
    // Someone else moves the whole bin meanwhile.
    pedro.accept("BPCRELOCATE").await;
    pedro.accept("BPLA-01-02-1").await;
    pedro.accept(&unit("L1")).await;
    pedro.accept("BPCQ20").await;
    pedro.accept("BPLA-01-01-2").await;
    rita.refuse("BPLA-01-01-1", "wrong_bin").await;
    assert_eq!(stop(&rita.step().await), ("A-02-02-1", "L2", 40));
    assert_eq!(list(&sonia).await[0].status, "open");
}

async fn a_face_takes_only_what_fits_it(floor: Floor) {
    lay(&floor, COFFEE, "L2", Some(MARCH), "A-01-02-1", 90).await;
    let [_, rita, _] = one_face(&floor).await;
    let ada = floor.log_in("ada").await;
    for symbol in ["BPCREPLENISH", "BPCNEXT", "BPLA-01-02-1"] {
        rita.accept(symbol).await;
    }
    rita.accept(&unit("L2")).await;
    rita.accept("BPCQ40").await;
    // While the goods are in hand a desk makes the face a cold one, then one that carries less.
    let change = &ada;
    let rule = |rule: serde_json::Value| async move {
        change.patch("/locations/A-01-01-1", &rule).await.json::<serde_json::Value>();
    };
    rule(json!({"temperature_class": "chilled"})).await;
    rita.refuse("BPLA-01-01-1", "bin_unfit").await;
    rule(json!({"temperature_class": "ambient", "quantity_base_max": 12})).await;
    rita.refuse("BPLA-01-01-1", "bin_unfit").await;
    assert_eq!(in_bin(&rita, "A-01-01-1").await, []);
    rita.accept("BPCQ12").await;
    rita.accept("BPLA-01-01-1").await;
    assert_eq!(in_bin(&rita, "A-01-01-1").await, [("L2".to_owned(), 12)]);
    sound(&floor, &floor.log_in("erp").await).await;
}

on_both_engines!(
    who_comes_back_to_anothers_face_holds_nothing,
    a_second_person_gets_the_faces_other_item,
    goods_that_are_gone_are_taken_elsewhere,
    a_face_is_filled_up_by_fefo_from_bin_to_bin,
    what_orders_reserve_is_demand,
    reserve_that_runs_dry_ends_the_fill,
    the_job_asks_by_itself_and_once,
    a_face_takes_only_what_fits_it,
);
