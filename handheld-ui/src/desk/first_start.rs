//! The first start: the server's one-time code, the warehouse, its admin. It ends in set-up, where users are added.

use bipe_api::desk::Address;
use bipe_api::session::Session;
use bipe_api::setup::Setup;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Languages;
use super::list::Notice;
use crate::app::Account;
use crate::client;
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::route::{Page, Place, Route};

/// Time zones of Brazil, most used first; any other can be typed.
const ZONES: [&str; 6] = [
    "America/Sao_Paulo",
    "America/Bahia",
    "America/Fortaleza",
    "America/Manaus",
    "America/Cuiaba",
    "America/Rio_Branco",
];

/// How many steps there are.
const STEPS: i32 = 4;

/// What is filled in, over the steps.
#[derive(Clone, Copy)]
struct Form {
    code: RwSignal<String>,
    warehouse_code: RwSignal<String>,
    warehouse_name: RwSignal<String>,
    time_zone: RwSignal<String>,
    gs1_prefix: RwSignal<String>,
    sender: RwSignal<String>,
    street: RwSignal<String>,
    district: RwSignal<String>,
    city: RwSignal<String>,
    state: RwSignal<String>,
    postal_code: RwSignal<String>,
    login: RwSignal<String>,
    name: RwSignal<String>,
    password: RwSignal<String>,
    pin: RwSignal<String>,
}

impl Form {
    fn new() -> Self {
        let field = |text: &str| RwSignal::new(text.to_owned());
        Self {
            code: field(""),
            warehouse_code: field(""),
            warehouse_name: field(""),
            time_zone: field(ZONES[0]),
            gs1_prefix: field(""),
            sender: field(""),
            street: field(""),
            district: field(""),
            city: field(""),
            state: field(""),
            postal_code: field(""),
            login: field("admin"),
            name: field(""),
            password: field(""),
            pin: field(""),
        }
    }

    fn body(self) -> Setup {
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        Setup {
            code: text(self.code),
            warehouse_code: text(self.warehouse_code).to_uppercase(),
            warehouse_name: text(self.warehouse_name),
            time_zone: text(self.time_zone),
            gs1_prefix: text(self.gs1_prefix),
            address: Address {
                name: text(self.sender),
                street: text(self.street),
                district: text(self.district),
                city: text(self.city),
                state: text(self.state).to_uppercase(),
                postal_code: text(self.postal_code),
                ..Address::default()
            },
            login: text(self.login),
            name: text(self.name),
            password: self.password.get_untracked(),
            pin: text(self.pin),
        }
    }
}

/// The wizard.
#[component]
pub fn FirstStart() -> impl IntoView {
    let (account, place) = (expect_context::<Account>(), expect_context::<Place>());
    let (form, step, busy, failed) = (Form::new(), RwSignal::new(1), RwSignal::new(false), Notice::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if step.get_untracked() < STEPS {
            return step.update(|step| *step += 1);
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.clear();
        spawn_local(async move {
            let answer = client::post::<Session>("/api/v1/setup", &form.body()).await;
            busy.set(false);
            match answer {
                Ok(session) => {
                    account.enter(session);
                    place.go(Route::Desk(Page::Setup));
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let inside = move || {
        match step.get() {
        1 => view! {
            <p>{say::first_how()}</p>
            <TextField label=say::first_code() value=form.code name="code" help=say::first_code_help() focus=true code=true />
        }
        .into_any(),
        2 => view! { <WarehouseFields form /> }.into_any(),
        3 => view! { <AddressFields form /> }.into_any(),
        _ => view! { <AdminFields form /> }.into_any(),
    }
    };
    let word = move || if step.get() == STEPS { say::finish() } else { say::next() };
    let back = move || {
        (step.get() > 1).then(|| {
            view! {
                <button type="button" class="button" data-action="previous" on:click=move |_| step.update(|step| *step -= 1)>{say::previous()}</button>
            }
        })
    };
    view! {
        <main class="gate" data-screen="first_start" data-step=move || step.get().to_string()>
            <form class="card" on:submit=submit>
                <p class="step">{move || say::step(step.get(), STEPS)}</p>
                <h1>{say::first_title()}</h1>
                {failed.line()}
                {inside}
                <div class="buttons">
                    {back}
                    <button type="submit" class="button primary" data-action="confirm" disabled=move || busy.get()>{word}</button>
                </div>
                <div class="gate-foot"><Languages /></div>
            </form>
        </main>
    }
}

#[component]
fn WarehouseFields(form: Form) -> impl IntoView {
    let zones = ZONES.into_iter().map(|zone| view! { <option value=zone></option> });
    view! {
        <h2>{say::first_warehouse()}</h2>
        <TextField label=say::warehouse_code() value=form.warehouse_code name="warehouse_code" help=say::warehouse_code_help() focus=true code=true />
        <TextField label=say::warehouse_name() value=form.warehouse_name name="warehouse_name" />
        <label class="field"><span>{say::time_zone()}</span>
            <input type="text" name="time_zone" list="zones" autocomplete="off" spellcheck="false" data-testid="field-time_zone"
                prop:value=move || form.time_zone.get() on:input=move |event| form.time_zone.set(event_target_value(&event)) />
            <datalist id="zones">{zones.collect_view()}</datalist>
        </label>
        <TextField label=say::gs1_prefix() value=form.gs1_prefix name="gs1_prefix" help=say::gs1_prefix_help() code=true />
    }
}

#[component]
fn AddressFields(form: Form) -> impl IntoView {
    view! {
        <h2>{say::first_address()}</h2>
        <TextField label=say::address_name() value=form.sender name="sender" help=say::address_name_help() focus=true autocomplete="organization" />
        <TextField label=say::street() value=form.street name="street" autocomplete="address-line1" />
        <TextField label=say::district() value=form.district name="district" />
        <TextField label=say::city() value=form.city name="city" autocomplete="address-level2" />
        <TextField label=say::state() value=form.state name="state" autocomplete="address-level1" />
        <TextField label=say::postal_code() value=form.postal_code name="postal_code" autocomplete="postal-code" />
    }
}

#[component]
fn AdminFields(form: Form) -> impl IntoView {
    view! {
        <h2>{say::first_admin()}</h2>
        <TextField label=say::name() value=form.name name="name" focus=true autocomplete="name" />
        <TextField label=say::login() value=form.login name="login" autocomplete="username" />
        <TextField label=say::password() value=form.password name="password" kind="password" help=say::password_help() autocomplete="new-password" />
        <TextField label=say::pin() value=form.pin name="pin" kind="password" help=say::pin_help() autocomplete="new-password" />
    }
}
