//! Log-in at a desk: login and password, or a badge and its PIN.

use bipe_api::session::{LogIn, Session};
use bipe_api::setup::DemoUser;
use bipe_core::code::own;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;

use super::Languages;
use crate::app::Account;
use crate::entry::bare;
use crate::i18n::{desk as say, floor};
use crate::part::field::TextField;
use crate::route::{Place, Route};
use crate::scan::{Ears, Heard};
use crate::{client, device};

/// Goes on to the password: a scanner ends the badge with Enter, which sends the form before there is one.
fn ask_secret() {
    if let Ok(Some(field)) = document().query_selector("[data-testid=field-secret]")
        && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
    {
        // The page has the focus: a key was pressed in it.
        let _ = field.focus();
    }
}

/// The form.
#[component]
pub fn LogInDesk() -> impl IntoView {
    let (account, place) = (expect_context::<Account>(), expect_context::<Place>());
    let (who, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sentence = RwSignal::new(account.ended.get_untracked().then(|| floor::log_in_ended().to_owned()));
    let busy = RwSignal::new(false);
    expect_context::<Ears>().hear(move |heard| {
        if let Heard::Scan(symbol) = heard
            && bare(&symbol).starts_with(own::BADGE)
        {
            who.set(bare(&symbol).to_owned());
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if secret.with_untracked(String::is_empty) {
            return ask_secret();
        }
        busy.set(true);
        spawn_local(async move {
            let body = LogIn {
                who: who.get_untracked().trim().to_owned(),
                secret: secret.get_untracked(),
                warehouse_id: None,
                device: device::name(),
            };
            let answer = client::post::<Session>("/api/v1/session", &body).await;
            busy.set(false);
            secret.set(String::new());
            match answer {
                Ok(session) => account.enter(session),
                Err(trouble) => sentence.set(Some(match trouble.status() {
                    401 => say::log_in_wrong().to_owned(),
                    423 | 429 => trouble
                        .wait_s()
                        .map_or_else(|| floor::log_in_locked().to_owned(), floor::log_in_locked_for),
                    _ => trouble.to_string(),
                })),
            }
        });
    };
    let users = move || account.demo.get().map(|users| view! { <DemoUsers users who secret /> });
    view! {
        <main class="gate" data-screen="log_in_desk">
            <form class="card" on:submit=submit>
                <h1>{say::log_in_title()}</h1>
                <p class="gate-answer" role="alert" data-testid="answer">{move || sentence.get()}</p>
                <TextField label=say::log_in_who() value=who name="who" focus=true autocomplete="username" />
                <TextField label=say::log_in_secret() value=secret name="secret" kind="password" autocomplete="current-password" />
                <button type="submit" class="button primary wide" data-action="confirm" disabled=move || busy.get()>{say::log_in()}</button>
                {users}
                <div class="gate-foot">
                    <Languages />
                    <button type="button" data-action="floor" on:click=move |_| place.go(Route::Floor)>{floor::to_floor()}</button>
                </div>
            </form>
        </main>
    }
}

/// The demonstration's users: choosing one fills the form in and sends it.
#[component]
fn DemoUsers(users: Vec<DemoUser>, who: RwSignal<String>, secret: RwSignal<String>) -> impl IntoView {
    let rows = users.into_iter().map(|user| {
        let (badge, pin) = (user.badge, user.pin);
        let fill = move |_| {
            who.set(badge.clone());
            secret.set(pin.clone());
        };
        let roles = user.roles.iter().map(|role| say::role(*role)).collect::<Vec<_>>().join(", ");
        view! {
            <li>
                <button type="submit" class="row" data-testid="demo-user" on:click=fill>
                    <span class="row-text"><b class="row-name">{user.name}</b><span class="row-detail">{roles}</span></span>
                </button>
            </li>
        }
    });
    view! { <p class="label">{say::log_in_demo()}</p><ul class="rows">{rows.collect_view()}</ul> }
}
