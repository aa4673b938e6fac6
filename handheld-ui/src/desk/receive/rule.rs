//! How goods are received in this warehouse: how much more than expected may come in, and whether those who receive are told.

use bipe_api::desk::ReceiptRule;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Method};
use crate::desk::list::Notice;
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;

const PATH: &str = "/api/v1/receipts/rule";

/// The panel; it reads the rule when it opens.
#[component]
pub fn Rule(notice: Notice, close: Callback<()>) -> impl IntoView {
    let (percent, blind) = (RwSignal::new(String::new()), RwSignal::new(false));
    let failed = Notice::new();
    spawn_local(async move {
        match client::get::<ReceiptRule>(PATH).await {
            Ok(rule) => {
                percent.set(rule.over_receipt_percent.to_string());
                blind.set(rule.blind);
            }
            Err(trouble) => failed.bad(&trouble),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(over_receipt_percent) = percent.with_untracked(|text| text.trim().parse()) else {
            failed.wrong(say::count_rule_numbers());
            return;
        };
        let rule = ReceiptRule { over_receipt_percent, blind: blind.get_untracked() };
        spawn_local(async move {
            match client::command::<ReceiptRule>(Method::Put, PATH, client::json(&rule)).await {
                Ok(_) => {
                    notice.good(say::count_rule_set());
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::receipt_rule().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::receipt_rule_percent() value=percent name="over-receipt" help=say::receipt_rule_percent_how() focus=true code=true />
                <label class="check">
                    <input type="checkbox" data-testid="field-blind" prop:checked=move || blind.get()
                        on:change=move |_| blind.update(|on| *on = !*on) />
                    <span>{say::receipt_rule_blind()}</span>
                </label>
                <button type="submit" class="button primary wide" data-action="save-rule">{say::save()}</button>
            </form>
        </Panel>
    }
}
