//! Printers: where labels go.

use bipe_api::desk::Printer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::client;
use crate::desk::list::{List, Notice};
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// Label kinds that a printer may take.
const KINDS: [&str; 7] = ["shipping", "pallet", "badge", "bin", "tote", "item", "lot"];

/// Languages of printers.
const FORMATS: &[(&str, &str)] =
    &[("zpl", "ZPL"), ("tspl", "TSPL"), ("epl", "EPL2"), ("escpos", "ESC/POS"), ("pdf", "PDF")];

/// The list.
#[component]
pub fn Printers() -> impl IntoView {
    let list = List::<Printer>::new(|| "/api/v1/printers".to_owned());
    let (open, notice) = (RwSignal::new(false), Notice::new());
    let heads = vec![
        text(say::col_name()),
        text(say::col_address()),
        text(say::col_format()),
        right("dpi"),
        text(say::col_status()),
        text(say::col_labels()),
    ];
    let row = |printer: Printer| {
        let labels = printer.labels.iter().map(|kind| say::label_kind(kind)).collect::<Vec<_>>().join(", ");
        let state = printer.state.map(|state| match state.reason {
            None => view! { <State state="ready".to_owned() /> }.into_any(),
            Some(reason) => view! { <span class="bad">"▲ "{reason}</span> }.into_any(),
        });
        view! {
            <tr>
                <td><b>{printer.name}</b></td>
                <td class="code">{printer.address}</td>
                <td>{printer.format.to_uppercase()}</td>
                <td class="right">{printer.dpi}</td>
                <td>{state}</td>
                <td class="wide">{labels}</td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(false));
    view! {
        <div class="head slim">
            <button type="button" class="button primary" data-action="new-printer" on:click=move |_| open.set(true)>{say::new_printer()}</button>
            {notice.line()}
        </div>
        {listing("printers", list, heads, row, (say::printers_none(), say::printers_how()))}
        {move || open.get().then(|| view! { <New list notice close /> })}
    }
}

#[component]
fn New(list: List<Printer>, notice: Notice, close: Callback<()>) -> impl IntoView {
    let (name, address) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (format, dpi) = (RwSignal::new("zpl".to_owned()), RwSignal::new("203".to_owned()));
    let labels = RwSignal::new(KINDS[..3].iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>());
    let answers = RwSignal::new(true);
    let failed = Notice::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let printer = Printer {
            id: None,
            name: name.get_untracked().trim().to_owned(),
            address: address.get_untracked().trim().to_owned(),
            format: format.get_untracked(),
            dpi: dpi.get_untracked().parse().unwrap_or(203),
            labels: labels.get_untracked(),
            answers: answers.get_untracked(),
            state: None,
        };
        spawn_local(async move {
            match client::post::<IgnoredAny>("/api/v1/printers", &printer).await {
                Ok(_) => {
                    notice.good(say::printer_made());
                    list.reload();
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    let boxes = KINDS.into_iter().map(move |kind| {
        let toggle = move |_| {
            labels.update(|labels| match labels.iter().position(|one| one == kind) {
                Some(at) => drop(labels.remove(at)),
                None => labels.push(kind.to_owned()),
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || labels.with(|labels| labels.iter().any(|one| one == kind)) on:change=toggle />
                <span>{say::label_kind(kind)}</span>
            </label>
        }
    });
    view! {
        <Panel title=say::new_printer().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::col_name() value=name name="name" focus=true />
                <TextField label=say::col_address() value=address name="address" help=say::address_help() code=true />
                <Select label=say::col_format() value=format options=FORMATS />
                <Select label=say::dpi() value=dpi options=&[("203", "203"), ("300", "300")] />
                <label class="check">
                    <input type="checkbox" prop:checked=move || answers.get() on:change=move |_| answers.update(|answers| *answers = !*answers) />
                    <span>{say::printer_answers()}</span>
                </label>
                <fieldset class="checks"><legend>{say::col_labels()}</legend>{boxes.collect_view()}</fieldset>
                <button type="submit" class="button primary wide" data-action="add">{say::add()}</button>
            </form>
        </Panel>
    }
}

/// One of a few values.
#[component]
fn Select(
    label: &'static str,
    value: RwSignal<String>,
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let options = options.iter().map(|(key, word)| view! { <option value=*key>{*word}</option> });
    view! {
        <label class="field"><span>{label}</span>
            <select prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>{options.collect_view()}</select>
        </label>
    }
}
