//! Webhooks and the live stream: what the outside learns, signed, once more when it did not listen.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bipe_server::clock::parse_rfc3339;
use bipe_server::integration::webhook::signature;
use bipe_server::job;
use bipe_store::event::{self, NewEvent};
use bipe_tests::floor::{Floor, START};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// How long a story waits before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A shop that listens.
#[derive(Clone, Default)]
struct Shop {
    heard: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
    news: Arc<Notify>,
}

impl Shop {
    /// Listens on loopback; the first answers are `answers`, last first, then 204. Gives its URL too.
    async fn open(answers: &[StatusCode]) -> (Self, String) {
        let shop = Self::default();
        shop.answers.lock().expect("answers").extend_from_slice(answers);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let router = Router::new().route("/hook", post(hear)).with_state(shop.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (shop, url)
    }

    /// Waits until `count` requests came, while time passes.
    async fn wait_for(&self, floor: &Floor, count: usize) -> Vec<(HeaderMap, String)> {
        let wait = async {
            loop {
                let heard = self.heard.lock().expect("heard").clone();
                if heard.len() >= count {
                    return heard;
                }
                floor.pass(1_000);
                let _ = tokio::time::timeout(Duration::from_millis(50), self.news.notified()).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the shop hears in time")
    }
}

async fn hear(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    let body = String::from_utf8(body.to_vec()).expect("UTF-8");
    shop.heard.lock().expect("heard").push((headers, body));
    shop.news.notify_one();
    let status = shop.answers.lock().expect("answers").pop().unwrap_or(StatusCode::NO_CONTENT);
    let mut headers = HeaderMap::new();
    if status.is_redirection() {
        headers.insert("location", "/hook".parse().expect("a header"));
    }
    (status, headers)
}

/// Something happens in the warehouse.
async fn happen(floor: &Floor, kind: &'static str, n: i64) {
    let clock = &floor.app.clock;
    let input = (floor.warehouse, clock.ids(), clock.now_ms());
    let write = floor.app.store.write("test: event", input, move |tx, (warehouse, ids, at_ms)| {
        Box::pin(async move {
            let mut ids = ids.clone();
            let payload = json!({"n": n, "name": "Conceição"}).to_string();
            let event = NewEvent { kind, subject_id: ids.next_uuid(), payload };
            event::append(tx, *warehouse, &event, *at_ms, &mut ids).await
        })
    });
    write.await.expect("it happened");
    floor.app.announce();
}

async fn listen(floor: &Floor, url: &str, events: &[&str]) -> (String, String) {
    let erp = floor.log_in("erp").await;
    let made: Value = erp.post("/webhooks", &json!({"url": url, "events": events})).await.json();
    let text = |field: &str| made[field].as_str().expect("text").to_owned();
    (text("id"), text("secret"))
}

fn check(request: &(HeaderMap, String), secret: &str) -> (String, Value) {
    let header = |name: &str| request.0[name].to_str().expect("ASCII").to_owned();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let seconds: i64 = timestamp.parse().expect("seconds");
    assert!(seconds >= parse_rfc3339(START).expect("a time") / 1_000);
    let expected = signature(secret, &id, seconds, &request.1).expect("a secret of ours");
    assert_eq!(header("webhook-signature"), expected);
    assert_eq!(header("content-type"), "application/json");
    (id, serde_json::from_str(&request.1).expect("JSON"))
}

async fn deliveries_are_signed_and_only_of_what_was_asked_for(floor: Floor) {
    let (shop, url) = Shop::open(&[]).await;
    let (_, secret) = listen(&floor, &url, &["order.shipped"]).await;
    let jobs = job::start(floor.app.clone());
    happen(&floor, "order.packed", 1).await;
    happen(&floor, "order.shipped", 2).await;
    let heard = shop.wait_for(&floor, 1).await;
    let (_, body) = check(&heard[0], &secret);
    assert_eq!(body["type"], "order.shipped");
    assert_eq!(body["data"], json!({"n": 2, "name": "Conceição"}));
    assert_eq!(body["timestamp"], START);
    jobs.stop().await;
    assert_eq!(shop.heard.lock().expect("heard").len(), 1);
}

async fn a_refused_delivery_comes_again_under_the_same_id(floor: Floor) {
    // Last first: an error, then a redirect (not followed), then success.
    let (shop, url) = Shop::open(&[StatusCode::FOUND, StatusCode::INTERNAL_SERVER_ERROR]).await;
    let (_, secret) = listen(&floor, &url, &[]).await;
    let jobs = job::start(floor.app.clone());
    happen(&floor, "order.shipped", 1).await;
    let heard = shop.wait_for(&floor, 3).await;
    let ids: Vec<String> = heard.iter().map(|request| check(request, &secret).0).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert!(heard.iter().all(|request| request.1 == heard[0].1), "the body stays the same");
    jobs.stop().await;
    assert_eq!(shop.heard.lock().expect("heard").len(), 3);
    let erp = floor.log_in("erp").await;
    let listed: Vec<Value> = erp.get("/webhooks").await.json();
    assert_eq!((&listed[0]["queued"], &listed[0]["failed"]), (&json!(0), &json!(0)));
}

async fn a_delivery_whose_sender_died_is_made_again(floor: Floor) {
    let (shop, url) = Shop::open(&[]).await;
    let (id, secret) = listen(&floor, &url, &[]).await;
    happen(&floor, "order.shipped", 1).await;
    // A sender claims it, and is never heard of again.
    let input = (id.parse::<uuid::Uuid>().expect("a UUID"), floor.app.clock.now_ms());
    let claimed = floor.app.store.write("test: claim", input, |tx, (id, now_ms)| {
        Box::pin(bipe_store::webhook::claim(tx, *id, *now_ms, *now_ms + 30_000))
    });
    let claim = claimed.await.expect("a claim").expect("a delivery");
    assert_eq!(claim.attempts, 1);
    let jobs = job::start(floor.app.clone());
    let heard = shop.wait_for(&floor, 1).await;
    assert_eq!(check(&heard[0], &secret).0, claim.event_id.to_string());
    jobs.stop().await;
}

async fn listeners_come_and_go(floor: Floor) {
    let erp = floor.log_in("erp").await;
    for url in ["ftp://shop.example/x", "not a url", "/hook", "https://"] {
        let problem = erp.post("/webhooks", &json!({"url": url})).await.problem(422, "wrong-fields");
        assert_eq!(problem.errors[0].at, "url", "{url}");
    }
    let odd = json!({"url": "https://shop.example/x", "events": ["a,b"]});
    assert_eq!(erp.post("/webhooks", &odd).await.problem(422, "wrong-fields").errors[0].at, "events");
    let (id, _) = listen(&floor, "https://shop.example/x", &[]).await;
    let listed: Vec<Value> = erp.get("/webhooks").await.json();
    assert!(listed[0].get("secret").is_none(), "the secret is told once");
    happen(&floor, "order.shipped", 1).await;
    assert_eq!(erp.delete(&format!("/webhooks/{id}")).await.status, 200);
    erp.delete(&format!("/webhooks/{id}")).await.problem(404, "not-found");
    let listed: Vec<Value> = erp.get("/webhooks").await.json();
    assert!(listed.is_empty());
    floor.log_in("paula").await.get("/webhooks").await.problem(403, "no-role");
}

/// Reads server-sent events off an open response until `count` came; gives (id, data).
async fn read_events(answer: &mut reqwest::Response, count: usize) -> Vec<(String, Value)> {
    let (mut text, mut events) = (String::new(), Vec::new());
    while events.len() < count {
        let chunk = tokio::time::timeout(PATIENCE, answer.chunk()).await.expect("in time").expect("a chunk");
        text.push_str(std::str::from_utf8(&chunk.expect("the stream is open")).expect("UTF-8"));
        while let Some((event, rest)) = text.split_once("\n\n") {
            let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            if let (Some(id), Some(data)) = (field("id:"), field("data:")) {
                events.push((id.to_owned(), serde_json::from_str(data).expect("JSON")));
            }
            text = rest.to_owned();
        }
    }
    events
}

async fn the_live_stream_goes_on_where_it_was(floor: Floor) {
    happen(&floor, "order.packed", 0).await;
    let paula = floor.log_in("paula").await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let token = paula.token.clone().expect("a token");
    let open = |last: Option<String>| {
        let request = client.get(format!("{}/api/v1/events", floor.address)).bearer_auth(&token);
        let request = match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        };
        async move { request.send().await.expect("the stream opens") }
    };
    let mut stream = open(None).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    happen(&floor, "order.packed", 1).await;
    happen(&floor, "order.shipped", 2).await;
    let events = read_events(&mut stream, 2).await;
    let told: Vec<(&str, i64)> = events
        .iter()
        .map(|(_, event)| (event["type"].as_str().expect("a type"), event["data"]["n"].as_i64().expect("n")))
        .collect();
    assert_eq!(told, [("order.packed", 1), ("order.shipped", 2)]);
    drop(stream);
    happen(&floor, "order.shipped", 3).await;
    let mut stream = open(Some(events[0].0.clone())).await;
    let missed = read_events(&mut stream, 2).await;
    assert_eq!(missed[0], events[1]);
    assert_eq!(missed[1].1["data"]["n"], 3);
    // It ends with the session.
    paula.delete("/session").await;
    floor.app.announce();
    let ended = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("the stream ends");
    let refused = open(Some("nonsense".to_owned())).await;
    assert_eq!(refused.status().as_u16(), 401);
}

bipe_tests::on_both_engines!(
    deliveries_are_signed_and_only_of_what_was_asked_for,
    a_refused_delivery_comes_again_under_the_same_id,
    a_delivery_whose_sender_died_is_made_again,
    listeners_come_and_go,
    the_live_stream_goes_on_where_it_was,
);
