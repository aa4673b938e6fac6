//! A person's device, or a program: a client of the server.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bipe_core::id::{CommandId, Ids};
use bipe_core::screen::{Outcome, Step};
use bipe_server::clock::{Clock, rfc3339};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

static NEXT_SEED: AtomicU64 = AtomicU64::new(1);

/// A person's device, or a program: a client with a session.
#[derive(Clone)]
pub struct Hand {
    client: reqwest::Client,
    address: String,
    /// The bearer token.
    pub token: Option<String>,
    clock: Clock,
    ids: Arc<Mutex<Ids>>,
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The content type.
    pub kind: String,
    /// The body.
    pub body: String,
    /// How long the server says it took.
    pub took: Option<Duration>,
}

impl Reply {
    /// The body of a success as JSON.
    ///
    /// # Panics
    /// On another status, or another shape.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "expected a success, got {self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The problem of a failure with this status and type.
    ///
    /// # Panics
    /// When it is not that.
    pub fn problem(&self, status: u16, kind: &str) -> bipe_api::Problem {
        assert_eq!((self.status, self.kind.as_str()), (status, "application/problem+json"), "{self:?}");
        let problem: bipe_api::Problem = serde_json::from_str(&self.body).expect("a problem");
        assert_eq!(problem.kind, format!("/problems/{kind}"), "{self:?}");
        problem
    }
}

impl Hand {
    /// A client of the server at `address`, with or without a token, whose device has this clock.
    pub fn at(address: &str, token: Option<String>, clock: Clock) -> Self {
        let seed = NEXT_SEED.fetch_add(1, Ordering::SeqCst);
        // The client has TLS compiled in, which wants a provider even for addresses without it; the first one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
            address: address.to_owned(),
            token,
            clock,
            // Other devices of the same moment have other ids.
            ids: Arc::new(Mutex::new(Ids::new(0, seed ^ (u64::from(std::process::id()) << 32)))),
        }
    }

    /// A fresh command id of the floor's present time.
    pub fn command(&self) -> CommandId {
        let now = self.clock.now_ms().unsigned_abs();
        let mut ids = self.ids.lock().expect("ids");
        let mut fresh = Ids::new(now, ids.next_uuid().as_u128() as u64);
        CommandId(fresh.next_uuid())
    }

    /// Scans a symbol (GS as `\x1d`) and gives the step that answers it.
    pub async fn scan(&self, symbol: &str) -> Step {
        self.scan_as(self.command(), symbol).await.json()
    }

    /// Scans with a given command id.
    pub async fn scan_as(&self, command: CommandId, symbol: &str) -> Reply {
        self.post("/scans", &self.scan_request(command, symbol)).await
    }

    /// The body of a scan made now.
    pub fn scan_request(&self, command: CommandId, symbol: &str) -> Value {
        let scanned_at = rfc3339(self.clock.now_ms());
        serde_json::json!({"command_id": command, "scanned_at": scanned_at, "symbol": symbol})
    }

    /// Scans and expects an accepted answer.
    pub async fn accept(&self, symbol: &str) -> Step {
        let step = self.scan(symbol).await;
        let message = step.message.as_ref();
        assert!(
            message.is_none_or(|message| message.outcome == Outcome::Accepted),
            "{symbol:?} was not accepted: {message:?} on {:?}",
            step.screen
        );
        step
    }

    /// Scans and expects a refusal with this code; the screen must be the one shown before.
    pub async fn refuse(&self, symbol: &str, code: &str) -> Step {
        let before = self.step().await;
        let step = self.scan(symbol).await;
        let message =
            step.message.clone().unwrap_or_else(|| panic!("{symbol:?} was answered without a word"));
        assert_eq!(
            (message.outcome, message.code.as_str()),
            (Outcome::Refused, code),
            "{symbol:?}: {message:?}"
        );
        assert_eq!(step.screen, before.screen, "a refusal shows the same screen");
        assert_eq!(self.step().await.screen, before.screen, "a refusal changes nothing");
        step
    }

    /// The present step.
    pub async fn step(&self) -> Step {
        self.get("/step").await.json()
    }

    /// GET under `/api/v1`.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.client.get(self.url(path))).await
    }

    /// GET under `/api/v1` of a server that may be gone.
    ///
    /// # Errors
    /// When it is.
    pub async fn try_get(&self, path: &str) -> Result<Reply, reqwest::Error> {
        self.try_send(self.client.get(self.url(path))).await
    }

    /// GET of a document.
    pub async fn get_bytes(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(self.url(path)).bearer_auth(self.token.as_deref().unwrap_or_default());
        let answer = request.send().await.expect("the server answers");
        let status = answer.status();
        let body = answer.bytes().await.expect("a body").to_vec();
        assert!(status.is_success(), "{path}: {status}: {}", String::from_utf8_lossy(&body));
        body
    }

    /// POST of JSON under `/api/v1`.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        self.send(self.client.post(self.url(path)).json(body)).await
    }

    /// POST of JSON with an `Idempotency-Key`.
    pub async fn post_once(&self, path: &str, key: &str, body: &impl Serialize) -> Reply {
        self.send(self.client.post(self.url(path)).header("idempotency-key", key).json(body)).await
    }

    /// POST of any text.
    pub async fn post_text(&self, path: &str, kind: &str, body: &str) -> Reply {
        let request = self.client.post(self.url(path)).header("content-type", kind);
        self.send(request.body(body.to_owned())).await
    }

    /// PUT of JSON.
    pub async fn put(&self, path: &str, body: &Value) -> Reply {
        self.send(self.client.put(self.url(path)).json(body)).await
    }

    /// PATCH of JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send(self.client.patch(self.url(path)).json(body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.client.delete(self.url(path))).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.address)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        self.try_send(request).await.expect("the server answers")
    }

    /// POST of JSON by someone who prefers these languages (`Accept-Language`).
    pub async fn post_in(&self, languages: &str, path: &str, body: &Value) -> Reply {
        self.send(self.client.post(self.url(path)).header("accept-language", languages).json(body)).await
    }

    /// POST of JSON with an `Idempotency-Key` where there is one, to a server that may be killed meanwhile.
    ///
    /// # Errors
    /// When the server is gone before it has answered.
    pub async fn try_post(
        &self,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<Reply, reqwest::Error> {
        let request = self.client.post(self.url(path)).json(body);
        self.try_send(match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        })
        .await
    }

    async fn try_send(&self, request: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await?;
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let (status, kind) = (answer.status().as_u16(), kind.unwrap_or_default().to_owned());
        let timing = answer.headers().get("server-timing").and_then(|value| value.to_str().ok());
        let took = timing.and_then(|timing| timing.strip_prefix("app;dur=")?.parse().ok());
        let took = took.map(|ms: f64| Duration::from_secs_f64(ms / 1_000.0));
        Ok(Reply { status, kind, took, body: answer.text().await? })
    }
}
