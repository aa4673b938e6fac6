//! Picking, packing and shipping.

use bipe_core::screen::{PackGoods, PickInto, PickStop, Screen};

use super::super::account::Leg;
use super::{Foreseen, PutIn, Sight, label, named};

pub(super) fn foresee(sight: &Sight<'_>) -> Foreseen {
    match sight.screen {
        Screen::PickTote(at) => tote(sight, at.full.is_some()),
        Screen::PickBin(at) => bin(sight, at),
        Screen::PickGoods(at) => match sight.question {
            Some("how_many" | "short_confirm") => short(sight),
            _ => goods(sight, at),
        },
        Screen::PickSkip(_) => skipping(sight),
        Screen::PickEmptied(at) if sight.symbol == "BPCUNDO" => take_out(sight, Some(&at.tour)),
        Screen::PickInto(into) => pick_into(sight, into),
        Screen::PickEmpty => Foreseen::unless(&["nothing_waits", "not_here"]),
        Screen::PackTote(_) | Screen::PackDone(_) => desk(sight),
        Screen::PackGoods(at) => check(sight, at, false),
        Screen::PackClose(at) => check(sight, at, true),
        Screen::ShipParcel(_) => leaving(sight),
        _ => Foreseen::default(),
    }
}

fn tote(sight: &Sight<'_>, further: bool) -> Foreseen {
    match sight.symbol {
        "BPCCANCEL" | "BPCUNDO" => Foreseen::if_so(further),
        "BPCPICK" => Foreseen::taken(),
        symbol if !symbol.starts_with("BPT") => Foreseen::refused(),
        symbol if !sight.account.at(symbol).is_empty() => Foreseen::refused(),
        _ => Foreseen::unless(&["unit_taken"]),
    }
}

fn bin(sight: &Sight<'_>, at: &PickStop) -> Foreseen {
    match sight.symbol {
        "BPCSKIP" => Foreseen::if_so(at.progress.total - at.progress.done > 1),
        "BPCPICK" => Foreseen::taken(),
        "BPCUNDO" => take_out(sight, Some(&at.tour)),
        symbol => Foreseen::if_so(symbol.strip_prefix("BPL") == Some(&at.bin.code)),
    }
}

/// What went into a tote last comes out again, and lies where it came from: of this tour, or of the one that was ended last.
pub(super) fn take_out(sight: &Sight<'_>, tour: Option<&str>) -> Foreseen {
    let last = sight.put_in.last().filter(|last| tour.is_none_or(|tour| tour == last.tour));
    let Some(PutIn { order, leg, .. }) = last else { return Foreseen::refused_as(&["nothing_to_undo"]) };
    let Leg { from, to, goods, quantity_base } = leg.clone();
    let to_bin = from.first().cloned().unwrap_or_default();
    let back = vec![Leg { from: vec![to], to: to_bin, goods, quantity_base }];
    // What the order no longer wants stays for whoever puts it back.
    let is_wanted = !sight.account.cancelled.contains_key(&(order.clone(), leg.goods.sku.clone()));
    match (tour, is_wanted) {
        (None, _) => Foreseen::unless(&["nothing_to_undo", "stays"]).moving(back),
        (Some(_), true) => Foreseen::taken().saying("undone").moving(back),
        (Some(_), false) => Foreseen::unless(&["stays"]).moving(back),
    }
}

/// Nothing but a reason or giving it up answers the question why a stop is put off again.
fn skipping(sight: &Sight<'_>) -> Foreseen {
    match sight.symbol {
        "BPCCANCEL" | "BPCUNDO" | "BPCPICK" => Foreseen::taken(),
        "BPCBLOCKED" | "BPCEQUIPMENT" | "BPCREACH" | "BPCOTHER" => Foreseen::unless(&["not_finished"]),
        _ => Foreseen::refused(),
    }
}

/// Nothing but a number, its confirmation or giving it up answers the question how many there are.
fn short(sight: &Sight<'_>) -> Foreseen {
    match sight.symbol {
        "BPCCANCEL" | "BPCUNDO" | "BPCPICK" => Foreseen::taken(),
        "BPCCONFIRM" => Foreseen::if_so(sight.question == Some("short_confirm")),
        symbol if symbol.starts_with("BPCQ") => Foreseen::unless(&["bad_quantity"]),
        _ => Foreseen::refused(),
    }
}

fn goods(sight: &Sight<'_>, at: &PickStop) -> Foreseen {
    match sight.symbol {
        symbol if symbol.starts_with("BPT") => part(sight, at),
        "BPCUNDO" => Foreseen { perhaps: true, ..take_out_part(sight, at) },
        "BPCSHORT" | "BPCPICK" | "BPCFULL" => Foreseen::taken(),
        "BPCSKIP" => Foreseen::unless(&["not_finished"]),
        symbol if symbol.starts_with("BPCQ") => Foreseen::unless(&["not_here", "bad_quantity", "too_much"]),
        symbol => {
            let Some(label) = label(symbol) else { return Foreseen::refused() };
            let wanted = named(&at.goods);
            if label.goods.sku != wanted.sku || label.quantity_base > at.goods.quantity.base {
                return Foreseen::refused();
            }
            if label.goods == wanted {
                return Foreseen::if_so(sight.account.may_leave(&at.order, &wanted, sight.today));
            }
            // Another lot is taken where the bin has enough of it that is free; without one, it is asked for.
            let here = label.goods.lot.is_empty() || sight.account.quantity(&at.bin.code, &label.goods) > 0;
            if !here {
                return Foreseen::refused();
            }
            Foreseen::unless(&["wrong_lot", "unusable_lot"])
        }
    }
}

/// A part that went into the tote comes out again before anything of the rest is in hand, and lies where the rest does by then; else
/// the last scan is taken back.
fn take_out_part(sight: &Sight<'_>, at: &PickStop) -> Foreseen {
    let of_stop = |last: &&PutIn| last.order == at.order && last.leg.goods == named(&at.goods);
    if sight.put_in.last().filter(of_stop).is_none() {
        return Foreseen::taken();
    }
    let mut foreseen = take_out(sight, Some(&at.tour));
    for leg in &mut foreseen.legs {
        leg.to.clone_from(&at.bin.code);
    }
    foreseen
}

/// The order's tote before all is in hand is asked for once more; then what is in hand goes into it.
fn part(sight: &Sight<'_>, at: &PickStop) -> Foreseen {
    let asked = sight.question.and_then(|question| question.strip_prefix("part_only "));
    let asked = asked.and_then(|asked| asked.split_once(' ')).filter(|(_, tote)| *tote == sight.symbol);
    let Some((quantity_base, tote)) = asked else { return Foreseen::unless(&["not_here", "not_finished"]) };
    let goods = named(&at.goods);
    let usable = sight.account.may_leave(&at.order, &goods, sight.today);
    let from = vec![at.bin.code.clone()];
    let quantity_base = quantity_base.parse().expect("a number of base units");
    Foreseen::if_so(usable).moving(vec![Leg { from, to: tote.to_owned(), goods, quantity_base }])
}

fn pick_into(sight: &Sight<'_>, into: &PickInto) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" | "BPCPICK" | "BPCFULL" => Foreseen::taken(),
        symbol if symbol == into.tote => {
            let goods = named(&into.stop.goods);
            let leg = Leg {
                from: vec![into.stop.bin.code.clone()],
                to: into.tote.clone(),
                goods: goods.clone(),
                quantity_base: into.stop.goods.quantity.base,
            };
            let order = &into.stop.order;
            Foreseen::if_so(sight.account.may_leave(order, &goods, sight.today)).moving(vec![leg])
        }
        _ => Foreseen::refused(),
    }
}

fn desk(sight: &Sight<'_>) -> Foreseen {
    match sight.symbol {
        "BPCPRINT" => Foreseen::unless(&["nothing_waits"]),
        symbol if symbol.starts_with("BPT") => {
            Foreseen::unless(&["taken_by_other", "unit_empty", "not_finished", "closed", "unknown_code"])
        }
        _ => Foreseen::refused(),
    }
}

fn check(sight: &Sight<'_>, at: &PackGoods, complete: bool) -> Foreseen {
    match sight.symbol {
        "BPCUNDO" => Foreseen::unless(&["nothing_to_undo"]),
        "BPCCONFIRM" if !complete => Foreseen::refused(),
        "BPCCLOSE" | "BPCFULL" | "BPCCONFIRM" => {
            let fresh = |leg: &Leg| sight.account.is_usable(&leg.goods, sight.today);
            let legs = parcel(at);
            Foreseen::if_so(!legs.is_empty() && legs.iter().all(fresh)).moving(legs)
        }
        symbol if symbol.starts_with("BPCQ") => {
            Foreseen::unless(&["not_here", "bad_quantity", "too_much", "unusable_lot"])
        }
        symbol if symbol.starts_with("BPT") => Foreseen::if_so(at.totes.iter().any(|tote| tote == symbol)),
        symbol => {
            let Some(label) = label(symbol) else { return Foreseen::refused() };
            let lot = &label.goods.lot;
            // A symbol without a lot means the one lot that is there; of several it means none.
            let of_item = at.lines.iter().filter(|line| line.goods.sku == label.goods.sku);
            let alone = lot.is_empty() && of_item.count() == 1;
            let means = |line: &&bipe_core::screen::PackLine| {
                let goods = named(&line.goods);
                goods.sku == label.goods.sku && (goods.lot == *lot || goods.lot.is_empty() || alone)
            };
            let lines = || at.lines.iter().filter(means);
            let left: i64 = lines().map(|line| line.goods.quantity.base - line.checked_base).sum();
            let left = left.min(wanted(sight, at, &label.goods.sku));
            let fresh = lines().all(|line| sight.account.is_usable(&named(&line.goods), sight.today));
            Foreseen::if_so(label.quantity_base <= left && fresh)
        }
    }
}

/// What the order still wants of an item at the desk: what was picked and does not go back, less what is packed or checked.
fn wanted(sight: &Sight<'_>, at: &PackGoods, sku: &str) -> i64 {
    let account = sight.account;
    let kept = account.picked.get(&(at.order.clone(), sku.to_owned())).copied().unwrap_or(0);
    let parcels = format!("parcel {} ", at.order);
    let packed =
        account.stock.iter().filter(|((place, here), _)| here.sku == sku && place.starts_with(&parcels));
    let left = account.shipped.iter().filter(|((order, goods), _)| *order == at.order && goods.sku == sku);
    let gone: i64 = packed.map(|(_, base)| base).chain(left.map(|(_, base)| base)).sum();
    let checked: i64 =
        at.lines.iter().filter(|line| line.goods.sku == sku).map(|line| line.checked_base).sum();
    kept - gone - checked
}

/// What is checked off goes from the order's totes into its open parcel.
fn parcel(at: &PackGoods) -> Vec<Leg> {
    let checked = at.lines.iter().filter(|line| line.checked_base > 0);
    let leg = |line: &bipe_core::screen::PackLine| Leg {
        from: at.totes.clone(),
        to: format!("parcel {} {}", at.order, at.parcel),
        goods: named(&line.goods),
        quantity_base: line.checked_base,
    };
    checked.map(leg).collect()
}

/// A parcel's goods go to the customer, all of them, once.
fn leaving(sight: &Sight<'_>) -> Foreseen {
    let Some(sscc) = sight.symbol.strip_prefix("]C100") else { return Foreseen::refused() };
    let Some(place) = sight.account.parcels.get(sscc) else { return Foreseen::default() };
    let leg = |(goods, quantity_base)| Leg {
        from: vec![place.clone()],
        to: "CLIENTE".to_owned(),
        goods,
        quantity_base,
    };
    let legs: Vec<Leg> = sight.account.at(place).into_iter().map(leg).collect();
    // What was packed in time may leave: only a hold or a recall stops it.
    let stopped = legs.iter().any(|leg| sight.account.stopped.contains_key(&leg.goods));
    Foreseen::if_so(!legs.is_empty() && !stopped).moving(legs)
}
