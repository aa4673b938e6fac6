//! Moving goods and units by hand, and what orders no longer want back to a bin.

use bipe_core::screen::{RelocateGoods, Screen};

use super::super::account::{Goods, Leg};
use super::{Foreseen, Sight, is_bin, label, move_back, named};

/// Why a place does not take what is in hand, where no screen tells.
const UNFIT: &[&str] = &[
    "bin_unfit",
    "set_aside",
    "not_so_much",
    "not_here",
    "of_order",
    "taken_by_other",
    "unit_within",
    "unknown_code",
];

/// The same of a bin that has room.
const UNMOVED: &[&str] =
    &["set_aside", "not_so_much", "not_here", "of_order", "taken_by_other", "unit_within", "unknown_code"];

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::RelocateFrom(_) if sight.symbol == "BPCUNDO" => move_back(sight),
        Screen::RelocateFrom(_) => from(sight),
        Screen::RelocateGoods(at) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
            symbol if symbol.starts_with("]d2") => take(sight, at),
            symbol
                if symbol.starts_with("BPL") || symbol.starts_with("]C100") || symbol.starts_with("BPT") =>
            {
                match &at.unit {
                    None => from(sight),
                    Some(unit) => whole(sight, at, unit),
                }
            }
            _ => Foreseen::refused(),
        },
        Screen::RelocateInto(at) => match sight.symbol {
            "BPCUNDO" | "BPCCANCEL" => Foreseen::taken(),
            symbol if symbol.starts_with("]d2") => take(sight, at),
            symbol if symbol.starts_with("BPCQ") => Foreseen::unless(&[
                "not_so_much",
                "bad_quantity",
                "not_here",
                "which_unit",
                "duplicate_serial",
            ]),
            symbol if symbol.starts_with("BPL") => into(sight, at),
            symbol if symbol.starts_with("]C100") || symbol.starts_with("BPT") => Foreseen::unless(UNFIT),
            _ => Foreseen::refused(),
        },
        _ => Foreseen::default(),
    }
}

/// Where goods are taken from: not out of a bin that is counted, nor out of an empty one.
fn from(sight: &Sight<'_>) -> Foreseen {
    let symbol = sight.symbol;
    match symbol.strip_prefix("BPL") {
        Some(bin) if sight.account.locked.contains(bin) => Foreseen::refused_as(&["bin_unfit"]),
        Some(bin) if !is_bin(bin) => Foreseen::unless(&["bin_empty", "not_here"]),
        Some(bin) if sight.account.at(bin).is_empty() => Foreseen::refused_as(&["bin_empty"]),
        Some(_) => Foreseen::taken().next("relocate_goods"),
        None if symbol.starts_with("]C100") || symbol.starts_with("BPT") => Foreseen::unless(&[
            "taken_by_other",
            "of_order",
            "unit_empty",
            "bin_unfit",
            "unknown_code",
            "not_here",
            "new_tote",
        ]),
        None => Foreseen::refused(),
    }
}

/// Goods into the hand: no more than lie there.
fn take(sight: &Sight<'_>, at: &RelocateGoods) -> Foreseen {
    let Some(label) = label(sight.symbol) else { return Foreseen::refused() };
    let Goods { sku, lot } = &label.goods;
    let means = |goods: &Goods| goods.sku == *sku && (lot.is_empty() || goods.lot == *lot);
    let there: i64 = match &at.unit {
        None => {
            let here = sight.account.at(&at.from.code).into_iter().filter(|(goods, _)| means(goods));
            here.map(|(_, base)| base).sum()
        }
        Some(_) => {
            let all = at.contents.iter().chain(&at.in_hand).map(|shown| (named(shown), shown.quantity.base));
            all.filter(|(goods, _)| means(goods)).map(|(_, base)| base).sum()
        }
    };
    let held = at.in_hand.iter().map(|shown| (named(shown), shown.quantity.base));
    let held: i64 = held.filter(|(goods, _)| means(goods)).map(|(_, base)| base).sum();
    if there == 0 || (held + label.quantity_base > there && (!lot.is_empty() || there == held)) {
        return Foreseen::refused();
    }
    Foreseen::unless(&["which_unit", "not_so_much", "duplicate_serial", "wrong_lot", "not_there"])
}

fn leg(at: &RelocateGoods, goods: &bipe_core::screen::Goods, to: &str) -> Leg {
    let mut from = vec![at.from.code.clone()];
    from.extend(at.unit.clone());
    Leg { from, to: to.to_owned(), goods: named(goods), quantity_base: goods.quantity.base }
}

/// The whole unit goes, with all that stands on it.
fn whole(sight: &Sight<'_>, at: &RelocateGoods, unit: &str) -> Foreseen {
    let Some(bin) = sight.symbol.strip_prefix("BPL") else {
        return match sight.symbol.strip_prefix("]C100").unwrap_or(sight.symbol) {
            other if other == unit => Foreseen::taken(),
            _ => Foreseen::unless(UNFIT),
        };
    };
    if at.goes_back {
        return Foreseen::refused_as(&["not_here"]);
    }
    if !sight.account.is_open(bin) || sight.account.locked.contains(&at.from.code) {
        return Foreseen::refused_as(&["bin_unfit", "not_here"]);
    }
    let legs = at.contents.iter().filter(|_| bin != at.from.code).map(|goods| leg(at, goods, bin)).collect();
    let full = bin != at.from.code && sight.crowd.is_full(true);
    if full && is_bin(bin) {
        return Foreseen::refused_as(UNFIT);
    }
    Foreseen::unless(if is_bin(bin) { UNMOVED } else { UNFIT }).moving(legs)
}

/// What is in hand goes into a bin.
fn into(sight: &Sight<'_>, at: &RelocateGoods) -> Foreseen {
    let bin = sight.symbol.trim_start_matches("BPL");
    if !sight.account.is_open(bin) || sight.account.locked.contains(&at.from.code) {
        return Foreseen::refused_as(&["bin_unfit", "not_here", "not_so_much", "set_aside"]);
    }
    // Goods that stand on a pallet may come off it where it stands.
    let legs = at.in_hand.iter().map(|goods| leg(at, goods, bin)).collect();
    let full = bin != at.from.code && sight.crowd.is_full(false);
    if full && is_bin(bin) {
        return Foreseen::refused_as(UNFIT);
    }
    Foreseen::unless(if is_bin(bin) { UNMOVED } else { UNFIT }).moving(legs)
}
