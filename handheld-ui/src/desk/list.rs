//! Lists of the server, read page by page and again when something changed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::app::Account;
use crate::client::{self, Trouble};
use crate::desk::newest::Newest;
use crate::desk::told::told;
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
    questions: Newest,
    /// The pages that the rows were read from.
    texts: StoredValue<Vec<String>>,
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
            questions: Newest::new(),
            texts: StoredValue::new(Vec::new()),
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
        self.fetch(None, wanted, false, Box::new(self.questions.ask()));
    }

    /// Reads the next page.
    pub fn more(self) {
        self.fetch(self.next.get_untracked(), 1, true, Box::new(self.questions.again()));
    }

    fn fetch(self, next: Option<String>, wanted: usize, append: bool, current: Box<dyn Fn() -> bool>) {
        let take = move |answer| self.take(answer, append);
        let path = self.path.get_untracked();
        spawn_local(fetch_pages(path, next, wanted, current, Box::new(take)));
    }

    /// Rows that did not change are not drawn again: whoever works on one by keyboard keeps the focus.
    fn take(self, answer: Result<Pages, Trouble>, append: bool) {
        let same = |pages: &Pages| {
            !append
                && self.rows.with_untracked(Option::is_some)
                && self.texts.with_value(|texts| *texts == pages.texts)
        };
        if answer.as_ref().is_ok_and(same) {
            return self.trouble.set(None);
        }
        let rows = answer.and_then(|pages| {
            // After another page the rows come from more than these texts.
            let texts = if append { Vec::new() } else { pages.texts.clone() };
            let mut all = if append { self.rows.get_untracked().unwrap_or_default() } else { Vec::new() };
            for text in &pages.texts {
                all.extend(client::read::<Vec<T>>(text)?);
            }
            Ok((all, pages.next, texts))
        });
        match rows {
            Ok((rows, next, texts)) => {
                self.trouble.set(None);
                self.texts.set_value(texts);
                self.rows.set(Some(rows));
                self.next.set(next);
            }
            Err(trouble) => self.fail(trouble),
        }
    }

    fn fail(self, trouble: Trouble) {
        if matches!(trouble, Trouble::LoggedOut(_)) {
            self.account.end();
        } else {
            self.trouble.set(Some(trouble));
        }
    }
}

/// Pages as they came: each one's rows as text, and where the next page begins.
struct Pages {
    texts: Vec<String>,
    next: Option<String>,
}

/// Reads pages until `wanted` rows are there. Rows stay text here, so that one such function serves all lists: what is made
/// for each type of rows is downloaded by every handheld.
async fn fetch_pages(
    path: String,
    mut next: Option<String>,
    wanted: usize,
    current: Box<dyn Fn() -> bool>,
    take: Box<dyn FnOnce(Result<Pages, Trouble>)>,
) {
    let (mut texts, mut count) = (Vec::new(), 0);
    loop {
        let page = match &next {
            Some(cursor) => client::get_text(&with_parameter(&path, "cursor", cursor)).await,
            None => client::get_text(&path).await,
        };
        if !current() {
            return;
        }
        match page.and_then(|text| split(&text)) {
            Ok((rows, rows_count, following)) => {
                texts.push(rows);
                count += rows_count;
                next = following;
            }
            Err(trouble) => return take(Err(trouble)),
        }
        if count >= wanted || next.is_none() {
            return take(Ok(Pages { texts, next }));
        }
    }
}

/// The rows of an answer as text, how many they are, and where the next page begins. A list that is always short comes
/// whole, without a page around it.
fn split(text: &str) -> Result<(String, usize, Option<String>), Trouble> {
    #[derive(Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        rows: &'a RawValue,
        next: Option<String>,
    }
    let (rows, next) = if text.trim_start().starts_with('[') {
        (text, None)
    } else {
        let page: Page<'_> =
            serde_json::from_str(text).map_err(|error| Trouble::Unreadable(error.to_string()))?;
        (page.rows.get(), page.next)
    };
    Ok((rows.to_owned(), client::read::<Vec<IgnoredAny>>(rows)?.len(), next))
}

/// A path with one more parameter, its value encoded.
pub fn with_parameter(path: &str, name: &str, value: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{name}={}", encoded(value))
}

/// A text as a part of an address.
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
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
        self.0.try_set(Some((false, told(trouble))));
    }

    /// It was not tried: what was entered is wrong.
    pub fn wrong(self, sentence: impl Into<String>) {
        self.0.try_set(Some((false, sentence.into())));
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
        let read = |text: &str| split(text).expect("rows");
        assert_eq!(read("[1,2]"), ("[1,2]".into(), 2, None));
        assert_eq!(
            read(r#"{"rows":[{"a":[3]}],"next":"n"}"#),
            (r#"[{"a":[3]}]"#.into(), 1, Some("n".into()))
        );
        assert!(split("{}").is_err());
    }
}
