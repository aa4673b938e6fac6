//! Locations with their rules, and what lies there forbids to change; put-away keeps to them.

use bipe_api::desk;
use bipe_api::setup::{Location, LocationImport};
use bipe_core::location::{AbcClass, Mixing, TemperatureClass};
use bipe_core::screen::Screen;
use bipe_tests::floor::Floor;
use serde_json::json;

use super::receive::{AUTHORISED, KEY, coffee_case, import};

bipe_tests::on_both_engines!(
    rules_change_as_far_as_stock_allows,
    a_table_of_locations_is_taken_whole_or_not_at_all,
    put_away_keeps_to_weight_and_temperature,
);

/// Puts a case of coffee of this lot away to A-01-01-1.
async fn stocked(floor: &Floor) {
    import(floor, AUTHORISED).await;
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(&coffee_case("L1", "270131")).await;
    let step = rita.accept("BPCQ1").await;
    let Screen::ReceiveGoods(screen) = step.screen else { panic!("{step:?}") };
    rita.accept("BPCFULL").await;
    rita.accept("BPCLEAVE").await;
    rita.accept(&screen.pallet.expect("a pallet")).await;
    rita.accept("BPLA-01-01-1").await;
}

async fn rules_change_as_far_as_stock_allows(floor: Floor) {
    stocked(&floor).await;
    let ada = floor.log_in("ada").await;
    let path = "/locations/A-01-01-1";
    let rules =
        json!({"weight_g_max": 500_000, "abc_class": "A", "mixing": "one_item", "parent": "A-01-02-1"});
    let after: Location = ada.patch(path, &rules).await.json();
    assert_eq!(after.rules.weight_g_max, Some(500_000));
    assert_eq!((after.rules.abc_class, after.rules.mixing), (Some(AbcClass::A), Mixing::OneItem));
    assert_eq!(after.rules.parent.as_deref(), Some("A-01-02-1"));
    assert_eq!(ada.get(path).await.json::<Location>(), after);
    for (change, at) in [
        (json!({"kind": "staging"}), "kind"),
        (json!({"temperature_class": "frozen"}), "temperature_class"),
        (json!({"quantity_base_max": 11}), "quantity_base_max"),
        (json!({"weight_g_max": 1_000}), "weight_g_max"),
    ] {
        let problem = ada.patch(path, &change).await.problem(409, "stock-forbids");
        assert_eq!(problem.errors[0].at, at, "{change}");
    }
    let round = ada.patch("/locations/A-01-02-1", &json!({"parent": "A-01-01-1"})).await;
    assert_eq!(round.problem(422, "wrong-fields").errors[0].at, "parent");
    ada.patch(path, &json!({"weight_g_max": 0})).await.problem(422, "wrong-fields");
    ada.patch("/locations/Z-9", &json!({})).await.problem(404, "not-found");
    let clear: Location = ada.patch(path, &json!({"weight_g_max": null, "parent": null})).await.json();
    assert_eq!((clear.rules.weight_g_max, clear.rules.parent), (None, None));
}

async fn a_table_of_locations_is_taken_whole_or_not_at_all(floor: Floor) {
    let ada = floor.log_in("ada").await;
    let wrong = "code;kind;bay;mixing;zone_code\nF-01;storage;x;any;A\nF-02;shelf;1;any;Q\n;storage;1;;\n";
    let problem = ada.post_text("/locations/import", "text/csv", wrong).await.problem(422, "wrong-fields");
    let at: Vec<&str> = problem.errors.iter().map(|error| error.at.as_str()).collect();
    assert_eq!(at, ["row 2, bay", "row 3, kind"]);
    ada.get("/locations/F-01").await.problem(404, "not-found");
    let right = "code;kind;parent;temperature_class;weight_g_max;zone_code\n\
        F-01;storage;F;frozen;900000;A\nF;storage;;frozen;;A\nA-01-01-1;;;;700000;A\n";
    let done: LocationImport = ada.post_text("/locations/import", "text/csv", right).await.json();
    assert_eq!(done, LocationImport { added: 2, changed: 1 });
    let bin: Location = ada.get("/locations/F-01").await.json();
    assert_eq!((bin.rules.parent.as_deref(), bin.rules.weight_g_max), (Some("F"), Some(900_000)));
    assert_eq!(bin.rules.temperature_class, TemperatureClass::Frozen);
    let known: Location = ada.get("/locations/A-01-01-1").await.json();
    assert_eq!((known.rules.weight_g_max, known.units_max), (Some(700_000), Some(2)), "the rest stays");
}

async fn put_away_keeps_to_weight_and_temperature(floor: Floor) {
    import(&floor, AUTHORISED).await;
    let (ada, erp) = (floor.log_in("ada").await, floor.log_in("erp").await);
    ada.patch("/locations/A-01-01-1", &json!({"weight_g_max": 6_000})).await.json::<Location>();
    ada.patch("/locations/A-01-01-2", &json!({"quantity_base_max": 11})).await.json::<Location>();
    ada.patch("/locations/A-01-02-1", &json!({"temperature_class": "chilled"})).await.json::<Location>();
    ada.patch("/locations/A-03-01-1", &json!({"abc_class": "A"})).await.json::<Location>();
    erp.patch("/items/CAFE-500", &json!({"abc_class": "A"})).await.json::<desk::Item>();
    let rita = floor.log_in("rita").await;
    rita.accept(KEY).await;
    rita.accept(&coffee_case("L1", "270131")).await;
    let step = rita.accept("BPCQ1").await;
    let Screen::ReceiveGoods(screen) = step.screen else { panic!("{step:?}") };
    rita.accept("BPCFULL").await;
    rita.accept("BPCLEAVE").await;
    let step = rita.accept(&screen.pallet.expect("a pallet")).await;
    let Screen::PutawayBin(planned) = step.screen else { panic!("{step:?}") };
    assert_eq!(planned.bin.code, "A-03-01-1", "the class comes before the way");
    for (bin, word) in [("A-01-01-1", "peso"), ("A-01-01-2", "quantidade"), ("A-01-02-1", "temperatura")] {
        let step = rita.refuse(&format!("BPL{bin}"), "bin_unfit").await;
        let sentence = step.message.expect("a message").sentence;
        assert!(sentence.contains(word), "{sentence}");
    }
    rita.accept("BPLA-03-01-1").await;
}
