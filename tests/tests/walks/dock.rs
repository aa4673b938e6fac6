//! Walks at the dock: goods that nobody announced, damaged ones, one more pallet of the same, a code that nobody knows; what the desk
//! then reads, and does.

use bipe_api::desk::ReceiptDetail;
use bipe_core::screen::Outcome;
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, goods};
use serde_json::json;

use crate::desk::log_in as log_in_at_desk;
use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(a_blind_receipt_is_taken_in, a_supervisor_settles_a_receipt);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blind_receipt_is_taken_in_on_the_smallest_screen() {
    takes_in(Floor::sqlite().await, Screen::Small).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_settled_on_the_smallest_screen() {
    attaches(&Floor::sqlite().await, Screen::Small).await;
}

async fn a_blind_receipt_is_taken_in(floor: Floor) {
    takes_in(floor, Screen::Handheld).await;
}

async fn takes_in(floor: Floor, screen: Screen) {
    shelf::now(&floor);
    let device = Device::open(&floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("rita").await;
    device.press("receive").await;
    device.at("receive_invoice").await;
    device.press("blind").await;
    device.at("receive_goods").await;
    picture("blind-goods").await;
    let coffee = shelf::lot_first(goods::COFFEE_CASE, "L7", shelf::first_expiry());
    device.accept(&coffee, "receive_quantity").await;
    picture("blind-quantity").await;
    device.key_in("4").await;
    device.at("receive_goods").await;
    device.accept("BPCREPEAT", "receive_goods").await;
    device.accept("BPCDAMAGED", "receive_goods").await;
    device.browser.until_shown("[data-testid=quarantine]", "Avaria").await;
    picture("blind-damaged").await;
    device.accept(&picked::symbol(goods::SOAP, None), "receive_quantity").await;
    device.browser.until_shown("[data-testid=quarantine]", "quarentena").await;
    picture("blind-quarantine").await;
    device.key_in("3").await;
    device.at("receive_goods").await;
    device.accept("BPCCLOSE", "receive_close").await;
    picture("blind-close").await;
    device.press("confirm").await;
    device.at("receive_invoice").await;
    device.browser.close().await;
    shelf::audit(&floor).await;
}

/// A purchase order of soap, with a code on the bale that nobody knows, and more than was ordered.
async fn attaches(floor: &Floor, screen: Screen) -> ReceiptDetail {
    shelf::now(floor);
    let erp = floor.log_in("erp").await;
    let order = json!({
        "kind": "purchase_order", "number": "PC-4711", "over_receipt_percent": 10,
        "supplier": {"name": "Saboaria Ypê-Mirim do Vale do Paraíba Ltda.", "tax_id": "11222333000181"},
        "lines": [{"sku": goods::SOAP, "quantity": 480}, {"sku": goods::COFFEE, "quantity": 24}],
    });
    let made: ReceiptDetail = erp.post("/receipts", &order).await.json();
    let device = Device::open(floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("sonia").await;
    device.press("receive").await;
    device.accept("PC-4711", "receive_goods").await;
    device.answer("FARDO-YPE-24", Outcome::Confirm).await;
    device.at("receive_attach").await;
    picture("attach").await;
    device.browser.click("[data-screen=receive_attach] [data-target='SABAO-200']").await;
    device.browser.until_shown("[data-screen=receive_attach] .row-name", "Sabão").await;
    device.browser.until("!document.querySelector('[data-screen=receive_attach] [data-target]')").await;
    picture("attach-sure").await;
    device.accept("FARDO-YPE-24", "receive_goods").await;
    device.accept("FARDO-YPE-24", "receive_quantity").await;
    let (code, _) = device.answer("BPCQ22", Outcome::Confirm).await;
    assert_eq!(code, "over_receipt");
    device.browser.until_shown("[data-testid=entry]", "22").await;
    picture("over").await;
    device.accept("BPCCONFIRM", "receive_goods").await;
    device.accept("BPCCLOSE", "receive_close").await;
    picture("close-differences").await;
    device.press("confirm").await;
    device.at("receive_invoice").await;
    device.browser.close().await;
    made
}

async fn a_supervisor_settles_a_receipt(floor: Floor) {
    let made = attaches(&floor, Screen::Handheld).await;
    let desk = Device::open(&floor, Screen::Desk, "/desk").await;
    log_in_at_desk(&desk).await;
    desk.browser.click("nav a[href='/desk/receive']").await;
    desk.browser.until_shown("[data-testid=receipts]", "PC-4711").await;
    desk.picture("desk-receipts.png").await;
    desk.browser.click("[data-testid=receipts] tbody tr").await;
    desk.browser.until_shown("[data-testid=panel] [data-testid=difference]", "+48").await;
    desk.press("sending").await;
    desk.fill("reason", "Recebido a mais").await;
    desk.picture("desk-receipt-settle.png").await;
    desk.fill("location", "DOCA-01").await;
    desk.fill("sku", goods::SOAP).await;
    let sonia = floor.log_in("sonia").await;
    let stock: bipe_api::Page<bipe_api::desk::Stock> = sonia.get("/stock?search=sabao").await.json();
    desk.fill("unit", stock.rows[0].unit_code.as_deref().expect("a pallet")).await;
    desk.fill("quantity", "48").await;
    desk.press("send-back").await;
    desk.browser.until_shown("[data-testid=panel]", "48 devolvido").await;
    desk.picture("desk-receipt-sent-back.png").await;
    desk.press("reopen").await;
    desk.browser.until("!document.querySelector('[data-testid=settle]')").await;
    desk.browser.close().await;
    let told: ReceiptDetail = sonia.get(&format!("/receipts/{}", made.receipt.id)).await.json();
    assert_eq!((told.receipt.status.as_str(), told.lines[0].sent_back_base), ("open", 48));
    shelf::audit(&floor).await;
}
