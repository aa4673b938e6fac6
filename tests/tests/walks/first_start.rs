//! The first start in the browser: from the one-time code to a warehouse, its admin, a colleague and a badge.

use bipe_api::session::Session;
use bipe_tests::browser::Screen;
use bipe_tests::floor::Floor;
use serde_json::{Value, json};

use crate::device::Device;
use crate::shelf;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_is_led_from_the_code_to_the_first_badge() {
    let folder = tempfile::tempdir().expect("a folder");
    let floor = Floor::empty(&folder).await;
    shelf::now(&floor);
    let code = bipe_server::office::set_up::offer(&floor.app).await.expect("asks").expect("no users yet");
    let device = Device::open(&floor, Screen::Desk, "/").await;
    device.browser.until("location.pathname === '/setup'").await;
    set_up(&device, &code).await;
    device.browser.until("location.pathname === '/desk/setup'").await;
    device.browser.until_shown("[data-testid=users]", "dona").await;
    hire(&device).await;
    let badge = badge(&device).await;
    device.picture("1280-first-badge.png").await;
    device.browser.close().await;

    let log_in = json!({"who": badge, "secret": "7410"});
    let session: Session = floor.hand(None).post("/session", &log_in).await.json();
    assert_eq!((session.login.as_str(), session.warehouse.code.as_str()), ("bia", "RJ1"));
}

async fn set_up(device: &Device, code: &str) {
    let step = |number: u8| {
        format!("document.querySelector('[data-screen=first_start]')?.dataset.step === '{number}'")
    };
    device.browser.until(&step(1)).await;
    device.fill("code", code).await;
    device.picture("1280-first-start.png").await;
    device.press("confirm").await;
    device.browser.until(&step(2)).await;
    device.fill("warehouse_code", "rj1").await;
    device.fill("warehouse_name", "Galpão do Rio").await;
    device.fill("gs1_prefix", "7891234").await;
    device.press("confirm").await;
    device.browser.until(&step(3)).await;
    device.fill("sender", "Galpão do Rio Ltda.").await;
    device.fill("street", "Rua do Livramento, 60").await;
    device.fill("district", "Saúde").await;
    device.fill("city", "Rio de Janeiro").await;
    device.fill("state", "RJ").await;
    device.fill("postal_code", "20221-190").await;
    device.picture("1280-first-address.png").await;
    device.press("confirm").await;
    device.browser.until(&step(4)).await;
    device.fill("name", "Dona Lúcia").await;
    device.fill("login", "dona").await;
    device.fill("password", "uma senha comprida").await;
    device.fill("pin", "9513").await;
    device.press("confirm").await;
}

async fn hire(device: &Device) {
    device.press("new-user").await;
    device.fill("name", "Bia Conceição").await;
    device.fill("login", "bia").await;
    device.fill("new-pin", "7410").await;
    device.press("add").await;
    device.browser.until_shown("[data-testid=users] tbody", "Bia Conceição").await;
    device.browser.until("!document.querySelector('[data-testid=panel]')").await;
}

/// Opens the new user, gives a badge and looks at what its link prints; gives the badge's code.
async fn badge(device: &Device) -> String {
    let row = "[...document.querySelectorAll('[data-testid=users] tbody tr')].find(row => row.innerText.includes('Bia'))";
    let click = format!("{row}.click()");
    device.browser.driver().execute(click, Vec::new()).await.expect("the row is there");
    device.press("new-badge").await;
    device.browser.until("document.querySelector('[data-testid=badge] a')").await;
    let print = "const done = arguments[0], link = document.querySelector('[data-testid=badge] a');
        fetch(link.href).then(async answer => done({
            type: answer.headers.get('content-type'), begins: (await answer.text()).slice(0, 5),
            code: document.querySelector('[data-testid=badge] .code').textContent }));";
    let answer = device.browser.driver().execute_async(print, Vec::new()).await.expect("the label comes");
    let printed: Value = answer.convert().expect("an object");
    assert_eq!(
        (&printed["type"], &printed["begins"]),
        (&json!("application/pdf"), &json!("%PDF-")),
        "{printed}"
    );
    printed["code"].as_str().expect("a code").to_owned()
}
