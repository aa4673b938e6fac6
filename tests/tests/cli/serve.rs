//! `bipe serve`: how it starts, what it says, and how it ends.

use bipe_tests::process::{self, Launch};

fn client() -> reqwest::Client {
    // The first test to come here installs it; the others find it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

async fn get(url: &str) -> (u16, String) {
    let answer = client().get(url).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

/// The demo users that log-in is shown.
async fn demo_users(address: &str) -> Vec<serde_json::Value> {
    let (status, body) = get(&format!("{address}/api/v1/setup/demo-users")).await;
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("a list")
}

#[tokio::test]
async fn the_first_start_offers_set_up_and_the_server_ends_when_asked() {
    let mut server = Launch::new().start();
    let log = server.log();
    assert!(log.contains("Bipe ") && log.contains(" listens on http://127.0.0.1:"), "{log}");
    assert!(server.data().join("bipe.db").exists());
    let (_, body) = get(&format!("{}/api/v1/setup", server.address())).await;
    assert!(body.contains("\"needed\":true") && body.contains("\"demo\":false"), "{body}");
    assert_eq!(demo_users(server.address()).await, Vec::<serde_json::Value>::new());
    assert_eq!(get(&format!("{}/healthz", server.address())).await, (200, "ok\n".into()));
    assert_eq!(get(&format!("{}/readyz", server.address())).await, (200, "ready\n".into()));
    assert!(server.stop().success(), "{}", server.log());
    let log = server.log();
    assert!(log.contains("set the warehouse up with the code ") && log.contains("stopped"), "{log}");
    assert!(!server.data().join("bipe.db-wal").exists(), "the file alone is the database");
}

/// Logs a demo user in by badge and PIN; gives the token.
async fn log_in(address: &str, user: &serde_json::Value) -> String {
    let request = serde_json::json!({"who": user["badge"], "secret": user["pin"], "device": "test"});
    let answer =
        client().post(format!("{address}/api/v1/session")).json(&request).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 201, "{user}");
    let session: serde_json::Value = answer.json().await.expect("a session");
    session["token"].as_str().expect("a token").to_owned()
}

/// What a list holds: orders waiting, receipts expected.
async fn count(address: &str, token: &str, list: &str) -> usize {
    let asked =
        client().get(format!("{address}/api/v1/{list}")).bearer_auth(token).send().await.expect("an answer");
    assert_eq!(asked.status().as_u16(), 200, "{list}");
    let page: serde_json::Value = asked.json().await.expect("a page");
    page["rows"].as_array().expect("rows").len()
}

async fn a_demo(launch: Launch, database: Option<String>) {
    let mut server = launch.argument("--demo").start();
    let address = server.address().to_owned();
    let users = demo_users(&address).await;
    assert!(users.len() >= 6, "{users:?}");
    let mut supervisor = None;
    for user in &users {
        let token = log_in(&address, user).await;
        if user["roles"][0] == "supervisor" {
            supervisor = Some(token);
        }
    }
    let supervisor = supervisor.expect("a supervisor");
    let before =
        (count(&address, &supervisor, "orders").await, count(&address, &supervisor, "receipts").await);
    assert!(before.0 >= 25 && before.1 == 2, "{before:?}");
    assert!(server.log().contains("BPBBRUNOSEPARA1  PIN 2233"), "{}", server.log());
    server.kill();
    server.restart();
    assert_eq!(demo_users(&address).await, users);
    let after =
        (count(&address, &supervisor, "orders").await, count(&address, &supervisor, "receipts").await);
    assert_eq!(after, before, "a second start adds nothing");
    let database = database.unwrap_or_else(|| format!("sqlite:{}", server.data().join("bipe.db").display()));
    let audit = process::run(&["audit", "--database", &database]);
    let said = String::from_utf8_lossy(&audit.stdout).into_owned();
    assert_eq!(audit.status.code(), Some(0), "{said}");
    assert!(!said.starts_with("0 movements"), "{said}");
}

#[tokio::test]
async fn the_demo_is_filled_once_and_its_books_are_in_order() {
    a_demo(Launch::new(), None).await;
}

#[tokio::test]
async fn the_demo_is_the_same_on_postgres() {
    let url = tokio::task::spawn_blocking(bipe_tests::postgres::database).await.expect("a database");
    a_demo(Launch::new().database(&url), Some(url)).await;
}

#[test]
fn the_demo_never_mixes_with_someones_own_data() {
    let mut server = Launch::new().start();
    let conn = rusqlite::Connection::open(server.data().join("bipe.db")).expect("opens");
    conn.execute_batch(
        "INSERT INTO users (id, login, name, language, active, failed_logins, locked_until_ms) \
         VALUES (x'01', 'ana', 'Ana', 'pt', 1, 0, 0)",
    )
    .expect("someone");
    assert!(server.stop().success());
    let data = server.data().to_str().expect("UTF-8");
    let done = process::run(&["serve", "--demo", "--listen", "127.0.0.1:0", "--data", data]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("--demo wants an empty database"), "{said}");
}

#[test]
fn what_keeps_it_from_starting_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("written");
        file.to_str().expect("UTF-8").to_owned()
    };
    let data = folder.path().join("data");
    let data = data.to_str().expect("UTF-8");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("an address").to_string();
    let wrong = file("bipe.toml", "log = \"warn\"\nlisten = \"127.0.0.1:0\"\nlissten = \"0.0.0.0:80\"\n");
    let blocked = file("blocked", "a file, not a folder");
    for (arguments, reason) in [
        (vec!["--config", &wrong], "line 3, column 1, key `lissten`: unknown field `lissten`"),
        (vec!["--config", "absent.toml"], "absent.toml can't be read"),
        (vec!["--data", data, "--listen", &taken], "can't be listened on"),
        (vec!["--data", data, "--listen", "localhost"], "expected an address and a port"),
        (vec!["--data", &blocked], "can't be made"),
        (vec!["--data", data, "--database", "mysql://a:geheim@b/c"], "database is \"mysql://a@b/c\""),
        (
            vec!["--data", data, "--database", "postgres://a:geheim@127.0.0.1:1/c"],
            "postgres://a@127.0.0.1:1/c",
        ),
        (vec!["--data", data, "--log", "bipe=loud"], "log is \"bipe=loud\""),
    ] {
        let done = process::run(&[&["serve"], arguments.as_slice()].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(reason) && !said.contains("geheim"), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
