//! Talking to the server: one request, one answer, and what can go wrong with it said in one type.

use std::fmt;
use std::pin::Pin;

use bipe_api::Problem;
use bipe_core::words::Language;
use js_sys::{Array, Promise};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::device;
use crate::i18n::{self, either, floor as say, problems};

/// How long to wait for an answer before taking the network for lost, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;

/// The same where the handheld can go on without the answer.
pub const SHORT_PATIENCE_MS: u32 = 4_000;

/// Why there is no answer of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The network or the server is away: the same request may be sent again.
    Away,
    /// The session is over, or was never there.
    LoggedOut(Box<Problem>),
    /// The server answered with a problem.
    Problem(Box<Problem>),
    /// The server's answer means nothing to this version of the interface.
    Unreadable(String),
}

impl Trouble {
    /// The problem's stable name for tests and programs: `away`, `nfe-unreadable` …
    pub fn code(&self) -> &str {
        match self {
            Self::Away => "away",
            Self::Unreadable(_) => "unreadable",
            Self::LoggedOut(problem) | Self::Problem(problem) => {
                problem.kind.rsplit('/').next().unwrap_or_default()
            }
        }
    }

    /// The HTTP status, 0 where there was none.
    pub fn status(&self) -> u16 {
        match self {
            Self::Away | Self::Unreadable(_) => 0,
            Self::LoggedOut(problem) | Self::Problem(problem) => problem.status,
        }
    }

    /// How long to wait, where the server says it: the number in a lock-out's detail, in seconds.
    pub fn wait_s(&self) -> Option<u32> {
        let Self::Problem(problem) = self else { return None };
        let detail = problem.detail.as_deref().filter(|_| problem.status == 429)?;
        detail.split(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty())?.parse().ok()
    }

    /// The problem's list of wrong places.
    pub fn places(&self) -> &[bipe_api::problem::ProblemAt] {
        match self {
            Self::Problem(problem) => &problem.errors,
            _ => &[],
        }
    }
}

/// A sentence with what to do.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away => f.write_str(say::problem_offline()),
            Self::Unreadable(_) => f.write_str(say::problem_reload()),
            Self::LoggedOut(_) => f.write_str(say::log_in_ended()),
            Self::Problem(problem) => {
                f.write_str(&self.sentence(problem))?;
                // Which field or line, where the server says it.
                let places = problem.errors.iter().take(4);
                places
                    .map(|place| (&place.at, &place.message))
                    .try_for_each(|(at, message)| write!(f, " {at}: {message}."))
            }
        }
    }
}

impl Trouble {
    fn sentence(&self, problem: &Problem) -> String {
        let known = problems::sentence(self.code()).map(str::to_owned);
        let detail = problem.detail.clone();
        let best = if i18n::language() == Language::Pt { known.or(detail) } else { detail.or(known) };
        best.unwrap_or_else(|| match problem.status {
            403 => say::problem_forbidden().to_owned(),
            409 => say::problem_conflict().to_owned(),
            status if status >= 500 || problem.title.is_empty() => say::problem_unexpected(status),
            _ => problem.title.clone(),
        })
    }

    /// The sentence without the places, for pages that show these as a table.
    pub fn headline(&self) -> String {
        match self {
            Self::Problem(problem) => self.sentence(problem),
            other => other.to_string(),
        }
    }
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds, or commands.
    Post,
    /// Puts in place of what was there.
    Put,
    /// Takes away.
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What a request carries.
pub enum Body {
    /// Nothing.
    Empty,
    /// JSON text.
    Json(String),
    /// An XML document.
    Xml(String),
}

/// Reads a resource.
///
/// # Errors
/// See [`Trouble`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Trouble> {
    read(&get_text(path).await?)
}

/// Reads a resource as text.
///
/// # Errors
/// See [`Trouble`].
pub async fn get_text(path: &str) -> Result<String, Trouble> {
    exchange(Method::Get, path, Body::Empty, None, None).await
}

/// Sends a command with a fresh `Idempotency-Key`.
///
/// # Errors
/// See [`Trouble`].
pub async fn command<T: DeserializeOwned>(method: Method, path: &str, body: Body) -> Result<T, Trouble> {
    let key = device::fresh_id().to_string();
    read(&exchange(method, path, body, Some(key), None).await?)
}

/// Posts JSON with a fresh `Idempotency-Key`.
///
/// # Errors
/// See [`Trouble`].
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Trouble> {
    command(Method::Post, path, json(body)).await
}

/// Posts JSON that carries an id of its own, so that the same request may be sent again; answers with its text. `patience_ms` is how
/// long to wait for the answer, where that is less than usual.
///
/// # Errors
/// See [`Trouble`].
pub async fn post_again(
    path: &str,
    body: &impl Serialize,
    patience_ms: Option<u32>,
) -> Result<String, Trouble> {
    exchange(Method::Post, path, json(body), None, patience_ms).await
}

/// Reads a resource, and waits no longer than that for it, where less than usual is wanted.
///
/// # Errors
/// See [`Trouble`].
pub async fn get_within<T: DeserializeOwned>(path: &str, patience_ms: Option<u32>) -> Result<T, Trouble> {
    read(&exchange(Method::Get, path, Body::Empty, None, patience_ms).await?)
}

/// A body of JSON.
pub fn json(body: &impl Serialize) -> Body {
    // Wire types have string keys and no failing serialisers.
    Body::Json(serde_json::to_string(body).unwrap_or_default())
}

/// What the text of an answer says.
///
/// # Errors
/// [`Trouble::Unreadable`].
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    let text = if text.is_empty() { "null" } else { text };
    serde_json::from_str(text).map_err(|error| Trouble::Unreadable(error.to_string()))
}

/// One request, one answer: its text when the status is a good one. Boxed, so that those who wait for it stay small.
fn exchange(
    method: Method,
    path: &str,
    body: Body,
    key: Option<String>,
    patience_ms: Option<u32>,
) -> Waiting {
    let (kind, text) = match body {
        Body::Empty => (None, None),
        Body::Json(text) => (Some("application/json"), Some(text)),
        Body::Xml(text) => (Some("application/xml"), Some(text)),
    };
    let (language, patience_ms) = (either("pt-BR", "en"), patience_ms.unwrap_or(TIMEOUT_MS));
    let answer = ask(method.name(), path, language, key.as_deref(), kind, text.as_deref(), patience_ms);
    Box::pin(hear(answer))
}

type Waiting = Pin<Box<dyn Future<Output = Result<String, Trouble>>>>;

#[wasm_bindgen(module = "/src/ask.js")]
extern "C" {
    /// The answer's status, text, date and program; null where there is none.
    fn ask(
        method: &str,
        path: &str,
        language: &str,
        key: Option<&str>,
        kind: Option<&str>,
        body: Option<&str>,
        patience_ms: u32,
    ) -> Promise;
}

async fn hear(answer: Promise) -> Result<String, Trouble> {
    let answer: Array =
        JsFuture::from(answer).await.ok().and_then(|answer| answer.dyn_into().ok()).ok_or(Trouble::Away)?;
    if let Some(date) = answer.get(2).as_string() {
        device::hear_server_date(&date);
    }
    if let Some(program) = answer.get(3).as_string() {
        device::hear_program(&program);
    }
    // A status has three digits.
    let status = answer.get(0).as_f64().unwrap_or_default() as u16;
    judge(status, answer.get(1).as_string().unwrap_or_default())
}

/// What an answer means: text of use, or trouble.
fn judge(status: u16, text: String) -> Result<String, Trouble> {
    match status {
        200..=299 => Ok(text),
        // A gateway answers for a server that is away, or a server whose database is: nothing was changed.
        502..=504 => Err(Trouble::Away),
        _ => {
            let plain = || Problem {
                kind: String::new(),
                title: String::new(),
                status,
                detail: None,
                errors: vec![],
            };
            let problem = Box::new(serde_json::from_str(&text).unwrap_or_else(|_| plain()));
            Err(if status == 401 { Trouble::LoggedOut(problem) } else { Trouble::Problem(problem) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        assert_eq!(judge(200, "[]".into()), Ok("[]".into()));
        assert_eq!(judge(204, String::new()), Ok(String::new()));
        assert_eq!(judge(502, "<html>".into()), Err(Trouble::Away));
        assert!(matches!(judge(401, "{}".into()), Err(Trouble::LoggedOut(_))));
        let text = r#"{"type":"/problems/nfe-unreadable","title":"t","status":422,"detail":"Item 3: d"}"#;
        let trouble = judge(422, text.into()).expect_err("a problem");
        assert_eq!((trouble.code(), trouble.status()), ("nfe-unreadable", 422));
        i18n::speak(Language::En);
        assert_eq!(trouble.to_string(), "Item 3: d");
        i18n::speak(Language::Pt);
        assert_eq!(trouble.to_string(), problems::sentence("nfe-unreadable").expect("a sentence"));
    }

    #[test]
    fn a_lock_out_says_how_long() {
        let text =
            r#"{"type":"/problems/locked-out","title":"t","status":429,"detail":"try again in 30 seconds"}"#;
        assert_eq!(judge(429, text.into()).expect_err("a problem").wait_s(), Some(30));
        assert_eq!(judge(409, text.replace("429", "409")).expect_err("a problem").wait_s(), None);
    }

    #[test]
    fn wrong_places_are_named() {
        i18n::speak(Language::En);
        let text = r#"{"type":"/problems/wrong-fields","title":"t","status":422,"errors":[{"at":"pin","message":"4 to 8 digits"}]}"#;
        let trouble = judge(422, text.into()).expect_err("a problem");
        assert!(trouble.to_string().ends_with(" pin: 4 to 8 digits."), "{trouble}");
        assert!(!trouble.headline().contains("pin"));
    }

    #[test]
    fn an_answer_of_another_version_is_told() {
        assert_eq!(read::<()>(""), Ok(()));
        assert!(matches!(read::<Vec<u8>>("{"), Err(Trouble::Unreadable(_))));
    }
}
