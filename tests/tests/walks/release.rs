//! Releasing at the desk: when carriers call, a channel that chooses the next wave, and whether its calls are met.

use bipe_api::Page;
use bipe_api::desk::{ReleaseChannel, Wave};
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, goods, order_body};
use bipe_tests::on_both_engines;
use serde_json::json;

use super::device::Device;
use super::shelf;

on_both_engines!(a_supervisor_sets_calls_and_releases_by_a_channel);

async fn a_supervisor_sets_calls_and_releases_by_a_channel(floor: Floor) {
    shelf::fill(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    for number in 0..8 {
        let mut order = order_body(&format!("PV-{number}"), [(goods::COFFEE, 2 + number)]);
        order["channel"] = json!(if number < 6 { "loja" } else { "atacado" });
        order["ship_by"] = json!(shelf::day(-1));
        order["priority"] = json!(if number == 3 { 5 } else { 0 });
        assert_eq!(erp.post("/orders", &order).await.status, 201);
        floor.pass(1_000);
    }
    let desk = Device::open(&floor, Screen::Desk, "/desk/orders").await;
    super::desk::log_in(&desk).await;
    desk.browser.go(&format!("{}/desk/orders", floor.address)).await;
    desk.browser.until_shown(".calls", "8 por separar").await;
    desk.browser.until_shown("[data-order=PV-3]", "▲5").await;

    desk.press("set-calls").await;
    desk.browser.until("document.querySelector('[data-testid=panel] input[type=time]')").await;
    desk.picture("1280-calls-set.png").await;
    let typed = "(() => { const time = document.querySelector('[data-testid=panel] input[type=time]'); time.value = '00:00';
        time.dispatchEvent(new Event('input', {bubbles: true})); return true; })()";
    desk.browser.until(typed).await;
    desk.press("save-call").await;
    desk.browser.until_shown("[data-action=save-call]", "Salvo").await;
    desk.press("close-panel").await;
    // It called when the day began: whatever the hour is, that was before.
    desk.browser.until_shown(".call", "00:00").await;
    desk.browser.until_shown(".call.missed", "8 pedidos perdem a coleta").await;
    desk.browser.until_shown(".calls", "com 1 na separação").await;

    desk.press("new-channel").await;
    desk.fill("channel-code", "LOJA").await;
    desk.fill("channel-name", "Loja virtual").await;
    desk.fill("channel-channels", "loja").await;
    desk.fill("channel-days", "0").await;
    desk.fill("channel-orders", "4").await;
    desk.picture("1280-channel.png").await;
    desk.press("save-channel").await;
    desk.browser.until_shown("[data-channel=LOJA]", "sai hoje").await;
    let channels: Page<ReleaseChannel> = sonia.get("/release-channels").await.json();
    assert_eq!((channels.rows.len(), channels.rows[0].orders_waiting), (1, 6));

    desk.browser.click("[data-channel=LOJA] [data-action=release-channel]").await;
    desk.browser.until_shown("[data-testid=waves]", "LOJA").await;
    let waves: Page<Wave> = sonia.get("/waves").await.json();
    assert_eq!((waves.rows.len(), waves.rows[0].orders), (1, 4));
    desk.browser.until_shown("[data-channel=LOJA]", "2").await;
    desk.browser.until_shown(".calls", "4 sem onda").await;
    desk.press("more-pickers").await;
    desk.browser.until_shown(".calls", "com 2 na separação").await;
    desk.picture("1280-channels.png").await;
    desk.browser.click("[data-channel=LOJA] [data-action=remove-channel]").await;
    desk.browser.click("[data-channel=LOJA] [data-action=remove-channel]").await;
    desk.browser.until("!document.querySelector('[data-channel=LOJA]')").await;
    desk.browser.close().await;
    shelf::audit(&floor).await;
}
