//! One receipt: what was announced, what has come in, what is still to come, and what a supervisor may do with it.

use bipe_api::desk::{Receipt, ReceiptDetail, ReceiptLine, ReceiptPallet};
use bipe_core::flow::receive::ReceiptKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{kind_word, settle};
use crate::client;
use crate::desk::list::{List, Notice};
use crate::desk::newest::Newest;
use crate::device;
use crate::i18n::{self, desk as say};
use crate::live::Live;
use crate::part::panel::{Fact, Panel};
use crate::part::state::State;

/// One receipt with its lines.
#[component]
pub fn Detail(
    id: String,
    list: List<Receipt>,
    /// Takes a purchase order whose delivery is announced.
    deliver: Callback<ReceiptDetail>,
    close: Callback<()>,
) -> impl IntoView {
    let of = id.clone();
    let (detail, notice, live) =
        (RwSignal::new(None::<ReceiptDetail>), Notice::new(), expect_context::<Live>());
    let questions = Newest::new();
    Effect::new(move |_| {
        live.tick.track();
        let path = format!("/api/v1/receipts/{id}");
        let is_newest = questions.ask();
        spawn_local(async move {
            match client::get::<ReceiptDetail>(&path).await {
                _ if !is_newest() => {}
                Ok(read) => detail.set(Some(read)),
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
        let created = i18n::moment(&receipt.created_at, device::offset_min(), device::this_year());
        let key = receipt.access_key.map(|key| {
            view! { <Fact label=say::access_key()><span class="code key44" data-testid="access-key">{key}</span></Fact> }
        });
        Some(view! {
            <dl class="facts">
                <Fact label=say::col_status()><State state=receipt.status /></Fact>
                <Fact label=say::col_supplier()>{receipt.supplier}</Fact>
                <Fact label=say::col_kind()>{kind}</Fact>
                <Fact label=say::col_created()>{created}</Fact>
                {key}
            </dl>
            <table class="table">
                <thead><tr>
                    <th scope="col" class="right">"#"</th><th scope="col">{say::col_item()}</th>
                    <th scope="col" class="right">{say::col_expected()}</th><th scope="col" class="right">{say::col_received()}</th>
                    <th scope="col" class="right">{if closed { say::col_difference() } else { say::col_left() }}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
            <Pallets pallets />
        })
    };
    let closed = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().map(|detail| detail.receipt.status == "closed"))
    });
    let changed = Callback::new(move |read| {
        detail.set(Some(read));
        list.reload();
    });
    let settle = move || {
        let id = of.clone();
        Some(match closed.get()? {
            true => view! { <settle::Settle id changed notice /> }.into_any(),
            false => view! { <settle::Cancel id changed notice /> }.into_any(),
        })
    };
    view! { <Panel title=Signal::derive(title) close>{notice.line()}{body}<Deliver detail deliver />{settle}</Panel> }
}

/// Announces the delivery of what is still to come of a purchase order.
#[component]
fn Deliver(detail: RwSignal<Option<ReceiptDetail>>, deliver: Callback<ReceiptDetail>) -> impl IntoView {
    move || {
        let order = detail.get().filter(|one| one.receipt.kind == ReceiptKind::PurchaseOrder)?;
        let some = order.lines.iter().any(|line| line.received_base < line.expected_base);
        (some && order.receipt.status != "closed").then(|| {
            view! {
                <button type="button" class="button wide" data-action="deliver" on:click=move |_| deliver.run(order.clone())>
                    {say::asn_of_order()}
                </button>
            }
        })
    }
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

/// One line: what is still to come of it, or what differs once the receipt is closed; what is in quarantine is told at once.
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
    let left_base = (line.expected_base - line.received_base).max(0);
    let left = (!closed && left_base > 0)
        .then(|| view! { <span data-testid="left">{i18n::number(left_base)}</span> });
    let lots = line.lots.into_iter().map(|lot| {
        let expiry = lot.expiry.map(|day| format!(" · {}", i18n::date(day)));
        view! { <small class="code">{say::of_lot(lot.code, i18n::number(lot.quantity_base))}{expiry}</small> }
    });
    let lots = lots.collect_view();
    let quarantined = small(line.quarantined_base, say::in_quarantine);
    let sent_back = small(line.sent_back_base, say::sent_back);
    view! {
        <tr class:done=done>
            <td class="right">{line.number}</td>
            <td class="wide"><span class="two">{line.name}</span><small class="code">{line.sku}</small>{lots}{quarantined}{sent_back}</td>
            <td class="right">{i18n::number(line.expected_base)}" "<small>{line.unit}</small></td>
            <td class="right"><b>{i18n::number(line.received_base)}</b></td>
            <td class="right">{left}{gap}</td>
        </tr>
    }
}
