//! Webhooks: who is told what happens, signed.

use bipe_api::webhook::{NewWebhook, Webhook};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::SureButton;
use crate::client::{self, Body, Method};
use crate::desk::list::{List, Notice};
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;
use crate::part::table::{listing, text};

/// The list.
#[component]
pub fn Webhooks() -> impl IntoView {
    let list = List::<Webhook>::new(|| "/api/v1/webhooks".to_owned());
    let (open, notice) = (RwSignal::new(false), Notice::new());
    let secret = RwSignal::new(None::<String>);
    let heads = vec![text(say::col_url()), text(say::col_events()), text("")];
    let row = move |webhook: Webhook| {
        let events =
            if webhook.events.is_empty() { say::all_events().to_owned() } else { webhook.events.join(", ") };
        let path = format!("/api/v1/webhooks/{}", webhook.id);
        let remove = Callback::new(move |()| {
            let path = path.clone();
            spawn_local(async move {
                match client::command::<()>(Method::Delete, &path, Body::Empty).await {
                    Ok(()) => list.reload(),
                    Err(trouble) => notice.bad(&trouble),
                }
            });
        });
        view! {
            <tr>
                <td class="code wide">{webhook.url}</td>
                <td>{events}</td>
                <td class="tools"><SureButton word=say::remove() sure=say::remove_sure() name="remove" act=remove /></td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(false));
    let shown = move || {
        secret.get().map(|secret| {
            view! { <div class="secret" data-testid="secret"><p>{say::secret_once()}</p><b class="code">{secret}</b></div> }
        })
    };
    view! {
        <div class="head slim">
            <button type="button" class="button primary" data-action="new-webhook" on:click=move |_| open.set(true)>{say::new_webhook()}</button>
            {notice.line()}
        </div>
        {shown}
        {listing("webhooks", list, heads, row, (say::webhooks_none(), say::webhooks_how()))}
        {move || open.get().then(|| view! { <New list secret close /> })}
    }
}

#[component]
fn New(list: List<Webhook>, secret: RwSignal<Option<String>>, close: Callback<()>) -> impl IntoView {
    let (url, events) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failed = Notice::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = events.get_untracked();
        let events =
            typed.split(',').map(str::trim).filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        let webhook = NewWebhook { url: url.get_untracked().trim().to_owned(), events };
        spawn_local(async move {
            match client::post::<Webhook>("/api/v1/webhooks", &webhook).await {
                Ok(made) => {
                    secret.set(made.secret);
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::new_webhook().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::col_url() value=url name="url" focus=true code=true />
                <TextField label=say::col_events() value=events name="events" help=say::events_help() code=true />
                <button type="submit" class="button primary wide" data-action="add">{say::add()}</button>
            </form>
        </Panel>
    }
}
