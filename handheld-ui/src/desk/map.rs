//! The warehouse from above: how often each place is picked from, and how a wave's carts walk.

mod drawing;
mod ways;

use bipe_api::desk::{LayoutMap, MapFault, MapTour, Wave};
use bipe_core::actor::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::drawing::Drawing;
use super::list::{List, with_parameter};
use super::newest::Newest;
use super::told;
use crate::app::Account;
use crate::client;
use crate::i18n::{self, desk as say};
use crate::live::Live;

/// Faults that are named.
const FAULTS_SHOWN: usize = 8;

/// The page.
#[component]
pub fn Map() -> impl IntoView {
    let waves = List::<Wave>::new(|| "/api/v1/waves".to_owned());
    let wave = RwSignal::new(String::new());
    let tour = RwSignal::new(None::<String>);
    let map = RwSignal::new(None::<Result<LayoutMap, String>>);
    let (setting, live, questions) = (RwSignal::new(false), expect_context::<Live>(), Newest::new());
    Effect::new(move |_| {
        live.tick.track();
        // What was said of the ways is drawn once it is saved.
        setting.track();
        let path = match wave.get().as_str() {
            "" => "/api/v1/layout".to_owned(),
            id => with_parameter("/api/v1/layout", "wave", id),
        };
        let is_newest = questions.ask();
        spawn_local(async move {
            let read = client::get::<LayoutMap>(&path).await.map_err(|trouble| told::headline(&trouble));
            // Another wave may have been chosen meanwhile.
            if is_newest() {
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
    let account = expect_context::<Account>();
    let may_set = move || {
        account.session.with(|session| session.as_ref().is_some_and(|one| one.roles.contains(&Role::Admin)))
    };
    let close = Callback::new(move |()| setting.set(false));
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
            {move || may_set().then(|| view! {
                <button type="button" class="button" data-action="set-ways" on:click=move |_| setting.set(true)>{say::ways()}</button>
            })}
        </div>
        {inside}
        {move || setting.get().then(|| view! { <ways::Form close /> })}
    }
}

/// The map with its legend and faults.
fn drawn(map: LayoutMap, tour: RwSignal<Option<String>>) -> impl IntoView {
    let drawing = Drawing::of(&map);
    let (tours, faults) = (map.tours.clone(), map.faults.clone());
    let one_way = map.aisles.iter().any(|aisle| aisle.direction.is_some());
    let signs = [
        (one_way, "▲", say::map_one_way()),
        (!map.links.is_empty(), "┄", say::map_link_sign()),
        (!map.ends_mm.is_empty(), "■", say::map_ends_sign()),
    ];
    let signs = signs.into_iter().filter(|(is_there, ..)| *is_there);
    let signs = signs.map(|(_, sign, word)| view! { <li><b aria-hidden="true">{sign}</b>{word}</li> });
    let signs = signs.collect_view();
    view! {
        <div class="map">
            {drawing.view(map, tour)}
            <aside class="map-side">
                <p class="map-scale"><span>{say::map_less()}</span><i></i><span>{say::map_more()}</span></p>
                <ul class="map-signs">{signs}</ul>
                {(!tours.is_empty()).then(|| legend(tours, tour))}
                {(!faults.is_empty()).then(|| wrong(faults))}
            </aside>
        </div>
    }
}

/// A length in metres, to the decimetre where it is not whole: `12,5` in Portuguese, `12.5` in English.
fn metres(mm: i64) -> String {
    let decimetres = (mm + 50) / 100;
    let whole = i18n::number(decimetres / 10);
    match decimetres % 10 {
        0 => whole,
        part => [whole.as_str(), i18n::either(",", "."), &part.to_string()].concat(),
    }
}

/// How long a tour is, and how short it could be.
fn length(tour: &MapTour) -> String {
    let long = metres(tour.walk_mm);
    match tour.least_mm {
        None => say::map_tour_length(&tour.number, long),
        Some(least) if least >= tour.walk_mm => say::map_tour_shortest(&tour.number, long),
        Some(least) => say::map_tour_least(&tour.number, long, metres(least)),
    }
}

/// The tours by number, with how long they are; one is followed alone when it is chosen.
fn legend(tours: Vec<MapTour>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let all = move || if chosen.get().is_none() { "true" } else { "false" };
    let lengths: Vec<(String, String)> =
        tours.iter().map(|tour| (tour.number.clone(), length(tour))).collect();
    let lengths = move || {
        let seen = |number: &String| chosen.get().is_none_or(|chosen| chosen == *number);
        let seen = lengths.iter().filter(|(number, _)| seen(number));
        seen.map(|(_, length)| view! { <li>{length.clone()}</li> }).collect_view()
    };
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
        <ul class="map-lengths" data-testid="map-lengths">{lengths}</ul>
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
            "unreached" => say::fault_unreached(name(0)),
            "unleft" => say::fault_unleft(name(0)),
            "against" => say::fault_against(name(0), name(1)),
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
