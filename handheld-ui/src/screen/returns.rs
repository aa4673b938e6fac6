//! Returns: the shipment, the goods, what their symbol did not say, how many and where they go.

use bipe_core::screen::{ReturnOf, ReturnsDecide, ReturnsGoods, ReturnsLot};
use leptos::prelude::*;

use super::Hand;
use super::receive::Missing;
use crate::i18n::{self, floor as say};
use crate::part::bin::UnitCode;
use crate::part::goods::{GoodsCard, GoodsRow};

/// The parcel or the order's number is scanned, or nothing announces the return.
#[component]
pub fn Start() -> impl IntoView {
    view! { <h1 class="target">{say::returns_title()}</h1> <p class="quiet">{say::returns_how()}</p> }
}

/// The shipment above goods, in one line.
#[component]
fn Of(of: Option<ReturnOf>) -> impl IntoView {
    match of {
        Some(of) => {
            view! { <p class="context"><b>{say::order(of.order)}</b>" · "{of.customer}</p> }.into_any()
        }
        None => view! { <p class="context"><b>{say::returns_unplanned()}</b></p> }.into_any(),
    }
}

/// What may still come back, and what the pallet holds.
#[component]
pub fn TakeBack(goods: ReturnsGoods) -> impl IntoView {
    let ReturnsGoods { of, shipped, pallet, on_pallet } = goods;
    let planned = of.is_some();
    let none = match (planned, shipped.is_empty()) {
        (false, _) => Some(say::returns_scan_all()),
        (true, true) => Some(say::returns_all_back()),
        (true, false) => None,
    };
    let none = none.map(|words| view! { <p class="quiet">{words}</p> });
    let title = if planned { say::returns_shipped() } else { say::returns_title() };
    let shipped = shipped.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    let pallet = match pallet {
        Some(code) => view! { <p class="label">{say::on_pallet()}</p><UnitCode code /> }.into_any(),
        None => view! { <p class="label">{say::pallet()}</p><p class="quiet">{say::returns_no_pallet()}</p> }
            .into_any(),
    };
    let held = on_pallet.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    view! {
        <Of of />
        <h1 class="label">{title}</h1>
        <ul class="rows">{shipped}</ul>
        {none}
        <div class="pallet">{pallet}<ul class="rows">{held}</ul></div>
    }
}

/// Goods whose lot or expiry is not known yet.
#[component]
pub fn Lot(lot: ReturnsLot, hand: Hand) -> impl IntoView {
    view! {
        <Of of=lot.of />
        <Missing lot=lot.lot_missing expiry=lot.expiry_missing goods=lot.goods hand />
    }
}

/// How many are in hand, and where they go.
#[component]
pub fn Decide(decide: ReturnsDecide) -> impl IntoView {
    let ReturnsDecide { of, goods, packaging, packaging_base, count } = decide;
    let unit = goods.quantity.unit.clone();
    let size = (packaging_base > 1).then(|| say::packaging_of(&packaging, packaging_base, &unit));
    view! {
        <Of of />
        <h1 class="verb">{say::returns_where()}</h1>
        <p class="target number" data-testid="quantity"><b>{i18n::number(count)}</b>" "{packaging}</p>
        <p class="context number">{size}</p>
        <GoodsCard goods />
        <p class="quiet">{say::returns_count()}</p>
    }
}
