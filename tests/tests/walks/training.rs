//! What helps whoever begins: a lesson that touches no stock, and the scanner's test.

use bipe_core::scan::wedge::test_code;
use bipe_tests::browser::Screen;
use bipe_tests::floor::Floor;
use serde_json::Value;

use crate::device::Device;
use crate::shelf;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lesson_is_walked_and_touches_nothing() {
    let floor = Floor::sqlite().await;
    shelf::fill(&floor).await;
    let device = Device::open(&floor, Screen::Small, "/").await;
    device.log_in("pedro").await;
    device.press("more").await;
    device.press("train").await;
    device.at("pick_tote").await;
    device.accept("BPT990002", "pick_tote").await;
    device.press("lesson-scan").await;
    device.at("pick_bin").await;
    device.picture("320-lesson.png").await;
    assert_eq!(
        device.refuse("BPLT-03-01-1", "wrong_bin").await,
        "Este é o endereço T-03-01-1. Vá para T-01-01-1."
    );
    for _ in 0..15 {
        device.press("lesson-scan").await;
    }
    device.at("pick_done").await;
    device.press("lesson-end").await;
    device.at("menu").await;
    device.browser.until("!document.querySelector('[data-testid=lesson]')").await;
    device.browser.close().await;
    let sonia = floor.log_in("sonia").await;
    let moved: Value = sonia.get("/movements").await.json();
    let reasons: Vec<&Value> =
        moved["rows"].as_array().expect("rows").iter().map(|row| &row["reason"]).collect();
    assert!(reasons.iter().all(|reason| **reason == "receive"), "{reasons:?}");
    shelf::audit(&floor).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r29_the_scanner_test_says_what_is_wrong() {
    let floor = Floor::sqlite().await;
    let device = Device::open(&floor, Screen::Small, "/").await;
    device.log_in("pedro").await;
    device.press("more").await;
    device.press("scanner-test").await;
    let finding = "[data-testid=scanner-test] .finding";
    let good = format!("]d2{}", test_code());
    device.scan(&good).await;
    device.browser.until_shown(finding, "O leitor está bem configurado.").await;
    device.browser.until_shown("[data-testid=scanner-test]", "(21)").await;
    device.picture("320-scanner-test.png").await;
    device.scan(&good.replace('\u{1d}', "")).await;
    device.browser.until_shown(finding, "separador GS se perde").await;
    device.scan(&test_code().replace("Lote", "lOTE")).await;
    device.browser.until_shown(finding, "identificador AIM").await;
    device.scan(&good.replace('_', "-")).await;
    device.browser.until_shown(finding, "Chega - no lugar de _").await;
    device.picture("320-scanner-test-wrong.png").await;
    device.scan("BPLA-01-01-1").await;
    device.browser.until("document.querySelector('[data-testid=scanner-test] [data-kind=bin]')").await;
    device.press("back").await;
    device.at("menu").await;
    device.browser.close().await;
}
