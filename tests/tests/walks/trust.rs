//! What an operator can rely on besides the answer: the battery, whose scans have not been sent, and that the page is the newest one.

use bipe_core::screen::{Outcome, Screen as Shown};
use bipe_tests::browser::{DEADLINE, Screen};
use bipe_tests::floor::{Floor, PIN, badge};
use bipe_tests::relay::{Link, Relay};
use serde_json::json;

use crate::device::Device;
use crate::offline::{on_tour, stocked, stop, walk};
use crate::shelf;

bipe_tests::on_both_engines!(scans_of_a_session_that_ended_wait_for_their_operator);

/// A battery in the hands of the test.
const BATTERY: &str = "window.battery = Object.assign(new EventTarget(), { level: 0.18, charging: false }); \
    navigator.getBattery = () => Promise.resolve(window.battery);";

#[tokio::test(flavor = "multi_thread")]
async fn a_low_battery_is_told_and_one_that_charges_is_not() {
    let floor = Floor::sqlite().await;
    for screen in [Screen::Handheld, Screen::Small] {
        let device = Device::open(&floor, screen, "/").await;
        let cdp = device.browser.driver().cdp();
        let source = json!({"source": BATTERY});
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source).await.expect("the browser obeys");
        device.browser.go(&format!("{}/", floor.address)).await;
        device.log_in("pedro").await;
        device.browser.until_shown("[data-testid=battery]", "18%").await;
        device.at("menu").await;
        device.picture(&format!("{}-battery-low.png", screen.width())).await;
        let charge = "battery.level = 0.19; battery.charging = true; battery.dispatchEvent(new Event('chargingchange'));";
        device.browser.driver().execute(charge, Vec::new()).await.expect("the battery charges");
        let told = "document.querySelector('[data-testid=battery]')";
        device
            .browser
            .until(&format!("{told}.dataset.percent === '19' && {told}.innerText === '' && {told}.getAttribute('aria-label') === 'Bateria 19%'"))
            .await;
        device.browser.close().await;
    }
    floor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_an_older_build_offers_the_new_one_between_two_pieces_of_work() {
    let floor = Floor::sqlite().await;
    stocked(&floor).await;
    let device = Device::open(&floor, Screen::Handheld, "/").await;
    device.log_in("pedro").await;
    device.refuse("7891000000007", "unknown_code").await;
    let offered = "document.querySelector('[data-testid=outdated]')";
    device.browser.until(&format!("!{offered}")).await;

    let older = "document.querySelector('script[type=module]').setAttribute('src', '/assets/floor-0123456789abcdef.js');";
    device.browser.driver().execute(older, Vec::new()).await.expect("the page is of another build");
    device.press("pick").await;
    device.at("pick_tote").await;
    device.browser.until(&format!("!{offered}")).await;
    device.scan("BPCLEAVE").await;
    device.at("menu").await;
    device.browser.until(offered).await;
    device.at("menu").await;
    device.picture("360-outdated.png").await;
    device.press("reload").await;
    device.browser.until(&format!("document.querySelector('[data-screen=menu]') && !{offered}")).await;
    device.refuse("7891000000007", "unknown_code").await;
    device.browser.until(&format!("!{offered}")).await;
    device.browser.close().await;
    floor.stop().await;
}

async fn scans_of_a_session_that_ended_wait_for_their_operator(floor: Floor) {
    stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let device = on_tour(&relay).await;
    let eye = floor.log_in("pedro").await;
    let scans: Vec<String> = walk(&eye).await.into_iter().flat_map(stop).collect();
    relay.set(Link::Cut);
    for symbol in &scans[..4] {
        device.answer(symbol, Outcome::Accepted).await;
    }
    let cdp = device.browser.driver().cdp();
    cdp.send_raw("Network.clearBrowserCookies", json!({})).await.expect("the browser obeys");
    relay.set(Link::Up);

    device.at("log_in_badge").await;
    device.browser.until_shown("[data-testid=unsent]", "Bipes de Pedro Nunes a enviar: 4.").await;
    device.at("log_in_badge").await;
    device.picture("360-unsent.png").await;
    let Shown::PickBin(_) = eye.step().await.screen else { panic!("nothing of it has arrived") };
    device.scan(&badge("pedro")).await;
    device.at("log_in_pin").await;
    device.key_in(PIN).await;
    device.at("pick_bin").await;
    device.browser.until_shown("[data-testid=progress]", "1 de 13").await;
    device.browser.until("!document.querySelector('[data-testid=pending]')").await;
    // One scan on its way is no news: the last may still be.
    let start = std::time::Instant::now();
    let is_done = |shown: &Shown| matches!(shown, Shown::PickBin(next) if next.progress.done == 1);
    while !is_done(&eye.step().await.screen) {
        assert!(start.elapsed() < DEADLINE, "the stop is not done: {:?}", eye.step().await);
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    shelf::audit(&floor).await;
    device.browser.close_after_cut().await;
}

/// A slow network: the work to be carried is lost at first, and is asked for again while the second scan of the tote is on its way. It is
/// read before that scan and comes after its answer.
const CROSSED: &str = "
    const [ask, wait] = [window.fetch, window.setTimeout];
    const moment = () => { let come; const done = new Promise(yes => { come = yes; }); return { come, done }; };
    const [carried, scanned, answered] = [moment(), moment(), moment()];
    let scans = 0;
    window.loads = 0;
    // What is put off until an answer is painted waits for the next scan.
    window.setTimeout = (run, ms) => ms === 60 && scans === 2 ? scanned.done.then(run) : wait(run, ms);
    window.fetch = async (path, how) => {
        if (path === '/api/v1/step/offline') {
            window.loads += 1;
            if (window.loads === 1) { throw new TypeError('lost'); }
            const answer = await ask(path, how);
            carried.come();
            await answered.done;
            await new Promise(done => wait(done, 100));
            return answer;
        }
        if (path === '/api/v1/scans') { scans += 1; }
        if (scans !== 3 || path !== '/api/v1/scans') { return ask(path, how); }
        scanned.come();
        await Promise.race([carried.done, new Promise(done => wait(done, 1000))]);
        const answer = await ask(path, how);
        answered.come();
        return answer;
    };";

#[tokio::test(flavor = "multi_thread")]
async fn work_that_was_read_before_a_scan_is_not_carried_after_it() {
    let floor = Floor::sqlite().await;
    stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let device = Device::open_at(&relay.address, Screen::Handheld, "/").await;
    device.log_in("pedro").await;
    device.browser.until("navigator.serviceWorker?.controller").await;
    device.browser.driver().execute(CROSSED, Vec::new()).await.expect("the network is slow");
    device.press("pick").await;
    device.at("pick_tote").await;
    device.browser.until("window.loads === 1").await;
    device.answer("BPT000001", Outcome::Confirm).await;
    device.accept("BPT000001", "pick_bin").await;
    device.browser.until("document.querySelector('.link')?.dataset.carries === 'true'").await;

    let (_, bin) = walk(&floor.log_in("pedro").await).await[0];
    relay.set(Link::Silent);
    // The capture is shown while the answer is awaited (R01).
    let symbol = format!("BPL{bin}");
    device.scan(&symbol).await;
    device.browser.until_shown("[data-testid=sentence]", &symbol).await;
    device.at("pick_goods").await;
    device.browser.until_shown("[data-testid=answer][data-outcome=accepted]", "").await;
    relay.set(Link::Up);
    device.browser.until("!document.querySelector('[data-testid=pending]')").await;
    device.browser.close_after_cut().await;
    shelf::audit(&floor).await;
    floor.stop().await;
}
