//! At the dock: documents, goods one by one and by the pallet, with or without knowing what is expected.

use bipe_core::screen::{Goods, Outcome, ReceiveGoods, ReceiveQuantity, Screen, Step};

use super::dock::{QUARANTINE, coffee};
use super::floor::{Scan, case, scan};
use super::receipt::{Paper, code_of};
use super::{Scanning, Simulator};
use crate::auditor::{Leg, Receipt, Takes, is_outside, summary};
use crate::crew::symbol;
use crate::delivery::{expiry_of, goods_symbol};
use crate::floor::goods;

impl Simulator {
    pub(super) fn invoice_scan(&mut self) -> Scan {
        let named = |closed: bool, simulator: &Self| -> Vec<String> {
            let receipts = simulator.account.receipts.iter().filter(|(_, receipt)| receipt.closed == closed);
            receipts.map(|(number, _)| code_of(number)).collect()
        };
        if self.chance.percent(6) {
            return scan("receive: begin a blind receipt", "BPCBLIND");
        }
        let closed = self.chance.percent(10);
        let mut numbers = named(closed, self);
        if let Some(number) = self.receipt_of_one_away().filter(|_| !closed) {
            numbers = vec![code_of(&number)];
        }
        let kind = |number: &str| match number.split_once('-').map(|(kind, _)| kind) {
            Some("PC") => "receive: purchase order",
            Some("AV") => "receive: shipping notice",
            Some(_) => "receive: blind receipt",
            None => "receive: invoice",
        };
        match self.chance.one(&numbers) {
            Some(number) if closed => scan("receive: a closed receipt", number.clone()),
            Some(number) => scan(kind(number), number.clone()),
            None => scan("leave", "BPCLEAVE"),
        }
    }

    /// The lot that a receipt's coffee is of: one of the paper's, else one of the person's own finding.
    fn coffee_lot(&mut self, number: &str) -> String {
        let receipt = self.account.receipts.get(number);
        let named: Vec<String> =
            receipt.iter().flat_map(|receipt| &receipt.lots).map(|goods| goods.lot.clone()).collect();
        if let Some(lot) = self.chance.one(&named).filter(|_| self.chance.percent(85)) {
            return lot.clone();
        }
        let days = *self.chance.one(&[0, 2, 30, 90]).expect("there are some");
        format!("L{}", self.world.date(days))
    }

    /// Goods or a whole pallet come in; where nobody is told what is expected, whatever stands there.
    pub(super) fn arriving(&mut self, who: usize, at: &ReceiveGoods) -> Scan {
        if let Some(pallet) = self.announced_pallet(&at.receipt.number) {
            return pallet;
        }
        let lot = self.coffee_lot(&at.receipt.number);
        if let Some(other) = self.unlike_the_paper(who, at, &lot) {
            return other;
        }
        match self.chance.below(22) {
            0 => return scan("receive: undo", "BPCUNDO"),
            1 => return scan("receive: pallet full", "BPCFULL"),
            2 => return scan("receive: label again", "BPCPRINT"),
            3 => return scan("receive: close early", "BPCCLOSE"),
            4 => return scan("receive: expired goods", goods_symbol(goods::COFFEE, Some("L260101"))),
            5 => return scan("receive: a case", case(goods::COFFEE, Some(&lot))),
            6 => return scan("receive: goods without their lot", symbol(goods::COFFEE, None)),
            // Of a lot that nobody knows yet the symbol says when it ends.
            7 if self.account.lots.contains(&coffee(&lot)) => {
                let dated = goods_symbol(goods::COFFEE, Some(&lot)).replace(expiry_of(&lot), "290228");
                return scan("receive: another expiry", dated);
            }
            8 => return scan("receive: goods of another document", symbol(goods::SOAP, None)),
            9 if self.serials > 0 => {
                let serial = format!("S{}", self.chance.between(1, self.serials));
                return scan("receive: a known serial", symbol(goods::READER, Some(&serial)));
            }
            _ => {}
        }
        if self.chance.percent(18) {
            return self.by_own_code(who);
        }
        if let Some(again) = self.once_more(who) {
            return again;
        }
        if at.receipt.blind {
            return self.arriving_blind(&lot);
        }
        let Some(missing) = self.chance.one(&at.missing) else { return scan("receive: close", "BPCCLOSE") };
        match missing.sku.as_str() {
            goods::COFFEE => scan("receive: goods", goods_symbol(goods::COFFEE, Some(&lot))),
            goods::READER => self.new_serial("receive: serial"),
            sku => scan("receive: goods", symbol(sku, None)),
        }
    }

    fn arriving_blind(&mut self, lot: &str) -> Scan {
        match self.chance.below(8) {
            0 | 1 => scan("receive: close a blind receipt", "BPCCLOSE"),
            2 => self.new_serial("receive: blind serial"),
            3 | 4 => scan("receive: blind goods", symbol(goods::SOAP, None)),
            _ => scan("receive: blind goods", goods_symbol(goods::COFFEE, Some(lot))),
        }
    }

    pub(super) fn closing_receipt(&mut self) -> Scan {
        match self.chance.below(10) {
            0 => scan("receive: close given up", "BPCCANCEL"),
            1 => scan("receive: goods while closing", symbol(goods::SOAP, None)),
            2 => scan("leave", "BPCLEAVE"),
            _ => scan("receive: close confirmed", "BPCCONFIRM"),
        }
    }

    pub(super) fn new_serial(&mut self, kind: &'static str) -> Scan {
        self.serials += 1;
        let serial = format!("S{}", self.serials);
        scan(kind, symbol(goods::READER, Some(&serial)))
    }

    /// A pallet that some paper announces: mostly this receipt's, which comes in whole.
    fn announced_pallet(&mut self, number: &str) -> Option<Scan> {
        if self.chance.percent(9) {
            let known: Vec<String> = self.papers.values().flat_map(Paper::pallets).collect();
            let sscc = self.chance.one(&known)?;
            return Some(scan("receive: any announced pallet", format!("]C100{sscc}")));
        }
        let receipt = self.account.receipts.get(number)?;
        let waiting: Vec<(&String, Takes)> = receipt
            .pallets
            .iter()
            .map(|(sscc, contents)| (sscc, receipt.takes_all(contents, &self.account.rules)))
            .collect();
        let (sscc, takes) = self.chance.one(&waiting)?;
        if !self.chance.percent(if *takes == Takes::TooMuch { 8 } else { 50 }) {
            return None;
        }
        if *takes == Takes::Beyond {
            return Some(scan("receive: announced pallet beyond what is expected", format!("]C100{sscc}")));
        }
        Some(scan("receive: announced pallet", format!("]C100{sscc}")))
    }

    pub(super) fn lot_after(&mut self, shown: &Goods) -> Scan {
        let days = *self.chance.one(&[-2, 10, 50]).expect("there are some");
        let date = self.world.date(days);
        match self.chance.below(6) {
            0 => scan("receive: undo", "BPCUNDO"),
            5 => scan("receive: damaged, and no lot yet", "BPCDAMAGED"),
            _ if shown.sku != goods::COFFEE => scan("receive: undo", "BPCUNDO"),
            1 => scan("receive: another lot after the goods", format!("]C117{date}10L{date}")),
            _ => {
                let lot = shown.lot.clone().unwrap_or_else(|| format!("L{date}"));
                scan("receive: lot after its goods", format!("]C117{}10{lot}", expiry_of(&lot)))
            }
        }
    }

    pub(super) fn how_many(&mut self, at: &ReceiveQuantity) -> Scan {
        if let Some(other) = self.more_or_worse(at) {
            return other;
        }
        match self.chance.below(12) {
            0 if !at.receipt.blind => scan("receive: too many", format!("BPCQ{}", at.proposed + 500)),
            1 => scan("receive: none", "BPCQ0"),
            2 => scan("receive: undo", "BPCUNDO"),
            3 => scan("receive: other goods in between", symbol(goods::READER, Some("S99999"))),
            4 | 5 => scan("receive: all that is missing", "BPCCONFIRM"),
            6 => {
                let one = goods_symbol(&at.goods.sku, at.goods.lot.as_deref());
                scan("receive: one more of the same", one)
            }
            _ if at.receipt.blind => {
                scan("receive: blind quantity", format!("BPCQ{}", self.chance.between(1, 24)))
            }
            _ => scan("receive: quantity", format!("BPCQ{}", self.chance.between(1, at.proposed.max(1)))),
        }
    }

    /// What the answer to a scan tells of receipts.
    pub(super) fn learn_receive(&mut self, who: usize, scan: &Scanning, step: &Step, moved: &[Leg]) {
        let taken = step.message.as_ref().is_none_or(|message| message.outcome == Outcome::Accepted);
        if let (Screen::ReceiveInvoice(_), "BPCBLIND", Screen::ReceiveGoods(at)) =
            (&scan.before.screen, scan.symbol.as_str(), &step.screen)
        {
            let begun = Receipt { blind: true, unannounced: true, begun_at_dock: true, ..Receipt::default() };
            self.account.receipts.insert(at.receipt.number.clone(), begun);
        }
        self.learn_damage(who, scan, step);
        self.learn_naming(who, scan, step);
        let receipt = summary(&scan.before.screen);
        let Some(known) = receipt.and_then(|receipt| self.account.receipts.get_mut(&receipt.number)) else {
            return;
        };
        let whole = moved.first().and_then(|leg| known.pallets.remove(&leg.to)).is_some();
        for leg in moved {
            let comes_in = leg.from.iter().any(|from| is_outside(from));
            let line = known.lines.entry(leg.goods.sku.clone()).or_default();
            line.1 += if comes_in { leg.quantity_base } else { -leg.quantity_base };
            // A whole pallet is not taken back, nor what came before it.
            let pallet = match &step.screen {
                Screen::ReceiveGoods(at) => at.pallet.clone(),
                _ => None,
            };
            self.people[who].last = (comes_in && !whole).then(|| (leg.clone(), pallet));
            // Pieces with a number of their own and goods set aside are not received once more.
            let again = comes_in && !whole && leg.to != QUARANTINE && leg.goods.sku != goods::READER;
            self.people[who].repeat = again.then(|| (leg.goods.clone(), leg.quantity_base));
            if [&leg.from[0], &leg.to].contains(&&QUARANTINE.to_owned()) {
                let aside = known.set_aside.entry(leg.goods.sku.clone()).or_insert(0);
                *aside += if comes_in { leg.quantity_base } else { -leg.quantity_base };
            }
        }
        known.set_aside.retain(|_, base| *base != 0);
        let closing = matches!(scan.before.screen, Screen::ReceiveClose(_)) && scan.symbol == "BPCCONFIRM";
        if closing && taken {
            known.closed = true;
            *self.account.told.entry("receipt.closed").or_insert(0) += 1;
        }
    }

    /// Whether the screen tells of its receipt what it may and must, once `moved` has come in.
    ///
    /// # Errors
    /// What it tells wrongly.
    pub(super) fn tells_of_receipt(
        &self,
        before: &Screen,
        screen: &Screen,
        moved: &[Leg],
    ) -> Result<(), String> {
        let waiting = match screen {
            Screen::ReceiveInvoice(at) => at.expected.as_slice(),
            _ => &[],
        };
        if let Some(told) = waiting.iter().find(|one| one.blind && one.progress.total != 0) {
            return Err(format!("{told:?} tells how many lines there are"));
        }
        let known = summary(screen).and_then(|receipt| self.account.receipts.get(&receipt.number));
        // What has just moved is booked afterwards; no screen that moves goods tells differences.
        match known.filter(|_| moved.is_empty()) {
            Some(receipt) => receipt.is_told_by(before, screen),
            None => Ok(()),
        }
    }
}
