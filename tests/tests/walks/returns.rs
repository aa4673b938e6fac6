//! A receiver's walk when goods come back: the parcel, the goods, where they go; and without any paper.

use bipe_tests::browser::Screen;
use bipe_tests::crew::work_off;
use bipe_tests::floor::{Floor, goods};
use serde_json::json;

use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(goods_come_back);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn goods_come_back_on_the_smallest_screen() {
    comes_back(Floor::sqlite().await, Screen::Small).await;
}

async fn goods_come_back(floor: Floor) {
    comes_back(floor, Screen::Handheld).await;
}

async fn comes_back(floor: Floor, screen: Screen) {
    shelf::fill(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    picked::order(&erp, "PV-51", &[(goods::COFFEE, 6), (goods::SOAP, 24)]).await;
    sonia.post("/waves", &json!({"orders": []})).await.json::<serde_json::Value>();
    work_off(&floor.log_in("pedro").await, "BPCPICK").await;
    work_off(&floor.log_in("paula").await, "BPCPACK").await;

    let device = Device::open(&floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("rita").await;
    device.browser.click("[data-action=returns]").await;
    device.at("returns_start").await;
    picture("returns-start").await;
    device.refuse("PV-99", "unknown_code").await;
    device.accept("PV-51", "returns_goods").await;
    picture("returns-goods").await;
    device.accept(&picked::symbol(goods::COFFEE, Some("L1")), "returns_decide").await;
    device.quantity(4).await;
    device.browser.until_shown("[data-screen=returns_decide] [data-testid=quantity]", "4").await;
    picture("returns-decide").await;
    device.press("stock").await;
    device.at("returns_goods").await;
    device.accept(&picked::symbol(goods::SOAP, None), "returns_decide").await;
    device.press("quarantine").await;
    device.at("returns_goods").await;
    picture("returns-pallet").await;
    device.accept("BPCCLOSE", "returns_start").await;
    device.press("unplanned").await;
    device.at("returns_goods").await;
    device.accept(&goods::COFFEE_UNIT[1..], "returns_lot").await;
    picture("returns-lot").await;
    device.accept("BPCUNDO", "returns_goods").await;
    device.browser.close().await;
    shelf::audit(&floor).await;
}
