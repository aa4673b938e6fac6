//! What someone on the floor scans next: mostly what the screen asks for, and every kind of thing that people scan instead.

use bipe_core::screen::{Goods, Menu, PackGoods, PickStop, PutawayBin, Screen, Step};

use super::Simulator;
use crate::crew::{next_scan, right_gtin, symbol};
use crate::floor::goods;

/// A kind of scan, and the symbol.
pub(super) type Scan = (&'static str, String);

/// Bins of the floor: a row each bay.
#[rustfmt::skip]
pub(super) const BINS: [&str; 36] = [
    "A-01-01-1", "A-01-01-2", "A-01-02-1", "A-01-02-2",
    "A-02-01-1", "A-02-01-2", "A-02-02-1", "A-02-02-2",
    "A-03-01-1", "A-03-01-2", "A-03-02-1", "A-03-02-2",
    "B-01-01-1", "B-01-01-2", "B-01-02-1", "B-01-02-2",
    "B-02-01-1", "B-02-01-2", "B-02-02-1", "B-02-02-2",
    "B-03-01-1", "B-03-01-2", "B-03-02-1", "B-03-02-2",
    "C-01-01-1", "C-01-01-2", "C-01-02-1", "C-01-02-2",
    "C-02-01-1", "C-02-01-2", "C-02-02-1", "C-02-02-2",
    "C-03-01-1", "C-03-01-2", "C-03-02-1", "C-03-02-2",
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
            Screen::ReceiveGoods(at) => self.arriving(who, at),
            Screen::ReceiveLot(at) => self.lot_after(&at.goods),
            Screen::ReceiveQuantity(at) => self.how_many(at),
            Screen::ReceiveClose(_) => self.closing_receipt(),
            Screen::ReceiveAttach(at) => self.naming(at),
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
            Screen::ReplenishFace(at) => self.face_to_fill(at),
            Screen::ReplenishBin(at) => self.bin_of_reserve(at),
            Screen::ReplenishGoods(at) => self.goods_of_reserve(at),
            Screen::ReplenishInto(at) => self.down_at_face(at),
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
                    "BPCREPLENISH",
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
        let person = &self.people[who];
        if person.on_tour == Some(false) && !person.put_in.is_empty() && self.chance.percent(15) {
            return scan("pick: an ended tour goes on", "BPCUNDO");
        }
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
            if matches!(role, Role::Receiver | Role::Picker) {
                work.push(("begin replenishing", "BPCREPLENISH"));
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
            3 => scan("pick: out of the tote again", "BPCUNDO"),
            _ if at.bin.code.starts_with("A-") => scan("pick: bin", format!("BPL{}", at.bin.code)),
            _ => scan("pick: bin of a further aisle", format!("BPL{}", at.bin.code)),
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
            _ => scan(self.leaving(at), right),
        }
    }

    /// Goods for an order: with life enough, or with too little by now.
    fn leaving(&self, at: &PickStop) -> &'static str {
        let (goods, today) = (crate::auditor::named(&at.goods), self.world.date(0));
        let usable = self.account.is_usable(&goods, &today);
        match usable && !self.account.may_leave(&at.order, &goods, &today) {
            true => "pick: goods with too little life for their order",
            false => "pick: goods",
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
