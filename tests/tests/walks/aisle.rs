//! Walks in the aisles beside picking: goods moved by hand and put back, a bin counted, a pick face filled up.

use bipe_api::desk::{OrderDetail, ReplenishmentsOpened};
use bipe_core::id::CommandId;
use bipe_core::screen::Outcome;
use bipe_labels::Label;
use bipe_server::device::print_queue;
use bipe_store::ledger::Entry;
use bipe_store::user;
use bipe_tests::browser::Screen;
use bipe_tests::floor::{Floor, Hand, goods};
use serde_json::{Value, json};

use crate::desk::log_in as log_in_at_desk;
use crate::device::Device;
use crate::{picked, shelf};

bipe_tests::on_both_engines!(
    goods_are_moved_and_put_back,
    a_bin_is_counted_without_being_told,
    a_face_is_filled_up,
    a_picker_proves_that_a_bin_is_empty,
    a_picker_puts_a_stop_off_and_fills_a_tote,
    anything_is_looked_up
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn goods_are_moved_on_the_smallest_screen() {
    moves(Floor::sqlite().await, Screen::Small).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anything_is_looked_up_on_the_smallest_screen() {
    looks_up(Floor::sqlite().await, Screen::Small).await;
}

async fn goods_are_moved_and_put_back(floor: Floor) {
    moves(floor, Screen::Handheld).await;
}

/// Picks six of the first lot for an order that is given up afterwards.
async fn leave_in_a_tote(floor: &Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let order = picked::order(&erp, "PV-31", &[(goods::COFFEE, 6)]).await;
    sonia.post("/waves", &json!({"orders": []})).await.json::<serde_json::Value>();
    pedro.accept("BPCPICK").await;
    picked::new_tote(&pedro, "BPT000031").await;
    pedro.accept("BPLA-01-01-1").await;
    pedro.accept(&first_lot()).await;
    pedro.accept("BPCQ6").await;
    pedro.accept("BPT000031").await;
    pedro.accept("BPCLEAVE").await;
    let id = order["order"]["id"].as_str().expect("an id");
    erp.post(&format!("/orders/{id}/cancel"), &json!({})).await.json::<OrderDetail>();
}

fn first_lot() -> String {
    shelf::lot_first(goods::COFFEE_UNIT, "L1", shelf::first_expiry())
}

async fn moves(floor: Floor, screen: Screen) {
    shelf::fill(&floor).await;
    leave_in_a_tote(&floor).await;
    label_a_tote(&floor, "BPT000031").await;
    let device = Device::open(&floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("rita").await;
    device.press("relocate").await;
    device.at("relocate_from").await;
    device.browser.until_shown("[data-screen=relocate_from]", "BPT000031").await;
    picture("relocate-from").await;
    // What the order no longer wants goes where it came from.
    device.accept("BPT000031", "relocate_goods").await;
    device.reads("unit", "BPT000031").await;
    picture("relocate-back").await;
    device.accept(&first_lot(), "relocate_into").await;
    device.quantity(6).await;
    device.reads("bin", "A-01-01-1").await;
    picture("relocate-back-into").await;
    device.accept("BPLA-01-01-1", "relocate_from").await;
    // Goods change their bin.
    device.refuse("BPLA-02-02-1", "bin_empty").await;
    device.accept("BPLA-03-01-2", "relocate_goods").await;
    picture("relocate-goods").await;
    device.refuse(&first_lot(), "not_there").await;
    device.accept(&picked::symbol(goods::SOAP, None), "relocate_into").await;
    device.quantity(20).await;
    device.refuse("BPLA-03-01-2", "not_here").await;
    picture("relocate-into-refused").await;
    device.accept("BPLA-02-02-1", "relocate_from").await;
    picture("relocate-done").await;
    device.browser.close().await;
    let lies = held(&floor.log_in("sonia").await, "A-02-02-1").await;
    assert_eq!(lies, [(goods::SOAP.to_owned(), 20)]);
    let back = held(&floor.log_in("sonia").await, "A-01-01-1").await;
    assert_eq!(back, [(goods::COFFEE.to_owned(), 48)]);
    shelf::audit(&floor).await;
}

async fn held(hand: &Hand, bin: &str) -> Vec<(String, i64)> {
    let page: bipe_api::Page<bipe_api::desk::Stock> = hand.get(&format!("/stock?search={bin}")).await.json();
    page.rows.into_iter().map(|row| (row.sku, row.on_hand_base)).collect()
}

async fn a_bin_is_counted_without_being_told(floor: Floor) {
    shelf::fill(&floor).await;
    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("caio").await;
    device.press("count").await;
    device.at("count_bin").await;
    device.picture("count-bin.png").await;
    let (code, _) = device.answer("BPLA-03-01-2", Outcome::Confirm).await;
    assert_eq!(code, "count_not_asked");
    device.accept("BPLA-03-01-2", "count_goods").await;
    device.accept(&picked::symbol(goods::SOAP, None), "count_goods").await;
    device.quantity(119).await;
    device.picture("count-goods.png").await;
    let shown = device.browser.text("[data-screen=count_goods]").await;
    assert!(!shown.contains("120"), "what the book says is not told: {shown}");
    device.press("close").await;
    device.at("count_close").await;
    device.picture("count-close.png").await;
    device.press("confirm").await;
    device.at("count_bin").await;
    device.browser.close().await;
    shelf::audit(&floor).await;
}

async fn a_face_is_filled_up(floor: Floor) {
    shelf::fill(&floor).await;
    let (ada, sonia) = (floor.log_in("ada").await, floor.log_in("sonia").await);
    // Soap lies in reserve once it is moved there.
    let rita = floor.log_in("rita").await;
    rita.accept("BPCRELOCATE").await;
    rita.accept("BPLA-03-01-2").await;
    rita.accept(&picked::symbol(goods::SOAP, None)).await;
    rita.accept("BPCQ120").await;
    rita.accept("BPLA-03-02-2").await;
    rita.accept("BPCLEAVE").await;
    let face = json!({"location": "A-03-01-1", "sku": goods::SOAP, "min_base": 10, "max_base": 36});
    ada.put("/pick-faces", &face).await.json::<serde_json::Value>();
    let opened: ReplenishmentsOpened = sonia.post("/replenishments", &json!({})).await.json();
    assert_eq!(opened.opened, 1);
    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("rita").await;
    device.press("replenish").await;
    device.at("replenish_face").await;
    device.picture("replenish-face.png").await;
    device.press("next").await;
    device.at("replenish_bin").await;
    device.reads("bin", "A-03-02-2").await;
    device.accept("BPLA-03-02-2", "replenish_goods").await;
    device.picture("replenish-goods.png").await;
    device.accept(&picked::symbol(goods::SOAP, None), "replenish_into").await;
    device.quantity(36).await;
    device.reads("bin", "A-03-01-1").await;
    device.picture("replenish-into.png").await;
    device.accept("BPLA-03-01-1", "replenish_face").await;
    device.browser.close().await;
    assert_eq!(held(&sonia, "A-03-01-1").await, [(goods::SOAP.to_owned(), 36)]);
    shelf::audit(&floor).await;
}

async fn a_picker_proves_that_a_bin_is_empty(floor: Floor) {
    shelf::fill(&floor).await;
    let desk = Device::open(&floor, Screen::Desk, "/desk/counts").await;
    log_in_at_desk(&desk).await;
    desk.browser.go(&format!("{}/desk/counts", floor.address)).await;
    desk.press("count-rule").await;
    desk.browser
        .until("document.querySelector('[data-testid=field-tolerance-permille]')?.value === '20'")
        .await;
    desk.fill("tolerance-base", "1").await;
    desk.browser.click("[data-testid=field-zero-check]").await;
    desk.picture("count-rule.png").await;
    desk.press("save-rule").await;
    desk.browser.until_shown("[data-testid=notice]", "Regra salva").await;
    desk.browser.close().await;

    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    picked::order(&erp, "PV-17", &[(goods::COFFEE, 50)]).await;
    sonia.post("/waves", &json!({"orders": []})).await.json::<serde_json::Value>();
    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("pedro").await;
    device.press("pick").await;
    device.at("pick_tote").await;
    device.answer("BPT000017", Outcome::Confirm).await;
    device.accept("BPT000017", "pick_bin").await;
    device.accept("BPLA-01-01-1", "pick_goods").await;
    device.accept(&first_lot(), "pick_goods").await;
    device.quantity(48).await;
    device.at("pick_into").await;
    let (code, _) = device.answer("BPT000017", Outcome::Confirm).await;
    assert_eq!(code, "is_it_empty");
    device.at("pick_emptied").await;
    device.reads("bin", "A-01-01-1").await;
    device.picture("pick-emptied.png").await;
    device.press("yes").await;
    device.at("pick_bin").await;
    device.browser.close().await;
    shelf::audit(&floor).await;
}

async fn a_picker_puts_a_stop_off_and_fills_a_tote(floor: Floor) {
    shelf::fill(&floor).await;
    let (erp, sonia) = (floor.log_in("erp").await, floor.log_in("sonia").await);
    picked::order(&erp, "PV-18", &[(goods::COFFEE, 50)]).await;
    sonia.post("/waves", &json!({"orders": []})).await.json::<serde_json::Value>();
    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("pedro").await;
    device.press("pick").await;
    device.at("pick_tote").await;
    device.answer("BPT000018", Outcome::Confirm).await;
    device.accept("BPT000018", "pick_bin").await;
    device.reads("bin", "A-01-01-1").await;
    device.press("skip").await;
    device.reads("bin", "A-02-01-1").await;
    device.press("skip").await;
    device.reads("bin", "A-01-01-1").await;
    device.press("skip").await;
    device.at("pick_skip").await;
    device.picture("pick-skip.png").await;
    device.press("reach").await;
    device.at("pick_bin").await;
    device.reads("bin", "A-02-01-1").await;
    device.accept("BPLA-02-01-1", "pick_goods").await;
    device.accept(&shelf::lot_first(goods::COFFEE_UNIT, "L2", shelf::last_expiry()), "pick_goods").await;
    device.quantity(2).await;
    device.at("pick_into").await;
    device.press("full").await;
    device.at("pick_tote").await;
    device.browser.until_shown("[data-screen=pick_tote]", "BPT000018").await;
    device.picture("pick-next-tote.png").await;
    device.answer("BPT000019", Outcome::Confirm).await;
    device.accept("BPT000019", "pick_into").await;
    device.reads("unit", "BPT000019").await;
    device.browser.close().await;
    shelf::audit(&floor).await;
}

/// A tote's label waits for a printer that is not there.
async fn label_a_tote(floor: &Floor, code: &'static str) {
    picked::printer_of(floor, "Etiquetas", "tcp://127.0.0.1:9", "zpl", &["tote"]).await;
    let input = (floor.warehouse, floor.app.clock.ids(), floor.app.clock.now_ms());
    let write = floor.app.store.write("test: print", input, move |tx, (warehouse, ids, at_ms)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            let actor_id = user::by_login(tx, "rita").await?.expect("rita").id;
            let command_id = CommandId(ids.next_uuid());
            let entry = Entry { warehouse_id: *warehouse, command_id, actor_id, at_ms: *at_ms };
            let label = Label::sample("tote").expect("a sample");
            print_queue::enqueue(tx, &entry, &mut ids, label, code).await
        })
    });
    assert!(write.await.expect("queued").is_some(), "the printer takes tote labels");
}

async fn anything_is_looked_up(floor: Floor) {
    looks_up(floor, Screen::Handheld).await;
}

async fn looks_up(floor: Floor, screen: Screen) {
    shelf::fill(&floor).await;
    leave_in_a_tote(&floor).await;
    label_a_tote(&floor, "BPT000031").await;
    let device = Device::open(&floor, screen, "/").await;
    let picture = async |name: &str| device.picture(&format!("{}-{name}.png", screen.width())).await;
    device.log_in("rita").await;
    device.press("inquire").await;
    device.at("inquire").await;
    picture("inquire").await;
    device.accept("BPT000031", "inquire").await;
    device.reads("unit", "BPT000031").await;
    // How far its label is; a press has it printed once more.
    device.browser.until_shown("[data-testid=label]", "na fila · Etiquetas").await;
    picture("inquire-tote").await;
    device.press("print").await;
    device.browser.until_shown("[data-testid=sentence]", "Etiqueta enviada.").await;
    let jobs: Value = floor.log_in("paula").await.get("/print-jobs").await.json();
    assert_eq!(jobs["rows"].as_array().map(Vec::len), Some(2), "{jobs}");
    device.accept(&picked::symbol(goods::SOAP, None), "inquire").await;
    device.browser.until_shown("[data-testid=quantity]", "120").await;
    picture("inquire-item").await;
    device.accept("BPLA-01-01-1", "inquire").await;
    device.reads("bin", "A-01-01-1").await;
    picture("inquire-bin").await;
    // The work begins with what is looked at.
    device.press("relocate").await;
    device.at("relocate_goods").await;
    device.reads("bin", "A-01-01-1").await;
    device.browser.close().await;
}
