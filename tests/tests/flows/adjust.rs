//! Corrections and scrap by a supervisor: with a reason, never under what is reserved, never of an order's goods.

use bipe_api::Page;
use bipe_api::desk::{Adjusted, Stock};
use bipe_tests::books::Books;
use bipe_tests::floor::goods::{COFFEE, READER, SOAP};
use bipe_tests::floor::{Floor, Hand, Reply};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::pick::{JANUARY, MARCH, events, lay, release, sound, take};

on_both_engines!(
    stock_is_corrected_with_a_reason,
    no_correction_touches_what_is_promised_to_an_order,
    goods_are_thrown_away,
    a_serial_is_found_once,
    stock_is_listed_page_by_page,
);

async fn adjust(hand: &Hand, bin: &str, sku: &str, lot: Option<&str>, quantity_base: i64) -> Reply {
    let reason = "Avaria na prateleira";
    let body =
        json!({"location": bin, "sku": sku, "lot": lot, "quantity_base": quantity_base, "reason": reason});
    hand.post("/adjustments", &body).await
}

async fn stock_is_corrected_with_a_reason(floor: Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    let less: Adjusted = adjust(&sonia, "A-01-01-1", COFFEE, None, -3).await.json();
    assert_eq!((less.lot.as_str(), less.on_hand_base), ("JAN", 7));
    let more: Adjusted = adjust(&sonia, "A-01-01-1", COFFEE, Some("JAN"), 5).await.json();
    assert_eq!(more.on_hand_base, 12);
    let found: Adjusted = adjust(&sonia, "A-02-01-1", COFFEE, Some("JAN"), 1).await.json();
    assert_eq!(found.on_hand_base, 1, "where nothing of it lay");
    let all: Adjusted = adjust(&sonia, "A-01-01-1", COFFEE, None, -12).await.json();
    assert_eq!(all.on_hand_base, 0);
    let rows: Page<Stock> = sonia.get("/stock?search=JAN").await.json();
    assert_eq!((rows.rows.len(), rows.rows[0].location.as_str()), (1, "A-02-01-1"));
    adjust(&pedro, "A-02-01-1", COFFEE, None, -1).await.problem(403, "no-role");
    adjust(&erp, "A-02-01-1", COFFEE, None, -1).await.problem(403, "no-role");
    let at = |reply: Reply| reply.problem(422, "wrong-fields").errors[0].at.clone();
    assert_eq!(at(adjust(&sonia, "Z-9", COFFEE, None, -1).await), "location");
    assert_eq!(at(adjust(&sonia, "A-02-01-1", "NADA", None, -1).await), "sku");
    assert_eq!(at(adjust(&sonia, "A-02-01-1", COFFEE, Some("X"), -1).await), "lot");
    assert_eq!(at(adjust(&sonia, "A-02-01-1", COFFEE, None, 0).await), "quantity_base");
    let no_reason = json!({"location": "A-02-01-1", "sku": COFFEE, "quantity_base": -1, "reason": ""});
    assert_eq!(at(sonia.post("/adjustments", &no_reason).await), "reason");
    adjust(&sonia, "A-02-01-1", COFFEE, None, -2).await.problem(409, "stock-too-much");
    adjust(&sonia, "A-01-01-1", COFFEE, None, -1).await.problem(409, "stock-not-there");
    adjust(&sonia, "AJUSTE", COFFEE, Some("JAN"), 1).await.problem(409, "stock-no-bin");
    let told = events(&floor, "stock.adjusted", 4).await;
    assert_eq!((&told[0]["quantity_base"], &told[0]["reason"]), (&json!(-3), &json!("Avaria na prateleira")));
    let sql = "SELECT COUNT(*) FROM audit_log WHERE action = 'stock.adjusted'";
    assert_eq!(Books::open(&floor.database).number(sql), 4);
    sound(&floor, &erp).await;
}

async fn no_correction_touches_what_is_promised_to_an_order(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, COFFEE, "JAN", Some(JANUARY), "A-01-01-1", 10).await;
    lay(&floor, COFFEE, "MAR", Some(MARCH), "A-01-01-1", 5).await;
    let first = take(&erp, "P1", &[(COFFEE, 6)]).await;
    release(&sonia, &[&first]).await;
    adjust(&sonia, "A-01-01-1", COFFEE, None, -1).await.problem(409, "stock-several-lots");
    let problem = adjust(&sonia, "A-01-01-1", COFFEE, Some("JAN"), -5).await.problem(409, "stock-reserved");
    assert!(problem.detail.expect("a detail").contains("only 4"));
    let less: Adjusted = adjust(&sonia, "A-01-01-1", COFFEE, Some("JAN"), -4).await.json();
    assert_eq!((less.on_hand_base, less.reserved_base), (6, 6));
    crate::picked::pick_tour(&floor, 1).await;
    let desk = Books::open(&floor.database).rows(
        "SELECT l.code FROM stock AS s JOIN locations AS l ON l.id = s.location_id WHERE s.on_hand_base = 6",
    );
    adjust(&sonia, &desk[0][0], COFFEE, Some("JAN"), -1).await.problem(409, "stock-no-bin");
    sound(&floor, &erp).await;
}

async fn goods_are_thrown_away(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, SOAP, "2026-03-01", None, "A-03-01-1", 10).await;
    let scrap = |quantity_base: i64| json!({"location": "A-03-01-1", "sku": SOAP, "quantity_base": quantity_base, "reason": "Caixa molhada"});
    let done: Adjusted = sonia.post_once("/scraps", "s1", &scrap(4)).await.json();
    let again: Adjusted = sonia.post_once("/scraps", "s1", &scrap(4)).await.json();
    assert_eq!((done.on_hand_base, again.on_hand_base), (6, 6), "once");
    sonia.post("/scraps", &scrap(-4)).await.problem(422, "wrong-fields");
    sonia.post("/scraps", &scrap(7)).await.problem(409, "stock-too-much");
    assert_eq!(events(&floor, "stock.scrapped", 1).await[0]["quantity_base"], -4);
    sound(&floor, &erp).await;
}

async fn a_serial_is_found_once(floor: Floor) {
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    lay(&floor, READER, "S1", None, "A-01-01-1", 1).await;
    adjust(&sonia, "A-02-01-1", READER, Some("S1"), 1).await.problem(409, "stock-serial");
    adjust(&sonia, "A-01-01-1", READER, Some("S1"), -1).await.json::<Adjusted>();
    adjust(&sonia, "A-02-01-1", READER, Some("S1"), 2).await.problem(409, "stock-serial");
    let found: Adjusted = adjust(&sonia, "A-02-01-1", READER, Some("S1"), 1).await.json();
    assert_eq!(found.on_hand_base, 1);
    sound(&floor, &erp).await;
}

/// Every row once and in order, all of it and of one item.
async fn stock_is_listed_page_by_page(floor: Floor) {
    let sonia = floor.log_in("sonia").await;
    for number in 0..60 {
        let lot: &'static str = Box::leak(format!("JAN-{number:02}").into_boxed_str());
        let bin = ["A-02-01-1", "A-01-01-1"][number % 2];
        lay(&floor, COFFEE, lot, Some(JANUARY), bin, 1).await;
    }
    lay(&floor, SOAP, "2026-02-01", None, "A-01-01-1", 3).await;
    let listed = async |asked: &str| {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: Page<Stock> = sonia.get(&format!("/stock?{asked}{cursor}")).await.json();
            rows.extend(page.rows.into_iter().map(|row| (row.location, row.sku, row.lot)));
            let Some(next) = page.next else { return rows };
            cursor = format!("&cursor={next}");
        }
    };
    let all = listed("search=").await;
    assert_eq!(all.len(), 61);
    assert!(all.is_sorted(), "{all:?}");
    let coffee: Vec<_> = all.iter().filter(|row| row.1 == COFFEE).cloned().collect();
    assert_eq!(listed(&format!("item={COFFEE}")).await, coffee);
    assert_eq!(listed("search=cafe").await, coffee);
    assert_eq!(listed("item=CAFE-50").await, [], "an item's whole code, not a part of it");
    sonia.get("/stock?search=cafe&item=CAFE-500").await.problem(400, "bad-request");
}
