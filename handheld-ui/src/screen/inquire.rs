//! Asking: what something is, where it lies, what lies in it, and the work that can be done with it.

use bipe_core::flow::UnitKind;
use bipe_core::lot::LotStatus;
use bipe_core::screen::{
    About, AboutBin, AboutItem, AboutParcel, AboutReceipt, AboutUnit, Inquire, Lies, Lying, PrintStatus,
    Printed,
};
use leptos::prelude::*;

use super::Hand;
use crate::i18n::{self, floor as say};
use crate::part::actions::word;
use crate::part::bin::{BinCode, UnitCode};
use crate::part::goods::{GoodsRow, amount, dotted};
use crate::part::icon::{Draw, Icon};
use crate::part::state::State;

/// What was scanned; before that, a word about what to do.
#[component]
pub fn Ask(inquire: Inquire, hand: Hand) -> impl IntoView {
    let Inquire { symbol, about, can, printed } = inquire;
    let Some(about) = about else {
        return view! { <h1 class="verb">{say::inquire_title()}</h1><p class="quiet">{say::inquire_how()}</p> }
            .into_any();
    };
    let symbol = symbol.unwrap_or_default();
    let works = can.into_iter().map(|command| {
        let symbol = symbol.clone();
        // The work begins with the thing: its command first, then the thing as if it were scanned again.
        let begin = move |_| {
            hand.scan.run(command.printed());
            hand.scan.run(symbol.clone());
        };
        view! {
            <button type="button" class="work" data-action=command.word().to_lowercase() on:click=begin>
                <Draw icon=Icon::of(command) />
                <b>{word(command)}</b>
            </button>
        }
    });
    let works = works.collect_view();
    let drawn = match about {
        About::Bin(bin) => view! { <Bin bin /> }.into_any(),
        About::Item(item) => view! { <Item item /> }.into_any(),
        About::Unit(unit) => view! { <Unit unit /> }.into_any(),
        About::Parcel(parcel) => view! { <Parcel parcel /> }.into_any(),
        About::Receipt(receipt) => view! { <Receipt receipt /> }.into_any(),
    };
    let label = printed.map(|printed| view! { <Label printed /> });
    view! { {drawn} {label} <div class="works">{works}</div> }.into_any()
}

/// How far the label's newest print is, and what its printer says.
#[component]
fn Label(printed: Printed) -> impl IntoView {
    let Printed { status, reason, printer } = printed;
    let state = match status {
        PrintStatus::Queued => "queued",
        PrintStatus::Sending => "sending",
        PrintStatus::Sent => "sent",
        PrintStatus::Printed => "printed",
        PrintStatus::Failed => "failed",
        PrintStatus::Unknown => "unknown",
        PrintStatus::Cancelled => "cancelled",
    };
    let reason = reason.map(|reason| view! { <p class="target">{reason}</p> });
    view! {
        <div data-testid="label">
            <p class="label">{say::inquire_label()}</p>
            <p class="context"><State state=state.to_owned() />" · "{printer}</p>
            {reason}
        </div>
    }
}

/// Rows of stock; `bin` and `unit` are said where they are not the thing itself.
#[component]
fn Rows(lies: Lies, bin: bool, unit: bool) -> impl IntoView {
    let more = lies.count - lies.rows.len() as i64;
    let more = (more > 0).then(|| view! { <p class="quiet">{say::count_more(i18n::number(more))}</p> });
    let none = lies.rows.is_empty().then(|| view! { <p class="quiet">{say::inquire_nothing()}</p> });
    let rows = lies.rows.into_iter().map(move |row| view! { <Row row bin unit /> });
    view! { <ul class="rows">{rows.collect_view()}</ul> {none} {more} }
}

#[component]
fn Row(row: Lying, bin: bool, unit: bool) -> impl IntoView {
    let Lying { goods, bin: at, unit: within, reserved_base, status, quarantine } = row;
    let name = if bin { at.code } else { goods.name.clone() };
    let class = if bin { "row-name code" } else { "row-name" };
    let expiry = goods.expiry.map(i18n::date);
    let stopped = match status {
        LotStatus::Released => None,
        LotStatus::Held => Some(say::inquire_held()),
        LotStatus::Recalled => Some(say::inquire_recalled()),
    };
    let apart = quarantine.then(say::inquire_quarantine);
    let within = within.filter(|_| unit);
    let parts = dotted(&[goods.lot.clone(), expiry, within]);
    let reserved = (reserved_base > 0).then(|| say::inquire_reserved(i18n::number(reserved_base)));
    view! {
        <li class="row">
            <span class="row-text">
                <b class=class>{name}</b>
                <span class="row-detail">{parts}</span>
                {reserved.map(|text| view! { <span class="row-detail">{text}</span> })}
                {[stopped, apart].map(|text| text.map(|text| view! { <span class="row-detail"><b class="bad">{text}</b></span> }))}
            </span>
            <b class="row-number number">{amount(&goods.quantity)}</b>
        </li>
    }
}

#[component]
fn Bin(bin: AboutBin) -> impl IntoView {
    let AboutBin { bin, counting, lies, .. } = bin;
    let zone = bin.zone.clone();
    let counting = counting.then(|| view! { <p class="target">{say::inquire_counting()}</p> });
    view! {
        <h1 class="label">{say::inquire_bin()}</h1>
        <BinCode bin />
        <p class="context">{zone}</p>
        {counting}
        <Rows lies bin=false unit=true />
    }
}

#[component]
fn Item(item: AboutItem) -> impl IntoView {
    let AboutItem { sku, name, unit, packs: sizes, lot, lies } = item;
    let sizes = sizes.into_iter().filter(|size| size.quantity_base > 1);
    let sizes: Vec<String> = sizes
        .map(|size| say::packaging_of(size.name, i18n::number(size.quantity_base), unit.clone()))
        .collect();
    let lot = lot.map(|lot| view! { <span class="chip">{say::lot()}" "<b class="code">{lot}</b></span> });
    let all = bipe_core::quantity::Quantity { base: lies.on_hand_base, unit, packs: Vec::new() };
    let reserved = (lies.reserved_base > 0)
        .then(|| view! { <p class="context">{say::inquire_reserved(i18n::number(lies.reserved_base))}</p> });
    view! {
        <div class="goods" data-testid="goods">
            <h1 class="goods-name">{name}</h1>
            <p class="chips"><span class="chip code">{sku}</span>{lot}</p>
        </div>
        <p class="target big" data-testid="quantity">{amount(&all)}</p>
        {reserved}
        <p class="context">{sizes.join(" · ")}</p>
        <Rows lies bin=true unit=true />
    }
}

#[component]
fn Unit(unit: AboutUnit) -> impl IntoView {
    let AboutUnit { unit: code, kind, bin, stands_on, order, lies, .. } = unit;
    let kind = match kind {
        UnitKind::Pallet => say::pallet(),
        UnitKind::Carton => say::inquire_carton(),
        UnitKind::Tote => say::inquire_tote(),
    };
    let bin = bin.map(|bin| view! { <p class="label">{say::inquire_stands_in()}</p><BinCode bin /> });
    let stands_on =
        stands_on.map(|code| view! { <p class="label">{say::inquire_stands_on()}</p><UnitCode code /> });
    let order = order.map(|order| view! { <p class="context">{say::order(order)}</p> });
    view! {
        <h1 class="label">{kind}</h1>
        <UnitCode code />
        {order}
        {bin}
        {stands_on}
        <p class="label">{say::relocate_contents()}</p>
        <Rows lies bin=false unit=false />
    }
}

#[component]
fn Parcel(parcel: AboutParcel) -> impl IntoView {
    let AboutParcel { sscc, order, number, carrier, tracking_code, status, goods } = parcel;
    let status = match status.as_str() {
        "open" => say::inquire_open(),
        "closed" => say::inquire_closed(),
        _ => say::inquire_shipped(),
    };
    let rows = goods.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    view! {
        <h1 class="label">{say::pack_parcel(i18n::number(number))}</h1>
        <UnitCode code=sscc />
        <p class="target">{status}</p>
        <p class="context">{say::order(order)}</p>
        <p class="context">{carrier}" · "<span class="code">{tracking_code}</span></p>
        <ul class="rows">{rows}</ul>
    }
}

#[component]
fn Receipt(receipt: AboutReceipt) -> impl IntoView {
    let AboutReceipt { receipt, status } = receipt;
    let status = match status {
        bipe_core::flow::receive::ReceiptStatus::Closed => say::inquire_received(),
        _ => say::inquire_expected(),
    };
    let (done, total) = (receipt.progress.done, receipt.progress.total);
    view! {
        <h1 class="verb">{say::invoice(receipt.number)}</h1>
        <p class="target">{status}</p>
        <p class="context">{receipt.supplier}</p>
        <p class="context">{say::checked(i18n::number(done), i18n::number(total))}</p>
    }
}
