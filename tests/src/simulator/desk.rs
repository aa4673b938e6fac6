//! What desks and programs ask for: orders, invoices, waves, labels, log-ins, looks at lists.

use std::collections::BTreeMap;

use bipe_api::desk::OrderDetail;
use bipe_core::actor::Role;
use serde_json::{Value, json};

use super::{Act, Simulator};
use crate::floor::{PIN, Reply, badge, goods, order_body};
use crate::simulator::world::Request;

/// Orders that nobody has released yet, above which none are sent.
const ORDERS_WAITING_MAX: i64 = 12;
/// Invoices not closed yet, above which none are sent.
const RECEIPTS_OPEN_MAX: usize = 4;

/// The customers that ask for life.
const CUSTOMERS: [&str; 2] = ["REDE-1", "REDE-2"];

/// What there is to release, read plainly: for which order which item of which last day.
const RELEASABLE: &str = "SELECT DISTINCT o.number, i.sku, COALESCE(CAST(lots.expiry AS TEXT), '') FROM orders AS o
    JOIN order_lines AS l ON l.order_id = o.id JOIN stock AS s ON s.item_id = l.item_id
    JOIN lots ON lots.id = s.lot_id JOIN items AS i ON i.id = s.item_id JOIN locations AS p ON p.id = s.location_id
    WHERE o.status = 'new' AND l.ordered_base > l.picked_base + l.short_base + l.cancelled_base
        AND s.on_hand_base > s.reserved_base AND p.kind IN ('storage', 'pick_face')
        AND lots.status = 'released'";

impl Simulator {
    /// One command of a desk or a program.
    pub(super) async fn at_desk(&mut self) -> Act {
        let waiting = self.books.number("SELECT COUNT(*) FROM orders WHERE status = 'new'");
        let open = self.account.receipts.values().filter(|receipt| !receipt.closed).count();
        if !self.away.is_empty() && self.chance.percent(35) {
            return self.meddle();
        }
        match self.chance.below(55) {
            52..=54 => self.customer(),
            50 | 51 => self.resolve(),
            44..=47 => self.item(),
            48 | 49 => self.bin_at_desk(),
            20..=22 => self.lot(),
            23 => self.cancel_order(),
            24..=26 => self.change_order(),
            27 if self.chance.percent(50) => self.cancel_wave(),
            28 => self.set_channel(),
            29 | 30 => self.channel_wave(),
            31..=33 => self.ask_count(),
            34 | 35 => self.settle_count(),
            36..=41 => self.replenishing(),
            42 | 43 if self.chance.percent(50) => self.settle_receipt(),
            0..=5 if waiting < ORDERS_WAITING_MAX => self.order(),
            6 => self.order_of_nothing(),
            7 => self.order_again(),
            8..=11 if open < RECEIPTS_OPEN_MAX => self.delivery(),
            12 => self.delivery_again(),
            13 => self.unreadable(),
            14 if self.chance.percent(25) => self.look(),
            14 => self.read_receipt(),
            15 => self.reprint(),
            16 => self.cancel_print(),
            17 => self.not_allowed(),
            _ if waiting > 0 || self.chance.percent(10) => self.wave(),
            _ => self.look(),
        }
    }

    fn program(&self) -> usize {
        self.who("erp")
    }

    pub(super) fn key(&mut self) -> Option<String> {
        self.number += 1;
        Some(format!("sim-{}", self.number))
    }

    fn order(&mut self) -> Act {
        let mut lines = BTreeMap::new();
        for (sku, most) in [(goods::COFFEE, 30), (goods::SOAP, 40), (goods::READER, 2)] {
            if self.chance.percent(50) {
                lines.insert(sku.to_owned(), self.chance.between(1, most));
            }
        }
        if lines.is_empty() {
            lines.insert(goods::COFFEE.to_owned(), 5);
        }
        let (key, number) = (self.key(), format!("PV-{}", self.number));
        let mut body = order_body(&number, as_lines(&lines));
        if self.chance.percent(15) {
            body["remaining_days_min"] = json!(self.chance.one(&[3, 20]).expect("one"));
            return Act::desk(
                "order: of some life",
                self.program(),
                Request::json("/orders", key, &body),
                201,
            );
        }
        if self.chance.percent(60) {
            let code = *self.chance.one(&CUSTOMERS).expect("a customer");
            body["customer"] = json!({"code": code, "name": code});
            let request = Request::json("/orders", key, &body);
            return Act::desk("order: of a customer", self.program(), request, 201);
        }
        Act::desk("order", self.program(), Request::json("/orders", key, &body), 201)
    }

    /// A customer asks for more life than before, or less.
    pub(super) fn customer(&mut self) -> Act {
        let code = *self.chance.one(&CUSTOMERS).expect("a customer");
        let days = *self.chance.one(&[0, 0, 10, 120]).expect("one");
        let body = json!({"name": code, "remaining_days_min": days});
        let request = Request::of("PUT", &format!("/customers/{code}"), self.key(), &body);
        Act::desk("customer: life of what they get", self.program(), request, 200)
            .says("/remaining_days_min", days)
            .news(super::foreseen::News::Customer(code.to_owned(), days))
    }

    fn order_of_nothing(&mut self) -> Act {
        let (key, number) = (self.key(), format!("PV-{}", self.number));
        let lines = BTreeMap::from([("NAO-EXISTE".to_owned(), 1)]);
        let request = Request::json("/orders", key, &order_body(&number, as_lines(&lines)));
        Act::desk("order: of an unknown item", self.program(), request, 422)
    }

    /// A number that was taken, under a key that was not.
    fn order_again(&mut self) -> Act {
        let numbers: Vec<String> = self.account.orders.keys().cloned().collect();
        let Some(number) = self.chance.one(&numbers).cloned() else { return self.order() };
        let lines = self.account.orders[&number].clone();
        let key = self.key();
        let request = Request::json("/orders", key, &order_body(&number, as_lines(&lines)));
        Act::desk("order: its number again", self.program(), request, 409)
    }

    pub(super) fn unreadable(&mut self) -> Act {
        let request = super::receipt::file("<nfeProc><NFe>", self.key());
        Act::desk("invoice: torn", self.program(), request, 422)
    }

    /// Whether an order of this priority or a higher one waits for goods that are there.
    pub(super) fn is_releasable(&mut self, priority_min: Option<i64>) -> bool {
        let least = priority_min.map_or_else(String::new, |least| format!(" AND o.priority >= {least}"));
        let rows = self.books.rows(&(RELEASABLE.to_owned() + least.as_str()));
        rows.iter().any(|row| {
            let needed = self.world.date(self.account.life_of(&row[0], &row[1]));
            let needed = format!("20{}-{}-{}", &needed[..2], &needed[2..4], &needed[4..]);
            row[2].is_empty() || row[2] >= needed
        })
    }

    fn wave(&mut self) -> Act {
        let waits = self.is_releasable(None);
        let request = Request::json("/waves", self.key(), &json!({"orders": []}));
        let who = self.who("sonia");
        if waits {
            Act::desk("wave", who, request, 201)
        } else {
            Act::desk("wave: of nothing", who, request, 409)
        }
    }

    pub(super) fn look(&mut self) -> Act {
        let lists = ["/stock", "/orders", "/receipts", "/waves", "/items", "/print-jobs"];
        let path = *self.chance.one(&lists).expect("there are some");
        Act::desk("look at a list", self.who("ada"), Request::bare("GET", path), 200)
    }

    fn reprint(&mut self) -> Act {
        let jobs = self
            .books
            .rows("SELECT CAST({id:id} AS TEXT) FROM print_jobs ORDER BY created_at_ms, subject, id");
        let Some(job) = self.chance.one(&jobs).map(|row| uuid::Uuid::parse_str(&row[0]).expect("an id"))
        else {
            let nobody = uuid::Uuid::from_u128(7);
            let request = Request::bare("POST", &format!("/print-jobs/{nobody}/reprint"));
            return Act::desk("print again: no such job", self.who("ada"), request, 404);
        };
        let request =
            Request { key: self.key(), ..Request::bare("POST", &format!("/print-jobs/{job}/reprint")) };
        Act::desk("print again", self.who("ada"), request, 201)
    }

    fn cancel_print(&mut self) -> Act {
        let jobs = self
            .books
            .rows("SELECT CAST({id:id} AS TEXT), status FROM print_jobs ORDER BY created_at_ms, subject, id");
        let Some(row) = self.chance.one(&jobs).cloned() else { return self.look() };
        let job = uuid::Uuid::parse_str(&row[0]).expect("an id");
        let request =
            Request { key: self.key(), ..Request::bare("POST", &format!("/print-jobs/{job}/cancel")) };
        let who = self.who("ada");
        if row[1] == "queued" {
            Act::desk("print: taken back", who, request, 200)
        } else {
            Act::desk("print: taken back too late", who, request, 409)
        }
    }

    /// A wave by someone of the floor.
    fn not_allowed(&mut self) -> Act {
        let request = Request::json("/waves", self.key(), &json!({"orders": []}));
        let works = |who: &usize| !self.people[*who].roles.contains(&Role::Supervisor);
        let people: Vec<usize> = (super::OFFICE..self.people.len()).filter(works).collect();
        let who = *self.chance.one(&people).expect("someone of the floor");
        Act::desk("not allowed", who, request, 403)
    }

    /// Someone begins a session, sometimes with a wrong PIN.
    pub(super) fn log_in(&mut self, who: usize) -> Act {
        let person = &self.people[who];
        let locked = self.world.now_ms() < person.locked_until_ms;
        let wrong = self.chance.percent(8);
        let secret = if wrong { "1111" } else { PIN };
        let body = json!({"who": badge(&person.login), "secret": secret, "device": person.login});
        let request = Request::json("/session", None, &body);
        match (locked, wrong) {
            (true, _) => Act::desk("log in: while locked out", who, request, 429),
            (false, true) => {
                let status = if person.failures >= 2 { 429 } else { 401 };
                Act::desk("log in: wrong PIN", who, request, status)
            }
            (false, false) => Act::desk("log in", who, request, 201),
        }
    }

    /// What a desk's answer tells the account.
    pub(super) fn learn_at_desk(&mut self, act: &Act, reply: &Reply) {
        match (act.request.path.as_str(), reply.status) {
            ("/orders", 201) if act.request.method == "POST" => {
                let made: OrderDetail = reply.json();
                let sent: Value = serde_json::from_str(&act.request.body).expect("as it was sent");
                let lines = sent["lines"].as_array().expect("lines").iter();
                let line = |line: &Value| {
                    (
                        line["sku"].as_str().expect("an item").to_owned(),
                        line["quantity_base"].as_i64().expect("a number"),
                    )
                };
                let customer = sent["customer"]["code"].as_str().map(str::to_owned);
                if let Some(code) = &customer {
                    self.account.customers.entry(code.clone()).or_insert(0);
                }
                let days = sent["remaining_days_min"].as_i64().unwrap_or(0);
                self.account.asked.insert(made.order.number.clone(), (days, customer));
                self.account.orders.insert(made.order.number, lines.map(line).collect());
            }
            ("/receipts/nfe" | "/receipts", 201) => self.learn_receipt(reply),
            ("/session", status) if act.request.method == "POST" => self.learn_log_in(act.who, status, reply),
            _ => {}
        }
    }

    fn learn_log_in(&mut self, who: usize, status: u16, reply: &Reply) {
        let now_ms = self.world.now_ms();
        let person = &mut self.people[who];
        if status == 201 {
            let session: bipe_api::session::Session = reply.json();
            person.token = session.token;
            person.until_ms = now_ms + 12 * 3_600_000;
            person.failures = 0;
            person.locked_until_ms = 0;
        } else if now_ms >= person.locked_until_ms {
            person.failures += 1;
            let over = person.failures.saturating_sub(2);
            let wait_ms = if over > 0 { (5_000 << (over - 1).min(20)).min(900_000) } else { 0 };
            person.locked_until_ms = now_ms + wait_ms;
        }
    }
}

fn as_lines(lines: &BTreeMap<String, i64>) -> impl Iterator<Item = (&str, i64)> {
    lines.iter().map(|(sku, quantity)| (sku.as_str(), *quantity))
}
