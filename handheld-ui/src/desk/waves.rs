//! Waves and how far their tours have come.

pub mod calls;
pub mod channels;

use bipe_api::desk::{Tour, Wave};
use leptos::prelude::*;

use super::list::List;
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The waves, newest first as the server sends them.
#[component]
pub fn Waves() -> impl IntoView {
    let list = List::<Wave>::new(|| "/api/v1/waves".to_owned());
    let heads = vec![
        text(say::col_status()),
        text(say::col_wave()),
        text(say::col_released()),
        right(say::col_orders()),
        right(say::col_units()),
        right(say::col_walk()),
        text(say::col_tours()),
    ];
    let row = |wave: Wave| {
        let walk = walk(&wave.tours);
        let tours = wave.tours.into_iter().map(tour).collect_view();
        let open = (wave.open_base > 0).then(|| {
            view! { <small class="bad">" ▲ "{i18n::number(wave.open_base)}</small> }
        });
        view! {
            <tr>
                <td><State state=wave.status /></td>
                <td class="number"><b>{wave.number}</b>{wave.release_channel.map(|code| view! { <small class="code">" "{code}</small> })}</td>
                <td class="number">{i18n::moment(&wave.released_at, device::offset_min(), device::this_year())}</td>
                <td class="right">{wave.orders}</td>
                <td class="right">{i18n::number(wave.allocated_base)}{open}</td>
                <td class="right">{walk}</td>
                <td class="wide"><div class="tours">{tours}</div></td>
            </tr>
        }
    };
    view! {
        <div class="head"><h2>{say::waves()}</h2></div>
        {listing("waves", list, heads, row, (say::waves_none(), say::waves_how()))}
    }
}

/// How far a wave is walked in all, and what that saves; nothing where the layout was not known.
fn walk(tours: &[Tour]) -> Option<impl IntoView + use<>> {
    let sum = |mm: fn(&Tour) -> Option<i64>| tours.iter().map(mm).sum::<Option<i64>>();
    let walked = sum(|tour| tour.walk_mm).filter(|mm| *mm > 0)?;
    let (s_shape, by_bin) = (sum(|tour| tour.s_shape_mm), sum(|tour| tour.by_bin_mm));
    // A walk that saves nothing says nothing of it.
    let saved = |other: i64| {
        let percent = (other - walked).max(0) * 100 / other.max(1);
        (percent > 0).then(|| format!("−{} %", i18n::number(percent)))
    };
    Some(view! {
        <div class="walk">
            <b>{say::walk(i18n::number((walked + 500) / 1_000))}</b>
            {s_shape.and_then(saved).map(|saved| view! { <small>{say::walk_s_shape(saved)}</small> })}
            {by_bin.and_then(saved).map(|saved| view! { <small>{say::walk_by_bin(saved)}</small> })}
        </div>
    })
}

/// A tour as a thin bar with its number and operator.
fn tour(tour: Tour) -> impl IntoView {
    let width = if tour.stops > 0 { 100 * tour.stops_done / tour.stops } else { 0 };
    let operator = tour.operator.unwrap_or_else(|| say::nobody().to_owned());
    let title = operator.clone();
    let word = match tour.status.as_str() {
        "open" => Some(say::st_waiting()),
        _ => None,
    };
    let state = match word {
        Some(word) => view! { <State state="waiting".to_owned() word /> }.into_any(),
        None => view! { <State state=tour.status /> }.into_any(),
    };
    view! {
        <div class="tour" title=title>
            <b class="number">{tour.number}</b>{state}
            <span class="meter"><span style:width=format!("{width}%")></span></span>
            <span class="number">{tour.stops_done}"/"{tour.stops}</span>
            <span class="tour-who">{operator}</span>
        </div>
    }
}
