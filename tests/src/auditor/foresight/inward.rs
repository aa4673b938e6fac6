//! Receiving and putting away.

use bipe_core::screen::{PutawayBin, ReceiveGoods, ReceiveQuantity, Screen};

use super::super::account::{Goods, Leg};
use super::super::receipt::Receipt;
use super::{Foreseen, Label, Sight, is_bin, is_fresh, label, named};
use crate::delivery::{access_key, expiry_of};
use crate::floor::goods;

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::ReceiveInvoice(_) => invoice(sight),
        Screen::ReceiveGoods(at) => at_goods(sight, at),
        Screen::ReceiveLot(at) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
            symbol if symbol.starts_with("BPC") => Foreseen::refused(),
            symbol => match symbol.strip_prefix("]C117").and_then(|text| text.get(8..)) {
                Some(lot) => {
                    let goods = Goods { sku: at.goods.sku.clone(), lot: lot.to_owned() };
                    let same = at.goods.lot.as_ref().is_none_or(|shown| *shown == goods.lot);
                    let left = known(sight, &at.receipt.number).map_or(0, |receipt| receipt.left(&goods.sku));
                    let fits = at.goods.quantity.base <= left;
                    Foreseen::if_so(same && fits && may_come_in(sight, &goods))
                }
                None => Foreseen::refused(),
            },
        },
        Screen::ReceiveQuantity(at) => quantity(sight, at),
        Screen::ReceiveClose(_) => match sight.symbol {
            "BPCCONFIRM" | "BPCYES" => Foreseen::unless(&["taken_by_other"]),
            "BPCCANCEL" | "BPCUNDO" | "BPCNO" => Foreseen::taken(),
            _ => Foreseen::refused(),
        },
        Screen::PutawayUnit(_) if sight.symbol.starts_with("]C100") => {
            Foreseen::unless(&["taken_by_other", "not_here", "unit_empty", "no_bin"])
        }
        Screen::PutawayBin(at) => bin(sight, at),
        _ => Foreseen::refused(),
    }
}

/// What has run out or is called back stays outside; what is held may come in.
fn may_come_in(sight: &Sight<'_>, goods: &Goods) -> bool {
    is_fresh(goods, sight.today) && sight.account.stopped.get(goods) != Some(&"recalled")
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
        "BPCUNDO" => {
            let back = sight.last.filter(|leg| Some(&leg.to) == at.pallet.as_ref());
            let reversed =
                |leg: &Leg| Leg { from: vec![leg.to.clone()], to: leg.from[0].clone(), ..leg.clone() };
            Foreseen::if_so(back.is_some()).moving(back.map(reversed).into_iter().collect())
        }
        "BPCFULL" | "BPCPRINT" => Foreseen::if_so(!at.on_pallet.is_empty()),
        "BPCCLOSE" => Foreseen::taken(),
        symbol if symbol.starts_with("BPC") || symbol.starts_with("BPL") => Foreseen::refused(),
        symbol if symbol.starts_with("]C100") => whole(sight, receipt, symbol.trim_start_matches("]C100")),
        symbol => match label(symbol) {
            Some(label) => arrives(sight, receipt, label),
            None => invoice(sight),
        },
    }
}

/// An announced pallet comes in with all that stands on it, or stays outside.
fn whole(sight: &Sight<'_>, receipt: &Receipt, sscc: &str) -> Foreseen {
    let Some(contents) = receipt.pallets.get(sscc) else {
        return Foreseen::refused_as(&["unknown_code", "not_here"]);
    };
    let dated = contents.iter().all(|(goods, _)| goods.lot.is_empty() || may_come_in(sight, goods));
    let leg = |(goods, quantity_base): &(Goods, i64)| Leg {
        from: vec!["FORNECEDOR".to_owned()],
        to: sscc.to_owned(),
        goods: goods.clone(),
        quantity_base: *quantity_base,
    };
    let taken = Foreseen::taken().saying("posted").next("receive_goods");
    match (receipt.takes(contents), dated) {
        (true, true) => taken.moving(contents.iter().map(leg).collect()),
        (false, true) => Foreseen::refused_as(&["too_much"]),
        (true, false) => Foreseen::refused_as(&["expired_on_arrival", "unusable_lot"]),
        (false, false) => Foreseen::refused_as(&["too_much", "expired_on_arrival", "unusable_lot"]),
    }
}

/// Goods of a receipt: a serial posts at once, all else asks how many, or for its lot.
fn arrives(sight: &Sight<'_>, receipt: &Receipt, label: Label) -> Foreseen {
    let Label { goods, quantity_base, expiry } = label;
    let differs =
        expiry.is_some_and(|expiry| sight.account.lots.contains(&goods) && expiry != expiry_of(&goods.lot));
    let dated = goods.lot.is_empty() || may_come_in(sight, &goods);
    let taken = quantity_base <= receipt.left(&goods.sku) && dated && !differs;
    if goods.sku != goods::READER || goods.lot.is_empty() {
        return Foreseen::if_so(taken);
    }
    let here = sight.account.stock.keys().any(|(_, known)| *known == goods);
    let leg = Leg { from: vec!["FORNECEDOR".to_owned()], to: String::new(), goods, quantity_base };
    Foreseen::if_so(taken && !here).moving(vec![leg])
}

fn quantity(sight: &Sight<'_>, at: &ReceiveQuantity) -> Foreseen {
    let goods = named(&at.goods);
    let left = known(sight, &at.receipt.number).map_or(0, |receipt| receipt.left(&goods.sku));
    let count = match (sight.symbol, sight.symbol.strip_prefix("BPCQ")) {
        ("BPCUNDO" | "BPCCANCEL", _) => return Foreseen::taken(),
        ("BPCCONFIRM", _) => at.proposed,
        (_, Some(digits)) => digits.parse().unwrap_or(0),
        (symbol, None) => match label(symbol) {
            // One more of the same; how many were scanned so far, no screen tells.
            Some(label) if label.goods.sku == goods.sku => {
                return Foreseen::unless(&["too_much", "wrong_lot", "not_here", "expiry_differs"]);
            }
            _ => return Foreseen::refused(),
        },
    };
    let quantity_base = count * at.packaging_base;
    let taken = count > 0 && quantity_base <= left && may_come_in(sight, &goods);
    let leg = Leg { from: vec!["FORNECEDOR".to_owned()], to: String::new(), goods, quantity_base };
    Foreseen::if_so(taken).moving(vec![leg])
}

fn bin(sight: &Sight<'_>, at: &PutawayBin) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
        symbol => match symbol.strip_prefix("BPL").filter(|code| is_bin(code)) {
            Some(to) => {
                let leg = |(goods, quantity_base)| Leg {
                    from: vec![at.unit.clone()],
                    to: to.to_owned(),
                    goods,
                    quantity_base,
                };
                let legs = sight.account.at(&at.unit).into_iter().map(leg).collect();
                Foreseen::unless(&["bin_unfit"]).moving(legs)
            }
            None => Foreseen::if_so(symbol == format!("]C100{}", at.unit)),
        },
    }
}
