//! The house that is simulated: the real store behind the real doors, in this process, with a clock and ids that a seed gives.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use bipe_core::id::WarehouseId;
use bipe_server::app::Settings;
use bipe_server::clock::{Clock, parse_rfc3339};
use bipe_server::{App, http};
use bipe_store::{Faults, Store};
use tower::ServiceExt as _;

use crate::fire::Engine;
use crate::floor::{self, Reply, START};

/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 16 << 20;

/// A request as it is sent, so that the same can be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// Under `/api/v1`.
    pub path: String,
    /// The `Idempotency-Key`.
    pub key: Option<String>,
    /// What kind of body it is.
    pub kind: &'static str,
    /// The body.
    pub body: String,
}

impl Request {
    /// A request without a body.
    pub fn bare(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), key: None, kind: "application/json", body: String::new() }
    }

    /// A request with a JSON body.
    pub fn json(path: &str, key: Option<String>, body: &serde_json::Value) -> Self {
        Self { key, body: body.to_string(), ..Self::bare("POST", path) }
    }

    /// A request of another method with a JSON body.
    pub fn of(method: &'static str, path: &str, key: Option<String>, body: &serde_json::Value) -> Self {
        Self { method, ..Self::json(path, key, body) }
    }
}

/// The house.
pub struct World {
    /// The server's shared state.
    pub app: App,
    /// The database's address.
    pub url: String,
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// Where the next write breaks off.
    pub faults: Faults,
    now_ms: Arc<AtomicI64>,
    router: Router,
    _folder: tempfile::TempDir,
}

impl World {
    /// A furnished house on a fresh database of this engine.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn open(engine: Engine, seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("world.db").display()),
            Engine::Postgres => {
                tokio::task::spawn_blocking(crate::postgres::database).await.expect("a database")
            }
        };
        Self::on(url, folder, seed).await
    }

    /// The same on an empty database at `url`.
    ///
    /// # Panics
    /// When it can't be made.
    pub async fn on(url: String, folder: tempfile::TempDir, seed: u64) -> Self {
        let now_ms = Arc::new(AtomicI64::new(parse_rfc3339(START).expect("a time")));
        let ids = Arc::new(AtomicU64::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let clock = Clock::Seeded { now_ms: Arc::clone(&now_ms), seed: ids };
        let (app, warehouse) = floor::furnished(&url, clock.clone()).await;
        for (aisle, zone) in [('B', "Pesados"), ('C', "Fundo")] {
            floor::add_aisle(&app, warehouse, aisle, zone).await;
        }
        app.store.close().await;
        let faults = Faults::default();
        let (app, router) = start(&url, &clock, &faults).await;
        Self { app, url, warehouse, faults, now_ms, router, _folder: folder }
    }

    /// Ends the program and starts it again on the same database.
    pub async fn restart(&mut self) {
        self.app.store.close().await;
        let clock = self.app.clock.clone();
        (self.app, self.router) = start(&self.url, &clock, &self.faults).await;
    }

    /// Now, in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    /// Moves time on.
    pub fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Today in São Paulo, three hours behind UTC all year, some days on, as GS1 writes it: `yymmdd`.
    pub fn date(&self, days_on: i64) -> String {
        Self::date_at(self.now_ms(), days_on)
    }

    /// The same at another time.
    pub fn date_at(at_ms: i64, days_on: i64) -> String {
        let at = at_ms / 1_000 - 3 * 3_600 + days_on * 86_400;
        let date = time::OffsetDateTime::from_unix_timestamp(at).expect("a time").date();
        format!("{:02}{:02}{:02}", date.year() % 100, u8::from(date.month()), date.day())
    }

    /// Sends a request through the router and gives the answer.
    ///
    /// # Panics
    /// When the answer is no text.
    pub async fn send(&self, token: Option<&str>, request: &Request) -> Reply {
        let mut builder = axum::http::Request::builder()
            .method(request.method)
            .uri(format!("/api/v1{}", request.path))
            .header("content-type", request.kind);
        if let Some(token) = token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        if let Some(key) = &request.key {
            builder = builder.header("idempotency-key", key);
        }
        let request = builder.body(Body::from(request.body.clone())).expect("a request");
        let Ok(answer) = self.router.clone().oneshot(request).await;
        let status = answer.status().as_u16();
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let body = to_bytes(answer.into_body(), ANSWER_BYTES_MAX).await.expect("an answer of sane size");
        let body = String::from_utf8(body.to_vec()).expect("answers are UTF-8");
        Reply { status, kind, body, took: None }
    }
}

async fn start(url: &str, clock: &Clock, faults: &Faults) -> (App, Router) {
    let store = Store::open(url).await.expect("the store opens").with_faults(faults.clone());
    let app = App::new(store, clock.clone(), Settings { demo: true, ..Settings::default() });
    let router = http::router::router(app.clone());
    (app, router)
}
