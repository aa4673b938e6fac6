//! Fields that people type into: a label above, what is wrong below.

use leptos::html::Input;
use leptos::prelude::*;

/// One line of text.
#[component]
pub fn TextField(
    label: &'static str,
    value: RwSignal<String>,
    /// Its name for tests and for the browser.
    name: &'static str,
    /// `text` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// A word below that says what to enter.
    #[prop(optional)]
    help: Option<&'static str>,
    /// Whether it takes the focus when it appears.
    #[prop(optional)]
    focus: bool,
    /// Whether it holds a code rather than words: no corrections, no capitals by themselves.
    #[prop(optional)]
    code: bool,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get()
            && focus
        {
            // A page in the background cannot take the focus, which harms nothing.
            let _ = field.focus();
            let end = field.value().len() as u32;
            let _ = field.set_selection_range(end, end);
        }
    });
    let class = if code { "code" } else { "" };
    view! {
        <label class="field">
            <span>{label}</span>
            <input node_ref=field class=class type=kind name=name autocomplete=autocomplete spellcheck="false"
                autocapitalize="off" data-testid=format!("field-{name}")
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) />
            {help.map(|help| view! { <small>{help}</small> })}
        </label>
    }
}
