//! Goods come back: against the shipment or without one; to stock, quarantine or scrap.

use bipe_api::Page;
use bipe_api::desk;
use bipe_core::screen::{Screen, Step};
use bipe_tests::books::Books;
use bipe_tests::crew::work_off;
use bipe_tests::floor::{Floor, Hand, goods, screen_name};
use serde_json::Value;

use super::dock::audited;
use super::pick::{MARCH, lay, release, take};

bipe_tests::on_both_engines!(
    goods_come_back_against_their_shipment,
    no_more_comes_back_than_was_shipped,
    an_unplanned_return_asks_for_lot_and_expiry,
    what_may_not_be_sold_goes_to_quarantine_or_scrap,
    the_last_goods_go_out_again,
);

/// An order `PV-1` that has left: 6 coffees of the lot MARCO, 4 soaps, a reader with the serial S1.
async fn shipped(floor: &Floor) {
    lay(floor, goods::COFFEE, "MARCO", Some(MARCH), "A-01-01-1", 6).await;
    lay(floor, goods::SOAP, "2026-02-01", None, "A-01-01-2", 4).await;
    lay(floor, goods::READER, "S1", None, "A-02-01-1", 1).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let made = take(&erp, "PV-1", &[(goods::COFFEE, 6), (goods::SOAP, 4), (goods::READER, 1)]).await;
    release(&sonia, &[&made]).await;
    work_off(&floor.log_in("pedro").await, "BPCPICK").await;
    work_off(&floor.log_in("paula").await, "BPCPACK").await;
}

async fn receiver(floor: &Floor) -> Hand {
    let rita = floor.log_in("rita").await;
    let step = rita.accept("BPCRETURNS").await;
    assert_eq!(screen_name(&step.screen), "returns_start");
    rita
}

async fn stock(hand: &Hand, search: &str) -> Vec<(String, String, i64)> {
    let page: Page<desk::Stock> = hand.get(&format!("/stock?search={search}")).await.json();
    page.rows.into_iter().map(|row| (row.location, row.lot, row.on_hand_base)).collect()
}

fn screen(step: &Step) -> &bipe_core::screen::ReturnsGoods {
    match &step.screen {
        Screen::ReturnsGoods(screen) => screen,
        other => panic!("no goods screen: {other:?}"),
    }
}

fn coffee(lot: &str) -> String {
    format!("]C101{}10{lot}", goods::COFFEE_UNIT)
}

async fn goods_come_back_against_their_shipment(floor: Floor) {
    shipped(&floor).await;
    let mut books = Books::open(&floor.database);
    let tag = books.rows("SELECT sscc, tracking_code FROM parcels")[0].clone();
    let rita = receiver(&floor).await;
    rita.refuse("PV-404", "unknown_code").await;
    rita.refuse(goods::COFFEE_UNIT, "not_here").await;
    let step = rita.accept(&tag[1]).await;
    assert_eq!(screen(&step).of.as_ref().map(|of| of.order.as_str()), Some("PV-1"));
    assert_eq!(screen(&step).shipped.iter().map(|one| one.quantity.base).sum::<i64>(), 11);
    let step = rita.accept(goods::COFFEE_UNIT).await;
    let Screen::ReturnsDecide(decide) = &step.screen else { panic!("one lot left: {step:?}") };
    assert_eq!((decide.goods.lot.as_deref(), decide.count), (Some("MARCO"), 1));
    rita.accept("BPCQ4").await;
    let before = floor.app.store.sent().statements;
    rita.accept("BPCSTOCK").await;
    let sent = floor.app.store.sent().statements - before;
    assert!(sent <= 10, "{sent} statements");
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept(goods::SOAP_UNIT).await;
    rita.accept("BPCQUARANTINE").await;
    rita.accept(&coffee("MARCO")).await;
    rita.accept("BPCSCRAP").await;
    rita.accept(&format!("]d201{}21S1", goods::READER_UNIT)).await;
    let step = rita.accept("BPCCONFIRM").await;
    let pallet = screen(&step).pallet.clone().expect("a pallet");
    assert_eq!(screen(&step).on_pallet.len(), 2);
    assert_eq!(stock(&rita, "cafe").await, [("DOCA-01".to_owned(), "MARCO".to_owned(), 4)]);
    assert_eq!(stock(&rita, "sabao").await, [("QUARENTENA-01".to_owned(), "2026-02-01".to_owned(), 2)]);
    let step = rita.accept("BPCCLOSE").await;
    assert_eq!(screen_name(&step.screen), "returns_start");
    // It goes back to a bin as any pallet does.
    rita.accept("BPCPUTAWAY").await;
    let step = rita.accept(&format!("]C100{pallet}")).await;
    let Screen::PutawayBin(to) = &step.screen else { panic!("{step:?}") };
    rita.accept(&format!("BPL{}", to.bin.code)).await;
    let told = books.rows("SELECT payload FROM events WHERE type = 'stock.returned' ORDER BY at_ms");
    let told: Vec<Value> = told.iter().map(|row| serde_json::from_str(&row[0]).expect("JSON")).collect();
    let mut ways: Vec<&str> = told.iter().filter_map(|one| one["disposition"].as_str()).collect();
    ways.sort_unstable();
    assert_eq!(ways, ["quarantine", "scrap", "stock", "stock"]);
    assert!(told.iter().all(|one| one["order"] == "PV-1"));
    let back = books.number("SELECT CAST(SUM(returned_base) AS BIGINT) FROM parcel_lines");
    assert_eq!(back, 8);
    audited(&floor).await;
}

async fn no_more_comes_back_than_was_shipped(floor: Floor) {
    shipped(&floor).await;
    lay(&floor, goods::COFFEE, "ABRIL", Some(MARCH), "A-02-02-1", 1).await;
    let rita = receiver(&floor).await;
    rita.accept("PV-1").await;
    rita.refuse(&coffee("ABRIL"), "lot_not_shipped").await;
    rita.accept(goods::COFFEE_UNIT).await;
    rita.refuse("BPCQ7", "too_much").await;
    rita.refuse("BPCQ0", "bad_quantity").await;
    rita.refuse("BPCFULL", "not_here").await;
    rita.accept("BPCQ6").await;
    rita.refuse(goods::COFFEE_UNIT, "too_much").await;
    rita.accept("BPCSTOCK").await;
    rita.refuse(goods::COFFEE_UNIT, "all_back").await;
    let reader = format!("]d201{}21S1", goods::READER_UNIT);
    rita.refuse(&format!("]d201{}21S2", goods::READER_UNIT), "lot_not_shipped").await;
    rita.accept(&reader).await;
    rita.refuse("BPCQ2", "bad_quantity").await;
    rita.refuse(&reader, "duplicate_serial").await;
    rita.accept("BPCSTOCK").await;
    rita.refuse(&reader, "all_back").await;
    // Nobody else gets more either, and what was never shipped has no shipment.
    let sonia = floor.log_in("sonia").await;
    sonia.accept("BPCRETURNS").await;
    sonia.accept("PV-1").await;
    sonia.refuse(goods::COFFEE_UNIT, "all_back").await;
    let erp = floor.log_in("erp").await;
    take(&erp, "PV-2", &[(goods::SOAP, 1)]).await;
    sonia.refuse("PV-2", "nothing_shipped").await;
    let pedro = floor.log_in("pedro").await;
    let step = pedro.scan("BPCRETURNS").await;
    assert_eq!(step.message.expect("a message").code, "no_role");
    audited(&floor).await;
}

async fn an_unplanned_return_asks_for_lot_and_expiry(floor: Floor) {
    let rita = receiver(&floor).await;
    rita.accept("BPCUNPLANNED").await;
    let step = rita.accept(goods::COFFEE_UNIT).await;
    assert_eq!(screen_name(&step.screen), "returns_lot");
    rita.refuse("BPCSTOCK", "not_here").await;
    rita.accept("]C110L77").await;
    let step = rita.accept("BPCQ310127").await;
    let Screen::ReturnsDecide(decide) = &step.screen else { panic!("{step:?}") };
    assert_eq!(decide.goods.lot.as_deref(), Some("L77"));
    rita.accept(goods::COFFEE_UNIT).await;
    rita.accept("BPCSTOCK").await;
    rita.accept(&coffee("L77")).await;
    rita.accept("BPCQUARANTINE").await;
    rita.accept(goods::SOAP_CASE).await;
    rita.accept("BPCSCRAP").await;
    rita.accept(&format!("]d201{}21S9", goods::READER_UNIT)).await;
    rita.accept("BPCSTOCK").await;
    rita.refuse(&format!("]d201{}21S9", goods::READER_UNIT), "duplicate_serial").await;
    let lies = stock(&rita, "cafe").await;
    assert_eq!(
        lies,
        [("DOCA-01".to_owned(), "L77".to_owned(), 2), ("QUARENTENA-01".to_owned(), "L77".to_owned(), 1)]
    );
    assert_eq!(stock(&rita, "sabao").await, []);
    // Leaving parks it, and it is gone on with on another device.
    let before = rita.step().await;
    rita.accept("BPCLEAVE").await;
    let tablet = floor.log_in("rita").await;
    let step = tablet.accept("BPCRETURNS").await;
    assert_eq!(step.screen, before.screen);
    audited(&floor).await;
}

async fn what_may_not_be_sold_goes_to_quarantine_or_scrap(floor: Floor) {
    shipped(&floor).await;
    let sonia = floor.log_in("sonia").await;
    let lots: Page<desk::Lot> = sonia.get("/lots?search=MARCO").await.json();
    let because = serde_json::json!({"reason": "Recolhimento do fabricante"});
    sonia.post(&format!("/lots/{}/recall", lots.rows[0].id), &because).await.json::<Value>();
    let rita = receiver(&floor).await;
    rita.accept("PV-1").await;
    rita.accept(goods::COFFEE_UNIT).await;
    rita.refuse("BPCSTOCK", "not_to_stock").await;
    rita.accept("BPCQUARANTINE").await;
    rita.accept(goods::COFFEE_UNIT).await;
    rita.refuse("BPCCONFIRM", "not_to_stock").await;
    rita.accept("BPCSCRAP").await;
    assert_eq!(stock(&rita, "cafe").await, [("QUARENTENA-01".to_owned(), "MARCO".to_owned(), 1)]);
    rita.accept("BPCCLOSE").await;
    rita.accept("BPCUNPLANNED").await;
    rita.accept(&format!("]C101{}1726030110LV", goods::COFFEE_UNIT)).await;
    rita.refuse("BPCSTOCK", "not_to_stock").await;
    rita.accept("BPCCANCEL").await;
    audited(&floor).await;
}

async fn the_last_goods_go_out_again(floor: Floor) {
    shipped(&floor).await;
    let rita = receiver(&floor).await;
    rita.accept("PV-1").await;
    rita.refuse("BPCUNDO", "nothing_to_undo").await;
    for way in ["BPCSTOCK", "BPCQUARANTINE", "BPCSCRAP"] {
        rita.accept(goods::COFFEE_UNIT).await;
        rita.accept("BPCQ6").await;
        rita.accept(way).await;
        rita.accept("BPCUNDO").await;
        assert_eq!(stock(&rita, "cafe").await, [], "{way}");
        rita.refuse("BPCUNDO", "nothing_to_undo").await;
    }
    rita.accept(goods::COFFEE_UNIT).await;
    rita.accept("BPCQ6").await;
    rita.accept("BPCSTOCK").await;
    audited(&floor).await;
}
