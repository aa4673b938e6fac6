//! Moving by hand: goods from bin to bin, whole pallets, and back from the totes of orders that want less.

use bipe_core::screen::{Goods as Shown, RelocateFrom, RelocateGoods, Screen};

use super::floor::{BINS, Scan, case, scan};
use super::{Scanning, Simulator};
use crate::auditor::Leg;
use crate::crew::symbol;
use crate::floor::goods;

impl Simulator {
    pub(super) fn relocate_from(&mut self, at: &RelocateFrom) -> Scan {
        if let Some(tote) = self.chance.one(&at.waiting).map(|waiting| waiting.unit.clone())
            && self.chance.percent(60)
        {
            return scan("relocate: a tote with goods that go back", tote);
        }
        match self.chance.below(12) {
            0 => scan("relocate: any bin", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
            1 => scan("relocate: goods before the bin", symbol(goods::SOAP, None)),
            2 => scan("relocate: undo", "BPCUNDO"),
            3 => scan("relocate: any tote", format!("BPT{:06}", self.chance.between(1, self.totes.max(1)))),
            4..=6 => match self.a_pallet() {
                Some(pallet) => scan("relocate: pallet", format!("]C100{pallet}")),
                None => scan("leave", "BPCLEAVE"),
            },
            7 | 8 => scan("leave", "BPCLEAVE"),
            _ => {
                let full: Vec<String> = BINS
                    .iter()
                    .filter(|bin| !self.account.at(bin).is_empty())
                    .map(|bin| (*bin).to_owned())
                    .collect();
                match self.chance.one(&full) {
                    Some(bin) => scan("relocate: bin", format!("BPL{bin}")),
                    None => scan("leave", "BPCLEAVE"),
                }
            }
        }
    }

    /// A pallet that stands somewhere with goods on it.
    fn a_pallet(&mut self) -> Option<String> {
        let rows = self.books.rows(
            "SELECT DISTINCT u.code FROM handling_units AS u JOIN stock AS s ON s.handling_unit_id = u.id
             WHERE u.kind = 'pallet' AND s.on_hand_base > 0 ORDER BY u.code",
        );
        Some(self.chance.one(&rows)?[0].clone())
    }

    fn any_bin(&mut self) -> &'static str {
        self.chance.one(&BINS).expect("a bin")
    }

    pub(super) fn relocate_goods(&mut self, at: &RelocateGoods) -> Scan {
        match self.chance.below(12) {
            0 => return scan("relocate: undo", "BPCUNDO"),
            1 => return scan("relocate: how many of nothing", "BPCQ3"),
            2 => return scan("relocate: goods that are not there", symbol(goods::COFFEE, Some("L990101"))),
            3 => return scan("relocate: goods without their lot", symbol(goods::COFFEE, None)),
            _ => {}
        }
        if let Some(unit) = &at.unit
            && !at.goes_back
            && self.chance.percent(60)
        {
            let again = self.chance.percent(8);
            let to = self.any_bin();
            return match again {
                true => scan("relocate: the pallet again", format!("]C100{unit}")),
                false => scan("relocate: pallet into a bin", format!("BPL{to}")),
            };
        }
        self.goods_in_hand(at)
    }

    /// Goods of the place, into the hand.
    fn goods_in_hand(&mut self, at: &RelocateGoods) -> Scan {
        let shown: Vec<(String, String)> = match at.unit {
            Some(_) => at.contents.iter().map(of_shown).collect(),
            None => {
                let here = self.account.at(&at.from.code).into_iter();
                here.map(|(goods, _)| (goods.sku, goods.lot)).collect()
            }
        };
        let Some((sku, lot)) = self.chance.one(&shown).cloned() else {
            return scan("relocate: undo", "BPCUNDO");
        };
        let lot = Some(lot.as_str()).filter(|lot| !lot.is_empty());
        match sku != goods::READER && self.chance.percent(15) {
            true => scan("relocate: a case", case(&sku, lot)),
            false => scan("relocate: goods", symbol(&sku, lot)),
        }
    }

    pub(super) fn relocate_into(&mut self, at: &RelocateGoods) -> Scan {
        match self.chance.below(16) {
            0 => scan("relocate: undo", "BPCUNDO"),
            1 => scan("relocate: back where they lay", format!("BPL{}", at.from.code)),
            2 => scan("relocate: too many", "BPCQ9999"),
            3 => scan("relocate: none", "BPCQ0"),
            4 | 5 => self.goods_in_hand(at),
            6..=9 => scan("relocate: quantity", format!("BPCQ{}", self.chance.between(1, 30))),
            _ => {
                let any = self.any_bin();
                let to =
                    at.to.as_ref().filter(|_| self.chance.percent(80)).map_or(any, |bin| bin.code.as_str());
                scan("relocate: goods into a bin", format!("BPL{to}"))
            }
        }
    }

    /// What the answer to a scan tells of goods that go back from totes.
    pub(super) fn learn_relocate(&mut self, scan: &Scanning, moved: &[Leg]) {
        if let Screen::RelocateInto(at) = &scan.before.screen
            && at.goes_back
        {
            for leg in moved {
                *self.account.back.entry(leg.goods.sku.clone()).or_insert(0) -= leg.quantity_base;
            }
        }
    }
}

fn of_shown(shown: &Shown) -> (String, String) {
    (shown.sku.clone(), shown.lot.clone().unwrap_or_default())
}
