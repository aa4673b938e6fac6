//! The third program: decides on scans while the network is away, by core's own rules. The floor's program loads it once there is work
//! to carry, so that its rules cost nothing when the page opens.

use bipe_core::id::Ids;
use bipe_core::offline::{Answer, Carried, Command, Mark, date, training};
use bipe_core::scan::{self, Element, Kind, wedge};
use bipe_core::screen::Step;
use bipe_core::words::{Language, Say};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// Work that is carried.
#[wasm_bindgen]
pub struct Offline(Carried);

#[derive(Serialize)]
struct Answered {
    step: Step,
    refused: bool,
    mark: Mark,
}

/// What a scan says.
#[derive(Serialize)]
struct Explained {
    usable: bool,
    kind: Kind,
    reason: Option<String>,
    elements: Vec<(String, String)>,
    is_test: bool,
    findings: Vec<String>,
}

#[wasm_bindgen]
impl Offline {
    /// Reads what the server handed out; nothing where it is another version's.
    pub fn read(text: &str) -> Option<Offline> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// A lesson: a tour that is nowhere.
    pub fn lesson(english: bool, utc_offset_min: i32, now_ms: f64) -> Offline {
        let language = if english { Language::En } else { Language::Pt };
        Self(training::begin(language, utc_offset_min, date(now_ms as i64, utc_offset_min)))
    }

    /// In a lesson, what is scanned next when all goes well; nothing at its end.
    pub fn next_scan(&self) -> Option<String> {
        training::next_scan(&self.0)
    }

    /// What a scan says: [`Explained`] as JSON.
    pub fn explain(text: &str, english: bool, now_ms: f64) -> String {
        let language = if english { Language::En } else { Language::Pt };
        let scan = scan::parse(text, date(now_ms as i64, 0));
        let title = |element: &Element| {
            let title = element.ai.title().unwrap_or_default();
            (format!("({}) {title}", element.ai.as_str()), element.value.clone())
        };
        let is_test = wedge::is_test(text);
        let findings = if is_test { wedge::diagnose(&wedge::test_code(), text, true) } else { Vec::new() };
        let explained = Explained {
            usable: scan.is_usable(),
            kind: scan.kind,
            reason: scan.reason.as_ref().map(|reason| reason.sentence(language)),
            elements: scan.elements.iter().map(title).collect(),
            is_test,
            findings: findings.iter().map(|finding| finding.say(language)).collect(),
        };
        serde_json::to_string(&explained).unwrap_or_default()
    }

    /// The task that it is the work of.
    pub fn task(&self) -> String {
        self.0.task.to_string()
    }

    /// Answers a scan: `{step, refused, mark}` as JSON. Times are Unix milliseconds; `seed` makes ids that nobody else sees.
    pub fn answer(&mut self, symbol: &str, scanned_ms: f64, seed: f64) -> String {
        let ids = Ids::new(scanned_ms as u64, seed.to_bits());
        let Answer { step, mark } = self.0.answer(&Command { symbol, scanned_ms: scanned_ms as i64, ids });
        let refused = mark.refused;
        serde_json::to_string(&Answered { step, refused, mark }).unwrap_or_default()
    }

    /// The present step as JSON.
    pub fn step(&self, now_ms: f64) -> String {
        serde_json::to_string(&self.0.step(now_ms as i64)).unwrap_or_default()
    }
}

fn main() {}
