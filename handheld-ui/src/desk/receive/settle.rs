//! A receipt as a supervisor settles it: what is still to come is cancelled; a closed one is opened again, or its goods are sent back to
//! the supplier.

use bipe_api::desk::{Because, ReceiptDetail, SendBack};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client;
use crate::desk::list::Notice;
use crate::desk::setup::SureButton;
use crate::i18n::desk as say;
use crate::part::field::TextField;

/// Says that no more of a receipt comes, with a reason. `changed` takes the receipt as it is then.
#[component]
pub fn Cancel(id: String, changed: Callback<ReceiptDetail>, notice: Notice) -> impl IntoView {
    let (reason, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let path = StoredValue::new(format!("/api/v1/receipts/{id}/cancel"));
    let cancel = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        notice.clear();
        spawn_local(async move {
            let because = Because { reason: reason.get_untracked().trim().to_owned() };
            let answer = client::post::<ReceiptDetail>(&path.get_value(), &because).await;
            busy.try_set(false);
            match answer {
                Ok(detail) => {
                    notice.good(say::receipt_cancelled());
                    changed.run(detail);
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    });
    view! {
        <div class="decide" data-testid="cancel">
            <h3>{say::receipt_cancel()}</h3>
            <TextField label=say::col_reason() value=reason name="reason" help=say::receipt_reason_help() />
            <div class="ways">
                <SureButton word=say::receipt_cancel() sure=say::receipt_cancel_sure() name="cancel-receipt" act=cancel />
            </div>
        </div>
    }
}

/// What a supervisor may do with a closed receipt. `changed` takes the receipt as it is then.
#[component]
pub fn Settle(id: String, changed: Callback<ReceiptDetail>, notice: Notice) -> impl IntoView {
    let (reason, busy, sending) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let blocked = move || busy.get() || reason.with(|reason| reason.trim().chars().count() < 3);
    let path = StoredValue::new(format!("/api/v1/receipts/{id}"));
    let reopen = move |_| {
        busy.set(true);
        notice.clear();
        spawn_local(async move {
            let because = Because { reason: reason.get_untracked().trim().to_owned() };
            let path = format!("{}/reopen", path.get_value());
            let answer = client::post::<ReceiptDetail>(&path, &because).await;
            busy.try_set(false);
            match answer {
                Ok(detail) => {
                    notice.good(say::receipt_reopened());
                    changed.run(detail);
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let form = move || {
        sending.get().then(|| {
            let path = format!("{}/send-back", path.get_value());
            view! { <Send path reason busy changed notice /> }
        })
    };
    view! {
        <div class="decide" data-testid="settle">
            <TextField label=say::col_reason() value=reason name="reason" help=say::receipt_reason_help() />
            <div class="ways">
                <button type="button" class="button" data-action="reopen" disabled=blocked on:click=reopen>{say::receipt_reopen()}</button>
                <button type="button" class="button" data-action="sending" aria-pressed=move || sending.get().to_string()
                    on:click=move |_| sending.update(|on| *on = !*on)>{say::send_back()}</button>
            </div>
            {form}
        </div>
    }
}

/// Which goods go back.
#[component]
fn Send(
    path: String,
    reason: RwSignal<String>,
    busy: RwSignal<bool>,
    changed: Callback<ReceiptDetail>,
    notice: Notice,
) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (location, sku, lot, unit, quantity) = (text(), text(), text(), text(), text());
    let trimmed = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
    let some = move |field| Some(trimmed(field)).filter(|text| !text.is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(quantity_base) = trimmed(quantity).parse() else {
            notice.wrong(say::send_back_quantity());
            return;
        };
        let request = SendBack {
            location: trimmed(location),
            sku: trimmed(sku),
            lot: some(lot),
            unit_code: some(unit),
            quantity_base,
            reason: trimmed(reason),
        };
        let path = path.clone();
        busy.set(true);
        notice.clear();
        spawn_local(async move {
            let answer = client::post::<ReceiptDetail>(&path, &request).await;
            busy.try_set(false);
            match answer {
                Ok(detail) => {
                    notice.good(say::send_back_done());
                    changed.run(detail);
                }
                Err(trouble) => notice.bad(&trouble),
            }
        });
    };
    let blocked = move || busy.get() || reason.with(|reason| reason.trim().chars().count() < 3);
    view! {
        <form class="form" on:submit=submit data-testid="send-back">
            <TextField label=say::col_bin() value=location name="location" code=true />
            <TextField label=say::col_item() value=sku name="sku" code=true />
            <TextField label=say::col_lot() value=lot name="lot" code=true help=say::send_back_lot_help() />
            <TextField label=say::col_unit_code() value=unit name="unit" code=true help=say::send_back_unit_help() />
            <TextField label=say::col_quantity() value=quantity name="quantity" />
            <button type="submit" class="button danger" data-action="send-back" disabled=blocked>{say::send_back()}</button>
        </form>
    }
}
