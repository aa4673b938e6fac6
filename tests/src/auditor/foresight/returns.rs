//! Goods that come back: no more than left with an order, or without one; to stock only what may be used.

use bipe_core::screen::{Goods as Shown, ReturnsDecide, ReturnsGoods, Screen};

use super::super::account::{Goods, Leg};
use super::{Foreseen, Label, Sight, label, named};
use crate::delivery::expiry_of;
use crate::floor::goods;

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::ReturnsStart => start(sight),
        Screen::ReturnsGoods(at) => at_goods(sight, at),
        Screen::ReturnsLot(_) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken().next("returns_goods"),
            symbol if symbol.starts_with("BPC") || symbol.starts_with("BPL") => Foreseen::refused(),
            _ => Foreseen::unless(&[
                "lot_not_shipped",
                "all_back",
                "too_much",
                "wrong_item",
                "lot_missing",
                "expiry_differs",
                "duplicate_serial",
                "unknown_code",
                "not_here",
            ]),
        },
        Screen::ReturnsDecide(at) => decide(sight, at),
        _ => Foreseen::default(),
    }
}

/// What left with an order and is not back yet, by goods; nothing where nothing of it ever left.
fn left(sight: &Sight<'_>, order: &str) -> Vec<(Goods, i64)> {
    let of_it = sight.account.shipped.iter().filter(|((number, _), _)| number == order);
    of_it.map(|((_, goods), base)| (goods.clone(), *base)).collect()
}

/// A parcel that has left, its order's number, or goods that nothing announces.
fn start(sight: &Sight<'_>) -> Foreseen {
    let order = match sight.symbol.strip_prefix("]C100") {
        Some(sscc) => match sight.account.parcels.get(sscc) {
            Some(place) => place.split(' ').nth(1).unwrap_or_default(),
            None => return Foreseen::unless(&["unknown_code", "not_here"]),
        },
        None if sight.symbol == "BPCUNPLANNED" => return Foreseen::taken().next("returns_goods"),
        None if sight.symbol.starts_with("PV-") => sight.symbol,
        None => return Foreseen::refused(),
    };
    match left(sight, order).is_empty() {
        true => Foreseen::refused_as(&["nothing_shipped", "unknown_code"]),
        false => Foreseen::taken().next("returns_goods"),
    }
}

fn at_goods(sight: &Sight<'_>, at: &ReturnsGoods) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" => {
            let back = |leg: &Leg| Leg { from: vec![leg.to.clone()], to: leg.from[0].clone(), ..leg.clone() };
            match sight.returned.is_empty() {
                true => Foreseen::refused_as(&["nothing_to_undo"]),
                // Others may have moved what lies in quarantine.
                false => {
                    Foreseen::unless(&["nothing_to_undo"]).moving(sight.returned.iter().map(back).collect())
                }
            }
        }
        "BPCFULL" | "BPCPRINT" => Foreseen::if_so(!at.on_pallet.is_empty()),
        "BPCCLOSE" => Foreseen::taken().next("returns_start"),
        "BPCUNPLANNED" => Foreseen::taken().next("returns_goods"),
        symbol if symbol.starts_with("BPC") || symbol.starts_with("BPL") => Foreseen::refused(),
        symbol if symbol.starts_with("PV-") || symbol.starts_with("]C100") => start(sight),
        symbol => match label(symbol) {
            Some(label) => comes_back(sight, at, &label),
            None => Foreseen::refused(),
        },
    }
}

fn comes_back(sight: &Sight<'_>, at: &ReturnsGoods, label: &Label) -> Foreseen {
    let Label { goods, quantity_base, expiry } = label;
    let named = !goods.lot.is_empty();
    let tracked = goods.sku != goods::SOAP;
    let Some(of) = &at.of else {
        let known = sight.account.lots.contains(goods);
        let differs = expiry.as_ref().is_some_and(|expiry| known && expiry != expiry_of(&goods.lot));
        let here = goods.sku == goods::READER && named && sight.account.in_house(goods) > 0;
        return Foreseen::if_so(!differs && !here);
    };
    let lines: Vec<(Goods, i64)> =
        left(sight, &of.order).into_iter().filter(|(left, _)| left.sku == goods.sku).collect();
    let of_lot = |left: &Goods| !tracked || !named || left.lot == goods.lot;
    let base: i64 = lines.iter().filter(|(left, _)| of_lot(left)).map(|(_, base)| base).sum();
    let differs = expiry.as_ref().is_some_and(|expiry| named && expiry != expiry_of(&goods.lot));
    Foreseen::if_so(base > 0 && *quantity_base <= base && !differs)
}

fn decide(sight: &Sight<'_>, at: &ReturnsDecide) -> Foreseen {
    let goods = named(&at.goods);
    let to = match sight.symbol {
        "BPCUNDO" | "BPCCANCEL" => return Foreseen::taken(),
        "BPCSTOCK" | "BPCCONFIRM" => "",
        "BPCQUARANTINE" => "QUARENTENA-01",
        "BPCSCRAP" => "REFUGO",
        symbol if symbol.starts_with("BPCQ") => {
            let count: i64 = symbol.trim_start_matches("BPCQ").parse().unwrap_or(0);
            let serial = goods.sku == goods::READER && count != 1;
            let fits = most(sight, at).is_none_or(|most| count * at.packaging_base <= most);
            return Foreseen::if_so(count > 0 && !serial && fits);
        }
        _ => {
            return Foreseen::unless(&[
                "wrong_item",
                "wrong_lot",
                "duplicate_serial",
                "too_much",
                "not_here",
                "unknown_code",
            ]);
        }
    };
    let again = goods.sku == goods::READER && sight.account.in_house(&goods) > 0;
    let stops = to.is_empty() && !sight.account.is_usable(&goods, sight.today);
    let Shown { quantity, .. } = &at.goods;
    let from = vec!["CLIENTE".to_owned()];
    let leg = Leg { from, to: to.to_owned(), goods, quantity_base: quantity.base };
    let fits = most(sight, at).is_none_or(|most| quantity.base <= most);
    Foreseen::if_so(!again && !stops && fits).moving(vec![leg])
}

/// What may come back of the goods in hand, where a shipment says it.
fn most(sight: &Sight<'_>, at: &ReturnsDecide) -> Option<i64> {
    let (of, goods) = (at.of.as_ref()?, named(&at.goods));
    let lines = left(sight, &of.order).into_iter();
    let same =
        lines.filter(|(left, _)| left.sku == goods.sku && (goods.lot.is_empty() || left.lot == goods.lot));
    Some(same.map(|(_, base)| base).sum())
}
