//! Stock by place, lot and unit, with what is behind each figure; and the lots by themselves.

mod explain;
mod lots;

use bipe_api::desk::Stock as Row;
use bipe_core::lot::LotStatus;
use leptos::prelude::*;

use super::Search;
use super::list::{List, with_parameter};
use crate::i18n::{self, desk as say};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// A view of stock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Places,
    Lots,
}

/// The page.
#[component]
pub fn Stock() -> impl IntoView {
    let (search, tab) = (expect_context::<Search>(), RwSignal::new(Tab::Places));
    let tabs = [(Tab::Places, say::by_place(), "places"), (Tab::Lots, say::lots(), "lots")];
    let buttons = tabs.into_iter().map(move |(which, word, name)| {
        let selected = move || if tab.get() == which { "true" } else { "false" };
        view! {
            <button type="button" role="tab" class="filter-button" aria-selected=selected data-testid=format!("tab-{name}")
                on:click=move |_| tab.set(which)>{word}</button>
        }
    });
    let searched = move || {
        let text = search.0.get();
        (!text.is_empty()).then(|| {
            view! {
                <span class="filter"><span>{say::stock_search(&text)}</span>
                    <button type="button" class="button" data-action="clear-search" on:click=move |_| search.0.set(String::new())>
                        {say::clear_search()}
                    </button>
                </span>
            }
        })
    };
    let inside = move || match tab.get() {
        Tab::Places => view! { <Places /> }.into_any(),
        Tab::Lots => view! { <lots::Lots /> }.into_any(),
    };
    view! {
        <div class="head"><h1>{say::nav_stock()}</h1>{searched}</div>
        <div class="filters" role="tablist">{buttons.collect_view()}</div>
        {inside}
    }
}

/// Stock by place; a row explains its figures.
#[component]
fn Places() -> impl IntoView {
    let (search, open) = (expect_context::<Search>(), RwSignal::new(None::<Row>));
    let list = List::<Row>::new(move || with_parameter("/api/v1/stock", "search", &search.0.get()));
    let heads = vec![
        text(say::col_bin()),
        text(say::col_item()),
        text(say::col_lot()),
        text(say::col_expiry()),
        text(say::col_status()),
        text(say::col_unit_code()),
        right(say::col_on_hand()),
        right(say::col_reserved()),
        right(say::col_free()),
    ];
    let close = Callback::new(move |()| open.set(None));
    view! {
        {listing("stock", list, heads, move |stock| row(stock, open), (say::stock_none(), say::stock_how()))}
        {move || open.get().map(|row| view! { <explain::Explain row close /> })}
    }
}

fn row(stock: Row, open: RwSignal<Option<Row>>) -> impl IntoView {
    let (states, this) = (states(&stock), stock.clone());
    let same = {
        let this = this.clone();
        move || open.with(|open| open.as_ref() == Some(&this)).to_string()
    };
    let title = format!("{} · {}", stock.name, stock.sku);
    let free = stock.on_hand_base - stock.reserved_base;
    view! {
        <tr tabindex="0" aria-selected=same on:click=move |_| open.set(Some(this.clone()))>
            <td class="code"><b>{stock.location}</b></td>
            <td class="wide" title=title>{stock.name}<small class="code">" · "{stock.sku}</small></td>
            <td class="code">{stock.lot}</td>
            <td class="number">{stock.expiry.map(i18n::date)}</td>
            <td>{states.into_iter().map(|state| view! { <State state=state.to_owned() /> }).collect_view()}</td>
            <td class="code"><small>{stock.unit_code}</small></td>
            <td class="right">{i18n::number(stock.on_hand_base)}" "<small>{stock.unit}</small></td>
            <td class="right">{i18n::number(stock.reserved_base)}</td>
            <td class="right"><b>{i18n::number(free)}</b></td>
        </tr>
    }
}

/// What is to be known of goods before they are used: the lot's state, and that they lie in quarantine. What may be used says only that.
fn states(stock: &Row) -> Vec<&'static str> {
    let lot = Some(lots::state(stock.status))
        .filter(|_| !(stock.quarantine && stock.status == LotStatus::Released));
    lot.into_iter().chain(stock.quarantine.then_some("quarantine")).collect()
}
