//! The side panel: one thing in detail, beside the list it came from. Esc closes it.

use leptos::prelude::*;

use super::icon::{Draw, Icon};
use crate::i18n::desk as say;

/// The panel's frame.
#[component]
pub fn Panel(#[prop(into)] title: Signal<String>, close: Callback<()>, children: Children) -> impl IntoView {
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            close.run(());
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <aside class="panel" aria-label=move || title.get() data-testid="panel">
            <header class="panel-head">
                <h2>{move || title.get()}</h2>
                <button type="button" class="icon-button" data-action="close-panel" title=say::close_panel() aria-label=say::close_panel()
                    on:click=move |_| close.run(())><Draw icon=Icon::Cross /></button>
            </header>
            <div class="panel-body">{children()}</div>
        </aside>
    }
}

/// A label and its value.
#[component]
pub fn Fact(label: &'static str, children: Children) -> impl IntoView {
    view! { <div class="fact"><dt>{label}</dt><dd>{children()}</dd></div> }
}
