//! Moving goods and units by hand: from where, what, and where to.

use bipe_core::screen::{RelocateFrom, RelocateGoods, Returning};
use leptos::prelude::*;

use crate::i18n::{self, floor as say};
use crate::part::bin::{BinCode, UnitCode};
use crate::part::goods::GoodsRow;

/// Where goods are taken from; totes whose goods go back are at hand.
#[component]
pub fn From(from: RelocateFrom) -> impl IntoView {
    let RelocateFrom { waiting, waiting_count } = from;
    let more = waiting_count - waiting.len() as i64;
    let more = (more > 0).then(|| view! { <p class="quiet">{say::count_more(i18n::number(more))}</p> });
    let title = match waiting.is_empty() {
        true => view! { <p class="quiet">{say::relocate_none()}</p> }.into_any(),
        false => view! { <p class="label">{say::relocate_back()}</p> }.into_any(),
    };
    let rows = waiting.into_iter().map(|Returning { unit, order }| {
        view! {
            <li class="row"><span class="row-text"><b class="row-name code">{unit}</b><span class="row-detail">{say::order(order)}</span></span></li>
        }
    });
    view! { <h1 class="verb">{say::relocate_title()}</h1> {title} <ul class="rows">{rows.collect_view()}</ul> {more} }
}

/// Goods under a label; nothing where there are none.
#[component]
fn List(label: &'static str, goods: Vec<bipe_core::screen::Goods>) -> impl IntoView {
    let shown = !goods.is_empty();
    let rows = goods.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    shown.then(|| view! { <p class="label">{label}</p><ul class="rows">{rows}</ul> })
}

/// The item whose lot is still to be scanned.
#[component]
fn LotOf(name: Option<String>) -> impl IntoView {
    name.map(|name| view! { <p class="target">{say::scan_lot()}</p><p class="goods-name">{name}</p> })
}

/// What is taken, out of the bin or the unit.
#[component]
pub fn Take(goods: RelocateGoods) -> impl IntoView {
    let RelocateGoods { from, unit, goes_back, contents, lot_of, .. } = goods;
    let whole = unit.is_some() && !goes_back;
    let whole = whole.then(|| view! { <p class="quiet">{say::relocate_whole()}</p> });
    let at = (!goes_back).then(|| view! { <BinCode bin=from /> });
    let unit = unit.map(|code| view! { <UnitCode code /> });
    let label = if goes_back { say::relocate_goes_back() } else { say::relocate_contents() };
    view! {
        <h1 class="verb">{say::relocate_take()}</h1>
        {at}
        {unit}
        {whole}
        <LotOf name=lot_of />
        <List label goods=contents />
    }
}

/// Where what is in hand goes.
#[component]
pub fn Into(goods: RelocateGoods) -> impl IntoView {
    let RelocateGoods { in_hand, to, lot_of, contents, goes_back, .. } = goods;
    let to = match to {
        Some(bin) => view! { <BinCode bin /> }.into_any(),
        None => view! { <p class="quiet">{say::relocate_anywhere()}</p> }.into_any(),
    };
    let rest = if goes_back { contents } else { Vec::new() };
    view! {
        <h1 class="verb">{say::relocate_to()}</h1>
        {to}
        <LotOf name=lot_of />
        <List label=say::relocate_in_hand() goods=in_hand />
        <List label=say::relocate_goes_back() goods=rest />
    }
}
