//! Picking: a tote for each order, then stop by stop: the bin, the goods, the tote.

use bipe_core::screen::{PickDone, PickEmptied, PickInto, PickSkip, PickStop, PickTote};
use leptos::prelude::*;

use super::Hand;
use crate::i18n::floor as say;
use crate::part::actions::word;
use crate::part::bin::{BinCode, UnitCode, size};
use crate::part::goods::{Amount, GoodsCard};
use crate::part::icon::{Draw, Icon};

/// No tour waits.
#[component]
pub fn Empty() -> impl IntoView {
    view! { <h1 class="target">{say::pick_none()}</h1> <p class="quiet">{say::pick_none_how()}</p> }
}

/// An empty tote for an order.
#[component]
pub fn Tote(tote: PickTote) -> impl IntoView {
    let verb = if tote.full.is_some() { say::pick_next_tote() } else { say::pick_tote() };
    let full = tote.full.map(|code| view! { <p class="second">{say::pick_tote_full(code)}</p> });
    view! {
        <h1 class="verb">{verb}</h1>
        {full}
        <p class="target big">{say::cart_slot(tote.slot)}</p>
        <p class="context folds"><b>{say::order(tote.order)}</b>" · "<span>{say::tour(tote.tour)}</span></p>
    }
}

/// Which order and which place on the cart.
#[component]
fn For(stop: PickStop) -> impl IntoView {
    let next = stop.next.map(|bin| {
        view! { <p class="then"><span>{say::next_bin()}</span>" "<b class="code">{bin.code}</b></p> }
    });
    view! { <p class="context folds"><b>{say::slot(stop.slot)}</b>" · "<span>{say::order(stop.order)}</span></p> {next} }
}

/// Go to the bin.
#[component]
pub fn GoTo(stop: PickStop) -> impl IntoView {
    view! {
        <h1 class="verb">{say::go_to()}</h1>
        <BinCode bin=stop.bin.clone() />
        <p class="second">{say::take()}" "<Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods.clone() />
        <For stop />
    }
}

/// Take the goods.
#[component]
pub fn Take(stop: PickStop) -> impl IntoView {
    view! {
        <h1 class="verb">{say::take()}" · "<span class="code">{stop.bin.code.clone()}</span></h1>
        <p class="target big"><Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods.clone() />
        <For stop />
    }
}

/// Put them into the tote.
#[component]
pub fn Into(into: PickInto) -> impl IntoView {
    let stop = into.stop;
    view! {
        <h1 class="verb">{say::put_into()}</h1>
        <UnitCode code=into.tote />
        <p class="second">{say::slot(stop.slot)}</p>
        <p class="second"><Amount quantity=stop.goods.quantity.clone() /></p>
        <GoodsCard goods=stop.goods />
    }
}

/// The tour is done.
#[component]
pub fn Done(done: PickDone) -> impl IntoView {
    let totes = done.totes.into_iter().map(|code| view! { <li class="row"><UnitCode code /></li> });
    view! {
        <h1 class="verb">{say::pick_done()}" · "{say::tour(done.tour)}</h1>
        <p class="second">{say::pick_done_to()}</p>
        <p class=size(&done.desk)>{done.desk.clone()}</p>
        <p class="label">{say::totes()}</p>
        <ul class="rows">{totes.collect_view()}</ul>
    }
}

/// Why the stop is put off once more, as large buttons.
#[component]
pub fn Skip(skip: PickSkip, hand: Hand) -> impl IntoView {
    let reasons = skip.why.into_iter().map(move |command| {
        view! {
            <button type="button" class="work" data-action=command.word().to_lowercase()
                on:click=move |_| hand.scan.run(command.printed())>
                <Draw icon=Icon::of(command) />
                <b>{word(command)}</b>
            </button>
        }
    });
    view! {
        <h1 class="verb">{say::pick_skip()}</h1>
        <BinCode bin=skip.bin />
        <p class="second">{say::pick_skip_how()}</p>
        <div class="works">{reasons.collect_view()}</div>
    }
}

/// Whether the bin is empty, as the book says.
#[component]
pub fn Emptied(emptied: PickEmptied) -> impl IntoView {
    view! {
        <h1 class="verb">{say::pick_emptied()}</h1>
        <BinCode bin=emptied.bin />
        <p class="target">{say::pick_emptied_how()}</p>
    }
}
