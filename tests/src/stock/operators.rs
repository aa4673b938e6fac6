//! Operators who pick as fast as they are answered, or at a pace, and the orders that keep them busy.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bipe_api::desk::{OrderDetail, Wave};
use bipe_core::actor::Role;
use bipe_core::id::OrderId;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_server::app::Settings;
use bipe_server::clock::Clock;
use bipe_server::{App, http};
use bipe_store::Store;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::fill;
use super::report::Samples;
use crate::crew::next_scan;
use crate::fire::{Engine, House};
use crate::floor::{Hand, goods, order_body};

/// Lines of an order; each becomes a pick of one unit.
const LINES: usize = 3;
/// Orders of a wave.
const WAVE: usize = 60;

/// What one confirmed pick took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posted {
    /// By the server's own clock.
    pub(super) server: Duration,
    /// From the request to the whole answer.
    pub(super) client: Duration,
}

/// What was done in some time.
#[derive(Debug, Default)]
pub(super) struct Done {
    picks: Vec<Posted>,
    /// All scans, by the client's clock.
    pub(super) scans: Samples,
    count: usize,
    took: Duration,
}

impl Done {
    /// Confirmed picks a second.
    pub(super) fn rate(&self) -> f64 {
        self.picks.len() as f64 / self.took.as_secs_f64()
    }

    /// Scans a second, each of them a durable command.
    pub(super) fn scans_rate(&self) -> f64 {
        self.count as f64 / self.took.as_secs_f64()
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} confirmed picks/s, {:.0} scans/s, none refused", self.rate(), self.scans_rate())
    }
}

/// The server inside this program, so that its store can be opened otherwise than it ships.
pub(super) struct Inside {
    pub(super) address: String,
    pub(super) database: String,
    app: App,
    serving: tokio::task::JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Inside {
    /// On SQLite, with so many pickers; with commits shared or one each.
    pub(super) async fn open(pickers: usize, shared: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite:{}", folder.path().join("house.db").display());
        Self::begin(folder, database, pickers, shared).await
    }

    /// On either engine, as it ships.
    pub(super) async fn on(engine: Engine, pickers: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = engine.database(folder.path()).await;
        Self::begin(folder, database, pickers, true).await
    }

    async fn begin(folder: tempfile::TempDir, database: String, pickers: usize, shared: bool) -> Self {
        let people = (0..pickers).map(|number| (format!("op{number}"), vec![Role::Picker])).collect();
        crate::fire::furnish(&database, people).await;
        let store = Store::open(&database).await.expect("the store opens");
        let store = if shared { store } else { store.with_commits_apart() };
        let app = App::new(store, Clock::System, Settings::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback listens");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = http::router::router(app.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self { address, database, app, serving, _folder: folder }
    }

    /// Statements that the server has sent so far.
    pub(super) fn statements(&self) -> u64 {
        self.app.store.sent().statements
    }

    pub(super) async fn close(self) {
        self.serving.abort();
        self.app.store.close().await;
    }
}

/// One of them.
#[derive(Clone)]
struct Operator {
    hand: Hand,
    totes: Arc<AtomicU64>,
    tote: String,
    step: Option<Step>,
}

/// All of them, and those who order.
pub(super) struct Operators {
    erp: Hand,
    sonia: Hand,
    orders: usize,
    skus: Vec<String>,
    all: Vec<Operator>,
}

impl Operators {
    pub(super) async fn gather(house: &House, count: usize) -> Self {
        Self::at(house.server.address(), count).await
    }

    pub(super) async fn at(address: &str, count: usize) -> Self {
        let totes = Arc::new(AtomicU64::new(0));
        let mut all = Vec::new();
        for number in 0..count {
            let hand = House::log_in_at(address, &format!("op{number}")).await;
            let tote = next_tote(&totes);
            all.push(Operator { hand, totes: Arc::clone(&totes), tote, step: None });
        }
        let (erp, sonia) = (House::log_in_at(address, "erp").await, House::log_in_at(address, "sonia").await);
        let skus = [goods::COFFEE, goods::SOAP].map(str::to_owned).to_vec();
        Self { erp, sonia, orders: 0, skus, all }
    }

    /// What is ordered from now on: these items, in turn.
    pub(super) fn ordering(self, skus: Vec<String>) -> Self {
        Self { skus, ..self }
    }

    /// Orders and releases at least so many picks.
    pub(super) async fn supply(&mut self, picks: usize) {
        let waves = picks.div_ceil(LINES * WAVE) + self.all.len().div_ceil(WAVE);
        for _ in 0..waves {
            let orders = self.orders(WAVE).await;
            self.release(orders).await;
        }
    }

    /// So many new orders.
    pub(super) async fn orders(&mut self, count: usize) -> Vec<OrderId> {
        let mut all = Vec::with_capacity(count);
        while all.len() < count {
            let mut orders = JoinSet::new();
            for _ in 0..WAVE.min(count - all.len()) {
                self.orders += 1;
                let (erp, order) = (self.erp.clone(), order(self.orders, &self.skus));
                orders.spawn(async move {
                    let made: OrderDetail = erp.post("/orders", &order).await.json();
                    made.order.id
                });
            }
            all.extend(orders.join_all().await);
        }
        all
    }

    /// Releases orders as a wave, of which each gets all it wants; what that took at the client.
    pub(super) fn release(&self, orders: Vec<OrderId>) -> impl Future<Output = Duration> + use<> {
        let sonia = self.sonia.clone();
        async move {
            let begun = Instant::now();
            let wave: Wave = sonia.post("/waves", &json!({ "orders": orders })).await.json();
            assert_eq!((wave.orders, wave.open_base), (orders.len() as i64, 0), "all is allocated");
            begun.elapsed()
        }
    }

    /// So many confirmed picks by the first of them.
    pub(super) async fn picks(&mut self, count: usize) -> Vec<Posted> {
        let operator = self.all.first_mut().expect("someone works");
        let mut posted = Vec::new();
        while posted.len() < count {
            posted.extend(operator.scan().await.0);
        }
        posted
    }

    /// So many waves of one order, each of which reserves its stock; what each took on the server.
    pub(super) async fn reserve(&mut self, count: usize) -> Vec<Duration> {
        let mut took = Vec::new();
        for _ in 0..count {
            self.orders += 1;
            let made: OrderDetail = self.erp.post("/orders", &order(self.orders, &self.skus)).await.json();
            let reply = self.sonia.post("/waves", &json!({ "orders": [made.order.id] })).await;
            reply.json::<Value>();
            took.push(reply.took.expect("the server says how long it took"));
        }
        took
    }

    /// So many looks at where an item lies; what each took on the server.
    pub(super) async fn look_up(&self, count: usize) -> Vec<Duration> {
        let mut took = Vec::new();
        for number in 0..count {
            let sku = [goods::COFFEE, goods::SOAP][number % 2];
            let reply = self.sonia.get(&format!("/stock?item={sku}")).await;
            let page: Value = reply.json();
            assert_ne!(page["rows"].as_array().map(Vec::len), Some(0), "{sku} lies somewhere");
            took.push(reply.took.expect("the server says how long it took"));
        }
        took
    }

    /// All work for some time, as fast as they are answered.
    pub(super) async fn work(&mut self, time: Duration) -> Done {
        self.work_at(time, None).await
    }

    /// All work for some time, each with a scan a period; a scan counts from when it was due.
    pub(super) async fn work_at(&mut self, time: Duration, period: Option<Duration>) -> Done {
        let begun = Instant::now();
        let mut set = JoinSet::new();
        let count = self.all.len();
        for (number, mut operator) in self.all.drain(..).enumerate() {
            set.spawn(async move {
                let mut done = Done::default();
                let apart = period.unwrap_or_default().mul_f64(number as f64 / count as f64);
                let mut due = begun + apart;
                while begun.elapsed() < time {
                    if let Some(period) = period {
                        tokio::time::sleep_until(due.into()).await;
                        due += period;
                    }
                    let (posted, took) = operator.scan().await;
                    done.picks.extend(posted);
                    done.scans.add(took);
                    done.count += 1;
                }
                (operator, done)
            });
        }
        let mut all = Done::default();
        while let Some(done) = set.join_next().await {
            let (operator, done) = done.expect("an operator lives");
            self.all.push(operator);
            all.picks.extend(done.picks);
            all.scans.join(done.scans);
            all.count += done.count;
        }
        all.took = begun.elapsed();
        all
    }
}

fn next_tote(totes: &AtomicU64) -> String {
    format!("BPT{:06}", totes.fetch_add(1, Ordering::Relaxed) + 1)
}

fn order(number: usize, skus: &[String]) -> Value {
    let sku = |line: usize| &skus[(number * LINES + line) % skus.len()];
    order_body(&format!("B-{number}"), (0..LINES).map(|line| (sku(line).as_str(), 1)))
}

impl Operator {
    /// Scans what the screen asks for; gives the pick that this confirmed, and what the scan took at the client.
    async fn scan(&mut self) -> (Option<Posted>, Duration) {
        let step = match self.step.take() {
            Some(step) => step,
            None => self.hand.step().await,
        };
        let symbol = match &step.screen {
            Screen::Menu(_) => Some("BPCPICK".to_owned()),
            Screen::PickEmpty => panic!("more was picked than was ordered: order more"),
            Screen::PickGoods(stop) => {
                fill::code(&stop.goods.sku).or_else(|| next_scan(&step.screen, &self.tote))
            }
            screen => next_scan(screen, &self.tote),
        };
        let symbol = symbol.unwrap_or_else(|| panic!("nothing to scan on {step:?}"));
        let confirms = matches!(step.screen, Screen::PickInto(_));
        let begun = Instant::now();
        let reply = self.hand.scan_as(self.hand.command(), &symbol).await;
        let client = begun.elapsed();
        let after: Step = reply.json();
        let said = after.message.as_ref();
        assert!(
            said.is_none_or(|said| said.outcome != Outcome::Refused || said.code == "new_tote"),
            "{symbol} on {step:?}: {said:?}"
        );
        // The first scan of a new tote asks whether it is one.
        let accepted = said.is_none_or(|said| said.outcome == Outcome::Accepted);
        if matches!(step.screen, Screen::PickTote(_)) && accepted {
            self.tote = next_tote(&self.totes);
        }
        self.step = Some(after);
        let server = reply.took.expect("the server says how long it took");
        (confirms.then_some(Posted { server, client }), client)
    }
}
