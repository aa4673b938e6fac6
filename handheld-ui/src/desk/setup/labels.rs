//! Templates of labels: their text, and the label it makes, drawn anew with each change.

use std::time::Duration;

use bipe_api::label::{LabelTemplate, TemplatePreview, TemplateSource, TemplateText};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::SureButton;
use crate::client::{self, Body, Method};
use crate::desk::list::{List, Notice};
use crate::device;
use crate::i18n::{self, desk as say};
use crate::part::panel::Panel;
use crate::part::state::State;
use crate::part::table::{listing, text};

/// How long typing must rest before the label is drawn again.
const REST: Duration = Duration::from_millis(400);

/// The list.
#[component]
pub fn Labels() -> impl IntoView {
    let list = List::<LabelTemplate>::new(|| "/api/v1/label-templates".to_owned());
    let open = RwSignal::new(None::<String>);
    let heads = vec![text(say::col_label()), text(say::col_status()), text(say::col_changed())];
    let row = move |template: LabelTemplate| {
        let name = template.name.clone();
        let state = template
            .changed
            .then(|| view! { <State state="active".to_owned() word=say::template_changed() /> });
        let changed = template.changed_at.map(|at| {
            let who = template.changed_by.unwrap_or_default();
            format!("{} · {who}", i18n::moment(&at, device::offset_min(), device::this_year()))
        });
        view! {
            <tr tabindex="0" data-template=name.clone() on:keydown=|event| crate::part::table::arrow_keys(&event)
                on:click=move |_| open.set(Some(name.clone()))>
                <td><b>{say::label_kind(&template.kind).to_owned()}</b><small class="code">{template.name}</small></td>
                <td>{state}</td>
                <td class="wide">{changed}</td>
            </tr>
        }
    };
    let close = Callback::new(move |()| open.set(None));
    let paper = |name: &'static str, word: &'static str| {
        view! { <a class="button" href=format!("/api/v1/sheets/{name}.pdf") target="_blank" rel="noopener">{word}</a> }
    };
    view! {
        <p class="papers">
            {paper("commands", say::paper_commands())}
            {paper("training", say::paper_training())}
            {paper("scanner-test", say::paper_scanner())}
        </p>
        {listing("label-templates", list, heads, row, (say::templates_none(), say::templates_how()))}
        {move || open.get().map(|name| view! { <Editor name list close /> })}
    }
}

/// What one editor works on.
#[derive(Clone, Copy)]
struct Draft {
    path: StoredValue<String>,
    source: RwSignal<String>,
    png: RwSignal<Option<String>>,
    trouble: Notice,
    turn: StoredValue<u32>,
}

impl Draft {
    /// Draws the label once typing rests; only the last drawing that was begun counts.
    fn draw(self) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let current = move || self.turn.try_get_value() == Some(turn);
        set_timeout(
            move || {
                if current() {
                    spawn_local(async move {
                        let body = TemplateSource { source: self.source.get_untracked(), dpi: None };
                        let path = format!("{}/preview", self.path.get_value());
                        let drawn = client::post::<TemplatePreview>(&path, &body).await;
                        if !current() {
                            return;
                        }
                        match drawn {
                            Ok(drawn) => {
                                self.trouble.clear();
                                self.png.set(Some(format!("data:image/png;base64,{}", drawn.png)));
                            }
                            Err(trouble) => self.trouble.bad(&trouble),
                        }
                    });
                }
            },
            REST,
        );
    }

    fn show(self, template: TemplateText) {
        self.source.set(template.source);
        self.draw();
    }
}

#[component]
fn Editor(name: String, list: List<LabelTemplate>, close: Callback<()>) -> impl IntoView {
    let draft = Draft {
        path: StoredValue::new(format!("/api/v1/label-templates/{name}")),
        source: RwSignal::new(String::new()),
        png: RwSignal::new(None),
        trouble: Notice::new(),
        turn: StoredValue::new(0),
    };
    let done = move |answer: Result<TemplateText, client::Trouble>| match answer {
        Ok(template) => {
            draft.show(template);
            list.reload();
        }
        Err(trouble) => draft.trouble.bad(&trouble),
    };
    spawn_local(async move { done(client::get(&draft.path.get_value()).await) });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = TemplateSource { source: draft.source.get_untracked(), dpi: None };
        spawn_local(async move {
            done(client::command(Method::Put, &draft.path.get_value(), client::json(&body)).await);
        });
    };
    let reset = Callback::new(move |()| {
        spawn_local(async move {
            done(client::command(Method::Delete, &draft.path.get_value(), Body::Empty).await);
        });
    });
    let typed = move |event| {
        draft.source.set(event_target_value(&event));
        draft.draw();
    };
    let drawn = move || {
        draft.png.get().map(|png| view! { <img class="label-preview" src=png alt=say::preview() data-testid="label-preview" /> })
    };
    view! {
        <Panel title=name close>
            <form class="template" on:submit=save>
                {draft.trouble.line()}
                {drawn}
                <p class="help">{say::template_help()}</p>
                <textarea class="code" rows="18" spellcheck="false" autocapitalize="off" aria-label=say::template_source()
                    data-testid="template-source" prop:value=move || draft.source.get() on:input=typed></textarea>
                <div class="tools">
                    <SureButton word=say::template_reset() sure=say::template_reset_sure() name="reset-template" act=reset />
                    <button type="submit" class="button primary" data-action="save-template">{say::save()}</button>
                </div>
            </form>
        </Panel>
    }
}
