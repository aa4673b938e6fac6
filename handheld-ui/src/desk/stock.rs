//! Stock by place, lot and unit.

use bipe_api::desk::Stock as Row;
use bipe_core::lot::LotStatus;
use leptos::prelude::*;

use super::Search;
use super::list::{List, with_parameter};
use crate::i18n::{self, desk as say};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The page.
#[component]
pub fn Stock() -> impl IntoView {
    let search = expect_context::<Search>();
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
    view! {
        <div class="head"><h1>{say::nav_stock()}</h1>{searched}</div>
        {listing("stock", list, heads, row, (say::stock_none(), say::stock_how()))}
    }
}

fn row(stock: Row) -> impl IntoView {
    let status = match stock.status {
        LotStatus::Released => "free",
        LotStatus::Held => "held",
        LotStatus::Recalled => "recalled",
    };
    let title = format!("{} · {}", stock.name, stock.sku);
    let free = stock.on_hand_base - stock.reserved_base;
    view! {
        <tr>
            <td class="code"><b>{stock.location}</b></td>
            <td class="wide" title=title>{stock.name}<small class="code">" · "{stock.sku}</small></td>
            <td class="code">{stock.lot}</td>
            <td class="number">{stock.expiry.map(i18n::date)}</td>
            <td><State state=status.to_owned() /></td>
            <td class="code"><small>{stock.unit_code}</small></td>
            <td class="right">{i18n::number(stock.on_hand_base)}" "<small>{stock.unit}</small></td>
            <td class="right">{i18n::number(stock.reserved_base)}</td>
            <td class="right"><b>{i18n::number(free)}</b></td>
        </tr>
    }
}
