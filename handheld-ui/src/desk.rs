//! The desk: seven places on the left, a search that takes a scan on top, a page in between. Where the screen is narrow, the places
//! are a menu behind a button above the search.

pub mod counts;
pub mod first_start;
pub mod list;
pub mod log_in;
pub mod map;
pub mod newest;
pub mod orders;
pub mod pack;
pub mod receive;
pub mod setup;
pub mod stock;
pub mod told;
pub mod waves;

use bipe_api::session::Session;
use bipe_core::code::OwnCode;
use leptos::html::{Button, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;

use crate::app::{Account, Tongue};
use crate::client::{self, Body, Method};
use crate::i18n::desk as say;
use crate::live::Live;
use crate::part::icon::{Draw, Icon};
use crate::route::{Page, Place, Route};
use crate::scan::{Ears, Heard};

/// What is searched for in stock; kept while one moves about.
#[derive(Clone, Copy)]
pub struct Search(pub RwSignal<String>);

/// The word, icon and key of a page.
fn entry(page: Page) -> (&'static str, Icon, char) {
    match page {
        Page::Receive => (say::nav_receive(), Icon::Receive, '1'),
        Page::Orders => (say::nav_orders(), Icon::Cart, '2'),
        Page::Pack => (say::nav_pack(), Icon::Box, '3'),
        Page::Stock => (say::nav_stock(), Icon::Stock, '4'),
        Page::Counts => (say::nav_counts(), Icon::Count, '5'),
        Page::Map => (say::nav_map(), Icon::Map, '6'),
        Page::Setup => (say::nav_setup(), Icon::Settings, '7'),
    }
}

/// What a scan searches for: the content of our own labels, anything else as it is.
fn searched(symbol: &str) -> String {
    match OwnCode::read(symbol) {
        Some(Ok(code @ OwnCode::Bin(_))) => code.content().into_owned(),
        _ => symbol.to_owned(),
    }
}

/// The frame with the present page.
#[component]
pub fn Desk(session: Session) -> impl IntoView {
    let place = expect_context::<Place>();
    let search = Search(RwSignal::new(String::new()));
    provide_context(search);
    provide_context(Live::follow());
    let ears = expect_context::<Ears>();
    ears.hear(move |heard| {
        if let Heard::Scan(symbol) = heard {
            search.0.set(searched(&symbol));
            place.go(Route::Desk(Page::Stock));
        }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let digit = event.code().strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
        let page = digit.and_then(|digit| Page::ALL.get(digit.wrapping_sub(1)));
        if let Some(page) = page.filter(|_| event.alt_key() && !event.ctrl_key()) {
            event.prevent_default();
            place.go(Route::Desk(*page));
        }
    });
    on_cleanup(move || keys.remove());
    let page = Memo::new(move |_| place.get());
    let inside = move || match page.get() {
        Route::Desk(Page::Receive) => view! { <receive::Receive /> }.into_any(),
        Route::Desk(Page::Orders) => view! { <orders::Orders /> }.into_any(),
        Route::Desk(Page::Pack) => view! { <pack::Pack /> }.into_any(),
        Route::Desk(Page::Stock) => view! { <stock::Stock /> }.into_any(),
        Route::Desk(Page::Counts) => view! { <counts::Counts /> }.into_any(),
        Route::Desk(Page::Map) => view! { <map::Map /> }.into_any(),
        Route::Desk(Page::Setup) => view! { <setup::Setup /> }.into_any(),
        Route::Floor | Route::Setup => ().into_any(),
    };
    view! {
        <div class="desk" data-testid="desk">
            <Side session />
            <Top search />
            <main class="page">{inside}</main>
        </div>
    }
}

/// Places, and who one is; on a narrow screen a bar with a button that opens them.
#[component]
fn Side(session: Session) -> impl IntoView {
    let place = expect_context::<Place>();
    let (open, button) = (RwSignal::new(false), NodeRef::<Button>::new());
    let links = Page::ALL.into_iter().map(move |page| {
        let (word, icon, key) = entry(page);
        let route = Route::Desk(page);
        let current = move || (place.get() == route).then_some("page");
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            open.set(false);
            place.go(route);
        };
        view! {
            <a href=route.path() aria-current=current title=format!("{word} (Alt+{key})") on:click=go>
                <Draw icon /><span>{word}</span>
            </a>
        }
    });
    let here = move || match place.get() {
        Route::Desk(page) => entry(page).0,
        Route::Floor | Route::Setup => "",
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            // The panel beside it stays open.
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                // The button is shown: it opened the menu.
                let _ = button.focus();
            }
        }
    };
    view! {
        <nav class="side" class:open=move || open.get() aria-label=say::nav_label() on:keydown=keys
            on:focusout=move |event| if leaves(&event) { open.set(false) }>
            <p class="brand"><b>"Bipe"</b><span>{session.warehouse.name}</span></p>
            <button node_ref=button type="button" class="menu-button" data-action="menu" aria-controls="desk-menu"
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                <Draw icon=Icon::Leave /><span>{say::menu()}</span><small>{here}</small>
            </button>
            <div class="menu-shade" on:click=move |_| open.set(false)></div>
            <div class="menu" id="desk-menu">
                {links.collect_view()}
                <Me name=session.name />
            </div>
        </nav>
    }
}

/// Whether the focus goes from inside an element to something outside of it. A press on what takes no focus leaves it nowhere.
fn leaves(event: &leptos::ev::FocusEvent) -> bool {
    let inside = event.current_target().and_then(|inside| inside.dyn_into::<web_sys::Node>().ok());
    let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
    inside.zip(next).is_some_and(|(inside, next)| !inside.contains(Some(&next)))
}

/// Who one is, and the ways out.
#[component]
fn Me(name: String) -> impl IntoView {
    let (place, account) = (expect_context::<Place>(), expect_context::<Account>());
    let log_out = move |_| {
        spawn_local(async move {
            // A server that is away can't end the session; it ends with the shift.
            let _ = client::command::<()>(Method::Delete, "/api/v1/session", Body::Empty).await;
            account.session.set(None);
        });
    };
    view! {
        <div class="me">
            <p><Draw icon=Icon::User /><span>{name}</span></p>
            <button type="button" data-action="floor" on:click=move |_| place.go(Route::Floor)>
                <Draw icon=Icon::Scanner /><span>{say::to_floor()}</span>
            </button>
            <button type="button" data-action="logout" on:click=log_out>
                <Draw icon=Icon::Lock /><span>{say::log_out()}</span>
            </button>
            <Languages />
        </div>
    }
}

/// The other language, one press away.
#[component]
pub fn Languages() -> impl IntoView {
    use bipe_core::words::Language;
    let tongue = expect_context::<Tongue>();
    let (word, other) = match tongue.get_untracked() {
        Language::Pt => ("English", Language::En),
        Language::En => ("Português", Language::Pt),
    };
    view! {
        <button type="button" data-action="language" on:click=move |_| tongue.speak(other)>
            <Draw icon=Icon::Settings /><span>{word}</span>
        </button>
    }
}

/// The search, and whether the page is live.
#[component]
fn Top(search: Search) -> impl IntoView {
    let (place, live) = (expect_context::<Place>(), expect_context::<Live>());
    let field = NodeRef::<Input>::new();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.alt_key() && event.code() == "KeyS" {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                // The page has the focus: a key was pressed in it.
                let _ = field.focus();
                field.select();
            }
        }
    });
    on_cleanup(move || keys.remove());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            search.0.set(searched(field.value().trim()));
            place.go(Route::Desk(Page::Stock));
        }
    };
    let state = move || if live.open.get() { ("live on", say::live()) } else { ("live", say::not_live()) };
    view! {
        <header class="top">
            <form class="search" role="search" on:submit=submit>
                <Draw icon=Icon::Search />
                <input node_ref=field type="search" name="search" autocomplete="off" spellcheck="false" data-testid="search"
                    placeholder=say::search() aria-label=say::search_short() title="Alt+S"
                    prop:value=move || search.0.get() />
                <kbd>"Alt+S"</kbd>
            </form>
            <span class=move || state().0 role="status">{move || state().1}</span>
        </header>
    }
}

#[cfg(test)]
mod tests {
    use super::searched;

    #[test]
    fn a_bin_label_searches_for_the_bin() {
        assert_eq!(searched("BPLA-03-02-1"), "A-03-02-1");
        assert_eq!(searched("7891234567895"), "7891234567895");
    }
}
