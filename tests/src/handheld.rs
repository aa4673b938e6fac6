//! How large, how soon and how fast the handheld is: the interface as it ships, in Chromium held back to the pace of a collector.

use std::time::Duration;

use bipe_core::screen::Screen as Shown;
use serde_json::{Value, json};

use crate::browser::{Browser, Screen};
use crate::floor::{Floor, PIN, badge, goods, order_body};

/// One figure beside its aim; less is better.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was measured, and its unit.
    pub what: &'static str,
    /// How much.
    pub measured: f64,
    /// At most so much.
    pub aim: f64,
}

/// Notes when each scan ends (the key that ends it) and when its answer is painted.
const WATCH: &str = r"
    performance.setResourceTimingBufferSize(5000);
    window.painted = [];
    let end = 0;
    addEventListener('keydown', (event) => { if (event.key === 'Enter') end = event.timeStamp; }, true);
    const answer = document.querySelector('[data-testid=answer]');
    new MutationObserver(() => {
        // It is gone as soon as the next scan is captured.
        if (!answer.dataset.count) return;
        const ended = end;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.painted.push([ended, performance.now()]);
            channel.port2.postMessage(0);
        });
    }).observe(answer, { attributes: true, attributeFilter: ['data-count'] });
    return true;";

/// What the watch noted, with the time that each request was on its way and in the server.
const NOTED: &str = r"
    const requests = performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/api/v1/scans'));
    const last = requests.slice(-window.painted.length);
    return window.painted.map(([end, painted], at) =>
        [painted - end, last[at].responseEnd - last[at].requestStart, last[at].serverTiming.reduce((sum, part) => sum + part.duration, 0)]);";

/// Measures all of it.
///
/// # Panics
/// When the interface was not built as it ships, or a screen does not come.
pub async fn run(scans: usize) -> Vec<Line> {
    let floor = Floor::sqlite().await;
    let mut lines = first_load(&floor).await;
    lines.extend(scanning(&floor, scans).await);
    floor.stop().await;
    lines
}

async fn slow(browser: &Browser, rate: u32, network: bool) {
    let cdp = browser.driver().cdp();
    cdp.send_raw("Network.enable", json!({})).await.expect("the browser obeys");
    if network {
        let slow = json!({
            "offline": false, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8
        });
        cdp.send_raw("Network.emulateNetworkConditions", slow).await.expect("the browser obeys");
    }
    cdp.send_raw("Emulation.setCPUThrottlingRate", json!({"rate": rate})).await.expect("the browser obeys");
}

/// The first load with an empty cache: what comes over the network until the page is ready, and when that is.
async fn first_load(floor: &Floor) -> Vec<Line> {
    let browser = Browser::open(Screen::Handheld).await;
    slow(&browser, 6, true).await;
    browser.go(&format!("{}/", floor.address)).await;
    browser.until("document.body.dataset.ready === 'true'").await;
    let script = r"
        const ready = performance.now();
        const page = performance.getEntriesByType('navigation')[0];
        const all = performance.getEntriesByType('resource').filter((entry) => entry.startTime < ready && !entry.name.includes('/api/'));
        return [ready, page.encodedBodySize + all.reduce((sum, entry) => sum + entry.encodedBodySize, 0)];";
    let [ready, bytes] = numbers(&browser, script).await[..] else { panic!("two numbers") };
    browser.close().await;
    vec![
        Line { what: "first load of the floor, kB compressed", measured: bytes / 1_000.0, aim: 250.0 },
        Line { what: "ready at 6 x slower, 1.6 Mbit/s, 150 ms; ms", measured: ready, aim: 2_500.0 },
    ]
}

async fn numbers(browser: &Browser, script: &str) -> Vec<f64> {
    let value = browser.driver().execute(script, Vec::new()).await.expect("the page answers");
    value.convert().expect("numbers")
}

/// From scan to scan. Whoever asks the page whether it has painted keeps it from painting; so nobody does until then.
const PACE: Duration = Duration::from_millis(400);

/// Scans a bin and takes it back, again and again, with the server on this machine.
async fn scanning(floor: &Floor, scans: usize) -> Vec<Line> {
    on_a_tour(floor).await;
    let browser = Browser::open(Screen::Handheld).await;
    browser.go(&format!("{}/", floor.address)).await;
    browser.until("document.body.dataset.ready === 'true'").await;
    browser.type_wedge(&badge("pedro")).await;
    browser.until("document.querySelector('[data-screen=log_in_pin]')").await;
    for digit in PIN.chars() {
        browser.click(&format!("[data-testid=keypad] [data-action='{digit}']")).await;
    }
    browser.click("[data-testid=keypad] [data-action=confirm]").await;
    browser.until("document.querySelector('[data-screen=pick_bin]')").await;
    slow(&browser, 4, false).await;
    browser.driver().execute(WATCH, Vec::new()).await.expect("the watch begins");
    for number in 0..scans {
        browser.type_wedge(if number % 2 == 0 { "BPLA-01-01-1" } else { "BPCUNDO" }).await;
        tokio::time::sleep(PACE).await;
        browser.until(&format!("window.painted.length > {number}")).await;
    }
    let noted: Value =
        browser.driver().execute(NOTED, Vec::new()).await.expect("the page answers").json().clone();
    browser.close().await;
    let noted: Vec<[f64; 3]> = serde_json::from_value(noted).expect("three numbers a scan");
    let percentile = |percent: usize, part: &dyn Fn(&[f64; 3]) -> f64| {
        let mut times: Vec<f64> = noted.iter().map(part).collect();
        times.sort_by(f64::total_cmp);
        times[(times.len() * percent / 100).min(times.len() - 1)]
    };
    let (p95, own) = (|part: &dyn Fn(&[f64; 3]) -> f64| percentile(95, part), |n: &[f64; 3]| n[0] - n[1]);
    vec![
        Line {
            what: "end of a scan to the painted answer at 4 x slower, p95 ms",
            measured: p95(&|n| n[0]),
            aim: 100.0,
        },
        Line { what: "of that the page's own part, p95 ms", measured: p95(&own), aim: 50.0 },
        Line {
            what: "beside it: the page's own part, median ms",
            measured: percentile(50, &own),
            aim: f64::INFINITY,
        },
        Line { what: "beside it: in the server, p95 ms", measured: p95(&|n| n[2]), aim: f64::INFINITY },
    ]
}

/// Pedro with a tour whose tote stands on the cart.
async fn on_a_tour(floor: &Floor) {
    let (erp, sonia, pedro) =
        (floor.log_in("erp").await, floor.log_in("sonia").await, floor.log_in("pedro").await);
    let rita = floor.log_in("rita").await;
    rita.accept("BPCBLIND").await;
    rita.accept(goods::SOAP_UNIT).await;
    let step = rita.accept("BPCQ10").await;
    let Shown::ReceiveGoods(received) = &step.screen else { panic!("{step:?}") };
    let pallet = format!("]C100{}", received.pallet.as_deref().expect("a pallet"));
    for symbol in ["BPCFULL", "BPCPUTAWAY", &pallet] {
        rita.accept(symbol).await;
    }
    // Another bin than the one that is offered is scanned twice.
    for _ in 0..2 {
        rita.scan("BPLA-01-01-1").await;
    }
    let order = order_body("P1", [(goods::SOAP, 2)]);
    assert_eq!(erp.post("/orders", &order).await.status, 201);
    assert_eq!(sonia.post("/waves", &json!({"orders": []})).await.status, 201);
    for symbol in ["BPCPICK", "BPT000001", "BPT000001"] {
        pedro.scan(symbol).await;
    }
}
