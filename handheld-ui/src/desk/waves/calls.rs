//! The carriers' calls of today: whether what must leave with them will be picked by then, and when they call.

use bipe_api::Page;
use bipe_api::desk::{Carrier, Forecast, ForecastCall, PutCarrier};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Method};
use crate::desk::list::{Notice, encoded};
use crate::desk::newest::Newest;
use crate::i18n::{self, desk as say};
use crate::live::Live;
use crate::part::icon::{Draw, Icon};
use crate::part::panel::Panel;

/// The most people that a forecast is asked for here.
const PICKERS_MAX: i64 = 99;

/// A card for each call, and how many people the forecast counts on.
#[component]
pub fn Calls() -> impl IntoView {
    let (forecast, pickers) = (RwSignal::new(None::<Forecast>), RwSignal::new(None::<i64>));
    let (setting, notice, live) = (RwSignal::new(false), Notice::new(), expect_context::<Live>());
    let questions = Newest::new();
    Effect::new(move |_| {
        live.tick.track();
        setting.track();
        let path = match pickers.get() {
            Some(pickers) => format!("/api/v1/waves/forecast?pickers={pickers}"),
            None => "/api/v1/waves/forecast".to_owned(),
        };
        let is_newest = questions.ask();
        spawn_local(async move {
            match client::get::<Forecast>(&path).await {
                _ if !is_newest() => {}
                Ok(read) => forecast.set(Some(read)),
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    let close = Callback::new(move |()| setting.set(false));
    view! {
        <section class="calls" aria-label=say::calls()>
            <div class="head slim">
                <h2>{say::calls()}</h2>
                {move || forecast.get().map(|forecast| counted(&forecast, pickers))}
                <button type="button" class="button" data-action="set-calls" on:click=move |_| setting.set(true)>{say::calls_set()}</button>
                {notice.line()}
            </div>
            {move || forecast.get().map(|forecast| cards(forecast.calls, forecast.offset_min))}
            {move || setting.get().then(|| view! { <Times close /> })}
        </section>
    }
}

/// By how many people, and by which pace, with a way to ask for more or fewer of them.
fn counted(forecast: &Forecast, pickers: RwSignal<Option<i64>>) -> impl IntoView + use<> {
    let count = forecast.pickers;
    let step = move |by: i64| pickers.set(Some((count + by).clamp(1, PICKERS_MAX)));
    let pace = match forecast.measured_tours {
        0 => say::pace_usual().to_owned(),
        tours => say::pace_measured(tours),
    };
    view! {
        <span class="stepper" data-testid="pickers">
            <button type="button" class="button square" data-action="fewer-pickers" title=say::pickers_fewer() aria-label=say::pickers_fewer()
                disabled=move || count <= 1 on:click=move |_| step(-1)>"−"</button>
            <b class="number">{say::pickers_count(count)}</b>
            <button type="button" class="button square" data-action="more-pickers" title=say::pickers_more() aria-label=say::pickers_more()
                on:click=move |_| step(1)>"+"</button>
        </span>
        <small>{pace}</small>
    }
}

fn cards(calls: Vec<ForecastCall>, offset_min: i32) -> impl IntoView {
    if calls.is_empty() {
        return view! { <p class="lead">{say::calls_none()}</p> }.into_any();
    }
    let cards = calls.into_iter().map(|call| card(call, offset_min)).collect_view();
    view! { <ul class="call-cards">{cards}</ul> }.into_any()
}

/// One call; times are those of the warehouse's clock, as its carriers know it.
fn card(call: ForecastCall, offset_min: i32) -> impl IntoView {
    let clock = |rfc3339: &str| i18n::clock(rfc3339, offset_min);
    let at = call.cut_off.unwrap_or_else(|| say::call_untimed().to_owned());
    let (class, icon, word) = match call.missed {
        0 => ("call", Icon::Tick, say::call_met(clock(&call.finishes_at))),
        1 => ("call missed", Icon::Warn, say::call_missed_one().to_owned()),
        missed => ("call missed", Icon::Warn, say::call_missed(i18n::number(missed))),
    };
    let named = call.carrier.clone();
    let waiting = (call.waiting > 0).then(|| say::call_waiting(i18n::number(call.waiting)));
    view! {
        <li class=class data-call=named>
            <b class="number">{at}</b>
            <span>{call.carrier}</span>
            <span class="call-word"><Draw icon />{word}</span>
            <small>{say::call_orders(i18n::number(call.orders))}{waiting.map(|waiting| format!(", {waiting}"))}</small>
        </li>
    }
}

/// The panel in which each carrier's time is set.
#[component]
fn Times(close: Callback<()>) -> impl IntoView {
    let (carriers, failed) = (RwSignal::new(None::<Vec<Carrier>>), Notice::new());
    spawn_local(async move {
        match client::get::<Page<Carrier>>("/api/v1/carriers").await {
            Ok(page) => {
                carriers.try_set(Some(page.rows));
            }
            Err(trouble) => failed.bad(&trouble),
        }
    });
    view! {
        <Panel title=say::calls_set().to_owned() close>
            {failed.line()}
            <p class="lead">{say::calls_how()}</p>
            {move || carriers.get().map(|all| all.into_iter().map(|carrier| view! { <Time carrier failed /> }).collect_view())}
        </Panel>
    }
}

#[component]
fn Time(carrier: Carrier, failed: Notice) -> impl IntoView {
    let (text, saved) = (RwSignal::new(carrier.cut_off.unwrap_or_default()), RwSignal::new(false));
    let (code, name) = (carrier.code.clone(), carrier.name.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked().trim().to_owned();
        let cut_off = Some(typed).filter(|typed| !typed.is_empty());
        let put = PutCarrier { name: name.clone(), tracking_prefix: None, cut_off };
        let path = format!("/api/v1/carriers/{}", encoded(&code));
        saved.set(false);
        spawn_local(async move {
            match client::command::<Carrier>(Method::Put, &path, client::json(&put)).await {
                Ok(_) => {
                    failed.clear();
                    saved.try_set(true);
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let word = move || if saved.get() { say::saved() } else { say::save() };
    view! {
        <form class="line-form" on:submit=submit data-carrier=carrier.code>
            <label class="field">
                <span>{carrier.name}</span>
                <input type="time" prop:value=move || text.get() data-testid="field-cut-off"
                    on:input=move |event| { saved.set(false); text.set(event_target_value(&event)) } />
            </label>
            <button type="submit" class="button" data-action="save-call">{word}</button>
        </form>
    }
}
