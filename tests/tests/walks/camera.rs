//! A picker whose handheld has no scan engine: the camera reads, and all goes on as by a scanner. The camera is Chromium's fake one,
//! which plays a film of labels as Bipe prints them.

use std::path::PathBuf;

use bipe_core::screen::Outcome;
use bipe_labels::{BadgeLabel, BinLabel, Label, LotLabel, ToteLabel};
use bipe_tests::browser::Screen;
use bipe_tests::film::{Film, Picture};
use bipe_tests::floor::goods::{COFFEE, COFFEE_UNIT};
use bipe_tests::floor::{Floor, PIN, badge};
use bipe_tests::relay::{Link, Relay};
use serde_json::{Value, json};

use crate::device::Device;
use crate::picked::{self, Put};
use crate::shelf;

bipe_tests::on_both_engines!(a_stop_is_picked_by_the_camera_alone);

const BIN: &str = "A-01-01-1";
const TOTE: &str = "BPT000001";

/// Keeps what the page got of cameras, to see whether they end.
const WATCH: &str = "
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.tracks = [];
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };";

/// A camera whose film can be changed while it is closed.
struct Lens {
    folder: tempfile::TempDir,
}

impl Lens {
    fn new(film: &Film) -> Self {
        let lens = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        lens.load(film);
        lens
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("film.y4m")
    }

    fn load(&self, film: &Film) {
        film.write(&self.file());
    }

    /// A browser's flags for it.
    fn flags(&self) -> Vec<String> {
        let film = format!("--use-file-for-fake-video-capture={}", self.file().display());
        vec!["--use-fake-ui-for-media-stream".into(), "--use-fake-device-for-media-stream".into(), film]
    }
}

/// A label seen from where its symbol fits the frame, and where its symbol is.
type Seen = (Picture, (usize, usize));

fn bin() -> Seen {
    let label = BinLabel {
        name: BIN.into(),
        code: format!("BPL{BIN}"),
        check_digits: None,
        zone: Some("Zona A".into()),
    };
    (Picture::of(&Label::Bin(label)), (400, 280))
}

fn tote() -> Seen {
    let label = ToteLabel { name: "000001".into(), code: TOTE.into(), warehouse: None };
    (Picture::of(&Label::Tote(label)), (400, 240))
}

fn coffee() -> Seen {
    let label = LotLabel {
        sku: COFFEE.into(),
        name: "Café torrado e moído Serra Clara 500 g".into(),
        gtin: picked::right_check(COFFEE_UNIT),
        lot: "L1".into(),
        expiry: Some(shelf::first_expiry().to_string()),
        serial: None,
    };
    (Picture::of(&Label::Lot(label)), (372, 183))
}

/// Two coffees of one lot in a bin, and an order that wants both; gives the order's id.
async fn stocked(floor: &Floor) -> String {
    let expiry = Some(shelf::first_expiry());
    let puts = vec![Put { sku: COFFEE, lot: "L1", expiry, bin: BIN, quantity_base: 2 }];
    picked::stock(floor, puts.leak()).await;
    shelf::now(floor);
    let order = picked::order(&floor.log_in("erp").await, "PV-40001", &[(COFFEE, 2)]).await;
    let wave = floor.log_in("sonia").await.post("/waves", &json!({"orders": []})).await;
    assert_eq!(wave.status, 201, "{wave:?}");
    order["order"]["id"].as_str().expect("an id").to_owned()
}

/// What was moved and where the order stands, without ids and times.
async fn end(floor: &Floor, order: &str) -> Value {
    let sonia = floor.log_in("sonia").await;
    let order: Value = sonia.get(&format!("/orders/{order}")).await.json();
    let movements: Value = sonia.get("/movements").await.json();
    let moved = |row: &Value| {
        json!([row["reason"], row["sku"], row["lot"], row["quantity_base"], row["from"], row["to"]])
    };
    let moved: Vec<Value> = movements["rows"].as_array().expect("movements").iter().map(moved).collect();
    json!([order["order"]["status"], order["order"]["picked_base"], moved])
}

/// The same stop by a scanner.
async fn by_scanner(like: &Floor) -> Value {
    let floor =
        if like.database.starts_with("sqlite") { Floor::sqlite().await } else { Floor::postgres().await };
    let order = stocked(&floor).await;
    let pedro = floor.log_in("pedro").await;
    for symbol in ["BPCPICK", TOTE, TOTE] {
        pedro.scan(symbol).await;
    }
    let unit = shelf::first_expiry();
    let (year, month, day) = (unit.year() % 100, u8::from(unit.month()), unit.day());
    let unit = format!("]d201{}17{year:02}{month:02}{day:02}10L1", picked::right_check(COFFEE_UNIT));
    for symbol in [format!("]C0BPL{BIN}"), unit.clone(), unit, format!("]C0{TOTE}")] {
        pedro.accept(&symbol).await;
    }
    let end = end(&floor, &order).await;
    floor.stop().await;
    end
}

/// Waits until the view is in this state.
async fn camera_is(device: &Device, state: &str) {
    device
        .browser
        .until(&format!("document.querySelector('[data-testid=camera]')?.dataset.state === '{state}'"))
        .await;
}

/// The view is gone, and so is the camera's light.
async fn camera_is_off(device: &Device) {
    device.browser.until("!document.querySelector('[data-testid=camera]')").await;
    device.browser.until("tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')").await;
}

/// How many scans were answered.
async fn answers(device: &Device) -> u32 {
    device.value("answer", "count").await.parse().expect("a count")
}

/// In the colours of a dark aisle, or as the device says.
async fn in_the_dark(device: &Device, dark: bool) {
    let theme = if dark { "dark" } else { "" };
    let script = format!("document.documentElement.dataset.theme = '{theme}'");
    device.browser.driver().execute(script, Vec::new()).await.expect("the page runs it");
}

async fn watch(device: &Device) {
    device.browser.driver().execute(WATCH, Vec::new()).await.expect("the page runs it");
}

/// On a tour with its tote, before the first bin.
async fn on_tour(device: &Device) {
    device.log_in("pedro").await;
    device.press("pick").await;
    device.at("pick_tote").await;
    device.answer(TOTE, Outcome::Confirm).await;
    device.accept(TOTE, "pick_bin").await;
}

async fn a_stop_is_picked_by_the_camera_alone(floor: Floor) {
    let order = stocked(&floor).await;
    let ((bin, at_bin), (coffee, at_coffee), (tote, at_tote)) = (bin(), coffee(), tote());
    let film = Film::new().dark(1).show(&bin, at_bin, 3).dark(2).show(&coffee, at_coffee, 3).dark(3);
    let film = film.show(&coffee, at_coffee, 3).dark(2).show(&tote, at_tote, 3).dark(20);
    let lens = Lens::new(&film);
    let device = Device::open_as(&floor.address, Screen::Handheld, "/", &lens.flags()).await;
    watch(&device).await;
    on_tour(&device).await;
    let before = answers(&device).await;

    device.press("more").await;
    device.press("camera").await;
    camera_is(&device, "aim").await;
    device.picture("360-camera-aim.png").await;
    device.answered_after(before, Outcome::Accepted).await;
    device.at("pick_goods").await;
    camera_is(&device, "seen").await;
    device.answered_after(before + 1, Outcome::Accepted).await;
    device.picture("360-camera-seen.png").await;
    in_the_dark(&device, true).await;
    device.picture("360-camera-seen-dark.png").await;
    in_the_dark(&device, false).await;
    device.answered_after(before + 2, Outcome::Accepted).await;
    device.at("pick_into").await;
    device.answered_after(before + 3, Outcome::Accepted).await;
    device.at("pick_done").await;
    // The tote stays in view for a while.
    camera_is(&device, "aim").await;
    assert_eq!(answers(&device).await, before + 4, "each label once, however long it was in view");

    device.press("camera-close").await;
    camera_is_off(&device).await;
    // From now on this device has a button for it.
    device.picture("360-camera-button.png").await;
    lens.load(&Film::new().dark(20));
    device.press("camera").await;
    camera_is(&device, "aim").await;
    device.press("leave").await;
    device.at("menu").await;
    device.press("more").await;
    device.press("logout").await;
    device.at("log_in_badge").await;
    camera_is_off(&device).await;
    device.browser.close().await;

    assert_eq!(end(&floor, &order).await, by_scanner(&floor).await, "as by a scanner");
    shelf::audit(&floor).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_is_read_and_the_camera_ends_when_the_page_is_hidden() {
    let floor = Floor::sqlite().await;
    let label = BadgeLabel {
        name: "Pedro Nunes".into(),
        warehouse: "SP1".into(),
        role: Some("Separação".into()),
        code: badge("pedro"),
    };
    let label = Picture::of(&Label::Badge(label));
    let dark = Film::new().dark(20);
    let lens = Lens::new(&dark);
    let device = Device::open_as(&floor.address, Screen::Small, "/", &lens.flags()).await;
    watch(&device).await;
    device.at("log_in_badge").await;
    device.picture("320-camera-log-in.png").await;
    device.press("camera").await;
    camera_is(&device, "aim").await;
    device.picture("320-camera-aim.png").await;
    in_the_dark(&device, true).await;
    device.picture("320-camera-aim-dark.png").await;
    in_the_dark(&device, false).await;
    let hide =
        "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
        delete document.visibilityState;";
    device.browser.driver().execute(hide, Vec::new()).await.expect("the page runs it");
    camera_is_off(&device).await;

    // What the browser's own detector tells goes the same way, and once.
    let detector = "window.BarcodeDetector = class {
        static async getSupportedFormats() { return ['ean_13', 'qr_code']; }
        async detect(video) { return [{ format: 'ean_13', rawValue: '7891000100103', boundingBox: new DOMRect(200, 180, 60, 40) }]; } };";
    device.browser.driver().execute(detector, Vec::new()).await.expect("the page runs it");
    device.press("camera").await;
    let (code, _) = device.answered_after(0, Outcome::Refused).await;
    assert_eq!(code, "not_a_badge");
    camera_is(&device, "seen").await;
    device.press("camera-close").await;
    assert_eq!(device.value("answer", "count").await, "1");
    device.browser.driver().execute("delete window.BarcodeDetector", Vec::new()).await.expect("it is gone");

    let at_code = (label.width / 2, label.height / 2);
    lens.load(&Film::new().dark(1).show(&label, at_code, 5).dark(20));
    device.press("camera").await;
    device.at("log_in_pin").await;
    camera_is_off(&device).await;
    device.key_in(PIN).await;
    device.at("menu").await;
    device.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_network_the_camera_reads_on() {
    let floor = Floor::sqlite().await;
    stocked(&floor).await;
    let relay = Relay::to(&floor.address).await;
    let lens = Lens::new(&Film::new().dark(20));
    let device = Device::open_as(&relay.address, Screen::Handheld, "/", &lens.flags()).await;
    on_tour(&device).await;
    device.browser.until("navigator.serviceWorker?.controller").await;
    device.browser.until("document.querySelector('.link')?.dataset.carries === 'true'").await;
    device.press("more").await;
    device.press("camera").await;
    camera_is(&device, "aim").await;
    device.press("camera-close").await;

    relay.set(Link::Cut);
    let (bin, at_bin) = bin();
    lens.load(&Film::new().dark(1).show(&bin, at_bin, 5).dark(20));
    // The page of after a dead battery, from what is kept.
    let device = device.die_and_open(&relay.address).await;
    device.at("pick_bin").await;
    device.press("more").await;
    device.press("camera").await;
    device.at("pick_goods").await;
    camera_is(&device, "aim").await;
    device.press("camera-close").await;
    device.browser.close_after_cut().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_keeps_the_camera_away_is_told() {
    let floor = Floor::sqlite().await;
    let told = async |flags: &[&str], state: &str, sentences: [&str; 2]| {
        let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
        let device = Device::open_as(&floor.address, Screen::Small, "/", &flags).await;
        device.at("log_in_badge").await;
        for (language, sentence) in ["Português", "English"].into_iter().zip(sentences) {
            let choose = format!(
                "[...document.querySelectorAll('.segments button')].find((b) => b.innerText === '{language}').click()"
            );
            device.browser.driver().execute(choose, Vec::new()).await.expect("the language is chosen");
            device.press("camera").await;
            camera_is(&device, state).await;
            device.browser.until_shown("[data-testid=camera-says]", sentence).await;
            device.picture(&format!("320-camera-{state}-{}.png", &language[..2])).await;
            device.press("camera-close").await;
            device.browser.until("!document.querySelector('[data-testid=camera]')").await;
        }
        device.browser.close().await;
    };
    told(
        &["--use-fake-ui-for-media-stream=deny", "--use-fake-device-for-media-stream"],
        "denied",
        ["A câmera está bloqueada para esta página.", "The camera is blocked for this page."],
    )
    .await;
    told(
        &["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=0"],
        "none",
        ["Este aparelho não mostra nenhuma câmera.", "This device shows no camera."],
    )
    .await;

    // Plain HTTP, by a name that is not this machine's own.
    let address = floor.address.replace("127.0.0.1", "galpao.example");
    let flags = ["--host-resolver-rules=MAP galpao.example 127.0.0.1".to_owned()];
    let device = Device::open_as(&address, Screen::Small, "/", &flags).await;
    device.at("log_in_badge").await;
    device.press("camera").await;
    let (code, sentence) = device.answered_after(0, Outcome::Refused).await;
    assert_eq!(code, "camera_insecure");
    assert_eq!(sentence, "A câmera só abre com HTTPS. Peça o endereço https.");
    device.picture("320-camera-insecure.png").await;
    device.browser.close().await;
}
