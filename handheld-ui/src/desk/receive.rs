//! Receipts: what is expected and what has come, purchase orders and deliveries that are announced, and the import of invoices.

mod detail;
mod form;
mod import;
mod rule;
mod settle;

use bipe_api::desk::{Receipt, ReceiptDetail};
use bipe_core::flow::receive::ReceiptKind;
use leptos::prelude::*;

use super::list::{List, Notice, with_parameter};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The filters; the list begins with all, those not closed first.
const FILTERS: [&str; 4] = ["", "expected", "open", "closed"];

/// What is open beside the list.
#[derive(Clone)]
enum Open {
    Nothing,
    Rule,
    Receipt(String),
    /// A form for a new document of this kind, with what is still to come of a purchase order.
    New(ReceiptKind, Option<Box<ReceiptDetail>>),
}

/// What is listed.
#[derive(Clone, Copy)]
struct Filter {
    status: RwSignal<&'static str>,
    kind: RwSignal<String>,
    search: RwSignal<String>,
}

impl Filter {
    fn path(self) -> String {
        let mut path = "/api/v1/receipts".to_owned();
        let (status, kind) = (self.status.get().to_owned(), self.kind.get());
        let search = self.search.get().trim().to_owned();
        for (name, value) in [("status", status), ("kind", kind), ("search", search)] {
            if !value.is_empty() {
                path = with_parameter(&path, name, &value);
            }
        }
        path
    }
}

/// The page.
#[component]
pub fn Receive() -> impl IntoView {
    let filter = Filter {
        status: RwSignal::new(""),
        kind: RwSignal::new(String::new()),
        search: RwSignal::new(String::new()),
    };
    let list = List::<Receipt>::new(move || filter.path());
    let (open, notice) = (RwSignal::new(Open::Nothing), Notice::new());
    let heads = vec![
        text(say::col_status()),
        text(say::col_number()),
        text(say::col_kind()),
        text(say::col_supplier()),
        right(say::col_lines()),
        text(say::col_created()),
    ];
    let made = Callback::new(move |id: String| {
        open.set(Open::Receipt(id));
        list.reload();
    });
    let close = Callback::new(move |()| open.set(Open::Nothing));
    let deliver = Callback::new(move |order| open.set(Open::New(ReceiptKind::Asn, Some(Box::new(order)))));
    let panel = move || match open.get() {
        Open::Nothing => ().into_any(),
        Open::Rule => view! { <rule::Rule notice close /> }.into_any(),
        Open::Receipt(id) => view! { <detail::Detail id list deliver close /> }.into_any(),
        Open::New(kind, order) => view! { <form::Form kind order notice made close /> }.into_any(),
    };
    let new = move |kind| open.set(Open::New(kind, None));
    view! {
        <div class="head">
            <h1>{say::nav_receive()}</h1>
            <button type="button" class="button primary" data-action="new-order" on:click=move |_| new(ReceiptKind::PurchaseOrder)>{say::order_new()}</button>
            <button type="button" class="button" data-action="new-asn" on:click=move |_| new(ReceiptKind::Asn)>{say::asn_new()}</button>
            <button type="button" class="button" data-action="receipt-rule" on:click=move |_| open.set(Open::Rule)>{say::receipt_rule()}</button>
        </div>
        {notice.line()}
        <import::Import imported=made />
        <Filters filter />
        {listing("receipts", list, heads, move |receipt| row(receipt, open), (say::receipts_none(), say::receipts_how()))}
        {panel}
    }
}

fn row(receipt: Receipt, open: RwSignal<Open>) -> impl IntoView {
    let (id, number) = (receipt.id.to_string(), receipt.number.clone());
    let here = id.clone();
    let selected = move || open.with(|open| matches!(open, Open::Receipt(id) if *id == here)).to_string();
    view! {
        <tr tabindex="0" data-receipt=number aria-selected=selected on:click=move |_| open.set(Open::Receipt(id.clone()))>
            <td><State state=receipt.status /></td>
            <td class="number"><b>{receipt.number}</b></td>
            <td>{kind_word(receipt.kind, receipt.blind)}</td>
            <td class="wide">{receipt.supplier}</td>
            <td class="right">{receipt.lines_done}"/"{receipt.lines}</td>
            <td class="number">{i18n::moment(&receipt.created_at, device::offset_min(), device::this_year())}</td>
        </tr>
    }
}

/// How far, by what document, and what number or supplier is sought.
#[component]
fn Filters(filter: Filter) -> impl IntoView {
    let Filter { status, kind, search } = filter;
    let buttons = FILTERS.into_iter().map(move |which| {
        let word = move || match which {
            "" => say::receipts_all().into_any(),
            state => view! { <State state=state.to_owned() /> }.into_any(),
        };
        view! {
            <button type="button" class="filter-button" aria-pressed=move || (status.get() == which).to_string()
                data-testid=format!("filter-{which}") on:click=move |_| status.set(which)>{word()}</button>
        }
    });
    view! {
        <div class="filters sought">
            <div role="group" aria-label=say::col_status()>{buttons.collect_view()}</div>
            <select aria-label=say::col_kind() data-testid="filter-kind" prop:value=move || kind.get()
                on:change=move |event| kind.set(event_target_value(&event))>
                <option value="">{say::kinds_all()}</option>
                <option value="purchase_order">{say::kind_purchase_order()}</option>
                <option value="asn">"ASN"</option>
                <option value="nfe">"NF-e"</option>
                <option value="blind">{say::kind_blind()}</option>
            </select>
            <input type="search" name="receipts" autocomplete="off" spellcheck="false" data-testid="filter-search"
                placeholder=say::receipts_search() aria-label=say::receipts_search()
                prop:value=move || search.get() on:input=move |event| search.set(event_target_value(&event)) />
        </div>
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
