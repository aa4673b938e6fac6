//! Counts: asked for and settled at a desk, counted on the floor: blind, again by another person, with mistakes.

use bipe_core::screen::{CountBin, CountClose, CountGoods, Goods as Shown, Outcome, Screen, Step};
use serde_json::json;

use super::floor::{BINS, Scan, case, scan};
use super::foreseen::News;
use super::{Act, Scanning, Simulator};
use crate::auditor::{BookRow, CountAsked, Goods, Judged, close, is_reserved};
use crate::crew::symbol;
use crate::floor::goods;
use crate::simulator::world::Request;

impl Simulator {
    /// Counts of some bins are asked for.
    pub(super) fn ask_count(&mut self) -> Act {
        let sonia = self.who("sonia");
        if self.chance.percent(8) {
            let request = Request::json("/counts", self.key(), &json!({"bins": ["A-01-01-1", "ZZ"]}));
            return Act::desk("count: of no bin", sonia, request, 422).refused("count-impossible");
        }
        let mut bins: Vec<&str> = BINS.into_iter().filter(|_| self.chance.percent(12)).collect();
        if bins.is_empty() {
            bins.push(BINS[0]);
        }
        let (already, opened): (Vec<&str>, Vec<&str>) =
            bins.iter().partition(|bin| self.account.counts.contains_key(**bin));
        let request = Request::json("/counts", self.key(), &json!({ "bins": bins }));
        let news = News::Counts(opened.iter().map(|bin| (*bin).to_owned()).collect());
        Act::desk("count: asked for", sonia, request, 201)
            .says("/opened", json!(opened))
            .says("/already", json!(already))
            .news(news)
    }

    /// A supervisor makes the stock say what was counted, or lets the count come to nothing.
    pub(super) fn settle_count(&mut self) -> Act {
        let sonia = self.who("sonia");
        let mut rows = self.books.rows(
            "SELECT {id:c.id}, l.code, c.status FROM counts AS c JOIN locations AS l ON l.id = c.location_id
             ORDER BY c.created_at_ms, l.code, c.reason, c.status",
        );
        if self.chance.percent(85) {
            rows.retain(|row| row[2] == "counted" || row[2] == "open");
        }
        if let Some(bin) = self.bin_of_one_away()
            && rows.iter().any(|row| row[1] == bin && row[2] == "open")
        {
            rows.retain(|row| row[1] == bin && row[2] == "open");
        }
        let Some(row) = self.chance.one(&rows).cloned() else { return self.ask_count() };
        let id = uuid::Uuid::parse_str(&row[0]).expect("an id");
        let open = row[2] == "counted" || row[2] == "open";
        let drops = self.chance.percent(30);
        let verb = if drops { "drop" } else { "approve" };
        let request = Request { key: self.key(), ..Request::bare("POST", &format!("/counts/{id}/{verb}")) };
        let bin = row[1].clone();
        if drops && open {
            return Act::desk("count: dropped", sonia, request, 200)
                .says("/status", "dropped")
                .says("/location", bin.as_str())
                .news(News::Settled(bin));
        }
        let found = self.account.counts.get(&bin).filter(|_| open).and_then(|count| count.found.clone());
        let Some((counted, moves)) = found else {
            return Act::desk("count: not to settle", sonia, request, 409).refused("count-settled");
        };
        if moves != self.account.moves_at(&bin) {
            return Act::desk("count: approved too late", sonia, request, 200)
                .says("/status", "open")
                .says("/reason", "request")
                .news(News::Anew(bin));
        }
        let book = self.book_of(&bin);
        let lines = close(&book, &counted);
        if lines.iter().any(is_reserved) {
            return Act::desk("count: under what is reserved", sonia, request, 409)
                .refused("count-under-reserved");
        }
        Act::desk("count: approved", sonia, request, 200)
            .says("/status", "posted")
            .moves(lines.iter().filter_map(|line| line.leg(&bin)).collect())
            .news(News::Settled(bin))
    }

    /// What the book says of a bin when its count is about to close.
    pub(super) fn book_at(&mut self, screen: &Screen) -> Vec<BookRow> {
        match screen {
            Screen::CountClose(at) => self.book_of(&at.bin.code),
            _ => Vec::new(),
        }
    }

    /// Each lot in each unit of a bin, those that came first at the top.
    fn book_of(&mut self, bin: &str) -> Vec<BookRow> {
        let rows = self.books.rows(&format!(
            "SELECT i.sku, CASE WHEN lots.implicit THEN '' ELSE lots.code END, s.on_hand_base,
                COALESCE((SELECT CAST(SUM(r.quantity_base) AS BIGINT) FROM reservations AS r WHERE r.status = 'open'
                    AND r.location_id = s.location_id AND r.lot_id = s.lot_id
                    AND r.handling_unit_id = s.handling_unit_id), 0)
             FROM stock AS s JOIN lots ON lots.id = s.lot_id JOIN items AS i ON i.id = s.item_id
             JOIN locations AS l ON l.id = s.location_id
             WHERE l.code = '{bin}' ORDER BY i.sku, lots.received_on, lots.code, s.handling_unit_id"
        ));
        let number = |text: &str| text.parse().expect("a number");
        rows.iter()
            .map(|row| BookRow {
                goods: Goods { sku: row[0].clone(), lot: row[1].clone() },
                on_hand_base: number(&row[2]),
                reserved_base: number(&row[3]),
                counted_base: 0,
            })
            .collect()
    }

    /// The bins that others have on their screens to count.
    pub(super) fn counting_by_others(&self, who: usize) -> Vec<String> {
        let others = self.people.iter().enumerate().filter(|(at, person)| *at != who && person.at_count);
        others.filter_map(|(_, person)| Some(person.counting.as_ref()?.0.clone())).collect()
    }

    /// Nobody counts this bin any more.
    pub(super) fn count_ended(&mut self, bin: &str) {
        self.account.locked.remove(bin);
        for person in &mut self.people {
            if person.counting.as_ref().is_some_and(|(counted, _)| counted == bin) {
                person.counting = None;
            }
        }
    }

    /// What the answer to a scan tells of counts.
    pub(super) fn learn_count(&mut self, who: usize, scan: &Scanning, step: &Step) {
        let said = step.message.as_ref();
        let is = |code: &str| said.is_some_and(|message| message.code == code);
        let taken = said.is_none_or(|message| message.outcome != Outcome::Refused);
        match (&scan.before.screen, &step.screen) {
            (Screen::CountBin(_), Screen::CountGoods(at)) if taken => {
                let bin = at.bin.code.clone();
                self.count_ended(&bin);
                let asked = CountAsked { reason: "request", ..CountAsked::default() };
                self.account.counts.entry(bin.clone()).or_insert(asked);
                self.account.locked.insert(bin.clone());
                let moves = self.account.moves_at(&bin);
                self.people[who].counting = Some((bin, moves));
            }
            (Screen::CountGoods(at), Screen::CountBin(_)) if is("undone") => {
                let bin = at.bin.code.clone();
                self.count_ended(&bin);
            }
            (Screen::CountClose(at), _) if is("count_again") => {
                let bin = at.bin.code.clone();
                let moves = self.account.moves_at(&bin);
                self.people[who].counting = Some((bin, moves));
            }
            (Screen::CountClose(at), Screen::CountBin(_)) if is("counted") => {
                let bin = at.bin.code.clone();
                self.count_ended(&bin);
                self.counted(who, bin, scan.foreseen.judged.clone());
            }
            (Screen::PickGoods(at), _) if is("short") => {
                let asked = CountAsked { reason: "short", ..CountAsked::default() };
                self.account.counts.entry(at.bin.code.clone()).or_insert(asked);
            }
            _ => {}
        }
    }

    fn counted(&mut self, who: usize, bin: String, judged: Option<Judged>) {
        let next = match judged {
            Some(Judged::Again) => CountAsked { reason: "recount", first: Some(who), found: None },
            Some(Judged::Waits(found)) => {
                // What it moves from here on was not counted.
                let moves = self.account.moves_at(&bin);
                let reason = "recount";
                CountAsked { reason, found: Some((found, moves)), ..CountAsked::default() }
            }
            Some(Judged::Posted) | None => {
                self.account.counts.remove(&bin);
                return;
            }
        };
        self.account.counts.insert(bin, next);
    }

    pub(super) fn bin_to_count(&mut self, at: &CountBin) -> Scan {
        match self.chance.below(16) {
            0 => scan("count: goods before the bin", symbol(goods::SOAP, None)),
            1 => scan("count: undo", "BPCUNDO"),
            2 | 3 => {
                let bin = *self.chance.one(&BINS).expect("a bin");
                scan("count: any bin", format!("BPL{bin}"))
            }
            4 => scan("leave", "BPCLEAVE"),
            _ => match self.chance.one(&at.waiting) {
                Some(bin) => scan("count: bin", format!("BPL{}", bin.code)),
                None => scan("leave", "BPCLEAVE"),
            },
        }
    }

    pub(super) fn counting(&mut self, at: &CountGoods) -> Scan {
        match self.chance.below(26) {
            0 => return scan("count: undo", "BPCUNDO"),
            1 => return scan("count: another bin", format!("BPL{}", self.chance.one(&BINS).expect("a bin"))),
            2 => return scan("count: the bin again", format!("BPL{}", at.bin.code)),
            3 => return scan("count: confirm too early", "BPCCONFIRM"),
            4 => return scan("count: an unknown lot", symbol(goods::COFFEE, Some("L990101"))),
            5 => return scan("count: goods without their lot", symbol(goods::COFFEE, None)),
            6 => return scan("count: very many", "BPCQ9999"),
            7 => return scan("count: a case", case(goods::SOAP, None)),
            8 => return scan("leave", "BPCLEAVE"),
            _ => {}
        }
        let missing: Vec<(Goods, i64)> = self
            .account
            .at(&at.bin.code)
            .into_iter()
            .filter(|(here, base)| counted_of(&at.counted, here).unwrap_or(0) != *base)
            .collect();
        match missing.first() {
            // How many they find: mostly what is there.
            Some((here, base))
                if at.counted.first().is_some_and(|last| is_of(last, here)) && here.sku != goods::READER =>
            {
                let error = *self.chance.one(&[0, 0, 0, 0, 0, -1, -2, 1, -9]).expect("there are some");
                if error != 0 && self.chance.percent(80) {
                    return scan("count: close", "BPCCLOSE");
                }
                scan("count: quantity", format!("BPCQ{}", (base + error).max(0)))
            }
            Some((here, _)) if at.counted.len() < 12 && self.chance.percent(92) => {
                let lot = Some(here.lot.as_str()).filter(|lot| !lot.is_empty());
                scan("count: goods", symbol(&here.sku, lot))
            }
            _ => scan("count: close", "BPCCLOSE"),
        }
    }

    pub(super) fn count_close(&mut self, at: &CountClose) -> Scan {
        match self.chance.below(12) {
            0 => scan("count: close given up", "BPCCANCEL"),
            1 => scan("count: goods while closing", symbol(goods::SOAP, None)),
            2 => scan("count: undo", "BPCUNDO"),
            3 => scan("count: the bin again", format!("BPL{}", at.bin.code)),
            _ => scan("count: close confirmed", "BPCCONFIRM"),
        }
    }
}

fn is_of(shown: &Shown, goods: &Goods) -> bool {
    shown.sku == goods.sku && shown.lot.as_deref().unwrap_or_default() == goods.lot
}

fn counted_of(counted: &[Shown], goods: &Goods) -> Option<i64> {
    counted.iter().find(|shown| is_of(shown, goods)).map(|shown| shown.quantity.base)
}
