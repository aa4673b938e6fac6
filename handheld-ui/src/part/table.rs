//! Dense tables over a list of the server: loading keeps the shape, empty says how to get rows, trouble says what to do.

use leptos::html::Table;
use leptos::prelude::*;

use crate::client::Trouble;
use crate::desk::list::List;
use crate::desk::told::told;
use crate::i18n::desk as say;

/// A column's head.
#[derive(Clone, Copy)]
pub struct Head {
    word: &'static str,
    class: &'static str,
}

/// A column of text.
pub fn text(word: &'static str) -> Head {
    Head { word, class: "" }
}

/// A column of numbers, to the right.
pub fn right(word: &'static str) -> Head {
    Head { word, class: "right" }
}

/// Moves the focus to the next or the previous row.
pub fn arrow_keys(event: &leptos::ev::KeyboardEvent) {
    use wasm_bindgen::JsCast;
    let row = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(row) = row.filter(|row| row.tag_name() == "TR") else { return };
    let next = match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        "Enter" | " " => {
            event.prevent_default();
            return row.click();
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(Ok(next)) = next.map(wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>) {
        // A row with a tab index takes the focus.
        let _ = next.focus();
    }
}

/// A list as a table. `row` draws one row as a `<tr>`; `empty` is what would be here and how to get it.
pub fn listing<T, V>(
    name: &'static str,
    list: List<T>,
    heads: Vec<Head>,
    row: impl Fn(T) -> V + Send + Sync + 'static,
    empty: (&'static str, &'static str),
) -> impl IntoView
where
    T: Clone + Send + Sync + serde::de::DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let rows = move || {
        let rows = list.rows.get()?;
        Some(rows.into_iter().map(|one| row(one).into_any()).collect())
    };
    let shown = Shown {
        rows: Box::new(rows),
        none: Signal::derive(move || list.rows.with(|rows| rows.as_ref().is_some_and(Vec::is_empty))),
        trouble: list.trouble,
        further: Signal::derive(move || list.next.with(Option::is_some)),
        reload: Callback::new(move |()| list.reload()),
        more: Callback::new(move |()| list.more()),
    };
    frame(name, heads, shown, empty)
}

/// A list without the type of its rows, so that the table around them is made once.
struct Shown {
    rows: Box<dyn Fn() -> Option<Vec<AnyView>> + Send>,
    none: Signal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    further: Signal<bool>,
    reload: Callback<()>,
    more: Callback<()>,
}

/// The columns' names as properties for the style sheet, `--c1` is `"Status"`: a narrow screen draws each row as a card, and names
/// each value there.
fn names(heads: &[Head]) -> Vec<(String, String)> {
    let name = |(at, head): (usize, &Head)| {
        let bare = head.word.replace(['"', '\\', '\n'], "");
        (!head.word.is_empty()).then(|| (format!("--c{}", at + 1), format!("\"{bare}\"")))
    };
    heads.iter().enumerate().filter_map(name).collect()
}

fn frame(name: &'static str, heads: Vec<Head>, shown: Shown, empty: (&'static str, &'static str)) -> AnyView {
    let Shown { rows, none, trouble, further, reload, more } = shown;
    let columns = heads.len();
    let (table, names) = (NodeRef::<Table>::new(), names(&heads));
    Effect::new(move |_| {
        if let Some(table) = table.get() {
            let style = web_sys::HtmlElement::style(&table);
            // The page's own rules forbid styles in its text; a property that is no good names nothing.
            names.iter().for_each(|(name, word)| drop(style.set_property(name, word)));
        }
    });
    let head = heads
        .into_iter()
        .map(|head| match head.word {
            // A column of buttons has no name of its own.
            "" => view! { <td class=head.class></td> }.into_any(),
            word => view! { <th scope="col" class=head.class>{word}</th> }.into_any(),
        })
        .collect_view();
    let body = move || {
        let shape = || view! { <tr class="shape"><td colspan=columns><i></i></td></tr> }.into_any();
        rows().unwrap_or_else(|| (0..6).map(|_| shape()).collect())
    };
    let nothing = move || {
        let nothing = none.get() && trouble.with(Option::is_none);
        nothing.then(|| view! { <div class="empty"><b>{empty.0}</b><p>{empty.1}</p></div> })
    };
    let trouble = move || {
        trouble.get().map(|trouble| {
            view! {
                <div class="trouble" role="alert">
                    <span>{told(&trouble)}</span>
                    <button type="button" class="button" on:click=move |_| reload.run(())>{say::try_again()}</button>
                </div>
            }
        })
    };
    let further = move || {
        further.get().then(|| {
            view! {
                <button type="button" class="button more-rows" on:click=move |_| more.run(())>{say::more_rows()}</button>
            }
        })
    };
    view! {
        <div class="listing" data-testid=name>
            {trouble}
            <table node_ref=table class="table" on:keydown=move |event| arrow_keys(&event)>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
            {nothing}
            {further}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_for_cards() {
        let heads = [text("Status"), text(""), right("Em \"mãos\"")];
        let named = |name: &str, word: &str| (name.to_owned(), word.to_owned());
        assert_eq!(names(&heads), [named("--c1", "\"Status\""), named("--c3", "\"Em mãos\"")]);
    }
}
