//! What is announced: invoices by their files, purchase orders and shipping notices by their numbers, receipts that say nothing of
//! what comes; each of them once more; and what a desk or a receiver reads of them afterwards.

use std::collections::BTreeMap;

use bipe_api::desk::ReceiptDetail;
use bipe_core::actor::Role;
use serde_json::{Value, json};

use super::foreseen::News;
use super::people::Person;
use super::{Act, OFFICE, Simulator};
use crate::auditor::{Goods, Receipt};
use crate::delivery::{Line, access_key, expiry_of, invoice};
use crate::floor::{Reply, goods};
use crate::simulator::world::Request;

/// What announces goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Document {
    #[default]
    Invoice,
    Order,
    Notice,
    /// No paper at all: a desk only says that something comes.
    Nothing,
}

/// A pallet on a paper: its SSCC, and how much of which line.
#[derive(Clone, Debug)]
struct Announced {
    sscc: String,
    contents: Vec<(usize, i64)>,
}

/// What is announced, as it was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    document: Document,
    lines: Vec<Line>,
    pallets: Vec<Announced>,
    /// Whether those who receive are not told what is expected.
    blind: bool,
    /// How much more than expected may come in, in percent, where the paper says it.
    over_percent: Option<i64>,
}

/// What is foreseen of a receipt that is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    receipt: Receipt,
    /// Whether the reader may know what is expected.
    knows: bool,
}

/// What a file's import is asked for with.
pub(super) fn file(text: &str, key: Option<String>) -> Request {
    Request { key, kind: "application/xml", body: text.to_owned(), ..Request::bare("POST", "/receipts/nfe") }
}

/// What a receipt's document is scanned by.
pub(super) fn code_of(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), access_key)
}

/// The SSCC that a supplier gives a pallet: 17 digits, and the one that they give.
fn sscc(number: i64) -> String {
    let digits = format!("37899990{number:09}");
    let weighed = digits.bytes().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighed.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn date_of(expiry: &str) -> String {
    format!("20{}-{}-{}", &expiry[..2], &expiry[2..4], &expiry[4..])
}

impl Paper {
    /// The number on the paper with this place among them.
    fn number(&self, number: u32) -> String {
        match self.document {
            Document::Invoice => number.to_string(),
            Document::Order => format!("PC-{number}"),
            Document::Notice => format!("AV-{number}"),
            Document::Nothing => format!("CB-{number}"),
        }
    }

    /// The SSCCs of its pallets.
    pub(super) fn pallets(&self) -> impl Iterator<Item = String> {
        self.pallets.iter().map(|pallet| pallet.sscc.clone())
    }

    fn request(&self, number: u32, key: Option<String>) -> Request {
        if self.document == Document::Invoice {
            return file(&invoice(number, &self.lines), key);
        }
        let line = |line: &Line| {
            let lot = line
                .lot
                .as_ref()
                .map(|lot| json!({"code": lot, "quantity": line.count, "expiry": date_of(expiry_of(lot))}));
            json!({"sku": line.sku, "quantity": line.count, "lots": lot.into_iter().collect::<Vec<_>>()})
        };
        let row = |(line, quantity): &(usize, i64)| json!({"line": line + 1, "lot": self.lines[*line].lot, "quantity": quantity});
        let pallet = |pallet: &Announced| {
            let contents: Vec<Value> = pallet.contents.iter().map(row).collect();
            json!({"sscc": pallet.sscc, "contents": contents})
        };
        let (kind, supplier) = match self.document {
            Document::Order => ("purchase_order", true),
            Document::Notice => ("asn", true),
            _ => ("blind", false),
        };
        let supplier =
            supplier.then(|| json!({"name": "Torrefação São João Ltda", "tax_id": "11222333000181"}));
        let mut body = json!({
            "kind": kind, "number": self.number(number), "supplier": supplier,
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "pallets": self.pallets.iter().map(pallet).collect::<Vec<_>>(),
        });
        if self.blind {
            body["blind"] = json!(true);
        }
        if let Some(percent) = self.over_percent {
            body["over_receipt_percent"] = json!(percent);
        }
        Request::json("/receipts", key, &body)
    }

    /// The receipt that it announces.
    fn receipt(&self) -> Receipt {
        let mut receipt = Receipt {
            blind: self.blind,
            over_percent: self.over_percent,
            unannounced: self.document == Document::Nothing,
            pallets_announced: self.pallets.len(),
            ..Receipt::default()
        };
        let named = |line: &Line| Goods { sku: line.sku.clone(), lot: line.lot.clone().unwrap_or_default() };
        for line in &self.lines {
            receipt.lines.entry(line.sku.clone()).or_default().0 += line.count;
            receipt.lots.extend(line.lot.is_some().then(|| named(line)));
        }
        for pallet in &self.pallets {
            let contents = pallet.contents.iter().map(|(line, base)| (named(&self.lines[*line]), *base));
            receipt.pallets.insert(pallet.sscc.clone(), contents.collect());
        }
        receipt
    }
}

impl Simulator {
    /// Goods are announced.
    pub(super) fn delivery(&mut self) -> Act {
        self.invoices += 1;
        let number = self.invoices;
        let paper = match self.chance.below(20) {
            0..=5 => self.order_paper(),
            6..=11 => self.notice(),
            12 => Paper { document: Document::Nothing, blind: true, ..Paper::default() },
            _ => Paper { lines: self.goods_to_come(), ..Paper::default() },
        };
        let kind = match (paper.document, paper.blind) {
            (Document::Invoice, _) => "invoice",
            (Document::Order, false) => "purchase order",
            (Document::Order, true) => "purchase order: blind",
            (Document::Notice, false) => "shipping notice",
            (Document::Notice, true) => "shipping notice: blind",
            (Document::Nothing, _) => "blind receipt: asked for",
        };
        let (key, erp) = (self.key(), self.who("erp"));
        let act = Act::desk(kind, erp, paper.request(number, key), 201)
            .says("/receipt/number", paper.number(number))
            .says("/receipt/blind", paper.blind);
        self.papers.insert(number, paper);
        act
    }

    fn order_paper(&mut self) -> Paper {
        let (lines, blind) = (self.goods_to_come(), self.chance.percent(25));
        let over_percent = self.tolerance();
        Paper { document: Document::Order, lines, blind, over_percent, ..Paper::default() }
    }

    /// A notice of what is on its way: all or some of it on pallets with SSCCs.
    fn notice(&mut self) -> Paper {
        let mut lines = self.goods_to_come();
        for line in lines.iter_mut().filter(|line| line.sku == goods::COFFEE && line.lot.is_none()) {
            line.lot = Some(format!("L{}", self.world.date(90)));
        }
        if self.chance.percent(30) {
            let other = Some(format!("L{}", self.world.date(35)));
            let known = lines.iter().any(|line| line.lot == other);
            let count = self.chance.between(6, 30);
            let line = Line { sku: goods::COFFEE.to_owned(), count, lot: other };
            lines.extend((!known).then_some(line));
        }
        let mut rest: Vec<(usize, i64)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.sku != goods::READER)
            .map(|(at, line)| (at, line.count))
            .collect();
        let mut pallets = Vec::new();
        for _ in 0..self.chance.between(1, 3) {
            let mut contents = Vec::new();
            for (line, left) in rest.iter_mut().filter(|(_, left)| *left > 0) {
                if self.chance.percent(60) {
                    let quantity =
                        if self.chance.percent(50) { *left } else { self.chance.between(1, *left) };
                    *left -= quantity;
                    contents.push((*line, quantity));
                }
            }
            if !contents.is_empty() {
                self.pallets += 1;
                pallets.push(Announced { sscc: sscc(self.pallets), contents });
            }
        }
        let (blind, over_percent) = (self.chance.percent(20), self.tolerance());
        Paper { document: Document::Notice, lines, pallets, blind, over_percent }
    }

    fn goods_to_come(&mut self) -> Vec<Line> {
        let mut lines = Vec::new();
        let days = *self.chance.one(&[-1, 0, 1, 3, 20, 60, 200, 400]).expect("there are some");
        let mut line = |sku: &str, count, lot: Option<String>| {
            lines.push(Line { sku: sku.to_owned(), count, lot });
        };
        if self.chance.percent(70) {
            let named = self.chance.percent(60).then(|| format!("L{}", self.world.date(days)));
            line(goods::COFFEE, self.chance.between(5, 60), named);
        }
        if self.chance.percent(50) {
            line(goods::SOAP, self.chance.between(5, 80), None);
        }
        if self.chance.percent(35) {
            line(goods::READER, self.chance.between(1, 3), None);
        }
        if lines.is_empty() {
            lines.push(Line { sku: goods::SOAP.to_owned(), count: 24, lot: None });
        }
        lines
    }

    /// The papers whose receipts stand.
    fn known_papers(&self) -> Vec<u32> {
        let known =
            |(number, paper): &(&u32, &Paper)| self.account.receipts.contains_key(&paper.number(**number));
        self.papers.iter().filter(known).map(|(number, _)| *number).collect()
    }

    /// What was announced comes in by another request, or one of its pallets on another paper.
    pub(super) fn delivery_again(&mut self) -> Act {
        let known = self.known_papers();
        let Some(number) = self.chance.one(&known).copied() else { return self.unreadable() };
        let (key, erp) = (self.key(), self.who("erp"));
        let paper = self.papers[&number].clone();
        if !paper.pallets.is_empty() {
            // What is wrong in a paper is told before whether it is known.
            let (kind, number) = match self.chance.percent(50) {
                true => ("shipping notice: announced before", number),
                false => ("shipping notice: a pallet of another", number + 900_000),
            };
            return Act::desk(kind, erp, paper.request(number, key), 422).refused("wrong-fields");
        }
        let (kind, problem) = match paper.document {
            Document::Invoice => ("invoice: imported before", "nfe-known"),
            Document::Nothing => ("blind receipt: asked for before", "receipt-known"),
            _ => ("purchase order: announced before", "receipt-known"),
        };
        Act::desk(kind, erp, paper.request(number, key), 409).refused(problem)
    }

    /// Someone reads a receipt: a desk all of it, who receives a blind one only what came.
    pub(super) fn read_receipt(&mut self) -> Act {
        // Blind ones are few.
        let few = self.chance.percent(45);
        let wanted = |receipt: &Receipt| !few || receipt.blind;
        let all = self.account.receipts.iter().filter(|(_, receipt)| wanted(receipt));
        let numbers: Vec<String> = all.map(|(number, _)| number.clone()).collect();
        let Some(number) = self.chance.one(&numbers).cloned() else { return self.look() };
        let rows = self.books.rows(&format!("SELECT {{id:id}} FROM receipts WHERE number = '{number}'"));
        let id = uuid::Uuid::parse_str(&rows[0][0]).expect("an id");
        let receipt = self.account.receipts[&number].clone();
        let now_ms = self.world.now_ms();
        let receives = |who: &usize| {
            let Person { roles, .. } = &self.people[*who];
            let works = roles.contains(&Role::Receiver) && !roles.contains(&Role::Supervisor);
            works && self.people[*who].is_logged_in(now_ms)
        };
        let receivers: Vec<usize> = (OFFICE..self.people.len()).filter(receives).collect();
        let reader = self.chance.one(&receivers).copied().filter(|_| self.chance.percent(50));
        let who = reader.unwrap_or_else(|| self.who("sonia"));
        let kind = match (reader, receipt.blind, receipt.closed) {
            (Some(_), true, _) => "receipt: a blind one read at the dock",
            (Some(_), false, _) => "receipt: read at the dock",
            (None, true, true) => "receipt: a closed blind one read at the desk",
            (None, ..) => "receipt: read at the desk",
        };
        let knows = reader.is_none() || !receipt.blind;
        let request = Request::bare("GET", &format!("/receipts/{id}"));
        Act::desk(kind, who, request, 200)
            .says("/receipt/number", number)
            .says("/receipt/blind", receipt.blind)
            .news(News::Reading(Box::new(Reading { receipt, knows })))
    }

    /// A desk says that no more of a receipt comes, or that more does after all, whoever is at it.
    pub(super) fn settle_receipt(&mut self) -> Act {
        let numbers: Vec<String> = self.account.receipts.keys().cloned().collect();
        let Some(number) = self.chance.one(&numbers).cloned() else { return self.look() };
        let rows = self.books.rows(&format!("SELECT {{id:id}} FROM receipts WHERE number = '{number}'"));
        let id = uuid::Uuid::parse_str(&rows[0][0]).expect("an id");
        let in_hand = self.books.number(&format!(
            "SELECT COUNT(*) FROM handling_units AS u JOIN tasks AS t ON t.id = u.task_id
             JOIN receipts AS r ON r.id = t.subject_id WHERE r.number = '{number}'"
        ));
        let (key, sonia) = (self.key(), self.who("sonia"));
        let because = |verb: &str, reason: &str| {
            let path = format!("/receipts/{id}/{verb}");
            Request::json(&path, key.clone(), &json!({ "reason": reason }))
        };
        let closed = self.account.receipts[&number].closed;
        let reopens = if closed { self.chance.percent(70) } else { self.chance.percent(15) };
        let act = |kind, verb, status| Act::desk(kind, sonia, because(verb, "Pedido do comprador"), status);
        if self.chance.percent(8) {
            let request = because(if reopens { "reopen" } else { "cancel" }, "x");
            return Act::desk("receipt: without a reason", sonia, request, 422).refused("wrong-fields");
        }
        match (reopens, closed) {
            (true, true) => act("receipt: opened again", "reopen", 200)
                .says("/receipt/status", "open")
                .news(News::Receipt(number, false)),
            (true, false) => act("receipt: open as it was", "reopen", 409).refused("receipt-open"),
            (false, true) => act("receipt: no more of a closed one", "cancel", 409).refused("receipt-closed"),
            (false, false) if in_hand > 0 => {
                act("receipt: no more while in hand", "cancel", 409).refused("receipt-in-hand")
            }
            (false, false) => act("receipt: no more of it", "cancel", 200)
                .says("/receipt/status", "closed")
                .news(News::Receipt(number, true)),
        }
    }

    /// What is announced, as its paper says.
    pub(super) fn learn_receipt(&mut self, reply: &Reply) {
        let made: ReceiptDetail = reply.json();
        let number = &made.receipt.number;
        let paper = number.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let paper: u32 = paper.parse().expect("the paper's number");
        self.account.receipts.insert(number.clone(), self.papers[&paper].receipt());
    }
}

impl Reading {
    /// Whether a receipt is shown as it is, and to who may not know only what came.
    ///
    /// # Errors
    /// What is not.
    pub(super) fn judge(&self, shown: &ReceiptDetail) -> Result<(), String> {
        let Self { receipt, knows } = self;
        let mut lines: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for line in &shown.lines {
            let sums = lines.entry(line.sku.clone()).or_default();
            (sums.0, sums.1) = (sums.0 + line.expected_base, sums.1 + line.received_base);
        }
        let mut differs: BTreeMap<String, i64> = BTreeMap::new();
        for one in &shown.discrepancies {
            *differs.entry(one.sku.clone()).or_insert(0) += one.difference_base;
        }
        differs.retain(|_, base| *base != 0);
        let mut aside: BTreeMap<String, i64> = BTreeMap::new();
        for line in shown.lines.iter().filter(|line| line.quarantined_base != 0) {
            *aside.entry(line.sku.clone()).or_insert(0) += line.quarantined_base;
        }
        let told = |line: (i64, i64)| if *knows { line } else { (0, line.1) };
        let right: BTreeMap<_, _> =
            receipt.lines.iter().map(|(sku, line)| (sku.clone(), told(*line))).collect();
        let closed = (shown.receipt.status == "closed", receipt.closed);
        let hidden = shown.pallets.is_empty() && shown.lines.iter().all(|line| line.lots.is_empty());
        let waiting = shown.pallets.iter().filter(|pallet| !pallet.received).map(|pallet| &pallet.sscc);
        let pallets = match knows {
            true => waiting.eq(receipt.pallets.keys()) && shown.pallets.len() == receipt.pallets_announced,
            false => hidden,
        };
        let differences = if *knows && receipt.closed { receipt.differences() } else { BTreeMap::new() };
        if lines == right
            && aside == receipt.set_aside
            && differs == differences
            && closed.0 == closed.1
            && pallets
        {
            return Ok(());
        }
        Err(format!("the receipt is {receipt:?}, told as {right:?} {differences:?}"))
    }
}
