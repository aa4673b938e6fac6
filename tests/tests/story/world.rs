//! Where the story plays: the program on one engine, a printer, a serial scanner, a shop, and the people.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use bipe_core::screen::{Outcome, Step};
use bipe_drivers::fake::FakePrinter;
use bipe_server::clock::Clock;
use bipe_tests::floor::{Hand, Reply};
use bipe_tests::process::{Bipe, Launch, run};
use serde_json::{Value, json};
use serialport::{SerialPort, TTYPort};

use super::kill;
use super::shop::Shop;

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What happens to the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// It runs from the beginning to the end.
    Calm,
    /// It is killed around every request that changes something.
    Killing,
}

/// The world of one story.
pub struct World {
    /// The program.
    pub server: Bipe,
    /// What happens to it.
    pub temper: Temper,
    /// The label printer on a TCP port.
    pub printer: FakePrinter,
    /// The shop that hears webhooks.
    pub shop: Shop,
    /// Where PDFs are printed to.
    pub pdfs: PathBuf,
    hands: BTreeMap<String, Hand>,
    /// The wire into the desk's serial scanner; the other end is kept open for the server.
    wire: (TTYPort, TTYPort),
    database: Option<String>,
    turns: u64,
    folder: tempfile::TempDir,
}

impl World {
    pub async fn open(engine: Engine, temper: Temper) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let wire = TTYPort::pair().expect("a pseudo-terminal");
        let port = wire.1.name().expect("a name");
        let settings = folder.path().join("bipe.toml");
        let station = format!("[[stations]]\ncode = \"DOCA1\"\nname = \"Doca 1\"\nscanner = \"{port}\"\n");
        std::fs::write(&settings, station).expect("the settings are written");
        let mut launch = Launch::new().argument("--config").argument(&settings);
        let mut database = None;
        if engine == Engine::Postgres {
            let url = tokio::task::spawn_blocking(bipe_tests::postgres::database).await.expect("a database");
            launch = launch.database(&url);
            database = Some(url);
        }
        let server = tokio::task::spawn_blocking(|| launch.start()).await.expect("the server starts");
        let pdfs = folder.path().join("pdf");
        std::fs::create_dir(&pdfs).expect("a folder");
        let (printer, shop) = (FakePrinter::start(), Shop::open().await);
        let hands = BTreeMap::new();
        Self { server, temper, printer, shop, pdfs, hands, wire, database, turns: 0, folder }
    }

    /// Says which part of the story begins.
    pub fn chapter(&self, text: &str) {
        println!("{text}");
    }

    /// A client without a session.
    pub fn stranger(&self) -> Hand {
        Hand::at(self.server.address(), None, Clock::System)
    }

    /// Someone has logged in.
    pub fn enters(&mut self, who: &str, token: Option<String>) {
        assert!(token.is_some(), "{who} has a token");
        self.hands.insert(who.to_owned(), Hand::at(self.server.address(), token, Clock::System));
    }

    /// Someone's client.
    pub fn hand(&self, who: &str) -> Hand {
        self.hands.get(who).unwrap_or_else(|| panic!("{who} is not here")).clone()
    }

    /// Posts something that changes something, once, whatever happens to the server.
    pub async fn post(&mut self, who: &str, path: &str, body: Value) -> Reply {
        self.turns += 1;
        let hand = self.hand(who);
        let key = format!("story-{}", self.turns);
        match self.temper {
            Temper::Calm => hand.post_once(path, &key, &body).await,
            Temper::Killing => {
                kill::around(&mut self.server, &hand, self.turns, path, Some(&key), &body).await
            }
        }
    }

    /// Someone scans.
    pub async fn scan(&mut self, who: &str, symbol: &str) -> Step {
        self.turns += 1;
        let hand = self.hand(who);
        let body = hand.scan_request(hand.command(), symbol);
        let reply = match self.temper {
            Temper::Calm => hand.post("/scans", &body).await,
            Temper::Killing => kill::around(&mut self.server, &hand, self.turns, "/scans", None, &body).await,
        };
        let step: Step = reply.json();
        let said = step.message.as_ref().map(|message| message.sentence.as_str()).unwrap_or_default();
        println!("   {who:>6} bipa {:<46} → {said}", symbol.replace('\u{1d}', "␝"));
        step
    }

    /// Someone scans, and it is taken.
    pub async fn accept(&mut self, who: &str, symbol: &str) -> Step {
        let step = self.scan(who, symbol).await;
        let outcome = step.message.as_ref().map(|message| message.outcome);
        assert_ne!(outcome, Some(Outcome::Refused), "{who} scanned {symbol:?}: {:?}", step.message);
        step
    }

    /// Someone scans, and it is refused with this code, without any effect on the step.
    pub async fn refuse(&mut self, who: &str, symbol: &str, code: &str) {
        let before: Step = self.hand(who).get("/step").await.json();
        let step = self.scan(who, symbol).await;
        let message = step.message.expect("a refusal says why");
        assert_eq!((message.outcome, message.code.as_str()), (Outcome::Refused, code), "{message:?}");
        assert_eq!(step.screen, before.screen, "a refusal shows the same screen");
    }

    /// The serial scanner at the dock sends a frame; the answer is what the bound session's step becomes.
    pub async fn serial(&mut self, who: &str, symbol: &str) -> Step {
        let before: Step = self.hand(who).get("/step").await.json();
        let mut frame = symbol.as_bytes().to_vec();
        frame.extend(b"\r\n");
        self.wire.0.write_all(&frame).expect("the wire takes it");
        println!("   {who:>6} bipa {:<46} (serial)", symbol.replace('\u{1d}', "␝"));
        let hand = self.hand(who);
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let step: Step = hand.get("/step").await.json();
            if step.screen != before.screen {
                return step;
            }
            assert!(tokio::time::Instant::now() < deadline, "the scanner's frame changed nothing: {step:?}");
            tokio::task::yield_now().await;
        }
    }

    /// `bipe audit` on the story's database.
    pub fn audit(&self) {
        let url = match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.server.data().join("bipe.db").display()),
        };
        let done = run(&["audit", "--database", &url]);
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(
            done.status.success(),
            "the audit is not clean: {said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        println!("   bipe audit: {}", said.lines().last().unwrap_or_default());
    }

    /// The folder of this world.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The set-up code that the server printed last, once it has.
    pub async fn setup_code(&self) -> String {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let log = self.server.log();
            let line = log.lines().rev().find(|line| line.contains("with the code"));
            if let Some(code) = line.and_then(|line| line.rsplit(' ').next()) {
                return code.to_owned();
            }
            assert!(tokio::time::Instant::now() < deadline, "no set-up code came: {log}");
            tokio::task::yield_now().await;
        }
    }
}

/// A scan's symbol for goods: a GS1 DataMatrix with GTIN, expiry and lot.
pub fn goods_symbol(gtin: &str, lot: Option<(&str, &str)>) -> String {
    match lot {
        Some((lot, expiry)) => format!("]d201{gtin}17{}10{lot}", expiry.replace('-', "").split_off(2)),
        None => format!("]d201{gtin}"),
    }
}

/// A JSON address.
pub fn address() -> Value {
    json!({
        "name": "João Conceição Araújo", "street": "Rua das Acácias, 77", "complement": "apto 12",
        "district": "Vila São José", "city": "Ribeirão Preto", "state": "SP", "postal_code": "14020-250",
        "phone": "16 99999-0000"
    })
}
