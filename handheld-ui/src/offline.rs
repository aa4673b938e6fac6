//! The program that decides without the network (`bin/offline.rs`), as the floor's program sees it.

use bipe_core::screen::Step;
use js_sys::{Math, Promise};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::device;
use crate::i18n::either;
use crate::step::step;

#[wasm_bindgen(module = "/src/offline.js")]
extern "C" {
    fn load_offline(text: &str) -> Promise;
    fn begin_lesson(english: bool, utc_offset_min: i32, now_ms: f64) -> Promise;

    fn explain_scan(text: &str, english: bool, now_ms: f64) -> Promise;

    type Offline;
    #[wasm_bindgen(method)]
    fn free(this: &Offline);
    #[wasm_bindgen(method)]
    fn task(this: &Offline) -> String;
    #[wasm_bindgen(method)]
    fn answer(this: &Offline, symbol: &str, scanned_ms: f64, seed: f64) -> String;
    #[wasm_bindgen(method)]
    fn next_scan(this: &Offline) -> Option<String>;
    #[wasm_bindgen(method)]
    fn step(this: &Offline, now_ms: f64) -> String;
}

/// Work that is carried.
pub struct Work(Offline);

impl Drop for Work {
    fn drop(&mut self) {
        // Old browsers don't collect what another program holds.
        self.0.free();
    }
}

/// How a scan is answered here.
pub struct Answer {
    /// What the operator sees.
    pub step: Step,
    /// What the server is to know of it: a `bipe_core::offline::Mark`.
    pub mark: Box<RawValue>,
    /// Whether it was refused.
    pub refused: bool,
}

#[derive(Deserialize)]
struct Answered<'a> {
    #[serde(borrow)]
    step: &'a RawValue,
    mark: Box<RawValue>,
    refused: bool,
}

impl Work {
    /// Reads what the server handed out (`null` is no work), by the program that understands it; nothing where either is not to be had.
    pub async fn of(text: &str) -> Option<Self> {
        let work = JsFuture::from(load_offline(text)).await.ok()?;
        (!work.is_falsy()).then(|| Self(work.unchecked_into()))
    }

    /// A lesson, in the present language.
    pub async fn lesson() -> Option<Self> {
        let begun = begin_lesson(either(false, true), device::offset_min(), device::now_ms());
        JsFuture::from(begun).await.ok().map(|work| Self(work.unchecked_into()))
    }

    /// In a lesson, what is scanned next when all goes well.
    pub fn next_scan(&self) -> Option<String> {
        self.0.next_scan()
    }

    /// The task that it is the work of.
    pub fn task(&self) -> Option<bipe_core::id::TaskId> {
        self.0.task().parse().ok().map(bipe_core::id::TaskId)
    }

    /// Answers a scan, made at this time of the server's clock in Unix milliseconds.
    pub fn answer(&self, symbol: &str, scanned_ms: f64) -> Option<Answer> {
        let text = self.0.answer(symbol, scanned_ms, Math::random());
        let Answered { step: shown, mark, refused } = serde_json::from_str(&text).ok()?;
        Some(Answer { step: step(shown.get()).ok()?, mark, refused })
    }

    /// What the operator sees.
    pub fn step(&self) -> Option<Step> {
        step(&self.0.step(device::server_now_ms())).ok()
    }
}

/// What a scan says, by the program that reads symbols.
pub async fn explain<T: DeserializeOwned>(text: &str) -> Option<T> {
    let told = JsFuture::from(explain_scan(text, either(false, true), device::now_ms())).await.ok()?;
    serde_json::from_str(&told.as_string()?).ok()
}

/// Whether the server handed out any work.
pub fn is_any(text: &str) -> bool {
    text.trim() != "null"
}
