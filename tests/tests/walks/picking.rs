//! A picker's walk: badge and PIN, the menu, and a tour bin by bin until its totes stand at the desk.

use bipe_api::desk::OrderDetail;
use bipe_core::screen::{Outcome, Screen as Shown};
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, goods, screen_name};
use serde_json::{Value, json};

use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(a_picker_is_led_bin_by_bin);

async fn a_picker_is_led_bin_by_bin(floor: Floor) {
    picks_a_tour(floor, Screen::Handheld).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picker_is_led_on_the_smallest_screen() {
    picks_a_tour(Floor::sqlite().await, Screen::Small).await;
}

async fn picks_a_tour(floor: Floor, screen: Screen) {
    shelf::fill(&floor).await;
    let erp = floor.log_in("erp").await;
    let first = picked::order(&erp, "PV-20481", &[(goods::COFFEE, 54), (goods::SOAP, 24)]).await;
    let second = picked::order(&erp, "PV-20482", &[(goods::SOAP, 3)]).await;
    let wave = floor.log_in("sonia").await.post("/waves", &json!({"orders": []})).await;
    assert_eq!(wave.status, 201, "{wave:?}");

    let device = Device::open(&floor, screen, "/").await;
    device.log_in("pedro").await;
    device.picture(&format!("{}-menu.png", screen.width())).await;
    device.press("pick").await;
    device.at("pick_tote").await;
    let stops = follow(&floor, &device, screen).await;
    assert_eq!(stops[..2], ["A-01-01-1 L1 48", "A-02-01-1 L2 6"], "what expires first leaves first");
    device.picture(&format!("{}-pick-done.png", screen.width())).await;
    take_back(&floor, &device, screen).await;
    device.press("leave").await;
    device.at("menu").await;
    device.browser.close().await;

    for (order, ordered) in [(&first, 78), (&second, 3)] {
        let id = order["order"]["id"].as_str().expect("an id");
        let picked: OrderDetail = erp.get(&format!("/orders/{id}")).await.json();
        assert_eq!((picked.order.status.as_str(), picked.order.picked_base), ("picked", ordered));
    }
    let stock: Value = erp.get("/stock?search=BPT000001").await.json();
    assert!(stock["rows"].is_array(), "{stock}");
    shelf::audit(&floor).await;
}

/// The last goods come out of their tote again, and go in (R21).
async fn take_back(floor: &Floor, device: &Device, screen: Screen) {
    device.press("undo").await;
    device.at("pick_into").await;
    let step = floor.log_in("pedro").await.step().await;
    let Shown::PickInto(into) = step.screen else { panic!("{step:?}") };
    device.browser.until_shown(".answer.accepted", &into.tote).await;
    device.picture(&format!("{}-pick-taken-back.png", screen.width())).await;
    device.answer(&into.tote, Outcome::Accepted).await;
    device.at("pick_done").await;
}

/// Does what the screen says until the tour is done; gives the stops as `bin lot quantity`.
async fn follow(floor: &Floor, device: &Device, screen: Screen) -> Vec<String> {
    // The same operator's step, read beside the page.
    let eye = floor.log_in("pedro").await;
    let (mut totes, mut stops) = (0, Vec::new());
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    for _ in 0..40 {
        let step = eye.step().await;
        if !matches!(step.screen, Shown::Menu(_)) {
            device.at(&screen_name(&step.screen)).await;
        }
        match step.screen {
            Shown::PickTote(tote) => {
                totes += 1;
                device.browser.until_shown("[data-screen=pick_tote]", &tote.order).await;
                new_tote(device, &format!("BPT{totes:06}")).await;
            }
            Shown::PickBin(stop) => {
                device.reads("bin", &stop.bin.code).await;
                if stops.is_empty() {
                    picture("pick-bin").await;
                    if screen == Screen::Handheld {
                        device.readme_picture("handheld.png").await;
                    }
                    wrong_bin(device, &stop.bin.code).await;
                    picture("pick-bin-refused").await;
                }
                device.accept(&format!("BPL{}", stop.bin.code), "pick_goods").await;
                let (lot, base) = (stop.goods.lot.unwrap_or_default(), stop.goods.quantity.base);
                stops.push(format!("{} {lot} {base}", stop.bin.code));
                picture(&format!("pick-goods-{}", stops.len())).await;
            }
            Shown::PickGoods(stop) => take(device, &stop.goods.sku, stop.goods.quantity.base).await,
            Shown::PickInto(into) => {
                device.reads("unit", &into.tote).await;
                picture("pick-into").await;
                device.answer(&into.tote, Outcome::Accepted).await;
            }
            // The task has ended; the page still says where the totes go.
            Shown::Menu(_) => {
                device.at("pick_done").await;
                for tote in 1..=totes {
                    device.reads("unit", &format!("BPT{tote:06}")).await;
                }
                return stops;
            }
            other => panic!("picking came to {other:?}"),
        }
    }
    panic!("picking never ends: {stops:?}")
}

/// A tote that nobody knows yet: amber says so, the second scan takes it.
async fn new_tote(device: &Device, code: &str) {
    let (said, sentence) = device.answer(code, Outcome::Confirm).await;
    assert_eq!(said, "new_tote");
    assert!(sentence.contains(code), "{sentence}");
    device.browser.until("document.querySelector('main.floor.confirm .answer.confirm')").await;
    device.answer(code, Outcome::Accepted).await;
}

/// The bin beside the right one: the page turns red, says both, and stays.
async fn wrong_bin(device: &Device, right: &str) {
    let sentence = device.refuse("BPLA-01-02-2", "wrong_bin").await;
    assert!(sentence.contains("A-01-02-2") && sentence.contains(right), "{sentence}");
    device.browser.until("document.querySelector('main.floor.refused .answer.refused')").await;
    device.at("pick_bin").await;
    device.reads("bin", right).await;
}

/// One by its symbol, the rest by the keypad; a lot that is not the one asked for is refused.
async fn take(device: &Device, sku: &str, base: i64) {
    if sku == goods::SOAP {
        device.answer(&picked::symbol(goods::SOAP, None), Outcome::Accepted).await;
    } else {
        let (asked, other) = match base {
            48 => (("L1", shelf::first_expiry()), ("L2", shelf::last_expiry())),
            _ => (("L2", shelf::last_expiry()), ("L1", shelf::first_expiry())),
        };
        device.refuse(&shelf::lot_first(goods::COFFEE_UNIT, other.0, other.1), "wrong_lot").await;
        device.answer(&shelf::lot_first(goods::COFFEE_UNIT, asked.0, asked.1), Outcome::Accepted).await;
    }
    if base > 1 {
        device.at("pick_goods").await;
        device.quantity(base).await;
    }
}
