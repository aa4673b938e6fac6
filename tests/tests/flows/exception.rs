//! What a supervisor is told of work that could not be written down: each of the goods, once, whichever queue told of it.

use bipe_tests::floor::goods::{COFFEE, SOAP, SOAP_UNIT};
use bipe_tests::floor::{Floor, Hand};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use crate::offline::{Device, outcomes};
use crate::offline_dock::at_the_dock;
use crate::pick::sound;
use crate::receive::{KEY, coffee_case};

on_both_engines!(
    each_of_the_goods_is_told,
    what_was_taken_back_there_did_not_come_in,
    goods_that_went_back_are_told_where_the_book_has_them,
    a_second_queue_is_told_beside_the_first,
    whoever_resolves_has_seen_all,
);

/// The only exception: how many commands, and of each of the goods what, of which lot, and how much.
async fn told(sonia: &Hand) -> (Value, i64, Vec<(String, String, i64)>) {
    let page: Value = sonia.get("/exceptions?status=open").await.json();
    let [one] = &page["rows"].as_array().expect("rows")[..] else { panic!("one for the receipt: {page}") };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = one["goods"].as_array().unwrap_or_else(|| panic!("its goods: {one}"));
    let goods = |goods: &Value| {
        assert!(goods["tote"].as_str().is_some_and(|pallet| pallet.len() == 18), "on the pallet: {one}");
        assert!(goods["name"].is_string() && goods["unit"].is_string(), "as people call them: {one}");
        (text(&goods["sku"]), text(&goods["lot"]), goods["moved_base"].as_i64().expect("a quantity"))
    };
    (one["id"].clone(), one["commands"].as_i64().expect("a number"), all.iter().map(goods).collect())
}

fn goods(sku: &str, lot: &str, base: i64) -> (String, String, i64) {
    (sku.to_owned(), lot.to_owned(), base)
}

/// Sônia takes in so many soaps that Rita's are too many.
async fn forestall(floor: &Floor) -> Hand {
    let sonia = floor.log_in("sonia").await;
    for symbol in [KEY, SOAP_UNIT, "BPCQ40"] {
        sonia.accept(symbol).await;
    }
    sonia
}

async fn each_of_the_goods_is_told(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    let coffee = coffee_case("L9", "270331");
    for symbol in [SOAP_UNIT, "BPCQ20", &coffee, "BPCQ2", SOAP_UNIT, "BPCQ5"] {
        device.scan(symbol);
    }
    let sonia = forestall(&floor).await;
    device.send().await;
    let (_, commands, all) = told(&sonia).await;
    assert_eq!((commands, all), (5, vec![goods(COFFEE, "L9", 24), goods(SOAP, "", 25)]));
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn what_was_taken_back_there_did_not_come_in(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    let coffee = coffee_case("L9", "270331");
    for symbol in [SOAP_UNIT, "BPCQ20", "BPCUNDO", SOAP_UNIT, "BPCQ12", &coffee, "BPCQ2", "BPCUNDO"] {
        device.scan(symbol);
    }
    let sonia = forestall(&floor).await;
    device.send().await;
    let (_, _, all) = told(&sonia).await;
    assert_eq!(all, [goods(SOAP, "", 12)]);
}

async fn goods_that_went_back_are_told_where_the_book_has_them(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    for symbol in [SOAP_UNIT, "BPCQ7"] {
        rita.accept(symbol).await;
    }
    let mut device = Device::load(&floor, &rita).await;
    device.scan("BPCUNDO");
    // Another handheld of hers goes on before that is heard of.
    let other = floor.log_in("rita").await;
    other.accept(SOAP_UNIT).await;
    let steps = device.send().await;
    assert_eq!(outcomes(&steps), [(bipe_core::screen::Outcome::Refused, "line_gone")]);
    let (_, _, all) = told(&floor.log_in("sonia").await).await;
    assert_eq!(all, [goods(SOAP, "", -7)], "the book has 7 that went back");
}

async fn a_second_queue_is_told_beside_the_first(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    let mut first = Device::load(&floor, &rita).await;
    for symbol in [SOAP_UNIT, "BPCQ3"] {
        first.scan(symbol);
    }
    let other = floor.log_in("rita").await;
    for symbol in [SOAP_UNIT, "BPCQ2"] {
        other.accept(symbol).await;
    }
    first.send().await;
    let sonia = floor.log_in("sonia").await;
    let (_, commands, all) = told(&sonia).await;
    assert_eq!((commands, all), (2, vec![goods(SOAP, "", 3)]));

    // Another handheld goes away, and is overtaken while that waits: before its last command comes as many steps were taken.
    floor.pass(60_000);
    let mut second = Device::load(&floor, &other).await;
    for symbol in [SOAP_UNIT, "BPCQ6", SOAP_UNIT, "BPCQ5"] {
        second.scan(symbol);
        floor.pass(1_000);
    }
    for symbol in [SOAP_UNIT, "BPCQ4", SOAP_UNIT] {
        other.accept(symbol).await;
    }
    let before = other.step().await;
    let steps = second.send().await;
    let gone = (bipe_core::screen::Outcome::Refused, "line_gone");
    assert_eq!(outcomes(&steps), [gone; 4], "it was overtaken");
    assert_eq!(other.step().await, before, "whoever went on stands where they stood");
    let (_, commands, all) = told(&sonia).await;
    assert_eq!((commands, all), (6, vec![goods(SOAP, "", 14)]));
    // What is loaded from here on counts.
    floor.pass(60_000);
    let mut device = Device::load(&floor, &other).await;
    device.scan("BPCQ5");
    assert_eq!(outcomes(&device.send().await)[0].0, bipe_core::screen::Outcome::Accepted);
    let (_, commands, _) = told(&sonia).await;
    assert_eq!(commands, 6);
    sound(&floor, &floor.log_in("erp").await).await;
}

async fn whoever_resolves_has_seen_all(floor: Floor) {
    let (rita, _) = at_the_dock(&floor).await;
    let mut device = Device::load(&floor, &rita).await;
    for symbol in [SOAP_UNIT, "BPCQ20"] {
        device.scan(symbol);
    }
    let sonia = forestall(&floor).await;
    device.send().await;
    let (id, seen, _) = told(&sonia).await;
    assert_eq!(seen, 1);
    // While she looks at the soaps, coffee joins them.
    rita.accept("BPCUNDO").await;
    let mut later = Device::load(&floor, &rita).await;
    for symbol in [&coffee_case("L9", "270331"), "BPCQ2"] {
        later.scan(symbol);
    }
    let other = floor.log_in("rita").await;
    other.accept(SOAP_UNIT).await;
    later.send().await;
    let path = format!("/exceptions/{}/resolve", id.as_str().expect("an id"));
    let note = |commands: i64| json!({"note": "20 un voltaram ao caminhão", "commands": commands});
    sonia.post(&path, &note(seen)).await.problem(409, "exception-changed");
    let (_, seen, all) = told(&sonia).await;
    assert_eq!(all, [goods(COFFEE, "L9", 24), goods(SOAP, "", 20)]);
    let done: Value = sonia.post(&path, &note(seen)).await.json();
    assert_eq!(
        (done["status"].as_str(), done["goods"].as_array().map(Vec::len)),
        (Some("resolved"), Some(2))
    );
    sonia.post(&path, &note(seen)).await.problem(409, "exception-resolved");
    sound(&floor, &floor.log_in("erp").await).await;
}
