//! What is announced: invoices by their files, purchase orders by their numbers; and each of them once more.

use bipe_api::desk::ReceiptDetail;
use serde_json::{Value, json};

use super::{Act, Simulator};
use crate::auditor::Receipt;
use crate::delivery::{Line, access_key, expiry_of, invoice};
use crate::floor::{Reply, goods};
use crate::simulator::world::Request;

/// What a file's import is asked for with.
pub(super) fn file(text: &str, key: Option<String>) -> Request {
    Request { key, kind: "application/xml", body: text.to_owned(), ..Request::bare("POST", "/receipts/nfe") }
}

/// The number of the purchase order with this place in the papers.
fn order_number(number: u32) -> String {
    format!("PC-{number}")
}

/// A purchase order of these lines.
fn purchase_order(number: u32, lines: &[Line]) -> Value {
    let line = |line: &Line| {
        let lot = line.lot.as_ref().map(|lot| {
            let expiry = expiry_of(lot);
            let expiry = format!("20{}-{}-{}", &expiry[..2], &expiry[2..4], &expiry[4..]);
            json!({"code": lot, "quantity": line.count, "expiry": expiry})
        });
        json!({"sku": line.sku, "quantity": line.count, "lots": lot.into_iter().collect::<Vec<_>>()})
    };
    json!({
        "kind": "purchase_order", "number": order_number(number),
        "supplier": {"name": "Torrefação São João Ltda", "tax_id": "11222333000181"},
        "lines": lines.iter().map(line).collect::<Vec<_>>(),
    })
}

/// What a receipt's document is scanned by.
pub(super) fn code_of(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), access_key)
}

impl Simulator {
    /// Goods are announced.
    pub(super) fn delivery(&mut self) -> Act {
        let lines = self.goods_to_come();
        self.invoices += 1;
        let number = self.invoices;
        let (key, erp) = (self.key(), self.who("erp"));
        let ordered = self.chance.percent(35);
        let act = if ordered {
            let request = Request::json("/receipts", key, &purchase_order(number, &lines));
            Act::desk("purchase order", erp, request, 201).says("/receipt/number", order_number(number))
        } else {
            Act::desk("invoice", erp, file(&invoice(number, &lines), key), 201)
        };
        self.papers.insert(number, lines);
        act
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

    /// What was announced comes in by another request.
    pub(super) fn delivery_again(&mut self) -> Act {
        let numbers: Vec<String> = self.account.receipts.keys().cloned().collect();
        let Some(number) = self.chance.one(&numbers).cloned() else { return self.unreadable() };
        let (key, erp) = (self.key(), self.who("erp"));
        match number.strip_prefix("PC-").map(str::parse) {
            Some(Ok(number)) => {
                let request = Request::json("/receipts", key, &purchase_order(number, &self.papers[&number]));
                Act::desk("purchase order: announced before", erp, request, 409).refused("receipt-known")
            }
            _ => {
                let number: u32 = number.parse().expect("the invoice's number");
                let request = file(&invoice(number, &self.papers[&number]), key);
                Act::desk("invoice: imported before", erp, request, 409).refused("nfe-known")
            }
        }
    }

    /// What is announced, as its paper says.
    pub(super) fn learn_receipt(&mut self, reply: &Reply) {
        let made: ReceiptDetail = reply.json();
        let number = &made.receipt.number;
        let paper: u32 = number.trim_start_matches("PC-").parse().expect("the paper's number");
        let mut receipt = Receipt::default();
        for line in &self.papers[&paper] {
            receipt.lines.entry(line.sku.clone()).or_default().0 += line.count;
            if let Some(lot) = &line.lot {
                receipt.lots.insert(line.sku.clone(), lot.clone());
            }
        }
        self.account.receipts.insert(number.clone(), receipt);
    }
}
