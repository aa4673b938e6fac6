//! Dense tables over a list of the server: loading keeps the shape, empty says how to get rows, trouble says what to do.

use leptos::prelude::*;

use crate::desk::list::List;
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
pub fn listing<T, R, V>(
    name: &'static str,
    list: List<T>,
    heads: Vec<Head>,
    row: R,
    empty: (&'static str, &'static str),
) -> impl IntoView
where
    T: Clone + Send + Sync + serde::de::DeserializeOwned + 'static,
    R: Fn(T) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let columns = heads.len();
    let head = heads
        .into_iter()
        .map(|head| view! { <th scope="col" class=head.class>{head.word}</th> })
        .collect_view();
    let body = move || match list.rows.get() {
        None => (0..6)
            .map(|_| view! { <tr class="shape"><td colspan=columns><i></i></td></tr> })
            .collect_view()
            .into_any(),
        Some(rows) => rows.into_iter().map(row).collect_view().into_any(),
    };
    let none = move || {
        let none = list.rows.with(|rows| rows.as_ref().is_some_and(Vec::is_empty))
            && list.trouble.with(Option::is_none);
        none.then(|| view! { <div class="empty"><b>{empty.0}</b><p>{empty.1}</p></div> })
    };
    let trouble = move || {
        list.trouble.get().map(|trouble| {
            view! {
                <div class="trouble" role="alert">
                    <span>{trouble.to_string()}</span>
                    <button type="button" class="button" on:click=move |_| list.reload()>{say::try_again()}</button>
                </div>
            }
        })
    };
    let more = move || {
        list.next.with(Option::is_some).then(|| {
            view! {
                <button type="button" class="button more-rows" on:click=move |_| list.more()>{say::more_rows()}</button>
            }
        })
    };
    view! {
        <div class="listing" data-testid=name>
            {trouble}
            <table class="table" on:keydown=move |event| arrow_keys(&event)>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
            {none}
            {more}
        </div>
    }
}
