//! Filling pick faces up: who fills which face, and what may be taken for it.

use bipe_core::screen::{ReplenishStop, Screen};

use super::super::account::Leg;
use super::{Foreseen, Sight, label, named};
use crate::floor::goods;

/// Said where reserve has nothing more of what a face wants.
const DRY: &str = "nothing_in_reserve";

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::ReplenishFace(_) => face(sight),
        Screen::ReplenishBin(at) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken().next("replenish_face"),
            symbol if symbol.strip_prefix("BPL") == Some(&at.from.code) => {
                Foreseen::taken().next("replenish_goods")
            }
            symbol if symbol.starts_with("BPL") => Foreseen::refused_as(&["wrong_bin"]),
            _ => Foreseen::refused(),
        },
        Screen::ReplenishGoods(at) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken().next("replenish_bin"),
            symbol if symbol.strip_prefix("BPL") == Some(&at.from.code) => {
                Foreseen::taken().next("replenish_goods")
            }
            symbol if symbol.starts_with("]d2") => take(sight, at, at.goods.quantity.base),
            _ => Foreseen::refused(),
        },
        Screen::ReplenishInto(at) => into(sight, at),
        _ => Foreseen::default(),
    }
}

/// The next face, or the one that is scanned: one that waits and that nobody else is at. Where reserve ran dry meanwhile of what the
/// person is at, it ends.
fn face(sight: &Sight<'_>) -> Foreseen {
    let account = sight.account;
    if sight.filling.is_some_and(|filling| account.fills.contains_key(filling)) {
        return match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken().next("replenish_face"),
            "BPCNEXT" => Foreseen::taken().saying(DRY),
            symbol if symbol.starts_with("BPL") || label(symbol).is_some() => Foreseen::taken().saying(DRY),
            _ => Foreseen::refused(),
        };
    }
    let asked = match (sight.symbol, sight.symbol.strip_prefix("BPL")) {
        ("BPCNEXT", _) => None,
        (_, Some(bin)) => Some(bin),
        _ => return Foreseen::refused(),
    };
    let waiting = || account.fills.keys().filter(|(bin, _)| asked.is_none_or(|asked| bin == asked));
    if waiting().next().is_none() {
        return Foreseen::refused_as(&["nothing_waits"]);
    }
    match waiting().any(|fill| !sight.filling_by_others.contains(fill)) {
        true => Foreseen::taken(),
        false => Foreseen::refused_as(&["taken_by_other", "nothing_waits"]),
    }
}

/// Goods into the hand: the lot that is asked for, where it must be told apart, and no more than `most_base`.
fn take(sight: &Sight<'_>, at: &ReplenishStop, most_base: i64) -> Foreseen {
    let Some(label) = label(sight.symbol) else { return Foreseen::refused() };
    let wanted = named(&at.goods);
    if label.goods.sku != wanted.sku {
        return Foreseen::refused_as(&["wrong_item"]);
    }
    if label.goods.lot.is_empty() {
        let here = sight.account.at(&at.from.code);
        let several = here.iter().filter(|(goods, _)| goods.sku == wanted.sku).count() > 1;
        if wanted.sku == goods::READER || (wanted.sku == goods::COFFEE && several) {
            return Foreseen::refused_as(&["lot_missing"]);
        }
    } else if label.goods != wanted {
        return Foreseen::refused_as(&["wrong_lot"]);
    }
    match label.quantity_base > most_base {
        true => Foreseen::refused_as(&["too_much"]),
        false => Foreseen::unless(&["too_much"]).next("replenish_into"),
    }
}

/// What is in hand goes into the face, or becomes more or less.
fn into(sight: &Sight<'_>, at: &ReplenishStop) -> Foreseen {
    let in_hand_base = at.goods.quantity.base;
    match sight.symbol {
        "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
        symbol if symbol.starts_with("]d2") => take(sight, at, at.left_base - in_hand_base),
        symbol if symbol.starts_with("BPCQ") => {
            let quantity_base: i64 = symbol.trim_start_matches("BPCQ").parse().unwrap_or(0);
            match quantity_base {
                ..=0 => Foreseen::refused_as(&["bad_quantity"]),
                more if more > at.left_base => Foreseen::refused_as(&["too_much"]),
                _ => Foreseen::unless(&["too_much"]).next("replenish_into"),
            }
        }
        symbol => match symbol.strip_prefix("BPL") {
            Some(bin) if bin == at.to.code => put_down(sight, at),
            Some(_) => Foreseen::refused_as(&["wrong_bin"]),
            None => Foreseen::refused(),
        },
    }
}

fn put_down(sight: &Sight<'_>, at: &ReplenishStop) -> Foreseen {
    let goods = named(&at.goods);
    if !sight.account.is_open(&at.to.code) || sight.crowd.is_full(false) {
        return Foreseen::refused_as(&["bin_unfit", "too_much"]);
    }
    if !sight.account.is_usable(&goods, sight.today) {
        return Foreseen::refused_as(&["unusable_lot", "too_much"]);
    }
    let quantity_base = at.goods.quantity.base;
    let leg = Leg { from: vec![at.from.code.clone()], to: at.to.code.clone(), goods, quantity_base };
    let foreseen = Foreseen::unless(&["too_much"]).moving(vec![leg]);
    Foreseen { asks: Some(DRY), ..foreseen }
}
