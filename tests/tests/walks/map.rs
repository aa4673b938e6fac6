//! The map: a wave released, its carts' walks drawn, and what they save.

use bipe_core::plan::ways::{Direction, Ways};
use bipe_tests::floor::goods;
use bipe_tests::floor::{Floor, Hand, PIN, badge};
use bipe_tests::on_both_engines;
use serde_json::{Value, json};

use bipe_tests::browser::Screen;

use super::device::Device;
use super::{picked, shelf};

on_both_engines!(a_supervisor_sees_how_a_wave_is_walked, an_admin_says_which_ways_there_are);

async fn a_supervisor_sees_how_a_wave_is_walked(floor: Floor) {
    let bins = ["K1-12", "K2-03", "K2-09", "K3-06", "K4-11", "K4-02", "K5-07", "K6-10"];
    let stock: Vec<(&str, i64)> = bins.into_iter().zip((0..).map(|at| 40 + 10 * at)).collect();
    let [ada, erp, sonia] = six_aisles(&floor, &stock).await;
    ada.put("/warehouse", &json!({"strategy": "fifo", "cross_aisles_mm": [17_550]})).await.json::<Value>();
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

/// Logs in at the desk as the admin, who may change the ways, and opens the map.
async fn admin_at_the_map(floor: &Floor, screen: Screen) -> Device {
    let desk = Device::open(floor, screen, "/desk/map").await;
    desk.browser.until("document.activeElement?.name === 'who'").await;
    desk.browser.type_wedge(&badge("ada")).await;
    desk.browser.until("document.activeElement?.name === 'secret'").await;
    desk.browser.type_wedge(PIN).await;
    desk.browser.until("document.querySelector('[data-testid=desk]')").await;
    desk.browser.go(&format!("{}/desk/map", floor.address)).await;
    desk.browser.until("document.querySelectorAll('[data-testid=map] .map-bin').length > 72").await;
    desk
}

/// Ada, the ERP and Sonia on a floor with six more aisles, in whose bins so much coffee lies.
async fn six_aisles(floor: &Floor, stock: &[(&str, i64)]) -> [Hand; 3] {
    shelf::fill(floor).await;
    let (ada, erp, sonia) =
        (floor.log_in("ada").await, floor.log_in("erp").await, floor.log_in("sonia").await);
    let grid = json!({
        "zone_code": "K", "zone_name": "Novo", "aisles": ["K1", "K2", "K3", "K4", "K5", "K6"], "bays": 12, "levels": 1,
        "positions": 1, "pick_levels": 1
    });
    assert_eq!(ada.post("/locations/grid", &grid).await.status, 201);
    for (bin, quantity_base) in stock {
        let body = json!({
            "location": format!("{bin}-01-1"), "sku": goods::COFFEE, "lot": "L1", "quantity_base": quantity_base,
            "reason": "Carga inicial"
        });
        let reply = sonia.post("/adjustments", &body).await;
        assert!(reply.status < 300, "{reply:?}");
    }
    [ada, erp, sonia]
}

/// The map on a handheld's width, and before a supervisor, who sees the ways and may not change them.
async fn others_see_the_ways(floor: &Floor) {
    let narrow = admin_at_the_map(floor, Screen::Handheld).await;
    narrow.picture("360-map-ways.png").await;
    narrow.press("set-ways").await;
    narrow.browser.until("document.querySelector('[data-testid=field-ways-up]')?.value === 'K1, K3'").await;
    narrow.picture("360-ways.png").await;
    narrow.browser.close().await;
    let seen = Device::open(floor, Screen::Desk, "/desk/map").await;
    super::desk::log_in(&seen).await;
    seen.browser.go(&format!("{}/desk/map", floor.address)).await;
    seen.browser.until("document.querySelectorAll('[data-testid=map] .map-arrow').length > 2").await;
    seen.browser.until("!document.querySelector('[data-action=set-ways]')").await;
    seen.browser.close().await;
}

async fn an_admin_says_which_ways_there_are(floor: Floor) {
    let stock = ["K1-12", "K2-03", "K2-09", "K3-06", "K5-07", "K6-10"].map(|bin| (bin, 20));
    let [ada, erp, sonia] = six_aisles(&floor, &stock).await;
    let desk = admin_at_the_map(&floor, Screen::Desk).await;
    desk.press("set-ways").await;
    desk.fill("ways-up", "K1, K3").await;
    desk.fill("ways-down", "K2, K3").await;
    desk.press("save-ways").await;
    desk.browser
        .until_shown("[data-testid=panel] [data-testid=notice]", "O corredor K3 está na subida e na descida.")
        .await;
    desk.fill("ways-down", "K2, Q9").await;
    desk.press("save-ways").await;
    let notice = "[data-testid=panel] [data-testid=notice]";
    desk.browser.until_shown(notice, "Corredores de mão única, Q9: o corredor \"Q9\" não existe.").await;
    assert!(ada.get("/layout/ways").await.json::<Ways>().is_plain(), "what is refused changes nothing");
    desk.fill("ways-down", "K2").await;
    desk.fill("ways-ends", "DOCA-01, 10800/36000").await;
    desk.press("add-hall").await;
    desk.fill("hall-name", "Mezanino").await;
    desk.fill("hall-aisles", "K5, K6").await;
    desk.press("add-link").await;
    desk.fill("link-name", "Escada").await;
    desk.fill("link-from", "K4-12-01-1").await;
    desk.fill("link-to", "Mezanino 18000/0").await;
    desk.fill("link-metres", "doze").await;
    desk.press("save-ways").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=notice]", "diga quantos metros").await;
    desk.fill("link-metres", "12,5").await;
    desk.picture("1280-ways.png").await;
    desk.press("save-ways").await;
    desk.browser.until("!document.querySelector('[data-testid=panel]')").await;
    desk.browser.until("document.querySelector('[data-testid=map] .map-link') && document.querySelector('[data-testid=map] .map-arrow')").await;
    desk.browser.until("document.querySelector('[data-testid=map]').textContent.includes('Mezanino')").await;
    let ways: Ways = ada.get("/layout/ways").await.json();
    let directions: Vec<(&str, Direction)> =
        ways.one_way.iter().map(|(aisle, way)| (aisle.as_str(), *way)).collect();
    assert_eq!(directions, [("K1", Direction::Up), ("K2", Direction::Down), ("K3", Direction::Up)]);
    assert_eq!((ways.links[0].length_mm, ways.links[0].one_way, ways.ends.len()), (12_500, false, 2));

    for number in 0..4 {
        picked::order(&erp, &format!("PV-{number}"), &[(goods::COFFEE, 26)]).await;
    }
    let wave: Value = sonia.post("/waves", &json!({"orders": []})).await.json();
    let choose = format!(
        "(() => {{ const which = document.querySelector('[data-testid=map-wave]'); which.value = '{}';
            which.dispatchEvent(new Event('change', {{bubbles: true}})); return true; }})()",
        wave["id"].as_str().expect("an id")
    );
    desk.browser.until("document.querySelectorAll('[data-testid=map-wave] option').length === 2").await;
    desk.browser.until(&choose).await;
    desk.browser.until("document.querySelector('[data-testid=map] .map-tour')").await;
    desk.picture("1280-map-ways.png").await;
    // The form shows what was saved, and takes it back.
    desk.press("set-ways").await;
    desk.browser.until("document.querySelector('[data-testid=field-link-metres]')?.value === '12,5'").await;
    desk.press("remove-link").await;
    desk.press("save-ways").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=notice]", "K5-01-01-1").await;
    desk.press("remove-hall").await;
    desk.press("save-ways").await;
    desk.browser.until("!document.querySelector('[data-testid=panel]')").await;
    desk.browser.until("!document.querySelector('[data-testid=map] .map-link')").await;
    desk.browser.close_after_refusal().await;

    others_see_the_ways(&floor).await;
    shelf::audit(&floor).await;
}
