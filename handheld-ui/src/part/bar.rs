//! The top bar: warehouse · operator · progress · connection and what is pending · battery.

use bipe_api::session::Session;
use bipe_core::screen::Progress;
use leptos::prelude::*;

use super::battery::BatteryLevel;
use super::icon::{Draw, DrawChanging, Icon};
use crate::floor::Floor;
use crate::i18n::floor as say;
use crate::scan::Ears;

/// The bar, 40 px high whatever it shows. When the page can't hear the scanner, it says so in place of all else.
#[component]
pub fn Bar(session: Session, progress: Signal<Option<Progress>>) -> impl IntoView {
    let (floor, ears) = (expect_context::<Floor>(), expect_context::<Ears>());
    let pending = move || {
        let count = floor.pending.get();
        // One scan on its way is no news; one that stays is.
        let shown = count > 1 || count == 1 && !floor.online.get();
        shown.then(|| view! { <span class="pending" data-testid="pending">{say::pending(count)}</span> })
    };
    // Whether work is carried is told anew with each answer: nothing may be drawn anew for it.
    let link_icon = Signal::derive(move || if floor.online.get() { Icon::Online } else { Icon::Offline });
    let link_word = move || match floor.online.get() {
        true => say::online(),
        false if floor.carries() => say::offline_goes_on(),
        false => say::offline(),
    };
    let carries = move || if floor.carries() { "true" } else { "false" };
    let stops = move || {
        let progress = progress.get()?;
        let text = say::stops(progress.done, progress.total);
        (progress.total > 0)
            .then(|| view! { <span class="stops number" data-testid="progress">{text}</span> })
    };
    let part = move || {
        let done = progress.get().filter(|progress| progress.total > 0);
        let percent = done.map_or(0, |done| (100 * done.done / done.total).clamp(0, 100));
        // Writing fractions costs a handheld 7 kB of program.
        format!("scaleX({percent}e-2)")
    };
    view! {
        <header class="bar">
            <p class="who"><b>{session.warehouse.code}</b><span>{session.name}</span></p>
            {stops}
            {pending}
            <span class="link" class:lost=move || !floor.online.get() role="img" aria-label=link_word title=link_word
                data-carries=carries>
                <DrawChanging icon=link_icon />
            </span>
            <BatteryLevel />
            <span class="ear" role="img" aria-label=say::listening() title=say::listening()>
                <Draw icon=Icon::Scanner />
            </span>
            <span class="progress"><span style:transform=part></span></span>
            <Deaf ears />
        </header>
    }
}

/// What covers the bar while no scan would be heard. It waits a moment before it shows: focus comes and goes.
#[component]
pub fn Deaf(ears: Ears) -> impl IntoView {
    let shown = move || ears.keep.get() && !ears.listening.get();
    view! {
        <Show when=shown>
            <button type="button" class="deaf" data-testid="deaf" on:click=move |_| ears.wake()>
                <Draw icon=Icon::Warn />{say::deaf()}
            </button>
        </Show>
    }
}
