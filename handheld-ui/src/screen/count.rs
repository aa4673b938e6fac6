//! Counting: which bin, everything in it, and whether that is all. What the book says never comes here.

use bipe_core::screen::{Bin, CountBin, CountClose, CountGoods};
use leptos::prelude::*;

use crate::i18n::{self, floor as say};
use crate::part::bin::{BinCode, UnitCode};
use crate::part::goods::GoodsRow;

/// Bins that wait, the next one big.
#[component]
pub fn Bins(bins: CountBin) -> impl IntoView {
    let CountBin { waiting, waiting_count } = bins;
    let more = waiting_count - waiting.len() as i64;
    let more = (more > 0).then(|| view! { <p class="quiet">{say::count_more(i18n::number(more))}</p> });
    let mut waiting = waiting.into_iter();
    let first = match waiting.next() {
        Some(bin) => {
            let zone = bin.zone.clone();
            view! { <h1 class="verb">{say::go_to()}</h1><BinCode bin /><p class="context">{zone}</p> }
                .into_any()
        }
        None => view! { <h1 class="verb">{say::count_title()}</h1><p class="quiet">{say::count_none()}</p> }
            .into_any(),
    };
    let rows = waiting.map(|bin: Bin| {
        view! {
            <li class="row"><span class="row-text"><b class="row-name code">{bin.code}</b><span class="row-detail">{bin.zone}</span></span></li>
        }
    });
    view! { {first} <ul class="rows">{rows.collect_view()}</ul> {more} }
}

/// Everything in the bin.
#[component]
pub fn Goods(count: CountGoods) -> impl IntoView {
    let CountGoods { bin, unit, counted, lot_of } = count;
    let none = counted.is_empty().then(|| view! { <p class="quiet">{say::counted_nothing()}</p> });
    let rows = counted.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    let unit = unit.map(|code| view! { <p class="label">{say::count_in_unit()}</p><UnitCode code /> });
    let lot_of =
        lot_of.map(|name| view! { <p class="target">{say::scan_lot()}</p><p class="goods-name">{name}</p> });
    view! {
        <h1 class="verb">{say::counting()}</h1>
        <BinCode bin />
        {unit}
        {lot_of}
        <p class="label">{say::counted_so_far()}</p>
        <ul class="rows">{rows}</ul>
        {none}
    }
}

/// Whether that is all.
#[component]
pub fn Close(count: CountClose) -> impl IntoView {
    let CountClose { bin, counted } = count;
    let title = if counted.is_empty() { say::count_empty() } else { say::count_all() };
    let rows = counted.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    view! {
        <h1 class="verb">{say::counting()}" · "<span class="code">{bin.code}</span></h1>
        <p class="target">{title}</p>
        <ul class="rows">{rows}</ul>
    }
}
