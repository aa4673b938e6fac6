//! What comes in otherwise than the paper says: more than is expected, damaged, or with too little life left.

use bipe_core::actor::Role;
use bipe_core::screen::{Outcome, ReceiveAttach, ReceiveGoods, ReceiveQuantity, Screen, Step};

use super::floor::{Scan, case, scan};
use super::{Scanning, Simulator};
use crate::auditor::{Goods, Takes};
use crate::delivery::goods_symbol;
use crate::floor::goods;

/// Where damaged goods go, and those that have too little life left.
pub(super) const QUARANTINE: &str = "QUARENTENA-01";

/// The codes that a supplier prints on goods and that nobody knows at first.
const OWN_CODES: i64 = 9;

/// Coffee of a lot.
pub(super) fn coffee(lot: &str) -> Goods {
    Goods { sku: goods::COFFEE.to_owned(), lot: lot.to_owned() }
}

impl Simulator {
    /// How much more than expected a paper lets come in, in percent, where it says it.
    pub(super) fn tolerance(&mut self) -> Option<i64> {
        let percent = *self.chance.one(&[0, 10, 25, 50, 100]).expect("there are some");
        self.chance.percent(40).then_some(percent)
    }

    /// How so much more of an item would come in.
    fn takes(&self, receipt: &str, sku: &str, quantity_base: i64) -> Takes {
        let receipt = self.account.receipts.get(receipt);
        receipt.map_or(Takes::TooMuch, |receipt| receipt.takes(sku, quantity_base, &self.account.rules))
    }

    /// Goods that are damaged, that are more than expected, or that a supervisor lets into quarantine.
    pub(super) fn unlike_the_paper(&mut self, who: usize, at: &ReceiveGoods, lot: &str) -> Option<Scan> {
        let mut asked = self.people[who].questions.values();
        let short = asked.find_map(|asked| asked.strip_prefix("short_life_quarantine ")).map(str::to_owned);
        if let Some(symbol) = short.filter(|_| self.chance.percent(60)) {
            return Some(scan("receive: too little life, once more", symbol));
        }
        if self.chance.percent(if at.damaged { 3 } else { 7 }) {
            return Some(scan("receive: damaged", "BPCDAMAGED"));
        }
        if at.receipt.blind || !self.chance.percent(40) {
            return None;
        }
        let beyond: Vec<&str> = [goods::COFFEE, goods::SOAP, goods::READER]
            .into_iter()
            .filter(|sku| self.takes(&at.receipt.number, sku, 1) == Takes::Beyond)
            .collect();
        let sku = *self.chance.one(&beyond)?;
        let symbol = match sku {
            goods::READER => return Some(self.new_serial("receive: a serial beyond what is expected")),
            sku => goods_symbol(sku, Some(lot).filter(|_| sku == goods::COFFEE)),
        };
        Some(scan("receive: goods beyond what is expected", symbol))
    }

    /// At the number: more than is expected, within what is given, or damage that is seen only now.
    pub(super) fn more_or_worse(&mut self, at: &ReceiveQuantity) -> Option<Scan> {
        if self.chance.percent(6) {
            return Some(scan("receive: damaged, and in hand", "BPCDAMAGED"));
        }
        if at.goods.sku == goods::READER {
            let same = goods_symbol(goods::READER, at.goods.lot.as_deref());
            return Some(match self.chance.below(6) {
                0 => scan("receive: undo", "BPCUNDO"),
                1 => self.new_serial("receive: another serial before it is confirmed"),
                2 => scan("receive: two of a serial", "BPCQ2"),
                3 => scan("receive: the serial once more", same),
                _ => scan("receive: a serial confirmed", "BPCCONFIRM"),
            });
        }
        let all = |count: i64| self.takes(&at.receipt.number, &at.goods.sku, count * at.packaging_base);
        let first = (1..=400).find(|count| all(*count) != Takes::Expected).filter(|_| !at.receipt.blind)?;
        let count = (first..first + 100).take_while(|count| all(*count) == Takes::Beyond).last()?;
        if all(at.proposed) == Takes::Beyond && self.chance.percent(50) {
            return Some(scan("receive: more than expected, confirmed", "BPCCONFIRM"));
        }
        let count = self.chance.between(first, count);
        self.chance.percent(35).then(|| scan("receive: more than expected", format!("BPCQ{count}")))
    }

    /// Goods by a code that the supplier prints and that nobody may know yet.
    pub(super) fn by_own_code(&mut self, who: usize) -> Scan {
        let known: Vec<String> = self.account.codes.keys().cloned().collect();
        let known = self.chance.one(&known).cloned().filter(|_| self.chance.percent(50));
        let code = known.unwrap_or_else(|| format!("FORN-{}", self.chance.between(1, OWN_CODES)));
        match self.account.codes.contains_key(&code) {
            true => scan("receive: goods by a code that was given to them", code),
            false if self.people[who].roles.contains(&Role::Supervisor) => {
                scan("receive: a code without a name", code)
            }
            false => scan("receive: a code without a name, by who may not name it", code),
        }
    }

    /// The same goods once more, pallet after pallet; or there are none.
    pub(super) fn once_more(&mut self, who: usize) -> Option<Scan> {
        match self.people[who].repeat {
            Some(_) => self.chance.percent(20).then(|| scan("receive: once more", "BPCREPEAT")),
            None => self.chance.percent(2).then(|| scan("receive: nothing to repeat", "BPCREPEAT")),
        }
    }

    /// What the answer tells of a code that is given a name.
    pub(super) fn learn_naming(&mut self, who: usize, scan: &Scanning, step: &Step) {
        let Screen::ReceiveAttach(at) = &scan.before.screen else { return };
        match step.message.as_ref().map(|message| message.code.as_str()) {
            Some("attach") => {
                let named = crate::auditor::named_by(&self.account, &scan.symbol);
                self.people[who].naming = named.map(|label| (label.goods.sku, label.quantity_base));
            }
            Some("attached") => {
                let named = self.people[who].naming.take().expect("it was said what it names");
                self.account.codes.insert(at.code.clone(), named);
                *self.account.told.entry("item.code_attached").or_insert(0) += 1;
            }
            _ => {}
        }
    }

    /// A supervisor is asked what a code names.
    pub(super) fn naming(&mut self, at: &ReceiveAttach) -> Scan {
        if at.code.starts_with("FORN-") && self.chance.percent(80) {
            return self.name_of(at);
        }
        match self.chance.below(6) {
            0 => scan("receive: a number instead of a name", "BPCQ3"),
            1 => scan("leave", "BPCLEAVE"),
            2 => scan("receive: undo", "BPCUNDO"),
            _ => scan("receive: an unknown code stays unknown", "BPCCANCEL"),
        }
    }

    /// The goods that carry a code, then the code once more.
    fn name_of(&mut self, at: &ReceiveAttach) -> Scan {
        match (&at.chosen, self.chance.below(10)) {
            (Some(_), 0..=2) => scan("receive: a name confirmed", "BPCCONFIRM"),
            (Some(_), 3..=8) => scan("receive: the code once more", at.code.clone()),
            (None, 0) => scan("receive: a name confirmed too early", "BPCCONFIRM"),
            _ => {
                let sku = *self.chance.one(&[goods::COFFEE, goods::SOAP]).expect("an item");
                scan("receive: what a code names", case(sku, None))
            }
        }
    }

    /// What the answer to a scan tells of damage, and of what may be taken back.
    pub(super) fn learn_damage(&mut self, who: usize, scan: &Scanning, step: &Step) {
        // A late scan that was refused there is answered without a word.
        let taken = step.message.as_ref().is_some_and(|message| message.outcome != Outcome::Refused);
        let person = &mut self.people[who];
        let (Some(task), true) = (step.task.or(scan.before.task), taken) else { return };
        match (&scan.before.screen, &step.screen) {
            (Screen::ReceiveGoods(at), Screen::ReceiveLot(_)) if at.damaged => {
                person.damaged.insert(task);
            }
            (Screen::ReceiveLot(_), Screen::ReceiveLot(_)) if scan.symbol == "BPCDAMAGED" => {
                let whole = person.damaged.remove(&task);
                person.damaged.extend((!whole).then_some(task));
            }
            (Screen::ReceiveLot(_), Screen::ReceiveGoods(_) | Screen::ReceiveQuantity(_)) => {
                person.damaged.remove(&task);
            }
            _ => {}
        }
        let begins = matches!(scan.before.screen, Screen::ReceiveInvoice(_));
        let full = matches!(scan.before.screen, Screen::ReceiveGoods(_)) && scan.symbol == "BPCFULL";
        let other = crate::auditor::summary(&scan.before.screen)
            .zip(crate::auditor::summary(&step.screen))
            .is_some_and(|(before, now)| before.number != now.number);
        if full || other || begins {
            person.last = None;
        }
        if other || begins {
            person.repeat = None;
        }
    }
}
