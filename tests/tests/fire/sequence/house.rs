//! A house to send commands to, whose books are read after each of them.

use std::collections::BTreeMap;

use bipe_core::id::Ids;
use bipe_core::screen::{Outcome, Screen, Step};
use bipe_server::clock::rfc3339;
use bipe_tests::books::Books;
use bipe_tests::crew::{next_scan, right_gtin, symbol};
use bipe_tests::delivery::{Line, access_key, goods_symbol, invoice};
use bipe_tests::fire::Engine;
use bipe_tests::floor::{PIN, Reply, badge, goods, order_body, screen_name};
use bipe_tests::simulator::{Request, World};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Command;

/// Everyone who does anything.
const PEOPLE: [&str; 8] = ["rita", "pedro", "nina", "paula", "caio", "carla", "sonia", "erp"];
/// The first scan of the work of each of the first six.
const WORK: [&str; 6] = ["BPCPUTAWAY", "BPCPICK", "BPCPICK", "BPCPACK", "BPCCOUNT", "BPCCOUNT"];
const SKUS: [&str; 3] = [goods::COFFEE, goods::SOAP, goods::READER];
/// Lots of the coffee; the last one has run out.
const LOTS: [&str; 3] = ["L270101", "L260401", "L260301"];
/// What a refused command may write: its reply and its row in the scan log, how far numbers are given out, when a session was last
/// heard of.
const ALLOWED: [&str; 4] = ["commands", "scan_log", "counters", "sessions"];

pub struct House {
    world: World,
    books: Books,
    tokens: BTreeMap<&'static str, String>,
    invoices: u32,
    totes: u32,
    keys: u64,
    /// Commands so far.
    pub sent: u64,
    /// Those of them that were refused.
    pub refused: u64,
}

fn bin(number: u8) -> String {
    let number = number % 12;
    format!("A-{:02}-{:02}-{}", number / 4 + 1, number / 2 % 2 + 1, number % 2 + 1)
}

/// The lot or serial of an item by its number; none of what nobody tells apart.
fn lot_of(sku: u8, lot: u8) -> Option<String> {
    match sku % 3 {
        0 => Some(LOTS[usize::from(lot % 3)].to_owned()),
        1 => None,
        _ => Some(format!("S{}", lot % 3 + 1)),
    }
}

/// The kind of work that a screen is of: `pick`, `menu`.
fn work_at(screen: &Screen) -> String {
    let name = screen_name(screen);
    name.split('_').next().unwrap_or_default().to_owned()
}

impl House {
    pub async fn open(engine: Engine) -> Self {
        let world = World::open(engine, 1).await;
        let books = Books::open(&world.url);
        let mut tokens = BTreeMap::new();
        for login in PEOPLE {
            let body = json!({"who": badge(login), "secret": PIN, "device": login});
            let reply = world.send(None, &Request::json("/session", None, &body)).await;
            let session: bipe_api::session::Session = reply.json();
            tokens.insert(login, session.token.expect("a token"));
        }
        Self { world, books, tokens, invoices: 0, totes: 0, keys: 0, sent: 0, refused: 0 }
    }

    fn contents(&mut self) -> Vec<String> {
        let mut rows = self.books.contents();
        rows.retain(|row| !ALLOWED.iter().any(|table| row.starts_with(&format!("{table}:"))));
        rows
    }

    /// Sends a command and reads the books: they add up, and are as before when it was refused.
    async fn send(&mut self, login: &str, request: &Request) -> Result<Reply, String> {
        let before = self.contents();
        let work = match request.path.as_str() {
            "/scans" => work_at(&self.step(login).await.screen),
            _ => String::new(),
        };
        let reply = self.world.send(self.tokens.get(login).map(String::as_str), request).await;
        let step: Option<Step> = serde_json::from_str(&reply.body).ok();
        let stays = step.as_ref().is_none_or(|step| work_at(&step.screen) == work);
        let said = step.and_then(|step| step.message);
        let refused = reply.status >= 400 || said.is_some_and(|message| message.outcome == Outcome::Refused);
        self.sent += 1;
        self.refused += u64::from(refused);
        let wrong = |what: String| Err(format!("{login} {request:?}\n   {reply:?}\n   {what}"));
        if reply.status >= 500 {
            return wrong("it failed".to_owned());
        }
        if refused {
            let (mut before, mut after) = (before, self.contents());
            if !stays {
                // The work that it began is on the screen, though its first step was refused.
                for rows in [&mut before, &mut after] {
                    rows.retain(|row| !row.starts_with("tasks:"));
                }
            }
            let lost: Vec<&String> = before.iter().filter(|row| !after.contains(row)).collect();
            let trace: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
            if before != after {
                return wrong(format!("it was refused, and\n   {lost:?}\n   became\n   {trace:?}"));
            }
        }
        let report =
            bipe_store::audit::run(&self.world.app.store).await.map_err(|error| error.to_string())?;
        if report.findings.is_empty() { Ok(reply) } else { wrong(format!("{:?}", report.findings)) }
    }

    async fn scan(&mut self, login: &str, symbol: &str) -> Result<Step, String> {
        self.world.pass(1_000);
        self.keys += 1;
        let now_ms = self.world.now_ms();
        let id = Ids::new(now_ms.unsigned_abs(), self.keys).next_uuid().to_string();
        let body = json!({"command_id": id, "scanned_at": rfc3339(now_ms), "symbol": symbol});
        Ok(self.send(login, &Request::json("/scans", None, &body)).await?.json())
    }

    async fn scans(&mut self, login: &str, symbols: &[&str]) -> Result<(), String> {
        for symbol in symbols {
            self.scan(login, symbol).await?;
        }
        Ok(())
    }

    async fn step(&self, login: &str) -> Step {
        let token = self.tokens.get(login).map(String::as_str);
        self.world.send(token, &Request::bare("GET", "/step")).await.json()
    }

    async fn desk(
        &mut self,
        login: &str,
        method: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<(), String> {
        self.keys += 1;
        let key = Some(format!("k-{}", self.keys));
        self.send(login, &Request::of(method, path, key, body)).await.map(drop)
    }

    /// One of the rows of a list by its number.
    fn one(&mut self, sql: &str, number: u8) -> Option<String> {
        let rows = self.books.rows(sql);
        let row = rows.get(usize::from(number) % rows.len().max(1))?;
        Some(row[0].clone())
    }

    /// The same of a list of ids.
    fn id(&mut self, sql: &str, number: u8) -> Uuid {
        self.one(sql, number).map_or(Uuid::from_u128(7), |id| Uuid::parse_str(&id).expect("an id"))
    }

    /// Runs a command.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn run(&mut self, command: &Command) -> Result<(), String> {
        match command {
            Command::Receive { sku, lot, count, closes } => self.receive(*sku, *lot, *count, *closes).await,
            Command::PutAway { bin } => self.put_away(*bin).await,
            Command::Order { coffee, soap } => {
                self.keys += 1;
                let lines = [(goods::COFFEE, *coffee), (goods::SOAP, *soap)];
                let body =
                    order_body(&format!("P{}", self.keys), lines.into_iter().filter(|line| line.1 > 0));
                self.desk("erp", "POST", "/orders", &body).await
            }
            Command::Change { order, line, quantity, priority } => {
                let id = self.id("SELECT {id:id} FROM orders ORDER BY number", *order);
                let line = json!({"number": line, "quantity_base": quantity});
                let body = json!({"lines": [line], "priority": priority});
                self.desk("erp", "PATCH", &format!("/orders/{id}"), &body).await
            }
            Command::Cancel { order } => {
                let id = self.id("SELECT {id:id} FROM orders ORDER BY number", *order);
                self.desk("erp", "POST", &format!("/orders/{id}/cancel"), &json!({})).await
            }
            Command::Wave => self.desk("sonia", "POST", "/waves", &json!({"orders": []})).await,
            Command::CancelWave { wave } => {
                let id = self.id("SELECT {id:id} FROM waves ORDER BY number", *wave);
                self.desk("sonia", "POST", &format!("/waves/{id}/cancel"), &json!({})).await
            }
            Command::Work { who, scans } => self.work(usize::from(*who), *scans).await,
            Command::Scan { who, what } => self.anything(PEOPLE[usize::from(*who)], *what).await,
            Command::Short { found } => self.short(*found).await,
            Command::Pass { hours } => {
                self.world.pass(i64::from(*hours) * 3_600_000);
                self.log_in_again().await
            }
            command => self.run_more(command).await,
        }
    }

    async fn run_more(&mut self, command: &Command) -> Result<(), String> {
        match command {
            Command::AskCount { bin: at } => {
                self.desk("sonia", "POST", "/counts", &json!({"bins": [bin(*at)]})).await
            }
            Command::Count { who, bin: at, more } => {
                self.count(PEOPLE[4 + usize::from(*who)], &bin(*at), *more).await
            }
            Command::Settle { count, drops } => {
                let id = self.id("SELECT {id:id} FROM counts ORDER BY created_at_ms, id", *count);
                let verb = if *drops { "drop" } else { "approve" };
                self.desk("sonia", "POST", &format!("/counts/{id}/{verb}"), &json!({})).await
            }
            Command::Lot { lot, verb } => {
                let id = self.id("SELECT {id:id} FROM lots ORDER BY code, id", *lot);
                let verb = ["hold", "recall", "release"][usize::from(*verb % 3)];
                let path = format!("/lots/{id}/{verb}");
                self.desk("sonia", "POST", &path, &json!({"reason": "Laudo 77"})).await
            }
            Command::Adjust { bin: at, sku, lot, quantity, scraps } => {
                let body = json!({
                    "location": bin(*at), "sku": SKUS[usize::from(*sku % 3)], "lot": lot_of(*sku, *lot),
                    "quantity_base": quantity, "reason": "Quebra",
                });
                self.desk("sonia", "POST", if *scraps { "/scraps" } else { "/adjustments" }, &body).await
            }
            Command::Relocate { from, to, quantity } => {
                self.relocate(&bin(*from), &bin(*to), *quantity).await
            }
            Command::Return { sku, lot, way } => {
                let goods = goods_symbol(SKUS[usize::from(*sku % 3)], lot_of(*sku, *lot).as_deref());
                let way = ["BPCSTOCK", "BPCQUARANTINE", "BPCSCRAP"][usize::from(*way % 3)];
                self.scans("rita", &["BPCRETURNS", "BPCUNPLANNED", &goods, way, "BPCCLOSE", "BPCLEAVE"]).await
            }
            _ => Ok(()),
        }
    }

    /// Sessions end with the shift.
    async fn log_in_again(&mut self) -> Result<(), String> {
        for login in PEOPLE {
            let body = json!({"who": badge(login), "secret": PIN, "device": login});
            let session: bipe_api::session::Session =
                self.world.send(None, &Request::json("/session", None, &body)).await.json();
            self.tokens.insert(login, session.token.expect("a token"));
        }
        Ok(())
    }

    async fn receive(&mut self, sku: u8, lot: u8, count: i64, closes: bool) -> Result<(), String> {
        self.invoices += 1;
        self.keys += 1;
        let (number, sku_name) = (self.invoices, SKUS[usize::from(sku % 3)]);
        let count = if sku_name == goods::READER { 1 } else { count };
        let lot = lot_of(sku, lot);
        let paper = lot.clone().filter(|_| sku_name == goods::COFFEE);
        let text = invoice(number, &[Line { sku: sku_name.to_owned(), count, lot: paper }]);
        let key = Some(format!("k-{}", self.keys));
        let post = Request::bare("POST", "/receipts/nfe");
        let request = Request { key, kind: "application/xml", body: text, ..post };
        self.send("erp", &request).await?;
        let goods = goods_symbol(sku_name, lot.as_deref());
        let quantity = format!("BPCQ{count}");
        self.scans("rita", &["BPCRECEIVE", &access_key(number), &goods, &quantity]).await?;
        let ends: &[&str] = if closes { &["BPCCLOSE", "BPCCONFIRM"] } else { &["BPCFULL", "BPCLEAVE"] };
        self.scans("rita", ends).await
    }

    async fn put_away(&mut self, to: Option<u8>) -> Result<(), String> {
        let step = self.scan("rita", "BPCPUTAWAY").await?;
        let Screen::PutawayUnit(unit) = &step.screen else { return Ok(()) };
        let Some(pallet) = unit.waiting.first() else { return Ok(()) };
        let step = self.scan("rita", &format!("]C100{pallet}")).await?;
        let Screen::PutawayBin(at) = &step.screen else { return Ok(()) };
        let to = format!("BPL{}", to.map_or_else(|| at.bin.code.clone(), bin));
        self.scans("rita", &[&to, &to, "BPCLEAVE"]).await
    }

    async fn work(&mut self, who: usize, scans: u8) -> Result<(), String> {
        let login = PEOPLE[who];
        let mut step = self.step(login).await;
        for _ in 0..scans {
            self.totes += 1;
            let again = step.message.as_ref().is_some_and(|message| message.code == "new_tote");
            let tote = format!("BPT{:06}", if again { self.totes - 1 } else { self.totes });
            let next = match &step.screen {
                Screen::Menu(_) => Some(WORK[who].to_owned()),
                screen => next_scan(screen, &tote),
            };
            let Some(next) = next else { return Ok(()) };
            self.totes -= u32::from(again);
            step = self.scan(login, &next).await?;
        }
        Ok(())
    }

    /// Any of the codes that lie about.
    async fn anything(&mut self, login: &str, what: u8) -> Result<(), String> {
        let commands = [
            "BPCUNDO",
            "BPCCANCEL",
            "BPCCONFIRM",
            "BPCLEAVE",
            "BPCSKIP",
            "BPCSHORT",
            "BPCFULL",
            "BPCCLOSE",
            "BPCPRINT",
            "BPCQ0",
            "BPCQ3",
            "BPCQ999",
            "BPCPICK",
            "BPCPACK",
            "BPCSHIP",
            "BPCRELOCATE",
            "BPCCOUNT",
            "BPCRECEIVE",
        ];
        let text = match what {
            at if usize::from(at) < commands.len() * 5 => commands[usize::from(at) / 5].to_owned(),
            90..=139 => format!("BPL{}", bin(what)),
            140..=189 => symbol(SKUS[usize::from(what % 3)], lot_of(what, what / 3).as_deref()),
            190..=199 => format!("]d201{}", right_gtin(goods::COFFEE_CASE)),
            200..=219 => format!("BPT{:06}", what % 8),
            _ => {
                let unit = self.one("SELECT code FROM handling_units ORDER BY code", what);
                unit.map_or("NAOEXISTE".to_owned(), |code| {
                    if code.starts_with("BPT") { code } else { format!("]C100{code}") }
                })
            }
        };
        self.scan(login, &text).await.map(drop)
    }

    async fn short(&mut self, found: i64) -> Result<(), String> {
        let step = self.step("pedro").await;
        let Screen::PickGoods(_) = step.screen else { return Ok(()) };
        self.scans("pedro", &["BPCSHORT", &format!("BPCQ{found}"), "BPCCONFIRM"]).await
    }

    async fn count(&mut self, login: &str, bin: &str, more: i64) -> Result<(), String> {
        let to = format!("BPL{bin}");
        self.scans(login, &["BPCCOUNT", &to, &to]).await?;
        let rows = self.books.rows(&format!(
            "SELECT i.sku, CASE WHEN lots.implicit THEN '' ELSE lots.code END, CAST(SUM(s.on_hand_base) AS BIGINT)
             FROM stock AS s JOIN lots ON lots.id = s.lot_id JOIN items AS i ON i.id = s.item_id
             JOIN locations AS l ON l.id = s.location_id WHERE l.code = '{bin}' AND s.on_hand_base > 0
             GROUP BY 1, 2 ORDER BY 1, 2"
        ));
        for row in rows {
            let there: i64 = row[2].parse().expect("a number");
            let lot = Some(row[1].as_str()).filter(|lot| !lot.is_empty());
            let quantity = format!("BPCQ{}", (there + more).max(0));
            self.scans(login, &[&symbol(&row[0], lot), &quantity]).await?;
        }
        self.scans(login, &["BPCCLOSE", "BPCCONFIRM", "BPCLEAVE"]).await
    }

    async fn relocate(&mut self, from: &str, to: &str, quantity: i64) -> Result<(), String> {
        self.scans("nina", &["BPCRELOCATE", &format!("BPL{from}")]).await?;
        let sql = format!(
            "SELECT i.sku || ' ' || CASE WHEN lots.implicit THEN '' ELSE lots.code END
             FROM stock AS s JOIN lots ON lots.id = s.lot_id JOIN items AS i ON i.id = s.item_id
             JOIN locations AS l ON l.id = s.location_id WHERE l.code = '{from}' AND s.on_hand_base > 0 ORDER BY 1"
        );
        if let Some(there) = self.one(&sql, u8::try_from(quantity).unwrap_or(0)) {
            let (sku, lot) = there.split_once(' ').expect("two words");
            let goods = symbol(sku, Some(lot).filter(|lot| !lot.is_empty()));
            self.scans("nina", &[&goods, &format!("BPCQ{quantity}")]).await?;
        }
        self.scans("nina", &[&format!("BPL{to}"), "BPCLEAVE"]).await
    }
}
