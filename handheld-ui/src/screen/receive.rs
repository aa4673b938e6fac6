//! Receiving: the invoice, the goods, what their symbol did not say, how many, the end.

use bipe_core::screen::{
    Difference, ReceiptSummary, ReceiveClose, ReceiveGoods, ReceiveInvoice, ReceiveLot, ReceiveQuantity,
};
use leptos::prelude::*;

use super::Hand;
use crate::i18n::{self, floor as say};
use crate::part::bin::UnitCode;
use crate::part::goods::{GoodsCard, GoodsRow, amount};
use crate::part::keypad::{Key, Keypad};

/// Receipts that can be opened; tapping one is scanning its number.
#[component]
pub fn Invoice(invoices: ReceiveInvoice, hand: Hand) -> impl IntoView {
    let none = invoices.expected.is_empty().then(|| view! { <p class="quiet">{say::receive_none()}</p> });
    let rows = invoices.expected.into_iter().map(move |receipt| {
        let number = receipt.number.clone();
        view! {
            <li>
                <button type="button" class="row" on:click=move |_| hand.scan.run(number.clone())>
                    <ReceiptText receipt />
                </button>
            </li>
        }
    });
    view! { <h1 class="verb">{say::expected_receipts()}</h1> <ul class="rows">{rows.collect_view()}</ul> {none} }
}

/// Number, supplier and lines done.
#[component]
fn ReceiptText(receipt: ReceiptSummary) -> impl IntoView {
    let progress = receipt.progress;
    view! {
        <span class="row-text">
            <b class="row-name">{say::invoice(&receipt.number)}</b>
            <span class="row-detail">{receipt.supplier}</span>
        </span>
        <b class="row-number number">{progress.done}"/"{progress.total}</b>
    }
}

/// The receipt above goods, in one line.
#[component]
fn Of(receipt: ReceiptSummary) -> impl IntoView {
    view! { <p class="context"><b>{say::invoice(receipt.number)}</b>" · "{receipt.supplier}</p> }
}

/// What is missing, and what the pallet holds.
#[component]
pub fn TakeIn(receive: ReceiveGoods) -> impl IntoView {
    let all = receive.missing.is_empty().then(|| view! { <p class="quiet">{say::nothing_missing()}</p> });
    let missing = receive.missing.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    let pallet = match receive.pallet {
        Some(code) => view! { <p class="label">{say::on_pallet()}</p><UnitCode code /> }.into_any(),
        None => {
            view! { <p class="label">{say::pallet()}</p><p class="quiet">{say::no_pallet()}</p> }.into_any()
        }
    };
    let held = receive.on_pallet.into_iter().map(|goods| view! { <GoodsRow goods /> }).collect_view();
    view! {
        <Of receipt=receive.receipt />
        <p class="label">{say::missing()}</p>
        <ul class="rows">{missing}</ul>
        {all}
        <div class="pallet">{pallet}<ul class="rows">{held}</ul></div>
    }
}

/// Goods whose lot or expiry is not known yet.
#[component]
pub fn Lot(lot: ReceiveLot, hand: Hand) -> impl IntoView {
    let verb = match (lot.lot_missing, lot.expiry_missing) {
        (true, true) => say::scan_lot_expiry(),
        (false, true) => say::scan_expiry(),
        (_, false) => say::scan_lot(),
    };
    view! {
        <Of receipt=lot.receipt />
        <h1 class="target">{verb}</h1>
        <GoodsCard goods=lot.goods />
        <button type="button" class="wide-button" data-action="type-lot" on:click=move |_| hand.type_lot.run(())>
            {say::type_lot()}
        </button>
    }
}

/// How many of a packaging: the keypad is part of the screen.
#[component]
pub fn HowMany(quantity: ReceiveQuantity, hand: Hand) -> impl IntoView {
    let ReceiveQuantity { receipt, goods, packaging, packaging_base, proposed } = quantity;
    let unit = goods.quantity.unit.clone();
    let base = {
        let unit = unit.clone();
        move || {
            let count = hand.entry.with(|entry| entry.text().parse().unwrap_or(proposed));
            say::makes(i18n::number(count * packaging_base), &unit)
        }
    };
    let shown = move || {
        hand.entry.with(|entry| if entry.is_empty() { proposed.to_string() } else { entry.text().to_owned() })
    };
    let note = move || hand.entry.with(|entry| entry.is_empty().then(say::proposed));
    let press = Callback::new(move |key| match key {
        Key::Digit(digit) => hand.entry.update(|entry| entry.push(digit)),
        Key::Erase => hand.entry.update(crate::entry::Entry::backspace),
        Key::Take => hand.take.run(()),
    });
    let size = (packaging_base > 1).then(|| say::packaging_of(&packaging, packaging_base, &unit));
    view! {
        <Of receipt />
        <p class="goods-name one">{goods.name}</p>
        <div class="entry" class:typed=move || hand.entry.with(|entry| !entry.is_empty()) data-testid="entry">
            <span class="entry-label">{say::how_many(&packaging)}</span>
            <b class="entry-number number">{shown}</b>
            <span class="entry-note">{note}</span>
        </div>
        <p class="context number">{size}{(packaging_base > 1).then_some(base)}</p>
        <Keypad take=say::ok() press />
    }
}

/// Lines that differ.
#[component]
pub fn Close(close: ReceiveClose) -> impl IntoView {
    let title = if close.differences.is_empty() { say::close_exact() } else { say::close_receipt() };
    let rows = close.differences.into_iter().map(|difference| view! { <Differs difference /> });
    view! {
        <Of receipt=close.receipt />
        <h1 class="target">{title}</h1>
        <ul class="rows">{rows.collect_view()}</ul>
    }
}

#[component]
fn Differs(difference: Difference) -> impl IntoView {
    let received = difference.goods.quantity.base;
    let less = received < difference.expected_base;
    let gap = i18n::number((received - difference.expected_base).abs());
    let gap = format!("{}{gap}", if less { "−" } else { "+" });
    view! {
        <li class="row">
            <span class="row-text">
                <span class="row-name">{difference.goods.name.clone()}</span>
                <span class="row-detail number">
                    {say::expected_received(i18n::number(difference.expected_base), amount(&difference.goods.quantity))}
                </span>
            </span>
            <b class="row-number number" class:less=less>{gap}</b>
        </li>
    }
}
