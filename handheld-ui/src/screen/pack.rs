//! Packing: which tote, every item checked against the order, the parcel closed.

use bipe_core::screen::{PackDone, PackGoods, PackLine, PackTote};
use leptos::prelude::*;

use crate::i18n::{self, floor as say};
use crate::part::bin::UnitCode;
use crate::part::goods::LotChips;
use crate::part::icon::{Draw, Icon};
use crate::screen::ship::ParcelRow;

/// Totes that wait to be packed.
#[component]
pub fn Waiting(totes: PackTote) -> impl IntoView {
    let none = totes.waiting.is_empty().then(|| view! { <p class="quiet">{say::pack_none()}</p> });
    let rows = totes.waiting.into_iter().map(|code| view! { <li class="row"><UnitCode code /></li> });
    view! { <h1 class="verb">{say::pack_title()}</h1> <ul class="rows">{rows.collect_view()}</ul> {none} }
}

/// The order's lines, open ones first; `all` when everything is checked.
#[component]
pub fn Check(pack: PackGoods, all: bool) -> impl IntoView {
    let (open, done): (Vec<_>, Vec<_>) =
        pack.lines.into_iter().partition(|line| line.checked_base < line.goods.quantity.base);
    let lines = open.into_iter().chain(done).map(|line| view! { <Line line /> });
    let totes = pack.totes.into_iter().map(|code| view! { <b class="code">{code}</b> }).collect_view();
    let close = all.then(|| {
        view! { <p class="target">{say::pack_close()}</p><p class="second">{say::pack_close_how()}</p> }
    });
    view! {
        <h1 class="context">
            <b>{say::order(pack.order)}</b>" · "{say::pack_parcel(pack.parcel)}" · "{pack.carrier}
        </h1>
        <p class="goods-name one">{pack.customer}</p>
        <p class="context">{say::totes()}": "<span class="codes">{totes}</span></p>
        {close}
        <ul class="rows lines">{lines.collect_view()}</ul>
    }
}

#[component]
fn Line(line: PackLine) -> impl IntoView {
    let PackLine { goods, checked_base } = line;
    let (all, some) = (checked_base >= goods.quantity.base, checked_base > 0);
    let count = say::checked(i18n::number(checked_base), crate::part::goods::amount(&goods.quantity));
    let class = if all {
        "row checked"
    } else if some {
        "row begun"
    } else {
        "row"
    };
    view! {
        <li class=class>
            <span class="mark">{all.then(|| view! { <Draw icon=Icon::Tick /> })}</span>
            <span class="row-text">
                <span class="line-top">
                    <span class="row-name">{goods.name.clone()}</span>
                    <b class="row-number number">{count}</b>
                </span>
                <span class="chips"><span class="chip code">{goods.sku.clone()}</span><LotChips goods /></span>
            </span>
        </li>
    }
}

/// The order is packed.
#[component]
pub fn Done(done: PackDone) -> impl IntoView {
    let rows = done.parcels.into_iter().map(|parcel| view! { <ParcelRow parcel /> });
    view! {
        <h1 class="target">{say::pack_done()}</h1>
        <p class="second">{say::order(done.order)}</p>
        <ul class="rows">{rows.collect_view()}</ul>
    }
}
