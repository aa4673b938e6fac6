//! Goods and quantities as the floor reads them.

use bipe_core::quantity::Quantity;
use bipe_core::screen::{Freshness, Goods};
use leptos::prelude::*;

use crate::i18n::{self, floor as say};

/// How a quantity splits: `1 CX de 6 + 2 UN`; `None` when it has no packagings.
pub fn packs(quantity: &Quantity) -> Option<String> {
    let of = i18n::either("de", "of");
    let parts: Vec<String> = quantity
        .packs
        .iter()
        .map(|pack| match pack.quantity_base {
            1 => format!("{} {}", i18n::number(pack.count), pack.name),
            base => format!("{} {} {of} {}", i18n::number(pack.count), pack.name, i18n::number(base)),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" + "))
}

/// What is there of these, in one line: `CAFE-500 · L1`.
pub fn dotted(parts: &[Option<String>]) -> String {
    parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A quantity in short: `12 UN`.
pub fn amount(quantity: &Quantity) -> String {
    format!("{} {}", i18n::number(quantity.base), quantity.unit)
}

/// A quantity as an instruction: the number as big as the code above it or smaller, packagings in brackets.
#[component]
pub fn Amount(quantity: Quantity) -> impl IntoView {
    let packs = packs(&quantity).map(|packs| view! { <span class="packs">"("{packs}")"</span> });
    view! {
        <span class="amount" data-testid="quantity">
            <b>{i18n::number(quantity.base)}</b>" "{quantity.unit}
        </span>
        {packs}
    }
}

/// Goods with name, code, lot and expiry. Without a lot there is no chip, and no hole either.
#[component]
pub fn GoodsCard(goods: Goods) -> impl IntoView {
    view! {
        <div class="goods" data-testid="goods">
            <p class="goods-name">{goods.name.clone()}</p>
            <p class="chips">
                <span class="chip code">{goods.sku.clone()}</span>
                <LotChips goods />
            </p>
        </div>
    }
}

/// Lot and expiry as chips.
#[component]
pub fn LotChips(goods: Goods) -> impl IntoView {
    let lot = goods.lot.map(|lot| {
        view! { <span class="chip">{say::lot()}" "<b class="code">{lot}</b></span> }
    });
    let (class, word) = match goods.freshness {
        Freshness::Good => ("chip", None),
        Freshness::Near => ("chip near", Some(say::expiry_near())),
        Freshness::Expired => ("chip expired", Some(say::expired())),
    };
    let expiry = goods.expiry.map(|day| {
        let word = word.map(|word| format!(" · {word}"));
        view! { <span class=class>{say::expiry()}" "<b class="number">{i18n::date(day)}</b>{word}</span> }
    });
    view! { {lot}{expiry} }
}

/// Goods in one row of a list: name and lot left, quantity right.
#[component]
pub fn GoodsRow(goods: Goods) -> impl IntoView {
    let detail = dotted(&[Some(goods.sku.clone()), goods.lot.clone()]);
    view! {
        <li class="row">
            <span class="row-text">
                <span class="row-name">{goods.name.clone()}</span>
                <span class="row-detail code">{detail}</span>
            </span>
            <b class="row-number number">{amount(&goods.quantity)}</b>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use bipe_core::quantity::Pack;
    use bipe_core::words::Language;

    use super::*;

    #[test]
    fn quantities_are_said_in_packagings() {
        i18n::speak(Language::Pt);
        let pack = |count, name: &str, quantity_base| Pack { count, name: name.into(), quantity_base };
        let quantity = |base, packs| Quantity { base, unit: "UN".into(), packs };
        assert_eq!(packs(&quantity(6, vec![])), None);
        assert_eq!(packs(&quantity(6, vec![pack(1, "CX", 6)])).as_deref(), Some("1 CX de 6"));
        let mixed = quantity(1_202, vec![pack(100, "CX", 12), pack(2, "UN", 1)]);
        assert_eq!(packs(&mixed).as_deref(), Some("100 CX de 12 + 2 UN"));
        assert_eq!(amount(&mixed), "1.202 UN");
    }
}
