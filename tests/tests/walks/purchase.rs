//! A purchase order is written at the desk, received on the handheld, and what does not come is cancelled; a delivery is announced, with
//! lots and a pallet that comes in by one scan.

use bipe_api::Page;
use bipe_api::desk::{Receipt, ReceiptDetail};
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, goods};
use serde_json::json;

use crate::desk::log_in as log_in_at_desk;
use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(an_order_is_written_and_received, a_delivery_is_announced_and_received);

/// A pallet's SSCC as a supplier numbers it.
const SSCC: &str = "378999900000000015";

/// Types into the last field of this name.
async fn fill_last(desk: &Device, name: &str, text: &str) {
    let css = format!("[data-testid='field-{name}']");
    let script = format!(
        "const all = document.querySelectorAll({}); const field = all[all.length - 1]; field.value = {};
            field.dispatchEvent(new Event('input', {{bubbles: true}})); field.dispatchEvent(new Event('change', {{bubbles: true}}));",
        json!(css),
        json!(text)
    );
    desk.browser.until(&format!("document.querySelector({})", json!(css))).await;
    desk.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
}

/// Types an item into the last line and waits until it is chosen.
async fn choose(desk: &Device, text: &str, name: &str) {
    fill_last(desk, "line-item", text).await;
    let chosen = "[...document.querySelectorAll('[data-testid=receipt-form] fieldset')].at(-1)?.innerText";
    desk.browser.until(&format!("{chosen}?.includes({})", json!(name))).await;
}

async fn at_receipts(floor: &Floor) -> Device {
    let desk = Device::open(floor, Screen::Desk, "/desk").await;
    log_in_at_desk(&desk).await;
    desk.browser.click("nav a[href='/desk/receive']").await;
    desk.browser.until_shown("main h1", "Receb").await;
    desk
}

async fn an_order_is_written_and_received(floor: Floor) {
    shelf::now(&floor);
    let desk = at_receipts(&floor).await;
    write_order(&desk).await;
    desk.browser.until_shown("[data-testid=panel] h2", "PC-900").await;
    desk.picture("1280-purchase-order.png").await;
    let sonia = floor.log_in("sonia").await;
    let listed: Page<Receipt> = sonia.get("/receipts?search=pc-900&kind=purchase_order").await.json();
    let path = format!("/receipts/{}", listed.rows[0].id);
    let made: ReceiptDetail = sonia.get(&path).await.json();
    let lines: Vec<_> = made.lines.iter().map(|line| (line.sku.as_str(), line.expected_base)).collect();
    assert_eq!(lines, [(goods::SOAP, 48), (goods::COFFEE, 24)], "two cases of 24, and 24 pieces");

    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("rita").await;
    device.press("receive").await;
    device.accept("PC-900", "receive_goods").await;
    device.accept(&picked::symbol(goods::SOAP, None), "receive_quantity").await;
    device.key_in("30").await;
    device.at("receive_goods").await;
    device.accept("BPCFULL", "receive_goods").await;
    device.browser.close().await;

    // The panel follows: what came, what is still to come.
    desk.browser.until_shown("[data-testid=panel] [data-testid=left]", "18").await;
    desk.press("close-panel").await;
    desk.browser.click("[data-testid=filter-expected]").await;
    desk.browser.until_shown("[data-testid=receipts]", "Nenhum documento aqui.").await;
    desk.browser.click("[data-testid='filter-']").await;
    desk.browser.until("document.querySelector('[data-receipt=\"PC-900\"]')").await;
    fill_search(&desk, "ninguém").await;
    desk.browser.until_shown("[data-testid=receipts]", "Nenhum documento aqui.").await;
    fill_search(&desk, "ype").await;
    desk.browser.click("[data-receipt='PC-900']").await;
    desk.browser.until("document.querySelector('[data-testid=cancel]')").await;
    desk.press("cancel-receipt").await;
    desk.press("cancel-receipt").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=notice]", "Motivo: está faltando.").await;
    desk.fill("reason", "Fornecedor sem estoque").await;
    desk.press("cancel-receipt").await;
    desk.press("cancel-receipt").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=difference]", "−18").await;
    desk.picture("1280-purchase-order-cancelled.png").await;
    desk.browser.close_after_refusal().await;
    let told: ReceiptDetail = sonia.get(&path).await.json();
    assert_eq!((told.receipt.status.as_str(), told.lines[0].received_base), ("closed", 30));
    shelf::audit(&floor).await;
}

async fn fill_search(desk: &Device, text: &str) {
    let script = format!(
        "const field = document.querySelector('[data-testid=filter-search]'); field.value = {};
            field.dispatchEvent(new Event('input', {{bubbles: true}}));",
        json!(text)
    );
    desk.browser.driver().execute(script, Vec::new()).await.expect("the page answers");
}

/// Writes a purchase order: each thing that may be wrong first, each told in the page's language.
async fn write_order(desk: &Device) {
    let notice = "[data-testid=panel] [data-testid=notice]";
    desk.press("new-order").await;
    desk.press("save-receipt").await;
    desk.browser.until_shown(notice, "Linha 1: escolha um item da lista.").await;
    choose(desk, "sabao-200", "Sabão").await;
    desk.press("save-receipt").await;
    desk.browser.until_shown(notice, "Linha 1: a quantidade é um número inteiro").await;
    fill_last(desk, "line-packaging", "24").await;
    fill_last(desk, "line-quantity", "2").await;
    desk.press("add-line").await;
    // By the GTIN of its packaging.
    choose(desk, goods::COFFEE_UNIT, "Café").await;
    fill_last(desk, "line-quantity", "24").await;
    desk.press("save-receipt").await;
    desk.browser.until_shown(notice, "Número: está faltando. Fornecedor, nome: está faltando.").await;
    desk.fill("number", "PC-900").await;
    desk.fill("supplier", "Saboaria Ypê").await;
    desk.fill("tax-id", "11.222.333/0001-81").await;
    desk.press("add-line").await;
    desk.picture("1280-purchase-order-form.png").await;
    desk.browser.until("document.querySelectorAll('[data-action=remove-line]').length === 3").await;
    let last = "[...document.querySelectorAll('[data-action=remove-line]')].at(-1).click()";
    desk.browser.driver().execute(last, Vec::new()).await.expect("the page answers");
    desk.browser.until("document.querySelectorAll('[data-action=remove-line]').length === 2").await;
    desk.press("save-receipt").await;
}

async fn a_delivery_is_announced_and_received(floor: Floor) {
    shelf::now(&floor);
    let erp = floor.log_in("erp").await;
    let order = json!({
        "kind": "purchase_order", "number": "PC-901", "supplier": {"name": "Torrefação Serra Clara", "tax_id": "99888777000166"},
        "lines": [{"sku": goods::COFFEE, "quantity": 24}],
    });
    assert_eq!(erp.post("/receipts", &order).await.status, 201);
    let desk = at_receipts(&floor).await;
    desk.browser.click("[data-receipt='PC-901']").await;
    desk.press("deliver").await;
    // What is still to come of the order stands in the form, and who sends it.
    desk.browser
        .until("document.querySelector('[data-testid=field-tax-id]')?.value === '99888777000166'")
        .await;
    desk.browser.until("document.querySelector('[data-testid=field-line-quantity]')?.value === '24'").await;
    desk.fill("number", "AV-1").await;
    desk.press("add-lot").await;
    desk.fill("lot-code", "L1").await;
    desk.fill("lot-quantity", "30").await;
    fill_last(&desk, "lot-expiry", &shelf::first_expiry().to_string()).await;
    desk.press("add-pallet").await;
    desk.fill("sscc", "378999900000000014").await;
    desk.fill("content-lot", "L1").await;
    desk.fill("content-quantity", "24").await;
    desk.picture("1280-delivery-form.png").await;
    desk.press("save-receipt").await;
    let notice = "[data-testid=panel] [data-testid=notice]";
    desk.browser.until_shown(notice, "Linha 1, lotes: mais que a quantidade da linha.").await;
    desk.browser.until_shown(notice, "Palete 1, SSCC: SSCC: o dígito verificador é 4, deveria ser 5.").await;
    desk.fill("lot-quantity", "24").await;
    desk.fill("sscc", SSCC).await;
    desk.press("save-receipt").await;
    desk.browser.until_shown("[data-testid=panel] h2", "AV-1").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=pallets]", SSCC).await;
    desk.browser.until_shown("[data-testid=panel]", "Lote L1: 24").await;

    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("rita").await;
    device.press("receive").await;
    device.accept("AV-1", "receive_goods").await;
    device.accept(&format!("]C100{SSCC}"), "receive_goods").await;
    device.browser.close().await;

    desk.browser.until_shown("[data-testid=panel] [data-testid=pallets]", "conclu").await;
    desk.picture("1280-delivery.png").await;
    desk.fits("a delivery with lots").await;
    desk.browser.close_after_refusal().await;
    let sonia = floor.log_in("sonia").await;
    let listed: Page<Receipt> = sonia.get("/receipts?kind=asn").await.json();
    let told: ReceiptDetail = sonia.get(&format!("/receipts/{}", listed.rows[0].id)).await.json();
    assert_eq!((told.lines[0].received_base, told.pallets[0].received), (24, true));
    shelf::audit(&floor).await;
}
