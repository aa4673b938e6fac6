//! How counts are judged in this warehouse: what difference is posted at once, and whether pickers prove empty bins.

use bipe_api::desk::CountRule;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Method};
use crate::desk::list::Notice;
use crate::i18n::desk as say;
use crate::part::field::TextField;
use crate::part::panel::Panel;

const PATH: &str = "/api/v1/counts/rule";

/// The panel; it reads the rule when it opens.
#[component]
pub fn Rule(notice: Notice, close: Callback<()>) -> impl IntoView {
    let (base, permille) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (zero_check, failed) = (RwSignal::new(false), Notice::new());
    spawn_local(async move {
        match client::get::<CountRule>(PATH).await {
            Ok(rule) => {
                base.set(rule.tolerance_base.to_string());
                permille.set(rule.tolerance_permille.to_string());
                zero_check.set(rule.zero_check);
            }
            Err(trouble) => failed.bad(&trouble),
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = |text: RwSignal<String>| text.with_untracked(|text| text.trim().parse().ok());
        let (Some(tolerance_base), Some(tolerance_permille)) = (number(base), number(permille)) else {
            failed.wrong(say::count_rule_numbers());
            return;
        };
        let rule = CountRule { tolerance_base, tolerance_permille, zero_check: zero_check.get_untracked() };
        spawn_local(async move {
            match client::command::<CountRule>(Method::Put, PATH, client::json(&rule)).await {
                Ok(_) => {
                    notice.good(say::count_rule_set());
                    close.run(());
                }
                Err(trouble) => failed.bad(&trouble),
            }
        });
    };
    view! {
        <Panel title=say::count_rule().to_owned() close>
            <form on:submit=submit>
                {failed.line()}
                <TextField label=say::count_rule_base() value=base name="tolerance-base" help=say::count_rule_base_how() focus=true code=true />
                <TextField label=say::count_rule_permille() value=permille name="tolerance-permille" help=say::count_rule_permille_how() code=true />
                <label class="check">
                    <input type="checkbox" data-testid="field-zero-check" prop:checked=move || zero_check.get()
                        on:change=move |_| zero_check.update(|asked| *asked = !*asked) />
                    <span>{say::count_rule_zero()}</span>
                </label>
                <button type="submit" class="button primary wide" data-action="save-rule">{say::save()}</button>
            </form>
        </Panel>
    }
}
