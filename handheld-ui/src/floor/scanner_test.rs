//! The scanner's test (R29): what was typed, character by character, what it is read as, and what is wrong with the set-up where the
//! test label was scanned.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;

use crate::i18n::floor as say;
use crate::offline;
use crate::scan::{Ears, Heard};

/// What a scan says, as the program without the network tells it.
#[derive(Clone, Default, Deserialize)]
pub struct Explained {
    /// Whether it may be used.
    usable: bool,
    /// What it was read as.
    kind: String,
    /// Why it is refused or incomplete.
    reason: Option<String>,
    /// Titles and values.
    elements: Vec<(String, String)>,
    /// Whether it was taken for the test label.
    is_test: bool,
    /// What is wrong with the set-up.
    findings: Vec<String>,
}

/// The test: hears all scans while it is open.
#[component]
pub fn ScannerTest() -> impl IntoView {
    let heard = RwSignal::new(None::<(String, Option<Explained>)>);
    let ears = expect_context::<Ears>();
    ears.hear(move |what| {
        let text = match what {
            Heard::Scan(text) | Heard::Typed(text) => text,
            Heard::Digit(digit) => digit.to_string(),
            Heard::Enter | Heard::Erase => return,
        };
        heard.set(Some((text.clone(), None)));
        spawn_local(async move {
            let explained = offline::explain(&text).await;
            heard.try_set(Some((text, explained)));
        });
    });
    view! {
        <h2>{say::scanner_test()}</h2>
        <div class="scanner-test" data-testid="scanner-test" aria-live="polite">
            {move || match heard.get() {
                None => view! { <p>{say::scanner_test_how()}</p> }.into_any(),
                Some((text, explained)) => view! { <Told text explained /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Told(text: String, explained: Option<Explained>) -> impl IntoView {
    let characters = text.chars().map(|character| match character {
        '\u{1d}' => view! { <mark>"GS"</mark> }.into_any(),
        control if control.is_control() => {
            view! { <mark>{format!("{:02X}", control as u32)}</mark> }.into_any()
        }
        ' ' => view! { <mark>"␣"</mark> }.into_any(),
        plain => plain.to_string().into_any(),
    });
    let count = say::scanner_characters(text.chars().count());
    let told = explained.map(|told| {
        let findings = match (told.is_test, told.findings.is_empty()) {
            (true, true) => vec![say::scanner_fine().to_owned()],
            _ => told.findings,
        };
        let findings =
            findings.into_iter().map(|finding| view! { <p class="finding">{finding}</p> }).collect_view();
        let rows = told
            .elements
            .into_iter()
            .map(|(title, value)| view! { <dt>{title}</dt><dd class="code">{value}</dd> });
        let kind = told.kind.clone();
        view! {
            <div data-usable=if told.usable { "true" } else { "false" } data-kind=kind>
                {findings}
                <dl><dt>{say::scanner_kind()}</dt><dd class="code">{told.kind}</dd>{rows.collect_view()}</dl>
                {told.reason.map(|reason| view! { <p>{reason}</p> })}
            </div>
        }
    });
    view! {
        <p class="code raw" data-testid="scanner-raw">{characters.collect_view()}</p>
        <small>{count}</small>
        {told}
    }
}
