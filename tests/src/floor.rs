//! A floor to test on: the server in this process, on either engine, with a small warehouse and people in it.
//!
//! ```ignore
//! async fn goods_come_in(floor: Floor) {
//!     let rita = floor.log_in("rita").await;
//!     let step = rita.scan("BPCRECEIVE").await;
//! }
//! bipe_tests::on_both_engines!(goods_come_in);
//! ```
//!
//! Time stands still at [`START`] until a test moves it. People: `rita` (receiver), `pedro` and `nina` (pickers), `paula` (packer),
//! `caio` and `carla` (counters),
//! `sonia` (supervisor), `ada` (admin), `erp` (integration); each has the badge [`badge`] and the PIN [`PIN`].

mod hand;
mod seed;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bipe_core::id::{OwnerId, WarehouseId};
use bipe_core::screen::Screen;
use bipe_server::app::Settings;
use bipe_server::clock::{Clock, parse_rfc3339};
use bipe_server::{App, http};
use bipe_store::{Faults, Store};

pub use hand::{Hand, Reply};
pub use seed::add_aisle;

/// When every floor begins: a Monday morning in São Paulo.
pub const START: &str = "2026-03-02T12:00:00Z";
/// Everyone's PIN.
pub const PIN: &str = "2580";

/// Defines a test of `story(floor: Floor)` on each engine: `on_sqlite::story` and `on_postgres::story`.
#[macro_export]
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story($crate::floor::Floor::sqlite().await).await })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story($crate::floor::Floor::postgres().await).await })+
        }
    };
}

/// A person's badge: `BPB` and the login padded to ten characters.
pub fn badge(login: &str) -> String {
    format!("BPB{:X<10}", login.to_uppercase())
}

/// A running floor.
pub struct Floor {
    /// The server's shared state.
    pub app: App,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub address: String,
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// The owner of all items.
    pub owner: OwnerId,
    clock: Arc<AtomicI64>,
    serving: tokio::task::JoinHandle<()>,
    folder: tempfile::TempDir,
    /// Where its writes break off, when a test wants one to.
    pub faults: Faults,
    /// The database's address, for programs that open it beside the server.
    pub database: String,
}

impl Floor {
    /// On SQLite, in a temporary folder.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("floor.db").display());
        Self::on(&url, folder).await
    }

    /// On a fresh database of this process's own PostgreSQL.
    pub async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(crate::postgres::database).await.expect("a database");
        Self::on(&url, tempfile::tempdir().expect("a temporary folder")).await
    }

    /// On SQLite in `folder`, without a warehouse or anyone in it: the first start.
    pub async fn empty(folder: &tempfile::TempDir) -> Self {
        let url = format!("sqlite:{}", folder.path().join("floor.db").display());
        let nothing = (WarehouseId(uuid::Uuid::nil()), OwnerId(uuid::Uuid::nil()));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (app, now, faults) = open(&url, Settings::default()).await;
        Self::serve(app, now, faults, nothing, folder, url).await
    }

    async fn on(url: &str, folder: tempfile::TempDir) -> Self {
        let (app, now, faults) = open(url, Settings { demo: true, ..Settings::default() }).await;
        let made = seed::seed(&app).await;
        Self::serve(app, now, faults, made, folder, url.to_owned()).await
    }

    async fn serve(
        app: App,
        clock: Arc<AtomicI64>,
        faults: Faults,
        (warehouse, owner): (WarehouseId, OwnerId),
        folder: tempfile::TempDir,
        database: String,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = http::router::router(app.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self { app, address, warehouse, owner, clock, serving, folder, faults, database }
    }

    /// A folder of this floor's own.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Moves time on.
    pub fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
        self.app.announce();
    }

    /// Moves time to the same hour, some days later.
    pub fn pass_days(&self, days: i64) {
        self.pass(days * 24 * 3_600_000);
    }

    /// Logs a person in at a device of their own.
    pub async fn log_in(&self, login: &str) -> Hand {
        let hand = self.hand(None);
        let request = serde_json::json!({"who": badge(login), "secret": PIN, "device": format!("{login}'s")});
        let session: bipe_api::session::Session = hand.post("/session", &request).await.json();
        self.hand(session.token)
    }

    /// A client without a session, or with a token.
    pub fn hand(&self, token: Option<String>) -> Hand {
        Hand::at(&self.address, token, Clock::Manual(Arc::clone(&self.clock)))
    }

    /// Stops jobs and server, and closes the store.
    pub async fn stop(self) {
        self.serving.abort();
        self.app.store.close().await;
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The name of a step's screen, as it is on the wire: `pick_bin`.
pub fn screen_name(screen: &Screen) -> String {
    let value = serde_json::to_value(screen).expect("a screen serialises");
    value["kind"].as_str().expect("a screen has a kind").to_owned()
}

/// The body of an order of (SKU, base units).
pub fn order_body<'l>(number: &str, lines: impl IntoIterator<Item = (&'l str, i64)>) -> serde_json::Value {
    let line = |(sku, base): (&str, i64)| serde_json::json!({"sku": sku, "quantity_base": base});
    let lines: Vec<_> = lines.into_iter().map(line).collect();
    serde_json::json!({
        "number": number, "channel": "loja", "lines": lines,
        "ship_to": {
            "name": "Conceição Araújo", "street": "Rua das Laranjeiras, 10", "city": "São Paulo", "state": "SP",
            "postal_code": "05000-000"
        }
    })
}

/// An app on a fresh database with the floor's warehouse in it, by a clock of the caller's; nothing listens.
///
/// # Panics
/// When the database is not empty.
pub async fn furnished(url: &str, clock: Clock) -> (App, WarehouseId) {
    let store = Store::open(url).await.expect("the store opens");
    store.migrate().await.expect("the store migrates");
    let app = App::new(store, clock, Settings { demo: true, ..Settings::default() });
    let (warehouse, _) = seed::seed(&app).await;
    (app, warehouse)
}

/// An app on a migrated store, with its clock at [`START`], and where its writes break off.
async fn open(url: &str, settings: Settings) -> (App, Arc<AtomicI64>, Faults) {
    let faults = Faults::default();
    let store = Store::open(url).await.expect("the store opens").with_faults(faults.clone());
    store.migrate().await.expect("the store migrates");
    let now = Arc::new(AtomicI64::new(parse_rfc3339(START).expect("a time")));
    (App::new(store, Clock::Manual(Arc::clone(&now)), settings), now, faults)
}

/// The items of every floor.
pub mod goods {
    /// Coffee: lots that expire; a case of 12.
    pub const COFFEE: &str = "CAFE-500";
    /// The coffee's own GTIN.
    pub const COFFEE_UNIT: &str = "07891000100103";
    /// A case of 12 coffees.
    pub const COFFEE_CASE: &str = "17891000100100";
    /// Soap: not tracked; a case of 24.
    pub const SOAP: &str = "SABAO-200";
    /// The soap's own GTIN.
    pub const SOAP_UNIT: &str = "07891000200209";
    /// A case of 24 soaps.
    pub const SOAP_CASE: &str = "17891000200206";
    /// A scanner: one serial number each.
    pub const READER: &str = "LEITOR-2D";
    /// The scanner's GTIN.
    pub const READER_UNIT: &str = "07891000300305";
}
