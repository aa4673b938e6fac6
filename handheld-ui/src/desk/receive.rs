//! Receipts: what is expected, what has come, and the import of invoices.

mod rule;
mod settle;

use bipe_api::desk::{Receipt, ReceiptDetail, ReceiptLine, ReceiptPallet};
use bipe_core::flow::receive::ReceiptKind;
use gloo_net::http::Method;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::{List, Notice};
use crate::client::{self, Body, Trouble};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::live::Live;
use crate::part::icon::{Draw, Icon};
use crate::part::panel::{Fact, Panel};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The page.
#[component]
pub fn Receive() -> impl IntoView {
    let list = List::<Receipt>::new(|| "/api/v1/receipts".to_owned());
    let open = RwSignal::new(None::<String>);
    let (ruling, notice) = (RwSignal::new(false), Notice::new());
    let heads = vec![
        text(say::col_status()),
        text(say::col_number()),
        text(say::col_kind()),
        text(say::col_supplier()),
        right(say::col_lines()),
        text(say::col_created()),
    ];
    let row = move |receipt: Receipt| {
        let id = receipt.id.to_string();
        let (here, press) = (id.clone(), id);
        view! {
            <tr tabindex="0" aria-selected=move || (open.get().as_ref() == Some(&here)).to_string()
                on:click=move |_| open.set(Some(press.clone()))>
                <td><State state=receipt.status /></td>
                <td class="number"><b>{receipt.number}</b></td>
                <td>{kind_word(receipt.kind, receipt.blind)}</td>
                <td class="wide">{receipt.supplier}</td>
                <td class="right">{receipt.lines_done}"/"{receipt.lines}</td>
                <td class="number">{i18n::moment(&receipt.created_at, device::offset_min(), device::this_year())}</td>
            </tr>
        }
    };
    let imported = Callback::new(move |id: String| {
        open.set(Some(id));
        list.reload();
    });
    view! {
        <div class="head">
            <h1>{say::nav_receive()}</h1>
            <button type="button" class="button" data-action="receipt-rule" on:click=move |_| ruling.set(true)>{say::receipt_rule()}</button>
        </div>
        {notice.line()}
        <Import imported />
        {move || ruling.get().then(|| view! { <rule::Rule notice close=Callback::new(move |()| ruling.set(false)) /> })}
        {listing("receipts", list, heads, row, (say::receipts_none(), say::receipts_how()))}
        {move || open.get().map(|id| view! { <Detail id list close=Callback::new(move |()| open.set(None)) /> })}
    }
}

/// What announced the goods, and whether it is kept from those who receive.
fn kind_word(kind: ReceiptKind, blind: bool) -> String {
    let word = match kind {
        ReceiptKind::Nfe => "NF-e",
        ReceiptKind::PurchaseOrder => say::kind_purchase_order(),
        ReceiptKind::Asn => "ASN",
        ReceiptKind::Blind => return say::kind_blind().to_owned(),
    };
    if blind { format!("{word} · {}", say::kind_blind()) } else { word.to_owned() }
}

/// Where an invoice's XML is dropped, pasted or chosen.
#[component]
fn Import(imported: Callback<String>) -> impl IntoView {
    let (over, busy, pasting) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (notice, failed) = (Notice::new(), RwSignal::new(None::<Trouble>));
    let file_field = NodeRef::<Input>::new();
    let pasted = RwSignal::new(String::new());
    let send = move |xml: String| {
        if busy.get_untracked() || xml.trim().is_empty() {
            return;
        }
        busy.set(true);
        failed.set(None);
        notice.clear();
        spawn_local(async move {
            let path = "/api/v1/receipts/nfe";
            let answer = client::command::<ReceiptDetail>(Method::POST, path, Body::Xml(xml)).await;
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
    let begin_blind = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let body = Body::Json(r#"{"kind":"blind"}"#.to_owned());
            let answer = client::command::<ReceiptDetail>(Method::POST, "/api/v1/receipts", body).await;
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
    let paste = move || {
        pasting.get().then(|| {
            view! {
                <div class="paste">
                    <textarea rows="5" class="code" name="xml" spellcheck="false" aria-label=say::import_paste() data-testid="nfe-text"
                        prop:value=move || pasted.get() on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                    <button type="button" class="button primary" data-action="import" on:click=move |_| send(pasted.get_untracked())>
                        {say::import_send()}
                    </button>
                </div>
            }
        })
    };
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
            <button type="button" class="button" data-action="blind" on:click=begin_blind>{say::blind_begin()}</button>
        </section>
        {paste}
        {notice.line()}
        {move || failed.get().map(|trouble| view! { <Failed trouble /> })}
    }
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
        other => other.headline(),
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

/// One receipt with its lines.
#[component]
fn Detail(id: String, list: List<Receipt>, close: Callback<()>) -> impl IntoView {
    let of = id.clone();
    let (detail, notice, live) =
        (RwSignal::new(None::<ReceiptDetail>), Notice::new(), expect_context::<Live>());
    Effect::new(move |_| {
        live.tick.track();
        let path = format!("/api/v1/receipts/{id}");
        spawn_local(async move {
            match client::get::<ReceiptDetail>(&path).await {
                Ok(read) => {
                    detail.try_set(Some(read));
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    let title = move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.receipt.number.clone()).unwrap_or_default())
    };
    let body = move || {
        let ReceiptDetail { receipt, lines, pallets, .. } = detail.get()?;
        let closed = receipt.status == "closed";
        let lines = lines.into_iter().map(|line| view! { <Line line closed /> }).collect_view();
        let kind = kind_word(receipt.kind, receipt.blind);
        let key = receipt.access_key.map(|key| {
            view! { <Fact label=say::access_key()><span class="code key44" data-testid="access-key">{key}</span></Fact> }
        });
        Some(view! {
            <dl class="facts">
                <Fact label=say::col_status()><State state=receipt.status /></Fact>
                <Fact label=say::col_supplier()>{receipt.supplier}</Fact>
                <Fact label=say::col_kind()>{kind}</Fact>
                {key}
            </dl>
            <table class="table">
                <thead><tr>
                    <th scope="col" class="right">"#"</th><th scope="col">{say::col_item()}</th>
                    <th scope="col" class="right">{say::col_expected()}</th><th scope="col" class="right">{say::col_received()}</th>
                    <th scope="col" class="right">{say::col_difference()}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
            <Pallets pallets />
        })
    };
    let closed = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.receipt.status == "closed"))
    });
    let changed = Callback::new(move |read| {
        detail.set(Some(read));
        list.reload();
    });
    let settle = move || {
        let id = of.clone();
        closed.get().then(|| view! { <settle::Settle id changed notice /> })
    };
    view! { <Panel title=Signal::derive(title) close>{notice.line()}{body}{settle}</Panel> }
}

/// The pallets that the document announces.
#[component]
fn Pallets(pallets: Vec<ReceiptPallet>) -> impl IntoView {
    (!pallets.is_empty()).then(|| {
        let row = |pallet: ReceiptPallet| {
            let state = if pallet.received { "done" } else { "expected" };
            view! { <tr><td class="code wide">{pallet.sscc}</td><td><State state=state.to_owned() /></td></tr> }
        };
        view! {
            <table class="table" data-testid="pallets">
                <thead><tr><th scope="col">{say::col_pallet()}</th><th scope="col">{say::col_status()}</th></tr></thead>
                <tbody>{pallets.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
    })
}

/// One line; what differs is told once the receipt is closed, what is in quarantine at once.
#[component]
fn Line(line: ReceiptLine, closed: bool) -> impl IntoView {
    let done = line.received_base >= line.expected_base;
    let gap = line.received_base - line.expected_base;
    let gap = (closed && gap != 0).then(|| {
        let sign = if gap < 0 { "−" } else { "+" };
        view! { <b data-testid="difference">{sign}{i18n::number(gap.abs())}</b> }
    });
    let small = |base: i64, say: fn(String) -> String| {
        (base > 0).then(|| view! { <small class="two">{say(i18n::number(base))}</small> })
    };
    let quarantined = small(line.quarantined_base, say::in_quarantine);
    let sent_back = small(line.sent_back_base, say::sent_back);
    view! {
        <tr class:done=done>
            <td class="right">{line.number}</td>
            <td class="wide"><span class="two">{line.name}</span><small class="code">{line.sku}</small>{quarantined}{sent_back}</td>
            <td class="right">{i18n::number(line.expected_base)}" "<small>{line.unit}</small></td>
            <td class="right"><b>{i18n::number(line.received_base)}</b></td>
            <td class="right">{gap}</td>
        </tr>
    }
}
