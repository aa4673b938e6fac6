//! Lists of the server, read page by page and again when something changed.

use bipe_api::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::app::Account;
use crate::client::{self, Trouble};
use crate::live::Live;

/// Rows of a list, as far as they are read. What is shown stays until something newer is there.
pub struct List<T: 'static> {
    /// The rows; `None` before the first answer.
    pub rows: RwSignal<Option<Vec<T>>>,
    /// Where the next page begins.
    pub next: RwSignal<Option<String>>,
    /// Why the last reading failed.
    pub trouble: RwSignal<Option<Trouble>>,
    path: Signal<String>,
    turn: StoredValue<u32>,
    account: Account,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<T> {}

impl<T: Clone + Send + Sync + DeserializeOwned + 'static> List<T> {
    /// Reads the list at `path`, again whenever it changes or an event says that something did.
    pub fn new(path: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let list = Self {
            rows: RwSignal::new(None),
            next: RwSignal::new(None),
            trouble: RwSignal::new(None),
            path: Signal::derive(path),
            turn: StoredValue::new(0),
            account: expect_context(),
        };
        let live = expect_context::<Live>();
        let shown = StoredValue::new(String::new());
        Effect::new(move |_| {
            live.tick.track();
            let path = list.path.get();
            if shown.with_value(|shown| *shown != path) {
                shown.set_value(path);
                list.read(1);
            } else {
                list.reload();
            }
        });
        list
    }

    /// Reads again as many rows as are shown.
    pub fn reload(self) {
        self.read(self.rows.with_untracked(|rows| rows.as_ref().map_or(1, Vec::len)));
    }

    /// Reads until at least `wanted` rows are there. Only the last reading that was begun counts.
    fn read(self, wanted: usize) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let path = self.path.get_untracked();
        spawn_local(async move {
            let mut rows = Vec::new();
            let mut next = None;
            loop {
                let answer = read_page::<T>(&path, next.as_deref()).await;
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                match answer {
                    Ok(page) => {
                        rows.extend(page.rows);
                        next = page.next;
                    }
                    Err(trouble) => return self.fail(trouble),
                }
                if rows.len() >= wanted || next.is_none() {
                    break;
                }
            }
            self.trouble.set(None);
            self.rows.set(Some(rows));
            self.next.set(next);
        });
    }

    /// Reads the next page.
    pub fn more(self) {
        let turn = self.turn.get_value();
        let (path, next) = (self.path.get_untracked(), self.next.get_untracked());
        spawn_local(async move {
            let answer = read_page::<T>(&path, next.as_deref()).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.rows.update(|rows| rows.get_or_insert_default().extend(page.rows));
                    self.next.set(page.next);
                }
                Err(trouble) => self.fail(trouble),
            }
        });
    }

    fn fail(self, trouble: Trouble) {
        if matches!(trouble, Trouble::LoggedOut(_)) {
            self.account.end();
        } else {
            self.trouble.set(Some(trouble));
        }
    }
}

async fn read_page<T: DeserializeOwned>(path: &str, cursor: Option<&str>) -> Result<Page<T>, Trouble> {
    let path = match cursor {
        Some(cursor) => with_parameter(path, "cursor", cursor),
        None => path.to_owned(),
    };
    page_of(&client::get_text(&path).await?)
}

/// A list as the server sends it: in pages, or whole where it is short.
fn page_of<T: DeserializeOwned>(text: &str) -> Result<Page<T>, Trouble> {
    if text.trim_start().starts_with('[') {
        return client::read(text).map(|rows| Page { rows, next: None });
    }
    client::read(text)
}

/// A path with one more parameter, its value encoded.
pub fn with_parameter(path: &str, name: &str, value: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    let mut text = format!("{path}{join}{name}=");
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// What a command said on this page: a sentence, good or bad.
#[derive(Clone, Copy)]
pub struct Notice(RwSignal<Option<(bool, String)>>);

impl Notice {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// It worked.
    pub fn good(self, sentence: impl Into<String>) {
        self.0.try_set(Some((true, sentence.into())));
    }

    /// It did not; a session that is over leads to log-in.
    pub fn bad(self, trouble: &Trouble) {
        self.0.try_set(Some((false, trouble.to_string())));
    }

    /// Says nothing.
    pub fn clear(self) {
        self.0.set(None);
    }

    /// The line that says it; it keeps its place.
    pub fn line(self) -> impl IntoView {
        move || {
            self.0.get().map(|(good, sentence)| {
                let class = if good { "notice good" } else { "notice bad" };
                let icon = if good { crate::part::icon::Icon::Tick } else { crate::part::icon::Icon::Warn };
                view! {
                    <p class=class role="status" data-testid="notice"><crate::part::icon::Draw icon />{sentence}</p>
                }
            })
        }
    }
}

impl Default for Notice {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded() {
        assert_eq!(with_parameter("/a", "search", "Café & pão"), "/a?search=Caf%C3%A9%20%26%20p%C3%A3o");
        assert_eq!(with_parameter("/a?b=c", "cursor", "x="), "/a?b=c&cursor=x%3D");
    }

    #[test]
    fn a_list_comes_in_pages_or_whole() {
        let read = |text: &str| page_of::<u8>(text).map(|page| (page.rows, page.next)).expect("rows");
        assert_eq!(read("[1,2]"), (vec![1, 2], None));
        assert_eq!(read(r#"{"rows":[3],"next":"n"}"#), (vec![3], Some("n".into())));
    }
}
