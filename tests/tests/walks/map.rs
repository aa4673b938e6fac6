//! The map: a wave released, its carts' walks drawn, and what they save.

use bipe_tests::floor::Floor;
use bipe_tests::floor::goods;
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use bipe_tests::browser::Screen;

use super::device::Device;
use super::{picked, shelf};

on_both_engines!(a_supervisor_sees_how_a_wave_is_walked);

async fn a_supervisor_sees_how_a_wave_is_walked(floor: Floor) {
    shelf::fill(&floor).await;
    let (ada, erp, sonia) =
        (floor.log_in("ada").await, floor.log_in("erp").await, floor.log_in("sonia").await);
    let grid = json!({
        "zone_code": "K", "zone_name": "Novo", "aisles": ["K1", "K2", "K3", "K4", "K5", "K6"], "bays": 12, "levels": 1,
        "positions": 1, "pick_levels": 1
    });
    assert_eq!(ada.post("/locations/grid", &grid).await.status, 201);
    ada.put("/warehouse", &json!({"strategy": "fifo", "cross_aisles_mm": [17_550]})).await.json::<Value>();
    for (at, bin) in
        ["K1-12", "K2-03", "K2-09", "K3-06", "K4-11", "K4-02", "K5-07", "K6-10"].iter().enumerate()
    {
        let body = json!({
            "location": format!("{bin}-01-1"), "sku": goods::COFFEE, "lot": "L1", "quantity_base": 40 + 10 * at,
            "reason": "Carga inicial"
        });
        let reply = sonia.post("/adjustments", &body).await;
        assert!(reply.status < 300, "{reply:?}");
    }
    for number in 0..9 {
        picked::order(&erp, &format!("PV-{number}"), &[(goods::COFFEE, 37)]).await;
    }
    let wave: Value = sonia.post("/waves", &json!({"orders": []})).await.json();
    let tours = wave["tours"].as_array().expect("tours").len();

    let desk = Device::open(&floor, Screen::Desk, "/desk/map").await;
    super::desk::log_in(&desk).await;
    desk.browser.go(&format!("{}/desk/map", floor.address)).await;
    desk.browser.until("document.querySelectorAll('[data-testid=map] .map-bin').length > 72").await;
    desk.picture("1280-map.png").await;
    let choose = format!(
        "(() => {{ const which = document.querySelector('[data-testid=map-wave]'); which.value = '{}';
            which.dispatchEvent(new Event('change', {{bubbles: true}})); return true; }})()",
        wave["id"].as_str().expect("an id")
    );
    desk.browser.until("document.querySelectorAll('[data-testid=map-wave] option').length === 2").await;
    desk.browser.until(&choose).await;
    let drawn = format!("document.querySelectorAll('[data-testid=map] .map-tour').length === {tours}");
    desk.browser.until(&drawn).await;
    desk.picture("1280-map-wave.png").await;
    desk.browser.go(&format!("{}/desk/orders", floor.address)).await;
    desk.browser.until_shown("[data-testid=waves]", " m").await;
    desk.picture("1280-waves.png").await;
    desk.browser.close().await;
    shelf::audit(&floor).await;
}
