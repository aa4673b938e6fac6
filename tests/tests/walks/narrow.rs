//! The desk on a phone: each of its pages fits, nothing scrolls sideways, and the menu works by keyboard alone.

use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, PIN, badge, goods};
use serde_json::json;
use thirtyfour::Key;

use crate::device::Device;
use crate::{picked, shelf};

/// What scrolls sideways, and should not: the page, its frame, or a panel.
const SIDEWAYS: &str = r"
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the document is ${document.documentElement.scrollWidth} wide`);
    for (const box of document.querySelectorAll('main, .panel-body, .side, .top, .listing')) {
        if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className} is ${box.scrollWidth} wide, in ${box.clientWidth}`);
    }
    return found;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_of_the_desk_fits_a_phone() {
    walks(Screen::Handheld).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_of_the_desk_fits_the_smallest_phone() {
    walks(Screen::Small).await;
}

/// A warehouse with something on each page.
async fn work_to_see() -> Floor {
    let floor = Floor::sqlite().await;
    shelf::fill(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    let order = json!({
        "kind": "purchase_order", "number": "PC-2026-000123",
        "supplier": {"name": "Saboaria Ypê-Mirim do Vale do Paraíba Ltda.", "tax_id": "11222333000181"},
        "lines": [{"sku": goods::SOAP, "quantity": 480}, {"sku": goods::COFFEE, "quantity": 24}],
    });
    assert_eq!(erp.post("/receipts", &order).await.status, 201);
    for number in 1..=3 {
        picked::order(&erp, &format!("PV-2026-00{number}"), &[(goods::COFFEE, 12), (goods::SOAP, 3)]).await;
    }
    let new = sonia.get("/orders?status=new").await.json::<serde_json::Value>();
    let wave = json!({"orders": [new["rows"][0]["id"]]});
    assert_eq!(sonia.post("/waves", &wave).await.status, 201);
    assert_eq!(sonia.post("/counts", &json!({"bins": ["A-01-01-1"]})).await.status, 201);
    floor
}

async fn walks(screen: Screen) {
    let floor = work_to_see().await;
    let device = Device::open(&floor, screen, "/desk").await;
    device.at("log_in_desk").await;
    device.browser.until("document.activeElement?.name === 'who'").await;
    device.browser.type_wedge(&badge("ada")).await;
    device.browser.until("document.activeElement?.name === 'secret'").await;
    device.browser.type_wedge(PIN).await;
    device.browser.until("document.querySelector('[data-testid=desk]')").await;
    menu_by_keyboard(&device).await;
    for path in paths(&device).await {
        device.press("menu").await;
        device.browser.click(&format!("nav a[href='{path}']")).await;
        device.browser.until(&format!("location.pathname === '{path}'")).await;
        device.browser.until("document.querySelector('[data-action=menu]').ariaExpanded === 'false'").await;
        let name = path.trim_start_matches("/desk/").to_owned();
        looks(&device, screen, &name).await;
        panels(&device, screen, &name).await;
        for tab in tabs(&device).await {
            device.browser.click(&format!("[data-testid='{tab}']")).await;
            looks(&device, screen, &format!("{name}-{tab}")).await;
            panels(&device, screen, &format!("{name}-{tab}")).await;
        }
    }
    device.browser.close().await;
    shelf::audit(&floor).await;
}

/// Opens the menu, goes through it and out of it, and to a page, by keys alone.
async fn menu_by_keyboard(device: &Device) {
    let is_open = "document.querySelector('[data-action=menu]').ariaExpanded === 'true'";
    let is_closed = "document.querySelector('[data-action=menu]').ariaExpanded === 'false'";
    let is_hidden = "!document.querySelector('nav a').checkVisibility()";
    let on_button = "document.activeElement.dataset.action === 'menu'";
    device.browser.until(&format!("{is_closed} && {is_hidden}")).await;
    for _ in 0..20 {
        device.key(Key::Tab).await;
        if holds(device, on_button).await {
            break;
        }
    }
    device.browser.until(on_button).await;
    device.key(Key::Enter).await;
    device.browser.until(&format!("{is_open} && {on_button}")).await;
    device.picture("360-menu.png").await;
    // From the button to the first page, to the next one, and back out with Escape.
    device.key(Key::Tab).await;
    device.browser.until("document.activeElement.pathname === '/desk/receive'").await;
    device.key(Key::Tab).await;
    device.browser.until("document.activeElement.pathname === '/desk/orders'").await;
    device.key(Key::Escape).await;
    device.browser.until(&format!("{is_closed} && {is_hidden} && {on_button}")).await;
    // Who tabs past its end leaves it, and it closes.
    device.key(Key::Enter).await;
    device.browser.until(is_open).await;
    for _ in 0..20 {
        device.key(Key::Tab).await;
        if holds(device, "document.activeElement.name === 'search'").await {
            break;
        }
    }
    device.browser.until(&format!("{is_closed} && document.activeElement.name === 'search'")).await;
    // A page is chosen, and the menu is gone.
    device.press("menu").await;
    device.browser.until(is_open).await;
    for _ in 0..3 {
        device.key(Key::Tab).await;
    }
    device.browser.until("document.activeElement.pathname === '/desk/pack'").await;
    device.key(Key::Enter).await;
    device.browser.until(&format!("location.pathname === '/desk/pack' && {is_closed} && {is_hidden}")).await;
    // A press beside it closes it.
    device.press("menu").await;
    device.browser.until(is_open).await;
    let beside = "document.querySelector('.menu-shade').click()";
    device.browser.driver().execute(beside, Vec::new()).await.expect("the page answers");
    device.browser.until(is_closed).await;
}

async fn holds(device: &Device, condition: &str) -> bool {
    let script = format!("return Boolean({condition})");
    let answer = device.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
    answer.convert().expect("a bool")
}

/// The desk's pages, as its menu names them.
async fn paths(device: &Device) -> Vec<String> {
    let script = "return [...document.querySelectorAll('nav a')].map(link => link.pathname)";
    let paths = device.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
    let paths: Vec<String> = paths.convert().expect("paths");
    assert!(paths.len() >= 7, "{paths:?}");
    paths
}

async fn tabs(device: &Device) -> Vec<String> {
    let script = "return [...document.querySelectorAll('main [role=tab]')].map(tab => tab.dataset.testid)";
    let tabs = device.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
    tabs.convert().expect("names")
}

/// Looks at a page once its rows are there.
async fn looks(device: &Device, screen: Screen, name: &str) {
    device
        .browser
        .until("document.querySelector('main').children.length && !document.querySelector('.shape')")
        .await;
    let found = device.browser.driver().execute(SIDEWAYS, Vec::new()).await.expect("the page answers");
    let found: Vec<String> = found.convert().expect("a list");
    assert!(found.is_empty(), "{name} scrolls sideways at {}: {found:#?}", screen.width());
    device.fits(name).await;
    device.picture(&format!("{}-desk-{name}.png", screen.width())).await;
}

/// Opens what a page opens beside its list: the first row of each list, and each form.
async fn panels(device: &Device, screen: Screen, name: &str) {
    let script = "return [...document.querySelectorAll('main .listing')].filter(one => one.querySelector('tbody tr[tabindex]')).map(one => `[data-testid='${one.dataset.testid}'] tbody tr[tabindex]`)";
    let rows = device.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
    let mut opened: Vec<String> = rows.convert().expect("selectors");
    let forms = [
        "new-order",
        "new-asn",
        "receipt-rule",
        "new-channel",
        "set-calls",
        "count-rule",
        "set-ways",
        "new-user",
        "new-bins",
        "new-printer",
        "new-station",
        "new-webhook",
    ];
    opened.extend(forms.iter().map(|form| format!("main [data-action={form}]")));
    for (at, css) in opened.into_iter().enumerate() {
        let there = format!("document.querySelector({})", json!(css));
        if !holds(device, &there).await {
            continue;
        }
        device
            .browser
            .driver()
            .execute(format!("{there}.click()"), Vec::new())
            .await
            .expect("the page answers");
        device.browser.until("document.querySelector('[data-testid=panel]')").await;
        looks(device, screen, &format!("{name}-panel-{at}")).await;
        device.key(Key::Escape).await;
        device.browser.until("!document.querySelector('[data-testid=panel]')").await;
    }
}
