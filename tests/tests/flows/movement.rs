//! Movements in pages, undone by others, and pallets opened.

use bipe_api::Page;
use bipe_api::desk::{Adjusted, Movement, Opened, Stock, Undone};
use bipe_core::id::MovementId;
use bipe_core::screen::Screen;
use bipe_tests::floor::goods::{COFFEE, READER, SOAP};
use bipe_tests::floor::{Floor, Hand, Reply};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::pick::{JANUARY, events, lay, release, sound, take};
use super::receive::{AUTHORISED, KEY, coffee_case, import};

on_both_engines!(
    a_correction_is_undone_once,
    a_pallet_goes_back_to_the_dock_as_it_came,
    what_came_after_keeps_a_movement,
    a_pallet_is_opened_into_its_bin,
    movements_come_in_pages_by_few_statements,
);

async fn movements(hand: &Hand, what: &str) -> Vec<Movement> {
    hand.get(&format!("/movements?{what}")).await.json::<Page<Movement>>().rows
}

async fn undo(hand: &Hand, id: MovementId) -> Reply {
    hand.post(&format!("/movements/{id}/undo"), &json!({"reason": "Lançado por engano"})).await
}

async fn adjust(hand: &Hand, bin: &str, (sku, lot): (&str, &str), quantity_base: i64) {
    let reason = "Contagem à parte";
    let body =
        json!({"location": bin, "sku": sku, "lot": lot, "quantity_base": quantity_base, "reason": reason});
    hand.post("/adjustments", &body).await.json::<Adjusted>();
}

async fn on_hand(hand: &Hand, search: &str) -> Vec<(String, bool, i64)> {
    let page: Page<Stock> = hand.get(&format!("/stock?search={search}")).await.json();
    page.rows.into_iter().map(|row| (row.location, row.unit_code.is_some(), row.on_hand_base)).collect()
}

/// A pallet with 12 coffees of lot L1 in A-01-01-1: its code.
async fn pallet(floor: &Floor) -> String {
    import(floor, AUTHORISED).await;
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
    rita.accept("BPCLEAVE").await;
    pallet
}

async fn a_correction_is_undone_once(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    floor.pass(1);
    adjust(&sonia, "A-01-01-1", (COFFEE, "JAN"), -4).await;
    let down = movements(&sonia, "lot=JAN").await.remove(0);
    assert_eq!((down.reason.as_str(), down.to.as_str(), down.quantity_base), ("adjust", "AJUSTE", 4));
    erp.post(&format!("/movements/{}/undo", down.id), &json!({"reason": "engano"}))
        .await
        .problem(403, "no-role");
    let path = format!("/movements/{}/undo", down.id);
    sonia.post(&path, &json!({"reason": ""})).await.problem(422, "wrong-fields");
    let body = json!({"reason": "Lançado por engano"});
    floor.pass(1);
    let undone: Undone = sonia.post_once(&path, "u1", &body).await.json();
    assert_eq!(undone.undone, [down.id]);
    assert_eq!(sonia.post_once(&path, "u1", &body).await.json::<Undone>(), undone, "once");
    assert_eq!(on_hand(&sonia, "JAN").await, [("A-01-01-1".to_owned(), false, 10)]);
    undo(&sonia, down.id).await.problem(409, "undo-undone");
    let both = movements(&sonia, "location=AJUSTE").await;
    assert_eq!((both[0].undoes_id, both[1].undone_by), (Some(down.id), Some(both[0].id)));
    undo(&sonia, both[0].id).await.problem(409, "undo-reason");
    let laid = movements(&sonia, "lot=JAN").await.pop().expect("it came in");
    undo(&sonia, laid.id).await.problem(409, "undo-reason");
    undo(&sonia, MovementId(uuid::Uuid::nil())).await.problem(404, "not-found");
    assert_eq!(events(&floor, "movement.undone", 1).await[0]["reason"], "Lançado por engano");
    sound(&floor, &erp).await;
}

async fn a_pallet_goes_back_to_the_dock_as_it_came(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let code = pallet(&floor).await;
    let stored = movements(&sonia, "location=A-01-01-1").await.remove(0);
    assert_eq!((stored.reason.as_str(), stored.to_unit.as_deref()), ("putaway", Some(code.as_str())));
    undo(&sonia, stored.id).await.json::<Undone>();
    assert_eq!(on_hand(&sonia, "L1").await, [("DOCA-01".to_owned(), true, 12)]);
    let rita = floor.log_in("rita").await;
    rita.accept(&code).await;
    rita.accept("BPLA-01-01-1").await;
    assert_eq!(on_hand(&sonia, "L1").await, [("A-01-01-1".to_owned(), true, 12)], "and is put away again");
    sound(&floor, &erp).await;
}

async fn what_came_after_keeps_a_movement(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 4).await;
    floor.pass(1);
    adjust(&sonia, "A-03-01-1", (SOAP, "2026-03-01"), 6).await;
    let up = movements(&sonia, "location=A-03-01-1").await.remove(0);
    let order = take(&erp, "P1", &[(SOAP, 7)]).await;
    release(&sonia, &[&order]).await;
    undo(&sonia, up.id).await.problem(409, "undo-reserved");
    crate::picked::pick_tour(&floor, 1).await;
    undo(&sonia, up.id).await.problem(409, "undo-gone");
    let code = pallet(&floor).await;
    let stored = movements(&sonia, "location=A-01-01-1").await.remove(0);
    let open = json!({"sku": COFFEE, "quantity_base": 2});
    floor.pass(1);
    sonia.post(&format!("/units/{code}/open"), &open).await.json::<Opened>();
    undo(&sonia, stored.id).await.problem(409, "undo-gone");
    let opened = movements(&sonia, "location=A-01-01-1").await.remove(0);
    undo(&sonia, opened.id).await.json::<Undone>();
    undo(&sonia, stored.id).await.json::<Undone>();
    lay(&floor, READER, "S1", None, "A-02-01-1", 1).await;
    floor.pass(1);
    adjust(&sonia, "A-02-01-1", (READER, "S1"), -1).await;
    let lost = movements(&sonia, "lot=S1").await.remove(0);
    floor.pass(1);
    adjust(&sonia, "A-02-01-2", (READER, "S1"), 1).await;
    undo(&sonia, lost.id).await.problem(409, "undo-serial");
    sound(&floor, &erp).await;
}

async fn a_pallet_is_opened_into_its_bin(floor: Floor) {
    let (erp, sonia, rita) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("rita").await);
    let code = pallet(&floor).await;
    let path = format!("/units/{code}/open");
    let open = |quantity_base: i64| json!({"sku": COFFEE, "quantity_base": quantity_base});
    erp.post(&path, &open(5)).await.problem(403, "no-role");
    let opened: Opened = rita.post_once(&path, "o1", &open(5)).await.json();
    assert_eq!((opened.location.as_str(), opened.lot.as_str()), ("A-01-01-1", "L1"));
    assert_eq!((opened.quantity_base, opened.left_base), (5, 7));
    assert_eq!(rita.post_once(&path, "o1", &open(5)).await.json::<Opened>(), opened, "once");
    let bin = "A-01-01-1".to_owned();
    let mut lies = on_hand(&sonia, "L1").await;
    lies.sort();
    assert_eq!(lies, [(bin.clone(), false, 5), (bin, true, 7)]);
    rita.post(&path, &open(8)).await.problem(409, "unit-too-much");
    rita.post(&path, &json!({"sku": SOAP})).await.problem(409, "unit-not-there");
    rita.post(&path, &json!({"sku": "NADA"})).await.problem(422, "wrong-fields");
    rita.post("/units/BPT9/open", &open(1)).await.problem(404, "not-found");
    let order = take(&erp, "P1", &[(COFFEE, 9)]).await;
    release(&sonia, &[&order]).await;
    let problem = rita.post(&path, &json!({"sku": COFFEE})).await.problem(409, "unit-reserved");
    assert!(problem.detail.is_some());
    assert_eq!(events(&floor, "unit.opened", 1).await[0]["quantity_base"], 5);
    sound(&floor, &erp).await;
}

async fn movements_come_in_pages_by_few_statements(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 100).await;
    for _ in 0..52 {
        floor.pass(1);
        adjust(&sonia, "A-01-01-1", (COFFEE, "JAN"), -1).await;
    }
    let before = floor.app.store.sent().statements;
    let page: Page<Movement> = sonia.get(&format!("/movements?item={COFFEE}")).await.json();
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 5, "{sent} statements");
    assert_eq!(page.rows.len(), 50);
    let next = page.next.expect("there is more");
    let rest: Page<Movement> = sonia.get(&format!("/movements?item={COFFEE}&cursor={next}")).await.json();
    let reasons: Vec<&str> = rest.rows.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!((reasons, rest.next), (vec!["adjust", "adjust", "receive"], None));
    assert_eq!(movements(&sonia, "").await.len(), 50, "of all goods");
    sonia.get("/movements?item=NADA").await.problem(404, "not-found");
    let pedro = floor.log_in("pedro").await;
    pedro.get("/movements").await.problem(403, "no-role");
}
