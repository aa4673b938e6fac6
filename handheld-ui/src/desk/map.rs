//! The warehouse from above: how often each place is picked from, and how a wave's carts walk.

use bipe_api::desk::{LayoutMap, MapFault, MapSpot, MapTour, Wave};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::{List, with_parameter};
use crate::client;
use crate::i18n::{self, desk as say};
use crate::live::Live;

/// Drawn in decimetres: bins this wide and deep.
const BIN: i64 = 11;
/// Room around all that is drawn.
const EDGE: i64 = 30;
/// Faults that are named.
const FAULTS_SHOWN: usize = 8;

/// The page.
#[component]
pub fn Map() -> impl IntoView {
    let waves = List::<Wave>::new(|| "/api/v1/waves".to_owned());
    let wave = RwSignal::new(String::new());
    let tour = RwSignal::new(None::<String>);
    let map = RwSignal::new(None::<Result<LayoutMap, String>>);
    let live = expect_context::<Live>();
    Effect::new(move |_| {
        live.tick.track();
        let wanted = wave.get();
        let path = match wanted.as_str() {
            "" => "/api/v1/layout".to_owned(),
            id => with_parameter("/api/v1/layout", "wave", id),
        };
        spawn_local(async move {
            let read = client::get::<LayoutMap>(&path).await.map_err(|trouble| trouble.headline());
            // Another wave may have been chosen meanwhile.
            if wave.try_get_untracked().is_some_and(|now| now == wanted) {
                map.set(Some(read));
            }
        });
    });
    let choose = move |event| {
        tour.set(None);
        wave.set(event_target_value(&event));
    };
    let options = move || {
        let rows = waves.rows.get().unwrap_or_default();
        let option =
            |row: Wave| view! { <option value=row.id.to_string()>{say::map_wave(&row.number)}</option> };
        rows.into_iter().map(option).collect_view()
    };
    let inside = move || match map.get() {
        None => view! { <p class="quiet">"…"</p> }.into_any(),
        Some(Err(sentence)) => view! { <p class="failed bad" role="alert">{sentence}</p> }.into_any(),
        Some(Ok(map)) if map.spots.is_empty() => view! {
            <div class="empty"><b>{say::map_none()}</b><p>{say::map_how()}</p></div>
        }
        .into_any(),
        Some(Ok(map)) => drawn(map, tour).into_any(),
    };
    view! {
        <div class="head">
            <h1>{say::nav_map()}</h1>
            <label class="map-which">
                <span>{say::map_which()}</span>
                <select data-testid="map-wave" on:change=choose prop:value=move || wave.get()>
                    <option value="">{say::map_heat()}</option>
                    {options}
                </select>
            </label>
        </div>
        {inside}
    }
}

/// The map with its legend and faults.
fn drawn(map: LayoutMap, tour: RwSignal<Option<String>>) -> impl IntoView {
    let LayoutMap { aisles, cross_aisles_mm, desk_mm, spots, tours, faults } = map;
    let most = spots.iter().map(|spot| spot.picks).max().unwrap_or(0);
    let across = || spots.iter().map(|spot| spot.x_mm).chain([desk_mm[0]]);
    let along =
        || spots.iter().map(|spot| spot.y_mm).chain([desk_mm[1]]).chain(cross_aisles_mm.iter().copied());
    let (left, right) = (across().min().unwrap_or(0) / 100, across().max().unwrap_or(0) / 100);
    let (front, back) = (along().min().unwrap_or(0) / 100, along().max().unwrap_or(0) / 100);
    // The front is below, as one stands before the aisles.
    let (x, y) = (move |mm: i64| mm / 100 - left + EDGE, move |mm: i64| back - mm / 100 + EDGE);
    let (width, height) = (right - left + 2 * EDGE, back - front + 2 * EDGE + 20);
    let names = aisles.into_iter().map(|aisle| {
        view! { <text class="map-aisle" x=x(aisle.x_mm) y=y(front * 100) + 26>{aisle.aisle}</text> }
    });
    let crosses = cross_aisles_mm.iter().map(|at| {
        view! { <line class="map-cross" x1=EDGE / 2 x2=width - EDGE / 2 y1=y(*at) y2=y(*at) /> }
    });
    let bins = spots.into_iter().map(|spot| bin(spot, most, x, y));
    let lines = tours.iter().map(|one| line(one, tour, x, y)).collect_view();
    let desk = view! {
        <g class="map-desk">
            <rect x=x(desk_mm[0]) - 9 y=y(desk_mm[1]) - 9 width="18" height="18" rx="3" />
            <title>{say::map_desk()}</title>
        </g>
    };
    view! {
        <div class="map">
            <svg class="map-drawing" role="img" aria-label=say::map_label() data-testid="map" viewBox=format!("0 0 {width} {height}")>
                {crosses.collect_view()}
                {bins.collect_view()}
                {lines}
                {desk}
                {names.collect_view()}
            </svg>
            <aside class="map-side">
                <p class="map-scale"><span>{say::map_less()}</span><i></i><span>{say::map_more()}</span></p>
                {(!tours.is_empty()).then(|| legend(tours, tour))}
                {(!faults.is_empty()).then(|| wrong(faults))}
            </aside>
        </div>
    }
}

/// A place: the darker, the more often it is picked from. Its number says the same.
fn bin(spot: MapSpot, most: i64, x: impl Fn(i64) -> i64, y: impl Fn(i64) -> i64) -> impl IntoView {
    let heat = if spot.picks == 0 { 0.0 } else { 0.2 + 0.8 * spot.picks as f64 / most.max(1) as f64 };
    let (left, top) = (x(spot.x_mm) - BIN / 2, y(spot.y_mm) - BIN / 2);
    view! {
        <g>
            <rect class="map-bin" x=left y=top width=BIN height=BIN rx="1" />
            <rect class="map-heat" x=left y=top width=BIN height=BIN rx="1" fill-opacity=format!("{heat:.2}") />
            <title>{say::map_picks(&spot.code, i18n::number(spot.picks))}</title>
        </g>
    }
}

/// A tour's walk: drawn when it, or none, is chosen.
fn line<X: Fn(i64) -> i64, Y: Fn(i64) -> i64>(
    one: &MapTour,
    chosen: RwSignal<Option<String>>,
    x: X,
    y: Y,
) -> impl IntoView + use<X, Y> {
    let points: Vec<String> = one.path_mm.iter().map(|[px, py]| format!("{},{}", x(*px), y(*py))).collect();
    let number = one.number.clone();
    let class = move || match chosen.get() {
        Some(other) if other == number => "map-tour chosen",
        Some(_) => "map-tour hidden",
        None => "map-tour",
    };
    view! { <polyline class=class points=points.join(" ") /> }
}

/// The tours by number; one is followed alone when it is chosen.
fn legend(tours: Vec<MapTour>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let all = move || if chosen.get().is_none() { "true" } else { "false" };
    let buttons = tours.into_iter().map(move |tour| {
        let (number, own) = (tour.number.clone(), tour.number.clone());
        let pressed = move || if chosen.get().as_deref() == Some(own.as_str()) { "true" } else { "false" };
        view! {
            <button type="button" class="filter-button" aria-pressed=pressed
                on:click=move |_| chosen.set(Some(number.clone()))>{tour.number}</button>
        }
    });
    view! {
        <h2>{say::map_tours()}</h2>
        <div class="filters" role="group">
            <button type="button" class="filter-button" aria-pressed=all on:click=move |_| chosen.set(None)>{say::map_all_tours()}</button>
            {buttons.collect_view()}
        </div>
    }
}

fn wrong(faults: Vec<MapFault>) -> impl IntoView {
    let more = faults.len().saturating_sub(FAULTS_SHOWN);
    let sentence = |fault: MapFault| {
        let name = |at: usize| fault.names.get(at).map(String::as_str).unwrap_or_default();
        let sentence = match fault.kind.as_str() {
            "twice" => say::fault_twice(name(0), name(1)),
            "crooked" => say::fault_crooked(name(0)),
            "unreachable" => say::fault_unreachable(name(0)),
            _ => say::fault_layout(name(0)),
        };
        view! { <li>{sentence}</li> }
    };
    view! {
        <h2 class="bad">"▲ "{say::map_faults()}</h2>
        <ul class="map-faults">
            {faults.into_iter().take(FAULTS_SHOWN).map(sentence).collect_view()}
            {(more > 0).then(|| view! { <li>{say::faults_more(i18n::number(more as i64))}</li> })}
        </ul>
    }
}
