//! Set-up: who works here, where goods lie, what prints, who is told.

pub mod labels;
pub mod locations;
pub mod printers;
pub mod stations;
pub mod users;
pub mod webhooks;

use leptos::prelude::*;

use crate::i18n::desk as say;

/// A part of set-up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Users,
    Locations,
    Printers,
    Stations,
    Labels,
    Webhooks,
}

/// The page.
#[component]
pub fn Setup() -> impl IntoView {
    let tab = RwSignal::new(Tab::Users);
    let tabs = [
        (Tab::Users, say::users(), "users"),
        (Tab::Locations, say::locations(), "locations"),
        (Tab::Printers, say::printers(), "printers"),
        (Tab::Stations, say::stations(), "stations"),
        (Tab::Labels, say::templates(), "labels"),
        (Tab::Webhooks, say::webhooks(), "webhooks"),
    ];
    let buttons = tabs.into_iter().map(move |(which, word, name)| {
        let selected = move || if tab.get() == which { "true" } else { "false" };
        view! {
            <button type="button" role="tab" class="filter-button" aria-selected=selected data-testid=format!("tab-{name}")
                on:click=move |_| tab.set(which)>{word}</button>
        }
    });
    let inside = move || match tab.get() {
        Tab::Users => view! { <users::Users /> }.into_any(),
        Tab::Locations => view! { <locations::Locations /> }.into_any(),
        Tab::Printers => view! { <printers::Printers /> }.into_any(),
        Tab::Stations => view! { <stations::Stations /> }.into_any(),
        Tab::Labels => view! { <labels::Labels /> }.into_any(),
        Tab::Webhooks => view! { <webhooks::Webhooks /> }.into_any(),
    };
    view! {
        <div class="head"><h1>{say::nav_setup()}</h1></div>
        <div class="filters" role="tablist">{buttons.collect_view()}</div>
        {inside}
    }
}

/// A button that asks once more before it does what can't be taken back.
#[component]
pub fn SureButton(
    word: &'static str,
    sure: &'static str,
    name: &'static str,
    act: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let press = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        if asked.get_untracked() {
            act.run(());
        }
        asked.update(|asked| *asked = !*asked);
    };
    view! {
        <button type="button" class="button small" class:danger=move || asked.get() data-action=name on:click=press
            on:blur=move |_| asked.set(false)>{move || if asked.get() { sure } else { word }}</button>
    }
}
