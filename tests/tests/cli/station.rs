//! `bipe station` and `bipe devices` as programs: a scan is taken once, whoever is killed meanwhile.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bipe_server::clock::Clock;
use bipe_tests::floor::Hand;
use bipe_tests::process::{self, Launch, program};
use serde_json::{Value, json};
use serialport::{SerialPort, TTYPort};

/// How long a story waits before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that is killed when its test ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn station(settings: &Path, server: &str, token: &str) -> Killed {
    let folder = settings.parent().expect("a folder");
    let child = Command::new(program())
        .args(["station", "--server", server, "--config"])
        .arg(settings)
        .current_dir(folder)
        .env("BIPE_STATION_TOKEN", token)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("bipe starts");
    Killed(child)
}

/// Logs the first demo user with this role in.
async fn enters(address: &str, role: &str) -> Hand {
    let door = Hand::at(address, None, Clock::System);
    let users: Vec<Value> = door.get("/setup/demo-users").await.json();
    let has = |user: &&Value| user["roles"].as_array().expect("roles").iter().any(|one| one == role);
    let user = users.iter().find(has).expect("a user with this role");
    let request = json!({"who": user["badge"], "secret": user["pin"], "device": "test"});
    let session: Value = door.post("/session", &request).await.json();
    Hand::at(address, session["token"].as_str().map(str::to_owned), Clock::System)
}

/// How often the server has taken this symbol.
fn taken(data: &Path, symbol: &str) -> i64 {
    let books = rusqlite::Connection::open(data.join("bipe.db")).expect("opens");
    books.busy_timeout(PATIENCE).expect("waits");
    let count = "SELECT COUNT(*) FROM scan_log WHERE symbol = ?1";
    books.query_row(count, [symbol], |row| row.get(0)).expect("a count")
}

async fn wait_until_taken(data: &Path, symbol: &str) {
    let poll = async {
        while taken(data, symbol) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, poll).await.is_ok(), "{symbol} never came");
}

async fn wait_for_spooled(spool: &Path, count: usize) {
    let numbered = || {
        let files = std::fs::read_dir(spool).into_iter().flatten().flatten();
        let number = |name: &str| name.strip_suffix(".json").is_some_and(|stem| stem.parse::<u64>().is_ok());
        files.filter(|file| file.file_name().to_str().is_some_and(number)).count()
    };
    let poll = async {
        while numbered() != count {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, poll).await.is_ok(), "{} in the spool", numbered());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scan_is_taken_once_whoever_is_killed() {
    let mut server = Launch::new().argument("--demo").start();
    let (address, data) = (server.address().to_owned(), server.data().to_owned());
    let admin = enters(&address, "admin").await;
    assert_eq!(admin.put("/stations/MESA9", &json!({"name": "Mesa 9"})).await.status, 200);
    let token: Value = admin.post("/stations/MESA9/token", &json!({})).await.json();
    let token = token["token"].as_str().expect("a token");
    let packer = enters(&address, "packer").await;
    packer.accept("BPSMESA9").await;

    let folder = tempfile::tempdir().expect("a folder");
    let (mut wire, end) = TTYPort::pair().expect("a pseudo-terminal");
    let settings = folder.path().join("station.toml");
    let port = end.name().expect("a name");
    std::fs::write(&settings, format!("spool = \"spool\"\n[[scanners]]\ndevice = \"{port}\"\n"))
        .expect("written");
    let spool = folder.path().join("spool");
    let mut read =
        |symbol: &str| wire.write_all(format!("{symbol}\r\n").as_bytes()).expect("the wire takes it");

    let desk = station(&settings, &address, token);
    read("7891000000017");
    wait_until_taken(&data, "7891000000017").await;
    wait_for_spooled(&spool, 0).await;

    // The server is gone: what is scanned stays at the desk, even when the desk's program is killed as well.
    server.kill();
    read("7891000000024");
    wait_for_spooled(&spool, 1).await;
    read("7891000000031");
    wait_for_spooled(&spool, 2).await;
    drop(desk);
    let _desk = station(&settings, &address, token);
    read("7891000000048");
    wait_for_spooled(&spool, 3).await;
    server.restart();
    wait_until_taken(&data, "7891000000048").await;
    wait_for_spooled(&spool, 0).await;
    for symbol in ["7891000000017", "7891000000024", "7891000000031", "7891000000048"] {
        assert_eq!(taken(&data, symbol), 1, "{symbol}");
    }
}

#[test]
fn what_keeps_a_station_from_starting_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("written");
        file.to_str().expect("UTF-8").to_owned()
    };
    let unknown = file("unknown.toml", "server = \"http://a\"\nscaner = 1\n");
    let device = file("device.toml", "[[scanners]]\ndevice = \"COM1\"\n");
    let bare = file("bare.toml", "");
    for (arguments, reason) in [
        (vec!["--config", "absent.toml"], "absent.toml can't be read"),
        (vec!["--config", &unknown], "line 2, column 1, key `scaner`"),
        (vec!["--config", &device], "scanners[0], device: \"COM1\" is no device identity"),
        (vec!["--config", &bare], "which server?"),
        (vec!["--config", &bare, "--server", "http://a"], "whose station?"),
        (vec!["--config", &bare, "--server", "a", "--token", "geheim"], "expected http"),
    ] {
        let done = process::run(&[&["station"], arguments.as_slice()].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains(reason) || (reason == "expected http" && said.contains("server is \"a\"")),
            "{said}"
        );
        assert!(!said.contains("geheim") && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn devices_name_what_keeps_a_printer_from_being_used() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a port");
    let done = process::run(&["devices", "--json", "--printer", &gone.to_string()]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let last = said.lines().last().expect("a line");
    let found: Value = serde_json::from_str(last).expect("JSON");
    assert_eq!((&found["fault"], &found["usable"]), (&"refused".into(), &false.into()), "{found}");
}
