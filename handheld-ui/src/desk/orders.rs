//! Orders, and the waves that release them.

use std::collections::BTreeSet;

use bipe_api::desk::{NewWave, Order, OrderDetail, OrderLine, Wave};
use bipe_core::id::OrderId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::{List, Notice, with_parameter};
use super::newest::Newest;
use super::waves::Waves;
use super::waves::calls::Calls;
use super::waves::channels::Channels;
use crate::client;
use crate::device;
use crate::i18n::{self, desk as say};
use crate::live::Live;
use crate::part::panel::{Fact, Panel};
use crate::part::state::State;
use crate::part::table::{listing, right, text};

/// The filters, first the one that work begins with.
const FILTERS: [&str; 7] = ["new", "released", "picking", "packing", "packed", "shipped", ""];

/// The page.
#[component]
pub fn Orders() -> impl IntoView {
    let filter = RwSignal::new("new");
    let list = List::<Order>::new(move || match filter.get() {
        "" => "/api/v1/orders".to_owned(),
        status => with_parameter("/api/v1/orders", "status", status),
    });
    let open = RwSignal::new(None::<OrderId>);
    let chosen = RwSignal::new(BTreeSet::<OrderId>::new());
    let heads = vec![
        text(""),
        text(say::col_status()),
        text(say::col_number()),
        text(say::col_customer()),
        text(say::col_carrier()),
        text(say::col_ship_by()),
        right(say::col_lines()),
        right(say::col_ordered()),
        right(say::col_promised()),
        right(say::col_picked()),
        text(say::col_wave()),
    ];
    let filters = FILTERS.into_iter().map(move |status| {
        let word = move || if status.is_empty() { say::orders_all().into_any() } else { view! { <State state=status.to_owned() /> }.into_any() };
        let pressed = move || if filter.get() == status { "true" } else { "false" };
        view! {
            <button type="button" class="filter-button" aria-pressed=pressed data-testid=format!("filter-{status}")
                on:click=move |_| filter.set(status)>{word()}</button>
        }
    });
    let row = move |order: Order| order_row(order, open, chosen);
    view! {
        <div class="head"><h1>{say::nav_orders()}</h1><Release chosen list /></div>
        <Calls />
        <div class="filters" role="group">{filters.collect_view()}</div>
        {listing("orders", list, heads, row, (say::orders_none(), say::orders_how()))}
        <Channels />
        <Waves />
        {move || open.get().map(|id| view! { <Detail id close=Callback::new(move |()| open.set(None)) /> })}
    }
}

fn order_row(
    order: Order,
    open: RwSignal<Option<OrderId>>,
    chosen: RwSignal<BTreeSet<OrderId>>,
) -> impl IntoView {
    let id = order.id;
    let toggle = move |_| {
        chosen.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    };
    let tick = (order.status == "new").then(|| {
        view! {
            <input type="checkbox" aria-label=say::select_order(&order.number) data-testid="select-order"
                prop:checked=move || chosen.with(|chosen| chosen.contains(&id)) on:change=toggle />
        }
    });
    let number = order.number.clone();
    let customer = format!("{} · {}", order.customer, order.city);
    let priority = (order.priority != 0).then(|| {
        let sign = if order.priority > 0 { "▲" } else { "▼" };
        view! { <small title=say::priority_of(order.priority)>" "{sign}{order.priority.abs()}</small> }
    });
    let short = order.promised_base < order.ordered_base && order.status == "new";
    view! {
        <tr tabindex="0" data-order=number aria-selected=move || (open.get() == Some(id)).to_string() on:click=move |_| open.set(Some(id))>
            <td on:click=|event| event.stop_propagation()>{tick}</td>
            <td><State state=order.status /></td>
            <td class="number"><b>{order.number}</b>{priority}</td>
            <td class="wide" title=customer.clone()>{order.customer}<small>" · "{order.city}</small></td>
            <td class="narrow">{order.carrier}</td>
            <td class="number">{order.ship_by.map(i18n::day)}</td>
            <td class="right">{order.lines}</td>
            <td class="right">{i18n::number(order.ordered_base)}</td>
            <td class="right" class:bad=short title=short.then(say::shortage)>
                {short.then_some("▲ ")}{i18n::number(order.promised_base)}
            </td>
            <td class="right">{i18n::number(order.picked_base)}</td>
            <td class="number">{order.wave}</td>
        </tr>
    }
}

/// Releases what is chosen, or all new orders.
#[component]
fn Release(chosen: RwSignal<BTreeSet<OrderId>>, list: List<Order>) -> impl IntoView {
    let (busy, notice) = (RwSignal::new(false), Notice::new());
    let release = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        notice.clear();
        spawn_local(async move {
            let orders = chosen.with_untracked(|chosen| chosen.iter().copied().collect());
            let wave = NewWave { orders, release_channel: None };
            let answer = client::post::<Wave>("/api/v1/waves", &wave).await;
            busy.set(false);
            match answer {
                Ok(wave) => {
                    chosen.set(BTreeSet::new());
                    let mut sentence = say::released(&wave.number, i18n::number(wave.allocated_base));
                    if wave.open_base > 0 {
                        sentence = format!("{sentence} {}", say::released_open(i18n::number(wave.open_base)));
                    }
                    notice.good(sentence);
                    list.reload();
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let word = move || match (busy.get(), chosen.with(BTreeSet::len)) {
        (true, _) => say::release_busy().to_owned(),
        (false, 0) => say::release_all().to_owned(),
        (false, count) => say::release(count),
    };
    view! {
        <button type="button" class="button primary" data-action="release" disabled=move || busy.get() on:click=release>{word}</button>
        {notice.line()}
    }
}

/// One order with its lines and parcels.
#[component]
fn Detail(id: OrderId, close: Callback<()>) -> impl IntoView {
    let (detail, notice, live) =
        (RwSignal::new(None::<OrderDetail>), Notice::new(), expect_context::<Live>());
    let questions = Newest::new();
    Effect::new(move |_| {
        live.tick.track();
        let is_newest = questions.ask();
        spawn_local(async move {
            match client::get::<OrderDetail>(&format!("/api/v1/orders/{id}")).await {
                _ if !is_newest() => {}
                Ok(read) => detail.set(Some(read)),
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    let title = Signal::derive(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.order.number.clone()).unwrap_or_default())
    });
    view! { <Panel title close>{notice.line()}{move || detail.get().map(inside)}</Panel> }
}

fn inside(detail: OrderDetail) -> impl IntoView {
    let OrderDetail { order, ship_to, lines, parcels, .. } = detail;
    let lines = lines.into_iter().map(line).collect_view();
    let any = !parcels.is_empty();
    let parcels = parcels.into_iter().map(|parcel| {
        view! {
            <tr>
                <td class="right">{parcel.number}"/"{parcel.total}</td>
                <td><State state=parcel.status /></td>
                <td class="code"><small>{parcel.sscc}</small></td>
                <td class="code"><small>{parcel.tracking_code}</small></td>
            </tr>
        }
    });
    let parcels = any.then(|| view! { <h3>{say::parcels()}</h3><table class="table"><tbody>{parcels.collect_view()}</tbody></table> });
    let address = [ship_to.street, ship_to.complement, ship_to.district]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <dl class="facts">
            <Fact label=say::col_status()><State state=order.status /></Fact>
            <Fact label=say::col_created()>{i18n::moment(&order.created_at, device::offset_min(), device::this_year())}</Fact>
            <Fact label=say::ship_to()>
                <b>{ship_to.name}</b><br/>{address}<br/>{ship_to.city}" "{ship_to.state}" "<span class="number">{ship_to.postal_code}</span>
            </Fact>
            <Fact label=say::col_carrier()>{order.carrier}</Fact>
        </dl>
        <h3>{say::lines()}</h3>
        <table class="table">
            <thead><tr>
                <th scope="col">{say::col_item()}</th><th scope="col" class="right">{say::col_ordered()}</th><th scope="col" class="right">{say::col_picked()}</th>
                <th scope="col" class="right">{say::col_short()}</th>
            </tr></thead>
            <tbody>{lines}</tbody>
        </table>
        {parcels}
    }
}

fn line(line: OrderLine) -> impl IntoView {
    let blank = |value: i64| if value == 0 { String::new() } else { i18n::number(value) };
    view! {
        <tr>
            <td class="wide"><span class="two">{line.name}</span><small class="code">{line.sku}</small></td>
            <td class="right"><b>{i18n::number(line.ordered_base)}</b>" "<small>{line.unit}</small></td>
            <td class="right">{blank(line.picked_base)}</td>
            <td class="right" class:bad={line.short_base > 0}>{blank(line.short_base)}</td>
        </tr>
    }
}
