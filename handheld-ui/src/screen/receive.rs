//! Receiving: the invoice, the goods, what their symbol did not say, how many, the end.

use bipe_core::flow::receive::Quarantined;
use bipe_core::screen::{
    AttachTo, Difference, Goods, ReceiptSummary, ReceiveAttach, ReceiveClose, ReceiveGoods, ReceiveInvoice,
    ReceiveLot, ReceiveQuantity,
};
use leptos::prelude::*;

use super::Hand;
use crate::i18n::{self, floor as say};
use crate::part::bin::UnitCode;
use crate::part::goods::{GoodsCard, GoodsRow, amount};
use crate::part::icon::{Draw, Icon};
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
    let progress = (!receipt.blind).then(|| format!("{}/{}", progress.done, progress.total));
    view! {
        <span class="row-text">
            <b class="row-name">{say::invoice(&receipt.number)}</b>
            <span class="row-detail">{supplier(receipt.supplier)}</span>
        </span>
        <b class="row-number number">{progress}</b>
    }
}

/// The receipt above goods, in one line.
#[component]
fn Of(receipt: ReceiptSummary) -> impl IntoView {
    view! { <p class="context"><b>{say::invoice(receipt.number)}</b>" · "{supplier(receipt.supplier)}</p> }
}

fn supplier(name: String) -> String {
    if name.is_empty() { say::no_supplier().to_owned() } else { name }
}

/// What is missing, and what the pallet holds.
#[component]
pub fn TakeIn(receive: ReceiveGoods) -> impl IntoView {
    let blind = receive.receipt.blind;
    let (title, none) = match blind {
        true => (say::blind(), say::blind_how()),
        false => (say::missing(), say::nothing_missing()),
    };
    let all = receive.missing.is_empty().then(|| view! { <p class="quiet">{none}</p> });
    let damaged = receive.damaged.then(|| quarantined(say::next_damaged()));
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
        {damaged}
        <h1 class="label">{title}</h1>
        <ul class="rows">{missing}</ul>
        {all}
        <div class="pallet">{pallet}<ul class="rows">{held}</ul></div>
    }
}

/// Goods whose lot or expiry is not known yet.
#[component]
pub fn Lot(lot: ReceiveLot, hand: Hand) -> impl IntoView {
    view! {
        <Of receipt=lot.receipt />
        <Missing lot=lot.lot_missing expiry=lot.expiry_missing goods=lot.goods hand />
    }
}

/// What goods still miss, to be scanned or typed.
#[component]
pub fn Missing(lot: bool, expiry: bool, goods: Goods, hand: Hand) -> impl IntoView {
    let verb = match (lot, expiry) {
        (true, true) => say::scan_lot_expiry(),
        (false, true) => say::scan_expiry(),
        (_, false) => say::scan_lot(),
    };
    view! {
        <h1 class="target">{verb}</h1>
        <GoodsCard goods />
        <button type="button" class="wide-button" data-action="type-lot" on:click=move |_| hand.type_lot.run(())>
            {say::type_lot()}
        </button>
    }
}

/// How many of a packaging: the keypad is part of the screen.
#[component]
pub fn HowMany(quantity: ReceiveQuantity, hand: Hand) -> impl IntoView {
    let ReceiveQuantity { receipt, goods, packaging, packaging_base, proposed, quarantine } = quantity;
    let quarantine = quarantine.map(|why| {
        quarantined(match why {
            Quarantined::Damaged => say::to_quarantine(),
            Quarantined::ShortLife => say::to_quarantine_life(),
        })
    });
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
    // What is expected is not hinted at.
    let hints = !receipt.blind;
    let note = move || hand.entry.with(|entry| (entry.is_empty() && hints).then(say::proposed));
    let press = Callback::new(move |key| match key {
        Key::Digit(digit) => hand.entry.update(|entry| entry.push(digit)),
        Key::Erase => hand.entry.update(crate::entry::Entry::backspace),
        Key::Take => hand.take.run(()),
    });
    let size = (packaging_base > 1).then(|| say::packaging_of(&packaging, packaging_base, &unit));
    view! {
        <Of receipt />
        <h1 class="goods-name one">{goods.name}</h1>
        {quarantine}
        <div class="entry" class:typed=move || hand.entry.with(|entry| !entry.is_empty()) data-testid="entry">
            <span class="entry-label">{say::how_many(&packaging)}</span>
            <b class="entry-number number">{shown}</b>
            <span class="entry-note">{note}</span>
        </div>
        <p class="context number">{size}{(packaging_base > 1).then_some(base)}</p>
        <Keypad take=say::ok() press />
    }
}

/// A word in amber, with its sign.
fn quarantined(words: &'static str) -> impl IntoView {
    view! { <p class="chip near warn" data-testid="quarantine"><Draw icon=Icon::Warn />{words}</p> }
}

/// A code that nobody knows, and what it may name.
#[component]
pub fn Attach(attach: ReceiveAttach, hand: Hand) -> impl IntoView {
    let ReceiveAttach { receipt, code, targets, chosen } = attach;
    let (title, rest) = match chosen {
        Some(chosen) => (say::attach_sure(), view! { <TargetText target=chosen /> }.into_any()),
        None => {
            let rows = targets.into_iter().map(move |target| {
                let (symbol, sku) = (target.symbol.clone(), target.sku.clone());
                view! {
                    <li>
                        <button type="button" class="row" data-target=sku on:click=move |_| hand.scan.run(symbol.clone())>
                            <TargetText target />
                        </button>
                    </li>
                }
            });
            (say::attach_how(), view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any())
        }
    };
    view! {
        <Of receipt />
        <h1 class="verb">{say::attach_title()}</h1>
        <UnitCode code />
        <p class="label">{title}</p>
        {rest}
    }
}

/// A packaging of an item.
#[component]
fn TargetText(target: AttachTo) -> impl IntoView {
    let size = match target.packaging_base {
        1 => target.packaging.clone(),
        base => say::packaging_of(&target.packaging, base, &target.unit),
    };
    view! {
        <span class="row-text">
            <b class="row-name">{target.name}</b>
            <span class="row-detail number">{size}" · "{target.sku}</span>
        </span>
    }
}

/// Lines that differ.
#[component]
pub fn Close(close: ReceiveClose) -> impl IntoView {
    let title = match (close.receipt.blind, close.differences.is_empty()) {
        (true, _) => say::blind_close(),
        (false, true) => say::close_exact(),
        (false, false) => say::close_receipt(),
    };
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
    let exact = received == difference.expected_base;
    let sign = if less { "−" } else { "+" };
    let gap = if exact { String::new() } else { format!("{sign}{gap}") };
    let quarantined = difference.quarantined_base;
    let quarantined = (quarantined > 0).then(|| say::in_quarantine(i18n::number(quarantined)));
    view! {
        <li class="row">
            <span class="row-text">
                <span class="row-name">{difference.goods.name.clone()}</span>
                <span class="row-detail number">
                    {say::expected_received(i18n::number(difference.expected_base), amount(&difference.goods.quantity))}
                </span>
                <span class="row-detail number">{quarantined}</span>
            </span>
            <b class="row-number number" class:less=less>{gap}</b>
        </li>
    }
}
