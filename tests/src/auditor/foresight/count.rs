//! Counting: who may count which bin, and what a count that closes finds, posts, or leaves to others.

use bipe_core::screen::{CountBin, Goods as Shown, Screen};

use super::super::account::{Goods, Leg};
use super::{Foreseen, Sight, label, named};
use crate::floor::goods;

/// So many thousandths of what the book says may be missing or too many without anyone being asked.
const TOLERANCE_PERMILLE: i64 = 20;

/// What the book says of one lot in one unit of a bin, and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookRow {
    /// The goods.
    pub goods: Goods,
    /// On hand.
    pub on_hand_base: i64,
    /// Reserved of it.
    pub reserved_base: i64,
    /// What was found.
    pub counted_base: i64,
}

/// What becomes of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The stock says what was found.
    Posted,
    /// Another person counts the bin.
    Again,
    /// A supervisor decides on what was found.
    Waits(Vec<(Goods, i64)>),
}

impl BookRow {
    fn difference_base(&self) -> i64 {
        self.counted_base - self.on_hand_base
    }

    /// What makes the stock of a bin say what was found.
    pub fn leg(&self, bin: &str) -> Option<Leg> {
        let (from, to) = match self.difference_base() {
            0 => return None,
            less if less < 0 => (bin, "AJUSTE"),
            _ => ("AJUSTE", bin),
        };
        let quantity_base = self.difference_base().abs();
        Some(Leg { from: vec![from.to_owned()], to: to.to_owned(), goods: self.goods.clone(), quantity_base })
    }
}

/// Whether less was found than orders have reserved.
pub fn is_reserved(row: &BookRow) -> bool {
    row.counted_base < row.reserved_base
}

/// What was found beside each row of the book: it fills them from the top, and what is more stands at the last of its lot.
pub fn close(book: &[BookRow], counted: &[(Goods, i64)]) -> Vec<BookRow> {
    let mut rows = book.to_vec();
    for (goods, base) in counted {
        let mut left = *base;
        let places: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].goods == *goods).collect();
        for at in &places {
            let room = (rows[*at].on_hand_base - rows[*at].counted_base).clamp(0, left);
            rows[*at].counted_base += room;
            left -= room;
        }
        match places.last() {
            Some(last) => rows[*last].counted_base += left,
            None => rows.push(BookRow {
                goods: goods.clone(),
                on_hand_base: 0,
                reserved_base: 0,
                counted_base: left,
            }),
        }
    }
    rows
}

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::CountBin(at) => bin(sight, at),
        Screen::CountGoods(at) => match sight.symbol {
            "BPCUNDO" => Foreseen::taken(),
            "BPCCLOSE" => Foreseen::if_so(at.lot_of.is_none()),
            _ => goods_in(sight, &at.bin.code, &at.counted),
        },
        Screen::CountClose(at) => match sight.symbol {
            "BPCCONFIRM" => closing(sight, &at.bin.code, &at.counted),
            "BPCUNDO" | "BPCCANCEL" | "BPCCLOSE" => Foreseen::taken(),
            _ => goods_in(sight, &at.bin.code, &at.counted),
        },
        _ => Foreseen::default(),
    }
}

/// Who counts which bin: nobody two at once, nobody their own count again, nobody one that a supervisor decides on.
fn bin(sight: &Sight<'_>, _at: &CountBin) -> Foreseen {
    let Some(bin) = sight.symbol.strip_prefix("BPL") else { return Foreseen::refused() };
    let Some(asked) = sight.account.counts.get(bin) else { return Foreseen::taken().next("count_goods") };
    if sight.counting.iter().any(|counted| counted == bin) {
        return Foreseen::refused_as(&["taken_by_other"]);
    }
    if asked.found.is_some() {
        return Foreseen::refused_as(&["count_awaits"]);
    }
    if asked.first == Some(sight.who) {
        return Foreseen::refused_as(&["count_second_person"]);
    }
    Foreseen::taken().next("count_goods")
}

fn goods_in(sight: &Sight<'_>, bin: &str, counted: &[Shown]) -> Foreseen {
    match sight.symbol {
        symbol if symbol.starts_with("BPL") => Foreseen::if_so(symbol.strip_prefix("BPL") == Some(bin)),
        symbol if symbol.starts_with("BPCQ") => {
            let many = symbol != "BPCQ0" && symbol != "BPCQ1";
            let serial = counted.first().is_some_and(|last| last.sku == goods::READER);
            Foreseen::if_so(!(counted.is_empty() || serial && many)).next("count_goods")
        }
        symbol => {
            let Some(label) = label(symbol) else { return Foreseen::refused() };
            let goods = label.goods;
            if goods.sku != goods::SOAP && goods.lot.is_empty() {
                // Its lot is asked for.
                return Foreseen::taken();
            }
            if !sight.account.lots.contains(&goods) {
                return Foreseen::refused_as(&["unknown_lot"]);
            }
            if goods.sku == goods::READER {
                let twice = counted.iter().any(|shown| named(shown) == goods && shown.quantity.base > 0);
                let elsewhere = sight.account.in_house(&goods) > sight.account.quantity(bin, &goods);
                return Foreseen::if_so(!twice && !elsewhere).next("count_goods");
            }
            Foreseen::taken().next("count_goods")
        }
    }
}

/// The end: counted again where goods moved meanwhile, posted where little differs, else left to a second person or a supervisor.
fn closing(sight: &Sight<'_>, bin: &str, counted: &[Shown]) -> Foreseen {
    if sight.moved {
        return Foreseen::taken().saying("count_again");
    }
    let counted: Vec<(Goods, i64)> =
        counted.iter().map(|shown| (named(shown), shown.quantity.base)).collect();
    let rows = close(sight.book, &counted);
    let small = |row: &BookRow| {
        row.difference_base().abs() <= row.on_hand_base * TOLERANCE_PERMILLE / 1_000 && !is_reserved(row)
    };
    let second = sight.account.counts.get(bin).is_some_and(|asked| asked.reason == "recount");
    let taken = Foreseen::taken().saying("counted");
    if rows.iter().all(small) {
        let legs = rows.iter().filter_map(|row| row.leg(bin)).collect();
        return Foreseen { judged: Some(Judged::Posted), ..taken.moving(legs) }.next("count_bin");
    }
    let judged = if second { Judged::Waits(counted) } else { Judged::Again };
    Foreseen { judged: Some(judged), ..taken }.next("count_bin")
}
