//! Items with all their data, and what stock forbids to change.

use bipe_api::{Page, desk};
use bipe_core::item::{PackagingKind, Tracking};
use bipe_core::location::{AbcClass, TemperatureClass};
use bipe_tests::floor::{Floor, goods};
use serde_json::json;

use super::receive::{AUTHORISED, KEY, coffee_case, import};

bipe_tests::on_both_engines!(an_item_keeps_all_its_data, an_item_changes_as_far_as_stock_allows);

async fn an_item_keeps_all_its_data(floor: Floor) {
    let erp = floor.log_in("erp").await;
    let new = json!({
        "sku": "IOGURTE-170", "name": "Iogurte natural 170 g", "unit": "UN", "tracking": "lot", "expires": true,
        "rotation_policy": "force", "shelf_life_days": 45, "removal_lead_days": 3, "temperature_class": "chilled",
        "abc_class": "A", "strategy": "fifo", "codes": ["IOG-ANTIGO"],
        "packagings": [
            {"name": "UN", "quantity_base": 1, "weight_g": 180, "length_mm": 60, "width_mm": 60, "height_mm": 80},
            {"name": "CX", "quantity_base": 24, "weight_g": 4500, "kind": "case"}
        ]
    });
    let made: desk::Item = erp.post("/items", &new).await.json();
    assert_eq!((made.temperature_class, made.abc_class), (TemperatureClass::Chilled, AbcClass::A));
    let page: Page<desk::Item> = erp.get("/items?search=IOG-ANTIGO").await.json();
    assert_eq!(page.rows, std::slice::from_ref(&made), "another code finds it, with all its data");
    assert_eq!(made.packagings[0].kind, Some(PackagingKind::Case));
    assert_eq!(made.packagings[1].height_mm, 80);
    // A code names one item.
    let again = erp.patch("/items/CAFE-500", &json!({"codes": ["IOG-ANTIGO"]})).await;
    let problem = again.problem(409, "item-exists");
    assert_eq!(problem.errors[0].at, "codes[0]");
    let wrong = erp.patch("/items/CAFE-500", &json!({"codes": ["BPL1"], "abc_class": "Z"})).await;
    wrong.problem(422, "wrong-fields");
    erp.patch("/items/NADA", &json!({})).await.problem(404, "not-found");
    // What is not named stays; null clears.
    let change = json!({"strategy": null, "name": "Iogurte 170 g", "packagings": [{"name": "UN", "quantity_base": 1}]});
    let after: desk::Item = erp.patch("/items/IOGURTE-170", &change).await.json();
    assert_eq!((after.name.as_str(), after.strategy, after.packagings.len()), ("Iogurte 170 g", None, 1));
    assert_eq!((after.shelf_life_days, after.codes), (Some(45), vec!["IOG-ANTIGO".to_owned()]));
}

async fn an_item_changes_as_far_as_stock_allows(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let erp = floor.log_in("erp").await;
    let free: desk::Item = erp.patch("/items/CAFE-500", &json!({"tracking": "none"})).await.json();
    assert_eq!(free.tracking, Tracking::None, "nothing of it is there");
    erp.patch("/items/CAFE-500", &json!({"tracking": "lot"})).await.json::<desk::Item>();
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(&coffee_case("L1", "270131")).await;
    rita.accept("BPCQ1").await;
    erp.patch("/items/CAFE-500", &json!({"tracking": "serial"})).await.problem(409, "stock-forbids");
    erp.patch("/items/CAFE-500", &json!({"unit": "g"})).await.problem(409, "stock-forbids");
    let named: desk::Item = erp.patch("/items/CAFE-500", &json!({"name": "Café 500 g"})).await.json();
    assert_eq!((named.name.as_str(), named.tracking), ("Café 500 g", Tracking::Lot));
    // The packaging in hand keeps its id.
    rita.accept(goods::COFFEE_CASE).await;
}
