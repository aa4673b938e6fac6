//! The import of invoices, and a blind receipt begun.

use bipe_api::desk::ReceiptDetail;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Body, Method, Trouble};
use crate::desk::list::Notice;
use crate::desk::told;
use crate::i18n::desk as say;
use crate::part::icon::{Draw, Icon};

/// Where an invoice's XML is dropped, pasted or chosen.
#[component]
pub fn Import(imported: Callback<String>) -> impl IntoView {
    let (over, busy, pasting) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (notice, failed) = (Notice::new(), RwSignal::new(None::<Trouble>));
    let (file_field, pasted) = (NodeRef::<Input>::new(), RwSignal::new(String::new()));
    let send = move |xml: String| {
        if busy.get_untracked() || xml.trim().is_empty() {
            return;
        }
        busy.set(true);
        failed.set(None);
        notice.clear();
        spawn_local(async move {
            let path = "/api/v1/receipts/nfe";
            let answer = client::command::<ReceiptDetail>(Method::Post, path, Body::Xml(xml)).await;
            busy.set(false);
            match answer {
                Ok(detail) => {
                    pasting.set(false);
                    pasted.set(String::new());
                    notice.good(say::import_done(&detail.receipt.number));
                    imported.run(detail.receipt.id.to_string());
                }
                Err(trouble) => failed.set(Some(trouble)),
            }
        });
    };
    let read = move |file: web_sys::File| {
        spawn_local(async move {
            match file_text(&file).await {
                Some(xml) => send(xml),
                None => failed.set(Some(Trouble::Unreadable(say::import_unreadable().to_owned()))),
            }
        });
    };
    let drop_file = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(data) = event.data_transfer() else { return };
        match data.files().and_then(|files| files.get(0)) {
            Some(file) => read(file),
            None => send(data.get_data("text/plain").unwrap_or_default()),
        }
    };
    let choose = move |_| {
        let field = file_field.get_untracked();
        if let Some(file) = field.as_ref().and_then(|field| field.files()).and_then(|files| files.get(0)) {
            read(file);
        }
        if let Some(field) = field {
            field.set_value("");
        }
    };
    let paste = move || pasting.get().then(|| view! { <Paste pasted send=Callback::new(send) /> });
    view! {
        <section class="drop" class:over=move || over.get() class:busy=move || busy.get() data-testid="import"
            on:dragover=move |event| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false) on:drop=drop_file>
            <Draw icon=Icon::Upload />
            <p><b>{move || if busy.get() { say::import_busy() } else { say::import_title() }}</b><span>{say::import_how()}</span></p>
            <label class="button primary">{say::import_file()}
                <input node_ref=file_field class="file" type="file" accept=".xml,text/xml,application/xml" data-testid="nfe-file" on:change=choose />
            </label>
            <button type="button" class="button" data-action="paste" on:click=move |_| pasting.update(|on| *on = !*on)>
                {say::import_paste()}
            </button>
            <BeginBlind busy failed notice imported />
        </section>
        {paste}
        {notice.line()}
        {move || failed.get().map(|trouble| view! { <Failed trouble /> })}
    }
}

/// Where the XML is pasted.
#[component]
fn Paste(pasted: RwSignal<String>, send: Callback<String>) -> impl IntoView {
    view! {
        <div class="paste">
            <textarea rows="5" class="code" name="xml" spellcheck="false" aria-label=say::import_paste() data-testid="nfe-text"
                prop:value=move || pasted.get() on:input=move |event| pasted.set(event_target_value(&event))></textarea>
            <button type="button" class="button primary" data-action="import" on:click=move |_| send.run(pasted.get_untracked())>
                {say::import_send()}
            </button>
        </div>
    }
}

/// Begins a receipt that nothing announces.
#[component]
fn BeginBlind(
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Trouble>>,
    notice: Notice,
    imported: Callback<String>,
) -> impl IntoView {
    let begin = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let body = Body::Json(r#"{"kind":"blind"}"#.to_owned());
            let answer = client::command::<ReceiptDetail>(Method::Post, "/api/v1/receipts", body).await;
            busy.set(false);
            match answer {
                Ok(detail) => {
                    notice.good(say::blind_begun(&detail.receipt.number));
                    imported.run(detail.receipt.id.to_string());
                }
                Err(trouble) => failed.set(Some(trouble)),
            }
        });
    };
    view! { <button type="button" class="button" data-action="blind" on:click=begin>{say::blind_begin()}</button> }
}

/// A file's text. An invoice says its encoding in its first line; those that matter are UTF-8.
async fn file_text(file: &web_sys::File) -> Option<String> {
    let promise = js_sys::Reflect::get(file, &"text".into()).ok()?;
    let text = if promise.is_function() {
        wasm_bindgen_futures::JsFuture::from(file.text()).await
    } else {
        // Before Chromium 76 a blob has no text(), but a response made of it does.
        let response = web_sys::Response::new_with_opt_blob(Some(file)).ok()?;
        wasm_bindgen_futures::JsFuture::from(response.text().ok()?).await
    };
    text.ok()?.as_string()
}

/// Why an import failed, place by place.
#[component]
fn Failed(trouble: Trouble) -> impl IntoView {
    let sentence = match &trouble {
        Trouble::Unreadable(sentence) => sentence.clone(),
        other => told::headline(other),
    };
    let places = trouble.places().to_vec();
    let table = (!places.is_empty()).then(|| {
        let rows = places.into_iter().map(|place| {
            view! { <tr><td class="code">{place.at}</td><td class="wide">{place.message}</td></tr> }
        });
        view! {
            <table class="table" data-testid="import-errors">
                <thead><tr><th scope="col">{say::col_where()}</th><th scope="col">{say::col_what()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
    });
    view! {
        <div class="failed" role="alert" data-testid="import-failed" data-code=trouble.code().to_owned()>
            <p class="notice bad"><Draw icon=Icon::Warn /><span><b>{say::import_failed()}</b>" "{sentence}</span></p>
            {table}
        </div>
    }
}
