//! Release channels: how many orders wait for each, how much of it is walked, and the form that makes one.

use bipe_api::desk::{NewWave, PutReleaseChannel, ReleaseChannel, Wave};
use bipe_core::order::release::ReleaseRule;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Body, Method};
use crate::desk::list::{List, Notice, encoded};
use crate::desk::setup::SureButton;
use crate::i18n::{self, desk as say};
use crate::part::field::TextField;
use crate::part::panel::Panel;
use crate::part::table::{listing, right, text};

const PATH: &str = "/api/v1/release-channels";

/// The section.
#[component]
pub fn Channels() -> impl IntoView {
    let list = List::<ReleaseChannel>::new(|| PATH.to_owned());
    let (open, notice) = (RwSignal::new(None::<Option<ReleaseChannel>>), Notice::new());
    let heads = vec![
        text(say::channel_code()),
        text(say::col_name()),
        text(say::col_takes()),
        right(say::col_waiting()),
        right(say::col_running()),
        text(say::col_automatic()),
        text(""),
    ];
    let row = move |channel: ReleaseChannel| row(channel, open, list, notice);
    let close = Callback::new(move |()| open.set(None));
    view! {
        <div class="head">
            <h2>{say::channels()}</h2>
            <button type="button" class="button" data-action="new-channel" on:click=move |_| open.set(Some(None))>{say::channel_new()}</button>
            {notice.line()}
        </div>
        {listing("channels", list, heads, row, (say::channels_none(), say::channels_how()))}
        {move || open.get().map(|channel| view! { <Form channel list close /> })}
    }
}

fn row(
    channel: ReleaseChannel,
    open: RwSignal<Option<Option<ReleaseChannel>>>,
    list: List<ReleaseChannel>,
    notice: Notice,
) -> impl IntoView {
    let ReleaseChannel { code, made_of, orders_waiting, tours_running } = channel.clone();
    let busy = RwSignal::new(false);
    let (released, removed, named) = (code.clone(), code.clone(), code.clone());
    let release = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let wave = NewWave { orders: Vec::new(), release_channel: Some(released.clone()) };
        spawn_local(async move {
            let answer = client::post::<Wave>("/api/v1/waves", &wave).await;
            busy.try_set(false);
            match answer {
                Ok(wave) => {
                    notice.good(say::released(&wave.number, i18n::number(wave.allocated_base)));
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let remove = Callback::new(move |()| {
        let path = format!("{PATH}/{}", encoded(&removed));
        spawn_local(async move {
            match client::command::<serde::de::IgnoredAny>(Method::Delete, &path, Body::Empty).await {
                Ok(_) => list.reload(),
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    let running = match made_of.tours_max {
        Some(most) => format!("{}/{}", i18n::number(tours_running), i18n::number(most)),
        None => i18n::number(tours_running),
    };
    let automatic = if made_of.automatic { say::channel_automatic() } else { say::channel_by_hand() };
    view! {
        <tr tabindex="0" data-channel=named on:click=move |_| open.set(Some(Some(channel.clone())))>
            <td class="code"><b>{code}</b></td>
            <td>{made_of.name}</td>
            <td class="wide">{takes(&made_of.rule)}</td>
            <td class="right">{i18n::number(orders_waiting)}</td>
            <td class="right">{running}</td>
            <td>{automatic}</td>
            <td class="tools">
                <button type="button" class="button small" data-action="release-channel" disabled=move || busy.get() on:click=release>{say::channel_release()}</button>
                <SureButton word=say::remove() sure=say::remove_sure() name="remove-channel" act=remove />
            </td>
        </tr>
    }
}

/// A rule in words.
fn takes(rule: &ReleaseRule) -> String {
    let mut parts = Vec::new();
    for names in [&rule.carriers, &rule.channels] {
        if !names.is_empty() {
            parts.push(names.join(", "));
        }
    }
    if !rule.zones.is_empty() {
        parts.push(say::takes_zones(rule.zones.join(", ")));
    }
    if let Some(least) = rule.priority_min {
        parts.push(say::takes_priority(least));
    }
    match rule.leaves_within_days {
        Some(0) => parts.push(say::takes_today().to_owned()),
        Some(1) => parts.push(say::takes_tomorrow().to_owned()),
        Some(days) => parts.push(say::takes_days(days)),
        None => {}
    }
    if parts.is_empty() { say::takes_all().to_owned() } else { parts.join(" · ") }
}

/// The form's texts.
#[derive(Clone, Copy)]
struct Typed {
    code: RwSignal<String>,
    name: RwSignal<String>,
    carriers: RwSignal<String>,
    channels: RwSignal<String>,
    zones: RwSignal<String>,
    priority_min: RwSignal<String>,
    days: RwSignal<String>,
    orders_max: RwSignal<String>,
    units_max: RwSignal<String>,
    tours_max: RwSignal<String>,
    automatic: RwSignal<bool>,
}

impl Typed {
    fn of(channel: Option<&ReleaseChannel>) -> Self {
        let made_of = channel.map(|channel| &channel.made_of);
        let rule = made_of.map(|made_of| made_of.rule.clone()).unwrap_or_default();
        let number =
            |value: Option<i64>| RwSignal::new(value.map(|value| value.to_string()).unwrap_or_default());
        let names = |names: &[String]| RwSignal::new(names.join(", "));
        Self {
            code: RwSignal::new(channel.map(|channel| channel.code.clone()).unwrap_or_default()),
            name: RwSignal::new(made_of.map(|made_of| made_of.name.clone()).unwrap_or_default()),
            carriers: names(&rule.carriers),
            channels: names(&rule.channels),
            zones: names(&rule.zones),
            priority_min: number(rule.priority_min),
            days: number(rule.leaves_within_days),
            orders_max: number(Some(made_of.map_or(60, |made_of| made_of.orders_max))),
            units_max: number(made_of.and_then(|made_of| made_of.units_max)),
            tours_max: number(made_of.and_then(|made_of| made_of.tours_max)),
            automatic: RwSignal::new(made_of.is_some_and(|made_of| made_of.automatic)),
        }
    }

    /// The channel that is typed; `None` when a number is none.
    fn read(self, units_min: Option<i64>) -> Option<PutReleaseChannel> {
        let number = |text: RwSignal<String>| {
            let text = text.get_untracked();
            let text = text.trim();
            if text.is_empty() { Some(None) } else { text.parse::<i64>().ok().map(Some) }
        };
        let names = |text: RwSignal<String>| {
            let text = text.get_untracked();
            text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let rule = ReleaseRule {
            carriers: names(self.carriers),
            channels: names(self.channels),
            zones: names(self.zones),
            priority_min: number(self.priority_min)?,
            leaves_within_days: number(self.days)?,
        };
        Some(PutReleaseChannel {
            name: self.name.get_untracked(),
            rule,
            orders_max: number(self.orders_max)??,
            units_min,
            units_max: number(self.units_max)?,
            tours_max: number(self.tours_max)?,
            automatic: self.automatic.get_untracked(),
        })
    }
}

/// The panel in which a channel is made or changed.
#[component]
fn Form(channel: Option<ReleaseChannel>, list: List<ReleaseChannel>, close: Callback<()>) -> impl IntoView {
    let (typed, failed) = (Typed::of(channel.as_ref()), Notice::new());
    let is_new = channel.is_none();
    let units_min = channel.as_ref().and_then(|channel| channel.made_of.units_min);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = typed.code.get_untracked().trim().to_owned();
        let Some(put) = typed.read(units_min).filter(|_| !code.is_empty()) else {
            failed.wrong(say::channel_wrong());
            return;
        };
        let path = format!("{PATH}/{}", encoded(&code));
        spawn_local(async move {
            match client::command::<ReleaseChannel>(Method::Put, &path, client::json(&put)).await {
                Ok(_) => {
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let title = channel.map_or_else(|| say::channel_new().to_owned(), |channel| channel.made_of.name);
    let automatic = typed.automatic;
    view! {
        <Panel title close>
            <form on:submit=submit>
                {failed.line()}
                {is_new.then(|| view! { <TextField label=say::channel_code() value=typed.code name="channel-code" focus=true code=true /> })}
                <TextField label=say::col_name() value=typed.name name="channel-name" focus=!is_new />
                <h3>{say::col_takes()}</h3>
                <p class="lead">{say::channel_rule_how()}</p>
                <TextField label=say::channel_carriers() value=typed.carriers name="channel-carriers" help=say::commas() code=true />
                <TextField label=say::channel_channels() value=typed.channels name="channel-channels" help=say::commas() code=true />
                <TextField label=say::channel_zones() value=typed.zones name="channel-zones" help=say::channel_zones_how() code=true />
                <TextField label=say::channel_priority() value=typed.priority_min name="channel-priority" code=true />
                <TextField label=say::channel_days() value=typed.days name="channel-days" help=say::channel_days_how() code=true />
                <h3>{say::channel_limits()}</h3>
                <TextField label=say::channel_orders_max() value=typed.orders_max name="channel-orders" code=true />
                <TextField label=say::channel_units_max() value=typed.units_max name="channel-units" help=say::channel_no_limit() code=true />
                <TextField label=say::channel_tours_max() value=typed.tours_max name="channel-tours" help=say::channel_tours_how() code=true />
                <label class="check wide">
                    <input type="checkbox" data-testid="field-automatic" prop:checked=move || automatic.get()
                        on:change=move |_| automatic.update(|on| *on = !*on) />
                    <span>{say::channel_automatic_how()}</span>
                </label>
                <button type="submit" class="button primary wide" data-action="save-channel">{say::save()}</button>
            </form>
        </Panel>
    }
}
