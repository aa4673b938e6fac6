//! What someone on the floor scans next: mostly what the screen asks for, and every kind of thing that people scan instead.

use bipe_core::screen::{
    Goods, Menu, PackGoods, PickStop, PutawayBin, ReceiveGoods, ReceiveQuantity, Screen, Step,
};

use super::Simulator;
use super::receipt::code_of;
use crate::crew::{next_scan, right_gtin, symbol};
use crate::delivery::{expiry_of, goods_symbol};
use crate::floor::goods;

/// A kind of scan, and the symbol.
pub(super) type Scan = (&'static str, String);

/// Bins of the floor.
pub(super) const BINS: [&str; 12] = [
    "A-01-01-1",
    "A-01-01-2",
    "A-01-02-1",
    "A-01-02-2",
    "A-02-01-1",
    "A-02-01-2",
    "A-02-02-1",
    "A-02-02-2",
    "A-03-01-1",
    "A-03-01-2",
    "A-03-02-1",
    "A-03-02-2",
];

pub(super) fn scan(kind: &'static str, symbol: impl Into<String>) -> Scan {
    (kind, symbol.into())
}

pub(super) fn case(sku: &str, lot: Option<&str>) -> String {
    let gtin = right_gtin(if sku == goods::SOAP { goods::SOAP_CASE } else { goods::COFFEE_CASE });
    let lot = lot.map_or_else(String::new, |lot| format!("10{lot}"));
    format!("]d201{gtin}{lot}")
}

impl Simulator {
    /// What someone at this step scans.
    pub(super) fn on_floor(&mut self, who: usize, step: &Step) -> Scan {
        if self.chance.percent(6) {
            return self.astray();
        }
        match &step.screen {
            Screen::Menu(menu) => self.at_menu(who, menu),
            Screen::ReceiveInvoice(_) => self.invoice_scan(),
            Screen::ReceiveGoods(at) => self.arriving(at),
            Screen::ReceiveLot(at) => self.lot_after(&at.goods),
            Screen::ReceiveQuantity(at) => self.how_many(at),
            Screen::ReceiveClose(_) => match self.chance.below(10) {
                0 => scan("receive: close given up", "BPCCANCEL"),
                1 => scan("receive: goods while closing", symbol(goods::SOAP, None)),
                _ => scan("receive: close confirmed", "BPCCONFIRM"),
            },
            Screen::PutawayUnit(at) => match at.waiting.is_empty() {
                true => scan("leave", "BPCLEAVE"),
                false => {
                    let code = self.chance.one(&at.waiting).expect("one waits");
                    scan("putaway: pallet", format!("]C100{code}"))
                }
            },
            Screen::PutawayBin(at) => self.bin_for_pallet(at),
            Screen::PickTote(_) => self.tote(),
            Screen::PickBin(at) => self.bin(at),
            Screen::PickSkip(_) => self.why_skip(),
            Screen::PickGoods(at) => self.goods_at_bin(who, step, at),
            Screen::PickInto(into) => match self.chance.below(14) {
                0 => scan("pick: another tote", format!("BPT{:06}", self.chance.between(1, 40))),
                1 => scan("pick: goods instead of the tote", symbol(goods::SOAP, None)),
                2 => scan("pick: undo", "BPCUNDO"),
                3 => scan("pick: tote full", "BPCFULL"),
                _ => scan("pick: into the tote", into.tote.clone()),
            },
            Screen::PackTote(at) => match self.chance.one(&at.waiting) {
                Some(tote) => scan("pack: tote", tote.clone()),
                None => scan("leave", "BPCLEAVE"),
            },
            Screen::PackDone(_) if self.chance.percent(25) => scan("pack: tag once more", "BPCPRINT"),
            Screen::PackGoods(at) => self.checking(at),
            Screen::PackClose(at) => match self.chance.below(8) {
                0 => scan("pack: undo", "BPCUNDO"),
                1 => self.goods_at_desk(at, "pack: more than was picked"),
                _ => scan("pack: confirm", "BPCCONFIRM"),
            },
            Screen::ShipParcel(at) => match (at.waiting.first(), &at.last) {
                (_, Some(last)) if self.chance.percent(10) => {
                    scan("ship: the same parcel again", format!("]C100{}", last.sscc))
                }
                (Some(parcel), _) => scan("ship: parcel", format!("]C100{}", parcel.sscc)),
                _ => scan("leave", "BPCLEAVE"),
            },
            Screen::CountBin(at) => self.bin_to_count(at),
            Screen::CountGoods(at) => self.counting(at),
            Screen::CountClose(at) => self.count_close(at),
            Screen::ReturnsStart => self.return_of(),
            Screen::ReturnsGoods(at) => self.coming_back(at),
            Screen::ReturnsLot(at) => self.returned_lot(at),
            Screen::ReturnsDecide(at) => self.where_to(at),
            Screen::RelocateFrom(at) => self.relocate_from(at),
            Screen::RelocateGoods(at) => self.relocate_goods(at),
            Screen::RelocateInto(at) => self.relocate_into(at),
            screen => match next_scan(screen, "BPT000001") {
                Some(next) => scan("what the screen asks for", next),
                None => scan("leave", "BPCLEAVE"),
            },
        }
    }

    /// Something that has no place in any step, or belongs to other work.
    fn astray(&mut self) -> Scan {
        match self.chance.below(6) {
            0 => scan("unknown code", "NAOEXISTE-0123456789-ABCDEF"),
            1 => scan("wrong check digit", "]C100178910000000099999"),
            2 => scan("leave", "BPCLEAVE"),
            3 => {
                let commands = [
                    "BPCRECEIVE",
                    "BPCPUTAWAY",
                    "BPCPICK",
                    "BPCPACK",
                    "BPCSHIP",
                    "BPCCOUNT",
                    "BPCRELOCATE",
                    "BPCRETURNS",
                ];
                scan("other work", *self.chance.one(&commands).expect("there are some"))
            }
            4 => scan("undo", "BPCUNDO"),
            _ => scan("a bin out of place", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
        }
    }

    fn at_menu(&mut self, who: usize, menu: &Menu) -> Scan {
        use bipe_core::actor::Role;
        let waits = |(_, command): &(&str, &str)| {
            menu.work.iter().any(|work| work.count > 0 && work.command.printed() == *command)
        };
        let mut work = Vec::new();
        for role in &self.people[who].roles {
            match role {
                Role::Receiver => {
                    work.extend([("begin receiving", "BPCRECEIVE"), ("begin putaway", "BPCPUTAWAY")])
                }
                Role::Picker => work.extend([("begin picking", "BPCPICK"); 2]),
                Role::Packer => work.extend([("begin packing", "BPCPACK"), ("begin shipping", "BPCSHIP")]),
                Role::Counter => work.push(("begin counting", "BPCCOUNT")),
                _ => {}
            }
            if *role == Role::Receiver && self.chance.percent(12) {
                return scan("begin returns", "BPCRETURNS");
            }
            if matches!(role, Role::Receiver | Role::Picker | Role::Counter) && self.chance.percent(8) {
                return scan("begin relocating", "BPCRELOCATE");
            }
        }
        if work.iter().any(waits) && self.chance.percent(90) {
            work.retain(waits);
        }
        match self.chance.below(20) {
            0 => scan("work of another role", if work.len() > 3 { "BPCUNDO" } else { "BPCSHIP" }),
            _ => self
                .chance
                .one(&work)
                .map_or(scan("leave", "BPCLEAVE"), |(kind, command)| scan(kind, *command)),
        }
    }

    fn invoice_scan(&mut self) -> Scan {
        let named = |closed: bool, simulator: &Self| -> Vec<String> {
            let receipts = simulator.account.receipts.iter().filter(|(_, receipt)| receipt.closed == closed);
            receipts.map(|(number, _)| code_of(number)).collect()
        };
        let closed = self.chance.percent(10);
        let numbers = named(closed, self);
        match self.chance.one(&numbers) {
            Some(number) if closed => scan("receive: a closed receipt", number.clone()),
            Some(number) if number.starts_with("PC-") => scan("receive: purchase order", number.clone()),
            Some(number) => scan("receive: invoice", number.clone()),
            None => scan("leave", "BPCLEAVE"),
        }
    }

    /// The lot that a receipt's coffee is of: the paper's, else one of the person's own finding.
    fn coffee_lot(&mut self, number: &str) -> String {
        let named =
            self.account.receipts.get(number).and_then(|receipt| receipt.lots.get(goods::COFFEE)).cloned();
        if let Some(lot) = named.filter(|_| self.chance.percent(85)) {
            return lot;
        }
        let days = *self.chance.one(&[0, 2, 30, 90]).expect("there are some");
        format!("L{}", self.world.date(days))
    }

    fn arriving(&mut self, at: &ReceiveGoods) -> Scan {
        let lot = self.coffee_lot(&at.receipt.number);
        match self.chance.below(22) {
            0 => return scan("receive: undo", "BPCUNDO"),
            1 => return scan("receive: pallet full", "BPCFULL"),
            2 => return scan("receive: label again", "BPCPRINT"),
            3 => return scan("receive: close early", "BPCCLOSE"),
            4 => return scan("receive: expired goods", goods_symbol(goods::COFFEE, Some("L260101"))),
            5 => return scan("receive: a case", case(goods::COFFEE, Some(&lot))),
            6 => return scan("receive: goods without their lot", symbol(goods::COFFEE, None)),
            7 => {
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
        let Some(missing) = self.chance.one(&at.missing) else { return scan("receive: close", "BPCCLOSE") };
        match missing.sku.as_str() {
            goods::COFFEE => scan("receive: goods", goods_symbol(goods::COFFEE, Some(&lot))),
            goods::READER => {
                self.serials += 1;
                let serial = format!("S{}", self.serials);
                scan("receive: serial", symbol(goods::READER, Some(&serial)))
            }
            sku => scan("receive: goods", symbol(sku, None)),
        }
    }

    fn lot_after(&mut self, shown: &Goods) -> Scan {
        let days = *self.chance.one(&[-2, 10, 50]).expect("there are some");
        let date = self.world.date(days);
        match self.chance.below(5) {
            0 => scan("receive: undo", "BPCUNDO"),
            _ if shown.sku != goods::COFFEE => scan("receive: undo", "BPCUNDO"),
            1 => scan("receive: another lot after the goods", format!("]C117{date}10L{date}")),
            _ => {
                let lot = shown.lot.clone().unwrap_or_else(|| format!("L{date}"));
                scan("receive: lot after its goods", format!("]C117{}10{lot}", expiry_of(&lot)))
            }
        }
    }

    fn how_many(&mut self, at: &ReceiveQuantity) -> Scan {
        match self.chance.below(12) {
            0 => scan("receive: too many", format!("BPCQ{}", at.proposed + 500)),
            1 => scan("receive: none", "BPCQ0"),
            2 => scan("receive: undo", "BPCUNDO"),
            3 => scan("receive: other goods in between", symbol(goods::READER, Some("S99999"))),
            4 | 5 => scan("receive: all that is missing", "BPCCONFIRM"),
            6 => {
                let one = goods_symbol(&at.goods.sku, at.goods.lot.as_deref());
                scan("receive: one more of the same", one)
            }
            _ => scan("receive: quantity", format!("BPCQ{}", self.chance.between(1, at.proposed.max(1)))),
        }
    }

    fn bin_for_pallet(&mut self, at: &PutawayBin) -> Scan {
        let other = self.chance.one(&BINS).expect("a bin");
        match self.chance.below(10) {
            0 => scan("putaway: another bin", format!("BPL{other}")),
            1 => scan("putaway: no bin for storing", "BPLDOCA-01"),
            2 => scan("putaway: undo", "BPCUNDO"),
            3 => scan("putaway: another pallet", "]C100178910000000009993"),
            _ => scan("putaway: bin", format!("BPL{}", at.bin.code)),
        }
    }

    fn tote(&mut self) -> Scan {
        let used: Vec<&String> = self
            .account
            .stock
            .keys()
            .map(|(place, _)| place)
            .filter(|place| place.starts_with("BPT"))
            .collect();
        match (self.chance.below(12), self.new_tote.take()) {
            (0, _) if !used.is_empty() => {
                let used = (*self.chance.one(&used).expect("there are some")).clone();
                scan("pick: a tote in use", used)
            }
            (11, None) => scan("pick: no other tote", "BPCCANCEL"),
            (1, _) => scan("pick: no tote", symbol(goods::COFFEE, None)),
            (_, Some(tote)) => scan("pick: new tote confirmed", tote),
            (2 | 3, None) => {
                scan("pick: a tote of before", format!("BPT{:06}", self.chance.between(1, self.totes.max(1))))
            }
            _ => {
                self.totes += 1;
                let tote = format!("BPT{:06}", self.totes);
                self.new_tote = Some(tote.clone());
                scan("pick: new tote", tote)
            }
        }
    }

    fn bin(&mut self, at: &PickStop) -> Scan {
        let other = self.chance.one(&BINS).expect("a bin");
        match self.chance.below(14) {
            0 => scan("pick: another bin", format!("BPL{other}")),
            1 => scan("pick: goods before the bin", symbol(&at.goods.sku, at.goods.lot.as_deref())),
            2 => scan("pick: skip", "BPCSKIP"),
            _ => scan("pick: bin", format!("BPL{}", at.bin.code)),
        }
    }

    fn why_skip(&mut self) -> Scan {
        match self.chance.below(8) {
            0 => scan("pick: skip given up", "BPCCANCEL"),
            1 => scan("pick: goods instead of a reason", symbol(goods::SOAP, None)),
            2 | 3 => scan("pick: the aisle is blocked", "BPCBLOCKED"),
            4 => scan("pick: no equipment", "BPCEQUIPMENT"),
            5 => scan("pick: out of reach", "BPCREACH"),
            _ => scan("pick: another reason", "BPCOTHER"),
        }
    }

    fn goods_at_bin(&mut self, who: usize, step: &Step, at: &PickStop) -> Scan {
        let question = step.task.and_then(|task| self.people[who].questions.get(&task).cloned());
        match question.as_deref() {
            Some("how_many") => {
                let found = self.chance.between(0, at.goods.quantity.base);
                return match self.chance.below(8) {
                    0 => scan("pick: short given up", "BPCCANCEL"),
                    1 => scan("pick: goods while short", symbol(&at.goods.sku, at.goods.lot.as_deref())),
                    _ => scan("pick: so many are there", format!("BPCQ{found}")),
                };
            }
            Some("short_confirm") if self.chance.percent(80) => {
                return scan("pick: short confirmed", "BPCCONFIRM");
            }
            Some("short_confirm") => return scan("pick: short given up", "BPCCANCEL"),
            Some(part) if part.starts_with("part_only ") && self.chance.percent(80) => {
                let tote = part.rsplit(' ').next().unwrap_or_default();
                return scan("pick: a part into the tote", tote);
            }
            _ => {}
        }
        let right = symbol(&at.goods.sku, at.goods.lot.as_deref());
        let tote = self.people[who].totes.get(&at.order).cloned();
        match self.chance.below(20) {
            0 => scan(
                "pick: another item",
                symbol(if at.goods.sku == goods::SOAP { goods::COFFEE } else { goods::SOAP }, None),
            ),
            1 => scan("pick: another lot", symbol(goods::COFFEE, Some("L990101"))),
            2 => scan("pick: short", "BPCSHORT"),
            3 => scan("pick: undo", "BPCUNDO"),
            4 => scan("pick: too many", format!("BPCQ{}", at.goods.quantity.base + 90)),
            5 | 6 => scan("pick: a case", case(&at.goods.sku, at.goods.lot.as_deref())),
            7..=12 => scan(
                "pick: quantity",
                format!("BPCQ{}", self.chance.between(1, at.goods.quantity.base.max(1))),
            ),
            13 => scan("pick: skip", "BPCSKIP"),
            14 if self.chance.percent(50) => scan("pick: tote full", "BPCFULL"),
            14 => scan("pick: confirm nothing", "BPCCONFIRM"),
            15 => scan("pick: goods without their lot", symbol(&at.goods.sku, None)),
            16 => scan("pick: the tote before all is in hand", tote.unwrap_or(right)),
            _ => scan("pick: goods", right),
        }
    }

    fn checking(&mut self, at: &PackGoods) -> Scan {
        match self.chance.below(20) {
            0 => scan("pack: undo", "BPCUNDO"),
            1 => scan("pack: close", "BPCCLOSE"),
            2 => scan("pack: confirm too early", "BPCCONFIRM"),
            3 => scan("pack: another lot", symbol(goods::COFFEE, Some("L990101"))),
            4 => scan("pack: another tote", "BPT999999"),
            5 => scan("pack: too many", "BPCQ999"),
            6..=9 => scan("pack: quantity", format!("BPCQ{}", self.chance.between(1, 30))),
            10 => scan("pack: a case", case(goods::COFFEE, None)),
            _ => self.goods_at_desk(at, "pack: goods"),
        }
    }

    fn goods_at_desk(&mut self, at: &PackGoods, kind: &'static str) -> Scan {
        let left: Vec<&Goods> = at
            .lines
            .iter()
            .filter(|line| line.checked_base < line.goods.quantity.base || kind != "pack: goods")
            .map(|line| &line.goods)
            .collect();
        match self.chance.one(&left) {
            Some(goods) => scan(kind, symbol(&goods.sku, goods.lot.as_deref())),
            None => scan("pack: close", "BPCCLOSE"),
        }
    }
}
