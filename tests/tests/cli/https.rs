//! HTTPS as `bipe serve` speaks it: an authority of its own, certificate files, or a proxy before it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use bipe_tests::process::{self, Bipe, Launch};
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use serde_json::Value;

fn builder() -> ClientBuilder {
    // The first test to come here installs it; the others find it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(redirect::Policy::none())
}

fn client() -> Client {
    builder().build().expect("a client")
}

/// A client that trusts this authority and no other.
fn trusting(authority: &[u8]) -> Client {
    let authority = Certificate::from_der(authority).expect("a certificate");
    builder().tls_certs_only([authority]).build().expect("a client")
}

async fn text(client: &Client, url: &str) -> (u16, String) {
    let answer = client.get(url).send().await.unwrap_or_else(|error| panic!("{url}: {error:?}"));
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

/// Where plain HTTP leads.
fn outside(server: &Bipe) -> String {
    server.address().replacen("https://", "http://", 1)
}

async fn authority(server: &Bipe) -> Vec<u8> {
    let answer = client().get(format!("{}/ca.crt", outside(server))).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(answer.headers()["content-type"], "application/x-x509-ca-cert");
    answer.bytes().await.expect("a body").to_vec()
}

/// Logs a demo user in, and gives the cookie as it was set.
async fn cookie(client: &Client, address: &str) -> String {
    let users: Vec<Value> =
        serde_json::from_str(&text(client, &format!("{address}/api/v1/setup/demo-users")).await.1)
            .expect("users");
    let request = serde_json::json!({"who": users[0]["badge"], "secret": users[0]["pin"], "device": "test"});
    let answer = client.post(format!("{address}/api/v1/session")).json(&request).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status().as_u16(), 201);
    answer.headers()["set-cookie"].to_str().expect("a text").to_owned()
}

#[tokio::test]
async fn an_authority_of_the_house_is_fetched_trusted_and_kept() {
    let mut server = Launch::new().argument("--demo").argument("--https-local").start();
    assert!(server.address().starts_with("https://127.0.0.1:"), "{}", server.address());
    let first = authority(&server).await;
    let trusting = trusting(&first);
    let secure = server.address().to_owned();
    assert_eq!(text(&trusting, &format!("{secure}/healthz")).await, (200, "ok\n".into()));
    let by_name = secure.replace("127.0.0.1", "localhost");
    assert_eq!(text(&trusting, &format!("{by_name}/healthz")).await, (200, "ok\n".into()));
    let stranger = builder().tls_certs_only([]).build().expect("a client");
    assert!(stranger.get(&secure).send().await.is_err(), "nobody else vouches for it");
    let cookie = cookie(&trusting, &secure).await;
    assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
    server.kill();
    server.restart();
    assert_eq!(authority(&server).await, first, "handhelds trust it for years");
    assert_eq!(text(&trusting, &format!("{}/healthz", server.address())).await.0, 200);
}

#[tokio::test]
async fn plain_http_learns_to_trust_or_is_led_to_https() {
    let server = Launch::new().argument("--https-local").argument("--https-name=galpao.example").start();
    let plain = outside(&server);
    let answer = client().get(format!("{plain}/desk/orders?status=new")).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 308);
    assert_eq!(answer.headers()["location"], format!("{}/desk/orders?status=new", server.address()));
    let sent = client().post(format!("{plain}/api/v1/setup")).body("{}").send().await.expect("an answer");
    assert_eq!(sent.status().as_u16(), 426, "nothing is done over a plain connection");
    let port = plain.rsplit(':').next().expect("a port");
    let (status, page) = text(&client(), &format!("{plain}/ca")).await;
    assert_eq!(status, 200);
    assert!(page.contains("lang=\"pt-BR\"") && page.contains("Baixar o certificado"), "{page}");
    // Who asks by an address of this machine alone is shown the one that others use.
    assert!(page.contains(&format!("aria-label=\"http://galpao.example:{port}/ca\"")), "{page}");
    let asked = client().get(format!("{plain}/ca")).header("host", "10.1.2.3:80");
    let page = asked.header("accept-language", "en-GB").send().await.expect("an answer");
    let page = page.text().await.expect("a body");
    assert!(page.contains("Trust this server") && page.contains("https://10.1.2.3:80/"), "{page}");
    // The fingerprint is of the certificate that is handed out.
    let digest = <sha2::Sha256 as sha2::Digest>::digest(authority(&server).await);
    let fingerprint: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(page.contains(&fingerprint.join(":")), "{page}");
    let strange = client().get(format!("{plain}/x")).header("host", "a\"b").send().await.expect("an answer");
    assert_eq!(strange.status().as_u16(), 400);
}

#[tokio::test]
async fn who_says_nothing_holds_up_nobody() {
    let server = Launch::new().argument("--https-local").start();
    let host = server.address().trim_start_matches("https://").to_owned();
    let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(&host).expect("a connection")).collect();
    let mut rubbish = TcpStream::connect(&host).expect("a connection");
    rubbish.write_all(&[0x16, 3, 1, 0xff, 0xff, 0]).expect("sent");
    let trusting = trusting(&authority(&server).await);
    assert_eq!(text(&trusting, &format!("{}/healthz", server.address())).await.0, 200);
    drop(silent);
}

/// A certificate for 127.0.0.1 that vouches for itself, in the files `NAME.crt` and `NAME.key`; its DER.
fn certificate(folder: &Path, name: &str) -> Vec<u8> {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
    std::fs::write(folder.join(format!("{name}.crt")), made.cert.pem()).expect("written");
    std::fs::write(folder.join(format!("{name}.key")), made.signing_key.serialize_pem()).expect("written");
    made.cert.der().to_vec()
}

#[tokio::test]
async fn certificate_files_are_used_and_what_is_wrong_with_them_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let der = certificate(folder.path(), "a");
    certificate(folder.path(), "b");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let server = Launch::new()
        .argument(format!("--https-certificate={}", file("a.crt")))
        .argument(format!("--https-key={}", file("a.key")))
        .start();
    assert_eq!(text(&trusting(&der), &format!("{}/healthz", server.address())).await.0, 200);
    let (status, _) = text(&client(), &format!("{}/ca", outside(&server))).await;
    assert_eq!(status, 308, "there is no authority to install");
    let data = folder.path().join("data").display().to_string();
    for (certificate, key, named) in [
        ("a.crt", "b.key", "b.key do not fit"),
        ("none.crt", "a.key", "none.crt can't be used"),
        ("a.key", "a.key", "a.key can't be used: it holds no certificate"),
        ("a.crt", "a.crt", "a.crt can't be used"),
    ] {
        let done = process::run(&[
            "serve",
            "--listen=127.0.0.1:0",
            &format!("--data={data}"),
            &format!("--https-certificate={}", file(certificate)),
            &format!("--https-key={}", file(key)),
        ]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(named), "{certificate} {key}: {said}");
    }
}

#[tokio::test]
async fn behind_a_proxy_only_the_proxy_may_connect() {
    let server = Launch::new().argument("--demo").argument("--trusted-proxy=127.0.0.1").start();
    assert!(server.address().starts_with("http://"), "{}", server.address());
    let cookie = cookie(&client(), server.address()).await;
    assert!(cookie.contains("; Secure"), "{cookie}");
    let other = Launch::new().argument("--trusted-proxy=192.0.2.1").start();
    let mut guest = TcpStream::connect(other.address().trim_start_matches("http://")).expect("a connection");
    guest.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
    // The door may have closed before this is sent.
    let _ = guest.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut answer = Vec::new();
    let ended = guest.read_to_end(&mut answer);
    let turned_away = match ended {
        Ok(_) => answer.is_empty(),
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    };
    assert!(turned_away, "{answer:?}");
}
