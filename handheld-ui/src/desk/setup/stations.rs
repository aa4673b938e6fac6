//! Stations: which desks have devices, how these are, and the token by which a station's program speaks.

use bipe_api::setup::Token;
use bipe_api::station::{DeviceState, Station, StationSettings};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::client::{self, Method};
use crate::desk::list::{List, Notice};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::field::TextField;
use crate::part::panel::Panel;
use crate::part::table::{listing, text};

/// The list.
#[component]
pub fn Stations() -> impl IntoView {
    let list = List::<Station>::new(|| "/api/v1/stations".to_owned());
    let (open, notice) = (RwSignal::new(false), Notice::new());
    let token = RwSignal::new(None::<String>);
    let heads = vec![
        text(say::col_station()),
        text(say::col_operator()),
        text(say::col_seen()),
        text(say::col_devices()),
        text(""),
    ];
    let row = move |station: Station| {
        let path = format!("/api/v1/stations/{}/token", station.code);
        let issue = move |_| {
            let path = path.clone();
            spawn_local(async move {
                match client::post::<Token>(&path, &()).await {
                    Ok(made) => token.set(Some(made.token)),
                    Err(trouble) => notice.bad(&trouble),
                }
            });
        };
        let seen = station.seen_at.map(|at| i18n::moment(&at, device::offset_min(), device::this_year()));
        view! {
            <tr>
                <td><b class="code">{station.code}</b><small>{station.name}</small></td>
                <td>{station.operator.unwrap_or_else(|| say::nobody().to_owned())}</td>
                <td class="number">{seen}</td>
                <td class="wide">{station.devices.into_iter().map(state).collect_view()}</td>
                <td class="tools"><button type="button" class="button small" data-action="station-token" on:click=issue>{say::new_token()}</button></td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(false));
    let shown = move || {
        token.get().map(|token| {
            view! { <div class="secret" data-testid="token"><p>{say::token_once()}</p><b class="code">{token}</b></div> }
        })
    };
    view! {
        <div class="head slim">
            <button type="button" class="button primary" data-action="new-station" on:click=move |_| open.set(true)>{say::new_station()}</button>
            {notice.line()}
        </div>
        {shown}
        {listing("stations", list, heads, row, (say::stations_none(), say::stations_how()))}
        {move || open.get().then(|| view! { <New list close /> })}
    }
}

/// A device by shape, name and word; what is wrong with it stands below.
fn state(device: DeviceState) -> impl IntoView {
    let sign = if device.ready { "✓ " } else { "▲ " };
    // The detail after the code is for those who mend it.
    let reason = device.reason.map(|reason| view! { <small class="bad">{reason}</small> });
    view! { <div class:bad=!device.ready>{sign}{device.name}{reason}</div> }
}

#[component]
fn New(list: List<Station>, close: Callback<()>) -> impl IntoView {
    let (code, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failed = Notice::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let path = format!("/api/v1/stations/{}", code.get_untracked().trim().to_uppercase());
        let settings = StationSettings { name: name.get_untracked(), printers: Default::default() };
        spawn_local(async move {
            match client::command::<IgnoredAny>(Method::Put, &path, client::json(&settings)).await {
                Ok(_) => {
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::new_station().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::col_code() value=code name="code" focus=true code=true help=say::station_code_help() />
                <TextField label=say::col_name() value=name name="name" />
                <button type="submit" class="button primary wide" data-action="add">{say::add()}</button>
            </form>
        </Panel>
    }
}
