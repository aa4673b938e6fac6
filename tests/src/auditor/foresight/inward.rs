//! Receiving and putting away.

use bipe_core::screen::{PutawayBin, ReceiveAttach, ReceiveGoods, ReceiveLot, ReceiveQuantity, Screen};

use super::super::account::{Goods, Leg};
use super::super::receipt::{Receipt, Takes};
use super::{Foreseen, Label, Sight, days_on, is_bin, is_fresh, label, move_back, named, named_by};
use crate::delivery::{access_key, expiry_of};
use crate::floor::goods;

/// Where damaged goods go, and those that have too little life left.
const QUARANTINE: &str = "QUARENTENA-01";

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::ReceiveInvoice(_) => invoice(sight),
        Screen::ReceiveGoods(at) => at_goods(sight, at),
        Screen::ReceiveLot(at) => at_lot(sight, at),
        Screen::ReceiveAttach(at) => naming(sight, at),
        Screen::ReceiveQuantity(at) => quantity(sight, at),
        Screen::ReceiveClose(_) => match sight.symbol {
            "BPCCONFIRM" | "BPCYES" => Foreseen::unless(&["taken_by_other"]),
            "BPCCANCEL" | "BPCUNDO" | "BPCNO" => Foreseen::taken(),
            _ => Foreseen::refused(),
        },
        Screen::PutawayUnit(_) if sight.symbol.starts_with("]C100") => {
            Foreseen::unless(&["taken_by_other", "not_here", "unit_empty", "no_bin"])
        }
        Screen::PutawayUnit(_) if sight.symbol == "BPCUNDO" => move_back(sight),
        Screen::PutawayBin(at) => bin(sight, at),
        _ => Foreseen::refused(),
    }
}

/// What has run out or is called back stays outside; what is held may come in.
fn may_come_in(sight: &Sight<'_>, goods: &Goods) -> bool {
    is_fresh(goods, sight.today) && sight.account.stopped.get(goods) != Some(&"recalled")
}

/// Whether goods have too little life left for the dock.
fn is_short_lived(sight: &Sight<'_>, sku: &str, expiry: &str) -> bool {
    let days_min = sight.account.rules.get(sku).map_or(0, |rule| rule.days_min);
    sku == goods::COFFEE && expiry < days_on(sight.today, days_min).as_str()
}

/// The last day that a symbol's goods or lot have.
fn last_day(symbol: &str) -> Option<String> {
    if let Some(text) = symbol.strip_prefix("]C117") {
        return text.get(..6).map(str::to_owned);
    }
    let Label { goods, expiry, .. } = label(symbol)?;
    Some(expiry.unwrap_or_else(|| expiry_of(&goods.lot).to_owned()))
}

/// Goods with too little life left stay outside, unless a supervisor takes them into quarantine by the same scan once more.
fn short_lived(sight: &Sight<'_>, expiry: &str) -> Foreseen {
    if !super::is_supervisor(sight) {
        return Foreseen::refused_as(&["short_life"]);
    }
    let asked = sight.question.and_then(|question| question.strip_prefix("short_life_quarantine "));
    match asked.and_then(last_day).as_deref() == Some(expiry) {
        true => Foreseen::taken().next("receive_quantity"),
        false => Foreseen::taken().saying("short_life_quarantine"),
    }
}

/// So much is beyond what is expected, and the person was not asked about it yet.
fn asks_first(sight: &Sight<'_>, takes: Takes, quantity_base: i64) -> bool {
    takes == Takes::Beyond && sight.question != Some(&format!("over_receipt {quantity_base}"))
}

fn at_lot(sight: &Sight<'_>, at: &ReceiveLot) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
        "BPCDAMAGED" => Foreseen::taken().next("receive_lot"),
        symbol if symbol.starts_with("BPC") => Foreseen::refused(),
        symbol => match symbol.strip_prefix("]C117").and_then(|text| text.get(8..)) {
            Some(lot) => {
                let goods = Goods { sku: at.goods.sku.clone(), lot: lot.to_owned() };
                let same = at.goods.lot.as_ref().is_none_or(|shown| *shown == goods.lot);
                if !same || too_much(sight, &at.receipt.number, &goods.sku, at.goods.quantity.base) {
                    return Foreseen::refused();
                }
                if !may_come_in(sight, &goods) {
                    return Foreseen::refused();
                }
                match !sight.damaged && is_short_lived(sight, &goods.sku, expiry_of(&goods.lot)) {
                    true => short_lived(sight, expiry_of(&goods.lot)),
                    false => Foreseen::taken().next("receive_quantity"),
                }
            }
            None => Foreseen::refused(),
        },
    }
}

fn too_much(sight: &Sight<'_>, receipt: &str, sku: &str, quantity_base: i64) -> bool {
    let takes = known(sight, receipt).map(|receipt| receipt.takes(sku, quantity_base, &sight.account.rules));
    takes.is_none_or(|takes| takes == Takes::TooMuch)
}

fn known<'t>(sight: &Sight<'t>, number: &str) -> Option<&'t Receipt> {
    sight.account.receipts.get(number)
}

/// The receipt whose access key is scanned.
fn scanned<'t>(sight: &Sight<'t>) -> Option<&'t Receipt> {
    let named = |number: &&String| {
        *number == sight.symbol || number.parse().is_ok_and(|number| access_key(number) == sight.symbol)
    };
    sight.account.receipts.iter().find(|(number, _)| named(number)).map(|(_, receipt)| receipt)
}

/// A document is scanned, or a receipt begins that none announces.
fn invoice(sight: &Sight<'_>) -> Foreseen {
    if sight.symbol == "BPCBLIND" && matches!(sight.screen, Screen::ReceiveInvoice(_)) {
        return Foreseen::taken().next("receive_goods");
    }
    Foreseen::if_so(scanned(sight).is_some_and(|receipt| !receipt.closed))
}

fn at_goods(sight: &Sight<'_>, at: &ReceiveGoods) -> Foreseen {
    let Some(receipt) = known(sight, &at.receipt.number) else { return Foreseen::default() };
    match sight.symbol {
        "BPCUNDO" if at.damaged => Foreseen::taken().next("receive_goods"),
        "BPCUNDO" => take_back(sight, at),
        "BPCDAMAGED" => Foreseen::taken().next("receive_goods"),
        "BPCFULL" | "BPCPRINT" => Foreseen::if_so(!at.on_pallet.is_empty()),
        "BPCCLOSE" => Foreseen::taken(),
        "BPCREPEAT" => once_more(sight, receipt, at.damaged),
        symbol if symbol.starts_with("BPC") || symbol.starts_with("BPL") => Foreseen::refused(),
        symbol if symbol.starts_with("]C100") => {
            whole(sight, receipt, at.damaged, symbol.trim_start_matches("]C100"))
        }
        // A supervisor may say what a code names that nobody knows.
        symbol if symbol.starts_with("FORN-") && named_by(sight.account, symbol).is_none() => {
            match super::is_supervisor(sight) {
                true => Foreseen::taken().saying("attachable").next("receive_attach"),
                false => Foreseen::refused_as(&["unknown_code"]),
            }
        }
        symbol => match named_by(sight.account, symbol) {
            Some(label) => arrives(sight, receipt, at.damaged, label),
            None => invoice(sight),
        },
    }
}

/// What a code names is said by the goods that carry it, and confirmed; a code that has a name by then keeps it.
fn naming(sight: &Sight<'_>, at: &ReceiveAttach) -> Foreseen {
    let has_name = sight.account.codes.contains_key(&at.code);
    let confirms = ["BPCCONFIRM", "BPCYES"].contains(&sight.symbol) || (sight.symbol == at.code && !has_name);
    if ["BPCUNDO", "BPCCANCEL", "BPCNO"].contains(&sight.symbol) {
        return Foreseen::taken().next("receive_goods");
    }
    if confirms {
        return match (&at.chosen, has_name) {
            (None, _) => Foreseen::refused_as(&["not_here"]),
            (Some(_), true) => Foreseen::refused_as(&["code_named"]),
            (Some(_), false) => Foreseen::taken().saying("attached").next("receive_goods"),
        };
    }
    let Some(label) = named_by(sight.account, sight.symbol) else { return Foreseen::refused() };
    let receipt = known(sight, &at.receipt.number);
    match receipt.is_some_and(|receipt| receipt.blind || receipt.lines.contains_key(&label.goods.sku)) {
        true => Foreseen::taken().saying("attach"),
        false => Foreseen::refused_as(&["not_on_document"]),
    }
}

/// What came in last comes in once more, onto a pallet of its own.
fn once_more(sight: &Sight<'_>, receipt: &Receipt, damaged: bool) -> Foreseen {
    if damaged {
        return Foreseen::refused_as(&["not_here"]);
    }
    let Some((goods, quantity_base)) = sight.repeat else {
        return Foreseen::refused_as(&["nothing_to_repeat"]);
    };
    let takes = receipt.takes(&goods.sku, *quantity_base, &sight.account.rules);
    let mut why = Vec::new();
    if takes == Takes::TooMuch {
        why.push("too_much");
    }
    if !may_come_in(sight, goods) {
        why.extend(["expired_on_arrival", "unusable_lot"]);
    }
    if is_short_lived(sight, &goods.sku, expiry_of(&goods.lot)) {
        why.push("short_life");
    }
    match why.is_empty() {
        true => come_in(sight, takes, false, (goods.clone(), *quantity_base)),
        false => Foreseen { whys: why, ..Foreseen::refused() },
    }
}

/// What this person received last goes back, from their pallet or out of quarantine.
fn take_back(sight: &Sight<'_>, at: &ReceiveGoods) -> Foreseen {
    let Some((leg, _)) = sight.last.filter(|(_, pallet)| *pallet == at.pallet) else {
        return Foreseen::refused_as(&["nothing_to_undo"]);
    };
    let back = Leg { from: vec![leg.to.clone()], to: leg.from[0].clone(), ..leg.clone() };
    if leg.to != QUARANTINE {
        return Foreseen::taken().moving(vec![back]);
    }
    // Others may have moved what lies in quarantine.
    match sight.account.quantity(QUARANTINE, &leg.goods) < leg.quantity_base {
        true => Foreseen::refused_as(&["nothing_to_undo"]),
        // Of goods without lots the account does not tell which day's they moved.
        false if leg.goods.lot.is_empty() => Foreseen::unless(&["nothing_to_undo"]).moving(vec![back]),
        false => Foreseen::taken().moving(vec![back]),
    }
}

/// An announced pallet comes in with all that stands on it, or stays outside. Nobody says of a whole pallet that it is damaged.
fn whole(sight: &Sight<'_>, receipt: &Receipt, damaged: bool, sscc: &str) -> Foreseen {
    let Some(contents) = receipt.pallets.get(sscc) else {
        return Foreseen::refused_as(&["unknown_code", "not_here"]);
    };
    if damaged {
        return Foreseen::refused_as(&["not_here"]);
    }
    let mut why = Vec::new();
    let takes = receipt.takes_all(contents, &sight.account.rules);
    let lots = || contents.iter().map(|(goods, _)| goods).filter(|goods| !goods.lot.is_empty());
    if takes == Takes::TooMuch {
        why.push("too_much");
    }
    if lots().any(|goods| !may_come_in(sight, goods)) {
        why.extend(["expired_on_arrival", "unusable_lot"]);
    }
    if lots().any(|goods| is_short_lived(sight, &goods.sku, expiry_of(&goods.lot))) {
        why.push("short_life");
    }
    if !why.is_empty() {
        return Foreseen { whys: why, ..Foreseen::refused() };
    }
    if asks_first(sight, takes, contents.iter().map(|(_, base)| base).sum()) {
        return Foreseen::taken().saying("over_receipt");
    }
    let leg = |(goods, quantity_base): &(Goods, i64)| Leg {
        from: vec!["FORNECEDOR".to_owned()],
        to: sscc.to_owned(),
        goods: goods.clone(),
        quantity_base: *quantity_base,
    };
    Foreseen::taken().saying("posted").next("receive_goods").moving(contents.iter().map(leg).collect())
}

/// Goods of a receipt: a serial posts at once, all else asks how many, or for its lot.
fn arrives(sight: &Sight<'_>, receipt: &Receipt, damaged: bool, label: Label) -> Foreseen {
    let Label { goods, quantity_base, expiry } = label;
    let takes = receipt.takes(&goods.sku, quantity_base, &sight.account.rules);
    let known = sight.account.lots.contains(&goods);
    let differs = expiry.as_ref().is_some_and(|expiry| known && expiry != expiry_of(&goods.lot));
    let dated = goods.lot.is_empty() || may_come_in(sight, &goods);
    let serial = goods.sku == goods::READER && !goods.lot.is_empty();
    let here = serial && sight.account.in_house(&goods) > 0;
    if takes == Takes::TooMuch || !dated || differs || here {
        return Foreseen::refused();
    }
    if serial {
        return come_in(sight, takes, damaged, (goods, quantity_base));
    }
    // The last day is known where the symbol, the paper or the book says it.
    let told = !goods.lot.is_empty() && (known || receipt.lots.contains(&goods));
    let expiry = expiry.or(told.then(|| expiry_of(&goods.lot).to_owned()));
    match expiry.filter(|expiry| !damaged && is_short_lived(sight, &goods.sku, expiry)) {
        Some(expiry) => short_lived(sight, &expiry),
        None => Foreseen::taken(),
    }
}

/// Goods come in, once they were confirmed where they are beyond what is expected.
fn come_in(sight: &Sight<'_>, takes: Takes, aside: bool, (goods, quantity_base): (Goods, i64)) -> Foreseen {
    if asks_first(sight, takes, quantity_base) {
        return Foreseen::taken().saying("over_receipt");
    }
    let to = if aside { QUARANTINE } else { "" }.to_owned();
    let leg = Leg { from: vec!["FORNECEDOR".to_owned()], to, goods, quantity_base };
    Foreseen::taken().saying("posted").next("receive_goods").moving(vec![leg])
}

fn quantity(sight: &Sight<'_>, at: &ReceiveQuantity) -> Foreseen {
    let goods = named(&at.goods);
    let serial = goods.sku == goods::READER;
    let count = match (sight.symbol, sight.symbol.strip_prefix("BPCQ")) {
        ("BPCUNDO" | "BPCCANCEL", _) => return Foreseen::taken(),
        ("BPCDAMAGED", _) => return Foreseen::taken().next("receive_quantity"),
        ("BPCCONFIRM", _) => at.proposed,
        (_, Some(digits)) => digits.parse().unwrap_or(0),
        // Their own lot once more says nothing new.
        (symbol, None) if symbol.starts_with("]C117") => {
            let lot = symbol.strip_prefix("]C117").and_then(|text| text.get(8..));
            return Foreseen::if_so(lot == Some(&goods.lot));
        }
        (symbol, None) => match label(symbol) {
            Some(label) if serial && label.goods.sku == goods.sku => match label.goods == goods {
                true => 1,
                false => return Foreseen::refused_as(&["wrong_lot"]),
            },
            // One more of the same; how many were scanned so far, no screen tells.
            Some(label) if label.goods.sku == goods.sku => {
                return Foreseen::unless(&["too_much", "wrong_lot", "not_here", "expiry_differs"]);
            }
            _ => return Foreseen::refused(),
        },
    };
    let quantity_base = count * at.packaging_base;
    let here = serial && (count != 1 || sight.account.in_house(&goods) > 0);
    let dated = may_come_in(sight, &goods);
    if count < 1 || here || !dated || too_much(sight, &at.receipt.number, &goods.sku, quantity_base) {
        return Foreseen::refused();
    }
    let Some(receipt) = known(sight, &at.receipt.number) else { return Foreseen::default() };
    // A desk may have asked for more life since they were scanned, or a night may have passed.
    if at.quarantine.is_none() && is_short_lived(sight, &goods.sku, expiry_of(&goods.lot)) {
        return Foreseen::refused_as(&["short_life"]);
    }
    let takes = receipt.takes(&goods.sku, quantity_base, &sight.account.rules);
    come_in(sight, takes, at.quarantine.is_some(), (goods, quantity_base))
}

fn bin(sight: &Sight<'_>, at: &PutawayBin) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
        symbol => match symbol.strip_prefix("BPL").filter(|code| is_bin(code)) {
            Some(to) if !sight.account.is_open(to) || sight.crowd.is_full(true) => {
                Foreseen::refused_as(&["bin_unfit"])
            }
            Some(to) => {
                let leg = |(goods, quantity_base)| Leg {
                    from: vec![at.unit.clone()],
                    to: to.to_owned(),
                    goods,
                    quantity_base,
                };
                let legs = sight.account.at(&at.unit).into_iter().map(leg).collect();
                Foreseen::taken().moving(legs)
            }
            None => Foreseen::if_so(symbol == format!("]C100{}", at.unit)),
        },
    }
}
