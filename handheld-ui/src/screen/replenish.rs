//! Filling pick faces up: which one, from where, what, and into the face.

use bipe_core::screen::{Bin, ReplenishFace, ReplenishStop};
use leptos::prelude::*;

use crate::i18n::{self, floor as say};
use crate::part::bin::BinCode;
use crate::part::goods::{Amount, GoodsCard};

/// Faces that wait, the next one big.
#[component]
pub fn Faces(faces: ReplenishFace) -> impl IntoView {
    let ReplenishFace { waiting, waiting_count } = faces;
    let more = waiting_count - waiting.len() as i64;
    let more = (more > 0).then(|| view! { <p class="quiet">{say::count_more(i18n::number(more))}</p> });
    let mut waiting = waiting.into_iter();
    let first = match waiting.next() {
        Some(bin) => view! { <h1 class="verb">{say::replenish_title()}</h1><BinCode bin /> }.into_any(),
        None => view! { <h1 class="target">{say::replenish_none()}</h1> }.into_any(),
    };
    let rows = waiting.map(|bin: Bin| {
        view! {
            <li class="row"><span class="row-text"><b class="row-name code">{bin.code}</b><span class="row-detail">{bin.zone}</span></span></li>
        }
    });
    view! { {first} <ul class="rows">{rows.collect_view()}</ul> {more} }
}

/// Where the goods go.
#[component]
fn Then(to: Bin) -> impl IntoView {
    view! { <p class="then"><span>{say::next_bin()}</span>" "<b class="code">{to.code}</b></p> }
}

/// Go to the bin of reserve.
#[component]
pub fn GoTo(stop: ReplenishStop) -> impl IntoView {
    view! {
        <h1 class="verb">{say::go_to()}</h1>
        <BinCode bin=stop.from />
        <p class="second">{say::take()}" "<Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods />
        <Then to=stop.to />
    }
}

/// Take the goods.
#[component]
pub fn Take(stop: ReplenishStop) -> impl IntoView {
    view! {
        <h1 class="verb">{say::take()}" · "<span class="code">{stop.from.code}</span></h1>
        <p class="target big"><Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods />
        <Then to=stop.to />
    }
}

/// Put them into the face.
#[component]
pub fn Into(stop: ReplenishStop) -> impl IntoView {
    view! {
        <h1 class="verb">{say::put_away_to()}</h1>
        <BinCode bin=stop.to />
        <p class="second"><Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods />
    }
}
