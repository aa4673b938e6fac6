//! Pick faces: what they are to hold, said at a desk; and filling them up from reserve.

use bipe_core::screen::{Goods as Shown, ReplenishFace, ReplenishStop, Screen, Step};
use serde_json::json;

use super::floor::{BINS, Scan, case, scan};
use super::foreseen::News;
use super::{Act, Scanning, Simulator};
use crate::auditor::{Goods, Leg, Place, Reserved};
use crate::crew::symbol;
use crate::floor::{goods, screen_name};
use crate::simulator::world::Request;

impl Simulator {
    /// What orders have reserved, added up from what is open.
    fn reserved_by_place(&mut self) -> Reserved {
        let rows = self.books.rows(
            "SELECT l.code, i.sku, CASE WHEN lots.implicit THEN '' ELSE lots.code END,
                CAST(SUM(r.quantity_base) AS BIGINT)
             FROM reservations AS r JOIN locations AS l ON l.id = r.location_id
             JOIN lots ON lots.id = r.lot_id JOIN items AS i ON i.id = lots.item_id
             WHERE r.status = 'open' GROUP BY 1, 2, 3",
        );
        let cell = |row: Vec<String>| {
            let goods = Goods { sku: row[1].clone(), lot: row[2].clone() };
            ((row[0].clone(), goods), row[3].parse().expect("a number"))
        };
        rows.into_iter().map(cell).collect()
    }

    /// The faces that wait to be filled up, with their ids.
    fn open_fills(&mut self) -> Vec<(uuid::Uuid, (Place, String))> {
        let rows = self.books.rows(
            "SELECT {id:r.id}, l.code, i.sku FROM replenishments AS r JOIN locations AS l ON l.id = r.location_id
             JOIN items AS i ON i.id = r.item_id WHERE r.status = 'open' ORDER BY l.code, i.sku",
        );
        let id = |text: &str| uuid::Uuid::parse_str(text).expect("an id");
        rows.into_iter().map(|row| (id(&row[0]), (row[1].clone(), row[2].clone()))).collect()
    }

    /// A desk says what a face is to hold, looks for faces to fill up, or gives one of them up.
    pub(super) fn replenishing(&mut self) -> Act {
        let few = self.account.faces.len() < 5;
        match self.chance.below(12) {
            0..=2 => self.set_face(),
            3..=6 if few => self.set_face(),
            3 => self.give_up_fill(),
            _ => {
                let (reserved, today) = (self.reserved_by_place(), self.world.date(0));
                let due = self.account.due(&reserved, &today);
                let kind = if due.is_empty() { "replenish: none is due" } else { "replenish: looked for" };
                let request = Request::json("/replenishments", self.key(), &json!({}));
                let sonia = self.who("sonia");
                Act::desk(kind, sonia, request, 201).says("/opened", due.len()).news(News::Due(due))
            }
        }
    }

    fn set_face(&mut self) -> Act {
        let low = |bin: &&str| bin.split('-').nth(2) == Some("01");
        let low: Vec<&str> = BINS.into_iter().filter(low).collect();
        let bin = *self.chance.one(&low).expect("a bin");
        let sku = *self
            .chance
            .one(&[goods::COFFEE, goods::COFFEE, goods::SOAP, goods::SOAP, goods::READER])
            .expect("an item");
        let min = self.chance.between(1, if sku == goods::READER { 1 } else { 25 });
        let max = min + self.chance.between(1, if sku == goods::READER { 2 } else { 30 });
        let (kind, bin, (min, max), status) = match self.chance.below(12) {
            0 => ("face: of no bin", "ZZ", (min, max), 422),
            1 => ("face: of no range", bin, (max, min), 422),
            2 => ("face: taken away", bin, (0, 0), 200),
            _ => ("face: set", bin, (min, max), 200),
        };
        let body = json!({"location": bin, "sku": sku, "min_base": min, "max_base": max});
        let ada = self.who("ada");
        let act = Act::desk(kind, ada, Request::of("PUT", "/pick-faces", self.key(), &body), status);
        match status {
            200 => act.says("/max_base", max).news(News::Face((bin.to_owned(), sku.to_owned()), (min, max))),
            _ => act.refused("pick-face"),
        }
    }

    fn give_up_fill(&mut self) -> Act {
        let open = self.open_fills();
        let sonia = self.who("sonia");
        let (id, fill) = match self.chance.one(&open).cloned() {
            Some((id, fill)) => (id, Some(fill)),
            None => (uuid::Uuid::from_u128(7), None),
        };
        let path = format!("/replenishments/{id}/cancel");
        let request = Request { key: self.key(), ..Request::bare("POST", &path) };
        match fill {
            Some(fill) => Act::desk("replenish: given up", sonia, request, 200)
                .says("/id", id.to_string())
                .news(News::FillEnded(fill)),
            None => Act::desk("replenish: no such face", sonia, request, 404).refused("not-found"),
        }
    }

    /// The faces that others have on their screens to fill up.
    pub(super) fn filling_by_others(&self, who: usize) -> Vec<(Place, String)> {
        let others = self.people.iter().enumerate().filter(|(at, person)| *at != who && person.at_face);
        others.filter_map(|(_, person)| person.filling.clone()).collect()
    }

    /// A face does not wait any more: nobody is at it.
    fn no_longer_waits(&mut self, fill: &(Place, String)) {
        self.account.fills.remove(fill);
        for person in &mut self.people {
            person.filling.take_if(|filling| filling == fill);
        }
    }

    /// A face ended with what it got.
    pub(super) fn fill_ended(&mut self, fill: &(Place, String)) {
        self.no_longer_waits(fill);
        *self.account.told.entry("replenishment.ended").or_insert(0) += 1;
    }

    pub(super) fn face_to_fill(&mut self, at: &ReplenishFace) -> Scan {
        match self.chance.below(14) {
            0 => scan("replenish: goods before the face", symbol(goods::SOAP, None)),
            1 => scan("replenish: undo", "BPCUNDO"),
            2 => scan("replenish: any bin", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
            3 => scan("leave", "BPCLEAVE"),
            4..=8 => scan("replenish: next face", "BPCNEXT"),
            _ => match self.chance.one(&at.waiting) {
                Some(bin) => scan("replenish: face", format!("BPL{}", bin.code)),
                None => scan("leave", "BPCLEAVE"),
            },
        }
    }

    pub(super) fn bin_of_reserve(&mut self, at: &ReplenishStop) -> Scan {
        match self.chance.below(14) {
            0 => scan("replenish: given back", "BPCUNDO"),
            1 => scan("replenish: another bin", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
            2 => scan("replenish: goods before the bin", symbol(&at.goods.sku, at.goods.lot.as_deref())),
            3 => scan("leave", "BPCLEAVE"),
            _ => scan("replenish: bin", format!("BPL{}", at.from.code)),
        }
    }

    pub(super) fn goods_of_reserve(&mut self, at: &ReplenishStop) -> Scan {
        let Shown { sku, lot, .. } = &at.goods;
        match self.chance.below(16) {
            0 => scan("replenish: undo", "BPCUNDO"),
            1 => scan(
                "replenish: another item",
                symbol(if sku == goods::SOAP { goods::COFFEE } else { goods::SOAP }, None),
            ),
            2 => scan("replenish: another lot", symbol(goods::COFFEE, Some("L990101"))),
            3 => scan("replenish: goods without their lot", symbol(sku, None)),
            4 => scan("replenish: the face before goods", format!("BPL{}", at.to.code)),
            5 => scan("replenish: how many of nothing", "BPCQ3"),
            6 => scan("leave", "BPCLEAVE"),
            7 | 8 if sku != goods::READER => scan("replenish: a case", case(sku, lot.as_deref())),
            9..=11 if sku != goods::READER && at.goods.quantity.base >= 24 => {
                scan("replenish: a case", case(sku, lot.as_deref()))
            }
            _ => scan("replenish: goods", symbol(sku, lot.as_deref())),
        }
    }

    pub(super) fn down_at_face(&mut self, at: &ReplenishStop) -> Scan {
        let Shown { sku, lot, .. } = &at.goods;
        match self.chance.below(16) {
            0 => scan("replenish: undo", "BPCUNDO"),
            1 => scan("replenish: another face", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
            2 => scan("replenish: too many", "BPCQ999"),
            3 => scan("replenish: none", "BPCQ0"),
            4 => scan("leave", "BPCLEAVE"),
            5 | 6 => scan("replenish: one more", symbol(sku, lot.as_deref())),
            7..=10 if sku != goods::READER => {
                scan("replenish: quantity", format!("BPCQ{}", self.chance.between(1, at.left_base.max(1))))
            }
            _ => scan("replenish: into the face", format!("BPL{}", at.to.code)),
        }
    }

    /// What the answer to a scan tells of faces, and whether it is right.
    ///
    /// # Errors
    /// Someone is sent to the wrong goods, or a face ends that goods are there for.
    pub(super) fn judge_replenish(
        &mut self,
        who: usize,
        scan: &Scanning,
        step: &Step,
        moved: &[Leg],
    ) -> Result<(), String> {
        let name = screen_name(&scan.before.screen);
        if !name.starts_with("replenish") {
            return Ok(());
        }
        if let (Screen::ReplenishInto(at), [leg]) = (&scan.before.screen, moved) {
            let face = (at.to.code.clone(), at.goods.sku.clone());
            *self.account.told.entry("stock.replenished").or_insert(0) += 1;
            if let Some(fill) = self.account.fills.get_mut(&face) {
                fill.done_base += leg.quantity_base;
                if fill.done_base >= fill.quantity_base {
                    self.no_longer_waits(&face);
                }
            }
        }
        let said = step.message.as_ref().map_or("", |message| message.code.as_str());
        if said == "nothing_in_reserve" {
            self.judge_end()?;
        }
        match (&scan.before.screen, &step.screen) {
            (Screen::ReplenishFace(_), Screen::ReplenishBin(at)) => {
                let face = (at.to.code.clone(), at.goods.sku.clone());
                if !self.account.fills.contains_key(&face) {
                    return Err(format!("{face:?} does not wait to be filled up"));
                }
                for person in &mut self.people {
                    person.filling.take_if(|filling| *filling == face);
                }
                self.people[who].filling = Some(face);
                self.sent_right(at)
            }
            (Screen::ReplenishInto(_), Screen::ReplenishBin(at)) if !moved.is_empty() => self.sent_right(at),
            (_, Screen::ReplenishFace(_)) if said == "undone" => {
                self.people[who].filling = None;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn sent_right(&mut self, at: &ReplenishStop) -> Result<(), String> {
        let (reserved, today) = (self.reserved_by_place(), self.world.date(0));
        let sent = Goods { sku: at.goods.sku.clone(), lot: at.goods.lot.clone().unwrap_or_default() };
        self.account.sends_right(&reserved, (&at.to.code, &at.from.code), &sent, &today)
    }

    /// One face ended, since reserve has nothing more for it.
    fn judge_end(&mut self) -> Result<(), String> {
        let open: Vec<(Place, String)> = self.open_fills().into_iter().map(|(_, fill)| fill).collect();
        let ended: Vec<(Place, String)> =
            self.account.fills.keys().filter(|fill| !open.contains(fill)).cloned().collect();
        let [fill] = ended.as_slice() else { return Err(format!("these faces ended: {ended:?}")) };
        let (reserved, today) = (self.reserved_by_place(), self.world.date(0));
        let left = self.account.in_reserve(&reserved, &fill.0, &fill.1, &today);
        if !left.is_empty() {
            return Err(format!("{fill:?} ended, and reserve has {left:?}"));
        }
        self.fill_ended(fill);
        Ok(())
    }
}
