//! Users, their badges and PINs.

use bipe_api::setup::{NewUser, User};
use bipe_core::actor::Role;
use bipe_core::id::UserId;
use bipe_core::words::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use serde_json::json;

use super::SureButton;
use crate::client::{self, Body, Method};
use crate::desk::list::{List, Notice};
use crate::i18n::{self, desk as say};
use crate::part::field::TextField;
use crate::part::panel::{Fact, Panel};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// What is open beside the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    New,
    User(UserId),
}

/// The list.
#[component]
pub fn Users() -> impl IntoView {
    let list = List::<User>::new(|| "/api/v1/users".to_owned());
    let (open, notice) = (RwSignal::new(Open::Nothing), Notice::new());
    let heads = vec![
        text(say::col_status()),
        text(say::col_login()),
        text(say::col_name()),
        text(say::col_roles()),
        right(say::col_badges()),
    ];
    let row = move |user: User| {
        let id = user.id;
        let state = if user.active { "active" } else { "inactive" };
        view! {
            <tr tabindex="0" aria-selected=move || (open.get() == Open::User(id)).to_string() on:click=move |_| open.set(Open::User(id))>
                <td><State state=state.to_owned() /></td>
                <td><b>{user.login}</b></td>
                <td class="wide">{user.name}</td>
                <td>{roles(&user.roles)}</td>
                <td class="right">{user.badges.len()}</td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(Open::Nothing));
    let panel = move || match open.get() {
        Open::Nothing => ().into_any(),
        Open::New => view! { <New list notice close /> }.into_any(),
        Open::User(id) => view! { <One id list notice close /> }.into_any(),
    };
    view! {
        <div class="head slim">
            <button type="button" class="button primary" data-action="new-user" on:click=move |_| open.set(Open::New)>{say::new_user()}</button>
            {notice.line()}
        </div>
        {listing("users", list, heads, row, (say::users_none(), say::users_how()))}
        {panel}
    }
}

fn roles(roles: &[Role]) -> String {
    roles.iter().map(|role| say::role(*role)).collect::<Vec<_>>().join(", ")
}

/// One user: badges and PIN.
#[component]
fn One(id: UserId, list: List<User>, notice: Notice, close: Callback<()>) -> impl IntoView {
    let user =
        Memo::new(move |_| list.rows.with(|rows| rows.as_ref()?.iter().find(|user| user.id == id).cloned()));
    let title = Signal::derive(move || user.get().map(|user| user.name).unwrap_or_default());
    let add_badge = move |_| {
        spawn_local(async move {
            match client::post::<IgnoredAny>(&format!("/api/v1/users/{id}/badges"), &()).await {
                Ok(_) => {
                    notice.good(say::badge_made());
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let badges = move || {
        let badges = user.get()?.badges;
        Some(badges.into_iter().map(|code| view! { <BadgeRow code list notice /> }).collect_view())
    };
    let facts = move || {
        user.get().map(|user| {
            view! {
                <dl class="facts">
                    <Fact label=say::col_login()>{user.login}</Fact>
                    <Fact label=say::col_roles()>{roles(&user.roles)}</Fact>
                </dl>
            }
        })
    };
    view! {
        <Panel title close>
            {facts}
            <h3>{say::col_badges()}</h3>
            <ul class="rows">{badges}</ul>
            <button type="button" class="button" data-action="new-badge" on:click=add_badge>{say::new_badge()}</button>
            <h3>{say::change_pin()}</h3>
            <Pin id notice />
        </Panel>
    }
}

#[component]
fn BadgeRow(code: String, list: List<User>, notice: Notice) -> impl IntoView {
    let path = format!("/api/v1/badges/{code}");
    let print = format!("{path}/label.pdf");
    let revoke = Callback::new(move |()| {
        let path = path.clone();
        spawn_local(async move {
            match client::command::<()>(Method::Delete, &path, Body::Empty).await {
                Ok(()) => {
                    notice.good(say::revoked());
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    view! {
        <li class="row" data-testid="badge">
            <span class="row-text code">{code}</span>
            <a class="button small" target="_blank" rel="noopener" href=print>{say::print_badge()}</a>
            <SureButton word=say::revoke() sure=say::revoke_sure() name="revoke" act=revoke />
        </li>
    }
}

#[component]
fn Pin(id: UserId, notice: Notice) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = json!({ "pin": pin.get_untracked().trim() });
        pin.set(String::new());
        spawn_local(async move {
            let path = format!("/api/v1/users/{id}/pin");
            match client::command::<()>(Method::Put, &path, client::json(&body)).await {
                Ok(()) => notice.good(say::pin_changed()),
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    view! {
        <form class="line-form" on:submit=submit>
            <TextField label=say::pin() value=pin name="pin" kind="password" help=say::pin_help() autocomplete="new-password" />
            <button type="submit" class="button" data-action="save-pin">{say::save()}</button>
        </form>
    }
}

/// The form of a new user.
#[component]
fn New(list: List<User>, notice: Notice, close: Callback<()>) -> impl IntoView {
    let field = || RwSignal::new(String::new());
    let (login, name, pin, password) = (field(), field(), field(), field());
    let chosen = RwSignal::new(vec![Role::Picker]);
    let failed = Notice::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let user = NewUser {
            login: login.get_untracked().trim().to_owned(),
            name: name.get_untracked().trim().to_owned(),
            language: i18n::either(Language::Pt, Language::En),
            roles: chosen.get_untracked(),
            pin: pin.get_untracked(),
            password: Some(password.get_untracked()).filter(|password| !password.is_empty()),
        };
        spawn_local(async move {
            match client::post::<IgnoredAny>("/api/v1/users", &user).await {
                Ok(_) => {
                    notice.good(say::user_made());
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let boxes = Role::ALL.into_iter().map(move |role| {
        let toggle = move |_| {
            chosen.update(|chosen| match chosen.iter().position(|one| *one == role) {
                Some(at) => drop(chosen.remove(at)),
                None => chosen.push(role),
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&role)) on:change=toggle />
                <span>{say::role(role)}</span>
            </label>
        }
    });
    view! {
        <Panel title=say::new_user().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::name() value=name name="name" focus=true />
                <TextField label=say::login() value=login name="login" />
                <fieldset class="checks"><legend>{say::col_roles()}</legend>{boxes.collect_view()}</fieldset>
                <TextField label=say::pin() value=pin name="new-pin" kind="password" help=say::pin_help() autocomplete="new-password" />
                <TextField label=say::password_optional() value=password name="password" kind="password" help=say::password_help() autocomplete="new-password" />
                <button type="submit" class="button primary wide" data-action="add">{say::add()}</button>
            </form>
        </Panel>
    }
}
