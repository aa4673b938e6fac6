//! The kit itself: a database server, a browser and its keys do what the other tests take for granted.

use bipe_tests::browser::{Browser, GroupSeparator, Screen};
use bipe_tests::postgres;
use bipe_tests::process::Launch;
use std::path::Path;

/// A page that writes down every key it gets, and `done` at Enter.
const KEYS: &str = "data:text/html,<meta name=viewport content='width=device-width'><p id=keys></p><p id=end></p>\
    <script>addEventListener('keydown', e => { if (e.key == 'Enter') end.textContent = 'done'; \
    else if (e.key != 'Control' && e.key != 'Shift') keys.textContent %2B= (e.ctrlKey ? '^' : '') %2B e.key; })</script>";

#[test]
fn every_database_is_fresh_and_the_durable_server_is_durable() {
    let durable = postgres::durable();
    let (one, other) = (durable.database(), durable.database());
    assert_ne!(one, other);
    durable.query(&one, "CREATE TABLE item (sku TEXT)");
    durable.query(&one, "INSERT INTO item VALUES ('parafuso'), ('porca')");
    assert_eq!(durable.query(&one, "SELECT sku, length(sku) FROM item ORDER BY sku"), "parafuso|8\nporca|5");
    assert_eq!(durable.query(&other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    assert_eq!(durable.query(&one, "SHOW fsync"), "on");
    assert_eq!(durable.query(&postgres::database(), "SELECT current_database()"), "bipe_0");
}

#[tokio::test]
async fn a_wedge_types_a_scan_with_its_separators_and_enter() {
    let browser = Browser::open(Screen::Handheld).await;
    browser.go(KEYS).await;
    browser.type_wedge("]d201078912\u{1d}10Lote-A").await;
    browser.until_shown("#end", "done").await;
    assert_eq!(browser.text("#keys").await, "]d201078912^]10Lote-A");
    browser.go(KEYS).await;
    browser.type_wedge_as("10A\u{1d}21B", GroupSeparator::StandIn('~')).await;
    browser.until_shown("#end", "done").await;
    assert_eq!(browser.text("#keys").await, "10A~21B");
    browser.close().await;
}

#[tokio::test]
async fn both_screens_have_their_size_in_the_page_and_in_the_picture() {
    for (screen, width, height) in [(Screen::Handheld, 360_u32, 640_u32), (Screen::Desk, 1280, 800)] {
        let browser = Browser::open(screen).await;
        browser.go(KEYS).await;
        browser.until(&format!("innerWidth == {width} && innerHeight == {height}")).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("page.png");
        browser.screenshot(&file).await;
        browser.close().await;
        // A PNG's size stands big-endian at bytes 16 to 23 (IHDR).
        let picture = std::fs::read(&file).expect("the picture");
        assert_eq!(picture[16..20], width.to_be_bytes());
        assert_eq!(picture[20..24], height.to_be_bytes());
    }
}

#[tokio::test]
#[should_panic(expected = "Falta o endereço")]
async fn an_error_on_the_console_fails_the_walk() {
    let browser = Browser::open(Screen::Desk).await;
    browser.go("data:text/html;charset=utf-8,<script>console.error('Falta o endereço')</script>").await;
    browser.close().await;
}

/// Behaves as `bipe serve` towards the kit.
const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/stand-in");

#[test]
fn a_killed_server_starts_again_on_the_same_data_and_address() {
    let mut server = Launch::new().program(STAND_IN).argument("--demo").start();
    let (address, first) = (server.address().to_owned(), server.process());
    server.kill();
    assert!(!Path::new(&format!("/proc/{first}")).exists(), "it is gone when kill returns");
    server.restart();
    assert_eq!(server.address(), address);
    assert_eq!(std::fs::read_to_string(server.data().join("starts")).expect("the data"), "start\nstart\n");
    assert!(server.log().contains("serve --listen 127.0.0.1:0 --data"), "{}", server.log());
    assert!(!server.stop().success(), "the stand-in ends by the signal");
    server.restart();
    let (last, data) = (server.process(), server.data().to_path_buf());
    drop(server);
    assert!(!Path::new(&format!("/proc/{last}")).exists() && !data.exists(), "nothing is left");
}

#[test]
#[should_panic(expected = "the data folder is read-only")]
fn a_server_that_does_not_start_tells_what_it_said() {
    Launch::new().program(STAND_IN).argument("--refuse").start();
}
