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
//! `sonia` (supervisor), `ada` (admin), `erp` (integration); each has the badge [`badge`] and the PIN [`PIN`].

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use bipe_core::actor::Role;
use bipe_core::id::{CommandId, Ids, ItemId, LocationId, OwnerId, PackagingId, UserId, WarehouseId, ZoneId};
use bipe_core::item::{Item, Packaging, RotationPolicy, Tracking};
use bipe_core::location::LocationKind;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_core::words::Language;
use bipe_server::app::Settings;
use bipe_server::clock::{Clock, parse_rfc3339, rfc3339};
use bipe_server::{App, http, office};
use bipe_store::location::NewLocation;
use bipe_store::user::NewUser;
use bipe_store::warehouse::Warehouse;
use bipe_store::{Store, item, location, owner, user, zone};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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

    async fn on(url: &str, folder: tempfile::TempDir) -> Self {
        let store = Store::open(url).await.expect("the store opens");
        store.migrate().await.expect("the store migrates");
        let now = Arc::new(AtomicI64::new(parse_rfc3339(START).expect("a time")));
        let settings = Settings { demo: true };
        let app = App::new(store, Clock::Manual(Arc::clone(&now)), settings);
        let (warehouse, owner) = seed(&app).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = http::router::router(app.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        let database = url.to_owned();
        Self { app, address, warehouse, owner, clock: now, serving, folder, database }
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
        let seed = NEXT_SEED.fetch_add(1, Ordering::SeqCst);
        Hand {
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
            address: self.address.clone(),
            token,
            clock: Arc::clone(&self.clock),
            ids: Mutex::new(Ids::new(0, seed.unsigned_abs())),
        }
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

static NEXT_SEED: AtomicI64 = AtomicI64::new(1);

/// A person's device, or a program: a client with a session.
pub struct Hand {
    client: reqwest::Client,
    address: String,
    /// The bearer token.
    pub token: Option<String>,
    clock: Arc<AtomicI64>,
    ids: Mutex<Ids>,
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
    /// A fresh command id of the floor's present time.
    pub fn command(&self) -> CommandId {
        let now = self.clock.load(Ordering::SeqCst).unsigned_abs();
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
        let scanned_at = rfc3339(self.clock.load(Ordering::SeqCst));
        let body = serde_json::json!({"command_id": command, "scanned_at": scanned_at, "symbol": symbol});
        self.post("/scans", &body).await
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

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.client.delete(self.url(path))).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.address)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await.expect("the server answers");
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let (status, kind) = (answer.status().as_u16(), kind.unwrap_or_default().to_owned());
        Reply { status, kind, body: answer.text().await.expect("a body") }
    }
}

/// The name of a step's screen, as it is on the wire: `pick_bin`.
pub fn screen_name(screen: &Screen) -> String {
    let value = serde_json::to_value(screen).expect("a screen serialises");
    value["kind"].as_str().expect("a screen has a kind").to_owned()
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

fn packaging(ids: &mut Ids, name: &str, gtin: &str, quantity_base: i64, weight_g: i64) -> Packaging {
    let gtin = bipe_core::code::Gtin::with_check_digit(&gtin[..13]).expect("13 digits");
    let id = PackagingId(ids.next_uuid());
    Packaging { id, name: name.to_owned(), gtin: Some(gtin.as_str().to_owned()), quantity_base, weight_g }
}

fn items(owner_id: OwnerId, ids: &mut Ids) -> Vec<Item> {
    let mut item = |sku: &str, name: &str, tracking, expires, packagings: &[(&str, &str, i64, i64)]| Item {
        id: ItemId(ids.next_uuid()),
        owner_id,
        sku: sku.to_owned(),
        name: name.to_owned(),
        unit: "UN".to_owned(),
        tracking,
        expires,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        remaining_days_min: 0,
        packagings: packagings.iter().map(|p| packaging(ids, p.0, p.1, p.2, p.3)).collect(),
    };
    use goods::{COFFEE, COFFEE_CASE, COFFEE_UNIT, READER, READER_UNIT, SOAP, SOAP_CASE, SOAP_UNIT};
    vec![
        item(
            COFFEE,
            "Café torrado e moído Serra Clara 500 g",
            Tracking::Lot,
            true,
            &[("CX", COFFEE_CASE, 12, 6_400), ("UN", COFFEE_UNIT, 1, 520)],
        ),
        item(
            SOAP,
            "Sabão em barra Ypê-Mirim 200 g",
            Tracking::None,
            false,
            &[("CX", SOAP_CASE, 24, 5_000), ("UN", SOAP_UNIT, 1, 205)],
        ),
        item(READER, "Leitor de código 2D", Tracking::Serial, false, &[("UN", READER_UNIT, 1, 300)]),
    ]
}

/// Bins `A-01-01-1` to `A-03-02-2`: three bays, two levels, two positions; the lower level is a pick face.
fn bins(zone: ZoneId, ids: &mut Ids) -> Vec<NewLocation> {
    let mut bins = Vec::new();
    for bay in 1..=3_i64 {
        for level in 1..=2_i64 {
            for position in 1..=2_i64 {
                let sequence = bay * 100 + level * 10 + position;
                bins.push(NewLocation {
                    id: LocationId(ids.next_uuid()),
                    zone_id: Some(zone),
                    code: format!("A-{bay:02}-{level:02}-{position}"),
                    kind: if level == 1 { LocationKind::PickFace } else { LocationKind::Storage },
                    aisle: "A".to_owned(),
                    bay,
                    level,
                    position,
                    x_mm: 0,
                    y_mm: bay * 1_000 + position * 500,
                    pick_sequence: sequence,
                    check_digits: format!("{:02}", sequence % 97),
                    units_max: Some(2),
                    mixing: "any",
                });
            }
        }
    }
    bins
}

struct Seed {
    warehouse: Warehouse,
    owner: OwnerId,
    ids: Ids,
    pin_hash: String,
}

async fn seed(app: &App) -> (WarehouseId, OwnerId) {
    let mut ids = app.clock.ids();
    let warehouse = Warehouse {
        id: WarehouseId(ids.next_uuid()),
        code: "SP1".to_owned(),
        name: "Distribuidora Bom Preço".to_owned(),
        time_zone: "America/Sao_Paulo".to_owned(),
        gs1_prefix: "7891000".to_owned(),
        address: serde_json::json!({
            "name": "Distribuidora Bom Preço Ltda.", "street": "Av. das Nações, 1500", "district": "Jurubatuba",
            "city": "São Paulo", "state": "SP", "postal_code": "04795-100"
        })
        .to_string(),
        shift_hours: 12,
    };
    let pin_hash = app.vault.hash(PIN).await;
    let seed = Seed { warehouse, owner: OwnerId(ids.next_uuid()), ids, pin_hash };
    let made = (seed.warehouse.id, seed.owner);
    app.store
        .write("seed", seed, |tx, seed| {
            Box::pin(async move {
                let mut ids = seed.ids.clone();
                owner::insert(tx, seed.owner, "BOMPRECO", "Bom Preço", "12345678000195").await?;
                office::set_up::furnish(tx, &seed.warehouse, &mut ids).await?;
                let place = seed.warehouse.id;
                let zone = ZoneId(ids.next_uuid());
                zone::insert(tx, place, zone, "A", "Secos").await?;
                location::insert(tx, place, &bins(zone, &mut ids)).await?;
                item::insert(tx, &items(seed.owner, &mut ids)).await?;
                for (login, name, role) in [
                    ("rita", "Rita Lopes", Role::Receiver),
                    ("pedro", "Pedro Nunes", Role::Picker),
                    ("nina", "Nina Araújo", Role::Picker),
                    ("paula", "Paula Reis", Role::Packer),
                    ("sonia", "Sônia Prado", Role::Supervisor),
                    ("ada", "Ada Melo", Role::Admin),
                    ("erp", "ERP", Role::Integration),
                ] {
                    let id = UserId(ids.next_uuid());
                    let pin_hash = Some(seed.pin_hash.clone());
                    let (login, name) = (login.to_owned(), name.to_owned());
                    let code = badge(&login);
                    let new =
                        NewUser { id, login, name, language: Language::Pt, pin_hash, password_hash: None };
                    user::insert(tx, &new).await?;
                    user::grant(tx, id, place, role).await?;
                    user::insert_badge(tx, id, &code, 0).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("the floor is seeded");
    made
}
