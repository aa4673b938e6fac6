//! Returns: against a shipment or without one; to stock, quarantine or scrap.

use bipe_core::screen::{ReturnsDecide, ReturnsGoods, ReturnsLot, Screen, Step};

use super::floor::{Scan, case, scan};
use super::{Scanning, Simulator};
use crate::auditor::{Leg, is_outside};
use crate::crew::symbol;
use crate::delivery::goods_symbol;
use crate::floor::goods;

impl Simulator {
    pub(super) fn return_of(&mut self) -> Scan {
        let orders: Vec<String> = self.account.shipped.keys().map(|(order, _)| order.clone()).collect();
        let parcels: Vec<String> = self.account.parcels.keys().cloned().collect();
        match self.chance.below(12) {
            0 => scan("returns: undo", "BPCUNDO"),
            1 => scan("returns: goods before their shipment", symbol(goods::SOAP, None)),
            2..=4 => scan("returns: unplanned", "BPCUNPLANNED"),
            5 => {
                let orders: Vec<String> = self.account.orders.keys().cloned().collect();
                match self.chance.one(&orders) {
                    Some(order) => scan("returns: of any order", order.clone()),
                    None => scan("leave", "BPCLEAVE"),
                }
            }
            6 | 7 => match self.chance.one(&parcels) {
                Some(sscc) => scan("returns: of a parcel", format!("]C100{sscc}")),
                None => scan("leave", "BPCLEAVE"),
            },
            8 => scan("leave", "BPCLEAVE"),
            _ => match self.chance.one(&orders) {
                Some(order) => scan("returns: of an order", order.clone()),
                None => scan("leave", "BPCLEAVE"),
            },
        }
    }

    pub(super) fn coming_back(&mut self, at: &ReturnsGoods) -> Scan {
        match self.chance.below(16) {
            0 | 1 => return scan("returns: undo", "BPCUNDO"),
            2 => return scan("returns: pallet full", "BPCFULL"),
            3 | 4 => return scan("returns: close", "BPCCLOSE"),
            5 => return scan("returns: goods without their lot", symbol(goods::COFFEE, None)),
            6 => return scan("returns: a lot that never left", goods_symbol(goods::COFFEE, Some("L290101"))),
            7 => return scan("returns: a case", case(goods::SOAP, None)),
            8 => return scan("returns: unplanned", "BPCUNPLANNED"),
            _ => {}
        }
        let shown: Vec<(String, Option<String>)> = match &at.of {
            Some(_) => at.shipped.iter().map(|goods| (goods.sku.clone(), goods.lot.clone())).collect(),
            None => {
                let known = self.account.lots.iter();
                known
                    .map(|goods| (goods.sku.clone(), Some(goods.lot.clone()).filter(|lot| !lot.is_empty())))
                    .collect()
            }
        };
        match self.chance.one(&shown).cloned() {
            Some((sku, lot)) => scan("returns: goods", goods_symbol(&sku, lot.as_deref())),
            None => scan("returns: close", "BPCCLOSE"),
        }
    }

    pub(super) fn returned_lot(&mut self, at: &ReturnsLot) -> Scan {
        match self.chance.below(4) {
            0 | 1 => scan("returns: undo", "BPCUNDO"),
            2 => scan("returns: where to before the lot", "BPCSTOCK"),
            _ => {
                let lots = self.account.lots.iter().filter(|goods| goods.sku == at.goods.sku);
                let lots: Vec<String> = lots.map(|goods| goods.lot.clone()).collect();
                match self.chance.one(&lots) {
                    Some(lot) => scan("returns: lot", goods_symbol(&at.goods.sku, Some(lot))),
                    None => scan("returns: undo", "BPCUNDO"),
                }
            }
        }
    }

    pub(super) fn where_to(&mut self, at: &ReturnsDecide) -> Scan {
        match self.chance.below(14) {
            0 => scan("returns: undo", "BPCUNDO"),
            1 => scan("returns: too many", "BPCQ999"),
            2 => scan("returns: none", "BPCQ0"),
            3..=5 => scan("returns: quantity", format!("BPCQ{}", self.chance.between(1, 6))),
            6 => scan("returns: one more", goods_symbol(&at.goods.sku, at.goods.lot.as_deref())),
            7 => scan("returns: to quarantine", "BPCQUARANTINE"),
            8 => scan("returns: to scrap", "BPCSCRAP"),
            _ => scan("returns: to stock", "BPCSTOCK"),
        }
    }

    /// What the answer to a scan tells of what left and what came back.
    pub(super) fn learn_returns(&mut self, who: usize, scan: &Scanning, step: &Step, moved: &[Leg]) {
        for leg in moved {
            let order = leg.from[0].split(' ').nth(1).filter(|_| leg.to == "CLIENTE");
            if let Some(order) = order {
                let line = (order.to_owned(), leg.goods.clone());
                *self.account.shipped.entry(line).or_insert(0) += leg.quantity_base;
            }
        }
        let of = match &scan.before.screen {
            Screen::ReturnsDecide(at) => &at.of,
            Screen::ReturnsGoods(at) => &at.of,
            _ => return,
        };
        for leg in moved {
            let back = if is_outside(&leg.from[0]) && leg.from[0] == "CLIENTE" { -1 } else { 1 };
            if let Some(of) = of {
                let line = (of.order.clone(), leg.goods.clone());
                *self.account.shipped.entry(line).or_insert(0) += back * leg.quantity_base;
            }
        }
        let refused = scan.foreseen.taken == Some(false);
        match (&scan.before.screen, &step.screen) {
            (Screen::ReturnsDecide(_), Screen::ReturnsGoods(_)) if !moved.is_empty() => {
                self.people[who].returned = moved.to_vec();
            }
            (Screen::ReturnsGoods(_), Screen::ReturnsGoods(_)) if refused => {}
            (Screen::ReturnsGoods(_), Screen::ReturnsGoods(_)) => {
                let begins = ["BPCUNDO", "BPCFULL", "BPCUNPLANNED"].contains(&scan.symbol.as_str());
                if begins || scan.symbol.starts_with("PV-") || scan.symbol.starts_with("]C100") {
                    self.people[who].returned.clear();
                }
            }
            (Screen::ReturnsGoods(_), Screen::ReturnsStart) => self.people[who].returned.clear(),
            _ => {}
        }
    }
}
